"""What became of it: waiting, caseload, unserved and broken deadlines, of each replication, and told as a range.

A wait that is not over on the last day counts as far as it has come, so a figure of a service that drowns is rather too small.
"""

from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context

import numpy as np

from .draws import BLOCK, Floats, Ints
from .engine import Runs, simulate
from .model import Model

# A range holds eight of ten replications.
LOW, HIGH = 0.1, 0.9


@dataclass(frozen=True)
class Told:
    """A figure as it is told: the one in the middle, and from where to where eight of ten are."""

    middle: float
    low: float
    high: float
    # How far the middle may be from what endlessly many replications would give (one standard error).
    error: float = 0.0

    @classmethod
    def of(cls, figures: Floats) -> "Told | None":
        """None when no replication has the figure."""
        known = figures[np.isfinite(figures)]
        if not known.size:
            return None
        low, middle, high = np.quantile(known, (LOW, 0.5, HIGH))
        spread = float(known.std(ddof=1)) if known.size > 1 else 0.0
        return cls(float(middle), float(low), float(high), 1.2533 * spread / np.sqrt(known.size))


@dataclass(frozen=True)
class Figures:
    """The figures of one kind of step in a stretch of the period, one of each for every replication."""

    asked: Floats  # how many were ready for it
    waited: Floats  # days, on average
    late: Floats  # of those who asked, the share that did not begin within its deadline; not a number without one
    began: Floats
    gave_up: Floats
    in_it: Floats  # how many at a time, on average
    waiting_at_last: Floats
    in_it_at_last: Floats
    days_waited: Floats  # of all of them together, inside the stretch

    @classmethod
    def joined(cls, parts: Collection["Figures"]) -> "Figures":
        """Those of several replications after one another."""
        return cls(**{name: np.concatenate([getattr(one, name) for one in parts]) for name in cls.__dataclass_fields__})


@dataclass(frozen=True)
class Stretch:
    """A part of the period, from a day to a day."""

    since: float
    until: float


@dataclass(frozen=True)
class Outcome:
    """A model run: the figures of each kind of step in each stretch, and how many came by each flow."""

    figures: Mapping[tuple[str, int], Figures]
    came: Mapping[tuple[str, int], Floats] = field(default_factory=dict)

    def of(self, kind: str, stretch: int = 0) -> Figures:
        """The figures of this kind of step."""
        return self.figures[kind, stretch]


def run(model: Model, stretches: Collection[Stretch], *, replications: int = 1000, seed: int = 1, workers: int = 1) -> Outcome:
    """The model run, and what became of it in each stretch."""
    return run_all([model], stretches, replications=replications, seed=seed, workers=workers)[0]


