"""Lists as they come: every header, date, number and name that small services write, and what contradicts itself."""

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from helhet.cases.rules import Answer, ChildrenAnswer, CloseReason, FromWhom
from helhet.cases.rules.caseload import Field, NotASheet, cells, days, open_sheet, read, recognise, sheet, wanted_maps
from helhet.cases.rules.caseload.headers import variants
from helhet.organisation.rules import Fault
from helhet.people.rules import Grade, Identifier, IdentifierKind
from tests.data import caseloads
from tests.data.caseloads import KARI, number, text, xlsx

ON = date(2026, 11, 10)
MARCH = date(2024, 3, 12)


def reading(rows, **maps):
    return read(open_sheet(text(rows)), maps=wanted_maps(f"{k}={v}" for k, v in maps.items()), number="4220", name="Bygland", on=ON)


def only(rows, **maps):
    found = reading(rows, **maps)
    assert not found.faults, found.faults
    return found.persons[0]


def where(found) -> list[tuple[int | None, str]]:
    return [(one.row, one.column) for one in found.faults]


# ── headers ──


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("NAMN", Field.NAME), ("Navn på bruker", Field.NAME), ("Etternavn, fornavn", Field.NAME), ("For- og etternavn", Field.NAME),
        ("Førenamn", Field.GIVEN), ("Etternamn", Field.FAMILY), ("Fødselsnr. (11 siffer)", Field.NUMBER), ("FNR", Field.NUMBER),
        ("Pers.nr", Field.NUMBER), ("Personnummer", Field.NUMBER), ("11 siffer", Field.NUMBER), ("F.nr./D-nr.", Field.NUMBER),
        ("Fodselsnummer", Field.NUMBER), ("Foedselsdato", Field.BORN), ("F.dato", Field.BORN), ("Fødd", Field.BORN),
        ("Mob.tlf", Field.TELEPHONE), ("Tlf. privat", Field.TELEPHONE), ("Heimeadresse", Field.STREET), ("Postnr./stad", Field.STREET),
        ("Kode 6/7", Field.GRADE), ("Sperra adresse?", Field.GRADE), ("Kode 6", Field.STRICT), ("Næraste pårørande", None),
        ("Nærmaste pårørande", Field.KIN), ("Tlf. pårørende", Field.KIN_TELEPHONE), ("Slektskap", Field.KIN_RELATION),
        ("Born under 18 år", Field.CHILDREN), ("Mindreårige barn (ja/nei)", Field.CHILDREN), ("IP", Field.PLAN),
        ("Har individuell plan? (J/N)", Field.PLAN), ("IP-koordinator", Field.COORDINATOR), ("Sakshandsamar", Field.CONTACT),
        ("Hovudforløp (1-3)", Field.PATHWAY), ("Tilvist dato", Field.REFERRED), ("Dato henvist", Field.REFERRED),
        ("Henvist av", Field.FROM_WHOM), ("Tilvist frå", Field.FROM_WHOM), ("Oppstart", Field.STARTED), ("Byrja", Field.STARTED),
        ("Avslutta dato", Field.CLOSED), ("Årsak til avslutning", Field.CLOSE_REASON), ("Kva gjeld det?", Field.REMARK),
        ("Kommentarar", Field.REMARK), ("Språk / tolk", Field.INTERPRETER), ("Målform", Field.LANGUAGE), ("#", Field.SKIP),
        ("Løpenr.", Field.SKIP), ("Skostørrelse", None), ("", None), ("Brukers navn", Field.NAME), ("Klient", Field.NAME),
        ("Adr.", Field.STREET), ("Hjemmeadr.", Field.STREET), ("Poststed/nr", Field.STREET), ("Adresse, postnr og sted", Field.STREET),
        ("Tlf priv", Field.TELEPHONE), ("Priv. tlf", Field.TELEPHONE), ("Mob.", Field.TELEPHONE), ("Mob.nr", Field.TELEPHONE),
        ("Tlf. jobb", None), ("Fnr (11 siffer)", Field.NUMBER), ("Fnr. 11 sifre", Field.NUMBER), ("Føds.nr", Field.NUMBER),
        ("Født dato", Field.BORN), ("Føds.dato", Field.BORN), ("Fødselsår", None), ("Avsl.", Field.CLOSED), ("Avsl. dato", Field.CLOSED),
        ("Slutta dato", Field.CLOSED), ("Avsl. årsak", Field.CLOSE_REASON), ("Ansv. person", Field.CONTACT), ("Saksbeh.", Field.CONTACT),
        ("Prim.kontakt", Field.CONTACT), ("Ansv. koord.", Field.COORDINATOR), ("PK", None), ("Fastl.", Field.GP),
        ("Fastlege/legesenter", Field.GP), ("Tlf. fastlege", None), ("Nærmeste pårørende/tlf", Field.KIN),
        ("Pårørende/tlf", Field.KIN_TELEPHONE), ("Pårørendes navn", Field.KIN),
        ("Pårør. tlf", Field.KIN_TELEPHONE), ("Rel.", None), ("Henv. dato", Field.REFERRED), ("Søkt", Field.REFERRED),
        ("Henv. av", Field.FROM_WHOM), ("Oppstart behandling", Field.STARTED), ("Byrja dato", Field.STARTED), ("Merkn.", Field.REMARK),
        ("Komm.", None), ("Barn <18", Field.CHILDREN), ("Hovedforl.", Field.PATHWAY), ("M/K", Field.SKIP),
    ],
)  # fmt: skip
def test_a_header_is_known_by_its_many_words(header: str, field: Field | None) -> None:
    assert recognise(header) == field


