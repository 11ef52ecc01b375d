"""Folk og penger: who we are, work years by area, what ends when, and each post with its money. For those who lead."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext

from helhet.access.policy import NotVisible
from helhet.organisation import actions
from helhet.organisation import queries as organisation
from helhet.organisation.queries import posts as queries
from helhet.organisation.queries import settlements
from helhet.organisation.rules import posts as rules

from . import doors
from . import post_forms as forms
from .forms import Form
from .post_words import told
from .sheet import Sheet, one_of, pick
from .templatetags.helhet import day_year, number

AHEAD_DAYS = 400  # a year and a little: next January is always in it

NAMES: dict[str, Any] = {
    "educations": rules.EDUCATION_NAMES, "age_groups": rules.AGE_GROUP_NAMES, "problems": rules.PROBLEM_NAMES, "areas": rules.AREA_NAMES,
    "sources": rules.SOURCE_NAMES, "keys": rules.SHARING_KEY_NAMES, "verbs": rules.VERB_NAMES, "place": "people", "tab": "posts",
}  # fmt: skip
_KINDS = ("share", "holder", "funding")


@dataclass(frozen=True)
class AreaLine:
    """Work years in one area for one age group, by municipality and together."""

    age_group: str
    area: str
    years: list[Decimal]

    @property
    def whole(self) -> Decimal:
        """All the municipalities together."""
        return sum(self.years, Decimal(0))


def posts(request: HttpRequest) -> HttpResponse:
    """What ends when, work years by area, and the posts."""
    places, on = doors.led(request), request.actor.on
    numbers = [one.pk for one in places]
    found = queries.posts_on(numbers, on=on)
    ends = queries.what_ends(numbers, since=on, until=on + timedelta(days=AHEAD_DAYS))
    lines = _lines(queries.work_years(numbers, on=on), numbers)
    sums = [sum((one.years[place] for one in lines), Decimal(0)) for place in range(len(numbers))]
    return render(
        request, "posts/posts.html",
        NAMES | {"places": places, "posts": found, "ends": ends, "lines": lines, "sums": sums, "whole": sum(sums, Decimal(0)),
                 "vacant": [one for one in found if one.vacant], "lead": _opening_words(ends)},
    )  # fmt: skip


def _lines(rows: list[queries.WorkYear], numbers: list[str]) -> list[AreaLine]:
    cells: dict[tuple[str, str, str], Decimal] = {}
    for one in rows:
        key = (one.age_group, one.area, one.municipality)
        cells[key] = cells.get(key, Decimal(0)) + one.years
    order = [(group, area) for group in rules.AgeGroup for area in rules.Area]
    there = {key[:2] for key in cells}
    return [
        AreaLine(group, area, [cells.get((group, area, place), Decimal(0)) for place in numbers])
        for group, area in order
        if (group, area) in there
    ]


def _opening_words(ends: list[queries.Ends]) -> str:
    """Whose money ends first."""
    money = [one for one in ends if one.kind == "money"]
    if not money:
        return gettext("Ingen penger til stillingene slutter det neste året.")
    first = [one for one in money if one.last == money[0].last]
    named = ", ".join(f"{one.post.title} ({number(one.percent)} %)" for one in first)
    said = ngettext(
        "Etter %(day)s er det ikke penger til %(named)s.", "Etter %(day)s er det ikke penger til disse stillingene: %(named)s.", len(first)
    )
    return said % {"day": day_year(money[0].last), "named": named}


def post_new(request: HttpRequest) -> HttpResponse:
    """A new post."""
    places, sheet = {one.pk: one for one in doors.led(request)}, Sheet(request, draft="post-new")
    units = _units(request)
    form = sheet.form("post", forms.PostForm)
    pick(form, "employer", [(one.pk, one.name) for one in places.values()])
    _choose_unit(form, units)

    def add(data: dict[str, Any], _: str) -> Any:
        employer, unit = places[data.pop("employer")], units.get(data.pop("unit"))
        return actions.add_post(employer=employer, unit=unit, by=request.actor, **data)

    if sheet.did(post=add):
        messages.success(request, gettext("Stillingen er skrevet inn. Skriv hva den er rettet mot, hvem som har den og hvem som betaler."))
        return redirect("post", sheet.result.pk)
    return render(request, "posts/new.html", NAMES | {"form": form})


def _units(request: HttpRequest) -> dict[str, Any]:
    return {str(one.pk): one for one in organisation.units_serving([one.pk for one in doors.led(request)])}


def _choose_unit(form: Form, units: dict[str, Any]) -> None:
    form.fields["unit"].choices = [("", gettext("Ingen av enhetene")), *((key, one.name) for key, one in units.items())]


def post_of(request: HttpRequest, key: UUID) -> Any:
    """A post that is employed or shared where she leads."""
    doors.led(request)
    found = queries.post_of(request.actor, key)
    if found is None:
        raise NotVisible
    return found


def post(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """One post: its money first, then what it is aimed at, who holds it, who shares it, and what was done with it."""
    found, on = post_of(request, post_id), request.actor.on
    may_change = queries.may_change(request.actor, found)
    sheet = Sheet(request)
    offered = _forms(request, sheet, found) if may_change else {}
    deeds = _deeds(request, found, offered) if may_change else {}
    rows = {kind: _rows(sheet, found, kind, may_change) for kind in _KINDS}
    if sheet.did(**deeds):
        messages.success(request, gettext("Lagret."))
        return redirect("post", found.pk)
    ends = [
        one for one in queries.what_ends([one.pk for one in doors.led(request)], since=on, until=on + timedelta(days=AHEAD_DAYS))
        if one.post == found
    ]  # fmt: skip
    page = {
        "post": found, "today": queries.on_day(found, max(on, found.since)), "may_change": may_change, "ends": ends, "sheet": sheet,
        "history": [(one, told(one.was), told(one.became)) for one in queries.history_of(found)],
        "settlements": settlements.settlements_of(found), "form": offered,
        "rows": rows,
    }  # fmt: skip
    return render(request, "posts/post.html", NAMES | page)


_RELATED = {"share": "shares", "holder": "holders", "funding": "funding"}


def _rows(sheet: Sheet, found: Any, kind: str, may_change: bool) -> list[tuple[Any, Form | None, Form | None]]:
    """Every row there is or has been, those that run last first, with a form for its last day and one for taking it back."""
    rows = sorted(getattr(found, _RELATED[kind]).all(), key=lambda one: (one.until is not None, -one.since.toordinal()))
    if not may_change:
        return [(one, None, None) for one in rows]
    return [
        (one, sheet.form(f"{kind}_end", forms.EndForm, row=one.pk, initial={"on": one.until}),
         sheet.form(f"{kind}_undo", forms.UndoForm, row=one.pk))
        for one in rows
    ]  # fmt: skip


def _forms(request: HttpRequest, sheet: Sheet, found: Any) -> dict[str, Form]:
    """What may be done with the post as a whole."""
    units = _units(request)
    known = {name: getattr(found, name) for name in ("title", "education", "lived_experience", "kostra")}
    sharing = [str(part.municipality_id) for one in list(found.sharings.all())[-1:] for part in one.parts.all()]
    places = queries.sharing_municipalities(request.actor, request.actor.on)
    made = {
        "what": sheet.form("what", forms.WhatForm, initial=known | {"unit": str(found.unit_id or "")}),
        "size": sheet.form("size", forms.SizeForm), "aim": sheet.form("aim", forms.AimForm), "hold": sheet.form("hold", forms.HoldForm),
        "fund": sheet.form("fund", forms.FundForm), "end": sheet.form("end", forms.EndForm),
        "share": sheet.form("share", forms.ShareForm, municipalities=places, initial={f"with-{key}": True for key in sharing}),
    }  # fmt: skip
    _choose_unit(made["what"], units)
    staff = [(str(one.pk), f"{one.name}, {one.title}") for one in organisation.colleagues(request.actor)]
    made["hold"].fields["staff"].choices = [("", gettext("Ingen av disse")), *staff]
    return made


def _deeds(request: HttpRequest, found: Any, offered: dict[str, Form]) -> dict[str, Callable[[dict[str, Any], str], object]]:
    by = request.actor
    units, staff = _units(request), {str(one.pk): one for one in organisation.colleagues(by)}

    def row_of(kind: str, key: str) -> UUID:
        return one_of(getattr(found, _RELATED[kind]).all(), key).pk

    def end(kind: str, data: dict[str, Any], key: str) -> object:
        return actions.end_row(found, kind=kind, key=row_of(kind, key), on=data["on"], by=by)

    def undo(kind: str, data: dict[str, Any], key: str) -> object:
        return actions.take_back(found, kind=kind, key=row_of(kind, key), why=data["why"], by=by)

    def share(data: dict[str, Any], _: str) -> object:
        return actions.share(found, key=data["key"], weights=offered["share"].weights(), since=data["since"], by=by,
                             agreed_in=data["agreed_in"])  # fmt: skip

    deeds: dict[str, Callable[[dict[str, Any], str], object]] = {
        "what": lambda data, _: actions.change_post(found, by=by, **data | {"unit": units.get(data["unit"])}),
        "size": lambda data, _: actions.resize_post(found, by=by, **data),
        "aim": lambda data, _: actions.aim(found, by=by, **data),
        "hold": lambda data, _: actions.hold(found, by=by, **data | {"staff": staff.get(data["staff"])}),
        "fund": lambda data, _: actions.fund(found, by=by, **data),
        "end": lambda data, _: actions.end_post(found, on=data["on"], by=by),
        "share": share,
    }
    for kind in _KINDS:
        deeds[f"{kind}_end"], deeds[f"{kind}_undo"] = partial(end, kind), partial(undo, kind)
    return deeds
