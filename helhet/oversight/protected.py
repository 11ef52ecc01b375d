"""What few may see: lost decision competence, concern for a child, and coercion under helse- og omsorgstjenesteloven chapter 10."""

from datetime import date
from typing import Any

from helhet.organisation.rules import N_

from .days import framed, lacking, persons
from .rules import Criterion, Day, Holder, Missing, Tables, Targets


def lost_competence_is_decided(tables: Tables, on: Day, targets: Targets) -> Any:
    """SA-1: that somebody cannot decide for herself is decided in writing, with reasons, and shown to her and her nearest."""
    return _not_told(tables, on, Missing.NOT_NOTED)


def concern_is_received(tables: Tables, on: Day, targets: Targets) -> Any:
    """PÅ-4: child welfare says within three weeks that it has a concern report."""
    return _not_told(tables, on, Missing.NOT_NOTED)


def report_on_misuse_is_answered(tables: Tables, on: Day, targets: Targets) -> Any:
    """TV-1: who is close to somebody and reports extensive misuse is told what came of it."""
    return _not_told(tables, on, Missing.NOT_NOTED)


def coercion_is_begun(tables: Tables, on: Day, targets: Targets) -> Any:
    """TV-1a: a decision on placement that is not carried out in six weeks lapses."""
    return _not_told(tables, on, Missing.NOT_NOTED)


def coercion_is_reviewed(tables: Tables, on: Day, targets: Targets) -> Any:
    """TV-1b: a placement under coercion has its three months: it ends, or is looked at again."""
    return _not_told(tables, on, Missing.NOT_NOTED)


def _not_told(tables: Tables, on: Day, reason: Missing) -> Any:
    rows = persons(tables, on)
    return framed(rows, applies=rows.open, missing=lacking(reason))


CRITERIA = (
    Criterion(
        "SA-1",
        N_("Tap av beslutningskompetanse er avgjort skriftlig og vist"),
        ("pbrl § 4-3",),
        Holder.HEALTH_PERSONNEL,
        N_("personer som andre samtykker for"),
        N_("samme dag som avgjørelsen; vist innen tre dager"),
        N_("avgjørelsen, begrunnet og vist til personen og nærmeste pårørende"),
        ("person", "case"),
        lost_competence_is_decided,
        since=date(2026, 6, 1),
    ),
    Criterion(
        "PÅ-4",
        N_("Barnevernet har bekreftet meldingen"),
        ("hpl § 33", "bvl § 13-2", "bvl § 13-3"),
        Holder.CHILD_WELFARE,
        N_("bekymringsmeldinger vi har sendt"),
        N_("tre uker etter at meldingen ble sendt"),
        N_("bekreftelsen fra barnevernet"),
        ("person", "case"),
        concern_is_received,
        statutory=True,
        since=date(2023, 1, 1),
    ),
    Criterion(
        "TV-1",
        N_("Pårørende som har meldt fra om rusbruk, har fått svar"),
        ("hol § 10-1",),
        Holder.MUNICIPALITY,
        N_("meldinger fra pårørende om omfattende rusbruk"),
        N_("en måned etter at meldingen kom"),
        N_("svaret til den som meldte fra"),
        ("person", "case"),
        report_on_misuse_is_answered,
    ),
    Criterion(
        "TV-1a",
        N_("Vedtaket om tilbakehold er satt i verk i tide"),
        ("hol § 10-2", "hol § 10-3"),
        Holder.MUNICIPALITY,
        N_("vedtak om tilbakehold i institusjon"),
        N_("seks uker etter vedtaket; to uker når personen er gravid"),
        N_("dagen vedtaket ble satt i verk"),
        ("person", "case"),
        coercion_is_begun,
        statutory=True,
    ),
    Criterion(
        "TV-1b",
        N_("Tilbakeholdet er avsluttet eller vurdert på nytt"),
        ("hol § 10-2", "hol § 10-3"),
        Holder.MUNICIPALITY,
        N_("personer som holdes tilbake i institusjon"),
        N_("tre måneder"),
        N_("slutten, eller den nye vurderingen"),
        ("person", "case"),
        coercion_is_reviewed,
        statutory=True,
    ),
)
