"""Out among people, counted and never named; and the meetings with the police, about places and times. For those who work here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

from helhet.cooperation import actions, queries
from helhet.cooperation.rules import GROUND_NAMES
from helhet.organisation.rules import N_
from helhet.record.disclosure import Range, coarse

from . import doors, improving
from .forms import Choices, Day, Form, Words
from .sheet import Sheet, one_of, pick

_BACK_DAYS = 365


@dataclass(frozen=True)
class Quarter:
    """What the rounds of a quarter come to: hours and talks, and of those talked with how many, in fives."""

    since: date
    rounds: int
    hours: Decimal
    met: int
    new: Range
    young: Range
    helped_on: Range


class RoundForm(Form):
    """A round: where, how long, how many."""

    municipality = forms.ChoiceField(label=N_("Hvilken kommune?"))
    on = forms.DateField(label=N_("Dag"), widget=Day())
    place = forms.CharField(label=N_("Hvor?"), max_length=120)
    hours = forms.DecimalField(label=N_("Hvor mange timer ute?"), max_digits=4, decimal_places=1)
    met = forms.IntegerField(label=N_("Hvor mange snakket dere med?"), min_value=0, max_value=999)
    new = forms.IntegerField(label=N_("Av dem, hvor mange for første gang?"), min_value=0, max_value=999, initial=0)
    young = forms.IntegerField(label=N_("Hvor mange under 25 år?"), min_value=0, max_value=999, initial=0)
    helped_on = forms.IntegerField(label=N_("Hvor mange fulgte dere videre til hjelp?"), min_value=0, max_value=999, initial=0)
    words = forms.CharField(label=N_("Hva så dere?"), required=False, max_length=240, widget=Words(2, hers=False))


class SltForm(Form):
    """A meeting with the police."""

    municipality = forms.ChoiceField(label=N_("Hvilken kommune?"))
    on = forms.DateField(label=N_("Dag"), widget=Day())
    who = forms.CharField(label=N_("Hvem møttes?"), max_length=200, help_text=N_("Tjenestene, for eksempel politiet, skolen og NAV"))
    about = forms.CharField(
        label=N_("Hva handlet det om?"), max_length=600, widget=Words(3, hers=False), help_text=N_("Steder og tider. Ingen navn.")
    )
    agreed = forms.CharField(label=N_("Hva ble vi enige om?"), required=False, max_length=600, widget=Words(2, hers=False))
    persons = forms.BooleanField(label=N_("Enkeltpersoner ble snakket om"), required=False)
    ground = forms.ChoiceField(
        label=N_("På hvilken grunn?"), required=False,
        help_text=N_("Bare når enkeltpersoner ble snakket om. Det som ble sagt, skriver du hos personen, ikke her."),
    )  # fmt: skip


def out(request: HttpRequest) -> HttpResponse:
    """What the rounds of each quarter come to, the rounds, and the meetings; and a new one of each."""
    by = doors.worker(request)
    places, sheet = queries.works_in(by), Sheet(request)
    rounds, meetings = queries.rounds(by, since=by.on - timedelta(days=_BACK_DAYS)), queries.slt_meetings(by)
    form = {
        "round": _placed(sheet.form("round", RoundForm, initial={"on": by.on}), places),
        "slt": _placed(sheet.form("slt", SltForm, initial={"on": by.on}), places),
    }
    # Whoever counted puts it right: the form holds the numbers as they are, which the page tells in fives.
    mine = [one for one in rounds if one.changed_by == by.name]
    for one in mine:
        one.form = _placed(sheet.form("round", RoundForm, one.pk, initial=_as_it_stands(one, RoundForm)), places)
    for one in meetings:
        one.form = _placed(sheet.form("slt", SltForm, one.pk, initial=_as_it_stands(one, SltForm) | {"persons": bool(one.ground)}), places)
    deeds: dict[str, Any] = {
        "round": lambda data, key: actions.keep_round(one_of(mine, key) if key else None, by=by, **_in(places, data)),
        "slt": lambda data, key: actions.keep_slt_meeting(one_of(meetings, key) if key else None, by=by, **_in(places, data)),
    }
    if sheet.did(**deeds):
        messages.success(request, gettext("Lagret."))
        return redirect("out")
    more = {"quarters": quarters(rounds), "rounds": rounds, "meetings": meetings, "form": form, "grounds": GROUND_NAMES}
    return improving.page(request, "cooperation/out.html", "out", sheet=sheet, **more)


def _as_it_stands(one: Any, kind: type[Form]) -> dict[str, Any]:
    return {name: getattr(one, name, None) for name in kind.base_fields} | {"municipality": one.municipality_id}


def _placed(form: Form, places: list[Any]) -> Form:
    pick(form, "municipality", [(one.pk, one.name) for one in places])
    if "ground" in form.fields:
        form.fields["ground"].choices = [
            ("", gettext("Ingen ble snakket om")),
            *((key, gettext(name)) for key, name in GROUND_NAMES.items()),
        ]
        form.fields["ground"].widget = Choices(choices=form.fields["ground"].choices)
    return form


def _in(places: list[Any], data: dict[str, Any]) -> dict[str, Any]:
    return data | {"municipality": one_of(places, data["municipality"])}


def quarters(found: Iterable[Any]) -> list[Quarter]:
    """These rounds by quarter of the year, the newest first."""
    by_quarter: dict[date, list[Any]] = {}
    for one in found:
        by_quarter.setdefault(one.on.replace(month=(one.on.month - 1) // 3 * 3 + 1, day=1), []).append(one)
    return [
        Quarter(
            since, len(some), sum((one.hours for one in some), Decimal(0)), sum(one.met for one in some),
            *(coarse(sum(getattr(one, name) for one in some)) for name in ("new", "young", "helped_on")),
        )
        for since, some in sorted(by_quarter.items(), reverse=True)
    ]  # fmt: skip
