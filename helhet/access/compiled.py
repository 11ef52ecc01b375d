"""What is asked on every page, compiled once for each shape of actor and kept.

Building a Django query costs a millisecond or two, the policy's own far more, and a page asks forty times; the statements
differ only in their values. So each is built once with a stand-in for the actor, and later askings put the real actor's
values in their places: her keys, her units, her instant and day (also when days were added or taken away), and the persons
asked about. Nothing is written twice: the builder is the ordinary expression, and tests hold the two against each other.
"""

import json
import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property, lru_cache
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.db.models.query import get_related_populators

_AT = datetime(1901, 2, 3, 4, 5, 6, tzinfo=UTC)
_KEY = "«key»"
_PERSONS = "«persons»"
_STAND_INS = {"staff_id": UUID(int=0xA1), "partner_member_id": UUID(int=0xA2), "partner_id": UUID(int=0xA3), "person_id": UUID(int=0xA4),
              "next_of_kin_id": UUID(int=0xA5), "share_link_id": UUID(int=0xA6)}  # fmt: skip
_UNIT = 0xB000
_NOBODY = {"postgresql": "SELECT CAST(NULL AS uuid) WHERE 1 = 0"}
_LISTED = {"postgresql": "SELECT unnest(CAST(%s AS uuid[]))"}
_LONG_AGO = re.compile(r"(18|19[01])\d\d?-\d\d-\d\d( .*)?$")

Only = Callable[[str], Q]


@dataclass(frozen=True)
class _Shape:
    """What decides the text of a statement: the kind of actor, which keys she has, and how many units."""

    actor: type
    kind: str
    held: tuple[str, ...]
    units: int
    coordinating: int

    def stand_in(self) -> Any:
        """An actor of this shape who is nobody."""
        units = [UUID(int=_UNIT + n) for n in range(self.units)]
        return self.actor(
            self.kind, _KEY, "", "", _AT, unit_ids=frozenset(units), coordinating_unit_ids=frozenset(units[: self.coordinating]),
            **{name: _STAND_INS[name] for name in self.held},
        )  # fmt: skip


def _shape(actor: Any) -> _Shape:
    held = tuple(name for name in _STAND_INS if getattr(actor, name))
    return _Shape(type(actor), actor.kind, held, len(actor.unit_ids), len(actor.coordinating_unit_ids & actor.unit_ids))


def keys(build: Callable[..., models.QuerySet], actor: Any, question: tuple[Any, ...], column: str) -> RawSQL:
    """This column of what `build(actor, *question)` finds, as a sub-select with this actor's values in place."""
    sql, places = _sub_select(build, _shape(actor), question, column, connection.vendor)
    return RawSQL(sql, _fill(places, actor, None))  # noqa: S611


@lru_cache(maxsize=1024)
def _sub_select(
    build: Callable[..., models.QuerySet], shape: _Shape, question: tuple[Any, ...], column: str, vendor: str
) -> tuple[str, list["_Place"]]:
    try:
        sql, given = build(shape.stand_in(), *question).values(column).query.sql_with_params()
    except EmptyResultSet:
        return _NOBODY.get(vendor, "SELECT NULL WHERE 1 = 0"), []
    return sql, _places(given, shape)


def answers(
    build: Callable[..., models.QuerySet], actor: Any, persons: Collection[UUID] | None, question: tuple[Any, ...] = ()
) -> list[tuple[Any, ...]]:
    """The rows of `build(actor, only, *question)`, a `values_list`; `only(path)` narrows to these persons (None: to nobody)."""
    return list(_statement(build, _shape(actor), persons is None, question).answer(actor, persons))


def instances(build: Callable[..., models.QuerySet], actor: Any, persons: Collection[UUID] | None) -> list[Any]:
    """The same for a query of whole rows, with what it joins by `select_related`."""
    statement = _statement(build, _shape(actor), persons is None, ())
    return [statement.instance(row) for row in statement.answer(actor, persons)]


def _statement(build: Callable[..., models.QuerySet], shape: "_Shape", everybody: bool, question: tuple[Any, ...]) -> "_Statement":
    asked = (build, shape, everybody, question)
    if asked not in _kept:
        _kept[asked] = _Statement(*asked)
    return _kept[asked]


# For every thread: what is kept are texts and what its columns are, and each thread asks on a connection of its own.
_kept: dict[tuple[Any, ...], "_Statement"] = {}


