"""`helhet verify-log`: walk every person's chain of the access log and say where it does not hold."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from helhet.access import log


class Command(BaseCommand):
    """Exit status 0 when every chain is whole, 1 when one is not."""

    help = "Walk every person's chain of the access log and say where it does not hold."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="one line of JSON a fault, and one with the sums")

    def handle(self, *args: Any, **options: Any) -> None:
        found = 0
        for broken in log.verify():
            found += 1
            if options["json"]:
                self.stdout.write(json.dumps({"person": str(broken.person_id), "number": broken.number, "reason": broken.reason}))
            else:
                self.stdout.write(f"Chain of {broken.person_id}, entry {broken.number}: {broken.reason}.")
        chains, entries = log.size()
        if options["json"]:
            self.stdout.write(json.dumps({"chains": chains, "entries": entries, "broken": found}))
        elif found:
            self.stdout.write(
                f"Faults found: {found}, in {chains} chains with {entries} entries. Keep the database and ring who answers for security."
            )
        else:
            self.stdout.write(f"Every chain is whole: {chains} chains, {entries} entries.")
        if found:
            sys.exit(1)
