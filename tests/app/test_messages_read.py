"""A stranger's XML is read safely, by namespace, in the encoding it declares; and our declared rules say what the schemas say."""

import copy

import pytest
from lxml import etree

from helhet.ehelse import shapes, xml
from helhet.ehelse.read import read_message
from helhet.handover.rules import Kind, Reason
from tests.sent import ODD_ARNE, SHARED, Sent, local

WITHOUT_SHARED = "The authorities' schemas and messages are not in the project; they are read from ../shared, which is not here."
needs_shared = pytest.mark.skipif(not SHARED.exists(), reason=WITHOUT_SHARED)
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "data",
    [
        f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]><x>&l9;</x>'.encode(),
        f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]><x a="&l9;"/>'.encode(),
        b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><x>&f;</x>',
        b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd"><x/>',
        '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'.encode("utf-16"),
        b"<!--" + b" " * 500_000 + b'--><!DOCTYPE x [<!ENTITY a "b">]><x b="&a;"/>',
    ],
    ids=["laughs", "laughs in an attribute", "a file", "the network", "utf-16", "far down"],
)
def test_a_document_type_is_refused_before_anything_in_it_is_believed(data: bytes) -> None:
    with pytest.raises(xml.NotReadable, match="DOCTYPE"):
        xml.read(data)
    assert xml.rescue(data) is None


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02", b"ikke xml", b"<a>", b"<a>" * 2000, b"\xff\xfe<", b"<a>&nothing;</a>"])
def test_what_is_not_xml_is_refused_with_a_sentence(data: bytes) -> None:
    reading = read_message(data)
    assert reading.rejected
    assert [reason.code for reason in reading.reasons] == ["T01"]
    assert not reading.can_be_answered


def test_a_file_too_large_to_hold_is_refused_unread() -> None:
    (reason,) = read_message(b"<a>" + b" " * xml.LARGEST + b"</a>").reasons
    assert str(reason) == "T01: Filen er større enn 20 MB. Be avsenderen dele den opp."


@pytest.mark.parametrize("encoding", ["UTF-8", "ISO-8859-1", "windows-1252", "UTF-16"])
def test_the_encoding_is_the_one_the_xml_declares(encoding: str) -> None:
    letter = read_message(bytes(Sent(given="Åse", family="Øvrebø", encoding=encoding))).letter
    assert letter.patient.name == "Åse Øvrebø"


@pytest.mark.parametrize("version", ["1.5", "1.6"])
@pytest.mark.parametrize("prefix", ["p1", "noe-annet"])
def test_a_message_is_known_by_its_namespace_in_both_versions(version: str, prefix: str) -> None:
    reading = read_message(bytes(Sent(kind="ready", version=version, prefix=prefix)))
    assert (reading.rejected, reading.letter.kind) == (False, Kind.READY)


def test_everything_we_act_on_is_read() -> None:
    letter = read_message(bytes(Sent(kind="discharged", at="2026-11-10"))).letter
    assert (letter.msg_id, letter.type_code, letter.sent) == ("m-1", "LOG_UTSKREVET", local(2026, 10, 29, 14))
    assert (letter.sender, letter.sender_key, letter.ward, letter.telephone) == ("Sørlandet sykehus", "8095301", "Avdeling 4B", "40000170")
    assert (letter.moments["happened"].on.isoformat(), letter.moments["happened"].exact) == ("2026-11-10", False)
    assert letter.discharged_to == "Vanlig bosted"
    assert letter.patient.usable == (ODD_ARNE,)


