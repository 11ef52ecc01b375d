"""What a reader without an account is shown of a plan, what she answered, and whether a printed version is still the one."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from helhet.access.log import Opening
from helhet.access.policy import Actor
from helhet.access.questions import Only, asks
from helhet.plans import rules
from helhet.plans.models import Action, CrisisNotes, CrisisStep, Evaluation, Goal, ReaderAnswer, Version
from helhet.plans.queries.crisis import in_zones
from helhet.plans.queries.pages import Shown, individual_plan


def plan_to_read(opening: Opening, person_id: UUID) -> Shown | None:
    """Her individual plan as it stands now: the goals being worked on, what is done, and the newest of how it goes; nothing else."""
    plan = individual_plan(opening, person_id)
    if plan is None:
        return None
    shown = Shown(plan)
    shown.goals = opening.all(Goal.objects.filter(plan=plan, ended_on=None).select_related("plan").order_by("number"))
    stopped = [rules.ActionState.DONE, rules.ActionState.STOPPED]
    actions = opening.all(Action.objects.filter(plan=plan).exclude(state__in=stopped).select_related("plan").order_by("since", "pk"))
    for goal in shown.goals:
        goal.actions = [one for one in actions if one.goal_id == goal.pk]
        said = Evaluation.objects.filter(goal=goal).select_related("goal__plan").order_by("-on", "-at")
        goal.now = next(iter(opening.all(said, limit=1)), None)
    goals = {goal.pk for goal in shown.goals}
    shown.loose = [one for one in actions if one.goal_id not in goals]
    return shown


@dataclass
class CrisisToRead:
    """The lines of a crisis and mastery plan by zone, the notes, and the plan's key: what that part alone opens."""

    key: UUID
    zones: list[tuple[str, str, list[tuple[str, str, list[CrisisStep]]]]]
    notes: CrisisNotes | None


def crisis_to_read(opening: Opening, person_id: UUID) -> CrisisToRead | None:
    """Her crisis and mastery plan for whoever may see that part, and perhaps not the plan it hangs under."""
    hers = Q(plan__person_id=person_id, plan__kind=rules.Kind.CRISIS) & ~Q(plan__state=rules.State.ENDED)
    steps = opening.all(CrisisStep.objects.filter(hers, until=None).select_related("plan").order_by("number", "at"))
    notes = next(iter(opening.all(CrisisNotes.objects.filter(hers).select_related("plan").order_by("-at"), limit=1)), None)
    any_of_it = steps[0] if steps else notes
    if any_of_it is None:
        return None
    return CrisisToRead(any_of_it.plan_id, in_zones(steps), notes)


def answers_of(opening: Opening, person_id: UUID) -> list[Any]:
    """What readers have answered, those nobody has looked at first."""
    rows = ReaderAnswer.objects.filter(person_id=person_id).select_related("action").order_by("-at")
    found = opening.all(rows)
    for one in found:
        if one.action:
            opening.remember(person_id, one.action.part, one.action.document, one.action_id)
    return sorted(found, key=lambda one: one.settled_at is not None)


@asks(ReaderAnswer, "called", "called_as", "at")
def answers_waiting(actor: Actor, only: Only) -> QuerySet:
    """Answers that nobody has looked at yet."""
    return ReaderAnswer.objects.filter(only("person"), settled_at=None)


def printed(mark: str) -> rules.Printed:
    """Whether the version with this mark is the newest of a plan in use. It tells no more, to anybody: the mark is all there is to know."""
    found = Version.objects.filter(mark=mark).values_list("number", "plan__version", "plan__state").first()
    if found is None:
        return rules.Printed.UNKNOWN
    number, newest, state = found
    return rules.Printed.CURRENT if number == newest and state != rules.State.ENDED else rules.Printed.NEWER
