"""A hospital's messages become a stay on the right desk, once, and only when it is certain whom they are about."""

from datetime import date, timedelta

import pytest

from helhet.access import log
from helhet.access.models import LogEntry
from helhet.cases.actions import coordinator
from helhet.handover import actions, queries
from helhet.handover.models import Admission, Arrival, IncomingMessage
from helhet.handover.rules import Outcome
from helhet.organisation.rules import Refused
from helhet.oversight.due import due as duties
from helhet.people.actions import end_identifier
from helhet.people.models import Identifier, Person
from tests.sent import ANOTHER, BYGLAND, D_NUMBER, HELP_NUMBER, KE, Sent, local, make_known, outcomes, take_in

ADMITTED = Sent()
READY = Sent(kind="ready", msg_id="m-2", sent="2026-11-10T08:08:00+01:00")
WITHDRAWN = Sent(kind="withdrawn", msg_id="m-3", sent="2026-11-10T08:30:00+01:00")
DISCHARGED = Sent(kind="discharged", msg_id="m-4", sent="2026-11-10T08:40:00+01:00", at="2026-11-10")


@pytest.fixture
def odd_arne(house) -> Person:
    return make_known(house)


def stay() -> Admission:
    return Admission.objects.get()


def test_admitted_and_ready_wait_for_the_coordinators_answer(odd_arne, house, as_, opening_for) -> None:
    coordinator.appoint(odd_arne.pk, staff=house.staff["ingunn"], by=as_("tone"))
    assert outcomes(take_in(ADMITTED, READY)) == ["accepted", "accepted"]
    assert (stay().hospital, stay().ward, stay().telephone) == ("Sørlandet sykehus", "Avdeling 4B", "40000170")
    assert (stay().admitted_at, stay().notified_at) == (local(2026, 10, 28, 19), local(2026, 10, 29, 14))
    waits = queries.waiting(opening_for("ingunn"))
    assert [(one.person, one.waited) for one in waits] == [(odd_arne, timedelta(minutes=52))]
    due = [one for one in duties(opening_for("ingunn")) if one.kind == "admission"]
    assert [(one.by, one.rule) for one in due] == [(date(2026, 11, 10), "utskrivningsklarforskriften § 11; dagen er vårt eget mål")]


def test_without_coordinator_it_is_the_coordinating_units_and_never_the_neighbours(odd_arne, opening_for) -> None:
    take_in(ADMITTED, READY)
    assert [one.person_id for one in queries.waiting(opening_for("tone"))] == [odd_arne.pk]
    for key in ("liv", "gunnhild"):
        assert queries.waiting(opening_for(key)) == []
        assert queries.due(opening_for(key)) == []
        assert queries.unresolved(opening_for(key)) == []


def test_somebody_must_take_a_stay_on_within_a_working_day(odd_arne, as_, opening_for) -> None:
    take_in(ADMITTED)
    (due,) = queries.due(opening_for("tone"))
    assert (due.kind, due.by) == ("stay", date(2026, 10, 30))
    actions.take(stay(), by=as_("ingunn"))
    assert queries.due(opening_for("tone")) == []


def test_withdrawn_nobody_is_asked_and_ready_again_the_clock_begins_anew(odd_arne, as_, opening_for) -> None:
    take_in(ADMITTED, READY)
    actions.answer(stay(), answer="today", met_by="Ingunn", by=as_("ingunn"))
    take_in(WITHDRAWN)
    assert (stay().is_ready, stay().ready_withdrawn_at) == (False, local(2026, 11, 10, 8, 30))
    take_in(Sent(kind="ready", msg_id="m-5", sent="2026-11-10T09:30:00+01:00"), at=local(2026, 11, 10, 10))
    (waits,) = queries.waiting(opening_for("ingunn", at=local(2026, 11, 10, 10)))
    assert waits.waited == timedelta(minutes=30)
    assert waits.answer == "today"  # what we said to the first is kept


