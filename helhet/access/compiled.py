"""What is asked on every page, compiled once for each shape of actor and kept.

Building a Django query costs a millisecond or two, the policy's own far more, and a page asks forty times; the statements
differ only in their values. So each is built once with a stand-in for the actor, and later askings put the real actor's
values in their places: her keys, her units, her instant and day (also when days were added or taken away), and the persons
asked about. Nothing is written twice: the builder is the ordinary expression, and tests hold the two against each other.
"""

import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property, lru_cache
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.db.models.query import ModelIterable, get_related_populators

from .prepared import all_at_once, cursor_that_prepares

_AT = datetime(1901, 2, 3, 4, 5, 6, tzinfo=UTC)
_KEY = "«key»"
_PERSONS = "«persons»"
_STAND_INS = {"staff_id": UUID(int=0xA1), "partner_member_id": UUID(int=0xA2), "partner_id": UUID(int=0xA3), "person_id": UUID(int=0xA4),
              "next_of_kin_id": UUID(int=0xA5), "share_link_id": UUID(int=0xA6)}  # fmt: skip
_UNIT = 0xB000
_NOBODY = {"postgresql": "SELECT CAST(NULL AS uuid) WHERE 1 = 0"}
_LISTED = {"postgresql": "SELECT unnest(CAST(%s AS uuid[]))"}
# Places for a worker's units that are no coordinating units, and for her municipalities, at least: most have one or two, and share
# their statements and plans.
_TWO = 2
_LONG_AGO = re.compile(r"(18|19[01])\d\d?-\d\d-\d\d( .*)?$")

Only = Callable[[str], Q]


@dataclass(frozen=True)
class _Shape:
    """What decides the text of a statement: the kind of actor, which keys she has, and places enough for her units and municipalities.

    A statement that is new to a connection costs more than the page it is for. So there are few numbers of places (0, then powers of
    two), and where she has fewer units than places, one of them stands in several.
    """

    actor: type
    kind: str
    held: tuple[str, ...]
    coordinating: int  # places for coordinating units, the first ones
    others: int
    municipalities: int

    def stand_in(self) -> Any:
        """An actor of this shape who is nobody."""
        units = [UUID(int=_UNIT + n) for n in range(self.coordinating + self.others)]
        return self.actor(
            self.kind, _KEY, "", "", _AT, unit_ids=frozenset(units), coordinating_unit_ids=frozenset(units[: self.coordinating]),
            municipality_numbers=frozenset(_town(n) for n in range(self.municipalities)),
            **{name: _STAND_INS[name] for name in self.held},
        )  # fmt: skip

    @property
    def names(self) -> dict[Any, str]:
        """What stands for which of the actor's values, as this database keeps it."""
        held = {_as_kept(_STAND_INS[name]): name for name in self.held}
        units = {_as_kept(UUID(int=_UNIT + n)): f"unit {n}" for n in range(self.coordinating + self.others)}
        return held | units | {_town(n): f"municipality {n}" for n in range(self.municipalities)} | {_KEY: "key"}


@dataclass(frozen=True)
class _Named:
    """The same for values by name: what they are called, and of which kind each is. A moment is called `at`, and a day `on`."""

    kinds: tuple[tuple[str, type], ...]
    words: bool  # the keys asked about are words (a municipality's number)

    def stand_ins(self) -> dict[str, Any]:
        """A value of each kind that no row has."""
        called: dict[type, str] = {datetime: "at", date: "on"}
        assert all(name == called.get(kind, name) for name, kind in self.kinds)
        made = {"at": _AT, "on": _AT.date()}
        keys = {name: UUID(int=0xC000 + n) if kind is UUID else f"«{name}»" for n, (name, kind) in enumerate(self.kinds)}
        return {name: made.get(name, keys[name]) for name, _ in self.kinds}

    @property
    def names(self) -> dict[Any, str]:
        """What stands for which of the values."""
        return {_as_kept(value): name for name, value in self.stand_ins().items() if isinstance(value, UUID)} | {
            value: name for name, value in self.stand_ins().items() if isinstance(value, str)
        }


def _town(n: int) -> str:
    return f"«municipality {n}»"


def shape(actor: Any) -> _Shape:
    """What of this actor decides the text of a statement."""
    held = tuple(name for name in _STAND_INS if getattr(actor, name))
    coordinating = _places_for(len(actor.coordinating_unit_ids & actor.unit_ids), 1)
    # Who belongs to coordinating units alone has those in the other places too.
    others = _places_for(len(actor.unit_ids - actor.coordinating_unit_ids) or coordinating, _TWO)
    return _Shape(type(actor), actor.kind, held, coordinating, others, _places_for(len(actor.municipality_numbers), _TWO))


def _places_for(count: int, least: int) -> int:
    """The nearest power of two that is enough; none for none."""
    return max(least, 1 << (count - 1).bit_length()) if count else 0


