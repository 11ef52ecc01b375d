"""The competence plans we were given by others, each as a form on the page of competence: ours from now, or laid away."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext

from helhet.organisation.rules.competence import COMPETENCE_NAMES, Competence
from helhet.statistics import competence_plans, exchange

from .forms import Form
from .sheet import Deed, Sheet, one_of

_MOST = 99


class PlanForm(Form):
    """A plan we were given: how many we need of each line, as many as there until we say otherwise."""

    def __init__(self, *args: Any, lines: list[competence_plans.Line], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        for place, line in enumerate(lines):
            said = gettext("Hos dem: {there}. Hos oss nå: {here}.").format(there=line.there, here=line.here)
            name = line.name or gettext(COMPETENCE_NAMES[Competence(line.key)])
            self.fields[f"line_{place}"] = forms.IntegerField(
                label=capfirst(name), required=False, min_value=0, max_value=_MOST, initial=line.there, help_text=said
            )

    def how_many(self) -> dict[tuple[str, str], int]:
        """What was answered; a line left empty stands as it was."""
        given = ((line, self.cleaned_data[f"line_{place}"]) for place, line in enumerate(self.lines))
        return {(line.key, line.name): many for line, many in given if many is not None}


def plans(request: HttpRequest, sheet: Sheet) -> tuple[list[Any], dict[str, Deed]]:
    """The plans not decided on, each with its form, and what can be done with them."""
    by, found = request.actor, competence_plans.drafts(request.actor)
    for one in found:
        one.form = sheet.form("plan", PlanForm, one.pk, lines=competence_plans.lines(one))

    def take(_: dict[str, Any], key: str) -> object:
        one = one_of(found, key)
        return competence_plans.take(one, how_many=one.form.how_many(), by=by)

    return found, {"plan": take, "drop": lambda _, key: exchange.drop(one_of(found, key), by=by)}
