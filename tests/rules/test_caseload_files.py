"""Files as they come: workbooks and text in every encoding, and every way a file can be no list."""

import time
import zipfile
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helhet.cases.rules.caseload import NotASheet, open_sheet, read, sheet
from helhet.cases.rules.caseload.marks import Marks, marks_in
from tests.data.caseloads import KARI, Text, text, xlsx

ON = date(2026, 11, 10)
MARCH = date(2024, 3, 12)

ROWS = [["Navn", "Født", "Merknad"], ["Åse Ødegård", "14.3.92", 'Blåbær; "fisk", og\nmer'], [], ["Tor Rike", "30.6.60", None]]


@pytest.mark.parametrize("between", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_text_is_read_whatever_the_encoding_and_the_sign_between(encoding: str, between: str) -> None:
    found = open_sheet(text(ROWS, between=between, encoding=encoding))
    assert found.rows[1] == (2, ("Åse Ødegård", "14.3.92", 'Blåbær; "fisk", og\nmer'))
    assert [row for row, _ in found.rows] == [1, 2, 4]  # as the spreadsheet numbers them


def test_the_line_that_tells_excel_the_sign_is_no_row() -> None:
    assert open_sheet(b"sep=|\r\nNavn|Tlf\r\nKari Vik|40000111\r\n").rows[0] == (1, ("Navn", "Tlf"))


def test_a_workbook_is_read_as_text_is() -> None:
    assert open_sheet(xlsx(ROWS)).rows == open_sheet(text(ROWS)).rows


def test_the_first_sheet_with_something_in_it_or_the_one_asked_for() -> None:
    data = xlsx([], title="Forside", others={"Aktive": ROWS, "Gamle": [["Navn"], ["Borte"]]})
    assert (open_sheet(data).title, open_sheet(data).unread) == ("Aktive", ("Gamle",))
    assert open_sheet(data, wanted="Gamle").rows == ((1, ("Navn",)), (2, ("Borte",)))
    with pytest.raises(NotASheet, match="Forside, Aktive, Gamle"):
        open_sheet(data, wanted="Nye")


def test_a_hidden_sheet_is_not_taken_for_the_list() -> None:
    book = openpyxl.Workbook()
    book.active.append(["Navn"])
    book.active.sheet_state = "hidden"
    shown = book.create_sheet("Aktive")
    shown.append(["Navn", "Tlf"])
    file = BytesIO()
    book.save(file)
    assert open_sheet(file.getvalue()).title == "Aktive"


def _book(rows, *, merged=(), hidden=(), others=()) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for place in merged:
        book.active.merge_cells(place)
    for number in hidden:
        book.active.row_dimensions[number].hidden = True
    for title, state in others:
        other = book.create_sheet(title)
        other.append(["Navn", "Tlf"])
        other.sheet_state = state
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _read(data: bytes):
    return read(open_sheet(data), maps={}, number="4220", name="Bygland", on=ON)


def test_a_hidden_sheet_with_something_in_it_is_told_of() -> None:
    data = _book([["Navn", "Tlf"]], others=[("Gamle", "visible"), ("Skjult", "hidden"), ("Dypt", "veryHidden")])
    assert (open_sheet(data).unread, open_sheet(data).unread_hidden) == (("Gamle",), ("Skjult", "Dypt"))


def test_hidden_rows_are_read_and_told_of() -> None:
    rows = [["Brukere"], ["Navn", "Tlf"], *([f"Kari {'Vik' * n}", 40000110 + n] for n in range(1, 7))]
    found = _read(_book(rows, hidden=[1, 3, 5, 6, 7, 99]))
    assert [one.row for one in found.persons] == [3, 4, 5, 6, 7, 8]
    (note,) = found.notes
    assert (note.said.values["count"], note.said.values["rows"]) == (4, "3, 5–7")
    assert _read(_book(rows)).notes == ()


def test_cells_merged_downwards_are_refused_by_name() -> None:
    rows = [["Brukerliste", None, None], ["Koordinator", "Navn", "Merknad"]]
    rows += [["Ingunn Austad", "Kari Vik", "a"], [None, "Even Lien", "b"], [None, "Tor Rike", "c"]]
    found = _read(_book(rows, merged=["A1:C1", "A3:A5", "B6:B7"]))
    assert [(one.row, one.column, one.said.values["cells"]) for one in found.faults] == [(3, "Koordinator", "A3:A5")]


@pytest.mark.parametrize("merged", ["A1:C1", "B3:C3", "A3:A4"], ids=["a title", "one row", "a column that is left out"])
def test_merged_cells_that_take_nothing_away_are_let_be(merged: str) -> None:
    rows = [["Brukere", None, None, None], ["Nr", "Merknad", "Notat", "Navn"], [1, "a", None, "Kari Vik"], [None, "b", "c", "Tor Rike"]]
    assert _read(_book(rows, merged=[merged])).faults == ()


@pytest.mark.parametrize("part", [b"<row ", b"<mergeCell ", b'<mergeCell ref="A1:', b"<row" + b" r" * 50])
def test_a_damaged_sheet_is_searched_for_marks_in_one_go(part: bytes) -> None:
    began = time.process_time()
    assert marks_in(part * 200_000) == Marks()  # to its end for each tag would take hours
    assert time.process_time() - began < 20


def test_a_formula_is_never_computed() -> None:
    data = xlsx([["Navn", "Tlf"], ['=CONCATENATE("Kari"," Vik")', Text("=40000111")]])
    assert open_sheet(data).rows[1] == (2, (sheet.Spoiled.FORMULA, "=40000111"))
    fault = read(open_sheet(data), maps={}, number="4220", name="Bygland", on=ON).faults[0]
    assert (fault.row, fault.column) == (2, "Navn")
    assert "formel" in str(fault.said)


def test_a_formula_with_its_answer_kept_is_the_answer() -> None:
    data = _changed(
        xlsx([["Navn", "Tlf"], ["=A1", 40000111]]), "xl/worksheets/sheet1.xml", b"<v></v>", b"<v>Kari Vik</v>", b"<v />", b"<v>Kari Vik</v>"
    )
    data = _changed(data, "xl/worksheets/sheet1.xml", b'<c r="A2">', b'<c r="A2" t="str">')
    assert open_sheet(data).rows[1] == (2, ("Kari Vik", 40000111))


MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
AS_EXCEL_WRITES = {
    "[Content_Types].xml": f"""<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>
        <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
        <Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
        <Override PartName="/xl/worksheets/sheet1.xml"
            ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>
        <Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>
        <Override PartName="/xl/sharedStrings.xml"
            ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>""",
    "_rels/.rels": f"""<Relationships xmlns="{PACKAGE}/relationships">
        <Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>""",
    "xl/_rels/workbook.xml.rels": f"""<Relationships xmlns="{PACKAGE}/relationships">
        <Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>
        <Relationship Id="r2" Type="{OFFICE}/styles" Target="styles.xml"/>
        <Relationship Id="r3" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>""",
    "xl/workbook.xml": f"""<workbook {MAIN} xmlns:r="{OFFICE}"><sheets><sheet name="Ark1" sheetId="1" r:id="r1"/></sheets></workbook>""",
    "xl/styles.xml": f"""<styleSheet {MAIN}><numFmts count="1"><numFmt numFmtId="164" formatCode="dd/mm/yy;@"/></numFmts>
        <fonts count="1"><font/></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills>
        <borders count="1"><border/></borders>
        <cellStyleXfs count="1"><xf/></cellStyleXfs>
        <cellXfs count="2"><xf/><xf numFmtId="164" applyNumberFormat="1"/></cellXfs></styleSheet>""",
    "xl/sharedStrings.xml": f"""<sst {MAIN} count="5" uniqueCount="5"><si><t>Navn</t></si><si><t>Født</t></si><si><t>Fnr</t></si>
        <si><r><t>Kari </t></r><r><rPr><b/></rPr><t>Vik</t></r></si><si><t xml:space="preserve"> Oppstart </t></si></sst>""",
    "xl/worksheets/sheet1.xml": f"""<worksheet {MAIN}><dimension ref="A1:B1"/><sheetData>
        <row r="3"><c r="A3" t="s"><v>0</v></c><c r="B3" t="s"><v>1</v></c><c r="C3" t="s"><v>2</v></c><c r="E3" t="s"><v>4</v></c></row>
        <row r="5"><c r="A5" t="s"><v>3</v></c><c r="B5" s="1"><v>33677</v></c><c r="C5"><v>1.4839230037E10</v></c>
            <c r="E5" s="1"><f>B5+1</f><v>45363</v></c></row></sheetData></worksheet>""",
}  # fmt: skip


def test_a_workbook_as_excel_writes_it() -> None:
    found = open_sheet(_archive(**{name: part.encode() for name, part in AS_EXCEL_WRITES.items()}))
    assert found.rows == ((3, ("Navn", "Født", "Fnr", None, "Oppstart")), (5, ("Kari Vik", KARI, 14839230037, None, MARCH)))


def test_a_stray_cell_on_the_last_row_of_the_sheet_is_read_without_walking_every_cell_above_it(monkeypatch) -> None:
    seen = []
    monkeypatch.setattr(sheet, "_cell", lambda value: seen.append(value) or value)
    last = b'<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>Borte</t></is></c></row></sheetData>'
    found = open_sheet(_changed(xlsx(ROWS), "xl/worksheets/sheet1.xml", b"</sheetData>", last))
    assert found.rows[-1] == (1_048_576, ("Borte",))
    assert len(seen) < 1_000


def _changed(data: bytes, name: str, *pairs: bytes) -> bytes:
    """The same archive with bytes in one file replaced."""
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == name:
                for was, becomes in zip(pairs[::2], pairs[1::2], strict=True):
                    content = content.replace(was, becomes)
            new.writestr(entry.filename, content)
    return file.getvalue()


def _bomb() -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (sheet.LARGEST_UNPACKED + 1))
    return file.getvalue()


