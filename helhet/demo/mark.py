"""The mark a demo leaves in its own database, so that nothing else is ever opened, or emptied, as one."""

from datetime import date
from pathlib import Path

from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from helhet.access import queries as access
from helhet.organisation.queries import everybody_taking_part

_TABLE = "helhet_demo"
_DRAWN = "helhet_synth"
_STATISTICS = ("sqlite_stat1", "sqlite_stat4")  # SQLite's own, when it has been told to ANALYZE


def begin() -> None:
    """Say in the database itself that what comes is a demo, before there is anything else in it."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE IF NOT EXISTS {_TABLE} (told_on varchar(10) NOT NULL)")
        cursor.execute(f"CREATE TABLE IF NOT EXISTS {_DRAWN} (seed bigint, municipality varchar(4), called varchar(120) NOT NULL)")


def mark(on: date) -> None:
    """Say that all of it was told, on this day."""
    begin()
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {_TABLE} (told_on) VALUES (%s)", [on.isoformat()])


def note_drawn(seed: int, municipality: str, called: str) -> None:
    """Say that synthetic Norway was drawn here for this municipality, by which seed and as what."""
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {_DRAWN} (seed, municipality, called) VALUES (%s, %s, %s)", [seed, municipality, called])


def drawn_by(seed: int) -> dict[str, str]:
    """The municipalities drawn here by this seed, and as what."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT municipality, called FROM {_DRAWN} WHERE seed = %s", [seed])
        return dict(cursor.fetchall())


def told_on() -> date | None:
    """The day the demo was told; None when the telling was broken off."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT told_on FROM {_TABLE}")
        row = cursor.fetchone()
    return date.fromisoformat(row[0]) if row else None


def is_demo() -> bool | None:
    """True for a database that holds a demo and nothing else, False for one that holds anything else, None for one that holds nothing."""
    tables = set(connection.introspection.table_names())
    if tables - _ours():
        return False
    if _TABLE in tables:
        return told_on() is None or not any(account.has_usable_password() for account in access.cast_accounts())
    if "access_account" not in tables:
        return None
    return False if any(True for _ in access.cast_accounts()) or everybody_taking_part() else None


def _ours() -> set[str]:
    return {*connection.introspection.django_table_names(), MigrationRecorder.Migration._meta.db_table, _TABLE, _DRAWN, *_STATISTICS}


def empty() -> None:
    """A clean database for the demo to be told in anew. Only what is Helhet's goes, and only from a demo."""
    assert is_demo()
    if connection.vendor == "sqlite":
        connection.close()
        for ending in ("", "-wal", "-shm"):
            Path(f"{connection.settings_dict['NAME']}{ending}").unlink(missing_ok=True)
        return
    with transaction.atomic(), connection.cursor() as cursor:
        tables = sorted(_ours() & set(connection.introspection.table_names(cursor)))
        cursor.execute(f"DROP TABLE {', '.join(connection.ops.quote_name(table) for table in tables)} CASCADE")
        for table in tables:
            cursor.execute(f"DROP FUNCTION IF EXISTS {table}_only_grows()")
