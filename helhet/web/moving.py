"""What moves: a resident to another municipality, with her record or without, and an enquiry to whom it is about."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from helhet.access.policy import NotVisible, may_write, sees
from helhet.access.rules import Part
from helhet.cases import actions, queries
from helhet.organisation import queries as organisation
from helhet.organisation.rules import N_

from .enquiries import is_it_one_of, known_already, which_it_is
from .forms import Form, Words, carried_out
from .person import around, tells
from .sheet import Sheet, pick


class WithRecordForm(Form):
    """Where to, what was asked, and what the person wants of the new place."""

    to = forms.ChoiceField(label=N_("Flytter til"))
    said = forms.CharField(
        label=N_("Hvordan ble det spurt, og hva var svaret?"), max_length=400, widget=Words(2, hers=False),
        help_text=N_("Personen kan si nei. Da begynner den nye kommunen på nytt."),
    )  # fmt: skip
    words = forms.CharField(
        label=N_("Hva vil personen ha hjelp til der?"), widget=Words(3),
        help_text=N_("Med personens egne ord. Den nye kommunen får det som en henvendelse."),
    )  # fmt: skip


class WithoutRecordForm(Form):
    """What was asked, when the answer was no, or the municipality is not here."""

    said = forms.CharField(
        label=N_("Hvordan ble det spurt, og hva var svaret?"), max_length=400, widget=Words(2, hers=False),
        help_text=N_("Skriv også hvor personen kan ringe på det nye stedet."),
    )  # fmt: skip


def move(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The person moves: does what is written here follow?"""
    page = around(request, person_id, "team")
    person, by = page["person"], request.actor
    # Which municipalities there are to choose would tell which one it is.
    if page["hide_place"] or not by.is_staff or not all(may_write(by, person.pk, part) for part in (Part.PERSON, Part.CASE)):
        raise NotVisible
    places = {one.number: one for one in organisation.takes_in() if one.number != person.municipality_id}
    sheet = Sheet(request, f"move:{person.pk}")
    page["follows"], page["stays"] = sheet.form("follows", WithRecordForm), sheet.form("stays", WithoutRecordForm)
    pick(page["follows"], "to", [(number, one.name) for number, one in places.items()])
    done = sheet.did(
        follows=lambda data, row: actions.move_with_record(
            person, to=places[data["to"]], said=data["said"], words=data["words"], by=by
        ),
        stays=lambda data, row: actions.move_without_record(person, said=data["said"], by=by),
    )  # fmt: skip
    if not done:
        return render(request, "person/move.html", page | {"sheet": sheet, "places": places})
    if sheet.sent == "follows":
        told = gettext("Journalen følger med til {place}. {unit} har fått henvendelsen.")
        messages.success(request, told.format(place=person.municipality.name, unit=sheet.result.unit.name))
    else:
        messages.success(request, gettext("Sakene er avsluttet, og journalen blir igjen her."))
    return redirect("person", person.pk) if may_write(by, person.pk, Part.PERSON) else redirect("my-day")


class AboutForm(Form):
    """Whom the enquiry is about."""

    name = forms.CharField(label=N_("Navn på den det gjelder"), max_length=160, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    born = forms.CharField(label=N_("Født"), required=False, max_length=20, help_text=N_("Dato eller fødselsnummer"))
    telephone = forms.CharField(label=N_("Telefon"), required=False, max_length=20, widget=forms.TextInput(attrs={"type": "tel"}))


def enquiry(request: HttpRequest, enquiry_id: UUID) -> HttpResponse:
    """The enquiry is about somebody else: whose it is, known here or not."""
    found = queries.open_enquiry(request.opening, enquiry_id)
    if not (request.actor.is_staff and may_write(request.actor, found.person_id, Part.CASE)):
        raise NotVisible
    form, asked, known = AboutForm(request.POST or None), None, {}
    if request.method == "POST" and form.is_valid():
        known = known_already(form.cleaned_data | {"municipality": found.person.municipality_id}, request)
        known.pop(str(found.person_id), None)
        asked = is_it_one_of(known, request)
    was = found.person

    def move(data: dict[str, Any]) -> None:
        actions.move_enquiry(found, **data, known=which_it_is(known, asked), by=request.actor)

    if carried_out(form, request, move, beside=[asked] if asked else ()):
        told = gettext("Henvendelsen er flyttet. Se etter om noe annet som ble sagt, er skrevet hos feil person.")
        messages.success(request, told)
        return redirect("person-edit", was.pk) if sees(request.actor, was.pk, Part.CASE) else redirect("enquiry", found.pk)
    page = around(request, found.person_id, "enquiries") | {"enquiry": found, "form": form, "asked": asked}
    tells(page, [one for one, _ in known.values()])
    return render(request, "cases/enquiry_other.html", page)
