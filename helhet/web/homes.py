"""The overview of homes and days for those in charge: on a page, on paper; and the projects that build and buy."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext

from helhet.access.policy import NotVisible
from helhet.cooperation import actions, queries
from helhet.organisation import queries as organisation
from helhet.oversight import homes, months

from . import doors, paper
from . import homes_forms as asked
from .forms import carried_out, kept
from .sheet import one_of


def _page(request: HttpRequest) -> dict[str, Any]:
    places = doors.in_charge(request)
    width = len(places) + (3 if len(places) > 1 else 2)
    return {"places": places, "tab": "homes", "place": "improve", "in_charge": True, "width": width}


def _counted(request: HttpRequest, page: dict[str, Any]) -> dict[str, Any]:
    day = months.last_ended(request.actor.on)
    groups = homes.overview([one.pk for one in page["places"]], on=day)
    return {"day": day, "groups": groups, "projects": queries.projects(request.actor)}


def overview(request: HttpRequest) -> HttpResponse:
    """How people live and what is missing, municipality by municipality; and what is being built."""
    page = _page(request)
    return render(request, "living/overview.html", page | _counted(request, page))


def overview_pdf(request: HttpRequest) -> HttpResponse:
    """The same as PDF, A4."""
    page = _page(request)
    html = render_to_string("living/overview_paper.html", page | _counted(request, page), request)
    return paper.sent(html, f"boligoversikt-{request.actor.on}")


def project_new(request: HttpRequest) -> HttpResponse:
    """A new project."""
    return _edit(request, None)


def _edit(request: HttpRequest, one: Any) -> HttpResponse:
    page = _page(request)
    start = {"name": one.name, "dwellings": one.dwellings, "municipality": one.municipality_id, "words": one.words} if one else {}
    form = kept(asked.ProjectForm, request, f"housing-project:{one.pk if one else ''}", initial=start | {"owner": one and one.owner_id})
    form.fields["municipality"].choices = [(place.pk, place.name) for place in page["places"]]
    staff = {str(worker.pk): worker for worker in organisation.colleagues(request.actor)}
    form.fields["owner"].choices = [("", gettext("Ingen ennå")), *((key, worker.name) for key, worker in staff.items())]

    def keep(data: dict[str, Any]) -> Any:
        where = one_of(page["places"], data.pop("municipality"))
        return actions.keep_project(one, municipality=where, by=request.actor, **data | {"owner": staff.get(data["owner"])})

    if carried_out(form, request, keep):
        return redirect("housing-project", form.result.pk)
    return render(request, "living/project_new.html", page | {"form": form})


def project(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """One project: its steps, its money, and what was talked of with those who live beside it."""
    page = _page(request)
    found = queries.project(request.actor, project_id)
    if found is None:
        raise NotVisible
    form = kept(asked.EventForm, request, f"housing-event:{found.pk}", initial={"on": request.actor.on})
    if carried_out(form, request, lambda data: actions.add_to_project(found, by=request.actor, **data)):
        messages.success(request, gettext("Lagret."))
        return redirect("housing-project", found.pk)
    return render(request, "living/project.html", page | {"project": found, "form": form})
