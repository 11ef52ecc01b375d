"""Emergency access: by the whole number, bounded in tries, seen by her, looked through by another."""

from datetime import timedelta

import pytest

from helhet.access import actions as access
from helhet.access import queries
from helhet.access.log import verify
from helhet.access.models import EmergencyTry, LogEntry
from helhet.access.policy import NotVisible
from helhet.access.rules import EMERGENCY_TRIES
from helhet.organisation.rules import Refused
from helhet.oversight.due import due as duties
from helhet.people import actions as people
from tests.siri import known

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
