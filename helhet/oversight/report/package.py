"""The package: verdicts as Parquet and spreadsheet, the report to read, and a manifest that says what it stands on.

The same data give the same bytes: rows are in order, keys come from the installation's secret, and nothing holds the hour it was made.
"""

import hashlib
import io
import json
import zipfile
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from django.utils.translation import gettext
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from helhet.organisation.rules import N_
from helhet.oversight import law
from helhet.oversight.digest import rules_digest
from helhet.oversight.rules import MISSING_NAMES, STATE_NAMES, Criterion, Length, Missing, State
from helhet.record import schema
from helhet.record.whole import Broken, put_whole

from .judged import Answer, Judged

MANIFEST = "manifest.json"
VERDICTS, SHEET, PAGE, PAPER = "verdicts.parquet", "verdicts.xlsx", "report.html", "report.pdf"
FORMAT = 1
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the first day a zip can hold
_SHEET_ROWS = 1_000_000  # a spreadsheet holds few more; the Parquet file has them all

VERDICT = pa.schema(
    [
        ("criterion", pa.string()), ("person", pa.string()), ("municipality", pa.string()), ("subject", pa.string()),
        ("state", pa.string()),
        ("by", pa.date32()), ("since", pa.date32()), ("late", pa.int32()), ("missing", pa.string()), ("step", pa.string()),
        ("evidence", pa.string()),
    ]
)  # fmt: skip
GROUP = 100_000  # rows a group of the file


# ── the files ───────────────────────────────────────────────────────────────


def parquet(found: Judged) -> bytes:
    """Every verdict, the not applicable too."""
    sink = io.BytesIO()
    with verdict_file(sink) as file:
        file.write_table(pa.Table.from_pylist(list(found.rows), schema=VERDICT), row_group_size=GROUP)
    return sink.getvalue()


def verdict_file(place: Any) -> pq.ParquetWriter:
    """A file of verdicts, to be written and closed: the same verdicts in the same groups give the same bytes."""
    return pq.ParquetWriter(place, VERDICT, compression="zstd", compression_level=3, version="2.6", data_page_version="1.0")


def spreadsheet(found: Judged) -> bytes:
    """The criteria with their counts, and each verdict that is not «not applicable», in the language that is on."""
    book = Workbook(write_only=True)
    _summary(book.create_sheet(gettext("Krav")), found)
    _verdicts(book.create_sheet(gettext("Funn")), found)
    sink = io.BytesIO()
    book.save(sink)
    return _without_the_hour(sink.getvalue())


def _bold(sheet: Any, words: list[str]) -> list[Any]:
    cells = [WriteOnlyCell(sheet, gettext(word)) for word in words]
    for cell in cells:
        cell.font = Font(bold=True)
    return cells


def _summary(sheet: Any, found: Judged) -> None:
    sheet.freeze_panes = "C2"
    for column, width in zip("ABCDEFGHIJK", (9, 48, 34, 10, 10, 14, 12, 10, 18, 14, 60), strict=True):
        sheet.column_dimensions[column].width = width
    heads = [
        N_("Krav"),
        N_("Hva"),
        N_("Regel"),
        N_("Gjelder"),
        *(STATE_NAMES[one] for one in _TOLD),
        N_("Flest dager over"),
        N_("Hvorfor ikke"),
    ]
    sheet.append(_bold(sheet, heads))
    for one in found.answers:
        reasons = [f"{gettext(MISSING_NAMES[reason])}: {count}" for reason, count in one.reasons.items()]
        if one.unreached and not reasons:
            reasons = [gettext(MISSING_NAMES[one.unreached])]
        counts = [one.count(state) for state in _TOLD]
        sheet.append(
            [
                one.criterion.id,
                gettext(one.criterion.title),
                ", ".join(law.cited(one.criterion.basis, gettext)),
                one.concerned,
                *counts,
                one.latest,
                "; ".join(reasons),
            ]
        )


_TOLD = (State.MET, State.LATE, State.DUE, State.BREACHED, State.CANNOT)


def _verdicts(sheet: Any, found: Judged) -> None:
    sheet.freeze_panes = "A2"
    for column, width in zip("ABCDEFGHI", (9, 28, 28, 18, 12, 12, 8, 48, 28), strict=True):
        sheet.column_dimensions[column].width = width
    sheet.append(_bold(sheet, [N_("Krav"), N_("Person"), N_("Gjelder rad"), N_("Funn"), N_("Innen"), N_("Brutt siden"), N_("Dager over"),
                               N_("Hva som mangler"), N_("Bevis")]))  # fmt: skip
    told = [row for row in found.rows if row["state"] != State.NOT_APPLICABLE]
    for row in told[:_SHEET_ROWS]:
        missing = gettext(MISSING_NAMES[Missing(row["missing"])]) if row["missing"] else None
        state = gettext(STATE_NAMES[State(row["state"])])
        sheet.append(
            [row["criterion"], row["person"], row["subject"], state, row["by"], row["since"], row["late"], missing, row["evidence"]]
        )
    if len(told) > _SHEET_ROWS:
        sheet.append([gettext("Resten står i {file}: regnearket har ikke plass til flere.").format(file=VERDICTS)])


def _without_the_hour(made: bytes) -> bytes:
    """The same workbook with every date it carries of its own making set to one day."""
    sink = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(sink, "w") as new:
        for name in sorted(old.namelist()):
            content = _CORE if name == "docProps/core.xml" else old.read(name)
            member = zipfile.ZipInfo(name, _LONG_AGO)
            member.compress_type, member.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            new.writestr(member, content)
    return sink.getvalue()


