"""The message head (MsgHead 1.2): which message, when, from whom, to whom, about whom, and the documents it carries."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from helhet.handover.rules import OSLO, Number, Patient, Reason
from helhet.organisation.rules import N_, Fault
from helhet.people.rules import IdentifierKind, read_identifier, read_telephone

from .xml import BASE64, MH, Element, code, local, namespace, text

Level = frozenset[str]
_TRUSTED = {"FNR": IdentifierKind.FNR, "DNR": IdentifierKind.DNR, "FHN": IdentifierKind.FHN, "DUF": IdentifierKind.DUF}
# Help numbers: unique only where they were given.
_LOCAL = frozenset({"HNR", "LOK", "OTH"})


@dataclass(frozen=True)
class Party:
    """A sender or receiver: names and HER-ids from the whole organisation inwards, and what identifies it in a receipt."""

    names: tuple[str, ...] = ()
    levels: tuple[Level, ...] = ()
    idents: tuple[tuple[tuple[str, str, str], ...], ...] = ()  # a level's (number, type, type's text)
    person: str = ""  # the named professional, when the innermost level is one

    @property
    def name(self) -> str:
        """The organisation's name."""
        return self.names[0] if self.names else ""

    @property
    def inner(self) -> str:
        """The unit's name inside it."""
        return self.names[-1] if len(self.names) > 1 else ""

    @property
    def outermost(self) -> "Party":
        """The organisation alone."""
        return Party(self.names[:1], self.levels[:1], self.idents[:1])

    @property
    def key(self) -> str:
        """The number of the whole organisation: HER-id, else whatever it gives."""
        outer = self.idents[0] if self.idents else ()
        by_type = {kind: number for number, kind, _ in outer}
        return by_type.get("HER") or by_type.get("ENH") or (outer[0][0] if outer else "")


@dataclass(frozen=True)
class Head:
    """What the head says, as far as it says it."""

    type_code: str = ""
    type_name: str = ""
    msg_id: str = ""
    sent: datetime | None = None
    sent_text: str = ""
    parent: str = ""
    conversation: str = ""
    sender: Party = field(default_factory=Party)
    receiver: Party = field(default_factory=Party)
    copies: tuple[Party, ...] = ()
    patient: Patient | None = None
    documents: tuple[Element, ...] = ()


def is_head(root: Element) -> bool:
    """True for a message head, of the one version in use."""
    return bool(root.tag == f"{MH}MsgHead")


def read_head(root: Element) -> Head:
    """Everything the head says; what is missing is left empty, and `faults` tells of it."""
    info = root.find(f"{MH}MsgInfo")
    if info is None:
        return Head()
    type_code, type_name = code(info, f"{MH}Type")
    others = [one for one in info.findall(f"{MH}OtherReceiver") if code(one, f"{MH}RoleReceiver")[0] == "COP"]
    sent_text = text(info, f"{MH}GenDate")
    return Head(
        type_code, type_name, text(info, f"{MH}MsgId"), read_moment(sent_text), sent_text,
        text(info, f"{MH}ConversationRef/{MH}RefToParent"), text(info, f"{MH}ConversationRef/{MH}RefToConversation"),
        _party(info.find(f"{MH}Sender")), _party(info.find(f"{MH}Receiver")), tuple(_party(one) for one in others),
        _patient(info.find(f"{MH}Patient")), tuple(root.findall(f"{MH}Document")),
    )  # fmt: skip


def _party(element: Element | None) -> Party:
    names, levels, idents, person = [], [], [], ""
    while element is not None:
        inner = element.find(f"{MH}Organisation")
        worker = element.find(f"{MH}HealthcareProfessional")
        element = inner if inner is not None else worker
        if element is None:
            break
        own = [(text(one, f"{MH}Id"), *code(one, f"{MH}TypeId")) for one in element.findall(f"{MH}Ident")]
        own = [(re.sub(r"\s", "", number), kind, said) for number, kind, said in own if number]
        if local(element) == "HealthcareProfessional":
            person = " ".join(filter(None, (text(element, f"{MH}{part}") for part in ("GivenName", "MiddleName", "FamilyName"))))
            names.append(person)
        else:
            names.append(text(element, f"{MH}OrganisationName"))
        levels.append(frozenset(number for number, kind, _ in own if kind == "HER"))
        idents.append(tuple(own))
    return Party(tuple(names), tuple(levels), tuple(idents), person)


