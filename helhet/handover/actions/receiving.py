"""One message taken in: once however often it comes, tied only when it is certain whom it is about, and all of it or nothing."""

from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from helhet.access.policy import Actor
from helhet.handover.models import Arrival, Attachment, IncomingMessage
from helhet.handover.queries import Addressee
from helhet.handover.rules import CANCELLATION, Letter, Outcome, Patient, Reason, is_sure, kept, reasons_in, reasons_kept
from helhet.organisation.rules import N_
from helhet.people.models import Identifier, Person
from helhet.people.queries import living, that_find

from .telling import follow, settle, tie_to


@dataclass(frozen=True)
class Parcel:
    """A file as it came, with what it was answered: `rejected` when it was refused whole."""

    file: str
    digest: str
    original: bytes
    receipt: bytes | None
    reasons: tuple[Reason, ...] = ()
    rejected: bool = False


@dataclass(frozen=True)
class Received:
    """What became of a message, with the receipt its sender gets."""

    message: IncomingMessage
    outcome: Outcome
    receipt: bytes | None
    reasons: tuple[Reason, ...]


_UNKNOWN_SERVICE = Reason(N_("Vi kjenner ikke tjenesten meldingen er sendt til. Noen må avgjøre."))


@transaction.atomic
def receive(letter: Letter, parcel: Parcel, *, to: Addressee, by: Actor) -> Received:
    """Take in a message: `by` is the machine of the desk it is addressed to, and finds nobody whom that desk may not see."""
    if earlier := IncomingMessage.objects.filter(digest=parcel.digest).first():
        return _again(earlier, letter, parcel, by=by)
    message = _keep(letter, parcel, to, by)
    if parcel.rejected:
        outcome, reasons = Outcome.REJECTED, list[Reason]()
    elif letter.status == CANCELLATION:
        outcome, reasons = _take_back(message, letter, to, by)
    elif early := _cancelled_before_it_came(message):
        outcome, reasons = _come_too_late(message, early, letter, to, by)
    elif not to.knows_service:
        outcome, reasons = Outcome.UNKNOWN_SERVICE, [_UNKNOWN_SERVICE]
    else:
        outcome, reasons = _find_person(message, letter.patient, to, by)
    if to.is_copy and outcome != Outcome.COPY:
        reasons = [*reasons, Reason(N_("Meldingen kom til oss som kopi."))]
    message.outcome, message.reasons = outcome, reasons_kept([*parcel.reasons, *reasons])
    message.save(update_fields=["outcome", "reasons", "cancels"])
    return Received(message, outcome, parcel.receipt, (*parcel.reasons, *reasons))


def _keep(letter: Letter, parcel: Parcel, to: Addressee, by: Actor) -> IncomingMessage:
    """Keep the bytes and what they say; tied to nobody yet."""
    message = IncomingMessage.objects.create(
        unit=to.unit, file=parcel.file[:255], digest=parcel.digest, original=parcel.original, msg_id=letter.msg_id[:80],
        refers_to=letter.refers_to[:80], kind=letter.kind, type_code=letter.type_code[:60], status=letter.status[:1], sent_at=letter.sent,
        received_at=by.at, sender=letter.sender[:200], sender_key=letter.sender_key[:40], is_copy=to.is_copy, outcome=Outcome.REJECTED,
        receipt=parcel.receipt, content=kept(letter),
    )  # fmt: skip
    Attachment.objects.bulk_create(
        Attachment(message=message, name=name[:120], media_type=media_type[:80], content=content)
        for name, media_type, content in letter.attachments
    )
    return message


def _again(earlier: IncomingMessage, letter: Letter, parcel: Parcel, *, by: Actor) -> Received:
    """The same message once more changes nothing; its sender gets the same receipt (or one for the new number)."""
    receipt = bytes(earlier.receipt) if earlier.receipt is not None else None
    if letter.msg_id != earlier.msg_id:
        known = Arrival.objects.filter(message=earlier, msg_id=letter.msg_id, receipt__isnull=False).first()
        receipt = bytes(known.receipt) if known else parcel.receipt
    if (letter.msg_id, parcel.file) != (earlier.msg_id, earlier.file):
        own = receipt if letter.msg_id != earlier.msg_id else None
        Arrival.objects.get_or_create(
            message=earlier, file=parcel.file[:255], msg_id=letter.msg_id[:80], defaults={"at": by.at, "receipt": own}
        )
    said = Reason(N_("Den samme meldingen er tatt imot før. Ingenting er endret."))
    return Received(earlier, Outcome.DUPLICATE, receipt, (said, *reasons_in(earlier.reasons)))


# ── whom it is about ──


def _find_person(message: IncomingMessage, patient: Patient | None, to: Addressee, by: Actor) -> tuple[Outcome, list[Reason]]:
    person, why = _match(patient, to, by)
    if person is None:
        return Outcome.UNKNOWN_PERSON, [why] if why else []
    tie_to(message, person, verb=N_("mottok melding"), by=by)
    return (Outcome.COPY if message.is_copy else Outcome.ACCEPTED), []


