"""The help they get: enquiries, services, pathways, needs, offers, decisions, notices, and who may see their record for it."""

from typing import Any

import numpy as np

from helhet.access.in_bulk import own_rows_in_bulk, rows_in_bulk
from helhet.cases.models import Case, Complaint, Decision, Enquiry, EnquiryReply, Need, Notice, Offer, Pathway
from helhet.cases.rules import TOLD_POINTS, CloseReason, ReplyHow
from helhet.demo.bank import bank
from helhet.demo.synth.columns import NONE, Numbers
from helhet.record import schema

from .drawn import Drawn, objects, where
from .home import Home
from .people import Everybody

_GROUNDS = {
    "coordinator": "helse- og omsorgstjenesteloven § 7-2", "child_coordinator": "helse- og omsorgstjenesteloven § 7-2 a",
    "coordinating_unit": "helse- og omsorgstjenesteloven § 7-3", "service_unit": "helsepersonelloven § 25",
    "contact": "helsepersonelloven § 25",
    "partner": "samtykke", "emergency": "pasientjournalloven § 22",
}  # fmt: skip
_REASONS = (CloseReason.GOALS_MET, CloseReason.OWN_WISH, CloseReason.OTHER_SERVICE, CloseReason.NO_CONTACT)


def services(drawn: Drawn, home: Home, everybody: Everybody) -> None:
    """Enquiries and what came of them: services with their pathways, decisions and complaints."""
    _enquiries(drawn, home, everybody)
    _cases(drawn, home)
    rows_in_bulk(Pathway, drawn.size("pathway"), {
        "id": drawn.keys("pathway"), "case_id": drawn.keys("pathway", "case_id"), "number": drawn.counts("pathway", "number"),
        "since": drawn.days("pathway", "since"), **everybody.wrote(drawn.rows("pathway", "person"), drawn.mornings("pathway", "since")),
    })  # fmt: skip
    _decisions(drawn, home, everybody)


def _enquiries(drawn: Drawn, home: Home, everybody: Everybody) -> None:
    who = drawn.rows("enquiry", "person")
    rows_in_bulk(Enquiry, drawn.size("enquiry"), {
        "id": drawn.keys("enquiry"), "person_id": drawn.whose("enquiry"), "unit_id": str(home.units[0]),
        "channel": drawn.words("enquiry", "channel"), "from_whom": drawn.words("enquiry", "from_whom"),
        "received_at": drawn.mornings("enquiry", "received_on"), "registered_by": everybody.worker_names[who].tolist(),
        "words": drawn.said("said", "enquiry", who), "settled_at": drawn.mornings("enquiry", "settled_on"),
    })  # fmt: skip
    _replies(drawn, everybody)


def _replies(drawn: Drawn, everybody: Everybody) -> None:
    replied = np.flatnonzero(drawn.numbers("enquiry", "replied_on") != NONE)

    def of(column: list[Any]) -> list[Any]:
        return objects(column)[replied].tolist()

    who, kinds = drawn.rows("enquiry", "person")[replied], of(drawn.words("enquiry", "reply_kind"))
    rows_in_bulk(EnquiryReply, len(replied), {
        "id": drawn.new_keys(len(replied)), "enquiry_id": of(drawn.keys("enquiry")), "kind": kinds, "how": ReplyHow.TOLD,
        "text": drawn.said("triage", "reply", who), "expected_on": of(drawn.days("enquiry", "expected_on")),
        "delay_reason": ["Vi må snakke sammen om hvem som best kan hjelpe." if kind == "preliminary" else "" for kind in kinds],
        **everybody.wrote(who, of(drawn.mornings("enquiry", "replied_on"))),
    })  # fmt: skip


