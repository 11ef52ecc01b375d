"""Others' part in the plan: who saw the need and told of it, who was invited, and who decides when they disagree."""

from datetime import date
from typing import Any

import ibis

from helhet.cases.rules.notices import NoticeAnswer, NoticeKind
from helhet.organisation.rules import N_

from .contents import is_child
from .days import after, beside, framed, lacking, none, persons, so_far
from .notices import answered, told
from .offers import coordinated_needs
from .plan import WITH_PLAN, in_use, individual
from .rules import Criterion, Day, Holder, Length, Missing, Tables, Target, Targets

START_WITHIN = Target("reported_need_followed_within", N_("et behov NAV eller barnevernet har meldt, er fulgt opp innen"), Length(months=1))
ASSESS_WITHIN = Target("hospital_need_assessed_within", N_("sykehusets melding om behov er vurdert innen"), Length(14))
TELL_WITHIN = Target("need_told_within", N_("koordinerende enhet har fått vite om behovet innen"), Length(7))
JOIN_WITHIN = Target("nav_plan_joined_within", N_("planen hos NAV henger sammen med den individuelle innen"), Length(months=1))
INVITE_WITHIN = Target("school_invited_within", N_("skole eller barnehage er invitert innen"), Length(months=3))
GP_WITHIN = Target("gp_invited_within", N_("fastlegen inviteres til et møte innen"), Length(months=12))
# Why a day that is over cannot be judged.
_ANSWER_UNDATED = N_("svaret fra legen står uten dag")
_ANSWERS_UNDATED = N_("svarene fra behandlerne står uten dag")
SETTLE_WITHIN = Target("dispute_decided_within", N_("uenighet om hvem som samordner, er avgjort innen"), Length(14))


def need_seen_by_others_is_followed(tables: Tables, on: Day, targets: Targets) -> Any:
    """IP-3: a need that NAV or child welfare has seen is followed by a plan, or handed over, or assessed as none."""
    rows = told(tables, on, NoticeKind.NEED_NAV, NoticeKind.NEED_CHILD_WELFARE)
    return answered(rows, on, due_by=after(rows["on"], targets[START_WITHIN.key]), step="answer_notice")


def school_is_invited(tables: Tables, on: Day, targets: Targets) -> Any:
    """IP-5: school or kindergarten is invited to take part in the plan of a child, or of a grown pupil.

    Whether somebody grown was a pupil before that was last changed, is not known.
    """
    plans, person, meetings = individual(tables, on), tables["person"], tables["meeting"]
    invited = meetings.filter(meetings.school_invited & (meetings.on <= on))
    first = invited.group_by("person").agg(invited_on=invited.on.min(), meeting=invited.id.min())
    rows = beside(plans, person.select("person", "born_year", "born_month"), "born_year", "born_month")
    rows = beside(rows, first, "invited_on", "meeting")
    child = is_child(rows, on)
    unknown = ~child & (rows.pupil_changed_on > on).fill_null(False)
    return framed(
        rows,
        subject=rows.id,
        applies=in_use(rows, on) & (child | rows.pupil | unknown),
        due_by=after(rows.since, targets[INVITE_WITHIN.key]),
        met_on=rows.invited_on,
        missing=unknown.ifelse(lacking(Missing.DONE_SINCE), none("string")),
        step="invite_school",
        evidence=ibis.coalesce(rows.meeting, rows.id),
    )


def hospitals_notice_is_assessed(tables: Tables, on: Day, targets: Targets) -> Any:
    """IP-6: the hospital's notice that somebody needs a plan is assessed."""
    rows = told(tables, on, NoticeKind.NEED_HOSPITAL)
    return answered(rows, on, due_by=after(rows["on"], targets[ASSESS_WITHIN.key]), step="answer_notice")


