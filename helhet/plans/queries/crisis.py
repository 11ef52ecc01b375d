"""The crisis and mastery plan as its page, its paper and a reader of a share need it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from helhet.access.log import Opening
from helhet.access.policy import Actor, NotVisible, require_see
from helhet.access.questions import Only, asks
from helhet.access.rules import Part
from helhet.plans import rules
from helhet.plans.models import CrisisNotes, CrisisStep, Plan, Version


def open_crisis_version(opening: Opening, person_id: UUID, number: int) -> Version:
    """The crisis and mastery plan as it was printed."""
    require_see(opening.actor, person_id, Part.CRISIS)
    rows = Version.objects.filter(plan__person_id=person_id, plan__kind=rules.Kind.CRISIS, number=number)
    found: Version | None = next(iter(opening.all(rows.select_related("plan__person").order_by("-at"), limit=1)), None)
    if found is None:
        raise NotVisible
    return found


@dataclass
class Crisis:
    """The crisis and mastery plan: three zones, each with its lines by kind, and the notes."""

    plan: Plan
    zones: list[tuple[str, str, list[tuple[str, str, list[CrisisStep]]]]]
    notes: CrisisNotes | None
    changed: Any


def open_crisis(opening: Opening, person_id: UUID) -> Crisis | None:
    """Her crisis and mastery plan, if she has one and this actor may see it."""
    plan = next(iter(opening.ask(_crisis_plans, [person_id])), None)
    if plan is None:
        return None
    steps, notes = (opening.ask(question, [plan.pk]) for question in (_crisis_steps, _crisis_notes))
    changed = max((row.at for row in [*steps, *notes[:1]]), default=None)
    return Crisis(plan, in_zones(steps), notes[0] if notes else None, changed)


@asks(Plan)
def _crisis_plans(actor: Actor, only: Only) -> QuerySet:
    return Plan.objects.filter(only("person"), kind=rules.Kind.CRISIS).exclude(state=rules.State.ENDED).order_by("-since")


@asks(CrisisStep, of="plan")
def _crisis_steps(actor: Actor, only: Only) -> QuerySet:
    return CrisisStep.objects.filter(until=None).select_related("plan").order_by("number", "at")


@asks(CrisisNotes, of="plan")
def _crisis_notes(actor: Actor, only: Only) -> QuerySet:
    return CrisisNotes.objects.select_related("plan").order_by("-at")


def in_zones(steps: list[CrisisStep]) -> list[tuple[str, str, list[tuple[str, str, list[CrisisStep]]]]]:
    """The lines of a crisis plan by zone, and in each by kind."""
    kinds = rules.CRISIS_LINE_NAMES.items()
    return [
        (zone, name, [(kind, label, [s for s in steps if s.zone == zone and s.kind == kind]) for kind, label in kinds])
        for zone, name in rules.ZONE_NAMES.items()
    ]


def open_crisis_step(opening: Opening, step_id: UUID) -> CrisisStep:
    """One line of a crisis plan; that which stands in its place, when it has been replaced (with `until` when it was taken away)."""
    with opening.weighing():
        named: CrisisStep = opening.one(CrisisStep.objects.filter(pk=step_id))
    found: CrisisStep = opening.one(CrisisStep.objects.filter(pk=(named.stands_now() or named).pk).select_related("plan"))
    return found
