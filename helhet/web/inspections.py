"""Inspections (tilsyn): the leader's page of them, and the inspector's work from sample to report."""

from typing import Any
from uuid import UUID

from django.contrib import messages as notes
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext

from helhet.oversight.criteria import ALL, OF_PERSONS
from helhet.oversight.engagement import actions, queries
from helhet.oversight.engagement.rules import CONCLUSION_NAMES, GROUPS, Inspector, Scope
from helhet.oversight.engagement.trace import trace, verdicts_of
from helhet.oversight.law import cited
from helhet.oversight.rules import MISSING_NAMES, STATE_NAMES, State

from . import doors, paper
from .inspection_forms import CommentForm, DoneForm, DrawForm, EndForm, FindingForm, MeasureForm, OpenForm, YardstickForm
from .sheet import Sheet, one_of

_PLACE = {"place": "inspections"}
_OF_PERSONS = {one.id for one in OF_PERSONS}
_BY_ID = {one.id: one for one in ALL}


def inspections(request: HttpRequest) -> HttpResponse:
    """Those this inspector may work on now, or those of the municipalities this one leads."""
    actor = request.actor
    leads = [] if actor.kind == "inspector" else doors.led(request)
    return render(request, "oversight/inspections.html", _PLACE | {"found": queries.engagements_of(actor), "leads": leads})


def new(request: HttpRequest) -> HttpResponse:
    """Open an inspection: who, of what, by which law, for how long."""
    places = doors.led(request)
    sheet = Sheet(request, "inspection")
    form = sheet.form("open", OpenForm, initial={"access_from": request.actor.on, "municipality": places[0].pk})
    form.fields["municipality"].choices = [(one.pk, one.name) for one in places]
    form.fields["criteria"].choices = [(one.id, f"{gettext(one.title)} ({one.id})") for one in ALL if one.in_force(request.actor.on)]

    def opened(data: dict[str, Any], row: str) -> Any:
        scope = Scope(
            data["title"],
            data["ground"],
            data["period_from"],
            data["period_until"],
            data["access_from"],
            data["access_until"],
            data["most_cases"],
        )
        inspector = Inspector(data["name"], data["title_of"], data["organisation"])
        return actions.open_engagement(
            data["municipality"], scope=scope, inspector=inspector, criteria=data["criteria"], by=request.actor
        )  # fmt: skip

    if sheet.did(open=opened):
        notes.success(request, gettext("Tilsynet er åpnet. Den som drifter, gir inspektøren en konto."))
        return redirect("inspection", sheet.result.pk)
    return render(request, "oversight/inspection_new.html", _PLACE | {"form": form})


def inspection(request: HttpRequest, engagement_id: UUID) -> HttpResponse:
    """One inspection: its scope and criteria, the sample, the findings."""
    actor = request.actor
    found = queries.engagement_for(actor, engagement_id)
    page, sheet = _page(request, found), Sheet(request)
    page["cases"] = queries.cases_of(request.opening, found) if page["sample"] else []
    inspects = page["inspects"]
    forms = _forms(sheet, page, inspects)
    deeds = {"end": lambda data, row: actions.end_engagement(found, reason=data["reason"], by=actor)}
    if inspects:
        deeds |= {
            "yardstick": lambda data, row: actions.add_yardstick(found, text=data["text"], source=data["source"], by=actor),
            "draw": lambda data, row: actions.draw(found, **data, by=actor),
            "finding": lambda data, row: actions.write_finding(found, **data | {"yardstick": UUID(data["yardstick"])}, by=actor),
        }
    if sheet.did(**deeds):
        return redirect("inspections" if sheet.sent == "end" else "inspection", *([] if sheet.sent == "end" else [found.pk]))
    return render(request, "oversight/inspection.html", page | {"forms": forms, "sheet": sheet})


def _forms(sheet: Sheet, page: dict[str, Any], inspects: bool) -> dict[str, Any]:
    made: dict[str, Any] = {} if page["found"].ended_at else {"end": sheet.form("end", EndForm)}
    if not inspects:
        return made
    made |= {"yardstick": sheet.form("yardstick", YardstickForm), "finding": sheet.form("finding", FindingForm)}
    made["finding"].fields["yardstick"].choices = [(str(one.pk), f"{one.number}. {one.told}") for one in page["yardsticks"]]
    if page["sample"] is None:
        made["draw"] = sheet.form("draw", DrawForm, initial={"size": page["found"].most_cases})
        choices = [(one.criterion, one.told) for one in page["yardsticks"] if one.criterion in _OF_PERSONS]
        made["draw"].fields["by_state_of"].choices = [("", gettext("ikke fordelt")), *choices]
    return made


