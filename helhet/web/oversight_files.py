"""The leader's page to take along: as a spreadsheet and on paper, with the same protected numbers as the page and no others."""

import io
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.text import slugify
from django.utils.translation import gettext
from openpyxl import Workbook

from helhet.access.policy import NotVisible
from helhet.oversight import months, published, queries
from helhet.oversight.rules import MISSING_NAMES, Missing

from . import files, paper
from . import oversight_words as words
from .oversight_place import Place, Told, place_of, told
from .templatetags.helhet import day_year


def _published(request: HttpRequest) -> tuple[Place, Told]:
    """A month that is told; what one sees of today stays on the screen."""
    place = place_of(request)
    found = told(request, place, months.months_kept())
    if found is None or found.is_today:
        raise NotVisible
    return place, found


def _name(place: Place, found: Told) -> str:
    return f"internkontroll-{slugify(place.name)}-{found.day.isoformat()}"


def sheet(request: HttpRequest) -> HttpResponse:
    """The month as a spreadsheet: every cell is words or a number, none is worked out there."""
    place, found = _published(request)
    return files.sent(spreadsheet(place, found), f"{_name(place, found)}.xlsx")


def spreadsheet(place: Place, found: Told) -> bytes:
    """One row a criterion, two columns a municipality: not kept for, and of how many."""
    book = Workbook(write_only=True)
    made = book.create_sheet(gettext("Krav"))
    heads = [gettext("Område"), gettext("Kravet er ikke holdt for"), gettext("Nr."), gettext("Regel")]
    for one in [*place.municipalities, None]:
        name = one.name if one else gettext("Til sammen")
        heads += [name, gettext("%(name)s, av") % {"name": name}]
    made.append([files.text_cell(made, title, bold=True) for title in [*heads, gettext("Kan ikke bedømmes for"), gettext("Fordi")]])
    for area, some in published.areas(found.lines):
        for line in some:
            made.append([files.text_cell(made, value) for value in _values(area, line)])
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def _values(area: str, line: published.Line) -> list[str]:
    values = [gettext(area), gettext(line.criterion.title), line.criterion.id, ", ".join(words.paragraphs(line.criterion))]
    for shown in [*(cell.told for cell in line.cells), line.whole]:
        values += [words.said(line, shown)[0], str(shown.of) if shown.of.high else ""]
    missing = "; ".join(gettext(MISSING_NAMES[Missing(one)]) for one in line.missing)
    return [*values, str(line.cannot) if line.cannot.high else "", missing]


def sheet_of_paper(request: HttpRequest) -> HttpResponse:
    """The month on paper."""
    place, found = _published(request)
    return paper.sent(page(request, place, found), _name(place, found))


def page(request: HttpRequest, place: Place, found: Told) -> str:
    """The page that becomes paper."""
    judged = [one for one in found.lines if one.judged]
    areas = [(name, [_row(one) for one in some]) for name, some in published.areas(judged)]
    told_of = {
        "place": place, "found": found, "areas": areas, "lead": words.opening(found.lines), "steps": queries.next_steps(place.numbers),
        "cannot": [one for one in found.lines if not one.judged and one.cannot.high], "day": day_year(found.day),
        "missing_names": MISSING_NAMES,
    }  # fmt: skip
    return render_to_string("oversight/paper.html", told_of, request)


def _row(line: published.Line) -> dict[str, Any]:
    shown = [*(cell.told for cell in line.cells), line.whole]
    cells = [words.said(line, one) for one in shown]
    return {"line": line, "cells": cells, "basis": words.paragraphs(line.criterion)}