def test_no_word_means_two_things() -> None:
    for field in Field:
        assert {recognise(word) for word in variants(field)} == {field}


def test_the_field_names_of_map_are_headers_themselves() -> None:
    assert {recognise(field) for field in Field} == set(Field)


# ── dates ──


@pytest.mark.parametrize(
    "cell",
    [
        "12.3.24", "12.03.2024", "12/3-24", "12/3 2024", "12-03-24", "12 3 24", "2024-03-12", "2024-03-12 00:00:00", "12. mars 2024",
        "12.mars 24", "12 mar 2024", "120324", "12032024", 120324, 12032024, 45363, 45363.5, MARCH, " 12.3.24 ", "12.3.24.", "20240312",
    ],
)  # fmt: skip
def test_a_day_is_read_in_any_norwegian_way(cell: object) -> None:
    assert days.read_day(cell, on=ON) == days.Understood(MARCH)


@pytest.mark.parametrize("cell", ["mars 24", "mars 2024", "Mars -24", "mar.24", "mars '24", "03.2024", "3/2024"])
def test_a_month_alone_is_its_first_day_and_is_told_or_its_last_when_something_ended(cell: str) -> None:
    began, ended = days.read_day(cell, on=ON), days.read_day(cell, on=ON, ending=True)
    assert (began.value, ended.value) == (date(2024, 3, 1), date(2024, 3, 31))
    assert "01.03.2024" in str(began.note)


@pytest.mark.parametrize(
    "cell",
    ["våren 2023", "2023", 2023, "ca. 2020", "høst 22", "12.3", 12.3, "31.2.24", "2024-13-01", "3/13/24", "uke 12", "mars", "snart", True,
     "12.3.24-15.4.24", "12.3.27", "12.3.2127", "1.1.1905"],
)  # fmt: skip
def test_what_is_no_day_or_cannot_be_one_is_refused(cell: object) -> None:
    assert isinstance(days.read_day(cell, on=ON), Fault)


@pytest.mark.parametrize(("cell", "says"), [("12.3.27", "fram i tid"), ("1.1.1905", "år tilbake"), ("våren 2023", "mars 2024")])
def test_the_reason_says_what_is_wrong_with_the_day(cell: str, says: str) -> None:
    assert says in str(days.read_day(cell, on=ON))


@pytest.mark.parametrize("cell", ["14.3.92", "14.03.1992", "140392", 140392, "14031992", 33677, "33677", KARI, "14. mars 1992", "19920314"])
def test_a_birth_date_is_read_in_any_norwegian_way(cell: object) -> None:
    assert days.read_birth_date(cell, on=ON) == KARI


def test_a_birth_date_that_lost_its_zero_is_read_unless_it_is_two_dates() -> None:
    assert days.read_birth_date(90392, on=ON) == date(1992, 3, 9)
    assert days.read_birth_date(1031992, on=ON) == date(1992, 3, 1)
    assert "to datoer" in str(days.read_birth_date(10392, on=ON))  # 1 March 1992, or Excel's day 10392 in 1928


