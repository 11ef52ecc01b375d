"""Looks at records sampled and looked through by the coordinating unit; what was found stands in her log too."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from helhet.access import actions, looks
from helhet.access.rules import LOOK_FINDING_NAMES, PURPOSE_NAMES, ROLE_NAMES, SAMPLE_OF_LOOKS
from helhet.organisation.rules import N_

from .forms import Choices, Form, Words
from .sheet import Sheet, one_of


class FindingForm(Form):
    """What was found."""

    finding = forms.ChoiceField(label=N_("Hva fant du?"), choices=LOOK_FINDING_NAMES.items(), widget=Choices)
    words = forms.CharField(label=N_("Mer om det"), required=False, widget=Words(2, hers=False))


def log_review(request: HttpRequest) -> HttpResponse:
    """What is drawn and waits, what has been looked through, and drawing some more."""
    found = looks.drawn(request.opening)
    waiting, done = [row for row in found if not row.reviewed_at], [row for row in found if row.reviewed_at]
    sheet = Sheet(request)
    for row in waiting:
        row.form = sheet.form("review", FindingForm, row.pk) if row.line.actor_key != request.actor.key else None

    def review(data: dict[str, Any], row: str) -> None:
        actions.review_look(one_of(waiting, row), by=request.actor, **data)

    if sheet.did("draw", draw=lambda data, row: actions.draw_looks(by=request.actor), review=review):
        return redirect("log-review")
    return render(
        request, "person/log_review.html",
        {
            "waiting": waiting, "done": done, "sheet": sheet, "role_names": ROLE_NAMES, "purposes": PURPOSE_NAMES,
            "findings": LOOK_FINDING_NAMES, "sample": SAMPLE_OF_LOOKS, "place": "day",
        },
    )  # fmt: skip
