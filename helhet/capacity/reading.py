"""Reading a file that somebody has written: every fault is named with its key, and nothing is guessed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from math import isfinite
from typing import Any


@dataclass(frozen=True)
class Fault:
    """What is wrong, where."""

    key: str
    reason: str

    def __str__(self) -> str:
        return f"{self.key}: {self.reason}" if self.key else self.reason


class Refused(Exception):
    """A file that is not used, with everything that is wrong with it."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = list(dict.fromkeys(faults))
        super().__init__("; ".join(map(str, self.faults)))


@dataclass
class Reader:
    """A table of the file: each key is asked for once, and what nobody asked for is unknown."""

    table: Mapping[str, Any]
    faults: list[Fault]
    at: str = ""
    _asked: set[str] = field(default_factory=set)

    def fault(self, key: str, reason: str) -> None:
        """Something is wrong with this key."""
        self.faults.append(Fault(f"{self.at}.{key}".strip("."), reason))

    def has(self, key: str) -> bool:
        """True when it is written; it may be left out then."""
        self._asked.add(key)
        return key in self.table

    def number(self, key: str, default: float | None = None, *, low: float = 0.0, high: float = 1e9, above: bool = False) -> float:
        """A number between these; `above`: not the lowest itself."""
        found = self._of(key, default, (int, float), "a number")
        if not isinstance(found, int | float):
            return low if default is None else default
        if not isfinite(found) or not low <= found <= high or (above and found == low):
            self.fault(key, f"{found} is not {'above' if above else 'from'} {low:g}{'' if high >= 1e9 else f' to {high:g}'}")
            return default if default is not None else high if above else low
        return float(found)

    def whole(self, key: str, default: int, *, low: int, high: int) -> int:
        """A whole number between these."""
        found = self._of(key, default, (int,), "a whole number")
        if not isinstance(found, int):
            return default
        if not low <= found <= high:
            self.fault(key, f"{found} is not from {low} to {high}")
            return default
        return found

    def word(self, key: str, default: str | None = None) -> str:
        """Some words."""
        found = self._of(key, default, (str,), "words in quotation marks")
        if isinstance(found, str) and not found.strip() and default is None:
            self.fault(key, "is empty")
        return found if isinstance(found, str) else default or ""

    def one_of(self, key: str, words: Iterable[str], default: str | None = None) -> str:
        """One of these words."""
        found, known = self.word(key, default), list(words)
        if found and found not in known:
            self.fault(key, f"«{found}» is none of {', '.join(f'«{one}»' for one in known)}")
            return default or known[0]
        return found or known[0]

    def day(self, key: str, default: date | None = None) -> date:
        """A day, written 2027-01-01."""
        found = self._of(key, default, (date,), "a day, written 2027-01-01 without quotation marks")
        if isinstance(found, datetime):
            self.fault(key, "is an hour; write the day alone, as 2027-01-01")
            return found.date()
        return found if isinstance(found, date) else default or date(2000, 1, 1)

    def truth(self, key: str) -> bool:
        """True or false; nothing said is false."""
        self._asked.add(key)
        found = self.table.get(key, False)
        if not isinstance(found, bool):
            self.fault(key, "is neither true nor false")
        return found is True

    def words(self, key: str) -> tuple[str, ...]:
        """A list of words."""
        found = self._of(key, (), (list, tuple), "a list")
        if any(not isinstance(one, str) for one in found or ()):
            self.fault(key, "holds something that is not words in quotation marks")
            return ()
        return tuple(found or ())

    def numbers(self, key: str, default: tuple[float, ...]) -> tuple[float, ...]:
        """A list of as many numbers as the usual one, none below 0."""
        found = self._of(key, default, (list, tuple), "a list")
        if len(found) != len(default) or any(isinstance(one, bool) or not isinstance(one, int | float) or not one >= 0 for one in found):
            self.fault(key, f"is not {len(default)} numbers from 0")
            return default
        return tuple(map(float, found))

    def inner(self, key: str) -> "Reader":
        """A table in the table."""
        found = self._of(key, {}, (dict,), "a table")
        return Reader(found if isinstance(found, dict) else {}, self.faults, f"{self.at}.{key}".strip("."))

    def each(self, key: str, *, least: int = 0) -> list["Reader"]:
        """Tables that may stand several times, numbered from 1 as they stand."""
        found = self._of(key, [], (list,), f"one or more [[{key}]]")
        tables = found if isinstance(found, list) else []
        if len(tables) < least:
            self.fault(key, f"there must be {least} or more [[{f'{self.at}.{key}'.strip('.')}]]")
        readers = []
        for number, one in enumerate(tables, start=1):
            if not isinstance(one, dict):
                self.fault(f"{key}[{number}]", "is not a table")
                continue
            readers.append(Reader(one, self.faults, f"{self.at}.{key}[{number}]".strip(".")))
        return readers

    def done(self) -> None:
        """Whatever is written and was not asked for is unknown."""
        for key in self.table:
            if key not in self._asked:
                known = ", ".join(sorted(self._asked))
                self.fault(key, f"is no word here; known are {known}")

    def _of(self, key: str, default: Any, kinds: tuple[type, ...], what: str) -> Any:
        self._asked.add(key)
        if key not in self.table:
            if default is None:
                self.fault(key, "is missing")
            return default
        found = self.table[key]
        if isinstance(found, bool) or not isinstance(found, kinds):
            self.fault(key, f"is not {what}")
            return default
        return found
