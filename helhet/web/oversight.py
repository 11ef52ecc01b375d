"""Do we hold to what we shall? For a leader: every duty by municipality for a day, and what is behind each figure."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from helhet.organisation.rules import N_
from helhet.oversight import actions, months, published, queries
from helhet.oversight.criteria import ALL
from helhet.oversight.rules import HOLDER_NAMES, MISSING_NAMES, STATE_NAMES, State, targets_for
from helhet.oversight.steps import name_of
from helhet.oversight.themes import VIEW_NAMES, View, of_view
from helhet.people import queries as people
from helhet.record.disclosure import Shown

from . import oversight_behind, trend
from . import oversight_words as words
from .forms import Day, Form, ManyChoices, Words
from .oversight_place import TODAY, Place, Told, behind, place_of, told
from .sheet import Sheet, one_of

_CHARTS = 4


class StepForm(Form):
    """What is to be done about it."""

    words = forms.CharField(
        label=N_("Hva skal gjøres?"), max_length=200, widget=Words(2, hers=False), help_text=N_("Skriv ikke noe som kan kjennes igjen.")
    )
    who = forms.CharField(label=N_("Hvem gjør det?"), max_length=120)
    by_day = forms.DateField(label=N_("Innen"), widget=Day())
    numbers = forms.MultipleChoiceField(label=N_("For hvilke kommuner?"), widget=ManyChoices)
    asks = forms.BooleanField(
        label=N_("Be dem som arbeider der om det"), required=False, help_text=N_("Da står det på dagen deres til det er gjort.")
    )  # fmt: skip


def overview(request: HttpRequest) -> HttpResponse:
    """The page: the sentence, the matrix, what is opened, next steps, and how it has gone."""
    place = place_of(request)
    kept = months.months_kept()
    found = told(request, place, kept)
    columns = place.only(found.numbers) if found else place
    opened = _opened(request, columns, found) if found and request.GET.get("krav") else None
    sheet = Sheet(request)
    form = sheet.form("step", StepForm, initial={"numbers": place.led_numbers} | _asking(request, opened))
    form.fields["numbers"].choices = place.choices
    steps = queries.next_steps(place.numbers)
    if sheet.did(
        "done",
        step=lambda data, row: actions.note_step(
            [one for one in data.pop("numbers") if one in place.led_numbers],
            by=request.actor,
            criterion=request.GET.get("krav", ""),
            **data,
        ),
        done=lambda data, row: actions.finish_step(one_of(steps, row), by=request.actor),
    ):
        return redirect(f"{request.path}?{urlencode(request.GET)}" if request.GET else request.path)
    return render(
        request, "oversight/matrix.html",
        {
            "place": columns, "found": found, "kept": kept, "opened": opened, "sheet": sheet, "form": form, "steps": steps,
            "tab": "oversight", "days": _days(kept, found), **_told(columns, found, request.GET.get("visning", "")),
            "missing_names": MISSING_NAMES, "states": STATE_NAMES, "asking": request.GET.get("be") == "1",
        },
    )  # fmt: skip


def _asking(request: HttpRequest, opened: dict[str, Any] | None) -> dict[str, Any]:
    """What a leader who asks the coordinators about an opened figure begins from; she words it as she will."""
    if opened is None or request.GET.get("be") != "1":
        return {}
    place = opened["municipality"]
    title = gettext(opened["line"].criterion.title)
    return {
        "words": gettext("Se om dette holdes for personene dine: %(what)s") % {"what": title}, "who": gettext("Koordinatorene"),
        "asks": True,
    } | ({"numbers": [place.pk]} if place else {})  # fmt: skip


def _days(kept: list[Any], found: Told | None) -> list[dict[str, Any]]:
    """The days there are to choose among: today for whoever may see somebody, and each month that is told."""
    own = [{"key": TODAY, "day": None, "chosen": found.is_today}] if found and found.persons else []
    return own + [
        {"key": one.day.isoformat(), "day": one.day, "chosen": found is not None and found.key == one.day.isoformat()} for one in kept
    ]


def _grouped(view: str, judged: list[published.Line]) -> list[tuple[str, list[published.Line]]]:
    """By area, or as inspectors and auditors group them: a theme of theirs that nothing here tells of stands there without a line."""
    if view not in set(View):
        return published.areas(judged)
    return [(theme.title, [one for one in judged if one.criterion.id in theme.criteria]) for theme in of_view(View(view))]


def _told(place: Place, found: Told | None, view: str) -> dict[str, Any]:
    if not found:
        return {"areas": []}
    judged = [one for one in found.lines if one.judged]
    rest = [one for one in found.lines if not one.judged]
    return {
        "areas": [(name, [_row(one, place, found) for one in some]) for name, some in _grouped(view, judged)], "view": view,
        "views": VIEW_NAMES,
        "nobody": [one for one in rest if not one.cannot.high], "cannot": [one for one in rest if one.cannot.high],
        "lead": words.opening(found.lines), "charts": charts(place, judged),
    }  # fmt: skip


def _row(line: published.Line, place: Place, found: Told) -> dict[str, Any]:
    """A line with each cell's words and where it opens."""
    cells = [
        {
            "cell": cell, **_said(line, cell.told), "share": published.share(cell.told),
            "name": municipality.name, "url": _url(found, line, municipality.pk) if _opens(line, cell, place) else "",
        }
        for cell, municipality in zip(line.cells, place.municipalities, strict=True)
    ]  # fmt: skip
    return {
        "line": line, "cells": cells, "basis": words.paragraphs(line.criterion), **_said(line, line.whole), "url": _url(found, line),
    }  # fmt: skip


