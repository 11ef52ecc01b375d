"""Municipalities, units and the telephone: whom do I ring about this, now?"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q

from helhet.organisation.models import AnswerPoint, CoOperation, Membership, Municipality, PartnerMember, Staff, Unit
from helhet.organisation.rules import LegalForm, PartnerKind
from helhet.organisation.rules.acting import BelongsToUnits, Leads


def receiving_unit(actor: BelongsToUnits, municipality_number: str) -> Unit | None:
    """The unit an enquiry lands in: the actor's own if it serves this municipality, else the coordinating unit that does."""
    own = Unit.objects.filter(pk__in=actor.unit_ids, serves=municipality_number).select_related("municipality")
    return own.order_by("-is_coordinating_unit", "name").first() or coordinating_unit(municipality_number)


def one_door_for(actor: BelongsToUnits) -> list[Municipality]:
    """The municipalities this actor can take an enquiry for: her own first, then those they co-operate with."""
    numbers = together_with(actor.municipality_numbers)
    rows = Municipality.objects.filter(number__in=numbers, served_by__isnull=False).distinct()
    return sorted(rows, key=lambda m: (m.number not in actor.municipality_numbers, m.number))


def coordinating_unit(municipality_number: str) -> Unit | None:
    """The coordinating unit that serves this municipality."""
    units = Unit.objects.filter(serves=municipality_number, is_coordinating_unit=True).select_related("municipality")
    return units.order_by("name").first()


def takes_in() -> list[Municipality]:
    """The municipalities here that have a coordinating unit to take in whoever moves there, by name."""
    rows = Municipality.objects.filter(takes_part=True, served_by__is_coordinating_unit=True)
    return list(rows.distinct().order_by("name"))


def taking_part(word: str) -> Municipality | None:
    """The municipality that takes part with this number or name."""
    rows = Municipality.objects.filter(takes_part=True)
    return rows.filter(number=word).first() or rows.filter(name__iexact=word).first()


def led_by(leader: Leads) -> list[Municipality]:
    """The municipalities served by the units this one leads; none for everybody else."""
    return list(Municipality.objects.filter(served_by__in=leader.led_unit_ids).distinct().order_by("number"))


def regions(on: date) -> list[tuple[str, list[Municipality]]]:
    """Those that work together on a day, by the co-operation's name: each municipality in one of them only, the oldest, or by itself."""
    left = {one.pk: one for one in Municipality.objects.filter(takes_part=True)}
    found = []
    for one in CoOperation.objects.filter(_running(on)).prefetch_related("members").order_by("since", "name", "pk"):
        if members := sorted((left.pop(m.pk) for m in one.members.all() if m.pk in left), key=lambda m: m.pk):
            found.append((one.name, members))
    return [*found, *((one.name, [one]) for one in left.values())]


def everybody_taking_part() -> list[Municipality]:
    """The municipalities that use Helhet here."""
    return list(Municipality.objects.filter(takes_part=True))


def units_by_name(number: str) -> dict[str, Unit]:
    """The units that serve this municipality, by name in lower case, for those who write a name."""
    return {unit.name.lower(): unit for unit in units_serving([number])}


def partner_member_named(name: str, partner: str) -> PartnerMember | None:
    """The named person at the partner of this name, while she is there."""
    return PartnerMember.objects.filter(name__iexact=name.strip(), partner__name__iexact=partner.strip(), until=None).first()


def served_by(unit: Unit) -> Iterable[Municipality]:
    """The municipalities this unit serves, its own first."""
    return sorted(unit.serves.all(), key=lambda m: (m.number != unit.municipality_id, m.number))


def served_by_units(actor: BelongsToUnits) -> list[Municipality]:
    """The municipalities the actor's own units serve."""
    return list(Municipality.objects.filter(served_by__in=actor.unit_ids).distinct().order_by("number"))


def colleagues(actor: BelongsToUnits) -> Iterable[Staff]:
    """Staff of the municipalities this actor works in and of those they co-operate with."""
    return (
        Staff.objects.filter(municipality_id__in=together_with(actor.municipality_numbers)).select_related("municipality").order_by("name")
    )


def together_with(numbers: Iterable[str]) -> set[str]:
    """These municipalities and all they co-operate with."""
    numbers = set(numbers)
    # Two steps: filtered and listed over one join, it would find only those asked about.
    shared = CoOperation.objects.filter(members__in=numbers, until=None).values("pk")
    return numbers | set(CoOperation.objects.filter(pk__in=shared).values_list("members", flat=True))