@pytest.mark.parametrize("cell", ["mars 92", "1992", "14.3", "14.3.2027", "1.1.1899", "ja"])
def test_a_birth_date_is_a_day_or_nothing(cell: str) -> None:
    assert isinstance(days.read_birth_date(cell, on=ON), Fault)


@given(
    st.dates(date(1967, 1, 1), ON),
    st.sampled_from(["{0.day}.{0.month}.{0.year}", "{0:%d.%m.%y}", "{0.day}/{0.month}-{0:%y}", "{0:%Y-%m-%d}"]),
)
def test_every_day_comes_back_from_every_form(day: date, form: str) -> None:
    assert days.read_day(form.format(day), on=ON) == days.Understood(day)


# ── numbers ──


@pytest.mark.parametrize("shape", [str, int, lambda n: f"{n[:6]} {n[6:]}", lambda n: f"{n[:6]}-{n[6:]}", lambda n: f"{n[:6]}.{n[6:]}"])
def test_a_number_is_read_as_text_or_as_a_figure(shape) -> None:
    found = cells.read_number(shape(number(KARI)), born=None, on=ON)
    assert (found.value.kind, found.value.born, found.note) == (IdentifierKind.FNR, KARI, None)


def test_a_d_number_is_known_as_one() -> None:
    assert cells.read_number(number(KARI, d_number=True), born=None, on=ON).value.kind == IdentifierKind.DNR


def test_a_lost_first_zero_is_put_back_only_when_the_check_digits_then_hold_and_it_is_told() -> None:
    whole = number(date(1975, 1, 2))
    found = cells.read_number(int(whole), born=None, on=ON)
    assert found.value.value == whole
    assert "nullen" in str(found.note)
    assert "ti sifre" in str(cells.read_number(int(number(KARI)) // 10, born=None, on=ON))


def test_the_five_last_digits_are_joined_with_the_birth_date_beside_them() -> None:
    for whole in (number(KARI), number(KARI, d_number=True)):
        assert cells.read_number(int(whole[6:]), born=KARI, on=ON).value.value == whole
    assert isinstance(cells.read_number("12345", born=KARI, on=ON), Fault)
    assert isinstance(cells.read_number("12345", born=None, on=ON), Fault)


def test_a_birth_date_in_the_column_for_numbers_is_one() -> None:
    assert cells.read_number("140392", born=None, on=ON) == KARI


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        (number(KARI)[:-1] + "x", "annet enn sifre"), ("1,48392E+10", "forkortet"), ("1,48E+10", "forkortet"),
        ("14839230038", "Kontrollsifrene"), ("1234567", "elleve sifre"), ("14839230037123", "elleve sifre"),
        ("ikke norsk", "annet enn sifre"),
    ],
)  # fmt: skip
def test_a_wrong_number_is_refused_with_why(cell: str, says: str) -> None:
    assert says in str(cells.read_number(cell, born=None, on=ON))


def test_a_missing_number_is_no_fault() -> None:
    for nothing in (None, "", "-", "ukjent", "Mangler", "har ikke", "?"):
        assert only([["Navn", "Fnr", "Tlf"], ["Kari Vik", nothing, "40000111"]]).number is None


def test_number_and_birth_date_must_agree() -> None:
    assert where(reading([["Navn", "Født", "Fnr"], ["Kari Vik", "15.3.1992", number(KARI)]])) == [(2, "Fnr")]
    assert only([["Navn", "Født"], ["Kari Vik", number(KARI)]]).number == Identifier(IdentifierKind.FNR, number(KARI), KARI, True)


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        (40000111, ("40000111",)), ("400 00 111", ("40000111",)), ("+47 400 00 111", ("40000111",)), ("0047 40000111", ("40000111",)),
        (4740000111, ("40000111",)), ("40000111 / 40000112", ("40000111", "40000112")), ("400 00 111 400 00 112", ("40000111", "40000112")),
        ("Mob: 40000111, tlf. 40000112", ("40000111", "40000112")), ("40000111 og 40000111", ("40000111",)),
        ("+46 70 123 45 67", ("+46701234567",)),
    ],
)  # fmt: skip
def test_telephones_are_read_one_or_two_to_a_cell(cell: object, numbers: tuple[str, ...]) -> None:
    assert cells.read_telephones(cell) == numbers


@pytest.mark.parametrize("cell", ["400 00 11", "40000111 (mor)", "ring bror", "400001111"])
def test_a_telephone_that_cannot_be_dialled_is_refused(cell: str) -> None:
    assert isinstance(cells.read_telephones(cell), Fault)


