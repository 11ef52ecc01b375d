"""Who is through next, in every replication at once: a tree of days, three deep, with the person in the last bits of the day.

A day is told to less than a tenth of a second; the last twenty of its bits say who. So the least of some numbers gives both the day and
the person, and is found by comparing whole rows rather than by looking through each replication by itself.
"""

import numpy as np

from .draws import Floats, Ints

# Later than any day; a number and no infinity, which has no room for a person.
_NEVER = 1e12
# The same for however many there are, so that a day is cut in the same way.
_WHO = np.int64(2**20 - 1)


class Nearest:
    """The days on which persons are through, by replication, and the earliest of them."""

    def __init__(self, rows: int, persons: int) -> None:
        if persons >= _WHO:
            raise ValueError(f"{persons} persons are more than can be told apart in one replication")
        self._rows = rows
        self._width = max(2, int(np.ceil((persons + 1) ** (1 / 3))))
        while self._width**3 < persons + 1:
            self._width += 1
        never = np.array([_NEVER]).view(np.int64) & ~_WHO
        self._never = int(never[0]) | persons
        self._leaves, self._twigs, self._branches = (np.full(self._width**deep * rows, self._never) for deep in (3, 2, 1))
        self._of_row = np.arange(rows)
        self._beside = (np.arange(self._width) * rows)[:, None]

    def first(self) -> tuple[Floats, Ints]:
        """Each replication's next day, and who is through on it."""
        least = np.minimum.reduce(self._branches.reshape(self._width, self._rows), axis=0)
        return (least & ~_WHO).view(np.float64), least & _WHO

    def put(self, rows: Ints, person: Ints, day: Floats) -> None:
        """These are through on these days; one replication may be here more than once, with different persons."""
        key = day.view(np.int64) & ~_WHO
        key |= person
        self._leaves[person * self._rows + rows] = key
        twig = person // self._width
        np.minimum.at(self._twigs, twig * self._rows + rows, key)
        np.minimum.at(self._branches, twig // self._width * self._rows + rows, key)

    def take_out(self, person: Ints) -> None:
        """One of each replication is through, and stands here no more; nobody is the person after the last."""
        self._leaves[person * self._rows + self._of_row] = self._never
        twig = person // self._width
        first = twig * (self._width * self._rows) + self._of_row
        self._twigs[twig * self._rows + self._of_row] = np.minimum.reduce(self._leaves.take(first + self._beside), axis=0)
        branch = twig // self._width
        first = branch * (self._width * self._rows) + self._of_row
        self._branches[branch * self._rows + self._of_row] = np.minimum.reduce(self._twigs.take(first + self._beside), axis=0)

    def later(self, days: Floats) -> None:
        """Move everybody's day by as much as (replication, person) says."""
        persons = days.shape[1]
        leaves = self._leaves.reshape(-1, self._rows)[:persons]
        there = (leaves & ~_WHO).view(np.float64)
        moved = np.where(there < _NEVER / 2, there + days.T, there)
        leaves[:] = (moved.view(np.int64) & ~_WHO) | (leaves & _WHO)
        self._twigs[:] = np.minimum.reduce(self._leaves.reshape(-1, self._width, self._rows), axis=1).ravel()
        self._branches[:] = np.minimum.reduce(self._twigs.reshape(-1, self._width, self._rows), axis=1).ravel()
