"""Local targets: where the law gives no day, a municipality sets its own length, from a day on."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext

from helhet.organisation.rules import N_
from helhet.oversight import actions, queries
from helhet.oversight.criteria import ALL
from helhet.oversight.rules import Length, Target

from . import oversight_words as words
from .forms import Day, Form
from .oversight_place import place_of
from .sheet import Sheet, pick


class TargetForm(Form):
    """A length of its own, and from which day."""

    key = forms.ChoiceField(label=N_("Hvilket mål?"))
    months = forms.IntegerField(label=N_("Måneder"), min_value=0, required=False)
    days = forms.IntegerField(label=N_("Dager"), min_value=0, required=False)
    since = forms.DateField(label=N_("Gjelder fra"), widget=Day())
    why = forms.CharField(
        label=N_("Hvorfor?"), max_length=200, required=False, help_text=N_("For eksempel: vedtatt i ledermøtet 3. november")
    )


def targets(request: HttpRequest) -> HttpResponse:
    """What one municipality holds itself to: its own lengths, else the usual ones; and a new one from a day on."""
    place = place_of(request)
    number = request.GET.get("kommune", place.led_numbers[0])
    municipality = place.named(number)
    may_set = number in place.led_numbers
    sheet = Sheet(request)
    form = sheet.form("target", TargetForm, initial={"since": request.actor.on}) if may_set else None
    if form:
        pick(form, "key", [(one.key, capfirst(gettext(one.name))) for one in _targets()])
    if sheet.did(target=lambda data, row: _set(number, data, request)):
        messages.success(request, gettext("Målet er satt. Dager som har vært, bedømmes som før."))
        return redirect(f"{reverse('oversight-targets')}?kommune={number}")
    return render(
        request, "oversight/targets.html",
        {
            "place": place, "municipality": municipality, "rows": _rows(number, request), "form": form, "sheet": sheet, "tab": "targets",
            "history": [(one, words.length(Length(one.days, one.months))) for one in queries.targets_set(number)],
            "names": {one.key: one.name for one in _targets()},
        },
    )  # fmt: skip


def _set(number: str, data: dict[str, Any], request: HttpRequest) -> Any:
    lengths = {name: data.pop(name) or 0 for name in ("days", "months")}
    return actions.set_target(number, by=request.actor, **lengths, **data)


def _targets() -> list[Target]:
    return sorted(actions.all_targets().values(), key=lambda one: gettext(one.name))


def _rows(number: str, request: HttpRequest) -> list[dict[str, Any]]:
    own = queries.targets_of(number, request.actor.on)
    return [
        {
            "name": one.name, "usual": words.length(one.default), "own": words.length(own[one.key]) if one.key in own else "",
            "criteria": [criterion.title for criterion in ALL if one in criterion.targets],
        }
        for one in _targets()
    ]  # fmt: skip
