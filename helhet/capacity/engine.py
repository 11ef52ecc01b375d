"""The service run forward: every replication goes to its own next event, all of them in the same step of NumPy (docs/adr/0025).

Each replication has a clock of its own. A turn of the loop moves each to whatever happens next in it, somebody comes or somebody is
through, and lets those begin whom there are hours for. Queues are linked lists, one for each step. A cell is a person's stage: her
pointer moves to the next cell when she goes on.

Tables are flat, with a row for each replication, and the last place of each is nobody, no step or no pool: a replication in which
nothing happens writes there.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .draws import BLOCK, Drawn, Floats, Ints, drawn
from .model import Model, Pool
from .nearest import Nearest

_ALMOST = 1e-9
_AHEAD = 1e7  # a place in the order weighs more than any day
_STEP, _LENGTH, _ASKED, _BEGUN, _FIELDS = range(5)
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
        self._services(model)
        self._people(made)
        self._queues()

    # ── made ready ──

    def _services(self, model: Model) -> None:
        """Steps and pools as columns. A step without a pool is in the one before the last, which has room for all."""
        names = [pool.key for pool in model.pools]
        pools, self.no_step = len(names) + 2, len(model.steps)
        self.everywhere, self.no_pool = pools - 2, pools - 1
        self.pool_of = np.array([names.index(one.pool) if one.pool else self.everywhere for one in model.steps] + [self.no_pool])
        self.hours = np.array([one.hours if one.pool else 0.0 for one in model.steps] + [0.0, 0.0])
        waits = [[step for step, of in enumerate(self.pool_of[:-1]) if of == pool] for pool in range(pools)]
        most, no_queue = max(len(some) for some in waits) or 1, self.no_step + 1
        self.waits_for = np.array([some + [no_queue] * (most - len(some)) for some in waits])
        self.ahead = np.array([one.place * _AHEAD for one in model.steps] + [0.0, 0.0])[self.waits_for]
        self.free = np.zeros((self.rows, pools))
        self.free[:, self.everywhere] = np.inf
        # Where all take the same hours, whoever leaves makes room for one at most.
        self.alike = np.array([len({self.hours[step] for step in some}) <= 1 for some in waits])
        self.of_pool = np.arange(self.rows) * pools
        self.of_queue = np.arange(self.rows) * (no_queue + 1)

    def _people(self, made: Drawn) -> None:
        rows, persons, stages = self.rows, self.persons, self.stages
        self.nearest = Nearest(rows, persons)
        self.of_person = np.arange(rows) * (persons + 1)
        # One stage and one person more than anybody has: out of the service. What belongs to a cell lies together in memory.
        shape = (rows, persons + 1, stages + 1)
        cells = np.full((*shape, _FIELDS), np.inf)
        cells[..., _STEP], cells[..., _LENGTH] = self.no_step, 0.0
        cells[:, :persons, :stages, _STEP], cells[:, :persons, :stages, _LENGTH] = made.steps, made.lengths
        self.cells = cells.ravel()
        self.steps, self.length, self.asked, self.begun = (cells[..., of] for of in range(_FIELDS))
        self.gave_up = np.full(shape, np.inf) if made.patience is not None else None
        # Before her first stage, so that going on is the same for whoever comes and whoever is through with a step.
        self.cell = (np.arange(rows * (persons + 1)) * (stages + 1) - 1) * _FIELDS
        self.out = self.cell.reshape(rows, -1)[:, -1] + stages * _FIELDS
        self._stands_out()
        coming = np.where((made.entered < 0) | made.in_service, np.inf, made.entered)
        order = np.argsort(coming, axis=1, kind="stable")
        self.order = np.concatenate([order, np.full((rows, 1), persons)], axis=1).ravel()
        self.days = np.concatenate([np.take_along_axis(coming, order, axis=1), np.full((rows, 1), np.inf)], axis=1).ravel()
        self.came = self.of_person.copy()
        self.comes = self.days.take(self.came)

    def _stands_out(self) -> None:
        """Nobody is out of the service, whatever was written about nobody."""
        self.cell[self.of_person + self.persons] = self.out

    def _queues(self) -> None:
        many = self.rows * (self.no_step + 2)
        self.first, self.last = (np.full(many, self.persons) for _ in range(2))
        self.first_asked = np.full(many, np.inf)
        self.waiting = np.zeros(self.free.shape, dtype=np.intp).ravel()  # how many for each pool
        self.next = np.full(self.rows * (self.persons + 1), self.persons)

    # ── the period ──

    def run(self) -> Runs:
        """From the first day to the last."""
        self._those_present()
        every = np.arange(self.rows)
        for day, until, hours in self._stretches():
            self.free[:, : self.everywhere] += hours
            self._pauses(day)
            for pool in range(self.everywhere):
                self._begin(every, np.full(self.rows, pool), np.full(self.rows, day), again=True)
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
        every, entered = np.arange(self.rows), self.made.entered
        for person in np.flatnonzero(self.made.in_service):
            step = self.steps[:, person, 0].astype(np.intp)
            self.cell[self.of_person + person] += _FIELDS
            self.asked[:, person, 0] = self.begun[:, person, 0] = 0.0
            self.nearest.put(every, np.full(self.rows, person), self.length[:, person, 0].copy())
            self.free.ravel()[self.of_pool + self.pool_of[step]] -= self.hours[step]
        waiting = np.flatnonzero((entered[:1] < 0).any(axis=0) & ~self.made.in_service)
        for person in waiting[np.argsort(entered[0, waiting], kind="stable")]:
            cell = self.cell[self.of_person + person] + _FIELDS
            step = self.steps[:, person, 0].astype(np.intp)
            self.waiting[self.of_pool + self.pool_of[step]] += 1
            self._ask(np.full(self.rows, person), cell, step, entered[:, person])

    def _until(self, until: float) -> None:
        """Event by event, until no replication has one before this day."""
        while True:
            through, person = self.nearest.first()
            now = np.minimum(through, self.comes)
            comes = self.comes < through
            on = now < until
            if on.all():
                self._happens(now, np.where(comes, self.persons, person), np.where(comes, self.order.take(self.came), person), comes)
            elif on.any():
                # A replication that has come so far already, waits: nobody comes in it, and nobody is through.
                comes &= on
                leaves = np.where(on & ~comes, person, self.persons)
                self._happens(now, leaves, np.where(comes, self.order.take(self.came), leaves), comes)
                self._stands_out()
            else:
                return

    def _happens(self, now: Floats, leaves: Ints, goes_on: Ints, comes: Flags) -> None:
        """In each replication somebody leaves a step, somebody goes on to one; then whoever there are hours for begins."""
        self.nearest.take_out(leaves)
        left = self.cells.take(self.cell.take(self.of_person + leaves) + _STEP).astype(np.intp)
        freed = self.pool_of.take(left)
        self.free.ravel()[self.of_pool + freed] += self.hours.take(left)
        self.came += comes
        self.comes = self.days.take(self.came)
        cell = self.cell.take(self.of_person + goes_on)
        cell += _FIELDS * (goes_on < self.persons)
        step = self.cells.take(cell + _STEP).astype(np.intp)
        asked = self.pool_of.take(step)
        self.waiting[self.of_pool + asked] += 1
        self._ask(goes_on, cell, step, now)
        self._begin_in(asked, freed, now)

    def _ask(self, person: Ints, cell: Ints, step: Ints, now: Floats) -> None:
        """In each replication somebody stands last in the queue for a step; who is out of the service, in no queue."""
        queue, flat = self.of_queue + step, self.of_person + person
        self.cell[flat] = cell
        self.cells[cell + _ASKED] = now
        first = self.first.take(queue)
        alone = first == self.persons
        self.next[self.of_person + np.where(alone, self.persons, self.last.take(queue))] = person
        self.next[flat] = self.persons
        self.last[queue] = person
        self.first[queue] = np.where(alone, person, first)
        self.first_asked[queue] = np.where(alone, now, self.first_asked.take(queue))

    # ── beginning ──

    def _begin_in(self, asked: Ints, freed: Ints, now: Floats) -> None:
        """Whoever is first for the pool asked of, and for the pool with more room than before."""
        some = np.flatnonzero(self.waiting.take(self.of_pool + freed))
        more = np.flatnonzero((asked != freed) & (asked != self.no_pool))
        rows, pools = np.concatenate([some, more]), np.concatenate([freed.take(some), asked.take(more)])
        self._begin(rows, pools, now.take(rows), again=False)

    def _begin(self, rows: Ints, pool: Ints, now: Floats, *, again: bool) -> None:
        """Whoever is first for these pools begins if there are hours for her; and the next one, where there may be room for more."""
        free, hours = self.free.ravel(), self.hours
        while rows.size:
            waits = self.waits_for.take(pool, axis=0)
            keys = self.first_asked.take(self.of_queue.take(rows)[:, None] + waits)
            keys += self.ahead.take(pool, axis=0)
            best = keys.argmin(axis=1)
            best += np.arange(0, keys.size, keys.shape[1])
            step = waits.take(best)
            can = hours.take(step) <= free.take(self.of_pool.take(rows) + pool) + _ALMOST
            can &= keys.take(best) < np.inf
            gone = None if self.gave_up is None else self._gave_up(rows, step, now)
            move = np.flatnonzero(can if gone is None else can | gone)
            if not move.size:
                return
            rows, pool, now, step = rows.take(move), pool.take(move), now.take(move), step.take(move)
            person = self._out_of_queue(rows, step)
            self.waiting[self.of_pool.take(rows) + pool] -= 1
            if gone is None:
                self._starts(rows, person, step, pool, now)
                room = self.waiting.take(self.of_pool.take(rows) + pool) > 0
                more = np.flatnonzero(room if again else room & ~self.alike.take(pool))
            else:
                stays, left = np.flatnonzero(~gone.take(move)), np.flatnonzero(gone.take(move))
                self._starts(rows[stays], person[stays], step[stays], pool[stays], now[stays])
                self._leaves(rows[left], person[left])
                more = np.arange(rows.size)
            rows, pool, now = rows[more], pool[more], now[more]

    def _out_of_queue(self, rows: Ints, step: Ints) -> Ints:
        queue, of_person = self.of_queue.take(rows) + step, self.of_person.take(rows)
        person = self.first.take(queue)
        after = self.next.take(of_person + person)
        self.first[queue] = after
        self.first_asked[queue] = np.where(after == self.persons, np.inf, self.cells.take(self.cell.take(of_person + after) + _ASKED))
        return person

    def _starts(self, rows: Ints, person: Ints, step: Ints, pool: Ints, now: Floats) -> None:
        cell = self.cell.take(self.of_person.take(rows) + person)
        self.free.ravel()[self.of_pool.take(rows) + pool] -= self.hours.take(step)
        self.cells[cell + _BEGUN] = now
        self.nearest.put(rows, person, now + self.cells.take(cell + _LENGTH))

    # ── giving up, and closing ──

    def _gave_up(self, rows: Ints, step: Ints, now: Floats) -> Flags:
        """True where the first in the queue has waited longer than she had patience for."""
        assert self.made.patience is not None
        queue = self.of_queue.take(rows) + step
        person = self.first.take(queue)
        there = person < self.persons
        patience = self.made.patience[rows, np.where(there, person, 0)]
        return np.asarray(there & (self.first_asked.take(queue) + patience < now))

    def _leaves(self, rows: Ints, person: Ints) -> None:
        if rows.size and self.made.patience is not None and self.gave_up is not None:
            cell = self.cell.take(self.of_person.take(rows) + person)
            self.gave_up.ravel()[cell // _FIELDS] = self.cells.take(cell + _ASKED) + self.made.patience[rows, person]

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
        cells = self.cell.reshape(self.rows, -1)[:, :-1]
        steps = self.cells.take(cells + _STEP).astype(np.intp)
        inside = np.isfinite(self.cells.take(cells + _BEGUN)) & (self.pool_of[steps] == pool)
        later = np.where(inside, days, 0.0)
        self.nearest.later(later)
        self.cells[cells + _LENGTH] += later
