"""PostgreSQL plans a statement anew each time it is sent: for one over all the tables that takes ten times as long as the answer.

So it is prepared once a connection, with the persons as its only open value, and executed by name.
"""

import hashlib
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

from django.db import connection

# The names each connection knows: a new one knows none.
_KNOWN: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()


def fetch(sql: str, values: Sequence[Any], stand_in: str | UUID, persons: Collection[UUID]) -> list[Any]:
    """The rows of a statement in which `stand_in` stands where the persons go: a key for one of them, a word for a list of them."""
    one = isinstance(stand_in, UUID)
    with connection.cursor() as cursor:
        name = _name(sql, one)
        known = _KNOWN.setdefault(connection.connection, set())
        if name not in known:
            text = cursor.mogrify(sql, values).replace(cursor.mogrify("%s", [stand_in]), "$1")
            # Straight to the database: it is no question anybody has asked.
            connection.connection.execute(f"PREPARE {name} ({'uuid' if one else 'uuid[]'}) AS {text}")
            known.add(name)
        cursor.execute(f"EXECUTE {name} (%s)", [next(iter(persons)) if one else list(persons)])
        found: list[Any] = cursor.fetchall()
    return found


def _name(sql: str, one: bool) -> str:
    return f"helhet_{'one' if one else 'some'}_{hashlib.sha256(sql.encode()).hexdigest()[:24]}"
