"""What is written, shared and opened: signed in time, with a purpose, looked through, and ended when the worker leaves."""

from datetime import date
from typing import Any

import ibis

from helhet.access.rules import REVIEW_WITHIN_DAYS
from helhet.cases.rules import NO_BASIS
from helhet.journal.rules import HEALTH_CARE, SIGN_WITHIN_DAYS, NoteKind
from helhet.organisation.rules import N_
from helhet.record.shared import shared

from .days import after, framed, lacking, none, runs, so_far
from .rules import Criterion, Day, Holder, Length, Missing, Tables, Target, Targets

SIGN_WITHIN = Target("sign_within", N_("et notat signeres innen"), Length(SIGN_WITHIN_DAYS))
EITHER_KIND = (NO_BASIS, "hol-7-1", "hol-7-2")  # may be health care or not
REVIEW_WITHIN = Target("emergency_reviewed_within", N_("en nødtilgang gås gjennom innen"), Length(REVIEW_WITHIN_DAYS))


def note_is_signed(tables: Tables, on: Day, targets: Targets) -> Any:
    """DO-1: what is written is signed."""
    rows = tables["note"]
    rows = rows.filter(rows.written_on <= on)
    due_by = after(rows.written_on, targets[SIGN_WITHIN.key])
    return framed(rows, subject=rows.id, due_by=due_by, met_on=so_far(rows.signed_on, on), step="sign", evidence=rows.id)


def sharing_has_purpose(tables: Tables, on: Day, targets: Targets) -> Any:
    """TS-4: what is shared by consent says what for."""
    rows = tables["consent"]
    rows = rows.filter(runs(rows, on, "given_on") & (rows.kind == "sharing"))
    return framed(
        rows,
        subject=rows.id,
        applies=so_far(rows.withdrawn_on, on).isnull(),
        due_by=rows.given_on,
        step="purpose",
        evidence=rows.id,
        met_on=rows.has_purpose.ifelse(rows.given_on, none("date")),
    )


def emergency_is_reviewed(tables: Tables, on: Day, targets: Targets) -> Any:
    """LO-1: every emergency access is looked through."""
    rows = tables["access"]
    rows = rows.filter(rows.emergency & (rows.since <= on))
    due_by = after(rows.since, targets[REVIEW_WITHIN.key])
    return framed(rows, subject=rows.id, due_by=due_by, met_on=so_far(rows.reviewed_on, on), step="review", evidence=rows.id)


def access_ends_with_the_work(tables: Tables, on: Day, targets: Targets) -> Any:
    """LO-2: who has left the service has no access that runs."""
    rows = tables["access"]
    rows = rows.filter(runs(rows, on) & rows.staff.notnull() & (rows.staff != ""))
    left = (rows.staff_left_on < on).fill_null(False)
    return framed(
        rows,
        subject=rows.id,
        met_on=left.ifelse(none("date"), rows.since),
        due_by=left.ifelse(rows.staff_left_on, none("date")),
        step="end_access",
        evidence=rows.id,
    )


@shared
def _spans(tables: Tables, on: Day) -> Any:
    """The days of a person's services, cut where one begins or has ended: whether a note of each kind fits those she had then.

    No two spans of one person share a day, so that a note finds one of them at most.
    """
    cases = tables["case"]
    cases = cases.filter((cases.opened_on <= on) & (cases.closed_on.isnull() | (cases.closed_on >= cases.opened_on)))
    either, health = cases.legal_basis.isin(EITHER_KIND), cases.legal_basis.isin(sorted(HEALTH_CARE))
    cases = cases.select("person", "opened_on", "closed_on", journal=either | health, file=either | ~health)
    ended = cases.filter(cases.closed_on.notnull())
    cuts = cases.select("person", begins="opened_on").union(ended.select("person", begins=ended.closed_on + ibis.interval(days=1)))
    cuts = cuts.distinct()
    later = cuts.select("person", next="begins")
    found = cuts.join(later, (cuts.person == later.person) & (later.next > cuts.begins)).select(cuts.person, cuts.begins, later.next)
    ends = found.group_by("person", "begins").agg(ends=found.next.min())
    open_then = (cases.opened_on <= cuts.begins) & (cases.closed_on.isnull() | (cases.closed_on >= cuts.begins))
    held = cuts.join(cases, (cuts.person == cases.person) & open_then).select(cuts.person, cuts.begins, cases.journal, cases.file)
    spans = held.group_by("person", "begins").agg(journal=held.journal.any(), file=held.file.any())
    same = (spans.person == ends.person) & (spans.begins == ends.begins)
    return spans.left_join(ends, same).select(spans.person, spans.begins, ends.ends, spans.journal, spans.file)


