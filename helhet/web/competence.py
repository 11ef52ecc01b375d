"""Competence: what the service needs, who has it, when too few are left, and what was learned. For those who lead."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext

from helhet.organisation import actions
from helhet.organisation import queries as organisation
from helhet.organisation.queries import competence as queries
from helhet.organisation.rules import N_
from helhet.organisation.rules import competence as rules

from . import competence_plans, doors
from .forms import Choices, Day, Form, ManyChoices
from .sheet import Sheet, one_of, pick
from .templatetags.helhet import day_year, small_number

_BACK_DAYS = 730
_NAMES = {
    "competences": rules.COMPETENCE_NAMES, "learnings": rules.LEARNING_NAMES, "centre_names": rules.CENTRE_NAMES,
    "known": rules.KNOWN_NAMES, "place": "people", "tab": "competence",
}  # fmt: skip
_YES_NO = (("yes", N_("ja")), ("no", N_("nei")))


class LearnForm(Form):
    """Something was learned, and who took part."""

    on = forms.DateField(label=N_("Dag"), widget=Day())
    kind = forms.ChoiceField(label=N_("Hva slags?"), choices=rules.LEARNING_NAMES.items(), widget=forms.Select(attrs={"class": "ds-input"}))
    what = forms.CharField(label=N_("Hva"), max_length=160)
    place = forms.CharField(label=N_("Hvor?"), max_length=120, required=False)
    centre = forms.ChoiceField(label=N_("Fra et kompetansesenter?"), required=False)
    competence = forms.ChoiceField(label=N_("Hvilken kompetanse gjaldt det?"), required=False)
    gives = forms.BooleanField(label=N_("De som var med, har kompetansen fra nå av"), required=False)
    staff = forms.MultipleChoiceField(label=N_("Hvem var med?"), widget=ManyChoices)


class HasForm(Form):
    """Somebody can something."""

    staff = forms.ChoiceField(label=N_("Hvem?"))
    competence = forms.ChoiceField(label=N_("Kan hva?"))
    since = forms.DateField(label=N_("Fra hvilken dag?"), widget=Day())
    how = forms.CharField(label=N_("Hvordan?"), max_length=160, required=False, help_text=N_("Utdanning eller erfaring"))


class LapseForm(Form):
    """A competence is no longer there: a course has expired, or it was long ago."""

    held = forms.ChoiceField(label=N_("Hvem, og hva?"))
    on = forms.DateField(label=N_("Siste dag"), widget=Day(), help_text=N_("Kan være en dag som kommer, når et kursbevis går ut."))


class NeedForm(Form):
    """How many are needed."""

    municipality = forms.ChoiceField(label=N_("Hvilken kommune?"))
    competence = forms.ChoiceField(label=N_("Kompetanse"), required=False)
    name = forms.CharField(label=N_("Eller en egen"), max_length=120, required=False, help_text=N_("For eksempel samisk språk"))
    how_many = forms.IntegerField(label=N_("Hvor mange må ha den?"), min_value=0, max_value=99, initial=1)
    why = forms.CharField(label=N_("Hvorfor?"), max_length=200, required=False)


class CentreForm(Form):
    """How well a centre is known."""

    municipality = forms.ChoiceField(label=N_("Hvilken kommune?"))
    centre = forms.ChoiceField(label=N_("Senter"))
    known = forms.ChoiceField(label=N_("Hvor godt kjenner dere det?"), choices=rules.KNOWN_NAMES.items(), widget=Choices())
    content = forms.ChoiceField(label=N_("Var dere fornøyd?"), choices=_YES_NO, required=False, widget=Choices())


def competence(request: HttpRequest) -> HttpResponse:
    """A sentence on what is missing or soon will be, the whole as a table, what was learned, and the centres."""
    places, on = doors.led(request), request.actor.on
    numbers = [one.pk for one in places]
    sheet, staff = Sheet(request), {str(one.pk): one for one in organisation.staff_serving(numbers, on=on)}
    held = queries.held_in(numbers, on=on)
    form = _forms(sheet, places, staff, on)
    form["lapse"] = sheet.form("lapse", LapseForm, initial={"on": on})
    form["lapse"].fields["held"].choices = [("", gettext("Velg")), *((str(one.pk), f"{one.staff.name}: {_name(one)}") for one in held)]
    plans, of_plans = competence_plans.plans(request, sheet)
    if sheet.did("drop", **_deeds(request, places, staff, held), **of_plans):
        messages.success(request, gettext("Lagret."))
        return redirect("competence")
    needs = queries.needs(numbers, on=on)
    said = queries.centres(numbers)
    return render(
        request, "posts/competence.html",
        _NAMES | {
            "places": places, "form": form, "sheet": sheet, "plans": plans, "lead": _opening_words(needs, places, on),
            "rows": [(_name(one), [one.standing[number] for number in numbers]) for one in needs],
            "learned": queries.learned(numbers, since=on - timedelta(days=_BACK_DAYS), until=on),
            "centres": [(rules.CENTRE_NAMES[rules.Centre(key)], [said[key].get(number) for number in numbers]) for key in said],
        },
    )  # fmt: skip


def _name(need: Any) -> str:
    return need.name or gettext(rules.COMPETENCE_NAMES[rules.Competence(need.key)])


def _opening_words(needs: list[queries.Need], places: list[Any], on: date) -> str:
    """How much is missing today, and what is lost first."""
    short = [(one, place) for one in needs for place in places if one.standing[place.pk].is_short]
    later = sorted(
        (day, _name(one), place.name) for one in needs for place in places if (day := one.standing[place.pk].short_from) and day > on
    )
    counted = ngettext("Én kompetanse mangler i en kommune.", "%(n)s kompetanser mangler, talt kommune for kommune.", len(short))
    said = [capfirst(counted % {"n": small_number(len(short))}) if short else gettext("Alt dere trenger å kunne, er det noen som kan.")]
    if later:
        values = {"day": day_year(later[0][0]), "name": later[0][1], "place": later[0][2]}
        said.append(gettext("Fra %(day)s er det for få i %(place)s som kan %(name)s.") % values)
    return " ".join(said)


def _forms(sheet: Sheet, places: list[Any], staff: dict[str, Any], on: date) -> dict[str, Form]:
    own = queries.own_names([one.pk for one in places])
    what = [*((key, capfirst(gettext(name))) for key, name in rules.COMPETENCE_NAMES.items()), *((f"egen:{name}", name) for name in own)]
    people = [(key, f"{one.name}, {one.title}") for key, one in staff.items()]
    made = {
        "learn": sheet.form("learn", LearnForm, initial={"on": on}), "has": sheet.form("has", HasForm, initial={"since": on}),
        "need": sheet.form("need", NeedForm), "centre": sheet.form("centre", CentreForm),
    }  # fmt: skip
    made["learn"].fields["staff"].choices = people
    pick(made["has"], "staff", people)
    for name in ("learn", "has", "need"):
        made[name].fields["competence"].choices = [("", gettext("Velg")), *what]
    made["learn"].fields["centre"].choices = [("", gettext("Nei")), *((key, gettext(name)) for key, name in rules.CENTRE_NAMES.items())]
    pick(made["centre"], "centre", [(key, gettext(name)) for key, name in rules.CENTRE_NAMES.items()])
    for name in ("need", "centre"):
        pick(made[name], "municipality", [(one.pk, one.name) for one in places])
    return made


def _split(data: dict[str, Any]) -> dict[str, str]:
    """The competence chosen: one of those we know, or the municipality's own."""
    chosen = data.pop("competence")
    own = chosen.removeprefix("egen:") if chosen.startswith("egen:") else data.pop("name", "")
    return {"key": "" if chosen.startswith("egen:") else chosen, "name": own}


def _deeds(request: HttpRequest, places: list[Any], staff: dict[str, Any], held: list[Any]) -> dict[str, Any]:
    by = request.actor

    def learn(data: dict[str, Any], _: str) -> object:
        who = [staff[key] for key in data.pop("staff")]
        return actions.note_learning(who, by=by, **_split(data), **data)

    def has(data: dict[str, Any], _: str) -> object:
        return actions.give_competence(staff[data.pop("staff")], by=by, **_split(data), **data)

    def need(data: dict[str, Any], _: str) -> object:
        return actions.need_competence(one_of(places, data.pop("municipality")), by=by, **_split(data), **_without(data, "name"))

    def centre(data: dict[str, Any], _: str) -> object:
        return actions.know_centre(one_of(places, data.pop("municipality")), by=by, **data)

    def lapse(data: dict[str, Any], _: str) -> object:
        return actions.end_competence(one_of(held, data["held"]), on=data["on"], by=by)

    return {"learn": learn, "has": has, "lapse": lapse, "need": need, "centre": centre}


def _without(data: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key != name}
