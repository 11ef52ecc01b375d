"""Where the record's tables are asked: DuckDB on a snapshot, or the live database through Django's own connection.

An expression is written once, in Ibis, over `TABLES` (by name and column as `schema` says) and the day `ON`. On a snapshot the
same expression is bound to its files. Live, it is compiled once to the database's SQL, with each table it uses as the SELECT of
`live`, the persons asked about filtered underneath, and the day as a value (docs/adr/0017-live-tables-are-selects.md).
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import ibis
import ibis.expr.operations as ops
import ibis.expr.types as ir
from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL
from ibis.expr.datatypes import DataType

from . import dialects, live, schema
from .snapshot import Manifest, read

Tables = Mapping[str, ir.Table]

# The day a question is asked about.
ON: Any = ibis.param("date").name("on")


def _unbound(table: schema.Table) -> ir.Table:
    return ibis.table({column.name: column.type for column in table.columns}, name=table.name)


TABLES: Tables = {table.name: _unbound(table) for table in schema.TABLES.values()}


# ── a snapshot ──────────────────────────────────────────────────────────────


class Snapshot(Mapping[str, ir.Table]):
    """The tables of a snapshot on DuckDB, every file held against the manifest before anything is read."""

    def __init__(self, directory: Path, *, threads: int | None = None, memory: str = "") -> None:
        self.manifest: Manifest = read(directory)
        self.backend = ibis.duckdb.connect(**({"threads": threads} if threads else {}), **({"memory_limit": memory} if memory else {}))
        self.backend.raw_sql("SET TimeZone = 'UTC'")
        for table in schema.TABLES.values():
            self._view(table, [str(directory / one.file) for one in self.manifest.files if one.table == table.name])
        self._tables = {name: self.backend.table(name) for name in schema.TABLES}

    def _view(self, table: schema.Table, files: list[str]) -> None:
        columns = ", ".join(f'CAST("{one.name}" AS {dialects.DUCKDB[one.type]}) AS "{one.name}"' for one in table.columns)
        if files:
            paths = ", ".join("'" + file.replace("'", "''") + "'" for file in files)
            rows = f"read_parquet([{paths}], hive_partitioning = false)"
        else:
            rows = "(SELECT " + ", ".join(f'NULL AS "{name}"' for name in table.names) + " WHERE false)"
        self.backend.raw_sql(f'CREATE VIEW "{table.name}" AS SELECT {columns} FROM {rows}')

    def __getitem__(self, name: str) -> ir.Table:
        return self._tables[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)

    def ask(self, asked: ir.Table, *, on: date) -> list[dict[str, Any]]:
        """The rows of an expression over `TABLES`, as `Question.ask` gives them live."""
        found = self.backend.con.sql(self.sql(asked, on=on)).to_arrow_table()
        return _read(asked, list(zip(*(column.to_pylist() for column in found.columns), strict=True)))

    def sql(self, asked: ir.Table, *, on: date) -> str:
        """The statement DuckDB is asked."""
        return dialects.statement("duckdb", asked, ON).replace(dialects.DAY, f"DATE '{on.isoformat()}'")


def snapshot(directory: Path | str, **limits: Any) -> Snapshot:
    """The tables of a snapshot; raises `Broken` with the name of a file that is missing or not what was written."""
    return Snapshot(Path(directory), **limits)


# ── the live database ───────────────────────────────────────────────────────

_PERSON = UUID(int=0xA4)
_PERSONS = "«persons»"
_LISTED = {"postgresql": "SELECT unnest(CAST(%s AS uuid[]))", "sqlite": "SELECT value FROM json_each(%s)"}


@dataclass(frozen=True)
class _Statement:
    sql: str
    values: tuple[Any, ...]


class Question:
    """Expressions over `TABLES` with the same columns, asked together of the live database: compiled once for one person, several or all.

    Together is not joined: a table that several use is worked out once, and no expression is nested in another.
    """

    def __init__(self, *asked: ir.Table) -> None:
        self.asked = asked
        self._uses = tuple(sorted({node.name for one in asked for node in one.op().find(ops.UnboundTable)}))
        self._compiled: dict[tuple[str, str], _Statement] = {}

    def ask(self, *, on: date, persons: Collection[UUID] | None = None) -> list[dict[str, Any]]:
        """Its rows on this day, about these persons; None asks about everybody, and an empty collection about nobody."""
        if persons is not None and not persons:
            return []
        statement = self.statement("all" if persons is None else "one" if len(persons) == 1 else "several")
        with connection.cursor() as cursor:
            cursor.execute(statement.sql, [self._value(value, on, persons) for value in statement.values])
            found = cursor.fetchall()
        return _read(self.asked[0], found)

    def statement(self, whom: str) -> _Statement:
        """The statement for «one» person, «several» or «all», kept from the first time."""
        key = (connection.vendor, whom)
        if key not in self._compiled:
            self._compiled[key] = self._compile(whom)
        return self._compiled[key]

    def _compile(self, whom: str) -> _Statement:
        tables, values = [], []
        for name in self._uses:
            sql, given = live.rows(name, *self._only(name, whom)).query.sql_with_params()
            columns = ", ".join(f'"{column}"' for column in schema.TABLES[name].names)
            tables.append(f'"{name}"({columns}) AS ({sql})')
            values += given
        bodies = [f"SELECT * FROM ({dialects.statement(connection.vendor, one, ON)}) AS told" for one in self.asked]
        body = " UNION ALL ".join(bodies).replace("%", "%%")
        days = body.count(dialects.DAY)
        whole = f"WITH {', '.join(tables)} {body.replace(dialects.DAY, dialects.PLACE[connection.vendor])}"
        return _Statement(whole, (*values, *[ON] * days))

    def _only(self, table: str, whom: str) -> list[Q]:
        if whom == "all" or schema.TABLES[table].about != "person":
            return []
        if whom == "one":
            return [live.about(table, "pk", _PERSON)]
        return [live.about(table, "pk__in", RawSQL(_LISTED[connection.vendor], [_PERSONS]))]  # noqa: S611

    def _value(self, value: Any, on: date, persons: Collection[UUID] | None) -> Any:
        if value is ON:
            return on if connection.vendor == "postgresql" else on.isoformat()
        if persons is None or not isinstance(value, str | UUID):
            return value
        if value in (_PERSON, _PERSON.hex):
            [key] = persons
            return key if isinstance(value, UUID) else key.hex
        return dialects.listed(connection.vendor, persons) if value == _PERSONS else value


@cache
def _readers(asked: ir.Table) -> list[Any]:
    return [next((read for is_so, read in _READS if is_so(kind)), _as_is) for kind in asked.schema().types]


def _read(asked: ir.Table, rows: list[tuple[Any, ...]]) -> list[dict[str, Any]]:
    names, readers = asked.columns, _readers(asked)
    return [{name: value if value is None else read(value) for name, read, value in zip(names, readers, row, strict=True)} for row in rows]


def _as_is(value: Any) -> Any:
    return value


def _as_day(value: Any) -> date:
    """SQLite gives text, and a day with an interval added is a moment to the others."""
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else date.fromisoformat(value[:10])


def _as_moment(value: Any) -> datetime:
    found = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


_READS: list[tuple[Callable[[DataType], bool], Callable[[Any], Any]]] = [
    (DataType.is_date, _as_day),
    (DataType.is_timestamp, _as_moment),
    (DataType.is_boolean, bool),
    (DataType.is_integer, int),
]
