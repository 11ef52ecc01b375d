"""Her home and her days: one page of the person, with a form for each thing that can be written down."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from helhet.access.policy import NotVisible, may_write, require_see
from helhet.access.rules import Part, Purpose
from helhet.cases import queries as cases
from helhet.living import actions, queries
from helhet.living.rules import HOME_FOLLOW_UP

from . import living_forms as asked
from .forms import Form, carried_out, kept
from .person import around

_NEW = {"home": asked.HousingForm, "need": asked.NeedForm, "warning": asked.WarningForm, "activity": asked.ActivityForm}
_OF_ROW = {
    "end-need": asked.EndNeedForm,
    "settle": asked.SettleForm,
    "satisfied": asked.SatisfiedForm,
    "end-activity": asked.EndActivityForm,
}
# She says herself what she does and how satisfied she is; the rest is written down with her.
HERS = ("activity", "satisfied", "end-activity")


def living(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Where she lives, what she needs, what she does."""
    page = around(request, person_id, "living")
    person, opening = page["person"], request.opening
    if not (request.actor.is_staff or request.actor.kind == "person"):
        raise NotVisible
    require_see(request.actor, person.pk, Part.CASE)
    found = queries.living_of(opening, person.pk)
    forms = _forms(request, person.pk, found)
    if request.method == "POST" and _does(request, person.pk, found, forms):
        return redirect(reverse("person-living", args=[person.pk]))
    was = found.before or found.past_needs or found.past_activities or any(one.settled_on for one in found.warnings)
    with opening.weighing():
        followed = [one for one in cases.open_cases(opening, person.pk) if one.service.legal_basis == HOME_FOLLOW_UP]
    return render(
        request, "living/living.html", page | {"found": found, "forms": forms, "followed": followed, "doing": _doing(request), "was": was}
    )


def _doing(request: HttpRequest) -> str:
    """Which form is open: the one that was sent, or that a link asked for."""
    return request.POST.get("gjor", "") or request.GET.get("gjor", "")


def _may(request: HttpRequest, person_id: UUID) -> frozenset[str]:
    """The things this actor may write down."""
    if request.actor.kind == "person":
        return frozenset(HERS)
    home = may_write(request.actor, person_id, Part.CASE, Purpose.COORDINATION)
    days = may_write(request.actor, person_id, Part.PLAN, Purpose.COORDINATION)
    names = {*_NEW, *_OF_ROW}
    return frozenset(name for name in names if (days if name in HERS else home))


def _forms(request: HttpRequest, person_id: UUID, found: queries.Living) -> dict[str, Form]:
    """A form for each new thing, and one for each row that can be gone on with (by its key)."""
    may, made = _may(request, person_id), {}
    rows = {
        "end-need": found.needs, "settle": [one for one in found.warnings if one.settled_on is None], "satisfied": found.activities,
        "end-activity": found.activities,
    }  # fmt: skip
    for name, kind in _NEW.items():
        if name in may:
            made[name] = _form(request, kind, name, person_id)
    for name, kind in _OF_ROW.items():
        for row in rows[name] if name in may else []:
            row.forms = getattr(row, "forms", {})
            key = f"{name}:{row.pk}"
            made[key] = row.forms[name.replace("-", "_")] = _form(request, kind, key, person_id)
    return made


def _form(request: HttpRequest, kind: type[Form], name: str, person_id: UUID) -> Form:
    draft, today = f"living-{name}" if ":" in name else f"living-{name}:{person_id}", request.actor.on
    given: dict[str, Any] = {"initial": {"since": today, "on": today, "warned_on": today}}
    mine = request.method == "GET" or request.POST.get("gjor") == name
    form = kept(kind, request, draft, **given) if mine else kind(**given)
    form.draft, form.auto_id, form.name = draft, f"{name.replace(':', '_')}_%s", name
    return form


def _does(request: HttpRequest, person_id: UUID, found: queries.Living, forms: dict[str, Form]) -> bool:
    doing = request.POST.get("gjor", "")
    if doing not in forms:
        raise NotVisible
    return carried_out(forms[doing], request, lambda data: _act(request, person_id, found, doing, data))


_BEGINS = {
    "home": actions.note_housing, "need": actions.note_housing_need, "warning": actions.warn_of_eviction,
    "activity": actions.begin_activity,
}  # fmt: skip
_GOES_ON = {
    "settle": actions.settle_eviction, "satisfied": actions.say_satisfaction, "end-activity": actions.end_activity,
    "end-need": actions.end_housing_need,
}  # fmt: skip


def _act(request: HttpRequest, person_id: UUID, found: queries.Living, doing: str, data: dict[str, Any]) -> None:
    name, _, key = doing.partition(":")
    if name in _BEGINS:
        _BEGINS[name](person_id, by=request.actor, **data)
        return
    if name == "end-need":
        data["met"] = data["met"] == "yes"
    row = next(one for one in (*found.needs, *found.warnings, *found.activities) if str(one.pk) == key)
    _GOES_ON[name](row, by=request.actor, **data)
