"""The national report, for whoever leads there: this year beside last year, what is asked of whom, and how far it has come."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from helhet.access.policy import NotVisible
from helhet.organisation.rules import N_
from helhet.organisation.rules.posts import AREA_NAMES
from helhet.people import queries as people
from helhet.record import live
from helhet.statistics import actions, queries
from helhet.statistics.agreeing import at_row
from helhet.statistics.form import Row
from helhet.statistics.frame import VARIABLES
from helhet.statistics.queries import Report
from helhet.statistics.rules import ASKED_NAMES, GROUP_NAMES, KIND_NAMES, NEXT, REAL_NAMES, SENT, STATE_NAMES, Answer, State
from helhet.statistics.shown import Shown, of_kept
from helhet.statistics.work import CHOICES

from . import doors
from . import report_words as words
from .forms import Choices, Form, ManyChoices, Words, said
from .oversight_place import seeing
from .sheet import Sheet
from .templatetags.helhet import spoken

_WHY = N_("Hvorfor?")


class MoveForm(Form):
    """How far it has come."""

    to = forms.ChoiceField(label=N_("Rapporten er nå"), widget=Choices)
    note = forms.CharField(label=N_("Merknad"), required=False, max_length=400, widget=Words(2, hers=False))


class WeekForm(Form):
    """Another week is representative here."""

    week = forms.IntegerField(label=N_("Uke"), min_value=1, max_value=52)
    why = forms.CharField(label=_WHY, max_length=400, widget=Words(2, hers=False))


class JumpForm(Form):
    """Is the change real, or a new way of estimating?"""

    real = forms.ChoiceField(label=N_("Er endringen reell, eller en ny måte å anslå på?"), choices=list(REAL_NAMES.items()), widget=Choices)
    why = forms.CharField(label=N_("Hva har skjedd?"), required=False, max_length=400, widget=Words(2, hers=False))


class ChoiceForm(Form):
    """How we count what the form leaves open."""

    way = forms.ChoiceField(label=N_("Slik teller vi"), widget=Choices)
    since_year = forms.IntegerField(label=N_("Fra rapporten for året"))
    why = forms.CharField(label=_WHY, max_length=400, widget=Words(2, hers=False))


def answer_form(row: Row, *, corrects: bool) -> type[Form]:
    """The form for a question that is answered so; why is always said when it corrects what was sent."""
    label = N_("Svar")
    options = [(key, spoken(said)) for key, said in row.options.items()]
    fields: dict[Answer, forms.Field] = {
        Answer.YES_NO: forms.ChoiceField(label=label, choices=[("yes", N_("Ja")), ("no", N_("Nei"))], widget=Choices),
        Answer.CHOICE: forms.ChoiceField(label=label, choices=options, widget=Choices),
        Answer.MANY: forms.MultipleChoiceField(label=label, choices=options, widget=ManyChoices, required=False),
        Answer.TEXT: forms.CharField(label=label, widget=Words(4, hers=False), required=False, max_length=4000),
    }
    value = fields.get(row.answer, forms.CharField(label=label, max_length=20))
    why = forms.CharField(label=_WHY, required=corrects, max_length=400, widget=Words(2, hers=False))
    return type("AnswerForm", (Form,), {"value": value, "why": why, "__doc__": "An answer to this question."})


# ── the list ────────────────────────────────────────────────────────────────


def reports(request: HttpRequest) -> HttpResponse:
    """Every form of a year in the municipalities led, and how far each has come."""
    doors.led(request)
    years = queries.years()
    asked = request.GET.get("ar", "")
    year = int(asked) if asked.isdecimal() and int(asked) in years else min(years[0], request.actor.on.year)
    lines = queries.lines(request.actor, year)
    left = [one for one in lines if one.state not in SENT]
    page = {"lines": lines, "left": left, "years": years, "year": year, "states": STATE_NAMES, "groups": GROUP_NAMES, "tab": "report"}
    return render(request, "statistics/reports.html", page | {"faulty": queries.faulty_forms()})


# ── one report ──────────────────────────────────────────────────────────────


def report_for(request: HttpRequest, number: str, year: int, group: str) -> Report:
    """The report, for whoever leads in that municipality. To everybody else there is no such page."""
    return queries.report(doors.worker(request), number, year, group)


def page_of(found: Report) -> dict[str, Any]:
    """What the page, the paper and the spreadsheet are made of."""
    return {
        "report": found, "form": found.form, "municipality": found.municipality, "tab": "report", "lead": words.opening(found),
        "sections": [(one, [_line(found.cells[row.id]) for row in one.rows]) for one in found.form.sections],
        "asked": words.asked_of(found), "kinds": KIND_NAMES, "states": STATE_NAMES, "groups": GROUP_NAMES, "roles": ASKED_NAMES,
        "corrected": [_line(one) for one in found.corrected], "opened": found.steps[-1] if found.steps else None,
        "corrections": [
            (one, [(row, words.value_of(row, was), words.value_of(row, now)) for row, was, now in one.changed]) for one in found.corrections
        ],
        "reals": REAL_NAMES, "jumps": [_line(one) for one in found.cells.values() if one.jumps],
        "apart": [said(one.fault) for one in found.disagreements],
    }  # fmt: skip


def _line(cell: Shown) -> dict[str, Any]:
    return {
        "cell": cell, "row": cell.row, "now": words.value_of(cell.row, cell.value), "before": words.value_of(cell.row, cell.before),
        "sent": words.value_of(cell.row, cell.sent), "change": words.change_of(cell),
        "unit": words.unit_of(cell.row, cell.value), "low": words.value_of(cell.row, cell.low), "high": words.value_of(cell.row, cell.high),
    }  # fmt: skip


def report(request: HttpRequest, number: str, year: int, group: str) -> HttpResponse:
    """The whole form: what is counted, estimated and asked, with last year beside."""
    found, by, sheet = report_for(request, number, year, group), request.actor, Sheet(request)
    move, week = sheet.form("move", MoveForm), sheet.form("week", WeekForm, initial={"week": found.week})
    state = State.STARTED if found.state == State.NOT_STARTED else found.state
    move.fields["to"].choices = [(one, gettext(STATE_NAMES[one]).capitalize()) for one in NEXT[state]]
    key = {"year": year, "group": group, "by": by}
    if sheet.did(
        move=lambda data, _: actions.move(number, **key, **data),
        week=lambda data, _: actions.choose_week(number, **key, **data),
    ):
        messages.success(request, gettext("Lagret."))
        return redirect("national-report", number, year, group)
    page = page_of(found) | {"sheet": sheet, "move": move if NEXT[state] else None, "week": week}
    return render(request, "statistics/report.html", page)


def cell(request: HttpRequest, number: str, year: int, group: str, row: str) -> HttpResponse:
    """A figure opened: how it is worked out, its records for those who may see them, the answer and why it is another."""
    found, by, sheet = report_for(request, number, year, group), request.actor, Sheet(request)
    if row not in found.cells:
        raise NotVisible
    one, key = found.cells[row], {"year": year, "group": group, "row": row, "by": by}
    form, jump = _answer(sheet, found, one), sheet.form("jump", JumpForm) if one.jumps else None
    if sheet.did(
        "undo",
        answer=lambda data, _: actions.answer(number, **key, **data),
        undo=lambda _, __: actions.answer(number, **key, value=None),
        jump=lambda data, _: actions.say_of_jump(number, **key, **data),
    ):
        messages.success(request, gettext("Lagret."))
        return redirect("national-report-cell", number, year, group, row)
    how, told = words.worked_out(one.row)
    page = {
        **page_of(found), "line": _line(one), "clashes": _clashes(found, row), "form_answer": form, "jump": jump, "sheet": sheet,
        "how": how, "told": told,
        "people": _people(request, one), "counted": words.value_of(one.row, one.made.value), "areas": AREA_NAMES,
        "history": [(one, words.value_of(one_row, of_kept(one_row, one.value))) for one, one_row in _history(found, row)],
    }  # fmt: skip
    return render(request, "statistics/cell.html", page)


def _clashes(found: Report, row: str) -> list[tuple[str, list[Row]]]:
    """What this figure cannot stand beside, with the other rows to open: it may be the other that is wrong."""
    here = [one for one in found.disagreements if at_row(found.form, one, row)]
    return [(said(one.fault), [found.cells[key].row for key in one.rows if key != row]) for one in here]


def _answer(sheet: Sheet, found: Report, one: Shown) -> Form | None:
    if found.is_sent or one.row.total_of:
        return None
    known = one.value
    value = {True: "yes", False: "no"}.get(known) if isinstance(known, bool) else words.value_of(one.row, known)
    given = known if one.row.answer in (Answer.CHOICE, Answer.MANY) else value
    start = {"value": given, "why": one.answer.why if one.answer else ""}
    return sheet.form("answer", answer_form(one.row, corrects=found.is_correcting), initial=start)


def _history(found: Report, row: str) -> list[tuple[Any, Row]]:
    rows = found.submission.answers.filter(row=row).order_by("-at", "-id") if found.submission else []
    return [(one, found.cells[row].row) for one in rows]


def _people(request: HttpRequest, one: Shown) -> list[Any]:
    """Those counted whom she may see every part of that the figure tells of; nobody else is here."""
    if not one.made.persons:
        return []
    named = {*one.row.given.get("where", {}), *([one.row.given["of"]] if "of" in one.row.given else [])}
    models = (live.SOURCES[VARIABLES[name].table].model for name in named)
    parts = {model.part for model in models if hasattr(model, "part")}
    seen = frozenset.intersection(*(seeing(request, part) for part in sorted(parts)))
    names = people.names_of(request.opening, {UUID(key) for key in one.made.persons} & seen)
    return sorted(names.values(), key=lambda person: person.name)


# ── how we count ────────────────────────────────────────────────────────────


def counting(request: HttpRequest, number: str) -> HttpResponse:
    """What the form leaves open, and how this municipality has settled it."""
    by, sheet = doors.worker(request), Sheet(request)
    place, made = queries.place_led(by, number), queries.choices_made(by, number)
    held = queries.choices_of(number, by.on.year)
    rows = []
    for one in CHOICES.values():
        form = sheet.form("choose", ChoiceForm, one.key, initial={"way": held[one.key], "since_year": by.on.year})
        form.fields["way"].choices = [(key, gettext(says).capitalize()) for key, says in one.ways.items()]
        rows.append((one, one.ways[held[one.key]], form, [row for row in made if row.key == one.key]))
    if sheet.did(choose=lambda data, row: actions.choose(number, key=row, by=by, **data)):
        messages.success(request, gettext("Lagret."))
        return redirect("counting", number)
    return render(request, "statistics/counting.html", {"municipality": place, "rows": rows, "tab": "report", "choices": CHOICES})
