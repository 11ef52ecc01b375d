"""Those who are in a step, in every replication at once: each in a chair with the day she is through, and who is through first.

A day is told to less than a tenth of a second; the last bits of it say which chair. So the least of some numbers gives both the day and
the chair, and all replications are looked through by comparing whole rows. Chairs that are left are used again: there are as many as
have been in use at a time.
"""

import numpy as np

from .draws import Floats, Ints

# Later than any day; a number and no infinity, which has no room for a chair.
_NEVER = int(np.array([1e12]).view(np.int64)[0]) >> 16 << 16
_WHICH = np.int64(2**16 - 1)
_SO_MANY = 16  # are set out at a time


class Chairs:
    """A row for each chair, a column for each replication. The first chair is nobody's: whoever is in no step is in it."""

    def __init__(self, nobody: Ints) -> None:
        self._of = len(nobody)
        self._many = 0
        self._days, self._cells, self._next = (np.empty(0, dtype=np.int64) for _ in range(3))
        self._more()
        self._cells[: self._of] = nobody
        # The chairs that are free hang together in a chain.
        self._free = np.ones(self._of, dtype=np.int64)

    def _more(self) -> None:
        more = max(_SO_MANY, self._many // 8)
        if self._many + more > _WHICH:
            raise ValueError(f"more than {self._many} persons in a step at a time are more than can be told apart in one replication")
        self._days = np.concatenate([self._days, np.full(more * self._of, _NEVER)])
        self._cells = np.concatenate([self._cells, np.zeros(more * self._of, dtype=np.int64)])
        self._next = np.concatenate([self._next, np.repeat(np.arange(self._many + 1, self._many + more + 1), self._of)])
        self._many += more

    def first(self, rows: Ints) -> tuple[Floats, Ints]:
        """The next day that somebody is through in these replications, and in which chair."""
        least = np.minimum.reduce(self._days.reshape(self._many, self._of), axis=0).take(rows)
        return (least & ~_WHICH).view(np.float64), least & _WHICH

    def sit(self, rows: Ints, cell: Ints, until: Floats) -> None:
        """These are in a step until these days; no replication is here twice."""
        chair = self._free.take(rows)
        if chair.max(initial=0) >= self._many:
            self._more()
        at = chair * self._of + rows
        self._free[rows] = self._next.take(at)
        self._days[at] = until.view(np.int64) & ~_WHICH | chair
        self._cells[at] = cell

    def rise(self, rows: Ints, chair: Ints) -> Ints:
        """One of each of these replications is through: her cell."""
        at, free = chair * self._of + rows, self._free.take(rows)
        self._days[at] = _NEVER
        self._next[at] = free
        self._free[rows] = np.where(chair > 0, chair, free)
        return self._cells.take(at)

    def taken(self) -> tuple[Ints, Ints]:
        """Every chair somebody is in, and her cell."""
        at = np.flatnonzero(self._days < _NEVER)
        return at, self._cells.take(at)

    def later(self, at: Ints, days: float) -> None:
        """Those in these chairs are through so many days later."""
        day = self._days.take(at)
        self._days[at] = ((day & ~_WHICH).view(np.float64) + days).view(np.int64) & ~_WHICH | (day & _WHICH)
