"""Rows for many generated persons at once, straight into the tables: nothing of it is logged, so it is never about anybody real."""

from collections.abc import Iterator, Mapping
from itertools import chain, islice, repeat
from typing import Any

from django.db import connection, models

from .models import CareRelation, Change, Consent, ConsentPart, LogReview, Objection

_OWN: dict[str, type[models.Model]] = {
    model._meta.model_name or "": model for model in (CareRelation, Change, Consent, ConsentPart, LogReview, Objection)
}
_BATCH = 10_000  # rows held at once


def own_rows_in_bulk(name: str, size: int, columns: Mapping[str, Any]) -> None:
    """So many rows of one of access's own tables, by its name in small letters."""
    rows_in_bulk(_OWN[name], size, columns)


def rows_in_bulk(model: type[models.Model], size: int, columns: Mapping[str, Any]) -> None:
    """So many rows of a table, by column; one that is not given has its field's default in every row.

    A list is one value a row, as both databases read it: days and moments (UTC) as text, keys as 32 characters, yes as 1.
    """
    if not size:
        return
    fields = [field for field in model._meta.concrete_fields if field.attname in columns or not isinstance(field, models.AutoField)]
    assert columns.keys() <= {field.attname for field in fields}, columns.keys() - {field.attname for field in fields}
    rows = zip(*(_values(field, columns, size) for field in fields), strict=True)
    names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        places = ", ".join(["%s"] * len(fields))
        for first in rows:
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", chain([first], islice(rows, _BATCH - 1)))  # noqa: S608


def _values(field: models.Field, columns: Mapping[str, Any], size: int) -> Iterator[Any]:
    if isinstance(given := columns.get(field.attname), list):
        assert len(given) == size, f"{field}: {len(given)} values for {size} rows"
        return iter(given)
    every = given if field.attname in columns else field.get_default()
    return repeat(field.get_db_prep_save(every, connection), size)
