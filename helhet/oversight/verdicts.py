"""From frames to verdicts: met, done after its day, due by a day, breached since a day, not applicable, or cannot be judged.

Every criterion gives its frame; the frames are put one after the other and judged as one, by one expression.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import ibis
import ibis.expr.operations as ops

from helhet.record.shared import Shared, kept, shared

from .criteria import ALL
from .days import beside, none
from .rules import Criterion, Day, Missing, State, Tables, Targets, targets_for

COLUMNS = ("criterion", "person", "municipality", "subject", "state", "by", "since", "late", "missing", "step", "evidence", "done")
# What of a frame becomes a verdict, beside what the criterion itself says of all its subjects.
_FRAME = ("person", "municipality", "subject", "applies", "due_by", "met_on", "again_by", "missing", "step", "evidence")


def judge(
    tables: Tables, on: date, criteria: Iterable[Criterion] = ALL, targets: Targets | None = None,
    *, data_from: date | None = None, as_of: date | None = None, day: Day = None, with_day: bool = False,
) -> Any:  # fmt: skip
    """The verdicts (`COLUMNS`) of every criterion that is the law on this day, on every subject; None when none is.

    `with_day` asks for those alone that say a day `by`: what is to be done, or done again.

    `data_from` is the first day the data tell of, `as_of` the day they were taken. `day` stands for `on` in the expressions
    (`record.engines.ON`), so that they are compiled once for every day of the same law.
    """
    asked = ibis.literal(on) if day is None else day
    shared = tables if day is not None and isinstance(tables, Shared) else Shared(tables)
    every = frames(shared, on, criteria, targets, data_from=data_from, as_of=as_of, day=asked)
    if not every:
        return None
    judged = _judged(with_person(one_after_the_other(every), shared, asked), asked)
    return _told(judged.filter(judged.day.notnull() & (_is_met(judged) | _is_open(judged))) if with_day else judged, asked)


def frames(
    tables: Shared, on: date, criteria: Iterable[Criterion], targets: Targets | None,
    *, data_from: date | None, as_of: date | None, day: Day,
) -> list[Any]:  # fmt: skip
    """The frame of every criterion that is the law on this day, with what the criterion itself says of all its subjects."""
    in_force = [one for one in criteria if one.in_force(on)]
    given = targets_for(in_force, targets or {})
    return [_frame(one, tables, day, given, unreached(one, on, data_from, as_of)) for one in in_force]


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


def one_after_the_other(frames: Sequence[Any]) -> Any:
    """All rows of all of them, of the same columns. Halves of halves, since a chain of sixty is deeper than a parser likes."""
    frames = list(frames)
    while len(frames) > 1:
        pairs = [ops.Union(*frames[place : place + 2]) for place in range(0, len(frames) - 1, 2)]
        frames = pairs + frames[2 * len(pairs) :]
    return frames[0].to_expr()


def with_person(frame: Any, tables: Shared, on: Day) -> Any:
    """The frame with the day she died, or became known, where that changes a verdict: of most nobody needs to ask."""
    return beside(frame, _gone(tables, on), "known_since", "deceased_on")


@shared
def _gone(tables: Shared, on: Day) -> Any:
    person = tables["person"].select("person", "known_since", "deceased_on")
    return kept(person.filter((person.deceased_on <= on) | (person.known_since > on)), "gone")


def alike(frame: Any) -> dict[str, Any]:
    """What a frame (an operation) says alike of all its subjects, by column: whoever counts need not ask each of them."""
    found = {}
    for name in frame.values:
        node = frame.values[name]
        while isinstance(node, ops.Field) and isinstance(node.rel, ops.Project | ops.JoinChain):
            node = node.rel.values[node.name]
        if isinstance(node, ops.Literal):
            found[name] = node.value
    return found


def state_of(frame: Any, on: Day, say: Mapping[State, Any], same: Mapping[str, Any] | None = None) -> Any:
    """What is said of each subject of a frame `with_person`, as `say` has it. `same` is what is `alike` in the frame.

    When the data do not reach to the day nothing can be judged; who became known later was not there to be judged at all.
    """
    known = same or {}
    if known.get("unreached"):
        return say[State.CANNOT]
    met, ends = frame.met_on.notnull(), known.get("after_death") is not True
    dead = _dead(frame, on, known) if ends else None
    steps = [(frame.known_since > on, State.CANNOT)]
    if "unreached" not in known:
        steps.append((frame.unreached.notnull(), State.CANNOT))
    if known.get("applies") is not True:
        steps.append((~frame.applies, State.NOT_APPLICABLE))
    if known.get("missing", "") is not None:
        steps.append((frame.missing.notnull(), State.CANNOT))
    if known.get("again_by", "") is not None:
        over = frame.again_by < on if dead is None else (frame.again_by < on) & ~dead
        steps.append((met & over, State.BREACHED))
    if known.get("due_by", "") is not None:
        steps.append((frame.met_on > frame.due_by, State.LATE))
    steps.append((met, State.MET))
    if dead is not None:
        steps.append((dead, State.NOT_APPLICABLE))
    steps += [(frame.due_by.isnull(), State.CANNOT), (frame.due_by >= on, State.DUE)]
    return ibis.cases(*((asked, say[state]) for asked, state in steps), else_=say[State.BREACHED])


def _day(frame: Any) -> Any:
    """The day that counts: when what was done must be done again, else when it must be done."""
    return frame.met_on.notnull().ifelse(frame.again_by, frame.due_by)


def _dead(frame: Any, on: Day, known: Mapping[str, Any]) -> Any:
    dead = (frame.deceased_on <= on).fill_null(False)
    return dead if known.get("after_death") is False else ~frame.after_death & dead


def _judged(frame: Any, on: Day) -> Any:
    """The frame with its state, why it cannot be judged, and the day that counts."""
    missing = ibis.cases(
        (frame.known_since > on, Missing.BEFORE_DATA.value), (frame.unreached.notnull(), frame.unreached), (~frame.applies, none("string")),
        (frame.missing.notnull(), frame.missing), (frame.met_on.isnull() & _dead(frame, on, {}), none("string")),
        (frame.met_on.isnull() & frame.due_by.isnull(), Missing.NO_DAY.value),
    )  # fmt: skip
    state = state_of(frame, on, {state: state.value for state in State})
    return frame.select(
        "criterion", "person", "municipality", "subject", "due_by", "met_on", "step", "evidence", state=state, missing=missing,
        day=_day(frame),
    )  # fmt: skip


def _is_met(rows: Any) -> Any:
    return rows.state.isin([State.MET.value, State.LATE.value])


def _is_open(rows: Any) -> Any:
    return (rows.state == State.BREACHED.value) | (rows.state == State.DUE.value)


def _told(rows: Any, on: Day) -> Any:
    is_met, breached, open_still = _is_met(rows), rows.state == State.BREACHED.value, _is_open(rows)
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
