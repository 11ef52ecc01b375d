"""A snapshot: the record's tables as Parquet by municipality, under keys made for it alone, with a manifest of what was written.

`DIR/<table>/municipality=<number>.parquet` (`none` for those who are in no municipality here) and `DIR/manifest.json`. It is
written beside DIR and put in place when it is whole. No names, no words, no addresses: but still about persons, and still theirs.
"""

import hashlib
import hmac
import json
import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from . import live, schema

MANIFEST = "manifest.json"
NOWHERE = "none"
_ARROW = {schema.KEY: pa.string(), schema.DAY: pa.date32(), schema.MOMENT: pa.timestamp("us", "UTC"), schema.YES: pa.bool_(),
          schema.COUNT: pa.int64()}  # fmt: skip
_BATCH = 20_000  # rows held at once


class Broken(Exception):
    """A snapshot cannot be read, or not be put there: which file or directory, and why."""

    def __init__(self, place: Path | str, reason: str) -> None:
        self.place = str(place)
        super().__init__(f"{place}: {reason}")


@dataclass(frozen=True)
class File:
    """One file of a snapshot, as it was written."""

    file: str
    table: str
    municipality: str
    rows: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a snapshot holds, of which day, and from which day on anybody in it was known."""

    version: int
    day: date
    first_day: date | None
    files: tuple[File, ...]

    def rows(self) -> dict[str, int]:
        """How many rows each table has."""
        return {name: sum(one.rows for one in self.files if one.table == name) for name in schema.TABLES}


def arrow(table: str) -> pa.Schema:
    """The table's columns as Arrow has them."""
    return pa.schema([pa.field(one.name, _ARROW[one.type], nullable=one.optional) for one in schema.TABLES[table].columns])


def stored(table: str) -> pa.Schema:
    """The same as a file has them: a key that is joined on is a number there, found several times as fast as a word."""
    columns = ((one, pa.int64() if is_number(table, one) else _ARROW[one.type]) for one in schema.TABLES[table].columns)
    return pa.schema([pa.field(one.name, kind, nullable=one.optional) for one, kind in columns])


def is_number(table: str, column: schema.Column) -> bool:
    """True for a key that leads to her, or to a row about her."""
    return schema.TABLES[table].about == "person" and column.is_key and column.name not in ("unit", "staff")


# ── writing ─────────────────────────────────────────────────────────────────


class Place:
    """One municipality's files while they are written, a batch at a time."""

    def __init__(self, directory: Path, number: str) -> None:
        self._directory, self._number = directory, number
        self._open: dict[str, pq.ParquetWriter] = {}
        self._rows: dict[str, int] = {}
        self.first_day: date | None = None

    def write(self, table: str, rows: pa.RecordBatch | pa.Table) -> None:
        """Add rows to this table's file; it is made with the first."""
        if not rows.num_rows:
            return
        if table not in self._open:
            path = self._path(table)
            path.parent.mkdir(exist_ok=True)
            self._open[table] = pq.ParquetWriter(path, stored(table), compression="zstd")
        whole = rows if isinstance(rows, pa.Table) else pa.Table.from_batches([rows])
        self._open[table].write_table(whole.cast(stored(table)))
        self._rows[table] = self._rows.get(table, 0) + rows.num_rows
        if table == schema.PERSON.name:
            days = [day for day in (self.first_day, pc.min(whole["known_since"]).as_py()) if day]
            self.first_day = min(days, default=None)

    def close(self) -> list[File]:
        """Finish the files; returns what was written."""
        for writer in self._open.values():
            writer.close()
        return [self._file(table) for table in self._rows]

    def _path(self, table: str) -> Path:
        return self._directory / table / f"municipality={self._number or NOWHERE}.parquet"

    def _file(self, table: str) -> File:
        path = self._path(table)
        return File(str(path.relative_to(self._directory)), table, self._number, self._rows[table], _digest(path))


