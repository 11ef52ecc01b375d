"""The board: who is followed closely and why, what the record says beside it, and a meeting gone through person by person."""

from datetime import date, timedelta

import pytest

from helhet.access import actions as access
from helhet.access import queries as access_queries
from helhet.access.log import LogEntry, verify
from helhet.access.policy import NotVisible
from helhet.access.rules import Role
from helhet.cases import actions as cases
from helhet.journal import actions as journal
from helhet.organisation.rules import Refused
from helhet.people import actions as people
from helhet.team import actions, queries
from helhet.team.models import BoardTurn
from helhet.team.rules import Level, who_does
from helhet.web import board_rows

WHY = {"level": 1, "why_kind": "crisis", "why": "Skrev i går at han ikke orker mer"}


@pytest.fixture
def jonas(house, as_):
    """Jonas Bø: Ingunn coordinates, Torbjørn is in the team."""
    by = as_("ingunn")
    person = people.make_known(people.NewPerson(house.municipalities["bygland"], "Jonas", "Bø"), unit=house.units["bygland"], by=by)
    cases.appoint(person.pk, staff=house.staff["ingunn"], by=by)
    access.open_relation(person.pk, role=Role.TEAM_MEMBER, ground="helsepersonelloven § 25", staff=house.staff["torbjorn"], by=by)
    return person


@pytest.fixture
def place(jonas, as_):
    return actions.put_on_board(jonas.pk, by=as_("ingunn"), **WHY)


def test_it_is_seen_by_those_who_follow_him_and_by_nobody_else(place, opening_for) -> None:
    for key, seen in (("ingunn", 1), ("torbjorn", 1), ("kari", 1), ("tone", 1), ("gunnhild", 0), ("kjersti", 0), ("liv", 0)):
        assert len(queries.on_board(opening_for(key))) == seen, key


def test_every_fault_is_said_at_once_and_nothing_is_written(jonas, as_, opening_for) -> None:
    with pytest.raises(Refused) as refused:
        actions.put_on_board(jonas.pk, level=7, why_kind="x", why=" ", by=as_("ingunn"))
    assert {fault.field for fault in refused.value.faults} == {"level", "why_kind", "why"}
    assert queries.on_board(opening_for("ingunn")) == []


@pytest.mark.parametrize("why", ["Overdose lørdag", "Selvmordstanker", "vold i går", "Tvang vurderes"])
def test_what_happened_never_stands_on_the_board(jonas, as_, why: str) -> None:
    with pytest.raises(Refused) as refused:
        actions.put_on_board(jonas.pk, level=1, why_kind="crisis", why=why, by=as_("ingunn"))
    assert "journalen" in refused.value.faults[0].reason


def test_nobody_is_on_it_twice_and_whoever_has_no_relation_puts_nobody_there(place, jonas, as_) -> None:
    with pytest.raises(Refused):
        actions.put_on_board(jonas.pk, by=as_("torbjorn"), **WHY)
    with pytest.raises(NotVisible):
        actions.put_on_board(jonas.pk, by=as_("liv"), **WHY)


def test_what_it_was_is_kept_when_it_changes_and_when_it_ends(place, jonas, as_, opening_for, now) -> None:
    later = as_("torbjorn", now + timedelta(days=3))
    actions.follow(place, level=2, why_kind="life", why="Alene etter samlivsbrudd", by=later)
    assert (place.level_since, place.since) == (date(2026, 11, 13), date(2026, 11, 10))
    (change,) = access_queries.history_of(opening_for("ingunn", later.at), jonas.pk, place.pk)
    assert (change.was["why"], change.by) == (WHY["why"], "Torbjørn Frøysnes")
    with pytest.raises(Refused):
        actions.take_off_board(place, reason=" ", by=later)
    actions.take_off_board(place, reason="Går bra igjen", by=later)
    assert queries.on_board(opening_for("ingunn", later.at)) == []
    (one,) = queries.places_of(opening_for("ingunn", later.at), jonas.pk)
    assert (one.until, one.until_reason) == (date(2026, 11, 13), "Går bra igjen")
    actions.put_on_board(jonas.pk, by=later, **WHY)


