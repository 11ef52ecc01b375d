"""In and out of hospital: the notice, our answer, the letter, and somebody there the first days at home."""

from datetime import date
from typing import Any

import ibis

from helhet.handover.rules import CONTACT_WITHIN_DAYS, READY_POINTS, Answer
from helhet.organisation.rules import N_

from .days import after, framed, lacking, none, so_far
from .rules import Criterion, Day, Holder, Length, Missing, Tables, Target, Targets

ANSWER_WITHIN = Target("ready_answered_within", N_("sykehuset får svar innen"), Length(0))
LETTER_WITHIN = Target("letter_within", N_("epikrisen er kommet innen"), Length(7))
HOME_WITHIN = Target("contact_home_within", N_("personen er møtt hjemme innen"), Length(CONTACT_WITHIN_DAYS))

NOTICE_MINUTES = 24 * 60  # utskrivningsklarforskriften § 8


def _stays(tables: Tables, on: Day) -> Any:
    rows = tables["stay"]
    return rows.filter(rows.notified_on <= on)


def notice_comes_in_time(tables: Tables, on: Day, targets: Targets) -> Any:
    """UT-1: the hospital's notice within 24 hours of admission. Without the hour, the day after cannot be told from too late."""
    rows = _stays(tables, on)
    next_day = rows.admitted_on + ibis.interval(days=1)
    overran = (rows.notice_minutes > NOTICE_MINUTES).fill_null(False) & (rows.notified_on <= next_day)
    unsure = rows.notice_minutes.isnull() & (rows.notified_on == next_day)
    missing = ibis.cases((rows.admitted_on.isnull(), lacking(Missing.ADMITTED)), (unsure, lacking(Missing.ADMITTED_HOUR)))
    return framed(
        rows,
        subject=rows.id,
        due_by=overran.ifelse(rows.admitted_on, next_day),
        met_on=rows.notified_on,
        missing=missing,
        step="dialogue",
        evidence=rows.id,
    )


def hospital_is_answered(tables: Tables, on: Day, targets: Targets) -> Any:
    """UT-3: when a stay is declared ready, the municipality answers at once."""
    rows = tables["stay"]
    rows = rows.filter(rows.told_ready_on <= on)
    answered = so_far(rows.answered_on, on)
    over = ibis.coalesce(so_far(rows.withdrawn_on, on), so_far(rows.discharged_on, on)).notnull()
    return framed(
        rows,
        subject=rows.id,
        applies=answered.notnull() | ~over,
        due_by=after(rows.told_ready_on, targets[ANSWER_WITHIN.key]),
        met_on=answered,
        step="answer",
        evidence=rows.id,
    )


def letter_has_come(tables: Tables, on: Day, targets: Targets) -> Any:
    """UT-5: the discharge letter reaches those who need it."""
    rows = tables["stay"]
    rows = rows.filter(rows.discharged_on <= on)
    due_by = after(rows.discharged_on, targets[LETTER_WITHIN.key])
    return framed(rows, subject=rows.id, due_by=due_by, met_on=so_far(rows.letter_on, on), step="dialogue", evidence=rows.id)


def somebody_was_there(tables: Tables, on: Day, targets: Targets) -> Any:
    """LM-1: somebody meets or talks with her the first days at home."""
    stays, contacts = tables["stay"], tables["contact"]
    stays = stays.filter(stays.discharged_on <= on)
    contacts = contacts.filter(contacts.on <= on).select("person", "id", met="on")
    since = (stays.person == contacts.person) & (contacts.met >= stays.discharged_on)
    found = stays.join(contacts, since).select(stays.id, contacts.met)
    first = found.group_by("id").agg(met=found.met.min())
    rows = stays.left_join(first, stays.id == first.id).select(stays, first.met)
    return framed(
        rows, subject=rows.id, due_by=after(rows.discharged_on, targets[HOME_WITHIN.key]), met_on=rows.met, step="contact", evidence=rows.id
    )


def points_are_there(tables: Tables, on: Day, targets: Targets) -> Any:
    """UT-2: a stay is declared ready when the points of § 9 are assessed and written."""
    rows = tables["stay"]
    rows = rows.filter(rows.told_ready_on <= on)
    return framed(
        rows,
        subject=rows.id,
        due_by=rows.told_ready_on,
        met_on=(rows.ready_points >= len(READY_POINTS)).ifelse(rows.told_ready_on, none("date")),
        missing=rows.ready_points.isnull().ifelse(lacking(Missing.POINTS), none("string")),
        step="dialogue",
        evidence=rows.id,
    )


