"""Who the person is: name and contact, numbers, address, her own words, her network, and joining two records of hers."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from helhet.access.policy import NotVisible, may_write
from helhet.access.rules import Part
from helhet.organisation.rules import N_
from helhet.people import actions, queries, rules

from .doors import need
from .forms import Choices, Day, Form, Words
from .person import around
from .sheet import Sheet, one_of
from .templatetags.helhet import day_year

_LANGUAGES = [("nb", N_("Bokmål")), ("nn", N_("Nynorsk")), ("en", N_("Engelsk"))]


class PersonForm(Form):
    """Name, contact, language. Each field remembers what it was when the page was opened: only what is changed here is changed."""

    given = forms.CharField(label=N_("Fornavn"), required=False, max_length=80)
    family = forms.CharField(label=N_("Etternavn"), required=False, max_length=80)
    born = forms.DateField(label=N_("Født"), required=False, widget=Day())
    telephone = forms.CharField(label=N_("Telefon"), required=False, max_length=20, widget=forms.TextInput(attrs={"type": "tel"}))
    may_call = forms.ChoiceField(label=N_("Trygt å ringe?"), choices=rules.MAY_CALL_NAMES.items(), widget=Choices)
    language = forms.ChoiceField(label=N_("Språk"), choices=_LANGUAGES, widget=Choices)
    interpreter = forms.CharField(label=N_("Trenger tolk, på hvilket språk?"), required=False, max_length=60)
    adaptation = forms.CharField(
        label=N_("Noe vi skal ta hensyn til?"), required=False, max_length=200, help_text=N_("Kultur, syn, hørsel, lesing")
    )  # fmt: skip
    grade = forms.ChoiceField(
        label=N_("Beskyttet adresse"), required=False, choices=[("", N_("Nei")), *rules.GRADE_NAMES.items()], widget=Choices,
        help_text=N_("Fra Folkeregisteret. Da vises adressen bare for dem personen har sagt ja til."),
    )  # fmt: skip
    deceased_on = forms.DateField(label=N_("Død"), required=False, widget=Day())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.show_hidden_initial = True


class NumberForm(Form):
    """A number the person is known by."""

    identifier = forms.CharField(
        label=N_("Fødselsnummer, D-nummer, felles hjelpenummer eller DUF-nummer"), max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip


class NumberEndForm(Form):
    """The number is not the person's any more, or never was."""

    ended_as = forms.ChoiceField(label=N_("Hvorfor?"), choices=list(rules.NUMBER_END_NAMES.items()), widget=Choices)


