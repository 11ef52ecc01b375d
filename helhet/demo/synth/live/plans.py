"""Plans as they are left: goals with their wording, actions with who answers, evaluations, the settled version, what is not agreed on."""

import json
from typing import Any

import numpy as np

from helhet.access.in_bulk import rows_in_bulk
from helhet.cases.rules import LIFE_AREA_NAMES, LifeArea
from helhet.demo.bank import bank
from helhet.demo.synth.columns import NONE
from helhet.plans.models import Action, Disagreement, Evaluation, Goal, Plan, Version, Wording, new_mark
from helhet.plans.rules import ACTION_STATE_NAMES, ActionState

from .drawn import Drawn, objects, where
from .helping import changed
from .home import Home
from .people import Everybody

_AREAS = ("housing", "activity", "economy", "physical", "mental", "substance", "social", "network")
_CHILD = "Barnet får vite det som er avtalt, av en voksen det er trygt på."
_OTHERS = {"partner": "NAV", "kin": "Pårørende"}
_RESPONSIBLE = {"person": "person", "staff": "coordinator", "partner": "nav", "kin": "kin"}


def plans(drawn: Drawn, home: Home, everybody: Everybody, *, place: str) -> None:
    """Everything about plans, in a municipality of this name."""
    _plans(drawn, everybody)
    goals = _goals(drawn, everybody)
    actions = _actions(drawn, home, everybody)
    _evaluations(drawn, everybody)
    _versions(drawn, everybody, place, goals, actions)
    plan = drawn.beside("disagreement", "plan")
    who = drawn.rows("disagreement", "person")
    answered = drawn.numbers("disagreement", "answered_on") != NONE
    ours = "Vi mener at det bør prøves en gang til."
    rows_in_bulk(Disagreement, drawn.size("disagreement"), {
        "id": drawn.keys("disagreement"), "plan_id": drawn.spelled(plan.astype(np.uint64)), "about": "hvor ofte vi møtes",
        "her_words": drawn.said("said", "no_plan", who), "our_words": where(answered, [ours] * len(who)),
        "our_name": where(answered, everybody.worker_names[who].tolist()),
        **everybody.wrote(who, drawn.mornings("disagreement", "since")),
    })  # fmt: skip
    changed(drawn, everybody, "disagreement", "answered_on", kind="uenighet", part="plan", field="our_words", became=ours)


def _plans(drawn: Drawn, everybody: Everybody) -> None:
    who, size, states = drawn.rows("plan", "person"), drawn.size("plan"), drawn.words("plan", "state")
    settled, main = drawn.numbers("plan", "settled_on") != NONE, drawn.yes("plan", "main_responsible")
    since, relatives = drawn.days("plan", "since"), drawn.yes("plan", "relatives")
    rows_in_bulk(Plan, size, {
        "id": drawn.keys("plan"), "person_id": drawn.whose("plan"), "kind": drawn.words("plan", "kind"),
        "parent_id": drawn.keys("plan", "parent_id"), "state": states, "pupil": drawn.bits("plan", "pupil"),
        "main_responsible": where(main, ["Psykisk helse og rus"] * size),
        "main_responsible_since": drawn.days("plan", "main_responsible_on"), "since": since, "until": drawn.days("plan", "until"),
        "review_on": drawn.days("plan", "review_on"), "consent_id": drawn.spelled(drawn.beside("plan", "consent")),
        "strengths": where(drawn.yes("plan", "strengths"), drawn.said("said", "strengths", who)),
        "relatives_contribute": where(relatives, drawn.said("triage", "relatives", who)),
        "relatives_asked": where(relatives, ["asked"] * size),
        "cooperation_wanted": where(drawn.yes("plan", "cooperation"), drawn.said("triage", "cooperation", who)),
        "child_takes_part": where(drawn.yes("plan", "child_takes_part"), [_CHILD] * size),
        "version": settled.astype(np.int64).tolist(), "changed_at": drawn.mornings("plan", "since"),
        "changed_by": everybody.worker_names[who].tolist(),
        "ended_reason": where(objects(states) == "ended", ["Målene er nådd."] * size),
    })  # fmt: skip
    changed(drawn, everybody, "plan", "ended_on", kind="plan", part="plan", field="state", became="ended")
    changed(drawn, everybody, "plan", "contents_changed_on", kind="plan", part="plan", field="strengths", became="")
    changed(drawn, everybody, "plan", "pupil_changed_on", kind="plan", part="plan", field="pupil", became="true")
    changed(drawn, everybody, "plan", "review_changed_on", kind="plan", part="plan", field="review_on", became="")


