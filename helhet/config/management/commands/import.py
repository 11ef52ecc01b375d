"""`helhet import caseload FILE --municipality N`: a list the municipality kept before, taken in whole or refused with every fault."""

import atexit
import gc
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext, ngettext

from helhet.access import queries as access
from helhet.access.policy import Actor
from helhet.cases.actions import caseload
from helhet.cases.actions.caseload import Outcome
from helhet.cases.rules.caseload import Finding, NotASheet, Reading, Sheet, open_sheet, read, wanted_maps
from helhet.cases.rules.caseload.sheet import LARGEST
from helhet.organisation import queries as organisation
from helhet.organisation.models import Municipality, ServiceOffered
from helhet.organisation.rules import N_, Fault
from helhet.web import clock

NAME = N_("Innlesing av liste")
_EVERY_READ = 2_000  # rows between two lines of progress, while nothing is written
_EVERY = 100  # and while it is


class Command(BaseCommand):
    """Exit status 0 when the list is in place, 1 when it was refused, 2 when the command was."""

    help = "Take in a list of those who get help, as a spreadsheet: all of it, or nothing and every fault."

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_subparsers(dest="what", required=True, metavar="caseload")
        one = what.add_parser("caseload", help="xlsx, or csv with semicolon, comma or tab, in UTF-8 or Windows-1252")
        one.add_argument("file", type=Path, help="the spreadsheet; docs/how-to/import-a-caseload.md lists the headers that are known")
        one.add_argument("--municipality", required=True, metavar="N", help="the municipality whose list it is, by number or name")
        one.add_argument("--dry-run", action="store_true", help="do everything, tell what came of it, and take it back")
        one.add_argument(
            "--map", action="append", default=[], metavar="HEADER=FIELD", help="what a column is; FIELD `ignorer` leaves it out"
        )
        one.add_argument("--service", metavar="NAME", help="the service the cases belong to, when a row names none")
        one.add_argument("--sheet", metavar="NAME", help="the sheet to read, when it is not the first with something in it")
        one.add_argument("--json", action="store_true", help="one line of JSON with the counts and the faults")

    def handle(self, *args: Any, **options: Any) -> None:
        # Thousands of rows are held until they are written: looking through them again and again for what to throw away finds nothing.
        gc.freeze()
        atexit.register(gc.unfreeze)  # else what DuckDB made is not thrown away at the end, and its library says so at length
        gc.set_threshold(50_000, 20, 100)
        municipality, by = self._where(options["municipality"])
        with translation.override(municipality.language):
            maps = self._maps(options["map"])
            service = self._service(options["service"], municipality, by)
            data = self._bytes(options["file"])
            try:
                sheet = open_sheet(data, wanted=options["sheet"] or "", progress=self._opened)
            except NotASheet as wrong:
                outcome, told = Outcome(0, faults=(Finding(None, "", wrong.said),)), [options["file"].name]
            else:
                reading = read(
                    sheet, maps=maps, number=municipality.number, name=municipality.name, on=by.on, progress=self._understood
                )  # fmt: skip
                outcome = caseload.take_in(
                    reading, municipality=municipality, by=by, service=service, dry_run=options["dry_run"], progress=self._written
                )  # fmt: skip
                told = list(_heading(options["file"].name, sheet, reading))
            self._tell(outcome, told, options)
        if outcome.faults:
            raise SystemExit(1)

    # ── what was asked ──

    def _where(self, word: str) -> tuple[Municipality, Actor]:
        municipality = organisation.taking_part(word)
        if not municipality:
            raise CommandError(f"Ingen kommune her har nummer eller navn «{word}».", returncode=2)
        unit = organisation.coordinating_unit(municipality.pk)
        if not unit:
            raise CommandError(f"{municipality.name} har ingen koordinerende enhet her, og den må til for å ta imot listen.", returncode=2)
        return municipality, access.machine_for(unit, at=clock.now(), name=NAME)

    def _maps(self, given: list[str]) -> dict[str, Any]:
        try:
            return wanted_maps(given)
        except ValueError as wrong:
            raise CommandError(str(wrong), returncode=2) from None

    def _service(self, name: str | None, municipality: Municipality, by: Actor) -> ServiceOffered | None:
        found = caseload.service_named(name, municipality=municipality, by=by) if name else None
        if isinstance(found, Fault):
            raise CommandError(_sentence(found), returncode=2)
        return found

    def _bytes(self, path: Path) -> bytes:
        try:
            with path.open("rb") as file:
                return file.read(LARGEST + 1)
        except OSError as wrong:
            raise CommandError(f"Filen kan ikke leses: {path} ({wrong.strerror}).", returncode=2) from None

    # ── what came of it ──

    def _opened(self, done: int) -> None:
        if done % _EVERY_READ == 0:
            self._say(gettext("Leser: {done} rader").format(done=done))

    def _understood(self, done: int, of: int) -> None:
        if done % _EVERY_READ == 0:
            self._say(gettext("Tolker: {done} av {of} rader").format(done=done, of=of))

    def _written(self, done: int, of: int) -> None:
        if done % _EVERY == 0:
            self._say(gettext("Skriver: {done} av {of} rader").format(done=done, of=of))

    def _say(self, words: str) -> None:
        self.stderr.write(words)
        self.stderr.flush()

    def _tell(self, outcome: Outcome, heading: list[str], options: dict[str, Any]) -> None:
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(outcome), ensure_ascii=False))
            return
        lines = _refused(outcome) if outcome.faults else _taken_in(outcome, dry_run=options["dry_run"], service=options["service"])
        self.stdout.write("\n".join([*heading, "", *lines, *_notes(outcome.notes)]))


