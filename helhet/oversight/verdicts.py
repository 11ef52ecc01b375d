"""From frames to verdicts: met, due by a day, breached since a day, not applicable, or cannot be judged.

Every criterion gives its frame; the frames are put one after the other and judged as one, by one expression.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import ibis
import ibis.expr.operations as ops

from helhet.record.shared import Shared

from .criteria import ALL
from .days import beside, none
from .rules import Criterion, Day, Missing, State, Tables, Targets, targets_for

COLUMNS = ("criterion", "person", "municipality", "subject", "state", "by", "since", "late", "missing", "step", "evidence", "done")
# What of a frame becomes a verdict, beside what the criterion itself says of all its subjects.
_FRAME = ("person", "municipality", "subject", "applies", "due_by", "met_on", "again_by", "missing", "step", "evidence")


def judge(
    tables: Tables, on: date, criteria: Iterable[Criterion] = ALL, targets: Targets | None = None,
    *, data_from: date | None = None, as_of: date | None = None, day: Day = None,
) -> Any:  # fmt: skip
    """The verdicts (`COLUMNS`) of every criterion that is the law on this day, on every subject; None when none is.

    `data_from` is the first day the data tell of, `as_of` the day they were taken. `day` stands for `on` in the expressions
    (`record.engines.ON`), so that they are compiled once for every day of the same law.
    """
    in_force = [one for one in criteria if one.in_force(on)]
    if not in_force:
        return None
    shared = tables if day is not None and isinstance(tables, Shared) else Shared(tables)
    asked = ibis.literal(on) if day is None else day
    given = targets_for(in_force, targets or {})
    frames = [_frame(one, shared, asked, given, unreached(one, on, data_from, as_of)) for one in in_force]
    person = shared["person"].select("person", "known_since", "deceased_on")
    return _told(_judged(beside(_one_after_the_other(frames), person, "known_since", "deceased_on"), asked), asked)


def unreached(criterion: Criterion, on: date, data_from: date | None, as_of: date | None) -> Missing | None:
    """Why nothing can be judged on this day: it is before the data begin, or its contents are known for a later day only."""
    if data_from and on < data_from:
        return Missing.BEFORE_DATA
    return Missing.TODAY_ONLY if criterion.today_only and as_of and on < as_of else None


def _frame(criterion: Criterion, tables: Shared, on: Day, targets: Targets, missing: Missing | None) -> Any:
    """The criterion's frame, kept with the tables: it is another only when one of its own targets is."""
    own = tuple(targets[one.key] for one in criterion.targets)
    return tables.once((criterion, on.op(), own, missing), lambda: _of_one(criterion, tables, on, targets, missing))


def _of_one(criterion: Criterion, tables: Shared, on: Day, targets: Targets, missing: Missing | None) -> Any:
    frame = criterion.frame(tables, on, targets).op()
    said = {"criterion": ibis.literal(criterion.id), "after_death": ibis.literal(criterion.after_death), "unreached": none("string")}
    if missing:
        said["unreached"] = ibis.literal(missing.value)
    # As operations: what is known to be the frame's own columns needs no looking up.
    return ops.Project(frame, {name: ops.Field(frame, name) for name in _FRAME} | {name: value.op() for name, value in said.items()})


def _one_after_the_other(frames: Sequence[Any]) -> Any:
    """All rows of all frames. Halves of halves, since a chain of sixty is deeper than a parser likes."""
    frames = list(frames)
    while len(frames) > 1:
        pairs = [ops.Union(*frames[place : place + 2]) for place in range(0, len(frames) - 1, 2)]
        frames = pairs + frames[2 * len(pairs) :]
    return frames[0].to_expr()


def _judged(frame: Any, on: Day) -> Any:
    """The frame with its state, what is missing, and the day that counts.

    When the data do not reach to the day nothing can be judged; who became known later was not there to be judged at all.
    """
    met = frame.met_on.notnull()
    day = met.ifelse(frame.again_by, frame.due_by)
    dead = ~frame.after_death & (frame.deceased_on <= on).fill_null(False)
    missing = ibis.cases(
        (frame.known_since > on, Missing.BEFORE_DATA.value), (frame.unreached.notnull(), frame.unreached), (~frame.applies, none("string")),
        (frame.missing.notnull(), frame.missing), (~met & dead, none("string")), (~met & day.isnull(), Missing.NO_DAY.value),
    )  # fmt: skip
    state = ibis.cases(
        (missing.notnull(), State.CANNOT.value), (~frame.applies | (dead & ~met), State.NOT_APPLICABLE.value),
        (met & (dead | day.isnull() | (day >= on)), State.MET.value), (day >= on, State.DUE.value), else_=State.BREACHED.value,
    )  # fmt: skip
    return frame.select(
        "criterion", "person", "municipality", "subject", "due_by", "met_on", "step", "evidence", state=state, missing=missing, day=day
    )


def _told(rows: Any, on: Day) -> Any:
    is_met, breached = rows.state == State.MET.value, rows.state == State.BREACHED.value
    open_still = breached | (rows.state == State.DUE.value)
    over = ibis.cases((is_met, rows.met_on.delta(rows.due_by, unit="day")), (breached, on.delta(rows.day, unit="day")))
    late = ibis.greatest(ibis.coalesce(over, 0), 0)
    return rows.select(
        "criterion", "person", "municipality", "subject", "state",
        by=(is_met | open_still).ifelse(rows.day, none("date")),
        since=breached.ifelse(rows.day + ibis.interval(days=1), none("date")),
        late=late.cast("int32"), missing=rows.missing,
        step=(is_met & rows.day.isnull() | ~(is_met | open_still)).ifelse(none("string"), rows.step), evidence=rows.evidence,
        done=rows.met_on,
    )  # fmt: skip
