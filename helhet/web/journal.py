"""The journal: newest first, notes written, signed and corrected, contacts and events noted in half a minute."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from helhet.access.policy import OSLO, NotVisible, may_write, require_see
from helhet.access.rules import Part
from helhet.journal import actions, queries, rules
from helhet.organisation.rules import N_

from .forms import Choices, Clock, Day, Form, Words, carried_out, kept, sent
from .person import around


class NoteForm(Form):
    """A note, for the journal or for the service's own documentation."""

    kind = forms.ChoiceField(
        label=N_("Hva slags notat?"), choices=rules.NOTE_NAMES.items(), widget=Choices,
        help_text=N_("Helsehjelp skrives i journalen. Praktisk hjelp, bolig og avlastning er tjenestedokumentasjon."),
    )  # fmt: skip
    on = forms.DateField(label=N_("Dag"), widget=Day())
    heading = forms.CharField(label=N_("Hva gjelder det?"), max_length=120)
    text = forms.CharField(label=N_("Notat"), widget=Words(9, hers=False), help_text=N_("Personen kan lese det du skriver."))


class ContactForm(Form):
    """A contact, in half a minute."""

    kind = forms.ChoiceField(label=N_("Hva slags kontakt?"), choices=rules.CONTACT_NAMES.items(), initial="talk", widget=Choices)
    on = forms.DateField(label=N_("Dag"), widget=Day())
    at = forms.TimeField(label=N_("Klokken"), widget=Clock())
    minutes = forms.IntegerField(label=N_("Minutter"), required=False, widget=forms.NumberInput(attrs={"inputmode": "numeric"}))
    place = forms.CharField(label=N_("Sted"), required=False, max_length=80)
    with_whom = forms.CharField(label=N_("Hvem var med?"), required=False, max_length=160)
    words = forms.CharField(label=N_("Kort om kontakten"), required=False, widget=Words(3, hers=False))


class EventForm(Form):
    """An overdose, or naloxone, in half a minute."""

    kind = forms.ChoiceField(label=N_("Hva skjedde?"), choices=rules.EVENT_NAMES.items(), widget=Choices)
    on = forms.DateField(label=N_("Dag"), widget=Day())
    at = forms.TimeField(label=N_("Klokken"), widget=Clock(), help_text=N_("Omtrent er godt nok."))
    words = forms.CharField(
        label=N_("Kort om det"), required=False, widget=Words(3, hers=False), help_text=N_("Personen kan lese det du skriver.")
    )


