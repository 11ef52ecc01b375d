"""The individual plan: that there is one, that she consents to it, that it is one, kept up to date, and holds what it must."""

from datetime import date
from typing import Any

import ibis

from helhet.cases.rules import OfferOf
from helhet.organisation.rules import N_
from helhet.record.shared import shared

from .contents import contents
from .days import after, beside, framed, lacking, none, not_ended, persons, so_far
from .offers import OFFER_TARGETS, OFFER_WITHIN, coordinated_needs, declined, newest_offer
from .rules import Criterion, Day, Holder, Length, Missing, Tables, Target, Targets

BEGIN_WITHIN = Target("begin_plan_within", N_("planen begynnes innen, etter et ja"), Length(months=1))
REVIEW_WITHIN = Target("review_plan_within", N_("hele planen ses på innen, når ingen dag er avtalt"), Length(months=12))
FRAME_WITHIN = Target("main_responsible_within", N_("hovedansvarlig tjeneste avtales innen"), Length(30))
CONTENT_WITHIN = Target("plan_content_within", N_("planen har alt den skal ha, innen"), Length(months=3))


@shared
def individual(tables: Tables, on: Day) -> Any:
    """The individual plans begun by this day."""
    plans = tables["plan"]
    return plans.filter((plans.kind == "individual") & (plans.since <= on))


def going(plans: Any, on: Day) -> Any:
    """Not ended by this day: a plan that was ended later was going on."""
    return (plans.state != "ended") | (plans.ended_on > on).fill_null(False)


def in_use(plans: Any, on: Day) -> Any:
    """Going on, and no draft: nothing is begun here before she has consented, so that a draft is in use on no day."""
    return (plans.state != "draft") & going(plans, on)


def consented(plans: Any, on: Day) -> Any:
    """She has consented by this day, and not taken it back."""
    given = so_far(plans.consented_on, on).notnull()
    return given & so_far(plans.consent_withdrawn_on, on).isnull()


def plan_is_made(tables: Tables, on: Day, targets: Targets) -> Any:
    """IP-1: offered, answered, begun; a no stands until it is time to ask again."""
    plans = individual(tables, on)
    goes_on = going(plans, on)
    made = plans.group_by("person").agg(
        plan_since=plans.since.min(where=goes_on),
        plan=plans.id.min(where=goes_on),
        ended_plan=plans.since.max(where=~goes_on),
        ended_last=plans.ended_on.max(where=~goes_on),
        end_unsaid=(~goes_on & plans.ended_on.isnull()).any(),
    )
    rows = beside(persons(tables, on), coordinated_needs(tables, on, targets), "need_since", "offer_by")
    offer = newest_offer(tables, on, OfferOf.PLAN, targets)
    rows = beside(rows, offer, "offer", "offered_on", "answer", "answered_on", "answer_by", "ask_again_on")
    rows = beside(rows, made, "plan", "plan_since", "ended_plan", "ended_last", "end_unsaid")
    yes = (rows.answer == "yes").fill_null(False)
    answered_after = rows.ended_plan.isnull() | (rows.offered_on > rows.ended_plan).fill_null(False)
    begun = rows.plan_since.notnull()
    stands = ~begun & declined(rows) & answered_after
    unknown = ~begun & ~answered_after & rows.end_unsaid.fill_null(False)
    # Her answer was to a plan that is over: while the need stands, a new one is offered.
    anew = ~begun & ~answered_after & ~unknown
    offer_anew = after(rows.ended_last, targets[OFFER_WITHIN.key])
    due_by = ibis.cases(
        (begun | stands, none("date")),
        (anew, ibis.greatest(ibis.coalesce(rows.offer_by, offer_anew), offer_anew)),
        (rows.offer.isnull(), rows.offer_by),
        (rows.answer.isnull(), rows.answer_by),
        else_=after(rows.answered_on, targets[BEGIN_WITHIN.key]),
    )
    step = ibis.cases(
        (begun, none("string")), (stands, "again"), (anew | rows.offer.isnull(), "offer"), (rows.answer.isnull(), "answer"), else_="begin"
    )
    return framed(
        rows,
        applies=rows.served & (rows.need_since.notnull() | (yes & ~anew)),
        due_by=due_by,
        met_on=ibis.cases((begun, rows.plan_since), (stands, rows.answered_on)),
        again_by=stands.ifelse(rows.ask_again_on, none("date")),
        missing=unknown.ifelse(lacking(Missing.PLAN_ENDED), none("string")),
        step=step,
        evidence=ibis.coalesce(rows.plan, rows.offer),
    )


