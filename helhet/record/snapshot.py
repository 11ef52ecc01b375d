"""A snapshot: the record's tables as Parquet, one municipality after another, under keys made for it alone, with a manifest.

`DIR/<table>.parquet`, one file a table: a nation's nine thousand small files took longer to open than to judge. Rows of one municipality
stand together, so whoever asks for it reads little else. `DIR/manifest.json` says what was written. It is
written beside DIR and put in place when it is whole. No names, no words, no addresses: but still about persons, and still theirs.
"""

import hashlib
import hmac
import json
import secrets
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
from .whole import Broken, put_whole

MANIFEST = "manifest.json"
NOWHERE = "none"  # as progress names those who are in no municipality here
_ARROW = {schema.KEY: pa.string(), schema.DAY: pa.date32(), schema.MOMENT: pa.timestamp("us", "UTC"), schema.YES: pa.bool_(),
          schema.COUNT: pa.int64()}  # fmt: skip
_BATCH = 20_000  # rows read at once
_GROUP = 61_440  # rows of a table held until they are written: thirty of DuckDB's vectors


@dataclass(frozen=True)
class File:
    """One file of a snapshot, as it was written."""

    file: str
    table: str
    rows: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a snapshot holds, of which day, from which day on anybody in it was known, and of which municipalities it tells."""

    version: int
    day: date
    first_day: date | None
    municipalities: tuple[str, ...]
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


class Writing:
    """A snapshot while it is written: a file for each table that has rows, and of each the rows that wait for it."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._open: dict[str, pq.ParquetWriter] = {}
        self._waiting: dict[str, list[pa.Table]] = {}
        self._rows: dict[str, int] = {}
        self._numbers: list[str] = []
        self._first_day: date | None = None
        self.manifest: Manifest  # when it is finished

    def municipality(self, number: str) -> None:
        """What is written from now on is of this municipality, or of those in none (the empty number); each number once."""
        self._numbers.append(number)

    def write(self, table: str, rows: pa.RecordBatch | pa.Table) -> None:
        """Add rows to this table's file; it is made with the first."""
        if not rows.num_rows:
            return
        whole = rows if isinstance(rows, pa.Table) else pa.Table.from_batches([rows])
        self._waiting.setdefault(table, []).append(whole.cast(stored(table)))
        self._rows[table] = self._rows.get(table, 0) + rows.num_rows
        if sum(one.num_rows for one in self._waiting[table]) >= _GROUP:
            self._flush(table)
        if table == schema.PERSON.name:
            days = [day for day in (self._first_day, pc.min(whole["known_since"]).as_py()) if day]
            self._first_day = min(days, default=None)

    def finish(self, day: date) -> None:
        """Write what waits, close the files and hold them in the manifest."""
        for table in self._waiting:
            self._flush(table)
        self.close()
        files = [File(_path(table), table, rows, digest(self._directory / _path(table))) for table, rows in sorted(self._rows.items())]
        self.manifest = Manifest(schema.VERSION, day, self._first_day, tuple(filter(None, self._numbers)), tuple(files))

    def close(self) -> None:
        """Let go of the files."""
        for writer in self._open.values():
            writer.close()

    def _flush(self, table: str) -> None:
        if table not in self._open:
            self._open[table] = pq.ParquetWriter(self._directory / _path(table), stored(table), compression="zstd")
        if waiting := self._waiting[table]:
            self._open[table].write_table(pa.concat_tables(waiting), row_group_size=2 * _GROUP)
            self._waiting[table] = []


def _path(table: str) -> str:
    return f"{table}.parquet"


@contextmanager
def writing(directory: Path, *, day: date) -> Iterator[Writing]:
    """Write a snapshot: all of it is there when the block ends, nothing when it fails. Raises `Broken` if the place is not free."""
    with put_whole(directory) as beside:
        made = Writing(beside)
        try:
            yield made
            made.finish(day)
        finally:
            made.close()
        said = json.dumps(asdict(made.manifest), default=str, indent=1) + "\n"
        (beside / MANIFEST).write_text(said, encoding="utf-8")


# ── from the live database ──────────────────────────────────────────────────


def take(directory: Path, *, day: date, progress: Callable[[str], None]) -> Manifest:
    """A snapshot of the live database as it stands at one moment, told about municipality by municipality."""
    key = secrets.token_bytes(32)  # not kept: no two snapshots can be joined
    with writing(directory, day=day) as made, live.at_one_moment():
        numbers = live.municipalities()
        for done, number in enumerate(numbers, start=1):
            made.municipality(number)
            written = sum(_copy(table, number, made, key, progress) for table in schema.TABLES)
            progress(f"{done} of {len(numbers)}: municipality {number or NOWHERE}, {written} rows")
    return made.manifest


def _copy(table: str, number: str, made: Writing, key: bytes, progress: Callable[[str], None]) -> int:
    written, rows = 0, live.rows(table, live.within(table, number)).iterator(_BATCH)
    while some := list(islice(rows, _BATCH)):
        made.write(table, _batch(table, some, key, apart=not number))
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
        if digest(path) != one.sha256:
            raise Broken(path, "the file is not as it was written. Take the snapshot anew, or fetch the file from where it was copied.")
        if not pq.read_schema(path).equals(stored(one.table)):
            raise Broken(path, "the file has other columns than the table.")
    return manifest


def _manifest(path: Path) -> Manifest:
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        if kept["version"] != schema.VERSION:
            raise Broken(path, f"the snapshot is of version {kept['version']}; this is version {schema.VERSION}. Take it anew.")
        first = date.fromisoformat(kept["first_day"]) if kept["first_day"] else None
        files, numbers = tuple(File(**one) for one in kept["files"]), tuple(kept["municipalities"])
        made = Manifest(kept["version"], date.fromisoformat(kept["day"]), first, numbers, files)
    except FileNotFoundError:
        raise Broken(path, "the file is missing: this is no whole snapshot.") from None
    except (OSError, ValueError, KeyError, TypeError) as wrong:
        raise Broken(path, f"the file cannot be read ({type(wrong).__name__}).") from None
    if strange := [one.file for one in made.files if one.table not in schema.TABLES or not _inside(one.file)]:
        raise Broken(path, f"it names a file that is no table's: {strange[0]}.")
    return made


def _inside(file: str) -> bool:
    return not Path(file).is_absolute() and ".." not in Path(file).parts


def digest(path: Path) -> str:
    """The hash a manifest holds of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
