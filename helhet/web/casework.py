"""What happens with a person's case: needs, offers and answers, decisions and complaints, pathway and closing, and asking for help."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from helhet.access.policy import may_write, own_record, sees
from helhet.access.queries import acts_for
from helhet.access.rules import Part
from helhet.cases import actions, queries, rules
from helhet.organisation import queries as organisation
from helhet.organisation.rules import N_
from helhet.people import queries as people

from .doors import need
from .forms import Choices, Day, Form, ManyChoices, Words
from .person import around
from .sheet import Sheet, one_of, pick

_YES_NO = [("yes", N_("Ja")), ("no", N_("Nei"))]


def _open(request: HttpRequest, person_id: UUID) -> tuple[dict[str, Any], Any, bool]:
    page = around(request, person_id, "enquiries")
    need(page, Part.CASE)
    return page, page["person"], may_write(request.actor, page["person"].pk, Part.CASE)


class NeedForm(Form):
    """What is needed, in words; and the two things that give a right to plan and coordinator."""

    life_area = forms.ChoiceField(label=N_("Hva gjelder det?"), choices=rules.LIFE_AREA_NAMES.items(), widget=Choices)
    words = forms.CharField(label=N_("Hva trengs?"), help_text=N_("Gjerne med personens egne ord."), widget=Words(2))
    long_term = forms.ChoiceField(label=N_("Er behovet langvarig?"), choices=_YES_NO, widget=Choices)
    coordinated = forms.ChoiceField(label=N_("Må flere tjenester arbeide sammen om det?"), choices=_YES_NO, widget=Choices)
    concerns_child = forms.BooleanField(
        label=N_("Det gjelder et barn i familien som er alvorlig sykt, skadet eller har nedsatt funksjonsevne"), required=False,
        help_text=N_("Født eller ventet. Da skal familien tilbys barnekoordinator."),
    )  # fmt: skip


def needs(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """What the person needs, by life area; met ones stay in the history."""
    page, person, writable = _open(request, person_id)
    sheet = Sheet(request, f"needs:{person.pk}")
    found = queries.needs_of(request.opening, person.pk)
    page["form"] = sheet.form("note", NeedForm, initial={"life_area": request.GET.get("omrade", "")}) if writable else None
    if sheet.did(
        "met",
        note=lambda data, row: _note_need(request, person, data),
        met=lambda data, row: actions.meet_need(one_of(found, row), by=request.actor),
    ):
        return redirect("person-needs", person.pk)
    return render(
        request, "cases/needs.html",
        page | {
            "needs": found, "met": queries.needs_met(request.opening, person.pk), "sheet": sheet, "writable": writable,
            "owed": rules.offers_owed([(n.long_term, n.coordinated) for n in found]), "offer_names": rules.OFFER_NAMES,
        },
    )  # fmt: skip


def _note_need(request: HttpRequest, person: Any, data: dict[str, Any]) -> None:
    both = {name: data.pop(name) == "yes" for name in ("long_term", "coordinated")}
    actions.note_need(person.pk, by=request.actor, **data, **both)


class OfferForm(Form):
    """What is offered, and how it was told."""

    of = forms.ChoiceField(label=N_("Hva tilbys?"), choices=rules.OFFER_NAMES.items(), widget=Choices)
    how = forms.CharField(
        label=N_("Hvordan ble det fortalt?"), max_length=120, help_text=N_("For eksempel: i samtale hjemme, med brosjyren på nynorsk")
    )  # fmt: skip
    on = forms.DateField(label=N_("Hvilken dag?"), required=False, widget=Day())


class AnswerForm(Form):
    """The answer, in the person's words, and when to ask again."""

    answer = forms.ChoiceField(label=N_("Hva svarte personen?"), choices=rules.ANSWER_NAMES.items(), widget=Choices)
    words = forms.CharField(label=N_("Med egne ord"), required=False, widget=Words(2))
    on = forms.DateField(label=N_("Hvilken dag svarte personen?"), required=False, widget=Day())
    again_on = forms.DateField(
        label=N_("Spør igjen"), required=False, widget=Day(), help_text=N_("Uten dato: om et år etter nei, om tre måneder etter «ikke nå».")
    )  # fmt: skip


