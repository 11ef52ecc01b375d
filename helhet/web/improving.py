"""What the pages under «Avvik og avtaler» share: their tabs, and whether whoever reads is in charge."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from helhet.organisation.queries.keeping import in_charge_of


def page(request: HttpRequest, template: str, tab: str, /, **more: Any) -> HttpResponse:
    """One of the pages, under its tab; a page about a person keeps hers."""
    return render(request, template, {"tab": tab, "place": "improve", "in_charge": bool(in_charge_of(request.actor))} | more)
