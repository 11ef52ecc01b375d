"""Everything that is left to chance, drawn before anything happens: who comes when, their way through the steps, how long each takes.

A person's numbers are hers by her place in her flow, whatever the service is like: two scenarios of the same seed have the same people
(common random numbers), and more replications leave those before them as they were.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from math import erf, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from .model import DAYS_A_YEAR, Flow, Length, Model, Shape

# Replications are drawn and run so many at a time, each block by its own seed.
BLOCK = 125
Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Draw = Callable[[np.random.Generator, tuple[int, ...]], Floats]


class _Of(IntEnum):
    """What a stream of random numbers is for: of one may be used more than before without moving the others."""

    ARRIVALS, ROUTES, NORMAL, EXPONENTIAL, FLOW_MEANS, STEP_MEANS, PRESENT, PATIENCE = range(8)


@dataclass(frozen=True)
class Drawn:
    """A block of replications: by replication, person (those present first) and stage."""

    entered: Floats  # (replication, person): the day she came; below 0 for those who were there, infinite for nobody
    flow: Ints  # (person,)
    # (replication, person, stage): the place of the step among the model's, or their number when she has left; in the last stage all have.
    steps: Ints
    lengths: Floats  # (replication, person, stage): days
    patience: Floats | None  # (replication, person): days
    in_service: NDArray[np.bool_]  # (person,): in her first step already


class Chance:
    """The random numbers of a block: a stream for each use, by the seed."""

    def __init__(self, seed: int, block: int) -> None:
        self._seed, self._block = seed, block
        self.groups: list[int] = []  # how many persons are present, then how many come by each flow

    def by_block(self, draw: Draw, size: tuple[int, ...], of: _Of, *more: int) -> Floats:
        """(…, replication): the block's numbers for this use."""
        key = np.random.SeedSequence(self._seed, spawn_key=(self._block, of, *more))
        return draw(np.random.Generator(np.random.PCG64(key)), (*size, BLOCK))

    def by_person(self, draw: Draw, of: _Of, stage: int) -> Floats:
        """(replication, person): whoever is the hundredth of her flow has the same numbers, however many come."""
        groups = [self.by_block(draw, (count,), of, stage, place) for place, count in enumerate(self.groups)]
        return np.concatenate(groups).T

    def means(self, unsure: float, of: _Of, place: int) -> Floats:
        """(replication,): how much more or less the truth may be than what we have seen, about 1."""
        sigma = np.sqrt(np.log1p(unsure**2))
        return np.asarray(np.exp(sigma * self.by_block(_normal, (), of, place) - sigma**2 / 2))


def _normal(stream: np.random.Generator, size: tuple[int, ...]) -> Floats:
    return stream.standard_normal(size)


def _exponential(stream: np.random.Generator, size: tuple[int, ...]) -> Floats:
    return stream.standard_exponential(size)


def _even(stream: np.random.Generator, size: tuple[int, ...]) -> Floats:
    return stream.random(size)


def drawn(model: Model, block: int, seed: int) -> Drawn:
    """A block of replications, by the model's own numbers and the seed."""
    chance, stages = Chance(seed, block), model.stages
    came = [np.tile([-one.days if one.waiting else 0.0 for one in model.present], (BLOCK, 1))]
    came += [_arrivals(flow, model.days, chance, place) for place, flow in enumerate(model.flows)]
    chance.groups = [one.shape[1] for one in came]
    names = [flow.key for flow in model.flows]
    flow_of = np.repeat(np.arange(len(names)), chance.groups[1:])
    flow_of = np.concatenate([np.array([names.index(one.flow) for one in model.present], dtype=np.intp), flow_of])
    entered = np.concatenate(came, axis=1)
    steps = _routes(model, flow_of, stages, chance)
    lengths = _lengths(model, steps, chance)
    _left_of_those_present(model, lengths, chance)
    _shortened(model, steps, lengths, entered)
    begun = np.zeros(len(flow_of), dtype=bool)
    begun[: len(model.present)] = [not one.waiting for one in model.present]
    return Drawn(entered, flow_of, steps, lengths, _patience(model, flow_of, chance), begun)


def _arrivals(flow: Flow, days: float, chance: Chance, place: int) -> Floats:
    """Days when people come: by chance, more in some months than in others. Those after the period never come."""
    edges = np.append(np.arange(0.0, days, DAYS_A_YEAR / 12), days)
    season = np.asarray(flow.season) / np.mean(flow.season)
    rate = flow.a_year / DAYS_A_YEAR * season[np.arange(len(edges) - 1) % 12] * (1 + flow.growth) ** (edges[:-1] / DAYS_A_YEAR)
    expected = np.append(0.0, np.cumsum(rate * np.diff(edges)))
    by = chance.means(flow.unsure, _Of.FLOW_MEANS, place)
    most = expected[-1] * by.max()
    count = int(most + 8 * np.sqrt(most) + 8) if most else 0
    reached = np.cumsum(chance.by_block(_exponential, (count,), _Of.ARRIVALS, place), axis=0).T / by[:, None]
    came = np.interp(reached, expected, edges)
    came[reached > expected[-1]] = np.inf
    most_came = int(np.isfinite(came).sum(axis=1).max(initial=0))
    return np.asarray(came[:, :most_came])


