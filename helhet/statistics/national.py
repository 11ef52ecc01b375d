"""The nation's published figures over years, with their sources; and what was said of them, worked out again from the same table."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).parent / "national.toml"
SERIES = ("adults", "children", "total")


@dataclass(frozen=True)
class Year:
    """A year's published work years."""

    year: int
    adults: int
    children: int
    for_ten_thousand: Decimal
    source: str
    note: Mapping[str, str]

    @property
    def total(self) -> int:
        """Both together."""
        return self.adults + self.children

    def of(self, series: str) -> int:
        """The figure of a series."""
        return {"adults": self.adults, "children": self.children, "total": self.total}[series]


@dataclass(frozen=True)
class Claim:
    """Somebody published a growth in per cent, and what its own table gives."""

    since: int
    until: int
    of: str
    said: Decimal
    source: str
    gives: Decimal
    # The series of which it is true, when it is another than the one it was said of.
    true_of: str

    @property
    def holds(self) -> bool:
        """The table gives what was said."""
        return self.said == self.gives


@dataclass(frozen=True)
class Beside:
    """Something published of the whole country beside one of our indicators."""

    indicator: str
    year: int
    says: Mapping[str, str]
    source: str


@lru_cache(maxsize=1)
def beside() -> tuple[Beside, ...]:
    """What has been published, oldest first."""
    return tuple(sorted((Beside(**one) for one in _given().get("beside", [])), key=lambda one: one.year))


@lru_cache(maxsize=1)
def years() -> tuple[Year, ...]:
    """The published years, oldest first."""
    rows = [
        Year(one["year"], one["adults"], one["children"], Decimal(one["for_ten_thousand"]), one["source"], one.get("note", {}))
        for one in _given()["year"]
    ]
    return tuple(sorted(rows, key=lambda one: one.year))


@lru_cache(maxsize=1)
def claims() -> tuple[Claim, ...]:
    """What was said of growth, each held against the table."""
    found = []
    for one in _given()["claim"]:
        said = Decimal(one["percent"])
        true_of = next((name for name in SERIES if name != one["of"] and growth(name, one["from"], one["to"]) == said), "")
        found.append(Claim(one["from"], one["to"], one["of"], said, one["source"], growth(one["of"], one["from"], one["to"]), true_of))
    return tuple(found)


def growth(series: str, since: int, until: int) -> Decimal:
    """Growth in per cent from one year to another, with one decimal."""
    by_year = {one.year: one.of(series) for one in years()}
    change = Decimal(by_year[until] - by_year[since]) * 100 / by_year[since]
    return change.quantize(Decimal("0.1"), ROUND_HALF_UP)


@lru_cache(maxsize=1)
def _given() -> dict[str, list[dict[str, Any]]]:
    with _FILE.open("rb") as file:
        return tomllib.load(file)
