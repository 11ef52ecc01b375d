"""Where the record's tables are asked: DuckDB on a snapshot, or the live database.

An expression is written once, in Ibis, over `TABLES` (by name and column as `schema` says) and the day `ON`. On a snapshot the
same expression is bound to its files. Live, the rows it needs are read by the SELECTs of `live`, the persons asked about filtered
underneath, and it is worked out in memory for a few persons and in DuckDB for many (docs/adr/0017-live-tables-are-selects.md).
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache, cached_property, lru_cache
from itertools import chain
from pathlib import Path
from typing import Any
from uuid import UUID

import duckdb
import ibis
import ibis.expr.operations as ops
import ibis.expr.types as ir
import pyarrow as pa
from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL
from ibis.expr.datatypes import DataType

from helhet.access.compiled import listed
from helhet.access.policy import OSLO
from helhet.access.prepared import cursor_that_prepares

from . import dialects, live, memory, schema
from .memory import Row
from .shared import Shared
from .snapshot import Manifest, arrow, is_number, read
from .used import columns_used

Tables = Mapping[str, ir.Table]

# The day a question is asked about.
ON: Any = ibis.param("date").name("on")


def _unbound(table: schema.Table) -> ir.Table:
    return ibis.table({column.name: column.type for column in table.columns}, name=table.name)


TABLES = Shared({table.name: _unbound(table) for table in schema.TABLES.values()})


# ── a snapshot ──────────────────────────────────────────────────────────────


class Snapshot(Mapping[str, ir.Table]):
    """The tables of a snapshot on DuckDB, every file held against the manifest before anything is read."""

    def __init__(self, directory: Path, *, threads: int | None = None, memory: str = "") -> None:
        self.manifest: Manifest = read(directory)
        self.con = duckdb.connect(config={**({"threads": threads} if threads else {}), **({"memory_limit": memory} if memory else {})})
        self.con.execute("SET GLOBAL TimeZone = 'UTC'")  # for every cursor of it
        for table in schema.TABLES.values():
            self.con.execute(f'CREATE VIEW "{table.name}" AS {_file(directory, table, self.manifest)}')

    def __getitem__(self, name: str) -> ir.Table:
        return TABLES[name]

    def __iter__(self) -> Iterator[str]:
        return iter(TABLES)

    def __len__(self) -> int:
        return len(TABLES)

    def ask(self, *asked: ir.Table, on: date) -> list[dict[str, Any]]:
        """The rows of expressions over `TABLES` with the same columns, as `Question.ask` gives them live. Keys are words again."""
        like = asked[0]
        found = _read(like, self.con.sql(self._sql([dialects.statement(one, ON) for one in asked], like, on=on)))
        return [dict(zip(like.columns, row, strict=True)) for row in found]

    def _sql(self, statements: Iterable[str], like: ir.Table, *, on: date) -> str:
        """Several statements as the one DuckDB is asked."""
        columns = ", ".join(
            f'CAST("{name}" AS VARCHAR) AS "{name}"' if kind.is_string() else f'"{name}"' for name, kind in like.schema().items()
        )
        return dialects.on_day(" UNION ALL ".join(f"SELECT {columns} FROM ({one})" for one in statements), on)


def _file(directory: Path, table: schema.Table, manifest: Manifest) -> str:
    """A table's rows in its file, or none when nobody has any."""
    for one in manifest.files:
        if one.table == table.name:
            path = str(directory / one.file).replace("'", "''")
            return f"SELECT * FROM read_parquet('{path}')"
    kinds = {one.name: "BIGINT" if is_number(table.name, one) else dialects.DUCKDB[one.type] for one in table.columns}
    return "SELECT " + ", ".join(f'CAST(NULL AS {kind}) AS "{name}"' for name, kind in kinds.items()) + " WHERE false"


def snapshot(directory: Path | str, **limits: Any) -> Snapshot:
    """The tables of a snapshot; raises `Broken` with the name of a file that is missing or not what was written."""
    return Snapshot(Path(directory), **limits)


# ── the live database ───────────────────────────────────────────────────────

# So many persons are asked about in memory; more of them in DuckDB, which takes two thirds of a second whatever it is asked.
FEW = 500

_PERSON = UUID(int=0xA4)
_PERSONS = "«persons»"
_LISTED = {"postgresql": "SELECT unnest(CAST(%s AS uuid[]))", "sqlite": "SELECT value FROM json_each(%s)"}


@dataclass(frozen=True)
class _Statement:
    sql: str
    values: tuple[Any, ...]

    def given(self, persons: Collection[UUID] | None) -> Any:
        """The values it is asked with about these persons: by place, or by name when it has no others."""
        if self.values or persons is None:
            return [_value(value, persons) for value in self.values]
        return {"persons": next(iter(persons)) if len(persons) == 1 else listed(persons)}


