"""`helhet statistics report`, `share`, `compare` and `centrality`: the national report, and figures that may leave the house."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from helhet.organisation import queries as organisation
from helhet.record.whole import Broken
from helhet.statistics import alike, cells, centrality, comparison, exchange, facts, queries, sharing
from helhet.statistics.agreeing import disagreements
from helhet.statistics.form import Form
from helhet.statistics.rules import Group, Value, rounded
from helhet.statistics.work import USUAL

Row = dict[str, Any]
_BY = {one.name.lower(): one for one in alike.By}


class Command(BaseCommand):
    """Exit status 0 when it is told, 1 when a file is faulty, 2 when what was asked makes no sense."""

    # Nothing of the pages is asked for, and looking them through takes longer than counting a city.
    requires_system_checks = ()

    help = "The national report and comparison: what the record answers, what is estimated, and what somebody must be asked."

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_subparsers(dest="what", required=True, metavar="report|share|compare|centrality")
        made = what.add_parser("report", help="every cell of a year's forms: counted, estimated with its range, or whom to ask")
        made.add_argument("--year", required=True, type=int, metavar="Y", help="the year of the form")
        made.add_argument("--municipality", required=True, metavar="N", help="by number, or here by name")
        made.add_argument("--form", choices=[str(one) for one in Group], help="one of the year's forms; nothing said: both")
        made.add_argument("--snapshot", type=Path, metavar="DIR", help="count in this snapshot, and not in the live database")
        made.add_argument("--json", action="store_true", help="a line of JSON for each cell, and one with the sums")
        told = what.add_parser("share", help="the figures that may leave the municipality, in bands of five, as a signed file")
        told.add_argument("--year", required=True, type=int, metavar="Y", help="the year of the form")
        told.add_argument("--municipality", required=True, metavar="N", help="by number or name")
        told.add_argument("--form", choices=[str(one) for one in Group], default=str(Group.ADULTS), help="which of the year's forms")
        told.add_argument("--out", required=True, type=Path, metavar="FILE", help="where the file is written; it must not be there")
        beside = what.add_parser("compare", help="several such files beside each other, as funnels; one faulty file, and all are refused")
        beside.add_argument("files", nargs="+", type=Path, metavar="FILE", help="the files")
        beside.add_argument("--like", metavar="N", help="only those that are like the municipality with this number, itself too")
        beside.add_argument("--by", nargs="+", choices=_BY, default=["size"], help="what they are to be like it in; nothing said: size")
        beside.add_argument("--json", action="store_true", help="a line of JSON for each indicator and municipality")
        central = what.add_parser("centrality", help="take in how central the municipalities lie, as Statistics Norway publishes it")
        central.add_argument("file", type=Path, metavar="FILE", help="«# » and where it is from; then number,centrality (1 to 6) by line")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["what"] == "share":
            return self._share(options)
        if options["what"] == "compare":
            return self._compare(options)
        if options["what"] == "centrality":
            return self._take_in(options["file"])
        with facts.while_the_record_stands():
            for one in self._forms(options["year"], options["form"]):
                rows, sums = self._of_snapshot(one, options) if options["snapshot"] else self._live(one, options)
                self._tell(one, rows, sums, as_json=options["json"])
        return None

    # ── share and compare ──

    def _share(self, options: Mapping[str, Any]) -> None:
        [one] = self._forms(options["year"], options["form"])
        path: Path = options["out"]
        if path.exists():
            raise CommandError(f"{path} is there already. Choose another name.", returncode=2)
        try:
            path.write_bytes(exchange.file_of(self._place(options["municipality"]), one))
        except OSError as wrong:
            raise CommandError(f"{path}: {wrong}", returncode=2) from None
        self.stdout.write(f"{path}: {one.key}, signed with the key {exchange.our_fingerprint()}.")

    def _place(self, word: str) -> Any:
        place = organisation.taking_part(word)
        if not place:
            raise CommandError(f"No municipality here has the number or name «{word}».", returncode=2)
        return place

    def _take_in(self, path: Path) -> None:
        try:
            found = centrality.take_in(path.read_bytes())
        except OSError as wrong:
            raise CommandError(str(wrong), returncode=1) from None
        except centrality.Faulty as wrong:
            raise CommandError("\n".join([f"{path} is not taken in:", *wrong.faults]), returncode=1) from None
        self.stdout.write(f"{len(found.of)} municipalities, from: {found.source}")

    def _compare(self, options: Mapping[str, Any]) -> None:
        as_json = options["json"]
        try:
            read, faults = exchange.read_all([exchange.Given(path.name, path.read_bytes()) for path in options["files"]])
        except OSError as wrong:
            raise CommandError(str(wrong), returncode=1) from None
        if faults:
            raise CommandError("\n".join(f"{name}: {fault}" for name, fault in faults), returncode=1)
        files = [one for one, _ in read]
        told = comparison.funnels(_like(files, options["like"], {_BY[one] for one in options["by"]}) if options["like"] else files)
        for funnel in told:
            for dot in funnel.dots:
                self.stdout.write(
                    json.dumps(_dot(funnel, dot)) if as_json else "{indicator:18} {municipality} {stands}".format(**_dot(funnel, dot))
                )
        if not told and not as_json:
            self.stdout.write("At least three municipalities must tell of the same thing.")

    def _forms(self, year: int, group: str | None) -> list[Form]:
        if faulty := queries.faulty_forms():
            raise CommandError("\n".join(line for one in faulty for line in (f"{one.place} is refused:", *one.faults)), returncode=1)
        found = [one for (of, name), one in sorted(queries.forms().items()) if of == year and group in (None, name)]
        if not found:
            years = ", ".join(sorted({str(of) for of, _ in queries.forms()}))
            raise CommandError(f"There is no form of {year}. There are forms of {years}.", returncode=2)
        return found

    def _live(self, one: Form, options: Mapping[str, Any]) -> tuple[list[Row], Row]:
        place = self._place(options["municipality"])
        report = queries.filled(place, one)
        rows = [
            _row(cell.made, cell.value, cell.kind) | {"low": _plain(cell.low), "high": _plain(cell.high), "before": _plain(cell.before)}
            for cell in report.cells.values()
        ]
        return rows, _sums(one, place.pk, report.on, report.coverage, len(report.disagreements)) | {"state": report.state}

    def _of_snapshot(self, one: Form, options: Mapping[str, Any]) -> tuple[list[Row], Row]:
        on, number = cells.week_ends(one.year, one.week), options["municipality"]
        try:
            known = set(facts.manifest_of(options["snapshot"]).municipalities)
            if number not in known:
                raise CommandError(f"{options['snapshot']}: nobody there lives in a municipality with the number «{number}».", returncode=2)
            found = cells.fill(one, _counted(options["snapshot"], number, on))
        except (Broken, OSError) as wrong:
            raise CommandError(str(wrong), returncode=1) from None
        rows = [_row(cell, cell.value, cell.kind) | {"low": _plain(cell.low), "high": _plain(cell.high)} for cell in found.values()]
        apart = disagreements(one, {key: cell.value for key, cell in found.items()})
        return rows, _sums(one, number, on, cells.coverage(one, found), len(apart))

    def _tell(self, one: Form, rows: list[Row], sums: Row, *, as_json: bool) -> None:
        head = {"form": one.key, "municipality": sums["municipality"]}
        for line in (json.dumps(head | row, ensure_ascii=False) for row in [*rows, sums]) if as_json else _lines(one, rows, sums):
            self.stdout.write(line)


def _like(files: list[sharing.Shared], number: str, by: set[alike.By]) -> list[sharing.Shared]:
    own, known = [one for one in files if one.number == number], centrality.known()
    if not own:
        raise CommandError(f"None of the files is of {number}.", returncode=2)
    if alike.By.CENTRALITY in by and known is None:
        raise CommandError("It is not known how central they lie: helhet statistics centrality FILE takes it in.", returncode=2)
    return [*own, *alike.like_some(own, [one for one in files if one.number != number], by, known)]


@cache
def _counted(directory: Path, number: str, on: date) -> facts.Facts:
    """A year's forms are of the same day: a snapshot is read once."""
    return facts.of_snapshot(directory, number, on, USUAL)


