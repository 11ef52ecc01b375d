"""Her own front page, and what she writes to us with our answers: a worker reads, answers and writes for her on the same pages."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from helhet.access import looks as looked
from helhet.access import queries as access
from helhet.access import readings, share_links
from helhet.access.actions import told_of_reading
from helhet.access.mandates import MANDATE_RULES, MandateGround
from helhet.access.policy import OSLO, may_write, parts_seen
from helhet.access.rules import PART_NAMES, ROLE_NAMES, Part, Role
from helhet.organisation import queries as organisation
from helhet.organisation.rules import N_
from helhet.people import queries as people
from helhet.plans import queries as plans
from helhet.team import actions, queries, rules

from . import age, heard
from .doors import need
from .forms import ON_HER_PAGE, Choices, Form, Words
from .person import around, hides_place
from .sheet import Sheet, one_of

_LATELY = timedelta(days=30)  # looks told of on the front page
_FEW = 3


class AgendaForm(Form):
    """One thing more for the next meeting."""

    words = forms.CharField(label=N_("Noe mer du vil snakke om?"), widget=Words(2), max_length=500)


def mine(request: HttpRequest) -> HttpResponse:
    """Her own front page: today, her goals, the next meeting, her people, what was promised, who has looked, and saying so."""
    opening, actor = request.opening, request.actor
    person = people.open_person(opening, actor.person_id)
    sheet = Sheet(request)
    with opening.weighing():
        today, coming = _meetings(request, person.pk)
    agenda = sheet.form("agenda", AgendaForm) if coming else None
    untold = readings.untold(opening, person.pk)
    if sheet.did(
        "seen",
        agenda=lambda data, row: actions.say_agenda(coming, by=actor, **data),
        seen=lambda data, row: told_of_reading(one_of(untold, row), on=actor.on, how=ON_HER_PAGE, by=actor),
    ):
        if sheet.sent == "agenda":
            messages.success(request, gettext("Det står på møtet nå."))
        return redirect("my-day")
    team = access.team_of(opening, person.pk)
    page = {
        "person": person, "place": "day", "matters": people.what_matters(opening, person.pk), "form": agenda,
        **_plan(request, person.pk), "team": team, "today": today, "next_meeting": coming,
        "kin": people.kin_of(opening, person.pk), "coordinator": _answers_for(team),
        "promised": plans.promised(opening, person.pk), "tasks": queries.open_tasks_of(opening, person.pk),
        "threads": queries.threads_in_short(opening, person.pk, limit=_FEW), "shared": access.shared_with(opening, person.pk),
        "closed": access.objections_of(opening, person.pk), "looks": _looks(request, person.pk), "role_names": ROLE_NAMES,
        "numbers": organisation.emergency_numbers([person.municipality_id]), "thread_names": rules.THREAD_NAMES,
        **age.coming(person, on=actor.on),
        "untold": untold, "taken_out": looked.taken_out(opening, people.merged_with(person.pk), actor.at - _LATELY),
        "asked": heard.lately_met(opening, person.pk)[:1], "shut": share_links.links_shut_lately(opening, person.pk),
    }  # fmt: skip
    return render(request, "day/mine.html", page)


# What a representative may be given, and the page it stands on.
_REPRESENTED = {
    Part.PLAN: (N_("Planen"), "plan"), Part.CRISIS: (N_("Når det er vanskelig"), "crisis"), Part.MEETINGS: (N_("Møter"), "meetings"),
    Part.TASKS: (N_("Oppgaver"), "person-tasks"),
    Part.CASE: (N_("Henvendelser"), "person-enquiries"), Part.MAPPING: (N_("Kartlegging"), "mapping"),
    Part.JOURNAL: (N_("Journal"), "journal"), Part.HANDOVER: (N_("Sykehus"), "person-stays"), Part.KIN: (N_("Pårørende"), "person-kin"),
    Part.CONSENT: (N_("Samtykke og sperring"), "person-consent"), Part.VOICE: (N_("Tilbakemelding"), "feedback"),
    Part.LOG: (N_("Hvem har sett?"), "who-has-looked"),
}  # fmt: skip


def _plan(request: HttpRequest, person_id: UUID) -> dict[str, Any]:
    """Her goals; without any, whether she has a plan, or had one."""
    goals = plans.goals_in_short(request.opening, person_id)
    plan = None if goals else plans.individual_plan(request.opening, person_id)
    return {"goals": goals, "plan": plan, "earlier": [] if goals or plan else plans.earlier_plans(request.opening, person_id)}


def represents(request: HttpRequest) -> HttpResponse:
    """For a representative: whom she acts for, on which ground, in which parts and until when; and nothing outside of that."""
    opening = request.opening
    found = []
    for mandate in access.mandates_of(opening):
        person, parts = mandate.person, parts_seen(request.actor, mandate.person_id)
        opening.remember(person.pk, person.part, person.document, person.pk)
        with opening.weighing():
            coming = queries.next_meeting(opening, person.pk)
        found.append(
            {
                "mandate": mandate, "person": person, "told": mandate.role == Role.INFORMED,
                "child": mandate.ground == MANDATE_RULES[MandateGround.PARENTS],
                "parts": [part for part in Part if part in parts - {Part.PERSON}],
                "pages": [page for part, page in _REPRESENTED.items() if part in parts],
                "goals": plans.goals_in_short(opening, person.pk), "next_meeting": coming,
                "team": access.team_of(opening, person.pk) if parts & {Part.MEETINGS, Part.TASKS} else [],
                "hide_place": hides_place(person, parts),
                **age.coming(person, on=request.actor.on),
            }
        )  # fmt: skip
    return render(request, "day/represents.html", {"found": found, "place": "day", "part_names": PART_NAMES, "role_names": ROLE_NAMES})


def _meetings(request: HttpRequest, person_id: UUID) -> tuple[Any, Any]:
    """Today's next meeting, and the next after today, each with who comes."""
    opening, actor = request.opening, request.actor
    midnight = datetime.combine(actor.on + timedelta(days=1), time.min, OSLO)
    first = queries.next_meeting(opening, person_id)
    today = first if first and first.starts_at < midnight else None
    coming = queries.next_meeting(opening, person_id, after=midnight) if today else first
    return (queries.open_meeting(opening, today.pk) if today else None, queries.open_meeting(opening, coming.pk) if coming else None)


