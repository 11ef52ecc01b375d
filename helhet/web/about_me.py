"""Everything about her, in her own hands: what there is, a copy to read and one for machines, and asking for it to be corrected.

For one without sign-in a worker prints it when she asks.
"""

import base64
import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext

from helhet.access import looks as looked
from helhet.access import whole
from helhet.access.policy import NotVisible, may_write, own_record
from helhet.access.rules import CHANNEL_NAMES, DOCUMENT_NAMES, HERS, PART_NAMES, TAKEN_OUT, LinkChannel, Part
from helhet.cases import actions, queries
from helhet.cases.rules.notices import HER_OWN_KINDS, NOTICE_ANSWER_NAMES, NOTICES
from helhet.organisation.rules import N_
from helhet.people import queries as people

from . import paper
from .forms import Choices, Form, Words
from .on_paper import on_paper
from .person import around
from .sheet import Sheet, pick

_FORMAT = "helhet-om-meg/1"
_LOADED = N_("lastet ned")
_PLACE = N_("kommunen og enhetene som hjelper")
# Not yet written to the end, and hers to read when it is: a note before it is signed, what a meeting decided before its minutes are shared.
_UNFINISHED = {"notat": Q(signed_at=None), "beslutning": Q(meeting__minutes_shared_at=None)}
_IN_ORDER = list(Part)


class AskForm(Form):
    """What she asks about her record."""

    kind = forms.ChoiceField(label=N_("Hva vil du?"), widget=Choices)
    words = forms.CharField(
        label=N_("Hva gjelder det?"), widget=Words(4), help_text=N_("Skriv hva som er feil, eller hva du vil se. Litt er nok.")
    )  # fmt: skip


def about_me(request: HttpRequest) -> HttpResponse:
    """What stands about her, by kind; the copies; and asking for something to be corrected, or to see what is not shown."""
    person = people.open_person(request.opening, own_record(request.actor))
    sheet = Sheet(request, "about-me")
    form = sheet.form("ask", AskForm, initial={"kind": HER_OWN_KINDS[0]})
    pick(form, "kind", [(kind, gettext(NOTICES[kind].name)) for kind in HER_OWN_KINDS])
    if sheet.did(ask=lambda data, row: actions.ask_about_record(by=request.actor, **data)):
        messages.success(request, gettext("Vi har fått det du skrev."))
        return redirect("about-me")
    asked = [one for one in queries.notices_of(request.opening, person.pk) if one.kind in HER_OWN_KINDS]
    return render(
        request, "day/about_me.html",
        {
            "person": person, "form": form, "counted": _counted(request, person), "asked": asked, "answer_names": NOTICE_ANSWER_NAMES,
            "place": "day",
        },
    )  # fmt: skip