def test_discharged_the_first_contact_is_due_in_two_days(odd_arne, opening_for) -> None:
    take_in(ADMITTED, READY, DISCHARGED)
    assert (stay().discharged_at, stay().discharged_to) == (local(2026, 11, 10), "Vanlig bosted")
    (due,) = [one for one in duties(opening_for("ingunn")) if one.kind == "contact"]
    assert due.by == date(2026, 11, 12)


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (2, 0, 3, 1)])
def test_messages_that_come_in_the_wrong_order_tell_the_same_stay(odd_arne, order) -> None:
    messages = [ADMITTED, READY, WITHDRAWN, DISCHARGED]
    take_in(*(messages[number] for number in order))
    found = stay()
    assert found.admitted_at == local(2026, 10, 28, 19)
    assert (found.ready_at, found.ready_withdrawn_at) == (local(2026, 11, 10, 8, 8), local(2026, 11, 10, 8, 30))
    assert found.discharged_at == local(2026, 11, 10)


def test_the_same_message_twice_changes_nothing_and_gets_the_same_receipt(odd_arne) -> None:
    (first,) = take_in(ADMITTED)
    before = (Admission.objects.values().get(), IncomingMessage.objects.values().get(), LogEntry.objects.count())
    (second,) = take_in(ADMITTED)
    assert second.outcome == Outcome.DUPLICATE
    assert second.receipt == first.receipt
    assert (Admission.objects.values().get(), IncomingMessage.objects.values().get(), LogEntry.objects.count()) == before
    assert not Arrival.objects.exists()


def test_through_receiver_and_copy_receiver_in_one_organisation_it_is_one_message(odd_arne, house, as_) -> None:
    actions.listen_at("8094100", unit=house.units["ke"], is_whole=True, by=as_("tone"))
    both = {"to": KE, "organisation": "8094100", "copy_to": BYGLAND}
    first, second = take_in(Sent(**both), Sent(**both, msg_id="m-9"))
    assert (first.outcome, second.outcome) == (Outcome.ACCEPTED, Outcome.DUPLICATE)
    assert b"<Id>m-9</Id>" in second.receipt
    assert Arrival.objects.get().msg_id == "m-9"
    assert take_in(Sent(**both, msg_id="m-9"))[0].receipt == second.receipt
    assert stay()


def test_a_new_number_is_a_new_message_even_when_it_says_the_same(odd_arne) -> None:
    assert outcomes(take_in(ADMITTED, Sent(msg_id="m-2"))) == ["accepted", "accepted"]
    assert stay()


def test_sent_to_us_as_copy_it_informs_and_opens_no_stay(odd_arne, opening_for) -> None:
    assert outcomes(take_in(Sent(to="99999", copy_to=BYGLAND))) == ["accepted-copy"]
    assert IncomingMessage.objects.get().is_copy
    assert not Admission.objects.exists()


@pytest.mark.parametrize("number_type", ["DNR", "FHN", "HNR"])
def test_a_person_is_found_by_any_number_she_is_known_by(house, number_type) -> None:
    number = D_NUMBER if number_type == "DNR" else HELP_NUMBER
    person = make_known(house, number)
    kind = "FNR" if number_type == "FHN" else number_type
    assert outcomes(take_in(Sent(number=number, number_type=kind))) == ["accepted"]
    assert stay().person == person


@pytest.mark.parametrize(("ended_as", "outcome"), [("replaced", "accepted"), ("wrong", "unknown-person")])
def test_a_number_she_had_before_still_finds_her_and_one_that_was_wrong_does_not(house, as_, ended_as, outcome) -> None:
    person = make_known(house, D_NUMBER)
    end_identifier(Identifier.objects.get(person=person), ended_as=ended_as, by=as_("tone"))
    assert outcomes(take_in(Sent(number=D_NUMBER, number_type="DNR"))) == [outcome]


def test_a_help_number_alone_finds_nobody_whose_name_and_birth_date_differ(house) -> None:
    make_known(house, HELP_NUMBER, given="Per", family="Vik", born=date(1980, 1, 1))
    assert outcomes(take_in(Sent(number=HELP_NUMBER, number_type="HNR"))) == ["unknown-person"]


def test_a_number_known_with_another_birth_date_is_for_a_person_to_decide(house) -> None:
    make_known(house, born=date(1980, 1, 1))
    (line,) = take_in(Sent(born="1969-09-14"))
    assert line.outcome == Outcome.UNKNOWN_PERSON
    assert not Admission.objects.exists()