def test_the_second_number_is_kept_in_the_words_and_told() -> None:
    found = reading([["Navn", "Tlf", "Mobil"], ["Kari Vik", "38000111", "40000111/40000112"]])
    assert found.persons[0].telephone == "38000111"
    assert found.persons[0].text == "Annet telefonnummer: 40000111, 40000112"
    assert [(one.row, one.column) for one in found.notes] == [(2, "Tlf")]


# ── names ──


@pytest.mark.parametrize(
    ("heads", "row", "name"),
    [
        (["Navn"], ["Kari Anne Vik"], ("Kari Anne", "Vik")), (["Navn"], ["Vik, Kari Anne"], ("Kari Anne", "Vik")),
        (["Etternavn", "Fornavn"], ["Vik", "Kari"], ("Kari", "Vik")),
        (["Fornavn", "Mellomnavn", "Etternavn"], ["Kari", "A.", "Vik"], ("Kari A.", "Vik")),
        (["Navn", "Etternavn"], ["Kari", "Vik"], ("Kari", "Vik")), (["Navn"], ["Kari M Vik-Å. O’Dal"], ("Kari M Vik-Å.", "O’Dal")),
        (["Navn"], ["Berg Hansen, Anne"], ("Anne", "Berg Hansen")), (["Fornavn"], ["Kari"], ("Kari", "")),
        (["Etternavn", "Fornavn"], ["Berg  Hansen", "Anne Lise"], ("Anne Lise", "Berg Hansen")),
        (["Navn"], ["Kari  Anne Vik"], ("Kari Anne", "Vik")),
    ],
)  # fmt: skip
def test_a_name_is_read_whole_or_in_parts(heads: list[str], row: list[str], name: tuple[str, str]) -> None:
    found = only([[*heads, "Tlf"], [*row, "40000111"]])
    assert (found.given, found.family) == name


@pytest.mark.parametrize(
    "cell",
    [
        "Kari og Ola",
        "Anne/Per",
        "Kari & Ola Moe",
        "Kari + Ola",
        "Kari Moe\nOla Moe",
        "Kari Moe, Ola Moe",
        "Fam. Moe",
        "søsknene Moe",
        "Kari - Ola",
    ],
)
def test_two_names_in_one_cell_are_asked_apart(cell: str) -> None:
    assert "to navn" in str(cells.read_name(cell))


@pytest.mark.parametrize(
    "cell",
    ["Kari Vik, Ola Dal", "Vik Kari, Dal Ola", "Kari Vik,Ola Dal", "Kari Vik  Ola Vik", "Kari Vik   Ola Dal", "Berg Hansen, Anne Lise"],
)
def test_what_may_be_two_persons_is_never_taken_for_one_and_a_double_name_has_columns_of_its_own(cell: str) -> None:
    found = reading([["Navn", "Født"], [cell, "14.3.92"]])
    assert where(found) == [(2, "Navn")]
    assert "to navn" in str(found.faults[0].said)
    assert "fornavn og etternavn i hver sin kolonne" in str(found.faults[0].said)


@pytest.mark.parametrize("cell", ["Kari 2", "Sum: 45", "=1+1", "@kari", "Kari (f. Moe)", "kari@example.org", "x" * 90, 45])
def test_what_is_no_name_is_refused(cell: object) -> None:
    assert isinstance(cells.read_name(cell), Fault)


def test_a_row_with_a_name_alone_is_perhaps_a_heading() -> None:
    assert where(reading([["Navn", "Tlf"], ["Avsluttede", None], ["Kari Vik", "40000111"]])) == [(2, "Navn")]


# ── the rest of a row ──


@pytest.mark.parametrize(
    ("cell", "grade"),
    [
        (None, Grade.NONE), ("nei", Grade.NONE), ("6", Grade.STRICT), (7, Grade.CONFIDENTIAL), ("kode 6", Grade.STRICT),
        ("Kode 7", Grade.CONFIDENTIAL), ("strengt fortrolig", Grade.STRICT), ("Fortruleg", Grade.CONFIDENTIAL),
        ("strengt fortruleg adresse", Grade.STRICT), ("ugradert", Grade.NONE),
    ],
)  # fmt: skip
def test_a_graded_address_is_known_by_its_codes(cell: object, grade: Grade) -> None:
    assert cells.read_grade(cell) == grade


