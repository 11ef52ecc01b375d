"""Needs, offers, decisions, complaints and closing: who may, what is refused, and what is due with whose target."""

from datetime import date, timedelta

import pytest

from helhet.access import actions as access
from helhet.access import queries as relations
from helhet.access.policy import NotVisible, parts_seen
from helhet.access.rules import Part, Role
from helhet.cases import actions, queries
from helhet.cases.models import Case
from helhet.organisation.models import CoOperation
from helhet.organisation.rules import Refused
from helhet.web.due import everything
from tests.siri import account_for, coordinated, known, shares


@pytest.fixture
def siri(house, as_):
    """Coordinated by Ingunn, with one case in Bygland."""
    return coordinated(house, as_("ingunn"))


def decide(found, house, by, **given):
    words = {"content": "To timer i uken", "reasons": "Behov for hjelp hjemme", "her_view": "Helst tre"}
    decider = given.pop("decider", house.municipalities["bygland"])
    return actions.decide(found.case, decider=decider, by=by, **{"legal_basis": "hol-3-2-6a"} | words | given)


def due(opening, found, kind):
    return [one for one in everything(opening, [found.person.pk]) if one.kind == kind]


def test_a_decision_has_its_basis_reasons_and_her_view(siri, house, as_) -> None:
    with pytest.raises(Refused) as refused:
        decide(siri, house, as_("ingunn"), legal_basis="none", content="", reasons=" ", her_view="")
    assert {fault.field for fault in refused.value.faults} == {"legal_basis", "content", "reasons", "her_view"}


def test_the_host_may_decide_and_a_neighbour_may_not(house, as_) -> None:
    valle = known(house, as_("olav"), place="valle")
    access.open_relation(valle.person.pk, role=Role.TEAM_MEMBER, ground="", staff=house.staff["torbjorn"], by=as_("olav"))
    assert decide(valle, house, as_("torbjorn")).decider == house.municipalities["bygland"]
    with pytest.raises(Refused, match="vertskommunen"):
        decide(valle, house, as_("olav"), decider=house.municipalities["evje"])


def test_nobody_decides_on_behalf_of_a_municipality_she_does_not_work_in(house, as_) -> None:
    valle = known(house, as_("olav"), place="valle")
    access.open_relation(valle.person.pk, role=Role.TEAM_MEMBER, ground="", staff=house.staff["torbjorn"], by=as_("olav"))
    with pytest.raises(Refused, match="på deres vegne"):
        decide(valle, house, as_("torbjorn"), decider=house.municipalities["valle"])


def test_a_co_operation_that_has_ended_gives_no_host(house, as_) -> None:
    valle = known(house, as_("olav"), place="valle")
    access.open_relation(valle.person.pk, role=Role.TEAM_MEMBER, ground="", staff=house.staff["torbjorn"], by=as_("olav"))
    CoOperation.objects.update(until=date(2026, 6, 30))
    with pytest.raises(Refused, match="vertskommunen"):
        decide(valle, house, as_("torbjorn"))


@pytest.mark.parametrize(("basis", "until"), [("hol-3-2-6a", date(2026, 12, 8)), ("sotjl-27", date(2026, 12, 1))])
def test_the_complaint_limit_runs_from_the_day_she_is_told_by_the_legal_basis(siri, house, as_, opening_for, basis, until) -> None:
    made = decide(siri, house, as_("ingunn"), legal_basis=basis)
    assert [one.by for one in due(opening_for("ingunn"), siri, "decision")] == [date(2026, 11, 13)]
    actions.notify_decision(made, by=as_("ingunn"))
    assert made.complaint_until == until
    assert due(opening_for("ingunn"), siri, "decision") == []
    with pytest.raises(Refused):
        actions.notify_decision(made, by=as_("ingunn", as_("ingunn").at + timedelta(days=5)))


def test_a_complaint_is_taken_in_also_when_it_is_late_and_goes_on_or_is_upheld(siri, house, as_, opening_for, now) -> None:
    made = decide(siri, house, as_("ingunn"))
    actions.notify_decision(made, by=as_("ingunn"))
    later = as_("ingunn", now + timedelta(days=40))
    late = actions.complain(made, words="For lite", received_on=later.on, by=later)
    assert late.in_time is False
    assert len(due(opening_for("ingunn", later.at), siri, "complaint")) == 1
    actions.forward_complaint(late, outcome="Opprettholdt", by=later)
    with pytest.raises(Refused, match="Velg hva statsforvalteren kom til"):
        actions.note_result(late, kind="", result="Opphevet", by=later)
    actions.note_result(late, kind="back", result="Opphevet", by=later)
    assert due(opening_for("ingunn", later.at), siri, "complaint") == []
    with pytest.raises(Refused):
        actions.uphold_complaint(late, outcome="Likevel", by=later)
    second = actions.complain(made, words="Fortsatt for lite", received_on=later.on, by=later)
    actions.uphold_complaint(second, outcome="Fire timer", by=later)
    assert second.forwarded_on is None
    assert due(opening_for("ingunn", later.at), siri, "complaint") == []


