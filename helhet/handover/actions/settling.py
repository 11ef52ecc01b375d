"""What a person settles: whose a message is, somebody new, or not ours at all; and that a message has been read."""

from django.db import transaction

from helhet.access import log
from helhet.access.policy import Actor, NotVisible, may_write, require_write
from helhet.access.rules import Part
from helhet.handover.models import IncomingMessage
from helhet.handover.queries import desk
from helhet.handover.rules import Outcome, Settled, patient_in
from helhet.organisation.models import Municipality
from helhet.organisation.rules import N_, Fault, refuse_if_any
from helhet.people import actions as people
from helhet.people.models import Person
from helhet.people.rules import Identifier as ReadNumber
from helhet.people.rules import read_identifier

from .telling import tie_to


def _take_up(message: IncomingMessage, by: Actor) -> IncomingMessage:
    """The message, still unsettled and on a desk of this actor; somebody may have settled it meanwhile."""
    held = desk(by).select_for_update().filter(pk=message.pk).first()
    if held is None:
        raise NotVisible
    settled = held.settled or held.outcome == Outcome.REJECTED
    refuse_if_any([Fault("person", N_("Noen har alt gjort ferdig denne meldingen."))] if settled else [])
    return held


def _settle(message: IncomingMessage, how: Settled, by: Actor, why: str = "") -> None:
    message.settled, message.settled_at, message.settled_by, message.settled_why = how, by.at, by.name, why[:200]
    message.save(update_fields=["settled", "settled_at", "settled_by", "settled_why"])


@transaction.atomic
def tie(message: IncomingMessage, person: Person, *, by: Actor, keep_numbers: bool = True) -> None:
    """A person has made sure that the message is about this person. Its numbers are kept on her, so that the next one finds her."""
    held = _take_up(message, by)
    require_write(by, person.pk, Part.HANDOVER)
    if keep_numbers:
        _keep_numbers(held, person, by)
    _settle(held, Settled.TIED, by)
    tie_to(held, person, verb=N_("koblet melding"), by=by)


def _keep_numbers(message: IncomingMessage, person: Person, by: Actor) -> None:
    patient = patient_in(message.content)
    if not may_write(by, person.pk, Part.PERSON):
        return
    for value in patient.usable if patient else ():
        if isinstance(read_identifier(value), ReadNumber):
            people.add_identifier(person, value, by=by)


@transaction.atomic
def register(message: IncomingMessage, *, municipality: Municipality, by: Actor) -> Person:
    """Nobody here is the one: a new record from what the message says, and the message tied to it."""
    held = _take_up(message, by)
    patient = patient_in(held.content)
    unit = held.unit
    refuse_if_any(
        ([] if patient and patient.name else [Fault("municipality", N_("Meldingen har ikke noe navn å registrere."))])
        + ([] if unit and unit.serves.filter(pk=municipality.pk).exists() else [Fault("municipality", N_("Velg kommunen personen bor i."))])
    )
    assert patient is not None
    assert unit is not None
    numbers = tuple(read for value in patient.usable if isinstance(read := read_identifier(value), ReadNumber))
    born = patient.born or next((number.born for number in numbers if number.born), None)
    new = people.NewPerson(
        municipality, patient.given, patient.family, born, patient.telephone, language=municipality.language, identifiers=numbers
    )  # fmt: skip
    person = people.make_known(new, unit=unit, by=by)
    _settle(held, Settled.REGISTERED, by)
    tie_to(held, person, verb=N_("koblet melding"), by=by)
    return person


@transaction.atomic
def set_aside(message: IncomingMessage, *, why: str, by: Actor) -> None:
    """Not ours: put aside with the reason. The message stays where it can be found."""
    held = _take_up(message, by)
    refuse_if_any([] if why.strip() else [Fault("why", N_("Skriv hvorfor meldingen ikke er vår."))])
    _settle(held, Settled.SET_ASIDE, by, why.strip())


@transaction.atomic
def mark_read(message: IncomingMessage, *, by: Actor) -> None:
    """Somebody who follows the person up has read it."""
    if message.person_id is None:
        raise NotVisible
    require_write(by, message.person_id, Part.HANDOVER)
    if message.read_at is None:
        message.read_at, message.read_by = by.at, by.name
        message.save(update_fields=["read_at", "read_by"])
        log.did(N_("leste meldingen"), message, by=by)
