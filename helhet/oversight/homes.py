"""The overview of homes and days in municipalities: counted from the record, naming nobody (boligsosialloven § 5).

Every count is told as a range that depends on nothing but itself (record/disclosure.py); what several municipalities come to is told
exactly only when that narrows no range beside it. Sixty-five and over is told for all of them together, never for one alone.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from helhet.living import rules
from helhet.organisation.rules import N_
from helhet.record import live, schema
from helhet.record.disclosure import Range, coarse, narrows_nothing, total

_YEAR = timedelta(days=365)
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Line:
    """One thing counted: in each municipality, in all of them, and of those the ones who are sixty-five or over."""

    name: str
    places: dict[str, Range]
    everywhere: Range
    old: Range

    @property
    def told(self) -> list[Range]:
        """In each municipality, in their order."""
        return list(self.places.values())


@dataclass(frozen=True)
class Group:
    """Lines that belong together."""

    name: str
    lines: list[Line]


def overview(numbers: Collection[str], *, on: date) -> list[Group]:
    """How those who get help live, what they need, and what they do with their days, on this day."""
    found = {number: _Place(number, on) for number in numbers}
    groups = [Group(name, [_line(words, counted, found) for words, counted in lines]) for name, lines in _GROUPS]
    homeless = [line for line in groups[0].lines if line.name in {rules.SITUATION_NAMES[one] for one in rules.WITHOUT_HOME}]
    groups[0].lines.append(_added(N_("uten egen bolig, i alt"), homeless))
    return groups


def _added(name: str, lines: list[Line]) -> Line:
    """Lines that leave nobody out and count nobody twice, together: what they add up to, and no more, or each would be narrowed."""
    places = {number: total(line.places[number] for line in lines) for number in lines[0].places}
    return Line(name, places, total(line.everywhere for line in lines), total(line.old for line in lines))


class _Place:
    """One municipality's rows on a day, with who is sixty-five or over."""

    def __init__(self, number: str, on: date) -> None:
        self.on = on
        self.persons = {row["person"]: row for row in self._rows("person", number) if not row["deceased_on"] or row["deceased_on"] > on}
        self.housing = self._running("housing", number, "until")
        self.needs = self._running("housing_need", number, "ended_on")
        self.activities = self._running("activity", number, "until")
        self.cases = [
            row for row in self._rows("case", number) if row["opened_on"] <= on and (not row["closed_on"] or row["closed_on"] > on)
        ]
        self.evictions = [row for row in self._rows("eviction", number) if on - _YEAR < row["warned_on"] <= on]

    def _rows(self, table: str, number: str) -> list[Row]:
        names = schema.TABLES[table].names
        return [dict(zip(names, row, strict=True)) for row in live.rows(table, live.within(table, number))]

    def _running(self, table: str, number: str, until: str) -> list[Row]:
        rows = (row for row in self._rows(table, number) if row["person"] in self.persons)
        return [row for row in rows if row["since"] <= self.on and (row[until] is None or row[until] >= self.on)]

    def old(self, persons: Iterable[str]) -> set[str]:
        """Those of them who are sixty-five or over."""
        rows = {key: self.persons[key] for key in persons if key in self.persons}
        return {key for key, row in rows.items() if rules.is_old(row["born_year"], row["born_month"], on=self.on)}


Counted = Callable[[_Place], Iterable[str]]


def _line(name: str, counted: Counted, places: Mapping[str, _Place]) -> Line:
    who = {number: set(counted(place)) & set(place.persons) for number, place in places.items()}
    old = sum(len(place.old(who[number])) for number, place in places.items())
    told = {number: coarse(len(persons)) for number, persons in who.items()}
    whole = sum(map(len, who.values()))
    segments = (coarse(old), coarse(whole - old))
    exact = narrows_nothing(whole, told.values()) and narrows_nothing(whole, segments)
    return Line(name, told, Range(whole, whole) if exact else total(told.values()), segments[0])


def _lives(*situations: str) -> Counted:
    return lambda place: (row["person"] for row in place.housing if row["situation"] in situations)


def _home_is(column: str) -> Counted:
    return lambda place: (row["person"] for row in place.housing if row[column] == rules.Said.NO)


def _needs(*kinds: str, queued: bool = False) -> Counted:
    return lambda place: (row["person"] for row in place.needs if row["kind"] in kinds and (row["queued_on"] or not queued))


def _does(*kinds: str) -> Counted:
    return lambda place: (row["person"] for row in place.activities if row["kind"] in kinds)


def _followed_at_home(place: _Place) -> Iterable[str]:
    return (row["person"] for row in place.cases if row["legal_basis"] == rules.HOME_FOLLOW_UP)


def _satisfied(place: _Place) -> Iterable[str]:
    return (row["person"] for row in place.activities if (row["satisfaction"] or 0) >= rules.SATISFIED)


def _lost(place: _Place) -> Iterable[str]:
    return (row["person"] for row in place.evictions if row["outcome"] == rules.Outcome.EVICTED)


_GROUPS: tuple[tuple[str, tuple[tuple[str, Counted], ...]], ...] = (
    (N_("Hvor de bor"), (
        *((name, _lives(situation)) for situation, name in rules.SITUATION_NAMES.items()),
        (N_("boligen passer ikke"), _home_is("suited")),
        (N_("kontrakten er ikke trygg"), _home_is("secure")),
    )),
    (N_("Hva de trenger"), (
        *((name, _needs(kind)) for kind, name in rules.NEED_NAMES.items()),
        (N_("står i kø for bolig"), _needs(*rules.DWELLINGS, queued=True)),
        (N_("får oppfølging i eget hjem"), _followed_at_home),
        (N_("varslet om utkastelse siste år"), lambda place: (row["person"] for row in place.evictions)),
        (N_("måtte ut siste år"), _lost),
    )),
    (N_("Hva de gjør"), (
        *((name, _does(kind)) for kind, name in rules.ACTIVITY_NAMES.items()),
        (N_("har jobbspesialist"), lambda place: (row["person"] for row in place.activities if row["ips"])),
        (N_("sier sju eller mer av ti om dagene"), _satisfied),
    )),
)  # fmt: skip
