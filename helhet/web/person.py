"""One person on one page: what matters to her, what is due, who is around her, how it goes."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from helhet.access import queries as access
from helhet.access.rules import PURPOSE_NAMES, ROLE_NAMES
from helhet.cases import queries as cases
from helhet.people import queries as people
from helhet.people.rules import GRADE_NAMES, age

from . import due


def around(request: HttpRequest, person_id: UUID, tab: str) -> dict[str, Any]:
    """What the head of every page about a person needs (templates/person/head.html): opens the person first."""
    person = people.open_person(request.opening, person_id)
    actor = request.actor
    return {
        "person": person, "age": age(person.born, on=actor.on), "grade": GRADE_NAMES.get(person.grade), "tab": tab, "place": "persons",
        "role_names": ROLE_NAMES,
    }  # fmt: skip


def overview(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The person's page."""
    page = around(request, person_id, "overview")
    person, opening = page["person"], request.opening
    children, asked = people.children_of(opening, person.pk)
    found = cases.due(opening, [person.pk])
    return render(
        request, "person/overview.html",
        page | {
            "matters": people.what_matters(opening, person.pk), "team": access.team_of(opening, person.pk),
            "kin": people.kin_of(opening, person.pk), "children": children, "asked": asked,
            "network": people.network_of(opening, person.pk), "address": people.address_of(opening, person.pk),
            "lines": due.lines(found, {person.pk: person}, on=request.actor.on),
        },
    )  # fmt: skip


def who_has_looked(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Every reading and change of this person's record, as she herself sees it."""
    page = around(request, person_id, "log")
    keys = people.merged_with(page["person"].pk)
    entries = access.who_has_looked(request.opening, keys)
    return render(request, "person/who_has_looked.html", page | {"entries": entries, "purposes": PURPOSE_NAMES})
