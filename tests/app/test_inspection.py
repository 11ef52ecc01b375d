"""An inspector sees exactly what was drawn for her, while it is hers to see, and everybody drawn can read that she did."""

import hashlib
import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.http import HttpResponse
from django.urls import reverse

from helhet.access import actions as access
from helhet.access import queries as around
from helhet.access.log import LogEntry
from helhet.access.models import CareRelation
from helhet.access.policy import NotVisible, sees
from helhet.access.rules import Part, Purpose
from helhet.cases.models import Need
from helhet.demo.stories import mona, odd_arne, siri
from helhet.demo.telling import Teller
from helhet.organisation.rules import Refused
from helhet.oversight.engagement import actions, queries
from helhet.oversight.engagement.rules import Framed, Inspector, Scope, drawn, rank
from helhet.oversight.models import Measure, Sample, SampledCase
from helhet.people.models import Person
from helhet.people.rules import Grade
from helhet.plans import actions as plans
from helhet.plans.models import Goal, Plan
from helhet.record import live
from helhet.web.middleware import PUBLIC
from tests.conftest import NOW, settled
from tests.guards.test_doors import ABOUT_SOMEBODY, PLAIN, address, doors

TODAY = date(2026, 11, 10)
HILDE = Inspector("Hilde Skisland", "forvaltningsrevisor", "Fylkesrevisjonen i Agder")


def scope(**other: object) -> Scope:
    given = {
        "title": "Samordnede tjenester", "ground": "kommuneloven § 23-3", "period_from": date(2025, 11, 10), "period_until": TODAY,
        "access_from": TODAY, "access_until": TODAY + timedelta(days=30), "most_cases": 12,
    }  # fmt: skip
    return Scope(**given | other)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def _persons(stays):
    """Two in Bygland, and one in Evje who is nobody's to draw here."""
    teller = Teller(stays, NOW)
    told = siri(teller), odd_arne(teller), mona(teller)
    settled()
    return told


@pytest.fixture
def persons(_persons, db):
    """The same for each test, whose own rows are rolled back."""
    return _persons


@pytest.fixture
def engagement(persons, as_):
    """Bygland, opened by who leads there."""
    return actions.open_engagement("4220", scope=scope(), inspector=HILDE, criteria=["IP-1", "IP-8", "KO-1"], by=as_("tone"))


def draw(engagement, by, **given):
    return actions.draw(engagement, **{"seed": "tirsdag", "size": 1, "by": by} | given)


# ── drawing ──


def test_the_same_seed_and_frame_give_the_same_sample_and_anybody_can_draw_it_again() -> None:
    frame = [Framed(f"{n:024x}") for n in range(50)]
    first = drawn(frame, seed="4219", size=10)
    assert first == drawn(list(reversed(frame)), seed="4219", size=10)
    assert first != drawn(frame, seed="4220", size=10)
    by_hand = sorted(frame, key=lambda one: hashlib.sha256(f"4219:{one.pseudonym}".encode()).hexdigest())
    assert first == by_hand[:10]
    assert rank("a", "b") == hashlib.sha256(b"a:b").hexdigest()


def test_a_grouped_sample_has_the_rare_ones_too() -> None:
    frame = [Framed(f"{n:024x}", "met" if n else "breached") for n in range(50)]
    assert "breached" in {one.state for one in drawn(frame, seed="x", size=2)}
    assert len(drawn(frame, seed="x", size=80)) == 50


def test_the_sample_is_of_the_municipality_and_drawn_once(engagement, persons, as_) -> None:
    hilde = as_("hilde")
    sample = draw(engagement, hilde, size=12, by_state_of="IP-8")
    cases = SampledCase.objects.filter(engagement=engagement)
    assert {one.person_id for one in cases} == {persons[0].pk, persons[1].pk}
    assert {one.pseudonym for one in cases} <= {key for key, _ in sample.frame}
    assert not {str(one.pk) for one in persons} & {key for key, _ in sample.frame}
    with pytest.raises(Refused, match="bare én gang"):
        draw(engagement, hilde)
    with pytest.raises(DatabaseError), transaction.atomic():
        Sample.objects.filter(engagement=engagement).update(seed="another")


