"""My day: who needs me first, what is over time, what is new, where I go next."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime
from django.utils.translation import gettext, ngettext

from helhet.access import queries as access
from helhet.access.log import Opening
from helhet.access.rules import Part
from helhet.cases import queries as cases
from helhet.deviations import queries as deviations
from helhet.deviations.rules import AREA_NAMES
from helhet.handover import queries as handover
from helhet.organisation.rules import N_
from helhet.oversight import queries as oversight
from helhet.people import queries as people
from helhet.plans import queries as plans
from helhet.team import queries as team
from helhet.voice import queries as voice

from . import due, experience, heard, hers, inspections
from .templatetags.helhet import small_number

# What a partner may be given, and the page it stands on.
_SHARED = {
    Part.PLAN: (N_("Planen"), "plan"), Part.CRISIS: (N_("Når det er vanskelig"), "crisis"), Part.MAPPING: (N_("Kartlegging"), "mapping"),
    Part.MEETINGS: (N_("Møter"), "meetings"), Part.TASKS: (N_("Oppgaver"), "person-tasks"),
}  # fmt: skip
_CALM_DAYS = 14
_AT_ONCE = 12


def my_day(request: HttpRequest) -> HttpResponse:
    """The first page: for staff her day, for the person her plan, for a partner what is shared."""
    if request.actor.kind == "person":
        return hers.mine(request)
    if request.actor.kind == "representative":
        return hers.represents(request)
    if request.actor.kind == "inspector":
        return inspections.inspections(request)
    if request.actor.kind == "council":
        return experience.experiences(request)
    if not request.actor.is_staff:
        return _shared(request)
    with request.opening.weighing():
        page = _day(request)
    return render(request, "day/my_day.html", page)


def _day(request: HttpRequest) -> dict[str, Any]:
    """Everything the day is chosen from is weighed: what the page draws of it is shown."""
    opening, actor = request.opening, request.actor
    everybody, whole = request.GET.get("alle") == "1", request.GET.get("vis") == "alt"
    mine = access.everybody(actor) if everybody else access.answers_for(actor)
    first = _first(opening, mine)
    on_top = {one.pk for one in first["waiting"]}
    found = [one for one in due.of_day(opening, mine) if one.row not in on_top]
    near = due.near(found, until=actor.on + timedelta(days=_CALM_DAYS), on=actor.on)
    untaken = [one for one in cases.inbox(opening) if one.taken_by_id is None]
    shown, inbox = (near, untaken) if whole else (near[:_AT_ONCE], untaken[:_AT_ONCE])
    waiting = deviations.waiting(opening)
    page = first | {
        "lines": due.lines(shown, people.names_of(opening, {one.person_id for one in shown}), on=actor.on), "place": "day",
        "everybody": everybody, "greeting": _greeting(request), "today": actor.on, "more": len(near) - len(shown),
        "inbox": inbox, "untaken": len(untaken) - len(inbox), "meetings": team.day(opening),
        "messages_waiting": handover.unresolved(opening), "fallen": heard.fallen_of_day(opening, mine),
        "deviations": [(one, one.state(actor.on)) for one in waiting], "areas": AREA_NAMES,
        "sayings": voice.sayings_to(actor, unanswered=True), "asked": oversight.asked_of(actor), "later": len(found) - len(near),
    }  # fmt: skip
    states = [one.state(actor.on) for one in near] + [one.state(actor.on) for one in waiting]
    return page | {"lead": _opening_words(page, states.count("over"))}


def _first(opening: Opening, mine: list[UUID] | None) -> dict[str, Any]:
    """At most two that come before everything else: who says it is hard, and the hospital that waits; and what else was said."""
    opening.ask_ahead([*((one, mine) for one in (*plans.LATELY, *voice.SAID)), *((one, None) for one in handover.OF_DAY)])
    said = plans.said_lately(opening, mine)
    for one in said:
        person = one.goal.plan.person
        opening.remember(person.pk, person.part, person.document, person.pk)
    hard = [one for one in said if one.outcome == -2]
    waiting = handover.waiting(opening)
    # Who reads her plan need not read what helps her when it is hard: a link only for whoever may.
    crisis = access.whose_part_is_open(opening.actor, Part.CRISIS, [one.goal.plan.person_id for one in hard[:1]]) if hard else set()
    return {
        "hard": hard[:1],
        "crisis": crisis,
        "waiting": waiting[:1] if hard else waiting[:2],
        "said": [one for one in said if one not in hard[:1]],
    }


def _greeting(request: HttpRequest) -> str:
    hour = localtime(request.actor.at).hour
    hello = gettext("God morgen") if hour < 10 else gettext("God dag") if hour < 18 else gettext("God kveld")
    return f"{hello}, {request.actor.name.split(' ')[0]}"


def _opening_words(page: dict[str, Any], over: int) -> str:
    """One or two plain sentences made from the facts."""
    first = [gettext("%(name)s trenger en telefon") % {"name": one.goal.plan.person.first} for one in page["hard"]]
    if page["waiting"]:
        first.append(gettext("sykehuset venter på svar"))
    sentences = [_sentence(first)] if first else []
    if over:
        counted = ngettext("Én ting er over tiden.", "%(count)s ting er over tiden.", over) % {"count": small_number(over).capitalize()}
        sentences += [counted, gettext("Resten er i rute.")]
    else:
        sentences.append(gettext("Ingenting er over tiden."))
    return " ".join(sentences)


def _sentence(parts: list[str]) -> str:
    joined = gettext(" og ").join(parts)
    return f"{joined[0].upper()}{joined[1:]}."


def _shared(request: HttpRequest) -> HttpResponse:
    """For a partner: the persons who share something, and what."""
    found = people.list_persons(request.opening)
    keys = [row["pk"] for row in found]
    shared = {part: access.whose_part_is_open(request.actor, part, keys) for part in _SHARED}
    rows = [(row, [_SHARED[part] for part, whose in shared.items() if row["pk"] in whose]) for row in found]
    return render(request, "day/shared.html", {"rows": rows, "place": "day"})
