"""Changing a unit, a worker's telephone, a partner, a telephone or a service; and who is away."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext

from helhet.cases import actions as cases
from helhet.organisation import actions
from helhet.organisation import queries as organisation
from helhet.organisation.queries import competence, keeping
from helhet.organisation.rules import N_
from helhet.organisation.rules.competence import LEARNING_NAMES, Competence

from . import organisation_forms as forms
from .forms import Form, carried_out, kept
from .organisation import House, house_of
from .sheet import Sheet, one_of, pick

Save = Callable[[dict[str, Any]], object]


def _edit(
    request: HttpRequest, form: Form, save: Save, *, heading: str, back: str, extra: Sequence[forms.HoursForm] = (), **context: Any
) -> HttpResponse:
    """One row on one page: shown, sent, refused with every fault, or saved."""
    if carried_out(form, request, save, beside=extra):
        messages.success(request, gettext("Lagret."))
        return redirect(back)
    page = {"form": form, "heading": gettext(heading), "back": back, "hours": extra, "tab": back.removeprefix("organisation-")}
    return render(request, "organisation/edit.html", page | context)


def _form(request: HttpRequest, kind: type[Form], row: Any, draft: str, house: House | None = None, **initial: Any) -> Form:
    """The form with what is there now, or as last typed."""
    known = {name: getattr(row, name) for name in kind.base_fields if row is not None and hasattr(row, name) and name != "serves"}
    if house:
        initial["serves"] = [one.pk for one in row.serves.all()] if row is not None else house.numbers
    form = kept(kind, request, draft, initial={**known, **initial})
    if house:
        form.fields["serves"].choices = house.choices
    return form


def unit(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """A unit's telephone and message address."""
    house = house_of(request)
    row = one_of(keeping.units(house.numbers, on=request.actor.on), str(unit_id))
    form = _form(request, forms.UnitForm, row, f"unit:{row.pk}")
    if not row.is_coordinating_unit:
        del form.fields["routine"], form.fields["routine_on"]
    return _edit(
        request, form, lambda data: actions.keep_unit(row, by=request.actor, **data), heading=row.name, back="organisation", row=row
    )


def service(request: HttpRequest, service_id: UUID | None = None) -> HttpResponse:
    """A service that triage may choose: a new one, or one that is there."""
    house = house_of(request)
    row = one_of(keeping.services(house.numbers), str(service_id)) if service_id else None
    units = {str(one.pk): one for one in keeping.units(house.numbers, on=request.actor.on)}
    partners = {str(one.pk): one for one in keeping.partners(house.numbers, on=request.actor.on)}
    given = (
        {"unit": str(row.unit_id), "pathways": list(row.pathways), "supplier": str(row.supplier_id or "")} if row else {"provided": "own"}
    )
    form = _form(request, forms.ServiceForm, row, f"service:{service_id or 'new'}", house, **given)
    pick(form, "unit", [(key, one.name) for key, one in units.items()])

    form.fields["supplier"].choices = [("", gettext("Ingen")), *((key, one.name) for key, one in partners.items())]

    def save(data: dict[str, Any]) -> None:
        chosen = {"unit": units[data["unit"]], "supplier": partners.get(data["supplier"])}
        actions.keep_service(row, by=request.actor, **data | chosen | {"pathways": "".join(sorted(data["pathways"]))})

    return _edit(request, form, save, heading=row.name if row else N_("Nytt tilbud"), back="organisation", row=row)


def worker(request: HttpRequest, staff_id: UUID) -> HttpResponse:
    """How to reach somebody who works here, and when she is away."""
    house, by = house_of(request), request.actor
    row = one_of(keeping.staff(house.numbers, on=by.on), str(staff_id))
    absences, sheet = list(row.absences.all()), Sheet(request)
    known = {name: getattr(row, name) for name in forms.StaffForm.base_fields}
    contact, away = sheet.form("contact", forms.StaffForm, initial=known), sheet.form("away", forms.AbsenceForm)
    training = sheet.form("training", forms.TrainingForm)
    pick(away, "deputy", [(str(one.pk), f"{one.name}, {one.title}") for one in _deputies(request, row)])

    def go_away(data: dict[str, Any], _: str) -> None:
        deputy = one_of(_deputies(request, row), data["deputy"])
        say_whom(request, cases.away(row, since=data["since"], until=data["until"], deputy=deputy, by=by), deputy.name)

    did = sheet.did(
        "back",
        contact=lambda data, _: actions.keep_staff(row, by=by, **data),
        training=lambda data, _: actions.note_learning([row], key=Competence.COORDINATING, gives=True, by=by, **data),
        away=go_away,
        back=lambda _, key: cases.back(one_of(absences, key), by=by),
    )
    if did:
        return redirect("organisation-staff")
    return render(
        request, "organisation/worker.html",
        {"tab": "staff", "row": row, "sheet": sheet, "contact": contact, "away": away, "absences": absences,
         "training": training, "trainings": competence.learned_by(row), "training_names": LEARNING_NAMES},
    )  # fmt: skip


