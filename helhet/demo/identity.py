"""Identity numbers that belong to nobody: month + 80 as Skatteetaten's synthetic population has it, with valid check digits."""

from collections.abc import Iterable
from datetime import date

from stdnum.no import fodselsnummer


def national_number(born: date, *, male: bool, serial: int) -> str:
    """A synthetic fødselsnummer; the same serial gives the same number."""
    return _closed(f"{born.day:02}", born, male, serial)


def d_number(born: date, *, male: bool, serial: int) -> str:
    """A synthetic D-number (day + 40), for who works or stays here a while."""
    return _closed(f"{born.day + 40:02}", born, male, serial)


def help_number(*, serial: int) -> str:
    """A felles hjelpenummer for who has no other number; months + 80 keep it outside what is handed out."""
    return _with_check_digits(f"9{serial % 10}81{number:05}" for number in range(serial, 100_000))


def _closed(day: str, born: date, male: bool, serial: int) -> str:
    """Individual numbers by century (folkeregisterforskriften § 2-2-1); the third digit is odd for men."""
    first, last = (0, 499) if born.year < 2000 else (500, 999)
    span = last - first + 1
    start = f"{day}{born.month + 80:02}{born.year % 100:02}"
    individuals = (first + (serial * 37 + step) % span for step in range(span))
    return _with_check_digits(f"{start}{one:03}" for one in individuals if one % 2 == male)


def _with_check_digits(bodies: Iterable[str]) -> str:
    for body in bodies:
        one = fodselsnummer.calc_check_digit1(body)
        if len(one) == 1 and len(two := fodselsnummer.calc_check_digit2(body + one)) == 1:
            return body + one + two
    raise AssertionError("every birth date has numbers whose check digits hold")
