"""Meetings and what comes out of them: her meetings and tasks, the call, and one page from call to minutes."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext

from helhet.access import queries as access
from helhet.access.policy import OSLO, NotVisible, may_write, require_see
from helhet.access.rules import Part, Purpose
from helhet.plans import queries as plans
from helhet.plans.rules import Responsible
from helhet.team import actions, queries, rules
from helhet.team.calendar import calendar_file

from . import heard, paper
from . import meeting_forms as asked
from .forms import Form, beside, carried_out, kept
from .goals import responsible_choices
from .person import around, tells
from .sheet import Sheet, one_of
from .templatetags.helhet import said


def coordinates(request: HttpRequest, person_id: UUID) -> bool:
    """True when this actor calls meetings here; she herself and her partners do not."""
    return may_write(request.actor, person_id, Part.MEETINGS, Purpose.COORDINATION)


def gives_tasks(request: HttpRequest, person_id: UUID) -> bool:
    """The same of tasks."""
    return may_write(request.actor, person_id, Part.TASKS, Purpose.COORDINATION)


def meetings(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Her meetings, coming and past, and the tasks not done."""
    page = around(request, person_id, "meetings")
    person, opening = page["person"], request.opening
    require_see(request.actor, person.pk, Part.MEETINGS)
    found = queries.meetings_of(opening, person.pk)
    coming = [one for one in found if one.state == rules.MeetingState.CALLED][::-1]
    for one in coming:
        one.has_begun = one.starts_at < request.actor.at
    tasks = queries.open_tasks_of(opening, person.pk)
    return render(
        request, "team/meetings.html",
        page | {
            "coming": coming, "next": next((one for one in coming if not one.has_begun), None), "tasks": tasks,
            "past": [one for one in found if one not in coming], "over": sum(one.due < request.actor.on for one in tasks),
            "coordinates": coordinates(request, person.pk), "gives_tasks": gives_tasks(request, person.pk),
        },
    )  # fmt: skip