def _dot(funnel: comparison.Funnel, dot: comparison.Dot) -> Row:
    count, of = dot.shared.indicators[funnel.indicator.key]
    return {
        "indicator": funnel.indicator.key, "municipality": dot.shared.number, "year": dot.shared.year, "group": dot.shared.group,
        "count": [count.low, count.high], "of": [of.low, of.high], "mean": round(funnel.mean, 4), "stands": dot.stands,
    }  # fmt: skip


def _row(cell: cells.Cell, value: Value, kind: str) -> Row:
    return {
        "row": cell.row.id, "kind": kind, "value": _plain(value), "records": cell.records,
        "ask": cell.row.ask if value is None else None,
    }  # fmt: skip


def _plain(value: Value) -> Any:
    """Work years as words, exactly; all else as JSON has it."""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else list(value) if isinstance(value, tuple) else value


def _sums(one: Form, number: str, on: Any, told: cells.Coverage, apart: int) -> Row:
    return {
        "municipality": number, "on": on.isoformat(), "rows": len(one.rows), "work_years": list(told.work_years),
        "content": list(told.content), "disagreements": apart,
    }  # fmt: skip


def _lines(one: Form, rows: list[Row], sums: Row) -> Iterator[str]:
    """The report to read: a line a row, under each section's title."""
    by_id = {row["row"]: row for row in rows}
    yield f"{one.key}, {sums['municipality']}, counted on {sums['on']}"
    for section in one.sections:
        yield f"\n{section.title['nb']}"
        for row in section.rows:
            yield f"  {row.says['nb'][:58]:58} {_said(by_id[row.id])}"
    (work, of_work), (content, of_content) = sums["work_years"], sums["content"]
    yield f"\nCounted: {work} of {of_work} work-year cells, {content} of {of_content} content cells."
    yield f"Sums that disagree: {sums['disagreements']}."


def _said(row: Row) -> str:
    value = row["value"]
    if value is None:
        return f"ask {row['ask']}" if row["ask"] else "not known here"
    shown = f"{rounded(Decimal(value))}" if isinstance(value, str) and _is_number(value) else str(value)
    return f"{shown} ({rounded(Decimal(row['low']))}–{rounded(Decimal(row['high']))}, estimated)" if row["low"] else shown


def _is_number(word: str) -> bool:
    return word.replace(".", "", 1).isdecimal()
