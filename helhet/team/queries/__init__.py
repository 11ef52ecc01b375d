"""Meetings with all that belongs to them, tasks and whose they are today, what she has written to us, and what is due of it all."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from textwrap import shorten
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery

from helhet.access.log import Opening
from helhet.access.policy import OSLO, Actor
from helhet.access.queries import around_now, has_running, persons_of
from helhet.access.questions import Only, asks
from helhet.access.rules import COORDINATING_ROLES, Role
from helhet.cases.rules import TIMELINE, Due, Happened
from helhet.organisation.rules import N_
from helhet.people.models import NextOfKin, Person
from helhet.people.rules import Grade
from helhet.plans.models import Action
from helhet.team import rules
from helhet.team.models import AgendaItem, Attendance, Meeting, MeetingDecision, Message, Task, Thread

from .board import gone_through as gone_through
from .board import held_meetings as held_meetings
from .board import next_meetings as next_meetings
from .board import on_board as on_board
from .board import place_of as place_of
from .board import places_of as places_of
from .board import running_meeting as running_meeting

_COORDINATES = [*COORDINATING_ROLES, Role.DEPUTY]
_OPEN = Q(done_on=None, dropped_on=None)


def open_meeting(opening: Opening, meeting_id: UUID) -> Meeting:
    """A meeting with `agenda` (hers first), `attendances` (herself first) and `decisions`, as this actor may see them."""
    meeting: Meeting = opening.one(_with_who_comes(Meeting.objects.filter(pk=meeting_id), opening.actor).select_related("called_by_staff"))
    _keep_place_for_those_coming(meeting)
    meeting.agenda = opening.all(AgendaItem.objects.filter(meeting=meeting).select_related("meeting").order_by("-hers", "number", "at"))
    meeting.attendances = opening.all(
        Attendance.objects.filter(meeting=meeting)
        .select_related("meeting", "staff", "partner_member").order_by("number")
    )  # fmt: skip
    kin = opening.all(NextOfKin.objects.filter(pk__in=[one.next_of_kin_id for one in meeting.attendances if one.next_of_kin_id]))
    for one in meeting.attendances:
        one.kin = next((row for row in kin if row.pk == one.next_of_kin_id), None)
    if not opening.actor.is_staff and not meeting.minutes_shared_at:
        meeting.summary, meeting.decisions = "", []
    else:
        meeting.decisions = _decisions(opening, meeting)
    return meeting


def _decisions(opening: Opening, meeting: Meeting) -> list[MeetingDecision]:
    """What was decided, each with its `task` or `action`; an action in a part this actor may not see is None."""
    found = opening.all(MeetingDecision.objects.filter(meeting=meeting).select_related("meeting").order_by("at"))
    tasks = opening.all(Task.objects.filter(pk__in=[one.task_id for one in found if one.task_id]))
    actions = opening.all(Action.objects.filter(pk__in=[one.action_id for one in found if one.action_id]).select_related("plan"))
    by_key: dict[UUID, Any] = {row.pk: row for row in [*tasks, *actions]}
    for one in found:
        one.shown = by_key.get(one.task_id or one.action_id)
    return found


def meetings_of(opening: Opening, person_id: UUID) -> list[Meeting]:
    """Her meetings, the newest first."""
    found = opening.all(_with_who_comes(Meeting.objects.filter(person_id=person_id), opening.actor).order_by("-starts_at"))
    for meeting in found:
        _keep_place_for_those_coming(meeting)
    return found


def held_since(opening: Opening, person_id: UUID, since: datetime) -> list[Meeting]:
    """The meetings she was at since then, the newest first."""
    came = Attendance.objects.filter(meeting=OuterRef("pk"), herself=True, present=True)
    held = Meeting.objects.filter(Exists(came), person_id=person_id, state=rules.MeetingState.HELD, starts_at__gte=since)
    return opening.all(held.order_by("-starts_at"), limit=3)


def _with_who_comes(meetings: Any, actor: Actor) -> Any:
    """Each with `person`, and whether the actor `comes`: is invited, is the person, or coordinates."""
    invited = Exists(Attendance.objects.filter(_is_me(actor), meeting=OuterRef("pk")))
    comes = invited | Q(person__in=persons_of(actor, roles=_COORDINATES)) | Q(person_id=actor.person_id)
    return meetings.select_related("person").annotate(comes=ExpressionWrapper(comes, output_field=BooleanField()))


def _keep_place_for_those_coming(meeting: Meeting) -> None:
    """Where a person with a protected address is met is for those who are coming, until the meeting is over; the rest may not know."""
    meeting.place_agreed = meeting.person.grade != Grade.NONE and not (meeting.comes and meeting.state == rules.MeetingState.CALLED)
    if meeting.place_agreed:
        meeting.place = ""


def next_meeting(opening: Opening, person_id: UUID, *, after: datetime | None = None) -> Meeting | None:
    """The next meeting not cancelled (after this instant, or now), with its `agenda` (hers first)."""
    coming = Meeting.objects.filter(person_id=person_id, state=rules.MeetingState.CALLED, starts_at__gte=after or opening.actor.at)
    first = coming.order_by("starts_at").values("pk")[:1]
    found: Meeting | None = next(iter(opening.all(_with_who_comes(Meeting.objects.filter(pk__in=first), opening.actor))), None)
    if found:
        _keep_place_for_those_coming(found)
        found.agenda = opening.all(AgendaItem.objects.filter(meeting=found).select_related("meeting").order_by("-hers", "number", "at"))
    return found


def open_tasks_of(opening: Opening, person_id: UUID) -> list[Task]:
    """Tasks about her that are neither done nor dropped, the first due first."""
    return opening.all(Task.objects.filter(_OPEN, person_id=person_id).select_related("escalates_to").order_by("due", "at"))


def open_task(opening: Opening, task_id: UUID) -> Task:
    """One task with whom it goes on to and the meeting it came from."""
    found: Task = opening.one(
        Task.objects.filter(pk=task_id).select_related("person", "staff", "partner_member", "escalates_to", "from_meeting")
    )
    return found


def day(opening: Opening) -> list[Meeting]:
    """Today's meetings that the actor is invited to, or of those she coordinates, each with `person` and `hers` (agenda in her words).

    Where the person has a protected address, `place` is empty and `place_agreed` true.
    """
    # Which day it is, the database cannot tell from the instant: those of yesterday and tomorrow are asked for too, and not shown.
    found = [one for one in opening.rows(_about_now, None) if one.starts_at.astimezone(OSLO).date() == opening.actor.on]
    for meeting in found:
        opening.remember(meeting.person_id, meeting.part, meeting.document, meeting.pk)
        opening.remember(meeting.person_id, Person.part, Person.document, meeting.person_id)
    agenda = opening.ask(_in_her_words, [one.pk for one in found])
    for meeting in found:
        meeting.hers = [item for item in agenda if item.meeting_id == meeting.pk]
        meeting.place_agreed = meeting.person.grade != Grade.NONE
        meeting.place = "" if meeting.place_agreed else meeting.place
    return found


@asks(Meeting)
def _about_now(actor: Actor, only: Only) -> QuerySet:
    day = timedelta(hours=25)  # as long as one can be
    invited = _is_me(actor)
    if actor.person_id:
        invited |= Q(herself=True, meeting__person_id=actor.person_id)
    mine = Exists(Attendance.objects.filter(invited, meeting=OuterRef("pk"))) | Q(person__in=persons_of(actor, roles=_COORDINATES))
    rows = Meeting.objects.filter(mine, starts_at__gte=actor.at - day, starts_at__lt=actor.at + day, person__in=persons_of(actor))
    return rows.exclude(state=rules.MeetingState.CANCELLED).select_related("person").order_by("starts_at")


@asks(AgendaItem, of="meeting")
def _in_her_words(actor: Actor, only: Only) -> QuerySet:
    return AgendaItem.objects.filter(hers=True).select_related("meeting").order_by("number")


def _is_me(actor: Actor) -> Q:
    me = Q(pk__in=[])
    if actor.staff_id:
        me |= Q(staff_id=actor.staff_id)
    if actor.partner_member_id:
        me |= Q(partner_member_id=actor.partner_member_id)
    return me


def appointment(opening: Opening, meeting_id: UUID) -> rules.Appointment:
    """The meeting as a calendar may know it: nothing that names her, no place at a protected address, no link that tells a secret town."""
    meeting: Meeting = opening.one(Meeting.objects.filter(pk=meeting_id).select_related("person"))
    person: Person = meeting.person
    names = [person.given, person.family]
    place = "" if person.grade else rules.on_open_desks(meeting.place, names)
    video = "" if person.grade == Grade.STRICT else rules.on_open_desks(meeting.video, names)
    return rules.Appointment(
        key=meeting.pk, starts_at=meeting.starts_at, minutes_long=meeting.minutes_long, place=place, video=video,
        sequence=meeting.sequence, cancelled=meeting.state == rules.MeetingState.CANCELLED, made_at=opening.actor.at,
    )  # fmt: skip


def due(opening: Opening, person_ids: Iterable[UUID] | None = None) -> list[Due]:
    """Tasks, minutes not yet shared and messages that wait, about these persons; None: the actor's own, and what has gone on to her."""
    persons = None if person_ids is None else list(person_ids)
    return [*_tasks_due(opening, persons), *_minutes_due(opening, persons), *_threads_due(opening, persons)]