def test_a_complaint_is_neither_from_tomorrow_nor_older_than_the_decision(siri, house, as_) -> None:
    made = decide(siri, house, as_("ingunn"))
    for day in (as_("ingunn").on + timedelta(days=1), as_("ingunn").on - timedelta(days=1)):
        with pytest.raises(Refused):
            actions.complain(made, words="For lite", received_on=day, by=as_("ingunn"))


def test_an_offer_without_an_answer_is_due_after_a_fortnight_and_says_whose_target_it_is(siri, as_, opening_for) -> None:
    made = actions.offer(siri.person.pk, of="plan", how="i samtale", by=as_("ingunn"))
    (one,) = due(opening_for("ingunn"), siri, "offer")
    assert one.by == as_("ingunn").on + timedelta(days=14)
    assert "eget mål" in one.why
    actions.answer_offer(made, answer="later", words="Etter jul.", by=as_("ingunn"))
    (again,) = due(opening_for("ingunn"), siri, "offer")
    assert again.by == as_("ingunn").on + timedelta(days=90)


def test_a_long_term_and_coordinated_need_makes_two_offers_due(siri, as_, opening_for) -> None:
    actions.note_need(siri.person.pk, life_area="housing", words="Må flytte", long_term=True, coordinated=False, by=as_("ingunn"))
    assert due(opening_for("ingunn"), siri, "offer") == []
    need = actions.note_need(siri.person.pk, life_area="mental", words="Angst", long_term=True, coordinated=True, by=as_("ingunn"))
    assert {one.values["of"] for one in due(opening_for("ingunn"), siri, "offer")} == {"individuell plan"}  # she has a coordinator
    actions.meet_need(need, by=as_("ingunn"))
    assert due(opening_for("ingunn"), siri, "offer") == []


def test_what_is_not_a_choice_is_refused_in_words(siri, as_) -> None:
    by = as_("ingunn")
    made = actions.offer(siri.person.pk, of="plan", how="i samtale", by=by)
    for attempt in (
        lambda: actions.note_need(siri.person.pk, life_area="moon", words="Angst", long_term=True, coordinated=True, by=by),
        lambda: actions.offer(siri.person.pk, of="moon", how="i samtale", by=by),
        lambda: actions.answer_offer(made, answer="perhaps", by=by),
        lambda: actions.change_pathway(siri.case, number=7, reason="verre", by=by),
        lambda: actions.close(siri.case, reason="moon", words="", by=by),
    ):
        with pytest.raises(Refused):
            attempt()


def test_the_pathway_keeps_its_history(siri, as_, opening_for) -> None:
    actions.change_pathway(siri.case, number=3, reason="Varer lenger enn vi trodde", by=as_("ingunn"))
    assert [one.number for one in queries.open_case(opening_for("ingunn"), siri.case.pk).pathways] == [2, 3]


def test_closing_the_last_case_ends_every_relation_but_the_coordinating_units_and_her_own(siri, house, as_, opening_for) -> None:
    account_for(siri.person, as_("ingunn"))
    shares(siri.person, house, as_("ingunn"))
    actions.close(siri.case, reason="goals_met", words="Sover godt.", by=as_("ingunn"))
    for key in ("ingunn", "kari", "sissel"):
        assert not parts_seen(as_(key), siri.person.pk), key
    assert {reason.role for sight in relations.who_can_see(opening_for("tone"), siri.person.pk) for reason in sight.reasons} == {
        Role.COORDINATING_UNIT,
        Role.PERSON,
    }
    coordinator = next(one for one in relations.coordinating(opening_for("tone"), siri.person.pk))
    assert coordinator.end_reason == "målene er nådd"


def test_a_case_may_be_closed_as_of_the_day_the_help_ended_and_access_still_ends_now(siri, as_) -> None:
    ingunn, opened = as_("ingunn"), siri.case.opened_on
    for on in (opened - timedelta(days=1), ingunn.on + timedelta(days=1)):
        with pytest.raises(Refused):
            actions.close(siri.case, reason="goals_met", words="", on=on, by=ingunn)
    assert parts_seen(ingunn, siri.person.pk)
    actions.close(siri.case, reason="goals_met", words="", on=opened, by=ingunn)
    assert Case.objects.get(pk=siri.case.pk).closed_on == opened
    assert not parts_seen(as_("ingunn"), siri.person.pk)
    ended = access.relations_for(as_("tone"), siri.person.pk).filter(role=Role.SERVICE_UNIT).values_list("until", flat=True)
    assert {*ended} == {ingunn.at}


def test_closing_one_of_two_ends_only_that_units_relations(siri, house, as_, opening_for) -> None:
    service = house.services["Oppfølging rus", "bygland"]
    new = actions.register(
        actions.NewEnquiry(name="Siri Haugen", words="Rus", unit=house.units["ke"], municipality_number="4220"), by=as_("tone")
    )  # fmt: skip
    new.person_id = siri.person.pk
    new.save(update_fields=["person"])
    second = actions.triage(new, service=service, pathway=2, reason="Trenger ruskonsulenten.", by=as_("tone"))
    actions.close(second, reason="other_service", words="", by=as_("tone"))
    assert not parts_seen(as_("torbjorn"), siri.person.pk)
    assert parts_seen(as_("ingunn"), siri.person.pk)
    assert parts_seen(as_("kari"), siri.person.pk)


