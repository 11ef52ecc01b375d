"""Tasks: given, done, put off, dropped; and never on nobody's day."""

from datetime import date, timedelta

import pytest

from helhet.access import actions as access
from helhet.access import queries as access_queries
from helhet.access.policy import NotVisible
from helhet.access.rules import Role
from helhet.cases import actions as cases
from helhet.organisation.rules import Refused
from helhet.people import actions as people
from helhet.team import actions, queries
from helhet.team.rules import Who

DUE = date(2026, 11, 13)


@pytest.fixture
def siri(house, as_):
    """Siri: Ingunn coordinates, Torbjørn and Hanne are in the team, Kari's unit helps her."""
    by = as_("ingunn")
    person = people.make_known(people.NewPerson(house.municipalities["bygland"], "Siri", "Haugen"), unit=house.units["bygland"], by=by)
    cases.appoint(person.pk, staff=house.staff["ingunn"], by=by)
    for key in ("torbjorn", "hanne"):
        access.open_relation(person.pk, role=Role.TEAM_MEMBER, ground="helsepersonelloven § 25", staff=house.staff[key], by=by)
    return person


@pytest.fixture
def to(house):
    """`to("torbjorn")`: that colleague, to give a task to."""
    return lambda key: Who(house.staff[key].name, staff_id=house.staff[key].pk)


@pytest.fixture
def task(siri, to, as_):
    """Torbjørn shall ring LAR by the 13th."""
    return actions.give(siri.pk, what="Ringe LAR om ny dag", to=to("torbjorn"), due=DUE, by=as_("ingunn"))


def on_the_day_of(key: str, opening_for, as_, days: int) -> list[str]:
    return [one.kind for one in queries.due(opening_for(key, as_("ingunn").at + timedelta(days=days)))]


def test_it_stands_on_the_day_of_whoever_does_it_and_on_her_page(task, as_, opening_for) -> None:
    assert on_the_day_of("torbjorn", opening_for, as_, 0) == ["task"]
    for key in ("ingunn", "hanne", "kari", "tone", "liv"):
        assert on_the_day_of(key, opening_for, as_, 0) == [], key
    (found,) = queries.due(opening_for("kari"), [task.person_id])
    assert (found.by, found.row, found.values["who"]) == (DUE, task.pk, "Torbjørn Frøysnes")
    assert queries.due(opening_for("liv"), [task.person_id]) == []


def test_undone_for_three_days_it_stands_on_the_coordinators_day_too(task, as_, opening_for) -> None:
    assert on_the_day_of("ingunn", opening_for, as_, 5) == []
    assert on_the_day_of("ingunn", opening_for, as_, 6) == ["task"]
    assert on_the_day_of("torbjorn", opening_for, as_, 6) == ["task"]
    assert on_the_day_of("tone", opening_for, as_, 6) == []


def test_it_goes_on_to_a_chosen_colleague_and_back_when_she_leaves(siri, to, house, as_, opening_for) -> None:
    actions.give(
        siri.pk, what="Ringe LAR", to=to("torbjorn"), due=DUE, escalates_to=house.staff["hanne"], escalate_after_days=0, by=as_("ingunn")
    )
    assert on_the_day_of("hanne", opening_for, as_, 3) == ["task"]
    assert on_the_day_of("ingunn", opening_for, as_, 3) == []
    access.end_relation(access.relations_for(as_("ingunn"), siri.pk).get(staff=house.staff["hanne"]), reason="slutter", by=as_("ingunn"))
    assert on_the_day_of("hanne", opening_for, as_, 3) == []
    assert on_the_day_of("ingunn", opening_for, as_, 3) == ["task"]


def test_the_coordinators_own_task_goes_on_to_the_coordinating_unit(siri, to, as_, opening_for) -> None:
    actions.give(siri.pk, what="Skrive søknad", to=to("ingunn"), due=DUE, by=as_("ingunn"))
    assert on_the_day_of("tone", opening_for, as_, 5) == []
    assert on_the_day_of("tone", opening_for, as_, 6) == ["task"]
    assert on_the_day_of("ingunn", opening_for, as_, 6) == ["task"]


def test_with_no_coordinator_it_goes_on_to_the_coordinating_unit(task, as_, opening_for) -> None:
    cases.step_down(task.person_id, reason="Siri vil ikke ha koordinator", by=as_("ingunn"))
    assert on_the_day_of("tone", opening_for, as_, 6) == ["task"]
    assert on_the_day_of("ingunn", opening_for, as_, 6) == []


