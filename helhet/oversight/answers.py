"""What somebody waits for an answer to: a referral, a digital decision, housing, her own record; and what she is told."""

from datetime import date
from typing import Any

import ibis

from helhet.cases.rules.notices import RECORD_DAYS, NoticeAnswer, NoticeKind
from helhet.organisation.rules import N_

from .days import after, asked_again, framed, so_far
from .notices import answered, told
from .rules import Criterion, Day, Holder, Length, Tables, Target, Targets

SEND_ON_WITHIN = Target("sent_on_within", N_("den som kom feil, er hjulpet videre innen"), Length(months=1))
HOUSING_WITHIN = Target("housing_decided_within", N_("vedtak om hjelp til bolig fattes innen"), Length(months=1))
RECORD_WITHIN = Target("record_shown_within", N_("krav om å se journalen besvares innen"), Length(RECORD_DAYS))
INFORM_WITHIN = Target("informed_within", N_("informasjon til den som får hjelp, er skrevet ned innen"), Length(months=1))
INFORM_AGAIN = Target("informed_again", N_("informasjonen tas opp igjen etter"), Length(months=12))

# eForvaltningsforskriften § 8: a week to open it in, and the day after nobody has.
TELL_AGAIN_WITHIN = Length(7 + 1)


def enquiry_is_sent_on(tables: Tables, on: Day, targets: Targets) -> Any:
    """VE-9: who came to the wrong place is helped on to the right one."""
    rows = tables["enquiry"]
    rows = rows.filter(rows.sent_on & (rows.settled_on <= on))
    due_by = after(rows.received_on, targets[SEND_ON_WITHIN.key])
    return framed(rows, subject=rows.id, due_by=due_by, met_on=rows.settled_on, step="triage", evidence=rows.id)


def referral_is_answered(tables: Tables, on: Day, targets: Targets) -> Any:
    """VE-10: a referral to the specialist service is answered within ten working days, told as a day when it was sent."""
    rows = told(tables, on, NoticeKind.REFERRAL)
    return answered(rows, on, due_by=rows.answer_by, step="ask_for_answer", ends=NoticeAnswer.WITHDRAWN)


def digital_decision_is_opened(tables: Tables, on: Day, targets: Targets) -> Any:
    """VE-11: a decision sent digitally and not opened in a week is told of again."""
    rows = tables["decision"]
    rows = rows.filter(rows.digital_on <= on)
    opened, again = so_far(rows.opened_on, on), so_far(rows.told_again_on, on)
    sooner = (opened <= again).ifelse(opened, again)
    met_on = ibis.coalesce(sooner, opened, again)
    due_by = after(rows.digital_on, TELL_AGAIN_WITHIN)
    return framed(rows, subject=rows.id, due_by=due_by, met_on=met_on, step="tell_again", evidence=rows.id)


def housing_is_decided(tables: Tables, on: Day, targets: Targets) -> Any:
    """BO-2: who asks for help with housing gets a formal decision under boligsosialloven."""
    asked, decisions = told(tables, on, NoticeKind.HOUSING), tables["decision"]
    decisions = decisions.filter((decisions.legal_basis == "bosl-6") & (decisions.decided_on <= on))
    decisions = decisions.select("person", decision="id", decided="decided_on")
    since = (asked.person == decisions.person) & (decisions.decided >= asked["on"])
    found = asked.join(decisions, since).select(asked.id, decisions.decision, decisions.decided)
    first = found.group_by("id").agg(decided=found.decided.min(), decision=found.decision.min())
    rows = asked.left_join(first, asked.id == first.id).select(asked, first.decided, first.decision)
    withdrawn = (so_far(rows.answered_on, on).notnull() & (rows.answer == NoticeAnswer.WITHDRAWN.value)).fill_null(False)
    return framed(
        rows,
        subject=rows.id,
        applies=~withdrawn,
        due_by=after(rows["on"], targets[HOUSING_WITHIN.key]),
        met_on=rows.decided,
        step="decide_housing",
        evidence=ibis.coalesce(rows.decision, rows.id),
    )


def record_is_shown(tables: Tables, on: Day, targets: Targets) -> Any:
    """IN-1: who asks to see her record sees it, or is told why not."""
    rows = told(tables, on, NoticeKind.RECORD)
    due_by = after(rows["on"], targets[RECORD_WITHIN.key])
    return answered(rows, on, due_by=due_by, step="show_record", ends=NoticeAnswer.WITHDRAWN)


def information_is_noted(tables: Tables, on: Day, targets: Targets) -> Any:
    """BM-2: what she has been told of her help and her rights is noted, and taken up again."""
    rows = told(tables, on, NoticeKind.INFORMED)
    return asked_again(tables, on, rows, within=targets[INFORM_WITHIN.key], again=targets[INFORM_AGAIN.key], step="inform")


CRITERIA = (
    Criterion(
        "VE-9",
        N_("Den som kom feil, er hjulpet videre"),
        ("fvl § 11", "fvl § 11 d"),
        Holder.MUNICIPALITY,
        N_("henvendelser som hører til hos andre"),
        N_("en måned etter at den kom"),
        N_("hvem henvendelsen er sendt videre til"),
        ("person", "enquiry"),
        enquiry_is_sent_on,
        targets=(SEND_ON_WITHIN,),
        silent="it is known only when it is done: before that it is an enquiry that waits for its answer (VE-1)",
    ),
    Criterion(
        "VE-10",
        N_("Henvisningen er besvart"),
        ("pbrl § 2-2 a",),
        Holder.HOSPITAL,
        N_("henvisninger til spesialisthelsetjenesten"),
        N_("ti virkedager etter at den ble sendt"),
        N_("svaret på henvisningen"),
        ("person", "notice"),
        referral_is_answered,
        statutory=True,
    ),
    Criterion(
        "VE-11",
        N_("Digitalt vedtak er åpnet, eller det er varslet på nytt"),
        ("eFF § 8",),
        Holder.MUNICIPALITY,
        N_("vedtak sendt digitalt"),
        N_("dagen etter at en uke er gått uten at det er åpnet"),
        N_("at vedtaket ble åpnet, eller det nye varselet"),
        ("person", "decision"),
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
        ("person", "notice", "decision"),
        housing_is_decided,
        targets=(HOUSING_WITHIN,),
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
        ("person", "notice"),
        record_is_shown,
        targets=(RECORD_WITHIN,),
    ),
    Criterion(
        "BM-2",
        N_("Informasjonen personen har fått, er skrevet ned"),
        ("pbrl § 3-2", "pbrl § 3-5"),
        Holder.HEALTH_PERSONNEL,
        N_("personer som får hjelp"),
        N_("en måned etter at hjelpen begynte, og hvert år"),
        N_("hva personen har fått vite, og at det er forstått"),
        ("person", "case", "notice"),
        information_is_noted,
        targets=(INFORM_WITHIN, INFORM_AGAIN),
    ),
)
