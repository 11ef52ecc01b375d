"""A stay in hospital on one page: how long they have waited for us, what is not ready, and our answer."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from helhet.access import queries as access
from helhet.access.policy import NotVisible, may_write
from helhet.access.rules import Part
from helhet.handover import actions, queries
from helhet.handover.rules import ANSWER_NAMES, KIND_NAMES, READY_POINTS, Answer, Kind
from helhet.organisation.rules import N_, Refused
from helhet.people import queries as people

from .doors import need
from .forms import Choices, Day, Form, ManyChoices, Words, carried_out, kept
from .person import around
from .sheet import Sheet


class AnswerForm(Form):
    """Three answers, each with what it asks for."""

    answer = forms.ChoiceField(label=N_("Svaret vårt"), choices=ANSWER_NAMES.items(), widget=Choices)
    met_today = forms.CharField(label=N_("Hvem møter personen hjemme i dag?"), required=False, max_length=120)
    receive_on = forms.DateField(label=N_("Hvilken dag?"), required=False, widget=Day())
    met_by = forms.CharField(label=N_("Hvem møter personen da, og når?"), required=False, max_length=120)
    obstacle = forms.CharField(label=N_("Hva mangler?"), required=False, widget=Words(3, hers=False))
    too_early = forms.BooleanField(
        label=N_("Vi mener personen skrives ut for tidlig"), help_text=N_("Blir med til årsmøtet med sykehuset"), required=False
    )


class ContactNamedForm(Form):
    """Who answers for her in the hospital."""

    name = forms.CharField(label=N_("Kontaktlege eller koordinator på sykehuset"), max_length=120)


class PointsForm(Form):
    """Which of the points of § 9 the hospital says are assessed."""

    points = forms.MultipleChoiceField(
        label=N_("Sykehuset sier dette er vurdert"), choices=READY_POINTS.items(), required=False, widget=ManyChoices
    )


def admission(request: HttpRequest, admission_id: UUID) -> HttpResponse:
    """One stay: take it on, answer the hospital, see what is not ready and whom to ring."""
    found = queries.open_admission(request.opening, admission_id)
    page = around(request, found.person_id, "stays")
    may = may_write(request.actor, found.person_id, Part.HANDOVER)
    form = _answer_form(request, found, page["person"]) if may and found.is_ready else None
    sheet = Sheet(request)
    if may:
        page["contact_form"] = sheet.form("contact", ContactNamedForm, initial={"name": found.contact_name})
        page["points_form"] = sheet.form("points", PointsForm, initial={"points": list(found.ready_points)}) if found.ready_at else None
    if request.method == "POST":
        if not may:
            raise NotVisible
        if request.POST.get("gjor") == "take":
            actions.take(found, by=request.actor)
            return redirect("admission", found.pk)
        if _noted(sheet, found, request):
            return redirect("admission", found.pk)
        if form is not None and _answered(request, found, form):
            return redirect("admission", found.pk)
    return render(request, "handover/admission.html", page | _stay(request, found) | {"form": form, "may_write": may})


def _noted(sheet: Sheet, found: Any, request: HttpRequest) -> bool:
    """What the hospital has told us of itself was written down."""
    if sheet.sent not in ("contact", "points"):
        return False
    return sheet.did(
        contact=lambda data, row: actions.note_contact(found, by=request.actor, **data),
        points=lambda data, row: actions.note_points(found, by=request.actor, **data),
    )


def _answer_form(request: HttpRequest, found: Any, person: Any) -> Form:
    me = request.actor.name.split(" ")[0]
    again = found.is_answered
    initial = {
        "answer": found.answer if again else "", "met_today": found.met_by if again else me, "met_by": found.met_by if again else me,
        "receive_on": found.receive_on if again else None, "obstacle": found.obstacle, "too_early": found.too_early,
    }  # fmt: skip
    return kept(AnswerForm, request, f"answer:{found.pk}", initial=initial)


def _answered(request: HttpRequest, found: Any, form: Form) -> bool:
    def answer(data: dict[str, Any]) -> None:
        today = data["answer"] == Answer.TODAY
        given = {name: data[name] for name in ("answer", "receive_on", "obstacle", "too_early")}
        try:
            actions.answer(found, **given, met_by=data["met_today" if today else "met_by"], by=request.actor)
        except Refused as refused:
            raise Refused(
                *(replace(fault, field="met_today") if today and fault.field == "met_by" else fault for fault in refused.faults)
            ) from None

    if not carried_out(form, request, answer):
        return False
    messages.success(request, gettext("Svaret er skrevet ned. Gi det til sykehuset også, på telefon eller i sykehusets egen kanal."))
    return True


def _stay(request: HttpRequest, found: Any) -> dict[str, Any]:
    """Everything on the page but the form."""
    opening, person_id = request.opening, found.person_id
    letters = queries.messages_of(opening, person_id, admission=found)
    clocks = queries.clocks(opening, found)
    ready = queries.readiness(opening, found) if not found.ended_at and request.actor.is_staff else []
    with opening.weighing():
        team = [one for one in access.team_of(opening, person_id) if one.partner_member and one.partner_member.partner.kind == "gp"]
    return {
        "stay": found, "clocks": clocks, "readiness": ready, "open_count": sum(not one.is_in_place for one in ready), "letters": letters,
        "said": next((_words(one) for one in letters if not one.taken_back and not one.cancels_id), None), "kinds": KIND_NAMES,
        "matters": people.what_matters(opening, person_id), "kin": people.kin_of(opening, person_id), "doctors": team,
        "answers": ANSWER_NAMES, "point_names": READY_POINTS,
    }  # fmt: skip


_IN_THEIR_WORDS = frozenset({"Beskrivelse", "Merknad", "Notat"})


def _words(letter: Any) -> dict[str, Any]:
    """The newest message in short: what they wrote in their own words, else only what it is."""
    found: list[str] = []

    def walk(fields: list[dict[str, Any]]) -> None:
        for field in fields:
            if field["value"] and field["label"] in _IN_THEIR_WORDS:
                found.append(field["value"])
            walk(field["fields"])

    walk([section for section in letter.content.get("fields", []) if section["label"] == "Innhold"])
    return {"letter": letter, "words": found[:6], "kind": KIND_NAMES[Kind(letter.kind)]}


def of_person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Her stays and the messages about her, newest first."""
    page = around(request, person_id, "stays")
    need(page, Part.HANDOVER)
    person, opening = page["person"], request.opening
    stays = queries.admissions_of(opening, person.pk)
    return render(
        request, "handover/of_person.html", page | {"stays": stays, "letters": queries.messages_of(opening, person.pk), "kinds": KIND_NAMES}
    )  # fmt: skip
