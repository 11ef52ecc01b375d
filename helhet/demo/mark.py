"""The mark a demo leaves in its own database, so that nothing else is ever opened, or emptied, as one."""

from datetime import date
from pathlib import Path

from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from helhet.access import queries as access
from helhet.organisation.queries import everybody_taking_part

_TABLE = "helhet_demo"


def mark(on: date) -> None:
    """Say in the database itself that it was told as a demo, on this day."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {_TABLE} (told_on varchar(10) NOT NULL)")
        cursor.execute(f"INSERT INTO {_TABLE} (told_on) VALUES (%s)", [on.isoformat()])


def told_on() -> date:
    """The day the demo was told."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT told_on FROM {_TABLE}")
        return date.fromisoformat(cursor.fetchone()[0])


def is_demo() -> bool | None:
    """True for a database that holds a demo and nothing else, False for one that holds anything else, None for one that holds nothing."""
    tables = set(connection.introspection.table_names())
    if tables - _ours():
        return False
    if _TABLE in tables:
        return not any(account.has_usable_password() for account in access.cast_accounts())
    if "access_account" not in tables:
        return None
    return False if any(True for _ in access.cast_accounts()) or everybody_taking_part() else None


def _ours() -> set[str]:
    return {*connection.introspection.django_table_names(), MigrationRecorder.Migration._meta.db_table, _TABLE}


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
