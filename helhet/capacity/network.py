"""A model and its people as columns of numbers, as the loop reads them (`loop`)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .draws import Drawn, Floats, Ints
from .model import Model, Pool, Stretch


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


# In this order the loop adds them up.
FIGURES = tuple(Figures.__dataclass_fields__)


class Network(NamedTuple):
    """Steps, lines and pools by number. Whoever waits stands in a line, one for each pool and place in the order."""

    pool_of: Ints  # by step; the last pool is nobody's, and has room for all
    hours: Floats
    line_of: Ints
    kind_of: Ints
    within: Floats  # days it should begin within; not a number where nothing is said
    lines: Ints  # each pool's first line, the first in the order first; then how many lines there are
    changes: Floats  # days when hours change; the first is day 0, and last stands the end of the period
    more: Floats  # (change, pool): hours a week more than before
    still: Floats  # (change, pool): days time stands still for those in the middle of a step there
    edges: Floats  # (stretch, 2): from a day to a day
    limits: Floats  # (duty, step): days somebody may wait for it; infinite where the duty is not about that
    gaps: Floats  # (duty, step): days somebody who is in it may stand still, in the same way


class People(NamedTuple):
    """Everything that is left to chance in some replications: `Drawn`, as the loop reads it."""

    entered: Floats
    coming: Ints  # the persons of each replication, as they come
    steps: Ints
    lengths: Floats
    patience: Floats
    in_service: NDArray[np.bool_]


def people_of(made: Drawn) -> People:
    """These replications' people. Whoever is in a step already does not come."""
    entered = np.where(made.in_service, np.inf, made.entered)
    patience = np.full(entered.shape, np.inf) if made.patience is None else made.patience
    coming = np.argsort(entered, axis=1, kind="stable")
    # Laid alike in memory every time, or there would be machine code to make for each way they are laid.
    return People(*map(np.ascontiguousarray, (entered, coming, made.steps, made.lengths, patience, made.in_service)))


def kinds_of(model: Model) -> list[str]:
    """The kinds of steps there are, as they first stand."""
    return list(dict.fromkeys(step.kind or step.key for step in model.steps))


def network_of(model: Model, stretches: Sequence[Stretch]) -> Network:
    """The model, and the stretches of the period that are told of."""
    names, kinds = [pool.key for pool in model.pools], kinds_of(model)
    pool_of = [names.index(one.pool) if one.pool else len(names) for one in model.steps]
    lines = sorted({(pool, one.place) for pool, one in zip(pool_of, model.steps, strict=True)})
    line_of = [lines.index((pool, one.place)) for pool, one in zip(pool_of, model.steps, strict=True)]
    first_lines = np.searchsorted([pool for pool, _ in lines], np.arange(len(names) + 2))
    within = [np.nan if one.within is None else one.within for one in model.steps]
    return Network(
        np.array(pool_of), np.array([one.hours if one.pool else 0.0 for one in model.steps]), np.array(line_of),
        np.array([kinds.index(one.kind or one.key) for one in model.steps]), np.array(within), first_lines, *_changes(model),
        np.array([(one.since, one.until) for one in stretches], dtype=float),
        *(_days(model, kind) for kind in ("waiting", "standing")),
    )  # fmt: skip


def _days(model: Model, kind: str) -> Floats:
    """(duty, step): the duty's days where it is about that step."""
    rows = [[duty.days if step.key in getattr(duty, kind) else np.inf for step in model.steps] for duty in model.duties]
    return np.array(rows).reshape(-1, len(model.steps))


def _changes(model: Model) -> tuple[Floats, Floats, Floats]:
    by_pool = [dict(hours_of(pool, model.days)) for pool in model.pools]
    days = sorted({0.0, *(day for one in by_pool for day in one)})
    more, still = (np.zeros((len(days), len(by_pool) + 1)) for _ in range(2))
    more[0, -1] = np.inf
    for place, (pool, hours) in enumerate(zip(model.pools, by_pool, strict=True)):
        before = 0.0
        for change, day in enumerate(days):
            now = hours.get(day, before)
            more[change, place], before = now - before, now
            closed = [one for one in pool.closures if max(one.since, 0.0) == day and one.until > day]
            still[change, place] = sum((1 - one.share) * (one.until - day) for one in closed)
    return np.array([*days, model.days]), more, still


def hours_of(pool: Pool, days: float) -> list[tuple[float, float]]:
    """The days a pool changes, each with the hours a week from then on. The first is day 0."""
    edges = {0.0, *(day for day, _ in pool.changes), *(day for one in pool.closures for day in (one.since, one.until))}
    found: list[tuple[float, float]] = []
    for day in sorted({max(0.0, edge) for edge in edges if edge < days}):
        hours = max(0.0, pool.hours + sum(more for since, more in pool.changes if since <= day))
        for one in pool.closures:
            hours *= one.share if one.since <= day < one.until else 1.0
        found.append((day, hours))
    return found