def new(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Call a meeting."""
    page = around(request, person_id, "meetings")
    person = page["person"]
    if not coordinates(request, person.pk):
        raise NotVisible
    who = asked.around_her(request, page)
    chosen = [key for key, one in who.items() if not one.next_of_kin_id]
    form = kept(asked.MeetingForm, request, f"meeting-new:{person.pk}", initial={"invited": chosen})
    form.fields["invited"].choices = [(key, one.name) for key, one in who.items()]
    form.fields["agenda"].label = gettext("Det {first} vil snakke om").format(first=person.first)

    def call(data: dict[str, Any]) -> Any:
        invited = [who[key] for key in data["invited"]] + asked.read_others(data["others"])
        wanted = {name: data[name] for name in ("kind", "minutes_long", "place", "video", "agenda")}
        return actions.call(person.pk, starts_at=asked.instant(data), invited=invited, by=request.actor, **wanted)

    if carried_out(form, request, call):
        messages.success(request, gettext("Møtet er kalt inn. Si fra på telefon til dem som ikke bruker Helhet."))
        return redirect("meeting", form.result.pk)
    return render(request, "team/meeting_new.html", page | {"form": form})


_BEFORE = timedelta(minutes=30)
_FORMS = {
    "agenda": asked.AgendaForm, "invite": asked.InviteForm, "move": asked.MoveForm, "cancel": asked.CancelForm, "hold": asked.HoldForm,
    "decide": asked.DecideForm, "minutes": asked.MinutesForm, "open": asked.OpenMinutesForm,
}  # fmt: skip


def meeting(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """One meeting, from call to minutes, on one address."""
    found = queries.open_meeting(request.opening, meeting_id)
    page = around(request, found.person_id, "meetings")
    work = _Work(request, found, page)
    if work.done():
        return redirect("meeting", found.pk)
    page["fallen"] = heard.fallen(request, page["person"]) if work.stage in ("called", "begun") else []
    return render(request, "team/meeting.html", page | work.shown())


class _Work:
    """What may be done with a meeting now, and what it can be done with: a form for each."""

    def __init__(self, request: HttpRequest, found: Any, page: dict[str, Any]) -> None:
        self.request, self.found, self.page, self.person = request, found, page, page["person"]
        person = self.person
        self.runs = coordinates(request, person.pk)
        self.speaks = self.runs or may_write(request.actor, person.pk, Part.MEETINGS)
        self.who = asked.around_her(request, page) if self.runs and self.stage in ("called", "begun") else {}
        self.responsible = self._who_may_do() if self.runs and self.writing else {}
        self.plan = self._plan() if self.runs and self.writing else None
        self.gives = self.runs and gives_tasks(request, person.pk)
        goals = tells(page, plans.goals_of(request.opening, self.plan)) if self.plan else []
        self.goals = {str(one.pk): one for one in goals}
        self.sheet = Sheet(request, f"meeting:{found.pk}")
        self.forms = {name: self._form(name) for name in self._offered()}

    @property
    def stage(self) -> str:
        """Where the meeting is: called, begun (from half an hour before), held, shared, cancelled."""
        if self.found.minutes_shared_at:
            return "shared"
        if self.found.state != rules.MeetingState.CALLED:
            return str(self.found.state)
        return "begun" if self.found.starts_at <= self.request.actor.at + _BEFORE else "called"

    @property
    def writing(self) -> bool:
        """True from the meeting begins until the minutes are shared."""
        return self.stage in ("begun", "held")

    def _who_may_do(self) -> dict[str, Responsible]:
        """Herself, her kin and the team; and colleagues who can open the record through their unit."""
        found = responsible_choices(self.request, self.page)
        for one in access.staff_around(self.request.actor, self.person.pk, Part.TASKS):
            found.setdefault(f"staff:{one.pk}", Responsible("staff", one.name, staff_id=one.pk))
        return found

    def _plan(self) -> Any:
        with self.request.opening.weighing():
            return plans.individual_plan(self.request.opening, self.person.pk)

    def _offered(self) -> list[str]:
        if not self.runs:
            return ["agenda"] if self.speaks and self.stage in ("called", "begun") else []
        offered = {
            "called": ["agenda", "invite", "move", "cancel"], "begun": ["agenda", "invite", "move", "cancel", "hold", "decide", "minutes"],
            "held": ["hold", "decide", "minutes"], "shared": ["open"],
        }.get(self.stage, [])  # fmt: skip
        # What is decided is an action or a task: neither can be written where there is no plan, and tasks are closed.
        return [name for name in offered if name != "decide" or self.plan or self.gives]

    def _form(self, name: str) -> Form:
        form = self.sheet.form(name, _FORMS[name], initial=self._initial(name))
        self._fill(name, form)
        return form

    def _initial(self, name: str) -> dict[str, Any]:
        found = self.found
        if name == "move":
            local = found.starts_at.astimezone(OSLO)
            return {"on": local.date(), "at": local.time(), "minutes_long": found.minutes_long, "place": found.place, "video": found.video}
        if name == "minutes":
            return beside({"summary": found.summary})
        return {"becomes": "action" if self.plan else "task"} if name == "decide" else {}

    def _fill(self, name: str, form: Form) -> None:
        if name == "invite":
            there = {one.staff_id or one.partner_member_id or one.next_of_kin_id for one in self.found.attendances}
            form.fields["invited"].choices = [
                (key, one.name) for key, one in self.who.items()
                if (one.staff_id or one.partner_member_id or one.next_of_kin_id) not in there
            ]  # fmt: skip
        if name == "hold":
            form.ask_about(self.found.attendances)
        if name == "agenda" and not self.runs:
            del form.fields["whose"]
            form.fields["words"].label = gettext("Dette vil jeg snakke om")
        if name == "decide":
            form.fields["to"].choices = [
                (key, one.name) for key, one in self.responsible.items() if self.plan or one.kind in ("staff", "partner")
            ]
            form.fields["goal"].choices = [("", gettext("Hele planen")), *((key, said(one.words)) for key, one in self.goals.items())]
            if not self.gives:
                form.fields["becomes"].choices = form.fields["becomes"].choices[:1]
            if self.plan is None:
                for hidden in ("becomes", "goal", "how", "extent"):
                    del form.fields[hidden]

    def done(self) -> bool:
        """Do what was asked; false when nothing was, or the form has faults to show."""
        answers = {"coming": self._answer, "not": self._answer}
        return self.sheet.did(*answers, **answers, **{name: getattr(self, f"_{name}") for name in _FORMS})

    def _answer(self, _: dict[str, Any], row: str) -> None:
        actions.answer(one_of(self.found.attendances, row), coming=self.sheet.sent, by=self.request.actor)

    def _agenda(self, data: dict[str, Any], _: str) -> None:
        actions.say_agenda(self.found, words=data["words"], hers=data.get("whose", "hers") == "hers", by=self.request.actor)

    def _invite(self, data: dict[str, Any], _: str) -> None:
        actions.invite(self.found, [self.who[key] for key in data["invited"]] + asked.read_others(data["others"]), by=self.request.actor)

    def _move(self, data: dict[str, Any], _: str) -> None:
        new = {name: data[name] for name in ("minutes_long", "place", "video", "reason")}
        actions.move(self.found, starts_at=asked.instant(data), by=self.request.actor, **new)

    def _cancel(self, data: dict[str, Any], _: str) -> None:
        actions.cancel(self.found, reason=data["reason"], by=self.request.actor)

    def _hold(self, data: dict[str, Any], _: str) -> None:
        actions.hold(self.found, by=self.request.actor, **asked.who_came(data, self.found.attendances))

    def _decide(self, data: dict[str, Any], _: str) -> None:
        chosen: Responsible = self.responsible[data["to"]]
        by, goal = self.request.actor, self.goals.get(data.get("goal", ""))
        if self.plan and data["becomes"] == "action":
            given = {name: data[name] for name in ("what", "how", "extent", "due")}
            actions.decide_action(self.found, self.plan, responsible=chosen, goal=goal, by=by, **given)
        else:
            to = rules.Who(chosen.name, staff_id=chosen.staff_id, partner_member_id=chosen.partner_member_id)
            actions.decide_task(self.found, what=data["what"], to=to, due=data["due"], by=by)

    def _minutes(self, data: dict[str, Any], _: str) -> None:
        actions.write_minutes(self.found, by=self.request.actor, **data)
        if "del" in self.request.POST:
            actions.share_minutes(self.found, by=self.request.actor)

    def _open(self, data: dict[str, Any], _: str) -> None:
        actions.open_minutes(self.found, reason=data["reason"], by=self.request.actor)

    def shown(self) -> dict[str, Any]:
        """What the page shows."""
        return {
            "meeting": self.found, "stage": self.stage, "forms": self.forms, "sheet": self.sheet, "runs": self.runs, "speaks": self.speaks,
            "plan": self.plan, "answers": _counted(self.found.attendances), "host": rules.video_host(self.found.video),
            "coming_names": rules.COMING_NAMES,
        }  # fmt: skip


def _counted(attendances: list[Any]) -> dict[str, int]:
    """How many come, do not come, and have not said."""
    said = [one.answer for one in attendances]
    return {"coming": said.count(rules.Coming.YES), "absent": said.count(rules.Coming.NO), "silent": said.count("")}


def ics(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """The meeting for a calendar: when and where, nothing of whom."""
    found = queries.appointment(request.opening, meeting_id)
    method = "CANCEL" if found.cancelled else "PUBLISH"
    response = HttpResponse(calendar_file(found, summary=gettext("Møte")), content_type=f"text/calendar; charset=utf-8; method={method}")
    response["Content-Disposition"] = 'attachment; filename="mote.ics"'
    return response


def minutes(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """The minutes as they stand on paper."""
    return render(request, "team/minutes.html", _open_minutes(request, meeting_id))


def minutes_pdf(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """The same as PDF, A4; large print when asked for."""
    page = _open_minutes(request, meeting_id)
    html = render_to_string("team/minutes_paper.html", page | {"large": request.GET.get("stor") == "1"}, request)
    return paper.sent(html, f"referat-{page['meeting'].starts_at.astimezone(OSLO):%Y-%m-%d}")


def _open_minutes(request: HttpRequest, meeting_id: UUID) -> dict[str, Any]:
    """Minutes that are shared, or that the actor is still writing."""
    found = queries.open_meeting(request.opening, meeting_id)
    page = around(request, found.person_id, "meetings")
    if found.state != rules.MeetingState.HELD or not (found.minutes_shared_at or coordinates(request, found.person_id)):
        raise NotVisible
    return page | {"meeting": found}
