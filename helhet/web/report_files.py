"""The national report to read beside the web form: as a spreadsheet in the help sheet's layout, and on paper."""

import io
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext
from openpyxl import Workbook

from helhet.organisation.rules.posts import AGE_GROUP_NAMES, AREA_NAMES, EDUCATION_NAMES, PROBLEM_NAMES, AgeGroup, Area, Education, Problem
from helhet.statistics.queries import Report
from helhet.statistics.rules import ASKED_NAMES, KIND_NAMES, REAL_NAMES, Answer
from helhet.statistics.work import Work, years

from . import files, paper
from .files import text_cell
from .national_report import page_of, report_for
from .templatetags.helhet import day_year, spoken


def _name(found: Report) -> str:
    return f"nasjonal-rapport-{found.municipality.pk}-{found.form.key}"


def sheet_of_paper(request: HttpRequest, number: str, year: int, group: str) -> HttpResponse:
    """The form on paper, row by row."""
    found = report_for(request, number, year, group)
    return paper.sent(render_to_string("statistics/paper.html", page_of(found), request), _name(found))


def sheet(request: HttpRequest, number: str, year: int, group: str) -> HttpResponse:
    """The form as a spreadsheet."""
    found = report_for(request, number, year, group)
    return files.sent(spreadsheet(found), f"{_name(found)}.xlsx")


def spreadsheet(found: Report) -> bytes:
    """Work years with a column for each service they come from, as the help sheet gathers them; the rest; the posts; the jumps."""
    book, page = Workbook(write_only=True), page_of(found)
    _work_years(book.create_sheet(gettext("Årsverk")), found, page)
    _content(book.create_sheet(gettext("Innhold")), page)
    _posts(book.create_sheet(gettext("Stillinger")), found)
    _jumps(book.create_sheet(gettext("Endringer")), page)
    if page["corrections"]:
        _corrections(book.create_sheet(gettext("Rettinger")), page)
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def _work_years(made: Any, found: Report, page: dict[str, Any]) -> None:
    works = [one for cell in found.cells.values() for one in cell.made.work]
    units = sorted({one.unit for one in works})
    made.freeze_panes = "B2"
    made.column_dimensions["A"].width = 60
    last = [gettext("I fjor"), gettext("Lavest"), gettext("Høyest"), gettext("Hvordan")]
    _heads(made, [gettext("Spørsmål"), str(found.form.year), *(one or gettext("Uten enhet") for one in units), *last])
    for section, lines in page["sections"]:
        rows = [one for one in lines if one["row"].answer == Answer.WORK_YEARS]
        if rows:
            _heads(made, [spoken(section.title)])
        for one in rows:
            cell = one["cell"]
            each = [_number(years(work for work in cell.made.work if work.unit == unit)) for unit in units]
            made.append([text_cell(made, spoken(one["row"].says)), _number(cell.value), *each, _number(cell.before), _number(cell.low),
                         _number(cell.high), text_cell(made, _how(cell))])  # fmt: skip


def _content(made: Any, page: dict[str, Any]) -> None:
    made.freeze_panes = "A2"
    for column, width in zip("ABCDEF", (60, 30, 12, 18, 18, 40), strict=True):
        made.column_dimensions[column].width = width
    _heads(made, [gettext("Spørsmål"), gettext("Svar"), gettext("Måles i"), gettext("Hvordan"), gettext("I fjor"), gettext("Merknad")])
    for section, lines in page["sections"]:
        rows = [one for one in lines if one["row"].answer != Answer.WORK_YEARS]
        if rows:
            _heads(made, [spoken(section.title)])
        for one in rows:
            why = one["cell"].answer.why if one["cell"].answer else spoken(one["row"].note)
            values = [spoken(one["row"].says), one["now"], one["unit"], _how(one["cell"]), one["before"], why]
            made.append([text_cell(made, value) for value in values])


def _how(cell: Any) -> str:
    if cell.is_asked:
        return gettext("spør %(who)s") % {"who": gettext(ASKED_NAMES[cell.row.ask])} if cell.row.ask else ""
    if cell.answer:
        return gettext("svart av %(who)s") % {"who": cell.answer.by_name}
    return gettext(KIND_NAMES[cell.kind])


def _posts(made: Any, found: Report) -> None:
    made.freeze_panes = "A2"
    for column, width in zip("ABCDEFGH", (34, 34, 10, 26, 34, 22, 22, 60), strict=True):
        made.column_dimensions[column].width = width
    _heads(made, [gettext("Stilling"), gettext("Enhet"), gettext("Prosent"), gettext("Tjeneste"), gettext("Utdanning"), gettext("Gjelder"),
                  gettext("Vurdert av"), gettext("Fordi")])  # fmt: skip
    seen: set[Work] = {one for cell in found.cells.values() for one in cell.made.work}
    for one in sorted(seen, key=lambda work: (work.unit, work.title, work.area, work.percent)):
        aimed = ", ".join(gettext(words) for words in (AGE_GROUP_NAMES[AgeGroup(one.age_group)], PROBLEM_NAMES[Problem(one.problem)]))
        before = [text_cell(made, one.title), text_cell(made, one.unit), _number(one.percent)]
        after = (gettext(AREA_NAMES[Area(one.area)]), gettext(EDUCATION_NAMES[Education(one.education)]), aimed, one.judged_by, one.why)
        made.append([*before, *(text_cell(made, value) for value in after)])


def _jumps(made: Any, page: dict[str, Any]) -> None:
    for column, width in zip("ABCDEF", (60, 12, 12, 30, 60, 30), strict=True):
        made.column_dimensions[column].width = width
    _heads(made, [gettext("Spørsmål"), gettext("Nå"), gettext("I fjor"), gettext("Reell?"), gettext("Fordi"), gettext("Sagt av")])
    for one in page["jumps"]:
        said = one["cell"].said
        told = [gettext(REAL_NAMES[said.real]), said.why, f"{said.by_name}, {day_year(said.at)}"] if said else ["", "", ""]
        made.append([text_cell(made, value) for value in (spoken(one["row"].says), one["now"], one["before"], *told)])


def _corrections(made: Any, page: dict[str, Any]) -> None:
    for column, width in zip("ABCDE", (60, 18, 18, 30, 60), strict=True):
        made.column_dimensions[column].width = width
    _heads(made, [gettext("Spørsmål"), gettext("Sendt før"), gettext("Rettet til"), gettext("Levert av"), gettext("Fordi")])
    for one, changed in page["corrections"]:
        told = [f"{one.step.by_name}, {day_year(one.step.at)}", one.why]
        for row, was, now in changed:
            made.append([text_cell(made, value) for value in (spoken(row.says), was, now, *told)])


def _heads(made: Any, titles: list[str]) -> None:
    made.append([text_cell(made, title, bold=True) for title in titles])


def _number(value: Any) -> float | None:
    return None if value is None else float(value)
