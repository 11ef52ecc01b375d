"""A file's bytes to rows of cells: xlsx, or text with semicolon, comma or tab between. Nothing in the file is carried out.

A formula is never computed: its last answer is read, and a formula without one is said to be so. The file's own content
decides what it is, not its name. Everything is bounded before it is unpacked, and XML with a document type is refused.
"""

import csv
import math
import re
import unicodedata
import warnings
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from enum import Enum
from io import BytesIO, StringIO
from itertools import islice, repeat

import openpyxl

from helhet.organisation.rules import N_, Fault

from .headers import recognise
from .marks import NO_MARKS, Marks, marks_in

LARGEST = 20_000_000  # bytes
LARGEST_UNPACKED = 150_000_000
MOST_TAGS = 6_000_000  # in one part: 20,000 rows of 70 columns, and no more memory than a laptop has
MOST_ROWS = 20_000
MOST_COLUMNS = 200
LONGEST_CELL = 4_000  # letters
HEADER_WITHIN = 20  # rows: above the header there may be a title, a date, a blank line


class Spoiled(Enum):
    """A cell that shows something other than what somebody wrote there."""

    FORMULA = "formula"  # with no answer kept
    ERROR = "error"  # #REF! and its like
    LONG = "long"


Progress = Callable[[int], None]
Cell = str | int | float | bool | date | Spoiled | None


@dataclass(frozen=True)
class Sheet:
    """The rows of one sheet, each with its number in the spreadsheet; rows with nothing in them are left out."""

    title: str
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]
    unread: tuple[str, ...] = ()  # other sheets in the workbook with something in them
    unread_hidden: tuple[str, ...] = ()  # and those of them that are hidden
    marks: Marks = NO_MARKS


class NotASheet(Exception):
    """The file cannot be read as a list; `said` is why, and what to do."""

    def __init__(self, reason: str, **values: object) -> None:
        self.said = Fault("", reason, values)
        super().__init__(str(self.said))


