"""A whole snapshot judged at once: how many verdicts of each kind, by criterion and municipality, and never a row about anybody."""

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Any

import ibis

from helhet.record.dialects import on_day, statement
from helhet.record.engines import ON, TABLES, Snapshot

from .criteria import OF_PERSONS
from .ready import kept
from .rules import Criterion, State, Targets, targets_for
from .verdicts import alike, frames, one_after_the_other, state_of, unreached, with_person

_ASKED = ("applies", "due_by", "met_on", "again_by", "missing", "unreached", "after_death")
COLUMNS = ("criterion", "municipality", "state", "verdicts")


# A verdict as a small number while millions are counted, and as its word once they are.
_CODES = {state: ibis.literal(place, "int8") for place, state in enumerate(State)}


class Judging:
    """Criteria made ready for counting once, for every day of the same law: `told` counts them in a snapshot."""

    def __init__(
        self, on: date, criteria: Iterable[Criterion] = OF_PERSONS, targets: Targets | None = None,
        *, data_from: date | None = None, as_of: date | None = None,
    ) -> None:  # fmt: skip
        self._law = [one for one in criteria if one.in_force(on)]
        self._on, self._targets, self._data_from, self._as_of = on, targets, data_from, as_of
        self._statement = kept(self._asked(), lambda: statement(self.count, ON)) if self._law else ""

    @cached_property
    def count(self) -> Any:
        """The expression: how many verdicts of each kind, by criterion and municipality."""
        return counted(frames(TABLES, self._on, self._law, self._targets, data_from=self._data_from, as_of=self._as_of, day=ON))

    def told(self, shot: Snapshot, *, on: date) -> list[dict[str, Any]]:
        """The counts in this snapshot, by municipality; small numbers are not protected here."""
        # Executed, not asked as a relation, which plans a statement once to tell its columns and once more to run it.
        rows = shot.con.execute(on_day(self._statement, on)).fetchall() if self._law else []
        # Several threads count, and whichever is done first tells first.
        return [dict(zip(COLUMNS, row, strict=True)) for row in sorted(rows)]

    def _asked(self) -> str:
        """What the statement depends on beside the code."""
        law = [(one.id, one.since, unreached(one, self._on, self._data_from, self._as_of)) for one in self._law]
        return repr((law, sorted(targets_for(self._law, self._targets or {}).items())))


def counted(every: Iterable[Any]) -> Any:
    """How many verdicts there are of each kind in each municipality, told of each frame by itself: only counts are put together."""
    return one_after_the_other([_of_one(frame).op() for frame in every])


def _of_one(frame: Any) -> Any:
    same = alike(frame)
    columns = [name for name in _ASKED if name not in same or name in ("met_on", "due_by")]
    told = with_person(frame.to_expr().select("person", "municipality", *columns), TABLES, ON)
    rows = told.select("municipality", state=state_of(told, ON, _CODES, same))
    states = rows.group_by("municipality", "state").agg(verdicts=rows.count())
    words = ibis.cases(*((states.state == code, state.value) for state, code in _CODES.items()))
    return states.select(criterion=ibis.literal(same["criterion"]), municipality="municipality", state=words, verdicts="verdicts")


def judged_whole(shot: Snapshot, on: date, targets: Targets | None = None) -> list[dict[str, Any]]:
    """Every person criterion that is the law on this day, counted in this snapshot."""
    data_from, as_of = shot.manifest.first_day, shot.manifest.day
    return Judging(on, targets=targets, data_from=data_from, as_of=as_of).told(shot, on=on)


def total(counts: Iterable[dict[str, Any]]) -> dict[tuple[str, str], int]:
    """The same for all municipalities together: by criterion and state."""
    sums: dict[tuple[str, str], int] = {}
    for one in counts:
        key = (one["criterion"], one["state"])
        sums[key] = sums.get(key, 0) + one["verdicts"]
    return dict(sorted(sums.items()))
