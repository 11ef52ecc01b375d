"""Notices with a clock: what others tell us or ask, what we send, and what came of it; those that few may see on a page of their own."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from helhet.access.policy import may_write
from helhet.access.rules import Part
from helhet.cases import actions, queries
from helhet.cases.rules.notices import NOTICE_ANSWER_NAMES, NOTICES, PROTECTED_KINDS, NoticeKind
from helhet.organisation.rules import N_

from .doors import need
from .forms import Choices, Day, Form, Words
from .person import around
from .sheet import Sheet, one_of, pick


class NoticeForm(Form):
    """What came or was sent, from or to whom, and when."""

    kind = forms.ChoiceField(label=N_("Hva gjelder det?"), widget=Choices)
    on = forms.DateField(label=N_("Hvilken dag?"), widget=Day(), help_text=N_("Dagen det kom, ble sendt eller ble avgjort."))
    party = forms.CharField(
        label=N_("Hvem er den andre?"), max_length=160, help_text=N_("Den som meldte eller ba, eller den vi sendte til.")
    )
    words = forms.CharField(label=N_("Hva står det?"), widget=Words(3, hers=False))


class NoticeAnswerForm(Form):
    """What came of it, and when."""

    answer = forms.ChoiceField(label=N_("Hva kom ut av det?"), widget=Choices)
    answered_on = forms.DateField(label=N_("Hvilken dag?"), widget=Day())
    words = forms.CharField(label=N_("Mer om det"), required=False, widget=Words(2, hers=False))


def notices(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Notices with a clock, open ones first."""
    return _page(request, person_id, Part.CASE, queries.notices_of, "notices")


def protected_notices(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Concern for a child, and coercion: only for those who must know."""
    return _page(request, person_id, Part.PROTECTED, queries.protected_notices_of, "protected-notices")


def _page(request: HttpRequest, person_id: UUID, part: Part, of: Callable[..., list[Any]], name: str) -> HttpResponse:
    page = around(request, person_id, "enquiries")
    need(page, part)
    person = page["person"]
    sheet = Sheet(request, f"{name}:{person.pk}")
    found = of(request.opening, person.pk)
    if may_write(request.actor, person.pk, part):
        page["form"] = sheet.form("note", NoticeForm, initial={"on": request.actor.on, "kind": request.GET.get("hva", "")})
        pick(page["form"], "kind", [(kind, gettext(NOTICES[kind].name)) for kind in _kinds(part)])
        for one in found:
            one.answer_form = _answer_form(sheet, one, request.actor.on)
    if sheet.did(
        note=lambda data, row: actions.note_notice(person.pk, by=request.actor, **data),
        answer=lambda data, row: actions.answer_notice(one_of(found, row), by=request.actor, **data),
    ):
        return redirect(name, person.pk)
    waiting = [one for one in found if one.rule.answers and not one.answered_on]
    return render(
        request, "cases/notices.html",
        page | {
            "waiting": waiting, "over": [one for one in found if one not in waiting], "sheet": sheet, "sub": name,
            "late": sum(1 for one in waiting if one.answer_by and one.answer_by < request.actor.on),
            "answer_names": NOTICE_ANSWER_NAMES, "is_protected": part == Part.PROTECTED,
        },
    )  # fmt: skip


def _kinds(part: Part) -> Iterable[NoticeKind]:
    return [kind for kind in NOTICES if (kind in PROTECTED_KINDS) == (part == Part.PROTECTED)]


def _answer_form(sheet: Sheet, one: Any, on: Any) -> Form | None:
    if not one.rule.answers or one.answered_on:
        return None
    form = sheet.form("answer", NoticeAnswerForm, one.pk, initial={"answered_on": on})
    pick(form, "answer", [(answer, gettext(NOTICE_ANSWER_NAMES[answer])) for answer in one.rule.answers])
    return form
