"""What may change in a service: each change makes another network of the one before, and says what it saves a year."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from .model import Closure, Flow, Model, Pool, Shorter
from .service import Service


@dataclass(frozen=True)
class WorkEnds:
    """A post, or the money for some of it, ends on a day: so many work years less. Below nothing it is work that begins."""

    words: ClassVar[tuple[str, ...]] = ("post_ends", "money_ends", "post_begins")
    pool: str
    work_years: float
    on: date
    cost: float | None = None  # a year; else by what a work year costs in the pool

    def faults(self, service: Service) -> Iterator[tuple[str, str]]:
        """Only hours that are there can end."""
        if self.pool not in service.work_years:
            yield "pool", f"there is no pool «{self.pool}»; there are {_listed(service.work_years)}"
        elif self.work_years > service.work_years[self.pool] + 1e-9:
            has = service.work_years[self.pool]
            yield "work_years", f"{self.work_years:g} work years cannot end where there are {has:g}"
        yield from _inside(service, "on", self.on)

    def made(self, model: Model, service: Service) -> Model:
        """The hours are fewer from that day."""
        less = -self.work_years * service.hours_each[self.pool]
        return _with_pool(model, self.pool, lambda pool: replace(pool, changes=(*pool.changes, (service.day(self.on), less))))

    def saves(self, service: Service) -> float:
        """Wages a year."""
        return self.work_years * service.money.work_year.get(self.pool, 0.0) if self.cost is None else self.cost


@dataclass(frozen=True)
class Closed:
    """A pool is closed for some time, or has a share of its hours: a pandemic, a summer."""

    words: ClassVar[tuple[str, ...]] = ("closed",)
    pool: str
    since: date
    until: date
    open_share: float = 0.0

    def faults(self, service: Service) -> Iterator[tuple[str, str]]:
        """It ends after it begins, inside the period."""
        if self.pool not in service.work_years:
            yield "pool", f"there is no pool «{self.pool}»; there are {_listed(service.work_years)}"
        if not 0 <= self.open_share < 1:
            yield "open_share", f"{self.open_share:g} is no share from 0 up to 1"
        if self.until <= self.since:
            yield "until", f"{self.until} is not after {self.since}"
        yield from _inside(service, "since", self.since)

    def made(self, model: Model, service: Service) -> Model:
        """No new ones begin, and those in the middle stand still."""
        closure = Closure(service.day(self.since), service.day(self.until), self.open_share)
        return _with_pool(model, self.pool, lambda pool: replace(pool, closures=(*pool.closures, closure)))

    def saves(self, service: Service) -> float:
        """Nothing: they are employed."""
        return 0.0


@dataclass(frozen=True)
class ShorterStays:
    """Of each stay in a step a share is cut from a day on, and so much of it comes as time in the step after."""

    words: ClassVar[tuple[str, ...]] = ("shorter_stays",)
    step: str
    share: float
    on: date
    moved: float = 1.0

    def faults(self, service: Service) -> Iterator[tuple[str, str]]:
        """A known step and a share."""
        if self.step not in {one.key for one in service.steps}:
            yield "step", f"there is no step «{self.step}»; there are {_listed(one.key for one in service.steps)}"
        if not 0 < self.share < 1:
            yield "share", f"{self.share:g} is no share between 0 and 1"
        if self.moved < 0:
            yield "moved", f"{self.moved:g} is below 0"
        yield from _inside(service, "on", self.on)

    def made(self, model: Model, service: Service) -> Model:
        """The stays of those who come from that day."""
        return replace(model, shorter=(*model.shorter, Shorter(self.step, self.share, service.day(self.on), self.moved)))

    def saves(self, service: Service) -> float:
        """Nothing of ours."""
        return 0.0


@dataclass(frozen=True)
class SharedTeam:
    """Several pools become one, which all of them take from."""

    words: ClassVar[tuple[str, ...]] = ("shared_team",)
    pools: tuple[str, ...]
    name: str = "shared"

    def faults(self, service: Service) -> Iterator[tuple[str, str]]:
        """Two at least, each known and once."""
        for unknown in sorted(set(self.pools) - set(service.work_years)):
            yield "pools", f"there is no pool «{unknown}»; there are {_listed(service.work_years)}"
        if len(set(self.pools)) < 2 or len(set(self.pools)) < len(self.pools):
            yield "pools", "a shared team is two pools or more, each named once"
        if self.name in set(service.work_years) - set(self.pools):
            yield "name", f"there is a pool «{self.name}» already"

    def made(self, model: Model, service: Service) -> Model:
        """Their hours are in one pool, and a person takes from it as many as before."""
        joined = [pool for pool in model.pools if pool.key in self.pools]
        changes = tuple(sorted(change for pool in joined for change in pool.changes))
        closures = tuple(closed for pool in joined for closed in pool.closures)
        whole = Pool(self.name, sum(pool.hours for pool in joined), changes, closures)
        steps = tuple(replace(step, pool=self.name) if step.pool in self.pools else step for step in model.steps)
        return replace(model, steps=steps, pools=(*(pool for pool in model.pools if pool.key not in self.pools), whole))

    def saves(self, service: Service) -> float:
        """Nothing by itself."""
        return 0.0


@dataclass(frozen=True)
class LowestFirst:
    """People of a flow begin in a lighter step, or come to it after one; some have had help enough there, the others go on as before."""

    words: ClassVar[tuple[str, ...]] = ("lowest_first",)
    flow: str
    step: str
    helped: float
    after: str = ""

    def faults(self, service: Service) -> Iterator[tuple[str, str]]:
        """A known flow and step, which they do not begin in already."""
        flows = {one.key: one for one in service.flows}
        if self.flow not in flows:
            yield "flow", f"there is no flow «{self.flow}»; there are {_listed(flows)}"
        elif flows[self.flow].entry == self.step:
            yield "step", f"those of «{self.flow}» begin in «{self.step}» already"
        if self.step not in {one.key for one in service.steps}:
            yield "step", f"there is no step «{self.step}»; there are {_listed(one.key for one in service.steps)}"
        if not 0 <= self.helped <= 1:
            yield "helped", f"{self.helped:g} is no share from 0 to 1"
        if self.after and self.flow in flows and not flows[self.flow].routes.get(self.after):
            yield "after", f"nothing follows «{self.after}» for those of «{self.flow}»"

    def made(self, model: Model, service: Service) -> Model:
        """The new step stands before the one they began in."""
        flows = []
        for flow in model.flows:
            if flow.key == self.flow:
                before = flow.routes[self.after] if self.after else ((flow.entry, 1.0),)
                onward = {**flow.routes, self.step: tuple((to, share * (1 - self.helped)) for to, share in before)}
                if self.after:
                    onward[self.after] = ((self.step, 1.0),)
                flow = replace(flow, entry=flow.entry if self.after else self.step, routes=onward)
            flows.append(flow)
        return replace(model, flows=tuple(flows))

    def saves(self, service: Service) -> float:
        """Nothing by itself."""
        return 0.0


@dataclass(frozen=True)
class StraightOn:
    """A step is left out: whoever would have come to it goes to what follows it."""

    words: ClassVar[tuple[str, ...]] = ("straight_on",)
    flow: str
    past: str

    def faults(self, service: Service) -> Iterator[tuple[str, str]]:
        """A step with one way on, which they come to."""
        flows = {one.key: one for one in service.flows}
        if self.flow not in flows:
            yield "flow", f"there is no flow «{self.flow}»; there are {_listed(flows)}"
        elif not flows[self.flow].routes.get(self.past):
            yield "past", f"nothing follows «{self.past}» for those of «{self.flow}»"
        elif self.past in {to for to, _ in flows[self.flow].routes[self.past]}:
            yield "past", f"those of «{self.flow}» may come back to «{self.past}» from itself"
        elif flows[self.flow].entry == self.past and len(flows[self.flow].routes[self.past]) > 1:
            yield "past", f"several steps follow «{self.past}»: there is no one step to begin in"

    def made(self, model: Model, service: Service) -> Model:
        """Ways to the step lead to where its ways lead."""
        return replace(model, flows=tuple(self._past(flow) if flow.key == self.flow else flow for flow in model.flows))

    def _past(self, flow: Flow) -> Flow:
        beyond = flow.routes[self.past]
        routes = {}
        for step, ways in flow.routes.items():
            found: dict[str, float] = {}
            for to, share in ways:
                for then, part in beyond if to == self.past else ((to, 1.0),):
                    found[then] = found.get(then, 0.0) + share * part
            routes[step] = tuple(found.items())
        return replace(flow, entry=beyond[0][0] if flow.entry == self.past else flow.entry, routes=routes)

    def saves(self, service: Service) -> float:
        """Nothing by itself."""
        return 0.0


Change = WorkEnds | Closed | ShorterStays | SharedTeam | LowestFirst | StraightOn
KINDS: dict[str, type[Change]] = {
    word: kind for kind in (WorkEnds, Closed, ShorterStays, SharedTeam, LowestFirst, StraightOn) for word in kind.words
}


def changed(service: Service, changes: tuple[Change, ...]) -> Model:
    """The network when all of it has been decided. A team is shared last, so that what ends in one of its pools ends in it."""
    model = service.model()
    for change in sorted(changes, key=lambda one: isinstance(one, SharedTeam)):
        model = change.made(model, service)
    return model


def wages(service: Service, changes: tuple[Change, ...]) -> float:
    """What the work years cost a year when all of it has happened."""
    return service.wages - sum(change.saves(service) for change in changes)


def _with_pool(model: Model, key: str, made: Callable[[Pool], Pool]) -> Model:
    return replace(model, pools=tuple(made(pool) if pool.key == key else pool for pool in model.pools))


def _inside(service: Service, key: str, on: date) -> Iterator[tuple[str, str]]:
    if not 0 <= service.day(on) < service.days:
        yield key, f"{on} is outside the period, which begins {service.since} and has {service.years:g} years"


def _listed(words: Iterable[str]) -> str:

    return ", ".join(f"«{one}»" for one in words) or "none"
