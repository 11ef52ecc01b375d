"""Opening hours where a table would hide the point: nights into holidays, and when the clocks change. The rest is drawn in tests/spec."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helhet.organisation.rules import Hours, is_holiday, is_working_day
from helhet.organisation.rules.keeping import hours_faults
from tests.drawn import instant
from tests.hours import OSLO, hours


def test_a_night_that_began_before_a_holiday_lasts_into_it_and_one_that_would_begin_on_it_is_closed() -> None:
    night = hours("every day", "22:00", "06:00")
    assert night.includes(instant("2026-12-25 05:00"))
    assert not night.includes(instant("2026-12-25 23:00"))
    assert not night.includes(instant("2026-12-26 05:00"))


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
