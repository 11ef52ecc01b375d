"""What a duty asks of a worker: a line with a reason and the page where it is done, and none where nothing can be done."""

from datetime import timedelta

import pytest
from django.urls import reverse

from helhet.access import actions as access
from helhet.access.rules import Role
from helhet.handover.models import Admission
from helhet.organisation.models import Membership
from helhet.oversight import due as said_on_pages
from helhet.oversight import live
from helhet.oversight.due import due as duties
from helhet.people.models import Person
from helhet.plans import actions as plans
from helhet.web import due
from tests.siri import coordinated


@pytest.fixture
def siri(house, as_):
    return coordinated(house, as_("ingunn")).person


def _kinds(opening, person, *, quiet: bool = False) -> dict[str, str]:
    return {one.what: one.kind for one in duties(opening, [person.pk], quiet=quiet)}


def _stay(person, now, **told):
    given = {"hospital": "Sørlandet sykehus", "admitted_at": now - timedelta(days=9), "notified_at": now - timedelta(days=9)}
    return Admission.objects.create(person=person, contact_by=(now - timedelta(days=8)).date(), **given | told)


def test_whoever_is_ready_and_not_received_is_one_line_the_answer_first(siri, now, opening_for) -> None:
    ready = {"ready_at": now - timedelta(days=2), "ready_on": (now - timedelta(days=2)).date()}
    stay = _stay(siri, now, **ready)
    assert "svar sykehuset: når kan vi ta imot?" in _kinds(opening_for("ingunn"), siri)
    assert "ta imot fra sykehuset så snart vi kan" not in _kinds(opening_for("ingunn"), siri)
    Admission.objects.filter(pk=stay.pk).update(answer="not_yet", answered_at=now - timedelta(days=2), obstacle="ingen bolig")
    said = _kinds(opening_for("ingunn"), siri)
    assert said["ta imot fra sykehuset så snart vi kan"] == "admission"
    assert "svar sykehuset: når kan vi ta imot?" not in said


def test_what_the_hospital_should_have_said_is_asked_for_while_it_matters(siri, now, opening_for) -> None:
    stay = _stay(siri, now)
    assert _kinds(opening_for("ingunn"), siri)["spør hvem som har ansvaret på sykehuset"] == "stay-ask"
    Admission.objects.filter(pk=stay.pk).update(contact_on=now.date(), contact_name="Dr. Berg", discharged_at=now - timedelta(days=8))
    said = _kinds(opening_for("ingunn"), siri)
    assert "spør hvem som har ansvaret på sykehuset" not in said
    assert said["spør sykehuset om epikrisen"] == "stay-ask"
    Admission.objects.filter(pk=stay.pk).update(discharged_at=now - timedelta(days=60))
    assert "spør sykehuset om epikrisen" not in _kinds(opening_for("ingunn"), siri)


def test_what_can_wait_for_a_good_moment_is_on_her_page_and_not_on_the_day(siri, now, as_, opening_for) -> None:
    by = as_("ingunn")
    Person.objects.filter(pk=siri.pk).update(language="so")
    plans.begin(siri.pk, consent_how="Muntlig", given_by="Siri Haugen", by=by)
    quiet = _kinds(opening_for("ingunn"), siri, quiet=True)
    assert quiet["skriv hvordan planen er tilpasset språk og kultur"] == "adapt"
    assert quiet["skriv ned hva personen har fått vite"] == "notice-new"
    assert "skriv hvordan planen er tilpasset språk og kultur" not in _kinds(opening_for("ingunn"), siri)


def test_somebody_who_has_left_and_still_has_access_is_ended_on_the_page_of_who_has_it(siri, now, house, as_, opening_for) -> None:
    access.open_relation(siri.pk, role=Role.CONTACT, ground="helsepersonelloven § 25", staff=house.staff["kari"], by=as_("ingunn"))
    assert "avslutt tilgangen til en som har sluttet" not in _kinds(opening_for("ingunn"), siri)
    Membership.objects.filter(staff=house.staff["kari"]).update(until=now.date() - timedelta(days=1))
    assert _kinds(opening_for("ingunn"), siri)["avslutt tilgangen til en som har sluttet"] == "access"


def test_every_place_a_line_leads_to_about_a_person_opens_for_her_coordinator(siri, browse) -> None:
    client = browse("ingunn")
    for place, filled_by, _ in set(due.PLACES.values()):
        if filled_by == "person":
            assert client.get(reverse(place, args=[siri.pk])).status_code == 200, place


def test_what_a_page_asks_of_the_duties_is_what_was_made_when_the_server_started(siri, now, opening_for) -> None:
    live._made.cache_clear()
    said_on_pages.make_ready(now.date())
    for quiet in (False, True):
        assert _kinds(opening_for("ingunn"), siri, quiet=quiet)
    assert live._made.cache_info().currsize == len((False, True)), "made anew while somebody waited for her page"


def test_what_is_asked_with_a_day_is_what_says_a_day_of_all_there_is(siri, now) -> None:
    _stay(siri, now, ready_at=now - timedelta(days=2), ready_on=(now - timedelta(days=2)).date())
    every = list(live.verdicts(now.date(), None, today=now.date(), persons=[siri.pk]))
    dated = list(live.verdicts(now.date(), None, today=now.date(), persons=[siri.pk], with_day=True))
    left_out = {"since", "late"}
    assert 0 < len(dated) < len(every)
    assert dated == [{name: value for name, value in row.items() if name not in left_out} for row in every if row["by"]]