def as_json(request: HttpRequest) -> StreamingHttpResponse:
    """Every field of every row, and the log: for another system, or for whoever wants to be sure."""
    person = people.open_person(request.opening, own_record(request.actor))
    kinds = _opened(request, person)
    log = whole.log_of(request.opening, people.merged_with(person.pk))
    # Logged before the first word leaves: what is streamed after this was opened here.
    request.opening.seal(_LOADED)
    response = StreamingHttpResponse(_streamed(request.actor.at, person, kinds, log), content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="om-meg-{request.actor.on}.json"'
    return response


def as_pdf(request: HttpRequest) -> HttpResponse:
    """The same to read, in words and exactly as written, but for what the plan held in earlier versions; large print when asked for."""
    person = people.open_person(request.opening, own_record(request.actor))
    return _paper(request, person, large=request.GET.get("stor") == "1", verb=_LOADED)


class TakeOutForm(Form):
    """How the worker knows who asks, and how large the letters are to be."""

    channel = forms.ChoiceField(label=N_("Hvordan vet du at det er riktig person?"), choices=CHANNEL_NAMES.items(), widget=Choices)
    print_size = forms.ChoiceField(
        label=N_("Hvor stor skrift?"), choices=[("", N_("vanlig skrift")), ("large", N_("stor skrift"))], required=False, widget=Choices
    )  # fmt: skip


def for_her(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """A worker prints everything about her when she asks and has no sign-in: what both may see, in her language, and she is told."""
    page = around(request, person_id, "team")
    person, actor = page["person"], request.actor
    if not actor.is_staff or Part.LOG not in page["parts"] or not may_write(actor, person.pk, Part.PERSON):
        raise NotVisible
    sheet = Sheet(request)
    form = sheet.form("take_out", TakeOutForm, initial={"print_size": ""})
    closed = [PART_NAMES[part] for part in HERS if part not in page["parts"]] + [_PLACE] * page["hide_place"]

    def take_out(data: dict[str, Any], row: str) -> HttpResponse:
        request.opening.note = CHANNEL_NAMES[LinkChannel(data["channel"])]
        with translation.override(person.language):
            large = data["print_size"] == "large"
            return _paper(request, person, large=large, verb=TAKEN_OUT, closed=closed, hide_place=page["hide_place"])

    if sheet.did(take_out=take_out):
        return sheet.result
    return render(request, "person/everything.html", page | {"form": form, "closed": closed, "counted": _counted(request, person)})


def _counted(request: HttpRequest, person: Any) -> list[tuple[str, int]]:
    return sorted((capfirst(gettext(DOCUMENT_NAMES[kind])), count) for kind, count in whole.counted(request.opening, person.pk))


def _paper(
    request: HttpRequest, person: Any, *, large: bool, verb: str, closed: Sequence[str] = (), hide_place: bool = False
) -> HttpResponse:  # fmt: skip
    # Who she is first, what was changed last.
    kinds = sorted(_opened(request, person), key=lambda kind: (_IN_ORDER.index(kind.part), kind.document != "person"))
    opened = {row.pk: row for kind in kinds for row in kind.rows}
    shown = [
        (capfirst(gettext(DOCUMENT_NAMES[kind.document])), [on_paper(row, opened, hide_place=hide_place) for row in kind.rows])
        for kind in kinds
    ]
    log = looked.who_has_looked(request.opening, people.merged_with(person.pk))
    page = {
        "person": person,
        "kinds": shown,
        "looks": [*log.emergencies, *log.days],
        "large": large,
        "closed": ", ".join(map(gettext, closed)),
        "hide_place": hide_place,
    }
    html = render_to_string("day/about_me_paper.html", page, request)
    request.opening.seal(verb)
    return paper.sent(html, f"om-meg-{request.actor.on}", keep=True)


def _opened(request: HttpRequest, person: Any) -> list[whole.Kind]:
    """Every row that is hers to read, of each kind."""
    kinds = whole.everything(request.opening, person.pk, unfinished=_UNFINISHED)
    unshared = set()
    for kind in kinds:
        for row in kind.rows if kind.document == "møte" else ():
            if row.minutes_shared_at is None:
                row.summary = ""
                unshared.add(row.pk)
    for kind in kinds:
        for row in kind.rows if kind.document == "endring" else ():
            if row.row in unshared:
                row.was, row.became = ({k: v for k, v in side.items() if k != "summary"} for side in (row.was, row.became))
    return kinds


def _streamed(at: datetime, person: Any, kinds: list[whole.Kind], log: list[Any]) -> Iterator[str]:
    head = {"format": _FORMAT, "made_at": at.isoformat(), "person": str(person.pk)}
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "documents": ['
    for place, kind in enumerate(kinds):
        named = {"document": kind.document, "name": gettext(DOCUMENT_NAMES[kind.document]), "part": kind.part.value}
        yield ("," if place else "") + "\n" + json.dumps(named, ensure_ascii=False)[:-1] + ', "rows": ['
        for number, row in enumerate(kind.rows):
            yield ("," if number else "") + "\n" + json.dumps(_whole_row(row), ensure_ascii=False)
        yield "]}"
    yield '\n], "log": ['
    for number, entry in enumerate(log):
        yield ("," if number else "") + "\n" + json.dumps(_whole_row(entry), ensure_ascii=False)
    yield "\n]}\n"


def _whole_row(row: Any) -> dict[str, Any]:
    """Every field as it is kept but for what opens a door; a choice with its word beside, and whoever is named with the name."""
    found: dict[str, Any] = {}
    for field in whole.copied(row):
        value = getattr(row, field.attname)
        found[field.attname] = _machine(value)
        if field.choices and value not in ("", None):
            found[f"{field.name}_text"] = gettext(str(getattr(row, f"get_{field.name}_display")()))
        elif field.is_relation and value is not None and not hasattr(field.related_model, "person_path"):
            found[f"{field.name}_text"] = getattr(getattr(row, field.name), "name", "")
    for beside in row._meta.related_objects:
        # What belongs to the row and is no document of its own: the parts a consent opens.
        if not beside.hidden and not hasattr(beside.related_model, "person_path"):
            found[beside.get_accessor_name()] = [_whole_row(one) for one in getattr(row, beside.get_accessor_name()).all()]
    return found


def _machine(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    return value
