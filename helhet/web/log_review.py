"""Looks at records sampled and looked through by the coordinating unit; what was found, and who was told, stands in her log too."""

from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from helhet.access import actions, looks
from helhet.access.rules import LOOK_FINDING_NAMES, LOOK_SETTLED, PURPOSE_NAMES, ROLE_NAMES, SAMPLE_OF_LOOKS, WRONG_LOOK_HOURS, LookFinding
from helhet.organisation.rules import N_

from .forms import Choices, Day, Form, Words
from .sheet import Sheet, one_of


class FindingForm(Form):
    """What was found."""

    finding = forms.ChoiceField(label=N_("Hva fant du?"), choices=LOOK_FINDING_NAMES.items(), widget=Choices)
    words = forms.CharField(label=N_("Mer om det"), required=False, widget=Words(2, hers=False))


class ToldForm(Form):
    """A look there was no need for: who was told, and when."""

    told_on = forms.DateField(label=N_("Når fikk personen vite det?"), widget=Day())
    told_how = forms.CharField(label=N_("Hvordan?"), max_length=200, help_text=N_("For eksempel på telefon, i møte, i brev"))
    authority_on = forms.DateField(label=N_("Når ble det meldt til Datatilsynet?"), required=False, widget=Day())
    authority_words = forms.CharField(
        label=N_("Hvis ikke, hvorfor ikke?"), required=False, max_length=200,
        help_text=N_("Bare når det ikke er fare for rettighetene til personen"),
    )  # fmt: skip


def log_review(request: HttpRequest) -> HttpResponse:
    """What is drawn and waits, what has been looked through, and drawing some more."""
    found = looks.drawn(request.opening)
    waiting = [row for row in found if row.finding not in LOOK_SETTLED]
    untold = [row for row in found if row.finding == LookFinding.WRONG and not row.told_on]
    done = [row for row in found if row not in waiting and row not in untold]
    sheet = Sheet(request)
    for row in waiting:
        row.form = sheet.form("review", FindingForm, row.pk) if row.line.actor_key != request.actor.key else None
    for row in untold:
        row.form = sheet.form("told", ToldForm, row.pk, initial={"told_on": request.actor.on})
        row.until = row.reviewed_at + timedelta(hours=WRONG_LOOK_HOURS)

    def review(data: dict[str, Any], row: str) -> None:
        actions.review_look(one_of(waiting, row), by=request.actor, **data)

    def told(data: dict[str, Any], row: str) -> None:
        actions.tell_of_wrong_look(one_of(untold, row), by=request.actor, **data)

    if sheet.did("draw", draw=lambda data, row: actions.draw_looks(by=request.actor), review=review, told=told):
        return redirect("log-review")
    return render(
        request, "person/log_review.html",
        {
            "waiting": waiting, "untold": untold, "done": done, "sheet": sheet, "role_names": ROLE_NAMES, "purposes": PURPOSE_NAMES,
            "findings": LOOK_FINDING_NAMES, "sample": SAMPLE_OF_LOOKS, "place": "day",
        },
    )  # fmt: skip