@pytest.mark.parametrize(
    ("sent", "codes"),
    [
        (Sent(number_type="", family=""), ["E36"]),
        (Sent(number="", family=""), ["E36"]),
        (Sent(sender_id=""), ["T02", "X99"]),
        (Sent(sender=""), ["X99"]),
        (Sent(msg_id=""), ["E10"]),
        (Sent(sent="i går"), ["T02"]),
        (Sent(to=""), ["E21"]),
        (Sent(at="i går"), ["T02"]),
        (Sent(more="<Tull/>"), ["T02"]),
    ],
)
def test_a_message_that_cannot_be_used_is_refused_with_coded_reasons(sent: Sent, codes: list[str]) -> None:
    reading = read_message(bytes(sent))
    assert reading.rejected
    assert {reason.code for reason in reading.reasons} <= set(codes)
    assert reading.reasons


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (Sent(number_type=""), "E30"),
        (Sent(number=""), "E30"),
        (Sent(number="g18"), "E31"),
        (Sent(number="12345678901"), "E31"),
        (Sent(number="lokalt 7", number_type="HNR"), "E30"),
        (Sent(family=""), "E32"),
    ],
)
def test_a_message_somebody_can_still_place_is_taken_in_with_a_warning(sent: Sent, code: str) -> None:
    reading = read_message(bytes(sent))
    assert not reading.rejected
    assert [reason.code for reason in reading.reasons] == [code]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<MsgHead xmlns='urn:another'/>", "T10"),
        (b"<html><body/></html>", "T10"),
        (bytes(Sent()).replace(b"po/Pasientlogistikk/", b"po/Noe-nytt/"), "T10"),
        (b"<AppRec xmlns='http://www.kith.no/xmlstds/apprec/2012-02-15'/>", ""),
    ],
)
def test_what_is_not_a_message_we_take_is_refused(data: bytes, code: str) -> None:
    reading = read_message(data)
    assert reading.rejected
    assert code in [reason.code for reason in reading.reasons]


def test_no_reason_quotes_what_the_message_holds() -> None:
    spoiled = bytes(Sent(number="g18", given="Hemmelig", family="Navn")).replace(b"<Anslag>false</Anslag>", b"<Anslag>Hemmelig</Anslag>")
    for data in (spoiled, bytes(Sent(number="98765432109", family="Hemmelig")), b"<Hemmelig>"):
        assert "Hemmelig" not in " ".join(map(str, read_message(data).reasons))


# ── the official schemas, where they are at hand ──


def _official() -> list:
    places = ("examples/plo-1.6/Pasientlogistikk*", "acceptance/pasientlogistikk/*")
    return sorted(path for place in places for path in SHARED.glob(place)) if SHARED.exists() else []


def _schema(name: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(SHARED / "schemas" / name)))


def _spoiled(payload: etree._Element):
    """The payload with one thing wrong at a time, in each place."""
    for number in range(1, len(list(payload.iter()))):
        for spoil in (_gone, _twice, _empty, _last, _bare, _nonsense, _elsewhere, _coded):
            changed = copy.deepcopy(payload)
            spoil(list(changed.iter())[number])
            yield etree.fromstring(etree.tostring(changed)), spoil.__name__


def _gone(one) -> None:
    one.getparent().remove(one)


def _twice(one) -> None:
    one.addnext(copy.deepcopy(one))


def _empty(one) -> None:
    one.text = None
    for child in list(one):
        one.remove(child)


def _last(one) -> None:
    one.getparent().append(one)


def _bare(one) -> None:
    one.attrib.clear()


def _nonsense(one) -> None:
    one.text = "tull"


def _elsewhere(one) -> None:
    one.tag = "{urn:x}" + etree.QName(one).localname


def _coded(one) -> None:
    one.set("V", "tull")


@needs_shared
@pytest.mark.parametrize("path", _official()[::4], ids=lambda path: path.stem)
def test_our_rules_and_the_official_schema_agree_on_every_way_to_spoil_a_message(path) -> None:
    try:
        root = xml.read(path.read_bytes())
    except xml.NotReadable:
        pytest.skip("The acceptance suite's message that is not XML.")
    payload = root.find(f".//{xml.MH}Content")[0]
    schema = _schema(f"Pasientlogistikk-v{shapes.LOGISTICS[xml.namespace(payload)]}.xsd")
    disagree = []
    for spoiled, how in _spoiled(payload):
        ours: list[Reason] = list(shapes.faults(spoiled))
        if schema.validate(spoiled) == bool(ours):
            disagree.append((how, [str(one) for one in ours], str(schema.error_log.last_error)))
    assert not disagree


@needs_shared
def test_what_we_build_for_the_tests_is_what_the_schema_allows() -> None:
    for version in ("1.5", "1.6"):
        schema = _schema(f"Pasientlogistikk-v{version}.xsd")
        for kind in ("admitted", "ready", "withdrawn", "discharged", "death"):
            payload = xml.read(bytes(Sent(kind=kind, version=version))).find(f".//{xml.MH}Content")[0]
            schema.assertValid(etree.fromstring(etree.tostring(payload)))
            assert list(shapes.faults(payload)) == []
