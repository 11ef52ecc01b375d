"""The journal newest first, one note with what it corrects, drafts only to who writes them, and what waits for a signature."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import CharField, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import TruncDate

from helhet.access.log import Opening
from helhet.access.policy import OSLO, Actor
from helhet.access.questions import Only, asks
from helhet.cases.models import Case
from helhet.cases.rules import TIMELINE, Happened
from helhet.organisation.rules import N_
from helhet.people.rules import Grade

from . import rules
from .models import Contact, Note


def readable(actor: Actor) -> QuerySet[Note]:
    """Signed notes, and the actor's own drafts: nobody else sees what is not yet signed."""
    return Note.objects.filter(Q(signed_at__isnull=False) | Q(by_key=actor.key))


def open_note(opening: Opening, note_id: UUID) -> Note:
    """One note with the note it `corrects` and those that correct it (`corrected_by`)."""
    note: Note = opening.one(readable(opening.actor).filter(pk=note_id).select_related("person"))
    note.corrected_by = opening.all(readable(opening.actor).filter(corrects=note, signed_at__isnull=False).order_by("signed_at"))
    note.was = next(iter(opening.all(Note.objects.filter(pk=note.corrects_id, signed_at__isnull=False))), None)
    return note


def open_contact(opening: Opening, contact_id: UUID) -> Contact:
    """One contact."""
    found: Contact = opening.one(Contact.objects.filter(pk=contact_id).select_related("person"))
    return _without_place(found)


def _without_place(contact: Contact) -> Contact:
    """Where they met stands nowhere once her address is protected."""
    if contact.person.grade != Grade.NONE:
        contact.place = ""
    return contact


@dataclass(frozen=True)
class Page:
    """One page of the journal: notes and contacts together, newest first."""

    rows: list[Any]
    number: int
    more: bool


def journal(opening: Opening, person_id: UUID, *, show: rules.Show = rules.Show.ALL, number: int = 1) -> Page:
    """A page of signed notes and contacts by the day they tell of; a corrected note carries `corrected_by`."""
    start = (max(number, 1) - 1) * rules.PAGE_SIZE
    keys = list(_in_order(opening.actor, person_id, show)[start : start + rules.PAGE_SIZE + 1])
    more, keys = len(keys) > rules.PAGE_SIZE, keys[: rules.PAGE_SIZE]
    notes = _notes(opening, [row["pk"] for row in keys if row["what"] == Note.document])
    contacts = _contacts(opening, [row["pk"] for row in keys if row["what"] == Contact.document])
    found = {row.pk: row for row in [*notes, *contacts]}
    return Page([found[row["pk"]] for row in keys if row["pk"] in found], max(number, 1), more)


def _in_order(actor: Actor, person_id: UUID, show: rules.Show) -> QuerySet:
    """The keys by one statement over both tables."""
    notes = Note.objects.visible_to(actor).filter(person_id=person_id, signed_at__isnull=False)
    notes = notes.annotate(what=Value(Note.document, output_field=CharField()), day=F("on"), moment=F("signed_at"))
    notes = notes.values("pk", "what", "day", "moment")
    contacts = Contact.objects.visible_to(actor).filter(person_id=person_id)
    contacts = contacts.annotate(
        what=Value(Contact.document, output_field=CharField()), day=TruncDate("started_at", tzinfo=OSLO),
        moment=F("started_at"),
    ).values("pk", "what", "day", "moment")  # fmt: skip
    if show == rules.Show.NOTES:
        return notes.order_by("-day", "-moment")
    if show == rules.Show.CONTACTS:
        return contacts.order_by("-day", "-moment")
    return notes.union(contacts, all=True).order_by("-day", "-moment")


def _notes(opening: Opening, keys: list[UUID]) -> list[Note]:
    notes = opening.all(Note.objects.filter(pk__in=keys))
    newer = Note.objects.visible_to(opening.actor).filter(corrects__in=keys, signed_at__isnull=False)
    corrections = dict(newer.order_by("signed_at").values_list("corrects_id", "pk"))
    for note in notes:
        note.corrected_by = corrections.get(note.pk)
    return notes


