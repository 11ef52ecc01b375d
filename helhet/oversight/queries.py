"""What a municipality has set for itself, and what its leaders have decided to do."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from helhet.access import compiled
from helhet.access.compiled import Only
from helhet.organisation.queries import serves_these
from helhet.organisation.rules.acting import BelongsToUnits

from .models import NextStep, TargetSet
from .rules import Length, Targets


def targets_of(municipality_number: str, on: date) -> Targets:
    """The lengths this municipality has set for itself and that hold on this day; what it has not set has its default."""
    return targets_by_municipality([municipality_number], on)[municipality_number]


def targets_by_municipality(numbers: Iterable[str] | None, on: date) -> dict[str, Targets]:
    """The same for several, by number, in one statement; None asks for every municipality that has set any."""
    found: dict[str, dict[str, Length]] = {number: {} for number in numbers or ()}
    rows = compiled.rows(_targets, on=on) if numbers is None else _targets(compiled.nobody, on).filter(municipality__in=list(found))
    for number, key, days, months in rows:
        found.setdefault(number, {})[key] = Length(days, months)
    return dict(found)


def _targets(only: Only, on: date) -> QuerySet:
    rows = TargetSet.objects.filter(since__lte=on).order_by("since", "at", "pk")
    return rows.values_list("municipality_id", "key", "days", "months")


def targets_set(municipality_number: str) -> list[TargetSet]:
    """Everything a municipality has set for itself, the newest first: what held stays known."""
    return list(TargetSet.objects.filter(municipality=municipality_number).order_by("-since", "-at"))


def next_steps(numbers: Iterable[str]) -> list[NextStep]:
    """What is decided for any of these municipalities and not done, the nearest day first."""
    rows = NextStep.objects.filter(municipalities__in=list(numbers), done_on=None).distinct()
    return list(rows.prefetch_related("municipalities").order_by("by_day", "at"))


def asked_of(worker: BelongsToUnits) -> list[NextStep]:
    """What leaders ask of those who work in these municipalities, and is not done yet."""
    return compiled.rows(_asked, serves_these(worker))


def _asked(only: Only) -> QuerySet[NextStep]:
    return NextStep.objects.filter(only("municipalities"), asks=True, done_on=None).distinct().order_by("by_day", "at")
