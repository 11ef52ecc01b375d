"""Her crisis card: a link to the crisis plan for whoever helps in an emergency, on a card in her wallet."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext

from helhet.access import actions as access
from helhet.access import readings, share_links
from helhet.access.policy import may_write
from helhet.access.rules import Part
from helhet.organisation.rules import N_
from helhet.plans import queries as plans

from . import paper
from .doors import need
from .forms import ON_HER_PAGE, Form, in_her_voice
from .person import around
from .shares import address
from .sheet import Sheet

_HELPERS = N_("den som har nødkortet mitt")
_WHY = N_("så den som hjelper i en nødsituasjon, vet hva som hjelper meg")


class CardForm(Form):
    """Her yes."""

    how = forms.CharField(label=N_("Hvordan sa personen ja?"), max_length=60, help_text=N_("For eksempel: muntlig i samtale, på papir"))
    given_by = forms.CharField(
        label=N_("Hvem samtykket?"), max_length=120, help_text=N_("Personen selv, eller den som har rett til det på personens vegne.")
    )  # fmt: skip


def card(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The card there is, with who has read it; making one, printing it, and taking it back."""
    page = around(request, person_id, "plan")
    need(page, Part.CRISIS)
    need(page, Part.CONSENT)
    person, opening, by = page["person"], request.opening, request.actor
    with opening.weighing():
        links = [one for one in share_links.links_of(opening, person.pk) if one.card]
        written = plans.crisis_to_read(opening, person.pk) is not None
        read = [one for one in readings.readings_of(opening, person.pk) if one.link_id]
    now = next((one for one in links if one.opens), None)
    writable = may_write(by, person.pk, Part.CONSENT)
    sheet = Sheet(request)
    form = sheet.form("make", CardForm, initial={"given_by": person.name}) if writable and written else None
    if form and by.kind == "person":
        in_her_voice(form, "how", "given_by")

    def make(data: dict[str, Any], row: str) -> None:
        with translation.override(person.language):
            to_words, purpose = gettext(_HELPERS), gettext(_WHY)
        said = {"how": ON_HER_PAGE, "given_by": person.name} | data
        access.make_card(person.pk, to_words=to_words, purpose=purpose, language=person.language, by=by, **said)
        messages.success(request, gettext("Nødkortet er laget. Skriv det ut, og legg det i lommeboka."))

    pressed: dict[str, Any] = {"make": make} if form else {}
    if now and writable:
        pressed |= {
            "print": lambda data, row: _paper(request, person, now), "withdraw": lambda data, row: access.withdraw(now.consent, by=by)
        }  # fmt: skip
    if sheet.did("print", "withdraw", **pressed):
        return sheet.result if sheet.sent == "print" else redirect("crisis-card", person.pk)
    return render(
        request, "plans/crisis_card.html",
        page | {
            "card": now, "form": form, "sheet": sheet, "written": written, "writable": writable, "read": read,
            "own": by.kind == "person", "url": address(request, now) if now and writable else "",
        },
    )  # fmt: skip


def _paper(request: HttpRequest, person: Any, link: Any) -> HttpResponse:
    request.opening.show(person, person.document)
    request.opening.show(link, link.document)
    with translation.override(person.language):
        html = render_to_string("plans/crisis_card_paper.html", {"person": person, "link": link, "url": address(request, link)}, request)
        return paper.sent(html, "nodkort")