def offers(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """What has been offered, what was answered, and when to ask again."""
    page, person, writable = _open(request, person_id)
    sheet = Sheet(request)
    found = queries.offers_of(request.opening, person.pk)
    if writable:
        page["form"] = sheet.form("offer", OfferForm, initial={"of": request.GET.get("hva", ""), "on": request.actor.on})
        for one in found:
            one.answer_form = sheet.form("answer", AnswerForm, one.pk, initial={"on": request.actor.on}) if not one.answer else None
    if sheet.did(
        offer=lambda data, row: actions.offer(person.pk, by=request.actor, **data),
        answer=lambda data, row: actions.answer_offer(one_of(found, row), by=request.actor, **data),
    ):
        return redirect("person-offers", person.pk)
    return render(
        request, "cases/offers.html",
        page | {
            "unanswered": sum(not one.answer for one in newest_of_each(found)), "newest": newest_of_each(found),
            "earlier": [one for one in found if one not in newest_of_each(found)], "sheet": sheet,
            "without": person.pk in queries.without_coordinator(request.opening, [person.pk]),
            "offer_names": rules.OFFER_NAMES, "offer_rules": rules.OFFER_RULES, "answer_names": rules.ANSWER_NAMES,
        },
    )  # fmt: skip


def newest_of_each(found: list[Any]) -> list[Any]:
    """The newest of each kind of offer."""
    return list({one.of: one for one in reversed(found)}.values())


class DecisionForm(Form):
    """A formal decision, with its basis, reasons and the person's view."""

    case = forms.ChoiceField(label=N_("Hvilken sak?"))
    legal_basis = forms.ChoiceField(label=N_("Hvilken lov bygger vedtaket på?"))
    decider = forms.ChoiceField(label=N_("Hvilken kommune gjør vedtaket?"))
    content = forms.CharField(
        label=N_("Hva er bestemt?"), help_text=N_("Hva som er innvilget eller avslått, og hvor mye."), widget=Words(3, hers=False)
    )  # fmt: skip
    reasons = forms.CharField(label=N_("Hvorfor?"), widget=Words(3, hers=False))
    her_view = forms.CharField(label=N_("Hva mener personen selv?"), widget=Words(3))
    valid_until = forms.DateField(label=N_("Gjelder til og med"), required=False, widget=Day())


class ToldForm(Form):
    """What she was told of how to complain."""

    told = forms.MultipleChoiceField(
        label=N_("Hva fikk personen vite om å klage?"), choices=rules.TOLD_POINTS.items(), required=False, widget=ManyChoices
    )


class NotifyForm(ToldForm):
    """The day the person was told of the decision, and of how to complain."""

    on = forms.DateField(
        label=N_("Hvilken dag fikk personen vedtaket?"), required=False, widget=Day(), help_text=N_("Klagefristen løper fra denne dagen.")
    )  # fmt: skip

    field_order = ("on", "told")


class ComplaintForm(Form):
    """What the complaint is, and when it came."""

    words = forms.CharField(label=N_("Hva gjelder klagen?"), widget=Words(3))
    received_on = forms.DateField(label=N_("Når kom den?"), widget=Day())


class OwnComplaintForm(Form):
    """What she complains of."""

    words = forms.CharField(
        label=N_("Hva er du uenig i?"), widget=Words(4), help_text=N_("Skriv det du vil ha annerledes, og gjerne hvorfor. Litt er nok.")
    )  # fmt: skip


class OutcomeForm(Form):
    """What the municipality found when it looked again."""

    outcome = forms.CharField(label=N_("Hva kom kommunen til?"), max_length=200, widget=Words(2, hers=False))
    whereto = forms.ChoiceField(
        label=N_("Hva skjer videre?"), widget=Choices,
        choices=[("on", N_("Sendt til statsforvalteren")), ("up", N_("Personen får medhold, vedtaket er endret"))],
    )  # fmt: skip


class ResultForm(Form):
    """What statsforvalteren decided."""

    kind = forms.ChoiceField(label=N_("Hva kom statsforvalteren til?"), choices=rules.RESULT_NAMES.items(), widget=Choices)
    result = forms.CharField(label=N_("Hva står det i avgjørelsen?"), max_length=200)


def decisions(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Formal decisions with their complaint limit in plain words, and complaints with their own clock."""
    page, person, writable = _open(request, person_id)
    sheet = Sheet(request, f"decisions:{person.pk}")
    found = queries.decisions_of(request.opening, person.pk)
    cases = queries.open_cases(request.opening, person.pk)
    deciders = organisation.may_decide_for(person.municipality, on=request.actor.on)
    if writable:
        page["form"] = _decision_form(sheet, cases, deciders, hide_place=page["hide_place"], own=person.municipality_id)
        _forms_on(sheet, found, request)
    elif request.actor.kind == "person" or acts_for(request.actor, person.pk, Part.CASE):
        for one in found:
            one.complain_form = sheet.form("complain", OwnComplaintForm, one.pk)
    if sheet.did("digital", "opened", "again", **_decision_deeds(request, found, cases, deciders)):
        return redirect("decisions", person.pk)
    return render(
        request, "cases/decisions.html",
        page | {
            "decisions": found, "cases": cases, "sheet": sheet, "writable": writable, "waiting": _waiting(found),
            "own": request.actor.kind == "person", "told_names": rules.TOLD_POINTS, "results": rules.RESULT_NAMES,
        },
    )  # fmt: skip


def _waiting(found: list[Any]) -> int:
    """Complaints the municipality has not answered yet."""
    return sum(not (complaint.outcome or complaint.forwarded_on) for one in found for complaint in one.complaints)


def _decision_form(sheet: Sheet, cases: list[Any], deciders: list[Any], *, hide_place: bool, own: str) -> Any:
    if not cases:
        return None
    bases = [(key, gettext(one.name).capitalize()) for key, one in rules.LEGAL_BASES.items() if key != rules.NO_BASIS]
    basis = cases[0].service.legal_basis
    form = sheet.form("decide", DecisionForm, initial={"case": str(cases[0].pk), "legal_basis": basis, "decider": deciders[-1].pk})
    pick(form, "case", [(str(case.pk), case.service.name) for case in cases])
    pick(form, "legal_basis", bases)
    # A strictly protected municipality is not named even here.
    pick(form, "decider", [(one.pk, gettext("Kommunen personen bor i") if hide_place and one.pk == own else one.name) for one in deciders])
    return form


def _forms_on(sheet: Sheet, found: list[Any], request: HttpRequest) -> None:
    for one in found:
        today = {"received_on": request.actor.on}
        whole = len(one.told_points) == len(rules.TOLD_POINTS)
        told = {"told": list(one.told_points)}
        deed, kind = ("told", ToldForm) if one.notified_on else ("notify", NotifyForm)
        one.told_form = None if whole else sheet.form(deed, kind, one.pk, initial=told | {"on": request.actor.on})
        one.complain_form = sheet.form("complain", ComplaintForm, one.pk, initial=today) if one.notified_on else None
        for complaint in one.complaints:
            settled = complaint.outcome or complaint.forwarded_on
            complaint.outcome_form = None if settled else sheet.form("outcome", OutcomeForm, complaint.pk)
            waits = complaint.forwarded_on and not complaint.result
            complaint.result_form = sheet.form("result", ResultForm, complaint.pk) if waits else None


def _decision_deeds(request: HttpRequest, found: list[Any], cases: list[Any], deciders: list[Any]) -> dict[str, Any]:
    by = request.actor
    complaints = [complaint for one in found for complaint in one.complaints]

    def decide(data: dict[str, Any], row: str) -> None:
        case, decider = one_of(cases, data.pop("case")), one_of(deciders, data.pop("decider"))
        actions.decide(case, decider=decider, by=by, **data)

    def outcome(data: dict[str, Any], row: str) -> None:
        settle = actions.uphold_complaint if data["whereto"] == "up" else actions.forward_complaint
        settle(one_of(complaints, row), outcome=data["outcome"], by=by)

    def complain(data: dict[str, Any], row: str) -> None:
        actions.complain(one_of(found, row), by=by, **{"received_on": by.on} | data)
        if not by.is_staff:
            messages.success(request, gettext("Vi har fått klagen. Kommunen ser på saken igjen, og du får svar."))

    return {
        "decide": decide, "outcome": outcome, "complain": complain,
        "notify": lambda data, row: actions.notify_decision(one_of(found, row), by=by, **data),
        "told": lambda data, row: actions.say_how_to_complain(one_of(found, row), by=by, **data),
        "digital": lambda data, row: actions.send_digitally(one_of(found, row), by=by),
        "opened": lambda data, row: actions.note_opened(one_of(found, row), by=by),
        "again": lambda data, row: actions.tell_again(one_of(found, row), by=by),
        "result": lambda data, row: actions.note_result(one_of(complaints, row), by=by, **data),
    }  # fmt: skip


class PathwayForm(Form):
    """Another main pathway."""

    number = forms.TypedChoiceField(
        label=N_("Hovedforløp"), choices=list(rules.PATHWAY_NAMES.items()), coerce=int, widget=forms.RadioSelect
    )
    reason = forms.CharField(label=N_("Hvorfor endres det?"), widget=Words(2, hers=False))


class CloseForm(Form):
    """Why the case is closed."""

    reason = forms.ChoiceField(label=N_("Hvorfor avsluttes saken?"), choices=rules.CLOSE_REASON_NAMES.items(), widget=forms.RadioSelect)
    words = forms.CharField(label=N_("Med egne ord"), required=False, widget=Words(2, hers=False))
    on = forms.DateField(label=N_("Dagen hjelpen tok slutt"), required=False, widget=Day(), help_text=N_("Står den tom, er det i dag."))


def case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """One case: the service, its pathway through time, and closing it."""
    found = queries.open_case(request.opening, case_id)
    page, person, writable = _open(request, found.person_id)
    sheet = Sheet(request, f"case:{found.pk}")
    going: list[Any] = []
    if writable and found.closed_on is None:
        page |= {"pathway": sheet.form("pathway", PathwayForm), "close": sheet.form("close", CloseForm)}
        going = actions.leaving(person.pk, by=request.actor, closing=found)
    if sheet.did(
        pathway=lambda data, row: actions.change_pathway(found, by=request.actor, **data),
        close=lambda data, row: actions.close(found, by=request.actor, **data),
    ):
        return _after(request, found)
    for relation in going:
        request.opening.remember(person.pk, relation.part, relation.document, relation.pk)
    return render(
        request, "cases/case.html",
        page | {
            "case": found, "going": going, "sheet": sheet, "pathway_names": rules.PATHWAY_NAMES, "close_names": rules.CLOSE_REASON_NAMES,
            "bases": rules.LEGAL_BASES,
        },
    )  # fmt: skip


def _after(request: HttpRequest, found: Any) -> HttpResponse:
    """Back to the case; or away from the person, when closing it ended the access too."""
    if sees(request.actor, found.person_id, Part.CASE):
        return redirect("case", found.pk)
    messages.success(request, gettext("Saken er avsluttet, og du har ikke lenger tilgang. Koordinerende enhet har den."))
    return redirect("my-day")


class AskForm(Form):
    """What the person wants help with."""

    words = forms.CharField(label=N_("Hva vil du ha hjelp til?"), help_text=N_("Skriv med dine egne ord. Litt er nok."), widget=Words(5))
    urgency = forms.ChoiceField(
        label=N_("Når trenger du svar?"), choices=rules.URGENCY_NAMES.items(), initial=rules.Urgency.DAYS, widget=Choices
    )


def ask_for_help(request: HttpRequest) -> HttpResponse:
    """The person asks for help herself, and sees what has become of what she asked before."""
    person = people.open_person(request.opening, own_record(request.actor))
    sheet = Sheet(request, "ask-for-help")
    form = sheet.form("ask", AskForm)
    if sheet.did(ask=lambda data, row: actions.ask_for_help(by=request.actor, **data)):
        messages.success(request, gettext("Vi har fått det du skrev."))
        return redirect("ask-for-help")
    return render(
        request, "cases/ask_for_help.html",
        {
            "person": person, "form": form, "asked": queries.enquiries_of(request.opening, person.pk), "place": "ask",
            "numbers": organisation.emergency_numbers([person.municipality_id]), "reply_due": rules.reply_due(request.actor.on),
        },
    )  # fmt: skip
