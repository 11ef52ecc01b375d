"""From enquiry to complaint: answers in time, decisions where they must be, told and with reasons, complaints sent on."""

from typing import Any

import ibis

from helhet.cases import rules as cases
from helhet.organisation.rules import N_

from .days import after, beside, framed, lacking, none, not_ended, so_far
from .rules import Criterion, Day, Holder, Length, Missing, Tables, Target, Targets

DECIDE_WITHIN = Target("decide_within", N_("vedtak fattes innen, der loven ikke sier to uker"), Length(14))
NOTIFY_WITHIN = Target("notify_within", N_("beskjed om vedtaket gis innen"), Length(cases.NOTIFY_DAYS))
FORWARD_WITHIN = Target("forward_within", N_("en klage sendes videre innen"), Length(cases.COMPLAINT_DAYS))

RESULT_WITHIN = Target(
    "complaint_result_within", N_("statsforvalterens svar på en klage er kommet, eller etterspurt, innen"), Length(months=3)
)

MONTH = Length(months=1)  # forvaltningsloven § 11 a
THREE_WEEKS = [key for key, basis in cases.LEGAL_BASES.items() if basis.complaint_weeks == 3]
NEEDS_DECISION = {key: basis.only_if_longer_than_days for key, basis in cases.LEGAL_BASES.items() if basis.needs_decision}


def enquiry_is_answered(tables: Tables, on: Day, targets: Targets) -> Any:
    """VE-1: an answer, or word of when it comes, within a month of receipt."""
    rows = tables["enquiry"]
    rows = rows.filter(rows.received_on <= on)
    return framed(
        rows, subject=rows.id, due_by=after(rows.received_on, MONTH), met_on=so_far(rows.replied_on, on), step="reply", evidence=rows.id
    )


def enquiry_is_settled(tables: Tables, on: Day, targets: Targets) -> Any:
    """VE-1a: what was answered with «later» is settled on the day that was promised."""
    rows = tables["enquiry"]
    rows = rows.filter(rows.received_on <= on)
    promised = ibis.coalesce(rows.expected_on, after(rows.received_on, MONTH))
    return framed(
        rows,
        subject=rows.id,
        applies=so_far(rows.replied_on, on).notnull(),
        due_by=promised,
        met_on=so_far(rows.settled_on, on),
        step="triage",
        evidence=rows.id,
    )


def service_has_decision(tables: Tables, on: Day, targets: Targets) -> Any:
    """VE-2: a service that needs a formal decision has one on the same paragraph."""
    services, decisions = tables["case"], tables["decision"]
    services = services.filter(not_ended(services, on, "opened_on", "closed_on") & services.legal_basis.isin(list(NEEDS_DECISION)))
    decisions = decisions.filter(decisions.decided_on <= on)
    first = decisions.group_by("person", "legal_basis").agg(decided=decisions.decided_on.min(), decision=decisions.id.min())
    same = (services.person == first.person) & (services.legal_basis == first.legal_basis)
    rows = services.left_join(first, same).select(services, first.decided, first.decision)
    lasting = rows.legal_basis.isin([key for key, days in NEEDS_DECISION.items() if days])
    due_by = lasting.ifelse(after(rows.opened_on, Length(14)), after(rows.opened_on, targets[DECIDE_WITHIN.key]))
    rows = beside(rows.mutate(due_by=due_by), tables["person"].select("person", "known_since"), "known_since")
    earlier = rows.opened_on < rows.known_since
    before = rows.decided.isnull() & earlier
    return framed(
        rows,
        subject=rows.id,
        # The decision that is known may be a later one than that which came in time.
        due_by=(rows.decided.notnull() & earlier).ifelse(none("date"), rows.due_by),
        met_on=rows.decided,
        step="decide",
        evidence=ibis.coalesce(rows.decision, rows.id),
        missing=before.ifelse(lacking(Missing.DECIDED_BEFORE), none("string")),
    )


