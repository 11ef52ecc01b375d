"""Agreements: adopted by the council, with every point the law asks for, looked at each year, and followed up rather than made anew."""

from datetime import date
from typing import Any

from helhet.cooperation.rules import FOLLOW_UP_MONTHS, AgreementKind
from helhet.organisation.rules import N_

from .days import after, lacking, newest, none, so_far
from .house import done_since, not_entered, of_house, runs_on
from .rules import Criterion, Day, Holder, Length, Missing, Tables, Target, Targets

REVIEW_WITHIN = Target("agreement_reviewed_within", N_("en avtale gås gjennom hver"), Length(months=12))
FOLLOW_UP_WITHIN = Target("clause_followed_up_within", N_("et avtalt punkt følges opp innen"), Length(months=FOLLOW_UP_MONTHS))


def _of_kind(tables: Tables, on: Day, kind: AgreementKind) -> Any:
    """Beside every municipality the running agreement of this kind, the one that began last; or nothing, where there is none."""
    rows = tables["agreement"]
    running = newest(rows.filter((rows.kind == kind.value) & runs_on(rows, on)), "municipality", "since")
    house = tables["house"]
    return house.left_join(running, house.municipality == running.municipality).select(
        house.municipality, house.hosts_since, running.since, running.signed_on, running.adopted_on, running.until, running.points,
        running.points_agreed, running.agreed_on, running.id, users=running.users_took_part,
    )  # fmt: skip


def _adopted(rows: Any, on: Day) -> Any:
    """The day it was both signed and adopted, once that has come."""
    both = rows.signed_on.notnull() & rows.adopted_on.notnull()
    return so_far(both.ifelse((rows.signed_on > rows.adopted_on).ifelse(rows.signed_on, rows.adopted_on), none("date")), on)


def hospital_agreement_is_adopted(tables: Tables, on: Day, targets: Targets) -> Any:
    """AV-1: the council itself has adopted an agreement with the hospital, and it is signed."""
    rows = _of_kind(tables, on, AgreementKind.HOSPITAL)
    return of_house(
        rows,
        due_by=rows.since,
        met_on=_adopted(rows, on),
        again_by=rows.until,
        missing=not_entered(rows.since),
        step="adopt",
        evidence=rows.id,
    )


def users_took_part(tables: Tables, on: Day, targets: Targets) -> Any:
    """AV-1a: user organisations took part in making it."""
    rows = _of_kind(tables, on, AgreementKind.HOSPITAL)
    unsaid = rows.since.notnull() & (rows.users == "")
    missing = unsaid.ifelse(lacking(Missing.USERS_SAID), not_entered(rows.since))
    return of_house(
        rows,
        due_by=rows.since,
        met_on=(rows.users == "yes").ifelse(rows.since, none("date")),
        missing=missing,
        step="users",
        evidence=rows.id,
    )


def every_point_is_agreed(tables: Tables, on: Day, targets: Targets) -> Any:
    """AV-2: all thirteen points are in the agreement with the hospital."""
    rows = _of_kind(tables, on, AgreementKind.HOSPITAL)
    whole = rows.points_agreed >= rows.points
    return of_house(
        rows, due_by=rows.since, met_on=whole.ifelse(so_far(rows.agreed_on, on), none("date")), missing=not_entered(rows.since),
        step="point",
        evidence=rows.id,
    )  # fmt: skip


def agreement_is_reviewed(tables: Tables, on: Day, targets: Targets) -> Any:
    """AV-2a: the parties go through each agreement every year."""
    rows = tables["agreement"]
    rows = rows.filter(runs_on(rows, on))
    length = targets[REVIEW_WITHIN.key]
    return of_house(
        rows, subject=rows.id, due_by=rows.reviewed_on.isnull().ifelse(after(rows.since, length), none("date")), met_on=rows.reviewed_on,
        again_by=after(rows.reviewed_on, length), missing=done_since(rows.reviewed_on, on), step="review", evidence=rows.id,
    )  # fmt: skip


