"""What a municipality has set for itself, and what its leaders have decided to do."""

from collections.abc import Iterable
from datetime import date

from .models import NextStep, TargetSet
from .rules import Length, Targets


def targets_of(municipality_number: str, on: date) -> Targets:
    """The lengths this municipality has set for itself and that hold on this day; what it has not set has its default."""
    return targets_by_municipality([municipality_number], on)[municipality_number]


def targets_by_municipality(numbers: Iterable[str], on: date) -> dict[str, Targets]:
    """The same for several, by number, in one statement."""
    found: dict[str, dict[str, Length]] = {number: {} for number in numbers}
    rows = TargetSet.objects.filter(municipality__in=list(found), since__lte=on).order_by("since", "at", "pk")
    for number, key, days, months in rows.values_list("municipality_id", "key", "days", "months"):
        found[number][key] = Length(days, months)
    return dict(found)


def targets_set(municipality_number: str) -> list[TargetSet]:
    """Everything a municipality has set for itself, the newest first: what held stays known."""
    return list(TargetSet.objects.filter(municipality=municipality_number).order_by("-since", "-at"))


def next_steps(numbers: Iterable[str]) -> list[NextStep]:
    """What is decided for any of these municipalities and not done, the nearest day first."""
    rows = NextStep.objects.filter(municipalities__in=list(numbers), done_on=None).distinct()
    return list(rows.prefetch_related("municipalities").order_by("by_day", "at"))
