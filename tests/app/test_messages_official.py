"""The authorities' own messages: each acceptance criterion of ../shared/standards/README.md, on the files it is about.

The files are not in the project. Nothing of them is written here: the patients' numbers are read from the files themselves.
"""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from helhet.ehelse import xml
from helhet.ehelse.read import read_message
from helhet.ehelse.receive import Line, in_order, receive
from helhet.handover import actions, queries
from helhet.handover.models import Admission, IncomingMessage
from helhet.people import actions as people
from helhet.people.models import Person
from tests.app.test_messages_read import needs_shared
from tests.sent import SHARED, local, make_known

pytestmark = [needs_shared, pytest.mark.django_db]

LOGISTICS, REPORTS, NEW = SHARED / "acceptance/pasientlogistikk", SHARED / "acceptance/utskrivningsrapport", SHARED / "examples/plo-1.6"


def _all(folder: Path) -> dict[str, Line]:
    """Take in a whole set; what became of each, by its case."""
    return {_case(line.file): line for line in receive(in_order(folder), now=lambda: local(2026, 11, 10, 9))}


def _case(file: str) -> str:
    found = re.match(r"Case(\d(?:-\d+\w?)?)-", file)
    return found[1] if found else file.removesuffix(".xml")


def _number(case: str, folder: Path = LOGISTICS) -> str:
    """The first number of this case's patient."""
    (path,) = folder.glob(f"Case{case}-P*" if folder == LOGISTICS else f"Case{case}-U*")
    return read_message(path.read_bytes()).letter.patient.usable[0]


def _status(line: Line) -> str:
    return re.search(rb'<Status V="(\d)"', line.receipt)[1].decode()


def _codes(line: Line) -> set[str]:
    return {found.decode() for found in re.findall(rb'<Error V="(\w+)"', line.receipt)}


@pytest.fixture
def roland(house) -> Person:
    return make_known(house, _number("1"), given="Roland", family="Gundersen", born=date(1965, 7, 15))


OUTCOMES = {
    "1": "accepted", "1-2": "rejected", "1-11a": "rejected", "1-11b": "unknown-person", "1-11c": "unknown-person", "1-12": "unknown-person",
    "1-13a": "rejected", "1-13b": "rejected", "1-14a": "unknown-person", "1-14b": "unknown-person", "1-15a": "rejected",
    "1-15b": "rejected", "1-16a": "unknown-person", "1-16b": "unknown-person", "1-16c": "unknown-person", "1-16d": "accepted",
    "1-17a": "unknown-person", "1-17b": "accepted", "1-18": "unknown-service", "1-19": "unknown-person", "1-20a": "unknown-person",
    "1-20b": "duplicate", "1-21": "cancelled", "2": "accepted", "3": "accepted", "4": "accepted", "5": "accepted",
}  # fmt: skip
STATUSES = {"1-11a": ("2", "E36"), "1-11b": ("3", "E30"), "1-11c": ("3", "E30"), "1-13a": ("2", "X99"), "1-13b": ("2", "X99"),
            "1-14a": ("3", "E30"), "1-14b": ("3", "E31"), "1-15a": ("2", "T02"), "1-15b": ("2", "T02"), "1-18": ("3", "E21"),
            "1-2": ("2", "T01")}  # fmt: skip


def test_the_acceptance_set_for_a_patient_known_by_the_national_number(roland) -> None:
    lines = _all(LOGISTICS)
    assert {case: str(line.outcome) for case, line in lines.items()} == OUTCOMES
    for case, line in lines.items():
        status, code = STATUSES.get(case, ("1", ""))
        assert (_status(line), _codes(line)) == (status, {code} - {""}), case


def test_other_numbers_find_the_patient_who_is_known_by_them(house, as_) -> None:
    known = make_known(house, _number("1-16a"), given="Roland", family="Gundersen", born=date(1965, 7, 15))
    people.add_identifier(known, _number("1-16c"), by=as_("tone"))
    lines = _all(LOGISTICS)
    found = {case: str(lines[case].outcome) for case in ("1-16a", "1-16b", "1-16c", "1-16d", "1-17a", "1-19", "1-20a", "1-20b")}
    assert found == {
        "1-16a": "accepted", "1-16b": "accepted", "1-16c": "accepted", "1-16d": "accepted", "1-17a": "accepted", "1-19": "accepted-copy",
        "1-20a": "accepted", "1-20b": "duplicate",
    }  # fmt: skip