def serves_these(actor: BelongsToUnits) -> set[str]:
    """The municipalities this actor works in, or for through a shared unit."""
    served = Unit.objects.filter(pk__in=actor.unit_ids).values_list("serves", flat=True)
    return set(actor.municipality_numbers) | {number for number in served if number}


def units_of(staff_ids: Iterable[UUID], *, on: date) -> dict[UUID, set[UUID]]:
    """The units each of these workers belongs to on this day; whoever belongs to none has no entry."""
    found: dict[UUID, set[UUID]] = defaultdict(set)
    rows = Membership.objects.filter(_running(on), staff_id__in=list(staff_ids))
    for staff, unit in rows.values_list("staff_id", "unit_id"):
        found[staff].add(unit)
    return dict(found)


def works_for(staff_ids: Iterable[UUID], *, on: date) -> dict[UUID, set[str]]:
    """The municipalities each of these workers works for on this day: her own, and those of her units."""
    found: dict[UUID, set[str]] = defaultdict(set)
    for staff, number in Staff.objects.filter(pk__in=list(staff_ids)).values_list("pk", "municipality_id"):
        found[staff].add(number)
    rows = Membership.objects.filter(_running(on), staff_id__in=list(found))
    for staff, number in rows.values_list("staff_id", "unit__municipality_id"):
        found[staff].add(number)
    return dict(found)


def members_of(unit_ids: Iterable[UUID], *, on: date) -> dict[UUID, list[Staff]]:
    """Who belongs to each of these units on this day, by name."""
    found: dict[UUID, list[Staff]] = defaultdict(list)
    rows = Membership.objects.filter(_running(on), unit_id__in=list(unit_ids)).select_related("staff__municipality")
    for row in rows.order_by("staff__name"):
        found[row.unit_id].append(row.staff)
    return dict(found)


def _running(on: date) -> Q:
    return Q(since__lte=on) & (Q(until=None) | Q(until__gte=on))


def may_decide_for(municipality: Municipality, *, on: date) -> list[Municipality]:
    """Who may decide cases for a resident here: the municipality itself, and the host it has delegated to (kommuneloven § 20-2).

    A regional council or a common task body may not (kommuneloven §§ 18-1, 19-1).
    """
    hosts = CoOperation.objects.filter(_running(on), legal_form=LegalForm.HOST, members=municipality).select_related("host")
    return list(dict.fromkeys([municipality, *(one.host for one in hosts if one.host)]))


def members_serving(numbers: Iterable[str]) -> Iterable[PartnerMember]:
    """Named people at partners that serve these municipalities, who may be let in; a user council is let in to nobody."""
    rows = PartnerMember.objects.filter(partner__serves__in=list(numbers), until=None).exclude(partner__kind=PartnerKind.COUNCIL)
    return rows.select_related("partner").distinct().order_by("partner__kind", "partner__name", "name")


def unit_named(key: UUID) -> Unit | None:
    """The unit with this key."""
    return Unit.objects.filter(pk=key).first()


def units_serving(numbers: Iterable[str]) -> Iterable[Unit]:
    """The units that serve these municipalities."""
    return Unit.objects.filter(serves__in=list(numbers)).distinct().order_by("name")


def municipalities_behind(numbers: Collection[str]) -> Iterable[Municipality]:
    """These municipalities, and those whose units serve them."""
    units = Unit.objects.filter(serves__in=list(numbers)).values("municipality")
    return Municipality.objects.filter(Q(pk__in=list(numbers)) | Q(pk__in=units)).order_by("name")


def staff_serving(numbers: Iterable[str], *, on: date) -> Iterable[Staff]:
    """Everybody in the units that serve these municipalities on this day."""
    groups = members_of([unit.pk for unit in units_serving(numbers)], on=on)
    return sorted({staff.pk: staff for group in groups.values() for staff in group}.values(), key=lambda staff: staff.name)


def coordinating_numbers() -> Iterable[AnswerPoint]:
    """The telephone of each coordinating unit here: whom somebody rings who has no account and was given something to read."""
    rows = AnswerPoint.objects.filter(unit__is_coordinating_unit=True, serves__takes_part=True)
    return rows.distinct().order_by("order", "name")


def emergency_numbers(municipality_numbers: Iterable[str]) -> Iterable[AnswerPoint]:
    """Danger to life, out-of-hours doctor, ambulatory acute team where she lives: for the corner of a page."""
    kinds = (PartnerKind.EMERGENCY, PartnerKind.ACUTE)
    rows = AnswerPoint.objects.filter(partner__kind__in=kinds, serves__in=municipality_numbers)
    return rows.distinct().order_by("order", "name")