def need_reaches_the_coordinating_unit(tables: Tables, on: Day, targets: Targets) -> Any:
    """IP-12: whoever sees the need tells the coordinating unit, which knows it too once it has appointed a coordinator."""
    notices, held = told(tables, on, NoticeKind.NEED_TOLD), tables["coordination"]
    held = held.filter((held.since <= on) & (held.role == "coordinator"))
    notice = notices.group_by("person").agg(told_on=notices["on"].min(), notice=notices.id.min())
    appointed = held.group_by("person").agg(appointed_on=held.since.min(), holder=held.id.min())
    rows = beside(persons(tables, on), coordinated_needs(tables, on, targets, within=TELL_WITHIN), "need_since", "offer_by")
    rows = beside(beside(rows, notice, "told_on", "notice"), appointed, "appointed_on", "holder")
    sooner = (rows.told_on <= rows.appointed_on).ifelse(rows.told_on, rows.appointed_on)
    return framed(
        rows,
        applies=rows.served & rows.need_since.notnull(),
        due_by=rows.offer_by,
        met_on=ibis.coalesce(sooner, rows.told_on, rows.appointed_on),
        step="tell_coordinating_unit",
        evidence=ibis.coalesce(rows.notice, rows.holder),
    )


def gp_is_invited(tables: Tables, on: Day, targets: Targets) -> Any:
    """IP-13: who has a plan has had her practitioner invited to a meeting lately."""
    plans, meetings = individual(tables, on), tables["meeting"]
    plans = plans.filter(in_use(plans, on))
    plans = plans.group_by("person", "municipality").agg(plan_since=plans.since.min(), plan=plans.id.min())
    invited = meetings.filter(meetings.gp_invited & (meetings.on <= on))
    last = invited.group_by("person").agg(last=invited.on.max(), meeting=invited.id.max())
    rows = beside(plans, last, "last", "meeting")
    begins = ibis.greatest(rows.plan_since, ibis.literal(date(2026, 1, 1)))
    again = after(rows["last"], targets[GP_WITHIN.key])
    return framed(
        rows,
        met_on=rows["last"],
        again_by=again,
        step="invite_gp",
        evidence=ibis.coalesce(rows.meeting, rows.plan),
        due_by=rows["last"].isnull().ifelse(after(begins, targets[GP_WITHIN.key]), none("date")),
    )


def gp_has_answered(tables: Tables, on: Day, targets: Targets) -> Any:
    """IP-13a: the practitioner who was invited to a meeting answers before it is held."""
    meetings = tables["meeting"]
    rows = meetings.filter(meetings.gp_invited & (meetings.on <= on) & (meetings.on >= ibis.literal(date(2026, 1, 1))))
    met_on = rows.gp_answered.fill_null(False).ifelse(rows.on, none("date"))
    return framed(rows, subject=rows.id, due_by=rows.on, met_on=met_on, step="dialogue_gp", evidence=rows.id)


def others_have_answered(tables: Tables, on: Day, targets: Targets) -> Any:
    """IP-13b: other health personnel who were invited to a meeting answer before it is held."""
    meetings = tables["meeting"]
    rows = meetings.filter(meetings.health_invited & (meetings.on <= on))
    met_on = rows.health_answered.fill_null(False).ifelse(rows.on, none("date"))
    return framed(rows, subject=rows.id, due_by=rows.on, met_on=met_on, step="dialogue_others", evidence=rows.id)


def navs_plan_hangs_under(tables: Tables, on: Day, targets: Targets) -> Any:
    """IP-14: NAV's activity plan hangs under the individual plan."""
    plans, ours = tables["plan"], individual(tables, on)
    ours = ours.filter(in_use(ours, on)).group_by("person").agg(ours_since=ours.since.min())
    navs = plans.filter((plans.kind == "activity") & (plans.since <= on) & in_use(plans, on))
    rows = navs.join(ours, navs.person == ours.person).select(navs, ours.ours_since)
    both = ibis.greatest(rows.since, rows.ours_since)
    return framed(
        rows,
        subject=rows.id,
        due_by=after(both, targets[JOIN_WITHIN.key]),
        met_on=rows.parent_id.notnull().ifelse(both, none("date")),
        step="join_plans",
        evidence=rows.id,
    )


