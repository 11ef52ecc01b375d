"""Children and others close to her: asked for, followed up, and named by herself."""

from datetime import date
from typing import Any

import ibis

from helhet.cases.rules import OfferOf
from helhet.organisation.rules import N_
from helhet.people.rules import CHILDREN_AGAIN_DAYS, CHILDREN_WITHIN_DAYS

from .days import after, asked_again, beside, framed, none, persons, runs, so_far
from .offers import OFFER_TARGETS, OFFER_WITHIN, newest_offer
from .rules import Criterion, Day, Holder, Length, Tables, Target, Targets

ASK_WITHIN = Target("ask_of_children_within", N_("det spørres om barn innen"), Length(CHILDREN_WITHIN_DAYS))
ASK_AGAIN = Target("ask_of_children_again", N_("det spørres igjen om barn etter"), Length(CHILDREN_AGAIN_DAYS))
FOLLOW_UP = Target("child_followed_up_within", N_("barnet er fulgt opp innen"), Length(30))
CONSENT_WITHIN = Target("child_consent_within", N_("samtykke til å følge opp barnet er avklart innen"), Length(30))
BEREAVED_WITHIN = Target("bereaved_child_within", N_("et barn som har mistet noen, er fulgt opp innen"), Length(14))
SCOPE_WITHIN = Target("kin_scope_within", N_("det er avklart hva nærmeste pårørende kan få vite, innen"), Length(30))


def asked_of_children(tables: Tables, on: Day, targets: Targets) -> Any:
    """PÅ-1: who gets help is asked about children and siblings, and again every year (people.rules.children_due)."""
    rows = tables["children_asked"]
    rows = rows.filter(rows["on"] <= on)
    return asked_again(tables, on, rows, within=targets[ASK_WITHIN.key], again=targets[ASK_AGAIN.key], step="ask")


def _children(tables: Tables, on: Day) -> Any:
    rows = tables["child"]
    return rows.filter(rows.known_on <= on)


def child_is_followed_up(tables: Tables, on: Day, targets: Targets) -> Any:
    """PÅ-1a: a child who is known of is followed up."""
    rows = _children(tables, on)
    due_by = after(rows.known_on, targets[FOLLOW_UP.key])
    return framed(rows, subject=rows.id, due_by=due_by, met_on=so_far(rows.followed_up_on, on), step="follow_up", evidence=rows.id)


def childs_consent_is_settled(tables: Tables, on: Day, targets: Targets) -> Any:
    """PÅ-2: whether the child may be followed up is clarified with the parent."""
    rows = _children(tables, on)
    due_by = after(rows.known_on, targets[CONSENT_WITHIN.key])
    return framed(rows, subject=rows.id, due_by=due_by, met_on=so_far(rows.consent_settled_on, on), step="consent", evidence=rows.id)


def bereaved_child_is_followed_up(tables: Tables, on: Day, targets: Targets) -> Any:
    """PÅ-3: a child who has lost a parent or a sibling is followed up: whom we helped, or somebody else."""
    rows, person = _children(tables, on), tables["person"].select("person", "deceased_on")
    rows = rows.join(person, rows.person == person.person).select(rows, died=so_far(person.deceased_on, on))
    other = so_far(rows.bereaved_on, on)
    rows = rows.mutate(lost=ibis.coalesce((rows.died <= other).ifelse(rows.died, other), rows.died, other))
    rows = rows.filter(rows.lost.notnull())
    first, last = so_far(rows.followed_up_on, on), so_far(rows.last_followed_on, on)
    first, last = (first >= rows.lost).ifelse(first, none("date")), (last >= rows.lost).ifelse(last, none("date"))
    return framed(
        rows,
        subject=rows.id,
        due_by=after(rows.lost, targets[BEREAVED_WITHIN.key]),
        met_on=ibis.coalesce((first <= last).ifelse(first, last), first, last),
        step="follow_up",
        evidence=rows.id,
    )


def kin_support_is_answered(tables: Tables, on: Day, targets: Targets) -> Any:
    """PÅ-6: who has particularly heavy care is offered support, and an offer gets its answer."""
    kin = tables["kin"]
    heavy = kin.filter(runs(kin, on) & (kin.heavy_care_on <= on)).group_by("person").agg(heavy_on=kin.heavy_care_on.min(), kin=kin.id.min())
    offer = newest_offer(tables, on, OfferOf.KIN_SUPPORT, targets)
    rows = beside(persons(tables, on), offer, "offer", "answer", "answered_on", "answer_by", "ask_again_on")
    rows = beside(rows, heavy, "heavy_on", "kin")
    rows = rows.filter(rows.offer.notnull() | rows.heavy_on.notnull())
    return framed(
        rows,
        applies=rows.served,
        due_by=rows.offer.isnull().ifelse(after(rows.heavy_on, targets[OFFER_WITHIN.key]), rows.answer_by),
        met_on=rows.answered_on,
        again_by=rows.answer.isin(["no", "later"]).ifelse(rows.ask_again_on, none("date")),
        step=ibis.cases((rows.offer.isnull(), "offer"), (rows.answer.isnull(), "answer"), else_="again"),
        evidence=ibis.coalesce(rows.offer, rows.kin),
    )