def _tasks_due(opening: Opening, person_ids: Iterable[UUID] | None) -> list[Due]:
    rows = opening.ask(_own_tasks) if person_ids is None else opening.ask(_tasks_about, list(person_ids))
    return [_task_due(row, opening.actor) for row in rows]


_OF_TASK = ("what", "due", "responsible_name", "by_name", "at", "staff_id", "escalates_on")


@asks(Task, *_OF_TASK)
def _tasks_about(actor: Actor, only: Only) -> QuerySet:
    return Task.objects.filter(_OPEN, only("person"))


@asks(Task, *_OF_TASK)
def _own_tasks(actor: Actor, only: Only) -> QuerySet:
    return Task.objects.filter(_OPEN, _is_me(actor) | _gone_on_to(actor))


def _gone_on_to(actor: Actor) -> Q:
    """Undone so long that it is this actor's to see to: chosen, or else the coordinator, or else the coordinating unit.

    Somebody chosen who is no longer around the person does not count: an undone task never ends on nobody's day.
    """
    if not actor.staff_id:
        return Q(pk__in=[])
    unclaimed = Q(escalates_to=None) | ~around_now("person", "escalates_to", at=actor.at)
    mine = Q(escalates_to_id=actor.staff_id)
    mine |= unclaimed & Q(person__in=persons_of(actor, roles=_COORDINATES)) & ~Q(staff_id=actor.staff_id)
    if actor.coordinating_unit_ids:
        coordinated = has_running("person", _COORDINATES, at=actor.at)
        by_whom_it_is = around_now("person", "staff", at=actor.at, roles=_COORDINATES)
        mine |= unclaimed & (~coordinated | by_whom_it_is) & Q(person__in=persons_of(actor, roles=[Role.COORDINATING_UNIT]))
    return Q(escalates_on__lte=actor.on) & mine


