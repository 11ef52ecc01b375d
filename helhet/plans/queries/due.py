"""What is due of a plan: goals to look at again, actions past their day, plans to review or to begin."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from helhet.access.log import Opening
from helhet.access.policy import Actor
from helhet.access.questions import Only, asks
from helhet.cases.models import Offer
from helhet.cases.rules import Answer, Due, OfferOf, add_month
from helhet.organisation.rules import N_
from helhet.plans import rules
from helhet.plans.models import Action, Evaluation, Goal, Plan


def due(opening: Opening, person_ids: Iterable[UUID] | None = None) -> list[Due]:
    """Goals to look at again, plans to review, actions past their day, and plans she said yes to that are not begun."""
    persons = None if person_ids is None else list(person_ids)
    return [one for kind in (_goals_due, _actions_due, _plans_due, _not_begun) for one in kind(opening, persons)]


def _running(path: str) -> Q:
    return Q(**{f"{path}state": rules.State.ACTIVE}) & ~Q(**{f"{path}consent__withdrawn_at__isnull": False})


def _goals_due(opening: Opening, persons: list[UUID] | None) -> list[Due]:
    newest: dict[UUID, date] = {}
    for row in opening.ask(_evaluated, persons):
        newest[row["goal_id"]] = max(row["on"], newest.get(row["goal_id"], row["on"]))
    return [_goal_due(goal, newest.get(goal["pk"])) for goal in opening.ask(_goals, persons)]


@asks(Goal, "words", "since", "look_again_days", "look_again_on")
def _goals(actor: Actor, only: Only) -> QuerySet:
    return Goal.objects.filter(only("plan__person"), _running("plan__"), ended_on=None)


@asks(Evaluation, "goal_id", "on")
def _evaluated(actor: Actor, only: Only) -> QuerySet:
    """The newest evaluation of each goal that is being worked on."""
    newer = Evaluation.objects.filter(Q(on__gt=OuterRef("on")) | Q(on=OuterRef("on"), at__gt=OuterRef("at")), goal=OuterRef("goal"))
    return Evaluation.objects.filter(~Exists(newer), only("goal__plan__person"), _running("goal__plan__"), goal__ended_on=None)


def _goal_due(goal: dict[str, Any], last: date | None) -> Due:
    again = rules.look_again(since=goal["since"], last=last, every_days=goal["look_again_days"], agreed=goal["look_again_on"])
    agreed = goal["look_again_on"] and again == goal["look_again_on"]
    if agreed:
        why = N_("Dere avtalte å se på målet {again}.")
    elif last:
        why = N_("Sist var {last}. Dere har avtalt å se på målet hver {weeks}. uke.")
    else:
        why = N_("Målet er fra {since} og ikke sett på ennå. Dere har avtalt hver {weeks}. uke.")
    values = {"goal": goal["words"], "again": again, "last": last, "since": goal["since"], "weeks": goal["look_again_days"] // 7}
    rule = N_("forskrift om individuell plan § 9: planen skal holdes oppdatert")
    return Due(goal["about"], N_("se på målet «{goal}»"), again, why, rule, "goal", goal["pk"], values)


def _actions_due(opening: Opening, persons: list[UUID] | None) -> list[Due]:
    return [
        Due(
            row["about"], N_("{who}: {what}"), row["due"], N_("Det er avtalt i planen."), N_("avtale i planen, ikke lov"), "action",
            row["pk"], {"who": row["responsible_name"], "what": row["what"]},
        )
        for row in opening.ask(_actions, persons)
    ]  # fmt: skip


@asks(Action, "what", "due", "responsible_name")
def _actions(actor: Actor, only: Only) -> QuerySet:
    open_states = [rules.ActionState.NOT_ASKED, rules.ActionState.AGREED, rules.ActionState.ONGOING, rules.ActionState.WAITING]
    return Action.objects.filter(only("plan__person"), _running("plan__"), state__in=open_states, due__isnull=False)


def _plans_due(opening: Opening, persons: list[UUID] | None) -> list[Due]:
    return [
        Due(
            row["about"], N_("se på planen sammen"), row["review_on"], N_("Dere avtalte å se på hele planen {on}."),
            N_("forskrift om individuell plan § 9: planen skal holdes oppdatert"), "plan", row["pk"], {"on": row["review_on"]},
        )
        for row in opening.ask(_to_review, persons)
    ]  # fmt: skip


@asks(Plan, "review_on")
def _to_review(actor: Actor, only: Only) -> QuerySet:
    return Plan.objects.filter(only("person"), _running(""), kind=rules.Kind.INDIVIDUAL, review_on__isnull=False)


def _not_begun(opening: Opening, persons: list[UUID] | None) -> list[Due]:
    return [
        Due(
            row["about"], N_("begynn på planen sammen"), add_month(row["answered_on"]), N_("Personen sa ja til plan {answered}."),
            N_("helse- og omsorgstjenesteloven § 7-1"), "plan", row["pk"], {"answered": row["answered_on"]},
        )
        for row in opening.ask(_said_yes_and_has_none, persons)
    ]  # fmt: skip


@asks(Offer, "answered_on")
def _said_yes_and_has_none(actor: Actor, only: Only) -> QuerySet:
    return Offer.objects.filter(only("person"), ~has_plan("person"), of=OfferOf.PLAN, answer=Answer.YES)


def has_plan(path: str) -> Any:
    """An expression: the person at this path has an individual plan, also one that is ended."""
    return Exists(Plan.objects.filter(person=OuterRef(path), kind=rules.Kind.INDIVIDUAL))
