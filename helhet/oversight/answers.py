"""What somebody waits for an answer to: a referral, a digital decision, housing, her own record; and what she is told."""

from datetime import date
from typing import Any

from helhet.organisation.rules import N_

from .days import framed, lacking, persons
from .rules import Criterion, Day, Holder, Missing, Tables, Targets


def enquiry_is_sent_on(tables: Tables, on: Day, targets: Targets) -> Any:
    """VE-9: who came to the wrong place is helped on to the right one."""
    return _not_told(tables, on, Missing.NOT_NOTED)


def referral_is_answered(tables: Tables, on: Day, targets: Targets) -> Any:
    """VE-10: a referral to the specialist service is assessed within ten working days."""
    return _not_told(tables, on, Missing.NOT_NOTED)


def digital_decision_is_opened(tables: Tables, on: Day, targets: Targets) -> Any:
    """VE-11: a decision sent digitally and not opened in a week is told of again."""
    return _not_told(tables, on, Missing.NOT_NOTED)


def housing_is_decided(tables: Tables, on: Day, targets: Targets) -> Any:
    """BO-2: who asks for help with housing gets a formal decision."""
    return _not_told(tables, on, Missing.NOT_NOTED)


def record_is_shown(tables: Tables, on: Day, targets: Targets) -> Any:
    """IN-1: who asks to see her record gets to see it."""
    return _not_told(tables, on, Missing.NOT_NOTED)


def information_is_noted(tables: Tables, on: Day, targets: Targets) -> Any:
    """BM-2: what she has been told of her help and her rights is noted."""
    return _not_told(tables, on, Missing.NOT_NOTED)


def _not_told(tables: Tables, on: Day, reason: Missing) -> Any:
    rows = persons(tables, on)
    return framed(rows, applies=rows.open, missing=lacking(reason))


CRITERIA = (
    Criterion(
        "VE-9",
        N_("Den som kom feil, er hjulpet videre"),
        ("fvl § 11", "fvl § 11 d"),
        Holder.MUNICIPALITY,
        N_("henvendelser som hører til hos andre"),
        N_("en måned etter at den kom"),
        N_("hvem henvendelsen er sendt videre til"),
        ("person", "case"),
        enquiry_is_sent_on,
    ),
    Criterion(
        "VE-10",
        N_("Henvisningen er besvart"),
        ("pbrl § 2-2 a",),
        Holder.HOSPITAL,
        N_("henvisninger til spesialisthelsetjenesten"),
        N_("ti virkedager etter at den ble sendt"),
        N_("svaret på henvisningen"),
        ("person", "case"),
        referral_is_answered,
        statutory=True,
    ),
    Criterion(
        "VE-11",
        N_("Digitalt vedtak er åpnet, eller det er varslet på nytt"),
        ("eFF § 8",),
        Holder.MUNICIPALITY,
        N_("vedtak sendt digitalt"),
        N_("en uke etter at det ble sendt"),
        N_("at vedtaket ble åpnet, eller det nye varselet"),
        ("person", "case"),
        digital_decision_is_opened,
        statutory=True,
    ),
    Criterion(
        "BO-2",
        N_("Den som ba om hjelp til bolig, har fått vedtak"),
        ("bosl § 6", "bosl § 7"),
        Holder.MUNICIPALITY,
        N_("personer som har bedt om hjelp til bolig"),
        N_("en måned etter at det ble bedt om"),
        N_("vedtaket etter boligsosialloven"),
        ("person", "case"),
        housing_is_decided,
        since=date(2023, 7, 1),
    ),
    Criterion(
        "IN-1",
        N_("Den som ba om å se journalen sin, har fått det"),
        ("pbrl § 5-1", "pjl § 18", "PJF § 11"),
        Holder.CONTROLLER,
        N_("krav om innsyn i egen journal"),
        N_("30 dager etter at det ble bedt om"),
        N_("svaret på kravet"),
        ("person", "case"),
        record_is_shown,
    ),
    Criterion(
        "BM-2",
        N_("Informasjonen personen har fått, er skrevet ned"),
        ("pbrl § 3-2", "pbrl § 3-5"),
        Holder.HEALTH_PERSONNEL,
        N_("personer som får hjelp"),
        N_("en måned etter at hjelpen begynte, og hvert år"),
        N_("hva personen har fått vite, og at det er forstått"),
        ("person", "case"),
        information_is_noted,
    ),
)
