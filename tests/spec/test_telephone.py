"""Who answers the telephone now.

Hours as somebody writes them on a door, with weekends, nights and every other week.
"""

from datetime import date

from tests.drawn import drawn, instant, yes
from tests.hours import hours


@drawn
def test_somebody_answers(days: str, opens: str, closes: str, at: str, answers: str) -> None:
    """A telephone is answered within its hours; hours that pass midnight belong to the day they began, and holidays are closed.

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
    | Friday | 22:00 | 04:00 | 2026-11-13 23:00 | yes |
    | Friday | 22:00 | 04:00 | 2026-11-14 03:59 | yes |
    | Friday | 22:00 | 04:00 | 2026-11-14 04:00 | no |
    | Friday | 22:00 | 04:00 | 2026-11-13 03:00 | no |
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
    """Two lines of hours: 08.00 to 11.30 and 12.00 to 15.30.

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
    """Day and night, holidays too.

    | at | answers |
    | --- | --- |
    | 2026-12-25 03:00 | yes |
    | 2026-04-03 12:00 | yes |
    | 2026-05-17 12:00 | yes |
    """
    assert hours("every day", "00:00", "00:00", on_holidays=True).includes(instant(at)) is yes(answers)


@drawn
def test_every_other_tuesday_is_counted_from_a_day_it_was_open(on: str, next_day: str) -> None:
    """Every other Tuesday, counted from 2026-01-06.

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
    """Fridays from 20.00 to 02.00.

    | at | first | until |
    | --- | --- | --- |
    | 2026-11-13 15:00 | 2026-11-13 20:00 | 2026-11-14 02:00 |
    | 2026-11-14 01:00 | 2026-11-13 20:00 | 2026-11-14 02:00 |
    | 2026-11-14 02:00 | 2026-11-20 20:00 | 2026-11-21 02:00 |
    """
    assert next(hours("Friday", "20:00", "02:00").openings(instant(at))) == (instant(first), instant(until))