def test_known_under_another_number_the_patient_is_suggested_and_a_person_confirms(roland, as_, opening_for) -> None:
    (path,) = LOGISTICS.glob("Case1-17a-*")
    (line,) = receive([path], now=lambda: local(2026, 11, 10, 9))
    assert str(line.outcome) == "unknown-person"
    (message,) = queries.unresolved(opening_for("tone"))
    (suggested,) = queries.suggestions(opening_for("tone"), message)
    assert (suggested.person, suggested.reasons) == (roland, ("samme navn og fødselsdato",))
    actions.tie(message, roland, by=as_("tone"))
    (again,) = receive([next(LOGISTICS.glob("Case1-16a-*"))], now=lambda: local(2026, 11, 10, 9))
    assert str(again.outcome) == "accepted"


def test_the_discharge_reports_are_judged_alike(house) -> None:
    make_known(house, _number("1", REPORTS), given="Line", family="Danser", born=date(1969, 11, 13))
    lines = _all(REPORTS)
    expected = {case: outcome for case, outcome in OUTCOMES.items() if case in lines} | {"1-19": "accepted", "1-20a": "accepted"}
    assert {case: str(line.outcome) for case, line in lines.items()} == expected


def test_a_cancellation_is_tied_to_the_message_it_cancels_which_stays_readable(roland, opening_for) -> None:
    _all(LOGISTICS)
    cancelled = IncomingMessage.objects.get(file__startswith="Case1-Pasientlogistikk")
    message = queries.open_message(opening_for("tone"), cancelled.pk)
    assert message.taken_back.file.startswith("Case1-21-")
    assert message.content["fields"]


def test_the_new_examples_tell_one_stay(roland) -> None:
    lines = _all(NEW)
    logistics = {case: str(line.outcome) for case, line in lines.items() if case.startswith("Pasientlogistikk")}
    assert set(logistics.values()) == {"accepted", "cancelled"}
    assert logistics["Pasientlogistikk_Innlagt_pasient_v1-6_Kansellering"] == "cancelled"
    stay = Admission.objects.get()
    assert (stay.admitted_at, stay.ready_on, stay.discharged_at) == (local(2018, 1, 29, 10), date(2018, 1, 31), local(2018, 2, 1))
    assert stay.ready_withdrawn_at
    roland.refresh_from_db()
    assert roland.deceased_on


def test_what_is_no_message_of_a_stay_is_taken_in_to_be_read_and_says_so(roland) -> None:
    lines = _all(NEW)
    to_read = {case for case, line in lines.items() if any("til å lese" in str(one) for one in line.reasons)}
    assert {case.split("_v1-6")[0] for case in to_read} == {
        "Helseopplysninger_til_lege", "Innleggelsesrapport", "Medisinske_opplysninger", "Orientering_om_tjenestetilbud",
        "Utskrivningsrapport",
    }  # fmt: skip
    assert all("T10" not in _codes(line) for line in lines.values())


def test_every_message_is_answered_and_its_bytes_are_kept(roland) -> None:
    schema = etree.XMLSchema(etree.parse(str(SHARED / "schemas" / "AppRec-v1.1.xsd")))
    for folder in (LOGISTICS, REPORTS, NEW, SHARED / "examples/dialogmelding"):
        for line in _all(folder).values():
            schema.assertValid(etree.fromstring(line.receipt))
    for message in IncomingMessage.objects.all():
        (path,) = SHARED.glob(f"*/*/{message.file}")
        assert bytes(message.original) == path.read_bytes()


def test_the_second_time_all_of_it_changes_nothing(roland) -> None:
    first = _all(NEW)
    before = list(IncomingMessage.objects.values()), list(Admission.objects.values())
    second = _all(NEW)
    assert {str(line.outcome) for line in second.values()} == {"duplicate"}
    assert {case: line.receipt for case, line in second.items()} == {case: line.receipt for case, line in first.items()}
    assert (list(IncomingMessage.objects.values()), list(Admission.objects.values())) == before


@pytest.mark.parametrize("path", sorted(SHARED.glob("examples/*/*.xml")) if SHARED.exists() else [], ids=lambda path: path.stem)
def test_all_that_a_message_says_is_shown_with_codes_by_their_text(path: Path) -> None:
    shown = " ".join(" ".join(_shown(read_message(path.read_bytes()).letter.fields)).split())
    missing = []
    for element in xml.read(path.read_bytes()).iterfind(f".//{xml.MH}Content//*"):
        said = " ".join((element.get("DN") or element.text or "").split())
        is_shown_in_words = element.tag == xml.BASE64 or re.match(r"\d{4}-\d\d-\d\d|true|false", said)
        if not is_shown_in_words and xml.local(element) not in _NAMES_A_NUMBER and said not in shown:
            missing.append((xml.local(element), said))
    assert not missing


_NAMES_A_NUMBER = {"TypeId", "TypeTelecom", "Type"}  # shown as the label of what they name


def _shown(fields) -> Iterator[str]:
    for field in fields:
        yield f"{field['label']} {field['value']}"
        yield from _shown(field["fields"])
