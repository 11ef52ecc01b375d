"""Whoever acts, as the rooms below access know her: an actor (access.policy.Actor) is one of these, and they know nothing of actors."""

from datetime import date, datetime
from typing import Protocol
from uuid import UUID


class Acts(Protocol):
    """By whom, and when."""

    @property
    def name(self) -> str: ...

    @property
    def at(self) -> datetime: ...

    @property
    def on(self) -> date: ...


class BelongsToUnits(Protocol):
    """Whoever has units, and municipalities through them."""

    @property
    def unit_ids(self) -> frozenset[UUID]: ...

    @property
    def municipality_numbers(self) -> frozenset[str]: ...


class Leads(Protocol):
    """Whoever may lead units."""

    @property
    def led_unit_ids(self) -> frozenset[UUID]: ...


class Leader(Leads, Acts, Protocol):
    """Whoever leads, and acts."""


class Keeper(Acts, Protocol):
    """Whoever keeps the organisation right: the coordinating unit."""

    @property
    def coordinating_unit_ids(self) -> frozenset[UUID]: ...


class InCharge(Leader, Keeper, Protocol):
    """Whoever leads or coordinates."""


class Worker(InCharge, BelongsToUnits, Protocol):
    """Whoever works here."""

    @property
    def staff_id(self) -> UUID | None: ...