def _task_due(row: dict[str, Any], actor: Actor) -> Due:
    values = {
        "task": shorten(row["what"], 120, placeholder=" …"), "who": row["responsible_name"], "given_by": row["by_name"],
        "given": row["at"].astimezone(OSLO).date(), "due": row["due"], "on": row["escalates_on"],
    }  # fmt: skip
    if row["staff_id"] == actor.staff_id:
        why = N_("Du skal gjøre dette innen {due}. {given_by} skrev det ned {given}.")
    elif row["escalates_on"] <= actor.on:
        why = N_("{who} skulle gjøre dette innen {due}. Siden {on} er det også ditt å følge opp.")
    else:
        why = N_("{who} skal gjøre dette innen {due}.")
    what = "{task}" if row["staff_id"] == actor.staff_id else "{who}: {task}"
    return Due(row["about"], what, row["due"], why, N_("avtale i teamet, ikke lov"), "task", row["pk"], values)


def _minutes_due(opening: Opening, person_ids: Iterable[UUID] | None) -> list[Due]:
    if not opening.actor.is_staff:
        return []
    rows = opening.ask(_own_minutes) if person_ids is None else opening.ask(_minutes_about, list(person_ids))
    return [_minutes(row) for row in rows]


def _minutes(row: dict[str, Any]) -> Due:
    held = row["starts_at"].astimezone(OSLO).date()
    return Due(
        row["about"], N_("del referatet fra møtet {held}"), rules.minutes_due(held),
        N_("Møtet var {held}. Referatet skal være hos alle innen en uke."), N_("lokalt mål, ikke lov"), "minutes", row["pk"],
        {"held": held},
    )  # fmt: skip


@asks(Meeting, "starts_at")
def _minutes_about(actor: Actor, only: Only) -> QuerySet:
    held = Meeting.objects.filter(only("person"), minutes_shared_at=None, starts_at__lt=actor.at)
    return held.exclude(state=rules.MeetingState.CANCELLED)


@asks(Meeting, "starts_at")
def _own_minutes(actor: Actor, only: Only) -> QuerySet:
    return _minutes_about.rows(actor, only).filter(called_by_staff_id=actor.staff_id, called_by_staff__isnull=False)


def threads_of(opening: Opening, person_id: UUID) -> list[Thread]:
    """What she has written to us, newest first, each with its `messages` (oldest first)."""
    return _with_messages(opening, opening.all(Thread.objects.filter(person_id=person_id).order_by("-at", "-pk")))


