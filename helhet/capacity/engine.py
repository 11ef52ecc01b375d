"""The service run forward: every replication goes to its own next event, all of them in the same step of NumPy (docs/adr/0025, 0027).

Each replication has a clock of its own. A turn of the loop moves each to whatever happens next in it, somebody comes or somebody is
through, and lets those begin whom there are hours for. A cell is a person's stage; whoever is in a step sits in a chair (`Chairs`), and
whoever waits stands in a line, one for each pool and place in the order.

Tables are flat, with a column for each replication. The last step, pool and line are nobody's: a replication in which nothing happens
writes there.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .chairs import Chairs
from .draws import BLOCK, Drawn, Floats, Ints, drawn
from .model import Model, Pool

_ALMOST = 1e-9
_STEP, _LENGTH, _ASKED, _BEGUN, _FIELDS = range(5)
_MANY, _STILL = 0.25, 0.75
_AT_ONCE = 6_000_000  # so many stages of persons are held in memory at a time
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Runs:
    """What happened in some replications, by replication, person and stage. Infinite: it did not happen in the period."""

    drawn: Drawn
    asked: Floats  # the day she was ready for the step
    begun: Floats  # the day it began; before everything for a step she was in on the first day
    ended: Floats  # the day she was through
    gave_up: Floats | None  # the day she left the queue


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


def simulate(models: Sequence[Model], blocks: range, seed: int) -> Iterator[tuple[int, Runs]]:
    """Models run in these blocks of replications, some at a time, each with its place; the same seed gives the same people and answer."""
    people = max(len(one.present) + sum(flow.a_year for flow in one.flows) * one.days / 365 for one in models)
    stages = max(one.stages for one in models)
    together = max(1, min(len(blocks), int(_AT_ONCE / (BLOCK * stages * (people + 1)))))
    for start in range(0, len(blocks), together):
        made: Drawn | None = None
        for place, model in enumerate(models):
            if made is None or not model.same_people(models[place - 1]):
                made = drawn(model, blocks[start : start + together], seed)
            yield place, _Running(model, made).run()


class _Running:
    """Some replications on their way through the period."""

    def __init__(self, model: Model, made: Drawn) -> None:
        self.model, self.made = model, made
        self.rows, self.persons, self.stages = made.steps.shape
        self.every = self.all_rows = np.arange(self.rows)
        self._services(model)
        self._people(made)
        self._lines(made)

    # ── made ready ──

    def _services(self, model: Model) -> None:
        """Steps and pools as columns. A step without a pool is in the one before the last, which has room for all."""
        names = [pool.key for pool in model.pools]
        pools, self.no_step = len(names) + 2, len(model.steps)
        self.everywhere, self.no_pool = pools - 2, pools - 1
        self.pool_of = np.array([names.index(one.pool) if one.pool else self.everywhere for one in model.steps] + [self.no_pool])
        self.hours = np.array([one.hours if one.pool else 0.0 for one in model.steps] + [0.0])
        places = [(int(pool), one.place) for pool, one in zip(self.pool_of, model.steps, strict=False)]
        lines = sorted(set(places))
        self.no_line = len(lines)
        self.line_of = np.array([*(lines.index(one) for one in places), self.no_line])
        of_pool = [[number for number, (of, _) in enumerate(lines) if of == pool] for pool in range(pools)]
        most = max(len(some) for some in of_pool) or 1
        # (place in the order, pool): its lines; where there are fewer, the last of them again.
        padded = [(some or [self.no_line]) + [(some or [self.no_line])[-1]] * (most - max(len(some), 1)) for some in of_pool]
        self.lines_of = np.array(padded).T.copy()
        self.free = np.zeros(pools * self.rows)
        self.free[self.everywhere * self.rows : self.no_pool * self.rows] = np.inf
        # As long as fewer hours are free than the lightest step takes, nobody begins.
        takes = [[one for one, of in zip(self.hours, self.pool_of, strict=True) if of == pool] for pool in range(pools)]
        self.lightest = np.array([min(some, default=np.inf) - _ALMOST for some in takes])
        self.waiting = np.zeros(pools * self.rows, dtype=np.intp)  # how many for each pool

    def _people(self, made: Drawn) -> None:
        rows, persons, stages = self.rows, self.persons, self.stages
        # One stage and one person more than anybody has: out of the service. What belongs to a cell lies together in memory.
        cells = np.full((rows, persons + 1, stages + 1, _FIELDS), np.inf)
        self.steps = cells.view(np.intp)[..., _STEP]
        self.steps[:] = self.no_step
        self.steps[:, :persons, :stages] = made.steps
        self.length, self.asked, self.begun = (cells[..., of] for of in range(_LENGTH, _FIELDS))
        self.length[:, :persons, :stages] = made.lengths
        self.cells = cells.ravel()
        self.step_at = self.cells.view(np.intp)
        self.gave_up = np.full((rows, persons + 1, stages + 1), np.inf) if made.patience is not None else None
        self.a_person = (stages + 1) * _FIELDS
        nobody = (self.every * (persons + 1) + persons) * self.a_person
        self.chairs = Chairs(nobody)
        coming = np.where((made.entered < 0) | made.in_service, np.inf, made.entered)
        order = np.argsort(coming, axis=1, kind="stable")
        first = (self.every[:, None] * (persons + 1) + order) * self.a_person
        self.who_comes = np.concatenate([first, nobody[:, None]], axis=1).ravel()
        self.days = np.concatenate([np.take_along_axis(coming, order, axis=1), np.full((rows, 1), np.inf)], axis=1).ravel()
        self.have_come = self.every * (persons + 1)

    def _lines(self, made: Drawn) -> None:
        """Room in each line for all who will ever stand in it; heads and tails are places in `standing`."""
        of = self.line_of[made.steps]
        room = [int((of == line).sum(axis=(1, 2)).max()) + 1 for line in range(self.no_line)] + [1]
        begins = np.cumsum([0, *(many * self.rows for many in room)])
        self.standing = np.zeros(begins[-1] + 1, dtype=np.intp)
        self.heads = np.concatenate([at + self.every * many for at, many in zip(begins, room, strict=False)])
        self.tails = self.heads.copy()
        self.nobodys = slice(self.no_line * self.rows, None)

    # ── the period ──

    def run(self) -> Runs:
        """From the first day to the last."""
        self._those_present()
        for day, until, hours in self._stretches():
            self.free[: self.everywhere * self.rows] += np.repeat(hours, self.rows)
            self._pauses(day)
            self._from(day)
            for pool in range(self.no_pool):
                self.tries = np.full(self.rows, pool)
                while (self.tries != self.no_pool).any():
                    self._begin()
            self._until(until)
        if self.made.patience is not None:
            self._given_up_at_last()
        found = (self.asked, self.begun, self.begun + self.length, self.gave_up)
        return Runs(self.made, *(None if one is None else np.ascontiguousarray(one[:, :-1, :-1]) for one in found))  # type: ignore[arg-type]

    def _stretches(self) -> Iterator[tuple[float, float, list[float]]]:
        """Stretches of the period, each with what every pool has more or less than in the one before."""
        by_pool = [dict(hours_of(pool, self.model.days)) for pool in self.model.pools]
        days = sorted({0.0, *(day for one in by_pool for day in one)})
        before = [0.0] * len(by_pool)
        for day, until in zip(days, [*days[1:], self.model.days], strict=True):
            now = [one.get(day, was) for one, was in zip(by_pool, before, strict=True)]
            yield day, until, [new - was for new, was in zip(now, before, strict=True)]
            before = now

    def _those_present(self) -> None:
        """Whoever is in a step stays in it, hours or no hours; the others are in the queue, the one who has waited longest first."""
        entered = self.made.entered
        first = self.every * (self.persons + 1) * self.a_person
        for person in np.flatnonzero(self.made.in_service):
            step = self.steps[:, person, 0]
            self.asked[:, person, 0] = self.begun[:, person, 0] = 0.0
            self.free[self.pool_of[step] * self.rows + self.every] -= self.hours[step]
            self.chairs.sit(self.every, first + person * self.a_person, self.length[:, person, 0].copy())
        waiting = np.flatnonzero((entered[:1] < 0).any(axis=0) & ~self.made.in_service)
        for person in waiting[np.argsort(entered[0, waiting], kind="stable")]:
            self.now, step = entered[:, person], self.steps[:, person, 0]
            self._ask(first + person * self.a_person, step, self.pool_of[step])

    def _from(self, day: float) -> None:
        """All replications are at this day."""
        self.every, self.now = self.all_rows, np.full(self.rows, day)
        self.came = self.have_come
        self.comes = self.days.take(self.came)
        # The pools that are tried now and next, since hours came free or somebody came: one of each replication in a turn.
        self.tries = self.then = self.nowhere = np.full(self.rows, self.no_pool)

    def _only(self, on: Flags) -> None:
        """The others have come so far, and wait."""
        self.have_come[self.every] = self.came
        for name in ("every", "now", "came", "comes", "tries", "then", "nowhere"):
            setattr(self, name, getattr(self, name)[on])

    def _until(self, until: float) -> None:
        """Event by event, until no replication has one before this day."""
        while True:
            through, chair = self.chairs.first(self.every)
            nearest = np.minimum(through, self.comes)
            comes, on, free = self.comes < through, nearest < until, self.tries == self.no_pool
            still = np.count_nonzero(on | ~free)
            if still < _STILL * len(on):
                self._only(on | ~free)
                if not still:
                    return
                continue
            # Where a pool is to be tried first, nobody comes and nobody is through.
            on &= free
            comes &= on
            chair *= on & ~comes
            self.now = np.where(on, nearest, self.now)
            self._happens(chair, comes)
            self._begin()
            # Where many have another pool to try, it is cheaper to let them than to turn once more.
            if np.count_nonzero(self.tries - self.no_pool) > _MANY * len(on):
                self._begin()

    def _happens(self, chair: Ints, comes: Flags) -> None:
        """In each replication somebody leaves a step or comes, and goes on to a step."""
        cell = self.chairs.rise(self.every, chair)
        left = self.step_at.take(cell)
        freed = self.pool_of.take(left)
        at = freed * self.rows + self.every
        self.free[at] += self.hours.take(left)
        cell = np.where(comes, self.who_comes.take(self.came), cell + _FIELDS)
        self.came += comes
        self.comes = self.days.take(self.came)
        step = self.step_at.take(cell)
        asked = self.pool_of.take(step)
        both = (self.waiting.take(at) > 0) & (freed != asked)
        self._ask(cell, step, asked)
        self.tries = np.minimum(self.tries, np.where(both, freed, asked))
        self.then = np.where(both, asked, self.then)

    def _ask(self, cell: Ints, step: Ints, pool: Ints) -> None:
        """In each replication somebody stands last in the line for a step; who is out of the service, in no line."""
        self.cells[cell + _ASKED] = self.now
        line = self.line_of.take(step) * self.rows + self.every
        last = self.tails.take(line)
        self.standing[last] = cell
        self.tails[line] = last + 1
        self.waiting[pool * self.rows + self.every] += 1
        self.tails[self.nobodys] = self.heads[self.nobodys]
        self.waiting[self.no_pool * self.rows :] = 0

    # ── beginning ──

    def _begin(self) -> None:
        """Whoever is first for the pool that is tried begins, if there are hours for her; where there are more, it is tried again."""
        at = self.tries * self.rows + self.every
        place = np.flatnonzero(self.waiting.take(at))
        pool, at, rows = self.tries.take(place), at.take(place), self.every.take(place)
        line = self._first_line(rows, pool)
        cell = self.standing.take(self.heads.take(line))
        hours, free = self.hours.take(self.step_at.take(cell)), self.free.take(at)
        go = hours <= free + _ALMOST
        if self.gave_up is not None:
            hours, go = self._gives_up(rows, cell, self.now.take(place), hours, go)
        before, self.tries, self.then = self.then, self.then, self.nowhere
        go = np.flatnonzero(go)
        if not go.size:
            return
        place, pool, at, line, cell, hours = (one.take(go) for one in (place, pool, at, line, cell, hours))
        free = free.take(go) - np.maximum(hours, 0.0)
        self.free[at] = free
        self.heads[line] += 1
        waiting = self.waiting.take(at) - 1
        self.waiting[at] = waiting
        self._starts(place, cell) if self.gave_up is None else self._starts(place[hours >= 0], cell[hours >= 0])
        again = np.flatnonzero((free >= self.lightest.take(pool)) & (waiting > 0))
        if again.size:
            place = place.take(again)
            self.tries, self.then = before.copy(), self.nowhere.copy()
            self.tries[place], self.then[place] = pool.take(again), before.take(place)

    def _first_line(self, rows: Ints, pool: Ints) -> Ints:
        """The line of each of these pools that goes first of those somebody stands in."""
        line: Ints = self.lines_of[0].take(pool) * self.rows + rows
        for lines in self.lines_of[1:]:
            there = self.heads.take(line) < self.tails.take(line)
            line = np.where(there, line, lines.take(pool) * self.rows + rows)
        return line

    def _starts(self, place: Ints, cell: Ints) -> None:
        now = self.now.take(place)
        self.cells[cell + _BEGUN] = now
        self.chairs.sit(self.every.take(place), cell, now + self.cells.take(cell + _LENGTH))

    # ── giving up, and closing ──

    def _gives_up(self, rows: Ints, cell: Ints, now: Floats, hours: Floats, can: Flags) -> tuple[Floats, Flags]:
        """Whoever is first and has waited longer than she had patience for, leaves and takes no hours: they are below nothing."""
        assert self.made.patience is not None
        assert self.gave_up is not None
        until = self.cells.take(cell + _ASKED) + self.made.patience[rows, cell // self.a_person - rows * (self.persons + 1)]
        gone = until < now
        self.gave_up.ravel()[cell[gone] // _FIELDS] = until[gone]
        return np.where(gone, -1.0, hours), can | gone

    def _given_up_at_last(self) -> None:
        """Those still in a queue on the last day who had gone before it."""
        assert self.made.patience is not None
        assert self.gave_up is not None
        asked = self.asked[:, :-1]
        gone = asked + self.made.patience[:, :, None]
        left = np.isfinite(asked) & np.isinf(self.begun[:, :-1]) & (gone < self.model.days)
        self.gave_up[:, :-1][left] = gone[left]

    def _pauses(self, day: float) -> None:
        """A pool that closes today: for whoever is in the middle of a step there, the days of the closure do not count."""
        for place, pool in enumerate(self.model.pools):
            for closed in pool.closures:
                if max(closed.since, 0.0) == day and closed.until > day:
                    self._pause(place, (1 - closed.share) * (closed.until - day))

    def _pause(self, pool: int, days: float) -> None:
        chairs, cells = self.chairs.taken()
        inside = self.pool_of[self.step_at.take(cells)] == pool
        self.chairs.later(chairs[inside], days)
        self.cells[cells[inside] + _LENGTH] += days
