"""What few may see: lost decision competence, concern for a child, and coercion under helse- og omsorgstjenesteloven chapter 10."""

from datetime import date
from typing import Any

import ibis

from helhet.access.rules import Part
from helhet.cases.rules.notices import CONFIRM_DAYS, NoticeAnswer, NoticeKind
from helhet.organisation.rules import N_

from .days import after, beside, framed, newest, persons, runs, so_far
from .notices import answered, told
from .rules import Criterion, Day, Holder, Length, Tables, Target, Targets

SHOW_WITHIN = Target("competence_shown_within", N_("avgjørelsen om beslutningskompetanse er vist innen"), Length(3))
MISUSE_WITHIN = Target("misuse_answered_within", N_("pårørende som meldte fra om rusbruk, har fått svar innen"), Length(months=1))

CONFIRM_WITHIN = FEEDBACK_WITHIN = Length(CONFIRM_DAYS)  # barnevernsloven § 13-3
CARRY_OUT_WITHIN, CARRY_OUT_PREGNANT_WITHIN = Length(42), Length(14)  # helse- og omsorgstjenesteloven §§ 10-2, 10-3
RETAIN_WITHIN = Length(months=3)

_TABLE = "protected_notice"


def lost_competence_is_decided(tables: Tables, on: Day, targets: Targets) -> Any:
    """SA-1: where somebody else consents, that she cannot is decided in writing, with reasons, and shown to her and her nearest."""
    consents, notices = tables["consent"], told(tables, on, NoticeKind.COMPETENCE)
    consents = consents.filter(consents.by_another & runs(consents, on, "given_on") & so_far(consents.withdrawn_on, on).isnull())
    given = consents.group_by("person").agg(given=consents.given_on.min(), consent=consents.id.min())
    last = newest(notices, "person", "on").select("person", notice="id", decided="on", shown="answered_on")
    rows = beside(beside(persons(tables, on), given, "given", "consent"), last, "notice", "decided", "shown")
    rows = rows.filter(rows.given.notnull() | rows.notice.notnull())
    return framed(
        rows,
        due_by=ibis.coalesce(after(rows.decided, targets[SHOW_WITHIN.key]), rows.given),
        met_on=so_far(rows.shown, on),
        step=rows.notice.isnull().ifelse("decide_competence", "show_competence"),
        evidence=ibis.coalesce(rows.notice, rows.consent),
    )


def concern_is_received(tables: Tables, on: Day, targets: Targets) -> Any:
    """PÅ-4: child welfare says within three weeks that it has a concern report."""
    rows = told(tables, on, NoticeKind.CONCERN, table=_TABLE)
    return answered(rows, on, due_by=after(rows["on"], CONFIRM_WITHIN), step="ask_for_answer")


def concern_is_told_of_again(tables: Tables, on: Day, targets: Targets) -> Any:
    """PÅ-4a: child welfare says what came of it within three weeks after its investigation is closed."""
    rows = told(tables, on, NoticeKind.CONCERN_CLOSED, table=_TABLE)
    return answered(rows, on, due_by=after(rows["on"], FEEDBACK_WITHIN), step="ask_for_feedback")


def report_on_misuse_is_answered(tables: Tables, on: Day, targets: Targets) -> Any:
    """TV-1: who is close to somebody and reports extensive misuse is told what came of it."""
    rows = told(tables, on, NoticeKind.MISUSE, table=_TABLE)
    due_by = after(rows["on"], targets[MISUSE_WITHIN.key])
    return answered(rows, on, due_by=due_by, step="answer_notice", ends=NoticeAnswer.WITHDRAWN)


def coercion_is_begun(tables: Tables, on: Day, targets: Targets) -> Any:
    """TV-1a: a decision on placement lapses when it is not carried out in six weeks, or two when she is pregnant."""
    rows = told(tables, on, NoticeKind.COERCION, NoticeKind.COERCION_PREGNANT, table=_TABLE)
    pregnant = rows.kind == NoticeKind.COERCION_PREGNANT.value
    due_by = pregnant.ifelse(after(rows["on"], CARRY_OUT_PREGNANT_WITHIN), after(rows["on"], CARRY_OUT_WITHIN))
    return answered(rows, on, due_by=due_by, step="carry_out")


def coercion_is_reviewed(tables: Tables, on: Day, targets: Targets) -> Any:
    """TV-1b: a placement under coercion has its three months: it ends, or is looked at again."""
    rows = told(tables, on, NoticeKind.RETAINED, table=_TABLE)
    return answered(rows, on, due_by=after(rows["on"], RETAIN_WITHIN), step="review_retention")


CRITERIA = (
    Criterion(
        "SA-1",
        N_("Tap av beslutningskompetanse er avgjort skriftlig og vist"),
        ("pbrl § 4-3",),
        Holder.HEALTH_PERSONNEL,
        N_("personer som andre samtykker for"),
        N_("samme dag som avgjørelsen; vist innen tre dager"),
        N_("avgjørelsen, begrunnet og vist til personen og nærmeste pårørende"),
        ("person", "case", "consent", "notice"),
        lost_competence_is_decided,
        targets=(SHOW_WITHIN,),
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
        ("person", "protected_notice"),
        concern_is_received,
        part=Part.PROTECTED,
        statutory=True,
        since=date(2023, 1, 1),
    ),
    Criterion(
        "PÅ-4a",
        N_("Barnevernet har gitt tilbakemelding etter undersøkelsen"),
        ("hpl § 33", "bvl § 13-3"),
        Holder.CHILD_WELFARE,
        N_("undersøkelser som er avsluttet etter en melding fra oss"),
        N_("tre uker etter at undersøkelsen ble avsluttet"),
        N_("tilbakemeldingen fra barnevernet"),
        ("person", "protected_notice"),
        concern_is_told_of_again,
        part=Part.PROTECTED,
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
        ("person", "protected_notice"),
        report_on_misuse_is_answered,
        targets=(MISUSE_WITHIN,),
        part=Part.PROTECTED,
    ),
    Criterion(
        "TV-1a",
        N_("Vedtaket om tilbakehold er satt i verk i tide"),
        ("hol § 10-2", "hol § 10-3"),
        Holder.MUNICIPALITY,
        N_("vedtak om tilbakehold i institusjon"),
        N_("seks uker etter vedtaket; to uker når personen er gravid"),
        N_("dagen vedtaket ble satt i verk"),
        ("person", "protected_notice"),
        coercion_is_begun,
        part=Part.PROTECTED,
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
        ("person", "protected_notice"),
        coercion_is_reviewed,
        part=Part.PROTECTED,
        statutory=True,
    ),
)
