"""What the municipality has bought of others, year by year: for those who lead, in round sums and ranges, naming nobody.

Sums are told to the nearest ten thousand kroner, as the accounts show them to her; persons are told in fives (record/disclosure.py).
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from helhet.record.disclosure import Range, coarse, coarse_of

from .place import Place

_ROUND = 10_000


@dataclass(frozen=True)
class Year:
    """A year, to its end or to the day: what it cost all together, by kind and by who pays (the empty key: not said), and for how many."""

    year: int
    cost: int
    by_kind: Mapping[str, int]
    by_payer: Mapping[str, int]
    persons: Range


@dataclass(frozen=True)
class Bought:
    """One municipality: its years, newest first; how many have something on the day, and for how many nobody has looked at it as agreed."""

    years: list[Year]
    now: Range
    unseen: Range


def bought(number: str, *, on: date, years: int = 3) -> Bought:
    """What one municipality has bought, to and with this day."""
    place = Place(number, on)
    rows = [row for row in place.rows("bought_care") if row["since"] <= on]
    runs = [row for row in rows if row["until"] is None or row["until"] >= on]
    now = coarse(len({row["person"] for row in runs}))
    unseen = len({row["person"] for row in runs if row["review_on"] < on})
    return Bought([_year(year, rows, on) for year in range(on.year, on.year - years, -1)], now, coarse_of(unseen, now))


def _year(year: int, rows: list[Mapping[str, Any]], on: date) -> Year:
    first, last = date(year, 1, 1), min(date(year, 12, 31), on)
    by_kind: Counter[str] = Counter()
    by_payer: Counter[str] = Counter()
    persons = set()
    for row in rows:
        days = (min(row["until"] or last, last) - max(row["since"], first) + timedelta(days=1)).days
        if days > 0:
            by_kind[row["kind"] or ""] += days * row["per_day"]
            by_payer[row["paid_by"] or ""] += days * row["per_day"]
            persons.add(row["person"])
    return Year(year, _rounded(sum(by_kind.values())), _all_rounded(by_kind), _all_rounded(by_payer), coarse(len(persons)))


def _all_rounded(sums: Mapping[str, int]) -> dict[str, int]:
    return {key: _rounded(value) for key, value in sorted(sums.items(), key=lambda one: -one[1])}


def _rounded(kroner: int) -> int:
    return round(kroner / _ROUND) * _ROUND
