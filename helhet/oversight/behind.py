"""What a municipality's own figure is counted from: the agreement, unit, worker, event or review that each verdict stands on."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from helhet.access.log import Opening
from helhet.cooperation import queries as cooperation
from helhet.deviations import queries as deviations
from helhet.organisation.queries import keeping

from .live import of_municipalities
from .rules import Criterion, Missing, State
from .steps import name_of


class Kind(StrEnum):
    """What the rows of a figure are."""

    AGREEMENT = "agreement"
    UNIT = "unit"
    WORKER = "worker"
    EVENT = "event"
    YEAR = "year"
    EXPERIENCE = "experience"
    LOG = "log"
    HOUSING = "housing"


KINDS = {
    "AV-1": Kind.AGREEMENT, "AV-1a": Kind.AGREEMENT, "AV-2": Kind.AGREEMENT, "AV-2a": Kind.AGREEMENT, "AV-2b": Kind.AGREEMENT,
    "AV-3": Kind.AGREEMENT, "KO-4": Kind.UNIT, "KO-4a": Kind.UNIT, "KO-4b": Kind.WORKER, "LE-3": Kind.EVENT, "LE-3a": Kind.EVENT,
    "LE-3b": Kind.EVENT, "LE-1": Kind.YEAR, "BM-3": Kind.EXPERIENCE, "LO-1a": Kind.LOG, "BO-1": Kind.HOUSING,
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One of them: what it is called and its key, what the criterion says of it, what is missing, and the day that was done or must be."""

    kind: Kind
    municipality: str
    key: UUID | None
    name: str  # empty when it goes without saying
    state: State
    missing: Missing | None
    step: str
    done: date | None
    by: date | None


def rows(opening: Opening, criterion: Criterion, numbers: Collection[str], *, on: date) -> list[Row]:
    """What this criterion is counted from in these municipalities, by name; of what this actor may see and nothing else."""
    kind, today = KINDS[criterion.id], opening.actor.on
    named = _NAMED[kind](opening, numbers) if kind in _NAMED else None
    found = [
        _row(kind, row, named)
        for row in of_municipalities(on, numbers, today=today)
        if row["criterion"] == criterion.id and row["state"] != State.NOT_APPLICABLE and (named is None or _shown(kind, row, named))
    ]
    return sorted(found, key=lambda one: (one.municipality, one.name, str(one.key)))


Named = Mapping[str, tuple[UUID, str]]


def _shown(kind: Kind, row: Mapping[str, Any], named: Named) -> bool:
    """A worker or an event she may not see is not there; that an agreement or unit is not written in is something to read."""
    return kind not in (Kind.WORKER, Kind.EVENT) or _key(kind, row) in named


def _key(kind: Kind, row: Mapping[str, Any]) -> str:
    return str(row["municipality"] if kind == Kind.UNIT else row["evidence"])


def _row(kind: Kind, row: Mapping[str, Any], named: Named | None) -> Row:
    key, name = (named or {}).get(_key(kind, row), (None, ""))
    missing = Missing(row["missing"]) if row["missing"] else None
    step = name_of(row["step"]) if row["step"] and row["state"] in (State.DUE, State.BREACHED) else ""
    done = row["done"] if row["by"] else None  # of what is there or not, the day is the law's own
    return Row(kind, row["municipality"], key, name, State(row["state"]), missing, step, done, row["by"])


def _agreements(opening: Opening, numbers: Collection[str]) -> Named:
    parts = ((one, part) for one in cooperation.agreements(opening.actor) for part in one.parties.all() if part.municipality_id in numbers)
    return {part.pk.hex: (one.pk, one.name) for one, part in parts}


def _units(opening: Opening, numbers: Collection[str]) -> Named:
    units = [one for one in keeping.units(numbers, on=opening.actor.on) if one.is_coordinating_unit]
    return {place.pk: (one.pk, one.name) for one in units for place in one.serves.all()}


def _workers(opening: Opening, numbers: Collection[str]) -> Named:
    return {one.pk.hex: (one.pk, one.name) for one in keeping.staff(numbers, on=opening.actor.on)}


def _events(opening: Opening, numbers: Collection[str]) -> Named:
    mine = (one for one in deviations.deviations(opening) if one.municipality_id in numbers)
    return {one.pk.hex: (one.pk, one.what) for one in mine}


_NAMED: Mapping[Kind, Callable[[Opening, Collection[str]], Named]] = {
    Kind.AGREEMENT: _agreements, Kind.UNIT: _units, Kind.WORKER: _workers, Kind.EVENT: _events,
}  # fmt: skip
