"""Opening hours: whether somebody answers at an instant, drawn; and when the telephone opens next."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helhet.organisation.rules import Hours, is_holiday, is_working_day
from helhet.organisation.rules.keeping import hours_faults
from tests.drawn import drawn, instant, yes

OSLO = ZoneInfo("Europe/Oslo")
_DAYS = {"weekdays": "01234", "every day": "0123456", "Friday": "4", "Saturday": "5", "Sunday": "6", "Tuesday": "1"}


def hours(days: str, opens: str, closes: str, **more: object) -> Hours:
    return Hours(frozenset(int(day) for day in _DAYS[days]), time.fromisoformat(opens), time.fromisoformat(closes), **more)


@drawn
def test_somebody_answers(days: str, opens: str, closes: str, at: str, answers: str) -> None:
    """
    | days | opens | closes | at | answers |
    | --- | --- | --- | --- | --- |
    | weekdays | 08:00 | 15:30 | 2026-11-10 07:59 | no |
    | weekdays | 08:00 | 15:30 | 2026-11-10 08:00 | yes |
    | weekdays | 08:00 | 15:30 | 2026-11-10 15:29 | yes |
    | weekdays | 08:00 | 15:30 | 2026-11-10 15:30 | no |
    | weekdays | 08:00 | 15:30 | 2026-11-14 10:00 | no |
    | weekdays | 08:00 | 15:30 | 2026-05-01 10:00 | no |
    | weekdays | 08:00 | 15:30 | 2026-05-14 10:00 | no |
    | weekdays | 08:00 | 15:30 | 2026-12-24 10:00 | yes |
    | weekdays | 08:00 | 15:30 | 2026-12-25 10:00 | no |
    | every day | 00:00 | 00:00 | 2026-11-15 03:00 | yes |
    | every day | 00:00 | 00:00 | 2026-11-15 00:00 | yes |
    | every day | 00:00 | 00:00 | 2026-12-25 03:00 | no |
    | Saturday | 08:00 | 08:00 | 2026-11-14 07:00 | no |
    | Saturday | 08:00 | 08:00 | 2026-11-15 07:00 | yes |
    | Friday | 20:00 | 02:00 | 2026-11-13 19:59 | no |
    | Friday | 20:00 | 02:00 | 2026-11-13 23:59 | yes |
    | Friday | 20:00 | 02:00 | 2026-11-14 00:00 | yes |
    | Friday | 20:00 | 02:00 | 2026-11-14 01:59 | yes |
    | Friday | 20:00 | 02:00 | 2026-11-14 02:00 | no |
    | Friday | 20:00 | 02:00 | 2026-11-13 01:00 | no |
    | Sunday | 22:00 | 06:00 | 2026-11-16 05:00 | yes |
    | Sunday | 22:00 | 06:00 | 2026-03-29 23:00 | yes |
    | Saturday | 22:00 | 06:00 | 2026-03-29 01:30 | yes |
    | Saturday | 22:00 | 06:00 | 2026-03-29 03:30 | yes |
    | Saturday | 22:00 | 06:00 | 2026-03-29 06:00 | no |
    | Saturday | 22:00 | 06:00 | 2026-10-25 02:30 | yes |
    | Saturday | 22:00 | 06:00 | 2026-10-25 05:59 | yes |
    """
    assert hours(days, opens, closes).includes(instant(at)) is yes(answers)


@drawn
def test_with_a_pause_for_lunch_the_telephone_has_two_lines_of_hours(at: str, answers: str) -> None:
    """
    | at | answers |
    | --- | --- |
    | 2026-11-10 11:29 | yes |
    | 2026-11-10 11:30 | no |
    | 2026-11-10 11:59 | no |
    | 2026-11-10 12:00 | yes |
    """
    lines = [hours("weekdays", "08:00", "11:30"), hours("weekdays", "12:00", "15:30")]
    assert any(line.includes(instant(at)) for line in lines) is yes(answers)


@drawn
def test_what_answers_on_holidays_says_so(at: str, answers: str) -> None:
    """
    | at | answers |
    | --- | --- |
    | 2026-12-25 03:00 | yes |
    | 2026-04-03 12:00 | yes |
    | 2026-05-17 12:00 | yes |
    """
    assert hours("every day", "00:00", "00:00", on_holidays=True).includes(instant(at)) is yes(answers)


def test_a_night_that_began_before_a_holiday_lasts_into_it_and_one_that_would_begin_on_it_is_closed() -> None:
    night = hours("every day", "22:00", "06:00")
    assert night.includes(instant("2026-12-25 05:00"))
    assert not night.includes(instant("2026-12-25 23:00"))
    assert not night.includes(instant("2026-12-26 05:00"))


@drawn
def test_every_other_tuesday_is_counted_from_a_day_it_was_open(on: str, next_day: str) -> None:
    """
    | on | next day |
    | --- | --- |
    | 2026-01-06 | 2026-01-06 |
    | 2026-01-07 | 2026-01-20 |
    | 2026-11-10 | 2026-11-10 |
    | 2026-11-11 | 2026-11-24 |
    | 2026-12-09 | 2026-12-22 |
    | 2026-12-23 | 2027-01-05 |
    """
    visiting = hours("Tuesday", "13:00", "15:00", weeks=2, first=date(2026, 1, 6), place="Byglandsfjord")
    assert visiting.next_day(date.fromisoformat(on)) == date.fromisoformat(next_day)


@drawn
def test_the_opening_that_runs_comes_first_and_then_those_after_it(at: str, first: str, until: str) -> None:
    """
    | at | first | until |
    | --- | --- | --- |
    | 2026-11-13 15:00 | 2026-11-13 20:00 | 2026-11-14 02:00 |
    | 2026-11-14 01:00 | 2026-11-13 20:00 | 2026-11-14 02:00 |
    | 2026-11-14 02:00 | 2026-11-20 20:00 | 2026-11-21 02:00 |
    """
    assert next(hours("Friday", "20:00", "02:00").openings(instant(at))) == (instant(first), instant(until))


@pytest.mark.parametrize(("changes", "real"), [("2026-03-28", 7), ("2026-10-24", 9)])
def test_the_night_the_clocks_change_is_shorter_or_longer_and_still_ends_at_six(changes: str, real: int) -> None:
    opens, closes = next(hours("Saturday", "22:00", "06:00").openings(instant(f"{changes} 21:00")))
    assert (opens.hour, closes.hour) == (22, 6)
    assert closes.astimezone(ZoneInfo("UTC")) - opens.astimezone(ZoneInfo("UTC")) == timedelta(hours=real)


_FROM, _TO = datetime.fromisoformat("2026-01-01"), datetime.fromisoformat("2027-12-01")


@given(at=st.datetimes(_FROM, _TO), opens=st.integers(0, 23), closes=st.integers(0, 23))
def test_what_is_open_now_is_the_first_of_the_openings(at: datetime, opens: int, closes: int) -> None:
    line = Hours(frozenset({0, 2, 4, 6}), time(opens), time(closes))
    found = next(line.openings(at.replace(tzinfo=OSLO)))
    assert line.includes(at.replace(tzinfo=OSLO)) is (found[0].replace(tzinfo=None) <= at < found[1].replace(tzinfo=None))


def test_a_working_day_is_no_weekend_and_no_public_holiday() -> None:
    assert is_working_day(date(2026, 11, 10))
    assert not is_working_day(date(2026, 11, 14))
    assert is_holiday(date(2026, 5, 17))
    assert not is_working_day(date(2026, 5, 25)), "second day of Whitsun"


@pytest.mark.parametrize(
    ("given_hours", "fields"),
    [
        (([0], time(8), time(15), 1, None), []),
        (([], None, None, 1, None), ["weekdays", "opens", "closes"]),
        (([1], time(8), time(15), 2, None), ["first"]),
        (([1], time(8), time(15), 2, date(2026, 1, 7)), ["first"]),
        (([1], time(8), time(15), 2, date(2026, 1, 6)), []),
    ],
)
def test_every_fault_of_a_line_of_hours_is_found(given_hours: tuple, fields: list[str]) -> None:
    days, opens, closes, weeks, first = given_hours
    assert [fault.field for fault in hours_faults(days, opens, closes, weeks=weeks, first=first)] == fields
