"""What is due of a plan: goals to look at again, actions past their day, plans to review or to begin."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from helhet.access.log import Opening
from helhet.cases.models import Offer
from helhet.cases.rules import Answer, Due, OfferOf, add_month
from helhet.organisation.rules import N_
from helhet.plans import rules
from helhet.plans.models import Action, Evaluation, Goal, Plan
from helhet.plans.queries.pages import newest_evaluations


def due(opening: Opening, person_ids: Iterable[UUID] | None = None) -> list[Due]:
    """Goals to look at again, plans to review, actions past their day, and plans she said yes to that are not begun."""
    only = Q() if person_ids is None else Q(plan__person_id__in=list(person_ids))
    return [*_goals_due(opening, only), *_actions_due(opening, only), *_plans_due(opening, person_ids)]


def _running(path: str) -> Q:
    return Q(**{f"{path}state": rules.State.ACTIVE}) & ~Q(**{f"{path}consent__withdrawn_at__isnull": False})


def _goals_due(opening: Opening, only: Q) -> list[Due]:
    rows = Goal.objects.filter(only, _running("plan__"), ended_on=None)
    goals = opening.plain(rows, "words", "since", "look_again_days", "look_again_on")
    newest: dict[UUID, date] = {}
    said = newest_evaluations(Q(goal__in=[goal["pk"] for goal in goals]), 1).order_by("pk") if goals else Evaluation.objects.none()
    for row in opening.plain(said, "goal_id", "on"):
        newest[row["goal_id"]] = row["on"]
    return [_goal_due(goal, newest.get(goal["pk"])) for goal in goals]


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


def _actions_due(opening: Opening, only: Q) -> list[Due]:
    open_states = [rules.ActionState.NOT_ASKED, rules.ActionState.AGREED, rules.ActionState.ONGOING, rules.ActionState.WAITING]
    rows = Action.objects.filter(only, _running("plan__"), state__in=open_states, due__isnull=False)
    return [
        Due(
            row["about"], N_("{who}: {what}"), row["due"], N_("Det er avtalt i planen."), N_("avtale i planen, ikke lov"), "action",
            row["pk"], {"who": row["responsible_name"], "what": row["what"]},
        )
        for row in opening.plain(rows, "what", "due", "responsible_name")
    ]  # fmt: skip


def _plans_due(opening: Opening, person_ids: Iterable[UUID] | None) -> list[Due]:
    only = Q() if person_ids is None else Q(person_id__in=list(person_ids))
    rule = N_("forskrift om individuell plan § 9: planen skal holdes oppdatert")
    plans = Plan.objects.filter(only, _running(""), kind=rules.Kind.INDIVIDUAL)
    running = opening.plain(plans, "review_on")
    found = [
        Due(
            row["about"], N_("se på planen sammen"), row["review_on"], N_("Dere avtalte å se på hele planen {on}."), rule, "plan",
            row["pk"], {"on": row["review_on"]},
        )
        for row in running
        if row["review_on"]
    ]  # fmt: skip
    without = ~has_plan("person")
    yes = Offer.objects.filter(only, without, of=OfferOf.PLAN, answer=Answer.YES)
    for row in opening.plain(yes, "answered_on"):
        found.append(
            Due(
                row["about"], N_("begynn på planen sammen"), add_month(row["answered_on"]), N_("Personen sa ja til plan {answered}."),
                N_("helse- og omsorgstjenesteloven § 7-1"), "plan", row["pk"], {"answered": row["answered_on"]},
            )
        )  # fmt: skip
    return found


def has_plan(path: str) -> Any:
    """An expression: the person at this path has an individual plan, also one that is ended."""
    return Exists(Plan.objects.filter(person=OuterRef(path), kind=rules.Kind.INDIVIDUAL))
