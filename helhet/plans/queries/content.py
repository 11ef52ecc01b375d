"""The plan as it is settled under a number and printed."""

from typing import Any

from helhet.access.log import Opening
from helhet.access.policy import Actor
from helhet.access.queries import shared_names, team_names
from helhet.cases.rules import LIFE_AREA_NAMES
from helhet.organisation.queries import emergency_numbers
from helhet.people.models import OwnWords
from helhet.plans import rules
from helhet.plans.models import Action, Disagreement, Plan
from helhet.plans.queries.crisis import Crisis, open_crisis
from helhet.plans.queries.pages import Shown, facts, with_goals


def content_of(plan: Plan, *, by: Actor) -> dict[str, Any]:
    """What stands in a plan now, as it is settled under a number and printed: plain text, no address, no keys."""
    if plan.kind == rules.Kind.CRISIS:
        return _head(plan) | _crisis_content(plan, by)
    shown = Shown(plan)
    with_goals(Opening(by, page="planversjon"), shown)
    own = _individual_content(shown, by) if plan.kind == rules.Kind.INDIVIDUAL else {"owner": plan.owner_name, "title": plan.title}
    return _head(plan) | _work(shown) | own


def _head(plan: Plan) -> dict[str, Any]:
    person = plan.person
    return {
        "name": person.name, "first": person.first, "municipality": person.municipality.name,
        "since": str(plan.since), "until": str(plan.until or ""), "review_on": str(plan.review_on or ""),
        "ended_on": str(plan.ended_on or ""), "ended_reason": plan.ended_reason, "ended_words": plan.ended_words,
    }  # fmt: skip


def _work(shown: Shown) -> dict[str, Any]:
    return {
        "strengths": shown.plan.strengths, "goals": [_goal_text(goal) for goal in shown.goals],
        "actions": [_action_text(one) for one in shown.loose],
    }  # fmt: skip


def _individual_content(shown: Shown, by: Actor) -> dict[str, Any]:
    plan, person = shown.plan, shown.plan.person
    return {
        "main_responsible": plan.main_responsible,
        "contributions": {"relatives": plan.relatives_contribute, "wanted": plan.cooperation_wanted, "child": plan.child_takes_part},
        "team": team_names(person.pk, by=by),
        "disagreements": [
            {"about": d.about, "her": d.her_words, "our": d.our_words, "our_name": d.our_name, "again": str(d.look_again_on or "")}
            for d in Disagreement.objects.filter(plan=plan).order_by("at")
            if not (d.settled_by_her_on and d.settled_by_us_on)
        ],
        "matters": next((one.words for one in OwnWords.objects.filter(person=person).order_by("-at")[:1]), ""),
        "crisis": _crisis_text(open_crisis(Opening(by, page="planversjon"), person.pk)),
        "shared": shared_names(person.pk, by=by),
        "missing": [point.name for point in rules.completeness(facts(shown, person, by)) if not point.met],
    }  # fmt: skip


def _crisis_content(plan: Plan, by: Actor) -> dict[str, Any]:
    """Her lines, the notes, and the numbers that always answer."""
    person = plan.person
    crisis = open_crisis(Opening(by, page="planversjon"), person.pk, plan_id=plan.pk)
    notes = crisis.notes if crisis else None
    names = ("medicines", "children_and_pets", "helpers_should_know")
    return {
        "crisis": _crisis_text(crisis), "notes": {name: getattr(notes, name) for name in names} if notes else {},
        "numbers": [{"name": one.name, "telephone": one.telephone} for one in emergency_numbers([person.municipality_id])],
    }  # fmt: skip


def _crisis_text(crisis: Crisis | None) -> list[dict[str, Any]]:
    if crisis is None:
        return []
    return [
        {
            "zone": zone,
            "name": name,
            "lines": [
                {"kind": kind, "words": s.words, "telephone": s.telephone, "label": label} for kind, label, steps in kinds for s in steps
            ],
        }
        for zone, name, kinds in crisis.zones
    ]


def _goal_text(goal: Any) -> dict[str, Any]:
    newest = goal.evaluations[0] if goal.evaluations else None
    now = newest and {
        "outcome": rules.OUTCOME_NAMES[newest.outcome], "own": goal.scale[newest.outcome + 2] if goal.scale else "",
        "words": newest.words, "by": newest.said_by_name, "on": str(newest.on),
    }  # fmt: skip
    return {
        "words": goal.words, "professional": goal.professional, "life_area": LIFE_AREA_NAMES.get(goal.life_area, ""),
        "strengths": goal.strengths, "actions": [_action_text(one) for one in goal.actions], "look_again": str(goal.look_again),
        "now": now,
    }  # fmt: skip


def _action_text(one: Action) -> dict[str, str]:
    return {
        "who": one.responsible_name, "what": one.what, "how": one.how, "extent": one.extent, "when": one.when or str(one.due or ""),
        "state": rules.ACTION_STATE_NAMES[rules.ActionState(one.state)],
        "granted": rules.GRANTED_NAMES[rules.Granted(one.granted)] if one.granted != rules.Granted.NOTHING else "",
    }  # fmt: skip
