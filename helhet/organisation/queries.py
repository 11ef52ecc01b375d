"""Municipalities, units and the telephone: whom do I ring about this, now?"""

from collections.abc import Iterable
from typing import Protocol
from uuid import UUID

from .models import AnswerPoint, CoOperation, Municipality, PartnerMember, Staff, Unit
from .rules import PartnerKind


class BelongsToUnits(Protocol):
    """Whoever has units (an actor; this room knows nothing of actors)."""

    unit_ids: frozenset[UUID]
    municipality_numbers: frozenset[str]


def receiving_unit(actor: BelongsToUnits) -> Unit | None:
    """The unit an enquiry lands in when this actor registers it: her coordinating unit, else her own."""
    units = Unit.objects.filter(pk__in=actor.unit_ids).select_related("municipality")
    return units.order_by("-is_coordinating_unit", "name").first()


def coordinating_unit(municipality_number: str) -> Unit | None:
    """The coordinating unit that serves this municipality."""
    units = Unit.objects.filter(serves=municipality_number, is_coordinating_unit=True).select_related("municipality")
    return units.order_by("name").first()


def served_by(unit: Unit) -> Iterable[Municipality]:
    """The municipalities this unit serves, its own first."""
    return sorted(unit.serves.all(), key=lambda m: (m.number != unit.municipality_id, m.number))


def colleagues(actor: BelongsToUnits) -> Iterable[Staff]:
    """Staff of the municipalities this actor works in and of those they co-operate with."""
    return (
        Staff.objects.filter(municipality_id__in=together_with(actor.municipality_numbers)).select_related("municipality").order_by("name")
    )


def together_with(numbers: Iterable[str]) -> set[str]:
    """These municipalities and all they co-operate with."""
    numbers = set(numbers)
    shared = CoOperation.objects.filter(members__in=numbers, until=None).values_list("members", flat=True)
    return numbers | set(shared)


def partner_members(actor: BelongsToUnits) -> Iterable[PartnerMember]:
    """Named people at partners that serve the actor's municipalities."""
    rows = PartnerMember.objects.filter(partner__serves__in=actor.municipality_numbers, until=None)
    return rows.select_related("partner").distinct().order_by("partner__kind", "name")


def emergency_numbers(actor: BelongsToUnits) -> Iterable[AnswerPoint]:
    """Danger to life, out-of-hours doctor, ambulatory acute team: for the corner of a form."""
    kinds = (PartnerKind.EMERGENCY, PartnerKind.ACUTE)
    rows = AnswerPoint.objects.filter(partner__kind__in=kinds, serves__in=actor.municipality_numbers)
    return rows.distinct().order_by("order", "name")
