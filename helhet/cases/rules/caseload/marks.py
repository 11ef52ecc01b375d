"""What a workbook marks beside its cells: rows that are hidden or filtered away, and cells merged into one.

Read from the sheet's own XML, as it is: what reads the cells passes these by. A tag ends before the next begins, so that
a damaged file is not searched to its end once for each of its tags.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

_ROW = re.compile(rb"<(?:\w+:)?row(?=[\s/>])([^<>]*)>")
_NUMBER = re.compile(rb"""\sr\s*=\s*["'](\d{1,7})["']""")
_HIDDEN = re.compile(rb"""\shidden\s*=\s*["'](?:1|true)["']""")
_MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\s[^<>]*?\bref\s*=\s*["']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})["']""")


@dataclass(frozen=True)
class Merged:
    """Cells merged into one: the column the value stands in, counted from 0, and the first and last row."""

    cells: str
    column: int
    first: int
    last: int

    def takes_from(self, rows: Sequence[int]) -> bool:
        """True when the value is the first row's alone, and another of these rows (in order) loses it."""
        start = bisect_left(rows, self.first)
        return rows[start : start + 1] == [self.first] and bisect_right(rows, self.last) > start + 1


@dataclass(frozen=True)
class Marks:
    """The hidden rows of a sheet, by number, and its cells that are merged downwards."""

    hidden: frozenset[int] = frozenset()
    merged: tuple[Merged, ...] = ()


NO_MARKS = Marks()


def marks_in(part: bytes) -> Marks:
    """The marks of one sheet, from its XML; a row that does not say its number comes after the one before."""
    return Marks(frozenset(_hidden(part)), tuple(_merged(part)))


def _hidden(part: bytes) -> Iterator[int]:
    number = 0
    for row in _ROW.finditer(part):
        said = _NUMBER.search(row[1])
        number = int(said[1]) if said else number + 1
        if _HIDDEN.search(row[1]):
            yield number


def _merged(part: bytes) -> Iterator[Merged]:
    for start, first, end, last in _MERGED.findall(part):
        if int(first) < int(last):
            cells = f"{start.decode()}{int(first)}:{end.decode()}{int(last)}"
            yield Merged(cells, _column(start), int(first), int(last))


def _column(letters: bytes) -> int:
    """A is 0, Z 25, AA 26."""
    place = 0
    for letter in letters:
        place = place * 26 + letter - 64
    return place - 1


def spans(numbers: Collection[int]) -> str:
    """Row numbers as they are told: «3, 5–7»."""
    found: list[list[int]] = []
    for number in sorted(numbers):
        if found and found[-1][-1] == number - 1:
            found[-1] = [found[-1][0], number]
        else:
            found.append([number])
    return ", ".join("–".join(map(str, one)) for one in found)