def open_sheet(data: bytes, *, wanted: str = "", progress: Progress = lambda done: None) -> Sheet:
    """The rows of the sheet that is wanted (else the first visible one with something in it), or `NotASheet` with the reason."""
    if len(data) > LARGEST:
        raise NotASheet(N_("Filen er større enn {most} MB. Del den i flere."), most=LARGEST // 1_000_000)
    if not data.strip():
        raise NotASheet(N_("Filen er tom."))
    if data.startswith(b"PK"):
        sheet = _workbook(data, wanted, progress)
    else:
        _refuse_other_kinds(data)
        sheet = Sheet("", tuple(_counted(_text_rows(_decoded(data)), progress)))
    if not sheet.rows:
        raise NotASheet(N_("Det står ingenting i arket."))
    return sheet


_OTHER_KINDS = (
    (b"\xd0\xcf\x11\xe0", N_("Filen er i det gamle Excel-formatet .xls. Åpne den i Excel og velg Lagre som «Excel-arbeidsbok (.xlsx)».")),
    (b"%PDF", N_("Filen er en PDF. Finn regnearket den ble laget av, og bruk det.")),
    (b"{\\rtf", N_("Filen er et tekstdokument. Kopier tabellen over i Excel og lagre den som .xlsx.")),
    (b"<", N_("Filen er en nettside eller XML, ikke et regneark. Åpne den i Excel og velg Lagre som «Excel-arbeidsbok (.xlsx)».")),
)


def _refuse_other_kinds(data: bytes) -> None:
    if data.startswith(b"\xd0\xcf\x11\xe0") and "EncryptedPackage".encode("utf-16-le") in data:
        raise NotASheet(N_("Filen har passord. Åpne den i Excel, fjern passordet under Fil, Info, Beskytt arbeidsbok, og lagre på nytt."))
    for mark, reason in _OTHER_KINDS:
        if data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(mark):
            raise NotASheet(reason)


# ── workbooks ───────────────────────────────────────────────────────────────


_TOO_BIG = N_("Regnearket er altfor stort når det pakkes ut. Kopier listen over i et nytt ark og lagre det.")


def _workbook(data: bytes, wanted: str, progress: Progress) -> Sheet:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            has_formulas = _checked(archive)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl leaves out (styles, drawings) is nothing we read
            return _read_workbook(data, wanted, has_formulas, progress)
    except NotASheet:
        raise
    except Exception as broken:
        # A damaged workbook breaks wherever it is damaged, in as many ways as there are parts.
        raise NotASheet(N_("Regnearket er skadet og kan ikke åpnes. Åpne det i Excel og lagre det på nytt som .xlsx.")) from broken


def _checked(archive: zipfile.ZipFile) -> bool:
    """Refuse what is no workbook, unpacks too big or declares entities; true when some cell holds a formula."""
    entries = archive.infolist()
    names = {entry.filename for entry in entries}
    if "xl/workbook.xml" not in names:
        open_document = "mimetype" in names and b"opendocument.spreadsheet" in archive.read("mimetype")[:100]
        raise NotASheet(
            N_("Filen er et OpenDocument-regneark (.ods). Lagre det som .xlsx eller .csv.") if open_document
            else N_("Filen er ikke et Excel-regneark (.xlsx). Lagre listen som .xlsx eller .csv.")
        )  # fmt: skip
    if len(entries) > 5_000 or sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
        raise NotASheet(_TOO_BIG)
    if any(entry.flag_bits & 1 for entry in entries):
        raise NotASheet(N_("Filen har passord. Fjern det og lagre på nytt."))
    formulas = False
    for entry in entries:
        if entry.filename.endswith((".xml", ".rels")):
            part = archive.read(entry)
            if b"<!DOCTYPE" in part or "<!DOCTYPE".encode("utf-16-le") in part or "<!DOCTYPE".encode("utf-16-be") in part:
                raise NotASheet(N_("Regnearket er ikke laget av et vanlig regnearkprogram. Åpne det i Excel og lagre det på nytt."))
            if part.count(b"<") > MOST_TAGS:
                raise NotASheet(_TOO_BIG)
            formulas |= entry.filename.startswith("xl/worksheets/") and re.search(rb"<(\w+:)?f[ >/]", part) is not None
    return formulas


def _read_workbook(data: bytes, wanted: str, has_formulas: bool, progress: Progress) -> Sheet:
    book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
    if wanted and wanted not in book.sheetnames:
        raise NotASheet(
            N_("Regnearket har ikke noe ark som heter «{name}». Det har: {names}."), name=wanted, names=", ".join(book.sheetnames)
        )
    candidates = [sheet for sheet in book.worksheets if sheet.title == wanted or (not wanted and sheet.sheet_state == "visible")]
    found: Sheet | None = None
    unread = []
    for sheet in candidates:
        if found:
            unread += [sheet.title] if _has_something(sheet) else []
            continue
        formulas = _formulas(data, sheet.title) if has_formulas else repeat(())
        spoiled = (_with_spoiled(values, marks) for values, marks in zip(_values(sheet), formulas, strict=False))
        rows = tuple(_counted(spoiled, progress))
        found = Sheet(sheet.title, rows, marks=_marks(data, sheet)) if rows else None
    if not found:
        raise NotASheet(N_("Det står ingenting i arket."))
    hidden = [] if wanted else [one.title for one in book.worksheets if one.sheet_state != "visible" and _has_something(one)]
    return replace(found, unread=tuple(unread), unread_hidden=tuple(hidden))


def _has_something(sheet: openpyxl.worksheet._read_only.ReadOnlyWorksheet) -> bool:
    return any(any(value is not None for value in row) for row in islice(_values(sheet), 200))


def _marks(data: bytes, sheet: openpyxl.worksheet._read_only.ReadOnlyWorksheet) -> Marks:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return marks_in(archive.read(sheet._worksheet_path))


def _values(sheet: openpyxl.worksheet._read_only.ReadOnlyWorksheet) -> Iterator[tuple[object, ...]]:
    """The rows from the first one; the size a file claims for its sheet is not believed."""
    sheet.reset_dimensions()
    return iter(sheet.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True))


def _formulas(data: bytes, title: str) -> Iterator[tuple[bool, ...]]:
    """For each row which cells hold a formula."""
    book = openpyxl.load_workbook(BytesIO(data), read_only=True, keep_links=False)
    sheet = book[title]
    sheet.reset_dimensions()
    for row in sheet.iter_rows(max_col=MOST_COLUMNS + 1):
        yield tuple(cell.data_type == "f" for cell in row)