def test_a_graded_address_is_not_kept_and_which_grade_is_asked_for() -> None:
    found = reading([["Navn", "Adresse", "Kode 6/7"], ["Kari Vik", "Heimvegen 4, 4745 Bygland", "kode 7"]])
    assert (found.persons[0].grade, found.persons[0].address) == (Grade.CONFIDENTIAL, None)
    assert where(found) == []
    assert len(found.notes) == 1
    assert "Heimvegen" not in str(found.persons[0].facts())
    assert only([["Navn", "Adresse"], ["Kari Vik", "KODE 6"]]).grade == Grade.STRICT
    assert only([["Navn", "Kode 6", "Tlf"], ["Kari Vik", "x", "40000111"]]).grade == Grade.STRICT
    assert where(reading([["Navn", "Adresse"], ["Kari Vik", "Sperret adresse"]])) == [(2, "Adresse")]
    assert where(reading([["Navn", "Skjermet adresse"], ["Kari Vik", "ja"]])) == [(2, "Skjermet adresse")]


@pytest.mark.parametrize(
    ("heads", "row", "address"),
    [
        (["Adresse"], ["Heimvegen 4, 4745 Bygland"], ("Heimvegen 4", "4745", "Bygland")),
        (["Adresse", "Postnr", "Poststed"], ["Heimvegen 4", 4745, "Bygland"], ("Heimvegen 4", "4745", "Bygland")),
        (["Adresse", "Postnr/sted"], ["Heimvegen 4", "4745 Bygland"], ("Heimvegen 4", "4745", "Bygland")),
        (["Adresse", "Postnr", "Poststed"], ["Storgata 1", 182, "Oslo"], ("Storgata 1", "0182", "Oslo")),
        (["Adresse"], ["Bygland"], ("Bygland", "", "")),
    ],
)  # fmt: skip
def test_an_address_is_read_from_one_cell_or_three(heads, row, address) -> None:
    found = only([["Navn", *heads], ["Kari Vik", *row]]).address
    assert (found.street, found.postcode, found.place) == address


@pytest.mark.parametrize(
    ("cell", "kin"),
    [
        ("Anne Vik (mor) 400 00 112", ("Anne Vik", "mor", "40000112")), ("Mor: Anne Vik, 40000112", ("Anne Vik", "mor", "40000112")),
        ("Anne Vik", ("Anne Vik", "", "")), ("Mor 40000112", ("Mor", "mor", "40000112")),
    ],
)  # fmt: skip
def test_next_of_kin_is_read_from_one_cell(cell: str, kin: tuple[str, str, str]) -> None:
    assert cells.read_kin(cell, None, None) == cells.Kin(*kin)


def test_next_of_kin_is_one_and_has_a_name() -> None:
    assert cells.read_kin("Anne Vik", "mor", 40000112) == cells.Kin("Anne Vik", "mor", "40000112")
    assert cells.read_kin("ingen", None, None) is None
    for cell in ("Mor Anne og far Per", "Anne 40000112 / Per 40000113"):
        assert isinstance(cells.read_kin(cell, None, None), Fault)
    assert isinstance(cells.read_kin(None, None, "40000112"), Fault)


@pytest.mark.parametrize(
    ("cell", "plan"),
    [
        ("ja", cells.Planned.YES), ("JA", cells.Planned.YES), ("x", cells.Planned.YES), (True, cells.Planned.YES),
        ("i gang", cells.Planned.YES), (MARCH, cells.Planned.YES), ("nei", None), ("-", None), (None, None),
        ("takka nei", cells.Planned.NO), ("Ønsker ikke", cells.Planned.NO),
        ("ikkje no", cells.Planned.LATER), ("tilbudt", cells.Planned.OFFERED),
    ],
)  # fmt: skip
def test_no_plan_is_no_refusal_of_one(cell: object, plan: cells.Planned | None) -> None:
    assert cells.read_plan(cell) == plan
    assert plan in (None, cells.Planned.OFFERED) or plan in list(Answer)


@pytest.mark.parametrize(
    ("cell", "pathway"), [(1, 1), ("2", 2), ("III", 3), ("Hovedforløp 2", 2), ("HF3", 3), ("2 (fra mai)", 2), (None, None), ("?", None)]
)
def test_a_pathway_is_one_of_three(cell: object, pathway: int | None) -> None:
    assert cells.read_pathway(cell) == pathway


