"""The persons somebody works with."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from helhet.people import queries, rules


def persons(request: HttpRequest) -> HttpResponse:
    """Everybody this actor has a relation with, searched by name, birth number or telephone."""
    search = request.GET.get("q", "").strip()[:80]
    found = queries.list_persons(request.opening, search=search)
    for row in found:
        row["age"] = rules.age(row["born"], on=request.actor.on)
    return render(request, "persons/persons.html", {"persons": found, "search": search, "place": "persons"})
