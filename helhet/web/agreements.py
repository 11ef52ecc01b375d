"""Agreements: what is signed and not followed up, point by point, and the yearly look. For everybody who works under them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

from helhet.access.policy import NotVisible
from helhet.cooperation import actions, queries
from helhet.cooperation.rules import AGREEMENT_NAMES, NOT_AGREED, STATE_NAMES
from helhet.organisation import queries as organisation
from helhet.organisation.queries.keeping import in_charge_of
from helhet.statistics import clauses

from . import agreement_forms as forms
from . import doors, improving
from .forms import Form, carried_out, kept

_NAMES = {"kinds": AGREEMENT_NAMES, "states": STATE_NAMES, "not_agreed": NOT_AGREED}


def _page(request: HttpRequest, name: str, **more: Any) -> HttpResponse:
    return improving.page(request, f"cooperation/{name}.html", "agreements", **_NAMES | more)


def agreements(request: HttpRequest) -> HttpResponse:
    """Every agreement she works under; a sentence first."""
    found = queries.agreements(doors.worker(request))
    running = [one for one in found if not one.is_over]
    return _page(
        request, "agreements", agreements=found, waiting=sum(one.standing.signed_only for one in running),
        lacking=sum(one.standing.lacking for one in running), late=[one for one in running if one.review_is_late], running=running,
    )  # fmt: skip


def _agreement(request: HttpRequest, key: UUID) -> Any:
    found = queries.agreement(doors.worker(request), key)
    if found is None:
        raise NotVisible
    return found


def agreement(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    """One agreement with its points."""
    found = _agreement(request, agreement_id)
    return _page(request, "agreement", agreement=found, may_keep=queries.may_keep(request.actor, found))


def _kept(request: HttpRequest, key: UUID) -> Any:
    found = _agreement(request, key)
    if not queries.may_keep(request.actor, found):
        raise NotVisible
    return found


def _save(request: HttpRequest, form: Form, save: Any, back: tuple[Any, ...], name: str, **page: Any) -> HttpResponse:
    if carried_out(form, request, lambda data: save(form)):
        messages.success(request, gettext("Lagret."))
        return redirect(*(back or ("agreement", form.result.pk)))
    return _page(request, name, form=form, **page)


def _choose_owner(request: HttpRequest, form: Form) -> dict[str, Any]:
    """Somebody who works here."""
    staff = {str(one.pk): one for one in organisation.colleagues(request.actor)}
    form.fields["owner"].choices = [("", gettext("Ingen ennå")), *((key, f"{one.name}, {one.title}") for key, one in staff.items())]
    return staff


def edit(request: HttpRequest, agreement_id: UUID | None = None) -> HttpResponse:
    """Write an agreement in, or change its days, parties and owner."""
    found = _kept(request, agreement_id) if agreement_id else None
    mine = in_charge_of(doors.worker(request))
    places = {one.pk: one for one in mine} | {p.municipality_id: p.municipality for p in (found.parties.all() if found else ())}
    if not places:
        raise NotVisible
    form = kept(
        forms.AgreementForm, request, f"agreement:{agreement_id or 'new'}", initial=_initial(found), municipalities=list(places.values())
    )
    staff = _choose_owner(request, form)
    if found:
        del form.fields["kind"]

    def save(sent_form: Any) -> Any:
        if found:
            sent_form.cleaned_data["kind"] = found.kind
        return actions.keep_agreement(
            found, adopted=sent_form.adopted(), owner=staff.get(sent_form.cleaned_data["owner"]), by=request.actor,
            partner=found.partner if found else None, cooperation=found.cooperation if found else None, **sent_form.plain(),
        )  # fmt: skip

    return _save(request, form, save, (), "edit", agreement=found)


def _initial(found: Any) -> dict[str, Any]:
    if found is None:
        return {}
    names = (
        "name", "other_party", "signed_on", "valid_from", "valid_until", "users_took_part", "notice_months", "review_on",
    )  # fmt: skip
    parties = {f"party-{one.municipality_id}": True for one in found.parties.all()}
    adopted = {f"adopted-{one.municipality_id}": one.adopted_on for one in found.parties.all()}
    return {name: getattr(found, name) for name in names} | {"owner": str(found.owner_id or "")} | parties | adopted


def review(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    """The parties have looked at the whole."""
    found = _kept(request, agreement_id)
    form = kept(forms.ReviewForm, request, f"agreement-review:{found.pk}", initial={"on": request.actor.on})

    def save(sent_form: Any) -> Any:
        return actions.review(found, by=request.actor, **sent_form.cleaned_data)

    return _save(request, form, save, ("agreement", found.pk), "review", agreement=found)


def clause_new(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    """A point of the parties' own."""
    found = _kept(request, agreement_id)
    form = kept(forms.ClauseForm, request, f"clause-new:{found.pk}")
    staff = _choose_owner(request, form)

    def save(sent_form: Any) -> Any:
        data = sent_form.cleaned_data
        return actions.keep_clause(None, agreement=found, words=data["words"], owner=staff.get(data["owner"]), by=request.actor)

    return _save(request, form, save, ("agreement", found.pk), "clause_new", agreement=found)


def clause(request: HttpRequest, clause_id: UUID) -> HttpResponse:
    """One point: its history, how far it has come now, and who answers for it."""
    found = queries.clause(doors.worker(request), clause_id)
    if found is None:
        raise NotVisible
    deed, forms_of = request.POST.get("gjor", ""), _clause_forms(request, found)
    if request.method == "POST" and deed not in forms_of:
        raise NotVisible
    if request.method == "POST" and carried_out(forms_of[deed][0], request, forms_of[deed][1]):
        return redirect("clause", found.pk)
    page: dict[str, Any] = {name: form for name, (form, _) in forms_of.items()}
    page |= {"steps": list(found.steps.all())[::-1], "practice": clauses.behind(found)}
    return _page(request, "clause", clause=found, agreement=found.agreement, **page)


def _clause_forms(request: HttpRequest, found: Any) -> dict[str, Any]:
    by, made = request.actor, {}
    if queries.may_follow_up(by, found):
        step = kept(forms.StepForm, request, f"clause-step:{found.pk}") if _is_for(request, "step") else forms.StepForm()
        if request.method == "GET":
            step.initial.setdefault("on", by.on)
        made["step"] = (step, lambda data: actions.take_step(found, by=by, **data))
    if queries.may_keep(by, found.agreement):
        initial = {"words": gettext(found.words), "owner": str(found.owner_id or "")}
        words = forms.ClauseForm(request.POST if _is_for(request, "words") and request.method == "POST" else None, initial=initial)
        staff = _choose_owner(request, words)
        made["words"] = (words, lambda data: _keep(found, data, staff, by))
    for name, (form, _) in made.items():
        form.auto_id = f"id_{name}_%s"
    return made


def _keep(found: Any, data: dict[str, Any], staff: dict[str, Any], by: Any) -> None:
    # The law's points are kept in bokmål until somebody writes others.
    words = found.words if data["words"] == gettext(found.words) else data["words"]
    actions.keep_clause(found, agreement=found.agreement, words=words, owner=staff.get(data["owner"]), by=by)


def _is_for(request: HttpRequest, deed: str) -> bool:
    return request.method == "GET" or request.POST.get("gjor") == deed
