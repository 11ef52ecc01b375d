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
from helhet.plans.queries.pages import versions_of_plan


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
    """The crisis and mastery plan: three zones, each with its lines by kind, the notes, and its printed versions."""

    plan: Plan
    zones: list[tuple[str, str, list[tuple[str, str, list[CrisisStep]]]]]
    notes: CrisisNotes | None
    changed: Any
    versions: list[Version]


def open_crisis(opening: Opening, person_id: UUID, *, plan_id: UUID | None = None) -> Crisis | None:
    """Her crisis and mastery plan (the one in use unless another is named), if she has one and this actor may see it."""
    found = opening.ask(_crisis_plans, [person_id]) if plan_id is None else opening.ask(_crisis_plan, [plan_id])
    if not (plan := next((one for one in found if one.person_id == person_id), None)):
        return None
    steps, notes, versions = (opening.ask(question, [plan.pk]) for question in (_crisis_steps, _crisis_notes, versions_of_plan))
    changed = max((row.at for row in [*steps, *notes]), default=None)
    return Crisis(plan, in_zones(steps), notes[0] if notes else None, changed, versions)


@asks(Plan)
def _crisis_plans(actor: Actor, only: Only) -> QuerySet:
    return Plan.objects.filter(only("person"), kind=rules.Kind.CRISIS).exclude(state=rules.State.ENDED).order_by("-since")


@asks(Plan, of="pk")
def _crisis_plan(actor: Actor, only: Only) -> QuerySet:
    return Plan.objects.filter(kind=rules.Kind.CRISIS)


@asks(CrisisStep, of="plan")
def _crisis_steps(actor: Actor, only: Only) -> QuerySet:
    return CrisisStep.objects.filter(until=None).select_related("plan").order_by("number", "at")


@asks(CrisisNotes, of="plan", limit=1)
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
