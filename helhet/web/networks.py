"""Professional networks, for those who lead; and the days somebody from outside comes, for anybody who works here."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from helhet.access.policy import OSLO
from helhet.organisation import actions
from helhet.organisation import queries as organisation
from helhet.organisation.queries import networks as queries
from helhet.organisation.queries import telephone
from helhet.organisation.rules import N_
from helhet.organisation.rules.networks import REACH_NAMES

from . import doors
from .forms import Choices, Day, Form, ManyChoices
from .sheet import Sheet, one_of

_AHEAD_DAYS = 42


class NetworkForm(Form):
    """A network, and who of ours goes."""

    name = forms.CharField(label=N_("Navn"), max_length=120)
    about = forms.CharField(label=N_("Hva handler det om?"), max_length=240)
    host = forms.CharField(label=N_("Hvem kaller inn?"), max_length=120)
    reach = forms.ChoiceField(label=N_("Hvor?"), choices=REACH_NAMES.items(), widget=Choices())
    meets_a_year = forms.IntegerField(label=N_("Hvor mange ganger i året?"), min_value=1, max_value=52, initial=2)
    next_on = forms.DateField(label=N_("Neste møte"), required=False, widget=Day())
    next_where = forms.CharField(label=N_("Hvor er neste møte?"), max_length=120, required=False)
    places = forms.MultipleChoiceField(label=N_("For hvilke kommuner?"), widget=ManyChoices)
    goers = forms.MultipleChoiceField(label=N_("Hvem av oss går?"), required=False, widget=ManyChoices)


def networks(request: HttpRequest) -> HttpResponse:
    """The networks with the next meeting first; each can be changed, or ended when it meets no more."""
    places, by = doors.led(request), request.actor
    numbers = [one.pk for one in places]
    sheet, found = Sheet(request), queries.networks(numbers, on=by.on)
    staff = {str(one.pk): one for one in organisation.staff_serving(numbers, on=by.on)}
    choices = [(one.pk, one.name) for one in places], [(key, f"{one.name}, {one.title}") for key, one in staff.items()]
    form = _form(sheet, None, *choices)
    for one in found:
        one.form = _form(sheet, one, *choices)

    def keep(data: dict[str, Any], key: str) -> object:
        known = one_of(found, key) if key else None
        # Those who go from elsewhere, and municipalities led by others, stay as they are.
        others = [] if known is None else [one for one in known.goers.all() if str(one.pk) not in staff]
        elsewhere = [] if known is None else [one for one in known.serves.all() if one.pk not in numbers]
        chosen, goes = data.pop("places"), data.pop("goers")
        where = [*(one for one in places if one.pk in chosen), *elsewhere]
        return actions.keep_network(known, places=where, goers=[*(staff[one] for one in goes), *others], by=by, **data)

    if sheet.did("end", keep=keep, end=lambda _, key: actions.end_network(one_of(found, key), by=by)):
        messages.success(request, gettext("Lagret."))
        return redirect("networks")
    return render(
        request, "posts/networks.html",
        {"networks": found, "form": form, "sheet": sheet, "reach": REACH_NAMES, "place": "people", "tab": "networks"},
    )  # fmt: skip


def _form(sheet: Sheet, one: Any, places: list[tuple[str, str]], staff: list[tuple[str, str]]) -> Form:
    initial: dict[str, Any] = {"places": [key for key, _ in places]}
    if one:
        initial = {name: getattr(one, name) for name in ("name", "about", "host", "reach", "meets_a_year", "next_on", "next_where")}
        initial |= {"places": [place.pk for place in one.serves.all()], "goers": [str(goer.pk) for goer in one.goers.all()]}
    made = sheet.form("keep", NetworkForm, one.pk if one else "", initial=initial)
    made.fields["places"].choices, made.fields["goers"].choices = places, staff
    return made


def visits(request: HttpRequest) -> HttpResponse:
    """Who comes from outside in the next six weeks, where and when, and the number to ring first."""
    actor = doors.worker(request)
    home = telephone.home_of(actor.staff_id, actor.municipality_numbers)
    numbers = sorted({home, *actor.municipality_numbers} - {""})
    found = queries.visits(numbers, at=actor.at.astimezone(OSLO), days=_AHEAD_DAYS)
    return render(request, "organisation/visits.html", {"visits": found, "place": "ring", "may_keep": bool(actor.coordinating_unit_ids)})
