"""From a frame to verdicts: met, due by a day, breached since a day, not applicable, or cannot be judged."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import ibis

from .criteria import ALL
from .days import beside, none, plus
from .rules import Criterion, Day, Missing, State, Tables, Targets, targets_for

COLUMNS = ("criterion", "person", "municipality", "subject", "state", "by", "since", "late", "missing", "step", "evidence", "done")


def verdicts(criterion: Criterion, tables: Tables, on: Day, targets: Targets, *, missing: Missing | None = None) -> Any:
    """One criterion's verdict on every subject; `missing` is why none of them can be judged, when that is so."""
    frame = criterion.frame(tables, on, targets)
    if "known_since" not in frame.columns:
        frame = beside(frame, tables["person"].select("person", "known_since", "deceased_on"), "known_since", "deceased_on")
    return _told(criterion, _nobody(frame, missing, on) if missing else _judged(frame, criterion, on), on)


def _nobody(frame: Any, missing: Missing, on: Day) -> Any:
    """The frame when the data do not reach to the day; who became known later was not there to be judged at all."""
    why = (frame.known_since > on).fill_null(False).ifelse(Missing.BEFORE_DATA.value, missing.value)
    return frame.mutate(state=ibis.literal(State.CANNOT.value), missing=why, day=none("date"))


def _judged(frame: Any, criterion: Criterion, on: Day) -> Any:
    """The frame with its state, what is missing, and the day that counts."""
    met = frame.met_on.notnull()
    day = met.ifelse(frame.again_by, frame.due_by)
    dead = ibis.literal(False) if criterion.after_death else (frame.deceased_on <= on).fill_null(False)
    missing = ibis.cases(
        (frame.known_since > on, Missing.BEFORE_DATA.value), (~frame.applies, none("string")), (frame.missing.notnull(), frame.missing),
        (~met & dead, none("string")), (~met & day.isnull(), Missing.NO_DAY.value),
    )  # fmt: skip
    state = ibis.cases(
        (missing.notnull(), State.CANNOT.value), (~frame.applies | (dead & ~met), State.NOT_APPLICABLE.value),
        (met & (dead | day.isnull() | (day >= on)), State.MET.value), (day >= on, State.DUE.value), else_=State.BREACHED.value,
    )  # fmt: skip
    return frame.mutate(state=state, missing=missing, day=day)


def _told(criterion: Criterion, rows: Any, on: Day) -> Any:
    is_met, breached = rows.state == State.MET.value, rows.state == State.BREACHED.value
    open_still = breached | (rows.state == State.DUE.value)
    over = ibis.cases((is_met, rows.met_on.delta(rows.due_by, unit="day")), (breached, on.delta(rows.day, unit="day")))
    late = ibis.greatest(ibis.coalesce(over, 0), 0)
    return rows.select(
        "person", "municipality", "subject", "state", "missing", criterion=ibis.literal(criterion.id),
        by=(is_met | open_still).ifelse(rows.day, none("date")), late=late.cast("int32"),
        since=breached.ifelse(plus(rows.day, ibis.interval(days=1)), none("date")),
        step=(is_met & rows.day.isnull() | ~(is_met | open_still)).ifelse(none("string"), rows.step), evidence=rows.evidence,
        done=rows.met_on,
    ).select(*COLUMNS)  # fmt: skip


def judge(
    tables: Tables, on: date, criteria: Iterable[Criterion] = ALL, targets: Targets | None = None,
    *, data_from: date | None = None, as_of: date | None = None, day: Day = None,
) -> dict[str, Any]:  # fmt: skip
    """The verdicts of each criterion that is the law on this day, by its id; what was not the law is not there.

    `data_from` is the first day the data tell of, `as_of` the day they were taken. `day` stands for `on` in the expressions
    (`record.engines.ON`), so that they are compiled once for every day of the same law.
    """
    in_force = [one for one in criteria if one.in_force(on)]
    given = targets_for(in_force, targets or {})
    asked = ibis.literal(on) if day is None else day
    return {one.id: verdicts(one, tables, asked, given, missing=unreached(one, on, data_from, as_of)) for one in in_force}


def unreached(criterion: Criterion, on: date, data_from: date | None, as_of: date | None) -> Missing | None:
    """Why nothing can be judged on this day: it is before the data begin, or its contents are known for a later day only."""
    if data_from and on < data_from:
        return Missing.BEFORE_DATA
    return Missing.TODAY_ONLY if criterion.today_only and as_of and on < as_of else None
