"""Our work years over the years beside the nation's published ones, with their sources, and why KOSTRA shows another number."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext

from helhet.organisation.rules import N_
from helhet.oversight import conditions as oversight
from helhet.oversight import months
from helhet.record.disclosure import Range
from helhet.statistics import national, queries

from . import charts, doors, paper
from .report_words import per_ten_thousand

_YEARS_BACK = 3
_SERIES = {"adults": N_("voksne"), "children": N_("barn og unge"), "total": N_("alle")}


def figures(request: HttpRequest) -> HttpResponse:
    """A line a year: the nation, and each municipality led."""
    led = doors.led(request)
    sent = queries.sent_years(request.actor, "wy-service")
    published = {one.year: one for one in national.years()}
    years = sorted({*published, *(year for one in sent.values() for year in one)}, reverse=True)
    rows = [{"year": year, "nation": published.get(year), "own": [_own(sent, one, year) for one in led]} for year in years]
    beside = [(one, *queries.beside_kostra(request.actor, one.pk, request.actor.on)) for one in led]
    page = {
        "tab": "figures", "led": led, "rows": rows, "claims": national.claims(), "series": _SERIES, "beside": beside,
        "picture": charts.over_years(tuple((one.year, float(one.for_ten_thousand)) for one in national.years())),
    }  # fmt: skip
    return render(request, "statistics/figures.html", page)


def conditions(request: HttpRequest) -> HttpResponse:
    """The eight areas of those who are helped, and the escalation plan's indicators over years beside what is published of the nation."""
    return render(request, "statistics/conditions.html", _conditions(request))


def conditions_paper(request: HttpRequest) -> HttpResponse:
    """The same as PDF, A4."""
    html = render_to_string("statistics/conditions_paper.html", _conditions(request), request)
    return paper.sent(html, f"levekar-{request.actor.on}")


def _conditions(request: HttpRequest) -> dict[str, Any]:
    led, on = doors.led(request), request.actor.on
    last = months.last_ended(on)
    days = [*(date(year, 12, 31) for year in range(on.year - _YEARS_BACK, on.year) if date(year, 12, 31) < last), last]
    published: dict[str, list[national.Beside]] = {}
    for one in national.beside():
        published.setdefault(one.indicator, []).append(one)
    places = [
        {"place": one, "indicators": [(row, published.get(row.key, [])) for row in oversight.over_years(one.pk, days)]} for one in led
    ]  # fmt: skip
    profile = oversight.profile([one.pk for one in led], on=last)
    areas = [charts.Two(gettext(one.name), *_ends(one.need.everywhere), *_ends(one.long.everywhere)) for one in profile.areas]
    return {"tab": "figures", "led": led, "day": last, "profile": profile, "places": places, "picture": charts.profile(tuple(areas))}


def _ends(one: Range) -> tuple[int, int]:
    return one.low, one.high


def _own(sent: Any, place: Any, year: int) -> tuple[Decimal | None, str]:
    value = sent.get(place.pk, {}).get(year)
    return value, per_ten_thousand(value, place.population)