def nearest_kin_is_named(tables: Tables, on: Day, targets: Targets) -> Any:
    """SA-3: she is asked whom she names as nearest, and what may be told is clarified; that she names nobody is an answer."""
    kin, person = tables["kin"], tables["person"].select("person", "kin_asked_on")
    kin = kin.filter(runs(kin, on) & kin.nearest)
    known = kin.group_by("person").agg(said_since=kin.since.min(where=kin.scope_said), named=kin.since.min(), kin=kin.id.min())
    rows = beside(beside(persons(tables, on), known, "said_since", "named", "kin"), person, "kin_asked_on")
    nobody, within = rows.named.isnull(), targets[SCOPE_WITHIN.key]
    begins = ibis.greatest(rows.first_open, rows.known_since)
    return framed(
        rows,
        applies=rows.open,
        met_on=nobody.ifelse(so_far(rows.kin_asked_on, on), rows.said_since),
        due_by=nobody.ifelse(after(begins, within), after(rows.named, within)),
        step=nobody.ifelse("ask_kin", "scope"),
        evidence=rows.kin,
    )


_CHILDREN = N_("barn som er pårørende")

CRITERIA = (
    Criterion(
        "PÅ-1",
        N_("Det er avklart om det er barn eller søsken"),
        ("hpl § 10 a",),
        Holder.HEALTH_PERSONNEL,
        N_("personer som får hjelp"),
        N_("to uker etter at hjelpen begynte, og hvert år"),
        N_("svaret på spørsmålet"),
        ("person", "case", "children_asked"),
        asked_of_children,
        targets=(ASK_WITHIN, ASK_AGAIN),
    ),
    Criterion(
        "PÅ-1a",
        N_("Barnet er fulgt opp"),
        ("hpl § 10 a",),
        Holder.HEALTH_PERSONNEL,
        _CHILDREN,
        N_("en måned etter at barnet ble kjent"),
        N_("den første oppfølgingen"),
        ("person", "child"),
        child_is_followed_up,
        targets=(FOLLOW_UP,),
    ),
    Criterion(
        "PÅ-2",
        N_("Samtykke til å følge opp barnet er avklart"),
        ("hpl § 28",),
        Holder.HEALTH_PERSONNEL,
        _CHILDREN,
        N_("en måned etter at barnet ble kjent"),
        N_("samtykket, eller grunnen til at det ikke er hentet"),
        ("person", "child"),
        childs_consent_is_settled,
        targets=(CONSENT_WITHIN,),
        since=date(2026, 7, 1),
    ),
    Criterion(
        "PÅ-3",
        N_("Barn som har mistet noen, er fulgt opp"),
        ("hpl § 10 b",),
        Holder.HEALTH_PERSONNEL,
        N_("barn som har mistet en forelder eller et søsken"),
        N_("to uker etter dødsfallet"),
        N_("oppfølgingen"),
        ("person", "child"),
        bereaved_child_is_followed_up,
        targets=(BEREAVED_WITHIN,),
        after_death=True,
    ),
    Criterion(
        "PÅ-6",
        N_("Pårørende med tung omsorg er tilbudt støtte, og har svart"),
        ("hol § 3-6", "pbrl § 2-8"),
        Holder.MUNICIPALITY,
        N_("personer med pårørende som har særlig tyngende omsorg, eller er tilbudt støtte"),
        N_("tilbud en måned etter at omsorgen ble kjent, svar to uker etter; et nei spørres det om igjen"),
        N_("tilbudet og svaret"),
        ("person", "case", "offer", "kin"),
        kin_support_is_answered,
        targets=OFFER_TARGETS,
    ),
    Criterion(
        "SA-3",
        N_("Nærmeste pårørende er den personen selv har sagt"),
        ("pbrl § 1-3",),
        Holder.HEALTH_PERSONNEL,
        N_("personer som får hjelp"),
        N_("en måned etter at hjelpen begynte, eller den nærmeste ble skrevet ned"),
        N_("pårørende med hva de kan få vite, eller at personen ikke vil oppgi noen"),
        ("person", "case", "kin"),
        nearest_kin_is_named,
        targets=(SCOPE_WITHIN,),
        today_only=N_("hva pårørende kan få vite, står uten dag"),
    ),
)