def note_is_of_the_right_kind(tables: Tables, on: Day, targets: Targets) -> Any:
    """DO-2: health care is written in the journal, other services in the service file, by the services she had that day."""
    notes, spans = tables["note"], _spans(tables, on)
    notes = notes.filter(notes.written_on <= on)
    that_day = (notes.person == spans.person) & (spans.begins <= notes.on) & (spans.ends.isnull() | (spans.ends > notes.on))
    rows = notes.left_join(spans, that_day).select(notes, spans.journal, spans.file)
    fits = (rows.kind == NoteKind.HEALTH.value).ifelse(rows.journal, rows.file)
    return framed(
        rows,
        subject=rows.id,
        due_by=rows.written_on,
        met_on=fits.fill_null(False).ifelse(rows.written_on, none("date")),
        missing=fits.isnull().ifelse(lacking(Missing.NO_SERVICE), none("string")),
        step="right_kind",
        evidence=rows.id,
    )


def signed_note_stands(tables: Tables, on: Day, targets: Targets) -> Any:
    """DO-3: what is signed is never changed; a correction is a new note."""
    rows = tables["note"]
    rows = rows.filter(rows.signed_on <= on)
    changed = so_far(rows.changed_on, on)
    return framed(
        rows,
        subject=rows.id,
        due_by=changed - ibis.interval(days=1),
        met_on=changed.isnull().ifelse(rows.signed_on, none("date")),
        step="look_into",
        evidence=rows.id,
    )


def objection_says_what(tables: Tables, on: Day, targets: Targets) -> Any:
    """TS-3: what she has closed, and to whom, is noted with who noted it."""
    rows = tables["objection"]
    rows = rows.filter(runs(rows, on))
    met_on = (rows.noted & (rows.against != "")).ifelse(rows.since, none("date"))
    return framed(rows, subject=rows.id, due_by=rows.since, met_on=met_on, step="note_objection", evidence=rows.id)


CRITERIA = (
    Criterion(
        "DO-1",
        N_("Det som er skrevet, er signert"),
        ("hpl § 39", "hpl § 40"),
        Holder.HEALTH_PERSONNEL,
        N_("notater"),
        N_("uten ugrunnet opphold; to dager er målet"),
        N_("signaturen"),
        ("person", "note"),
        note_is_signed,
        targets=(SIGN_WITHIN,),
    ),
    Criterion(
        "DO-2",
        N_("Notatet står i riktig slags journal"),
        ("hpl § 39", "F1393 § 2"),
        Holder.HEALTH_PERSONNEL,
        N_("notater"),
        N_("samme dag som notatet"),
        N_("notatet og tjenesten det gjelder"),
        ("person", "note", "case"),
        note_is_of_the_right_kind,
        statutory=True,
    ),
    Criterion(
        "DO-3",
        N_("Det som er signert, er ikke endret"),
        ("hpl § 42", "PJF § 15"),
        Holder.CONTROLLER,
        N_("signerte notater"),
        N_("alltid"),
        N_("notatet"),
        ("person", "note"),
        signed_note_stands,
        statutory=True,
        silent="what was changed stays changed: those in charge look into how it could be",
    ),
    Criterion(
        "TS-3",
        N_("Sperringen sier hva den gjelder"),
        ("hpl § 29", "pbrl § 5-3", "pjl § 17"),
        Holder.CONTROLLER,
        N_("sperringer som gjelder nå"),
        N_("samme dag som sperringen"),
        N_("sperringen"),
        ("person", "objection"),
        objection_says_what,
        statutory=True,
        since=date(2026, 7, 1),
    ),
    Criterion(
        "TS-4",
        N_("Samtykke til å dele sier hva det er til"),
        ("hpl § 22",),
        Holder.CONTROLLER,
        N_("samtykker til å dele som gjelder nå"),
        N_("samme dag som samtykket"),
        N_("samtykket"),
        ("person", "consent"),
        sharing_has_purpose,
        statutory=True,
    ),
    Criterion(
        "LO-1",
        N_("Nødtilgangen er gått gjennom"),
        ("pjl § 22",),
        Holder.CONTROLLER,
        N_("tilganger åpnet i en nødsituasjon"),
        N_("tre dager etter"),
        N_("gjennomgangen"),
        ("person", "access"),
        emergency_is_reviewed,
        targets=(REVIEW_WITHIN,),
    ),
    Criterion(
        "LO-2",
        N_("Den som har sluttet, har ikke tilgang"),
        ("PJF § 13",),
        Holder.CONTROLLER,
        N_("ansatte med tilgang til en person"),
        N_("den siste arbeidsdagen"),
        N_("tilgangen"),
        ("person", "access"),
        access_ends_with_the_work,
        statutory=True,
    ),
)
