"""What is drawn of a municipality, read back column by column as the live database takes it, and the words it is told in.

Keys follow from the seed, the municipality and the row's place, so that the same draw never stands there twice.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from helhet.demo.bank import bank
from helhet.demo.synth.columns import NONE, Numbers, counted, spelled
from helhet.demo.synth.world import World
from helhet.record import schema
from helhet.record.snapshot import stored

LANGUAGES = ("nb", "nn")
_MORNING = 10
_TABLES = (*schema.TABLES, "staff")
_SERIAL = 2**34 - 1


def key_of(seed: int, place: int, kind: int, serial: int | str) -> str:
    """A row's key: of no version that anything else here makes, sorted by seed, municipality, table and place."""
    last = serial if isinstance(serial, str) else f"{serial:015x}"
    return f"{seed % 2**32:08x}{place:04x}8{kind:03x}8{last}"


class Drawn:
    """One municipality's drawn tables, for writing."""

    def __init__(self, world: World, *, years: int) -> None:
        self.world = world
        self.chance = np.random.Generator(np.random.Philox(np.random.SeedSequence([world.seed, world.place, years, 1])))
        self._tables: dict[str, pa.Table] = {}
        self._made = len(_TABLES)

    # ── the drawn columns ───────────────────────────────────────────────────

    def size(self, table: str) -> int:
        """How many rows it has."""
        return sum(one.num_rows for one in self.world.tables.get(table, ()))

    def _column(self, table: str, name: str) -> pa.ChunkedArray:
        if table not in self._tables:
            self._tables[table] = pa.Table.from_batches(self.world.tables.get(table, []), schema=stored(table))
        return self._tables[table][name]

    def numbers(self, table: str, name: str) -> Numbers:
        """Counts, days and moments (in minutes) as numbers, NONE where there is none."""
        column = self._column(table, name)
        if pa.types.is_timestamp(column.type):
            column = pc.divide(column.cast(pa.int64()), 60_000_000)
        elif pa.types.is_date32(column.type):
            column = column.cast(pa.int32())
        return np.asarray(pc.fill_null(column.cast(pa.int64()), NONE))

    def counts(self, table: str, name: str) -> list[int | None]:
        """Counts as they are."""
        found: list[int | None] = self._column(table, name).to_pylist()
        return found

    def days(self, table: str, name: str) -> list[str | None]:
        """Days as text."""
        return said_days(self.numbers(table, name))

    def mornings(self, table: str, name: str, *, hour: int = _MORNING, after: int = 0) -> list[str | None]:
        """At that hour of the day (or so many days after), in UTC: of the same day in Norway."""
        days = self.numbers(table, name)
        clock = f" {hour:02}:00:00"
        return [day and day + clock for day in said_days(np.where(days == NONE, NONE, days + after))]

    def moments(self, table: str, name: str) -> list[str | None]:
        """Moments as text."""
        return said_moments(self.numbers(table, name))

    def yes(self, table: str, name: str) -> Numbers:
        """True and false; nothing counts as false."""
        return np.asarray(pc.fill_null(self._column(table, name), False))

    def bits(self, table: str, name: str) -> list[int | None]:
        """1, 0, or nothing."""
        found: list[int | None] = self._column(table, name).cast(pa.int8()).to_pylist()
        return found

    def words(self, table: str, name: str) -> list[str]:
        """Words as they are; none is empty, as the tables have it."""
        found: list[str] = pc.fill_null(self._column(table, name), "").to_pylist()
        return found

    # ── keys ────────────────────────────────────────────────────────────────

    def keys(self, table: str, name: str = "id") -> list[str | None]:
        """Each row's own key, or the one it points to."""
        return self.spelled(self._whole(table, name))

    def _whole(self, table: str, name: str) -> Numbers:
        """Keys as 64 bits; Arrow knows them as numbers with a sign."""
        return np.asarray(pc.fill_null(self._column(table, name), 0)).view(np.uint64)

    def spelled(self, keys: Numbers) -> list[str | None]:
        """Keys as the database has them; 0 is none."""
        place = counted(keys, seed=self.world.seed)
        kinds, serials = ((place >> np.uint64(34)) & np.uint64(63)).tolist(), (place & np.uint64(_SERIAL)).tolist()
        start = [key_of(self.world.seed, self.world.place, kind, "") for kind in range(len(_TABLES))]
        none = (keys == 0).tolist()
        return [None if empty else f"{start[kind]}{serial:015x}" for kind, serial, empty in zip(kinds, serials, none, strict=True)]

    def rows(self, table: str, name: str) -> Numbers:
        """The place, in the table it leads to, of what each row points to; -1 is none."""
        keys = self._whole(table, name)
        return np.where(keys == 0, -1, (counted(keys, seed=self.world.seed) & np.uint64(_SERIAL)).astype(np.int64))

    def beside(self, table: str, name: str) -> Numbers:
        """What the drawing noted beside the record's columns (`World.beside`); 0 where it noted nothing."""
        batches = self.world.tables.get(table, [])
        parts = [self.world.live.get((table, place, name)) for place in range(len(batches))]
        kind = next((part.dtype for part in parts if part is not None), np.dtype(np.int64))
        return np.concatenate(
            [np.zeros(one.num_rows, dtype=kind) if part is None else part for one, part in zip(batches, parts, strict=True)]
            or [np.zeros(0, dtype=kind)]
        )

    def new_keys(self, size: int) -> list[str]:
        """Keys for rows the record's tables do not show; call in the same order every time."""
        self._made += 1
        start = key_of(self.world.seed, self.world.place, self._made, "")
        return [f"{start}{serial:015x}" for serial in range(size)]

    @cached_property
    def people(self) -> Numbers:
        """Everybody's key, in order."""
        return objects(self.keys("person", "person"))

    def whose(self, table: str) -> list[str]:
        """The key of the person each row is about."""
        found: list[str] = self.people[self.rows(table, "person")].tolist()
        return found

    @cached_property
    def staff(self) -> Numbers:
        """Every worker's key, in order."""
        return objects(self.spelled(self.world.workers.numbers))

    def workers(self, table: str) -> Numbers:
        """The place of each row's worker; -1 is none."""
        known = {word: place for place, word in enumerate(spelled(self.world.workers.numbers).to_pylist())}
        return np.array([known.get(word, -1) for word in self.words(table, "staff")], dtype=np.int64)

    # ── words ───────────────────────────────────────────────────────────────

    @cached_property
    def language(self) -> Numbers:
        """Everybody's column in the bank of words: bokmål, or nynorsk for those who write it."""
        return np.asarray(pc.equal(self._column("person", "language"), LANGUAGES[1])).astype(np.int64)

    def pick(self, rows: Sequence[Sequence[str]], who: Numbers) -> list[str]:
        """One of the bank's rows for each of these persons, in her language."""
        found: list[str] = np.array([row[:2] for row in rows], dtype=object)[
            self.chance.integers(0, len(rows), len(who)), self.language[who]
        ].tolist()
        return found

    def said(self, name: str, key: str, who: Numbers) -> list[str]:
        """Something from this list of the bank, for each."""
        return self.pick(bank(name)[key], who)

    def names(self, who: Numbers, *, male: Numbers, born: Numbers | None = None) -> tuple[list[str], list[str]]:
        """Given and family names, the given one after sex and age."""
        people, size = bank("people"), len(who)
        age = np.full(size, 1) if born is None else (born <= 1992).astype(np.int64) + (born <= 1965)
        given = np.empty(size, dtype=object)
        for sex, here in (("men", male), ("women", ~male)):
            for place, names in enumerate(("young", "middle", "old")):
                at = np.flatnonzero(here & (age == place))
                given[at] = np.array(people[sex][names], dtype=object)[self.chance.integers(0, len(people[sex][names]), len(at))]
        return given.tolist(), self.one_of(people["all"]["family"], size)

    def one_of(self, words: Sequence[str], size: int) -> list[str]:
        """One of these for each."""
        found: list[str] = np.array(words, dtype=object)[self.chance.integers(0, len(words), size)].tolist()
        return found


def objects(values: Iterable[Any]) -> Numbers:
    """The same values, to be taken by place."""
    listed = list(values)
    made = np.empty(len(listed), dtype=object)
    made[:] = listed
    return made


def said_days(days: Numbers) -> list[str | None]:
    """Days as text, nothing for NONE."""
    return _or_none(np.datetime_as_string(_some(days).astype("datetime64[D]")), days)


def said_moments(minutes: Numbers) -> list[str | None]:
    """Moments as text, nothing for NONE."""
    said = np.datetime_as_string(_some(minutes).astype("datetime64[m]"), unit="s")
    return [one and one.replace("T", " ") for one in _or_none(said, minutes)]


def _some(numbers: Numbers) -> Numbers:
    return np.where(numbers == NONE, 0, numbers).astype(np.int64)


def _or_none(said: Numbers, numbers: Numbers) -> list[str | None]:
    return [None if empty else one for one, empty in zip(said.tolist(), (numbers == NONE).tolist(), strict=True)]


def where(yes: Numbers, words: Sequence[Any], otherwise: Any = "") -> list[Any]:
    """The words where it is so."""
    return [word if here else otherwise for here, word in zip(yes.tolist(), words, strict=True)]
