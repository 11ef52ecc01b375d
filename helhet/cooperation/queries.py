"""Agreements somebody works under, how each stands, and who may keep it right. Nothing here is about a person."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from helhet.organisation.models import CoOperation, Municipality
from helhet.organisation.queries import serves_these
from helhet.organisation.queries.keeping import in_charge_of
from helhet.organisation.rules.acting import Worker

from .models import (
    ActionPlan,
    Agreement,
    AgreementParty,
    Clause,
    ClauseStep,
    HousingOverview,
    HousingProject,
    OutreachRound,
    PlanGoal,
    PlanMeasure,
    SltMeeting,
)
from .rules import PROJECT_STEPS, MeasureState, ProjectEventKind, is_late, plan_standing, standing


def agreements(by: Worker) -> list[Agreement]:
    """The agreements of the municipalities this one works for, the running first, each with its `standing`."""
    return _stood(_whole(Agreement.objects.filter(_hers(by)).distinct()), by.on)


def agreement(by: Worker, key: UUID) -> Agreement | None:
    """One of them, with its clauses (`steps` oldest first), parties and reviews."""
    found = _stood(_whole(Agreement.objects.filter(_hers(by), pk=key).distinct()), by.on)
    return found[0] if found else None


def clause(by: Worker, key: UUID) -> Clause | None:
    """One clause of an agreement she works under."""
    rows = Clause.objects.filter(pk=key, agreement__parties__municipality__in=serves_these(by)).distinct()
    return rows.select_related("agreement", "owner").prefetch_related("steps").first()


def may_keep(by: Worker, one: Agreement) -> bool:
    """True for whoever is in charge in a municipality that is party to it, and for whoever owns it."""
    parties = AgreementParty.objects.filter(agreement=one, municipality__in=[m.pk for m in in_charge_of(by)])
    return parties.exists() or (by.staff_id is not None and by.staff_id == one.owner_id)


def may_follow_up(by: Worker, one: Clause) -> bool:
    """True for those who keep the agreement, and for whoever owns the point."""
    return (by.staff_id is not None and by.staff_id == one.owner_id) or may_keep(by, one.agreement)


def covering(numbers: Iterable[str], *, on: date) -> list[Agreement]:
    """The agreements of these municipalities that run on this day, for those who keep them; each with its `standing`."""
    running = Q(valid_from__lte=on) & (Q(valid_until=None) | Q(valid_until__gte=on))
    return _stood(_whole(Agreement.objects.filter(running, parties__municipality__in=list(numbers)).distinct()), on)


def housing(number: str, *, on: date) -> HousingOverview | None:
    """The newest overview of dwellings this municipality needs, as known on this day."""
    return HousingOverview.objects.filter(municipality=number, on__lte=on).first()


def projects(by: Worker) -> list[HousingProject]:
    """The housing projects of the municipalities this one is in charge of, each with `step`, `granted`, `neighbours`."""
    rows = HousingProject.objects.filter(municipality__in=in_charge_of(by)).select_related("municipality", "owner")
    return [_stands(one) for one in rows.prefetch_related("events")]


def project(by: Worker, key: UUID) -> HousingProject | None:
    """One of them."""
    return next((one for one in projects(by) if one.pk == key), None)


def _stands(one: HousingProject) -> HousingProject:
    told = list(one.events.all())
    one.step = next((event for event in reversed(told) if event.kind in PROJECT_STEPS), None)
    one.granted = sum(event.amount or 0 for event in told if event.kind == ProjectEventKind.GRANTED)
    one.neighbours = next((event for event in reversed(told) if event.kind == ProjectEventKind.NEIGHBOURS), None)
    one.told = told[::-1]
    return one


def _hers(by: Worker) -> Q:
    return Q(parties__municipality__in=serves_these(by))


def _whole(rows: QuerySet[Agreement]) -> QuerySet[Agreement]:
    steps = Prefetch("steps", ClauseStep.objects.order_by("on", "at", "pk"))
    clauses = Prefetch("clauses", Clause.objects.select_related("owner").prefetch_related(steps).order_by("order", "pk"))
    parties = Prefetch("parties", AgreementParty.objects.select_related("municipality"))
    return rows.select_related("partner", "owner", "cooperation").prefetch_related(clauses, parties, "reviews")


def _stood(rows: QuerySet[Agreement], on: date) -> list[Agreement]:
    found = list(rows)
    for one in found:
        for clause in one.clauses.all():
            steps = [step for step in clause.steps.all() if step.on <= on]
            clause.last = steps[-1] if steps else None
        one.standing = standing([(c.last.state, c.last.on) if c.last else None for c in one.clauses.all()], on=on)
        one.is_over = one.valid_until is not None and one.valid_until < on
        one.last_review = next((review for review in one.reviews.all() if review.on <= on), None)
        one.review_is_late = not one.is_over and one.review_on is not None and one.review_on < on
    return sorted(found, key=lambda one: (one.is_over, one.kind, one.name))


def action_plans(by: Worker) -> list[ActionPlan]:
    """The action plans of the municipalities this one works for, the newest first, each with its `standing`."""
    return _plans(ActionPlan.objects.filter(_whose(by)), by.on)


def action_plan(by: Worker, key: UUID) -> ActionPlan | None:
    """One of them, with its goals and measures; each measure has its `state` today."""
    found = _plans(ActionPlan.objects.filter(_whose(by), pk=key), by.on)
    return found[0] if found else None


def measure(by: Worker, key: UUID) -> PlanMeasure | None:
    """One measure of a plan this one works under, with its steps."""
    rows = PlanMeasure.objects.filter(pk=key).select_related("goal__plan", "owner").prefetch_related("steps")
    found = rows.first()
    return found if found and action_plan(by, found.goal.plan_id) else None


def may_keep_plan(by: Worker, plan: ActionPlan) -> bool:
    """True for whoever is in charge in the municipality whose plan it is, or in one that takes part."""
    mine = [one.pk for one in in_charge_of(by)]
    return ActionPlan.objects.filter(Q(municipality__in=mine) | Q(cooperation__members__in=mine), pk=plan.pk).exists()


def may_follow_measure(by: Worker, one: PlanMeasure) -> bool:
    """True for those who keep the plan, and for whoever answers for the measure."""
    return (by.staff_id is not None and by.staff_id == one.owner_id) or may_keep_plan(by, one.goal.plan)


def cooperations_of(by: Worker) -> list[CoOperation]:
    """The co-operations this one is in charge of a member of."""
    mine = [one.pk for one in in_charge_of(by)]
    return list(CoOperation.objects.filter(members__in=mine).exclude(until__lt=by.on).distinct().order_by("name"))


def _whose(by: Worker) -> Q:
    numbers = serves_these(by)
    together = CoOperation.objects.filter(members__in=numbers).values("pk")
    return Q(municipality__in=numbers) | Q(cooperation__in=together)


def _plans(rows: QuerySet[ActionPlan], on: date) -> list[ActionPlan]:
    measures = Prefetch("measures", PlanMeasure.objects.select_related("owner").prefetch_related("steps"))
    goals = Prefetch("goals", PlanGoal.objects.prefetch_related(measures))
    found = list(rows.select_related("cooperation", "municipality").prefetch_related("cooperation__members", goals))
    for plan in found:
        every = [one for goal in plan.goals.all() for one in goal.measures.all()]
        for one in every:
            steps = [step for step in one.steps.all() if step.on <= on]
            one.last = steps[-1] if steps else None
            one.state = one.last.state if one.last else MeasureState.PLANNED
            one.is_late = is_late(one.state, one.due, on=on)
        plan.standing = plan_standing([(one.state, one.due, one.money) for one in every], on=on)
        plan.whose = plan.cooperation.name if plan.cooperation else plan.municipality.name if plan.municipality else ""
    return found


def rounds(by: Worker, *, since: date) -> list[OutreachRound]:
    """Rounds out among people from a day on in the municipalities this one works for, the newest first."""
    return list(OutreachRound.objects.filter(municipality__in=serves_these(by), on__gte=since).select_related("municipality"))


def slt_meetings(by: Worker) -> list[SltMeeting]:
    """The meetings with the police in the municipalities this one works for, the newest first."""
    return list(SltMeeting.objects.filter(municipality__in=serves_these(by)).select_related("municipality"))


def works_in(by: Worker) -> list[Municipality]:
    """The municipalities this one works for."""
    return list(Municipality.objects.filter(pk__in=serves_these(by)))
