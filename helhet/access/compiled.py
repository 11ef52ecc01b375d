"""The policy's own statement, compiled once for each shape of question and kept.

Building `grants` as a Django query costs some twenty milliseconds, and a page asks thirty times; the statement differs only
in its values. So it is built once with stand-in values, and each later question puts its own in their places. The expression
itself is written in `policy.grants` and nowhere else: a test holds the two against each other for every role, part and purpose.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models.expressions import RawSQL

_AT = datetime(1901, 2, 3, 4, 5, 6, tzinfo=UTC)
_STAND_INS = {"staff_id": UUID(int=0xA1), "partner_member_id": UUID(int=0xA2), "partner_id": UUID(int=0xA3), "person_id": UUID(int=0xA4),
              "next_of_kin_id": UUID(int=0xA5)}  # fmt: skip
_UNIT = 0xB000
_NOBODY = {"postgresql": "SELECT CAST(NULL AS uuid) WHERE 1 = 0"}


def keys(build: Callable[..., models.QuerySet], actor: Any, question: tuple[Any, ...], column: str) -> RawSQL:
    """This column of what `build(actor, *question)` finds, as a sub-select with this actor's values in place."""
    units = sorted(actor.unit_ids)
    held = tuple(name for name in _STAND_INS if getattr(actor, name))
    sql, places = _statement(build, type(actor), held, len(units), question, column, connection.vendor)
    values = {name: _as_kept(getattr(actor, name)) for name in held}
    values |= {f"unit {n}": _as_kept(unit) for n, unit in enumerate(units)}
    values |= {"at": _as_kept(actor.at), "on": _as_kept(actor.on)}
    return RawSQL(sql, [values[place] if is_place else place for is_place, place in places])  # noqa: S611


@lru_cache(maxsize=1024)
def _statement(
    build: Callable[..., models.QuerySet],
    kind: type,
    held: tuple[str, ...],
    units: int,
    question: tuple[Any, ...],
    column: str,
    vendor: str,
) -> tuple[str, tuple[tuple[bool, Any], ...]]:
    """The statement, and for each of its parameters either which of the actor's values goes there or the constant itself."""
    stand_in = kind(
        "", "", "", "", _AT, unit_ids=frozenset(UUID(int=_UNIT + n) for n in range(units)), **{name: _STAND_INS[name] for name in held}
    )
    try:
        sql, given = build(stand_in, *question).values(column).query.sql_with_params()
    except EmptyResultSet:
        return _NOBODY.get(vendor, "SELECT NULL WHERE 1 = 0"), ()
    names = {_as_kept(_STAND_INS[name]): name for name in held}
    names |= {_as_kept(UUID(int=_UNIT + n)): f"unit {n}" for n in range(units)}
    names |= {_as_kept(_AT): "at", _as_kept(stand_in.on): "on"}
    return sql, tuple((True, names[value]) if value in names else (False, value) for value in given)


def _as_kept(value: UUID | datetime | date) -> Any:
    """The value as this database takes it."""
    field = models.UUIDField() if isinstance(value, UUID) else models.DateTimeField() if isinstance(value, datetime) else models.DateField()
    return field.get_db_prep_value(value, connection)