def test_a_row_says_what_the_record_says(place, jonas, as_, opening_for, now, house) -> None:
    by = as_("ingunn")
    (row,) = board_rows.rows(opening_for("torbjorn"))
    assert (row.letters, row.level, row.last, row.silent, row.crisis, row.tasks) == ("JB", "Daglig", None, 0, "none", [])
    journal.note_contact(jonas.pk, kind="telephone", started_at=now - timedelta(days=1), by=by)
    journal.note_contact(jonas.pk, kind="not_met", started_at=now, by=by)
    who = queries.rules.Who("Ingunn Austad", staff_id=house.staff["ingunn"].pk)
    actions.give(jonas.pk, what="Ringer Jonas før ti", to=who, due=by.on, by=by)
    (row,) = board_rows.rows(opening_for("torbjorn"))
    assert (row.last["started_at"], row.silent) == (now - timedelta(days=1), 0)
    assert [(task.who, task.what) for task in row.tasks] == [("Ingunn", "ringer JB før ti")], "a screen that others see names nobody"
    assert (row.where, row.gone) == ("Bygland", False)
    actions.give(jonas.pk, what="Ta med ny nesespray", to=who, due=by.on, by=by)
    (row,) = board_rows.rows(opening_for("torbjorn", now + timedelta(days=20)))
    assert {task.what for task in row.tasks} == {"ringer JB før ti", "har en oppgave"}
    assert row.silent == 21


def test_the_coordinating_unit_sees_the_place_and_not_the_journal(place, jonas, as_, opening_for, now) -> None:
    journal.note_contact(jonas.pk, kind="telephone", started_at=now - timedelta(days=1), by=as_("ingunn"))
    (row,) = board_rows.rows(opening_for("tone"))
    assert (row.last, row.sees_journal, row.silent) == (None, False, 0)


def test_a_closed_part_closes_the_row(place, jonas, house, as_, opening_for) -> None:
    access.object_to(jonas.pk, staff=house.staff["torbjorn"], by=as_("ingunn"))
    assert queries.on_board(opening_for("torbjorn")) == []


def test_a_meeting_speaks_of_each_once_and_ends_with_a_line_that_names_nobody(place, jonas, house, as_, opening_for, now) -> None:
    by = as_("torbjorn")
    meeting = actions.begin_board_meeting(None, minutes_long=15, present=[house.staff["hanne"].pk], by=by)
    with pytest.raises(Refused):
        actions.begin_board_meeting(None, minutes_long=15, present=[], by=by)
    for _ in range(2):
        actions.take_up(jonas.pk, meeting=meeting, by=by)
    assert BoardTurn.objects.count() == 1
    assert queries.gone_through(opening_for("torbjorn"), meeting) == {jonas.pk}
    assert queries.gone_through(opening_for("liv"), meeting) == set()
    later = as_("torbjorn", now + timedelta(minutes=12))
    with pytest.raises(Refused):
        actions.end_board_meeting(meeting, words="Mest om Jonas", by=later)
    with pytest.raises(Refused):
        actions.end_board_meeting(meeting, words="", by=as_("hanne", later.at))
    actions.end_board_meeting(meeting, words="Rolig uke.", by=later)
    assert (meeting.gone_through, meeting.ended_at) == (1, later.at)
    assert queries.running_meeting(later) is None
    assert list(verify()) == []
    assert LogEntry.objects.filter(person_id=jonas.pk, verb="snakket om på tavlemøtet").count() == 1


def test_a_meeting_nobody_ended_does_not_stand_in_the_way_next_week(place, as_, now) -> None:
    actions.begin_board_meeting(None, minutes_long=15, present=[], by=as_("torbjorn"))
    later = as_("torbjorn", now + timedelta(days=7))
    assert queries.running_meeting(later) is None
    actions.begin_board_meeting(None, minutes_long=15, present=[], by=later)
    assert queries.running_meeting(later)


def test_who_follows_nobody_speaks_of_nobody(place, jonas, as_) -> None:
    meeting = actions.begin_board_meeting(None, minutes_long=15, present=[], by=as_("liv"))
    with pytest.raises(NotVisible):
        actions.take_up(jonas.pk, meeting=meeting, by=as_("liv"))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Hanne ringer i dag", ("h", "Ringer i dag")),
        ("hanne Ringer", ("h", "Ringer")),
        ("Ringe NAV", ("", "Ringe NAV")),
        ("Hanne", ("", "Hanne")),
    ],
)
def test_who_does_it_is_read_from_how_it_is_said(words: str, told: tuple[str, str]) -> None:
    assert who_does(words, {"hanne": "h"}) == told


def test_those_who_share_initials_are_told_apart_by_their_year(house, as_, opening_for) -> None:
    by = as_("ingunn")
    for given, born in (("Jonas", date(1980, 1, 2)), ("Jorunn", date(1991, 3, 4)), ("Ola", None)):
        new = people.NewPerson(house.municipalities["bygland"], given, "Bø", born=born)
        person = people.make_known(new, unit=house.units["bygland"], by=by)
        actions.put_on_board(person.pk, level=Level.NEW, why_kind="fresh", why="Ny", by=by)
    found = {row.place["given"]: row.born for row in board_rows.rows(opening_for("ingunn"))}
    assert found == {"Jonas": 1980, "Jorunn": 1991, "Ola": None}