_CORE = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    b'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>Helhet</dc:creator></cp:coreProperties>'
)


def manifest(found: Judged, files: Mapping[str, bytes]) -> bytes:
    """What the package holds and stands on, the counts, and every file's hash."""
    return spelled({
        "municipality": {"number": found.municipality.number, "name": found.municipality.name, "language": found.municipality.language},
        "day": found.on, "as_of": found.as_of, "data_from": found.data_from,
        **stands_on(found.answers, found.targets, found.not_law),
        "counts": {"persons": found.persons, "criteria": len(found.answers), "verdicts": len(found.rows)} | by_state(found.states),
        "keys": found.fingerprint,
        "files": {name: {"sha256": sha256(content), "bytes": len(content)} for name, content in sorted(files.items())},
    })  # fmt: skip


def spelled(said: Mapping[str, Any]) -> bytes:
    """A manifest as it is written."""
    return (json.dumps({"format": FORMAT, **said}, default=str, indent=1, ensure_ascii=False) + "\n").encode()


def stands_on(answers: Iterable[Answer], targets: Mapping[str, Length], not_law: Iterable[Criterion]) -> dict[str, Any]:
    """What verdicts stand on: the product, the law as it was read, the rules, the targets, and each criterion with its counts."""
    answers = list(answers)
    return {
        "helhet": version("helhet"),
        "law": {"read_on": law.READ_ON, "paragraphs": _paragraphs(answers)},
        "rules": {"sha256": rules_digest(), "tables": schema.VERSION},
        "targets": {key: {"days": one.days, "months": one.months} for key, one in sorted(targets.items())},
        "criteria": {one.criterion.id: _criterion(one) for one in answers},
        "not_law": sorted({one.id for one in not_law}),
    }


def by_state(states: Counter[str]) -> dict[str, int]:
    """How many verdicts of each kind, those there are none of too."""
    return {state.value: states[state] for state in State}


def _criterion(one: Answer) -> dict[str, Any]:
    criterion = one.criterion
    states = {state.value: one.count(state) for state in State}
    return {"basis": criterion.basis, "since": criterion.since, "until": criterion.until, "unreached": one.unreached, **states}


def _paragraphs(answers: Iterable[Answer]) -> dict[str, Any]:
    keys = sorted({key for one in answers for key in one.criterion.basis})
    paragraphs = [law.PARAGRAPHS[key] for key in keys]
    return {one.key: {"law": law.LAWS[one.law], "since": one.since, "until": one.until} for one in paragraphs}


def sha256(content: bytes) -> str:
    """The hash a manifest holds of a file."""
    return hashlib.sha256(content).hexdigest()


# ── writing and reading ─────────────────────────────────────────────────────


def write(directory: Path, files: Mapping[str, bytes]) -> None:
    """All of the files, or none. Raises `Broken` when the place is not free."""
    with put_whole(directory) as beside:
        for name, content in files.items():
            (beside / name).write_bytes(content)


@dataclass(frozen=True)
class Package:
    """A package as it stands in a directory, every file held against its manifest."""

    said: dict[str, Any]
    files: dict[str, bytes]

    @property
    def number(self) -> str:
        """The municipality's number."""
        return str(self.said["municipality"]["number"])

    @property
    def on(self) -> date:
        """The day it tells of."""
        return date.fromisoformat(self.said["day"])

    @property
    def as_of(self) -> date:
        """The day the database told of when it was made."""
        return date.fromisoformat(self.said["as_of"])

    def rows(self) -> list[dict[str, Any]]:
        """The verdicts."""
        found: list[dict[str, Any]] = pq.read_table(io.BytesIO(self.files[VERDICTS])).to_pylist()
        return found


def read(directory: Path) -> Package:
    """The package in this directory. Raises `Broken` with the name of the file that is missing, changed or not of it."""
    said = _read_manifest(directory / MANIFEST)
    files: dict[str, bytes] = {}
    for name, expected in said["files"].items():
        path = directory / name
        if not path.is_file():
            raise Broken(path, "the file is missing. Fetch it from where the package was kept, or make the report anew.")
        files[name] = path.read_bytes()
        if sha256(files[name]) != expected["sha256"]:
            raise Broken(path, "the file is not as it was written. Fetch it from where the package was kept, or make the report anew.")
    if strange := sorted({one.name for one in directory.iterdir()} - {*files, MANIFEST}):
        raise Broken(directory / strange[0], "the file is no part of the package.")
    return Package(said, files)


def _read_manifest(path: Path) -> dict[str, Any]:
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        date.fromisoformat(said["day"]), date.fromisoformat(said["as_of"]), said["municipality"]["number"], said["keys"]
        names = {name for name, one in said["files"].items() if len(one["sha256"]) == 64}  # noqa: PLR2004
    except FileNotFoundError:
        raise Broken(path, "the file is missing: this is no whole package.") from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as wrong:
        raise Broken(path, f"the file cannot be read ({type(wrong).__name__}).") from None
    if said.get("format") != FORMAT:
        raise Broken(path, f"the package is of format {said.get('format')}; this is format {FORMAT}.")
    if names != {VERDICTS, SHEET, PAGE, PAPER}:
        raise Broken(path, "it does not name the four files of a package.")
    return dict(said)
