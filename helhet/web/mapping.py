"""Mapping with her: what is good first, one area at a time, and nothing asked twice."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext

from helhet.access import actions as access
from helhet.access.policy import NotVisible, require_see, require_write
from helhet.access.rules import Part
from helhet.cases.rules import EIGHT_LIFE_AREAS, LIFE_AREA_NAMES, LifeArea
from helhet.mapping import actions, queries, rules
from helhet.mapping.rules.scoring import conversations
from helhet.organisation import queries as organisation

from . import mapping_form
from .forms import Form, carried_out, kept
from .person import around
from .trend import Trend, draw


def overview(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """What she has been asked and how it goes; where to go on, if it can lead to help."""
    page = around(request, person_id, "mapping")
    person, opening = page["person"], request.opening
    require_see(request.actor, person.pk, Part.MAPPING)
    responses = queries.responses_of(opening, person.pk)
    return render(
        request, "mapping/mapping.html",
        page | {
            "life": queries.life_areas(opening, person.pk), "responses": [_told(one) for one in responses],
            "over_time": _over_time(responses), "instruments": _offered(get_language()),
            "strengths": queries.resources_said(opening, person.pk),
            "without_wording": queries.without_wording(get_language()), "pathway": queries.always_talked_about(opening, person.pk),
        },
    )  # fmt: skip


def _offered(language: str) -> list[Any]:
    """What can be answered, the life areas first: resources before problems. The talk on safety and what is said of us stand elsewhere."""
    offered = (one for one in queries.in_use(language) if one.name != rules.SAFETY and not one.questionnaire.after)
    return sorted(offered, key=lambda one: one.name != rules.LIFE_AREAS)


def _told(one: Any) -> Any:
    """A response with its scores as they are said: (title, row, words)."""
    form = one.instrument.questionnaire
    one.told = [(s.title, one.scores[s.name], s.words(one.scores[s.name].value)) for s in form.scorings if s.name in one.scores]
    return one


def _over_time(responses: Iterable[Any]) -> list[dict[str, Any]]:
    """For each instrument with a score given more than once: a drawing of each score, and the table of them all, newest first."""
    by_name: dict[str, list[Any]] = {}
    for one in responses:
        if one.scores and not one.corrected_by:
            by_name.setdefault(one.instrument.name, []).append(one)
    found = []
    for name, answered in by_name.items():
        series = queries.series_of(answered)
        if not any(len(s.points) > 1 for s in series):
            continue
        rows = [(one, [one.scores.get(s.scoring.name) for s in series]) for one in answered]
        found.append({
            "name": name, "title": answered[0].instrument.title, "trends": [_drawn(s) for s in series if len(s.points) > 1],
            "heads": [s.scoring.title for s in series], "rows": rows,
        })  # fmt: skip
    return sorted(found, key=lambda one: one["name"] != rules.LIFE_AREAS)


def _drawn(series: Any) -> Trend:
    scoring = series.scoring
    points = [(p.on, p.value, p.row, p.answered_by == rules.AnsweredBy.WORKER) for p in series.points]
    return draw(scoring.title, scoring.note, scoring.low, scoring.high, points)


def new(request: HttpRequest, person_id: UUID, instrument: str) -> HttpResponse:
    """Answer an instrument, whole or one part at a time; or correct what was answered before."""
    page = around(request, person_id, "mapping")
    person = page["person"]
    require_write(request.actor, person.pk, Part.MAPPING)
    corrected = _named(request, person.pk, "retter")
    chosen = corrected.instrument if corrected else queries.instrument_named(instrument, request.GET.get("sprak", person.language))
    if chosen.questionnaire.after:
        raise NotVisible  # what she says of us is not for everybody who reads how she is
    empty, draft = mapping_form.form_for(chosen.questionnaire), _draft(person.pk, chosen.name, corrected)
    form = kept(empty, request, draft, initial=_initial(request, corrected))
    part = request.POST.get("part", "")
    if carried_out(form, request, lambda data: _respond(data, person.pk, chosen, part, corrected, request)):
        return _onwards(request, form, person.pk, form.result, part)
    before = {} if corrected else queries.earlier(request.opening, person.pk, chosen.name)
    saved = _named(request, person.pk, "lagret")
    return render(
        request, "mapping/new.html",
        page | {
            "form": form, "chosen": chosen, "sections": mapping_form.parts(form, chosen.questionnaire, before, saved),
            "corrected": corrected,
            "languages_here": queries.languages_of(chosen.name), "low": _low(saved, person.pk), "numbers": _numbers(chosen.name, person),
        },
    )  # fmt: skip


def _numbers(name: str, person: Any) -> list[Any]:
    """Whom to ring now, beside the talk about safety."""
    return list(organisation.emergency_numbers([person.municipality_id])) if name == rules.SAFETY else []


def _named(request: HttpRequest, person_id: UUID, key: str) -> Any:
    """The response that the address names under this key, if it names one; `NotVisible` when it is no response of hers."""
    text = request.GET.get(key, "")
    if not text:
        return None
    try:
        response_id = UUID(text)
    except ValueError:
        raise NotVisible from None
    return queries.open_response(request.opening, person_id, response_id)


def _draft(person_id: UUID, name: str, corrected: Any) -> str:
    return f"kartlegging:{corrected.pk}" if corrected else f"kartlegging:{person_id}:{name}"


def _initial(request: HttpRequest, corrected: Any) -> dict[str, Any]:
    """As it was answered when it is corrected; else together, today."""
    if corrected:
        around_it = {name: getattr(corrected, name) for name in ("answered_by", "on", "words")}
        return mapping_form.as_typed(corrected.answers) | around_it
    own = request.actor.kind == "person"
    return {"answered_by": rules.AnsweredBy.PERSON if own else rules.AnsweredBy.TOGETHER, "on": request.actor.on}


def _respond(data: dict[str, Any], person_id: UUID, chosen: Any, part: str, corrected: Any, request: HttpRequest) -> Any:
    links = mapping_form.links_of(chosen.questionnaire, part)
    return actions.respond(
        person_id, instrument=chosen, answers={link: data[link] for link in links}, answered_by=data["answered_by"], on=data["on"],
        words="" if part else data["words"], corrects=corrected, by=request.actor,
    )  # fmt: skip


def _onwards(request: HttpRequest, form: Form, person_id: UUID, made: Any, part: str) -> HttpResponse:
    """To what was answered; or, when one part was saved, back to it with the rest of the draft kept."""
    if not part:
        messages.success(request, gettext("Kartleggingen er lagret."))
        return redirect("mapping-response", person_id, made.pk)
    saved = mapping_form.links_of(made.instrument.questionnaire, part)
    access.keep_draft(form.draft, {name: value for name, value in mapping_form.typed(form).items() if name not in saved}, by=request.actor)
    query = {"lagret": made.pk} | ({"sprak": request.GET["sprak"]} if "sprak" in request.GET else {})
    return redirect(f"{request.path}?{urlencode(query)}#{part}")


def _low(response: Any, person_id: UUID) -> list[dict[str, str]]:
    """The life areas answered low, each with the page where a need can be noted."""
    if response is None or response.instrument.name != rules.LIFE_AREAS:
        return []
    needs = reverse("person-needs", args=[person_id])
    return [
        {
            "key": area, "name": LIFE_AREA_NAMES[LifeArea(area)], "value": response.answers[area],
            "url": f"{needs}?{urlencode({'omrade': area})}",
        }
        for area in rules.low(response.answers, EIGHT_LIFE_AREAS)
    ]  # fmt: skip


def response(request: HttpRequest, person_id: UUID, response_id: UUID) -> HttpResponse:
    """What was answered, as it was answered."""
    page = around(request, person_id, "mapping")
    person = page["person"]
    found = _told(queries.open_in_full(request.opening, person.pk, response_id))
    form = found.instrument.questionnaire
    return render(
        request, "mapping/response.html",
        page | {
            "response": found, "sections": mapping_form.answered(form, found.answers), "low": _low(found, person.pk),
            "conversations": [form.question(one.question) for one in conversations(form, found.answers)],
            "numbers": _numbers(found.instrument.name, person),
            "notes": list(dict.fromkeys(one.note for one in form.scorings if one.name in found.scores and one.note)),
        },
    )  # fmt: skip
