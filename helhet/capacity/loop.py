"""The loop that runs a service forward from event to event, put into machine code by Numba (docs/adr/0030).

It is plain Python over numbers and arrays: without Numba it gives the same answer some hundred times slower, and a test runs both. Only
`outcomes` imports it, when something is run.

A cell is a person's stage: person × stages + stage. Infinite is a day that does not come. Arrays are taken out of their tuples once in
each function, and few are handed on to another: Numba counts who holds an array, which takes longer than most of what is done here.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from .draws import Floats, Ints
from .network import FIGURES, Network, People

_ALMOST = 1e-9
_NOBODY = -1
_ASKED, _WAITED, _LATE, _BEGAN, _GAVE_UP, _IN_IT, _WAITING_AT_LAST, _IN_IT_AT_LAST, _DAYS_WAITED = range(len(FIGURES))
_compiled = njit(cache=True, nogil=True, error_model="numpy")


class _Place(NamedTuple):
    """Where a replication has come to. The chairs are a heap of days and cells: the one who is through first, sits in the first."""

    free: Floats  # hours a week, by pool
    first: Ints  # the cell that stands first, by line
    last: Ints
    after: Ints  # who stands behind, by cell
    chairs: Floats
    many: Ints  # have come, and are in a step
    tries: Ints  # pools where somebody may begin now


@_compiled
def run(network: Network, people: People, figures: Floats, broken: Floats) -> None:
    """Every replication of these people, from the first day to the last; `figures` and `broken` are filled in."""
    rows, persons, stages = people.steps.shape
    pools, lines, cells = len(network.lines) - 1, network.lines[-1], persons * stages
    for row in range(rows):
        days = np.full((4, cells), np.inf)  # asked, began, was through, gave up
        place = _Place(
            np.zeros(pools), np.full(lines, _NOBODY), np.full(lines, _NOBODY), np.full(cells, _NOBODY), np.empty((cells, 2)),
            np.zeros(2, dtype=np.int64), np.arange(pools + 1),
        )  # fmt: skip
        _present(network, people, row, days, place)
        for changed in range(len(network.more)):
            _change(network, people.steps[row].ravel(), days[2], place, changed)
            _until(network, people, row, days, place, network.changes[changed], network.changes[changed + 1])
        _left_at_last(network, people.patience[row], stages, days)
        _counted(network, people, row, days, figures[row])
        if len(network.limits):
            _broken(network, people, row, days, broken[row])


@_compiled
def _present(network: Network, people: People, row: int, days: Floats, place: _Place) -> None:
    """Whoever is in a step on the first day stays in it, hours or no hours. Whoever waits, stands in line."""
    for person in people.coming[row]:
        cell, step = person * people.steps.shape[2], people.steps[row, person, 0]
        if people.in_service[person]:
            days[0, cell], days[1, cell], days[2, cell] = 0.0, 0.0, people.lengths[row, person, 0]
            place.free[network.pool_of[step]] -= network.hours[step]
            _sit(place.chairs, place.many[1], days[2, cell], cell)
            place.many[1] += 1
        elif people.entered[row, person] < 0.0:
            days[0, cell] = people.entered[row, person]
            _stand(place.first, place.last, place.after, network.line_of[step], cell)
            place.many[0] += 1


@_compiled
def _change(network: Network, steps: Ints, ended: Floats, place: _Place, changed: int) -> None:
    """Hours come or go. Where a pool closes, time stands still for those in the middle of a step there."""
    for pool in range(len(place.free)):
        place.free[pool] += network.more[changed, pool]
        place.tries[pool] = pool
    for at in range(place.many[1]):
        cell = int(place.chairs[at, 1])
        ended[cell] += network.still[changed, network.pool_of[steps[cell]]]
        _sit(place.chairs, at, ended[cell], cell)


@_compiled
def _until(network: Network, people: People, row: int, days: Floats, place: _Place, day: float, until: float) -> None:
    """Event by event from a day to another. At the same moment somebody is through before somebody comes."""
    hours, pool_of, line_of, lines = network.hours, network.pool_of, network.line_of, network.lines
    entered, coming, patience = people.entered[row], people.coming[row], people.patience[row]
    steps, lengths, stages = people.steps[row].ravel(), people.lengths[row].ravel(), people.steps.shape[2]
    asked, begun, ended, gave_up = days[0], days[1], days[2], days[3]
    free, first, last, after, chairs, tries = place.free, place.first, place.last, place.after, place.chairs, place.tries
    come, sitting, now, trying, risen = place.many[0], place.many[1], day, len(free), False
    someone_leaves = np.isfinite(patience).any()  # else it is not reckoned, for each who is tried, when she would give up
    while True:
        while trying:
            # Whoever is first for the pool begins, as long as there are hours for her.
            pool = tries[trying - 1]
            line, end = lines[pool], lines[pool + 1]
            while line < end and first[line] == _NOBODY:
                line += 1
            cell = first[line] if line < end else _NOBODY
            gone = asked[cell] + patience[cell // stages] if someone_leaves else np.inf
            if cell == _NOBODY or (gone >= now and hours[steps[cell]] > free[pool] + _ALMOST):
                trying -= 1
                continue
            first[line] = after[cell]
            if gone < now:
                gave_up[cell] = gone
                continue
            free[pool] -= hours[steps[cell]]
            begun[cell], ended[cell] = now, now + lengths[cell]
            _take_seat(chairs, sitting, ended[cell], cell, risen)
            sitting, risen = sitting + 1, False
        if risen:
            _sink(chairs, sitting - 1, chairs[sitting, 0], chairs[sitting, 1])
        comes = entered[coming[come]] if come < len(coming) else np.inf
        through = chairs[0, 0] if sitting else np.inf
        if min(comes, through) >= until:
            break
        if comes < through:
            now, cell, risen = comes, coming[come] * stages, False
            come += 1
        else:
            now, cell, risen = through, int(chairs[0, 1]), True
            sitting -= 1
            tries[0], trying = pool_of[steps[cell]], 1
            free[tries[0]] += hours[steps[cell]]
            cell += 1
        if steps[cell] < len(line_of):
            asked[cell] = now
            _stand(first, last, after, line_of[steps[cell]], cell)
            tries[trying] = pool_of[steps[cell]]
            trying += 1
    place.many[0], place.many[1] = come, sitting


@_compiled
def _stand(first: Ints, last: Ints, after: Ints, line: int, cell: int) -> None:
    """She stands last in the line."""
    if first[line] == _NOBODY:
        first[line] = cell
    else:
        after[last[line]] = cell
    last[line] = cell


@_compiled
def _before(day: float, cell: float, other_day: float, other: float) -> bool:
    """She is through before the other; on the same moment, by their place."""
    return day < other_day or (day == other_day and cell < other)


@_compiled
def _take_seat(chairs: Floats, sitting: int, day: float, cell: int, risen: bool) -> None:
    """She sits where somebody has just risen, who most often is she herself before her next step; else behind the others."""
    if risen:
        _sink(chairs, sitting, day, cell)
    else:
        _sit(chairs, sitting, day, cell)


@_compiled
def _sit(chairs: Floats, sitting: int, day: float, cell: int) -> None:
    """She is in a step until this day."""
    at = sitting
    while at > 0:
        above = (at - 1) // 2
        if _before(chairs[above, 0], chairs[above, 1], day, cell):
            break
        chairs[at, 0], chairs[at, 1] = chairs[above, 0], chairs[above, 1]
        at = above
    chairs[at, 0], chairs[at, 1] = day, cell


@_compiled
def _sink(chairs: Floats, sitting: int, day: float, cell: float) -> None:
    """The first chair is empty, and so many others sit: she takes it, and sinks to where she is through."""
    at = 0
    while 2 * at + 1 <= sitting:
        below = 2 * at + 1
        if below < sitting and _before(chairs[below + 1, 0], chairs[below + 1, 1], chairs[below, 0], chairs[below, 1]):
            below += 1
        if _before(day, cell, chairs[below, 0], chairs[below, 1]):
            break
        chairs[at, 0], chairs[at, 1] = chairs[below, 0], chairs[below, 1]
        at = below
    chairs[at, 0], chairs[at, 1] = day, cell


@_compiled
def _left_at_last(network: Network, patience: Floats, stages: int, days: Floats) -> None:
    """Those still in a queue on the last day who had gone before it."""
    for cell in range(days.shape[1]):
        gone = days[0, cell] + patience[cell // stages]
        if np.isinf(days[1, cell]) and gone < network.changes[-1]:
            days[3, cell] = gone


@_compiled
def _counted(network: Network, people: People, row: int, days: Floats, figures: Floats) -> None:
    """What happened in one replication, added up by kind of step and stretch of the period."""
    kind_of, within, edges, steps, in_service = network.kind_of, network.within, network.edges, people.steps[row].ravel(), people.in_service
    stages, end = people.steps.shape[2], network.changes[-1]
    for cell in range(days.shape[1]):
        asked, begun, ended, gave_up = days[0, cell], days[1, cell], days[2, cell], days[3, cell]
        if not asked < end:
            continue
        kind, target = kind_of[steps[cell]], within[steps[cell]]
        out = min(begun, gave_up)
        # Whoever was in a step on the first day has not asked for it, and did not begin then.
        new = not (cell % stages == 0 and in_service[cell // stages])
        for stretch in range(len(edges)):
            since, until = edges[stretch, 0], edges[stretch, 1]
            if asked >= until:
                continue
            if new:
                figures[kind, stretch, _DAYS_WAITED] += max(0.0, min(out, until) - max(asked, since))
                figures[kind, stretch, _BEGAN] += since <= begun < until
            if new and asked >= since:
                waited = min(out, until) - asked
                figures[kind, stretch, _ASKED] += 1
                figures[kind, stretch, _WAITED] += waited
                # Where nothing is said of when it should begin, the target is no number, and so is how many were late.
                figures[kind, stretch, _LATE] += 1.0 if waited > target else 0.0 * target
            figures[kind, stretch, _GAVE_UP] += since <= gave_up < until
            if begun < until:
                figures[kind, stretch, _IN_IT] += max(0.0, min(ended, until) - max(begun, since))
                figures[kind, stretch, _IN_IT_AT_LAST] += ended >= until
            figures[kind, stretch, _WAITING_AT_LAST] += out >= until


@_compiled
def _broken(network: Network, people: People, row: int, days: Floats, broken: Floats) -> None:
    """How often each duty was broken in each stretch, by the day its time was out."""
    steps, pool_of, changes, still = people.steps[row].ravel(), network.pool_of, network.changes, network.still
    limits, gaps, stages, end = network.limits, network.gaps, people.steps.shape[2], network.changes[-1]
    for cell in range(days.shape[1]):
        asked, begun, ended, step = days[0, cell], days[1, cell], days[2, cell], steps[cell]
        if not asked < end:
            continue
        new = not (cell % stages == 0 and people.in_service[cell // stages])
        for duty in range(len(limits)):
            if new and min(begun, days[3, cell]) > asked + limits[duty, step]:
                _at(network.edges, asked + limits[duty, step], broken[duty])
            for change in range(len(still)):
                stands = begun <= changes[change] < ended and still[change, pool_of[step]] > gaps[duty, step]
                if stands:
                    _at(network.edges, changes[change] + gaps[duty, step], broken[duty])


@_compiled
def _at(edges: Floats, day: float, counts: Floats) -> None:
    """One more in the stretches this day is in."""
    for stretch in range(len(edges)):
        counts[stretch] += edges[stretch, 0] <= day < edges[stretch, 1]
