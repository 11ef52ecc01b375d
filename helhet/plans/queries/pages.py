"""Her plan as one page needs it: goals with actions and evaluations, what is missing, versions, and what is due."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, F, Q, QuerySet, When, Window
from django.db.models.functions import RowNumber

from helhet.access.log import Opening
from helhet.access.policy import Actor, NotVisible, sees
from helhet.access.queries import roles_of
from helhet.access.questions import Only, asks
from helhet.access.rules import Part, Role
from helhet.cases.models import Need, Offer
from helhet.cases.rules import TIMELINE, Happened, OfferOf
from helhet.organisation.rules import N_
from helhet.people.models import Person
from helhet.people.rules import age
from helhet.plans import rules
from helhet.plans.models import Action, Disagreement, Evaluation, Goal, Plan, Version, Wording

# What she has said of her goals stands on my day so long, and so many at once.
_LATELY = timedelta(days=2)
_AT_ONCE = 12


@dataclass
class Shown:
    """A plan with everything on it."""

    plan: Plan
    goals: list[Goal] = field(default_factory=list)  # each with .actions, .evaluations (newest first), .waiting, .look_again
    loose: list[Action] = field(default_factory=list)  # actions under no goal
    ended: list[Goal] = field(default_factory=list)
    disagreements: list[Disagreement] = field(default_factory=list)
    under: list[Plan] = field(default_factory=list)
    versions: list[Version] = field(default_factory=list)
    points: list[rules.Point] = field(default_factory=list)

    @property
    def missing(self) -> list[rules.Point]:
        """The points of IPF § 9 not there yet."""
        return [point for point in self.points if not point.met]

    @property
    def met(self) -> list[rules.Point]:
        """The points that are there."""
        return [point for point in self.points if point.met]

    @property
    def locked(self) -> bool:
        """True while her consent to the plan is withdrawn, or the plan is ended."""
        return self.plan.locked

    @property
    def changed_since_version(self) -> bool:
        """True when something was written after the newest version."""
        return not self.versions or self.versions[0].at < self.plan.changed_at


def individual_plan(opening: Opening, person_id: UUID) -> Plan | None:
    """Her individual plan that is not ended, if she has one and this actor may see it."""
    return next(iter(opening.ask(_running_plan, [person_id])), None)


@asks(Plan)
def _individual_plans(actor: Actor, only: Only) -> QuerySet:
    return Plan.objects.filter(only("person"), kind=rules.Kind.INDIVIDUAL).select_related("consent")


@asks(Plan)
def _running_plan(actor: Actor, only: Only) -> QuerySet:
    return _individual_plans.rows(actor, only).exclude(state=rules.State.ENDED)


def earlier_plans(opening: Opening, person_id: UUID) -> list[Plan]:
    """Her individual plans that are ended, the newest first."""
    return opening.ask(_ended_plans, [person_id])


@asks(Plan)
def _ended_plans(actor: Actor, only: Only) -> QuerySet:
    return Plan.objects.filter(only("person"), kind=rules.Kind.INDIVIDUAL, state=rules.State.ENDED).order_by("-ended_on", "-changed_at")


def plan_of(opening: Opening, person_id: UUID, *, plan_id: UUID | None = None) -> Plan | None:
    """A plan of hers and nothing on it (the individual one unless another is named), or nothing when there is none to show."""
    if plan_id is None:
        return individual_plan(opening, person_id)
    found: Plan = opening.one(Plan.objects.filter(pk=plan_id, person_id=person_id).select_related("consent", "parent"))
    return found


def open_plan(opening: Opening, person: Person, *, plan_id: UUID | None = None) -> Shown | None:
    """A plan of hers whole (the individual one unless another is named), or nothing when there is none to show."""
    plan = plan_of(opening, person.pk, plan_id=plan_id)
    if plan is None:
        return None
    shown = Shown(plan)
    with_goals(opening, shown)
    shown.disagreements, shown.under, shown.versions = (
        opening.ask(one, [plan.pk]) for one in (_disagreements, _plans_under, versions_of_plan)
    )
    if plan.kind == rules.Kind.INDIVIDUAL:
        shown.points = rules.completeness(facts(shown, person, opening.actor))
    return shown


def goals_of(opening: Opening, plan: Plan) -> list[Goal]:
    """The goals of a plan that are being worked on, and nothing beside them."""
    with opening.weighing():
        return [goal for goal in opening.ask(_goals_of, [plan.pk]) if goal.ended_on is None]


def changed_since_version(opening: Opening, plan: Plan) -> bool:
    """True when something was written in a plan after its newest version."""
    with opening.weighing():
        return Shown(plan, versions=opening.ask(versions_of_plan, [plan.pk])).changed_since_version


def with_goals(opening: Opening, shown: Shown) -> None:
    """Hang goals, actions, evaluations and waiting wordings on a plan that is being shown."""
    plan = shown.plan
    goals, actions = (opening.ask(question, [plan.pk]) for question in (_goals_of, _actions_of))
    said, waiting = (opening.ask(question, [plan.pk]) if goals else [] for question in (_evaluations_of, _waiting_of))
    for goal in goals:
        goal.actions = [one for one in actions if one.goal_id == goal.pk]
        goal.evaluations = [one for one in said if one.goal_id == goal.pk]
        goal.waiting = [one for one in waiting if one.goal_id == goal.pk]
        goal.look_again = rules.look_again(
            since=goal.since, last=goal.evaluations[0].on if goal.evaluations else None, every_days=goal.look_again_days,
            agreed=rules.agreed_last((one.on, one.look_again_on) for one in goal.evaluations),
        )  # fmt: skip
        goal.steps = steps_of(goal)
    shown.goals = [goal for goal in goals if goal.ended_on is None]
    shown.ended = [goal for goal in goals if goal.ended_on]
    shown.loose = [one for one in actions if one.goal_id is None]


@asks(Goal, of="plan")
def _goals_of(actor: Actor, only: Only) -> QuerySet:
    return Goal.objects.select_related("plan").order_by("number")


@asks(Action, of="plan")
def _actions_of(actor: Actor, only: Only) -> QuerySet:
    return Action.objects.select_related("plan").order_by("since", "pk")


@asks(Evaluation, of="goal__plan")
def _evaluations_of(actor: Actor, only: Only) -> QuerySet:
    return Evaluation.objects.select_related("goal__plan").order_by("-on", "-at")


@asks(Wording, of="goal__plan")
def _waiting_of(actor: Actor, only: Only) -> QuerySet:
    return Wording.objects.filter(state="waiting").select_related("goal__plan").order_by("at")


@asks(Disagreement, of="plan")
def _disagreements(actor: Actor, only: Only) -> QuerySet:
    return Disagreement.objects.select_related("plan").order_by("-at")


@asks(Plan, of="parent")
def _plans_under(actor: Actor, only: Only) -> QuerySet:
    return Plan.objects.exclude(kind=rules.Kind.CRISIS).order_by(F("ended_on").desc(nulls_first=True), "since")


@asks(Version, of="plan")
def versions_of_plan(actor: Actor, only: Only) -> QuerySet:
    """The settled versions of a plan, the newest first, without what stands in them."""
    return Version.objects.select_related("plan").defer("content").order_by("-number")


def steps_of(goal: Any) -> list[dict[str, Any]]:
    """The five steps −2 … +2 with her own words where the goal has a scale, and where she is now and was before."""
    now = goal.evaluations[0].outcome if goal.evaluations else None
    was = goal.evaluations[1].outcome if len(goal.evaluations) > 1 else None
    return [
        {
            "level": level, "name": rules.OUTCOME_NAMES[level], "own": goal.scale[level + 2] if goal.scale else "",
            "now": level == now, "was": level == was and was != now,
        }
        for level in range(-2, 3)
    ]  # fmt: skip


def facts(shown: Shown, person: Person, actor: Actor) -> rules.Facts:
    """What the ten points are judged from, for this plan as it stands."""
    plan, goals = shown.plan, shown.goals
    actions = [one for goal in goals for one in goal.actions] + shown.loose
    roles = roles_of(person.pk, at=actor.at)
    offered = Offer.objects.filter(person=person, of__in=[OfferOf.COORDINATOR, OfferOf.CHILD_COORDINATOR]).exists()
    years = age(person.born, on=actor.on)
    return rules.Facts(
        goals=len(goals), strengths=bool(plan.strengths or any(goal.strengths for goal in goals)), participants=sum(roles.values()),
        main_responsible=bool(plan.main_responsible), coordinator=bool(roles.get(Role.COORDINATOR) or roles.get(Role.CHILD_COORDINATOR)),
        coordinator_offered=offered, own_actions=sum(one.responsible_kind == "person" for one in actions),
        relatives_settled=bool(plan.relatives_contribute) or plan.relatives_asked in ("none", "not_wanted"), actions=len(actions),
        actions_without_responsible_or_extent=sum(not (one.responsible_name and (one.extent or one.when)) for one in actions),
        actions_without_how=sum(not one.how for one in actions), period_until=plan.until, review_on=plan.review_on,
        consent=bool(plan.consent and not plan.consent.withdrawn_at), cooperation=bool(plan.cooperation_wanted),
        needs=Need.objects.filter(person=person).exists(), is_child=years is not None and years < 18,
        child_takes_part=bool(plan.child_takes_part),
    )  # fmt: skip


def open_goal(opening: Opening, goal_id: UUID) -> Goal:
    """One goal with its plan."""
    if not (found := opening.ask(_goal, [goal_id])):
        raise NotVisible
    goal: Goal = found[0]
    return goal


def last_said_of(opening: Opening, goal: Goal) -> Evaluation | None:
    """The newest evaluation of a goal."""
    return next(iter(opening.ask(_last_said_of_goal, [goal.pk])), None)


def wordings_of(opening: Opening, goal: Goal) -> list[Wording]:
    """How a goal has been worded, the newest first."""
    return opening.ask(_wordings_of_goal, [goal.pk])


@asks(Goal, of="pk")
def _goal(actor: Actor, only: Only) -> QuerySet:
    return Goal.objects.select_related("plan__consent")


@asks(Evaluation, of="goal", limit=1)
def _last_said_of_goal(actor: Actor, only: Only) -> QuerySet:
    return Evaluation.objects.select_related("goal__plan").order_by("-on", "-at")


@asks(Wording, of="goal")
def _wordings_of_goal(actor: Actor, only: Only) -> QuerySet:
    return Wording.objects.select_related("goal__plan").order_by("-at")


def open_wording(opening: Opening, wording_id: UUID) -> Wording:
    """One wording that waits, with its goal."""
    found: Wording = opening.one(Wording.objects.filter(pk=wording_id, state="waiting").select_related("goal__plan__consent"))
    goal = found.goal
    opening.remember(goal.plan.person_id, goal.part, goal.document, goal.pk)
    return found


def contested(opening: Opening, wording: Wording) -> list[tuple[str, Any, Any]]:
    """What a waiting wording and the goal differ in that its writer changed: the field, what stands, what waits."""
    goal = wording.goal
    with opening.weighing():
        base: Mapping[str, str] = next((one.fields for one in wordings_of(opening, goal) if one.revision == wording.based_on), {})
    theirs = {name: getattr(goal, name) for name in rules.GOAL_TEXTS}
    return [(name, theirs[name], wording.fields[name]) for name in rules.contested(base, theirs, wording.fields)]


def open_action(opening: Opening, action_id: UUID) -> Action:
    """One action with its plan and goal."""
    found: Action = opening.one(Action.objects.filter(pk=action_id).select_related("plan__consent", "goal"))
    return found


def open_disagreement(opening: Opening, row_id: UUID) -> Disagreement:
    """One disagreement with its plan."""
    found: Disagreement = opening.one(Disagreement.objects.filter(pk=row_id).select_related("plan"))
    return found


def open_version(opening: Opening, person_id: UUID, number: int, *, plan_id: UUID | None = None) -> Version:
    """A settled version, as it was: of the individual plan, unless another is named."""
    of = Q(plan__kind=rules.Kind.INDIVIDUAL) if plan_id is None else Q(plan=plan_id) & ~Q(plan__kind=rules.Kind.CRISIS)
    rows = Version.objects.filter(of, plan__person_id=person_id, number=number)
    found = opening.all(rows.select_related("plan__person").order_by("-at"))
    if not found:
        raise NotVisible
    version: Version = found[0]
    # What was settled with it stands in parts of their own, and is read by those who may see them.
    if "crisis" in version.content and not sees(opening.actor, person_id, Part.CRISIS):
        version.content = version.content | {"crisis": []}
    if "shared" in version.content and not sees(opening.actor, person_id, Part.CONSENT):
        version.content = version.content | {"shared": None}
    return version


@asks(Version, limit=TIMELINE)
def _newest_versions(actor: Actor, only: Only) -> QuerySet:
    return Version.objects.filter(only("plan__person")).select_related("plan").defer("content").order_by("-at", "-pk")


@asks(Evaluation, limit=TIMELINE)
def _newest_words(actor: Actor, only: Only) -> QuerySet:
    said = Evaluation.objects.filter(only("goal__plan__person"), said_by=rules.SaidBy.PERSON).exclude(words="")
    return said.select_related("goal__plan").order_by("-at", "-pk")


_IN_WORK = Q(plan__kind=rules.Kind.INDIVIDUAL, ended_on=None) & ~Q(plan__state=rules.State.ENDED)


@asks(Goal)
def _goals_now(actor: Actor, only: Only) -> QuerySet:
    return Goal.objects.filter(_IN_WORK, only("plan__person")).select_related("plan").order_by("number")


@asks(Evaluation)
def _two_newest(actor: Actor, only: Only) -> QuerySet:
    newest_first = [F("on").desc(), F("at").desc()]
    said = Evaluation.objects.filter(only("goal__plan__person"), goal__in=Goal.objects.filter(_IN_WORK, only("plan__person")))
    numbered = said.annotate(place=Window(RowNumber(), partition_by=[F("goal_id")], order_by=newest_first))
    newest = Evaluation.objects.filter(pk__in=numbered.filter(place__lte=2).values("pk"))
    return newest.select_related("goal__plan").order_by("-on", "-at")


def goals_in_short(opening: Opening, person_id: UUID) -> list[Goal]:
    """Her goals with where she is now, for the person's page."""
    goals = opening.ask(_goals_now, [person_id])
    said = opening.ask(_two_newest, [person_id]) if goals else []
    for goal in goals:
        goal.evaluations = [one for one in said if one.goal_id == goal.pk]
        goal.steps = steps_of(goal)
    return goals


