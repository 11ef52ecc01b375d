"""How those who are helped live, in the shape BrukerPlan has, and indicators of the escalation plan over years. Naming nobody.

BrukerPlan asks a worker how somebody functions in eight areas. Here the eight areas are told from the needs that are written down with
her, so it is not the same figure, and the page says so. Every count is a range (record/disclosure.py): those with a need are some of
those who are helped, those with a long one some of these, and so each is told within the one before it. What several municipalities
come to is what their ranges add up to.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date

from helhet.cases.rules import EIGHT_LIFE_AREAS, LIFE_AREA_NAMES, LifeArea
from helhet.living import rules
from helhet.organisation.rules import N_
from helhet.record.disclosure import Range, coarse, coarse_of, total

from .homes import Line, told
from .place import Place


@dataclass(frozen=True)
class Area:
    """One of the eight: who needs something there, and of those whose need is long and takes several services."""

    name: str
    need: Line
    long: Line


@dataclass(frozen=True)
class Profile:
    """Those who are helped on a day, and the eight areas."""

    helped: Line
    areas: list[Area]


def profile(numbers: Collection[str], *, on: date) -> Profile:
    """The eight areas of those who are helped in these municipalities."""
    places = {number: Place(number, on) for number in numbers}
    helped = {number: {row["person"] for row in place.cases} & set(place.persons) for number, place in places.items()}
    old = sum(len(place.old(helped[number])) for number, place in places.items())
    base = told(N_("får hjelp"), {number: len(who) for number, who in helped.items()}, old)
    needs = {number: _needs(place, helped[number]) for number, place in places.items()}
    return Profile(base, [_area(area, needs, base) for area in EIGHT_LIFE_AREAS])


def _needs(place: Place, helped: set[str]) -> list[tuple[str, str, bool]]:
    """(area, person, long and shared by several) of the needs that stand."""
    rows = (row for row in place.rows("need") if row["person"] in helped and row["since"] <= place.on)
    standing = (row for row in rows if row["met_on"] is None or row["met_on"] > place.on)
    return [(row["life_area"], row["person"], bool(row["long_term"] and row["coordinated"])) for row in standing]


def _area(area: str, needs: dict[str, list[tuple[str, str, bool]]], base: Line) -> Area:
    who = {number: {person for of, person, _ in rows if of == area} for number, rows in needs.items()}
    long = {number: {person for of, person, hard in rows if of == area and hard} for number, rows in needs.items()}
    need = told(LIFE_AREA_NAMES[LifeArea(area)], _many(who), 0, within=[base])
    return Area(need.name, need, told(need.name, _many(long), 0, within=[need]))


def _many(who: dict[str, set[str]]) -> dict[str, int]:
    return {number: len(persons) for number, persons in who.items()}


# ── over years ──────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Share:
    """So many of so many, each as a range."""

    count: Range
    of: Range


@dataclass(frozen=True)
class Indicator:
    """One of the escalation plan's indicators, on each day."""

    key: str
    name: str
    by_day: list[tuple[date, Share]]


_NAMES = {
    "satisfaction": N_("sier at vi arbeider med det som er viktig (sju eller mer av ti)"), "housing": N_("er uten egen bolig"),
    "activity": N_("har noe å gjøre om dagene"), "participation": N_("var med på et møte om seg selv i året"),
}  # fmt: skip


def over_years(number: str, days: Sequence[date]) -> list[Indicator]:
    """The four that the record answers, on each of these days, in one municipality. The fifth, work years, is what has been reported."""
    places = [Place(number, day) for day in days]
    return [Indicator(key, name, [(place.on, _COUNTED[key](place)) for place in places]) for key, name in _NAMES.items()]


def _housing(place: Place) -> Share:
    """What the lines of the overview of homes add up to, and no more: an own count beside them would narrow each."""
    cells = {one: coarse(len({row["person"] for row in place.housing if row["situation"] == one})) for one in rules.SITUATION_NAMES}
    return Share(total(cells[one] for one in rules.WITHOUT_HOME), total(cells.values()))


def _activity(place: Place) -> Share:
    """Within the lines of the same overview."""
    cells = {kind: {row["person"] for row in place.activities if row["kind"] == kind} for kind in rules.ACTIVITY_NAMES}
    something = total(coarse(len(who)) for kind, who in cells.items() if kind != rules.ActivityKind.NONE)
    everybody = set().union(*cells.values())
    of = coarse_of(len(everybody), total(coarse(len(who)) for who in cells.values()))
    active = len(set().union(*(who for kind, who in cells.items() if kind != rules.ActivityKind.NONE)))
    return Share(coarse_of(active, Range(min(of.low, something.low), min(of.high, something.high))), of)


def _participation(place: Place) -> Share:
    rows = [row for row in place.rows("meeting") if row["held"] and place.in_year(row["on"]) and row["person"] in place.persons]
    return _share({row["person"] for row in rows if row["person_came"]}, {row["person"] for row in rows})


def _satisfaction(place: Place) -> Share:
    """By the last time each was asked in the year."""
    rows = [row for row in place.rows("feedback") if row["alliance"] is not None and place.in_year(row["on"])]
    newest = {row["person"]: row["alliance"] for row in sorted(rows, key=lambda row: row["on"]) if row["person"] in place.persons}
    return _share({person for person, said in newest.items() if said >= rules.SATISFIED}, set(newest))


def _share(some: set[str], everybody: set[str]) -> Share:
    of = coarse(len(everybody))
    return Share(coarse_of(len(some), of), of)


_COUNTED: dict[str, Callable[[Place], Share]] = {
    "satisfaction": _satisfaction, "housing": _housing, "activity": _activity, "participation": _participation,
}  # fmt: skip