def decision_is_told(tables: Tables, on: Day, targets: Targets) -> Any:
    """VE-3: she is told of a decision, so that she may complain."""
    rows = tables["decision"]
    rows = rows.filter(rows.decided_on <= on)
    due_by = after(rows.decided_on, targets[NOTIFY_WITHIN.key])
    return framed(rows, subject=rows.id, due_by=due_by, met_on=so_far(rows.notified_on, on), step="notify", evidence=rows.id)


def decision_says_how_to_complain(tables: Tables, on: Day, targets: Targets) -> Any:
    """VE-3b: with the decision she is told that she may complain, until when, to whom, how, and that she may see the papers."""
    rows = tables["decision"]
    rows = rows.filter(rows.notified_on <= on)
    return framed(
        rows,
        subject=rows.id,
        due_by=rows.notified_on,
        met_on=(rows.told_points >= len(cases.TOLD_POINTS)).ifelse(rows.notified_on, none("date")),
        missing=rows.told_points.isnull().ifelse(lacking(Missing.TOLD_POINTS), none("string")),
        step="say_how_to_complain",
        evidence=rows.id,
    )


def complaint_limit_is_long_enough(tables: Tables, on: Day, targets: Targets) -> Any:
    """VE-5a: she has the weeks to complain that the law of her decision gives: four, or three under forvaltningsloven § 29."""
    rows = tables["decision"]
    rows = rows.filter((rows.notified_on <= on) & rows.complaint_until.notnull())
    limit = rows.legal_basis.isin(THREE_WEEKS).ifelse(after(rows.notified_on, Length(21)), after(rows.notified_on, Length(28)))
    met_on = (rows.complaint_until >= limit).ifelse(rows.notified_on, none("date"))
    return framed(rows, subject=rows.id, due_by=rows.notified_on, met_on=met_on, step="lengthen_limit", evidence=rows.id)


def decision_has_reasons(tables: Tables, on: Day, targets: Targets) -> Any:
    """VE-3a: a decision says why, from the day it is made."""
    return _decision_has(tables, on, "has_reasons")


def decision_has_her_view(tables: Tables, on: Day, targets: Targets) -> Any:
    """BM-1: a decision says what she thinks herself."""
    return _decision_has(tables, on, "has_her_view")


def _decision_has(tables: Tables, on: Day, part: str) -> Any:
    rows = tables["decision"]
    rows = rows.filter(rows.decided_on <= on)
    met_on = rows[part].ifelse(rows.decided_on, none("date"))
    return framed(rows, subject=rows.id, due_by=rows.decided_on, met_on=met_on, step=part.removeprefix("has_"), evidence=rows.id)


def complaint_is_sent_on(tables: Tables, on: Day, targets: Targets) -> Any:
    """VE-5: a complaint is made ready and sent on, or she gets what she asked for here."""
    rows = tables["complaint"]
    rows = rows.filter(rows.received_on <= on)
    sent, settled = so_far(rows.forwarded_on, on), so_far(rows.settled_here_on, on)
    met_on = ibis.coalesce((sent <= settled).ifelse(sent, settled), sent, settled)
    due_by = after(rows.received_on, targets[FORWARD_WITHIN.key])
    return framed(rows, subject=rows.id, due_by=due_by, met_on=met_on, step="forward", evidence=rows.id)


def complaint_has_its_answer(tables: Tables, on: Day, targets: Targets) -> Any:
    """VE-5b: what statsforvalteren came to is written down, or asked for: she waits for it with us."""
    rows = tables["complaint"]
    rows = rows.filter(rows.forwarded_on <= on)
    due_by = after(rows.forwarded_on, targets[RESULT_WITHIN.key])
    return framed(rows, subject=rows.id, due_by=due_by, met_on=so_far(rows.result_on, on), step="ask_governor", evidence=rows.id)


_DECISIONS = N_("formelle vedtak")

