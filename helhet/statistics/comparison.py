"""Municipalities held beside each other: a funnel for each indicator, and never a ranking.

A small municipality may differ much by chance alone. The funnel says how much: one in twenty falls outside the inner lines by chance,
one in five hundred outside the outer. A municipality is said to stand outside only when every number its bands leave possible does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

from helhet.organisation.rules import N_, Fault

from .sharing import INDICATORS, Indicator, Shared

INNER, OUTER = 1.96, 3.09
_FEWEST = 3  # municipalities


class Stands(StrEnum):
    """Where a municipality stands in the funnel."""

    INSIDE = "inside"
    NEAR = "near"  # outside the inner lines
    ABOVE = "above"
    BELOW = "below"


STANDS_NAMES = {
    Stands.INSIDE: N_("som ventet"), Stands.NEAR: N_("på grensen"), Stands.ABOVE: N_("flere enn ventet"),
    Stands.BELOW: N_("færre enn ventet"),
}  # fmt: skip


@dataclass(frozen=True)
class Dot:
    """One municipality in a funnel: what its share can be, and where it stands."""

    shared: Shared
    of: int
    low: float
    middle: float
    high: float
    stands: Stands


@dataclass(frozen=True)
class Funnel:
    """An indicator over the municipalities: the share of all together, and each."""

    indicator: Indicator
    mean: float
    dots: tuple[Dot, ...]

    def lines(self, of: float) -> tuple[float, float, float, float]:
        """Outer low, inner low, inner high, outer high, for so many persons."""
        return limits(self.mean, of)


def limits(mean: float, of: float) -> tuple[float, float, float, float]:
    """The funnel's lines where there are so many persons."""
    spread = sqrt(mean * (1 - mean) / of) if of else 1.0
    return (
        max(mean - OUTER * spread, 0.0), max(mean - INNER * spread, 0.0), min(mean + INNER * spread, 1.0), min(mean + OUTER * spread, 1.0)
    )  # fmt: skip


def funnels(files: Sequence[Shared]) -> list[Funnel]:
    """A funnel for each indicator that at least three of these tell of."""
    found = []
    for one in INDICATORS.values():
        told = [file for file in files if one.key in file.indicators and file.indicators[one.key][1].low]
        if len(told) >= _FEWEST:
            count = sum(file.indicators[one.key][0].middle for file in told)
            mean = min(count / sum(file.indicators[one.key][1].middle for file in told), 1.0)
            found.append(Funnel(one, mean, tuple(_dot(file, one, mean) for file in told)))
    return found


def _dot(file: Shared, one: Indicator, mean: float) -> Dot:
    count, of = file.indicators[one.key]
    low, high = count.low / of.high, min(count.high / of.low, 1.0)
    middle = min(count.middle / of.middle, 1.0)
    lines = limits(mean, of.middle)
    if high < lines[0] or low > lines[3]:
        stands = Stands.BELOW if high < lines[0] else Stands.ABOVE
    else:
        stands = Stands.NEAR if high < lines[1] or low > lines[2] else Stands.INSIDE
    return Dot(file, of.middle, low, middle, high, stands)


def faults_together(files: Sequence[tuple[str, Shared, str]]) -> list[tuple[str, Fault]]:
    """What is wrong with several files (name, what it says, key) beside each other: two of the same, or two keys of one municipality."""
    found: list[tuple[str, Fault]] = []
    seen: set[tuple[str, int, str]] = set()
    keys: dict[str, str] = {}
    for name, one, key in files:
        if (about := (one.number, one.year, one.group)) in seen:
            found.append((name, Fault("file", N_("{name} er med to ganger for {year}."), {"name": one.name, "year": one.year})))
        if keys.setdefault(one.number, key) != key:
            found.append((name, Fault("file", N_("{name} har signert med to nøkler."), {"name": one.name})))
        seen.add(about)
    return found
