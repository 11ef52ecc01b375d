"""How a statement that is asked again and again goes to PostgreSQL: read and planned once a connection, and several in one turn."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

# So many plans a connection keeps, a quarter of a megabyte each.
_KEPT_PLANS = 300


def cursor_that_prepares() -> Any:
    """A cursor for a statement that is asked again and again: PostgreSQL reads and plans it once a connection, not once a page."""
    here = connections[DEFAULT_DB_ALIAS]  # `connection` looks for it anew at every name that follows
    if here.vendor != "postgresql":
        return here.cursor()
    here.ensure_connection()
    there = here.connection
    if there.prepare_threshold != 0:
        there.prepare_threshold, there.prepared_max = 0, _KEPT_PLANS
    # What `connection.cursor` does with a cursor of its own making, which this one would only have replaced.
    return here._prepare_cursor(_preparing()(there))


@lru_cache(maxsize=1)
def _preparing() -> type:
    """A cursor that is given the text as PostgreSQL has it: psycopg looks through a long one for its holes every time."""
    from psycopg import RawCursor  # noqa: PLC0415

    class Preparing(RawCursor[Any]):
        def execute(self, query: str, params: Any = None, **given: Any) -> Any:  # type: ignore[override]
            text, names = _numbered(query)
            return super().execute(text, [params[name] for name in names] if isinstance(params, dict) else params, **given)

    return Preparing


_HOLE = re.compile(r"%(?:%|s|\((\w+)\)s)")


@lru_cache(maxsize=4096)
def _numbered(sql: str) -> tuple[str, list[str]]:
    """A text with its holes numbered as PostgreSQL numbers them, and what goes in each by name; found once for each text."""
    names: list[str] = []

    def number(hole: re.Match[str]) -> str:
        if hole[0] == "%%":
            return "%"
        if hole[1] not in names or hole[1] is None:
            names.append(hole[1])
        return f"${len(names) if hole[1] is None else names.index(hole[1]) + 1}"

    return _HOLE.sub(number, sql), names


@contextmanager
def all_at_once() -> Iterator[None]:
    """PostgreSQL is told everything that is asked in here at once; SQLite, which has no way to wait for, one after the other."""
    here = connections[DEFAULT_DB_ALIAS]
    if here.vendor != "postgresql":
        yield
        return
    here.ensure_connection()
    with here.wrap_database_errors, here.connection.pipeline():
        yield
