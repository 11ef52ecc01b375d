"""What is due of a plan: goals to look at again, actions past their day, plans to review or to begin."""

from collections.abc import Collection, Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, When

from helhet.access.log import Opening
from helhet.access.policy import OSLO, Actor
from helhet.access.questions import Only, asks
from helhet.cases.rules import Due
from helhet.organisation.rules import N_
from helhet.plans import rules
from helhet.plans.models import Action, CrisisNotes, CrisisStep, Goal, Plan
from helhet.plans.queries.sharing import answers_waiting

_LOOK_WITHIN = timedelta(days=3)


def due(opening: Opening, person_ids: Iterable[UUID] | None = None) -> list[Due]:
    """Actions past their day, as agreed in the plan. Duties about plans and goals are in helhet.oversight."""
    persons = None if person_ids is None else list(person_ids)
    return _actions_due(opening, persons) + _answers_due(opening, persons)


def _running(path: str) -> Q:
    return Q(**{f"{path}state": rules.State.ACTIVE}) & ~Q(**{f"{path}consent__withdrawn_at__isnull": False})


@asks(Goal, "words", "since")
def goals(actor: Actor, only: Only) -> QuerySet:
    """Goals that are being worked on."""
    return Goal.objects.filter(only("plan__person"), _running("plan__"), ended_on=None)


@asks(Plan, "kind", "since")
def plans(actor: Actor, only: Only) -> QuerySet:
    """Plans that are not ended, the individual plan of each person last."""
    individual = Case(When(kind=rules.Kind.INDIVIDUAL, then=1), default=0)
    return Plan.objects.filter(only("person")).exclude(state=rules.State.ENDED).order_by(individual, "pk")


def crisis_plans(opening: Opening, persons: Collection[UUID]) -> dict[UUID, dict[str, Any]]:
    """The crisis plan of each of these persons who has one, with the day it was last changed."""
    return {row["about"]: row for row in opening.ask(_crisis_plans, persons)}


@asks(Plan, "changed_at")
def _crisis_plans(actor: Actor, only: Only) -> QuerySet:
    return Plan.objects.filter(only("person"), kind=rules.Kind.CRISIS).exclude(state=rules.State.ENDED).order_by("changed_at", "pk")


def crisis_in_short(opening: Opening, person_id: UUID) -> dict[str, Any] | None:
    """That she has a crisis and mastery plan, and when a line or a note of it was last written; nothing of what stands there."""
    found = next(iter(opening.ask(_crisis_in_short, [person_id])), None)
    return found and {**found, "changed": max(filter(None, [found["line"], found["note"]]), default=None)}


def _newest_of(rows: QuerySet) -> Subquery:
    return Subquery(rows.filter(plan=OuterRef("pk")).order_by("-at").values("at")[:1])


@asks(Plan, "since", line=_newest_of(CrisisStep.objects.filter(until=None)), note=_newest_of(CrisisNotes.objects.all()))
def _crisis_in_short(actor: Actor, only: Only) -> QuerySet:
    return Plan.objects.filter(only("person"), kind=rules.Kind.CRISIS).exclude(state=rules.State.ENDED).order_by("-since")


def _actions_due(opening: Opening, persons: list[UUID] | None) -> list[Due]:
    return [
        Due(
            row["about"], N_("{who}: {what}"), row["due"], N_("Det er avtalt i planen."), N_("avtale i planen, ikke lov"), "action",
            row["pk"], {"who": row["responsible_name"], "what": row["what"]},
        )
        for row in opening.ask(_actions, persons)
    ]  # fmt: skip


def _answers_due(opening: Opening, persons: list[UUID] | None) -> list[Due]:
    return [
        Due(
            row["about"], N_("{name}, {role}, har svart på det som er delt."), row["at"].astimezone(OSLO).date() + _LOOK_WITHIN,
            N_("Svaret er ikke bekreftet før noen av oss har sett på det."),
            N_("god praksis, ikke lov"), "answer", row["pk"], {"name": row["called"], "role": row["called_as"]},
        )
        for row in opening.ask(answers_waiting, persons)
    ]  # fmt: skip


@asks(Action, "what", "due", "responsible_name")
def _actions(actor: Actor, only: Only) -> QuerySet:
    open_states = [rules.ActionState.NOT_ASKED, rules.ActionState.AGREED, rules.ActionState.ONGOING, rules.ActionState.WAITING]
    return Action.objects.filter(only("plan__person"), _running("plan__"), state__in=open_states, due__isnull=False)


def promised(opening: Opening, person_id: UUID) -> list[Action]:
    """What somebody has said they will do in her plan and is not done, the first due first."""
    agreed = [rules.ActionState.AGREED, rules.ActionState.ONGOING, rules.ActionState.WAITING]
    rows = Action.objects.filter(_running("plan__"), plan__person_id=person_id, state__in=agreed)
    return opening.all(rows.select_related("plan").order_by(F("due").asc(nulls_last=True), "since", "pk"))


# What `due` asks about the persons it is given, for a page that asks everything at once (`Opening.ask_ahead`).
DUE = (_actions, answers_waiting)
