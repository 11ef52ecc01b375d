"""What a page, a chart and an export say of a day: one line a criterion, a cell a municipality, all of it through small-number protection.

Whoever may see the persons counts her own exactly, and no others: for her the same lines are made without protection.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from helhet.record.disclosure import NOTHING, Part, Range, Shown, Told, coarse, tell, tell_parts, tell_sum, total

from .areas import by_area
from .counts import Count
from .criteria import ALL
from .rules import Criterion, Missing, State
from .steps import name_of

NOT_KEPT = (State.LATE, State.BREACHED)
_JUDGED = (State.MET, State.DUE, *NOT_KEPT)
_HOUSE = {"unit", "house", "agreement"}
_COUNTED = 10  # of so many, reasons are named


@dataclass(frozen=True)
class Cell:
    """A criterion in one municipality: what is told of it, why it is not kept, and of how many it cannot be judged, and why not."""

    number: str
    told: Told
    parts: tuple[Part, ...] = ()
    longest: int | None = None
    cannot: Range = NOTHING
    missing: tuple[str, ...] = ()

    @property
    def opens(self) -> bool:
        """There is more to read than the cell says."""
        return self.told.shown not in (Shown.NOBODY, Shown.NONE) or bool(self.cannot.high)


@dataclass(frozen=True)
class Line:
    """A criterion in all the municipalities, and in them together."""

    criterion: Criterion
    cells: tuple[Cell, ...]
    whole: Told
    cannot: Range
    missing: tuple[str, ...]

    def cell(self, number: str) -> Cell | None:
        """The cell of this municipality."""
        return next((one for one in self.cells if one.number == number), None)

    @property
    def fails(self) -> bool:
        """It is not kept for somebody, or was kept too late."""
        return self.whole.not_kept.high > 0

    @property
    def judged(self) -> bool:
        """It concerns somebody for whom it could be judged."""
        return self.whole.shown != Shown.NOBODY

    @property
    def share(self) -> int | None:
        """About how many in a hundred it is kept for, worked out from what is told and nothing else; None when that says too little."""
        return share(self.whole)


def share(told: Told) -> int | None:
    """The middle of what the share kept can be, in fives of a hundred."""
    if told.of.low < 5:
        return None
    least = 1 - min(told.not_kept.high / told.of.low, 1)
    most = 1 - min(told.not_kept.low / max(told.of.high, 1), 1)
    return round((least + most) * 10) * 5


def lines(found: Iterable[Count], numbers: Sequence[str], on: date, *, protected: bool, criteria: Iterable[Criterion] = ALL) -> list[Line]:
    """Each of these criteria that was the law on the day, told of these municipalities."""
    by_cell: dict[tuple[str, str], list[Count]] = {}
    for one in found:
        by_cell.setdefault((one.criterion, one.municipality), []).append(one)
    law = [one for one in criteria if one.in_force(on)]
    return [_line(one, [(number, by_cell.get((one.id, number), [])) for number in numbers], protected=protected) for one in law]


def about_nobody(criterion: Criterion) -> bool:
    """What it is told from holds no person and tells of none: a unit, a routine, an agreement. A serious event happened to somebody."""
    return criterion.about == "municipality" and set(criterion.needs) <= _HOUSE


def areas(found: Iterable[Line]) -> list[tuple[str, list[Line]]]:
    """The lines by area."""
    by_id = {one.criterion.id: one for one in found}
    return [(name, [by_id[one.id] for one in some]) for name, some in by_area(one.criterion for one in by_id.values())]


def _line(criterion: Criterion, given: Sequence[tuple[str, list[Count]]], *, protected: bool) -> Line:
    protected = protected and not about_nobody(criterion)
    cells = tuple(_cell(number, some, protected=protected) for number, some in given)
    not_kept = sum(_sum(some, *NOT_KEPT) for _, some in given)
    told = [one.told for one in cells]
    whole = tell_sum(not_kept, told) if protected else _exactly(not_kept, sum(_sum(some, *_JUDGED) for _, some in given))
    missing = sorted({reason for one in cells for reason in one.missing})
    return Line(criterion, cells, whole, total(one.cannot for one in cells), tuple(missing))


def _cell(number: str, some: list[Count], *, protected: bool) -> Cell:
    not_kept, of, cannot = _sum(some, *NOT_KEPT), _sum(some, *_JUDGED), _sum(some, State.CANNOT)
    why = _reasons(some)
    missing = tuple(sorted({one.reason for one in some if one.state == State.CANNOT}))
    if protected and cannot < _COUNTED:
        # Two reasons for two persons would be one each; but what is so of everybody, whoever they are, may be said.
        missing = tuple(one for one in missing if one == Missing.TODAY_ONLY)
    if not protected:
        parts = tuple(Part(reason, *why[reason]) for reason in sorted(why, key=lambda reason: (-why[reason][0], reason)))
        return Cell(number, _exactly(not_kept, of), parts, _longest(some), Range(cannot, cannot), missing)
    told = tell(not_kept, of)
    longest = _longest(some) if told.shown == Shown.EXACT else None
    return Cell(number, told, tuple(tell_parts(told, why)), longest, coarse(cannot), missing)


def _exactly(not_kept: int, of: int) -> Told:
    shown = Shown.NOBODY if not of else Shown.EXACT if not_kept else Shown.NONE
    return Told(shown, Range(not_kept, not_kept), Range(of, of))


def _sum(some: Iterable[Count], *states: State) -> int:
    return sum(one.persons for one in some if one.state in states)


def _reasons(some: Iterable[Count]) -> dict[str, tuple[int, int]]:
    """By what is missing, how many and the longest time: steps with the same words are one."""
    found: dict[str, tuple[int, int]] = {}
    for one in some:
        if one.state in NOT_KEPT:
            many, longest = found.get(name_of(one.reason), (0, 0))
            found[name_of(one.reason)] = (many + one.persons, max(longest, one.longest))
    return found


def _longest(some: Iterable[Count]) -> int | None:
    return max((one.longest for one in some if one.state in NOT_KEPT), default=None)
