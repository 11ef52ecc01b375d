"""A stay is told from what its messages say, whatever order they come in; and what the clocks and the answer ask for."""

from datetime import date, timedelta
from itertools import permutations
from uuid import UUID

import pytest

from helhet.handover import rules
from helhet.handover.rules import Answer, Hospital, Kind, KnownStay, Moment, Notice, Number, Patient, Said, tell, which_stay
from tests.sent import local

ADMITTED = Said(Kind.ADMITTED, local(2026, 10, 29, 14), {"admitted": Moment(local(2026, 10, 28, 19))})
READY = Said(Kind.READY, local(2026, 11, 10, 8), {"ready": Moment(local(2026, 11, 10), exact=False)})
WITHDRAWN = Said(Kind.WITHDRAWN, local(2026, 11, 10, 12), {})
READY_AGAIN = Said(Kind.READY, local(2026, 11, 12, 9), {})
DISCHARGED = Said(Kind.DISCHARGED, local(2026, 11, 13, 15), {"happened": Moment(local(2026, 11, 13, 14))}, "Vanlig bosted")


def test_a_stay_is_the_same_in_whatever_order_its_messages_come() -> None:
    messages = [ADMITTED, READY, WITHDRAWN, READY_AGAIN, DISCHARGED]
    told = {tell(order) for order in permutations(messages)}
    assert len(told) == 1
    stay = told.pop()
    assert (stay.admitted_at, stay.notified_at) == (local(2026, 10, 28, 19), local(2026, 10, 29, 14))
    assert (stay.ready_at, stay.ready_on, stay.ready_withdrawn_at) == (local(2026, 11, 12, 9), date(2026, 11, 12), None)
    assert (stay.discharged_at, stay.discharged_to) == (local(2026, 11, 13, 14), "Vanlig bosted")


def test_taken_back_it_is_as_if_it_was_never_said() -> None:
    assert tell([ADMITTED, READY]).ready_at
    assert tell([ADMITTED]).ready_at is None
    assert tell([]) is None


def test_ready_said_twice_is_ready_once_and_the_clock_runs_from_the_first() -> None:
    again = Said(Kind.READY, READY.sent + timedelta(hours=3), {})
    assert tell([ADMITTED, READY, again]).ready_at == READY.sent


def test_discharged_as_dead_is_a_death() -> None:
    died = Moment(local(2026, 11, 13, 14))
    assert tell([ADMITTED, Said(Kind.DISCHARGED, DISCHARGED.sent, {"happened": died, "died": died})]).died_at == died.at


@pytest.mark.parametrize(
    ("admitted", "exact", "verdict"),
    [
        (local(2026, 10, 28, 19), True, Notice.IN_TIME),
        (local(2026, 10, 28, 13, 59), True, Notice.LATE),
        (local(2026, 10, 29), False, Notice.IN_TIME),
        (local(2026, 10, 28), False, Notice.CANNOT_TELL),
        (local(2026, 10, 27), False, Notice.LATE),
        (None, True, Notice.CANNOT_TELL),
    ],
)
def test_the_notice_is_judged_by_its_24_hours_and_only_when_it_can_be(admitted, exact, verdict) -> None:
    assert rules.notice(admitted, exact=exact, notified=local(2026, 10, 29, 14)) == verdict


@pytest.mark.parametrize(
    ("answer", "receive_on", "ended_on", "days"),
    [
        (Answer.TODAY, date(2026, 11, 10), None, 0),
        (Answer.FROM_DAY, date(2026, 11, 11), None, 1),
        (Answer.NOT_YET, None, None, 4),
        ("", None, None, 4),
        ("", None, date(2026, 11, 12), 2),
        (Answer.FROM_DAY, date(2026, 11, 20), date(2026, 11, 12), 2),
    ],
)
def test_days_are_paid_from_the_day_declared_ready_until_we_receive(answer, receive_on, ended_on, days) -> None:
    paid = rules.days_to_pay(date(2026, 11, 10), answer=answer, receive_on=receive_on, ended_on=ended_on, on=date(2026, 11, 14))
    assert paid == days


def test_nothing_is_paid_before_somebody_is_ready() -> None:
    assert rules.days_to_pay(None, answer="", receive_on=None, ended_on=None, on=date(2026, 11, 14)) == 0


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"answer": ""}, {"answer"}),
        ({"answer": "today"}, {"met_by"}),
        ({"answer": "from_day"}, {"receive_on", "met_by"}),
        ({"answer": "from_day", "receive_on": date(2026, 11, 9), "met_by": "Ingunn"}, {"receive_on"}),
        ({"answer": "not_yet"}, {"obstacle"}),
        ({"answer": "not_yet", "obstacle": "Ingen bolig"}, set()),
        ({"answer": "today", "met_by": "Ingunn"}, set()),
    ],
)
def test_each_answer_asks_for_what_it_needs(given, fields) -> None:
    whole = {"receive_on": None, "met_by": "", "obstacle": "", **given}
    assert {fault.field for fault in rules.answer_faults(**whole, on=date(2026, 11, 10))} == fields


