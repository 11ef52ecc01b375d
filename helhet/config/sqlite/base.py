"""Which day in Norway a moment was, remembered: SQLite asks Python for it, ten microseconds each, hundreds of times a page."""

from functools import lru_cache
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.backends.sqlite3._functions import _sqlite_datetime_cast_date

_day = lru_cache(maxsize=100_000)(_sqlite_datetime_cast_date)


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, asked once for each moment."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        connection.create_function("django_datetime_cast_date", 3, _day, deterministic=True)
        return connection
