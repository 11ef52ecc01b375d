"""The steps beside following up, as far as the record tells of them: mapping, follow-up at home, FACT, groups, the specialist service.

How often each begins and how long it lasts is drawn from the nation towards similar municipalities, and from there towards our own (a gamma
prior worth some events). A step that has begun too seldom, with us and with them, is not told apart: those in it are followed up as the
others are, and that is said.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from math import sqrt
from pathlib import Path
from tomllib import loads
from typing import Any

from .model import DAYS_A_YEAR, Length, Shape, Step
from .observed import FACT, GROUP, HALF_YEAR, HOME, SPECIALIST, WEEK, Sums

MAPPING, LIGHT = "mapping", "light"
# Those somebody goes to from being followed up, and comes back from.
BESIDE = (FACT, GROUP, SPECIALIST)
STEPS = (MAPPING, HOME, *BESIDE)
_YEARS = 3
TURNS = 2
# Time followed up is never less than this share of the time somebody is helped.
_LEAST = 0.25


@cache
def nation() -> Mapping[str, Any]:
    """The figures used where our own are few."""
    return loads((Path(__file__).parent / "data" / "nation.toml").read_text(encoding="utf-8"))


def drawn_towards(many: float, years: float, usual: float, weight: float) -> tuple[float, float]:
    """How many come a year, and how unsure that is: ours and the usual one together (a gamma prior worth `weight` of ours)."""
    shape, rate = weight + many, (weight / usual if usual else 0.0) + years
    return shape / rate, 1 / sqrt(shape)


def _turned(key: str, turn: int) -> str:
    return f"{key}_{turn + 1}" if turn else key


def light(pool: str, follow_up: Step) -> Step:
    """A lighter help that may be tried first: so much of the hours somebody who is followed up takes. Assumption, all of it."""
    usual = nation()[LIGHT]
    return Step(LIGHT, Length(usual["days"]), pool, usual["hours"] * follow_up.hours)


@dataclass(frozen=True)
class Told:
    """A step that the record tells of: how often, how long, how much time a week, and how many are in it now by pathway."""

    key: str
    often: float  # a year for somebody who is helped; of mapping and home, the share of those who come
    length: Length
    hours: float
    now: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Steps:
    """The steps that are told apart, and the names of those there is too little to say of."""

    told: Mapping[str, Told] = field(default_factory=dict)
    too_few: tuple[str, ...] = ()

    def share(self, key: str) -> float:
        """Of those who come, how many go to it."""
        return self.told[key].often if key in self.told else 0.0

    def left(self, days: float) -> float:
        """Of so many days helped, those that are left when she is mapped."""
        mapped = self.share(MAPPING) * self.told[MAPPING].length.mean if MAPPING in self.told else 0.0
        return max(days - mapped, _LEAST * days)

    def beside(self) -> list[Told]:
        """The steps somebody goes to from being followed up, and comes back from."""
        return [self.told[key] for key in BESIDE if key in self.told]

    def begin(self, follow_up: str) -> tuple[tuple[str, float], ...]:
        """Where those who are through the first meeting, and mapped, go."""
        home = self.share(HOME)
        return ((follow_up, 1 - home), (HOME, home)) if home else ((follow_up, 1.0),)

    def after_first(self, follow_up: str) -> tuple[tuple[str, float], ...]:
        """Where those who have had the first meeting go."""
        mapped = self.share(MAPPING)
        straight = tuple((to, share * (1 - mapped)) for to, share in self.begin(follow_up))
        return ((MAPPING, mapped), *straight) if mapped else straight

    def before(self, first: str, follow_up: str) -> dict[str, tuple[tuple[str, float], ...]]:
        """The ways from the first meeting, and from mapping."""
        ways = {first: self.after_first(follow_up)}
        return ways | ({MAPPING: self.begin(follow_up)} if MAPPING in self.told else {})

    def made(self, pool: str) -> Iterable[Step]:
        """Mapping, and follow-up at home."""
        return [Step(key, self.told[key].length, pool, self.told[key].hours) for key in (MAPPING, HOME) if key in self.told]


@dataclass(frozen=True)
class Followed:
    """Those of one pathway who are followed up: their steps, and the ways between them."""

    steps: tuple[Step, ...]
    routes: Mapping[str, tuple[tuple[str, float], ...]]


def followed(usual: Step, told: Steps, pathway: int) -> Followed:
    """Following up with the steps beside it, to and back, once or twice.

    Help ends as often in a step beside as elsewhere, and lasts as long in all, whatever she has been to: what happens first, happens.
    Who is to be followed more closely, or comes back, has help already and goes before those who are new.
    """
    beside, steps = told.beside(), []
    routes: dict[str, tuple[tuple[str, float], ...]] = {}
    ends, more = 1 / usual.length.mean, sum(one.often / DAYS_A_YEAR for one in beside)
    for turn in range(TURNS + 1 if beside else 1):
        goes = more if turn < TURNS and beside else 0.0
        here, place = _turned(usual.key, turn), -1 if turn else usual.place
        length = replace(usual.length, mean=1 / (ends + goes))
        steps.append(replace(usual, key=here, place=place, length=length))
        for one in beside if goes else ():
            there, back = _turned(f"{one.key}_{pathway}", turn), 1 / one.length.mean
            routes[here] = (*routes.get(here, ()), (there, one.often / DAYS_A_YEAR / (ends + goes)))
            routes[there] = ((_turned(usual.key, turn + 1), back / (back + ends)),)
            spent = replace(one.length, mean=1 / (back + ends))
            steps.append(Step(there, spent, usual.pool, one.hours, place=-1, kind=one.key))
    return Followed(tuple(steps), routes)


def told_by(sums: Sums, similar: Sums) -> Steps:
    """The steps of a service, by what it and those like it have seen."""
    found = {key: one for key in STEPS if (one := _mapping(sums, similar) if key == MAPPING else _step(key, sums, similar))}
    return Steps(found, tuple(key for key in STEPS if key not in found))


def _mapping(sums: Sums, similar: Sums) -> Told | None:
    usual, weight = nation()[MAPPING], nation()["weight"]["shares"]
    if max(sums.count("mapping_of"), similar.count("mapping_of")) < nation()["too_few"]["parts"]:
        return None
    share, days = usual["share"], usual["days"]
    for seen in (similar, sums):
        of, done = seen.count("mapping_of"), seen.count("mapping_done")
        share = (weight * share + done) / (weight + of)
        days = (weight * days + seen.sum("mapping_done")) / (weight + done)
    return Told(MAPPING, share, Length(max(days, 1.0), Shape.FIXED), usual["hours"])


def _step(key: str, sums: Sums, similar: Sums) -> Told | None:
    few = nation()["too_few"]["parts"]
    if max(sums.count(f"{key}_began"), similar.count(f"{key}_began")) < few:
        return None
    often, now = _often(key, sums, similar), _now(key, sums)
    return Told(key, often, _length(key, sums, similar, often), _hours(key, sums), now)


def _often(key: str, sums: Sums, similar: Sums) -> float:
    usual = nation()[key]
    if key == HOME:
        share, weight = usual["share"], nation()["weight"]["shares"]
        for seen in (similar, sums):
            share = (weight * share + seen.count("home_began")) / (weight + _newcomers(seen))
        return float(min(share, 0.9))
    a_year = usual["a_year"]
    for seen in (similar, sums):
        a_year, _ = drawn_towards(seen.count(f"{key}_began"), seen.sum("helped") / DAYS_A_YEAR, a_year, nation()["weight"]["parts"])
    return float(a_year)


def _newcomers(sums: Sums) -> int:
    """How many services began in three years."""
    return sum(sums.count("opened", back=year) for year in range(_YEARS))


def _length(key: str, sums: Sums, similar: Sums, often: float) -> Length:
    """Days in it for each who is through (those who are not are in the days): censored lengths that spread exponentially.

    At home, while few of ours are through, what keeps as many there as there are: a record begun with a list has only open ones in it.
    """
    usual, weight = nation()[key], nation()["weight"]["parts"]
    mean, ended = usual["days"], weight
    for seen in (similar, sums):
        many = seen.count(f"{key}_lived", back=0)
        mean, ended = (weight * mean + seen.sum(f"{key}_lived")) / (weight + many), weight + many
    unsure, here, new = min(usual["unsure"], 1 / sqrt(ended)), sums.count(f"{key}_now"), sums.count("opened", back=0)
    if key == HOME and here and new and sums.count("home_lived", back=0) < nation()["too_few"]["ended"]:
        return Length(here / (often * new) * DAYS_A_YEAR, Shape.EXPONENTIAL, unsure=usual["unsure"])
    return Length(max(mean, 1.0) + usual.get("treated_days", 0.0), Shape.EXPONENTIAL, unsure=unsure)


def _hours(key: str, sums: Sums) -> float:
    """Hours a week written down for each in it; with few contacts, in a group and at the specialists', as usual beside the others."""
    few, each = nation()["too_few"]["contacts"], nation()["hours"]["a_person"]
    here = [sums.count("present", pathway=one) for one in (1, 2, 3)]
    written = sums.sum("minutes") / 60 / (HALF_YEAR / WEEK) if sums.count("minutes") >= few else 0.0
    expected = sum(many * hours for many, hours in zip(here, each, strict=True))
    usual = nation()[key]["hours"] * (written / expected if written and expected else 1.0)
    days = sum(back * many for (what, _, _, back), many in sums.many.items() if what == f"{key}_given")
    minutes = sums.sum(f"{key}_given")
    if key in (GROUP, SPECIALIST) or not written or not minutes or days < HALF_YEAR:
        return float(usual)
    return minutes / 60 / (days / WEEK)


def _now(key: str, sums: Sums) -> dict[int, int]:
    return {pathway: many for pathway in (1, 2, 3) if (many := sums.count(f"{key}_now", pathway=pathway))}