FIRST, SECOND = UUID(int=1), UUID(int=2)
HERE = Hospital("8095301", "Sørlandet sykehus")


def _known(key: UUID = FIRST, **given) -> KnownStay:
    whole = {"hospital": HERE, "admitted_at": local(2026, 10, 28, 19), "notified_at": local(2026, 10, 29), "ended_at": None, **given}
    return KnownStay(key, **whole)


def _which(kind: Kind, moments, *known: KnownStay, sent=None, hospital=HERE):
    return which_stay(kind, moments, hospital=hospital, sent=sent or local(2026, 11, 10), known=known)


def test_a_message_finds_its_stay_by_the_day_of_admission_else_by_what_ran() -> None:
    same_day = {"admitted": Moment(local(2026, 10, 28), exact=False)}
    ended = _known(ended_at=local(2026, 11, 1))
    assert _which(Kind.READY, same_day, _known()) == FIRST
    assert _which(Kind.READY, same_day, ended) == FIRST  # told late
    assert _which(Kind.READY, {}, _known()) == FIRST
    assert _which(Kind.READY, {}, ended) is None
    assert _which(Kind.ADMITTED, {"admitted": Moment(local(2026, 11, 9))}, _known()) is None
    assert _which(Kind.ADMITTED, {"admitted": Moment(local(2026, 11, 9))}, _known(admitted_at=None)) == FIRST


def test_another_hospital_does_not_end_this_hospitals_stay() -> None:
    elsewhere = Hospital("59", "Et annet sykehus")
    assert _which(Kind.DISCHARGED, {}, _known(), hospital=elsewhere) is None
    assert _which(Kind.DISCHARGED, {}, _known(), hospital=Hospital("999", "SØRLANDET SYKEHUS")) == FIRST
    assert _which(Kind.DEATH, {}, _known(), hospital=elsewhere) == FIRST
    assert _which(Kind.DEATH, {}, _known(ended_at=local(2026, 11, 1)), hospital=elsewhere) is None


def test_discharge_told_twice_is_one_stay() -> None:
    told = {"happened": Moment(local(2026, 11, 1), exact=False)}
    assert _which(Kind.DISCHARGED, told, _known(ended_at=local(2026, 11, 1, 12))) == FIRST


def test_the_newest_of_two_running_is_meant() -> None:
    assert _which(Kind.READY, {}, _known(), _known(SECOND, admitted_at=None, notified_at=local(2026, 11, 5))) == SECOND


FNR, HNR = Number("FNR", "1", True), Number("HNR", "2", False)


@pytest.mark.parametrize(
    ("number", "patient", "known", "sure"),
    [
        (FNR, Patient(), (None, ""), True),
        (FNR, Patient(family="Nytt"), (None, "Gammelt"), True),  # a name may change
        (FNR, Patient(born=date(1969, 9, 14)), (date(1969, 9, 15), ""), False),
        (HNR, Patient(), (None, ""), False),
        (HNR, Patient(born=date(1969, 9, 14)), (date(1969, 9, 14), ""), True),
        (HNR, Patient(family="Lauvdal"), (None, "LAUVDAL"), True),
        (HNR, Patient(family="Lauvdal"), (None, "Vik"), False),
        (Number("FNR", "", False), Patient(family="Lauvdal"), (None, "Lauvdal"), False),
    ],
)
def test_a_number_is_sure_when_it_is_national_or_something_more_agrees(number, patient, known, sure) -> None:
    assert rules.is_sure(number, patient, born=known[0], family=known[1]) is sure


def test_what_is_kept_of_a_message_reads_back_as_it_was() -> None:
    patient = Patient("Odd Arne", "Lauvdal", date(1969, 9, 14), (FNR, HNR), "40000143")
    moments = {"admitted": Moment(local(2026, 10, 28, 19)), "ready": Moment(local(2026, 11, 10), exact=False, estimate=True)}
    kept = rules.kept(rules.Letter(Kind.READY, patient=patient, moments=moments))
    assert rules.patient_in(kept) == patient
    assert rules.moments_in(kept) == moments
    assert rules.patient_in({}) is None


def test_everybody_has_a_working_day_to_take_on_and_two_days_to_make_contact() -> None:
    friday = local(2026, 11, 13, 14)
    assert rules.owner_due(friday) == date(2026, 11, 16)
    assert rules.read_due(friday) == date(2026, 11, 16)
    assert rules.contact_due(friday) == date(2026, 11, 15)
