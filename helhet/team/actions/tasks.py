"""Tasks: given to somebody by a day, done with words, put off or dropped with a reason."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import transaction

from helhet.access import log
from helhet.access.policy import Actor, authorship, require_write
from helhet.access.rules import Part, Purpose
from helhet.organisation.models import Staff
from helhet.organisation.rules import N_, Fault, refuse_if_any
from helhet.team.actions.around import as_who, outsiders
from helhet.team.models import Meeting, Task
from helhet.team.rules import ESCALATE_AFTER_DAYS, Who, escalates_on


@transaction.atomic
def give(person_id: UUID, *, what: str, to: Who, due: date, by: Actor, escalates_to: Staff | None = None,
         escalate_after_days: int = ESCALATE_AFTER_DAYS, from_meeting: Meeting | None = None) -> Task:  # fmt: skip
    """Give somebody something to do by a day. Undone, it goes on to a chosen colleague; nobody chosen, to whoever coordinates then."""
    require_write(by, person_id, Part.TASKS, Purpose.COORDINATION)
    refuse_if_any(_give_faults(person_id, what, to, due, escalates_to, escalate_after_days, by))
    task = Task.objects.create(
        person_id=person_id, what=what.strip(), staff_id=to.staff_id, partner_member_id=to.partner_member_id, responsible_name=to.name,
        due=due, escalates_to=escalates_to, escalates_on=escalates_on(due, after_days=escalate_after_days), from_meeting=from_meeting,
        **authorship(by),
    )  # fmt: skip
    log.did(N_("ga oppgave"), task, by=by)
    return task


def _give_faults(
    person_id: UUID, what: str, to: Who, due: date, goes_on_to: Staff | None, after_days: int, by: Actor
) -> Iterable[Fault]:  # fmt: skip
    if not what.strip():
        yield Fault("what", N_("Skriv hva som skal gjøres."))
    if due < by.on:
        yield Fault("due", N_("Dagen er alt gått. Velg en dag fra i dag av."))
    if not 0 <= after_days <= 90:
        yield Fault("escalate_after_days", N_("Velg fra 0 til 90 dager."))
    if not (to.staff_id or to.partner_member_id):
        yield Fault("to", N_("En oppgave gis til en i teamet. Det personen selv eller pårørende gjør, er et tiltak i planen."))
    yield from outsiders(person_id, [to], part=Part.TASKS, field="to", by=by)
    if goes_on_to:
        yield from outsiders(person_id, [as_who(goes_on_to)], part=Part.TASKS, field="escalates_to", by=by)


def _open(task: Task) -> Task:
    now = Task.objects.select_for_update().get(pk=task.pk)
    refuse_if_any(
        ([Fault("task", N_("Oppgaven er alt gjort."))] if now.done_on else [])
        + ([Fault("task", N_("Oppgaven er tatt bort."))] if now.dropped_on else [])
    )
    return now


@transaction.atomic
def finish(task: Task, *, words: str, by: Actor) -> None:
    """It is done; a word on how it went."""
    require_write(by, task.person_id, Part.TASKS, Purpose.COORDINATION)
    now = _open(task)
    now.done_on, now.done_words = by.on, words.strip()
    now.save(update_fields=["done_on", "done_words"])
    log.did(N_("gjorde oppgaven"), now, by=by, was={"done_on": None})
    task.refresh_from_db()


@transaction.atomic
def drop(task: Task, *, reason: str, by: Actor) -> None:
    """It shall not be done after all, and why."""
    require_write(by, task.person_id, Part.TASKS, Purpose.COORDINATION)
    refuse_if_any([] if reason.strip() else [Fault("reason", N_("Skriv hvorfor oppgaven ikke skal gjøres."))])
    now = _open(task)
    now.dropped_on, now.dropped_reason = by.on, reason.strip()
    now.save(update_fields=["dropped_on", "dropped_reason"])
    log.did(N_("tok bort oppgaven"), now, by=by, was={"dropped_on": None}, note=now.dropped_reason)
    task.refresh_from_db()


@transaction.atomic
def postpone(task: Task, *, due: date, reason: str, by: Actor) -> None:
    """Another day, and why; the old day is kept, and it goes on to a colleague as many days after the new one."""
    require_write(by, task.person_id, Part.TASKS, Purpose.COORDINATION)
    refuse_if_any(
        ([] if reason.strip() else [Fault("reason", N_("Skriv hvorfor oppgaven får ny frist."))])
        + ([Fault("due", N_("Dagen er alt gått. Velg en dag fra i dag av."))] if due < by.on else [])
    )
    now = _open(task)
    was = {"due": now.due, "escalates_on": now.escalates_on, "moved_reason": now.moved_reason}
    now.escalates_on, now.due, now.moved_reason = due + (now.escalates_on - now.due), due, reason.strip()
    now.save(update_fields=["due", "escalates_on", "moved_reason"])
    log.did(N_("ga oppgaven ny frist"), now, by=by, was=was, note=now.moved_reason)
    task.refresh_from_db()
