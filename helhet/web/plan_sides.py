"""Where we see it differently, and when it is hard: disagreement and the crisis and mastery plan."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext, override
from django.views.decorators.http import require_POST

from helhet.access import queries as access
from helhet.access.policy import NotVisible
from helhet.access.rules import ROLE_NAMES, Part, Role
from helhet.organisation import queries as organisation
from helhet.organisation.rules import N_
from helhet.plans import actions, queries, rules

from . import paper
from .doors import need
from .forms import Choices, Day, Form, SharedForm, Words, beside, carried_out, kept
from .person import around
from .plans import plan_of
from .sheet import Sheet

_DANGER = "113"


class DisagreeForm(Form):
    """Her view."""

    about = forms.CharField(label=N_("Hva gjelder det?"), max_length=160)
    her_words = forms.CharField(label=N_("Slik ser personen det"), widget=Words(3))


def disagree(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Put a disagreement on the record."""
    page = around(request, person_id, "plan")
    plan = plan_of(request, page)
    form = kept(DisagreeForm, request, f"disagree:{plan.pk}")
    if request.actor.kind == "person":
        form.fields["her_words"].label = gettext("Slik ser du det")
    if carried_out(form, request, lambda data: actions.disagree(plan, by=request.actor, **data)):
        return redirect("my-day") if request.actor.kind == "person" else redirect("plan", page["person"].pk)
    return render(
        request, "plans/form.html",
        page | {"plan": plan, "form": form, "heading": gettext("Her er vi uenige"), "button": gettext("Skriv det i planen")},
    )  # fmt: skip


class OurViewForm(Form):
    """The other view."""

    our_words = forms.CharField(label=N_("Slik ser vi det"), widget=Words(3, hers=False))
    look_again_on = forms.DateField(label=N_("Vurderes på nytt"), required=False, widget=Day())


def disagreement(request: HttpRequest, row_id: UUID) -> HttpResponse:
    """Answer a disagreement once, or say it is settled; both texts stand until both say so."""
    found = queries.open_disagreement(request.opening, row_id)
    page = around(request, found.plan.person_id, "plan")
    sheet = Sheet(request, f"disagreement:{found.pk}")
    page["form"] = sheet.form("answer", OurViewForm) if request.actor.is_staff and not found.our_words else None
    if sheet.did(
        "hers", "ours",
        hers=lambda data, row: actions.settled(found, on_her_behalf=True, by=request.actor),
        ours=lambda data, row: actions.settled(found, on_her_behalf=False, by=request.actor),
        answer=lambda data, row: actions.answer_disagreement(found, by=request.actor, **data),
    ):  # fmt: skip
        return redirect("plan", found.plan.person_id)
    return render(request, "plans/disagreement.html", page | {"row": found, "sheet": sheet})


class CrisisLineForm(SharedForm):
    """One line in a zone."""

    zone = forms.ChoiceField(label=N_("Når?"), choices=rules.ZONE_NAMES.items(), widget=Choices)
    kind = forms.ChoiceField(label=N_("Hva er det?"), choices=rules.CRISIS_LINE_NAMES.items(), widget=Choices)
    words = forms.CharField(label=N_("Med egne ord"), widget=Words(2))
    telephone = forms.CharField(label=N_("Telefon"), required=False, max_length=20)


class CrisisNotesForm(SharedForm):
    """The rest."""

    medicines = forms.CharField(label=N_("Medisiner"), required=False, widget=Words(2, hers=False))
    children_and_pets = forms.CharField(label=N_("Barn og dyr"), required=False, widget=Words(2))
    helpers_should_know = forms.CharField(label=N_("Det den som hjelper, bør vite"), required=False, widget=Words(2))