def said_lately(opening: Opening, persons: Iterable[UUID] | None) -> list[Evaluation]:
    """What these persons (None: all she may see) have said of their goals lately: first who says it is much worse, then the newest."""
    return opening.ask(_said_lately, None if persons is None else list(persons))


@asks(Evaluation, limit=_AT_ONCE)
def _said_lately(actor: Actor, only: Only) -> QuerySet:
    said = Evaluation.objects.filter(only("goal__plan__person"), said_by=rules.SaidBy.PERSON, at__gte=actor.at - _LATELY)
    return said.select_related("goal__plan__person").order_by(Case(When(outcome=-2, then=0), default=1), "-at")


def _plan_name(plan: Plan) -> str:
    """Hers is the plan; those under it are named, for each counts its own versions."""
    return N_("Planen") if plan.kind == rules.Kind.INDIVIDUAL else rules.KIND_NAMES[rules.Kind(plan.kind)]


def timeline(opening: Opening, person_id: UUID) -> list[Happened]:
    """The plan begun and its settled versions, newest first, and what she has said of her goals."""
    plans, versions, said = (opening.ask(question, [person_id]) for question in (_individual_plans, _newest_versions, _newest_words))
    found = [Happened(plan.consent.given_at, N_("Planen begynte."), plan, big=True) for plan in plans if plan.consent]
    found += [
        Happened(one.at, N_("{plan}, versjon {number}."), one, {"plan": _plan_name(one.plan), "number": one.number}, big=True)
        for one in versions
    ]
    found += [
        Happened(one.at, N_("{name} om målet «{goal}»:"), one, {"name": one.said_by_name, "goal": one.goal.words}, one.words)
        for one in said
    ]
    return sorted(found, key=lambda one: one.at, reverse=True)


# What the person's page asks about her, for a page that asks everything at once (`Opening.ask_ahead`).
OF_PERSON = (_goals_now, _individual_plans, _newest_versions, _newest_words)
# What somebody's day asks, likewise, of those she answers for.
LATELY = (_said_lately,)
