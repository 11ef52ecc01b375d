"""The points of forskrift om individuell plan § 9 third ledd, told for every plan at once (plans.rules.completeness)."""

from typing import Any

import ibis

from .days import beside, not_ended, runs, so_far
from .rules import Day


def contents(tables: Any, plans: Any, on: Day) -> Any:
    """The plans with `open_points`: the letters of the points that are not there, with a space between."""
    rows = _around(tables, _inside(tables, plans, on), on)
    is_open = {letter: ~met.fill_null(False) for letter, met in _points(rows, on).items()}
    letters: Any = ibis.literal("")
    for letter, missing in is_open.items():
        letters = letters + missing.ifelse(f" {letter}", "")
    return rows.mutate(open_points=letters.strip())


def _inside(tables: Any, plans: Any, on: Day) -> Any:
    goals, actions = tables["goal"], tables["action"]
    goals = goals.filter(not_ended(goals, on, "since", "ended_on"))
    actions = actions.filter(actions.since <= on)
    goal = goals.group_by("plan_id").agg(goals=goals.count())
    action = actions.group_by("plan_id").agg(
        own=(actions.responsible == "person").any(), no_extent=(~actions.has_extent).any(), no_how=(~actions.has_how).any()
    )
    rows = plans.left_join(goal, plans.id == goal.plan_id).select(plans, goal.goals)
    return rows.left_join(action, rows.id == action.plan_id).select(rows, action.own, action.no_extent, action.no_how)


def _around(tables: Any, rows: Any, on: Day) -> Any:
    needs, access, held, offers, person = (tables[name] for name in ("need", "access", "coordination", "offer", "person"))
    need = needs.filter(needs.since <= on).select("person").distinct().mutate(needs=True)
    around = access.filter(runs(access, on)).select("person").distinct().mutate(around=True)
    coordinator = held.filter(runs(held, on) & held.role.isin(["coordinator", "child_coordinator"])).select("person").distinct()
    offered = offers.filter((offers.offered_on <= on) & offers.of.isin(["coordinator", "child_coordinator"])).select("person").distinct()
    rows = beside(rows, need, "needs")
    rows = beside(rows, around, "around")
    rows = beside(rows, coordinator.mutate(coordinator=True), "coordinator")
    rows = beside(rows, offered.mutate(offered=True), "offered")
    return beside(rows, person.select("person", "born_year", "born_month"), "born_year", "born_month")


def is_child(rows: Any, on: Day) -> Any:
    """Under 18 in the month of this day; whose birth is not known, counts as grown."""
    months = (on.year() - rows.born_year) * 12 + on.month() - rows.born_month
    return (months < 18 * 12).fill_null(False)


def _points(rows: Any, on: Day) -> dict[str, Any]:
    """Each point by its letter, and whether it is there."""
    consent = so_far(rows.consented_on, on).notnull() & so_far(rows.consent_withdrawn_on, on).isnull()
    grown = ~is_child(rows, on)
    coordinator, offered = rows.coordinator.fill_null(False), rows.offered.fill_null(False)
    return {
        "a": (rows.goals > 0) & rows.strengths & rows.needs,
        "b": rows.around,
        "c": rows.main_responsible & coordinator,
        "d": rows.own & rows.relatives,
        "e": ~rows.no_extent,
        "f": ~rows.no_how,
        "g": offered | coordinator,
        "h": rows.until.notnull() & rows.review_on.notnull(),
        "i": consent,
        "j": rows.cooperation,
        "barn": grown | rows.child_takes_part,
    }
