"""A message tied to a person, and what follows: her stay told anew, or the death noted; and undone when the sender takes it back."""

from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from helhet.access import log
from helhet.access.policy import Actor
from helhet.handover.models import Admission, IncomingMessage
from helhet.handover.rules import (
    CANCELLATION,
    OF_STAY,
    Hospital,
    Kind,
    KnownStay,
    Said,
    moments_in,
    tell,
    which_stay,
)
from helhet.organisation.rules import N_
from helhet.people import actions as people
from helhet.people.models import Person


def tie_to(message: IncomingMessage, person: Person, *, verb: str, by: Actor) -> None:
    """The message is about this person: into her record, and its effect on her stay. For the actions that have made sure of it."""
    Person.objects.select_for_update().get(pk=person.pk)  # two messages about her at once must not open two stays
    message.person = person
    message.admission = _stay_of(message, person.pk, by=by) if _has_effect(message) else None
    message.save(update_fields=["person", "admission"])
    log.did(verb, message, by=by)
    for follower in IncomingMessage.objects.filter(cancels=message, person=None):
        follow(follower, message, by=by)
    settle(message, by=by)


def follow(cancellation: IncomingMessage, cancelled: IncomingMessage, *, by: Actor) -> None:
    """A cancellation belongs where the message it cancels belongs."""
    cancellation.cancels, cancellation.admission, cancellation.person = cancelled, cancelled.admission, cancelled.person
    cancellation.save(update_fields=["cancels", "admission", "person"])
    if cancellation.person_id:
        log.did(N_("mottok kansellering"), cancellation, by=by)


def _has_effect(message: IncomingMessage) -> bool:
    """A copy informs; whoever was asked acts. What the sender has taken back changes nothing."""
    return message.kind in OF_STAY and not message.is_copy and message.status != CANCELLATION and not _taken_back(message)


def _taken_back(message: IncomingMessage) -> bool:
    return IncomingMessage.objects.filter(cancels=message).exists()


def settle(message: IncomingMessage, *, by: Actor) -> None:
    """Bring the stay and the person's own row in line with the messages that still hold."""
    if message.admission_id:
        _tell_anew(Admission.objects.get(pk=message.admission_id), by=by)
    if message.kind == Kind.DEATH and message.person_id and not message.is_copy and message.status != CANCELLATION:
        _note_death(message, by=by)


def _note_death(message: IncomingMessage, *, by: Actor) -> None:
    """The day of death, so that nobody rings; taken off again when the sender takes the message back."""
    person = Person.objects.get(pk=message.person_id)
    happened = moments_in(message.content).get("happened")
    if not happened:
        return
    if _taken_back(message):
        if person.deceased_on == happened.on:
            people.change(person, deceased_on=None, by=by)
    elif person.deceased_on is None:
        people.change(person, deceased_on=happened.on, by=by)


def _stay_of(message: IncomingMessage, person_id: UUID, *, by: Actor) -> Admission | None:
    """The stay the message belongs to, opened if there is none; a death outside hospital has none."""
    sent = message.sent_at or message.received_at
    if key := _by_reference(message, person_id) or _by_facts(message, person_id):
        return Admission.objects.get(pk=key)
    if message.kind == Kind.DEATH:
        return None
    content = message.content
    made = Admission.objects.create(
        person_id=person_id, hospital=message.sender[:160], hospital_key=message.sender_key, ward=content["ward"][:160],
        telephone=content["telephone"][:20], notified_at=sent,
    )  # fmt: skip
    log.did(N_("åpnet innleggelse"), made, by=by)
    return made


def _by_reference(message: IncomingMessage, person_id: UUID) -> UUID | None:
    references = [one for one in (message.refers_to, message.content.get("conversation", "")) if one]
    rows = IncomingMessage.objects.filter(msg_id__in=references, person_id=person_id, admission__person_id=person_id)
    return rows.order_by("-received_at").values_list("admission_id", flat=True).first()


def _by_facts(message: IncomingMessage, person_id: UUID) -> UUID | None:
    known = [
        KnownStay(one.pk, Hospital(one.hospital_key, one.hospital), one.admitted_at, one.notified_at, one.ended_at)
        for one in Admission.objects.filter(person_id=person_id)
    ]
    return which_stay(
        Kind(message.kind), moments_in(message.content), hospital=Hospital(message.sender_key, message.sender),
        sent=message.sent_at or message.received_at, known=known,
    )  # fmt: skip


def _tell_anew(admission: Admission, *, by: Actor) -> None:
    """Set what the hospital has said from the messages that still hold; what each field was is kept."""
    taken_back = IncomingMessage.objects.filter(cancels=OuterRef("pk"))
    rows = IncomingMessage.objects.filter(~Exists(taken_back), admission=admission, is_copy=False, kind__in=OF_STAY)
    rows = rows.exclude(status=CANCELLATION)
    messages = list(rows.defer("original", "receipt").order_by("sent_at", "received_at"))
    stay = tell(_said(one) for one in messages)
    told: dict[str, Any] = {**vars(stay), "cancelled_at": None} if stay else {"cancelled_at": admission.cancelled_at or by.at}
    for one in messages:
        told |= {name: one.content[name] for name in ("ward", "telephone") if one.content[name]}
    was = {name: getattr(admission, name) for name, value in told.items() if getattr(admission, name) != value}
    if not was:
        return
    for name in was:
        setattr(admission, name, told[name])
    admission.save(update_fields=list(was))
    log.did(N_("fikk ny melding om innleggelsen"), admission, by=by, was=was)


def _said(message: IncomingMessage) -> Said:
    """A message cannot have been sent after it came, whatever its clock said."""
    sent = min(message.sent_at or message.received_at, message.received_at)
    return Said(Kind(message.kind), sent, moments_in(message.content), message.content.get("discharged_to", ""))
