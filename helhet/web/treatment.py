"""Behandling hos oss: what help there is, by whom and with which competence, in plain words. Open to anyone; about nobody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime
from django.utils.translation import get_language

from helhet.access.policy import NotVisible
from helhet.organisation import queries as organisation
from helhet.organisation.queries import services as queries
from helhet.organisation.rules import LEVEL_NAMES, PROVIDED_NAMES
from helhet.organisation.rules.competence import COMPETENCE_HELPS, Competence

from . import clock


def places(request: HttpRequest) -> HttpResponse:
    """Which municipality? Where there is only one, its page at once."""
    found = queries.taking_part_with_services()
    if len(found) == 1:
        return redirect("treatment-in", found[0].pk)
    return render(request, "treatment/places.html", {"places": found})


def treatment(request: HttpRequest, number: str) -> HttpResponse:
    """What help there is in one municipality."""
    place = next((one for one in queries.taking_part_with_services() if one.pk == number), None)
    if place is None:
        raise NotVisible
    language, found = get_language() or "nb", queries.offered_in(place, on=localtime(clock.now()).date())
    told = [
        (one.service, one.plain(language), one.by_whom, [COMPETENCE_HELPS[key] for key in Competence if key in one.competence])
        for one in found
    ]
    return render(
        request, "treatment/treatment.html",
        {"municipality": place, "services": told, "levels": LEVEL_NAMES, "provided": PROVIDED_NAMES, "ring": queries.first_number(place),
         "numbers": organisation.emergency_numbers([place.pk])},
    )  # fmt: skip