def _cases(drawn: Drawn, home: Home) -> None:
    who, units, size = drawn.rows("case", "person"), drawn.beside("case", "unit"), drawn.size("case")
    closed = drawn.numbers("case", "closed_on") != NONE
    dead = closed & (drawn.numbers("person", "deceased_on")[who] == drawn.numbers("case", "closed_on"))
    reasons = where(~dead, drawn.one_of(_REASONS, size), CloseReason.DECEASED)
    rows_in_bulk(Case, size, {
        "id": drawn.keys("case"), "person_id": drawn.whose("case"), "enquiry_id": drawn.spelled(drawn.beside("case", "enquiry")),
        "service_id": home.of_cases(drawn.words("case", "legal_basis"), units), "unit_id": home.units[units].tolist(),
        "opened_on": drawn.days("case", "opened_on"), "reason": drawn.said("triage", "Oppfølging i hjemmet", who),
        "closed_on": drawn.days("case", "closed_on"), "close_reason": where(closed, reasons),
        "close_words": where(closed & ~dead, drawn.said("triage", "closed", who)),
    })  # fmt: skip


def _decisions(drawn: Drawn, home: Home, everybody: Everybody) -> None:
    who = drawn.rows("decision", "person")
    rows_in_bulk(Decision, drawn.size("decision"), {
        "id": drawn.keys("decision"), "person_id": drawn.whose("decision"), "case_id": drawn.spelled(drawn.beside("decision", "case")),
        "decider_id": home.number, "legal_basis": drawn.words("decision", "legal_basis"), "content": drawn.said("triage", "granted", who),
        "reasons": where(drawn.yes("decision", "has_reasons"), drawn.said("triage", "Oppfølging i hjemmet", who)),
        "her_view": where(drawn.yes("decision", "has_her_view"), drawn.said("triage", "view", who)),
        "told_points": ["" if one is None else "".join(TOLD_POINTS)[:one] for one in drawn.counts("decision", "told_points")],
        **{name: drawn.days("decision", name) for name in
           ("decided_on", "notified_on", "complaint_until", "digital_on", "opened_on", "told_again_on")},
        **everybody.wrote(who, drawn.mornings("decision", "decided_on")),
    })  # fmt: skip
    _complaints(drawn, everybody)


def _complaints(drawn: Drawn, everybody: Everybody) -> None:
    who = drawn.rows("complaint", "person")
    outcome = "Medhold: vedtaket er gjort om."
    here, told = drawn.numbers("complaint", "settled_here_on") != NONE, drawn.numbers("complaint", "result_on") != NONE
    result = "Oppdiktet avgjørelse."
    rows_in_bulk(Complaint, drawn.size("complaint"), {
        "id": drawn.keys("complaint"), "decision_id": drawn.keys("complaint", "decision_id"),
        "words": drawn.pick([["Jeg mener at jeg trenger mer enn dette.", "Eg meiner at eg treng meir enn dette."]], who),
        "received_on": drawn.days("complaint", "received_on"), "in_time": True, "outcome": where(here, [outcome] * len(who)),
        "result": where(told, [result] * len(who)), "result_kind": drawn.words("complaint", "result"),
        "forwarded_on": drawn.days("complaint", "forwarded_on"),
        **everybody.wrote(who, drawn.mornings("complaint", "received_on")),
    })  # fmt: skip
    changed(drawn, everybody, "complaint", "settled_here_on", kind="klage", part="case", field="outcome", became=outcome)
    changed(drawn, everybody, "complaint", "result_on", kind="klage", part="case", field="result", became=result)


def changed(drawn: Drawn, everybody: Everybody, table: str, day: str, *, kind: str, part: str, field: str, became: str) -> None:
    """That a field was written later than its row, on the day the drawing tells: from what is kept of every change."""
    told = drawn.numbers(table, day) != NONE
    who = drawn.rows(table, "person")[told]
    own_rows_in_bulk("change", len(who), {
        "id": drawn.new_keys(len(who)), "person_id": drawn.people[who].tolist(), "kind": kind,
        "row": objects(drawn.keys(table, schema.TABLES[table].columns[0].name))[told].tolist(), "of_part": part,
        "at": objects(drawn.mornings(table, day))[told].tolist(), "by": everybody.worker_names[who].tolist(),
        "was": {field: ""}, "became": {field: became},
    })  # fmt: skip


def told_late(drawn: Drawn, everybody: Everybody) -> None:
    """What her language asks for, which is seldom known the first day."""
    changed(drawn, everybody, "person", "language_changed_on", kind="person", part="person", field="interpreter", became="")
    changed(drawn, everybody, "person", "adapted_changed_on", kind="person", part="person", field="adaptation", became="")


