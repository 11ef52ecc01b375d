"""From drawn numbers to the columns of a table: days, words, yes and no, and keys that the same seed makes again."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from helhet.record import schema
from helhet.record.snapshot import is_number, stored

Numbers = np.ndarray[Any, np.dtype[Any]]
# Stands for nothing among days and counts.
NONE = -(2**31)
_LETTERS = np.frombuffer(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.", dtype=np.uint8)
_DIGITS = np.arange(60, -1, -6, dtype=np.uint64)


@dataclass(frozen=True)
class Words:
    """A word for each row, by its place among a few; -1 is none."""

    words: tuple[str, ...]
    places: Numbers


@dataclass(frozen=True)
class Keys:
    """A key for each row, by number; 0 is none."""

    numbers: Numbers

    def of(self, rows: Numbers) -> "Keys":
        """The keys of these rows."""
        return Keys(self.numbers[rows])


Values = Words | Keys | Numbers | str | bool | int


def numbered(start: int, size: int, *, seed: int) -> Keys:
    """So many keys from a place in the seed's sequence; no place gives the key of another."""
    number = np.arange(start + 1, start + size + 1, dtype=np.uint64) ^ np.uint64(seed % 2**32 << 20)
    with np.errstate(over="ignore"):
        number = (number ^ (number >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        number = (number ^ (number >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return Keys(number ^ (number >> np.uint64(31)))


def counted(keys: Numbers, *, seed: int) -> Numbers:
    """The places in the seed's sequence that gave these keys: `numbered` the other way round."""
    number = keys.astype(np.uint64)
    with np.errstate(over="ignore"):
        number = (number ^ (number >> np.uint64(31)) ^ (number >> np.uint64(62))) * np.uint64(pow(0x94D049BB133111EB, -1, 2**64))
        number = (number ^ (number >> np.uint64(27)) ^ (number >> np.uint64(54))) * np.uint64(pow(0xBF58476D1CE4E5B9, -1, 2**64))
    number = number ^ (number >> np.uint64(30)) ^ (number >> np.uint64(60))
    return (number ^ np.uint64(seed % 2**32 << 20)) - np.uint64(1)


def batch(table: str, size: int, columns: Mapping[str, Values]) -> pa.RecordBatch:
    """The rows of a table; a column that may be empty and is not told, is."""
    every = schema.TABLES[table].columns
    arrays = [_column(table, one, columns[one.name], size) if one.name in columns else _empty(table, one, size) for one in every]
    return pa.RecordBatch.from_arrays(arrays, schema=stored(table))


def _empty(table: str, column: schema.Column, size: int) -> pa.Array:
    if not column.optional:
        raise KeyError(f"synthetic Norway says nothing of {table}.{column.name}: tell it in helhet/demo/synth")
    return pa.nulls(size, stored(table).field(column.name).type)


def _column(table: str, column: schema.Column, value: Values, size: int) -> pa.Array:
    if isinstance(value, Words):
        index = pa.array(value.places.astype(np.int32), mask=value.places < 0)
        return pa.DictionaryArray.from_arrays(index, pa.array(value.words)).cast(pa.string())
    if isinstance(value, Keys):
        return pa.array(value.numbers.view(np.int64), mask=value.numbers == 0) if is_number(table, column) else spelled(value.numbers)
    if isinstance(value, str):
        return pa.repeat(pa.scalar(value), size)
    numbers = np.broadcast_to(np.asarray(value), size)
    nothing = None if numbers.dtype == bool else numbers == NONE
    if column.type == schema.DAY:
        return pa.array(numbers.astype(np.int32), mask=nothing).cast(pa.date32())
    if column.type == schema.MOMENT:
        return pa.array(np.where(numbers == NONE, 0, numbers).astype(np.int64) * 60_000_000, mask=nothing).cast(pa.timestamp("us", "UTC"))
    if column.type == schema.YES:
        return pa.array(numbers.astype(bool), mask=nothing)
    return pa.array(numbers.astype(np.int64), mask=nothing)


def spelled(numbers: Numbers) -> pa.Array:
    """Eleven letters and figures for each number, nothing for 0."""
    letters = _LETTERS[(numbers[:, None] >> _DIGITS[None, :]) & np.uint64(63)]
    ends = np.arange(0, 11 * len(numbers) + 1, 11, dtype=np.int32)
    spelled = pa.StringArray.from_buffers(len(numbers), pa.py_buffer(ends), pa.py_buffer(np.ascontiguousarray(letters)))
    nothing = numbers == 0
    return pa.compute.if_else(pa.array(nothing), None, spelled) if nothing.any() else spelled