def test_whoever_has_closed_it_or_is_strictly_protected_is_not_drawn(engagement, persons, as_) -> None:
    Person.objects.filter(pk=persons[1].pk).update(grade=Grade.STRICT)
    access.object_to(persons[0].pk, partner=engagement.inspector.partner, by=as_("ingunn"))
    frame = queries.frame_of(engagement, actor=as_("hilde"))
    assert (len(frame.members), frame.left_out) == (0, 1)
    with pytest.raises(Refused, match="ingenting å trekke fra"):
        draw(engagement, as_("hilde"))


@pytest.mark.parametrize(
    ("given", "reason"), [({"size": 13}, "fra 1 til 12"), ({"seed": " "}, "Skriv et frø"), ({"by_state_of": "IP-7"}, "ett av kravene")]
)
def test_a_sample_that_cannot_be_is_refused(engagement, as_, given, reason) -> None:
    with pytest.raises(Refused, match=reason):
        draw(engagement, as_("hilde"), **given)
    assert not CareRelation.objects.filter(role="inspector").exists()


# ── who may what ──


def test_only_who_leads_there_opens_an_inspection_and_only_the_inspector_draws(persons, engagement, as_) -> None:
    for key in ("ingunn", "marit", "liv", "hilde", "sissel"):
        with pytest.raises(NotVisible):
            actions.open_engagement("4220", scope=scope(), inspector=HILDE, criteria=[], by=as_(key))
    for key in ("tone", "ingunn", "liv", "sissel"):
        with pytest.raises(NotVisible):
            draw(engagement, as_(key))
    with pytest.raises(NotVisible):
        access.begin_inspection([persons[0].pk], member=engagement.inspector, ground="x", until=as_("tone").at, by=as_("tone"))


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({"ground": ""}, "hvilken lov"), ({"title": " "}, "hva tilsynet gjelder"), ({"access_from": date(2026, 11, 9)}, "før i dag"),
        ({"access_until": TODAY - timedelta(days=1)}, "før det begynner"), ({"access_until": date(2028, 1, 1)}, "høyst et år"),
        ({"period_until": date(2020, 1, 1)}, "før den begynner"), ({"most_cases": 31}, "fra 1 til 30"),
    ],
)  # fmt: skip
def test_a_scope_that_cannot_be_is_refused(house, as_, other, reason) -> None:
    with pytest.raises(Refused, match=reason):
        actions.open_engagement("4220", scope=scope(**other), inspector=HILDE, criteria=[], by=as_("tone"))


def test_she_sees_the_drawn_and_nobody_else_and_not_who_they_are(engagement, persons, as_) -> None:
    hilde = as_("hilde")
    draw(engagement, hilde)
    [case] = SampledCase.objects.filter(engagement=engagement)
    other = next(one for one in persons[:2] if one.pk != case.person_id)
    assert {part for part in Part if sees(hilde, case.person_id, part)} == {Part.CASE, Part.PLAN}
    assert not any(sees(hilde, other.pk, part) for part in Part)
    assert not any(sees(hilde, case.person_id, part, purpose) for part in Part for purpose in Purpose if purpose != Purpose.INSPECTION)


def test_when_it_is_over_or_withdrawn_there_is_nothing(engagement, persons, as_, now, browse, monkeypatch) -> None:
    hilde = as_("hilde")
    draw(engagement, hilde)
    [case] = SampledCase.objects.filter(engagement=engagement)
    later = as_("hilde", now + timedelta(days=31))
    assert not sees(later, case.person_id, Part.CASE)
    with pytest.raises(NotVisible):
        queries.engagement_for(later, engagement.pk)
    url = reverse("inspection-case", args=[engagement.pk, 1])
    assert browse("hilde").get(url).status_code == 200
    actions.end_engagement(engagement, reason="Ferdig", by=as_("tone"))
    assert not sees(as_("hilde", now + timedelta(seconds=1)), case.person_id, Part.CASE)
    for path in (url, reverse("inspection", args=[engagement.pk]), reverse("inspection-report-pdf", args=[engagement.pk])):
        assert browse("hilde").get(path).status_code == 404