@pytest.mark.parametrize("cell", [4, "1/2", "2-3", "mild"])
def test_another_pathway_is_refused(cell: object) -> None:
    assert isinstance(cells.read_pathway(cell), Fault)


def test_languages_and_interpreters() -> None:
    assert cells.read_language("Nynorsk") == ("nn", "")
    assert cells.read_language("polsk") == ("", "polsk")
    assert cells.read_interpreter("ja, arabisk", "") == "arabisk"
    assert cells.read_interpreter("tigrinja", "") == "tigrinja"
    assert cells.read_interpreter("ja", "polsk") == "polsk"
    assert cells.read_interpreter("nei", "polsk") == ""
    assert isinstance(cells.read_interpreter("ja", ""), Fault)
    found = reading([["Navn", "Språk"], ["Kari Vik", "Polsk"]])
    assert found.persons[0].interpreter == "polsk"
    assert len(found.notes) == 1


def test_children_and_who_made_contact() -> None:
    for cell, answer in (
        ("ja", ChildrenAnswer.YES),
        ("2", ChildrenAnswer.YES),
        ("nei", ChildrenAnswer.NO),
        ("0", ChildrenAnswer.NO),
        ("?", ChildrenAnswer.UNKNOWN),
    ):
        assert cells.read_children(cell)[0] == answer, cell
    for cell, whom in (
        ("Fastlege", FromWhom.GP),
        ("NAV", FromWhom.NAV),
        ("DPS Kristiansand", FromWhom.HOSPITAL),
        ("mor", FromWhom.KIN),
        ("sjølv", FromWhom.PERSON),
    ):
        assert cells.read_from_whom(cell) == whom, cell
    person = only([["Navn", "Henvist av", "Barn"], ["Kari Vik", "Presten", "Ola 8 år"]])
    assert (person.from_whom, person.text) == (FromWhom.OTHER, "Henvist fra: Presten\nBarn: Ola 8 år")


@pytest.mark.parametrize(
    ("cells_", "closed", "reason"),
    [
        ({"Avsluttet": "15.10.25 flyttet"}, date(2025, 10, 15), CloseReason.MOVED),
        ({"Avsluttet": "15.10.25", "Årsak til avslutning": "Måla er nådd"}, date(2025, 10, 15), CloseReason.GOALS_MET),
        ({"Avsluttet": "oktober 25", "Årsak til avslutning": "død"}, date(2025, 10, 31), CloseReason.DECEASED),
        ({"Avsluttet": "nei"}, None, None),
    ],
)  # fmt: skip
def test_a_closed_case_has_its_day_and_its_reason(cells_: dict[str, str], closed, reason) -> None:
    person = only([["Navn", "Tlf", *cells_], ["Kari Vik", "40000111", *cells_.values()]])
    assert (person.closed, person.close_reason) == (closed, reason)


def test_days_that_contradict_each_other_are_told() -> None:
    heads = ["Navn", "Henvist", "Oppstart", "Avsluttet"]
    assert where(reading([heads, ["Kari Vik", "12.3.24", "1.3.24", None]])) == [(2, "Oppstart")]
    assert where(reading([heads, ["Kari Vik", "12.3.24", "1.4.24", "1.2.24 flyttet"]])) == [(2, "Avsluttet")]
    person = only([heads, ["Kari Vik", "12.3.24", "mars 24", None]])
    assert person.started == date(2024, 3, 12)  # a month alone is not before the day in it


def test_several_columns_of_remarks_keep_their_headers() -> None:
    person = only([["Navn", "Behov", "Merknad"], ["Kari Vik", "Bolig", "Ring etter kl. 12"]])
    assert person.text == "Behov: Bolig\nMerknad: Ring etter kl. 12"


def test_a_row_of_another_municipality_is_refused() -> None:
    assert where(reading([["Navn", "Kommune"], ["Kari Vik", "Valle"], ["Even Lien", "4220"], ["Tor Rike", "bygland kommune"]])) == [
        (2, "Kommune")
    ]


# ── twice ──


def test_the_same_person_twice_is_told_with_the_other_row() -> None:
    found = reading([["Navn", "Fnr"], ["Kari Vik", number(KARI)], ["Kari A. Vik", number(KARI)]])
    assert where(found) == [(3, "Fnr")]
    assert "rad 2" in str(found.faults[0].said)
    assert where(reading([["Navn", "Født"], ["Kari Vik", "14.3.92"], ["Vik, Kari", "14.03.1992"]])) == [(3, "Født")]


