"""Tasks: those that wait, one given, and then done, put off or dropped."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from helhet.access import queries as access
from helhet.access.policy import NotVisible, require_see
from helhet.access.rules import Part
from helhet.team import actions, queries

from . import meeting_forms as asked
from .forms import carried_out, kept
from .meetings import gives_tasks
from .person import around
from .sheet import Sheet


def tasks(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Her tasks not done: what one of us shall do, and by when."""
    page = around(request, person_id, "meetings")
    person = page["person"]
    require_see(request.actor, person.pk, Part.TASKS)
    found = queries.open_tasks_of(request.opening, person.pk)
    over = sum(one.due < request.actor.on for one in found)
    return render(request, "team/tasks.html", page | {"tasks": found, "over": over, "gives_tasks": gives_tasks(request, person.pk)})


def new(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Give somebody a task."""
    page = around(request, person_id, "meetings")
    person = page["person"]
    if not gives_tasks(request, person.pk):
        raise NotVisible
    staff = {str(one.pk): one for one in access.staff_around(request.actor, person.pk, Part.TASKS)}
    who = asked.who_may_do(request, page)
    form = kept(asked.TaskForm, request, f"task-new:{person.pk}", initial={"to": f"staff:{request.actor.staff_id}"})
    form.fields["to"].choices = [(key, one.name) for key, one in who.items()]
    form.fields["escalates_to"].choices = [("", gettext("Den som koordinerer")), *((key, one.name) for key, one in staff.items())]

    def give(data: dict[str, Any]) -> Any:
        to, escalates_to = who[data.pop("to")], staff.get(data.pop("escalates_to"))
        actions.give(person.pk, to=to, escalates_to=escalates_to, by=request.actor, **data)
        return to

    if carried_out(form, request, give):
        messages.success(request, gettext("Oppgaven står på dagen til {name}.").format(name=form.result.name))
        return redirect("meetings" if Part.MEETINGS in page["parts"] else "person-tasks", person.pk)
    return render(request, "team/task_new.html", page | {"form": form})


_FORMS = {"finish": asked.FinishForm, "postpone": asked.PostponeForm, "drop": asked.DropForm}
_DO = {"finish": actions.finish, "postpone": actions.postpone, "drop": actions.drop}


def task(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """One task: what, who, by when, what it was before, and what became of it."""
    found = queries.open_task(request.opening, task_id)
    page = around(request, found.person_id, "meetings")
    is_open = found.done_on is None and found.dropped_on is None
    offered = _DO if is_open and gives_tasks(request, found.person_id) else {}
    sheet = Sheet(request, draft=f"task:{found.pk}")
    forms = {name: sheet.form(name, _FORMS[name]) for name in offered}
    if request.method == "POST" and sheet.sent not in forms:
        raise NotVisible
    if sheet.did(**{name: lambda data, row, do=do: do(found, by=request.actor, **data) for name, do in offered.items()}):
        return redirect("task", found.pk)
    with request.opening.weighing():
        moves = [change for change in access.history_of(request.opening, found.person_id, found.pk) if "due" in change.was]
    return render(request, "team/task.html", page | {"task": found, "forms": forms, "is_open": is_open, "moves": moves})