def _page(request: HttpRequest, found: Any) -> dict[str, Any]:
    yardsticks = list(found.yardsticks.all())
    of_house = queries.verdicts_of_house(found, actor=request.actor)
    for one in yardsticks:
        _tell(one)
        one.of_house = of_house.get(one.criterion)
    findings = list(found.findings.all())
    for one in findings:
        _tell(one.yardstick)
    sample = queries.sample_of(found, actor=request.actor)
    return _PLACE | {
        "found": found, "yardsticks": yardsticks, "findings": findings, "sample": sample, "conclusions": CONCLUSION_NAMES,
        "states": STATE_NAMES, "by_state_of": _BY_ID.get(sample.by_state_of) if sample else None,
        "inspects": request.actor.kind == "inspector", "missing_names": MISSING_NAMES,
        "judged_on": queries.judged_on(found, actor=request.actor),
        "groups": ", ".join(gettext(STATE_NAMES[State(one)]) for one in GROUPS),
    }  # fmt: skip


def _tell(yardstick: Any) -> None:
    """In the reader's language when it is one of the criteria; the inspector's own words are as she wrote them."""
    criterion = _BY_ID.get(yardstick.criterion)
    yardstick.told = gettext(criterion.title) if criterion else yardstick.text
    yardstick.stands = ", ".join(cited(criterion.basis, gettext)) if criterion else yardstick.source


def case(request: HttpRequest, engagement_id: UUID, number: int) -> HttpResponse:
    """One drawn record as a working paper: from need to evaluation, and what the criteria say; no name and none of her words."""
    return render(request, "oversight/inspection_case.html", _case(request, engagement_id, number))


def case_pdf(request: HttpRequest, engagement_id: UUID, number: int) -> HttpResponse:
    """The same on paper, in the municipality's language."""
    page = _case(request, engagement_id, number)
    with translation.override(page["found"].municipality.language):
        html = render_to_string("oversight/inspection_case_paper.html", page, request)
    return paper.sent(html, f"tilsyn-{page['found'].municipality_id}-sak-{number}")


def _case(request: HttpRequest, engagement_id: UUID, number: int) -> dict[str, Any]:
    found = queries.engagement_for(request.actor, engagement_id)
    row = queries.case_for(request.opening, found, number)
    return _PLACE | {
        "found": found, "case": row, "stages": trace(request.opening, row), "verdicts": verdicts_of(request.opening, found, row),
        "judged_on": queries.judged_on(found, actor=request.actor), "last": found.sample.size,
    }  # fmt: skip


def finding(request: HttpRequest, engagement_id: UUID, finding_id: UUID) -> HttpResponse:
    """One finding, the municipal director's comment, and what the municipality does about it."""
    actor = request.actor
    found = queries.engagement_for(actor, engagement_id)
    row = one_of(found.findings.all(), str(finding_id))
    _tell(row.yardstick)
    row.engagement, measures, sheet = found, list(row.measures.all()), Sheet(request)
    forms: dict[str, Any] = {}
    if actor.is_staff:
        forms = {"measure": sheet.form("measure", MeasureForm)} | (
            {} if hasattr(row, "comment") else {"comment": sheet.form("comment", CommentForm)}
        )
        for one in measures:
            one.finding = row
            one.form = None if one.done_on else sheet.form("done", DoneForm, one.pk)
        if sheet.did(
            comment=lambda data, key: actions.comment(row, **data, by=actor),
            measure=lambda data, key: actions.plan_measure(row, **data, by=actor),
            done=lambda data, key: actions.finish_measure(one_of(measures, key), words=data["words"], by=actor),
        ):
            return redirect("inspection-finding", found.pk, row.pk)
    return render(
        request, "oversight/inspection_finding.html",
        _PLACE | {
            "found": found, "finding": row, "measures": measures, "forms": forms, "conclusions": CONCLUSION_NAMES,
            "inspects": actor.kind == "inspector",
        },
    )  # fmt: skip


def report(request: HttpRequest, engagement_id: UUID) -> HttpResponse:
    """The inspection's report as a page."""
    found = queries.engagement_for(request.actor, engagement_id)
    return render(request, "oversight/inspection_report.html", _told(request, found))


def report_pdf(request: HttpRequest, engagement_id: UUID) -> HttpResponse:
    """The same on paper, in the municipality's language."""
    found = queries.engagement_for(request.actor, engagement_id)
    with translation.override(found.municipality.language):
        html = render_to_string("oversight/inspection_paper.html", _told(request, found))
    return paper.sent(html, f"tilsyn-{found.municipality_id}-{found.at:%Y-%m-%d}")


def _told(request: HttpRequest, found: Any) -> dict[str, Any]:
    page = _page(request, found)
    for one in page["yardsticks"]:
        one.found = [finding for finding in page["findings"] if finding.yardstick_id == one.pk]
    return page