def test_another_coordinator_takes_over_what_goes_on(task, house, as_, opening_for) -> None:
    cases.replace(task.person_id, staff=house.staff["kari"], reason="Ingunn slutter", by=as_("ingunn"))
    assert on_the_day_of("kari", opening_for, as_, 6) == ["task"]


def test_done_with_words_it_is_on_nobodys_day(task, as_, opening_for) -> None:
    actions.finish(task, words="Siri får tirsdager.", by=as_("torbjorn"))
    assert (task.done_on, task.done_words) == (date(2026, 11, 10), "Siri får tirsdager.")
    assert on_the_day_of("torbjorn", opening_for, as_, 6) == on_the_day_of("ingunn", opening_for, as_, 6) == []
    for act in (
        lambda: actions.finish(task, words="", by=as_("ingunn")),
        lambda: actions.drop(task, reason="x", by=as_("ingunn")),
        lambda: actions.postpone(task, due=DUE, reason="x", by=as_("ingunn")),
    ):
        with pytest.raises(Refused, match="alt gjort"):
            act()


def test_dropped_with_a_reason(task, as_, opening_for) -> None:
    with pytest.raises(Refused, match="hvorfor"):
        actions.drop(task, reason=" ", by=as_("ingunn"))
    actions.drop(task, reason="Siri har ringt selv", by=as_("ingunn"))
    assert task.dropped_reason == "Siri har ringt selv"
    assert queries.open_tasks_of(opening_for("ingunn"), task.person_id) == []


def test_put_off_with_a_reason_and_the_old_day_is_kept(task, as_, opening_for) -> None:
    with pytest.raises(Refused) as refused:
        actions.postpone(task, due=date(2026, 11, 9), reason="", by=as_("torbjorn"))
    assert {fault.field for fault in refused.value.faults} == {"due", "reason"}
    actions.postpone(task, due=date(2026, 11, 20), reason="LAR svarer ikke", by=as_("torbjorn"))
    assert (task.due, task.escalates_on) == (date(2026, 11, 20), date(2026, 11, 23))
    (change,) = access_queries.history_of(opening_for("ingunn"), task.person_id, task.pk)
    assert (change.was["due"], change.became["moved_reason"]) == ("2026-11-13", "LAR svarer ikke")


def test_it_is_given_only_to_those_who_can_see_it(siri, to, house, as_) -> None:
    for key in ("gunnhild", "liv"):
        with pytest.raises(Refused, match="ikke i teamet"):
            actions.give(siri.pk, what="x", to=to(key), due=DUE, by=as_("ingunn"))
        with pytest.raises(Refused, match="ikke i teamet"):
            actions.give(siri.pk, what="x", to=to("kari"), due=DUE, escalates_to=house.staff[key], by=as_("ingunn"))
    rune = Who("Rune Tveit", partner_member_id=house.members["rune"].pk)
    with pytest.raises(Refused, match="Rune Tveit er ikke i teamet"):
        actions.give(siri.pk, what="x", to=rune, due=DUE, by=as_("ingunn"))


def test_a_colleague_she_has_closed_out_is_not_given_a_task(siri, to, house, as_) -> None:
    access.object_to(siri.pk, staff=house.staff["torbjorn"], by=as_("ingunn"))
    with pytest.raises(Refused, match="ikke i teamet"):
        actions.give(siri.pk, what="x", to=to("torbjorn"), due=DUE, by=as_("ingunn"))


def test_every_fault_is_listed_and_nothing_is_given(siri, as_, opening_for) -> None:
    with pytest.raises(Refused) as refused:
        actions.give(siri.pk, what=" ", to=Who("Siri"), due=date(2026, 11, 9), escalate_after_days=-1, by=as_("ingunn"))
    assert {fault.field for fault in refused.value.faults} == {"what", "to", "due", "escalate_after_days"}
    assert queries.open_tasks_of(opening_for("ingunn"), siri.pk) == []


def test_the_neighbour_neither_gives_nor_ends_a_task(task, to, as_, opening_for) -> None:
    for act in (
        lambda by: actions.give(task.person_id, what="x", to=to("liv"), due=DUE, by=by),
        lambda by: actions.finish(task, words="x", by=by),
        lambda by: actions.drop(task, reason="x", by=by),
        lambda by: actions.postpone(task, due=DUE, reason="x", by=by),
    ):
        with pytest.raises(NotVisible):
            act(as_("liv"))
    with pytest.raises(NotVisible):
        queries.open_task(opening_for("liv"), task.pk)
