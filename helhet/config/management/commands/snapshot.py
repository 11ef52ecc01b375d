"""`helhet snapshot DIR`: the record's tables as files for judging and counting, without names."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from helhet.access.policy import OSLO
from helhet.record.snapshot import take
from helhet.record.whole import Broken
from helhet.web import clock


class Command(BaseCommand):
    """Exit status 0 when it is whole, 2 when it cannot be put there."""

    help = "Write the record's tables as Parquet, a file a table, under keys made for this snapshot, without names or words."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "directory", type=Path, metavar="DIR", help="a new directory, or an empty one; put in place when all is written"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        directory: Path = options["directory"]
        try:
            made = take(directory.resolve(), day=clock.now().astimezone(OSLO).date(), progress=self.stderr.write)
        except (Broken, OSError) as wrong:
            raise CommandError(str(wrong), returncode=2) from None
        rows = made.rows()
        self.stdout.write(f"{directory}: {rows['person']} persons, {sum(rows.values())} rows in {len(made.files)} files, as of {made.day}.")
