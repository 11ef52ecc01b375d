"""Tables that only grow are guarded by the database itself: an UPDATE or DELETE is refused, whoever asks.

Used in migrations: `operations = [append_only("access_logentry")]`. With `columns`, other columns may still change
(a merge moves a row to the person who lives on).
"""

from typing import Any

from django.db import migrations

_SENTENCE = "rows of {table} are only added, never changed"


def append_only(table: str, *, columns: tuple[str, ...] = (), when: str = "1=1") -> migrations.RunPython:
    """A migration step that refuses changes (of these columns, or of all) and removal; `when` is a condition on OLD."""

    def forwards(apps: Any, editor: Any) -> None:
        for statement in _statements(editor.connection.vendor, table, columns, when):
            editor.execute(statement)

    def backwards(apps: Any, editor: Any) -> None:
        for verb in ("update", "delete"):
            on = f" ON {table}" if editor.connection.vendor == "postgresql" else ""
            editor.execute(f"DROP TRIGGER {table}_no_{verb}{on}")

    return migrations.RunPython(forwards, backwards)


def _statements(vendor: str, table: str, columns: tuple[str, ...], when: str) -> list[str]:
    of = f" OF {', '.join(columns)}" if columns else ""
    sentence = _SENTENCE.format(table=table)
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE{of} ON {table} WHEN {when} BEGIN SELECT RAISE(ABORT, '{sentence}'); END",
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} WHEN {when} BEGIN SELECT RAISE(ABORT, '{sentence}'); END",
        ]
    function = f"{table}_only_grows"
    return [
        f"CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{sentence}'; END $$",
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE{of} ON {table} FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION {function}()",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION {function}()",
    ]
