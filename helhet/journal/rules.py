"""Notes, contacts and events: kinds, when a draft must be signed, and what a signature seals."""

import hashlib
import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from helhet.organisation.rules import N_


class NoteKind(StrEnum):
    """Journal for health care, service documentation for the rest (forskrift 2011-12-16 nr. 1393 § 2)."""

    HEALTH = "health"
    SERVICE = "service"


NOTE_NAMES = {
    NoteKind.HEALTH: N_("Journal"),
    NoteKind.SERVICE: N_("Tjenestedokumentasjon"),
}
# Treatment, rehabilitation and health services at home are health care; practical help, respite and housing are not.
HEALTH_CARE = frozenset({"hol-3-2-4", "hol-3-2-5", "hol-3-2-6a", "hol-3-2-6c"})


def usual_kind(legal_bases: Iterable[str]) -> NoteKind:
    """The kind a note usually is, by what the services she gets stand on; health care when nothing says otherwise."""
    bases = set(legal_bases)
    return NoteKind.SERVICE if bases and not bases & HEALTH_CARE else NoteKind.HEALTH


class ContactKind(StrEnum):
    """How a contact took place."""

    TALK = "talk"
    HOME_VISIT = "home_visit"
    TELEPHONE = "telephone"
    VIDEO = "video"
    MESSAGE = "message"
    ALONG = "along"
    PARTNER = "partner"
    NOT_MET = "not_met"


CONTACT_NAMES = {
    ContactKind.TALK: N_("Samtale"),
    ContactKind.HOME_VISIT: N_("Hjemmebesøk"),
    ContactKind.TELEPHONE: N_("Telefon"),
    ContactKind.VIDEO: N_("Video"),
    ContactKind.MESSAGE: N_("Melding"),
    ContactKind.ALONG: N_("Følge til avtale"),
    ContactKind.PARTNER: N_("Samtale med samarbeidspartner"),
    ContactKind.NOT_MET: N_("Ikke møtt"),
}

# About her, or in vain: nothing to ask her about afterwards.
NOT_WITH_HER = (ContactKind.PARTNER, ContactKind.NOT_MET)


class EventKind(StrEnum):
    """What happened, that she is followed up after."""

    OVERDOSE = "overdose"
    NALOXONE_GIVEN = "naloxone_given"
    NALOXONE_OUT = "naloxone_out"


EVENT_NAMES = {
    EventKind.OVERDOSE: N_("Overdose"),
    EventKind.NALOXONE_GIVEN: N_("Nalokson gitt"),
    EventKind.NALOXONE_OUT: N_("Nalokson delt ut"),
}
# Somebody meets or talks with her within three days of these: a local target, no law.
FOLLOWED_UP = (EventKind.OVERDOSE, EventKind.NALOXONE_GIVEN)
FOLLOW_UP_DAYS = 3

# A local target: helsepersonelloven § 40 says «without undue delay».
SIGN_WITHIN_DAYS = 2
LONGEST_CONTACT = 1440


@dataclass(frozen=True)
class Signed:
    """What a signature covers. Not whose record it is: joining two records of one person moves the note, and changes no word."""

    kind: str
    on: date
    heading: str
    text: str
    corrects: UUID | None
    by_key: str
    by_name: str
    signed_at: datetime


def seal_of(signed: Signed, *, key: str) -> str:
    """The seal over a signed note (HMAC-SHA256 under the log's key): a change made outside the product no longer meets it."""
    fields = vars(signed) | {"on": str(signed.on), "corrects": str(signed.corrects or ""), "signed_at": signed.signed_at.timestamp()}
    text = json.dumps({"what": "note", **fields}, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()


class Show(StrEnum):
    """What the journal page shows."""

    ALL = ""
    NOTES = "notat"
    CONTACTS = "kontakt"
    EVENTS = "hendelse"


SHOW_NAMES = {Show.ALL: N_("Alt"), Show.NOTES: N_("Notater"), Show.CONTACTS: N_("Kontakter"), Show.EVENTS: N_("Hendelser")}
PAGE_SIZE = 25
