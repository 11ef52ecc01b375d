"""What went wrong: reported in a minute by anybody who works here, handled, and learned from."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

from helhet.access.policy import may_write
from helhet.access.rules import Part
from helhet.deviations import actions, queries, rules
from helhet.organisation import queries as organisation
from helhet.oversight import risk

from . import deviation_forms as forms
from . import doors, improving
from .doors import need
from .forms import Form, carried_out, kept
from .person import around
from .sheet import Sheet, pick

_NAMES = {
    "areas": rules.AREA_NAMES, "how_serious": rules.SERIOUSNESS_NAMES, "clock_names": rules.CLOCK_NAMES, "clock_law": rules.CLOCK_LAW,
    "deeds": rules.DEED_NAMES,
}  # fmt: skip


def _page(request: HttpRequest, name: str, **more: Any) -> HttpResponse:
    return improving.page(request, f"deviations/{name}.html", "deviations", **_NAMES | more)


def deviations(request: HttpRequest) -> HttpResponse:
    """Deviations she is in charge of, handles or reported; and for everybody, how many in which risk area."""
    doors.worker(request)
    found = queries.deviations(request.opening)
    until = risk.counted_until(request.actor.on)
    counts = risk.by_area(request.actor, organisation.serves_these(request.actor), until=until)
    return _page(
        request, "deviations", deviations=found, waiting=[one for one in found if one.closed_on is None],
        late=sum(one.is_late for one in found), hers=queries.reported_about_persons(request.opening),
        counts=counts, until=until,
    )  # fmt: skip


def report(request: HttpRequest) -> HttpResponse:
    """Report something that concerns no one person."""
    doors.worker(request)
    form, units = _report_form(request, "deviation-new")
    if made := _reported(request, form, units, None):
        return redirect("deviation", made.pk)
    return _page(request, "report", form=form)


def of_person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """What has gone wrong for her, what was learned, and the form to report."""
    page = around(request, person_id, "overview")
    doors.worker(request)
    need(page, Part.CASE)
    form, units = _report_form(request, f"deviation-new:{person_id}")
    if made := _reported(request, form, units, page["person"].pk):
        return redirect("deviation", made.pk)
    found = queries.of_person(request.opening, page["person"].pk)
    cases = queries.hard_cases(request.opening, page["person"].pk)
    return _page(request, "of_person", **page | {"form": form, "concerned": found, "hard_cases": cases, "place": "persons"})


def _report_form(request: HttpRequest, draft: str) -> tuple[Form, dict[str, Any]]:
    actor = request.actor
    units = {str(one.pk): one for one in organisation.units_serving(organisation.serves_these(actor))}
    own = next((key for key, one in units.items() if one.pk in actor.unit_ids), "")
    form = kept(forms.ReportForm, request, draft, initial={"happened_on": actor.on, "unit": own})
    form.fields["unit"].choices = [(key, one.name) for key, one in units.items()]
    return form, units


def _reported(request: HttpRequest, form: Form, units: dict[str, Any], person_id: UUID | None) -> Any:
    def report(data: dict[str, Any]) -> Any:
        return actions.report(**data | {"unit": units[data["unit"]]}, person_id=person_id, by=request.actor)

    if not carried_out(form, request, report):
        return None
    messages.success(request, gettext("Meldt. Takk for at du sa fra."))
    return form.result


def deviation(request: HttpRequest, deviation_id: UUID) -> HttpResponse:
    """One deviation: what happened, what is done with it, and the clocks of a serious event."""
    found = queries.open_deviation(request.opening, deviation_id)
    page = around(request, found.concerned.person_id, "overview") if found.concerned else {}
    sheet, by = Sheet(request), request.actor
    staff = {str(one.pk): one for one in organisation.colleagues(by)}
    made = _handling_forms(sheet, found, staff, by) if _may_handle(by, found) else {}
    deeds: dict[str, Any] = {
        name: lambda data, _, deed=name: actions.handle(
            found, deed=deed, by=by, **data | ({"owner": staff.get(data["owner"])} if "owner" in data else {})
        )
        for name in ("measure", "effect", "closed")
        if name in made
    }
    if "clocks" in made:
        deeds["clock"] = lambda data, row: actions.meet_clock(found, clock=row, by=by, **data)
    if sheet.did(**deeds):
        return redirect("deviation", found.pk)
    lines = [(line, made.get("clocks", {}).get(line.clock)) for line in found.clocks]
    place = {"place": "persons" if page else "improve"}
    return _page(request, "deviation", deviation=found, sheet=sheet, clock_lines=lines, **page | made | place)


def _may_handle(by: Any, found: Any) -> bool:
    if found.concerned:
        return may_write(by, found.concerned.person_id, Part.CASE)
    return queries.may_handle(by, found)


def _handling_forms(sheet: Sheet, found: Any, staff: dict[str, Any], by: Any) -> dict[str, Any]:
    """What can be done now: the next step, and every clock that is not met."""
    if found.closed_on:
        return {}
    made: dict[str, Any] = {}
    if found.effect and not found.open_clocks:
        made["closed"] = sheet.form("closed", forms.CloseForm)
    if found.measure:
        made["effect"] = sheet.form("effect", forms.EffectForm)
    measure = sheet.form("measure", forms.MeasureForm, initial={"owner": str(found.owner_id or by.staff_id or "")})
    pick(measure, "owner", [(key, f"{one.name}, {one.title}") for key, one in staff.items()])
    made["measure"] = measure
    if found.open_clocks:
        made["clocks"] = {
            line.clock: sheet.form("clock", forms.ClockForm, row=line.clock, initial={"on": by.on}) for line in found.open_clocks
        }
    return made


def hard_case_new(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Look back on a hard case with the partners."""
    page = around(request, person_id, "overview")
    doors.worker(request)
    need(page, Part.CASE)
    form = kept(forms.HardCaseForm, request, f"hard-case:{person_id}", initial={"on": request.actor.on})
    if carried_out(form, request, lambda data: actions.look_back(page["person"].pk, by=request.actor, **data)):
        return redirect("hard-case", form.result.pk)
    return _page(request, "hard_case_new", **page | {"form": form})


def hard_case(request: HttpRequest, hard_case_id: UUID) -> HttpResponse:
    """What was learned, what we do now, and whether it worked."""
    found = queries.open_hard_case(request.opening, hard_case_id)
    doors.worker(request)
    page, sheet = around(request, found.person_id, "overview"), Sheet(request)
    effect = sheet.form("effect", forms.HardCaseEffectForm, initial={"on": request.actor.on, "effect": found.effect})
    if sheet.did(effect=lambda data, _: actions.say_effect(found, by=request.actor, **data)):
        return redirect("hard-case", found.pk)
    return _page(request, "hard_case", **page | {"hard_case": found, "effect": effect})
