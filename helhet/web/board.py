"""The board: who is followed closely now, gone through person by person; and her place on it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from helhet.access import queries as access
from helhet.access.policy import NotVisible, may_write, require_see
from helhet.access.rules import Part, Purpose
from helhet.organisation import queries as organisation
from helhet.organisation.rules import N_
from helhet.team import actions, queries, rules

from . import board_forms as asked
from . import board_rows, doors
from .forms import Form, carried_out, kept
from .meetings import gives_tasks
from .person import around
from .templatetags.helhet import small_number


def _meeting(request: HttpRequest) -> Any:
    """The meeting this worker has going; what is shown meanwhile, was shown to those who are there."""
    meeting = queries.running_meeting(request.actor)
    if meeting:
        there = [one.name for one in meeting.present.all() if one.pk != request.actor.staff_id]
        request.opening.note = ", ".join([N_("Tavlemøte"), *there])
    return meeting


def board(request: HttpRequest) -> HttpResponse:
    """Everybody the team follows closely, the closest first."""
    doors.worker(request)
    if request.method == "POST":
        request.session["board_keys"] = "off" if request.POST.get("taster") == "av" else "on"
        return redirect("board")
    meeting = _meeting(request)
    if request.GET.get("skjult"):
        return render(request, "team/board_hidden.html", {"place": "board", "meeting": meeting})
    opening, asked_for = request.opening, meeting.municipality_id or "" if meeting else request.GET.get("kommune", "")
    gone = queries.gone_through(opening, meeting) if meeting else set()
    rows = board_rows.rows(opening, municipality=asked_for, gone=gone)
    page = {
        "rows": rows, "place": "board", "meeting": meeting, "asked_for": asked_for, "municipalities": _served(request),
        "suggested": [] if meeting else board_rows.suggestions(opening, {row.place["about"] for row in rows}),
        "held": [] if meeting else queries.held_meetings(request.actor), "keys": request.session.get("board_keys") != "off",
        "lead": _opening_words(rows), "today": request.actor.on, "gone": sum(row.gone for row in rows),
        "left": rules.time_left(meeting.begun_at, meeting.minutes_long, request.actor.at) if meeting else 0,
    }  # fmt: skip
    return render(request, "team/board.html", page)


def _served(request: HttpRequest) -> list[Any]:
    """The municipalities to choose between, when there is more than one."""
    found = organisation.served_by_units(request.actor)
    return found if len(found) > 1 else []


def _opening_words(rows: list[board_rows.Row]) -> str:
    """How many, and how closely, in a sentence."""
    if not rows:
        return gettext("Ingen står på tavlen.")
    whole = ngettext("Én står på tavlen", "%(count)s står på tavlen", len(rows)) % {"count": small_number(len(rows)).capitalize()}
    counts = [(name, sum(row.place["level"] == level for row in rows)) for level, name in rules.LEVEL_NAMES.items()]
    parts = [f"{small_number(count)} {gettext(name).lower()}" for name, count in counts if count]
    return f"{whole}: {', '.join(parts)}."


def board_meeting(request: HttpRequest) -> HttpResponse:
    """Begin a meeting at the board, or end the one that is going."""
    doors.worker(request)
    if request.actor.staff_id is None:
        raise NotVisible
    meeting = queries.running_meeting(request.actor)
    form = kept(asked.EndForm, request, "board-end") if meeting else _begin_form(request)
    if carried_out(form, request, lambda data: _end(request, meeting, form) if meeting else _begin(request, form)):
        if form.result:
            messages.success(request, form.result)
        return redirect("board")
    return render(request, "team/board_meeting.html", {"form": form, "meeting": meeting, "place": "board"})


def _begin_form(request: HttpRequest) -> Form:
    form = kept(asked.BeginForm, request, "board-begin")
    served = organisation.served_by_units(request.actor)
    form.fields["municipality"].choices = [("", gettext("Alle dere følger")), *((one.pk, one.name) for one in served)]
    there = organisation.colleagues(request.actor)
    form.fields["present"].choices = [(str(one.pk), one.name) for one in there if one.pk != request.actor.staff_id]
    return form


def _begin(request: HttpRequest, form: Form) -> str:
    data = form.cleaned_data
    where = next((one for one in organisation.served_by_units(request.actor) if one.pk == data["municipality"]), None)
    present = {request.actor.staff_id, *(UUID(key) for key in data["present"])}
    actions.begin_board_meeting(where, minutes_long=data["minutes_long"], present=present, by=request.actor)
    return ""


def _end(request: HttpRequest, meeting: Any, form: Form) -> str:
    actions.end_board_meeting(meeting, words=form.cleaned_data["words"], by=request.actor)
    minutes = int((meeting.ended_at - meeting.begun_at).total_seconds() // 60)
    return gettext("Møtet varte i {minutes} minutter. {many} ble gjennomgått.").format(minutes=minutes, many=meeting.gone_through)


# What can be done with a row: the form and its draft.
_FORMS = {"place": asked.PlaceForm, "task": asked.BoardTaskForm, "off": asked.OffForm}


def person_board(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Her place on the board: as a row of it (asked for from the board itself), or as a page of hers."""
    if request.method == "POST" and request.POST.get("gjor") == "turn":
        return _turn(request, person_id)
    if request.htmx:
        return _as_row(request, person_id)
    page = around(request, person_id, "meetings")
    person = page["person"]
    if request.actor.kind not in ("staff", "machine", "person"):
        raise NotVisible
    require_see(request.actor, person.pk, Part.CASE)
    place = queries.place_of(request.opening, person.pk)
    forms = _forms(request, person.pk, place)
    if request.method == "POST" and _does(request, person.pk, place, forms):
        return redirect(f"{reverse('board')}#rad-{person.pk}")
    return render(request, "team/person_board.html", page | {"board_place": place, "forms": forms, "past": _past(request, person.pk)})