def _routes(model: Model, flow_of: Ints, stages: int, chance: Chance) -> Ints:
    """Each one's steps: from where she begins, by the shares of her flow."""
    names, end = [one.key for one in model.steps], len(model.steps)
    onward, bounds = _ways(model)
    first = np.array([names.index(one.step) for one in model.present] + [names.index(flow.entry) for flow in model.flows], dtype=np.intp)
    there = len(model.present)
    steps = np.full((BLOCK, len(flow_of), stages + 1), end)
    steps[:, :, 0] = first[np.concatenate([np.arange(there), there + flow_of[there:]])]
    # One number for flow and step together: to take by one is much quicker than by two.
    rows, branches = flow_of * (end + 1), bounds.shape[2]
    begins, leads = bounds.reshape(-1, branches).T.copy(), onward.ravel()
    before = steps[:, :, 0]
    for stage in range(1, stages):
        at = rows + before
        luck = chance.by_person(_even, _Of.ROUTES, stage)
        chosen = at * (branches + 1)
        for branch in range(branches):
            chosen += luck >= begins[branch].take(at)
        before = leads.take(chosen)
        steps[:, :, stage] = before
    return steps


def _ways(model: Model) -> tuple[Ints, Floats]:
    """By flow and step: where each branch leads, and the luck at which the next branch begins. The last is out of the service."""
    names, end = [one.key for one in model.steps], len(model.steps)
    branches = max((len(ways) for flow in model.flows for ways in flow.routes.values()), default=1)
    onward = np.full((len(model.flows), end + 1, branches + 1), end, dtype=np.intp)
    bounds = np.zeros((len(model.flows), end + 1, branches))
    for place, flow in enumerate(model.flows):
        for step, ways in flow.routes.items():
            at, reached = names.index(step), np.cumsum([share for _, share in ways])
            onward[place, at, : len(ways)] = [names.index(to) for to, _ in ways]
            bounds[place, at] = np.append(reached, [1.0] * branches)[:branches]
            bounds[place, at, : len(ways)][reached > 1 - 1e-9] = 1.0
            # Past the last branch she leaves; a branch nobody is left for begins after everybody.
            bounds[place, at, len(ways) :] = 2.0
    return onward, bounds


def _lengths(model: Model, steps: Ints, chance: Chance) -> Floats:
    """How long each is in each of her steps, by the step's own mean in this replication."""
    of_step = [step.length for step in model.steps]
    means = [one.mean * chance.means(one.unsure, _Of.STEP_MEANS, place) for place, one in enumerate(of_step)]
    table, sigma = np.stack([*means, np.zeros(BLOCK)], axis=1), np.array([one.sigma for one in of_step] + [0.0])
    is_log = np.array([one.shape == Shape.LOGNORMAL for one in of_step] + [False])
    is_exponential = np.array([one.shape == Shape.EXPONENTIAL for one in of_step] + [False])
    lengths = np.zeros(steps.shape)
    rows = np.arange(BLOCK)[:, None] * table.shape[1]
    for stage in range(steps.shape[2] - 1):
        here = np.ascontiguousarray(steps[:, :, stage])
        stay = table.take(rows + here)
        if is_log.any():
            normal = chance.by_person(_normal, _Of.NORMAL, stage)
            of = sigma.take(here)
            stay = np.where(is_log.take(here), stay * np.exp(of * normal - of**2 / 2), stay)
        if is_exponential.any():
            memoryless = chance.by_person(_exponential, _Of.EXPONENTIAL, stage)
            stay *= memoryless if is_exponential[:-1].all() else np.where(is_exponential.take(here), memoryless, 1.0)
        lengths[:, :, stage] = stay
    return lengths


def _left_of_those_present(model: Model, lengths: Floats, chance: Chance) -> None:
    """Who has been in a step for some time, has the rest of a stay that is at least so long."""
    luck = chance.by_block(_even, (len(model.present),), _Of.PRESENT)
    for person, one in enumerate(model.present):
        length = model.step(one.step).length
        if one.waiting or length.shape == Shape.EXPONENTIAL or not one.days:
            continue
        rest = length.mean - one.days if length.shape == Shape.FIXED or not length.sigma else _rest(length, one.days, luck[person])
        lengths[:, person, 0] = np.maximum(rest, 0.0)


def _rest(length: Length, days: float, luck: Floats) -> Floats:
    normal, sigma = NormalDist(), length.sigma
    middle = np.log(length.mean) - sigma**2 / 2
    before = min(0.5 * (1 + erf((np.log(days) - middle) / sigma / sqrt(2))), 1 - 1e-9)
    until = np.minimum(before + (1 - before) * luck, 1 - 1e-12)
    return np.asarray(np.exp(middle + sigma * np.array([normal.inv_cdf(one) for one in until])) - days)


def _shortened(model: Model, steps: Ints, lengths: Floats, entered: Floats) -> None:
    """What is cut from a step, and comes as time in the step after it; by the day she came, so nobody is cut in the middle."""
    names = [one.key for one in model.steps]
    for one in model.shorter:
        here = (steps == names.index(one.step)) & (entered[:, :, None] >= one.since)
        cut = np.where(here, lengths * one.share, 0.0)
        lengths -= cut
        lengths[:, :, 1:] += np.where(steps[:, :, 1:] < len(names), cut[:, :, :-1] * one.moved, 0.0)


def _patience(model: Model, flow_of: Ints, chance: Chance) -> Floats | None:
    """How long each waits for a step before she gives up."""
    if all(flow.patience is None for flow in model.flows):
        return None
    mean = np.array([np.inf if flow.patience is None else flow.patience for flow in model.flows])[flow_of]
    return np.asarray(mean * np.maximum(chance.by_person(_exponential, _Of.PATIENCE, 0), 1e-12))
