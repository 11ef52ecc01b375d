"""From what was observed to a service: the municipality's own figures where they are many enough, drawn towards the nation's where not.

Those who work together are one team here: nobody waits where a colleague in the next valley has time. How full it is, is not in the
record; it is found as the fullness at which the model waits as long as people have waited (`full`).
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from .draws import Floats
from .model import DAYS_A_YEAR, Flow, Length, Present, Shape, Step, Stretch
from .observed import HALF_YEAR, QUARTER, WEEK, Sums, Waits
from .outcomes import Told, run
from .service import FIRST, HOSPITAL, RECEIVED, Money, Service

TEAM, STAY = "team", "follow_up"
PATHWAYS = (1, 2, 3)
_TRIES, _REPLICATIONS = 7, 125
# Above 1 some of those who are helped wait for it: the record does not tell who.
_EMPTY, _FULL = 0.5, 1.5


class Thin(StrEnum):
    """What the record has too little of: something else is used instead, and that is said."""

    LENGTHS = "lengths"
    CONTACTS = "contacts"
    WAITS = "waits"
    STAYS = "stays"


class TooLittle(StrEnum):
    """Why nothing can be said."""

    PRESENT = "present"
    NEWCOMERS = "newcomers"
    WORK = "work"


class CannotSay(Exception):
    """Too little is known for a forecast: every reason."""

    def __init__(self, reasons: Sequence[TooLittle]) -> None:
        self.reasons = tuple(reasons)
        super().__init__(", ".join(reasons))


@dataclass(frozen=True)
class Grounds:
    """What a forecast stands on, for telling: sums of persons, work years, and what was too thin."""

    persons: int
    newcomers: int  # in the last year
    work_years: float
    waited: float | None  # days until the first meeting, on average in the last year
    waits: int
    stays: int  # told of as ready in three years
    full: float = 0.0  # how much of the hours are taken
    lag: float = 0.0  # days until the first meeting when nobody is before one
    thin: tuple[Thin, ...] = ()


@dataclass(frozen=True)
class Fitted:
    """A service made of the record, and what it stands on."""

    service: Service
    grounds: Grounds


@dataclass(frozen=True)
class Staffing:
    """The work there is: work years aimed at this, what they cost a year all together, and how many live there."""

    work_years: float
    cost: float
    inhabitants: int


@cache
def nation() -> Mapping[str, Any]:
    """The figures used where our own are few."""
    return tomllib.loads((Path(__file__).parent / "data" / "nation.toml").read_text(encoding="utf-8"))


def drawn_towards(many: float, years: float, usual: float, weight: float) -> tuple[float, float]:
    """How many come a year, and how unsure that is: ours and the usual one together (a gamma prior worth `weight` of ours)."""
    shape, rate = weight + many, (weight / usual if usual else 0.0) + years
    return shape / rate, float(1 / np.sqrt(shape))


def fitted(sums: Sums, staffing: Staffing, since: date, years: float) -> Fitted:
    """The service from this day. Raises `CannotSay`."""
    few = nation()["too_few"]
    here, new = sums.count("present"), sums.count("opened", back=0)
    reasons = [TooLittle.PRESENT] if here < few["present"] else []
    reasons += [TooLittle.NEWCOMERS] if new < few["newcomers"] else []
    reasons += [TooLittle.WORK] if staffing.work_years <= 0 else []
    if reasons:
        raise CannotSay(reasons)
    waits, thin = sums.waits(0), _thin(sums)
    lag, waited = _lag_and_wait(waits)
    grounds = Grounds(here, new, staffing.work_years, waited, len(waits.met), sums.count("ready"), lag=lag, thin=thin)
    made = _service(sums, staffing, since, years, grounds)
    target = (waited - lag) if waited is not None else None
    full = _fullness(made, staffing, target) if target is not None else 0.93
    return Fitted(filled(made, staffing, full), replace(grounds, full=full))


def _thin(sums: Sums) -> tuple[Thin, ...]:
    few = nation()["too_few"]
    found = [
        (Thin.LENGTHS, any(sums.count("helped", pathway=one, back=0) < few["ended"] for one in PATHWAYS)),
        (Thin.CONTACTS, sums.count("minutes") < few["contacts"]), (Thin.WAITS, len(sums.waits(0).met) < few["waits"]),
        (Thin.STAYS, sums.count("ready") < few["waits"]),
    ]  # fmt: skip
    return tuple(one for one, is_so in found if is_so)


def _lag_and_wait(waits: Waits) -> tuple[float, float | None]:
    """Days nobody is spared (a quarter wait no longer; what is beyond the usual is a queue), and the mean wait as far as it has come.

    The model's waits are counted as far as they have come too, so an unfinished wait is the same in what was seen and what is fitted to it.
    """
    usual = nation()["deadline"]
    if len(waits.met) < nation()["too_few"]["waits"]:
        return usual["lag_days"], None
    quarter = waits.met_by(0.25)
    lag = usual["longest_lag_days"] if quarter is None else min(quarter, usual["longest_lag_days"])
    return lag, max(waits.so_far, lag + 0.5)


# ── the network ─────────────────────────────────────────────────────────────


def _service(sums: Sums, staffing: Staffing, since: date, years: float, grounds: Grounds) -> Service:
    """Everything but how many hours each takes."""
    usual, lengths = nation(), {}
    flows = []
    for pathway in PATHWAYS:
        a_year, unsure = _newcomers(sums, pathway, staffing.inhabitants)
        lengths[pathway] = _length(sums, pathway, a_year, grounds)
        flows.append(Flow(str(pathway), a_year, FIRST, {FIRST: ((f"{STAY}_{pathway}", 1.0),)}, season=_season(sums, since), unsure=unsure))
    ready, unsure = drawn_towards(
        sums.count("ready"), 3, usual["hospital"]["ready_of_10000"] * staffing.inhabitants / 10_000, usual["weight"]["stays"]
    )
    flows.append(Flow(HOSPITAL, ready, HOSPITAL, {HOSPITAL: ((RECEIVED, 1.0),)}, unsure=unsure))
    within = usual["deadline"]["first_meeting_days"] - grounds.lag
    steps = (
        Step(FIRST, Length(WEEK, Shape.FIXED), TEAM, usual["hours"]["first_meeting"], within=max(within, 0.0)),
        *(Step(f"{STAY}_{one}", lengths[one], TEAM, _hours(sums, one), kind=STAY) for one in PATHWAYS),
        Step(HOSPITAL, Length(_ward(sums))),
        Step(RECEIVED, Length(usual["hours"]["received_days"]), TEAM, usual["hours"]["received"], place=-1),
    )
    money = Money({TEAM: staffing.cost / staffing.work_years}, usual["hospital"]["day_in_kroner"])
    hours = {TEAM: usual["hours"]["of_work_year"]}
    return Service(since, years, {TEAM: staffing.work_years}, hours, steps, tuple(flows), _there(sums), money, grounds.lag)


def _newcomers(sums: Sums, pathway: int, inhabitants: int) -> tuple[float, float]:
    usual = nation()
    share, days = usual["users"]["pathways"][pathway - 1], usual["length"]["days"][pathway - 1]
    of_us = usual["users"]["of_10000"] * inhabitants / 10_000 * share * DAYS_A_YEAR / days
    return drawn_towards(sums.count("opened", pathway=pathway, back=0), 1, of_us, usual["weight"]["newcomers"])


def _length(sums: Sums, pathway: int, a_year: float, grounds: Grounds) -> Length:
    """Days helped for each who ended, by all who were; while few have, what keeps the service as large as it is (as many end as come).

    Those who are not through are in the days and not among those who ended: the estimate for lengths that are cut (censored) and spread
    exponentially. Days in the first meeting, and in line before it and after it, are steps of their own and not in it.
    """
    usual = nation()
    ended, days = sums.count("helped", pathway=pathway, back=0), sums.sum("helped", pathway=pathway)
    unsure = usual["length"]["unsure"][pathway - 1]
    if ended >= usual["too_few"]["ended"]:
        in_line = grounds.waited - grounds.lag if grounds.waited is not None else 0.0
        mean = max(days / ended - 2 * in_line - WEEK, days / ended / 4)
        # Last year's line stands for three years': half of it is doubt.
        return Length(mean, Shape.EXPONENTIAL, unsure=float(np.hypot(1 / np.sqrt(ended), in_line / mean / 2)))
    here = sums.count("present", pathway=pathway)
    return Length(here / a_year * DAYS_A_YEAR if here else usual["length"]["days"][pathway - 1], Shape.EXPONENTIAL, unsure=unsure)


def _hours(sums: Sums, pathway: int) -> float:
    """Hours a week written down for each who is helped, one pathway against another; `filled` says how much work that is."""
    here, minutes = sums.count("present", pathway=pathway), sums.sum("minutes", pathway=pathway)
    if sums.count("minutes") < nation()["too_few"]["contacts"] or not here or not minutes:
        return float(nation()["hours"]["a_person"][pathway - 1])
    return minutes / 60 / (HALF_YEAR / WEEK) / here


def _season(sums: Sums, since: date) -> tuple[float, ...]:
    """More in some months than in others, drawn towards alike: five years' newcomers by month, and half a year's spread evenly."""
    by_month = [sums.count("month", back=month) for month in range(1, 13)]
    alike = max(sum(by_month) / 12, 1.0)
    season = [(many + 2 * alike) / (3 * alike) for many in by_month]
    return tuple(season[since.month - 1 :] + season[: since.month - 1])


def _ward(sums: Sums) -> float:
    usual, many = nation()["hospital"]["ward_days"], sums.count("ward")
    weight = nation()["weight"]["stays"]
    return float((weight * usual + sums.sum("ward")) / (weight + many))


def _there(sums: Sums) -> tuple[Present, ...]:
    """Those who are helped on the day, and those who have asked and are not met."""
    found = []
    for pathway in PATHWAYS:
        waits = sum(sums.count("waiting", unit, pathway) for unit in sums.units("waiting"))
        for unit in sums.units("present"):
            for quarters, many in sums.backs("present", unit, pathway):
                found += [Present(str(pathway), f"{STAY}_{pathway}", (quarters + 0.5) * QUARTER)] * many
        # Whoever waits has a service already and is counted among those present: she is one of the newest of them.
        found = sorted(found, key=lambda one: (one.flow, one.days))
        newest = [one for one in found if one.flow == str(pathway)][:waits]
        for one in newest:
            found.remove(one)
        for unit in sums.units("waiting"):
            for weeks, many in sums.backs("waiting", unit, pathway):
                found += [Present(str(pathway), FIRST, weeks * WEEK + 1.0, waiting=True)] * many
    return tuple(found)


# ── how full it is ──────────────────────────────────────────────────────────


def filled(service: Service, staffing: Staffing, full: float) -> Service:
    """The same where those who are helped, and those who come, take this share of the hours."""
    whole = staffing.work_years * nation()["hours"]["of_work_year"]
    lately = {one.key: one.a_year / DAYS_A_YEAR for one in service.flows}
    by_step = {step.key: step for step in service.steps}
    other = sum(lately[str(one)] for one in PATHWAYS) * WEEK * by_step[FIRST].hours
    other += lately[HOSPITAL] * by_step[RECEIVED].length.mean * by_step[RECEIVED].hours
    weights = {one: by_step[f"{STAY}_{one}"].hours for one in PATHWAYS}
    many = {one: sum(here.step == f"{STAY}_{one}" for here in service.present) for one in PATHWAYS}
    left = max(full * whole - other, 0.1 * whole)
    each = left / max(sum(many[one] * weights[one] for one in PATHWAYS), 0.1)
    hours = {f"{STAY}_{one}": each * weights[one] for one in PATHWAYS}
    return replace(service, steps=tuple(replace(step, hours=hours.get(step.key, step.hours)) for step in service.steps))


def _fullness(service: Service, staffing: Staffing, waited: float) -> float:
    """The share of the hours taken at which the first year's wait is what was seen."""
    low, high, year = _EMPTY, _FULL, replace(service, years=1.0)
    for _ in range(_TRIES):
        full = (low + high) / 2
        wait = Told.of(_first_waits(filled(year, staffing, full)))
        low, high = (low, full) if wait is None or wait.middle > waited else (full, high)
    return (low + high) / 2


