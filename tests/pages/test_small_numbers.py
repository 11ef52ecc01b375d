"""Everything a leader can open that tells how many, attacked: between places, between days, and pages against files.

A municipality is lived in by one, by three, by four and by twelve. Whoever leads and may see none of them opens every address that is not
about a person: one, three and four must look alike to the letter, and no page may change because of what happens while a month goes.
"""

import io
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from openpyxl import load_workbook

from helhet.access import actions as access
from helhet.access.policy import OSLO
from helhet.cases import actions as cases
from helhet.deviations import actions as deviations
from helhet.handover.models import Admission
from helhet.living import actions as living
from helhet.oversight import months, risk
from helhet.oversight.engagement import actions as inspections
from helhet.oversight.engagement.rules import Inspector, Scope
from helhet.record.disclosure import Range
from helhet.web.middleware import PUBLIC
from tests.conftest import NOW
from tests.guards.test_doors import ABOUT_SOMEBODY, doors
from tests.siri import coordinated

PLACE = "4220"
SPRING = datetime(2026, 3, 3, 10, tzinfo=OSLO)
OCTOBER = date(2026, 10, 31)

# Each address that tells a leader how many persons something is so for. A new one is put here: then it is attacked.
TELLS = {
    "oversight", "oversight-sheet", "oversight-paper", "bought-totals", "conditions", "conditions-paper", "experiences", "housing",
    "housing-pdf", "deviations", "dialogue", "dialogue-pdf", "year", "year-pdf", "inspection", "inspection-report",
    "inspection-report-pdf",
}  # fmt: skip
# Exact for its leader, who answers the state for it, of one Sunday that has been (docs/adr/0023): persons in it open by relation only.
EXACT = {
    "national-report", "national-report-sheet", "national-report-paper", "national-report-cell", "shared-figures", "counting",
    "national-reports",
}  # fmt: skip
# Told by files, posts and contacts, each attacked where it is made: tests/rules/test_sharing.py, tests/app/test_settlements.py,
# tests/pages/test_out_pages.py. What if: tests/pages/test_what_if_pages.py.
ELSEWHERE = {
    "compared", "compared-paper", "national-figures", "settle", "settlement", "settlement-pdf", "settlement-sheet", "out", "what-if",
    "what-if-answer",
    "what-if-grounds", "what-if-paper", "what-if-file",
}  # fmt: skip
# Tells of no person: the house, its people and money, agreements, words, forms, and what is somebody's own.
NOBODY = {
    "my-day", "my-account", "change-password", "second-factor", "draft", "enquiry-new", "whom-to-ring",
    "visits", "organisation", "unit", "service-new", "service", "organisation-staff", "worker", "organisation-partners", "partner-new",
    "partner", "partner-member-new", "partner-member", "organisation-telephones", "answer-point-new", "answer-point",
    "oversight-targets", "posts", "competence", "networks", "post-new", "post", "inspections", "inspection-new", "inspection-case",
    "inspection-case-pdf",
    "inspection-finding", "practices", "practice", "practice-file", "how-we-do",
    "persons", "log-review", "emergency", "ask-for-help", "sayings",
    "unnamed", "housing-project-new", "housing-project", "board", "board-meeting", "about-me", "about-me-json", "about-me-pdf",
    "rights", "sign-out",
    "messages", "deviation-new", "agreements", "agreement-new", "agreement",
    "agreement-edit", "agreement-review", "clause-new", "clause", "action-plans", "action-plan-new", "action-plan", "action-plan-edit",
    "action-plan-pdf", "action-plan-measure", "years",
}  # fmt: skip


def test_every_address_says_whether_it_tells_a_leader_how_many() -> None:
    found = {name for name, _ in doors() if name} - {name for name, _ in ABOUT_SOMEBODY} - set(PUBLIC)
    said = [TELLS, EXACT, ELSEWHERE, NOBODY]
    assert found - set.union(*said) == set(), "say whether it tells how many persons something is so for"
    assert set.union(*said) - found == set(), "there is no such address"
    assert sum(map(len, said)) == len(set.union(*said)), "said twice"


