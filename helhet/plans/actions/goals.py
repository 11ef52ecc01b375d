"""Goals: hers in her words, written by several at once without a word lost, and looked at again and again."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max

from helhet.access import log
from helhet.access.policy import Actor, authorship
from helhet.cases.rules import LIFE_AREA_NAMES
from helhet.organisation.rules import N_, Fault, refuse_if_any
from helhet.plans import rules
from helhet.plans.actions.frame import require_open, touch
from helhet.plans.models import Evaluation, Goal, Plan, Wording

_SETTINGS = frozenset({"life_area", "importance", "look_again_days"})


def _faults(fields: Mapping[str, Any]) -> Iterable[Fault]:
    if not str(fields.get("words", "")).strip():
        yield Fault("words", N_("Skriv målet med personens egne ord."))
    scale = fields.get("scale") or []
    if scale and (len(scale) != 5 or not all(str(step).strip() for step in scale)):
        yield Fault("scale", N_("En skala har fem trinn. Fyll ut alle, eller ingen."))


@transaction.atomic
def add_goal(plan: Plan, *, words: str, by: Actor, professional: str = "", strengths: str = "", scale: list[str] | None = None,
             life_area: str = "", importance: int | None = None, look_again_days: int = rules.LOOK_AGAIN_DAYS) -> Goal:  # fmt: skip
    """Add what she wants, in her words; the professional's wording beside."""
    require_open(plan, by=by)
    texts = {"words": words.strip(), "professional": professional.strip(), "strengths": strengths.strip(), "scale": scale or []}
    refuse_if_any(_faults(texts))
    number = (Goal.objects.filter(plan=plan).aggregate(last=Max("number"))["last"] or 0) + 1
    goal = Goal.objects.create(
        plan=plan, number=number, life_area=life_area, importance=importance, look_again_days=look_again_days, since=by.on, **texts
    )
    Wording.objects.create(goal=goal, fields=texts, based_on=0, state="chosen", revision=1, **authorship(by))
    touch(plan, by=by)
    log.did(N_("la til mål"), goal, by=by)
    return goal


@transaction.atomic
def write_goal(goal: Goal, *, based_on: int, by: Actor, **texts: Any) -> Wording:
    """Write a goal's texts anew, based on the revision that was on the page.

    If somebody else wrote meanwhile, different fields are joined; the same field waits, both texts kept, until a person
    chooses (`choose`). Returns the wording: its state is «chosen» or «waiting».
    """
    require_open(goal.plan, by=by)
    refuse_if_any(_faults({**_texts(goal), **texts}))
    goal = Goal.objects.select_for_update().select_related("plan").get(pk=goal.pk)
    now = _texts(goal)
    mine = {**_texts_at(goal, based_on), **texts}
    joined = mine if goal.revision == based_on else rules.join_texts(_texts_at(goal, based_on), now, mine)
    if joined is None:
        waiting = Wording.objects.create(goal=goal, fields=mine, based_on=based_on, state="waiting", **authorship(by))
        log.did(N_("skrev samtidig"), waiting, by=by)
        return waiting
    return _accept(goal, joined, based_on, by)


def _texts(goal: Goal) -> dict[str, Any]:
    return {name: getattr(goal, name) for name in rules.GOAL_TEXTS}


def _texts_at(goal: Goal, revision: int) -> dict[str, Any]:
    chosen = Wording.objects.filter(goal=goal, revision=revision).values_list("fields", flat=True).first()
    return dict(chosen) if chosen else _texts(goal)


def _accept(goal: Goal, texts: Mapping[str, Any], based_on: int, by: Actor) -> Wording:
    was = {name: value for name, value in _texts(goal).items() if value != texts[name]}
    for name in rules.GOAL_TEXTS:
        setattr(goal, name, texts[name])
    goal.revision += 1
    goal.save(update_fields=[*rules.GOAL_TEXTS, "revision"])
    made = Wording.objects.create(
        goal=goal, fields=dict(texts), based_on=based_on, state="chosen", revision=goal.revision, **authorship(by)
    )
    touch(goal.plan, by=by)
    log.did(N_("skrev mål"), goal, by=by, was=was)
    return made