def test_helped_on_the_receiving_unit_no_longer_sees(house, as_) -> None:
    new = actions.NewEnquiry(name="Even Lien", words="Søvn", unit=house.units["bygland"], municipality_number="4220")
    enquiry = actions.register(new, by=as_("ingunn"))
    actions.help_on(enquiry, to="Fastlegen", by=as_("ingunn"))
    assert not parts_seen(as_("ingunn"), enquiry.person_id)
    assert parts_seen(as_("tone"), enquiry.person_id)
    with pytest.raises(Refused):
        actions.help_on(enquiry, to="NAV", by=as_("tone"))


def test_taken_twice_she_stands_once_in_the_team(house, as_, opening_for) -> None:
    new = actions.NewEnquiry(name="Even Lien", words="Søvn", unit=house.units["bygland"], municipality_number="4220")
    enquiry = actions.register(new, by=as_("ingunn"))
    actions.take(enquiry, by=as_("ingunn"))
    actions.take(enquiry, by=as_("ingunn"))
    assert [one.staff.name for one in relations.team_of(opening_for("tone"), enquiry.person_id)] == ["Ingunn Austad"]


def test_it_is_not_given_to_the_neighbours_nurse(house, as_) -> None:
    new = actions.NewEnquiry(name="Even Lien", words="Søvn", unit=house.units["bygland"], municipality_number="4220")
    enquiry = actions.register(new, by=as_("ingunn"))
    with pytest.raises(Refused, match="samarbeider"):
        actions.take(enquiry, staff=house.staff["liv"], by=as_("ingunn"))


def test_nobody_without_a_relation_writes_in_her_case(siri, house, as_) -> None:
    for key in ("liv", "gunnhild", "sissel"):
        for attempt in (
            lambda by: actions.note_need(siri.person.pk, life_area="housing", words="x", long_term=True, coordinated=True, by=by),
            lambda by: actions.offer(siri.person.pk, of="plan", how="x", by=by),
            lambda by: decide(siri, house, by),
            lambda by: actions.close(siri.case, reason="moved", words="", by=by),
        ):
            with pytest.raises(NotVisible):
                attempt(as_(key))


def test_she_asks_for_help_herself_and_the_coordinating_unit_gets_it(siri, as_, opening_for, now) -> None:
    account = account_for(siri.person, as_("ingunn"))
    herself = relations.actor_for(relations.account_of(account.pk), at=now)
    asked = actions.ask_for_help(words="Jeg vil snakke med noen igjen.", by=herself)
    assert (asked.person_id, asked.channel, asked.from_whom) == (siri.person.pk, "own", "person")
    assert asked.pk in {one.pk for one in queries.inbox(opening_for("tone"))}
    with pytest.raises(Refused):
        actions.ask_for_help(words=" ", by=herself)


def test_only_she_herself_asks_on_her_own_record(siri, as_) -> None:
    for key in ("ingunn", "sissel", "liv"):
        with pytest.raises(NotVisible):
            actions.ask_for_help(words="Hjelp", by=as_(key))


def test_a_consent_to_something_that_cannot_be_shared_is_refused(siri, house, as_) -> None:
    with pytest.raises(Refused, match="journalen"):
        shares(siri.person, house, as_("ingunn"), Part.JOURNAL)


def test_what_happened_on_friday_and_is_noted_on_monday_stands_on_friday(siri, house, as_) -> None:
    by, friday = as_("ingunn"), as_("ingunn").on - timedelta(days=4)
    made = actions.offer(siri.person.pk, of="plan", how="i samtale", on=friday, by=by)
    actions.answer_offer(made, answer="later", on=friday + timedelta(days=1), by=by)
    assert (made.offered_on, made.answered_on, made.again_on) == (friday, friday + timedelta(days=1), friday + timedelta(days=91))
    decision, told = decide(siri, house, by), by.on + timedelta(days=1)
    actions.notify_decision(decision, on=told, by=as_("ingunn", by.at + timedelta(days=5)))
    assert (decision.notified_on, decision.complaint_until) == (told, told + timedelta(weeks=4))


@pytest.mark.parametrize("days", [-400, 1])
def test_nothing_has_happened_tomorrow_or_before_what_it_follows_from(siri, house, as_, days) -> None:
    by = as_("ingunn")
    wrong = {"on": by.on + timedelta(days=days), "by": by}
    made = actions.offer(siri.person.pk, of="plan", how="i samtale", by=by)
    decision = decide(siri, house, by)
    for deed in (
        lambda: actions.offer(siri.person.pk, of="plan", how="i samtale", **wrong),
        lambda: actions.answer_offer(made, answer="yes", **wrong),
        lambda: actions.notify_decision(decision, **wrong),
    ):  # fmt: skip
        with pytest.raises(Refused) as refused:
            deed()
        assert [fault.field for fault in refused.value.faults] == ["on"]