def test_the_inspector_against_every_address_sees_only_her_sample(engagement, persons, as_, browse) -> None:
    draw(engagement, as_("hilde"), size=12)
    client, walked = browse("hilde"), 0
    world = {"siri": persons[0], "odd": persons[1]}
    for name, parts in ABOUT_SOMEBODY:
        path = address(name, parts, world)
        if path is None:
            continue
        for answer in (client.get(path), client.post(path, {"gjor": "x", "words": "x", "reason": "x"})):
            assert answer.status_code in (404, 405), f"{name}: {answer.status_code}"
        walked += 1
    assert walked > 25
    plain = {"year": 2026} | PLAIN
    hers = {"my-day", "inspections", "my-account", "change-password", "second-factor", *PUBLIC}
    for name, parts in doors():
        if not name or name in hers or parts and any(part in ("engagement_id", "finding_id") for part in parts):
            continue
        answer = client.get(reverse(name, kwargs={part: plain.get(part) or uuid4() for part in parts}))
        assert answer.status_code in (302, 404, 405), f"{name}: {answer.status_code}"


def test_nobody_else_opens_the_working_papers(engagement, as_, browse) -> None:
    draw(engagement, as_("hilde"), size=12)
    for key in ("ingunn", "tone", "liv", "sissel", "marit"):
        assert browse(key).get(reverse("inspection-case", args=[engagement.pk, 1])).status_code == 404, key
    for key in ("ingunn", "liv", "sissel", "marit"):
        assert browse(key).get(reverse("inspection", args=[engagement.pk])).status_code == 404, key
    assert browse("tone").get(reverse("inspection", args=[engagement.pk])).status_code == 200


# ── reading ──

_SHOWN = re.compile(r'data-doc="([^":]+):([0-9a-f-]{36})"')


def test_a_working_paper_names_nobody_and_what_it_shows_is_logged_with_its_ground(engagement, persons, as_, browse) -> None:
    draw(engagement, as_("hilde"), size=12)
    number = SampledCase.objects.get(engagement=engagement, person=persons[0]).number
    newest = {one.pk for one in LogEntry.objects.all()}
    text = browse("hilde").get(reverse("inspection-case", args=[engagement.pk, number])).content.decode()
    for word in (persons[0].given, persons[0].family, "Ingunn", "Austad"):
        assert word not in text
    assert str(persons[0].pk) not in text
    entries = LogEntry.objects.exclude(pk__in=newest)
    assert {one.person_id for one in entries} == {persons[0].pk}
    assert {(one.purpose, one.role, one.ground, one.actor_name) for one in entries} == {
        ("inspection", "inspector", "kommuneloven § 23-3", "Hilde Skisland")
    }
    assert set(_SHOWN.findall(text)) <= {tuple(doc) for one in entries for doc in one.documents}
    seen = browse("ingunn").get(reverse("who-has-looked", args=[persons[0].pk])).content.decode()
    assert "Hilde Skisland" in seen
    assert "tilsyn" in seen


def test_consent_is_said_of_the_individual_plan_alone(engagement, persons, as_, browse) -> None:
    """The law asks for consent to that one (IPF § 5); of a plan at NAV, «without» would read as a fault."""
    plan = Plan.objects.get(person=persons[0], kind="individual")
    plans.begin_under(plan, kind="activity", by=as_("ingunn"))
    draw(engagement, as_("hilde"), size=12)
    number = SampledCase.objects.get(engagement=engagement, person=persons[0]).number
    text = browse("hilde").get(reverse("inspection-case", args=[engagement.pk, number])).content.decode()
    assert "Aktivitetsplan" in text
    assert text.count("med samtykke") == 1
    assert "uten samtykke" not in text


