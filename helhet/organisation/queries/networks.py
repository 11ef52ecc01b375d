"""Professional networks, and the days somebody from outside comes. No person data."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from helhet.organisation.models import AnswerPoint, Network, OpeningHours

from . import _running


def networks(numbers: Collection[str], *, on: date) -> list[Network]:
    """The networks that workers of these municipalities are in, the next meeting first, then those without a day."""
    found = Network.objects.filter(_running(on), serves__in=list(numbers)).distinct().prefetch_related("serves", "goers")
    return sorted(found, key=lambda one: (one.next_on is None or one.next_on < on, one.next_on or on, one.name))


@dataclass(frozen=True)
class Visit:
    """Somebody from outside is there on a day, from when until when."""

    day: date
    opens: datetime
    closes: datetime
    place: str
    point: AnswerPoint


def visits(numbers: Collection[str], *, at: datetime, days: int) -> list[Visit]:
    """Visiting days of those who come from outside, from this (local) instant on: hours that have a place."""
    rows = (
        OpeningHours.objects.filter(point__serves__in=list(numbers)).exclude(place="").distinct()
        .select_related("point__partner", "point__unit", "point__staff").prefetch_related("point__serves")
    )  # fmt: skip
    last, found = at.date() + timedelta(days=days), []
    for row in rows:
        for opens, closes in row.as_rule().openings(at):
            if opens.date() > last:
                break
            found.append(Visit(opens.date(), opens, closes, row.place, row.point))
    return sorted(found, key=lambda one: (one.opens, one.point.name))