def granted_has_a_decision(tables: Tables, on: Day, targets: Targets) -> Any:
    """IP-17: what is said to be granted in the plan stands on a decision; a wish does not.

    It is owed from the day it was last said to be granted. What stood there before it was changed, is not known.
    """
    actions, decisions = tables["action"], tables["decision"]
    said_since = (actions.granted_changed_on > on).fill_null(False)
    actions = actions.filter((actions.granted | said_since) & (actions.since <= on))
    decisions = decisions.select(decision="id", decided="decided_on")
    rows = actions.left_join(decisions, actions.decision_id == decisions.decision).select(actions, decisions.decision, decisions.decided)
    unknown = (rows.granted_changed_on > on).fill_null(False) | (rows.decision_changed_on > on).fill_null(False)
    return framed(
        rows,
        subject=rows.id,
        due_by=ibis.coalesce(rows.granted_changed_on, rows.since),
        met_on=so_far(rows.decided, on),
        missing=unknown.ifelse(lacking(Missing.DONE_SINCE), none("string")),
        step="find_decision",
        evidence=ibis.coalesce(rows.decision, rows.id),
    )


def hospital_has_named_somebody(tables: Tables, on: Day, targets: Targets) -> Any:
    """KO-5: by the first working day the hospital has said who answers for her stay."""
    rows = tables["stay"]
    rows = rows.filter(rows.notified_on <= on)
    return framed(
        rows,
        subject=rows.id,
        due_by=rows.contact_by,
        met_on=so_far(rows.contact_on, on),
        missing=rows.admitted_on.isnull().ifelse(lacking(Missing.ADMITTED), none("string")),
        step="ask_hospital",
        evidence=rows.id,
    )


def dispute_is_decided(tables: Tables, on: Day, targets: Targets) -> Any:
    """KO-6: when services disagree on who coordinates, the municipality decides."""
    rows = told(tables, on, NoticeKind.DISPUTE)
    due_by = after(rows["on"], targets[SETTLE_WITHIN.key])
    return answered(rows, on, due_by=due_by, step="answer_notice", ends=NoticeAnswer.WITHDRAWN)


