"""From what was observed to a service: the municipality's own figures where they are many enough, drawn towards the nation's where not.

Those who work together are one team here: nobody waits where a colleague in the next valley has time. How full it is, is not in the
record; it is found as the fullness at which the model waits as long as people have waited (`full`).
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

import numpy as np

from .draws import Floats
from .model import DAYS_A_YEAR, Flow, Length, Present, Shape, Step, Stretch
from .observed import HALF_YEAR, HOME, QUARTER, WEEK, Sums, Waits
from .outcomes import Told, run
from .service import FIRST, HOSPITAL, RECEIVED, Money, Service
from .steps import BESIDE, MAPPING, Steps, drawn_towards, followed, nation, told_by

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
    too_few: tuple[str, ...] = ()  # steps there is too little to say of by themselves


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


@dataclass(frozen=True)
class Similar:
    """Municipalities of about the same size, all together: what their record tells, and how many live there."""

    sums: Sums = Sums()
    inhabitants: int = 0

    def a_year(self, what: str, years: float, of_10000: float, weight: float, pathway: int | None = None, back: int | None = None) -> float:
        """How many of 10,000 there are a year with them, drawn from the nation's."""
        if not self.inhabitants:
            return of_10000
        return drawn_towards(self.sums.count(what, pathway=pathway, back=back), years * self.inhabitants / 10_000, of_10000, weight)[0]


_NONE = Similar()


def fitted(sums: Sums, staffing: Staffing, since: date, years: float, similar: Similar = _NONE) -> Fitted:
    """The service from this day, drawn towards similar ones where our own events are few. Raises `CannotSay`."""
    few = nation()["too_few"]
    here, new = sums.count("present"), sums.count("opened", back=0)
    reasons = [TooLittle.PRESENT] if here < few["present"] else []
    reasons += [TooLittle.NEWCOMERS] if new < few["newcomers"] else []
    reasons += [TooLittle.WORK] if staffing.work_years <= 0 else []
    if reasons:
        raise CannotSay(reasons)
    waits, thin = sums.waits(0), _thin(sums)
    lag, waited = _lag_and_wait(waits)
    steps = told_by(sums, similar.sums)
    grounds = Grounds(here, new, staffing.work_years, waited, len(waits.met), sums.count("ready"), 0.0, lag, thin, steps.too_few)
    made = _service(sums, staffing, since, years, grounds, steps, similar)
    target = (waited - lag) if waited is not None else None
    full = _fullness(made, target) if target is not None else 0.93
    return Fitted(filled(made, full), replace(grounds, full=full))


def divided(found: Fitted, parts: Callable[[Service], Service]) -> Service:
    """The parts of a service, each with its own people and work: as full as makes them wait, all together, as people have waited.

    What was seen is then told of as the work of the parts. To fit it as one team and divide that would lay the wait of a division that
    is not there on top of the wait that was seen.
    """
    waited = found.grounds.waited
    if waited is None:
        return parts(found.service)
    return parts(filled(found.service, _fullness(found.service, waited - found.grounds.lag, parts)))


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


def _service(sums: Sums, staffing: Staffing, since: date, years: float, grounds: Grounds, told: Steps, similar: Similar) -> Service:
    """Everything but how many hours each takes."""
    usual, flows = nation(), []
    follow_up: list[Step] = []
    for pathway in PATHWAYS:
        a_year, unsure = _newcomers(sums, pathway, staffing.inhabitants, similar)
        whole = _length(sums, pathway, a_year, grounds, told.share(HOME))
        usually = Step(f"{STAY}_{pathway}", replace(whole, mean=told.left(whole.mean)), TEAM, _hours(sums, pathway), kind=STAY)
        those = followed(usually, told, pathway)
        follow_up += those.steps
        ways = {**told.before(FIRST, usually.key), **those.routes}
        flows.append(Flow(str(pathway), a_year, FIRST, ways, season=_season(sums, since), unsure=unsure))
    weight = usual["weight"]["stays"]
    of_10000 = similar.a_year("ready", 3, usual["hospital"]["ready_of_10000"], weight)
    ready, unsure = drawn_towards(sums.count("ready"), 3, of_10000 * staffing.inhabitants / 10_000, weight)
    flows.append(Flow(HOSPITAL, ready, HOSPITAL, {HOSPITAL: ((RECEIVED, 1.0),)}, unsure=unsure))
    within = usual["deadline"]["first_meeting_days"] - grounds.lag
    steps = (
        Step(FIRST, Length(WEEK, Shape.FIXED), TEAM, usual["hours"]["first_meeting"], within=max(within, 0.0)),
        *follow_up,
        *told.made(TEAM),
        Step(HOSPITAL, Length(_ward(sums))),
        Step(RECEIVED, Length(usual["hours"]["received_days"]), TEAM, usual["hours"]["received"], place=-1),
    )
    money = Money({TEAM: staffing.cost / staffing.work_years}, usual["hospital"]["day_in_kroner"])
    hours = {TEAM: usual["hours"]["of_work_year"]}
    return Service(since, years, {TEAM: staffing.work_years}, hours, steps, tuple(flows), _there(sums, told), money, grounds.lag)


