"""My day, when there is more than one can take in at once."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from helhet.access.log import LogEntry
from helhet.cases import actions
from helhet.demo import stories
from helhet.demo.telling import Teller
from helhet.deviations import actions as deviations
from tests.reading import words_of

SHOWN = re.compile(r'data-doc="(henvendelse):([0-9a-f-]{36})"')


@pytest.fixture
def fourteen(house, as_) -> None:
    """Fourteen calls came in, and nobody has taken any of them."""
    new = actions.NewEnquiry(
        name="", words="Jeg får ikke sove.", unit=house.units["bygland"], municipality_number="4220", born="14.03.1992", from_whom="gp",
        telephone="400 00 138",
    )  # fmt: skip
    for number in range(14):
        actions.register(replace(new, name=f"Even {'ABCDEFGHIJKLMN'[number]}vik"), by=as_("ingunn"))


@pytest.mark.parametrize(("asked", "seen"), [("", 12), ("?vis=alt", 14)])
def test_twelve_of_the_waiting_are_shown_and_the_rest_at_a_press_and_each_is_logged(fourteen, browse, asked, seen) -> None:
    client = browse("ingunn")
    before = set(LogEntry.objects.values_list("pk", flat=True))
    answer = client.get(f"/{asked}")
    page = answer.content.decode()
    shown = set(SHOWN.findall(page))
    assert len(shown) == seen
    assert ("Vis to til" in words_of(page)) == (seen == 12)
    logged = {tuple(one) for entry in LogEntry.objects.exclude(pk__in=before) for one in entry.documents if one[0] == "henvendelse"}
    assert shown <= logged


def test_a_serious_event_stands_on_my_day_with_its_clocks_one_press_from_where_it_is_done(house, as_, browse) -> None:
    by = as_("kari")
    long_ago = by.on - timedelta(days=20)
    made = deviations.report(
        what="Døren sto åpen.",
        area="housing",
        seriousness="grave",
        happened_on=long_ago,
        known_on=long_ago,
        unit=house.units["bygland"],
        by=by,
    )
    page = browse("tone").get("/").content.decode()
    said = words_of(page)
    assert "Avvik du skal gjøre noe med" in said
    assert "Melding til statsforvalteren og Undersøkelseskommisjonen Døren sto åpen." in said
    assert "helse- og omsorgstjenesteloven § 12-3 a: fem virkedager" in said
    assert "To ting er over tiden." in said
    assert page.count(f'href="/avvik/{made.pk}/"') == 4
    assert browse("tone").get(f"/avvik/{made.pk}/").status_code == 200
    assert "Avvik du skal" not in words_of(browse("liv").get("/"))


def test_the_plan_for_when_it_is_hard_is_offered_only_to_whoever_may_open_it(house, now, browse) -> None:
    stories.jonas(Teller(house, now))
    for who, offered in (("ingunn", True), ("tone", False)):
        client = browse(who)
        page = client.get("/?alle=1").content.decode()
        found = re.findall(r'href="(/personer/[0-9a-f-]{36}/plan/krise/)"', page)
        assert "Orker ikke så mye mer." in page, who
        assert bool(found) is offered, who
        assert all(client.get(link).status_code == 200 for link in found), who
