"""What a municipality answers for as a whole: its verdicts name no person."""

from typing import Any

import ibis

from .days import none
from .rules import Day

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


def runs_on(row: Any, on: Day) -> Any:
    """True when an agreement runs on this day."""
    return (row.since <= on) & (row.until.isnull() | (row.until >= on))
