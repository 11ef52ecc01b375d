"""What a municipality answers for as a whole: its verdicts name no person."""

from typing import Any

import ibis

from .days import lacking, none
from .rules import Day, Missing

# A frame's columns that are days, and those that are words.
_KINDS = {"due_by": "date", "met_on": "date", "again_by": "date", "missing": "string", "step": "string", "evidence": "string"}


def of_house(rows: Any, *, subject: Any = None, applies: Any = True, **told: Any) -> Any:
    """The columns every frame has, with nobody as the person."""
    columns = {name: told.get(name, none(kind)) for name, kind in _KINDS.items()}
    return rows.select(
        person=none("string"),
        municipality=rows.municipality,
        subject=rows.municipality if subject is None else subject,
        applies=ibis.literal(applies) if applies is True else applies,
        **{name: ibis.literal(value) if isinstance(value, str) else value for name, value in columns.items()},
    )


def not_entered(day: Any) -> Any:
    """That nothing has been written in here, where there is no day of it."""
    return day.isnull().ifelse(lacking(Missing.NOT_ENTERED), none("string"))


def known_of(day: Any, on: Day) -> Any:
    """Why the day something was last done says nothing of `on`: none is written in, or it has been done again since."""
    return ibis.cases((day.isnull(), lacking(Missing.NOT_ENTERED)), (day > on, lacking(Missing.DONE_SINCE)))


def done_since(day: Any, on: Day) -> Any:
    """That it has been done again since, where doing it for the first time has a day of its own."""
    return (day > on).ifelse(lacking(Missing.DONE_SINCE), none("string"))


def runs_on(row: Any, on: Day) -> Any:
    """True when an agreement runs on this day."""
    return (row.since <= on) & (row.until.isnull() | (row.until >= on))