def _newcomers(sums: Sums, pathway: int, inhabitants: int, similar: Similar) -> tuple[float, float]:
    usual, weight = nation(), nation()["weight"]["newcomers"]
    share, days = usual["users"]["pathways"][pathway - 1], usual["length"]["days"][pathway - 1]
    of_10000 = similar.a_year("opened", 1, usual["users"]["of_10000"] * share * DAYS_A_YEAR / days, weight, pathway, 0)
    return drawn_towards(sums.count("opened", pathway=pathway, back=0), 1, of_10000 * inhabitants / 10_000, weight)


def _length(sums: Sums, pathway: int, a_year: float, grounds: Grounds, at_home: float) -> Length:
    """Days helped for each who ended, by all who were; while few have, what keeps the service as large as it is (as many end as come).

    Those who are not through are in the days and not among those who ended: the estimate for lengths that are cut (censored) and spread
    exponentially. Days in the first meeting, and in line before it and after it, are steps of their own and not in it.
    """
    usual = nation()
    ended, days = sums.count("helped", pathway=pathway, back=0), sums.sum("helped", pathway=pathway)
    if at_home:
        ended, days = ended - sums.count("home_lived", pathway=pathway, back=0), days - sums.sum("home_lived", pathway=pathway)
    unsure = usual["length"]["unsure"][pathway - 1]
    if ended >= usual["too_few"]["ended"]:
        in_line = grounds.waited - grounds.lag if grounds.waited is not None else 0.0
        mean = max(days / ended - 2 * in_line - WEEK, days / ended / 4)
        # Last year's line stands for three years': half of it is doubt.
        return Length(mean, Shape.EXPONENTIAL, unsure=float(np.hypot(1 / np.sqrt(ended), in_line / mean / 2)))
    here = sums.count("present", pathway=pathway) - (sums.count("home_now", pathway=pathway) if at_home else 0)
    return Length(
        here / a_year / (1 - at_home) * DAYS_A_YEAR if here else usual["length"]["days"][pathway - 1], Shape.EXPONENTIAL, unsure=unsure
    )


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


def _there(sums: Sums, told: Steps) -> tuple[Present, ...]:
    """Those who are helped on the day, each in the step she is in, and those who have asked and are not met."""
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
        oldest = [place for place, one in enumerate(found) if one.flow == str(pathway)]
        for key, step in told.told.items():
            for _ in range(min(step.now.get(pathway, 0), len(oldest) // 2)):
                found[oldest.pop()] = Present(str(pathway), f"{key}_{pathway}" if key in BESIDE else key, 0.0)
        for unit in sums.units("waiting"):
            for weeks, many in sums.backs("waiting", unit, pathway):
                found += [Present(str(pathway), FIRST, weeks * WEEK + 1.0, waiting=True)] * many
    return tuple(found)


# ── how full it is ──────────────────────────────────────────────────────────


def filled(service: Service, full: float) -> Service:
    """The same where those who are helped, and those who come, take this share of the hours."""
    whole = service.work_years[TEAM] * service.hours_each[TEAM]
    lately = {one.key: one.a_year / DAYS_A_YEAR for one in service.flows}
    by_step = {step.key: step for step in service.steps}
    come = sum(lately[str(one)] for one in PATHWAYS)
    mapped = dict(service.flows[0].routes[FIRST]).get(MAPPING, 0.0)
    other = come * WEEK * by_step[FIRST].hours + lately[HOSPITAL] * by_step[RECEIVED].length.mean * by_step[RECEIVED].hours
    other += come * mapped * by_step[MAPPING].length.mean * by_step[MAPPING].hours if mapped else 0.0
    weighed = {key: step for key, step in by_step.items() if key == HOME or step.kind in (STAY, *BESIDE)}
    many = Counter(here.step for here in service.present)
    left = max(full * whole - other, 0.1 * whole)
    each = left / max(sum(many[key] * step.hours for key, step in weighed.items()), 0.1)
    return replace(
        service, steps=tuple(replace(step, hours=each * step.hours if key in weighed else step.hours) for key, step in by_step.items())
    )


def _fullness(service: Service, waited: float, parts: Callable[[Service], Service] = lambda whole: whole) -> float:
    """The share of the hours taken at which the first year's wait is what was seen, in the service or in its parts together."""
    low, high, year = _EMPTY, _FULL, replace(service, years=1.0)
    for _ in range(_TRIES):
        full = (low + high) / 2
        wait = Told.of(_first_waits(parts(filled(year, full))))
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
    kinds = {kind for kind, _ in found.figures} - {HOSPITAL, RECEIVED}
    there = sum(found.of(kind).in_it_at_last + found.of(kind).waiting_at_last for kind in sorted(kinds))
    held = [("newcomers", Told.of(np.asarray(new)), float(since_then.count("opened", back=0)))]
    held.append(("persons", Told.of(np.asarray(there)), float(since_then.count("present"))))
    _, waited = _lag_and_wait(since_then.waits(0))
    if waited is not None:
        held.append(("waited", Told.of(found.of(FIRST).waited + before.grounds.lag), waited))
    return [Tried(what, told, came) for what, told, came in held if told]
