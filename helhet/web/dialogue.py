"""Facts for the dialogue meeting with the hospital and the doctors: on a page, and on paper."""

from itertools import accumulate, repeat
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from helhet.oversight import dialogue

from . import doors, paper

_HALVES = 6


def _facts(request: HttpRequest) -> dict[str, Any]:
    doors.in_charge(request)
    last = dialogue.last_half(request.actor.on)
    halves = list(accumulate(repeat(None, _HALVES - 1), lambda half, _: half.before, initial=last))
    half = _asked(request.GET.get("halvar", ""), last)
    places, facts = dialogue.facts(request.actor, half)
    return {"places": places, "facts": facts, "half": half, "halves": halves, "tab": "dialogue", "place": "improve", "in_charge": True}


def _asked(given: str, last: dialogue.Half) -> dialogue.Half:
    """«2026-1» as the first half of 2026; the newest when nothing that has been is asked for."""
    year, _, number = given.partition("-")
    if not (year.isdecimal() and len(year) == 4 and number in ("1", "2")):
        return last
    half = dialogue.Half(int(year), int(number))
    return half if dialogue.FIRST <= half <= last else last


def facts(request: HttpRequest) -> HttpResponse:
    """Both sides, municipality by municipality and together."""
    return render(request, "cooperation/dialogue.html", _facts(request))


def facts_pdf(request: HttpRequest) -> HttpResponse:
    """The same as PDF, A4."""
    page = _facts(request)
    html = render_to_string("cooperation/dialogue_paper.html", page, request)
    return paper.sent(html, f"tall-til-dialogmotet-{page['half'].year}-{page['half'].number}")