def consented_again(plans: Any, on: Day) -> Any:
    """The newest consent is given after this day: whether one stood then, is not known."""
    return (plans.consented_on > on).fill_null(False)


def plan_has_consent(tables: Tables, on: Day, targets: Targets) -> Any:
    """IP-2: a plan in use has a consent that stands."""
    plans = individual(tables, on)
    consent = consented(plans, on)
    return framed(
        plans,
        subject=plans.id,
        applies=in_use(plans, on),
        missing=consented_again(plans, on).ifelse(lacking(Missing.DONE_SINCE), none("string")),
        evidence=plans.id,
        step=consent.ifelse(none("string"), "consent"),
        met_on=consent.ifelse(plans.consented_on, none("date")),
        # The day a draft came into use is not known: a consent that stands is not late.
        due_by=consent.ifelse(none("date"), ibis.greatest(plans.since, ibis.coalesce(so_far(plans.consent_withdrawn_on, on), plans.since))),
    )


def plan_has_main_responsible(tables: Tables, on: Day, targets: Targets) -> Any:
    """IP-4: one service is agreed as main responsible. What stood before the day it was last agreed, is not known."""
    plans = individual(tables, on)
    agreed = ibis.coalesce(plans.main_responsible_on, plans.since)
    return framed(
        plans,
        subject=plans.id,
        applies=in_use(plans, on),
        missing=(agreed > on).ifelse(lacking(Missing.DONE_SINCE), none("string")),
        evidence=plans.id,
        step=plans.main_responsible.ifelse(none("string"), "frame"),
        # Another service may have had it before: that it was agreed late, is not known.
        met_on=plans.main_responsible.ifelse(plans.since, none("date")),
        due_by=after(plans.since, targets[FRAME_WITHIN.key]),
    )


def plan_is_one(tables: Tables, on: Day, targets: Targets) -> Any:
    """IP-7: whoever has an individual plan has one."""
    plans = individual(tables, on)
    plans = plans.filter(going(plans, on))
    rows = plans.group_by("person", "municipality").agg(
        number=plans.count(), first=plans.since.min(), last=plans.since.max(), plan=plans.id.max()
    )
    one = rows.number == 1
    return framed(
        rows,
        met_on=one.ifelse(rows["first"], none("date")),
        due_by=one.ifelse(none("date"), rows["last"]),
        evidence=rows.plan,
        step=one.ifelse(none("string"), "end_one"),
    )


def plan_is_reviewed(tables: Tables, on: Day, targets: Targets) -> Any:
    """IP-7a: the whole plan is looked at on the day agreed. Which day was agreed before the last change, is not known."""
    plans = individual(tables, on)
    looked = ibis.coalesce(so_far(plans.settled_on, on), plans.since)
    unknown = consented_again(plans, on) | (plans.review_changed_on > on).fill_null(False)
    return framed(
        plans,
        subject=plans.id,
        applies=worked_on(plans, on),
        missing=unknown.ifelse(lacking(Missing.DONE_SINCE), none("string")),
        met_on=looked,
        evidence=plans.id,
        step="review",
        again_by=ibis.coalesce(plans.review_on, after(looked, targets[REVIEW_WITHIN.key])),
    )


def worked_on(plans: Any, on: Day) -> Any:
    """In use and not paused, with a consent that stands, or one that nobody can tell of any more."""
    return in_use(plans, on) & (plans.state != "paused") & (consented(plans, on) | consented_again(plans, on))


