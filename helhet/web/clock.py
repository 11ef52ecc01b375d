"""The one place that asks what time it is; everything below is told."""

import time
from datetime import datetime, timedelta
from functools import lru_cache

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """The instant, or the one the demo pretends (HELHET_CLOCK), running on from there: the same in every worker."""
    if settings.CLOCK:
        return _pretended(settings.CLOCK) + timedelta(seconds=time.time() - settings.CLOCK_BEGAN)
    return timezone.now()  # noqa: TID251


@lru_cache(maxsize=1)
def _pretended(clock: str) -> datetime:
    return datetime.fromisoformat(clock)
