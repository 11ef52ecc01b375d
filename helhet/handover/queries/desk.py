"""The messages on a unit's desk that nobody is tied to yet, whose they may be, and which desk an address leads to.

A message without a person can be seen by the unit it lies with and by nobody else. Reading it is logged all the same, in a
chain of the message's own: whom it is about is not known here yet, but she is somebody.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from helhet.access import compiled
from helhet.access.compiled import Only
from helhet.access.log import Opening
from helhet.access.policy import Actor, NotVisible
from helhet.handover.models import Arrival, Attachment, IncomingMessage, MessageAddress
from helhet.handover.rules import Outcome, Patient, patient_in
from helhet.organisation.models import Municipality, Unit
from helhet.organisation.rules import N_
from helhet.people.models import Identifier, Person
from helhet.people.queries import living, that_find
from helhet.people.rules import Identifier as ReadNumber
from helhet.people.rules import alike, read_identifier

# One level of the address a message carries, and the levels from the whole organisation inwards.
Level = frozenset[str]
Address = tuple[Level, ...]


@dataclass(frozen=True)
class Addressee:
    """Where a message goes: the unit whose desk it lands on, the municipalities it may be about, and how it was addressed."""

    unit: Unit
    municipalities: frozenset[str]
    knows_service: bool = True
    is_copy: bool = False


def addressee(receiver: Address, copies: Iterable[Address], sender: Address, *, otherwise: str = "") -> Addressee | None:
    """Whose a message is by its addresses; `otherwise` is the municipality that takes what no address leads to.

    A copy is ours when the first receiver is not, or is the sender itself. An organisation we do not know lands with the only
    coordinating unit there is, as an unknown service; where there are several, nobody may guess.
    """
    first = _found(receiver)
    copy = next((found for found in map(_found, copies) if found), None)
    copy = replace(copy, is_copy=True) if copy else None
    own_echo = bool(receiver and sender and receiver[-1] & sender[-1])
    if copy and (first is None or own_echo or (copy.knows_service and not first.knows_service)):
        return copy
    if first:
        return first
    if otherwise:
        unit = _coordinating(Unit.objects.filter(serves=otherwise, is_coordinating_unit=True))
        return Addressee(unit, frozenset({otherwise})) if unit else None
    unit = _coordinating(Unit.objects.filter(is_coordinating_unit=True))
    return Addressee(unit, _served(unit), knows_service=False) if unit else None


def _found(address: Address) -> Addressee | None:
    """The unit at this address: by the innermost level that we know, and whether that was the innermost."""
    for place, level in enumerate(reversed(address)):
        if unit := _at(level, whole=place > 0 or len(address) == 1):
            return Addressee(_desk_of(unit), _served(unit), knows_service=place == 0)
    return None


def _at(level: Level, *, whole: bool) -> Unit | None:
    unit = Unit.objects.filter(her_id__in=level - {""}).select_related("municipality").first()
    rows = MessageAddress.objects.filter(her_id__in=level)
    row = (rows if whole else rows.filter(is_whole=False)).select_related("unit__municipality").first()
    return unit or (row.unit if row else None)


def _desk_of(unit: Unit) -> Unit:
    """The coordinating unit that serves this unit's municipality, or the unit itself where there is none."""
    if unit.is_coordinating_unit:
        return unit
    rows = Unit.objects.filter(serves=unit.municipality_id, is_coordinating_unit=True)
    return rows.select_related("municipality").order_by("name").first() or unit


def _coordinating(units: QuerySet[Unit]) -> Unit | None:
    found = list(units.select_related("municipality")[:2])
    return found[0] if len(found) == 1 else None


def _served(unit: Unit) -> frozenset[str]:
    return frozenset(unit.serves.values_list("number", flat=True))


def addresses(actor: Actor) -> list[MessageAddress]:
    """The addresses that lead to the actor's units."""
    return list(MessageAddress.objects.filter(unit_id__in=actor.unit_ids).select_related("unit").order_by("her_id"))


def desk(actor: Actor) -> QuerySet[IncomingMessage]:
    """Messages tied to nobody that lie with a unit of this actor."""
    return IncomingMessage.objects.filter(person=None, unit_id__in=actor.unit_ids) if actor.is_staff else IncomingMessage.objects.none()


def unresolved(opening: Opening) -> list[IncomingMessage]:
    """What somebody must find out whose it is, the oldest first; the sender may have taken it back meanwhile."""
    found = compiled.instances(_unresolved, opening.actor, None)
    for message in found:
        _remember(opening, message)
    return found