def _archive(**content: bytes) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, part in content.items():
            archive.writestr(name, part)
    return file.getvalue()


_LAUGHS = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
FILES = {
    "empty": (b"", "tom"),
    "blank": (b" \r\n;;\r\n", "ingenting"),
    "old Excel": (OLE + "Workbook".encode("utf-16-le"), ".xls"),
    "with a password": (OLE + "EncryptedPackage".encode("utf-16-le"), "passord"),
    "OpenDocument": (_archive(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), ".ods"),
    "another archive": (_archive(word=b"hei"), "ikke et Excel-regneark"),
    "half a workbook": (xlsx(ROWS)[:2000], "skadet"),
    "a damaged part": (_changed(xlsx(ROWS), "xl/worksheets/sheet1.xml", b"</row>", b"</rad>"), "skadet"),
    "a zip bomb": (_bomb(), "pakkes ut"),
    "a sheet of millions of empty rows": (
        _changed(xlsx(ROWS), "xl/worksheets/sheet1.xml", b"</sheetData>", b"<row/>" * (sheet.MOST_TAGS + 1) + b"</sheetData>"), "pakkes ut"
    ),
    "entities": (_changed(xlsx(ROWS), "xl/worksheets/sheet1.xml", b"<worksheet", _LAUGHS + b"<worksheet"), "vanlig regnearkprogram"),
    "a web page": (b"<html><table><tr><td>Navn</td></tr></table></html>", "nettside"),
    "a PDF": (b"%PDF-1.7 ...", "PDF"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)), "verken"),
    "letters broken by a wrong export": ("Navn;Født\r\nÅse;x".encode().decode("cp1252", "replace").encode(), "ødelagt"),
    "an open quote": (b'Navn;Tlf\r\n"Kari Vik;40000111\r\n', "anførselstegn"),
    "too many rows": (b"Navn\n" + b"Kari\n" * (sheet.MOST_ROWS + sheet.HEADER_WITHIN), "20000 rader"),
    "too wide": (b";" * 300 + b"Navn\n", "kolonner"),
    "too big": (b"x" * (sheet.LARGEST + 1), "20 MB"),
}  # fmt: skip


@pytest.mark.parametrize("kind", FILES)
def test_a_file_that_is_no_list_is_refused_with_what_to_do(kind: str) -> None:
    data, says = FILES[kind]
    with pytest.raises(NotASheet, match=says):
        open_sheet(data)


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    for file in (data, b"PK\x03\x04" + data, b"Navn;Tlf\n" + data):
        try:
            read(open_sheet(file), maps={}, number="4220", name="Bygland", on=ON)
        except NotASheet:
            continue  # refused in a sentence is well
