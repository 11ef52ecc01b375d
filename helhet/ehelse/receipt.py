"""The application receipt (AppRec 1.1, HIS 80415): every message is answered with what became of it."""

from collections.abc import Iterable
from datetime import datetime
from importlib.metadata import version
from uuid import UUID

from lxml import etree

from helhet.handover.rules import OSLO, Reason

from .head import Head, Party

AR = "http://www.kith.no/xmlstds/apprec/2012-02-15"
_CODES = "2.16.578.1.12.4.1.1.8221"
OK, REFUSED, IN_PART = "1", "2", "3"
_STATUS = {OK: "OK", REFUSED: "Avvist", IN_PART: "OK, feil i delmelding"}
# The texts of list 8221 for the codes we use; what exactly was wrong stands in OT.
_SAID = {
    "E10": "Ugyldig meldingsidentifikator",
    "E21": "Mottaker finnes ikke",
    "E30": "Pasientens fødselsnummer mangler",
    "E31": "Pasientens fødselsnummer er feil",
    "E32": "Pasientens navn mangler",
    "E36": "Pasientopplysninger er utilstrekkelige",
    "T01": "Ikke XML / ikke 'well formed' / uleselig",
    "T02": "XML validerer ikke",
    "T10": "Støtter ikke meldingsformatet",
    "X99": "Annen feil",
}
_TYPES = {"HER": "Identifikator fra Helsetjenesteenhetsregisteret (HER-id)", "ENH": "Organisasjonsnummeret i Enhetsregisteret"}


def status_for(reasons: Iterable[Reason], *, rejected: bool) -> str:
    """Refused, taken in with faults that the sender should mend, or in order.

    Whether the person is known here is no fault of the message, and is not told: that would say whom the municipality helps.
    """
    return REFUSED if rejected else IN_PART if any(reason.code for reason in reasons) else OK


def build(head: Head, *, status: str, reasons: Iterable[Reason], key: UUID, at: datetime) -> bytes:
    """The receipt as XML: sent by whom the message was sent to, received by whom it came from."""
    root = etree.Element(f"{{{AR}}}AppRec", nsmap={None: AR})
    _code(root, "MsgType", "APPREC", "Applikasjonskvittering")
    _text(root, "MIGversion", "v1.1 2012-02-15")
    _text(root, "SoftwareName", "Helhet")
    _text(root, "SoftwareVersion", version("helhet"))
    _text(root, "GenDate", _instant(at))
    _text(root, "Id", str(key))
    _party(etree.SubElement(root, f"{{{AR}}}Sender"), head.receiver)
    _party(etree.SubElement(root, f"{{{AR}}}Receiver"), head.sender)
    _code(root, "Status", status, _STATUS[status])
    for reason in dict.fromkeys(str(one) for one in reasons if one.code):
        code, _, said = reason.partition(": ")
        fault = etree.SubElement(root, f"{{{AR}}}Error")
        fault.attrib.update({"V": code, "S": _CODES, "DN": _SAID[code], "OT": said})
    original = etree.SubElement(root, f"{{{AR}}}OriginalMsgId")
    _code(original, "MsgType", head.type_code or "UKJENT", head.type_name)
    _text(original, "IssueDate", _instant(head.sent or at))
    _text(original, "Id", head.msg_id)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _instant(at: datetime) -> str:
    return at.astimezone(OSLO).isoformat(timespec="seconds")


def _text(parent: etree._Element, name: str, words: str) -> None:
    etree.SubElement(parent, f"{{{AR}}}{name}").text = words


def _code(parent: etree._Element, name: str, code: str, said: str) -> None:
    element = etree.SubElement(parent, f"{{{AR}}}{name}", V=code)
    if said:
        element.set("DN", said)


def _party(parent: etree._Element, party: Party) -> None:
    """The organisation with its number, and inside it the unit or the named professional."""
    inst = etree.SubElement(etree.SubElement(parent, f"{{{AR}}}HCP"), f"{{{AR}}}Inst")
    _identity(inst, party.name or "Ukjent", party.idents[0] if party.idents else ())
    for name, numbers in zip(party.names[1:], party.idents[1:], strict=True):
        if not (party.person and name == party.person):
            _identity(etree.SubElement(inst, f"{{{AR}}}Dept"), name, numbers)
    for name, kind, value in _more(party.idents[0] if party.idents else ()):
        extra = etree.SubElement(inst, f"{{{AR}}}AdditionalId")
        _text(extra, "Id", value)
        _code(extra, "Type", kind, name)
    if party.person and len(party.idents) > 1:
        _identity(etree.SubElement(inst, f"{{{AR}}}HCPerson"), party.person, party.idents[-1])


def _identity(element: etree._Element, name: str, numbers: tuple[tuple[str, str, str], ...]) -> None:
    if name:
        _text(element, "Name", name)
    for number, kind, said in _first(numbers):
        _text(element, "Id", number)
        _code(element, "TypeId", kind, _TYPES.get(kind, said))


def _first(numbers: tuple[tuple[str, str, str], ...]) -> Iterable[tuple[str, str, str]]:
    """The number to answer to: the HER-id when there is one."""
    return sorted(numbers, key=lambda one: one[1] != "HER")[:1]


def _more(numbers: tuple[tuple[str, str, str], ...]) -> Iterable[tuple[str, str, str]]:
    chosen = list(_first(numbers))
    return [(_TYPES.get(kind, said), kind, number) for number, kind, said in numbers if (number, kind, said) not in chosen]
