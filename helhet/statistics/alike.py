"""Which municipalities are like each other: in size, in how central they lie, and in need. Each by a rule that is said on the page.

Size is by the groups of national reports. Centrality is Statistics Norway's, one of six classes (Klass 128, standard for sentralitet), from
a file that whoever operates Helhet has taken in (`centrality`). Need is told by the shared files themselves: persons in main pathway 3
(severe and lasting, nasjonal veileder for psykisk helse- og rusarbeid) for each ten thousand inhabitants. It counts those who are helped,
so a municipality that finds few seems to have little need.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from helhet.organisation.rules import N_

from .sharing import Shared

# The size groups of national reports: under so many inhabitants.
SIZES = (2_000, 5_000, 10_000, 50_000)
SIZE_NAMES = (
    N_("under 2 000 innbyggere"), N_("2 000–4 999 innbyggere"), N_("5 000–9 999 innbyggere"), N_("10 000–49 999 innbyggere"),
    N_("50 000 innbyggere eller flere"),
)  # fmt: skip
CLASSES = range(1, 7)
_SEVERE = "pathway-3"
# Two needs are alike when one can be the other with a quarter more.
_AS_MUCH = 1.25


class By(StrEnum):
    """What municipalities can be like each other in."""

    SIZE = "storrelse"
    CENTRALITY = "sentralitet"
    NEED = "behov"


BY_NAMES = {By.SIZE: N_("størrelse"), By.CENTRALITY: N_("sentralitet"), By.NEED: N_("behov")}


@dataclass(frozen=True)
class Centrality:
    """How central municipalities lie, from 1 (most central) to 6, by number; and who says so."""

    source: str
    of: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Severity:
    """Persons in main pathway 3 for each ten thousand inhabitants: from the least to the most that the bands leave possible."""

    low: float
    high: float

    def like(self, other: "Severity") -> bool:
        """True when one can be as much as the other, give or take a quarter."""
        return self.low <= other.high * _AS_MUCH and other.low <= self.high * _AS_MUCH


def size_of(population: int) -> int:
    """Which size group, from 0."""
    return sum(population >= edge for edge in SIZES)


def severity_of(one: Shared) -> Severity | None:
    """What it needs; None when under five are told of, or nobody has told: then nothing can be said."""
    count = one.indicators[_SEVERE][0] if _SEVERE in one.indicators else None
    if count is None or not count.low or not one.population:
        return None
    return Severity(count.low * 10_000 / one.population, count.high * 10_000 / one.population)


def like_some(ours: Sequence[Shared], others: Iterable[Shared], by: Collection[By], centrality: Centrality | None) -> list[Shared]:
    """Those of the others that are like one of ours in all of these. By centrality nobody is, as long as it is not known."""
    alike: dict[By, Callable[[Shared, Shared], bool]] = {
        By.SIZE: lambda one, other: size_of(one.population) == size_of(other.population),
        By.CENTRALITY: lambda one, other: _class(one, centrality) is not None and _class(one, centrality) == _class(other, centrality),
        By.NEED: _like_in_need,
    }
    return [other for other in others if any(all(alike[way](one, other) for way in by) for one in ours)]


def _class(one: Shared, centrality: Centrality | None) -> int | None:
    return centrality.of.get(one.number) if centrality else None


def _like_in_need(one: Shared, other: Shared) -> bool:
    mine, theirs = severity_of(one), severity_of(other)
    return mine is not None and theirs is not None and mine.like(theirs)