class Writing:
    """A snapshot while it is written."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._files: list[File] = []
        self._first_days: list[date] = []

    @contextmanager
    def municipality(self, number: str) -> Iterator[Place]:
        """The files of one municipality, or of those in none (the empty number); each number once."""
        place = Place(self._directory, number)
        yield place
        self._files += place.close()
        self._first_days += [place.first_day] if place.first_day else []

    def manifest(self, day: date) -> Manifest:
        """What has been written."""
        return Manifest(schema.VERSION, day, min(self._first_days, default=None), tuple(sorted(self._files, key=lambda one: one.file)))


@contextmanager
def writing(directory: Path, *, day: date) -> Iterator[Writing]:
    """Write a snapshot: all of it is there when the block ends, nothing when it fails. Raises `Broken` if the place is not free."""
    _refuse_unless_free(directory)
    directory.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{directory.name}-", dir=directory.parent))
    try:
        made = Writing(beside)
        yield made
        said = json.dumps(asdict(made.manifest(day)), default=str, indent=1) + "\n"
        (beside / MANIFEST).write_text(said, encoding="utf-8")
        _refuse_unless_free(directory)
        os.rename(beside, directory)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise


def _refuse_unless_free(directory: Path) -> None:
    if directory.exists() and not directory.is_dir():
        raise Broken(directory, "it is a file. Choose a new directory.")
    if directory.is_dir() and any(directory.iterdir()):
        raise Broken(directory, "it is not empty. Choose a new directory; nothing was written.")


# ── from the live database ──────────────────────────────────────────────────


def take(directory: Path, *, day: date, progress: Callable[[str], None]) -> Manifest:
    """A snapshot of the live database as it stands at one moment, told about municipality by municipality."""
    key = secrets.token_bytes(32)  # not kept: no two snapshots can be joined
    with writing(directory, day=day) as made, live.at_one_moment():
        numbers = live.municipalities()
        for done, number in enumerate(numbers, start=1):
            with made.municipality(number) as place:
                written = sum(_copy(table, number, place, key, progress) for table in schema.TABLES)
            progress(f"{done} of {len(numbers)}: municipality {number or NOWHERE}, {written} rows")
        return made.manifest(day)


def _copy(table: str, number: str, place: Place, key: bytes, progress: Callable[[str], None]) -> int:
    written, rows = 0, live.rows(table, live.within(table, number)).iterator(_BATCH)
    while some := list(islice(rows, _BATCH)):
        place.write(table, _batch(table, some, key, apart=not number))
        written += len(some)
        if len(some) == _BATCH:
            progress(f"  {table}: {written} rows")
    return written


def _batch(table: str, rows: Iterable[tuple[Any, ...]], key: bytes, *, apart: bool) -> pa.RecordBatch:
    columns = dict(zip(schema.TABLES[table].names, map(list, zip(*rows, strict=True)), strict=True))
    if apart and "staff" in columns:
        # A worker who is also in a municipality's file would tell where somebody strictly protected lives.
        pairs = zip(columns["person"], columns["staff"], strict=True)
        columns["staff"] = [worker and person + worker for person, worker in pairs]
    for one in schema.TABLES[table].columns:
        if one.is_key:
            made = _number if is_number(table, one) else _pseudonym
            columns[one.name] = [value and made(value, key) for value in columns[one.name]]
    return pa.RecordBatch.from_pydict(columns, schema=stored(table))


def _number(value: str, key: bytes) -> int:
    """63 bits: that two of ten million rows get the same is as likely as one in two hundred thousand."""
    return int.from_bytes(hmac.digest(key, value.encode(), "sha256")[:8]) >> 1


def _pseudonym(value: str, key: bytes) -> str:
    return hmac.digest(key, value.encode(), "sha256").hex()[:32]


# ── reading ─────────────────────────────────────────────────────────────────


def read(directory: Path) -> Manifest:
    """The manifest, after every file has been held against it. Raises `Broken` with the name of what is missing or changed."""
    manifest = _manifest(directory / MANIFEST)
    for one in manifest.files:
        path = directory / one.file
        if not path.is_file():
            raise Broken(path, "the file is missing. Take the snapshot anew, or fetch the file from where it was copied.")
        if _digest(path) != one.sha256:
            raise Broken(path, "the file is not as it was written. Take the snapshot anew, or fetch the file from where it was copied.")
        if not pq.read_schema(path).equals(stored(one.table)):
            raise Broken(path, "the file has other columns than the table.")
    return manifest


def _manifest(path: Path) -> Manifest:
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        first = date.fromisoformat(kept["first_day"]) if kept["first_day"] else None
        made = Manifest(kept["version"], date.fromisoformat(kept["day"]), first, tuple(File(**one) for one in kept["files"]))
    except FileNotFoundError:
        raise Broken(path, "the file is missing: this is no whole snapshot.") from None
    except (OSError, ValueError, KeyError, TypeError) as wrong:
        raise Broken(path, f"the file cannot be read ({type(wrong).__name__}).") from None
    if made.version != schema.VERSION:
        raise Broken(path, f"the snapshot is of version {made.version}; this is version {schema.VERSION}. Take it anew.")
    if strange := [one.file for one in made.files if one.table not in schema.TABLES or not _inside(one.file)]:
        raise Broken(path, f"it names a file that is no table's: {strange[0]}.")
    return made


def _inside(file: str) -> bool:
    return not Path(file).is_absolute() and ".." not in Path(file).parts


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