class Question:
    """Expressions over `TABLES` with the same columns, asked together of the live database.

    The rows of the tables they use are read for the persons asked about, by one statement when the persons are few and one a table
    when they are many, and worked on in memory or in DuckDB. Both are made ready once.
    """

    def __init__(self, *asked: ir.Table) -> None:
        self.asked = asked
        self.uses = tuple(sorted({node.name for one in asked for node in one.op().find(ops.UnboundTable)}))

    @cached_property
    def _program(self) -> memory.Program:
        return memory.Program(*self.asked)

    @property
    def reads(self) -> tuple[tuple[str, frozenset[str]], ...]:
        """The tables it reads for a few persons, each with the columns that something in the answer comes from."""
        return self._program.uses

    @cached_property
    def _used(self) -> dict[str, frozenset[str]]:
        """Of each table, the columns that something in the answer comes from."""
        found = dict.fromkeys(self.uses, frozenset[str]())
        for node, names in columns_used(*self.asked).items():
            if isinstance(node, ops.UnboundTable):
                found[node.name] |= names
        return found

    @cached_property
    def _statements(self) -> list[str]:
        return [dialects.statement(one, ON) for one in self.asked]

    def ask(self, *, on: date, persons: Collection[UUID] | None = None) -> list[dict[str, Any]]:
        """Its rows on this day, about these persons; None asks about everybody, and an empty collection about nobody."""
        if persons is not None and not persons:
            return []
        names = self.asked[0].columns
        found = (
            self._few(on, persons) if persons is not None and len(persons) <= FEW else self._many(on, lambda table: rows_of(table, persons))
        )
        return [dict(zip(names, row, strict=True)) for row in found]

    def ask_in(self, number: str, *, on: date, contacts_since: date | None = None) -> list[dict[str, Any]]:
        """Its rows on this day, of what is about this municipality and those who live in it: for counting, as a snapshot of it would.

        Contacts before `contacts_since` are left out: who looks at the latest year only need not carry ten years of them.
        """
        names = self.asked[0].columns
        more = {"contact": [contacts_from(contacts_since)]} if contacts_since else {}
        used = self._used
        found = self._many(on, lambda table: rows_in(table, number, *more.get(table, []), used=used[table]), used)
        return [dict(zip(names, row, strict=True)) for row in found]

    def ready(self) -> "Question":
        """Make it ready for a few persons now, rather than when the first one waits."""
        _ = self._program
        return self

    def ready_for_many(self) -> "Question":
        """The same where many are asked about; what carries the rows there takes half a second to load."""
        _ = self._statements, [_in_arrow(name, []) for name in self.uses]
        return self

    def _few(self, on: date, persons: Collection[UUID]) -> Iterator[Row]:
        return chain.from_iterable(self._program(rows_of_each(self.reads, persons), on))

    def _many(self, on: date, rows: Callable[[str], list[Row]], used: Mapping[str, frozenset[str]] | None = None) -> Iterator[Row]:
        with duckdb.connect() as there:
            there.execute("SET TimeZone = 'UTC'")
            with live.at_one_moment():
                for name in self.uses:
                    there.register(name, _in_arrow(name, rows(name), used[name] if used else None))
            for one, statement in zip(self.asked, self._statements, strict=True):
                yield from _read(one, there.sql(dialects.on_day(statement, on)))


def rows_of(table: str, persons: Collection[UUID] | None) -> list[Row]:
    """A table's rows in the live database about these persons (None: everybody), in the schema's order and as its types."""
    whom = "all" if persons is None or schema.TABLES[table].about != "person" else "one" if len(persons) == 1 else "several"
    statement = _statement(connection.vendor, table, whom)
    return _fetched(table, statement.sql, [_value(value, persons) for value in statement.values])


def rows_of_each(tables: tuple[tuple[str, frozenset[str]], ...], persons: Collection[UUID]) -> dict[str, list[Row]]:
    """These columns of each of these tables, for a few persons, by one statement: as they stood at one moment, and read in one go."""
    statement = _together(connection.vendor, tables, "one" if len(persons) == 1 else "several")
    with cursor_that_prepares() as cursor:
        cursor.execute(statement.sql, statement.given(persons))
        found = dict(cursor.fetchall())
    return {name: _as_typed(name, json.loads(found[place] or "[]")) for place, (name, _) in enumerate(tables)}


@cache
def _together(vendor: str, tables: tuple[tuple[str, frozenset[str]], ...], whom: str) -> _Statement:
    """The SELECTs of several tables as one: which table it is, and its rows as JSON, since no two have the same columns."""
    rows_as, array, text = {"postgresql": ("json_agg", "json_build_array", "::text")}.get(vendor, ("json_group_array", "json_array", ""))
    sql: list[str] = []
    values: list[Any] = []
    for place, (table, used) in enumerate(tables):
        rows = _rows(vendor, table, whom if schema.TABLES[table].about == "person" else "all", used)
        asked = iter(rows.query.annotation_select)
        names = ", ".join(f'"{next(asked)}"' if name in used else "NULL" for name in schema.TABLES[table].names)
        one, given = rows.query.sql_with_params()
        sql.append(f'SELECT {place}, {rows_as}({array}({names})){text} FROM ({one}) AS "rows_{place}"')
        values += given
    made = _Statement(" UNION ALL ".join(sql), tuple(values))
    return _written_out(made) if vendor == "postgresql" else made