class AddressForm(Form):
    """Where the person lives."""

    street = forms.CharField(label=N_("Gateadresse"), required=False, max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    postcode = forms.CharField(label=N_("Postnummer"), required=False, max_length=4, widget=forms.TextInput(attrs={"inputmode": "numeric"}))
    place = forms.CharField(label=N_("Sted"), required=False, max_length=60)


def edit(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Name, contact, language, numbers and address."""
    page = around(request, person_id, "team")
    need(page, Part.CASE)
    person, opening, sheet = page["person"], request.opening, Sheet(request)
    writable = may_write(request.actor, person.pk, Part.PERSON)
    address, numbers = queries.address_of(opening, person.pk), queries.identifiers_of(opening, person.pk)
    if writable:
        page |= _edit_forms(sheet, person, address, in_reach=Part.ADDRESS in page["parts"])
        for one in numbers:
            one.end_form = None if one.until else sheet.form("end_number", NumberEndForm, one.pk)
    if sheet.did(**_edit_deeds(request, person, page.get("form"), numbers)):
        return redirect("person-edit", person.pk)
    same = [other for other, _ in _duplicates(request, person)]
    return render(
        request, "person/edit.html",
        page | {
            "sheet": sheet, "writable": writable, "address": address, "identifiers": numbers,
            "kinds": rules.IDENTIFIER_NAMES, "same": same,
            "may_move": writable and request.actor.is_staff and not page["hide_place"],
        },
    )  # fmt: skip


def _edit_forms(sheet: Sheet, person: Any, address: Any, *, in_reach: bool) -> dict[str, Any]:
    own = {name: getattr(person, name) for name in PersonForm.base_fields}
    where = {name: getattr(address, name) for name in AddressForm.base_fields} if address else {}
    return {
        "form": sheet.form("person", PersonForm, initial=own), "number": sheet.form("number", NumberForm),
        "address_form": sheet.form("address", AddressForm, initial=where) if in_reach else None,
    }  # fmt: skip


def _edit_deeds(request: HttpRequest, person: Any, form: Any, numbers: list[Any]) -> dict[str, Any]:
    by = request.actor
    return {
        "person": lambda data, row: actions.change(person, by=by, **{name: data[name] for name in form.changed_data}),
        "number": lambda data, row: actions.add_identifier(person, data["identifier"], by=by),
        "end_number": lambda data, row: actions.end_identifier(one_of(numbers, row), ended_as=data["ended_as"], by=by),
        "address": lambda data, row: actions.set_address(person, by=by, **data),
    }


def _duplicates(request: HttpRequest, person: Any) -> list[Any]:
    found = queries.possible_duplicates(request.actor, person)
    for other, _ in found:
        request.opening.remember(other.pk, other.part, other.document, other.pk)
    return found


class MergeForm(Form):
    """Which of the two lives on, and how it is known that they are one."""

    keep = forms.ChoiceField(label=N_("Hvilken skal leve videre?"), widget=Choices)
    reason = forms.CharField(label=N_("Hvordan vet du at de er samme person?"), max_length=200, widget=Words(2, hers=False))


def merge(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Two records side by side; one of them lives on, and everything moves to it."""
    page = around(request, person_id, "team")
    person = page["person"]
    other = _other(request, person)
    for one in (person, other):
        if not may_write(request.actor, one.pk, Part.PERSON):
            raise NotVisible
    sheet = Sheet(request)
    form = sheet.form("merge", MergeForm, initial={"keep": str(person.pk)})
    sides = [queries.side_of(request.opening, one, on=request.actor.on) for one in (person, other)]
    form.fields["keep"].choices = [(str(one.pk), _told_apart(number, one)) for number, one in enumerate((person, other), 1)]
    if sheet.did(merge=lambda data, row: _join(request, data, person, other)):
        messages.success(request, gettext("De to er nå én. {count} ting flyttet, og ingenting er borte.").format(count=sheet.result[1]))
        return redirect("person", sheet.result[0].pk)
    return render(request, "person/merge.html", page | {"other": other, "sides": sides, "form": form, "sheet": sheet})


def _told_apart(number: int, person: Any) -> str:
    # By their number on the page: two records of one person may have the same name and day.
    return f"{number}. " + gettext("{name}, kjent siden {day}").format(name=person.name, day=day_year(person.known_since))


def _other(request: HttpRequest, person: Any) -> Any:
    """The other of the two, from `?med=`. Raises `NotVisible` when it is nobody this actor may see, or the same."""
    try:
        other = queries.open_person(request.opening, UUID(request.GET.get("med", "")))
    except ValueError:
        raise NotVisible from None
    if other.pk == person.pk:
        raise NotVisible
    return other


def _join(request: HttpRequest, data: dict[str, Any], person: Any, other: Any) -> tuple[Any, int]:
    kept, gone = (person, other) if data["keep"] == str(person.pk) else (other, person)
    return kept, actions.merge(kept, gone, reason=data["reason"], by=request.actor)


class TieForm(Form):
    """One line in the drawing."""

    name = forms.CharField(label=N_("Navn"), required=False, max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    who = forms.CharField(label=N_("Hvem er det?"), required=False, max_length=60)
    closeness = forms.TypedChoiceField(label=N_("Hvor nær?"), choices=list(rules.CLOSENESS_NAMES.items()), coerce=int, initial=1)


def network(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Draw the network anew, together with the person."""
    page = around(request, person_id, "team")
    need(page, Part.PLAN)
    person = page["person"]
    ties = queries.network_of(request.opening, person.pk)
    writable = may_write(request.actor, person.pk, Part.PLAN)
    before = [{"name": tie.name, "who": tie.who, "closeness": tie.closeness} for tie in ties]
    rows = [TieForm(request.POST or None, prefix=f"t{n}", initial=before[n] if n < len(ties) else {}) for n in range(rules.MOST_TIES)]
    sheet = Sheet(request)
    hold = all(row.is_valid() for row in rows if row.is_bound)
    if writable and hold and sheet.did("draw", draw=lambda data, row: _draw(request, person, rows)):
        return redirect("network", person.pk)
    return render(request, "person/network_page.html", page | {"ties": ties, "rows": rows, "sheet": sheet, "writable": writable})


def _draw(request: HttpRequest, person: Any, rows: list[Any]) -> None:
    said = [row.cleaned_data for row in rows if row.cleaned_data["name"].strip() or row.cleaned_data["who"].strip()]
    actions.draw_network(person, [(one["name"], one["who"], one["closeness"]) for one in said], by=request.actor)


class WordsForm(Form):
    """What matters, in her words."""

    words = forms.CharField(label=N_("Hva er viktig?"), help_text=N_("Med egne ord, slik det blir sagt."), widget=Words(4))


def own_words(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """What matters to the person, said anew; what was said before stands."""
    page = around(request, person_id, "overview")
    need(page, Part.PLAN)
    person = page["person"]
    sheet = Sheet(request, f"words:{person.pk}")
    writable = may_write(request.actor, person.pk, Part.PLAN)
    page["form"] = sheet.form("say", WordsForm) if writable else None
    if sheet.did(say=lambda data, row: actions.say_what_matters(person, data["words"], by=request.actor)):
        return redirect("person", person.pk)
    return render(request, "person/words.html", page | {"said": queries.own_words_of(request.opening, person.pk), "sheet": sheet})
