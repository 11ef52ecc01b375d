"""Her plan: begun with her consent, goals in her words, evaluated every eighth week, settled as versions."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from helhet.access.rules import Part
from helhet.demo.telling import shares
from helhet.plans import actions as plans
from helhet.plans.rules import Responsible

from . import meetings
from .history import History

_DOCTORS = {"evje": "per", "bygland": "anders", "valle": "signe", "bykle": "signe"}
_LOOK_AGAIN_DAYS = 50


def grows(history: History) -> None:
    """From consent to the newest version."""
    sketch, chance = history.sketch, history.chance
    begun = min(sketch.began - 16, chance.randrange(40, 330))
    history.on(begun, lambda at: _begins(history, at), hour=9)
    for partner in sketch.shares:
        history.on(begun - 2, partial(_shares, history, partner))
    for place, area in enumerate(sketch.areas[: chance.choice((2, 2, 3))]):
        history.on(begun - 3, partial(_goal, history, area), hour=9 + place)
        _evaluations(history, place, begun)
    history.on(begun - 4, lambda at: _settles(history, at))
    if sketch.pathway == 3 and chance.random() < 0.75:
        history.on(begun - 15, lambda at: _crisis(history, at))
    meetings.around_the_plan(history, begun)
    if begun > 60:
        history.on(chance.randrange(3, 40), lambda at: _settles(history, at), hour=15)


def _begins(history: History, at: datetime) -> None:
    by, person = history.by(at), history.person
    history.plan = plans.begin(person.pk, consent_how=history.ours("consent"), given_by=person.name, by=by)
    plans.frame(
        history.plan, by=by, main_responsible=history.teller.house.units[history.sketch.municipality].name, **dict(_frame(history, at))
    )


def _frame(history: History, at: datetime) -> Iterable[tuple[str, Any]]:
    """What most plans hold, and some lack: the ring of ten points is not full in every plan."""
    chance = history.chance
    if chance.random() < 0.8:
        yield "until", at.date() + timedelta(days=365)
        yield "review_on", history.days.before(-chance.randrange(15, 150))
    if chance.random() < 0.75:
        yield "strengths", history.words.said("strengths")
    if chance.random() < 0.7:
        yield "cooperation_wanted", history.ours("cooperation")
    if not history.sketch.kin:
        yield "relatives_asked", "none"
    elif chance.random() < 0.7:
        yield "relatives_asked", "asked"
        yield "relatives_contribute", history.ours("relatives")


def _shares(history: History, partner: str, at: datetime) -> None:
    parts = [Part.PLAN, Part.MEETINGS, Part.TASKS, *([] if partner == "nav" else [Part.CRISIS])]
    shares(history.teller, history.person, partner, parts=parts, how=history.ours("consent"), at=at, by=history.worker)


def _goal(history: History, area: str, at: datetime) -> None:
    said, professional = history.words.goal(area)
    by = history.by(at)
    goal = plans.add_goal(
        history.plan, words=said, professional=professional, life_area=area, importance=history.chance.randrange(3, 6), by=by
    )
    history.goals.append(goal)
    for who, what, how, extent in history.words.steps(area, list(_hands(history)), 2):
        state = history.chance.choice(("ongoing", "ongoing", "agreed"))
        plans.add_action(
            history.plan, goal=goal, what=what, how=how, extent=extent, responsible=_responsible(history, who), state=state, by=by
        )


def _hands(history: History) -> Iterable[str]:
    """Those who can do something: she, the worker, kin, the team, and the partners she shares with."""
    yield from ("person", "coordinator", *history.sketch.team)
    if history.next_of_kin:
        yield "kin"
    yield from ("nav" if partner == "nav" else "gp" for partner in history.sketch.shares if partner != "dps")


def _responsible(history: History, who: str) -> Responsible:
    if who == "person":
        return Responsible("person", history.sketch.first)
    if who == "kin":
        return Responsible("kin", history.next_of_kin.name)
    keys = {"coordinator": history.worker, "nav": "sissel", "gp": _DOCTORS[history.sketch.municipality]}
    return history.teller.does(keys.get(who, who))


def _evaluations(history: History, place: int, begun: int) -> None:
    """Every seventh week or so; the last one within the eight agreed, unless it has slipped."""
    late = place == 0 and history.is_late("goal")
    last = history.chance.randrange(58, 72) if late else history.chance.randrange(4, _LOOK_AGAIN_DAYS)
    for days in range(last, begun - 10, _LOOK_AGAIN_DAYS):
        history.on(days, lambda at: _evaluates(history, place, at))


def _evaluates(history: History, place: int, at: datetime) -> None:
    outcome = history.chance.choices((-1, 0, 1, 2), weights=(2, 4, 3, 1))[0]
    words = history.words.said("worse" if outcome < 0 else "better" if outcome else "same")
    plans.evaluate(
        history.goals[place], outcome=outcome, said_by="person", said_by_name=history.sketch.first, words=words, by=history.by(at)
    )


def _settles(history: History, at: datetime) -> None:
    history.plan.refresh_from_db()
    plans.settle(history.plan, together_with=history.sketch.first, by=history.by(at))


def _crisis(history: History, at: datetime) -> None:
    by, staff = history.by(at), history.teller.house.staff[history.worker]
    crisis = plans.begin_under(history.plan, kind="crisis", by=by)
    for zone in ("green", "yellow", "red"):
        for kind in ("sign", "helps"):
            key = f"{kind}s_{zone}" if kind == "sign" else f"{kind}_{zone}"
            plans.write_crisis_step(crisis, zone=zone, kind=kind, words=history.words.said(key), by=by)
    plans.write_crisis_step(crisis, zone="yellow", kind="call", words=staff.name, telephone=staff.telephone, by=by)
    plans.write_crisis_step(crisis, zone="red", kind="call", words="Ambulant akutteam", telephone="40000175", by=by)
