"""What a coordinating unit keeps right: its municipalities, units, staff, partners, telephones and services."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Prefetch, QuerySet

from helhet.organisation.models import (
    Absence,
    AnswerPoint,
    CoOperation,
    Membership,
    Municipality,
    Partner,
    PartnerMember,
    ServiceOffered,
    Staff,
    Unit,
)
from helhet.organisation.rules.acting import InCharge, Keeper

from . import led_by, staff_serving


def kept_by(keeper: Keeper) -> list[Municipality]:
    """The municipalities that this one's coordinating units serve; none for everybody else."""
    rows = Municipality.objects.filter(served_by__in=keeper.coordinating_unit_ids, served_by__is_coordinating_unit=True)
    return list(rows.distinct().order_by("number"))


def in_charge_of(by: InCharge) -> list[Municipality]:
    """The municipalities this one leads a unit for, or coordinates for."""
    return sorted({*kept_by(by), *led_by(by)}, key=lambda one: one.pk)


def cooperations(numbers: Iterable[str], *, on: date) -> list[CoOperation]:
    """The co-operations these municipalities are in now, with all their members."""
    running = CoOperation.objects.exclude(until__lt=on).filter(members__in=list(numbers)).values("pk")
    return list(CoOperation.objects.filter(pk__in=running).select_related("host").prefetch_related("members").order_by("name"))


def units(numbers: Iterable[str], *, on: date) -> list[Unit]:
    """The units that serve these municipalities, with who works there today and what they offer."""
    now = Membership.objects.exclude(until__lt=on).filter(since__lte=on).select_related("staff").order_by("staff__name")
    rows = Unit.objects.filter(serves__in=list(numbers)).distinct().select_related("municipality").order_by("-is_coordinating_unit", "name")
    return list(rows.prefetch_related("serves", Prefetch("memberships", now), Prefetch("services", _running_services(on))))


def _running_services(on: date) -> QuerySet[ServiceOffered]:
    return ServiceOffered.objects.exclude(until__lt=on).prefetch_related("serves")


def services(numbers: Iterable[str]) -> QuerySet[ServiceOffered]:
    """The services offered by units that serve these municipalities."""
    return ServiceOffered.objects.filter(unit__serves__in=list(numbers)).distinct().select_related("unit").prefetch_related("serves")


def staff(numbers: Iterable[str], *, on: date) -> list[Staff]:
    """Everybody in the units that serve these municipalities, with their units and with absences that are not over."""
    keys = [one.pk for one in staff_serving(numbers, on=on)]
    member = Membership.objects.exclude(until__lt=on).filter(since__lte=on).select_related("unit").order_by("unit__name")
    absent = Absence.objects.filter(until__gte=on).select_related("deputy").order_by("since")
    rows = Staff.objects.filter(pk__in=keys).select_related("municipality")
    return list(rows.prefetch_related(Prefetch("memberships", member), Prefetch("absences", absent)))


def partners(numbers: Iterable[str], *, on: date) -> list[Partner]:
    """The partners that serve these municipalities, with their people and telephones."""
    people = PartnerMember.objects.exclude(until__lt=on)
    telephones = AnswerPoint.objects.prefetch_related("hours")
    rows = Partner.objects.filter(serves__in=list(numbers)).distinct().order_by("kind", "name")
    return list(rows.prefetch_related("serves", Prefetch("members", people), Prefetch("answer_points", telephones)))


def points(numbers: Iterable[str]) -> list[AnswerPoint]:
    """The telephones that serve these municipalities, the first to ring first."""
    rows = AnswerPoint.objects.filter(serves__in=list(numbers)).distinct().select_related("staff", "unit", "partner", "stands_in_for")
    return list(rows.prefetch_related("hours", "serves"))
