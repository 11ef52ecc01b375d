"""`helhet messages receive FOLDER`: take in the e-messages that the municipality's message broker has put in a folder."""

import json
import os
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils import translation
from django.utils.translation import gettext, ngettext

from helhet.access import queries as access
from helhet.access.policy import NotVisible
from helhet.ehelse.receive import NAME, Line, in_order, keep_receipt, passed_over, receive
from helhet.handover import actions
from helhet.handover.rules import OUTCOME_NAMES, Outcome
from helhet.organisation import queries as organisation
from helhet.organisation.models import Municipality
from helhet.organisation.rules import Refused
from helhet.web import clock

_EVERY = 25  # files between two lines of progress


class Command(BaseCommand):
    """Exit status 0 when every file was taken in, 1 when a file was refused, 2 when the command was."""

    help = "Take in e-messages from a folder, or add an address that messages reach us at."

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_subparsers(dest="what", required=True, metavar="receive|address")
        one = what.add_parser("receive", help="Take in every file of a folder, in the order they were sent, and answer each.")
        one.add_argument("folder", type=Path, help="the folder the message broker fills; its files are read and left as they are")
        one.add_argument(
            "--receipts",
            type=Path,
            metavar="DIR",
            help="where the receipts go; by default FOLDER/receipts, or, if that cannot be written, in the data directory",
        )
        one.add_argument("--municipality", default="", metavar="N", help="who takes what no known address leads to, by number or name")
        one.add_argument("--json", action="store_true", help="one line of JSON a file")
        two = what.add_parser("address", help="Receive what is sent to this HER-id, on the coordinating unit's desk.")
        two.add_argument("her_id", metavar="HER-ID", help="the number in the national address register")
        two.add_argument("--municipality", required=True, metavar="N", help="the municipality whose address it is, by number or name")
        two.add_argument("--name", default="", help="what the address is called there")
        two.add_argument("--organisation", action="store_true", help="the whole organisation's address, not one service's")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(settings.LANGUAGE_CODE):
            try:
                (self._receive if options["what"] == "receive" else self._address)(options)
            except DatabaseError as wrong:
                said = gettext("Databasen kan ikke brukes nå ({kind}). Det som er meldt over, er tatt inn; resten er urørt.")
                raise CommandError(said.format(kind=type(wrong).__name__), returncode=1) from None

    # ── receive ──

    def _receive(self, options: dict[str, Any]) -> None:
        folder: Path = options["folder"]
        if not folder.is_dir():
            raise CommandError(f"Mappen finnes ikke: {folder}", returncode=2)
        otherwise = self._municipality(options["municipality"]).number if options["municipality"] else ""
        place = self._receipts(folder, options["receipts"])
        files = in_order(folder)
        if others := passed_over(folder):
            self.stderr.write(gettext("Ikke vanlige filer, hoppet over: {names}.").format(names=", ".join(others)))
        counts: dict[Outcome, int] = {}
        for done, line in enumerate(receive(files, now=clock.now, otherwise=otherwise), start=1):
            counts[line.outcome] = counts.get(line.outcome, 0) + 1
            self._tell(line, keep_receipt(line, place), options["json"])
            if done % _EVERY == 0 and done < len(files):
                self.stderr.write(gettext("{done} av {of} filer").format(done=done, of=len(files)))
        if not options["json"]:
            self._sum(counts, len(files))
        if counts.get(Outcome.REJECTED):
            raise SystemExit(1)

    def _receipts(self, folder: Path, chosen: Path | None) -> Path:
        """Where receipts can be written: as told, else beside the messages, else (and said) in the data directory."""
        for place in [chosen] if chosen else [folder / "receipts", settings.DATA_DIR / "receipts"]:
            if _can_write(place):
                if place.parent == settings.DATA_DIR and not chosen:
                    self.stderr.write(
                        gettext("Kan ikke skrive i {folder}. Kvitteringene legges i {place}.").format(folder=folder, place=place)
                    )
                return place
        raise CommandError(f"Kan ikke skrive kvitteringer i {chosen or folder / 'receipts'}. Ingenting er tatt inn.", returncode=2)

    def _tell(self, line: Line, receipt: Path | None, as_json: bool) -> None:
        reasons = [_sentence(reason) for reason in line.reasons]
        if as_json:
            found = {"file": line.file, "type": line.type_code or None, "id": line.msg_id or None, "outcome": str(line.outcome)}
            self.stdout.write(json.dumps(found | {"receipt": str(receipt) if receipt else None, "reasons": reasons}, ensure_ascii=False))
        else:
            self.stdout.write(f"{line.file}: {gettext(OUTCOME_NAMES[line.outcome])}")
            for reason in reasons:
                self.stdout.write(f"    {reason}")
        self.stdout.flush()

    def _sum(self, counts: dict[Outcome, int], files: int) -> None:
        told = ", ".join(f"{counts[one]} {gettext(name)}" for one, name in OUTCOME_NAMES.items() if one in counts)
        self.stdout.write(ngettext("{count} fil.", "{count} filer.", files).format(count=files) + (f" {told}." if told else ""))

    # ── address ──

    def _address(self, options: dict[str, Any]) -> None:
        municipality = self._municipality(options["municipality"])
        unit = organisation.coordinating_unit(municipality.pk)
        if unit is None:
            raise CommandError(f"{municipality.name} har ingen koordinerende enhet her.", returncode=2)
        by = access.machine_for(unit, at=clock.now(), name=NAME)
        try:
            actions.listen_at(options["her_id"], unit=unit, name=options["name"], is_whole=options["organisation"], by=by)
        except Refused as refused:
            raise CommandError(str(refused), returncode=2) from None
        except NotVisible:
            raise CommandError("Adressen tilhører en annen enhet her.", returncode=2) from None
        self.stdout.write(gettext("{her_id} fører nå til {unit}.").format(her_id=options["her_id"], unit=unit.name))

    def _municipality(self, word: str) -> Municipality:
        found = organisation.taking_part(word)
        if found is None or organisation.coordinating_unit(found.pk) is None:
            raise CommandError(f"Ingen kommune med koordinerende enhet her har nummer eller navn «{word}».", returncode=2)
        return found


def _sentence(reason: Any) -> str:
    said = gettext(reason.said).format(**reason.values)
    return f"{reason.code}: {said}" if reason.code else said


def _can_write(place: Path) -> bool:
    try:
        place.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=place, prefix=".", suffix=f".{os.getpid()}"):
            return True
    except OSError:
        return False
