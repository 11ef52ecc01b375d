"""Facts for the dialogue meeting with the hospital and the doctors: on a page, and on paper."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from helhet.oversight import dialogue

from . import doors, paper

_FIRST_YEAR = 2019


def _facts(request: HttpRequest) -> dict[str, Any]:
    doors.in_charge(request)
    this = dialogue.last_whole_month(request.actor.on).year
    given = request.GET.get("ar", "")
    year = int(given) if given.isdecimal() and _FIRST_YEAR <= int(given) <= this else this
    places, facts, until = dialogue.facts(request.actor, year)
    return {
        "places": places, "facts": facts, "until": until, "year": year, "years": range(this, max(this - 4, _FIRST_YEAR) - 1, -1),
        "tab": "dialogue", "place": "improve", "in_charge": True,
    }  # fmt: skip


def facts(request: HttpRequest) -> HttpResponse:
    """Both sides, municipality by municipality and together."""
    return render(request, "cooperation/dialogue.html", _facts(request))


def facts_pdf(request: HttpRequest) -> HttpResponse:
    """The same as PDF, A4."""
    page = _facts(request)
    html = render_to_string("cooperation/dialogue_paper.html", page, request)
    return paper.sent(html, f"tall-til-dialogmotet-{page['year']}")
