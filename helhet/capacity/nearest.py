"""Who is through next, in every replication at once: a tree of days by eights, with the person in the last bits of the day.

A day is told to less than a tenth of a second; the last twenty of its bits say who. So the least of some numbers gives both the day and
the person, and is found by comparing whole rows rather than by looking through each replication by itself.
"""

import numpy as np

from .draws import Floats, Ints

# Later than any day; a number and no infinity, which has no room for a person.
_NEVER = 1e12
# The same for however many there are, so that a day is cut in the same way.
_WHO = np.int64(2**20 - 1)


# So many stand beside one another: as many as come together from memory.
_WIDTH = 8


class Nearest:
    """The days on which persons are through, by replication, and the earliest of them."""

    def __init__(self, rows: int, persons: int) -> None:
        if persons >= _WHO:
            raise ValueError(f"{persons} persons are more than can be told apart in one replication")
        self._rows = rows
        self._twigs_each = -(-(persons + 1) // _WIDTH)
        self._branches_each = -(-self._twigs_each // _WIDTH)
        never = np.array([_NEVER]).view(np.int64) & ~_WHO
        self._never = int(never[0]) | persons
        self._leaves = np.full(rows * self._branches_each * _WIDTH**2, self._never)
        self._twigs = np.full(rows * self._branches_each * _WIDTH, self._never)
        # These are looked through every time: a row for each, a column for each replication.
        self._branches = np.full(self._branches_each * rows, self._never)
        self._of_row = np.arange(rows)
        self._first_twig = self._of_row * (self._branches_each * _WIDTH)

    def first(self) -> tuple[Floats, Ints]:
        """Each replication's next day, and who is through on it."""
        least = np.minimum.reduce(self._branches.reshape(-1, self._rows), axis=0)
        return (least & ~_WHO).view(np.float64), least & _WHO

    def put(self, rows: Ints, person: Ints, day: Floats) -> None:
        """These are through on these days; one replication may be here more than once, with different persons."""
        key = day.view(np.int64) & ~_WHO
        key |= person
        twig = self._first_twig.take(rows)
        self._leaves[twig * _WIDTH + person] = key
        twig += person >> 3
        np.minimum.at(self._twigs, twig, key)
        np.minimum.at(self._branches, (person >> 6) * self._rows + rows, key)

    def take_out(self, person: Ints) -> None:
        """One of each replication is through, and stands here no more; nobody is the person after the last."""
        leaf = self._first_twig * _WIDTH + person
        self._leaves[leaf] = self._never
        twig = leaf >> 3
        least = _least(self._leaves, twig << 3)
        self._twigs[twig] = least
        self._branches[(person >> 6) * self._rows + self._of_row] = _least(self._twigs, (twig >> 3) << 3)

    def later(self, days: Floats) -> None:
        """Move everybody's day by as much as (replication, person) says."""
        leaves = self._leaves.reshape(self._rows, -1)[:, : days.shape[1]]
        there = (leaves & ~_WHO).view(np.float64)
        moved = np.where(there < _NEVER / 2, there + days, there)
        leaves[:] = (moved.view(np.int64) & ~_WHO) | (leaves & _WHO)
        self._twigs[:] = self._leaves.reshape(-1, _WIDTH).min(axis=1)
        self._branches[:] = self._twigs.reshape(-1, _WIDTH).min(axis=1).reshape(self._rows, -1).T.ravel()


def _least(keys: Ints, first: Ints) -> Ints:
    """The least of each eight from these places on."""
    least = keys.take(first)
    for beside in range(1, _WIDTH):
        np.minimum(least, keys.take(first + beside), out=least)
    return least