def goal_is_evaluated(tables: Tables, on: Day, targets: Targets) -> Any:
    """IP-7b: each goal is looked at on the day agreed with her, else as often as agreed (plans.rules.look_again).

    How often was agreed before it was last changed, is not known.
    """
    plans, goals = tables["plan"], tables["goal"]
    plans = plans.filter(worked_on(plans, on) & (plans.since <= on))
    plans = plans.select(worked="id", again=consented_again(plans, on))
    goals = goals.filter(not_ended(goals, on, "since", "ended_on"))
    rows = goals.inner_join(plans, goals.plan_id == plans.worked).select(goals, plans.again)
    looks = _looks(tables, on)
    rows = rows.left_join(looks, rows.id == looks.goal_id).select(rows, looks["last"], looks.newest, looks.look_again_on)
    seen = rows["last"]
    agreed = (rows.look_again_on > seen).fill_null(False)
    again = agreed.ifelse(rows.look_again_on, ibis.coalesce(seen, rows.since) + rows.look_again_days.as_interval("D"))
    unknown = rows.again | (~agreed & (rows.look_again_changed_on > on).fill_null(False))
    return framed(
        rows,
        subject=rows.id,
        missing=unknown.ifelse(lacking(Missing.DONE_SINCE), none("string")),
        met_on=seen,
        due_by=seen.isnull().ifelse(again, none("date")),
        step="evaluate",
        again_by=seen.isnull().ifelse(none("date"), again),
        evidence=ibis.coalesce(rows.newest, rows.id),
    )


def _looks(tables: Tables, on: Day) -> Any:
    """When each goal was last looked at, and the day agreed at the last look where one was (plans.rules.agreed_last)."""
    said = tables["evaluation"]
    said = said.filter(said.on <= on)
    last = said.group_by("goal_id").agg(last=said.on.max(), newest=said.id.max())
    told = said.filter(said.look_again_on.notnull())
    at = told.group_by("goal_id").agg(at=told.on.max())
    told = told.inner_join(at, (told.goal_id == at.goal_id) & (told.on == at["at"])).select(told.goal_id, told.look_again_on)
    agreed = told.group_by("goal_id").agg(look_again_on=told.look_again_on.max())
    return last.left_join(agreed, last.goal_id == agreed.goal_id).select(last, agreed.look_again_on)


def plan_has_content(tables: Tables, on: Day, targets: Targets) -> Any:
    """IP-8: the ten points of the regulation, and the child's; `step` has the letters that are open.

    What it said before it was last changed, is not known.
    """
    plans = contents(tables, individual(tables, on), on)
    whole = plans.open_points == ""
    unknown = consented_again(plans, on)
    for changed in (plans.contents_changed_on, plans.review_changed_on, plans.main_responsible_on):
        unknown |= (changed > on).fill_null(False)
    return framed(
        plans,
        subject=plans.id,
        applies=in_use(plans, on),
        missing=unknown.ifelse(lacking(Missing.DONE_SINCE), none("string")),
        evidence=plans.id,
        step=plans.open_points.nullif(""),
        met_on=whole.ifelse(ibis.coalesce(so_far(plans.settled_on, on), plans.since), none("date")),
        # Which version was the first that had it all, is not known.
        due_by=whole.ifelse(none("date"), after(plans.since, targets[CONTENT_WITHIN.key])),
    )


def plan_suits_language(tables: Tables, on: Day, targets: Targets) -> Any:
    """IP-9: adapted to language and culture; how stands on the person. What stood there before the last change, is not known."""
    plans, person = individual(tables, on), tables["person"]
    said = ("interpreter", "language", "language_changed_on", "adapted", "adapted_changed_on")
    person = person.select("person", *said)
    rows = plans.join(person, plans.person == person.person).select(plans, *(person[name] for name in said))
    spoken_since = (rows.language_changed_on > on).fill_null(False)
    unknown = spoken_since | (rows.adapted_changed_on > on).fill_null(False)
    applies = in_use(rows, on) & (rows.interpreter | ~rows.language.isin(["nb", "nn"]) | spoken_since)
    missing = unknown.ifelse(lacking(Missing.DONE_SINCE), none("string"))
    due_by = after(rows.since, targets[CONTENT_WITHIN.key])
    met_on = rows.adapted.ifelse(rows.since, none("date"))
    return framed(rows, subject=rows.id, applies=applies, due_by=due_by, met_on=met_on, missing=missing, step="adapt", evidence=rows.id)


