"""One municipality while it is drawn: its chance, its day, and the tables as they fill."""

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from helhet.record import schema

from .columns import NONE, Keys, Numbers, Values, Words, batch, numbered

YEAR = 365.25


@lru_cache
def figures() -> dict[str, Any]:
    """What the country is drawn from (`figures.toml`)."""
    with (Path(__file__).parent / "figures.toml").open("rb") as file:
        return tomllib.load(file)


def assumed(*path: str) -> Any:
    """One of the assumptions."""
    found: Any = figures()["assumed"]
    for key in path:
        found = found[key]
    return found


class World:
    """What is drawn about one municipality; the same seed, number and day draw the same.

    What happens where other systems let it, and not here (`elsewhere`), is drawn and told in snapshots only.
    """

    def __init__(self, place: int, number: str, *, seed: int, on: int, years: int, elsewhere: bool) -> None:
        self.elsewhere = elsewhere
        self.place, self.number, self.seed, self.on, self.first = place, number, seed, on, on - int(years * YEAR)
        self.chance = np.random.Generator(np.random.Philox(np.random.SeedSequence([seed, place, years])))
        self.tables: dict[str, list[pa.RecordBatch]] = {}
        self.persons: Keys
        self.units: Keys
        self.workers: Keys
        self.left: Numbers  # the day each worker left, or none
        self.staying: Numbers  # the workers who have not left, by place
        self.house: dict[str, Values] = {}  # what its own row says, before the rest is known
        self.heard = NONE  # the first day anybody said anything of the help
        self.individual: Numbers  # the individual plan each has now, by key; 0 is none
        self.basis: Numbers  # the paragraph each service stands on, by place in people.BASES
        self.case: Numbers  # a service of each person, by key; 0 is none
        self.decided: Numbers  # a decision about each person, by key; 0 is none
        self.ill_child: Numbers  # the day it was seen that a child of hers is seriously ill, or none
        self.heavy: Numbers  # since when the care of her is particularly heavy, or none
        self.decides_not: Numbers  # she has lost the competence to decide
        self.live: dict[tuple[str, int, str], Numbers] = {}
        self._used: dict[str, int] = {}

    # ── drawing ─────────────────────────────────────────────────────────────

    def yes(self, share: float | Numbers, size: int) -> Numbers:
        """True for this share of them."""
        return self.chance.random(size) < share

    def some(self, what: str, size: int) -> Numbers:
        """True for the share of them that is assumed for this."""
        return self.yes(assumed("shares", what), size)

    def mix(self, what: str, size: int) -> Words:
        """One of the words for each, in the shares that are assumed for this."""
        shares = assumed("mix", what)
        return self.one_of(tuple(shares), list(shares.values()), size)

    def one_of(self, words: tuple[str, ...], shares: Any, size: int) -> Words:
        """One of the words for each, in these shares; what is left of the whole is none."""
        return Words(words, self.place_in(shares, size))

    def place_in(self, shares: Any, size: int) -> Numbers:
        """The place of one of the shares for each; -1 for what is left of the whole."""
        edges = np.cumsum(shares)
        places = np.searchsorted(edges, self.chance.random(size) * max(1.0, edges[-1]), side="right")
        return np.where(places < len(edges), places, -1)

    def days_after(self, median: float, spread: float, size: int) -> Numbers:
        """Whole days, most of them few."""
        return np.floor(self.chance.lognormal(0, spread, size) * median).astype(np.int64)

    def takes(self, what: str, size: int) -> Numbers:
        """How many days this is assumed to take."""
        median, spread, *most = assumed("takes", what)
        days = self.days_after(median, spread, size)
        return np.minimum(days, most[0]) if most else days

    def within(self, since: Numbers, until: Numbers) -> Numbers:
        """A day from one day to another."""
        return since + np.floor(self.chance.random(len(since)) * (np.maximum(until - since, 0) + 1)).astype(np.int64)

    def at_work(self, since: Numbers) -> Numbers:
        """A worker for each, by place, who has not left by that day."""
        worker = self.chance.integers(0, len(self.left), len(since))
        gone = (self.left[worker] != NONE) & (self.left[worker] <= since)
        return np.where(gone, self.stays(len(since)), worker)

    def stays(self, size: int) -> Numbers:
        """A worker for each, by place, who has not left: who takes over after somebody, the work shared among all."""
        return self.staying[self.chance.integers(0, len(self.staying), size)]

    def times(self, a_year: Numbers, days: Numbers) -> Numbers:
        """How often something happens in so many days."""
        return self.chance.poisson(a_year * np.maximum(days, 0) / YEAR)

    def past(self, days: Numbers) -> Numbers:
        """The days that have been; what is to come has not happened."""
        return np.where(days <= self.on, days, NONE)

    def done(self, days: Numbers, *, late_by: float = 40, of: str = "shares") -> Numbers:
        """The days things were done: some late, some (as assumed `of` such things) never, none of them tomorrow."""
        size = len(days)
        late = np.where(self.yes(assumed("shares", "late"), size), self.days_after(late_by, 0.8, size) + 5, 0)
        return self.past(np.where(self.yes(assumed(of, "left_open"), size), NONE, days + late))

    # ── writing ─────────────────────────────────────────────────────────────

    def keys(self, table: str, size: int) -> Keys:
        """New keys for so many rows of a table."""
        used = self._used.get(table, 0)
        self._used[table] = used + size
        return numbered((self.place << 40) + ([*schema.TABLES, "staff"].index(table) << 34) + used, size, seed=self.seed)

    def tell(self, table: str, of: Numbers, /, **columns: Values) -> Keys:
        """Rows about these persons; returns the rows' keys."""
        given = columns.pop("id", None)
        keys = given if isinstance(given, Keys) else self.keys(table, len(of))
        about: dict[str, Values] = {"id": keys, "person": self.persons.of(of), "municipality": self.number}
        self.put(table, len(of), about | columns)
        return keys

    def beside(self, table: str, **columns: Keys | Numbers) -> None:
        """What the rows just told point to in the live database, and the record's tables do not show: in no snapshot."""
        for name, values in columns.items():
            told = values.numbers if isinstance(values, Keys) else values
            if len(told):
                self.live[table, len(self.tables[table]) - 1, name] = told

    def put(self, table: str, size: int, columns: dict[str, Values]) -> None:
        """Rows as they are."""
        if size:
            self.tables.setdefault(table, []).append(batch(table, size, columns))


def each(counts: Numbers) -> tuple[Numbers, Numbers]:
    """Whose each of so many rows is, and which in the row of hers it is, from 0."""
    of = np.repeat(np.arange(len(counts)), counts)
    return of, np.arange(len(of)) - np.repeat(np.cumsum(counts) - counts, counts)
