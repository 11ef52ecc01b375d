"""`helhet synth`: synthetic Norway, or synthetic Setesdal, as a snapshot to judge and count, or in the database to work in."""

import sys
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from helhet.access.policy import OSLO
from helhet.demo.synth.live.fill import NotHere, fill
from helhet.demo.synth.live.home import username
from helhet.demo.synth.nation import Asked, is_place, shared_out, write
from helhet.record.whole import Broken
from helhet.web import clock


class Command(BaseCommand):
    """Exit status 0 when it is whole, 2 when it cannot be put there or makes no sense."""

    help = (
        "Draw a believable population and its history by a seed, and write it as a snapshot or into the demo's database. The same day and "
        "seed give the same bytes, or the same rows."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--municipalities", default="setesdal", metavar="WHERE", help="Where they live: setesdal, all, or a number.")
        parser.add_argument("--persons", type=int, required=True, metavar="N", help="How many, shared out by population.")
        parser.add_argument("--years", type=int, default=10, metavar="Y", help="Years of history (10).")
        parser.add_argument("--seed", type=int, default=1, metavar="S", help="The same seed draws the same (1).")
        parser.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="The last day of the history (today).")
        place = parser.add_mutually_exclusive_group(required=True)
        place.add_argument("--out", type=Path, metavar="DIR", help="A snapshot: a new directory, or an empty one.")
        place.add_argument("--into-db", action="store_true", help="The database, when it is empty or the demo's; refused anywhere else.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["persons"] < 1 or not 1 <= options["years"] <= 50 or options["seed"] < 0:
            raise CommandError("At least one person, 1 to 50 years, and a seed from 0.", returncode=2)
        if not is_place(options["municipalities"]):
            raise CommandError(f"There is no municipality «{options['municipalities']}». Say setesdal, all, or a number.", returncode=2)
        on = options["on"] or clock.now().astimezone(OSLO).date()
        asked = Asked(options["municipalities"], options["persons"], options["years"], options["seed"], on)
        try:
            self._fill(asked) if options["into_db"] else self._write(asked, options["out"])
        except (Broken, NotHere, OSError) as wrong:
            raise CommandError(str(wrong), returncode=2) from None

    def _write(self, asked: Asked, out: Path) -> None:
        made = write(out.resolve(), asked, progress=self._progress)
        rows = made.rows()
        self.stdout.write(f"{out}: {rows['person']} invented persons, {sum(rows.values())} rows, as of {made.day}.")

    def _fill(self, asked: Asked) -> None:
        new = fill(asked, progress=self._progress)
        [first, *_] = shared_out(asked)
        self.stdout.write(
            f"{new} invented persons are new in the database, as of {asked.on}. A coordinator of each municipality signs in without a "
            f"password where HELHET_DEMO is set: {username(first, asked.seed)} and so on."
        )

    def _progress(self, line: str) -> None:
        if sys.stderr.isatty():
            print(f"\r{line}\x1b[K", end="", file=sys.stderr, flush=True)
        else:
            self.stderr.write(line)
