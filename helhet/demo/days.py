"""The demo's days: everything is told so many days before or after the day it is built, so that it is as fresh next year."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from helhet.access.policy import OSLO
from helhet.organisation.rules import is_working_day


def at(on: date, hour: int = 9, minute: int = 0) -> datetime:
    """An instant in Setesdal."""
    return datetime.combine(on, time(hour, minute), OSLO)


@dataclass(frozen=True)
class Days:
    """The days around one instant. What is past is never later than it."""

    now: datetime

    @property
    def today(self) -> date:
        """The day the demo is built."""
        return self.now.astimezone(OSLO).date()

    def before(self, days: int) -> date:
        """The date so many days ago; negative looks ahead."""
        return self.today - timedelta(days=days)

    def ago(self, days: int, hour: int = 10, minute: int = 0) -> datetime:
        """So many days ago at that hour, whichever day of the week it is."""
        return min(at(self.before(days), hour, minute), self.now)

    def worked(self, days: int, hour: int = 10, minute: int = 0) -> datetime:
        """So many days ago, or the working day before it."""
        on = self.before(days)
        while not is_working_day(on):
            on -= timedelta(days=1)
        return min(at(on, hour, minute), self.now)

    def coming(self, days: int, hour: int = 10, minute: int = 0) -> datetime:
        """In so many days, or the working day after."""
        on = self.before(-days)
        while not is_working_day(on):
            on += timedelta(days=1)
        return at(on, hour, minute)

    def still_today(self, hour: int, minute: int = 0) -> datetime:
        """Today at that hour, or the next half hour when that is past: for what is about to happen."""
        return max(at(self.today, hour, minute), _half_hour_after(self.now.astimezone(OSLO)))

    def aged(self, years: int, month: int, day: int) -> date:
        """The birth date of somebody who is so old today, born on that day of the year."""
        had_birthday = (self.today.month, self.today.day) >= (month, day)
        return date(self.today.year - years - (0 if had_birthday else 1), month, day)


def _half_hour_after(instant: datetime) -> datetime:
    whole = instant.replace(minute=0, second=0, microsecond=0)
    return whole + timedelta(minutes=30 * (instant.minute // 30 + 1))