def test_a_number_that_two_records_claim_is_for_a_person_to_decide(house) -> None:
    make_known(house)
    make_known(house)
    assert outcomes(take_in(ADMITTED)) == ["unknown-person"]


def test_nobody_is_looked_for_outside_the_municipality_addressed(house) -> None:
    make_known(house, at="valle")
    assert outcomes(take_in(Sent(to=BYGLAND))) == ["unknown-person"]
    assert outcomes(take_in(Sent(to=KE, msg_id="m-2"))) == ["accepted"]  # the coordinating unit serves all four


def test_an_unknown_person_becomes_an_entry_for_the_coordinating_unit(house, opening_for) -> None:
    (line,) = take_in(Sent(number=ANOTHER))
    assert line.outcome == Outcome.UNKNOWN_PERSON
    assert [one.person_id for one in queries.unresolved(opening_for("tone"))] == [None]
    for key in ("ingunn", "gunnhild", "liv"):
        assert queries.unresolved(opening_for(key)) == []
    assert not Person.objects.filter(given="Odd Arne").exists()


def test_the_receipt_does_not_say_whether_we_know_the_person(house) -> None:
    def told(line):
        return line.receipt.decode().partition("<Status")[2].partition("<OriginalMsgId")[0]

    (unknown,) = take_in(ADMITTED)
    make_known(house)
    (known,) = take_in(Sent(msg_id="m-2"))
    assert (unknown.outcome, known.outcome) == (Outcome.UNKNOWN_PERSON, Outcome.ACCEPTED)
    assert told(unknown) == told(known)


def test_a_known_organisation_with_an_unknown_service_is_for_somebody_to_decide(odd_arne, house, as_, opening_for) -> None:
    actions.listen_at("8094100", unit=house.units["ke"], is_whole=True, by=as_("tone"))
    (line,) = take_in(Sent(to="123456", organisation="8094100"))
    assert line.outcome == Outcome.UNKNOWN_SERVICE
    assert b'<Status V="3"' in line.receipt
    assert b'V="E21"' in line.receipt
    assert [one.outcome for one in queries.unresolved(opening_for("tone"))] == [Outcome.UNKNOWN_SERVICE]
    assert not Admission.objects.exists()


def test_nobody_may_take_over_the_post_of_another_unit(house, as_) -> None:
    with pytest.raises(Exception) as refused:  # noqa: PT011
        actions.listen_at("8094100", unit=house.units["ke"], by=as_("liv"))
    assert type(refused.value).__name__ == "NotVisible"
    with pytest.raises(Refused):
        actions.listen_at(" ", unit=house.units["ke"], by=as_("tone"))


def test_a_cancellation_undoes_what_the_message_did_and_leaves_it_readable(odd_arne, as_, opening_for) -> None:
    take_in(ADMITTED, READY)
    (line,) = take_in(Sent(kind="ready", msg_id="m-9", refers_to="m-2", status="C", sent="2026-11-10T08:20:00+01:00"))
    assert line.outcome == Outcome.CANCELLED
    assert not stay().is_ready
    cancelled = IncomingMessage.objects.get(msg_id="m-2")
    opening = opening_for("tone")
    assert queries.open_message(opening, cancelled.pk).taken_back.msg_id == "m-9"
    assert queries.open_message(opening, cancelled.pk).content["fields"]
    take_in(Sent(msg_id="m-10", refers_to="m-1", status="C", sent="2026-11-10T08:25:00+01:00"))
    assert stay().cancelled_at


def test_only_the_sender_may_take_a_message_back(odd_arne) -> None:
    take_in(ADMITTED)
    (line,) = take_in(Sent(msg_id="m-9", refers_to="m-1", status="C", sender="Et annet sykehus", sender_id="59"))
    assert line.outcome == Outcome.ACCEPTED
    assert not stay().cancelled_at


def test_a_cancellation_that_names_no_message_is_tied_by_what_it_tells(odd_arne) -> None:
    take_in(ADMITTED)
    (line,) = take_in(Sent(msg_id="m-9", status="C", words=""))
    assert line.outcome == Outcome.CANCELLED
    assert stay().cancelled_at