def test_two_of_one_name_are_told_apart_by_birth_or_not_at_all() -> None:
    assert where(reading([["Navn", "Født", "Tlf"], ["Ole Dal", None, "40000111"], ["Ole Dal", "14.3.92", None]])) == [(3, "Født")]
    assert where(reading([["Navn", "Født"], ["Ole Dal", "14.3.92"], ["Ole Dal", "15.3.92"]])) == []
    assert where(reading([["Navn", "Fnr"], ["Ole Dal", number(KARI)], ["Ole Dal", number(KARI, series=50)]])) == []
    assert where(reading([["Navn", "Fnr", "Født"], ["Ole Dal", number(KARI), None], ["Ole Dal", None, KARI]])) == [(3, "Født")]


def test_two_whose_names_were_refused_are_not_said_to_be_one() -> None:
    found = reading([["Navn", "Født"], ["Kari og Ola Vik", "14.3.92"], ["Per/Pål Dal", "14.3.92"], [None, "14.3.92"]])
    assert where(found) == [(2, "Navn"), (3, "Navn"), (4, "Navn")]


# ── columns ──


def test_unknown_headers_are_all_refused_with_how_to_tell() -> None:
    found = reading([["Navn", "Skostr.", "Diagnose", "Tlf"], ["Kari Vik", 39, "F32", "40000111"]])
    assert where(found) == [(1, "Skostr."), (1, "Diagnose")]
    assert '--map "Skostr.=FELT"' in str(found.faults[0].said)


def test_map_tells_and_leaves_out() -> None:
    rows = [["Navn", "Skostr.", "Hva er det", "Tlf", None], ["Kari Vik", 39, "Uro", "40000111", "Ja"]]
    person = only(rows, **{"Skostr.": "-", "hva er det": "merknad", "E": "ip"})
    assert (person.text, person.plan) == ("Uro", cells.Planned.YES)
    for wrong in ("Navn", "=navn", "Navn=tull"):
        with pytest.raises(ValueError, match="--map"):
            wanted_maps([wrong])
    assert where(reading(rows, **{"Skostr.": "ignorer", "Hva er det": "merknad", "E": "ip", "Finnes ikke": "navn"})) == [
        (None, "finnesikke")
    ]


def test_an_unknown_column_with_nothing_in_it_is_let_be() -> None:
    assert only([["Navn", "Skostr.", "Tlf"], ["Kari Vik", None, "40000111"]]).telephone == "40000111"


def test_two_columns_for_one_thing_are_refused() -> None:
    assert where(reading([["Navn", "Født", "F.dato"], ["Kari Vik", "14.3.92", "14.3.92"]])) == [(1, "F.dato")]


def test_two_columns_with_one_header_are_told_apart_by_their_letters() -> None:
    rows = [["Navn", "Telefon", "Navn"], ["Kari Nordli", "40000111", "Kari"]]
    found = reading(rows)
    assert where(found) == [(1, "C")]
    assert '--map "C=ignorer"' in str(found.faults[0].said)
    assert only(rows, C="ignorer").family == "Nordli"


def test_a_list_without_names_or_headers_is_refused() -> None:
    assert "overskrifter" in str(reading([["a", "b"], ["c", "d"]]).faults[0].said)
    assert "navn" in str(reading([["Tlf", "Født"], ["40000111", "14.3.92"]]).faults[0].said)
    assert "ingen rader" in str(reading([["Navn", "Tlf"]]).faults[0].said)


def test_a_column_we_do_not_know_hides_no_fault_of_the_rows_below() -> None:
    rows = [["Navn", "Født", "Xyz"], ["Kari Vik", "32.13.24", "noe"], ["Ola Vik og Per Vik", "14.3.92", "noe"]]
    assert where(reading(rows)) == [(1, "Xyz"), (2, "Født"), (3, "Navn")]
    assert where(reading([["Navn", "Xyz"], ["Kari Vik", "14.3.92"], ["Kari Vik", "15.3.93"]])) == [(1, "Xyz")]


def test_a_formula_as_a_header_is_a_column_without_a_name() -> None:
    found = read(open_sheet(xlsx([["Navn", "=A9"], ["Kari Vik", "noe"]])), maps={}, number="4220", name="Bygland", on=ON)
    assert [(one.row, one.column) for one in found.faults] == [(1, "B")]
    said = str(found.faults[0].said)
    assert "ingen overskrift" in said
    assert "B=FELT" in said


