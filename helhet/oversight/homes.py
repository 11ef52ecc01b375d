"""The overview of homes and days in municipalities: counted from the record, naming nobody (boligsosialloven § 5).

Every count is told as a range (record/disclosure.py), and what several municipalities come to is what their ranges add up to: an exact
sum beside them would give a small municipality away to who knows that those evicted are some of those warned. A line of some of those in
other lines, and those of sixty-five and over, are told so far apart that they say nothing more of the others. It is counted on the last
day of a month that is over: a page of today, read every day, would tell of each who came and went. tests/rules/test_homes_disclosed.py
attacks it.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from helhet.living import rules
from helhet.organisation.rules import N_
from helhet.record.disclosure import Range, coarse, coarse_of, total

from .place import Place


@dataclass(frozen=True)
class Line:
    """One thing counted: in each municipality, in all of them, and of those the ones who are sixty-five or over."""

    name: str
    places: dict[str, Range]
    everywhere: Range
    old: Range | None  # None where they are some of those in other lines: with those lines it would tell of the young

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
    found = {number: Place(number, on) for number in numbers}
    groups = []
    for name, lines in _GROUPS:
        made: list[Line] = []
        for words, counted, of in lines:
            made.append(_line(words, counted, found, [one for one in made if one.name in of]))
        groups.append(Group(name, made))
    homeless = [line for line in groups[0].lines if line.name in {rules.SITUATION_NAMES[one] for one in rules.WITHOUT_HOME}]
    groups[0].lines.append(_added(N_("uten egen bolig, i alt"), homeless))
    return groups


def told(name: str, places: Mapping[str, int], old: int, *, within: Sequence[Line] = ()) -> Line:
    """A line as it is told, by how many in each municipality and how many of all are old; `within` is the lines it is some of."""
    if within:
        each = {number: coarse_of(count, total(line.places[number] for line in within)) for number, count in places.items()}
        return Line(name, each, total(each.values()), None)
    each = {number: coarse(count) for number, count in places.items()}
    return Line(name, each, total(each.values()), coarse_of(old, total(each.values())))


def _added(name: str, lines: list[Line]) -> Line:
    """Lines that leave nobody out and count nobody twice, together: what they add up to, and no more, or each would be narrowed."""
    places = {number: total(line.places[number] for line in lines) for number in lines[0].places}
    return Line(name, places, total(line.everywhere for line in lines), total(line.old for line in lines if line.old))


Counted = Callable[[Place], Iterable[str]]


def _line(name: str, counted: Counted, places: Mapping[str, Place], within: Sequence[Line]) -> Line:
    who = {number: set(counted(place)) & set(place.persons) for number, place in places.items()}
    old = sum(len(place.old(who[number])) for number, place in places.items())
    return told(name, {number: len(persons) for number, persons in who.items()}, old, within=within)


def _lives(*situations: str) -> Counted:
    return lambda place: (row["person"] for row in place.housing if row["situation"] in situations)


def _home_is(column: str) -> Counted:
    return lambda place: (row["person"] for row in place.housing if row[column] == rules.Said.NO)


def _needs(*kinds: str, queued: bool = False) -> Counted:
    return lambda place: (row["person"] for row in place.needs if row["kind"] in kinds and (row["queued_on"] or not queued))


def _does(*kinds: str) -> Counted:
    return lambda place: (row["person"] for row in place.activities if row["kind"] in kinds)


def _followed_at_home(place: Place) -> Iterable[str]:
    return (row["person"] for row in place.cases if row["legal_basis"] == rules.HOME_FOLLOW_UP)


def _satisfied(place: Place) -> Iterable[str]:
    return (row["person"] for row in place.activities if (row["satisfaction"] or 0) >= rules.SATISFIED)


def _lost(place: Place) -> Iterable[str]:
    return (row["person"] for row in place.evictions if row["outcome"] == rules.Outcome.EVICTED)


# Each line with the lines it is some of.
_NONE: tuple[str, ...] = ()
_WARNED = N_("varslet om utkastelse siste år")
_SITUATIONS, _KINDS = tuple(rules.SITUATION_NAMES.values()), tuple(rules.ACTIVITY_NAMES.values())
_GROUPS: tuple[tuple[str, tuple[tuple[str, Counted, tuple[str, ...]], ...]], ...] = (
    (N_("Hvor de bor"), (
        *((name, _lives(situation), _NONE) for situation, name in rules.SITUATION_NAMES.items()),
        (N_("boligen passer ikke"), _home_is("suited"), _SITUATIONS),
        (N_("kontrakten er ikke trygg"), _home_is("secure"), _SITUATIONS),
    )),
    (N_("Hva de trenger"), (
        *((name, _needs(kind), _NONE) for kind, name in rules.NEED_NAMES.items()),
        (N_("står i kø for bolig"), _needs(*rules.DWELLINGS, queued=True), tuple(rules.NEED_NAMES[one] for one in rules.DWELLINGS)),
        (N_("får oppfølging i eget hjem"), _followed_at_home, _NONE),
        (_WARNED, lambda place: (row["person"] for row in place.evictions), _NONE),
        (N_("måtte ut siste år"), _lost, (_WARNED,)),
    )),
    (N_("Hva de gjør"), (
        *((name, _does(kind), _NONE) for kind, name in rules.ACTIVITY_NAMES.items()),
        (N_("har jobbspesialist"), lambda place: (row["person"] for row in place.activities if row["ips"]), _KINDS),
        (N_("sier sju eller mer av ti om dagene"), _satisfied, _KINDS),
    )),
)  # fmt: skip
