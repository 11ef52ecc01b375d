"""Notes and contacts: kinds, when a draft must be signed, and what a signature seals."""

from enum import StrEnum

from helhet.organisation.rules import N_


class NoteKind(StrEnum):
    """Journal for health care, service documentation for the rest (forskrift 2011-12-16 nr. 1393 § 2)."""

    HEALTH = "health"
    SERVICE = "service"


NOTE_NAMES = {
    NoteKind.HEALTH: N_("Journal"),
    NoteKind.SERVICE: N_("Tjenestedokumentasjon"),
}


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
