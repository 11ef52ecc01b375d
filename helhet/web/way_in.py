"""Her way in by a link and a code for once: the page where a worker makes it, and the one she opens."""

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from helhet.access import actions
from helhet.access import queries as access
from helhet.access.policy import NotVisible, may_write
from helhet.access.rules import CHANNEL_NAMES, SIGN_IN_MINUTES, Part
from helhet.organisation.rules import N_

from . import clock
from .forms import Choices, Form
from .person import around
from .sheet import Sheet
from .signin import let_in

_FIGURES = 6


class LinkForm(Form):
    """How the worker knows who it is."""

    to = forms.ChoiceField(label=N_("Hvem skal ha den?"), required=False, widget=Choices)
    channel = forms.ChoiceField(label=N_("Hvordan vet du at det er riktig person?"), choices=CHANNEL_NAMES.items(), widget=Choices)


def make(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Give her a way in: the link and the code are shown once, on this answer."""
    page = around(request, person_id, "team")
    person = page["person"]
    if not settings.SIGN_IN_LINKS or not request.actor.is_staff or not may_write(request.actor, person.pk, Part.PERSON):
        raise NotVisible
    sheet = Sheet(request)
    acting = access.representatives_of(request.opening, person.pk)
    form = sheet.form("make", LinkForm, initial={"to": ""})
    form.fields["to"].choices = [("", person.name), *((str(one.next_of_kin_id), one.next_of_kin.name) for one in acting)]
    if not acting:
        del form.fields["to"]

    def make_for(data: dict[str, Any], row: str) -> Any:
        to = data.pop("to", "")
        kin = next((one.next_of_kin for one in acting if str(one.next_of_kin_id) == to), None)
        page["to"] = kin.name if kin else person.first
        return actions.make_link(person, by=request.actor, kin=kin, **data)

    made: Any = None
    if sheet.did(make=make_for):
        made = sheet.result
        page["address"] = request.build_absolute_uri(reverse("sign-in-link", args=[made.token]))
    return render(
        request, "person/way_in.html",
        page | {
            "form": form, "sheet": sheet, "made": made, "links": access.links_of(request.opening, person.pk), "minutes": SIGN_IN_MINUTES,
            "channels": CHANNEL_NAMES,
        },
    )  # fmt: skip


class LinkCodeForm(Form):
    """The six figures."""

    code = forms.CharField(
        label=N_("Kode"), max_length=20, help_text=N_("De seks sifrene du fikk sammen med lenken."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )  # fmt: skip

    def clean_code(self) -> str:
        """Without spaces. What is not six figures is no try: a finger slipped."""
        code = "".join(self.cleaned_data["code"].split())
        if len(code) != _FIGURES or not (code.isascii() and code.isdecimal()):
            raise forms.ValidationError(gettext("Koden er seks sifre."))
        return code


def enter(request: HttpRequest, token: str) -> HttpResponse:
    """She opens the link: the code lets her in, once. Opening it uses nothing, for what reads links ahead of people opens them too."""
    if not settings.SIGN_IN_LINKS:
        raise NotVisible
    form = LinkCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        account = actions.use_link(token, code=form.cleaned_data["code"], at=clock.now())
        if account is not None:
            return let_in(request, account, reverse("my-day"), by_link=True)
    left = actions.sign_in_tries_left(token, at=clock.now())
    if form.is_bound and form.is_valid():
        said = ngettext("Koden stemmer ikke. Du har ett forsøk igjen.", "Koden stemmer ikke. Du har %(left)s forsøk igjen.", left)
        form.add_error("code", said % {"left": left})
    if not left:
        return render(request, "frame/link_is_over.html", status=410)
    return render(request, "frame/link.html", {"form": form})