def _past(request: HttpRequest, person_id: UUID) -> list[Any]:
    """Each time on the board, with what it was before each change."""
    found = queries.places_of(request.opening, person_id)
    for one in found:
        with request.opening.weighing():
            changes = access.history_of(request.opening, person_id, one.pk)
        one.changes = [change for change in changes if "why" in change.was]
        for change in one.changes:
            change.level = rules.LEVEL_NAMES[rules.Level(int(change.was["level"]))]
    return found


def _writes(request: HttpRequest, person_id: UUID) -> bool:
    return may_write(request.actor, person_id, Part.CASE, Purpose.COORDINATION) if request.actor.is_staff else False


def _forms(request: HttpRequest, person_id: UUID, place: Any) -> dict[str, Form]:
    """The forms this actor may send; the one that was sent is bound."""
    if not _writes(request, person_id):
        return {}
    made: dict[str, Form] = {}
    for name, kind in _FORMS.items():
        if (name == "off" and place is None) or (name == "task" and not gives_tasks(request, person_id)):
            continue
        draft = f"board-{name}:{person_id}"
        sends = request.method == "GET" or request.POST.get("gjor") == name
        given = {"initial": _initial(request, name, place)}
        made[name] = kept(kind, request, draft, **given) if sends else kind(**given)
        made[name].draft, made[name].auto_id = draft, f"{name}_%s"
    if "task" in made:
        names = [(str(one.pk), one.name) for one in access.staff_around(request.actor, person_id, Part.TASKS)]
        made["task"].fields["to"].choices = [("", gettext("Den du nevner først, ellers du selv")), *names]
    return made


def _initial(request: HttpRequest, name: str, place: Any) -> dict[str, object]:
    if name == "task":
        return {"due": request.actor.on}
    level = request.GET.get("level", "")
    was: dict[str, object] = {"level": place.level, "why": place.why, "why_kind": place.why_kind} if place and name == "place" else {}
    return was | ({"level": int(level)} if level in map(str, rules.LEVEL_NAMES) else {})


def _does(request: HttpRequest, person_id: UUID, place: Any, forms: dict[str, Form]) -> bool:
    """Do what was sent; True when it is done."""
    doing = request.POST.get("gjor", "")
    if doing not in forms:
        raise NotVisible
    return carried_out(forms[doing], request, lambda data: _DO[doing](request, person_id, place, data))


def _put(request: HttpRequest, person_id: UUID, place: Any, data: dict[str, Any]) -> None:
    if place:
        actions.follow(place, by=request.actor, **data)
    else:
        actions.put_on_board(person_id, by=request.actor, **data)


def _gives(request: HttpRequest, person_id: UUID, place: Any, data: dict[str, Any]) -> None:
    there = {str(one.pk): one for one in access.staff_around(request.actor, person_id, Part.TASKS)}
    named, what = rules.who_does(data["what"], {one.name.split(" ")[0].lower(): key for key, one in there.items()})
    chosen = there.get(data["to"] or named or str(request.actor.staff_id))
    who = rules.Who(chosen.name, chosen.title, staff_id=chosen.pk) if chosen else rules.Who("")
    # Said with a name and given to another by the list: the words stand as they were written.
    actions.give(person_id, what=data["what"] if data["to"] and data["to"] != named else what, to=who, due=data["due"], by=request.actor)


def _takes_off(request: HttpRequest, person_id: UUID, place: Any, data: dict[str, Any]) -> None:
    actions.take_off_board(place, reason=data["reason"], by=request.actor)


_DO = {"place": _put, "task": _gives, "off": _takes_off}


def _as_row(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The row of the board by itself, with the form that was asked for; of somebody taken off, nothing is left."""
    doors.worker(request)
    meeting = _meeting(request)
    place = queries.place_of(request.opening, person_id)
    if place is None:
        raise NotVisible
    forms = _forms(request, person_id, place)
    asked_for = request.GET.get("gjor", "") if request.method == "GET" else request.POST.get("gjor", "")
    done = request.method == "POST" and _does(request, person_id, place, forms)
    if done and asked_for == "off":
        return HttpResponse("")
    gone = queries.gone_through(request.opening, meeting) if meeting else set()
    found = board_rows.rows(request.opening, [person_id], gone=gone)
    page = {"row": found[0], "meeting": meeting, "doing": "" if done else asked_for, "form": None if done else forms.get(asked_for)}
    return render(request, "team/board_row.html", page)


def _turn(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """She has been spoken of: the next one."""
    doors.worker(request)
    meeting = queries.running_meeting(request.actor)
    if meeting is None:
        raise NotVisible
    actions.take_up(person_id, meeting=meeting, by=request.actor)
    return HttpResponse(status=204) if request.htmx else redirect(f"{reverse('board')}#rad-{person_id}")
