"""Whom do I ring? One search box, one number, for every municipality that takes part. No person is named here but those who work."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from helhet.access.policy import OSLO
from helhet.organisation.queries import telephone
from helhet.organisation.rules.telephone import WHEN_NAMES, When

from . import doors

_LONGEST = 120


def whom_to_ring(request: HttpRequest) -> HttpResponse:
    """The words, when, and whom to ring; for anybody who works here."""
    actor = doors.worker(request)
    words = " ".join(request.GET.get("q", "").split())[:_LONGEST]
    pressed = _pressed(request)
    # The choice goes before the words only when it was made for these words: «bolig i natt» typed anew is about the night.
    chosen = pressed if words == request.GET.get("svart") else None
    home = telephone.home_of(actor.staff_id, actor.municipality_numbers)
    found = telephone.whom_to_ring(words, home=home, at=actor.at.astimezone(OSLO), chosen=chosen, usual=pressed or When.NOW)
    return render(
        request, "organisation/whom_to_ring.html",
        {
            "answer": found, "search": words, "about": found.question.about, "where": telephone.name_of(found.number),
            "whens": WHEN_NAMES.items(), "when_names": WHEN_NAMES, "place": "ring", "may_keep": bool(actor.coordinating_unit_ids),
        },
    )  # fmt: skip


def _pressed(request: HttpRequest) -> When | None:
    given = request.GET.get("nar", "")
    return When(given) if given in WHEN_NAMES else None
