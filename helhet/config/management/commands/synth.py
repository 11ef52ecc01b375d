"""`helhet synth`: synthetic Norway, or synthetic Setesdal, as a snapshot to judge and count."""

import sys
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from helhet.access.policy import OSLO
from helhet.demo.synth.nation import Asked, is_place, write
from helhet.record.snapshot import Broken
from helhet.web import clock


class Command(BaseCommand):
    """Exit status 0 when it is whole, 2 when it cannot be put there or makes no sense."""

    help = "Draw a believable population and its history by a seed, and write it as a snapshot. The same day and seed give the same bytes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--municipalities", default="setesdal", metavar="WHERE", help="Where they live: setesdal, all, or a number.")
        parser.add_argument("--persons", type=int, required=True, metavar="N", help="How many, shared out by population.")
        parser.add_argument("--years", type=int, default=10, metavar="Y", help="Years of history (10).")
        parser.add_argument("--seed", type=int, default=1, metavar="S", help="The same seed draws the same (1).")
        parser.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="The last day of the history (today).")
        parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="A new directory, or an empty one.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["persons"] < 1 or not 1 <= options["years"] <= 50 or options["seed"] < 0:
            raise CommandError("At least one person, 1 to 50 years, and a seed from 0.", returncode=2)
        if not is_place(options["municipalities"]):
            raise CommandError(f"There is no municipality «{options['municipalities']}». Say setesdal, all, or a number.", returncode=2)
        on = options["on"] or clock.now().astimezone(OSLO).date()
        asked = Asked(options["municipalities"], options["persons"], options["years"], options["seed"], on)
        try:
            made = write(options["out"].resolve(), asked, progress=self._progress)
        except (Broken, OSError) as wrong:
            raise CommandError(str(wrong), returncode=2) from None
        rows = made.rows()
        self.stdout.write(f"{options['out']}: {rows['person']} invented persons, {sum(rows.values())} rows, as of {made.day}.")

    def _progress(self, line: str) -> None:
        if sys.stderr.isatty():
            print(f"\r{line}\x1b[K", end="", file=sys.stderr, flush=True)
        else:
            self.stderr.write(line)