def no_days_are_paid_for(tables: Tables, on: Day, targets: Targets) -> Any:
    """UT-4: she is received on the day declared ready; how late is the number of days paid for (handover.rules.days_to_pay).

    Nothing is paid for when the hospital's own notice came too late, or the readiness was taken back.
    """
    rows = tables["stay"]
    rows = rows.filter((rows.told_ready_on <= on) & rows.ready_on.notnull())
    can = so_far(rows.answered_on, on).notnull() & rows.answer.isin([Answer.TODAY.value, Answer.FROM_DAY.value])
    ours, home = can.ifelse(rows.receive_on, none("date")), so_far(rows.discharged_on, on)
    received = ibis.coalesce((ours <= home).ifelse(ours, home), ours, home)
    late = (rows.notice_minutes > NOTICE_MINUTES).fill_null(False)
    return framed(
        rows,
        subject=rows.id,
        applies=~late & so_far(rows.withdrawn_on, on).isnull(),
        due_by=rows.ready_on,
        met_on=so_far(received, on),
        step="receive",
        evidence=rows.id,
    )


_STAYS = N_("innleggelser vi har fått varsel om")
_HOME = N_("utskrivinger")

CRITERIA = (
    Criterion(
        "UT-1",
        N_("Sykehuset varslet om innleggelsen innen et døgn"),
        ("UKP § 8",),
        Holder.HOSPITAL,
        _STAYS,
        N_("24 timer etter innleggelsen"),
        N_("varselet"),
        ("person", "stay"),
        notice_comes_in_time,
        statutory=True,
        since=date(2019, 1, 1),
        silent="the hospital's, and over when it is seen: it is taken up in the dialogue with the hospital",
    ),
    Criterion(
        "UT-2",
        N_("Punktene for utskrivningsklar er vurdert"),
        ("UKP § 9",),
        Holder.HOSPITAL,
        N_("personer meldt utskrivningsklare"),
        N_("samme dag som meldingen"),
        N_("meldingen, punkt for punkt"),
        ("person", "stay"),
        points_are_there,
        statutory=True,
        today_only=N_("hvilke punkter som var vurdert den dagen, er ikke kjent: de kan rettes senere"),
        since=date(2019, 1, 1),
        silent="the hospital's, and over when it is seen: it is taken up in the dialogue with the hospital",
    ),
    Criterion(
        "UT-3",
        N_("Sykehuset har fått svar på meldingen om utskrivningsklar"),
        ("UKP § 11",),
        Holder.MUNICIPALITY,
        N_("personer meldt utskrivningsklare"),
        N_("straks; samme dag er målet"),
        N_("svaret"),
        ("person", "stay"),
        hospital_is_answered,
        targets=(ANSWER_WITHIN,),
        since=date(2019, 1, 1),
    ),
    Criterion(
        "UT-4",
        N_("Ingen døgn å betale for"),
        ("UKP § 13",),
        Holder.MUNICIPALITY,
        N_("personer meldt utskrivningsklare"),
        N_("dagen personen er utskrivningsklar"),
        N_("dagen vi kunne ta imot"),
        ("person", "stay"),
        no_days_are_paid_for,
        statutory=True,
        since=date(2019, 1, 1),
    ),
    Criterion(
        "UT-5",
        N_("Epikrisen er kommet"),
        ("UKP § 12",),
        Holder.HOSPITAL,
        _HOME,
        N_("en uke etter utskrivingen"),
        N_("epikrisen"),
        ("person", "stay"),
        letter_has_come,
        targets=(LETTER_WITHIN,),
        since=date(2019, 1, 1),
    ),
    Criterion(
        "LM-1",
        N_("Noen har hatt kontakt de første dagene hjemme"),
        ("agreed",),
        Holder.MUNICIPALITY,
        _HOME,
        N_("to dager etter utskrivingen"),
        N_("den første kontakten"),
        ("person", "stay", "contact"),
        somebody_was_there,
        targets=(HOME_WITHIN,),
    ),
)