def _contacts(opening: Opening, keys: list[UUID]) -> list[Contact]:
    contacts = opening.all(Contact.objects.filter(pk__in=keys).select_related("person"))
    signed = set(
        Note.objects.filter(pk__in=[c.note_id for c in contacts if c.note_id], signed_at__isnull=False).values_list("pk", flat=True)
    )
    for contact in contacts:
        _without_place(contact)
        contact.has_note = contact.note_id in signed
    return contacts


def met_since(opening: Opening, person_id: UUID, since: datetime) -> list[Contact]:
    """The times somebody met or talked with her since then, the newest first."""
    rows = Contact.objects.filter(person_id=person_id, started_at__gte=since, started_at__lte=opening.actor.at)
    return opening.all(rows.exclude(kind__in=rules.NOT_WITH_HER).order_by("-started_at"), limit=3)


def drafts_of(opening: Opening, person_id: UUID) -> list[Note]:
    """What this actor has begun to write about her and not signed."""
    return opening.all(Note.objects.filter(person_id=person_id, signed_at=None, by_key=opening.actor.key).order_by("-at"))


def usual_kind(actor: Actor, person_id: UUID) -> rules.NoteKind:
    """The kind to begin a note as, by the legal basis of the services she has now."""
    cases = Case.objects.visible_to(actor).filter(person_id=person_id, closed_on=None)
    return rules.usual_kind(cases.values_list("service__legal_basis", flat=True))


def timeline(opening: Opening, person_id: UUID) -> list[Happened]:
    """Contacts and the headings of signed notes, newest first, for her page."""
    notes, contacts = opening.ask(_newest_notes, [person_id]), opening.ask(_newest_contacts, [person_id])
    found = [Happened(note.signed_at, N_("Notat: {heading}"), note, {"heading": note.heading}) for note in notes]
    found += [_contact_happened(contact) for contact in contacts]
    return sorted(found, key=lambda one: one.at, reverse=True)


@asks(Note, limit=TIMELINE)
def _newest_notes(actor: Actor, only: Only) -> QuerySet:
    return Note.objects.filter(only("person"), signed_at__isnull=False).order_by("-on", "-signed_at", "-pk")


@asks(Contact, limit=TIMELINE)
def _newest_contacts(actor: Actor, only: Only) -> QuerySet:
    return Contact.objects.filter(only("person")).order_by("-started_at", "-pk")


def _contact_happened(contact: Contact) -> Happened:
    kind = rules.CONTACT_NAMES[rules.ContactKind(contact.kind)]
    what = N_("{kind}, {who}") if contact.with_whom else "{kind}"
    return Happened(contact.started_at, what, contact, {"kind": kind, "who": contact.with_whom})


def last_contacts(opening: Opening, persons: Collection[UUID]) -> dict[UUID, dict[str, Any]]:
    """When somebody last met or talked with each of these persons, and how."""
    return {row["about"]: row for row in opening.ask(_last_contacts, persons)}


@asks(Contact, "kind", "started_at")
def _last_contacts(actor: Actor, only: Only) -> QuerySet:
    met = Contact.objects.filter(person=OuterRef("person"), started_at__lte=actor.at).exclude(kind__in=rules.NOT_WITH_HER)
    return Contact.objects.filter(only("person"), pk=Subquery(met.order_by("-started_at", "-pk").values("pk")[:1]))


@asks(Note, "at", "heading")
def drafts(actor: Actor, only: Only) -> QuerySet:
    """The actor's own notes that wait for her signature: nobody else sees them."""
    return Note.objects.filter(only("person"), signed_at=None, by_key=actor.key)


def drafted(opening: Opening) -> set[UUID]:
    """Whom the actor has notes about that she has not signed."""
    return {row["about"] for row in drafts.ask(opening.actor, None)}
