"""A scenario as a file: the question, the service (or which municipalities' own), and what may be decided. Refused whole when faulty."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from .changes import KINDS, Change, Closed, LowestFirst, SharedTeam, ShorterStays, StraightOn, WorkEnds
from .compared import Asked, Choice
from .model import DAYS_A_YEAR, Duty, Flow, Length, Model, Present, Shape, Step
from .reading import Fault, Reader, Refused
from .service import Money, Service


@dataclass(frozen=True)
class Recorded:
    """The service of these municipalities, as the record shows it, from a day on and for so many years."""

    municipalities: tuple[str, ...]
    since: date
    years: float
    # Those of them that have a team each; else all are one team.
    teams: tuple[str, ...] = ()
    # With a lighter help that nobody is in yet.
    lighter_help: bool = False


# That service, or the faults that make it none.
FromRecord = Callable[[Recorded], Service]
# Everybody's every step is held in memory for a block of futures: past this it is gigabytes.
_MOST_STEPS = 400_000
_LONGEST_QUESTION = 300
_FIRST_YEAR, _LAST_YEAR = 1900, 2200
_NO_RECORD = "this is asked of a file alone: write the [service] here"


def read(path: Path, from_record: FromRecord | None = None) -> Asked:
    """The scenario in this file. Raises `Refused`, or OSError when there is no such file."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise Refused([Fault("", f"the file is not TOML: {wrong}")]) from None
    return understood(Reader(table, []), from_record)


def understood(top: Reader, from_record: FromRecord | None = None) -> Asked:
    """The scenario in this table."""
    question, since = top.word("question"), top.day("since")
    if len(question) > _LONGEST_QUESTION:
        top.fault("question", f"{_LONGEST_QUESTION} letters at most")
    if not _FIRST_YEAR <= since.year <= _LAST_YEAR:
        top.fault("since", f"{since} is not in the years {_FIRST_YEAR} to {_LAST_YEAR}")
    years = top.number("years", 5.0, high=20.0, above=True)
    replications = top.whole("replications", 1000, low=100, high=20_000)
    seed = top.whole("seed", 1, low=0, high=2**31)
    service = _service_of(top, since, years, from_record)
    told_since = _told_since(top, since, years)
    choices = tuple(_choice(one, service) for one in top.each("choice", least=1))
    names = [one.name for one in choices]
    if len(set(names)) < len(names):
        top.fault("choice", "two have the same name")
    top.done()
    if top.faults or service is None:
        raise Refused(top.faults)
    return Asked(question, service, choices, replications, seed, told_since)


def _told_since(top: Reader, since: date, years: float) -> date | None:
    if not top.has("told_since"):
        return None
    day = top.day("told_since", since)
    if not 0 <= (day - since).days < years * DAYS_A_YEAR:
        top.fault("told_since", f"{day} is outside the period, which begins {since} and has {years:g} years")
    return day


def _service_of(top: Reader, since: date, years: float, from_record: FromRecord | None) -> Service | None:
    numbers = top.words("municipalities") if top.has("municipalities") else ()
    if bool(numbers) == top.has("service"):
        top.fault("service", "write either the [service] or the municipalities whose record it is taken from")
        return None
    if not numbers:
        return _service(top.inner("service"), since, years)
    recorded = Recorded(numbers, since, years, top.words("teams"), top.truth("lighter_help"))
    if from_record is None:
        top.fault("municipalities", _NO_RECORD)
        return None
    try:
        return from_record(recorded)
    except Refused as refused:
        top.faults += refused.faults
        return None


# ── the service ─────────────────────────────────────────────────────────────


def _service(inner: Reader, since: date, years: float) -> Service | None:
    hours = inner.number("hours_of_work_year", 20.0, high=45.0, above=True)
    work, each, cost = {}, {}, {}
    for pool in inner.each("pool", least=1):
        key = pool.word("name")
        if key in work:
            pool.fault("name", f"«{key}» is there already")
        work[key] = pool.number("work_years", high=100_000)
        each[key] = pool.number("hours_of_work_year", hours, high=45.0, above=True)
        cost[key] = pool.number("cost_of_work_year", 0.0)
        pool.done()
    steps = tuple(_step(one) for one in inner.each("step", least=1))
    flows = tuple(_flow(one) for one in inner.each("flow", least=1))
    present = tuple(here for one in inner.each("present") for here in _present(one))
    money = Money(cost, inner.number("cost_of_hospital_day", 0.0))
    duties = tuple(_duty(one) for one in inner.each("duty"))
    inner.done()
    service = Service(since, years, work, each, steps, flows, present, money, duties=duties)
    # What one key alone cannot tell: names that lead nowhere, shares that are more than all.
    for reason in _whole_faults(service.model()) if not inner.faults else ():
        inner.fault("", reason)
    return None if inner.faults else service