def _patient(element: Element | None) -> Patient | None:
    if element is None:
        return None
    given = " ".join(filter(None, (text(element, f"{MH}GivenName"), text(element, f"{MH}MiddleName"))))
    born = text(element, f"{MH}DateOfBirth")
    numbers = tuple(_number(*_ident(one)) for one in element.findall(f"{MH}Ident"))
    telephone = next((found for one in element.findall(f"{MH}TeleCom/{MH}TeleAddress") if (found := read_tel(one.get("V", "")))), "")
    return Patient(given, text(element, f"{MH}FamilyName"), read_day(born), numbers, telephone)


def _ident(element: Element) -> tuple[str, str]:
    return code(element, f"{MH}TypeId")[0], re.sub(r"\s", "", text(element, f"{MH}Id"))


def _number(kind: str, given: str) -> Number:
    """A number to find somebody by: a national one must be what it says, a help number must at least be a whole one."""
    read = read_identifier(given) if given else Fault("identifier", "")
    if isinstance(read, Fault):
        return Number(kind, "", False)
    if kind in _TRUSTED:
        same = read.kind == _TRUSTED[kind] or {read.kind, _TRUSTED[kind]} == {IdentifierKind.FNR, IdentifierKind.DNR}
        return Number(kind, read.value if same else "", same)
    return Number(kind, read.value if kind in _LOCAL else "", False)


def read_tel(address: str) -> str:
    """A telephone number from `tel:73 55 55 55`, or nothing."""
    found = read_telephone(re.sub(r"^tel:", "", address.strip(), flags=re.IGNORECASE))
    return "" if isinstance(found, Fault) else found


def read_day(words: str) -> date | None:
    """A date, or nothing."""
    try:
        return date.fromisoformat(words[:10])
    except ValueError:
        return None


def read_moment(words: str) -> datetime | None:
    """A date and time; without a zone it is Norwegian."""
    try:
        found = datetime.fromisoformat(re.sub(r"(\.\d{6})\d+", r"\1", words))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=OSLO)


def payloads(head: Head) -> Iterator[Element]:
    """The professional contents, each element that stands in a document's content and is no attachment."""
    for document in head.documents:
        for element in document.iterfind(f"{MH}RefDoc/{MH}Content/*"):
            if element.tag != BASE64:
                yield element


def faults(head: Head) -> Iterator[Reason]:
    """What makes the head unusable: then the message is refused."""
    if not head.msg_id:
        yield Reason(N_("Meldingen mangler MsgId."), "E10")
    if not head.type_code:
        yield Reason(N_("Meldingen sier ikke hvilken type den er."), "T02")
    if head.sent is None:
        yield Reason(N_("Meldingen mangler tidspunkt (GenDate), eller tidspunktet kan ikke leses."), "T02")
    if not head.sender.name or not head.sender.key:
        yield Reason(N_("Opplysninger om avsender mangler."), "X99")
    if not any(head.receiver.idents):
        yield Reason(N_("Opplysninger om mottaker mangler."), "E21")
    if not any(True for _ in payloads(head)):
        yield Reason(N_("Meldingen har ikke noe faglig innhold."), "T02")


def nobody(patient: Patient | None) -> Reason | None:
    """Without a name and without a number nobody can ever find whom it is about."""
    if patient is None or not (patient.name or patient.usable):
        return Reason(N_("Opplysninger om pasienten mangler: verken navn eller nummer er oppgitt."), "E36")
    return None


def patient_doubts(root: Element, patient: Patient) -> Iterator[Reason]:
    """What is wrong with whom it is about, when somebody can still find out: told to the sender as well."""
    element = root.find(f"{MH}MsgInfo/{MH}Patient")
    given = [_ident(one) for one in element.findall(f"{MH}Ident")] if element is not None else []
    wrong = [kind for kind, number in given if kind in _TRUSTED and number and not _number(kind, number).value]
    if wrong:
        yield Reason(N_("Pasientens nummer er feil: det er ikke et gyldig nummer av typen {kind}."), "E31", {"kind": wrong[0]})
    elif not patient.usable:
        yield Reason(N_("Pasientens fødselsnummer mangler, og det er ikke noe annet nummer vi kan finne personen med."), "E30")
    if not patient.name:
        yield Reason(N_("Pasientens navn mangler."), "E32")


def is_message_receipt(root: Element) -> bool:
    """True for an application receipt: it is never answered with another."""
    return local(root) == "AppRec" and namespace(root).startswith("http://www.kith.no/xmlstds/apprec/")
