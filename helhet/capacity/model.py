"""A service as a network of queues: who comes, which steps they go through, how long each takes, and the hours there are for it.

Days are counted from the first day of the period. A step takes `hours` a week from its pool for as long as somebody is in it; who
comes when there are not hours enough, waits. Hours that are lost stop new ones from beginning and send nobody away.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from math import ceil

import numpy as np
from numpy.typing import NDArray

DAYS_A_YEAR = 365.25
_MOST_STAGES = 40

Days = NDArray[np.float64]


class Shape(StrEnum):
    """How times spread around their mean."""

    FIXED = "fixed"
    EXPONENTIAL = "exponential"
    LOGNORMAL = "lognormal"


@dataclass(frozen=True)
class Length:
    """How long somebody is in a step, in days. `unsure` is how unsure we are of the mean itself, as a share of it."""

    mean: float
    shape: Shape = Shape.EXPONENTIAL
    spread: float = 1.0  # the standard deviation as a share of the mean; of a lognormal length only
    unsure: float = 0.0

    @property
    def sigma(self) -> float:
        """The spread of the logarithm."""
        return float(np.sqrt(np.log1p(self.spread**2)))


@dataclass(frozen=True)
class Step:
    """One thing a service does for somebody: it takes hours a week from a pool. Without a pool nobody waits for it."""

    key: str
    length: Length
    pool: str = ""
    hours: float = 1.0
    # Whoever stands in a lower place goes first; equal places are served in the order people came.
    place: int = 0
    kind: str = ""  # what it is, where several units have one each
    within: float | None = None  # days it should begin within


@dataclass(frozen=True)
class Closure:
    """From one day to another only a share of the hours is there, and for those in the middle of it time stands still by the rest."""

    since: float
    until: float
    share: float = 0.0


@dataclass(frozen=True)
class Pool:
    """Hours a week that steps take from, and how they change."""

    key: str
    hours: float
    changes: tuple[tuple[float, float], ...] = ()  # (from this day, hours more or less a week)
    closures: tuple[Closure, ...] = ()


@dataclass(frozen=True)
class Flow:
    """People of one kind who come: how many a year, where they begin, and where they go from each step."""

    key: str
    a_year: float
    entry: str
    routes: Mapping[str, tuple[tuple[str, float], ...]] = field(default_factory=dict)
    season: tuple[float, ...] = (1.0,) * 12  # of each twelfth of a year, from the first day
    growth: float = 0.0
    unsure: float = 0.0
    patience: float | None = None  # days somebody waits for a step before she gives up, on average


@dataclass(frozen=True)
class Present:
    """Somebody who is there on the first day: so many days into a step, or so many days in the queue for it."""

    flow: str
    step: str
    days: float
    waiting: bool = False


@dataclass(frozen=True)
class Shorter:
    """Of what somebody has in a step, this share is cut from a day on, and so much of it comes as time in the step after."""

    step: str
    share: float
    since: float = 0.0
    moved: float = 1.0


@dataclass(frozen=True)
class Duty:
    """Something that must be done in so many days: it is broken when somebody waits longer for one of these steps, or stands still so long.

    A duty may be told of those who wait for a step, of those who are in one when it closes, or of both.
    """

    key: str
    days: float
    waiting: tuple[str, ...] = ()  # steps somebody may wait too long for
    standing: tuple[str, ...] = ()  # steps somebody may be in while they are closed


@dataclass(frozen=True)
class Stretch:
    """A part of the period, from a day to a day."""

    since: float
    until: float


@dataclass(frozen=True)
class Model:
    """The whole service over a period."""

    days: float
    steps: tuple[Step, ...]
    pools: tuple[Pool, ...]
    flows: tuple[Flow, ...]
    present: tuple[Present, ...] = ()
    shorter: tuple[Shorter, ...] = ()
    duties: tuple[Duty, ...] = ()

    def step(self, key: str) -> Step:
        """The step of this name."""
        return next(one for one in self.steps if one.key == key)

    def same_people(self, other: "Model") -> bool:
        """True when the same come, go through the same steps and stay as long: only the hours there are for them may differ."""
        mine, theirs = ([(one.key, one.length) for one in model.steps] for model in (self, other))
        alike = self.days == other.days and mine == theirs and self.flows == other.flows
        return alike and self.present == other.present and self.shorter == other.shorter

    def faults(self) -> list[str]:
        """What makes it no model at all, each as a sentence."""
        return list(self._faults())

    def _faults(self) -> Iterator[str]:
        steps, pools, flows = ({one.key for one in some} for some in (self.steps, self.pools, self.flows))
        if not self.days > 0:
            yield "the period has no days"
        for kind, some, known in (("step", self.steps, steps), ("pool", self.pools, pools), ("flow", self.flows, flows)):
            if len(some) != len(known):
                yield f"two of the {kind}s have the same name"
        for step in self.steps:
            if step.pool and step.pool not in pools:
                yield f"step {step.key}: there is no pool {step.pool}"
            if not (step.length.mean > 0 and step.hours >= 0 and step.length.spread >= 0 and step.length.unsure >= 0):
                yield f"step {step.key}: days and hours must be above nothing"
        for pool in self.pools:
            if pool.hours < 0 or any(one.since >= one.until or not 0 <= one.share <= 1 for one in pool.closures):
                yield f"pool {pool.key}: hours cannot be below nothing, and a closure ends after it begins"
        for flow in self.flows:
            yield from self._faults_of(flow, steps)
        for here in self.present:
            if here.flow not in flows or here.step not in steps or here.days < 0:
                yield f"somebody present is in no known flow and step: {here.flow}, {here.step}"
        kinds = {one.kind or one.key for one in self.steps}
        if len({one.key for one in self.duties} | kinds) < len(self.duties) + len(kinds):
            yield "two duties have the same name, or a duty that of a step"
        for duty in self.duties:
            if duty.days < 0 or not {*duty.waiting, *duty.standing} <= steps:
                yield f"duty {duty.key}: known steps, and days that are not below 0"
        for one in self.shorter:
            if one.step not in steps or not 0 <= one.share < 1 or one.moved < 0:
                yield f"shorter {one.step}: a known step, and a share from 0 up to 1"

    def _faults_of(self, flow: Flow, steps: set[str]) -> Iterator[str]:
        if flow.entry not in steps:
            yield f"flow {flow.key}: there is no step {flow.entry}"
        if flow.a_year < 0 or flow.unsure < 0 or flow.growth <= -1 or (flow.patience is not None and flow.patience <= 0):
            yield f"flow {flow.key}: a number is below what it can be"
        if len(flow.season) != 12 or min(flow.season, default=0) < 0 or not sum(flow.season):
            yield f"flow {flow.key}: a season is twelve numbers, none below 0"
        for step, ways in flow.routes.items():
            known = step in steps and all(to in steps for to, _ in ways)
            if not known or any(share < 0 for _, share in ways) or sum(share for _, share in ways) > 1 + 1e-9:
                yield f"flow {flow.key}, from {step}: known steps, and shares that are 1 at most together"

    @property
    def persons(self) -> float:
        """About how many there are or come in the period, in one future."""
        years = self.days / DAYS_A_YEAR
        grown = (
            sum((1 + flow.growth) ** (year + 0.5) * min(1.0, years - year) for year in range(ceil(years))) * flow.a_year
            for flow in self.flows
        )
        return float(len(self.present) + sum(grown))

    @cached_property
    def stages(self) -> int:
        """The most steps anybody goes through that must be reckoned with: the few who would go on for ever, end there."""
        names = [one.key for one in self.steps]
        most = 1
        for flow in self.flows:
            there, at = np.zeros(len(names)), 1
            there[names.index(flow.entry)] = 1.0
            there += [any(one.flow == flow.key and one.step == name for one in self.present) for name in names]
            onward = np.zeros((len(names), len(names)))
            for step, ways in flow.routes.items():
                for to, share in ways:
                    onward[names.index(step), names.index(to)] += share
            while at < _MOST_STAGES and (there := there @ onward).sum() > 1e-9:
                at += 1
            most = max(most, at)
        return most
