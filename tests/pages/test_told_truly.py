"""Small sentences that must be true for the one who reads them: who shares, what is shown, when something is done, where one meets."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from helhet.access import actions as access
from helhet.access import queries as relations
from helhet.access.policy import OSLO
from helhet.access.rules import Part
from helhet.people import actions as people
from helhet.plans import actions as plans
from helhet.plans.rules import Responsible
from helhet.team import actions as team
from helhet.team import queries as meetings
from helhet.team.rules import Who
from helhet.web.templatetags.helhet import said
from tests.reading import words_of
from tests.siri import coordinated, shares, with_address

SOON = datetime(2026, 11, 19, 12, 0, tzinfo=OSLO)


@pytest.fixture
def siri(house, as_):
    return coordinated(house, as_("ingunn")).person


@pytest.fixture
def plan(siri, as_):
    return plans.begin(siri.pk, consent_how="Muntlig", given_by="Siri Haugen", by=as_("ingunn"))


def read(client, name: str, *args) -> str:
    response = client.get(reverse(name, args=args))
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_who_reads_the_plan_by_consent_is_not_told_that_nobody_does(siri, plan, house, as_, browse) -> None:
    assert "Ingen andre enn dem som gir tjenesten" in read(browse("ingunn"), "plan", siri.pk)
    shares(siri, house, as_("ingunn"), Part.PLAN)
    assert "Sissel Heistad" in read(browse("ingunn"), "plan", siri.pk)
    seen = read(browse("sissel"), "plan", siri.pk)
    assert "Ingen andre enn dem som gir tjenesten" not in seen
    assert "Deg. Hvem andre det er, kan du spørre Siri om." in seen


def test_a_crisis_plan_that_is_not_shared_is_not_said_to_be_missing(siri, plan, house, as_, browse) -> None:
    shares(siri, house, as_("ingunn"), Part.PLAN)
    assert "Krise- og mestringsplan" in read(browse("ingunn"), "plan", siri.pk)
    for key in ("sissel", "tone"):
        page = read(browse(key), "plan", siri.pk)
        assert "Ikke begynt" not in page
        assert reverse("crisis", args=[siri.pk]) not in page


def test_a_protected_address_that_is_shown_does_not_stand_under_not_shown(siri, as_, opening_for, browse) -> None:
    with_address(siri, as_("ingunn"))
    mine = next(one for one in relations.team_of(opening_for("tone"), siri.pk) if one.staff and one.staff.name == "Ingunn Austad")
    access.let_see_address(mine, how="sa ja i samtale", by=as_("tone"))
    for key, is_shown in (("ingunn", True), ("kari", False)):
        page = read(browse(key), "person", siri.pk)
        assert ("Gamle Setesdalsveg" in page) is is_shown
        assert "Vises ikke" not in page
        assert "Adressen vises bare for dem personen har sagt ja til" in page


def test_what_is_done_every_week_is_not_said_to_be_without_a_time(siri, plan, as_, browse) -> None:
    goal = plans.add_goal(plan, words="Sove om natten.", by=as_("ingunn"))
    plans.add_action(plan, goal=goal, what="Gå tur", extent="hver uke", responsible=Responsible("person", "Siri"), by=as_("ingunn"))
    page = read(browse("ingunn"), "plan", siri.pk)
    assert "hver uke" in words_of(page)
    assert "Ikke avtalt" not in page


def test_her_words_stand_in_the_quotation_marks_of_the_language() -> None:
    for language, shown in (("nb", "«Hjem.»"), ("nn", "«Hjem.»"), ("en", "“Hjem.”")):
        with translation.override(language):
            assert said("Hjem.") == shown


# Where she is met, when few may know where she is.


@pytest.fixture
def meeting(siri, house, as_):
    torbjorn = house.staff["torbjorn"]
    access.open_relation(siri.pk, role="team_member", ground="helsepersonelloven § 25", staff=torbjorn, by=as_("ingunn"))
    invited = [Who("Torbjørn Frøysnes", "ruskonsulent", staff_id=torbjorn.pk)]
    return team.call(siri.pk, kind="group", starts_at=SOON, place="Biblioteket", invited=invited, by=as_("ingunn"))


def test_those_who_are_coming_are_told_the_place_and_nobody_else(siri, meeting, as_, opening_for) -> None:
    assert meetings.open_meeting(opening_for("kari"), meeting.pk).place == "Biblioteket"
    people.change(siri, grade="fortrolig", by=as_("ingunn"))
    places = {key: meetings.open_meeting(opening_for(key), meeting.pk).place for key in ("ingunn", "torbjorn", "kari", "tone")}
    assert places == {"ingunn": "Biblioteket", "torbjorn": "Biblioteket", "kari": "", "tone": ""}


def test_where_she_was_met_before_stands_nowhere_once_she_is_protected(siri, meeting, as_, opening_for, browse) -> None:
    team.move(meeting, starts_at=SOON, place="Heimvegen 4", reason="Siri vil det", by=as_("ingunn"))
    after = SOON + timedelta(hours=2)
    came = [one.pk for one in meetings.open_meeting(opening_for("ingunn"), meeting.pk).attendances]
    team.hold(meeting, came=came, absent={}, by=as_("ingunn", after))
    team.write_minutes(meeting, summary="Gikk bra.", by=as_("ingunn", after))
    team.share_minutes(meeting, by=as_("ingunn", after))
    people.change(siri, grade="fortrolig", by=as_("ingunn", after))
    for key in ("ingunn", "torbjorn", "kari", "tone"):
        assert meetings.open_meeting(opening_for(key, after), meeting.pk).place == ""
        for name in ("meeting", "meeting-minutes"):
            assert "Heimvegen" not in read(browse(key), name, meeting.pk)
        assert "Heimvegen" not in read(browse(key), "meetings", siri.pk)
