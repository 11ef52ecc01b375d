"""Tables that only grow are guarded by the database itself: an UPDATE or DELETE is refused, whoever asks.

Used in migrations: `operations = [append_only("access_logentry")]`. With `columns`, other columns may still change
(a merge moves a row to the person who lives on).
"""

from typing import Any

from django.db.migrations.operations.base import Operation

_SENTENCE = "rows of {table} are only added, never changed"


class AppendOnly(Operation):
    """The step itself. It touches no model, so it does not ask Django to draw them all, as a step in Python would."""

    reversible = True

    def __init__(self, table: str, columns: tuple[str, ...], when: str, anew: bool) -> None:
        self.table, self.columns, self.when, self.anew = table, columns, when, anew

    def state_forwards(self, app_label: str, state: Any) -> None:
        """No model changes."""

    def database_forwards(self, app_label: str, editor: Any, from_state: Any, to_state: Any) -> None:
        """From now on the table only grows."""
        if self.anew:
            self.database_backwards(app_label, editor, from_state, to_state)
        for statement in _statements(editor.connection.vendor, self.table, self.columns, self.when):
            editor.execute(statement)

    def database_backwards(self, app_label: str, editor: Any, from_state: Any, to_state: Any) -> None:
        """Its rows may be changed again."""
        for verb in ("update", "delete"):
            on = f" ON {self.table}" if editor.connection.vendor == "postgresql" else ""
            editor.execute(f"DROP TRIGGER {self.table}_no_{verb}{on}")
        if editor.connection.vendor == "postgresql":
            editor.execute(f"DROP FUNCTION {self.table}_only_grows()")


def append_only(table: str, *, columns: tuple[str, ...] = (), when: str = "1=1", anew: bool = False) -> AppendOnly:
    """A migration step that refuses changes (of these columns, or of all) and removal; `when` is a condition on OLD.

    `anew` takes the place of an earlier one, when the table has got another column.
    """
    return AppendOnly(table, columns, when, anew)


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
