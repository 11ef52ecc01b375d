"""`helhet migrate`: as Django's, but where there is none of our tables yet they are made at once, as the last migration leaves them.

Django draws every model anew for each step of each migration: half a minute, on a database with nobody in it. A database that has been
in use is migrated step by step, as ever. That both leave the same tables, a test says (tests/guards/test_tables.py).
"""

from typing import Any

from django.core.management.base import CommandParser
from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations import RunPython
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.migration import Migration
from django.db.migrations.operations.base import Operation

from helhet.access.append_only import AppendOnly

_SHAPES = "django.db.migrations.operations."


class Command(migrate.Command):
    """The first time all tables at once, afterwards step by step."""

    help = "Make the tables: all at once where there are none, otherwise each migration that has not been run."

    def add_arguments(self, parser: CommandParser) -> None:
        """Django's own, and one to do without."""
        super().add_arguments(parser)
        parser.add_argument("--by-steps", action="store_true", help="every migration in turn, also the first time")

    def handle(self, *args: Any, **options: Any) -> None:
        """Nothing is made at once when anything but «migrate» was asked for."""
        asked = ("by_steps", "app_label", "fake", "fake_initial", "plan", "check_unapplied", "prune")
        if not any(options.get(name) for name in asked):
            _make_all(connections[options["database"]])
        super().handle(*args, **options)


def _make_all(connection: Any) -> None:
    """Every table and every guard, if none is there and the migrations do nothing else."""
    connection.prepare_database()
    executor = MigrationExecutor(connection)
    steps = [step for step, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]
    models = executor.loader.project_state().apps.get_models()
    there = set(connection.introspection.table_names())
    if executor.loader.applied_migrations or there & {model._meta.db_table for model in models} or not _only_shape(steps):
        return
    executor.recorder.ensure_schema()
    with connection.schema_editor() as editor:
        for model in models:
            if model._meta.can_migrate(connection):
                editor.create_model(model)
        for guard in (one for step in steps for one in step.operations if isinstance(one, AppendOnly)):
            guard.database_forwards("", editor, None, None)
        for step in steps:
            executor.recorder.record_applied(step.app_label, step.name)


def _only_shape(steps: list[Migration]) -> bool:
    """Whether the steps make tables and guards, and put nothing in them. Django's own have nobody's rows to mend here."""
    return all(_shapes(one) or (isinstance(one, RunPython) and not _ours(step)) for step in steps for one in step.operations)


def _shapes(one: Operation) -> bool:
    return isinstance(one, AppendOnly) or (type(one).__module__.startswith(_SHAPES) and "special" not in type(one).__module__)


def _ours(step: Migration) -> bool:
    return type(step).__module__.startswith("helhet.")
