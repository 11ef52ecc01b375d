"""The yearly review: what the house can show under each letter, the leader's own words, and the day it was gone through."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext

from helhet.access.policy import NotVisible
from helhet.cooperation import actions as cooperation
from helhet.cooperation import queries as agreements
from helhet.deviations import actions, queries
from helhet.deviations.rules import LETTER_LAW, LETTER_NAMES, Letter
from helhet.organisation.rules import N_
from helhet.oversight import yearly

from . import doors, paper
from .forms import Day, Form, Words
from .sheet import Sheet, one_of


class YearForm(Form):
    """Own words under each letter."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.base_fields = {
            letter: forms.CharField(label=name, required=False, widget=Words(3, hers=False)) for letter, name in LETTER_NAMES.items()
        }
        super().__init__(*args, **kwargs)


class DatedForm(Form):
    """Gone through, by whom, on which day."""

    who = forms.CharField(label=N_("Hvem var med?"), max_length=240)
    on = forms.DateField(label=N_("Dag"), widget=Day())


class HousingForm(Form):
    """What dwellings are needed."""

    on = forms.DateField(label=N_("Talt"), widget=Day())
    ordinary = forms.IntegerField(label=N_("Vanlige boliger som trengs"), min_value=0, max_value=999)
    adapted = forms.IntegerField(label=N_("Tilpassede boliger som trengs"), min_value=0, max_value=999)
    words = forms.CharField(label=N_("Hva slags?"), required=False, widget=Words(2, hers=False), help_text=N_("Skriv ingen navn."))


def _place(request: HttpRequest, number: str) -> Any:
    """The municipality, for those in charge of it."""
    return one_of(doors.in_charge(request), number)


def years(request: HttpRequest) -> HttpResponse:
    """The municipalities she is in charge of: when each was last gone through."""
    places = doors.in_charge(request)
    found = [(one, next(iter(queries.reviews_of(request.actor, one.pk)), None)) for one in places]
    late = [one for one, last in found if last is None or last.on <= queries.lately(request.actor.on)]
    page = {"places": found, "late": late, "year": request.actor.on.year, "tab": "years", "place": "improve", "in_charge": True}
    return render(request, "deviations/years.html", page)


def _page(request: HttpRequest, number: str, year: int) -> dict[str, Any]:
    place = _place(request, number)
    if not 2019 <= year <= request.actor.on.year:
        raise NotVisible
    words = queries.words_of_year(request.actor, number, year)
    reviews = [one for one in queries.reviews_of(request.actor, number) if one.year == year]
    letters = [(one, LETTER_LAW[Letter(one.letter)], words.get(one.letter)) for one in yearly.prepared(request.actor, place, year)]
    housing = agreements.housing(number, on=yearly.asked_on(request.actor, year))
    return {
        "municipality": place, "year": year, "letters": letters, "reviews": reviews, "housing": housing,
        "tab": "years", "place": "improve", "in_charge": True,
    }  # fmt: skip


def year(request: HttpRequest, number: str, year: int) -> HttpResponse:
    """One municipality's year: what is there, what is missing, and the leader's words."""
    page, sheet, by = _page(request, number, year), Sheet(request), request.actor
    place, known = page["municipality"], {one.letter: words.words for one, _, words in page["letters"] if words}
    words = sheet.form("words", YearForm, initial=known)
    dated, housing = sheet.form("dated", DatedForm, initial={"on": by.on}), sheet.form("housing", HousingForm, initial={"on": by.on})
    did = sheet.did(
        words=lambda data, _: actions.write_year(place, year=year, words=data, by=by),
        dated=lambda data, _: actions.date_year(place, year=year, by=by, **data),
        housing=lambda data, _: cooperation.count_dwellings(place, by=by, **data),
    )
    if did:
        messages.success(request, gettext("Lagret."))
        return redirect("year", number, year)
    page["letters"] = [(one, law, said, words[one.letter]) for one, law, said in page["letters"]]
    return render(request, "deviations/year.html", page | {"sheet": sheet, "words": words, "dated": dated, "housing_form": housing})


def year_pdf(request: HttpRequest, number: str, year: int) -> HttpResponse:
    """The same as PDF, A4."""
    html = render_to_string("deviations/year_paper.html", _page(request, number, year), request)
    return paper.sent(html, f"gjennomgang-{number}-{year}")