class _Statement:
    """One statement and the compiler that knows how its columns are read."""

    def __init__(self, build: Callable[..., models.QuerySet], shape: _Shape, everybody: bool, question: tuple[Any, ...]) -> None:
        query = build(shape.stand_in(), _nobody_in_particular if everybody else _only, *question).query
        self._compiler = query.get_compiler(connection=connection)
        try:
            self._sql, given = self._compiler.as_sql()
        except EmptyResultSet:
            self._sql, given = "", ()
        self._places = _places(given, shape)

    def answer(self, actor: Any, persons: Collection[UUID] | None) -> Iterable[tuple[Any, ...]]:
        """Ask with this actor's values."""
        if not self._sql or (persons is not None and not persons):
            return []
        with connection.cursor() as cursor:
            cursor.execute(self._sql, _fill(self._places, actor, persons))
            found = cursor.fetchall()
        return map(tuple, self._compiler.apply_converters(found, self._converters)) if self._converters else found

    @cached_property
    def _converters(self) -> dict[int, Any]:
        """How each column is read (django.db.models.sql.compiler.SQLCompiler.results_iter), found out once."""
        chosen = self._compiler.select[: self._compiler.col_count]
        converters: dict[int, Any] = self._compiler.get_converters([column[0] for column in chosen])
        return converters

    def instance(self, row: tuple[Any, ...]) -> Any:
        """A row as Django would have made it (django.db.models.query.ModelIterable)."""
        found = self._model.from_db(connection.alias, self._fields, row[: len(self._fields)])
        for related in self._related:
            related.populate(row, found)
        return found

    @cached_property
    def _model(self) -> Any:
        return self._compiler.klass_info["model"]

    @cached_property
    def _fields(self) -> list[str]:
        chosen = self._compiler.klass_info["select_fields"]
        assert not self._compiler.annotation_col_map, "A query of whole rows is not annotated."
        return [self._compiler.select[place][0].target.attname for place in chosen]

    @cached_property
    def _related(self) -> list[Any]:
        return get_related_populators(self._compiler.klass_info, self._compiler.select, connection.alias)


def _nobody_in_particular(path: str) -> Q:
    return Q()


def _only(path: str) -> Q:
    return Q(**{f"{path}__in": RawSQL(_LISTED.get(connection.vendor, "SELECT value FROM json_each(%s)"), [_PERSONS])})  # noqa: S611


# A place in a statement: which of the actor's values goes there (with days or hours added), or the constant itself.
_Place = tuple[str, Any]


def _places(given: Collection[Any], shape: _Shape) -> list[_Place]:
    stand_in = shape.stand_in()
    names = {_as_kept(_STAND_INS[name]): name for name in shape.held}
    names |= {_as_kept(UUID(int=_UNIT + n)): f"unit {n}" for n in range(shape.units)}
    names |= {_KEY: "key", _PERSONS: "persons"}
    found: list[_Place] = []
    for value in given:
        moment = _long_ago(value)
        if isinstance(moment, datetime):
            found.append(("at", moment - _AT))
        elif moment is not None:
            found.append(("on", moment - stand_in.on))
        else:
            found.append((names[value], None) if isinstance(value, str | UUID) and value in names else ("", value))
    return found


def _long_ago(value: Any) -> datetime | date | None:
    """A moment of the stand-in's own time, which no real row has: SQLite is given text, PostgreSQL the moment itself."""
    if isinstance(value, str) and _LONG_AGO.match(value):
        moment = datetime.fromisoformat(value)
        return moment.replace(tzinfo=UTC) if " " in value else moment.date()
    return value if isinstance(value, date) and value.year < _AT.year + 20 else None  # noqa: PLR2004


def _fill(places: list[_Place], actor: Any, persons: Collection[UUID] | None) -> list[Any]:
    units = sorted(actor.coordinating_unit_ids & actor.unit_ids) + sorted(actor.unit_ids - actor.coordinating_unit_ids)
    return [constant if not name else _value(name, constant, actor, units, persons) for name, constant in places]


def _value(name: str, added: timedelta | None, actor: Any, units: list[UUID], persons: Collection[UUID] | None) -> Any:
    if name == "persons":
        assert persons is not None
        return list(persons) if connection.vendor == "postgresql" else json.dumps([key.hex for key in persons])
    if name.startswith("unit "):
        return _as_kept(units[int(name[5:])])
    if name in ("at", "on"):
        return _as_kept(getattr(actor, name) + added)
    return actor.key if name == "key" else _as_kept(getattr(actor, name))


_FIELDS: list[tuple[type, models.Field]] = [(UUID, models.UUIDField()), (datetime, models.DateTimeField()), (date, models.DateField())]


@lru_cache(maxsize=4096)
def _as_kept(value: UUID | datetime | date) -> Any:
    """The value as this database takes it."""
    field = next(field for kind, field in _FIELDS if isinstance(value, kind))
    return field.get_db_prep_value(value, connection)