# ── a municipality with so many ──


class _Enough(Exception):
    pass


def _written(html: str, name: str) -> HttpResponse:
    """A paper as it is written, before it is set."""
    return HttpResponse(html)


@pytest.fixture
def leader(browse, house, monkeypatch):
    """Whoever leads and may see none of them: every address that tells, as she reads it."""
    monkeypatch.setattr("helhet.web.paper.sent", _written)
    engagement = inspections.open_engagement(
        PLACE,
        scope=Scope("Samordning", "kommuneloven § 23-3", date(2026, 1, 1), NOW.date(), NOW.date(), NOW.date() + timedelta(30), 12),
        inspector=Inspector("Hilde Skisland", "revisor", "Fylkesrevisjonen i Agder"), criteria=["IP-1", "KO-1"],
        by=house.actor("kjersti", NOW),
    )  # fmt: skip
    client = browse("kjersti")
    client.cookies["django_language"] = "nb"
    return client, engagement


def pages(leader: Any) -> dict[str, str]:
    """Each address that tells, as it is read today; with what else it can be asked."""
    client, engagement = leader
    known = {"engagement_id": engagement.pk, "number": PLACE, "year": 2026}
    found = {}
    for name, parts in doors():
        if name in TELLS:
            path = reverse(name, kwargs={part: known[part] for part in parts})
            for asked in _ASKED.get(name, [{}]):
                found[f"{name} {asked or ''}".strip()] = _read(client.get(path, asked))
    return found


_ASKED: dict[str, list[dict[str, str]]] = {
    "oversight": [{}, *({"krav": one, "kommune": PLACE} for one in ("IP-1", "KO-1", "UT-3", "PÅ-1"))],
    "dialogue": [{"halvar": "2026-1"}, {"halvar": "2025-2"}],
}


def _read(answer: HttpResponse) -> str:
    assert answer.status_code in (200, 302), answer.request["PATH_INFO"]
    if "spreadsheet" in answer["Content-Type"]:
        book = load_workbook(io.BytesIO(answer.content))
        return "\n".join(str([cell.value for cell in row]) for sheet in book for row in sheet)
    page = answer.content.decode()
    return re.sub(r'(name="csrfmiddlewaretoken" value|nonce|data-kladd|data-seen)="[^"]*"', "", page)


def lived_in(house: Any, many: int, at: datetime) -> list[UUID]:
    """So many come, get a case and a coordinator, live badly, are told ready in hospital, and have something go wrong."""
    by = house.actor("ingunn", at)
    keys = []
    for number in range(many):
        person = coordinated(house, by, name=f"Prøve {'abcdefghijklmnop'[number].upper()}sen", born=f"{number + 1:02}.04.1988").person
        keys.append(person.pk)
        cases.note_need(person.pk, life_area="housing", words="Et sted å bo", long_term=True, coordinated=True, by=by)
        living.note_housing(person.pk, situation="temporary", since=by.on, by=by)
        living.note_housing_need(person.pk, kind="ordinary", since=by.on, queued_on=by.on, by=by)
        living.begin_activity(person.pk, kind="none", since=by.on, by=by)
        living.warn_of_eviction(person.pk, from_whom="kommunen", warned_on=by.on, by=by)
        Admission.objects.create(
            person=person, hospital="Sørlandet sykehus", admitted_at=at - timedelta(days=3), notified_at=at, ready_at=at, ready_on=by.on,
            answer="from_day", answered_at=at + timedelta(days=2), receive_on=by.on, too_early=True, discharged_at=at + timedelta(days=4),
        )  # fmt: skip
        deviations.report(
            what="Ingen ringte.",
            area="outside",
            seriousness="could",
            happened_on=by.on,
            unit=house.units["bygland"],
            person_id=person.pk,
            by=by,
        )
    return keys


