"""Answers without a name: written in from paper, or given on a tablet that a worker has handed over signed out."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from helhet.access.policy import Actor
from helhet.organisation import queries as organisation
from helhet.organisation.rules import N_
from helhet.voice import actions, queries

from . import clock
from .doors import worker
from .forms import Form
from .sheet import Sheet, pick
from .voice_form import FeedbackForm

_HOURS = 4  # so long a tablet asks before it must be handed over again
_KEY = "answers_for"


class UnnamedForm(Form):
    """The two questions, and nothing to be known by."""

    life, alliance = FeedbackForm.base_fields["life"], FeedbackForm.base_fields["alliance"]


class PaperForm(UnnamedForm):
    """The same, from a sheet of paper."""

    unit = forms.ChoiceField(label=N_("Hvilken tjeneste gjelder det?"))


class HandOverForm(Form):
    """For which service."""

    unit = forms.ChoiceField(label=N_("Hvilken tjeneste gjelder det?"))


def unnamed(request: HttpRequest) -> HttpResponse:
    """For those who work there: write in from paper, or hand over the tablet. Never for a service with one worker."""
    by, sheet = worker(request), Sheet(request)
    units = [(str(one.pk), one.name) for one in queries.asks_unnamed(by)]
    page: dict[str, Any] = {"units": units, "tab": "experiences", "place": "improve", "sheet": sheet}
    if units:
        page |= {"paper": sheet.form("paper", PaperForm), "hand_over": sheet.form("hand_over", HandOverForm)}
        for name in ("paper", "hand_over"):
            pick(page[name], "unit", units)
            page[name].initial["unit"] = units[0][0]

    def paper(data: dict[str, Any], row: str) -> None:
        actions.answer_unnamed(UUID(data.pop("unit")), by=by, **data)
        messages.success(request, gettext("Svaret er skrevet inn. Arket kan makuleres."))

    if sheet.did(paper=paper, hand_over=lambda data, row: _hand_over(request, data["unit"])):
        return redirect("unnamed-answer" if sheet.sent == "hand_over" else "unnamed")
    return render(request, "voice/unnamed.html", page)


def _hand_over(request: HttpRequest, unit: str) -> None:
    """Nobody is signed in on the tablet from here on: it knows a service, for some hours, and nothing else."""
    logout(request)
    request.session[_KEY] = {"unit": unit, "until": int(clock.now().timestamp()) + _HOURS * 3600}


def answer(request: HttpRequest) -> HttpResponse:
    """On the tablet: two questions to whoever holds it; then thanks, and ready for the next."""
    held = request.session.get(_KEY)
    if request.user.is_authenticated or not held or held["until"] < clock.now().timestamp():
        return redirect("sign-in")
    by = Actor("unnamed", "", "", "", clock.now(), unit_ids=frozenset([UUID(held["unit"])]))
    sheet = Sheet(request)
    form = sheet.form("answer", UnnamedForm)
    if sheet.did(answer=lambda data, row: actions.answer_unnamed(UUID(held["unit"]), by=by, **data)):
        messages.success(request, gettext("Takk. Svaret er lagret, uten navn. Gi nettbrettet tilbake."))
        return redirect("unnamed-answer")
    page = {"form": form, "unit": organisation.unit_named(UUID(held["unit"]))}
    return render(request, "voice/unnamed_answer.html", page)