def _goals(drawn: Drawn, everybody: Everybody) -> list[dict[str, Any]]:
    """The goals; returns what a settled version says of each."""
    who, size, of = drawn.rows("goal", "person"), drawn.size("goal"), drawn.rows("goal", "plan_id")
    areas, words, professional = drawn.one_of(_AREAS, size), np.empty(size, dtype=object), np.empty(size, dtype=object)
    for area in _AREAS:
        at = np.flatnonzero(objects(areas) == area)
        lines = np.array(bank("goals")[area], dtype=object)
        chosen, language = drawn.chance.integers(0, len(lines), len(at)), drawn.language[who[at]]
        words[at], professional[at] = lines[chosen, language], lines[chosen, 2 + language]
    first = np.searchsorted(of, of)  # goals are drawn plan by plan
    texts = [
        {"words": hers, "professional": ours, "strengths": "", "scale": []}
        for hers, ours in zip(words.tolist(), professional.tolist(), strict=True)
    ]
    begun, keys = drawn.mornings("goal", "since"), drawn.keys("goal")
    rows_in_bulk(Goal, size, {
        "id": keys, "plan_id": drawn.keys("goal", "plan_id"), "number": (np.arange(size) - first + 1).tolist(), "words": words.tolist(),
        "professional": professional.tolist(), "life_area": areas, "look_again_days": drawn.counts("goal", "look_again_days"),
        "since": drawn.days("goal", "since"), "ended_on": drawn.days("goal", "ended_on"),
    })  # fmt: skip
    rows_in_bulk(Wording, size, {
        "id": drawn.new_keys(size), "goal_id": keys, "fields": [json.dumps(one, ensure_ascii=False) for one in texts], "based_on": 0,
        "state": "chosen", "revision": 1, **everybody.wrote(who, begun),
    })  # fmt: skip
    changed(drawn, everybody, "goal", "look_again_changed_on", kind="mål", part="plan", field="look_again_days", became="")
    return [
        {"words": text["words"], "professional": text["professional"], "life_area": LIFE_AREA_NAMES[LifeArea(area)], "strengths": "",
         "look_again": "", "now": None}
        for text, area in zip(texts, areas, strict=True)
    ]  # fmt: skip


def _actions(drawn: Drawn, home: Home, everybody: Everybody) -> list[dict[str, str]]:
    """The actions; returns what a settled version says of each."""
    who, size, kinds = drawn.rows("action", "person"), drawn.size("action"), objects(drawn.words("action", "responsible"))
    what, how, extent, names = (np.empty(size, dtype=object) for _ in range(4))
    for kind, doer in _RESPONSIBLE.items():
        at = np.flatnonzero(kinds == kind)
        lines = np.array([row[1:7] for area in _AREAS for row in bank("actions")[area] if row[0] == doer], dtype=object)
        chosen, start = drawn.chance.integers(0, len(lines), len(at)), 3 * drawn.language[who[at]]
        what[at], how[at], extent[at] = (lines[chosen, start + step] for step in range(3))
        names[at] = (
            {"person": everybody.given, "staff": everybody.worker_names}[kind][who[at]] if kind in ("person", "staff") else _OTHERS[kind]
        )
    states = drawn.words("action", "state")
    granted = drawn.yes("action", "granted")
    rows_in_bulk(Action, size, {
        "id": drawn.keys("action"), "plan_id": drawn.keys("action", "plan_id"), "goal_id": drawn.keys("action", "goal_id"),
        "decision_id": drawn.keys("action", "decision_id"), "what": what.tolist(),
        "how": where(drawn.yes("action", "has_how"), how.tolist()),
        "extent": where(drawn.yes("action", "has_extent"), extent.tolist()), "responsible_kind": kinds.tolist(),
        "responsible_staff_id": where(kinds == "staff", everybody.worker_keys[who].tolist(), None),
        "responsible_partner_id": where(kinds == "partner", [home.gp_member] * size, None), "responsible_name": names.tolist(),
        "due": drawn.days("action", "due_on"), "state": states, "granted": where(granted, ["granted"] * size, "none"),
        "since": drawn.days("action", "since"), "done_on": where(objects(states) == "done", drawn.days("action", "since"), None),
    })  # fmt: skip
    changed(drawn, everybody, "action", "granted_changed_on", kind="tiltak", part="plan", field="granted", became="granted")
    changed(drawn, everybody, "action", "decision_changed_on", kind="tiltak", part="plan", field="decision_id", became="")
    return [
        {"who": name, "what": does, "how": way, "extent": much, "when": "", "state": ACTION_STATE_NAMES[ActionState(state)], "granted": ""}
        for name, does, way, much, state in zip(names.tolist(), what.tolist(), how.tolist(), extent.tolist(), states, strict=True)
    ]


