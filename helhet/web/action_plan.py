"""The action plan of municipalities together, or of one: goals, measures with who answers and what it costs, and the report to councils."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.http import urlencode
from django.utils.text import slugify
from django.utils.translation import gettext

from helhet.access.policy import NotVisible
from helhet.cooperation import actions, queries
from helhet.cooperation.rules import MEASURE_STATE_NAMES
from helhet.organisation import queries as organisation
from helhet.organisation.queries.keeping import in_charge_of
from helhet.organisation.rules import N_

from . import doors, improving, paper
from .forms import Choices, Day, Form, Words
from .post_forms import Exact
from .sheet import Sheet, one_of, pick


class PlanForm(Form):
    """The plan and its days."""

    whose = forms.ChoiceField(label=N_("Hvem er planen for?"))
    name = forms.CharField(label=N_("Hva heter planen?"), max_length=120)
    since = forms.DateField(label=N_("Gjelder fra"), widget=Day())
    until = forms.DateField(label=N_("Gjelder til"), widget=Day())
    adopted_on = forms.DateField(label=N_("Vedtatt"), required=False, widget=Day())


class GoalForm(Form):
    """A goal."""

    words = forms.CharField(label=N_("Hva vil vi oppnå?"), max_length=240)


class MeasureForm(Form):
    """A measure under a goal."""

    goal = forms.ChoiceField(label=N_("Under hvilket mål?"))
    words = forms.CharField(label=N_("Hva skal gjøres?"), max_length=240)
    owner = forms.ChoiceField(label=N_("Hvem svarer for det?"), required=False)
    due = forms.DateField(label=N_("Innen"), required=False, widget=Day())
    money = Exact(label=N_("Hva det koster"), required=False, help_text=N_("Kroner"))
    paid_by = forms.CharField(label=N_("Hvem betaler?"), max_length=120, required=False)
    criterion = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput())


class FollowForm(Form):
    """How far it has come."""

    state = forms.ChoiceField(label=N_("Hvor langt er dere kommet?"), choices=MEASURE_STATE_NAMES.items(), widget=Choices())
    on = forms.DateField(label=N_("Fra hvilken dag?"), widget=Day())
    note = forms.CharField(label=N_("Hva er gjort?"), required=False, widget=Words(2, hers=False))


def _page(request: HttpRequest, name: str, **more: Any) -> HttpResponse:
    return improving.page(request, f"cooperation/{name}.html", "action-plans", states=MEASURE_STATE_NAMES, **more)


def plans(request: HttpRequest) -> HttpResponse:
    """Every action plan she works under; what came from a duty that is not kept goes on to the plan that is chosen."""
    onward = urlencode({name: request.GET[name] for name in ("krav", "ord") if name in request.GET})
    return _page(request, "action_plans", plans=queries.action_plans(doors.worker(request)), onward=f"?{onward}" if onward else "")


def _plan(request: HttpRequest, key: UUID) -> Any:
    found = queries.action_plan(doors.worker(request), key)
    if found is None:
        raise NotVisible
    return found


def plan(request: HttpRequest, action_plan_id: UUID) -> HttpResponse:
    """One plan: its goals with their measures; `?krav=` comes from a duty that is not kept."""
    found, sheet = _plan(request, action_plan_id), Sheet(request)
    may_keep = queries.may_keep_plan(request.actor, found)
    goals, staff = {str(one.pk): one for one in found.goals.all()}, {str(one.pk): one for one in organisation.colleagues(request.actor)}
    page: dict[str, Any] = {}
    if may_keep:
        came_from = {"criterion": request.GET.get("krav", "")[:12], "words": request.GET.get("ord", "")[:240]}
        page = {"goal_form": sheet.form("goal", GoalForm), "measure_form": sheet.form("measure", MeasureForm, initial=came_from)}
        pick(page["measure_form"], "goal", [(key, one.words) for key, one in goals.items()])
        page["measure_form"].fields["owner"].choices = _owners(staff)

    def add_measure(data: dict[str, Any], _: str) -> object:
        goal = one_of(goals.values(), data.pop("goal"))
        return actions.keep_measure(None, goal=goal, owner=staff.get(data.pop("owner")), by=request.actor, **data)

    if may_keep and sheet.did(
        goal=lambda data, _: actions.keep_goal(None, plan=found, words=data["words"], by=request.actor), measure=add_measure
    ):
        messages.success(request, gettext("Lagret."))
        return redirect("action-plan", found.pk)
    return _page(request, "action_plan", plan=found, may_keep=may_keep, sheet=sheet, came=request.GET.get("krav", ""), **page)


def _owners(staff: dict[str, Any]) -> list[tuple[str, str]]:
    return [("", gettext("Ingen ennå")), *((key, f"{one.name}, {one.title}") for key, one in staff.items())]


def edit(request: HttpRequest, action_plan_id: UUID | None = None) -> HttpResponse:
    """A new plan, or another name or other days."""
    found = _plan(request, action_plan_id) if action_plan_id else None
    places, together = in_charge_of(doors.worker(request)), queries.cooperations_of(request.actor)
    if not places or (found and not queries.may_keep_plan(request.actor, found)):
        raise NotVisible
    sheet = Sheet(request)
    known = {name: getattr(found, name) for name in ("name", "since", "until", "adopted_on")} if found else {}
    known |= {"whose": str(found.cooperation_id or found.municipality_id)} if found else {}
    form = sheet.form("plan", PlanForm, initial=known)
    pick(form, "whose", [*((str(one.pk), one.name) for one in together), *((one.pk, one.name) for one in places)])

    def save(data: dict[str, Any], _: str) -> Any:
        whose = data.pop("whose")
        cooperation = next((one for one in together if str(one.pk) == whose), None)
        place = next((one for one in places if one.pk == whose), None)
        return actions.keep_plan(found, cooperation=cooperation, municipality=place, by=request.actor, **data)

    if sheet.did(plan=save):
        return redirect("action-plan", sheet.result.pk)
    return _page(request, "action_plan_edit", form=form, plan=found)


def measure(request: HttpRequest, measure_id: UUID) -> HttpResponse:
    """One measure: how far it has come, and what it says."""
    found = queries.measure(doors.worker(request), measure_id)
    if found is None:
        raise NotVisible
    by, sheet, plan_of = request.actor, Sheet(request), found.goal.plan
    page: dict[str, Any] = {}
    deeds: dict[str, Any] = {}
    if queries.may_follow_measure(by, found):
        page["follow"] = sheet.form("follow", FollowForm, initial={"on": by.on})
        deeds["follow"] = lambda data, _: actions.follow_measure(found, by=by, **data)
    if queries.may_keep_plan(by, plan_of):
        staff, goals = {str(one.pk): one for one in organisation.colleagues(by)}, {str(one.pk): one for one in plan_of.goals.all()}
        known = {name: getattr(found, name) for name in ("words", "due", "money", "paid_by")}
        page["words"] = sheet.form("words", MeasureForm, initial=known | {"goal": str(found.goal_id), "owner": str(found.owner_id or "")})
        pick(page["words"], "goal", [(key, one.words) for key, one in goals.items()])
        page["words"].fields["owner"].choices = _owners(staff)
        deeds["words"] = lambda data, _: actions.keep_measure(
            found, by=by, **data | {"goal": one_of(goals.values(), data["goal"]), "owner": staff.get(data["owner"])}
        )
    if deeds and sheet.did(**deeds):
        messages.success(request, gettext("Lagret."))
        return redirect("action-plan-measure", found.pk)
    return _page(request, "action_plan_measure", measure=found, plan=plan_of, steps=list(found.steps.all())[::-1], sheet=sheet, **page)


def plan_pdf(request: HttpRequest, action_plan_id: UUID) -> HttpResponse:
    """The report to the councils: the plan with what is done, on paper."""
    found = _plan(request, action_plan_id)
    html = render_to_string("cooperation/action_plan_paper.html", {"states": MEASURE_STATE_NAMES, "plan": found}, request)
    return paper.sent(html, f"{slugify(found.name)}-{request.actor.on.isoformat()}")
