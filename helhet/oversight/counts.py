"""How many persons a duty is kept for and not, by criterion and municipality.

A person counts once for each criterion, by the worst that is said of her: broken before done late, that before «cannot be judged», that
before due, due before met. What was done late counts for a year: longer back it is history, and would hide what is done now. So a figure
is of persons, also where the duty is about each of her goals, and small-number protection protects persons.
Somebody with a strictly protected address is in no figure: where she is counted would tell where she lives.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from helhet.access.rules import Part
from helhet.record import live, schema

from .criteria import OF_PERSONS
from .live import of_municipalities, verdicts
from .rules import Criterion, State
from .steps import DONE_LATE

_WORST = {
    state: place for place, state in enumerate((State.NOT_APPLICABLE, State.MET, State.DUE, State.CANNOT, State.LATE, State.BREACHED))
}
LATE_COUNTS = timedelta(days=365)
_AT_ONCE = 1_000


@dataclass(frozen=True)
class Case:
    """One person of a count: what is said of her, why, and for how many days it has been broken, or how late it was done."""

    person_id: UUID | None  # none when it is about the municipality
    criterion: str
    municipality: str
    state: State
    reason: str  # the next step of what is due or broken, that it was done late, what is missing of what cannot be judged
    days: int = 0


@dataclass(frozen=True)
class Count:
    """Of so many persons in a municipality a criterion says this, for this reason; and the longest it was broken or overran, in days."""

    criterion: str
    municipality: str
    state: State
    reason: str
    persons: int
    longest: int = 0


def cases(
    on: date, numbers: Collection[str], *, today: date, persons: Collection[UUID], criteria: Sequence[Criterion] = OF_PERSONS
) -> list[Case]:
    """What is said of each of these persons on a day, by her municipality's own targets. Only for whoever may see them."""
    return _worst(verdicts(on, numbers, today=today, persons=persons, criteria=criteria), on)


def of_house(on: date, numbers: Collection[str], *, today: date) -> list[Count]:
    """What municipalities answer for as a whole: their units, agreements and routines, and the events they have reported."""
    return counts(_worst(of_municipalities(on, numbers, today=today), on))


def _worst(rows: Iterable[Mapping[str, Any]], on: date) -> list[Case]:
    """Each person, or what a municipality answers for, once for each criterion: by the worst, and the longest any of it has waited."""
    worst: dict[tuple[str, str], Case] = {}
    for row in rows:
        one, key = _case(row, on), (row["criterion"], row["person"] or row["subject"])
        known = worst.get(key, one)
        kept = max(known, one, key=lambda case: (_WORST[case.state], case.reason))
        worst[key] = replace(kept, days=max(known.days, one.days))
    return list(worst.values())


def parts_of(criterion: Criterion) -> frozenset[Part]:
    """The parts of a record a verdict tells of: whoever may not see one of them is not told it of her."""
    models = (live.SOURCES[table].model for table in criterion.needs)
    parts = {model.part for model in models if hasattr(model, "part")}
    return frozenset(parts | ({criterion.part} if criterion.part else set()))


def counts(found: Iterable[Case]) -> list[Count]:
    """How many of each."""
    sums: dict[tuple[str, str, State, str], tuple[int, int]] = {}
    for one in found:
        key = (one.criterion, one.municipality, one.state, one.reason)
        many, longest = sums.get(key, (0, 0))
        sums[key] = (many + 1, max(longest, one.days))
    return [Count(*key, many, longest) for key, (many, longest) in sorted(sums.items())]


def counted(on: date, number: str, *, today: date) -> list[Count]:
    """Everybody in a municipality, some at a time: for the month that is kept, which no one person reads."""
    key, known_since = (schema.PERSON.names.index(name) for name in ("person", "known_since"))
    rows = live.rows(schema.PERSON.name, live.within(schema.PERSON.name, number))
    # Who became known here later was not here to be counted.
    persons = [UUID(row[key]) for row in rows if row[known_since] <= on]
    found: list[Case] = []
    for start in range(0, len(persons), _AT_ONCE):
        found += cases(on, [number], today=today, persons=persons[start : start + _AT_ONCE])
    return counts(found)


def _case(row: Mapping[str, Any], on: date) -> Case:
    state = State(row["state"])
    if state == State.LATE and row["done"] <= on - LATE_COUNTS:
        state = State.MET
    why = {State.CANNOT: row["missing"], State.LATE: DONE_LATE, State.DUE: row["step"], State.BREACHED: row["step"]}.get(state)
    days = row["late"] if state in (State.LATE, State.BREACHED) else 0
    person = UUID(row["person"]) if row["person"] else None
    return Case(person, row["criterion"], row["municipality"], state, why or "", days)
