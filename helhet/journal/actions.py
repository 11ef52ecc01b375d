"""Writing in the journal: a note drafted, signed and corrected by another; a contact or an event noted."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from helhet.access import log
from helhet.access.policy import Actor, NotVisible, authorship, require_write
from helhet.access.rules import Part
from helhet.organisation.rules import N_, Fault, Refused, refuse_if_any
from helhet.people.models import Person
from helhet.people.rules import Grade

from . import rules
from .models import Contact, Event, Note


@transaction.atomic
def begin_note(
    person_id: UUID,
    *,
    kind: str,
    on: date,
    heading: str,
    text: str,
    by: Actor,
    corrects: Note | None = None,
    contact: Contact | None = None,
) -> Note:
    """Begin a note: a draft that only its writer sees. A correction is a new note that names the signed one it corrects."""
    require_write(by, person_id, Part.JOURNAL)
    faults = list(_note_faults(kind, on, heading, text, by))
    if corrects and (corrects.signed_at is None or corrects.person_id != person_id):
        faults.append(Fault("corrects", N_("Bare et signert notat om samme person kan rettes.")))
    refuse_if_any(faults)
    note = Note.objects.create(
        person_id=person_id, kind=kind, on=on, heading=heading.strip(), text=text.strip(), corrects=corrects, **authorship(by)
    )
    log.did(N_("begynte notat"), note, by=by)
    if contact and contact.person_id == person_id and contact.note_id is None:
        contact.note = note
        contact.save(update_fields=["note"])
    return note


def _note_faults(kind: str, on: date, heading: str, text: str, by: Actor) -> Iterable[Fault]:
    if kind not in rules.NOTE_NAMES:
        yield Fault("kind", N_("Velg journal eller tjenestedokumentasjon."))
    if on > by.on:
        yield Fault("on", N_("Dagen er ikke kommet ennå."))
    if not heading.strip():
        yield Fault("heading", N_("Skriv kort hva notatet gjelder."))
    if not text.strip():
        yield Fault("text", N_("Skriv notatet."))


def _own_draft(note: Note, by: Actor) -> Note:
    """The draft as it stands now, held until this change is through; nobody but its writer has one, and a signed note is no draft."""
    require_write(by, note.person_id, Part.JOURNAL)
    now = Note.objects.select_for_update().get(pk=note.pk)
    if now.by_key != by.key:
        raise NotVisible
    if now.signed_at:
        raise Refused(Fault("note", N_("Notatet er signert og kan ikke endres. Skriv en rettelse.")))
    return now


@transaction.atomic
def write_note(note: Note, *, kind: str, on: date, heading: str, text: str, by: Actor) -> None:
    """Write on in a draft. What the draft was is not kept: it is nobody's record before it is signed."""
    now = _own_draft(note, by)
    refuse_if_any(_note_faults(kind, on, heading, text, by))
    now.kind, now.on, now.heading, now.text = kind, on, heading.strip(), text.strip()
    now.save(update_fields=["kind", "on", "heading", "text"])
    log.did(N_("skrev på notat"), now, by=by)
    note.refresh_from_db()


@transaction.atomic
def sign(note: Note, *, by: Actor) -> None:
    """Sign: from now on the note stands as it is, seen by all who may see the journal (helsepersonelloven §§ 40 and 42)."""
    now = _own_draft(note, by)
    now.signed_at = by.at
    now.digest = now.seal()
    now.save(update_fields=["signed_at", "digest"])
    log.did(N_("signerte"), now, by=by)
    note.refresh_from_db()


@transaction.atomic
def discard(note: Note, *, by: Actor) -> None:
    """Throw a draft away; a signed note cannot be."""
    now = _own_draft(note, by)
    log.did(N_("kastet utkast"), now, by=by)
    Contact.objects.filter(note=now).update(note=None)
    now.delete()


@transaction.atomic
def note_contact(
    person_id: UUID, *, kind: str, started_at: datetime, by: Actor, minutes: int | None = None, place: str = "", with_whom: str = "",
    words: str = "",
) -> Contact:  # fmt: skip
    """Note a contact with or about her. Where they met is not written when her address is protected."""
    require_write(by, person_id, Part.JOURNAL)
    graded = Person.objects.filter(pk=person_id).exclude(grade=Grade.NONE).exists()
    refuse_if_any(_contact_faults(kind, started_at, minutes, place, graded, by))
    contact = Contact.objects.create(
        person_id=person_id, kind=kind, started_at=started_at, minutes=minutes, place=place.strip(), with_whom=with_whom.strip(),
        words=words.strip(), **authorship(by),
    )  # fmt: skip
    log.did(N_("noterte kontakt"), contact, by=by)
    return contact


def _contact_faults(kind: str, started_at: datetime, minutes: int | None, place: str, graded: bool, by: Actor) -> Iterable[Fault]:
    if kind not in rules.CONTACT_NAMES:
        yield Fault("kind", N_("Velg hva slags kontakt."))
    if started_at > by.at:
        yield Fault("on", N_("Tiden er ikke kommet ennå."))
    if minutes is not None and not 1 <= minutes <= rules.LONGEST_CONTACT:
        yield Fault("minutes", N_("Skriv hvor mange minutter, fra 1 til {most}."), {"most": rules.LONGEST_CONTACT})
    if place.strip() and graded:
        yield Fault("place", N_("Adressen er beskyttet. Stedet skrives ikke, det er avtalt med personen."))


@transaction.atomic
def note_event(person_id: UUID, *, kind: str, happened_at: datetime, by: Actor, words: str = "") -> Event:
    """Note an overdose, or naloxone given or handed out; after the first two somebody is to meet or talk with her within three days."""
    require_write(by, person_id, Part.JOURNAL)
    refuse_if_any(
        ([] if kind in rules.EVENT_NAMES else [Fault("kind", N_("Velg hva som skjedde."))])
        + ([Fault("on", N_("Tiden er ikke kommet ennå."))] if happened_at > by.at else [])
    )
    event = Event.objects.create(person_id=person_id, kind=kind, happened_at=happened_at, words=words.strip(), **authorship(by))
    log.did(N_("noterte hendelse"), event, by=by)
    return event
