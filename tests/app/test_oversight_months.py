"""What is counted at a month's end: persons, once each, by the law and the targets of that day; and nobody who must not be found."""

from datetime import date, timedelta
from io import StringIO
from uuid import UUID

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from helhet.demo.stories import siri
from helhet.demo.telling import Teller
from helhet.oversight import actions, counts, months
from helhet.oversight.criteria import OF_PERSONS
from helhet.oversight.models import Month, MonthCount
from helhet.oversight.rules import State
from helhet.oversight.steps import STEP_NAMES
from helhet.people.models import Person
from helhet.people.rules import Grade
from tests.conftest import NOW, settled

BYGLAND = "4220"
OCTOBER = date(2026, 10, 31)
TODAY = date(2026, 11, 10)


@pytest.fixture(scope="module")
def _her(stays) -> Person:
    """Siri, in Bygland."""
    told = siri(Teller(stays, NOW))
    settled()
    return told


@pytest.fixture
def her(_her, db) -> Person:
    """The same for each test, whose own rows are rolled back."""
    return _her


def by_criterion(on: date, number: str = BYGLAND) -> dict[str, list[counts.Count]]:
    """The counts about persons."""
    found: dict[str, list[counts.Count]] = {}
    for one in counts.counted(on, number, today=TODAY):
        found.setdefault(one.criterion, []).append(one)
    return {one.id: found[one.id] for one in OF_PERSONS if one.id in found}


def test_a_person_counts_once_for_each_criterion_by_her_worst(her) -> None:
    verdicts = by_criterion(TODAY)
    assert len(verdicts) > 20
    for criterion, found in verdicts.items():
        assert sum(one.persons for one in found) == 1, criterion
    assert verdicts["PÅ-1a"][0].state == State.BREACHED
    assert verdicts["PÅ-1a"][0].reason == "follow_up"
    assert verdicts["PÅ-1a"][0].longest > 0


def test_what_was_done_late_is_not_kept_for_a_year_and_history_after_that(monkeypatch) -> None:
    """Of several, what is broken still is said; who was late a year ago and kept her day since is not held to it for ever."""
    done = TODAY - timedelta(days=365)
    late = {"criterion": "VE-1", "municipality": BYGLAND, "missing": None, "step": "reply", "late": 12, "person": str(UUID(int=1))}
    rows: list[dict] = []
    monkeypatch.setattr(counts, "verdicts", lambda *_, **__: rows)

    def told(*states: tuple[str, date | None]) -> tuple[State, str, int]:
        rows[:] = [late | {"subject": str(place), "state": state, "done": day} for place, (state, day) in enumerate(states)]
        (found,) = counts.cases(TODAY, [BYGLAND], today=TODAY, persons=[UUID(int=1)])
        return found.state, found.reason, found.days

    assert told(("late", done + timedelta(days=1))) == (State.LATE, "late", 12)
    assert told(("late", done)) == (State.MET, "", 0)
    assert told(("late", TODAY), ("due", None)) == (State.LATE, "late", 12)
    assert told(("late", TODAY), ("breached", None)) == (State.BREACHED, "reply", 12)


def test_every_next_step_has_its_words(her) -> None:
    told = {one.reason for found in by_criterion(TODAY).values() for one in found if one.state in (State.DUE, State.BREACHED)}
    assert {step for step in told if len(step.split()[0]) > 1} <= set(STEP_NAMES)


def test_who_has_a_strictly_protected_address_is_in_no_figure(her) -> None:
    Person._base_manager.filter(pk=her.pk).update(grade=Grade.STRICT)
    assert by_criterion(TODAY) == {}
    assert by_criterion(TODAY, "4219") == {}


def test_who_became_known_later_is_not_counted_for_a_day_before(her) -> None:
    assert by_criterion(date(2019, 6, 30)) == {}


def test_a_municipality_is_counted_by_its_own_targets_from_their_day_on(her, as_) -> None:
    def state(on: date) -> State:
        return by_criterion(on)["PÅ-1a"][0].state

    assert state(TODAY) == State.BREACHED
    leader = as_("kjersti")
    actions.set_target(BYGLAND, key="child_followed_up_within", days=990, months=0, since=TODAY, by=leader)
    assert state(TODAY) == State.DUE
    assert state(TODAY - timedelta(days=1)) == State.BREACHED, "the day before is judged by what held then"


def test_the_command_counts_up_what_is_over_and_once(her, settings, monkeypatch) -> None:
    said = StringIO()
    call_command("oversight", "month", "--since", "2026-08-15", stdout=said, stderr=StringIO())
    assert [line.split(":")[0] for line in said.getvalue().splitlines()] == ["2026-08-31", "2026-09-30", "2026-10-31"]
    again = StringIO()
    call_command("oversight", "month", stdout=again, stderr=StringIO())
    assert "is counted up already: a month is told once." in again.getvalue()
    assert Month.objects.count() == 3
    assert Month.objects.get(day=OCTOBER).backwards
    assert MonthCount.objects.filter(month=OCTOBER, municipality=BYGLAND, criterion="PÅ-1a", state=State.BREACHED).get().persons == 1
    with pytest.raises(CommandError, match="is no day"):
        call_command("oversight", "month", "--since", "i fjor")


def test_month_ends_are_the_last_days_of_months() -> None:
    found = list(months.month_ends(date(2024, 1, 31), date(2024, 4, 29)))
    assert found == [date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31)]
    assert months.last_ended(date(2026, 3, 1)) == date(2026, 2, 28)