def _deputies(request: HttpRequest, row: Any) -> list[Any]:
    return [one for one in organisation.colleagues(request.actor) if one.pk != row.pk]


def say_whom(request: HttpRequest, count: int, name: str) -> None:
    """Say that the absence is written in, and for how many who coordinates."""
    said = ngettext(
        "Fraværet er lagt inn. %(name)s koordinerer for %(count)s person så lenge.",
        "Fraværet er lagt inn. %(name)s koordinerer for %(count)s personer så lenge.", count,
    )  # fmt: skip
    messages.success(request, said % {"name": name, "count": count} if count else gettext("Fraværet er lagt inn."))


def partner(request: HttpRequest, partner_id: UUID | None = None) -> HttpResponse:
    """A partner outside: a new one, or one that is there, with its people and telephones."""
    house = house_of(request)
    row = _partner(request, house, partner_id) if partner_id else None
    form = _form(request, forms.PartnerForm, row, f"partner:{partner_id or 'new'}", house)
    return _edit(
        request, form, lambda data: actions.keep_partner(row, by=request.actor, **data),
        heading=row.name if row else N_("Ny samarbeidspartner"), back="organisation-partners", row=row, partner=row,
    )  # fmt: skip


def _partner(request: HttpRequest, house: House, partner_id: UUID) -> Any:
    return one_of(keeping.partners(house.numbers, on=request.actor.on), str(partner_id))


def member(request: HttpRequest, partner_id: UUID, member_id: UUID | None = None) -> HttpResponse:
    """A named person at a partner."""
    of = _partner(request, house_of(request), partner_id)
    row = one_of(of.members.all(), str(member_id)) if member_id else None
    form = _form(request, forms.MemberForm, row, f"member:{member_id or partner_id}")
    return _edit(
        request, form, lambda data: actions.keep_member(row, partner=of, by=request.actor, **data),
        heading=row.name if row else N_("Ny person hos samarbeidspartneren"), back="organisation-partners", row=row, of=of,
    )  # fmt: skip


def telephone(request: HttpRequest, point_id: UUID | None = None) -> HttpResponse:
    """A telephone somebody answers, with hours; a new one, or one that is there."""
    house = house_of(request)
    points, draft = keeping.points(house.numbers), f"telephone:{point_id or 'new'}"
    row = one_of(points, str(point_id)) if point_id else None
    owners = _owners(request, house)
    hours = forms.hours_forms(request, [one.as_rule() for one in row.hours.all()] if row else [], draft)
    given = (
        {"of": str(row.staff_id or row.unit_id or row.partner_id or ""), "stands_in_for": str(row.stands_in_for_id or "")}
        if row
        else {"of": request.GET.get("til", "")}
    )
    form = _form(request, forms.PointForm, row, draft, house, **given)
    form.fields["of"].choices = [("", gettext("Ingen av disse")), *((key, one.name) for key, one in owners.items())]
    others = {str(one.pk): one for one in points if one != row}
    form.fields["stands_in_for"].choices = [("", gettext("Ingen")), *((key, one.name) for key, one in others.items())]

    def save(data: dict[str, Any]) -> None:
        lines = [one.as_hours() for one in hours if not one.is_empty]
        chosen = {"of": owners.get(data["of"]), "stands_in_for": others.get(data["stands_in_for"])}
        actions.keep_point(row, hours=lines, by=request.actor, **data | chosen)

    if row and request.POST.get("gjor") == "end":
        actions.end_point(row, by=request.actor)
        return redirect("organisation-telephones")
    heading = row.name if row else N_("Ny telefon")
    return _edit(request, form, save, heading=heading, back="organisation-telephones", extra=hours, row=row, may_end=row is not None)


def _owners(request: HttpRequest, house: House) -> dict[str, Any]:
    """Whose a telephone may be: a worker, a unit or a partner."""
    on = request.actor.on
    rows = [*keeping.staff(house.numbers, on=on), *keeping.units(house.numbers, on=on), *keeping.partners(house.numbers, on=on)]
    return {str(one.pk): one for one in rows}
