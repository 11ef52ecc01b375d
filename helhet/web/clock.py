"""The one place that asks what time it is; everything below is told."""

import time
from datetime import datetime, timedelta
from functools import lru_cache

from django.conf import settings
from django.utils import timezone


@lru_cache(maxsize=1)
def _pretended(clock: str) -> tuple[datetime, float]:
    return datetime.fromisoformat(clock), time.monotonic()


def now() -> datetime:
    """The instant, or the one the demo pretends (HELHET_CLOCK), running on from there."""
    if settings.CLOCK:
        start, began = _pretended(settings.CLOCK)
        return start + timedelta(seconds=time.monotonic() - began)
    return timezone.now()  # noqa: TID251
