"""One municipality's rows of the record on a day, for counting that names nobody."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from helhet.living import rules
from helhet.record import live, schema

_YEAR = timedelta(days=365)
Row = Mapping[str, Any]


class Place:
    """One municipality's rows on a day, with who is sixty-five or over."""

    def __init__(self, number: str, on: date) -> None:
        self.number, self.on = number, on

    @cached_property
    def persons(self) -> dict[str, Row]:
        """Those known there, by their keys."""
        return {row["person"]: row for row in self.rows("person") if not row["deceased_on"] or row["deceased_on"] > self.on}

    @cached_property
    def housing(self) -> list[Row]:
        """How they live."""
        return self._running("housing", "until")

    @cached_property
    def needs(self) -> list[Row]:
        """What they need of a home."""
        return self._running("housing_need", "ended_on")

    @cached_property
    def activities(self) -> list[Row]:
        """What they do with their days."""
        return self._running("activity", "until")

    @cached_property
    def cases(self) -> list[Row]:
        """The services that run."""
        return [row for row in self.rows("case") if row["opened_on"] <= self.on and (not row["closed_on"] or row["closed_on"] > self.on)]

    @cached_property
    def evictions(self) -> list[Row]:
        """Warnings of eviction in the last year."""
        return [row for row in self.rows("eviction") if self.in_year(row["warned_on"])]

    def in_year(self, day: date | None) -> bool:
        """In the year that ends on the day."""
        return day is not None and self.on - _YEAR < day <= self.on

    def rows(self, table: str) -> list[Row]:
        """A table's rows there."""
        names = schema.TABLES[table].names
        return [dict(zip(names, row, strict=True)) for row in live.rows(table, live.within(table, self.number))]

    def _running(self, table: str, until: str) -> list[Row]:
        rows = (row for row in self.rows(table) if row["person"] in self.persons)
        return [row for row in rows if row["since"] <= self.on and (row[until] is None or row[until] >= self.on)]

    def old(self, persons: Iterable[str]) -> set[str]:
        """Those of them who are sixty-five or over."""
        rows = {key: self.persons[key] for key in persons if key in self.persons}
        return {key for key, row in rows.items() if rules.is_old(row["born_year"], row["born_month"], on=self.on)}
