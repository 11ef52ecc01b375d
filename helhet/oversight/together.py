"""Others' part in the plan: who saw the need and told of it, who was invited, and who decides when they disagree."""

from datetime import date
from typing import Any

from helhet.organisation.rules import N_

from .days import framed, lacking, persons
from .plan import IN_USE, individual
from .rules import Criterion, Day, Holder, Missing, Tables, Targets


def need_seen_by_others_is_followed(tables: Tables, on: Day, targets: Targets) -> Any:
    """IP-3: a need that NAV or child welfare has seen is followed by a plan, or handed over."""
    return _not_told(tables, on, Missing.NOT_NOTED)


def school_is_invited(tables: Tables, on: Day, targets: Targets) -> Any:
    """IP-5: whoever teaches or shelters the child is invited to take part in the plan."""
    plans = individual(tables, on)
    return framed(
        plans, subject=plans.id, applies=plans.state.isin(IN_USE), missing=lacking(Missing.NOT_NOTED), evidence=plans.id
    )  # fmt: skip


def hospitals_notice_is_assessed(tables: Tables, on: Day, targets: Targets) -> Any:
    """IP-6: the hospital's notice that somebody needs a plan is assessed."""
    return _not_told(tables, on, Missing.NOT_NOTED)


def need_reaches_the_coordinating_unit(tables: Tables, on: Day, targets: Targets) -> Any:
    """IP-12: whoever sees the need tells the coordinating unit."""
    return _not_told(tables, on, Missing.NOT_NOTED)


def navs_plan_hangs_under(tables: Tables, on: Day, targets: Targets) -> Any:
    """IP-14: NAV's activity plan and the individual plan are one work."""
    return _not_told(tables, on, Missing.NOT_NOTED)


def granted_has_a_decision(tables: Tables, on: Day, targets: Targets) -> Any:
    """IP-17: what is said to be granted in the plan stands on a decision; a wish does not."""
    rows = tables["action"]
    rows = rows.filter(rows.since <= on)
    return framed(rows, subject=rows.id, applies=rows.granted, missing=lacking(Missing.NOT_NOTED), evidence=rows.id)


def hospital_has_named_somebody(tables: Tables, on: Day, targets: Targets) -> Any:
    """KO-5: who in the hospital answers for her stay has a place in the team."""
    rows = tables["stay"]
    rows = rows.filter(rows.notified_on <= on)
    return framed(rows, subject=rows.id, missing=lacking(Missing.NOT_NOTED), evidence=rows.id)


def dispute_is_decided(tables: Tables, on: Day, targets: Targets) -> Any:
    """KO-6: when services disagree on who coordinates, the municipality decides."""
    return _not_told(tables, on, Missing.NOT_NOTED)


def _not_told(tables: Tables, on: Day, reason: Missing) -> Any:
    rows = persons(tables, on)
    return framed(rows, applies=rows.open, missing=lacking(reason))


CRITERIA = (
    Criterion(
        "IP-3",
        N_("Behovet andre har sett, er fulgt opp"),
        ("IPF § 6",),
        Holder.MUNICIPALITY,
        N_("personer som NAV eller barnevernet har meldt fra om"),
        N_("en måned etter at det ble meldt"),
        N_("planen, eller at det er avtalt hvem som begynner"),
        ("person", "case"),
        need_seen_by_others_is_followed,
        since=date(2022, 8, 1),
    ),
    Criterion(
        "IP-5",
        N_("Skolen, barnehagen eller krisesenteret er invitert"),
        ("IPF § 7",),
        Holder.MUNICIPALITY,
        N_("barn og unge med individuell plan"),
        N_("innen tre måneder etter at planen begynte"),
        N_("møtet de ble invitert til"),
        ("person", "plan"),
        school_is_invited,
        since=date(2022, 8, 1),
        today_only=True,
    ),
    Criterion(
        "IP-6",
        N_("Sykehusets melding om behov for plan er vurdert"),
        ("IPF § 8", "hol § 7-1"),
        Holder.MUNICIPALITY,
        N_("personer som sykehuset har meldt fra om"),
        N_("to uker etter at meldingen kom"),
        N_("meldingen med vurderingen"),
        ("person", "case"),
        hospitals_notice_is_assessed,
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
        ("person", "case"),
        need_reaches_the_coordinating_unit,
    ),
    Criterion(
        "IP-14",
        N_("Planen hos NAV og den individuelle planen henger sammen"),
        ("sotjl § 28", "sotjl § 33", "NAV-l § 15"),
        Holder.MUNICIPALITY,
        N_("personer med både individuell plan og aktivitetsplan hos NAV"),
        N_("en måned etter at det ble to planer"),
        N_("aktivitetsplanen under den individuelle planen"),
        ("person", "case"),
        navs_plan_hangs_under,
        today_only=True,
    ),
    Criterion(
        "IP-17",
        N_("Det som står som vedtatt i planen, er vedtatt"),
        ("IPF § 4",),
        Holder.MUNICIPALITY,
        N_("tiltak som står som vedtatt"),
        N_("fra den dagen det står i planen"),
        N_("vedtaket"),
        ("person", "action"),
        granted_has_a_decision,
        statutory=True,
        since=date(2022, 8, 1),
        today_only=True,
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
        ("person", "case"),
        dispute_is_decided,
    ),
)