def keys(build: Callable[..., models.QuerySet], actor: Any, question: tuple[Any, ...], column: str) -> RawSQL:
    """This column of what `build(actor, *question)` finds, as a sub-select with this actor's values in place."""
    sql, places = _sub_select(build, actor.shape, question, column, connection.vendor)
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
    build: Callable[..., models.QuerySet], actor: Any, keys: Collection[UUID] | None, question: tuple[Any, ...] = ()
) -> list[tuple[Any, ...]]:
    """The rows of `build(actor, only, *question)`, a `values_list`; `only(path)` narrows to these keys (None: to nobody's)."""
    return list(_statement(build, actor.shape, keys is None, question).answer(actor, keys))


def instances(build: Callable[..., models.QuerySet], actor: Any, keys: Collection[UUID] | None) -> list[Any]:
    """The same for a query of whole rows, with what it joins by `select_related`."""
    return _statement(build, actor.shape, keys is None, ()).instances(actor, keys)


def together(asked: Iterable[tuple[Callable[..., models.QuerySet], Collection[UUID] | None]], actor: Any) -> list[list[Any]]:
    """What each of these finds, whole rows or a `values_list`, in order: all is asked before the first answer is waited for.

    PostgreSQL and a page take turns at the processors for every statement that is waited for, and fifty turns cost more than fifty answers.
    """
    statements = [(_statement(build, actor.shape, keys is None, ()), keys) for build, keys in asked]
    with all_at_once():
        sent = [statement.sent(actor, keys) for statement, keys in statements]
    return [statement.received(cursor) for (statement, _), cursor in zip(statements, sent, strict=True)]


def rows(build: Callable[..., models.QuerySet], keys: Collection[UUID | str] | None = None, **given: UUID | date | str) -> list[Any]:
    """The rows of `build(only, **given)`, whole or a `values_list`, of a table that nobody's access decides: only values differ."""
    values = Values(given)
    shape = _Named(tuple((name, type(value)) for name, value in given.items()), isinstance(next(iter(keys or ()), None), str))
    statement = _statement(build, shape, keys is None, ())
    return statement.instances(values, keys) if statement.whole else list(statement.answer(values, keys))


class Values:
    """Values by name, asked with in an actor's place."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        self.known = {name: _as_kept(value) if isinstance(value, UUID) else value for name, value in given.items()}


def _statement(build: Callable[..., models.QuerySet], shape: "_Shape | _Named", everybody: bool, question: tuple[Any, ...]) -> "_Statement":
    asked = (build, shape, everybody, question)
    if asked not in _kept:
        if isinstance(shape, _Shape):
            query = build(shape.stand_in(), nobody if everybody else _only, *question)
        else:
            query = build(nobody if everybody else _only_words if shape.words else _only, **shape.stand_ins())
        _kept[asked] = _Statement(query, shape)
    return _kept[asked]


# For every thread: what is kept are texts and what its columns are, and each thread asks on a connection of its own.
_kept: dict[tuple[Any, ...], "_Statement"] = {}


class _Statement:
    """One statement and the compiler that knows how its columns are read."""

    def __init__(self, rows: models.QuerySet, shape: "_Shape | _Named") -> None:
        self.whole = rows._iterable_class is ModelIterable
        self._compiler = rows.query.get_compiler(connection=connection)
        try:
            self._sql, given = self._compiler.as_sql()
        except EmptyResultSet:
            self._sql, given = "", ()
        self._places = _places(given, shape)

    def answer(self, actor: Any, keys: Collection[UUID] | None) -> Iterable[tuple[Any, ...]]:
        """Ask with this actor's values."""
        return self._read(self.sent(actor, keys))

    def sent(self, actor: Any, keys: Collection[UUID] | None) -> Any:
        """The cursor that will have the answer; none when there is nothing to ask."""
        if not self._sql or (keys is not None and not keys):
            return None
        cursor = cursor_that_prepares()
        cursor.execute(self._sql, _fill(self._places, actor, keys))
        return cursor

    def received(self, cursor: Any) -> list[Any]:
        """What was asked for: whole rows, or what was wanted of each."""
        return self._instances(cursor) if self.whole else list(self._read(cursor))

    def _read(self, cursor: Any) -> Iterable[tuple[Any, ...]]:
        if cursor is None:
            return []
        with cursor:
            found: list[tuple[Any, ...]] = cursor.fetchall()
        if not self._readers:
            return found
        # As django.db.models.sql.compiler.SQLCompiler.apply_converters does, with less ado.
        rows = [list(row) for row in found]
        for place, read in self._readers:
            for row in rows:
                row[place] = read(row[place])
        return map(tuple, rows)

    def instances(self, actor: Any, keys: Collection[UUID] | None) -> list[Any]:
        """The same rows whole; those that are joined to the same row share it."""
        return self._instances(self.sent(actor, keys))

    def _instances(self, cursor: Any) -> list[Any]:
        known: dict[tuple[int, Any], Any] = {}
        return [self._instance(row, known) for row in self._read(cursor)]

    @cached_property
    def _readers(self) -> list[tuple[int, Callable[[Any], Any]]]:
        """How each column is read (django.db.models.sql.compiler.SQLCompiler.results_iter), found out once."""
        chosen = self._compiler.select[: self._compiler.col_count]
        converters = self._compiler.get_converters([column[0] for column in chosen])
        return [(place, _reader(given, expression)) for place, (given, expression) in converters.items()]

    def _instance(self, row: tuple[Any, ...], known: dict[tuple[int, Any], Any]) -> Any:
        """A row as Django would have made it (django.db.models.query.ModelIterable)."""
        found = self._model.from_db(connection.alias, self._fields, row[: len(self._fields)])
        for related in self._related:
            _join(related, row, found, known)
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


