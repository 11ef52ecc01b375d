"""`helhet instrument add FILE`, and what is in place: the municipality's own definitions of questionnaires."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from helhet.mapping import actions, queries
from helhet.mapping.rules.reading import LARGEST
from helhet.organisation.rules import Fault, Refused


class Command(BaseCommand):
    """Exit status 0 when the file is in place, 1 when it was refused, 2 when there is no such file."""

    help = "Add a questionnaire definition, list what is in place, show one, or put in place those that ship."

    def add_arguments(self, parser: CommandParser) -> None:
        does = parser.add_subparsers(dest="does", required=True, metavar="add|list|show|shipped")
        add = does.add_parser("add", help="add one definition file, or refuse it with every fault")
        add.add_argument("file", type=Path, help="a FHIR Questionnaire as docs/reference/instrument-file.md describes")
        add.add_argument("--json", action="store_true", help="one line of JSON with the outcome and the faults")
        does.add_parser("list", help="every version in every language, and which is in use")
        show = does.add_parser("show", help="print a definition, to fill in or to keep")
        show.add_argument("name")
        show.add_argument("--language", default="nb", choices=["nb", "nn", "en"])
        does.add_parser("shipped", help="put in place the definitions that ship with Helhet")

    def handle(self, *args: Any, **options: Any) -> None:
        {"add": self._add, "list": self._list, "show": self._show, "shipped": self._shipped}[options["does"]](options)

    def _add(self, options: dict[str, Any]) -> None:
        try:
            with options["file"].open("rb") as file:
                data = file.read(LARGEST + 1)
        except OSError as wrong:
            raise CommandError(f"Filen kan ikke leses: {options['file']} ({wrong.strerror}).", returncode=2) from None
        try:
            added = actions.add_instrument(data)
        except Refused as refused:
            self._refused(refused.faults, options)
        else:
            self._in_place(added, options)

    def _in_place(self, added: actions.Added, options: dict[str, Any]) -> None:
        one = added.instrument
        if options["json"]:
            told = {"name": one.name, "version": one.version, "language": one.language, "new": added.is_new, "faults": []}
            self.stdout.write(json.dumps(told))
            return
        done = "Lagt til" if added.is_new else "Fantes fra før, ingenting er endret"
        self.stdout.write(f"{done}: {one.title} ({one.name}), versjon {one.version}, {one.language}.")

    def _refused(self, faults: tuple[Fault, ...], options: dict[str, Any]) -> None:
        if options["json"]:
            self.stdout.write(
                json.dumps({"new": False, "faults": [{"path": f.field, "reason": str(f)} for f in faults]}, ensure_ascii=False)
            )
            raise SystemExit(1)
        lines = [f"  {fault.field or 'filen'}: {fault}" for fault in faults]
        count = "1 feil" if len(faults) == 1 else f"{len(faults)} feil"
        raise CommandError("\n".join([f"Filen er ikke lagt til. Den har {count}:", *lines]))

    def _list(self, options: dict[str, Any]) -> None:
        for one in queries.every_instrument():
            state = "i bruk" if one.in_use else "uten tekst" if one.questionnaire.is_structure else "tidligere"
            self.stdout.write(f"{one.name:20} {one.version:12} {one.language:3} {state:11} {one.title}")

    def _show(self, options: dict[str, Any]) -> None:
        held = [one for one in queries.every_instrument() if (one.name, one.language) == (options["name"], options["language"])]
        if not held:
            raise CommandError(
                f"Finner ikke «{options['name']}» på {options['language']}. «helhet instrument list» viser alle.", returncode=2
            )
        newest = next((one for one in held if one.in_use), held[-1])
        self.stdout.write(json.dumps(newest.definition, ensure_ascii=False, indent=2))

    def _shipped(self, options: dict[str, Any]) -> None:
        self.stdout.write(f"{actions.load_shipped()} nye definisjoner er på plass.")
