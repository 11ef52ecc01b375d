"""Who asks on another's behalf is kept with how to reach them; a case ends on the day the help did."""

from datetime import timedelta

import pytest

from helhet.cases.models import Case, Enquiry
from tests.pages.test_rings_again import TOLD
from tests.reading import words_of
from tests.siri import known

GP = "Lege Strand, Evje legesenter, 400 00 184"


def test_the_doctor_who_rang_stands_with_the_number_to_answer(house, browse) -> None:
    told = TOLD | {"from_whom": "gp", "caller": GP, "name": "Siri Haugen"}
    answer = browse("ingunn").post("/henvendelser/ny/", told)
    assert Enquiry.objects.get().caller == GP
    assert f"Tok kontakt: {GP}" in words_of(browse("ingunn").get(answer["Location"]).content.decode())


def test_a_caller_who_is_the_person_herself_is_asked_about_and_nothing_is_lost(house, browse) -> None:
    answer = browse("ingunn").post("/henvendelser/ny/", TOLD | {"caller": GP})
    assert "Velg hvem det er øverst" in words_of(answer.content.decode())
    assert GP in answer.content.decode()
    assert not Enquiry.objects.exists()


def test_who_is_elsewhere_is_helped_to_where_she_is(house, browse) -> None:
    assert "Si hvor personen kan ringe." in words_of(browse("ingunn").get("/henvendelser/ny/").content.decode())


@pytest.mark.parametrize(("days", "faults"), [(3, ""), (-1, "kan ikke ligge fram i tid"), (400, "før den ble åpnet")])
def test_a_case_is_closed_on_the_day_the_help_ended(house, browse, as_, days, faults) -> None:
    case = known(house, as_("ingunn")).case
    Case.objects.filter(pk=case.pk).update(opened_on=as_("ingunn").on - timedelta(days=30))
    on = as_("ingunn").on - timedelta(days=days)
    sent = {"gjor": "close", "reason": "goals_met", "words": "Sover godt.", "on": on.isoformat()}
    answer = browse("ingunn").post(f"/saker/{case.pk}/", sent, follow=True)
    case.refresh_from_db()
    assert case.closed_on == (None if faults else on)
    assert not faults or faults in words_of(answer.content.decode())