def _first_waits(service: Service) -> Floats:
    return run(service.model(), [Stretch(0.0, service.days)], replications=_REPLICATIONS, seed=7).of(FIRST).waited


# ── was it right? ───────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Tried:
    """What would have been forecast for the latest year from the year before, beside what came."""

    what: str
    forecast: Told
    came: float

    @property
    def held(self) -> bool:
        """True when what came is inside the range that eight of ten should be in."""
        return self.forecast.low <= self.came <= self.forecast.high


def tried(before: Fitted, since_then: Sums) -> list[Tried]:
    """The service as it was fitted a year ago, run for the year, held against the year."""
    service = replace(before.service, years=1.0)
    whole = Stretch(0.0, service.days)
    found = run(service.model(), [whole], replications=500, seed=5)
    new = sum(found.came[str(one), 0] for one in PATHWAYS)
    there = sum(found.of(kind).in_it_at_last + found.of(kind).waiting_at_last for kind in (FIRST, STAY))
    held = [("newcomers", Told.of(np.asarray(new)), float(since_then.count("opened", back=0)))]
    held.append(("persons", Told.of(np.asarray(there)), float(since_then.count("present"))))
    _, waited = _lag_and_wait(since_then.waits(0))
    if waited is not None:
        held.append(("waited", Told.of(found.of(FIRST).waited + before.grounds.lag), waited))
    return [Tried(what, told, came) for what, told, came in held if told]
