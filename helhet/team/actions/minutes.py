"""A meeting that is held: who came, what was decided, and minutes shared with those who were to be there."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from helhet.access import log
from helhet.access.policy import OSLO, Actor, authorship
from helhet.organisation.models import Staff
from helhet.organisation.rules import N_, Fault, Refused, refuse_if_any
from helhet.plans import actions as plans
from helhet.plans.models import Plan
from helhet.plans.rules import Responsible, changed_by_me
from helhet.team.actions.meetings import locked, require_coordinating
from helhet.team.actions.tasks import give
from helhet.team.models import Attendance, Meeting, MeetingDecision
from helhet.team.rules import MeetingState, Who


@transaction.atomic
def hold(meeting: Meeting, *, came: Collection[UUID], absent: Mapping[UUID, str], by: Actor) -> None:
    """The meeting was held: who came, and why the others did not. Each one invited stands in one of the two."""
    require_coordinating(by, meeting.person_id)
    now = locked(meeting)
    rows = list(Attendance.objects.filter(meeting=now))
    refuse_if_any([*_hold_faults(now, by), *_attendance_faults(rows, came, absent)])
    for row in rows:
        _note_attendance(row, row.pk in came, absent.get(row.pk, "").strip(), by)
    if now.state != MeetingState.HELD:
        now.state = MeetingState.HELD
        now.save(update_fields=["state"])
        log.did(N_("holdt møtet"), now, by=by, was={"state": MeetingState.CALLED.value})
    meeting.refresh_from_db()


def _note_attendance(row: Attendance, present: bool, reason: str, by: Actor) -> None:
    was = {"present": row.present, "absent_reason": row.absent_reason}
    row.present, row.absent_reason = present, "" if present else reason[:200]
    if was == {"present": row.present, "absent_reason": row.absent_reason}:
        return
    row.save(update_fields=["present", "absent_reason"])
    if was["present"] is not None:  # the first noting is told by the meeting's own entry; what is mended keeps what it was
        log.did(N_("rettet oppmøte"), row, by=by, was=was)


def _hold_faults(meeting: Meeting, by: Actor) -> Iterable[Fault]:
    if meeting.state == MeetingState.CANCELLED:
        yield Fault("meeting", N_("Møtet er avlyst."))
    if meeting.minutes_shared_at:
        yield Fault("meeting", N_("Referatet er delt. Åpne det igjen for å rette."))
    if meeting.starts_at.astimezone(OSLO).date() > by.on:
        yield Fault("meeting", N_("Møtet har ikke vært ennå."))


def _attendance_faults(rows: Iterable[Attendance], came: Collection[UUID], absent: Mapping[UUID, str]) -> Iterable[Fault]:
    for row in rows:
        if row.pk not in came and row.pk not in absent:
            yield Fault(f"came_{row.pk}", N_("Kom {name}?"), {"name": row.name})
        elif row.pk not in came and not absent[row.pk].strip():
            yield Fault(f"reason_{row.pk}", N_("Skriv hvorfor {name} ikke kom, eller «vet ikke»."), {"name": row.name})


def _refuse_unless_open(meeting: Meeting, by: Actor) -> None:
    """Decisions and minutes are written from the day of the meeting until the minutes are shared."""
    refuse_if_any(_hold_faults(meeting, by))


@transaction.atomic
def decide_task(meeting: Meeting, *, what: str, to: Who, due: date, by: Actor, escalates_to: Staff | None = None) -> MeetingDecision:
    """The meeting decided that somebody does something by a day: the decision is the task, there is no second text."""
    require_coordinating(by, meeting.person_id)
    _refuse_unless_open(locked(meeting), by)
    task = give(meeting.person_id, what=what, to=to, due=due, by=by, escalates_to=escalates_to, from_meeting=meeting)
    return _decided(meeting, by, task=task)


@transaction.atomic
def decide_action(meeting: Meeting, plan: Plan, *, what: str, responsible: Responsible, by: Actor, **given: Any) -> MeetingDecision:
    """The meeting decided an action in her plan (goal, how, extent, when, due as for any action): the decision is the action."""
    require_coordinating(by, meeting.person_id)
    _refuse_unless_open(locked(meeting), by)
    if plan.person_id != meeting.person_id:
        raise Refused(Fault("plan", N_("Planen er ikke til den møtet gjelder.")))
    action = plans.add_action(plan, what=what, responsible=responsible, from_meeting=meeting.pk, by=by, **given)
    return _decided(meeting, by, action=action)


def _decided(meeting: Meeting, by: Actor, **it_is: Any) -> MeetingDecision:
    made = MeetingDecision.objects.create(meeting=meeting, **it_is, **authorship(by))
    log.did(N_("besluttet"), made, by=by)
    return made


@transaction.atomic
def write_minutes(meeting: Meeting, *, summary: str, by: Actor, seen: Mapping[str, str] | None = None) -> None:
    """Write the minutes' text. `seen` is what stood when the page was opened: another may have written meanwhile (`changed_by_me`)."""
    require_coordinating(by, meeting.person_id)
    now = locked(meeting)
    _refuse_unless_open(now, by)
    was = {"summary": now.summary}
    changed = changed_by_me(seen, was, {"summary": summary.strip()})
    if changed and changed != was:
        now.summary = changed["summary"]
        now.save(update_fields=["summary"])
        log.did(N_("skrev referat"), now, by=by, was=was)
    meeting.refresh_from_db()


@transaction.atomic
def share_minutes(meeting: Meeting, *, by: Actor) -> None:
    """The minutes are done: she, and those she shares meetings with, see them from now on, and they are changed no more."""
    require_coordinating(by, meeting.person_id)
    now = locked(meeting)
    refuse_if_any(_share_faults(now))
    now.minutes_shared_at = by.at
    now.save(update_fields=["minutes_shared_at"])
    log.did(N_("delte referatet"), now, by=by)
    meeting.refresh_from_db()


def _share_faults(meeting: Meeting) -> Iterable[Fault]:
    if meeting.state != MeetingState.HELD:
        yield Fault("meeting", N_("Skriv først hvem som kom."))
    if meeting.minutes_shared_at:
        yield Fault("meeting", N_("Referatet er alt delt."))
    if not meeting.summary and not MeetingDecision.objects.filter(meeting=meeting).exists():
        yield Fault("summary", N_("Referatet er tomt. Skriv det viktigste, eller legg til en beslutning."))


@transaction.atomic
def open_minutes(meeting: Meeting, *, reason: str, by: Actor) -> None:
    """Take the minutes back to mend something, with the reason; what they were is kept, and they are shared anew."""
    require_coordinating(by, meeting.person_id)
    now = locked(meeting)
    refuse_if_any(
        ([] if reason.strip() else [Fault("reason", N_("Skriv hva som skal rettes."))])
        + ([] if now.minutes_shared_at else [Fault("reason", N_("Referatet er ikke delt."))])
    )
    was = {"minutes_shared_at": now.minutes_shared_at}
    now.minutes_shared_at = None
    now.save(update_fields=["minutes_shared_at"])
    log.did(N_("åpnet referatet"), now, by=by, was=was, note=reason.strip())
    meeting.refresh_from_db()