def _with_spoiled(values: Iterable[object], marks: tuple[bool, ...]) -> tuple[object, ...]:
    """A formula with no answer kept is no blank cell."""
    if True not in marks:
        return tuple(values)
    return tuple(Spoiled.FORMULA if value is None and n < len(marks) and marks[n] else value for n, value in enumerate(values))


# ── text ────────────────────────────────────────────────────────────────────


def _decoded(data: bytes) -> str:
    """UTF-8 with or without its mark, UTF-16 with it, else Windows-1252, as Excel writes in Norway."""
    encodings = ["utf-16"] if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise NotASheet(N_("Filen er verken et regneark eller en tekstfil vi kan lese. Lagre listen som .xlsx eller «CSV UTF-8»."))


def _text_rows(text: str) -> Iterator[Sequence[object]]:
    """The records, by whichever sign between gives most headers we know; numbered as a spreadsheet shows them."""
    if marked := re.match(r"sep=(.)\r?\n", text, re.IGNORECASE):
        text = text[marked.end() :]
    signs = marked[1] if marked else ";,\t"
    best = max(signs, key=lambda sign: _headers_known(text, sign))
    reader = csv.reader(StringIO(text, newline=""), delimiter=best, strict=True)
    try:
        yield from reader
    except csv.Error as broken:
        raise NotASheet(
            N_("Et anførselstegn (\") er åpnet og ikke lukket, ved linje {line} i tekstfilen. Rett det, eller lagre listen som .xlsx."),
            line=reader.line_num,
        ) from broken  # fmt: skip


def _headers_known(text: str, sign: str) -> tuple[int, int]:
    records = list(islice(csv.reader(StringIO(text, newline=""), delimiter=sign), HEADER_WITHIN))
    return max(((sum(1 for one in record if recognise(one)), len(record)) for record in records), default=(0, 0))


# ── cells ───────────────────────────────────────────────────────────────────

_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#I/T", "#VERDI!", "#NAVN?"})
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_BROKEN = re.compile("Ã[\u00a5\u00a6\u00b8\u02dc\u2020\u2026]|\ufffd")


def _counted(records: Iterable[Iterable[object]], progress: Progress) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    """The rows with something in them, each with its number; too many or too wide is refused."""
    count = 0
    for number, record in enumerate(records, 1):
        values = tuple(record)
        if values.count(None) == len(values):
            continue  # at once: a stray cell far down leaves a million rows of nothing above it
        cells = tuple(_cell(value) for value in values)
        while cells and cells[-1] is None:
            cells = cells[:-1]
        if not cells:
            continue
        count += 1
        if count > MOST_ROWS + HEADER_WITHIN:  # the list itself, below its title and headers
            raise NotASheet(N_("Arket har mer enn {most} rader. Del listen i flere filer."), most=MOST_ROWS)
        if len(cells) > MOST_COLUMNS:
            raise NotASheet(N_("Rad {row} har mer enn {most} kolonner. Er skilletegnet riktig?"), row=number, most=MOST_COLUMNS)
        progress(count)
        yield number, cells


def _cell(value: object) -> Cell:
    """A value as it is read: text without what cannot be seen, whole numbers whole, a date without a clock."""
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, float):
        if not math.isfinite(value):
            return Spoiled.ERROR
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    if isinstance(value, date | bool | int | Spoiled) or value is None:
        return value
    return value.isoformat() if isinstance(value, time) else str(value)


def _text(value: str) -> Cell:
    if _BROKEN.search(value):
        raise NotASheet(N_("Bokstavene æ, ø og å er ødelagt i filen. Eksporter listen på nytt som «CSV UTF-8», eller lagre den som .xlsx."))
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", value)).replace("_x000D_", "\n")
    text = re.sub(r"\r\n?|\u2028|\u2029", "\n", re.sub(r"[\u00a0\u202f\u2007\t]", " ", text))
    text = "".join(sign for sign in text if sign == "\n" or unicodedata.category(sign) != "Cc").strip()
    if text in _ERRORS:
        return Spoiled.ERROR
    if len(text) > LONGEST_CELL:
        return Spoiled.LONG
    return text or None