def _join(related: Any, row: tuple[Any, ...], found: Any, known: dict[tuple[int, Any], Any]) -> None:
    """As RelatedPopulator.populate does, but a row that another was joined to is not made again."""
    given = row[related.cols_start : related.cols_end]
    key = given[related.pk_idx]
    one = None if key is None else known.get((id(related), key))
    if one is None and key is not None:
        one = known[id(related), key] = related.model_cls.from_db(related.db, related.init_list, given)
        for further in related.related_populators:
            _join(further, row, one, known)
    related.local_setter(found, one)
    if one is not None:
        related.remote_setter(one, found)


def _reader(converters: Collection[Callable[..., Any]], expression: Any) -> Callable[[Any], Any]:
    """One column's converters as a function of the value; the same key is read once, however many rows name it."""
    if list(converters) == [getattr(connection.ops, "convert_uuidfield_value", None)]:
        return _key_of

    def read(value: Any) -> Any:
        for convert in converters:
            value = convert(value, expression, connection)
        return value

    return read


@lru_cache(maxsize=65536)
def _key_of(text: str | None) -> UUID | None:
    return None if text is None else UUID(text)


def nobody(path: str) -> Q:
    """An `only` that narrows to nobody in particular."""
    return Q()


def _only(path: str) -> Q:
    return Q(**{f"{path}__in": RawSQL(_LISTED.get(connection.vendor, "SELECT value FROM json_each(%s)"), [_PERSONS])})  # noqa: S611


def _only_words(path: str) -> Q:
    listed = {"postgresql": "SELECT unnest(CAST(%s AS text[]))"}.get(connection.vendor, "SELECT value FROM json_each(%s)")
    return Q(**{f"{path}__in": RawSQL(listed, [_PERSONS])})  # noqa: S611


# A place in a statement: which of the actor's values goes there (with days or hours added), or the constant itself.
_Place = tuple[str, Any]


def _places(given: Collection[Any], shape: "_Shape | _Named") -> list[_Place]:
    names = shape.names | {_PERSONS: "persons"}
    found: list[_Place] = []
    for value in given:
        moment = _long_ago(value)
        if isinstance(moment, datetime):
            found.append(("at", moment - _AT))
        elif moment is not None:
            found.append(("on", moment - _AT.date()))
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
    known = actor.known
    if persons is not None:
        known = known | {"persons": listed(persons)}
    return [
        constant if not name else _as_kept(known[name] + constant) if name in ("at", "on") else known[name] for name, constant in places
    ]


def listed(keys: Collection[UUID | str]) -> Any:
    """Many keys as one value of a statement."""
    if connection.vendor != "postgresql":
        return json.dumps([getattr(key, "hex", key) for key in keys])
    return _array(tuple(keys)) if isinstance(next(iter(keys), None), UUID) else list(keys)


@lru_cache(maxsize=512)
def _array(keys: tuple[UUID, ...]) -> str:
    """The same persons are asked about forty times on a page."""
    return f"{{{','.join(map(str, keys))}}}"


def known(actor: Any) -> dict[str, Any]:
    """An actor's keys and units by what they are called in a statement, as this database takes them; and her moment."""
    coordinating, others = sorted(actor.coordinating_unit_ids & actor.unit_ids), sorted(actor.unit_ids - actor.coordinating_unit_ids)
    units = _filled(coordinating, actor.shape.coordinating) + _filled(others or coordinating, actor.shape.others)
    towns = _filled(sorted(actor.municipality_numbers), actor.shape.municipalities)
    held = {name: _as_kept(value) for name in _STAND_INS if (value := getattr(actor, name))}
    held |= {f"unit {n}": _as_kept(unit) for n, unit in enumerate(units)}
    held |= {f"municipality {n}": number for n, number in enumerate(towns)}
    return held | {"key": actor.key, "at": actor.at, "on": actor.on}


def _filled(some: list[Any], places: int) -> list[Any]:
    return some + some[-1:] * (places - len(some))


_FIELDS: list[tuple[type, models.Field]] = [(UUID, models.UUIDField()), (datetime, models.DateTimeField()), (date, models.DateField())]


@lru_cache(maxsize=4096)
def _as_kept(value: UUID | datetime | date) -> Any:
    """The value as this database takes it."""
    field = next(field for kind, field in _FIELDS if isinstance(value, kind))
    return field.get_db_prep_value(value, connection)
