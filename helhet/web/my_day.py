"""My day: who needs me first, what is over time, where I go next."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from helhet.cases import queries as cases
from helhet.people import queries as people

from . import due


def my_day(request: HttpRequest) -> HttpResponse:
    """The first page for whoever works here."""
    opening, on = request.opening, request.actor.on
    found = cases.due(opening)
    names = people.names_of(opening, {one.person_id for one in found})
    return render(
        request,
        "day/my_day.html",
        {"lines": due.lines(found, names, on=on), "inbox": cases.inbox(opening), "place": "day"},
    )
