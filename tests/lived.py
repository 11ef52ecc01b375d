"""A service that never was, lived day by day in plain Python: who came, waited and was helped, and the truth behind it.

It shares no line with `helhet.capacity`: what that finds in the sums of such a life can be held against what is so.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from heapq import heappop, heappush
from random import Random

from helhet.capacity.observed import HALF_YEAR, QUARTER, WEEK, YEAR, Sums

YEARS, LATEST = 7, 3 * YEAR
_FIRST_HOURS, _HOME_HOURS, _HOME_DAYS = 4.0, 2.5, 42.0
_PATHWAYS = (1, 2, 3)


@dataclass(frozen=True)
class Truth:
    """What nobody who reads the record can know."""

    a_year: tuple[float, float, float]  # newcomers by pathway
    days: tuple[float, float, float]  # how long help lasts on average
    hours: tuple[float, float, float]  # a week for each who is helped
    whole: float  # hours a week there are
    lag: int  # days to find a day and send a letter
    ready_a_year: float = 6.0

    @classmethod
    def drawn(cls, chance: Random, whole: float) -> "Truth":
        """A service of a valley's size, more or less full."""
        a_year = tuple(many * chance.uniform(0.8, 1.2) for many in (70.0, 22.0, 4.5))
        days = tuple(mean * chance.uniform(0.85, 1.15) for mean in (126.0, 540.0, 2000.0))
        each = tuple(many * mean / 365.25 for many, mean in zip(a_year, days, strict=True))
        other = sum(a_year) / 365.25 * WEEK * _FIRST_HOURS + 6.0 / 365.25 * _HOME_DAYS * _HOME_HOURS
        unit = (chance.uniform(0.85, 1.0) * whole - other) / sum(many * weight for many, weight in zip(each, (0.6, 1.0, 1.8), strict=True))
        return cls(a_year, days, tuple(unit * weight for weight in (0.6, 1.0, 1.8)), whole, chance.randint(3, 10))


@dataclass
class Someone:
    """Asked, was met when there were hours, and was helped until it was over."""

    pathway: int  # 0 for somebody who came home from hospital
    asked: float
    stay: float
    step: int = 0
    met: float | None = None
    ended: float | None = None


@dataclass
class _Team:
    """Who is helped, who waits, and the hours nobody has."""

    truth: Truth
    free: float
    through: list[tuple[float, int, Someone]] = field(default_factory=list)
    home: deque[Someone] = field(default_factory=deque)
    others: deque[Someone] = field(default_factory=deque)
    many: int = 0

    def hours(self, one: Someone) -> float:
        """What she takes a week in the step she is in, or waits for."""
        return _HOME_HOURS if not one.pathway else _FIRST_HOURS if not one.step else self.truth.hours[one.pathway - 1]

    def begins(self, one: Someone, now: float) -> None:
        """She takes her hours until the step is over."""
        if one.met is None:
            one.met = now
        self.free -= self.hours(one)
        self.many += 1
        heappush(self.through, (now + (one.stay if one.step or not one.pathway else WEEK), self.many, one))

    def let_in(self, now: float) -> None:
        """Whoever stands first begins, as long as there are hours; those home from hospital go before the others."""
        while line := self.home or self.others:
            if self.hours(line[0]) > self.free + 1e-9:
                return
            self.begins(line.popleft(), now)

    def goes_on(self) -> float:
        """The next who is through leaves, or stands in line for what comes after the first meeting."""
        now, _, one = heappop(self.through)
        self.free += self.hours(one)
        if one.pathway and not one.step:
            one.step = 1
            self.others.append(one)
        else:
            one.ended = now
        return now


def lived(truth: Truth, chance: Random) -> list[Someone]:
    """Everybody of so many years, those who were there at the beginning too. The last day is day 0."""
    began, team = -YEARS * 365.25, _Team(truth, truth.whole)
    everybody = []
    for pathway, many, mean in zip(_PATHWAYS, truth.a_year, truth.days, strict=True):
        for _ in range(round(many * mean / 365.25)):
            one = Someone(pathway, began - chance.expovariate(1 / mean), chance.expovariate(1 / mean), step=1)
            everybody.append(one)
            one.met = one.asked
            team.begins(one, began)
    come = sorted(_newcomers(truth, chance, began), key=lambda one: one.asked)
    for one in come:
        while team.through and team.through[0][0] < one.asked:
            team.let_in(team.goes_on())
        (team.others if one.pathway else team.home).append(one)
        team.let_in(one.asked)
    while team.through and team.through[0][0] <= 0:
        team.let_in(team.goes_on())
    return everybody + come


def _newcomers(truth: Truth, chance: Random, began: float) -> Iterator[Someone]:
    rates = ((0, truth.ready_a_year, _HOME_DAYS), *zip(_PATHWAYS, truth.a_year, truth.days, strict=True))
    for pathway, many, mean in rates:
        now = began
        while (now := now + chance.expovariate(many / 365.25)) < 0:
            yield Someone(pathway, now, chance.expovariate(1 / mean))


def summed(everybody: list[Someone], truth: Truth, on: float) -> Sums:
    """What the record would tell on a day: the sums of `observed`, counted here one by one."""
    many: dict[tuple[str, str, int, int], int] = {}
    total: dict[tuple[str, str, int, int], int] = {}

    def told(what: str, pathway: int = 0, back: float = 0, days: float = 0, of: int = 1) -> None:
        key = (what, "u" if what in ("present", "waiting", "opened") else "", pathway, int(back))
        many[key] = many.get(key, 0) + of
        total[key] = total.get(key, 0) + round(days)

    for one in everybody:
        ago = on - one.asked
        if ago < 0:
            continue
        over = one.ended is not None and one.ended <= on
        if not one.pathway:
            if ago < LATEST:
                told("ready", back=ago // YEAR, days=(one.met or on) - one.asked)
                told("ward", days=18)
            continue
        met = one.met + truth.lag if one.asked > -YEARS * 365.25 and one.met is not None else one.met
        if ago < 5 * YEAR:
            told("opened", one.pathway, ago // YEAR)
            told("month", back=int(one.asked % 365.25 // 30.4376) + 1)
        end = one.ended if over and one.ended is not None else on
        if on - end < LATEST:
            told("helped", one.pathway, not over, min(end - one.asked, LATEST - (on - end)))
        is_met = met is not None and met <= on
        if ago < 2 * YEAR:
            told("waited" if is_met else "unmet", back=ago // YEAR * 10_000 + int((met if is_met and met else on) - one.asked))
        if over:
            continue
        told("present", one.pathway, ago // QUARTER)
        if not is_met and ago < YEAR:
            told("waiting", one.pathway, ago // WEEK)
        if is_met and met:
            told("minutes", one.pathway, days=truth.hours[one.pathway - 1] * 60 * min(on - met, HALF_YEAR) / WEEK, of=25)
    return Sums(many, total)