def test_the_words_of_the_person_are_left_out(engagement, persons, as_, browse) -> None:

    draw(engagement, as_("hilde"), size=12)
    words = [one.words for one in Need.objects.filter(person=persons[0])] + [
        one.words for one in Goal.objects.filter(plan__person=persons[0])
    ]
    number = SampledCase.objects.get(engagement=engagement, person=persons[0]).number
    text = browse("hilde").get(reverse("inspection-case", args=[engagement.pk, number])).content.decode()
    assert words
    assert not [one for one in words if one in text]


def test_an_inspector_is_not_in_the_team_and_does_not_change_what_is_judged(engagement, persons, as_, opening_for) -> None:

    before = len(list(live.rows("access", live.about("access", "pk", persons[0].pk))))
    draw(engagement, as_("hilde"), size=12)
    assert "Hilde Skisland" not in [(one.staff or one.partner_member).name for one in around.team_of(opening_for("ingunn"), persons[0].pk)]
    assert len(list(live.rows("access", live.about("access", "pk", persons[0].pk)))) == before
    assert "Hilde Skisland" in [one.name for one in around.who_can_see(opening_for("ingunn"), persons[0].pk)]


def test_a_working_paper_is_printed_for_the_inspector_alone_and_what_it_shows_is_logged(engagement, as_, browse, monkeypatch) -> None:
    draw(engagement, as_("hilde"))
    [case] = SampledCase.objects.all()
    path = reverse("inspection-case-pdf", args=[engagement.pk, case.number])
    assert browse("hilde").get(path).content.startswith(b"%PDF")
    monkeypatch.setattr("helhet.web.paper.sent", lambda html, name: HttpResponse(html))
    before = LogEntry.objects.count()
    paper = browse("hilde").get(path).content.decode()
    assert case.pseudonym in paper
    assert Person.objects.get(pk=case.person_id).name not in paper
    assert "Behov" in paper
    assert LogEntry.objects.count() == before + 1
    for key in ("tone", "ingunn", "liv"):
        assert browse(key).get(path).status_code == 404, key


def test_a_working_paper_says_of_every_criterion_about_persons_what_it_says_here(persons, as_, browse) -> None:
    chosen = ["IP-1", "IP-2", "VE-2", "SA-1", "UT-5", "KO-4"]
    found = actions.open_engagement("4220", scope=scope(), inspector=HILDE, criteria=chosen, by=as_("tone"))
    draw(found, as_("hilde"), size=12)
    for case in SampledCase.objects.filter(engagement=found):
        text = browse("hilde").get(reverse("inspection-case", args=[found.pk, case.number])).content.decode()
        told = set(re.findall(r'<span class="hh-quiet hh-small">([A-ZÅ]+-[0-9]+[a-z]?)</span>', text))
        assert told == set(chosen) - {"KO-4"}, "one that is left out cannot be told from one that was never asked"


def test_the_printed_report_of_a_grouped_sample_says_how_to_draw_it_again(engagement, as_, browse, monkeypatch) -> None:
    draw(engagement, as_("hilde"), by_state_of="IP-8")
    monkeypatch.setattr("helhet.web.paper.sent", lambda html, name: HttpResponse(html))
    page, paper = (
        browse("hilde").get(reverse(name, args=[engagement.pk])).content.decode() for name in ("inspection", "inspection-report-pdf")
    )
    assert "én fra hver gruppe etter tur" in page
    assert "éin frå kvar gruppe etter tur" in paper, "the paper is in the municipality's language"
    for told, order in (
        (page, "brutt, gjort for sent, skal gjøres, kan ikke bedømmes, oppfylt, gjelder ikke"),
        (paper, "brote, gjort for seint, skal gjerast, kan ikkje bedømmast, oppfylt, gjeld ikkje"),
    ):
        assert order in told, "the order decides who is taken last, and the seed alone does not tell it"