def needs(drawn: Drawn, everybody: Everybody) -> None:
    """Needs by life area, what was offered and answered, and what others told or asked."""
    who, areas = drawn.rows("need", "person"), drawn.words("need", "life_area")
    rows_in_bulk(Need, drawn.size("need"), {
        "id": drawn.keys("need"), "person_id": drawn.whose("need"), "life_area": areas, "words": _by_area(drawn, areas, who),
        "long_term": drawn.bits("need", "long_term"), "coordinated": drawn.bits("need", "coordinated"),
        "concerns_child": drawn.bits("need", "concerns_child"),
        "since": drawn.days("need", "since"), "met_on": drawn.days("need", "met_on"),
        **everybody.wrote(who, drawn.mornings("need", "since")),
    })  # fmt: skip
    who = drawn.rows("offer", "person")
    rows_in_bulk(Offer, drawn.size("offer"), {
        "id": drawn.keys("offer"), "person_id": drawn.whose("offer"), "of": drawn.words("offer", "of"),
        "offered_on": drawn.days("offer", "offered_on"), "how": drawn.said("triage", "offered", who),
        "answer": drawn.words("offer", "answer"), "answered_on": drawn.days("offer", "answered_on"),
        "again_on": drawn.days("offer", "again_on"),
        **everybody.wrote(who, drawn.mornings("offer", "offered_on")),
    })  # fmt: skip
    who = drawn.rows("notice", "person")
    rows_in_bulk(Notice, drawn.size("notice"), {
        "id": drawn.keys("notice"), "person_id": drawn.whose("notice"), "kind": drawn.words("notice", "kind"),
        "party": "oppdiktet avsender", "words": "Oppdiktet melding.", "answer": drawn.words("notice", "answer"),
        **{name: drawn.days("notice", name) for name in ("on", "answer_by", "answered_on")},
        **everybody.wrote(who, drawn.mornings("notice", "on")),
    })  # fmt: skip


def _by_area(drawn: Drawn, areas: list[str], who: Numbers) -> list[str]:
    words, named = np.empty(len(who), dtype=object), objects(areas)
    for area in sorted(set(areas)):
        at = np.flatnonzero(named == area)
        words[at] = drawn.pick(bank("needs")[area], who[at])
    return words.tolist()


def access(drawn: Drawn, home: Home, everybody: Everybody) -> None:
    """Who may see her record, and why: units, coordinators, partners she shares with, and emergencies."""
    roles, who, workers = drawn.words("access", "role"), drawn.rows("access", "person"), drawn.workers("access")
    role = objects(roles)
    has_unit, shared = np.isin(role, ("coordinating_unit", "service_unit")), role == "partner"
    units = home.units[np.where(has_unit, drawn.beside("access", "unit"), 0)].tolist()
    ended = drawn.numbers("access", "until") != NONE
    reviewed = drawn.numbers("access", "reviewed_on") != NONE
    own_rows_in_bulk("carerelation", drawn.size("access"), {
        "id": drawn.keys("access"), "person_id": drawn.whose("access"), "role": roles,
        "staff_id": where(workers >= 0, drawn.staff[workers].tolist(), None), "unit_id": where(has_unit, units, None),
        "partner_member_id": where(shared, [home.gp_member] * len(roles), None),
        "consent_id": drawn.spelled(drawn.beside("access", "consent").astype(np.uint64)), "ground": [_GROUNDS[one] for one in roles],
        "function": where(shared, ["fastlege"] * len(roles)), "since": drawn.mornings("access", "since"),
        "reason": where(role == "emergency", ["Ringte legevakten, og vi måtte vite hva som er avtalt."] * len(roles)),
        "until": drawn.mornings("access", "until", after=1), "end_reason": where(ended, ["oppdiktet"] * len(roles)),
        "opened_by": everybody.worker_names[who].tolist(), "reviewed_at": drawn.mornings("access", "reviewed_on"),
        "reviewed_by": where(reviewed, ["helhet synth"] * len(roles)),
    })  # fmt: skip