WITH_PLAN = N_("personer med individuell plan i bruk")

CRITERIA = (
    Criterion(
        "IP-1",
        N_("Individuell plan er laget, eller tilbudt og takket nei til"),
        ("hol § 7-1", "pbrl § 2-5"),
        Holder.MUNICIPALITY,
        N_("personer med langvarig behov for flere tjenester sammen"),
        N_("tilbud, svar og begynnelse hver til sin tid; et nei spørres det om igjen"),
        N_("planen, eller tilbudet og svaret"),
        ("person", "case", "need", "offer", "plan"),
        plan_is_made,
        targets=(*OFFER_TARGETS, BEGIN_WITHIN),
    ),
    Criterion(
        "IP-2",
        N_("Planen har samtykke"),
        ("IPF § 5",),
        Holder.MUNICIPALITY,
        WITH_PLAN,
        N_("fra den dagen planen tas i bruk"),
        N_("samtykket til planen"),
        ("person", "plan"),
        plan_has_consent,
        statutory=True,
        since=date(2022, 8, 1),
    ),
    Criterion(
        "IP-4",
        N_("Én tjeneste har hovedansvaret for planen"),
        ("IPF § 7",),
        Holder.MUNICIPALITY,
        WITH_PLAN,
        N_("innen en måned etter at planen begynte"),
        N_("planen"),
        ("person", "plan"),
        plan_has_main_responsible,
        targets=(FRAME_WITHIN,),
        since=date(2022, 8, 1),
    ),
    Criterion(
        "IP-7",
        N_("Personen har bare én individuell plan"),
        ("IPF § 9",),
        Holder.MUNICIPALITY,
        WITH_PLAN,
        N_("alltid"),
        N_("planene"),
        ("person", "plan"),
        plan_is_one,
        statutory=True,
        since=date(2022, 8, 1),
    ),
    Criterion(
        "IP-7a",
        N_("Hele planen blir sett på som avtalt"),
        ("IPF § 9",),
        Holder.COORDINATOR,
        WITH_PLAN,
        N_("dagen som er avtalt med personen, ellers et år etter sist"),
        N_("planen"),
        ("person", "plan"),
        plan_is_reviewed,
        targets=(REVIEW_WITHIN,),
        since=date(2022, 8, 1),
    ),
    Criterion(
        "IP-7b",
        N_("Hvert mål blir evaluert"),
        ("IPF § 9",),
        Holder.COORDINATOR,
        N_("mål det arbeides med i en plan i bruk"),
        N_("dagen som er avtalt med personen, ellers så ofte som avtalt"),
        N_("evalueringen av målet"),
        ("person", "plan", "goal", "evaluation"),
        goal_is_evaluated,
        since=date(2022, 8, 1),
    ),
    Criterion(
        "IP-8",
        N_("Planen har alt den skal ha"),
        ("IPF § 9",),
        Holder.MUNICIPALITY,
        WITH_PLAN,
        N_("innen tre måneder etter at planen begynte"),
        N_("planen, punkt for punkt"),
        ("person", "plan", "goal", "action", "need", "access", "coordination", "offer"),
        plan_has_content,
        targets=(CONTENT_WITHIN,),
        since=date(2022, 8, 1),
    ),
    Criterion(
        "IP-9",
        N_("Planen er tilpasset språk og kultur"),
        ("IPF § 9",),
        Holder.MUNICIPALITY,
        N_("personer med plan som trenger tolk eller har et annet språk"),
        N_("innen tre måneder etter at planen begynte"),
        N_("tilpasningen som står på personen"),
        ("person", "plan"),
        plan_suits_language,
        targets=(CONTENT_WITHIN,),
        since=date(2022, 8, 1),
    ),
)