def test_a_yardstick_about_units_and_agreements_is_judged_and_tells_the_leader_of_no_event(persons, as_, browse) -> None:
    found = actions.open_engagement("4220", scope=scope(), inspector=HILDE, criteria=["IP-1", "KO-4", "AV-1", "LE-3"], by=as_("tone"))
    hers, leaders = (queries.verdicts_of_house(found, actor=as_(key)) for key in ("hilde", "tone"))
    assert set(hers) == {"KO-4", "AV-1", "LE-3"}
    assert set(leaders) == {"KO-4", "AV-1"}, "a serious event happened to somebody"
    assert [one.state for one in hers["KO-4"]] == ["met"]
    for key in ("hilde", "tone"):
        for name in ("inspection", "inspection-report"):
            assert "oppfylt" in browse(key).get(reverse(name, args=[found.pk])).content.decode().lower(), (key, name)
    with pytest.raises(Refused, match="ett av kravene"):
        draw(found, as_("hilde"), by_state_of="KO-4")


# ── finding and answering ──


def test_a_finding_is_commented_mended_and_printed(engagement, as_, browse) -> None:
    hilde, tone = as_("hilde"), as_("tone")
    draw(engagement, hilde, size=12)
    client = browse("hilde")
    path = reverse("inspection", args=[engagement.pk])
    yardstick = engagement.yardsticks.all()[1]
    sent = {
        "gjor": "finding",
        "yardstick": str(yardstick.pk),
        "conclusion": "not_kept",
        "cases": "1, 2",
        "description": "Planen mangler mål.",
    }
    assert client.post(path, sent | {"cases": "1, 9"}).status_code == 200, "there is no case nine"
    for field in ("description", "evidence"):
        refused = client.post(path, sent | {field: "Gjelder 12869714796."})
        assert "Her skal ingen kunne kjennes igjen" in refused.content.decode(), field
    assert client.post(path, sent).status_code == 302
    [finding] = queries.engagement_for(hilde, engagement.pk).findings.all()
    assert finding.cases == [1, 2]
    with pytest.raises(NotVisible):
        actions.comment(finding, words="x", signed_by="x", by=hilde)
    leader, at = browse("tone"), reverse("inspection-finding", args=[engagement.pk, finding.pk])
    assert leader.post(at, {"gjor": "comment", "words": "Om 128697 14796.", "signed_by": "Kommunedirektøren"}).status_code == 200
    assert leader.post(at, {"gjor": "comment", "words": "Vi er enige.", "signed_by": "Kommunedirektøren"}).status_code == 302
    assert leader.post(at, {"gjor": "measure", "words": "Ny rutine", "who": "Tone", "by_day": "2026-12-01"}).status_code == 302
    measure = Measure.objects.get(finding=finding)
    actions.finish_measure(measure, words="Rutinen er tatt i bruk.", by=tone)
    told = client.get(reverse("inspection-report", args=[engagement.pk])).content.decode()
    for word in ("Planen mangler mål.", "Vi er enige.", "Ny rutine", "Rutinen er tatt i bruk.", "tirsdag", "kommuneloven § 23-3"):
        assert word in told, word
    paper = client.get(reverse("inspection-report-pdf", args=[engagement.pk]))
    assert paper["Content-Type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF")


def test_the_leader_opens_one_by_the_page_and_the_inspector_finds_it(house, as_, browse) -> None:
    sent = {
        "gjor": "open", "municipality": "4220", "title": "Barn som pårørende", "ground": "helsetilsynsloven § 4", "name": "Hilde Skisland",
        "title_of": "", "organisation": "Fylkesrevisjonen i Agder", "period_from": "2026-01-01", "period_until": "2026-11-10",
        "access_from": "2026-11-10", "access_until": "2026-12-10", "most_cases": "5", "criteria": ["PÅ-1"],
    }  # fmt: skip
    assert browse("tone").post(reverse("inspection-new"), sent | {"ground": ""}).status_code == 200
    answer = browse("tone").post(reverse("inspection-new"), sent)
    assert answer.status_code == 302
    hilde = browse("hilde")
    for page in ("my-day", "inspections"):
        assert "Barn som pårørende" in hilde.get(reverse(page)).content.decode()
    assert hilde.get(answer["Location"]).status_code == 200
    assert browse("liv").get(reverse("inspections")).status_code == 404
    assert browse("marit").get(answer["Location"]).status_code == 404
