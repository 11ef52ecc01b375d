"""A meeting from the call to shared minutes: who may, who sees, and decisions that are actions or tasks."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from helhet.access import actions as access
from helhet.access import queries as access_queries
from helhet.access.log import LogEntry, Opening, verify
from helhet.access.policy import OSLO, NotVisible
from helhet.access.rules import ConsentKind, Part, Role
from helhet.cases import actions as cases
from helhet.organisation.rules import Refused
from helhet.people import actions as people
from helhet.plans import actions as plans
from helhet.plans.rules import Responsible
from helhet.team import actions, queries
from helhet.team.rules import MeetingState, Who

AT = datetime(2026, 11, 19, 12, 0, tzinfo=OSLO)


def who(row, **keys) -> Who:
    return Who(row.name, **keys)


@pytest.fixture
def siri(house, as_):
    """Siri Haugen: coordinated by Ingunn, followed by Torbjørn, with Sissel at NAV let in to the meetings, and her sister Anne."""
    by = as_("ingunn")
    new = people.NewPerson(house.municipalities["bygland"], "Siri", "Haugen", date(1988, 4, 2), "40000114")
    person = people.make_known(new, unit=house.units["bygland"], by=by)
    cases.appoint(person.pk, staff=house.staff["ingunn"], by=by)
    access.open_relation(person.pk, role=Role.TEAM_MEMBER, ground="helsepersonelloven § 25", staff=house.staff["torbjorn"], by=by)
    access.begin_relation(person.pk, role=Role.PERSON, ground="egen journal", herself=True, by=by)
    share(person, house, by, [Part.MEETINGS])
    person.anne = people.name_next_of_kin(person, name="Anne Haugen", relation="søster", by=by)
    return person


def share(person, house, by, parts):
    """She lets Sissel at NAV see these parts."""
    return access.consent(
        person.pk, kind=ConsentKind.SHARING, how="muntlig", given_by="Siri Haugen", to=house.members["sissel"], parts=parts,
        purpose="samarbeid", by=by,
    )  # fmt: skip


@pytest.fixture
def herself(siri, as_):
    """Siri, signed in as herself."""
    someone = as_("ingunn")
    return replace(
        someone, kind="person", key="siri", name="Siri Haugen", organisation="", staff_id=None, unit_ids=frozenset(), person_id=siri.pk
    )


@pytest.fixture
def meeting(siri, house, as_):
    """Called for 19 November at twelve."""
    invited = [
        who(house.staff["ingunn"], staff_id=house.staff["ingunn"].pk), who(house.staff["torbjorn"], staff_id=house.staff["torbjorn"].pk),
        who(house.members["sissel"], partner_member_id=house.members["sissel"].pk),
        Who("Anne Haugen", "søster", next_of_kin_id=siri.anne.pk),
    ]  # fmt: skip
    return actions.call(
        siri.pk,
        kind="group",
        starts_at=AT,
        place="Poliklinikken",
        video="https://video.kommune.example/7",
        invited=invited,
        by=as_("ingunn"),
    )


@pytest.fixture
def held(meeting, as_):
    """Held: Torbjørn was ill."""
    by = as_("ingunn", AT + timedelta(hours=2))
    rows = queries.open_meeting(Opening(by), meeting.pk).attendances
    absent = {row.pk: "syk" for row in rows if row.name.startswith("Torbjørn")}
    actions.hold(meeting, came={row.pk for row in rows} - absent.keys(), absent=absent, by=by)
    return meeting


@pytest.fixture
def after(as_):
    """Ingunn after the meeting."""
    return as_("ingunn", AT + timedelta(hours=2))


def test_she_is_invited_first_and_nobody_twice(meeting, house, as_, opening_for) -> None:
    actions.invite(meeting, [who(house.staff["torbjorn"], staff_id=house.staff["torbjorn"].pk), Who("Emma", "datter")], by=as_("ingunn"))
    names = [row.name for row in queries.open_meeting(opening_for("torbjorn"), meeting.pk).attendances]
    assert names == ["Siri Haugen", "Ingunn Austad", "Torbjørn Frøysnes", "Sissel Heistad", "Anne Haugen", "Emma"]


def test_only_those_around_her_see_the_meeting(meeting, opening_for, herself) -> None:
    for key in ("ingunn", "torbjorn", "kari", "tone", "sissel"):
        assert queries.open_meeting(opening_for(key), meeting.pk).pk == meeting.pk, key
    assert queries.open_meeting(Opening(herself), meeting.pk).pk == meeting.pk
    for key in ("liv", "gunnhild", "marit"):
        with pytest.raises(NotVisible):
            queries.open_meeting(opening_for(key), meeting.pk)
        assert queries.meetings_of(opening_for(key), meeting.person_id) == []
        assert queries.day(opening_for(key, AT)) == []


def test_nobody_outside_calls_holds_or_decides(meeting, held, as_, herself) -> None:
    for by in (as_("liv"), as_("sissel"), herself):
        for act in (
            lambda by: actions.call(meeting.person_id, kind="group", starts_at=AT, place="Her", by=by),
            lambda by: actions.move(meeting, starts_at=AT, reason="x", by=by),
            lambda by: actions.cancel(meeting, reason="x", by=by),
            lambda by: actions.hold(meeting, came=set(), absent={}, by=by),
            lambda by: actions.write_minutes(meeting, summary="x", by=by),
            lambda by: actions.share_minutes(meeting, by=by),
            lambda by: actions.decide_task(meeting, what="x", to=Who("x"), due=AT.date(), by=by),
        ):
            with pytest.raises(NotVisible):
                act(by)


def test_every_fault_in_a_call_is_listed_and_nothing_is_called(siri, as_, opening_for) -> None:
    with pytest.raises(Refused) as refused:
        actions.call(
            siri.pk, kind="x", starts_at=as_("ingunn").at - timedelta(days=1), minutes_long=0, video="http://x.example", by=as_("ingunn")
        )
    assert {fault.field for fault in refused.value.faults} == {"kind", "on", "minutes_long", "video"}
    with pytest.raises(Refused, match="Skriv et sted"):
        actions.call(siri.pk, kind="group", starts_at=AT, by=as_("ingunn"))
    assert queries.meetings_of(opening_for("ingunn"), siri.pk) == []


def test_who_is_not_around_her_is_not_invited(siri, meeting, house, as_) -> None:
    other = people.make_known(people.NewPerson(house.municipalities["bygland"], "Even"), unit=house.units["bygland"], by=as_("ingunn"))
    kin = people.name_next_of_kin(other, name="Mor", relation="mor", by=as_("ingunn"))
    for outsider in (
        who(house.staff["gunnhild"], staff_id=house.staff["gunnhild"].pk),
        who(house.members["rune"], partner_member_id=house.members["rune"].pk),
        Who("Mor", next_of_kin_id=kin.pk),
    ):
        with pytest.raises(Refused, match=outsider.name):
            actions.invite(meeting, [outsider], by=as_("ingunn"))


def test_her_words_come_first_whoever_writes_them(meeting, as_, opening_for, herself) -> None:
    actions.say_agenda(meeting, words="Medisiner", by=as_("torbjorn"))
    actions.say_agenda(meeting, words="Én rusprøve i uken", hers=True, by=as_("ingunn"))
    actions.say_agenda(meeting, words="Emma i jula", by=herself)
    agenda = queries.open_meeting(opening_for("ingunn"), meeting.pk).agenda
    assert [(item.words, item.hers) for item in agenda] == [("Én rusprøve i uken", True), ("Emma i jula", True), ("Medisiner", False)]
    for key in ("sissel", "liv"):
        with pytest.raises(NotVisible):
            actions.say_agenda(meeting, words="x", by=as_(key))


def test_she_answers_for_herself_and_we_note_what_others_say(meeting, as_, opening_for, herself) -> None:
    rows = queries.open_meeting(opening_for("ingunn"), meeting.pk).attendances
    actions.answer(rows[0], coming="coming", by=herself)
    actions.answer(rows[3], coming="not", by=as_("ingunn"))
    with pytest.raises(NotVisible):
        actions.answer(rows[1], coming="not", by=herself)
    with pytest.raises(NotVisible):
        actions.answer(rows[1], coming="maybe", by=as_("ingunn"))
    assert [row.answer for row in queries.open_meeting(opening_for("ingunn"), meeting.pk).attendances] == ["coming", "", "", "not", ""]


def test_a_moved_meeting_asks_again_and_gets_a_later_number(meeting, as_, opening_for) -> None:
    row = queries.open_meeting(opening_for("ingunn"), meeting.pk).attendances[0]
    actions.answer(row, coming="coming", by=as_("ingunn"))
    with pytest.raises(Refused, match="hvorfor"):
        actions.move(meeting, starts_at=AT + timedelta(days=1), reason=" ", by=as_("ingunn"))
    actions.move(meeting, starts_at=AT + timedelta(days=1), reason="Siri skal til tannlegen", by=as_("ingunn"))
    assert (meeting.sequence, meeting.moved_from, meeting.place) == (1, AT, "Poliklinikken")
    assert queries.open_meeting(opening_for("ingunn"), meeting.pk).attendances[0].answer == ""
    actions.move(meeting, starts_at=meeting.starts_at, place="Rådhuset", video="", reason="Større rom", by=as_("ingunn"))
    assert (meeting.sequence, meeting.moved_from, meeting.place, meeting.video) == (2, AT, "Rådhuset", "")
    assert list(verify()) == []


def test_a_cancelled_meeting_stays_cancelled(meeting, as_, opening_for) -> None:
    actions.cancel(meeting, reason="Siri er innlagt", by=as_("ingunn"))
    assert (meeting.state, meeting.sequence) == (MeetingState.CANCELLED, 1)
    for act in (
        lambda: actions.cancel(meeting, reason="igjen", by=as_("ingunn")),
        lambda: actions.move(meeting, starts_at=AT, reason="likevel", by=as_("ingunn")),
        lambda: actions.say_agenda(meeting, words="x", by=as_("ingunn")),
    ):
        with pytest.raises(Refused, match="avlyst"):
            act()
    assert queries.day(opening_for("ingunn", AT)) == []
    assert queries.appointment(opening_for("ingunn"), meeting.pk).cancelled


def test_the_calendar_knows_neither_her_name_nor_a_protected_place(siri, meeting, as_, opening_for) -> None:
    def place() -> str:
        return queries.appointment(opening_for("ingunn"), meeting.pk).place

    assert place() == "Poliklinikken"
    actions.move(meeting, starts_at=AT, place="Hjemme hos Siri", reason="x", by=as_("ingunn"))
    assert place() == ""
    actions.move(meeting, starts_at=AT, place="Rådhuset", reason="x", by=as_("ingunn"))
    people.change(siri, grade="fortrolig", by=as_("ingunn"))
    assert place() == ""


def test_the_day_holds_the_meetings_of_those_invited_and_of_her_coordinator(siri, meeting, house, as_, opening_for, herself) -> None:
    actions.say_agenda(meeting, words="Emma i jula", hers=True, by=as_("ingunn"))
    actions.say_agenda(meeting, words="Medisiner", by=as_("ingunn"))
    for actor in (as_("ingunn"), as_("torbjorn"), as_("sissel"), herself):
        for hour in (0, 12, 23):
            (found,) = queries.day(Opening(replace(actor, at=AT.replace(hour=hour))))
            assert ([item.words for item in found.hers], found.place) == (["Emma i jula"], "Poliklinikken")
        for at in (AT.replace(hour=0) - timedelta(minutes=1), AT.replace(hour=0) + timedelta(days=1)):
            assert queries.day(Opening(replace(actor, at=at))) == []
    assert queries.day(opening_for("kari", AT)) == []  # sees the record through her unit, but is not invited
    cases.replace(siri.pk, staff=house.staff["kari"], reason="Ingunn slutter", by=as_("ingunn"))
    assert len(queries.day(opening_for("kari", AT))) == 1
    people.change(siri, grade="strengt", by=as_("kari"))
    (found,) = queries.day(opening_for("kari", AT))
    assert (found.place, found.place_agreed) == ("", True)


def test_each_one_invited_came_or_has_a_reason(meeting, as_, after, opening_for) -> None:
    rows = queries.open_meeting(opening_for("ingunn"), meeting.pk).attendances
    with pytest.raises(Refused, match="ikke vært ennå"):
        actions.hold(meeting, came={row.pk for row in rows}, absent={}, by=as_("ingunn"))
    with pytest.raises(Refused) as refused:
        actions.hold(meeting, came={rows[0].pk}, absent={rows[1].pk: "syk", rows[2].pk: " "}, by=after)
    assert {fault.field for fault in refused.value.faults} == {f"reason_{rows[2].pk}", f"came_{rows[3].pk}", f"came_{rows[4].pk}"}
    assert queries.open_meeting(opening_for("ingunn"), meeting.pk).state == MeetingState.CALLED


def test_attendance_can_be_mended_and_what_it_was_is_kept(held, after) -> None:
    rows = queries.open_meeting(Opening(after), held.pk).attendances
    assert [(row.present, row.absent_reason) for row in rows] == [(True, ""), (True, ""), (False, "syk"), (True, ""), (True, "")]
    actions.hold(held, came={row.pk for row in rows}, absent={}, by=after)
    assert all(row.present for row in queries.open_meeting(Opening(after), held.pk).attendances)
    assert LogEntry.objects.filter(verb="rettet oppmøte").count() == LogEntry.objects.filter(verb="holdt møtet").count() == 1


def test_a_decision_is_a_task(held, house, after, opening_for) -> None:
    kari = house.staff["kari"]
    made = actions.decide_task(held, what="Ringe skolen", to=who(kari, staff_id=kari.pk), due=date(2026, 11, 25), by=after)
    (decision,) = queries.open_meeting(Opening(after), held.pk).decisions
    assert (decision.pk, decision.shown.what, decision.shown.from_meeting_id) == (made.pk, "Ringe skolen", held.pk)
    (task,) = queries.open_tasks_of(opening_for("kari"), held.person_id)
    assert task.pk == decision.task_id
    with pytest.raises(IntegrityError), transaction.atomic():
        type(made).objects.filter(pk=made.pk).update(task=None)


def test_a_decision_is_an_action_in_her_plan(siri, held, house, after, opening_for, as_) -> None:
    plan = plans.begin(siri.pk, consent_how="Muntlig", given_by="Siri Haugen", by=after)
    goal = plans.add_goal(plan, words="Hente Emma på skolen.", by=after)
    responsible = Responsible("staff", "Torbjørn Frøysnes", house.staff["torbjorn"].pk)
    made = actions.decide_action(
        held, plan, goal=goal, what="Følge til LAR", how="Henter i bil", extent="annenhver tirsdag", responsible=responsible, by=after
    )
    (decision,) = queries.open_meeting(Opening(after), held.pk).decisions
    assert (decision.action_id, decision.shown.what, decision.shown.from_meeting) == (made.action_id, "Følge til LAR", held.pk)
    actions.share_minutes(held, by=after)
    (for_nav,) = queries.open_meeting(Opening(as_("sissel", after.at)), held.pk).decisions
    assert for_nav.shown is None, "Sissel sees meetings, not the plan"


def test_minutes_are_hers_and_her_partners_only_when_shared(held, after, herself, as_) -> None:
    actions.write_minutes(held, summary="Siri henter Emma to dager i uken.", by=after)
    for by in (replace(herself, at=after.at), as_("sissel", after.at)):
        assert queries.open_meeting(Opening(by), held.pk).summary == ""
    actions.share_minutes(held, by=after)
    for by in (replace(herself, at=after.at), as_("sissel", after.at)):
        assert "to dager" in queries.open_meeting(Opening(by), held.pk).summary


def test_two_who_write_minutes_at_once_lose_nothing(held, after, as_) -> None:
    empty = {"summary": ""}
    actions.write_minutes(held, summary="Fra Ingunn", seen=empty, by=after)
    with pytest.raises(Refused, match="Nå står det: «Fra Ingunn»") as told:
        actions.write_minutes(held, summary="Fra Torbjørn", seen=empty, by=as_("torbjorn", after.at))
    seen = {fault.field: fault.stands for fault in told.value.faults}
    actions.write_minutes(held, summary="Fra Ingunn. Fra Torbjørn.", seen=seen, by=as_("torbjorn", after.at))
    assert queries.open_meeting(Opening(after), held.pk).summary == "Fra Ingunn. Fra Torbjørn."


def test_shared_minutes_are_changed_only_after_being_taken_back_with_a_reason(held, house, after) -> None:
    with pytest.raises(Refused, match="tomt"):
        actions.share_minutes(held, by=after)
    actions.write_minutes(held, summary="Siri henter Emma.", by=after)
    actions.share_minutes(held, by=after)
    kari = house.staff["kari"]
    for act in (
        lambda: actions.write_minutes(held, summary="Noe annet", by=after),
        lambda: actions.decide_task(held, what="x", to=who(kari, staff_id=kari.pk), due=date(2026, 11, 25), by=after),
    ):
        with pytest.raises(Refused, match="Referatet er delt"):
            act()
    with pytest.raises(Refused, match="alt delt"):
        actions.share_minutes(held, by=after)
    with pytest.raises(Refused):
        actions.open_minutes(held, reason="", by=after)
    actions.open_minutes(held, reason="Feil dag", by=after)
    actions.write_minutes(held, summary="Siri henter Emma tirsdag.", by=after)
    actions.share_minutes(held, by=after)
    assert list(verify()) == []


def test_minutes_not_shared_wait_for_the_one_who_called(meeting, opening_for) -> None:
    at = AT + timedelta(days=8)
    (waits,) = queries.due(opening_for("ingunn", at))
    assert (waits.kind, waits.by, waits.state(at.date())) == ("minutes", date(2026, 11, 26), "over")
    assert queries.due(opening_for("torbjorn", at)) == queries.due(opening_for("liv", at)) == []
    assert len(queries.due(opening_for("torbjorn", at), [meeting.person_id])) == 1
    assert queries.due(opening_for("ingunn")) == []


def test_withdrawn_consent_closes_the_meetings_at_once(siri, meeting, house, as_, opening_for) -> None:
    queries.open_meeting(opening_for("sissel"), meeting.pk)
    for given in access_queries.consents_of(opening_for("ingunn"), siri.pk):
        access.withdraw(given, by=as_("ingunn"))
    with pytest.raises(NotVisible):
        queries.open_meeting(opening_for("sissel"), meeting.pk)
