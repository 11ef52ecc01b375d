"""The journal newest first, one note with what it corrects, drafts only to who writes them, what waits for a signature, and who is to
be followed up after an overdose.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import TruncDate

from helhet.access.log import Opening
from helhet.access.policy import OSLO, Actor
from helhet.access.questions import Only, asks
from helhet.cases.models import Case
from helhet.cases.rules import TIMELINE, Due, Happened
from helhet.organisation.rules import N_
from helhet.people.rules import Grade

from . import rules
from .models import Contact, Event, Note


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
    """One page of the journal: notes, contacts and events together, newest first."""

    rows: list[Any]
    number: int
    more: bool


def journal(opening: Opening, person_id: UUID, *, show: rules.Show = rules.Show.ALL, number: int = 1) -> Page:
    """A page of signed notes, contacts and events by the day they tell of; a corrected note carries `corrected_by`."""
    start = (max(number, 1) - 1) * rules.PAGE_SIZE
    keys = list(_in_order(opening.actor, person_id, show)[start : start + rules.PAGE_SIZE + 1])
    more, keys = len(keys) > rules.PAGE_SIZE, keys[: rules.PAGE_SIZE]
    notes = _notes(opening, [row["pk"] for row in keys if row["what"] == Note.document])
    contacts = _contacts(opening, [row["pk"] for row in keys if row["what"] == Contact.document])
    events = opening.all(Event.objects.filter(pk__in=[row["pk"] for row in keys if row["what"] == Event.document]))
    found = {row.pk: row for row in [*notes, *contacts, *events]}
    return Page([found[row["pk"]] for row in keys if row["pk"] in found], max(number, 1), more)


def _in_order(actor: Actor, person_id: UUID, show: rules.Show) -> QuerySet:
    """The keys by one statement over the three tables."""
    notes = Note.objects.visible_to(actor).filter(person_id=person_id, signed_at__isnull=False)
    notes = notes.annotate(what=Value(Note.document, output_field=CharField()), day=F("on"), moment=F("signed_at"))
    notes = notes.values("pk", "what", "day", "moment")
    contacts = _by_moment(Contact.objects.visible_to(actor).filter(person_id=person_id), "started_at")
    events = _by_moment(Event.objects.visible_to(actor).filter(person_id=person_id), "happened_at")
    only = {rules.Show.NOTES: notes, rules.Show.CONTACTS: contacts, rules.Show.EVENTS: events}
    return only.get(show, notes.union(contacts, events, all=True)).order_by("-day", "-moment")


def _by_moment(rows: QuerySet, moment: str) -> QuerySet:
    found = rows.annotate(
        what=Value(rows.model.document, output_field=CharField()), day=TruncDate(moment, tzinfo=OSLO), moment=F(moment)
    )  # fmt: skip
    return found.values("pk", "what", "day", "moment")


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
    """Contacts, events and the headings of signed notes, newest first, for her page."""
    notes, contacts = opening.ask(_newest_notes, [person_id]), opening.ask(_newest_contacts, [person_id])
    found = [Happened(note.signed_at, N_("Notat: {heading}"), note, {"heading": note.heading}) for note in notes]
    found += [_contact_happened(contact) for contact in contacts]
    for event in opening.ask(_newest_events, [person_id]):
        found.append(Happened(event.happened_at, rules.EVENT_NAMES[rules.EventKind(event.kind)], event))
    return sorted(found, key=lambda one: one.at, reverse=True)


@asks(Note, limit=TIMELINE)
def _newest_notes(actor: Actor, only: Only) -> QuerySet:
    return Note.objects.filter(only("person"), signed_at__isnull=False).order_by("-on", "-signed_at", "-pk")


@asks(Contact, limit=TIMELINE)
def _newest_contacts(actor: Actor, only: Only) -> QuerySet:
    return Contact.objects.filter(only("person")).order_by("-started_at", "-pk")


@asks(Event, limit=TIMELINE)
def _newest_events(actor: Actor, only: Only) -> QuerySet:
    return Event.objects.filter(only("person")).order_by("-happened_at", "-pk")


def due(opening: Opening, person_ids: Iterable[UUID] | None = None) -> list[Due]:
    """Overdoses after which nobody has met or talked with her yet."""
    found = []
    for row in opening.ask(_not_followed_up, None if person_ids is None else list(person_ids)):
        happened = row["happened_at"].astimezone(OSLO).date()
        found.append(
            Due(
                row["about"], N_("snakk med personen etter det som skjedde"), happened + timedelta(days=rules.FOLLOW_UP_DAYS),
                N_("{event} {happened}, og ingen har skrevet at noen har snakket med personen siden. Dagene etter er farlige."),
                N_("lokalt mål, ikke lov"), "event", row["pk"],
                {"event": rules.EVENT_NAMES[rules.EventKind(row["kind"])], "happened": happened},
            )
        )  # fmt: skip
    return found


@asks(Event, "kind", "happened_at")
def _not_followed_up(actor: Actor, only: Only) -> QuerySet:
    """The newest of each person, of the kinds that are followed up, and no contact with her since."""
    met = Contact.objects.filter(person=OuterRef("person"), started_at__gt=OuterRef("happened_at")).exclude(kind__in=rules.NOT_WITH_HER)
    newer = Event.objects.filter(person=OuterRef("person"), kind__in=rules.FOLLOWED_UP, happened_at__gt=OuterRef("happened_at"))
    rows = Event.objects.filter(only("person"), kind__in=rules.FOLLOWED_UP, person__deceased_on=None)
    return rows.filter(~Exists(met), ~Exists(newer))


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
    return {row["about"] for row in opening.rows(drafts, None)}


# What `due` asks about the persons it is given, for a page that asks everything at once (`Opening.ask_ahead`).
DUE = (_not_followed_up,)
# What the person's page asks about her, likewise.
OF_PERSON = (_newest_notes, _newest_contacts, _newest_events)
# What somebody's day asks about nobody in particular, likewise.
OF_DAY = (drafts,)
