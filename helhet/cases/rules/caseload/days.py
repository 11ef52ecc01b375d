"""Dates as people write them in a spreadsheet, and as Excel spoils them.

A day is taken in any Norwegian way. A month alone is taken for when help began or ended, with a note: the first or last
day of it. A season or a year alone is refused: nobody can say later what day was meant. A birth date is a day or nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, TypeVar

from helhet.organisation.rules import N_, Fault

from .sheet import Cell

T = TypeVar("T")


@dataclass(frozen=True)
class Understood(Generic[T]):
    """What a cell says, and what had to be assumed to read it so."""

    value: T
    note: Fault | None = None


_YEARS_OF_HELP = 60  # how far back help may have begun
_OLDEST = 120
_AHEAD = 10  # years: «27» in 2026 is a slip for help given, and said to be so; a birth date cannot lie ahead

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan januar", "feb febr februar", "mar mars", "apr april", "mai", "jun juni", "jul juli", "aug august",
            "sep sept september", "okt oktober", "nov november", "des desember",
        ), 1,
    )
    for name in names.split()
}  # fmt: skip
_BETWEEN = r"\s*[./\-, ]\s*"
_YEAR = r"(?P<y>\d{4}|\d{2})\.?"
_WRITTEN = tuple(
    re.compile(form)
    for form in (
        rf"(?P<d>\d{{1,2}}){_BETWEEN}(?P<m>\d{{1,2}}){_BETWEEN}'?{_YEAR}",
        r"(?P<y>\d{4})[\-./](?P<m>\d{1,2})[\-./](?P<d>\d{1,2})(?:[t ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?",
        rf"(?P<d>\d{{1,2}})\.?\s*(?P<name>[a-zæøå]{{3,9}})[\s.\-']*{_YEAR}",
        rf"(?P<name>[a-zæøå]{{3,9}})[\s.\-']*{_YEAR}",
        r"(?P<m>\d{1,2})[./\-](?P<y>\d{4})",
    )
)
_SERIAL_ZERO = date(1899, 12, 30)

NOT_A_DAY = N_("Dette er ikke en dato vi kan lese. Skriv dagen som 12.03.2024. Vet du bare måneden, skriv mars 2024.")
NOT_A_BIRTH = N_("Dette er ikke en fødselsdato. Skriv dagen som 14.03.1992, eller la cellen stå tom.")
TWO_WAYS = N_("Tallet kan leses som to datoer. Skriv dagen med punktum, som 14.03.1992.")
MONTH_ONLY = N_("Bare måneden står der. Vi leser det som {day}.")


def read_day(cell: Cell, *, on: date, ending: bool = False) -> Understood[date] | Fault:
    """When something happened in the help given: a day, or a month (its first day; its last when it is an ending)."""
    earliest = date(on.year - _YEARS_OF_HELP, 1, 1)
    known = [*_exact(cell, on.year + _AHEAD)]
    exact = {day for day in known if earliest <= day <= on}
    if len(exact) == 1:
        return Understood(exact.pop())
    if exact:
        return Fault("day", TWO_WAYS)
    month = _month(cell, on.year + _AHEAD)
    if month and earliest <= month <= on:
        day = min(on, _last_day(month)) if ending else month
        return Understood(day, Fault("day", MONTH_ONLY, {"day": f"{day:%d.%m.%Y}"}))
    known += [month] if month else []
    if any(day > on for day in known):
        return Fault("day", N_("Datoen ligger fram i tid. Rett den, eller la raden vente."))
    if known:
        return Fault("day", N_("Datoen ligger mer enn {years} år tilbake. Sjekk årstallet."), {"years": _YEARS_OF_HELP})
    return Fault("day", NOT_A_DAY)


def read_birth_date(cell: Cell, *, on: date) -> date | Fault:
    """A birth date; a number that Excel made of one is read too, unless it can be read in two ways."""
    found = {day for day in _exact(cell, on.year) if date(on.year - _OLDEST, 1, 1) <= day <= on}
    if len(found) == 1:
        return found.pop()
    return Fault("born", TWO_WAYS if found else NOT_A_BIRTH)


def _exact(cell: Cell, newest: int) -> Iterator[date]:
    """Every whole date this cell can mean."""
    if isinstance(cell, bool) or cell is None:
        return
    if isinstance(cell, date):
        yield cell
    elif isinstance(cell, int | float):
        yield from _of_digits(str(int(cell)), newest)
    elif isinstance(cell, str):
        text = cell.casefold().strip()
        if re.fullmatch(r"\d{5,8}", text):
            yield from _of_digits(text, newest)
        for form in _WRITTEN:
            if (match := form.fullmatch(text)) and match.groupdict().get("d"):
                yield from _date(_year(match["y"], newest), _month_number(match.groupdict()), int(match["d"]))
                return


def _of_digits(digits: str, newest: int) -> Iterator[date]:
    """140392 and 14031992, with the zero in front that Excel takes away; 19920314; or Excel's own count of days."""
    if len(digits) in (5, 7):
        yield from _of_day_first(f"0{digits}", newest)
    if len(digits) in (6, 8):
        yield from _of_day_first(digits, newest)
    if len(digits) == 8:
        yield from _date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    if len(digits) == 5:
        yield _SERIAL_ZERO + timedelta(days=int(digits))


def _of_day_first(digits: str, newest: int) -> Iterator[date]:
    yield from _date(_year(digits[4:], newest), int(digits[2:4]), int(digits[:2]))


def _month(cell: Cell, newest: int) -> date | None:
    """The first day of the month this cell names, when it names no day."""
    if not isinstance(cell, str):
        return None
    for form in _WRITTEN:
        if (match := form.fullmatch(cell.casefold().strip())) and not match.groupdict().get("d"):
            return next(_date(_year(match["y"], newest), _month_number(match.groupdict()), 1), None)
    return None


def same_month(one: date, other: date) -> bool:
    """True for two days of one month."""
    return (one.year, one.month) == (other.year, other.month)


def _last_day(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _month_number(parts: dict[str, str | None]) -> int:
    name = parts.get("name")
    return _MONTHS.get(name, 0) if name else int(parts.get("m") or 0)


def _year(text: str, newest: int) -> int:
    """Two digits are of this century until the newest year, else of the last."""
    year = int(text)
    return year if len(text) == 4 else year + (2000 if year <= newest % 100 else 1900)


def _date(year: int, month: int, day: int) -> Iterator[date]:
    try:
        yield date(year, month, day)
    except ValueError:
        return