def _as_json(outcome: Outcome) -> dict[str, object]:
    faults = [{"row": one.row, "column": one.column or None, "reason": _sentence(one.said)} for one in outcome.faults]
    return {"rows": outcome.rows, "new": outcome.new, "changed": outcome.changed, "unchanged": outcome.unchanged, "faults": faults}


def _sentence(said: Fault) -> str:
    return gettext(said.reason).format(**said.values)


def _heading(name: str, sheet: Sheet, reading: Reading) -> Iterator[str]:
    place = gettext("«{name}», arket «{sheet}»") if sheet.title else "«{name}»"
    rows = ngettext("{count} rad", "{count} rader", reading.rows).format(count=reading.rows)
    yield f"{place.format(name=name, sheet=sheet.title)}: {rows}."
    if left := reading.columns.skipped():
        yield gettext("Ikke tatt med: {columns}.").format(columns=", ".join(left))
    if others := [f"«{one}»" for one in sheet.unread] + [gettext("«{name}» (skjult)").format(name=one) for one in sheet.unread_hidden]:
        yield gettext("Ikke lest: arket {sheets}. Les det med --sheet NAVN.").format(sheets=", ".join(others))


def _refused(outcome: Outcome) -> Iterator[str]:
    yield gettext("Listen er ikke lest inn. Ingenting er endret i Helhet.")
    yield ngettext(
        "Dette må rettes. Rett det i regnearket, lagre, og kjør kommandoen én gang til:",
        "{count} ting må rettes. Rett dem i regnearket, lagre, og kjør kommandoen én gang til:",
        len(outcome.faults),
    ).format(count=len(outcome.faults))
    yield ""
    for one in outcome.faults:
        yield f"{_at([one.row], one.column)}{_sentence(one.said)}"


def _taken_in(outcome: Outcome, *, dry_run: bool, service: str | None) -> Iterator[str]:
    yield gettext("Prøvekjøring. Ingenting er endret i Helhet.") if dry_run else gettext("Listen er lest inn.")
    counts = {"new": outcome.new, "changed": outcome.changed, "unchanged": outcome.unchanged}
    yield gettext("Nye: {new}. Endret: {changed}. Uendret: {unchanged}.").format(**counts)
    if outcome.services:
        services = ", ".join(f"{name} ({count})" for name, count in outcome.services.most_common())
        yield gettext("De nye har sak i: {services}.").format(services=services)
        if not service:
            yield gettext("Det er kommunens eget tilbud på laveste nivå, der raden ikke sier noe annet. Velg et annet med --service NAVN.")
    if outcome.plans:
        yield gettext("Individuell plan: {count} har sagt ja. Planen selv lages på personens side.").format(count=outcome.plans)
    if outcome.no_day:
        yield gettext("Uten startdato: {count}. Saken står som åpnet i dag.").format(count=outcome.no_day)
    if outcome.no_pathway:
        yield gettext("Uten hovedforløp: {count}. Sett det på personens side.").format(count=outcome.no_pathway)


def _notes(notes: Iterable[Finding]) -> Iterator[str]:
    """What was assumed, each sentence once with its rows."""
    rows: dict[tuple[str, str], list[int | None]] = {}
    for one in notes:
        rows.setdefault((_sentence(one.said), one.column), []).append(one.row)
    if rows:
        yield from ("", gettext("Dette er lest slik:"), "")
        yield from (f"{_at(where, column)}{sentence}" for (sentence, column), where in rows.items())


def _at(rows: list[int | None], column: str) -> str:
    numbers = [str(row) for row in rows if row is not None]
    place = [f"{gettext('Rad')} {', '.join(numbers)}"] * bool(numbers) + [f"«{column}»"] * bool(column)
    return f"{', '.join(place)}: " if place else ""
