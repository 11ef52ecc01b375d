"""Where and when a leader looks: her municipalities and those they work with, the day, and whom she may see herself."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from helhet.access import queries as access
from helhet.access.policy import NotVisible, purpose_of, reasons
from helhet.access.rules import Part
from helhet.organisation import queries as organisation
from helhet.oversight import counts, months, published
from helhet.oversight.criteria import ALL, OF_PERSONS
from helhet.oversight.rules import Criterion

TODAY = "i-dag"
_DEFINED = {one.id: one for one in ALL}


@dataclass(frozen=True)
class Place:
    """The municipalities of one page: those that work together, and which of them this one leads."""

    name: str
    municipalities: list[Any]
    led: list[Any]

    @property
    def numbers(self) -> list[str]:
        """The municipalities' numbers, as the columns stand."""
        return [one.pk for one in self.municipalities]

    @property
    def led_numbers(self) -> list[str]:
        """The numbers of those led."""
        return [one.pk for one in self.led]

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Those led, to choose among."""
        return [(one.pk, one.name) for one in self.led]

    def only(self, numbers: Collection[str]) -> "Place":
        """The same with these columns."""
        return replace(self, municipalities=[one for one in self.municipalities if one.pk in numbers])

    def named(self, number: str) -> Any:
        """The municipality of this column. Raises `NotVisible`."""
        for one in self.municipalities:
            if one.pk == number:
                return one
        raise NotVisible


def place_of(request: HttpRequest) -> Place:
    """The place this actor leads. To everybody else there is no such page."""
    led = organisation.led_by(request.actor) if request.actor.is_staff else []
    for name, members in organisation.regions(request.actor.on):
        own = [one for one in led if one in members]
        if own:
            return Place(name, members, own)
    raise NotVisible


@dataclass(frozen=True)
class Told:
    """One day, told of a place: protected at the end of a month, or exactly today, of those this one may see."""

    day: date
    is_today: bool
    backwards: bool
    lines: list[published.Line]
    numbers: list[str]
    persons: frozenset[UUID]

    @property
    def key(self) -> str:
        """How the day stands in an address."""
        return TODAY if self.is_today else self.day.isoformat()

    def line(self, criterion: str) -> published.Line:
        """The line of this criterion. Raises `NotVisible`."""
        for one in self.lines:
            if one.criterion.id == criterion:
                return one
        raise NotVisible


def persons_of(request: HttpRequest) -> frozenset[UUID]:
    """Whom this leader may see: not by leading, but by a relation of her own or her unit's."""
    return frozenset(row["person_id"] for row in access.persons_of(request.actor))


def behind(
    request: HttpRequest, on: date, numbers: Collection[str], criteria: Iterable[Criterion], persons: frozenset[UUID]
) -> list[counts.Case]:
    """What is said on a day of those this leader may see; of each duty, those of whom she may see every part it tells of."""
    allowed: dict[Part, frozenset[UUID]] = {}
    alike: dict[frozenset[UUID], list[Criterion]] = {}
    for one in criteria:
        seen = persons
        for part in counts.parts_of(one):
            if part not in allowed:
                allowed[part] = seeing(request, part)
            seen &= allowed[part]
        alike.setdefault(seen, []).append(one)
    return [
        case for seen, some in alike.items() if seen
        for case in counts.cases(on, numbers, today=request.actor.on, persons=seen, criteria=some)
    ]  # fmt: skip


def seeing(request: HttpRequest, part: Part) -> frozenset[UUID]:
    """Whom this one may see that part of the record of."""
    rows = reasons(request.actor, purpose_of(request.actor, part), part)
    return frozenset(rows.values_list("person_id", flat=True))


def told(request: HttpRequest, place: Place, kept: list[Any]) -> Told | None:
    """The day that is asked for; without asking, the last month that is told. None when nothing is told yet."""
    persons = persons_of(request)
    asked = request.GET.get("dag", "")
    if persons and (asked == TODAY or not (asked or kept)):
        today = request.actor.on
        found = counts.counts(behind(request, today, place.numbers, OF_PERSONS, persons))
        # A column of nobody she may see would look as if all were well there.
        seen = [number for number in place.numbers if any(one.municipality == number for one in found)]
        found += [one for one in counts.of_house(today, seen, today=today) if published.about_nobody(_DEFINED[one.criterion])]
        return Told(today, True, False, published.lines(found, seen, today, protected=False), seen, persons)
    month = next((one for one in kept if one.day.isoformat() == asked), None) if asked else next(iter(kept), None)
    if month is None:
        if asked:
            raise NotVisible
        return None
    found = months.counts_of([month.day], place.numbers)[month.day]
    lines = published.lines(found, place.numbers, month.day, protected=True)
    return Told(month.day, False, month.backwards, lines, place.numbers, persons)
