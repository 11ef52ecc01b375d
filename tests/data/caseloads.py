"""Lists as small services keep them, made here so that nobody in them exists. `python -m tests.data.caseloads DIR` writes them as files."""

import csv
import sys
from collections.abc import Sequence
from datetime import date
from io import BytesIO, StringIO
from itertools import count
from pathlib import Path

import openpyxl
from stdnum.no import fodselsnummer

Row = Sequence[object]


class Text(str):
    """What somebody typed that looks like a formula; any other text beginning with = is written as one."""


def number(born: date, *, d_number: bool = False, series: int = 0) -> str:
    """A synthetic identity number (month + 80; day + 40 for a D-number) whose check digits hold."""
    start = (900 if born.year >= 2000 else 300) + series
    for individual in count(start):
        first = f"{born.day + 40 * d_number:02}{born.month + 80:02}{born:%y}{individual:03}"
        one = fodselsnummer.calc_check_digit1(first + "00")
        two = fodselsnummer.calc_check_digit2(f"{first}{one}0")
        if len(one) == len(two) == 1:
            return f"{first}{one}{two}"
    raise AssertionError


def xlsx(rows: Sequence[Row], *, title: str = "Ark1", others: dict[str, Sequence[Row]] | None = None) -> bytes:
    """A workbook with these rows, and perhaps other sheets after."""
    book = openpyxl.Workbook()
    book.active.title = title
    for name, content in {title: rows, **(others or {})}.items():
        sheet = book[name] if name in book.sheetnames else book.create_sheet(name)
        for row in content:
            sheet.append([str(cell) if isinstance(cell, Text) else cell for cell in row])
            for place, cell in enumerate(row, 1):
                if isinstance(cell, Text):
                    sheet.cell(sheet.max_row, place).data_type = "s"
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def text(rows: Sequence[Row], *, between: str = ";", encoding: str = "cp1252") -> bytes:
    """The same as text, by default as Norwegian Excel writes it."""
    file = StringIO(newline="")
    csv.writer(file, delimiter=between).writerows([["" if cell is None else cell for cell in row] for row in rows])
    return file.getvalue().encode(encoding)


KARI = date(1992, 3, 14)
HEADS = (
    "Nr", "Etternavn", "Fornavn", "Fødselsnr. (11 siffer)", "Tlf/mobil", "Adresse", "Postnr/sted", "Kode 6/7", "Koordinator",
    "Primærkontakt", "IP (ja/nei)", "Hovedforløp", "Henvist dato", "Henvist fra", "Oppstart", "Avsluttet", "Fastlege",
    "Nærmeste pårørende", "Pårørende tlf", "Barn u/18", "Språk/tolk", "Merknader",
)  # fmt: skip


def under(heads: Row, cells: dict[str, object]) -> Row:
    """A row with these cells under their headers."""
    assert cells.keys() <= set(heads)
    return [cells.get(str(head)) for head in heads]


def believable() -> list[Row]:
    """A list that is taken in: written by several hands over the years, each with her own way of writing a date."""
    told: list[dict[str, object]] = [
        {
            "Nr": 1, "Etternavn": "Vik", "Fornavn": "Kari Anne", "Fødselsnr. (11 siffer)": int(number(KARI)), "Tlf/mobil": 40000111,
            "Adresse": "Sandnesvegen 4", "Postnr/sted": "4745 Bygland", "Koordinator": "Ingunn Austad",
            "Primærkontakt": "Kari Byglandsfjord",
            "IP (ja/nei)": "ja", "Hovedforløp": 3, "Henvist dato": date(2024, 3, 12), "Henvist fra": "Fastlege", "Oppstart": "mars 24",
            "Fastlege": "Anders Kile", "Nærmeste pårørende": "Anne Vik (mor)", "Pårørende tlf": "400 00 112", "Barn u/18": "2",
            "Merknader": "Sover lite. Vil ut i arbeid igjen.",
        },
        {
            "Nr": 2, "Etternavn": "Lien", "Fornavn": "Even", "Fødselsnr. (11 siffer)": int(number(date(1988, 11, 5), d_number=True)),
            "Tlf/mobil": "400 00 113 / 40000114", "Adresse": "Kode 6", "Koordinator": "austad, ingunn", "IP (ja/nei)": "nei",
            "Hovedforløp": "II", "Henvist dato": "12.3-23", "Henvist fra": "NAV", "Oppstart": "2023-04-01", "Fastlege": "dr. Anders Kile",
            "Barn u/18": "nei", "Språk/tolk": "arabisk", "Merknader": Text('=HYPERLINK("http://x.invalid";"klikk")'),
        },
        {
            "Nr": 3, "Etternavn": "Å. Moe", "Fornavn": "Jan-Erik", "Fødselsnr. (11 siffer)": int(number(date(1975, 1, 2))),
            "Tlf/mobil": "+47 400 00 115", "Kode 6/7": "nei", "Koordinator": "Ingunn Austad", "IP (ja/nei)": "takket nei", "Hovedforløp": 1,
            "Henvist dato": "24. januar 2025", "Henvist fra": "selv", "Oppstart": 45689, "Fastlege": "Ukjent Lege",
            "Nærmeste pårørende": "ingen", "Barn u/18": "?", "Språk/tolk": "norsk",
        },
        {"Nr": 4, "Etternavn": "Dale", "Fornavn": "Synne", "Adresse": "Postboks 12, 4745 Bygland", "Merknader": "Vil ikke oppgi alder."},
        dict(zip(HEADS, HEADS, strict=True)),
        {
            "Nr": 5, "Etternavn": "Rike", "Fornavn": "Tor", "Fødselsnr. (11 siffer)": number(date(1960, 6, 30)), "Tlf/mobil": "40000116",
            "IP (ja/nei)": "nei", "Hovedforløp": "2", "Henvist dato": "1.2.2019", "Henvist fra": "DPS", "Oppstart": "1.2.19",
            "Avsluttet": "15.10.25 flyttet til Kristiansand", "Barn u/18": "ja",
        },
    ]  # fmt: skip
    return [["Brukerliste psykisk helse og rus"], ["Sist oppdatert 3.11.26 av IA"], [], HEADS, *(under(HEADS, one) for one in told)]