def test_taken_back_before_it_came_it_has_no_effect(odd_arne) -> None:
    lines = take_in(Sent(msg_id="m-9", refers_to="m-1", status="C"), ADMITTED)
    assert outcomes(lines) == ["accepted", "cancelled"]
    assert IncomingMessage.objects.get(msg_id="m-9").cancels.msg_id == "m-1"
    assert not Admission.objects.exists()


def test_a_death_is_noted_to_be_read_and_taken_off_when_it_was_a_mistake(odd_arne, opening_for) -> None:
    take_in(ADMITTED, Sent(kind="death", msg_id="m-2", sent="2026-11-10T07:00:00+01:00", at="2026-11-09"))
    odd_arne.refresh_from_db()
    assert (odd_arne.deceased_on, stay().died_at) == (date(2026, 11, 9), local(2026, 11, 9))
    (due,) = queries.due(opening_for("tone"))
    assert (due.kind, due.by) == ("letter", date(2026, 11, 11))
    take_in(Sent(kind="death", msg_id="m-3", refers_to="m-2", status="C", sent="2026-11-10T08:00:00+01:00", at="2026-11-09"))
    odd_arne.refresh_from_db()
    assert (odd_arne.deceased_on, stay().died_at) == (None, None)


def test_a_message_somebody_has_read_is_no_longer_due(odd_arne, as_, opening_for) -> None:
    take_in(Sent(kind="death", at="2026-11-09"))
    actions.mark_read(IncomingMessage.objects.get(), by=as_("ingunn"))
    assert queries.due(opening_for("tone")) == []
    assert IncomingMessage.objects.get().read_by == "Ingunn Austad"


def test_our_answer_is_kept_with_what_it_was_before(odd_arne, as_, opening_for) -> None:
    take_in(ADMITTED, READY)
    actions.answer(stay(), answer="not_yet", obstacle="Ingen bolig", too_early=True, by=as_("ingunn"))
    assert queries.waiting(opening_for("tone")) == []
    actions.answer(stay(), answer="from_day", receive_on=date(2026, 11, 11), met_by="Ingunn, kl. 12", by=as_("ingunn"))
    found = stay()
    assert (found.answer, found.receive_on, found.obstacle, found.owner.name) == ("from_day", date(2026, 11, 11), "", "Ingunn Austad")
    clocks = queries.clocks(opening_for("tone"), queries.open_admission(opening_for("tone"), found.pk))
    assert (clocks.days, clocks.waited, clocks.notice_hours) == (1, None, 19)


def test_an_answer_is_refused_whole_when_there_is_nothing_to_answer(odd_arne, as_) -> None:
    take_in(ADMITTED)
    with pytest.raises(Refused) as refused:
        actions.answer(stay(), answer="from_day", by=as_("ingunn"))
    assert {fault.field for fault in refused.value.faults} == {"answer", "receive_on", "met_by"}


def test_everything_is_logged_in_her_chain_and_the_chain_holds(odd_arne, as_) -> None:
    take_in(ADMITTED, READY)
    actions.answer(stay(), answer="today", met_by="Ingunn", by=as_("ingunn"))
    verbs = set(LogEntry.objects.filter(person_id=odd_arne.pk).values_list("verb", flat=True))
    assert {"mottok melding", "åpnet innleggelse", "fikk ny melding om innleggelsen", "svarte sykehuset"} <= verbs
    assert list(log.verify()) == []


def test_a_refused_message_leaves_nothing_but_itself(odd_arne) -> None:
    (line,) = take_in(Sent(more="<Tull/>"))
    assert line.outcome == Outcome.REJECTED
    assert b'<Status V="2"' in line.receipt
    assert not Admission.objects.exists()
    assert bytes(IncomingMessage.objects.get().original) == bytes(Sent(more="<Tull/>"))


def test_a_message_without_a_known_address_goes_to_whom_the_command_names(house) -> None:
    make_known(house)
    assert outcomes(take_in(Sent(to="77777"))) == ["unknown-service"]
    assert outcomes(take_in(Sent(to="77777", msg_id="m-2"), otherwise="4220")) == ["accepted"]
    assert Identifier.objects.count() == 1
