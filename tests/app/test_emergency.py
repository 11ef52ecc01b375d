"""Emergency access: by the whole number, bounded in tries, seen by her, looked through by another."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from helhet.access import actions as access
from helhet.access import queries, readings
from helhet.access.log import verify
from helhet.access.models import EmergencyTry, LogEntry
from helhet.access.policy import NotVisible
from helhet.access.rules import EMERGENCY_TRIES
from helhet.cases import queries as cases
from helhet.organisation.rules import Refused
from helhet.oversight.due import due as duties
from helhet.people import actions as people
from tests.conftest import NOW
from tests.siri import account_for, known

NUMBER = "02848812393"
REASON = "Funnet livløs ved elva, ambulansen spør om medisiner."


@pytest.fixture
def siri(house, as_):
    """Known in Bygland by her number."""
    person = known(house, as_("ingunn")).person
    people.add_identifier(person, NUMBER, by=as_("ingunn"))
    return person


def test_it_opens_for_a_day_and_she_can_read_who_and_why(siri, as_, opening_for, now) -> None:
    # Torbjørn works for all four municipalities and holds no relation with her.
    opened = people.emergency(number=NUMBER, reason=REASON, by=as_("torbjorn"))
    assert opened == siri
    entry = LogEntry.objects.filter(person_id=siri.pk, verb="nødtilgang").get()
    assert (entry.actor_name, entry.note) == ("Torbjørn Frøysnes", REASON)
    relation = queries.emergencies_of(opening_for("tone"), siri.pk)[0]
    assert relation.until == now + timedelta(hours=24)
    assert list(verify()) == []


def test_the_neighbours_nurse_gets_the_same_answer_for_a_number_that_exists_and_one_that_does_not(siri, as_) -> None:
    answers = []
    for number in (NUMBER, "14839212365"):
        with pytest.raises(Refused) as refused:
            people.emergency(number=number, reason=REASON, by=as_("liv"))
        answers.append(str(refused.value))
    assert answers[0] == answers[1]


def test_a_thin_reason_is_refused_before_anything_is_looked_up(siri, as_) -> None:
    with pytest.raises(Refused) as known_number:
        people.emergency(number=NUMBER, reason="haster", by=as_("torbjorn"))
    with pytest.raises(Refused) as unknown_number:
        people.emergency(number="14839212365", reason="haster", by=as_("torbjorn"))
    assert str(known_number.value) == str(unknown_number.value)


def test_every_try_counts_and_too_many_in_an_hour_are_refused(siri, as_, now) -> None:
    for _ in range(EMERGENCY_TRIES):
        with pytest.raises(Refused):
            people.emergency(number="14839212365", reason=REASON, by=as_("torbjorn"))
    with pytest.raises(Refused, match="siste timen"):
        people.emergency(number=NUMBER, reason=REASON, by=as_("torbjorn"))
    assert EmergencyTry.objects.count() == EMERGENCY_TRIES
    assert people.emergency(number=NUMBER, reason=REASON, by=as_("torbjorn", now + timedelta(minutes=61))) == siri


def test_a_partner_has_none(siri, as_) -> None:
    with pytest.raises(NotVisible):
        people.emergency(number=NUMBER, reason=REASON, by=as_("sissel"))


def test_the_coordinating_unit_looks_through_it_and_not_the_one_who_opened(siri, as_, opening_for) -> None:
    people.emergency(number=NUMBER, reason=REASON, by=as_("torbjorn"))
    due = [one for one in duties(opening_for("tone")) if one.kind == "emergency"]
    assert [one.values["name"] for one in due] == ["Torbjørn Frøysnes"]
    assert not [one for one in duties(opening_for("ingunn")) if one.kind == "emergency"]
    relation = queries.emergencies_of(opening_for("tone"), siri.pk)[0]
    with pytest.raises(Refused):
        access.review_emergency(relation, words=" ", by=as_("tone"))
    access.review_emergency(relation, words="Grunnen var god nok.", by=as_("tone"))
    assert not [one for one in duties(opening_for("tone")) if one.kind == "emergency"]


def test_she_can_be_opened_in_an_emergency_by_someone_she_has_closed_out(siri, house, as_, opening_for) -> None:
    access.object_to(siri.pk, staff=house.staff["torbjorn"], by=as_("ingunn"))
    people.emergency(number=NUMBER, reason=REASON, by=as_("torbjorn"))
    assert queries.why(as_("torbjorn"), siri.pk)


def _to_tell(opening, person) -> list:
    return [one for one in cases.due(opening, [person.pk]) if one.kind == "reading"]


def test_who_cannot_sign_in_is_told_by_one_of_us_by_a_day_and_it_stands_how(siri, as_, opening_for) -> None:
    people.emergency(number=NUMBER, reason=REASON, by=as_("torbjorn"))
    (due,) = _to_tell(opening_for("ingunn"), siri)
    assert (str(due.by), due.values["reader"]) == ("2026-11-13", as_("torbjorn").name + ", " + as_("torbjorn").organisation)
    assert not _to_tell(opening_for("torbjorn"), siri)
    (reading,) = readings.readings_of(opening_for("ingunn"), siri.pk)
    for given in ({"how": " "}, {"on": NOW.date() + timedelta(days=1)}, {"on": NOW.date() - timedelta(days=1)}):
        with pytest.raises(Refused):
            access.told_of_reading(reading, **{"on": NOW.date(), "how": "på telefon"} | given, by=as_("ingunn"))
    access.told_of_reading(reading, on=NOW.date(), how="på telefon", by=as_("ingunn"))
    assert not _to_tell(opening_for("ingunn"), siri)
    with pytest.raises(Refused):
        access.told_of_reading(reading, on=NOW.date(), how="igjen", by=as_("ingunn"))
    assert LogEntry.objects.get(person_id=siri.pk, verb="fortalte om lesing i nød").note == "på telefon"


def test_who_signs_in_has_it_on_her_own_page_and_one_of_us_rings_when_she_has_not_looked(siri, as_, browse, opening_for) -> None:
    account_for(siri, as_("ingunn"))
    people.emergency(number=NUMBER, reason=REASON, by=as_("torbjorn"))
    (due,) = _to_tell(opening_for("ingunn"), siri)
    assert str(due.by) == "2026-11-24"
    front = browse("siri").get("/").content.decode()
    assert "Noen åpnet det som står om deg i en nødsituasjon" in front
    assert REASON in front
    row = re.search(r'value="seen"><input type="hidden" name="rad" value="([^"]+)"', front)[1]
    assert browse("siri").post("/", {"gjor": "seen", "rad": row}).status_code == 302
    assert REASON not in browse("siri").get("/").content.decode()
    assert not _to_tell(opening_for("ingunn"), siri)
    assert "på egen side" in browse("ingunn").get(reverse("person-consent", args=[siri.pk])).content.decode()


def test_the_line_leads_to_where_it_is_written_that_she_was_told(siri, as_, browse) -> None:
    people.emergency(number=NUMBER, reason=REASON, by=as_("torbjorn"))
    page = reverse("person-consent", args=[siri.pk])
    assert page in browse("ingunn").get("/").content.decode()
    row = re.search(r'value="told">\s*<input type="hidden" name="rad" value="([^"]+)"', browse("ingunn").get(page).content.decode())[1]
    assert browse("ingunn").post(page, {"gjor": "told", "rad": row, "on": "2026-11-10", "how": "hjemme"}).status_code == 302
    assert "hjemme (Ingunn Austad)" in browse("ingunn").get(page).content.decode()
    assert browse("liv").post(page, {"gjor": "told", "rad": row, "on": "2026-11-10", "how": "x"}).status_code == 404