def told_of(house: Any, leader: Any, many: int) -> Iterator[dict[str, str]]:
    """What is read when so many came in spring: counted, and drawn from for an inspection."""
    lived_in(house, many, SPRING)
    months.keep_month(OCTOBER, at=NOW, today=NOW.date())
    if many:
        inspections.draw(leader[1], seed="tirsdag", size=1, by_state_of="IP-1", by=house.actor("hilde", NOW))
    yield pages(leader)


def in_turn(house: Any, leader: Any, worlds: list[int]) -> list[dict[str, str]]:
    """The same, one world at a time, each taken back."""
    found = []
    for many in worlds:
        try:
            with transaction.atomic():
                found += told_of(house, leader, many)
                raise _Enough
        except _Enough:
            pass
    return found


def test_one_three_and_four_look_alike_on_every_page_and_in_every_file_and_twelve_do_not(house, leader) -> None:
    one, three, four, twelve = in_turn(house, leader, [1, 3, 4, 12])
    assert {name.split()[0] for name in one} == TELLS
    assert [name for name in one if not one[name] == three[name] == four[name]] == []
    silent = {name for name in one if one[name] == twelve[name]}
    assert silent <= _SILENT, f"these say the same of one and of twelve: {silent - _SILENT}"


# They count what nobody in these worlds has, or are asked for something else: bought care, feedback, the half year before they came.
_SILENT = {"bought-totals", "experiences", "dialogue {'halvar': '2025-2'}"}


def test_nothing_that_happens_while_a_month_goes_changes_a_page_before_it_is_over(house, leader) -> None:
    """Differencing between days: she reads everything each morning, and somebody comes each day."""
    lived_in(house, 3, SPRING)
    months.keep_month(OCTOBER, at=NOW, today=NOW.date())
    inspections.draw(leader[1], seed="tirsdag", size=1, by=house.actor("hilde", NOW))
    morning = pages(leader)
    for _ in range(2):
        lived_in(house, 1, NOW)
        now = pages(leader)
        assert [name for name in now if now[name] != morning[name]] == []


def test_deviations_of_a_year_are_told_until_a_month_that_is_over_and_never_with_an_exact_sum(house, leader, as_) -> None:
    """Four about persons and two about nobody, in one place, and one in another: three, six and ten are as possible."""
    by = as_("ingunn", SPRING)
    lived_in(house, 4, SPRING)
    for _ in range(2):
        deviations.report(
            what="Porten var låst.", area="outside", seriousness="minor", happened_on=by.on, unit=house.units["bygland"], by=by
        )
    kjersti = as_("kjersti")
    [outside] = risk.by_area(kjersti, [PLACE], until=risk.counted_until(kjersti.on))
    assert outside.told == Range(3, 6), "two of nobody, and from one to four about persons"
    both = risk.by_area(kjersti, [PLACE, "4219"], until=risk.counted_until(kjersti.on))
    assert [one.told for one in both] == [Range(3, 6)]
    assert risk.still_open(kjersti, [PLACE], until=risk.counted_until(kjersti.on)) == Range(2, 6)
    assert risk.counted_until(kjersti.on, 2025) == date(2025, 12, 31)


def test_the_inspector_reads_exactly_what_the_leader_reads_in_fives(house, leader, browse) -> None:
    people = lived_in(house, 8, SPRING)
    for person in people[:2]:
        access.object_to(person, partner=leader[1].inspector.partner, by=house.actor("ingunn", SPRING))
    inspections.draw(leader[1], seed="tirsdag", size=3, by_state_of="IP-1", by=house.actor("hilde", NOW))
    for name in ("inspection", "inspection-report", "inspection-report-pdf"):
        path = reverse(name, args=[leader[1].pk])
        hers, leaders = (client.get(path).content.decode() for client in (browse("hilde"), leader[0]))
        for read, of, left_out in ((hers, "6", "2"), (leaders, "5–9", "1–4")):
            assert re.search(rf"(trukket|trekte|trekt) av {of} med", " ".join(read.split())), (name, of)
            assert re.search(rf"{left_out} er (holdt utenfor|haldne utanfor)", read), (name, left_out)
        assert "<code>" not in leaders, name