def journal(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Notes and contacts, newest first; the reader's own drafts on top."""
    page = around(request, person_id, "journal")
    person = page["person"]
    require_see(request.actor, person.pk, Part.JOURNAL)
    wanted = request.GET.get("vis", "")
    show = rules.Show(wanted) if wanted in tuple(rules.Show) else rules.Show.ALL
    number = request.GET.get("side", "1")
    found = queries.journal(request.opening, person.pk, show=show, number=int(number) if number.isdecimal() and len(number) < 5 else 1)
    return render(
        request, "journal/journal.html",
        page | {
            "found": found, "show": show, "shows": rules.SHOW_NAMES.items(), "drafts": queries.drafts_of(request.opening, person.pk),
            "writes": may_write(request.actor, person.pk, Part.JOURNAL),
        },
    )  # fmt: skip


def _must_write(request: HttpRequest, person_id: UUID) -> None:
    if not may_write(request.actor, person_id, Part.JOURNAL):
        raise NotVisible


def _key(request: HttpRequest, name: str) -> UUID | None:
    try:
        return UUID(request.GET.get(name, ""))
    except ValueError:
        return None


def note_new(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Write a note: on its own (nothing said), about a contact (?kontakt=), or to correct a signed one (?retter=)."""
    page = around(request, person_id, "journal")
    person = page["person"]
    _must_write(request, person.pk)
    about, corrects = _key(request, "kontakt"), _key(request, "retter")
    contact = queries.open_contact(request.opening, about) if about else None
    wrong = queries.open_note(request.opening, corrects) if corrects else None
    if any(one and one.person_id != person.pk for one in (contact, wrong)):
        raise NotVisible
    form = kept(NoteForm, request, f"note-new:{person.pk}:{corrects or about or ''}", initial=_first_note(request, person, contact, wrong))

    def write(data: dict[str, Any]) -> Any:
        made = actions.begin_note(person.pk, corrects=wrong, contact=contact, by=request.actor, **data)
        if request.POST.get("gjor") == "sign":
            actions.sign(made, by=request.actor)
        return made

    if carried_out(form, request, write):
        return redirect("note", form.result.pk) if form.result.signed_at is None else redirect("journal", person.pk)
    return render(request, "journal/note_form.html", page | {"form": form, "contact": contact, "corrects": wrong})


def _first_note(request: HttpRequest, person: Any, contact: Any, wrong: Any) -> dict[str, Any]:
    """What the form begins with."""
    if wrong:
        return {"kind": wrong.kind, "on": wrong.on, "heading": wrong.heading, "text": wrong.text}
    first = {"kind": queries.usual_kind(request.actor, person.pk), "on": request.actor.on}
    if contact:
        first |= {"on": contact.started_at.astimezone(OSLO).date(), "heading": gettext(contact.get_kind_display()), "text": contact.words}
    return first


def note(request: HttpRequest, note_id: UUID) -> HttpResponse:
    """One note: a draft to write on and sign, or a signed one with what corrects it."""
    found = queries.open_note(request.opening, note_id)
    page = around(request, found.person_id, "journal")
    writes = may_write(request.actor, found.person_id, Part.JOURNAL)
    if found.signed_at and request.method == "POST":
        # Signed in another window meanwhile: what was typed here can still become a correction.
        again = {"form": NoteForm(request.POST), "corrects": found, "late": True}
        return render(request, "journal/note_form.html", page | again)
    if found.signed_at or not writes:
        return render(request, "journal/note.html", page | {"note": found, "writes": writes})
    now = {name: getattr(found, name) for name in ("kind", "on", "heading", "text")}
    form = kept(NoteForm, request, f"note:{found.pk}", initial=now)
    doing = request.POST.get("gjor")
    if doing == "discard":
        actions.discard(found, by=request.actor)
        sent(form, request)
        messages.info(request, gettext("Utkastet er kastet."))
        return redirect("journal", found.person_id)
    if carried_out(form, request, lambda data: _write(request, found, data, sign=doing == "sign")):
        return redirect("note", found.pk) if doing == "save" else redirect("journal", found.person_id)
    return render(request, "journal/note_form.html", page | {"form": form, "note": found, "corrects": found.was})


def _write(request: HttpRequest, found: Any, data: dict[str, Any], *, sign: bool) -> None:
    actions.write_note(found, by=request.actor, **data)
    if sign:
        actions.sign(found, by=request.actor)


def contact_new(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Note a contact."""
    page = around(request, person_id, "journal")
    person = page["person"]
    _must_write(request, person.pk)
    now = request.actor.at.astimezone(OSLO)
    form = kept(
        ContactForm, request, f"contact-new:{person.pk}", initial={"on": now.date(), "at": now.time().replace(second=0, microsecond=0)}
    )
    if person.grade:
        del form.fields["place"]
    if carried_out(form, request, lambda data: actions.note_contact(person.pk, by=request.actor, **_begun("started_at", data))):
        if request.POST.get("gjor") == "note":
            return redirect(f"{reverse('note-new', args=[person.pk])}?kontakt={form.result.pk}")
        return redirect("journal", person.pk)
    return render(request, "journal/contact_new.html", page | {"form": form})


def _begun(name: str, data: dict[str, Any]) -> dict[str, Any]:
    """The answers, with the instant that the day and the time of day make under its own name."""
    rest = {key: value for key, value in data.items() if key not in ("on", "at")}
    return rest | {name: datetime.combine(data["on"], data["at"], OSLO)}


def event_new(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Note an overdose, naloxone given, or naloxone handed out."""
    page = around(request, person_id, "journal")
    person = page["person"]
    _must_write(request, person.pk)
    now = request.actor.at.astimezone(OSLO)
    form = kept(EventForm, request, f"event-new:{person.pk}", initial={"on": now.date(), "at": now.time().replace(second=0, microsecond=0)})
    if carried_out(form, request, lambda data: actions.note_event(person.pk, by=request.actor, **_begun("happened_at", data))):
        return redirect("journal", person.pk)
    return render(request, "journal/event_new.html", page | {"form": form, "days": rules.FOLLOW_UP_DAYS})
