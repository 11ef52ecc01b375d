"""Hours as tests write them down."""

from datetime import time
from zoneinfo import ZoneInfo

from helhet.organisation.rules import Hours

OSLO = ZoneInfo("Europe/Oslo")
_DAYS = {"weekdays": "01234", "every day": "0123456", "Friday": "4", "Saturday": "5", "Sunday": "6", "Tuesday": "1"}


def hours(days: str, opens: str, closes: str, **more: object) -> Hours:
    """`hours("weekdays", "08:00", "15:30")`."""
    return Hours(frozenset(int(day) for day in _DAYS[days]), time.fromisoformat(opens), time.fromisoformat(closes), **more)