@transaction.atomic
def choose(waiting: Wording, *, texts: Mapping[str, Any], by: Actor) -> None:
    """Two wrote the same: a person decides. `texts` is what shall stand instead of what stands, by field. Every wording is kept."""
    require_open(waiting.goal.plan, by=by)
    goal = Goal.objects.select_for_update().select_related("plan").get(pk=waiting.goal_id)
    if texts:
        refuse_if_any(_faults({**_texts(goal), **texts}))
        _accept(goal, {**_texts(goal), **texts}, waiting.based_on, by)
    waiting.state, waiting.settled_by, waiting.settled_at = "used" if texts else "set_aside", by.name, by.at
    waiting.save(update_fields=["state", "settled_by", "settled_at"])
    log.did(N_("valgte formulering"), waiting, by=by)


_WORDS: Mapping[str, Mapping[Any, str]] = {"life_area": LIFE_AREA_NAMES, "importance": rules.IMPORTANCE_NAMES}


@transaction.atomic
def set_goal(goal: Goal, *, by: Actor, seen: Mapping[str, str] | None = None, **fields: Any) -> None:
    """Change what is not text: life area, importance, how often to look again (`seen`: `rules.changed_by_me`)."""
    require_open(goal.plan, by=by)
    assert fields.keys() <= _SETTINGS
    goal.refresh_from_db(fields=list(fields), from_queryset=Goal.objects.select_for_update())
    fields = rules.changed_by_me(seen, {name: getattr(goal, name) for name in fields}, fields, _WORDS)
    was = {name: getattr(goal, name) for name, value in fields.items() if getattr(goal, name) != value}
    if was:
        for name, value in fields.items():
            setattr(goal, name, value)
        goal.save(update_fields=list(fields))
        touch(goal.plan, by=by)
        log.did(N_("endret mål"), goal, by=by, was=was)


@transaction.atomic
def end_goal(goal: Goal, *, words: str, by: Actor) -> None:
    """The goal is reached, or no longer hers; her words on it stay."""
    require_open(goal.plan, by=by)
    refuse_if_any([Fault("words", N_("Målet er avsluttet alt."))] if goal.ended_on else [])
    goal.ended_on, goal.ended_words = by.on, words.strip()
    goal.save(update_fields=["ended_on", "ended_words"])
    touch(goal.plan, by=by)
    log.did(N_("avsluttet mål"), goal, by=by, was={"ended_on": None})


@transaction.atomic
def evaluate(goal: Goal, *, outcome: int, said_by: str, said_by_name: str, by: Actor, on: date | None = None, words: str = "",
             with_whom: str = "", what_helped: str = "", next_step: str = "", look_again_on: date | None = None) -> Evaluation:  # fmt: skip
    """Say how it goes. Only added, never changed; she may write alone (her word counts whoever types it)."""
    require_open(goal.plan, by=by)
    refuse_if_any(_evaluation_faults(goal, outcome, said_by, on or by.on, look_again_on, by))
    made = Evaluation.objects.create(
        goal=goal, on=on or by.on, outcome=outcome, said_by=said_by, said_by_name=said_by_name, words=words.strip(),
        with_whom=with_whom.strip(), what_helped=what_helped.strip(), next_step=next_step.strip(), look_again_on=look_again_on,
        **authorship(by),
    )  # fmt: skip
    touch(goal.plan, by=by)
    log.did(N_("evaluerte"), made, by=by)
    return made


def _evaluation_faults(goal: Goal, outcome: int, said_by: str, on: date, again: date | None, by: Actor) -> Iterable[Fault]:
    if outcome not in rules.OUTCOME_NAMES:
        yield Fault("outcome", N_("Velg et av de fem trinnene."))
    if said_by not in rules.SAID_BY_NAMES:
        yield Fault("said_by", N_("Velg hvem som sier det."))
    if on > by.on:
        yield Fault("on", N_("Dagen er ikke kommet ennå."))
    if on < goal.since:
        yield Fault("on", N_("Målet var ikke satt da."))
    if again and again <= on:
        yield Fault("look_again_on", N_("Velg en dag etter denne."))
