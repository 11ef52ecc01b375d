"""What users have said, summed by service and year, and what was done with it: for everybody who works here, and the user council."""

from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from helhet.access.policy import Actor, NotVisible
from helhet.deviations import queries as deviations
from helhet.organisation import queries as organisation
from helhet.organisation.queries.keeping import in_charge_of
from helhet.oversight import experience
from helhet.record.disclosure import Shown, Told
from helhet.voice import queries as voice

from . import oversight_words as words


def experiences(request: HttpRequest) -> HttpResponse:
    """Each year that is over: the services, and the leaders' words. Nobody's answer, and no worker's sum, is here."""
    numbers = _numbers(request.actor)
    lines = experience.told(numbers)
    done = deviations.what_was_done(request.actor, numbers)
    years = [
        {
            "year": year, "rows": [_row(one) for one in some],
            "done": [one for one in done if one.year == year],
        }
        for year, some in groupby(lines, key=lambda one: one.year)
    ]  # fmt: skip
    in_charge = in_charge_of(request.actor) if request.actor.is_staff else []
    page: dict[str, Any] = {"years": years, "places": in_charge, "in_charge": bool(in_charge), "tab": "experiences", "place": "improve"}
    asks = request.actor.is_staff and bool(voice.asks_unnamed(request.actor))
    return render(request, "voice/experiences.html", page | {"now": request.actor.on.year, "asks_unnamed": asks})


def _numbers(actor: Actor) -> list[str]:
    """The municipalities that work together with hers; a council's, those it is a council for."""
    if actor.kind not in ("staff", "council"):
        raise NotVisible
    hers = set(actor.municipality_numbers) if actor.kind == "council" else organisation.serves_these(actor)
    members = [{one.pk for one in some} for _, some in organisation.regions(actor.on)]
    found = {number for some in members if some & hers for number in some} if actor.is_staff else hers
    if not found:
        raise NotVisible
    return sorted(found)


def _row(line: experience.Line) -> dict[str, Any]:
    unnamed = [_cell(told) for told in (line.unnamed_alliance, line.unnamed_life) if told]
    return {"unit": line.unit, "one_worker": line.one_worker, "cells": [_cell(line.alliance), _cell(line.life)], "unnamed": unnamed}


def _cell(told: Told) -> dict[str, Any]:
    return {"figure": words.figure(told), "of": words.of(told), "nobody": told.shown == Shown.NOBODY}