def _evaluations(drawn: Drawn, everybody: Everybody) -> None:
    who, size = drawn.rows("evaluation", "person"), drawn.size("evaluation")
    outcomes, said_by = drawn.numbers("evaluation", "outcome"), objects(drawn.words("evaluation", "said_by"))
    words, names = np.empty(size, dtype=object), np.empty(size, dtype=object)
    for name, at in (("worse", outcomes < 0), ("same", outcomes == 0), ("better", outcomes > 0)):
        words[at] = drawn.said("said", name, who[at])
    names[:] = "Pårørende"
    for kind, called in (("person", everybody.given), ("worker", everybody.worker_names)):
        names[said_by == kind] = called[who[said_by == kind]]
    rows_in_bulk(Evaluation, size, {
        "id": drawn.keys("evaluation"), "goal_id": drawn.keys("evaluation", "goal_id"), "on": drawn.days("evaluation", "on"),
        "said_by": said_by.tolist(), "said_by_name": names.tolist(), "outcome": outcomes.tolist(), "words": words.tolist(),
        "look_again_on": drawn.days("evaluation", "look_again_on"),
        **everybody.wrote(who, drawn.mornings("evaluation", "on")),
    })  # fmt: skip


def _versions(drawn: Drawn, everybody: Everybody, place: str, goals: list[dict[str, Any]], actions: list[dict[str, str]]) -> None:
    """The plan as it was settled: the goals that were there by then, and who was around her."""
    settled, since = drawn.numbers("plan", "settled_on"), drawn.numbers("goal", "since")
    of_goal: dict[int, list[dict[str, str]]] = {}
    for goal, action in zip(drawn.rows("action", "goal_id").tolist(), actions, strict=True):
        of_goal.setdefault(goal, []).append(action)
    of_plan: dict[int, list[dict[str, Any]]] = {}
    for goal, (plan, begun) in enumerate(zip(drawn.rows("goal", "plan_id").tolist(), since.tolist(), strict=True)):
        if begun <= settled[plan]:
            of_plan.setdefault(plan, []).append({**goals[goal], "actions": of_goal.get(goal, [])})
    at = np.flatnonzero(settled != NONE)
    who, begun, ends = drawn.rows("plan", "person")[at], objects(drawn.days("plan", "since"))[at], objects(drawn.days("plan", "until"))[at]
    content = [
        {"name": everybody.names[person], "first": everybody.given[person], "municipality": place, "since": first, "until": last or "",
         "review_on": "", "main_responsible": "", "strengths": "", "contributions": {"relatives": "", "wanted": "", "child": ""},
         "goals": of_plan.get(plan, []), "actions": [], "disagreements": [], "matters": "", "crisis": [], "shared": [], "missing": [],
         "team": [{"name": everybody.worker_names[person], "function": "koordinator", "telephone": "40000100"}]}
        for plan, person, first, last in zip(at.tolist(), who.tolist(), begun, ends, strict=True)
    ]  # fmt: skip
    rows_in_bulk(Version, len(at), {
        "id": drawn.new_keys(len(at)), "plan_id": objects(drawn.keys("plan"))[at].tolist(), "number": 1,
        "content": [json.dumps(one, ensure_ascii=False) for one in content], "mark": [new_mark() for _ in content],
        **everybody.wrote(who, objects(drawn.mornings("plan", "settled_on"))[at].tolist()),
    })  # fmt: skip