CRITERIA = (
    Criterion(
        "VE-1",
        N_("Henvendelsen er besvart, eller det er sagt når svaret kommer"),
        ("fvl § 11 a",),
        Holder.MUNICIPALITY,
        N_("alle henvendelser"),
        N_("en måned etter at den kom"),
        N_("henvendelsen med svaret"),
        ("person", "enquiry"),
        enquiry_is_answered,
        statutory=True,
    ),
    Criterion(
        "VE-1a",
        N_("Henvendelsen er avklart når det ble lovet"),
        ("fvl § 11 a",),
        Holder.MUNICIPALITY,
        N_("henvendelser med foreløpig svar"),
        N_("dagen som ble lovet, ellers en måned etter at den kom"),
        N_("henvendelsen med avklaringen"),
        ("person", "enquiry"),
        enquiry_is_settled,
    ),
    Criterion(
        "VE-2",
        N_("Tjenesten har vedtak der loven krever det"),
        ("pbrl § 2-7",),
        Holder.MUNICIPALITY,
        N_("tjenester som krever formelt vedtak"),
        N_("to uker etter at tjenesten begynte"),
        N_("vedtaket etter samme paragraf"),
        ("person", "case", "decision"),
        service_has_decision,
        targets=(DECIDE_WITHIN,),
    ),
    Criterion(
        "VE-3",
        N_("Personen har fått beskjed om vedtaket"),
        ("fvl § 27",),
        Holder.MUNICIPALITY,
        _DECISIONS,
        N_("så snart som mulig; tre dager er målet"),
        N_("vedtaket med dagen for beskjed"),
        ("person", "decision"),
        decision_is_told,
        targets=(NOTIFY_WITHIN,),
    ),
    Criterion(
        "VE-3a",
        N_("Vedtaket er begrunnet"),
        ("fvl § 25",),
        Holder.MUNICIPALITY,
        _DECISIONS,
        N_("samme dag som vedtaket"),
        N_("vedtaket"),
        ("person", "decision"),
        decision_has_reasons,
        statutory=True,
        silent="a decision cannot be made here without its reasons, and one that was made elsewhere is not rewritten",
    ),
    Criterion(
        "VE-3b",
        N_("Personen har fått vite hvordan en klager"),
        ("fvl § 27",),
        Holder.MUNICIPALITY,
        N_("vedtak personen har fått beskjed om"),
        N_("samme dag som beskjeden"),
        N_("hva som sto i beskjeden: retten, fristen, hvem, hvordan og papirene"),
        ("person", "decision"),
        decision_says_how_to_complain,
        statutory=True,
        today_only=N_("hva personen fikk vite, kan fylles ut senere, og står uten dag"),
    ),
    Criterion(
        "VE-5a",
        N_("Klagefristen er så lang som loven gir"),
        ("pbrl § 7-5", "fvl § 29"),
        Holder.MUNICIPALITY,
        N_("vedtak personen har fått beskjed om"),
        N_("fire uker fra beskjeden; tre for sosiale tjenester og bolig"),
        N_("vedtaket med fristen"),
        ("person", "decision"),
        complaint_limit_is_long_enough,
        statutory=True,
        silent="the limit is worked out when she is told, and one that was set elsewhere is not rewritten",
    ),
    Criterion(
        "VE-5",
        N_("Klagen er sendt videre, eller personen har fått medhold"),
        ("fvl § 33",),
        Holder.MUNICIPALITY,
        N_("klager på vedtak"),
        N_("så snart saken er tilrettelagt; to uker er målet"),
        N_("klagen med dagen den ble sendt"),
        ("person", "complaint"),
        complaint_is_sent_on,
        targets=(FORWARD_WITHIN,),
    ),
    Criterion(
        "VE-5b",
        N_("Statsforvalterens svar på klagen er skrevet ned"),
        ("fvl § 11 a",),
        Holder.MUNICIPALITY,
        N_("klager som er sendt til statsforvalteren"),
        N_("uten ugrunnet opphold; etter tre måneder spør vi"),
        N_("svaret, og hva det kom til"),
        ("person", "complaint"),
        complaint_has_its_answer,
        targets=(RESULT_WITHIN,),
    ),
    Criterion(
        "BM-1",
        N_("Vedtaket sier hva personen selv mener"),
        ("pbrl § 3-1",),
        Holder.MUNICIPALITY,
        _DECISIONS,
        N_("samme dag som vedtaket"),
        N_("vedtaket"),
        ("person", "decision"),
        decision_has_her_view,
        statutory=True,
        silent="a decision cannot be made here without her view, and one that was made elsewhere is not rewritten",
    ),
)
