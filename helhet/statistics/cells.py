"""A form filled in: each cell counted, estimated or asked, with how many records stand behind it. Plain values in, cells out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from math import inf
from typing import Any

from .form import Form, Row
from .rules import Answer, Kind, Value
from .work import Work, divided, matching, years

Person = Mapping[str, Any]


@dataclass(frozen=True)
class Facts:
    """All a report is worked out from: a municipality, the day, its persons, its posts' shares and what it has; None is not known here."""

    number: str
    on: date
    persons: Sequence[Person]
    work: Sequence[Work] | None = None
    place: Mapping[str, bool | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Cell:
    """One answer as it is worked out, or whom to ask."""

    row: Row
    kind: Kind
    value: Value = None
    low: Decimal | None = None
    high: Decimal | None = None
    records: int | None = None
    persons: tuple[str, ...] = ()
    work: tuple[Work, ...] = ()

    @property
    def is_known(self) -> bool:
        """There is an answer."""
        return self.value is not None


def week_ends(year: int, week: int) -> date:
    """The Sunday of the representative week: the day everything is counted on."""
    return date.fromisocalendar(year, week, 7)


def fill(form: Form, facts: Facts) -> dict[str, Cell]:
    """Every cell of the form by its row's id."""
    persons = among(facts.persons, form.persons)
    made = {row.id: _cell(row, facts, persons, form) for row in form.rows if not row.total_of}
    for row in form.rows:
        if row.total_of:
            made[row.id] = total(row, made)
    return {row.id: made[row.id] for row in form.rows}


def total(row: Row, cells: Mapping[str, Cell]) -> Cell:
    """A sum of other cells: nothing is rounded first; where one of them has no answer the sum has none."""
    parts = [cells[key] for key in row.total_of]
    kind = Kind.ESTIMATED if any(one.kind == Kind.ESTIMATED for one in parts) else Kind.COUNTED
    if any(one.value is None for one in parts):
        return Cell(row, Kind.ASKED)
    value = sum((Decimal(one.value) for one in parts if isinstance(one.value, Decimal | int)), Decimal(0))
    whole: Value = value if row.answer == Answer.WORK_YEARS else int(value)
    return Cell(row, kind, whole, records=sum(one.records or 0 for one in parts), work=tuple(w for one in parts for w in one.work))


def _cell(row: Row, facts: Facts, persons: Sequence[Person], form: Form) -> Cell:
    way = _WAYS.get(row.derive)
    return (way(row, facts, persons) if way else None) or Cell(row, Kind.ASKED)


def among(persons: Sequence[Person], where: Mapping[str, Any]) -> Sequence[Person]:
    """Those of them of whom every condition is so. One condition at a time, since a city is gone through for each cell."""
    for name, wanted in where.items():
        if isinstance(wanted, Mapping):
            least, most = wanted.get("from", -inf), wanted.get("to", inf)
            persons = [one for one in persons if least <= one[name] <= most]
        else:
            persons = [one for one in persons if one[name] == wanted]
    return persons


def _persons(row: Row, facts: Facts, persons: Sequence[Person]) -> Cell:
    found = among(persons, row.given["where"])
    return Cell(row, Kind.COUNTED, len(found), records=len(found), persons=tuple(one["person"] for one in found))


def _sum(row: Row, facts: Facts, persons: Sequence[Person]) -> Cell:
    of = row.given["of"]
    found = [one for one in among(persons, row.given.get("where", {})) if one[of]]
    many = sum(one[of] for one in found)
    return Cell(row, Kind.COUNTED, many, records=many, persons=tuple(one["person"] for one in found))


def _place(row: Row, facts: Facts, persons: Sequence[Person]) -> Cell | None:
    known = facts.place.get(row.given["that"])
    return None if known is None else Cell(row, Kind.COUNTED, known)


def _work_years(row: Row, facts: Facts, persons: Sequence[Person]) -> Cell | None:
    if facts.work is None:
        return None
    found = matching(facts.work, row.given)
    value: Value = bool(found) if row.answer == Answer.YES_NO else years(found)
    return Cell(row, Kind.COUNTED, value, records=len({one.post for one in found}), work=tuple(found))


def _split(row: Row, facts: Facts, persons: Sequence[Person]) -> Cell | None:
    """By persons who are helped, and by minutes of contact with them in the year."""
    if facts.work is None:
        return None
    helped = [one for one in persons if one["helped"] and one["pathway"]]
    ways = [_sums(helped, lambda one: 1), _sums(helped, lambda one: one["contact_minutes"])]
    whole = years(matching(facts.work, {"age_group": row.given["age_group"]}))
    found = divided(whole, ways, row.given["value"])
    return Cell(row, Kind.ESTIMATED, found.value, found.low, found.high, records=len(helped)) if found else None


def _sums(persons: Iterable[Person], weight: Any) -> dict[int, int]:
    found: dict[int, int] = {}
    for one in persons:
        found[one["pathway"]] = found.get(one["pathway"], 0) + weight(one)
    return found


_WAYS = {"persons": _persons, "sum": _sum, "place": _place, "work_years": _work_years, "split": _split}


@dataclass(frozen=True)
class Coverage:
    """How much of a form the record answers: of work-year cells, and of content cells that can be worked out from daily work."""

    work_years: tuple[int, int]
    content: tuple[int, int]


def coverage(form: Form, cells: Mapping[str, Cell]) -> Coverage:
    """(counted, of how many) for each."""
    work = [row for row in form.rows if row.answer == Answer.WORK_YEARS]
    content = [row for row in form.rows if row.computable and row.answer != Answer.WORK_YEARS]
    return Coverage(*((sum(cells[row.id].kind == Kind.COUNTED for row in rows), len(rows)) for rows in (work, content)))
