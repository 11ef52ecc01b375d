"""A whole snapshot judged at once: how many verdicts of each kind in each municipality, or every verdict, a criterion at a time."""

import json
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import cached_property
from typing import Any

import ibis
import pyarrow as pa

from helhet.record.dialects import on_day, statement
from helhet.record.engines import ON, TABLES, Snapshot

from .criteria import OF_PERSONS
from .ready import kept
from .rules import Criterion, State, Targets, targets_for
from .verdicts import alike, frames, judge, one_after_the_other, state_of, unreached, with_person

_ASKED = ("applies", "due_by", "met_on", "again_by", "missing", "unreached", "after_death")
COLUMNS = ("criterion", "municipality", "state", "verdicts")
# A verdict as `Snapshot.ask` gives it, its keys words again, in an order that is the same every time.
_EVERY = """SELECT v.criterion, CAST(v.person AS VARCHAR) AS person, v.municipality, CAST(v.subject AS VARCHAR) AS subject, v.state, v."by",
    v.since, v.late, v.missing, v.step, CAST(v.evidence AS VARCHAR) AS evidence
    FROM ({}) AS v ORDER BY v.municipality, v.person, v.subject, v.evidence"""
_AT_ONCE = 100_000  # rows held of an answer

# A verdict as a small number while millions are counted, and as its word once they are.
_CODES = {state: ibis.literal(place, "int8") for place, state in enumerate(State)}


class Judging:
    """Criteria made ready once, for every day of the same law: `told` counts them in a snapshot, `verdicts` gives each."""

    def __init__(
        self, on: date, criteria: Iterable[Criterion] = OF_PERSONS, targets: Targets | None = None,
        *, data_from: date | None = None, as_of: date | None = None,
    ) -> None:  # fmt: skip
        self.law = [one for one in criteria if one.in_force(on)]
        self._on, self._targets, self._data_from, self._as_of = on, targets, data_from, as_of
        self._counts = [self._count_of(part) for part in _parts(self.law)]

    @property
    def count(self) -> Any:
        """The expression: how many verdicts of each kind, by criterion and municipality."""
        return self._counted(self.law)

    def _counted(self, law: Sequence[Criterion]) -> Any:
        return counted(frames(TABLES, self._on, law, self._targets, data_from=self._data_from, as_of=self._as_of, day=ON))

    def _count_of(self, law: Sequence[Criterion]) -> str:
        return kept(self._asked(law), lambda: statement(self._counted(law), ON))

    def told(self, shot: Snapshot, *, on: date) -> list[dict[str, Any]]:
        """The counts in this snapshot, by municipality; small numbers are not protected here."""
        with ThreadPoolExecutor(len(self._counts) or 1) as pool:
            found = list(pool.map(lambda asked: _rows(shot, on_day(asked, on)), self._counts))
        # Several threads count, and whichever is done first tells first.
        return [dict(zip(COLUMNS, row, strict=True)) for row in sorted(row for part in found for row in part)]

    def ready(self) -> None:
        """Make all of it ready now, rather than when the first one waits."""
        _ = self._one_by_one

    def verdicts(self, shot: Snapshot, *, on: date) -> Iterator[tuple[Criterion, pa.RecordBatchReader]]:
        """Every verdict on everybody, a criterion at a time: no more than one is held."""
        for one, made in zip(self.law, self._one_by_one, strict=True):
            yield one, shot.con.sql(_EVERY.format(on_day(made, on))).to_arrow_reader(_AT_ONCE)

    @cached_property
    def _one_by_one(self) -> list[str]:
        made: list[str] = json.loads(
            kept(f"one by one {self._asked(self.law)}", lambda: json.dumps([self._of_one(one) for one in self.law]))
        )
        return made

    def _of_one(self, one: Criterion) -> str:
        asked = judge(TABLES, self._on, [one], self._targets, data_from=self._data_from, as_of=self._as_of, day=ON)
        return statement(asked, ON)

    def _asked(self, law: Sequence[Criterion]) -> str:
        """What statements on these depend on beside the code."""
        told = [(one.id, one.since, unreached(one, self._on, self._data_from, self._as_of)) for one in law]
        return repr((told, sorted(targets_for(law, self._targets or {}).items())))


def _rows(shot: Snapshot, asked: str) -> list[tuple[Any, ...]]:
    # Executed, not asked as a relation, which plans a statement once to tell its columns and once more to run it.
    with shot.con.cursor() as cursor:
        return cursor.execute(asked).fetchall()


def _parts(law: Iterable[Criterion]) -> list[list[Criterion]]:
    """Those that stand on the same great tables together. A part is a statement, all asked at once: one is planned while others are run."""
    found: dict[str, list[Criterion]] = {}
    for one in law:
        found.setdefault(next((table for table in ("note", "case", "plan", "stay") if table in one.needs), ""), []).append(one)
    return list(found.values())


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


def total(counts: Iterable[dict[str, Any]]) -> dict[tuple[str, str], int]:
    """The same for all municipalities together: by criterion and state."""
    sums: dict[tuple[str, str], int] = {}
    for one in counts:
        key = (one["criterion"], one["state"])
        sums[key] = sums.get(key, 0) + one["verdicts"]
    return dict(sorted(sums.items()))