def run_all(
    models: Sequence[Model], stretches: Collection[Stretch], *, replications: int = 1000, seed: int = 1, workers: int = 1
) -> list[Outcome]:
    """Several models run with the same people. The same answer whatever the number of workers."""
    if faults := [fault for model in models for fault in model.faults()]:
        raise ValueError("; ".join(faults))
    blocks, asked = -(-replications // BLOCK), tuple(stretches)
    if workers == 1 or blocks == 1:
        parts = _parts(models, asked, range(blocks), seed)
    else:
        shares = [range(blocks * one // workers, blocks * (one + 1) // workers) for one in range(workers)]
        with ProcessPoolExecutor(workers, mp_context=get_context("forkserver")) as pool:
            told = [pool.submit(_parts, models, asked, share, seed) for share in shares]
            parts = [part for one in told for part in one.result()]
    return [_joined([part for at, part in parts if at == place]) for place in range(len(models))]


_Part = tuple[dict[tuple[str, int], Figures], dict[tuple[str, int], Floats]]


def _parts(models: Sequence[Model], stretches: tuple[Stretch, ...], blocks: range, seed: int) -> list[tuple[int, _Part]]:
    return [(place, _counted(models[place], runs, stretches)) for place, runs in simulate(models, blocks, seed)]


def _joined(parts: Sequence[_Part]) -> Outcome:
    figures = {key: Figures.joined([told[key] for told, _ in parts]) for key in parts[0][0]}
    came = {key: np.concatenate([many[key] for _, many in parts]) for key in parts[0][1]}
    return Outcome(figures, came)


def kinds_of(model: Model) -> list[str]:
    """The kinds of steps there are, as they first stand."""
    return list(dict.fromkeys(step.kind or step.key for step in model.steps))


def _counted(model: Model, runs: Runs, stretches: tuple[Stretch, ...]) -> _Part:
    kinds, drawn = kinds_of(model), runs.drawn
    kind_of = np.array([*(kinds.index(step.kind or step.key) for step in model.steps), -1])
    within = np.array([*(np.nan if one.within is None else one.within for one in model.steps), np.nan])
    cells = np.flatnonzero(runs.asked < model.days)
    row, of_row = np.divmod(cells, drawn.steps[0].size)
    person, stage = np.divmod(of_row, drawn.steps.shape[2])
    steps = drawn.steps.ravel()[cells]
    asked, begun, ended = runs.asked.ravel()[cells], runs.begun.ravel()[cells], runs.ended.ravel()[cells]
    gone = runs.gave_up.ravel()[cells] if runs.gave_up is not None else np.full(asked.shape, np.inf)
    was_there = drawn.in_service[person] & (stage == 0)
    figures: dict[tuple[str, int], Figures] = {}
    for number, kind in enumerate(kinds):
        of = np.flatnonzero(kind_of[steps] == number)
        told = _Cells(row[of], asked[of], begun[of], ended[of], gone[of], was_there[of], within[steps[of]], len(drawn.steps))
        figures |= {(kind, place): told.of(stretch) for place, stretch in enumerate(stretches)}
    return figures, _came(model, runs, stretches)


def _came(model: Model, runs: Runs, stretches: tuple[Stretch, ...]) -> dict[tuple[str, int], Floats]:
    """How many came by each flow."""
    there, came = len(model.present), {}
    for place, flow in enumerate(model.flows):
        entered = runs.drawn.entered[:, there:][:, runs.drawn.flow[there:] == place]
        for number, one in enumerate(stretches):
            came[flow.key, number] = ((entered >= one.since) & (entered < one.until)).sum(axis=1).astype(float)
    return came


@dataclass(frozen=True)
class _Cells:
    """Every time somebody was ready for a step of one kind, in all replications, in columns."""

    rows: Ints
    asked: Floats
    begun: Floats
    ended: Floats
    gone: Floats
    was_there: np.ndarray
    within: Floats
    replications: int

    def of(self, stretch: Stretch) -> Figures:
        """The figures of one stretch."""
        since, until = stretch.since, stretch.until
        out_of_queue = np.minimum(self.begun, self.gone)
        new = (self.asked >= since) & (self.asked < until) & ~self.was_there
        waited = np.minimum(out_of_queue, until) - self.asked
        many = self._sum(new)
        late = np.where(np.isnan(self.within), np.nan, waited > self.within)
        inside = np.maximum(0.0, np.minimum(self.ended, until) - np.maximum(self.begun, since))
        in_queue = np.maximum(0.0, np.minimum(out_of_queue, until) - np.maximum(self.asked, since))
        with np.errstate(invalid="ignore", divide="ignore"):
            return Figures(
                asked=many,
                waited=self._sum(np.where(new, waited, 0.0)) / many,
                late=self._sum(np.where(new, late, 0.0)) / many,
                began=self._sum((self.begun >= since) & (self.begun < until) & ~self.was_there),
                gave_up=self._sum((self.gone >= since) & (self.gone < until)),
                in_it=self._sum(np.where(self.begun < until, inside, 0.0)) / (until - since),
                waiting_at_last=self._sum((self.asked < until) & (out_of_queue >= until)),
                in_it_at_last=self._sum((self.begun < until) & (self.ended >= until)),
                days_waited=self._sum(np.where(self.was_there, 0.0, in_queue)),
            )

    def _sum(self, values: np.ndarray) -> Floats:
        return np.bincount(self.rows, weights=values, minlength=self.replications).astype(np.float64)


def differs(one: Floats, other: Floats) -> Told | None:
    """How much more the other is, replication by replication: the same people in both (common random numbers)."""
    return Told.of(other - one)