def crisis(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """When it is hard: the crisis and mastery plan."""
    page = around(request, person_id, "plan")
    need(page, Part.CRISIS)
    found = queries.open_crisis(request.opening, page["person"].pk)
    page |= _ring_now(request, page["person"], found)
    if found is None:
        return _begin(request, page)
    notes = beside({name: getattr(found.notes, name, "") for name in CrisisNotesForm.base_fields if name != "seen"})
    sheet = Sheet(request, f"crisis:{found.plan.pk}")
    page |= {"line": sheet.form("line", CrisisLineForm), "rest": sheet.form("notes", CrisisNotesForm, initial=notes)}
    if sheet.did(
        line=lambda data, row: actions.write_crisis_step(found.plan, by=request.actor, **data),
        notes=lambda data, row: actions.write_crisis_notes(found.plan, by=request.actor, **data),
    ):
        return redirect("crisis", page["person"].pk)
    return render(request, "plans/crisis.html", page | {"crisis": found})


def _ring_now(request: HttpRequest, person: Any, found: queries.Crisis | None) -> dict[str, Any]:
    """Whom she rings now, also when nothing is written yet: those she has chosen, her coordinator, and who always answers."""
    numbers = list(organisation.emergency_numbers([person.municipality_id]))
    if request.actor.kind != "person":
        return {"numbers": numbers}
    steps = [step for _, _, kinds in found.zones for _, _, lines in kinds for step in lines if step.telephone] if found else []
    chosen = {step.telephone.replace(" ", ""): step for step in steps}
    with request.opening.weighing():
        team = [one for one in access.team_of(request.opening, person.pk) if one.staff_id and one.role in (Role.COORDINATOR, Role.DEPUTY)]
    return {
        "own": True, "numbers": numbers, "chosen": list(chosen.values()),
        "helpers": [one for one in team if one.staff.telephone and one.staff.telephone not in chosen],
        "always": [one for one in numbers if one.telephone not in (*chosen, _DANGER)], "danger": _DANGER, "role_names": ROLE_NAMES,
    }  # fmt: skip


@require_POST
def crisis_settle(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Number what stands now, and go to its paper; large print when that was pressed."""
    page = around(request, person_id, "plan")
    need(page, Part.CRISIS)
    found = queries.open_crisis(request.opening, page["person"].pk)
    if found is None:
        raise NotVisible
    made = actions.settle(found.plan, by=request.actor)
    return redirect(reverse("crisis-pdf", args=[page["person"].pk, made.number]) + ("?stor=1" if "stor" in request.POST else ""))


def crisis_pdf(request: HttpRequest, person_id: UUID, number: int) -> HttpResponse:
    """The crisis and mastery plan on one sheet, as it was settled: PDF, A4."""
    page = around(request, person_id, "plan")
    found = queries.open_crisis_version(request.opening, page["person"].pk, number)
    large = request.GET.get("stor") == "1"
    check = request.build_absolute_uri(reverse("paper-version", args=[found.mark]))
    more = {"version": found, "content": rules.as_read(found.content, page["person"].grade), "large": large, "check": check}
    with override(paper.language_for(page["person"], request)):
        html = render_to_string("plans/crisis_paper.html", page | more, request)
    return paper.sent(html, f"kriseplan-versjon-{number}")


def _begin(request: HttpRequest, page: dict[str, Any]) -> HttpResponse:
    with request.opening.weighing():
        plan = queries.individual_plan(request.opening, page["person"].pk)
    if request.method == "POST" and plan is not None:
        actions.begin_under(plan, kind=rules.Kind.CRISIS, by=request.actor)
        return redirect("crisis", page["person"].pk)
    return render(request, "plans/crisis_begin.html", page | {"runs": plan is not None and not plan.locked})


def crisis_line(request: HttpRequest, step_id: UUID) -> HttpResponse:
    """Write a line anew, or take it away; the old line is kept. Replaced meanwhile, it is the newest that is shown and written."""
    step = queries.open_crisis_step(request.opening, step_id)
    page = around(request, step.plan.person_id, "plan")
    if step.until and request.method == "GET":
        messages.info(request, gettext("Linjen er tatt bort."))
        return redirect("crisis", step.plan.person_id)
    initial = beside({name: getattr(step, name) for name in CrisisLineForm.base_fields if name != "seen"})
    sheet = Sheet(request, f"crisis-step:{step.pk}")
    page["form"] = sheet.form("write", CrisisLineForm, initial=initial)
    if sheet.did(
        "remove",
        remove=lambda data, row: actions.remove_crisis_step(step, by=request.actor),
        write=lambda data, row: actions.write_crisis_step(step.plan, instead_of=step, by=request.actor, **data),
    ):
        return redirect("crisis", step.plan.person_id)
    return render(request, "plans/crisis_line.html", page | {"step": step, "sheet": sheet})
