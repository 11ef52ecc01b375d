"""Her voice: two answers after a contact or meeting, praise and complaint to the leader, and what the leader does with them."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from helhet.access.policy import may_write
from helhet.access.rules import Part
from helhet.organisation.rules import N_
from helhet.voice import actions, queries, rules

from . import voice_form
from .doors import need
from .forms import Choices, Form, Words
from .heard import fallen, lately_met
from .person import around, tells
from .sheet import Sheet, one_of, pick
from .templatetags.helhet import short_day


class SayForm(Form):
    """Praise or complaint."""

    kind = forms.ChoiceField(label=N_("Er det bra eller ikke bra?"), choices=rules.KIND_NAMES.items(), widget=Choices)
    words = forms.CharField(label=N_("Med egne ord"), widget=Words(4))
    unit = forms.ChoiceField(label=N_("Hvilken tjeneste gjelder det?"), required=False)


class ReplyForm(Form):
    """The leader's answer."""

    words = forms.CharField(label=N_("Svaret"), widget=Words(3, hers=False), help_text=N_("Svaret går til den som skrev, og blir stående."))


def feedback(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """How she says it is: what she is asked, or a worker who writes it down with her, and what she has said before."""
    page = around(request, person_id, "voice")
    need(page, Part.VOICE)
    person, sheet = page["person"], Sheet(request, f"feedback:{person_id}")
    page["form"], page["asked_by"], met = None, [], []
    if may_write(request.actor, person.pk, Part.VOICE):
        met = lately_met(request.opening, person.pk)[:3]
        tells(page, [row for _, row, _ in met])
        chosen = [(f"{what}:{row.pk}", _what_and_when(row, on, request.actor.on)) for what, row, on in met]
        kind, page["asked_by"] = voice_form.form_for(person.language)
        page["form"] = sheet.form("tell", kind, initial={"about": chosen[0][0] if chosen else "none"})
        page["form"].fields["about"].choices = [*chosen, ("none", gettext("Ikke noe bestemt"))]
    if sheet.did(tell=lambda data, row: actions.tell(person.pk, by=request.actor, **voice_form.taken(page["asked_by"], _about(data, met)))):
        messages.success(request, gettext("Takk. Vi har fått det du sa.") if not request.actor.is_staff else gettext("Skrevet ned."))
        return redirect("feedback", person.pk)
    said = queries.feedback_of(request.opening, person.pk)
    page |= {"said": said, "fallen": fallen(request, person), "sheet": sheet}
    return render(request, "voice/feedback.html", page)


def _what_and_when(row: Any, on: date, today: date) -> str:
    return f"{gettext(row.get_kind_display())}, {short_day(on, today).lower()}"


def _about(data: dict[str, Any], met: list[tuple[str, Any, date]]) -> dict[str, Any]:
    """What she answers after, as the action wants it."""
    chosen = data.pop("about")
    for what, row, on in met:
        if chosen == f"{what}:{row.pk}":
            return data | {"about": what, "about_key": row.pk, "met_on": on}
    return data


def say(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Praise or complaint to the leader, and what she was answered; how it differs from a complaint on a decision."""
    page = around(request, person_id, "voice")
    need(page, Part.VOICE)
    person, sheet = page["person"], Sheet(request, f"say:{person_id}")
    page["form"] = None
    if may_write(request.actor, person.pk, Part.VOICE):
        served = tells(page, queries.services_of(request.opening, person.pk))
        page["form"] = sheet.form("say", SayForm)
        named = [(str(one.unit_id), one.service.name if page["hide_place"] else one.unit.name) for one in served]
        pick(page["form"], "unit", [*named, ("", gettext("Alle, eller vet ikke"))])
    if sheet.did(say=lambda data, row: actions.say(person.pk, by=request.actor, unit_id=data.pop("unit") or None, **data)):
        messages.success(request, gettext("Det er sendt til lederen."))
        return redirect("say", person.pk)
    return render(request, "voice/say.html", page | {"sayings": queries.sayings_of(request.opening, person.pk), "sheet": sheet})


def sayings(request: HttpRequest) -> HttpResponse:
    """Praise and complaints to a leader, answered here. Nobody's name is on the page."""
    queries.require_hears(request.actor)
    found, sheet = queries.sayings_to(request.actor), Sheet(request)
    rows = [(one, None if hasattr(one, "reply") else sheet.form("reply", ReplyForm, row=one.pk)) for one in found]
    if sheet.did(reply=lambda data, row: actions.reply(one_of(found, row), by=request.actor, **data)):
        messages.success(request, gettext("Svaret er sendt."))
        return redirect("sayings")
    page = {"rows": rows, "sheet": sheet, "waiting": sum(form is not None for _, form in rows), "tab": "sayings", "place": "improve"}
    return render(request, "voice/sayings.html", page | {"in_charge": True})
