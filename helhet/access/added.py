"""Rows added by statements whose text is made once: the access log and the ends of its chains, and what is written of many at a time."""

from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from typing import Any

from django.db import connection, models

from .prepared import cursor_that_prepares

_AT_ONCE = 40  # rows in one statement: a page's, and no more values than any database takes


def add(rows: Iterable[models.Model], *, over: str = "") -> None:
    """Add these rows of one table, in a few statements; `over` names the key by which a row that is there is written over."""
    rows = list(rows)
    for first in range(0, len(rows), _AT_ONCE):
        some = rows[first : first + _AT_ONCE]
        model: Any = type(some[0])
        with cursor_that_prepares() as cursor:
            cursor.execute(_statement(connection.vendor, model, len(some), over), [value for row in some for value in _values(model, row)])
        for row in some:
            row._state.adding, row._state.db = False, connection.alias


@lru_cache(maxsize=1024)
def _statement(vendor: str, model: type[models.Model], count: int, over: str) -> str:
    quoted = connection.ops.quote_name
    columns = [quoted(field.column) for field in model._meta.concrete_fields]
    row = f"({', '.join(['%s'] * len(columns))})"
    sql = f"INSERT INTO {quoted(model._meta.db_table)} ({', '.join(columns)}) VALUES {', '.join([row] * count)}"  # noqa: S608
    if over:
        others = ", ".join(f"{one} = EXCLUDED.{one}" for one in columns if one != quoted(over))
        sql += f" ON CONFLICT ({quoted(over)}) DO UPDATE SET {others}"
    return sql


def _values(model: Any, row: models.Model) -> list[Any]:
    given = row.__dict__
    return [given[name] if prepare is None else prepare(given[name]) for name, prepare in _columns(connection.vendor, model)]


@lru_cache
def _columns(vendor: str, model: type[models.Model]) -> list[tuple[str, Callable[[Any], Any] | None]]:
    """Each field, and how its value is made the database's own; words and numbers are that already."""
    return [(field.attname, _prepared(field)) for field in model._meta.concrete_fields]


def _prepared(field: Any) -> Callable[[Any], Any] | None:
    kind = field.target_field if isinstance(field, models.ForeignKey) else field
    if isinstance(kind, models.CharField | models.TextField | models.IntegerField):
        return None
    if isinstance(kind, models.UUIDField):
        return None if connection.features.has_native_uuid_field else lambda value: None if value is None else value.hex
    save = partial(field.get_db_prep_save, connection=connection)
    # Rows that are added together have their instants and days in common.
    return lru_cache(maxsize=512)(save) if isinstance(kind, models.DateField) else save