def _whole_faults(model: Model) -> list[str]:
    if found := model.faults():
        return found
    steps = model.persons * model.stages
    if steps <= _MOST_STEPS:
        return []
    return [f"{model.persons:,.0f} persons are there or come, with {model.stages} steps each: {_MOST_STEPS:,} steps can be carried at once"]


def _step(one: Reader) -> Step:
    length = Length(
        one.number("days", high=36_500, above=True), Shape(one.one_of("shape", list(Shape), Shape.LOGNORMAL)),
        one.number("spread", 1.0, high=10.0), one.number("unsure", 0.0, high=2.0),
    )  # fmt: skip
    within = one.number("within", high=3_650) if one.has("within") else None
    step = Step(
        one.word("name"), length, one.word("pool", ""), one.number("hours", 1.0, high=168.0), one.whole("place", 0, low=-9, high=9),
        one.word("kind", ""), within,
    )  # fmt: skip
    one.done()
    return step


def _duty(one: Reader) -> Duty:
    waiting = one.words("waiting") if one.has("waiting") else ()
    standing = one.words("closed") if one.has("closed") else ()
    if not waiting and not standing:
        one.fault("waiting", "say which steps somebody may wait too long for, or which may be closed too long")
    duty = Duty(one.word("name"), one.number("days", high=3_650), waiting, standing)
    one.done()
    return duty


def _flow(one: Reader) -> Flow:
    routes: dict[str, tuple[tuple[str, float], ...]] = {}
    for way in one.each("way"):
        step = way.word("from")
        routes[step] = (*routes.get(step, ()), (way.word("to"), way.number("share", 1.0, high=1.0)))
        way.done()
    patience = one.number("patience", high=36_500, above=True) if one.has("patience") else None
    flow = Flow(
        one.word("name"), one.number("a_year", high=1e6), one.word("begins"), routes, one.numbers("season", (1.0,) * 12),
        one.number("growth", 0.0, low=-0.5, high=1.0), one.number("unsure", 0.0, high=2.0), patience,
    )  # fmt: skip
    one.done()
    return flow


def _present(one: Reader) -> list[Present]:
    waiting = one.one_of("state", ("in it", "waiting"), "in it") == "waiting"
    here = Present(one.word("flow"), one.word("step"), one.number("days", 0.0, high=36_500), waiting)
    many = one.whole("persons", 1, low=1, high=100_000)
    one.done()
    return [here] * many


# ── what may be decided ─────────────────────────────────────────────────────


def _choice(one: Reader, service: Service | None) -> Choice:
    changes = tuple(change for inner in one.each("change") if (change := _change(inner, service)))
    choice = Choice(one.word("name"), changes)
    one.done()
    _together(one, choice, service)
    return choice


def _change(one: Reader, service: Service | None) -> Change | None:
    before = len(one.faults)
    word = one.one_of("what", KINDS)
    if len(one.faults) > before:
        return None
    change = _MAKERS[KINDS[word]](one)
    one.done()
    if service and len(one.faults) == before:
        for key, reason in change.faults(service):
            one.fault(key, reason)
    return change


def _work_ends(one: Reader) -> WorkEnds:
    sign = -1.0 if one.word("what") == "post_begins" else 1.0
    cost = sign * one.number("cost", low=0.0) if one.has("cost") else None
    return WorkEnds(one.word("pool"), sign * one.number("work_years", high=1e5, above=True), one.day("on"), cost)


_MAKERS: dict[type[Change], Callable[[Reader], Change]] = {
    WorkEnds: _work_ends,
    Closed: lambda one: Closed(one.word("pool"), one.day("since"), one.day("until"), one.number("open_share", 0.0, high=1.0)),
    ShorterStays: lambda one: ShorterStays(
        one.word("step"), one.number("share", high=1.0, above=True), one.day("on"), one.number("moved", 1.0, high=10.0)
    ),
    SharedTeam: lambda one: SharedTeam(one.words("pools"), one.word("name", "shared")),
    LowestFirst: lambda one: LowestFirst(one.word("flow"), one.word("step"), one.number("helped", high=1.0), one.word("after", "")),
    StraightOn: lambda one: StraightOn(one.word("flow"), one.word("past")),
}


def _together(one: Reader, choice: Choice, service: Service | None) -> None:
    """What holds for each change by itself and not for all of them: more work that ends than there is."""
    ends: dict[str, float] = {}
    for change in choice.changes:
        if isinstance(change, WorkEnds):
            ends[change.pool] = ends.get(change.pool, 0.0) + change.work_years
    there = service.work_years if service else {}
    for pool in set(ends) & set(there):
        if ends[pool] > there[pool] + 1e-9:
            one.fault("change", f"{ends[pool]:g} work years end in «{pool}» together, where there are {there[pool]:g}")
