"""Where the service fails, by risk area: deviations of a year, told so that those about persons say nothing of anybody.

What concerns no person is counted as it is; those about persons in fives, in each municipality, and added up from there. The year ends
with a month that is over, by the day they were reported: a page of today, read every day, would tell of each that came.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from helhet.access.policy import Actor
from helhet.deviations import queries as deviations
from helhet.deviations.rules import RiskArea
from helhet.record.disclosure import Range, coarse, coarse_of, total

from .months import last_ended


@dataclass(frozen=True)
class Risk:
    """One area, and what is told of how many."""

    area: str
    told: Range


def counted_until(on: date, year: int | None = None) -> date:
    """The last day counted: of a month that is over, in the year when one is asked for."""
    return last_ended(on if year is None else min(on, date(year + 1, 1, 1)))


def by_area(actor: Actor, numbers: Collection[str], *, until: date) -> list[Risk]:
    """What was reported in the year that ends on this day, by area: where it may be most comes first."""
    found = deviations.summed(actor, numbers, since=deviations.lately(until), until=until)
    told = [Risk(area, _told(one for one in found if one.area == area)) for area in RiskArea]
    return sorted((one for one in told if one.told.high), key=lambda one: -one.told.high)


def still_open(actor: Actor, numbers: Collection[str], *, until: date) -> Range:
    """How many of them were not closed on that day."""
    found = deviations.summed(actor, numbers, since=deviations.lately(until), until=until)
    return total(_open_in([one for one in found if one.municipality == number]) for number in numbers)


def _told(found: Iterable[deviations.AreaCount]) -> Range:
    return total(Range(one.of_nobody, one.of_nobody) + coarse(one.about_persons) for one in found)


def _open_in(found: list[deviations.AreaCount]) -> Range:
    plain, about = sum(one.of_nobody_open for one in found), sum(one.about_persons_open for one in found)
    return Range(plain, plain) + coarse_of(about, total(coarse(one.about_persons) for one in found))
