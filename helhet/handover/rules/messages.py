"""What a message from outside says, read once into plain values, whatever standard and version it came in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from helhet.organisation.rules import N_

OSLO = ZoneInfo("Europe/Oslo")


class Kind(StrEnum):
    """What a message is."""

    ADMITTED = "admitted"
    NOTICE = "notice"
    READY = "ready"
    WITHDRAWN = "withdrawn"
    DISCHARGED = "discharged"
    DEATH = "death"
    HEALTH = "health"
    DISCHARGE_REPORT = "discharge_report"
    DISCHARGE_LETTER = "discharge_letter"
    MEDICAL = "medical"
    ADMISSION_REPORT = "admission_report"
    TO_DOCTOR = "to_doctor"
    SERVICES = "services"
    DIALOGUE = "dialogue"
    RECEIPT = "receipt"
    UNKNOWN = ""


KIND_NAMES = {
    Kind.ADMITTED: N_("Melding om innlagt pasient"),
    Kind.NOTICE: N_("Varsel om innlagt pasient, med helseopplysninger"),
    Kind.READY: N_("Melding om utskrivningsklar pasient"),
    Kind.WITHDRAWN: N_("Avmelding av utskrivningsklar pasient"),
    Kind.DISCHARGED: N_("Melding om utskrevet pasient"),
    Kind.DEATH: N_("Orientering om dødsfall"),
    Kind.HEALTH: N_("Helseopplysninger"),
    Kind.DISCHARGE_REPORT: N_("Utskrivningsrapport"),
    Kind.DISCHARGE_LETTER: N_("Epikrise"),
    Kind.MEDICAL: N_("Medisinske opplysninger"),
    Kind.ADMISSION_REPORT: N_("Innleggelsesrapport"),
    Kind.TO_DOCTOR: N_("Helseopplysninger til lege"),
    Kind.SERVICES: N_("Orientering om tjenestetilbud"),
    Kind.DIALOGUE: N_("Dialogmelding"),
    Kind.RECEIPT: N_("Kvittering"),
    Kind.UNKNOWN: N_("Ukjent meldingstype"),
}
# Those that tell of a stay: its page shows them, and they need no reading of their own.
OF_STAY = frozenset({Kind.ADMITTED, Kind.NOTICE, Kind.READY, Kind.WITHDRAWN, Kind.DISCHARGED, Kind.DEATH})
SHOWN_BY_STAY = OF_STAY - {Kind.NOTICE, Kind.DEATH}
WITH_MEDICINES = (Kind.DISCHARGE_REPORT, Kind.DISCHARGE_LETTER, Kind.MEDICAL, Kind.HEALTH, Kind.NOTICE)


class Outcome(StrEnum):
    """What became of a message when it came."""

    ACCEPTED = "accepted"
    COPY = "accepted-copy"
    UNKNOWN_PERSON = "unknown-person"
    UNKNOWN_SERVICE = "unknown-service"
    CANCELLED = "cancelled"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"


OUTCOME_NAMES = {
    Outcome.ACCEPTED: N_("tatt imot"),
    Outcome.COPY: N_("tatt imot som kopi"),
    Outcome.UNKNOWN_PERSON: N_("noen må finne hvem det er"),
    Outcome.UNKNOWN_SERVICE: N_("sendt til en tjeneste vi ikke kjenner"),
    Outcome.CANCELLED: N_("kansellert"),
    Outcome.DUPLICATE: N_("samme melding en gang til"),
    Outcome.REJECTED: N_("avvist"),
}


class Settled(StrEnum):
    """How somebody settled a message that could not be tied by itself."""

    TIED = "tied"
    REGISTERED = "registered"
    SET_ASIDE = "set_aside"


SETTLED_NAMES = {Settled.TIED: N_("koblet"), Settled.REGISTERED: N_("registrert som ny"), Settled.SET_ASIDE: N_("lagt bort")}

NEW, CHANGED, CANCELLATION = "N", "E", "C"  # code list 7309, Forsendelsesstatus


@dataclass(frozen=True)
class Reason:
    """Why, in plain words, with the code of list 8221 when the sender is told too. Never a name, never a number of somebody."""

    said: str
    code: str = ""
    values: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        sentence = self.said.format(**self.values)
        return f"{self.code}: {sentence}" if self.code else sentence


@dataclass(frozen=True)
class Number:
    """A number that a message gives for the patient. `value` is empty when it cannot be used to find anybody."""

    kind: str  # as the message says: FNR, DNR, FHN, HNR, DUF, …
    value: str
    national: bool  # names one person in the whole country; a local help number does not


@dataclass(frozen=True)
class Patient:
    """Whom a message is about, as the sender knows the person."""

    given: str = ""
    family: str = ""
    born: date | None = None
    numbers: tuple[Number, ...] = ()
    telephone: str = ""

    @property
    def name(self) -> str:
        """The whole name, as sent."""
        return f"{self.given} {self.family}".strip()

    @property
    def usable(self) -> tuple[str, ...]:
        """The numbers that may find somebody."""
        return tuple(number.value for number in self.numbers if number.value)


@dataclass(frozen=True)
class Moment:
    """When something happened: exact to the minute, or a day only; known, or the sender's estimate."""

    at: datetime
    exact: bool = True
    estimate: bool = False

    @property
    def on(self) -> date:
        """The date in Norway."""
        return self.at.astimezone(OSLO).date()


@dataclass(frozen=True)
class Letter:
    """What a message says, read once: plain values, whatever standard and version it came in."""

    kind: Kind
    type_code: str = ""
    msg_id: str = ""
    sent: datetime | None = None
    sender: str = ""
    sender_key: str = ""
    ward: str = ""
    telephone: str = ""
    status: str = NEW
    refers_to: str = ""
    conversation: str = ""
    patient: Patient | None = None
    moments: Mapping[str, Moment] = field(default_factory=dict)
    discharged_to: str = ""
    has_medicines: bool = False
    fields: tuple[dict[str, Any], ...] = ()
    attachments: tuple[tuple[str, str, bytes], ...] = ()  # (name, media type, content)


def is_sure(number: Number, patient: Patient, *, born: date | None, family: str) -> bool:
    """True when a record with this number is certainly the patient's.

    A national number is enough unless the birth dates contradict. A help number is unique only where it was given, so the
    birth date or the family name must agree as well.
    """
    contradicts = bool(patient.born and born and patient.born != born)
    if contradicts or not number.value:
        return False
    same_family = bool(family) and family.casefold() == patient.family.casefold()
    return number.national or (bool(patient.born) and patient.born == born) or same_family