def _opens(line: published.Line, cell: published.Cell, place: Place) -> bool:
    """There is more to read than the cell says; of what she leads herself, also what a figure that is in order is counted from."""
    own = line.criterion.about == "municipality" and cell.number in place.led_numbers
    return cell.opens or (own and cell.told.shown != Shown.NOBODY)


def _said(line: published.Line, shown: Any) -> dict[str, str]:
    figure, of = words.said(line, shown)
    return {"figure": figure, "of": of}


def _url(found: Told, line: published.Line, number: str = "") -> str:
    asked = {"dag": found.key, "krav": line.criterion.id} | ({"kommune": number} if number else {})
    return f"{reverse('oversight')}?{urlencode(asked)}#apnet"


# ── a figure opened ─────────────────────────────────────────────────────────


def _opened(request: HttpRequest, place: Place, found: Told) -> dict[str, Any]:
    """What is behind a figure: what is missing and how long, how it is worked out, and her own people."""
    line, number = found.line(request.GET["krav"]), request.GET.get("kommune", "")
    municipality = place.named(number) if number else None
    cell = line.cell(number) if number else None
    shown, own = cell.told if cell else line.whole, queries.targets_of(number, found.day) if number else {}
    return {
        "line": line, "municipality": municipality, "row": _row(line, place, found), "told": shown, **_said(line, shown),
        "parts": _parts(cell), "longest": words.lasted(cell.longest) if cell else "",
        "cannot": cell.cannot if cell else line.cannot, "missing": cell.missing if cell else line.missing,
        "holder": HOLDER_NAMES[line.criterion.holder], "basis": words.paragraphs(line.criterion), "lengths": _lengths(line, own),
        "people": _people(request, place, found, line, number),
        "counted": oversight_behind.counted(request, line.criterion, place, number, found.day), "charts": charts(place, [line], number),
        "ask": f"?{urlencode(dict(request.GET.items()) | {'be': '1'})}#neste" if line.fails else "",
    }  # fmt: skip


def _parts(cell: published.Cell | None) -> list[dict[str, Any]]:
    return [{"what": one.reason, "count": one.count, "longest": words.lasted(one.longest)} for one in cell.parts] if cell else []


def _lengths(line: published.Line, own: Any) -> list[tuple[str, str]]:
    given = targets_for([line.criterion], own)
    return [(target.name, words.length(given[target.key])) for target in line.criterion.targets]


def _people(request: HttpRequest, place: Place, found: Told, line: published.Line, number: str) -> list[dict[str, Any]]:
    """Those it is not kept for whom she may see: who still waits, longest first, then who waited; nobody else is here or counted."""
    numbers = [number] if number else place.numbers
    about_persons = [one for one in [line.criterion] if one.about == "person"]
    said = behind(request, found.day, numbers, about_persons, found.persons)
    broken = sorted(
        (one for one in said if one.state in published.NOT_KEPT), key=lambda one: (one.state == State.LATE, -one.days, str(one.person_id))
    )
    names = people.names_of(request.opening, {one.person_id for one in broken if one.person_id})
    return [
        {"person": names[one.person_id], "what": name_of(one.reason), "lasted": words.lasted(one.days)}
        for one in broken if one.person_id in names
    ]  # fmt: skip


# ── how it has gone ─────────────────────────────────────────────────────────


def charts(place: Place, judged: list[published.Line], number: str = "") -> list[dict[str, Any]]:
    """The duties furthest from being kept, month by month: drawn from what was told, and from nothing else."""
    far = sorted((one for one in judged if one.share is not None and one.fails), key=lambda one: (one.share, one.criterion.id))
    chosen = (far or judged)[:_CHARTS]
    days = [one.day for one in reversed(months.months_kept())]
    same = {one.criterion.id for one in chosen}
    criteria = [one for one in ALL if one.id in same]
    by_day = months.counts_of(days, place.numbers, same)
    told_by_day = {
        day: {
            one.criterion.id: one for one in published.lines(by_day[day], place.numbers, day, protected=True, criteria=criteria)
        }
        for day in days
    }  # fmt: skip
    return [one for one in (_chart(line, told_by_day, number) for line in chosen) if one]


def _chart(line: published.Line, by_day: dict[date, dict[str, published.Line]], number: str) -> dict[str, Any] | None:
    rows: list[dict[str, Any]] = []
    for day, lines in by_day.items():
        same = lines.get(line.criterion.id)
        cell = same.cell(number) if same and number else None
        shown = cell.told if cell else same.whole if same else None
        if shown is not None and shown.of.high:
            rows.append({"day": day, **_said(line, shown), "share": published.share(shown)})
    points = [(row["day"], Decimal(row["share"]), None, False) for row in rows if row["share"] is not None]
    title = gettext(line.criterion.title)
    drawn = trend.draw(title, "", Decimal(0), Decimal(100), points) if len(points) > 1 else None
    return {"title": title, "trend": drawn, "rows": list(reversed(rows)), "key": line.criterion.id.lower()} if rows else None