BAD_HEADS = (
    "Nr", "Navn", "Født", "Personnr", "Mobil", "Adresse", "Poststed", "Postnr", "Skjermet adresse", "Koordinator", "IP", "Forløp",
    "Henvist", "Oppstart", "Avsluttet", "Pårørende", "Tolk", "Kommune", "Merknad",
)  # fmt: skip


def bad() -> list[Row]:
    """A list with every fault that real ones have, one or two a row."""
    kari, tor = number(KARI), number(date(1960, 6, 30))
    wrong = f"{tor[:-1]}{(int(tor[-1]) + 1) % 10}"
    told: list[dict[str, object]] = [
        {"Navn": "Kari Vik", "Personnr": int(kari), "Koordinator": "Ingunn"},
        {"Navn": "Kari og Ola Moe", "Født": "12.3.80"},
        {"Navn": "Anne/Per", "Født": "01.02.71"},
        {"Navn": "Tor Rike", "Personnr": wrong},
        {"Navn": "Tor Haug", "Personnr": f"{int(tor):.5E}".replace(".", ",")},
        {"Navn": "Siri Haug", "Født": "våren 1980"},
        {"Navn": "Liv Berg", "Født": 10392},
        {"Navn": "Even Lien", "Født": "14.03.1992", "Personnr": number(date(1988, 11, 5))},
        {"Navn": "Kari Anne Vik", "Personnr": kari},
        {"Navn": "Ole Dal", "Mobil": "400 00 11"},
        {"Navn": "Ole Dal", "Merknad": "Samme som over?"},
        {"Navn": "Eva Strand", "Født": "1.1.90", "Henvist": "våren 2023", "Oppstart": "2024-13-01"},
        {"Navn": "Eva Foss", "Født": "2.1.90", "Henvist": "12.3.24", "Oppstart": "1.3.24"},
        {"Navn": "Eva Elv", "Født": "3.1.90", "Oppstart": "12.3.27"},
        {"Navn": "Eva Bru", "Født": "4.1.90", "Avsluttet": "ja", "Oppstart": "1.1.24"},
        {"Navn": "Eva Li", "Født": "5.1.90", "Avsluttet": "1.2.25", "Oppstart": "1.1.24"},
        {"Navn": "Eva Mo", "Født": "6.1.90", "IP": "kanskje", "Forløp": "2-3"},
        {"Navn": "Eva Bø", "Født": "7.1.90", "Skjermet adresse": "ja", "Adresse": "Heimvegen 4", "Postnr": "47450", "Poststed": "Bygland"},
        {"Navn": "Eva Nes", "Født": "8.1.90", "Tolk": "ja", "Pårørende": "Mor Anne og far Per", "Koordinator": "Ingun Austad"},
        {"Navn": "Eva Vik", "Født": "9.1.90", "Kommune": "Valle"},
        {"Navn": Text("=cmd|' /C calc'!A0"), "Født": "10.1.90"},
        {"Navn": "AVSLUTTEDE 2025"},
        {"Navn": "Avsluttede"},
        {"Født": "11.1.90", "Merknad": "Navnet kommer."},
        {"Navn": "Fam. Berg", "Født": "#REF!"},
        {"Navn": "Eva Å", "Født": "12.1.90", "Merknad": "=1+1"},
        {"Nr": "Sum", "Navn": 23},
    ]  # fmt: skip
    return [["BRUKARLISTE PSYKISK HELSE"], BAD_HEADS, *(under(BAD_HEADS, one) for one in told)]


def main(place: Path) -> None:
    """Write the lists where somebody can open them."""
    place.mkdir(parents=True, exist_ok=True)
    (place / "believable.xlsx").write_bytes(xlsx(believable(), title="Aktive", others={"Gamle": [["Navn"], ["Borte Forlengst"]]}))
    (place / "bad.xlsx").write_bytes(xlsx(bad(), title="Brukere"))
    (place / "bad.csv").write_bytes(text(bad()))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
