"""A whole snapshot judged at once: how many verdicts of each kind, by criterion and municipality, and never a row about anybody."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from helhet.record.dialects import statement
from helhet.record.engines import ON, TABLES, Snapshot

from .criteria import OF_PERSONS
from .rules import Criterion, Targets
from .verdicts import judge

COLUMNS = ("criterion", "municipality", "state", "verdicts")


class Judging:
    """Criteria made ready for counting once, for every day of the same law: `told` counts them in a snapshot."""

    def __init__(
        self, on: date, criteria: Iterable[Criterion] = OF_PERSONS, targets: Targets | None = None,
        *, data_from: date | None = None, as_of: date | None = None,
    ) -> None:  # fmt: skip
        judged = judge(TABLES, on, criteria, targets, data_from=data_from, as_of=as_of, day=ON)
        self.count = None if judged is None else counted(judged)
        self._statements = [] if judged is None else [statement(self.count, ON)]

    def told(self, shot: Snapshot, *, on: date) -> list[dict[str, Any]]:
        """The counts in this snapshot, by municipality; small numbers are not protected here."""
        return shot.say(self._statements, self.count, on=on) if self._statements else []


def counted(verdicts: Any) -> Any:
    """How many verdicts there are of each kind in each municipality."""
    states = verdicts.group_by("criterion", "municipality", "state").agg(verdicts=verdicts.count())
    return states.mutate(criterion=states.criterion.cast("string")).select(*COLUMNS)


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
