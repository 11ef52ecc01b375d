"""Each cell of a report as its leader sees it: worked out, answered, or as it was sent; and what a correction changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

from . import cells
from .cells import Cell
from .form import Form, Row
from .models import CellAnswer, JumpAnswer, Submission, SubmissionStep
from .rules import SENT, Answer, Kind, State, Value

# ── values as they are kept ─────────────────────────────────────────────────


def as_kept(value: Value) -> Any:
    """A value as JSON holds it: work years as words, exactly."""
    return str(value) if isinstance(value, Decimal) else list(value) if isinstance(value, tuple) else value


def of_kept(row: Row, kept: Any) -> Value:
    """The value of what was kept for this row."""
    if kept is None:
        return None
    if row.answer == Answer.WORK_YEARS:
        return Decimal(str(kept))
    return tuple(kept) if row.answer == Answer.MANY else kept


# ── a cell ──────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Shown:
    """A cell as the leader sees it: what is worked out, what people answered, and last year beside."""

    row: Row
    made: Cell
    value: Value
    kind: Kind
    low: Decimal | None = None
    high: Decimal | None = None
    answer: CellAnswer | None = None
    before: Value = None
    jumps: bool = False
    said: JumpAnswer | None = None
    # What was sent, while the report is corrected.
    sent: Value = None
    corrects: bool = False

    @property
    def is_corrected(self) -> bool:
        """It is another than the one that was sent, and not delivered yet."""
        return self.corrects and self.value != self.sent

    @property
    def is_asked(self) -> bool:
        """Nobody has answered yet."""
        return self.value is None

    @property
    def is_open(self) -> bool:
        """It jumps, and nobody has said why."""
        return self.jumps and self.said is None


def shown(
    one: Form, made: Mapping[str, Cell], kept: Submission | None, steps: tuple[SubmissionStep, ...], before: Mapping[str, Any]
) -> dict[str, Shown]:
    """Every cell of the form as the leader sees it."""
    answers = _answers(kept, steps)
    said: dict[str, JumpAnswer] = {row.row: row for row in kept.jumps.all()} if kept else {}
    state = State(steps[-1].state) if steps else State.NOT_STARTED
    sent: Mapping[str, Any] = (
        next((step.figures for step in reversed(steps) if step.figures), {}) if state in {*SENT, State.CORRECTING} else {}
    )
    if state == State.CORRECTING:
        return _corrected(one, made, answers, sent, before, said)
    found: dict[str, Shown] = {}
    for row in one.rows:
        if not row.total_of:
            found[row.id] = _one(row, made[row.id], answers.get(row.id), sent)
    for row in one.rows:
        if row.total_of:
            parts = {key: Cell(cell.row, cell.kind, cell.value, work=cell.made.work) for key, cell in found.items()}
            whole = cells.total(row, parts)
            found[row.id] = _one(row, whole, None, sent)
    return {row.id: _beside(one, found[row.id], before, said.get(row.id)) for row in one.rows}


def _answers(kept: Submission | None, steps: Sequence[SubmissionStep]) -> dict[str, CellAnswer]:
    """The newest answer in each row; while the report is corrected, those given since it was opened."""
    rows = list(kept.answers.all()) if kept else []
    if steps and steps[-1].state == State.CORRECTING:
        rows = [row for row in rows if row.at >= steps[-1].at]
    return {row.row: row for row in rows}


def _corrected(
    one: Form, made: Mapping[str, Cell], answers: Mapping[str, CellAnswer], sent: Mapping[str, Any], before: Mapping[str, Any],
    said: Mapping[str, JumpAnswer],
) -> dict[str, Shown]:  # fmt: skip
    """Each figure as it was sent until it is answered anew: what the record has come to since changes nothing by itself."""
    found: dict[str, Shown] = {}
    for row in one.rows:
        if not row.total_of:
            held, given = _one(row, made[row.id], None, sent), answers.get(row.id)
            new = held if given is None or given.value is None else _one(row, made[row.id], given, {})
            found[row.id] = replace(new, sent=held.value, corrects=True)
    for row in one.rows:
        if row.total_of:
            parts = {key: Cell(cell.row, cell.kind, cell.value, work=cell.made.work) for key, cell in found.items()}
            whole = cells.total(row, parts)
            held = _one(row, whole, None, sent)
            changed = any(found[key].is_corrected for key in row.total_of)
            found[row.id] = replace(_one(row, whole, None, {}) if changed else held, sent=held.value, corrects=True)
    return {row.id: _beside(one, found[row.id], before, said.get(row.id)) for row in one.rows}


def _one(row: Row, cell: Cell, answer: CellAnswer | None, sent: Mapping[str, Any]) -> Shown:
    if sent:
        value, kind, low, high = sent.get(row.id, (None, Kind.ASKED, None, None))
        ends = tuple(Decimal(end) if end is not None else None for end in (low, high))
        return Shown(row, cell, of_kept(row, value), Kind(kind), ends[0], ends[1], answer)
    if answer is not None and answer.value is not None:
        kind = Kind.EDITED if cell.is_known else Kind.ASKED
        return Shown(row, cell, of_kept(row, answer.value), kind, answer=answer)
    return Shown(row, cell, cell.value, cell.kind, cell.low, cell.high, answer)


def _beside(one: Form, cell: Shown, before: Mapping[str, Any], said: JumpAnswer | None) -> Shown:
    kept = before.get(cell.row.was)
    was = of_kept(cell.row, kept[0]) if kept else None
    jumps = cell.row.answer in (Answer.WORK_YEARS, Answer.COUNT) and one.jump.is_one(cell.value, was)
    # An answer is about two figures: when one of them has become another, it is asked anew.
    holds = said is not None and (said.now, said.before) == (str(cell.value), str(was))
    return replace(cell, before=was, jumps=jumps, said=said if holds else None)


# ── what a correction changed ───────────────────────────────────────────────


@dataclass(frozen=True)
class Correction:
    """A report delivered anew: when and by whom, why it was opened, and each figure that changed, as it was and as it is."""

    step: SubmissionStep
    why: str
    changed: tuple[tuple[Row, Value, Value], ...]


def corrections(steps: Sequence[SubmissionStep], form: Form) -> list[Correction]:
    """What each new delivery changed from the one before it, the newest first."""
    found, sent = [], [one for one in steps if one.figures]
    for before, after in pairwise(sent):
        if after.state == State.CORRECTED:
            pairs = [(row, of_kept(row, _was(before, row.id)), of_kept(row, _was(after, row.id))) for row in form.rows]
            changed = tuple(one for one in pairs if one[1] != one[2])
            found.append(Correction(after, _opened(steps, after).note, changed))
    return found[::-1]


def _was(step: SubmissionStep, row: str) -> Any:
    return step.figures.get(row, [None])[0]


def _opened(steps: Sequence[SubmissionStep], before: SubmissionStep) -> SubmissionStep:
    """The step that opened the report for the correction that this one delivered."""
    return [one for one in steps[: list(steps).index(before)] if one.state == State.CORRECTING][-1]