def _unresolved(actor: Actor, only: Only) -> QuerySet[IncomingMessage]:
    taken_back = IncomingMessage.objects.filter(cancels=OuterRef("pk"))
    waiting = desk(actor).filter(~Exists(taken_back), settled="").exclude(outcome__in=[Outcome.REJECTED, Outcome.CANCELLED])
    return waiting.defer("original", "receipt").order_by("received_at", "sent_at")


def settled(opening: Opening, limit: int = 50) -> list[IncomingMessage]:
    """What lies on the desk and waits for nobody: refused, `taken_back`, or put aside; newest first."""
    waits = Q(settled="") & ~Q(outcome__in=[Outcome.REJECTED, Outcome.CANCELLED])
    taken_back = IncomingMessage.objects.filter(cancels=OuterRef("pk"))
    rows = desk(opening.actor).annotate(taken_back=Exists(taken_back)).exclude(waits & Q(taken_back=False))
    found = list(rows.defer("original", "receipt").order_by("-received_at")[:limit])
    for message in found:
        _remember(opening, message)
    return found


def _remember(opening: Opening, message: IncomingMessage) -> None:
    """A message without a person has a chain of its own; one with a person stands in hers."""
    opening.remember(message.person_id or message.pk, message.part, message.document, message.pk)


def open_message(opening: Opening, message_id: UUID) -> IncomingMessage:
    """One message, with `attachments`, the message it `cancels`, the one that cancels it (`taken_back`), and its `arrivals`."""
    rows = IncomingMessage.objects.filter(pk=message_id).select_related("person", "unit", "cancels", "admission")
    message: IncomingMessage = desk(opening.actor).filter(pk=message_id).select_related("unit", "cancels").first() or opening.one(rows)
    _remember(opening, message)
    message.attachments = list(Attachment.objects.filter(message=message).defer("content").order_by("pk"))
    for one in message.attachments:
        opening.remember(message.person_id or message.pk, one.part, one.document, one.pk)
    message.taken_back = IncomingMessage.objects.filter(cancels=message).defer("original", "receipt").first()
    for other in (message.cancels, message.taken_back):
        if other:
            _remember(opening, other)
    message.arrivals = list(Arrival.objects.filter(message=message).defer("receipt").order_by("at"))
    return message


def original(opening: Opening, message_id: UUID) -> tuple[str, bytes]:
    """The file as it came: its name and its bytes."""
    message = open_message(opening, message_id)
    return message.file, bytes(message.original)


def open_attachment(opening: Opening, message_id: UUID, attachment_id: UUID) -> Attachment:
    """One file that was sent inside a message."""
    message = open_message(opening, message_id)
    found = Attachment.objects.filter(message=message, pk=attachment_id).first()
    if found is None:
        raise NotVisible
    return found


@dataclass(frozen=True)
class Suggestion:
    """Somebody the message may be about, each reason in plain words. A person decides."""

    person: Person
    reasons: tuple[str, ...]


def suggestions(opening: Opening, message: IncomingMessage) -> list[Suggestion]:
    """Those known to the actor whom the message may be about: by a number, or by name with birth date or telephone."""
    patient = patient_in(message.content)
    if patient is None or message.person_id:
        return []
    rows = living(Person.objects.visible_to(opening.actor)).select_related("municipality")
    born = {day for day in (patient.born, *_born_by_numbers(patient)) if day}
    has_number = Exists(that_find(Identifier.objects.filter(person=OuterRef("pk"), value__in=patient.usable)))
    likely = rows.filter(Q(has_number) | Q(born__in=born) | Q(telephone=patient.telephone or None)).annotate(has_number=has_number)
    found = [Suggestion(person, why) for person in likely if (why := tuple(_why(person, patient, born)))]
    for one in found:
        opening.remember(one.person.pk, one.person.part, one.person.document, one.person.pk)
    return sorted(found, key=lambda one: (one.reasons[0] != _SAME_NUMBER, one.person.name))


_SAME_NUMBER = N_("samme nummer som i meldingen")


def _why(person: Person, patient: Patient, born: set[date]) -> Iterable[str]:
    if person.has_number:
        yield _SAME_NUMBER
    hers = (person.given, person.family, person.born, person.telephone)
    days: list[date | None] = [patient.born] if patient.born else [*sorted(born)]
    for day in days or [None]:
        yield from alike((patient.given, patient.family, day, patient.telephone), hers)


def _born_by_numbers(patient: Patient) -> Iterable[date | None]:
    for value in patient.usable:
        read = read_identifier(value)
        if isinstance(read, ReadNumber):
            yield read.born


def municipalities_of(actor: Actor) -> list[Municipality]:
    """The municipalities the actor's coordinating unit serves: where somebody new may be registered."""
    return list(Municipality.objects.filter(served_by__in=actor.unit_ids).distinct().order_by("number"))
