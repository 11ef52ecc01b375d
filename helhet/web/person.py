"""One person on one page: what matters to her, what is due, who is around her, how it goes."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from helhet.access import log
from helhet.access import looks as looked
from helhet.access import queries as access
from helhet.access.log import Opening
from helhet.access.policy import NotVisible, may_write, parts_seen
from helhet.access.questions import Asked
from helhet.access.rules import LOOK_FINDING_NAMES, PURPOSE_NAMES, ROLE_NAMES, YOUR_ROLE_NAMES, Part
from helhet.cases.rules import TIMELINE
from helhet.handover import queries as handover
from helhet.journal import queries as journal
from helhet.mapping import queries as mapping
from helhet.people import queries as people
from helhet.people.rules import GRADE_NAMES, Grade, age
from helhet.plans import queries as plans
from helhet.team import actions as team_actions
from helhet.team import queries as team
from helhet.voice import queries as voice

from . import due, heard
from .sheet import Sheet
from .templatetags.helhet import clock, day_year, documents, from_iso

_LATELY = timedelta(days=30)
_ENOUGH = 40  # lines of her log on a page; a day is never cut in two


def around(request: HttpRequest, person_id: UUID, tab: str) -> dict[str, Any]:
    """What the head of every page about a person needs (templates/person/head.html): opens the person first."""
    person = people.open_person(request.opening, person_id)
    actor = request.actor
    parts = parts_seen(actor, person.pk)
    return {
        "person": person, "age": age(person.born, on=actor.on), "grade": GRADE_NAMES.get(person.grade), "tab": tab, "place": "persons",
        "role_names": ROLE_NAMES, "parts": parts,
        "hide_place": hides_place(person, parts),
    }  # fmt: skip


def hides_place(person: Any, parts: Collection[Part]) -> bool:
    """With a strictly protected address, not even the municipality (nor a unit or partner that tells it) is named."""
    return person.grade == Grade.STRICT and Part.ADDRESS not in parts


def tells(page: dict[str, Any], rows: list[Any]) -> list[Any]:
    """What a field of the page is filled with, or its choices are made of: shown, and no element of its own says so."""
    page.setdefault("told_rows", []).extend(rows)
    return rows


def team_to_choose(request: HttpRequest, page: dict[str, Any], *, partners: bool = False) -> list[Any]:
    """The team as the choices of a field name them, each by the first thing she is in it; only partners when asked."""
    with request.opening.weighing():
        found = access.team_of(request.opening, page["person"].pk)
    return tells(page, [one for one in found if one.partner_member_id or not partners])


def overview(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The person's page."""
    page = around(request, person_id, "overview")
    person, opening = page["person"], request.opening
    opening.ask_ahead(_asked_of(opening, [person.pk]))
    children, asked = people.children_of(opening, person.pk)
    team_now = access.team_of(opening, person.pk)
    page |= {
        "matters": people.what_matters(opening, person.pk), "team": team_now, "fallen": heard.fallen(request, person),
        "kin": people.kin_of(opening, person.pk),
        "children": children, "asked": asked,
        "ties": people.network_of(opening, person.pk), "address": people.address_of(opening, person.pk),
        "goals": plans.goals_in_short(opening, person.pk),
        "life": mapping.life_areas(opening, person.pk), "happened": _time_line(opening, person),
        "lines": due.lines(due.everything(opening, [person.pk]), {person.pk: person}, on=request.actor.on),
        "looks": looked.looks_since(opening, [person.pk], request.actor.at - _LATELY),
        "shared": access.shared_with(opening, person.pk), "objections": access.objections_of(opening, person.pk),
    }  # fmt: skip
    return render(request, "person/overview.html", page)


def _asked_of(opening: Opening, her: list[UUID]) -> list[Asked]:
    """What the page asks about her, and what is due."""
    rooms = (access, people, plans, mapping, journal, team, handover)
    said = voice.SAID if opening.actor.is_staff else ()
    return [*((one, her) for room in rooms for one in room.OF_PERSON), *((one, her) for one in said), *due.asked_of(opening, her)]


def _time_line(opening: Opening, person: Any) -> list[Any]:
    """What has happened, newest first: contacts and notes, meetings, the plan's versions, mapping, stays in hospital."""
    rooms = (journal, team, plans, mapping, handover)
    with opening.weighing():
        found = [one for room in rooms for one in room.timeline(opening, person.pk)]
    return sorted(found, key=lambda one: one.at, reverse=True)[:TIMELINE]


def who_has_looked(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Every reading and change of this person's record, as she herself sees it; she asks about a line by one press, or a helper for her."""
    page = around(request, person_id, "log")
    person, opening, sheet = page["person"], request.opening, Sheet(request)
    keys, own = people.merged_with(person.pk), request.actor.kind == "person"
    asks = own or (request.actor.is_staff and may_write(request.actor, person.pk, Part.CASE))
    if asks and sheet.did("ask", ask=lambda data, row: _asks_about(request, person.pk, keys, row)):
        return redirect("thread", sheet.result.pk)
    shown = looked.who_has_looked(opening, keys, until=from_iso(request.GET.get("til", "")), enough=_ENOUGH)
    _with_what_came_of_it(opening, person.pk, shown)
    # The proof reads every line there is: it is given to whoever asks for it.
    broken = list(log.verify(keys)) if request.GET.get("regn") else None
    return render(
        request, "person/who_has_looked.html",
        page | {
            "log": shown, "purposes": PURPOSE_NAMES, "sheet": sheet, "own": own, "asks": asks,
            "roles": YOUR_ROLE_NAMES if own else ROLE_NAMES,
            "me": request.actor.key, "findings": LOOK_FINDING_NAMES, "broken": broken, "lines": log.length(keys) if broken == [] else 0,
            "others": looked.looks_since(opening, keys, request.actor.at - _LATELY, but=request.actor.key)[1] if own else None,
        },
    )  # fmt: skip


def _with_what_came_of_it(opening: Opening, person_id: UUID, shown: looked.HerLog) -> None:
    """Beside each line: whether it was gone through, and whether she has asked about it."""
    lines = {one.pk for one in shown.readings}
    checked = looked.reviewed(opening, person_id, lines=lines)
    asked = {one.entry: one for one in team.threads_in_short(opening, person_id, entries=lines)}
    for look in (*shown.emergencies, *shown.days):
        for one in look.readings:
            one.checked, one.asked = checked.get(one.pk), asked.get(one.pk)
        look.opened = any(one.asked for one in look.readings)


def _asks_about(request: HttpRequest, person_id: UUID, keys: list[UUID], row: str) -> Any:
    try:
        entry = looked.look_at(request.opening, keys, UUID(row))
    except ValueError:
        raise NotVisible from None
    if entry.actor_key == request.actor.key:
        raise NotVisible  # nobody asks herself
    said = gettext("{who}, {on} kl. {at}: {verb} {what}").format(
        who=", ".join(filter(None, [entry.actor_name, entry.organisation])), on=day_year(entry.at), at=clock(entry.at),
        verb=gettext(entry.verb), what=documents(entry.kinds),
    )  # fmt: skip
    return team_actions.ask_about_look(person_id, look=entry, regarding=said, by=request.actor)
