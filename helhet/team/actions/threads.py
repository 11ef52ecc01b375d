"""What she writes to us, and our answers: nothing written is changed, and while we owe an answer it stands on somebody's day."""

from typing import Any
from uuid import UUID

from django.db import transaction

from helhet.access import actions as access
from helhet.access import log
from helhet.access.policy import Actor, NotVisible, authorship, own_record, require_write
from helhet.access.rules import Part, Purpose, Role
from helhet.organisation import queries as organisation
from helhet.organisation.rules import N_, Fault, refuse_if_any
from helhet.people.models import Person
from helhet.team.models import Message, Thread
from helhet.team.rules import TO_COORDINATING_UNIT, ThreadKind, message_faults, thread_answer_by


@transaction.atomic
def write_to_us(person_id: UUID, *, kind: str, words: str, by: Actor) -> Thread:
    """She writes to her coordinator, or to the coordinating unit; a worker may write for her, in her words."""
    _require_her_or_helper(by, person_id)
    refuse_if_any([*message_faults(words, kind=kind), *_unit_faults(person_id, kind)])
    if kind == ThreadKind.LOOK:
        raise NotVisible
    thread = _begin(person_id, kind, by)
    _say(thread, words, hers=True, by=by)
    return thread


@transaction.atomic
def ask_about_look(person_id: UUID, *, look: Any, regarding: str, by: Actor) -> Thread:
    """She asks the coordinating unit why somebody looked, by one press; asked again about the same line, it is the same question."""
    _require_her_or_helper(by, person_id)
    asked = Thread.objects.filter(person_id=person_id, entry=look.pk).first()
    if asked:
        return asked
    refuse_if_any(_unit_faults(person_id, ThreadKind.LOOK))
    return _begin(person_id, ThreadKind.LOOK, by, entry=look.pk, regarding=regarding)


def _require_her_or_helper(by: Actor, person_id: UUID) -> None:
    """Herself in her own record, or somebody who writes in her case for her."""
    if by.kind != "person":
        require_write(by, person_id, Part.CASE)
    elif own_record(by) != person_id:
        raise NotVisible


def _unit_faults(person_id: UUID, kind: str) -> list[Fault]:
    if kind not in TO_COORDINATING_UNIT or _unit(person_id):
        return []
    return [Fault("words", N_("Kommunen har ingen som tar imot her. Ring kommunen."))]


def _unit(person_id: UUID) -> Any:
    return organisation.coordinating_unit(Person.objects.values_list("municipality_id", flat=True).get(pk=person_id))


def _begin(person_id: UUID, kind: str, by: Actor, **given: Any) -> Thread:
    thread = Thread.objects.create(
        person_id=person_id, kind=kind, answer_by=thread_answer_by(kind, by.on), **given, **authorship(by)
    )  # fmt: skip
    log.did(N_("skrev til oss"), thread, by=by)
    if kind in TO_COORDINATING_UNIT:
        ground = "helse- og omsorgstjenesteloven § 7-3"
        access.begin_relation(person_id, role=Role.COORDINATING_UNIT, ground=ground, by=by, unit=_unit(person_id))
    return thread


def _say(thread: Thread, words: str, *, hers: bool, by: Actor) -> Message:
    made = Message.objects.create(thread=thread, words=words.strip(), hers=hers, **authorship(by))
    log.did(N_("skrev en beskjed"), made, by=by)
    return made


def _now(thread: Thread) -> Thread:
    return Thread.objects.select_for_update().get(pk=thread.pk)


@transaction.atomic
def write_more(thread: Thread, *, words: str, by: Actor) -> Message:
    """She says more: we owe her an answer again, by the day we owed it already when we did."""
    _require_her_or_helper(by, thread.person_id)
    refuse_if_any(message_faults(words))
    now = _now(thread)
    made = _say(now, words, hers=True, by=by)
    if now.answer_by is None:
        _owe(now, thread_answer_by(now.kind, by.on), by)
    return made


@transaction.atomic
def answer_thread(thread: Thread, *, words: str, by: Actor) -> Message:
    """We answer her. A wish for another coordinator is not answered by the coordinator it is about."""
    require_write(by, thread.person_id, Part.CASE, Purpose.COORDINATION)
    refuse_if_any([*message_faults(words), *_not_yours(thread, by)])
    now = _now(thread)
    made = _say(now, words, hers=False, by=by)
    if now.answer_by is not None:
        _owe(now, None, by)
    return made


def _not_yours(thread: Thread, by: Actor) -> list[Fault]:
    if thread.kind not in TO_COORDINATING_UNIT or by.coordinating_unit_ids:
        return []
    return [Fault("words", N_("Dette svarer koordinerende enhet på."))]


def _owe(thread: Thread, day: Any, by: Actor) -> None:
    was = {"answer_by": thread.answer_by}
    thread.answer_by = day
    thread.save(update_fields=["answer_by"])
    log.did(N_("svarte") if day is None else N_("skrev mer"), thread, by=by, was=was)