def what_is_agreed_is_followed_up(tables: Tables, on: Day, targets: Targets) -> Any:
    """AV-2b: no agreed point has been left alone for a year."""
    rows = tables["agreement"]
    rows = rows.filter(runs_on(rows, on))
    return of_house(
        rows, subject=rows.id, applies=rows.looked_on.notnull(), met_on=rows.looked_on,
        again_by=after(rows.looked_on, targets[FOLLOW_UP_WITHIN.key]), due_by=rows.looked_on, step="follow_up", evidence=rows.id,
    )  # fmt: skip


def host_agreement_is_adopted(tables: Tables, on: Day, targets: Targets) -> Any:
    """AV-3: where a host municipality acts for others, a written agreement with the law's points is adopted by each council."""
    rows = _of_kind(tables, on, AgreementKind.MUNICIPALITIES)
    whole = rows.points_agreed >= rows.points
    return of_house(
        rows, applies=(rows.hosts_since <= on).fill_null(False), due_by=rows.since,
        met_on=whole.ifelse(_adopted(rows, on), none("date")), again_by=rows.until, missing=not_entered(rows.since), step="adopt",
        evidence=rows.id,
    )  # fmt: skip


_HOUSES = N_("kommuner som er med")
_EVERY = N_("avtaler som gjelder")
_NEEDS = ("house", "agreement")

CRITERIA = (
    Criterion(
        "AV-1", N_("Kommunestyret har vedtatt avtalen med sykehuset"), ("hol § 6-1",), Holder.MUNICIPALITY, _HOUSES,
        N_("fra avtalen gjelder"), N_("vedtaket i kommunestyret og signaturen"), _NEEDS, hospital_agreement_is_adopted, statutory=True,
        since=date(2012, 1, 1), about="municipality",
    ),
    Criterion(
        "AV-1a", N_("Brukerorganisasjonene var med på avtalen med sykehuset"), ("hol § 6-1",), Holder.MUNICIPALITY, _HOUSES,
        N_("fra avtalen gjelder"), N_("at de var med"), _NEEDS, users_took_part, statutory=True, since=date(2012, 1, 1),
        about="municipality",
    ),
    Criterion(
        "AV-2", N_("Avtalen med sykehuset har alle punktene loven krever"), ("hol § 6-2",), Holder.MUNICIPALITY, _HOUSES,
        N_("fra avtalen gjelder"), N_("punktene i avtalen"), _NEEDS, every_point_is_agreed, statutory=True, since=date(2012, 1, 1),
        about="municipality",
    ),
    Criterion(
        "AV-2a", N_("Avtalen er gått gjennom det siste året"), ("hol § 6-5",), Holder.MUNICIPALITY, _EVERY, N_("hvert år"),
        N_("den siste gjennomgangen"), ("agreement",), agreement_is_reviewed, targets=(REVIEW_WITHIN,), since=date(2012, 1, 1),
        about="municipality",
    ),
    Criterion(
        "AV-2b", N_("Det som er avtalt, er fulgt opp"), ("hol § 6-5",), Holder.MUNICIPALITY, _EVERY,
        N_("et år etter at noen sist så på punktet"), N_("punktet noen sist så på for lengst siden"), ("agreement",),
        what_is_agreed_is_followed_up, targets=(FOLLOW_UP_WITHIN,), since=date(2012, 1, 1),
        today_only=N_("bare siste gang noen så på hvert punkt, er kjent her"), about="municipality",
    ),
    Criterion(
        "AV-3", N_("Avtalen med vertskommunen er vedtatt og har alle punktene"), ("koml § 20-4", "koml § 20-2"), Holder.MUNICIPALITY,
        N_("kommuner med vertskommune"), N_("fra avtalen gjelder"), N_("vedtaket i kommunestyret, signaturen og punktene"), _NEEDS,
        host_agreement_is_adopted, statutory=True, since=date(2019, 10, 1),
        today_only=N_("hvilken vertskommune som gjaldt den dagen, er ikke kjent når avtalen er over"), about="municipality",
    ),
)  # fmt: skip