def _match(patient: Patient | None, to: Addressee, by: Actor) -> tuple[Person | None, Reason | None]:
    """The one person this desk may see who is certainly meant, or why nobody is."""
    if patient is None or not patient.usable:
        return None, Reason(N_("Meldingen har ikke et nummer som kan finne personen. Noen må finne hvem det er."))
    reached = living(Person.objects.visible_to(by)).filter(municipality_id__in=to.municipalities)
    rows = that_find(Identifier.objects.filter(value__in=patient.usable, person__in=reached))
    found = list(rows.select_related("person"))
    numbers = {number.value: number for number in patient.numbers}
    sure = {
        one.person_id: one.person
        for one in found
        if is_sure(numbers[one.value], patient, born=one.person.born, family=one.person.family)
    }  # fmt: skip
    national = {one.person_id for one in found if numbers[one.value].national}
    if len(sure) == 1 and national <= sure.keys():
        return next(iter(sure.values())), None
    if not found:
        return None, Reason(N_("Ingen her er kjent med nummeret i meldingen. Noen må finne hvem det er."))
    if len(sure) > 1:
        return None, Reason(N_("Numrene i meldingen passer på flere. Noen må finne hvem det er."))
    return None, Reason(N_("Nummeret er kjent her, men resten stemmer ikke. Noen må finne hvem det er."))


# ── what the sender takes back ──


def _take_back(message: IncomingMessage, letter: Letter, to: Addressee, by: Actor) -> tuple[Outcome, list[Reason]]:
    """A cancellation: tied to the message it cancels, which stays readable, and what that message did is undone."""
    target, why = _cancelled_by(message, letter)
    if target is None and not to.knows_service:
        return Outcome.UNKNOWN_SERVICE, [_UNKNOWN_SERVICE]
    if target is None:
        outcome, reasons = _find_person(message, letter.patient, to, by)
        return outcome, [Reason(N_("Vi finner ikke meldingen som kanselleres.")), *reasons]
    follow(message, target, by=by)
    settle(target, by=by)
    return Outcome.CANCELLED, why


def _cancelled_by(message: IncomingMessage, letter: Letter) -> tuple[IncomingMessage | None, list[Reason]]:
    """The message it names, or the first of the conversation it names; naming none, the newest that tells of the same.

    The same is: from the same sender, of the same kind, about the same patient, with the same moments.
    """
    taken_back = IncomingMessage.objects.filter(cancels=OuterRef("pk"))
    rows = IncomingMessage.objects.filter(_same_sender(message), ~Exists(taken_back), unit=message.unit, cancels=None)
    rows = rows.exclude(pk=message.pk).exclude(outcome=Outcome.REJECTED).exclude(status=CANCELLATION).select_related("person", "admission")
    for reference, why in ((letter.refers_to, []), (letter.conversation, [_SAME_CONVERSATION])):
        named = Q(msg_id=reference) | Exists(Arrival.objects.filter(message=OuterRef("pk"), msg_id=reference))
        if reference and (found := rows.filter(named).order_by("-received_at").first()):
            return found, why
    if letter.refers_to or letter.conversation:
        return None, []
    content = kept(letter)
    for one in rows.filter(kind=letter.kind).order_by("-sent_at", "-received_at", "-pk"):
        if _same_patient(one.content, content) and one.content["moments"] == content["moments"]:
            return one, [Reason(N_("Kanselleringen viser ikke til noen melding. Den er funnet ved avsender, pasient og hendelse."))]
    return None, []


def _same_sender(message: IncomingMessage) -> Q:
    """Only who sent a message may take it back."""
    return Q(sender_key=message.sender_key) | Q(sender__iexact=message.sender)


_SAME_CONVERSATION = Reason(N_("Meldingen som kanselleres, er ikke her. Den første i samme samtale er kansellert."))


def _same_patient(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """The same patient as the sender wrote it: one number in common, or the same name and birth date."""
    a, b = one.get("patient"), other.get("patient")
    if not a or not b:
        return False
    shared = {number[1] for number in a["numbers"]} & {number[1] for number in b["numbers"]} - {""}
    return bool(shared) or (bool(a["born"]) and all(a[name] == b[name] for name in ("given", "family", "born")))


def _cancelled_before_it_came(message: IncomingMessage) -> IncomingMessage | None:
    """A cancellation that came before what it cancels."""
    if not message.msg_id:
        return None
    rows = IncomingMessage.objects.filter(_same_sender(message), status=CANCELLATION, refers_to=message.msg_id, cancels=None)
    return rows.filter(unit=message.unit).exclude(outcome=Outcome.REJECTED).first()


def _come_too_late(
    message: IncomingMessage, early: IncomingMessage, letter: Letter, to: Addressee, by: Actor
) -> tuple[Outcome, list[Reason]]:
    """It was taken back before it came: kept and readable, and without effect."""
    early.cancels = message
    early.save(update_fields=["cancels"])
    person, _ = _match(letter.patient, replace(to, is_copy=False), by)
    if person:
        tie_to(message, person, verb=N_("mottok melding"), by=by)
    return Outcome.CANCELLED, [Reason(N_("Avsenderen kansellerte meldingen før den kom."))]
