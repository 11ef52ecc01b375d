"""Who answers the telephone now.

Hours as somebody writes them on a door, with weekends, nights and every other week.
"""

from datetime import time

from helhet.organisation.rules import Hours
from tests.drawn import day, drawn, instant, yes


@drawn
def test_office_hours(at: str, answers: str) -> None:
    """Monday to Friday, 08.00 to 15.30.

    | at | answers |
    | --- | --- |
    | 2026-11-10 08:00 | yes |
    | 2026-11-10 15:29 | yes |
    | 2026-11-10 15:30 | no |
    | 2026-11-14 10:00 | no |
    | 2026-12-25 10:00 | no |
    """
    assert Hours(frozenset(range(5)), time(8), time(15, 30)).includes(instant(at)) is yes(answers)


@drawn
def test_hours_that_pass_midnight(at: str, answers: str) -> None:
    """Friday night, 22.00 to 04.00.

    | at | answers |
    | --- | --- |
    | 2026-11-13 23:00 | yes |
    | 2026-11-14 03:59 | yes |
    | 2026-11-14 04:00 | no |
    | 2026-11-13 03:00 | no |
    """
    assert Hours(frozenset({4}), time(22), time(4)).includes(instant(at)) is yes(answers)


@drawn
def test_every_other_week(on: str, next_day: str) -> None:
    """Every other Tuesday, counted from 2026-01-06.

    | on | next day |
    | --- | --- |
    | 2026-01-06 | 2026-01-06 |
    | 2026-01-07 | 2026-01-20 |
    | 2026-11-10 | 2026-11-10 |
    | 2026-11-11 | 2026-11-24 |
    """
    hours = Hours(frozenset({1}), time(13), time(15), weeks=2, first=day("2026-01-06"))
    assert hours.next_day(day(on)) == day(next_day)
