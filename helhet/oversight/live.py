"""The duties asked of the live record: by the law of a day, and by each municipality's own targets."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from helhet.record import engines

from .criteria import OF_MUNICIPALITIES, OF_PERSONS
from .queries import targets_by_municipality
from .rules import Criterion, Length, Missing
from .verdicts import judge

_EARLIEST = date(2020, 1, 1)
_Own = tuple[tuple[str, Length], ...]


def verdicts(
    on: date, numbers: Collection[str] | None, *, today: date, persons: Collection[UUID], criteria: Sequence[Criterion] = OF_PERSONS,
    with_day: bool = False,
) -> Iterator[Mapping[str, Any]]:  # fmt: skip
    """The verdicts (verdicts.COLUMNS) on these persons who live in these municipalities (None: wherever), by its own targets.

    `with_day` asks for those alone that say a day `by`, without how late they are. Never shown as they are: they know nothing of who asks.
    """
    law = tuple(one for one in criteria if one.about == "person" and one.in_force(on))
    if not (law and persons):
        return
    own = {number: tuple(sorted(found.items())) for number, found in targets_by_municipality(numbers, on).items()}
    usual: _Own | None = () if numbers is None else None
    for targets in {*own.values(), usual} - {None}:
        for row in question(law, past=on < today, own=targets or (), with_day=with_day).ask(on=on, persons=persons):
            # Who became known here later was not here to be judged.
            if own.get(row["municipality"], usual) == targets and row["missing"] != Missing.BEFORE_DATA:
                yield row


def of_municipalities(on: date, numbers: Collection[str], *, today: date) -> Iterator[Mapping[str, Any]]:
    """What municipalities answer for as a whole, each by its own targets: no row of it names a person."""
    law = tuple(one for one in OF_MUNICIPALITIES if one.in_force(on))
    own = {number: tuple(sorted(found.items())) for number, found in targets_by_municipality(numbers, on).items()}
    for targets in set(own.values()) if law else ():
        for row in question(law, past=on < today, own=targets).ask(on=on):
            if own.get(row["municipality"]) == targets:
                yield row


def question(law: tuple[Criterion, ...], *, past: bool, own: _Own = (), with_day: bool = False) -> engines.Question:
    """The question for every day of the same law and targets, made once."""
    return _made(law, past, own, with_day)


# Beside the function with names: called with a name and without, lru_cache would keep the same question twice, and make it twice.
@lru_cache(maxsize=256)
def _made(law: tuple[Criterion, ...], past: bool, own: _Own, with_day: bool) -> engines.Question:
    day = max((one.since for one in law if one.since), default=_EARLIEST)
    judged = judge(engines.TABLES, day, law, dict(own), day=engines.ON, as_of=date.max if past else day, with_day=with_day)
    # What nobody asks for is not worked out.
    return engines.Question(judged.drop("since", "late") if with_day else judged)