def _written_out(statement: _Statement) -> _Statement:
    """The same with every choice in the text, and the persons as its one open value: two hundred take longer to send than the answer.

    Whether there is such a row is looked up for each row of a few persons: without an OFFSET, PostgreSQL rather reads everybody's once.
    """
    with connection.cursor() as cursor:
        text = cursor.mogrify(statement.sql, statement.values).replace("%", "%%").replace(" LIMIT 1)", " LIMIT 1 OFFSET 0)")
        for stand_in in (_PERSON, _PERSONS):
            text = text.replace(cursor.mogrify("%s", [stand_in]), "%(persons)s")
    return _Statement(text, ())


def rows_in(table: str, number: str, *more: Q, used: frozenset[str] | None = None) -> list[Row]:
    """A table's rows in the live database about this municipality and those who live in it, of which `more` holds, as in `rows_of`.

    Of the columns only those `used`, when that is given.
    """
    query = live.rows(table, live.within(table, number), *more, used=_asked_for(table, used)).query
    sql, values = query.sql_with_params()
    return _fetched(table, sql, values, used)


def _asked_for(table: str, used: frozenset[str] | None) -> list[str]:
    """These columns in the schema's order; the first alone when only the number of rows is."""
    names = schema.TABLES[table].names
    return list(names) if used is None else [name for name in names if name in used] or [names[0]]


def contacts_from(day: date) -> Q:
    """The contacts of this day and later."""
    return Q(started_at__gte=datetime.combine(day, time.min, OSLO))


def _fetched(table: str, sql: str, values: Sequence[Any], used: frozenset[str] | None = None) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        found = cursor.fetchall()
    return found if connection.vendor == "postgresql" else _as_typed(table, found, used)


@cache
def _statement(vendor: str, table: str, whom: str) -> _Statement:
    """The SELECT of a table for «one» person, «several» or «all», kept from the first time."""
    sql, values = _rows(vendor, table, whom).query.sql_with_params()
    return _Statement(sql, tuple(values))


def _rows(vendor: str, table: str, whom: str, used: Collection[str] | None = None) -> QuerySet:
    only = {
        "all": [], "one": [live.about(table, "pk", _PERSON)] if whom == "one" else [],
        "several": [live.about(table, "pk__in", RawSQL(_LISTED[vendor], [_PERSONS]))] if whom == "several" else [],  # noqa: S611
    }[whom]  # fmt: skip
    return live.rows(table, *only, used=used)


def _value(value: Any, persons: Collection[UUID] | None) -> Any:
    if persons is None or not isinstance(value, str | UUID):
        return value
    if value in (_PERSON, _PERSON.hex):
        [key] = persons
        return key if isinstance(value, UUID) else key.hex
    if value != _PERSONS:
        return value
    return listed(persons)


def _as_typed(table: str, rows: Iterable[Sequence[Any]], used: frozenset[str] | None = None) -> list[Row]:
    """SQLite, and JSON, have days and moments as text; SQLite has yes and no as numbers."""
    readers = _typed(table, used)
    made = []
    for row in rows:
        values = list(row)
        for place, as_ours in readers:
            if (value := values[place]) is not None:
                values[place] = as_ours(value)
        made.append(tuple(values))
    return made


@lru_cache(maxsize=16384)
def _known_day(value: Any) -> date:
    """Few days are many rows'."""
    return _as_day(value)


@cache
def _typed(table: str, used: frozenset[str] | None) -> list[tuple[int, Callable[[Any], Any]]]:
    of: dict[str, Callable[[Any], Any]] = {schema.DAY: _known_day, schema.MOMENT: _as_moment, schema.YES: bool}
    types = {one.name: one.type for one in schema.TABLES[table].columns}
    return [(place, of[types[name]]) for place, name in enumerate(_asked_for(table, used)) if types[name] in of]


def _in_arrow(table: str, rows: list[Row], used: frozenset[str] | None = None) -> pa.Table:
    """A table of the schema's shape; a column nobody uses is empty."""
    kinds, names = arrow(table), _asked_for(table, used)
    columns = dict(zip(names, list(zip(*rows, strict=True)) or [()] * len(names), strict=True))
    made = [pa.array(columns[one.name], one.type) if one.name in columns else pa.nulls(len(rows), one.type) for one in kinds]
    return pa.table(made, schema=kinds)


@cache
def _readers(asked: ir.Table) -> list[Any]:
    return [next((read for is_so, read in _READS if is_so(kind)), _as_is) for kind in asked.schema().types]


def _read(asked: ir.Table, found: duckdb.DuckDBPyRelation) -> Iterator[Row]:
    """What DuckDB found, by way of Arrow: moments as Python's own need a library that is not here."""
    columns = [column.to_pylist() for column in found.to_arrow_table().columns]
    readers = _readers(asked)
    for row in zip(*columns, strict=True):
        yield tuple(value if value is None else as_ours(value) for as_ours, value in zip(readers, row, strict=True))


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
