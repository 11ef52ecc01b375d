"""What a municipality has set for itself."""

from collections.abc import Iterable
from datetime import date

from .models import TargetSet
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