def threads_in_short(opening: Opening, person_id: UUID, *, entries: set[UUID] | None = None, limit: int | None = None) -> list[Thread]:
    """The newest threads (or those that ask about these lines of her log), each with nothing but how it stands: its newest answer."""
    rows = Thread.objects.filter(person_id=person_id).order_by("-at", "-pk")
    if entries is not None:
        # A log may be longer than a statement has room for; the questions about it are few.
        named = rows.exclude(entry=None).values_list("pk", "entry")
        rows = rows.filter(pk__in=[key for key, entry in named if entry in entries])
    found = opening.all(rows, limit=limit)
    answers = Message.objects.filter(hers=False)
    newest = answers.filter(thread=OuterRef("thread")).order_by("-at", "-pk").values("pk")[:1]
    settled = answers.filter(thread__in=[one.pk for one in found if one.answer_by is None], pk=Subquery(newest))
    by_thread = {one.thread_id: one for one in opening.all(settled.select_related("thread"))} if found else {}
    for thread in found:
        thread.answers = [by_thread[thread.pk]] if thread.pk in by_thread else []
    return found


def open_thread(opening: Opening, thread_id: UUID) -> Thread:
    """One thread with its `messages`, oldest first."""
    return _with_messages(opening, [opening.one(Thread.objects.filter(pk=thread_id))])[0]


def _with_messages(opening: Opening, threads: list[Thread]) -> list[Thread]:
    rows = Message.objects.filter(thread__in=[one.pk for one in threads]).select_related("thread").order_by("at", "pk")
    found = opening.all(rows) if threads else []
    for thread in threads:
        thread.messages = [one for one in found if one.thread_id == thread.pk]
        thread.answers = [one for one in thread.messages if not one.hers]
        thread.to_unit = thread.kind in rules.TO_COORDINATING_UNIT
    return threads


def _threads_due(opening: Opening, person_ids: list[UUID] | None) -> list[Due]:
    if not opening.actor.is_staff:
        return []
    rows = opening.ask(_own_threads) if person_ids is None else opening.ask(_threads_about, person_ids)
    return [_thread_due(row) for row in rows]


def _thread_due(row: dict[str, Any]) -> Due:
    kind = rules.ThreadKind(row["kind"])
    what = N_("svar på meldingen") if kind == rules.ThreadKind.MESSAGE else N_("svar: {kind}")
    values = {"kind": rules.THREAD_NAMES[kind], "on": row["at"].astimezone(OSLO).date(), "days": rules.THREAD_ANSWER_DAYS[kind]}
    why = N_("Det ble skrevet {on}. Vi har sagt at svaret kommer innen {days} virkedager.")
    return Due(row["about"], what, row["answer_by"], why, N_("lokalt mål, ikke lov"), "thread", row["pk"], values)


@asks(Thread, "kind", "at", "answer_by")
def _threads_about(actor: Actor, only: Only) -> QuerySet:
    return Thread.objects.filter(only("person"), answer_by__isnull=False)


@asks(Thread, "kind", "at", "answer_by")
def _own_threads(actor: Actor, only: Only) -> QuerySet:
    """Messages to whom she coordinates; the rest, and those to nobody, are the coordinating unit's."""
    mine = Q(kind=rules.ThreadKind.MESSAGE, person__in=persons_of(actor, roles=_COORDINATES))
    if actor.coordinating_unit_ids:
        theirs = Q(kind__in=sorted(rules.TO_COORDINATING_UNIT)) | ~has_running("person", _COORDINATES, at=actor.at)
        mine |= theirs & Q(person__in=persons_of(actor, roles=[Role.COORDINATING_UNIT]))
    return _threads_about.rows(actor, only).filter(mine)


def timeline(opening: Opening, person_id: UUID) -> list[Happened]:
    """Meetings held, the newest first."""
    return [
        Happened(meeting.starts_at, rules.MEETING_NAMES[rules.MeetingKind(meeting.kind)], meeting, big=True)
        for meeting in opening.ask(_newest_held, [person_id])
    ]


@asks(Meeting, limit=TIMELINE)
def _newest_held(actor: Actor, only: Only) -> QuerySet:
    return Meeting.objects.filter(only("person"), state=rules.MeetingState.HELD).order_by("-starts_at", "-pk")


# What `due` asks about the persons it is given, for a page that asks everything at once (`Opening.ask_ahead`).
DUE = (_tasks_about, _minutes_about, _threads_about)
# What the person's page asks about her, likewise.
OF_PERSON = (_newest_held,)
# What somebody's day asks about nobody in particular, likewise.
OF_DAY = (_own_tasks, _own_minutes, _own_threads, _about_now)