def test_a_header_is_never_written_back_as_a_formula() -> None:
    found = reading([["Navn", "=1+1", "Tlf"], ["Kari Vik", "x", "40000111"]])
    assert where(found) == [(1, "'=1+1")]


# ── whole lists ──


def test_every_fault_of_a_bad_list_is_told_with_its_row_and_column() -> None:
    rows = caseloads.bad()
    for data in (xlsx(rows), text(rows)):
        found = read(open_sheet(data), maps={}, number="4220", name="Bygland", on=ON)
        assert set(where(found)) >= {
            (4, "Navn"), (5, "Navn"), (6, "Personnr"), (7, "Personnr"), (8, "Født"), (9, "Født"), (10, "Personnr"), (11, "Personnr"),
            (12, "Mobil"), (13, "Født"), (14, "Henvist"), (14, "Oppstart"), (15, "Oppstart"), (16, "Oppstart"), (17, "Avsluttet"),
            (18, "Avsluttet"), (19, "IP"), (19, "Forløp"), (20, "Postnr"), (20, "Skjermet adresse"), (21, "Pårørende"), (21, "Tolk"),
            (22, "Kommune"), (23, "Navn"), (24, "Navn"), (25, "Navn"), (26, "Navn"), (27, "Navn"), (27, "Født"), (29, "Navn"),
        }  # fmt: skip
        assert where(found) == sorted(where(found), key=lambda at: at[0])


def test_no_reason_repeats_what_a_cell_says_of_the_person() -> None:
    for rows in (caseloads.bad(), caseloads.believable()):
        found = read(open_sheet(xlsx(rows)), maps={}, number="4220", name="Bygland", on=ON)
        told = " ".join(str(one.said) for one in (*found.faults, *found.notes))
        heads = {str(head) for head in (*caseloads.HEADS, *caseloads.BAD_HEADS)} | {"14.03.1992"}  # the example in the sentences
        for cell in {str(cell) for row in rows[2:] for cell in row if cell is not None and len(str(cell)) > 6} - heads:
            assert cell not in told


def test_a_believable_list_is_read_without_a_fault() -> None:
    found = read(open_sheet(xlsx(caseloads.believable())), maps={}, number="4220", name="Bygland", on=ON)
    assert found.faults == ()
    assert [one.row for one in found.persons] == [5, 6, 7, 8, 10]  # row 9 is the header once more
    assert found.columns.skipped() == ["Nr"]


_CELLS = st.one_of(
    st.none(), st.text(max_size=30), st.integers(-10, 10**12), st.floats(), st.booleans(), st.dates(),
    st.sampled_from(["ja", "nei", "12.3.24", "=1+1", "Kari og Ola", "400 00 111", "kode 6", "mars 24", number(KARI), "1,2E+10", "31.2.99"]),
)  # fmt: skip


@given(st.lists(_CELLS, min_size=len(caseloads.HEADS), max_size=len(caseloads.HEADS)))
@example([float("inf")] * len(caseloads.HEADS))
@example([float("nan")] * len(caseloads.HEADS))
def test_no_cells_break_the_reader(row: list[object]) -> None:
    found = read(
        sheet.Sheet("", ((1, caseloads.HEADS), (2, tuple(sheet._cell(cell) for cell in row if not _breaks(cell))))),
        maps={}, number="4220", name="Bygland", on=ON,
    )  # fmt: skip
    for one in (*found.faults, *found.notes):
        assert str(one.said)
    for person in found.persons:
        person.facts()


def _breaks(cell: object) -> bool:
    try:
        sheet._cell(cell)
    except NotASheet:
        return True
    return False


# ── the page that tells of it ──


def _told() -> list[tuple[str, str]]:
    page = (Path(__file__).resolve().parents[2] / "docs" / "how-to" / "import-a-caseload.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(.+?)` \| (.+) \|$", page, re.MULTILINE)
    return [(field, word.strip()) for field, words in rows for word in words.split(", ")]


@pytest.mark.parametrize(("field", "header"), _told())
def test_every_header_the_page_names_is_known_as_it_says(field: str, header: str) -> None:
    assert recognise(header) == Field(field)


def test_the_page_names_every_field() -> None:
    assert {field for field, _ in _told()} == set(Field) - {Field.MIDDLE}
