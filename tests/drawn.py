"""Rules as small drawn tables: a test's docstring holds a Markdown table, and the test runs once for each row.

The same tables are the pages under docs/reference/spec (scripts/reference.py). A column's heading is the argument's name; a cell
is the text that stands there, and `–` is nothing.
"""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from helhet.access.policy import OSLO


def drawn(test: Callable[..., None]) -> Callable[..., None]:
    """Run the test for each row of the table in its docstring."""
    lines = [line.strip() for line in (test.__doc__ or "").splitlines() if line.strip().startswith("|")]
    heads, _, *rows = ([cell.strip() for cell in line.strip("|").split("|")] for line in lines)
    marked: Callable[..., None] = pytest.mark.parametrize([head.replace(" ", "_") for head in heads], rows)(test)
    return marked


def day(cell: str) -> date | None:
    """2026-11-10, or none for –."""
    return None if cell == "–" else date.fromisoformat(cell)


def instant(cell: str) -> datetime | None:
    """2026-11-10 09:00 in Norway, or none for –."""
    return None if cell == "–" else datetime.fromisoformat(cell).replace(tzinfo=OSLO)


def yes(cell: str) -> bool:
    """yes or no."""
    return {"yes": True, "no": False}[cell]
