"""How far a point has come, and the clocks of a serious event."""

from datetime import date

import pytest

from helhet.cooperation.rules import POINTS, AgreementKind, standing, year_later
from helhet.deviations.rules import clocks
from helhet.oversight.criteria import ALL
from helhet.oversight.themes import THEMES

ON = date(2026, 11, 10)


def test_the_law_asks_for_thirteen_points_with_the_hospital_and_nine_between_municipalities() -> None:
    assert (len(POINTS[AgreementKind.HOSPITAL]), len(POINTS[AgreementKind.MUNICIPALITIES])) == (13, 9)


def test_a_point_is_followed_up_for_a_year() -> None:
    states = [None, ("agreed", date(2024, 1, 1)), ("in_routine", date(2026, 1, 1)), ("followed_up", date(2025, 11, 10))]
    told = standing(states, on=ON)
    assert (told.points, told.lacking, told.signed_only, told.routine, told.followed) == (4, 1, 1, 1, 1)
    a_day_later = standing(states, on=date(2026, 11, 11))
    assert (a_day_later.routine, a_day_later.followed, a_day_later.signed_only) == (2, 0, 1)


def test_a_year_after_a_leap_day_is_the_28th() -> None:
    assert year_later(date(2028, 2, 29)) == date(2029, 2, 28)


@pytest.mark.parametrize(
    ("known", "notice", "meeting", "report"),
    [
        (date(2026, 11, 2), date(2026, 11, 9), date(2026, 11, 12), date(2027, 2, 2)),
        # Christmas: the 25th is a Friday, and New Year's Day is one too.
        (date(2026, 12, 23), date(2026, 12, 31), date(2027, 1, 2), date(2027, 3, 23)),
        # Maundy Thursday to Easter Monday.
        (date(2027, 3, 24), date(2027, 4, 5), date(2027, 4, 3), date(2027, 6, 24)),
        (date(2026, 11, 30), date(2026, 12, 7), date(2026, 12, 10), date(2027, 2, 28)),
        (date(2026, 10, 31), date(2026, 11, 6), date(2026, 11, 10), date(2027, 1, 31)),
    ],
)
def test_the_clocks_count_working_days_days_and_months(known: date, notice: date, meeting: date, report: date) -> None:
    told = clocks(known)
    assert (told.notice, told.meeting, told.report) == (notice, meeting, report)


def test_every_theme_names_duties_that_exist_and_every_duty_is_in_one() -> None:
    known = {one.id for one in ALL}
    assert not {key for theme in THEMES for key in theme.criteria} - known
    assert [theme.key for theme in THEMES if not theme.criteria] == []
    assert known - {key for theme in THEMES for key in theme.criteria} == set()