def _answers_for(team: list[Any]) -> Any:
    """Whom she rings first: the deputy while there is one, else the coordinator."""
    by_role = {one.role: one for one in team if one.staff_id}
    return by_role.get(Role.DEPUTY) or by_role.get(Role.COORDINATOR)


def _looks(request: HttpRequest, person_id: UUID) -> list[Any]:
    """The newest looks by others."""
    actor = request.actor
    log = looked.who_has_looked(request.opening, people.merged_with(person_id), enough=_FEW, but=actor.key)
    lately = [one for one in (*log.emergencies, *log.days) if one.newest.at >= actor.at - _LATELY]
    return sorted(lately, key=lambda one: one.newest.at, reverse=True)[:_FEW]


class WriteForm(Form):
    """What it is about, and her words."""

    kind = forms.ChoiceField(
        label=N_("Hva gjelder det?"), widget=Choices, initial=rules.ThreadKind.MESSAGE,
        choices=[(kind, name) for kind, name in rules.THREAD_NAMES.items() if kind != rules.ThreadKind.LOOK],
    )  # fmt: skip
    words = forms.CharField(
        label=N_("Det du vil si"), help_text=N_("Med dine egne ord. Du trenger ikke forklare hvorfor."), widget=Words(5)
    )


def threads(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """What she has written to us, with our answers; she writes here, or a worker for her, in her words."""
    page = around(request, person_id, "enquiries")
    need(page, Part.CASE)
    person, own = page["person"], request.actor.kind == "person"
    sheet = Sheet(request, f"write:{person.pk}")
    if own or may_write(request.actor, person.pk, Part.CASE):
        form = page["form"] = sheet.form("write", WriteForm, initial={"kind": request.GET.get("hva", rules.ThreadKind.MESSAGE)})
        if not own:
            form.fields["words"].label = gettext("Det {first} vil si").format(first=person.first)
            form.fields["words"].help_text = gettext("Ordene til {first}, slik de ble sagt.").format(first=person.first)
    if sheet.did(write=lambda data, row: actions.write_to_us(person.pk, by=request.actor, **data)):
        messages.success(request, _receipt(sheet.result))
        return redirect("thread", sheet.result.pk)
    return render(
        request, "team/threads.html",
        page | {
            "threads": queries.threads_of(request.opening, person.pk), "own": own, "thread_names": rules.THREAD_NAMES,
            "numbers": organisation.emergency_numbers([person.municipality_id]), "days": rules.THREAD_ANSWER_DAYS,
            "message_days": rules.THREAD_ANSWER_DAYS[rules.ThreadKind.MESSAGE],
            "unit_days": rules.THREAD_ANSWER_DAYS[rules.ThreadKind.COORDINATOR],
        },
    )  # fmt: skip


def _receipt(thread: Any) -> str:
    who = gettext("Koordinerende enhet") if thread.kind in rules.TO_COORDINATING_UNIT else gettext("Koordinatoren")
    return gettext("{who} har fått det du skrev.").format(who=who)


class MoreForm(Form):
    """Her next words."""

    words = forms.CharField(label=N_("Skriv mer"), widget=Words(3))


class AnswerForm(Form):
    """Our answer."""

    words = forms.CharField(
        label=N_("Svaret vårt"), help_text=N_("Vanlige ord. Svaret står, og kan ikke endres."), widget=Words(4, hers=False)
    )


def thread(request: HttpRequest, thread_id: UUID) -> HttpResponse:
    """One thing she has written about: her words, our answers, and room for more."""
    found = queries.open_thread(request.opening, thread_id)
    page = around(request, found.person_id, "enquiries")
    person, own = page["person"], request.actor.kind == "person"
    sheet = Sheet(request, f"thread:{found.pk}")
    if own or may_write(request.actor, person.pk, Part.CASE):
        more = page["more"] = sheet.form("more", MoreForm)
        if not own:
            more.fields["words"].label = gettext("{first} sier mer").format(first=person.first)
            page["answer"] = sheet.form("answer", AnswerForm) if _may_answer(request, found) else None
    if sheet.did(
        more=lambda data, row: actions.write_more(found, by=request.actor, **data),
        answer=lambda data, row: actions.answer_thread(found, by=request.actor, **data),
    ):
        return redirect("thread", found.pk)
    return render(request, "team/thread.html", page | {"thread": found, "own": own, "thread_names": rules.THREAD_NAMES})


def _may_answer(request: HttpRequest, found: Any) -> bool:
    return request.actor.is_staff and (not found.to_unit or bool(request.actor.coordinating_unit_ids))