CRITERIA = (
    Criterion(
        "IP-3",
        N_("Behovet andre har sett, er fulgt opp"),
        ("IPF § 6",),
        Holder.MUNICIPALITY,
        N_("personer som NAV eller barnevernet har meldt fra om"),
        N_("en måned etter at det ble meldt"),
        N_("planen, eller at det er avtalt hvem som begynner"),
        ("person", "notice"),
        need_seen_by_others_is_followed,
        targets=(START_WITHIN,),
        since=date(2022, 8, 1),
    ),
    Criterion(
        "IP-5",
        N_("Skolen eller barnehagen er invitert"),
        ("IPF § 7",),
        Holder.MUNICIPALITY,
        N_("barn, og elever i alle aldre, med individuell plan"),
        N_("innen tre måneder etter at planen begynte"),
        N_("møtet de ble invitert til"),
        ("person", "plan", "meeting"),
        school_is_invited,
        targets=(INVITE_WITHIN,),
        since=date(2022, 8, 1),
    ),
    Criterion(
        "IP-6",
        N_("Sykehusets melding om behov for plan er vurdert"),
        ("IPF § 8", "hol § 7-1"),
        Holder.MUNICIPALITY,
        N_("personer som sykehuset har meldt fra om"),
        N_("to uker etter at meldingen kom"),
        N_("meldingen med vurderingen"),
        ("person", "notice"),
        hospitals_notice_is_assessed,
        targets=(ASSESS_WITHIN,),
        since=date(2022, 8, 1),
    ),
    Criterion(
        "IP-12",
        N_("Koordinerende enhet har fått vite om behovet"),
        ("hpl § 38 a",),
        Holder.HEALTH_PERSONNEL,
        N_("personer med langvarig behov for flere tjenester sammen"),
        N_("snarest mulig; en uke er målet"),
        N_("meldingen til koordinerende enhet, eller koordinatoren som er oppnevnt"),
        ("person", "case", "need", "notice", "coordination"),
        need_reaches_the_coordinating_unit,
        targets=(TELL_WITHIN,),
    ),
    Criterion(
        "IP-13",
        N_("Fastlegen er invitert til samarbeid om planen"),
        ("FLF § 26",),
        Holder.COORDINATOR,
        WITH_PLAN,
        N_("én gang i året"),
        N_("møtet fastlegen ble invitert til"),
        ("person", "plan", "meeting"),
        gp_is_invited,
        targets=(GP_WITHIN,),
        since=date(2026, 1, 1),
    ),
    Criterion(
        "IP-13a",
        N_("Fastlegen har svart på invitasjonen"),
        ("FLF § 26",),
        Holder.HEALTH_PERSONNEL,
        N_("møter fastlegen er invitert til"),
        N_("før møtet"),
        N_("svaret fra fastlegen"),
        ("person", "meeting"),
        gp_has_answered,
        statutory=True,
        since=date(2026, 1, 1),
        today_only=_ANSWER_UNDATED,
        silent="the practitioner's, and over with the meeting: it is taken up in the dialogue with the doctors",
    ),
    Criterion(
        "IP-13b",
        N_("Andre behandlere har svart på invitasjonen"),
        ("hpl § 4",),
        Holder.HEALTH_PERSONNEL,
        N_("møter behandlere utenfor kommunen er invitert til"),
        N_("før møtet"),
        N_("svarene fra behandlerne"),
        ("person", "meeting"),
        others_have_answered,
        today_only=_ANSWERS_UNDATED,
        silent="theirs who treat her elsewhere, and over with the meeting: it is taken up in the dialogue with the hospital",
    ),
    Criterion(
        "IP-14",
        N_("Planen hos NAV og den individuelle planen henger sammen"),
        ("sotjl § 28", "sotjl § 33", "NAV-l § 15"),
        Holder.MUNICIPALITY,
        N_("personer med både individuell plan og aktivitetsplan hos NAV"),
        N_("en måned etter at det ble to planer"),
        N_("aktivitetsplanen under den individuelle planen"),
        ("person", "plan"),
        navs_plan_hangs_under,
        targets=(JOIN_WITHIN,),
    ),
    Criterion(
        "IP-17",
        N_("Det som står som vedtatt i planen, er vedtatt"),
        ("IPF § 4",),
        Holder.MUNICIPALITY,
        N_("tiltak som står som vedtatt"),
        N_("fra den dagen det står i planen"),
        N_("vedtaket"),
        ("person", "action", "decision"),
        granted_has_a_decision,
        statutory=True,
        since=date(2022, 8, 1),
    ),
    Criterion(
        "KO-5",
        N_("Sykehuset har sagt hvem som er kontaktlege eller koordinator"),
        ("sphl § 2-5 a", "sphl § 2-5 c"),
        Holder.HOSPITAL,
        N_("innleggelser vi har fått varsel om"),
        N_("første virkedag etter innleggelsen"),
        N_("innleggelsen med navnet"),
        ("person", "stay"),
        hospital_has_named_somebody,
        statutory=True,
    ),
    Criterion(
        "KO-6",
        N_("Kommunen har avgjort hvem som samordner"),
        ("hol § 3-4",),
        Holder.MUNICIPALITY,
        N_("personer der tjenester er uenige om hvem som skal samordne"),
        N_("to uker etter at uenigheten ble meldt"),
        N_("avgjørelsen"),
        ("person", "notice"),
        dispute_is_decided,
        targets=(SETTLE_WITHIN,),
    ),
)
