"""Counts that may be told to somebody who may not see the persons behind them: nothing under five can be worked out.

A duty in one place is told by how many it is not kept for, of how many. Each is told as a range that depends on nothing but
itself, and small complements are protected as small counts are: 38 of 41 says three. A sum is told exactly only when it narrows
none of the ranges it is a sum of, and otherwise as what they add up to. So whoever knows every page and how this is done knows the
ranges, and no more (docs/explanation/small-numbers.md proves it; tests/rules/test_disclosure.py attacks it).
Plain Python: oversight and statistics both tell their counts through here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

# From this many on, a count is told.
FIVE = 5
_FEW = FIVE - 1
_COARSE = 2 * FIVE


@dataclass(frozen=True)
class Range:
    """What is told of a count: it is from `low` to `high`, and every number between is as possible."""

    low: int
    high: int

    @property
    def exact(self) -> bool:
        """The count itself is told."""
        return self.low == self.high

    @property
    def width(self) -> int:
        """How much is left unsaid."""
        return self.high - self.low

    def __add__(self, other: "Range") -> "Range":
        return Range(self.low + other.low, self.high + other.high)

    def __str__(self) -> str:
        return str(self.low) if self.exact else f"{self.low}–{self.high}"


NOTHING = Range(0, 0)


def total(ranges: Iterable[Range]) -> Range:
    """What the ranges add up to: anybody can work this out."""
    return sum(ranges, NOTHING)


class Shown(StrEnum):
    """How a duty in one place is told."""

    NOBODY = "nobody"  # it concerns nobody there
    TOO_FEW = "too_few"  # it concerns fewer than five: nothing more is said
    NONE = "none"  # it is kept for everybody
    FEW = "few"  # it is not kept for one to four
    FIVE_OR_MORE = "five_or_more"  # … for five or more, of five to nine
    NEARLY_ALL = "nearly_all"  # … for all, or all but one to four
    EXACT = "exact"
    IN_FIVES = "in_fives"
    UNSAID = "unsaid"  # what may be said of those it is some of, leaves nothing to say of it


@dataclass(frozen=True)
class Told:
    """What is told of a duty in one place, or in several together."""

    shown: Shown
    not_kept: Range
    of: Range


def coarse(count: int) -> Range:
    """A count told in fives, as denominators are: 5–9, 10–14 …; under five as 1–4, and nobody as nobody."""
    if count < FIVE:
        return Range(1, _FEW) if count else NOTHING
    low = count // FIVE * FIVE
    return Range(low, low + _FEW)


def coarse_of(count: int, whole: Range) -> Range:
    """A count of some of those who are counted elsewhere, told in fives as far as that says nothing more of them than is told of them.

    The whole is what is told of those it is some of. Where the fives would say that the whole is above the least it is told to be, or that
    one to four are left of it, they are put together; of a whole under five nothing is said.
    """
    if whole.high < FIVE or not whole.low:
        return Range(0, whole.high)
    if not count:
        return NOTHING
    bands = [Range(1, _FEW)]
    while bands[-1].high < whole.high:
        bands.append(Range(bands[-1].high + 1, bands[-1].high + FIVE))
    told = [bands[0]]
    for band in bands[1:]:
        apart = band.low <= whole.low and not 1 < whole.low - told[-1].high < FIVE
        told = [*told, band] if apart else [*told[:-1], Range(told[-1].low, band.high)]
    told[-1] = Range(told[-1].low, whole.high)
    return next(band for band in told if count <= band.high)


def tell(not_kept: int, of: int) -> Told:
    """A duty in one place."""
    if not 0 <= not_kept <= of:
        raise ValueError(f"{not_kept} of {of} is no count")
    told = coarse(of)
    if of < FIVE:
        return Told(Shown.TOO_FEW if of else Shown.NOBODY, Range(0, told.high), told)
    if not not_kept:
        # Nobody's duty is broken: that says nothing of anybody but that we did what we should.
        return Told(Shown.NONE, NOTHING, told)
    if not_kept < FIVE:
        return Told(Shown.FEW, Range(1, _FEW), told)
    if of < _COARSE:
        return Told(Shown.FIVE_OR_MORE, told, told)
    if of - not_kept < FIVE:
        # Also when it is kept for nobody: that would be said of each of them.
        return Told(Shown.NEARLY_ALL, Range(told.low - _FEW, told.high), told)
    return Told(Shown.EXACT, Range(not_kept, not_kept), told)


def tell_in_fives(not_kept: int, of: int) -> Told:
    """A duty in one place, told in fives also where it could be told exactly: something may still be written down about that time."""
    if of < FIVE or not not_kept:
        return tell(not_kept, of)
    return Told(Shown.IN_FIVES, coarse(not_kept), coarse(of))


def tell_of_kept(not_kept: int, kept: Told) -> Told:
    """A duty among those for whom another was kept, as `tell_in_fives` tells that one: they become no better known by this."""
    of = Range(max(kept.of.low - kept.not_kept.high, 0), kept.of.high - kept.not_kept.low)
    if not of.high:
        return Told(Shown.NOBODY, NOTHING, NOTHING)
    if of.low < FIVE:
        return Told(Shown.UNSAID, Range(0, of.high), of)
    found = coarse_of(not_kept, of)
    return Told(Shown.IN_FIVES if found.high else Shown.NONE, found, of)


def added(parts: Iterable[Told]) -> Told:
    """A duty in several places together, as the ranges told beside it add up: no sum is told."""
    told = list(parts)
    of, not_kept = total(one.of for one in told), total(one.not_kept for one in told)
    if any(one.shown == Shown.UNSAID for one in told) and not not_kept.low:
        return Told(Shown.UNSAID, not_kept, of)
    return Told(Shown.NOBODY if not of.high else Shown.IN_FIVES if not_kept.high else Shown.NONE, not_kept, of)


def narrows_nothing(count: int, parts: Iterable[Range]) -> bool:
    """True when the sum may be told exactly beside its parts: each part can still be anything in its range."""
    ranges = list(parts)
    widest = max((one.width for one in ranges), default=0)
    whole = total(ranges)
    return whole.low + widest <= count <= whole.high - widest


def tell_sum(not_kept: int, parts: Iterable[Told]) -> Told:
    """A duty in several places together, whose parts are told beside it: the exact sum, or what the parts add up to."""
    told = list(parts)
    of, ranges = total(one.of for one in told), [one.not_kept for one in told]
    counted = Range(not_kept, not_kept) if narrows_nothing(not_kept, ranges) else total(ranges)
    if not of.high:
        return Told(Shown.NOBODY, NOTHING, NOTHING)
    if not counted.high:
        return Told(Shown.NONE, NOTHING, of)
    return Told(Shown.EXACT, counted, Range(max(of.low, counted.low), of.high))


@dataclass(frozen=True)
class Part:
    """One part of a count that is told exactly: why, and how many and the longest time when that is told."""

    reason: str
    count: int | None = None
    longest: int | None = None


def tell_parts(whole: Told, parts: Mapping[str, tuple[int, int]]) -> list[Part]:
    """What a count is made of, by reason: (how many, the longest time). Nothing for a count that is not told exactly itself.

    Where a part is under five the reasons are named and none is counted, and of a whole under ten not even named: five by three
    reasons is never four by one of them. The order gives nothing away either.
    """
    if whole.shown != Shown.EXACT or not whole.not_kept.exact:
        return []
    there = {reason: told for reason, told in parts.items() if told[0]}
    if min((count for count, _ in there.values()), default=FIVE) >= FIVE:
        return [Part(reason, *there[reason]) for reason in sorted(there, key=lambda reason: (-there[reason][0], reason))]
    room = whole.not_kept.low - len(there) + 1  # what one part can be when each of the others is one
    return [Part(reason) for reason in sorted(there)] if whole.not_kept.low >= _COARSE and room >= FIVE else []
