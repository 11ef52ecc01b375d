"""Notices with a clock, as several criteria ask of them: who told or asked, and what came of it by this day."""

from typing import Any

from helhet.cases.rules.notices import NoticeAnswer, NoticeKind
from helhet.record.shared import shared

from .days import framed, so_far
from .rules import Day, Tables


@shared
def told(tables: Tables, on: Day, *kinds: NoticeKind, table: str = "notice") -> Any:
    """The notices of these kinds that had come or been sent by this day."""
    rows = tables[table]
    return rows.filter(rows.kind.isin([kind.value for kind in kinds]) & (rows["on"] <= on))


def answered(rows: Any, on: Day, *, due_by: Any, step: str, ends: NoticeAnswer | None = None) -> Any:
    """Each notice, met on the day of its answer; with the answer that `ends` it, it concerns nobody any more."""
    met_on = so_far(rows.answered_on, on)
    over = (met_on.notnull() & (rows.answer == ends.value)).fill_null(False) if ends else None
    applies = True if over is None else ~over
    return framed(rows, subject=rows.id, applies=applies, due_by=due_by, met_on=met_on, step=step, evidence=rows.id)
