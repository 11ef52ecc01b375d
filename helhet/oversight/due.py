"""What the duties ask for about the persons on a page: the same verdicts as the leader's, said to the one who can do something.

The verdicts know nothing of who asks. A line is made only when the row it stands on may be seen: each kind of row is fetched by a
compiled question of its room, and what the actor may not see gives no line.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from helhet.access import queries as access
from helhet.access.log import Opening
from helhet.access.policy import OSLO
from helhet.access.questions import Question
from helhet.cases import queries as cases
from helhet.cases.rules import ANSWER_NAMES, OFFER_NAMES, Answer, Due, OfferOf
from helhet.handover import queries as handover
from helhet.journal import queries as journal
from helhet.people import queries as people
from helhet.plans import queries as plans

from . import live
from .criteria import OF_PERSONS
from .rules import Criterion
from .wording import Wording, is_said, rule_of, wording

Row = Mapping[str, Any]
Values = Callable[[Row], Mapping[str, object]]

# The duties that are said on a day, and with those that can wait: what nobody here can do anything about is not asked.
SAID = {quiet: tuple(one for one in OF_PERSONS if is_said(one.id, quiet=quiet)) for quiet in (False, True)}
_SOON_OVER = frozenset({"LM-1", "UT-5", "KO-5"})
_STILL_FIRST_DAYS = 30  # later it is a missed first contact, for the leader to see, not something to do today
_OF = {"IP-1": OfferOf.PLAN, "KO-1": OfferOf.COORDINATOR, "KO-3": OfferOf.CHILD_COORDINATOR, "PÅ-6": OfferOf.KIN_SUPPORT}


def due(opening: Opening, person_ids: Iterable[UUID] | None = None, *, quiet: bool = False) -> list[Due]:
    """What is to be done by law about these persons (None: all this actor may see); with `quiet`, also what can wait for a good moment."""
    actor = opening.actor
    persons = set(access.everybody(actor) if person_ids is None else person_ids)
    waiting: dict[str, list[tuple[Wording, Row]]] = {}
    found = list(live.verdicts(actor.on, None, today=actor.on, persons=persons, criteria=SAID[quiet], with_day=True))
    unanswered = {row["subject"] for row in found if row["criterion"] == "UT-3"}
    for row in found:
        if row["criterion"] == "UT-4" and row["subject"] in unanswered:
            continue  # the answer says when she is received
        said = wording(row["criterion"], row["step"] or "")
        if said and (quiet or not said.quiet) and _still(row, actor.on):
            waiting.setdefault(said.facts, []).append((said, row))
    # What only the coordinating unit does is asked for nobody else.
    asked = [(facts, rows) for facts, rows in waiting.items() if facts != "emergency" or actor.coordinating_unit_ids]
    opening.ask_ahead([(FACTS[facts][0], _about(rows)) for facts, rows in asked])
    return [one for facts, rows in asked for one in _lines(opening, facts, rows)]


def _about(rows: Collection[tuple[Wording, Row]]) -> set[UUID]:
    return {UUID(row["person"]) for _, row in rows}


def _still(row: Row, on: date) -> bool:
    """A draft is left in peace until its day; what was missed about a stay long ago is nothing to do today."""
    late = (on - row["by"]).days
    return late >= 0 if row["criterion"] == "DO-1" else late <= _STILL_FIRST_DAYS or row["criterion"] not in _SOON_OVER


def _lines(opening: Opening, facts: str, rows: Collection[tuple[Wording, Row]]) -> Iterator[Due]:
    question, by_person, values = FACTS[facts]
    found = opening.rows(question, _about(rows))
    known = {(one["about"] if by_person else one["pk"]): one for one in found}
    for said, row in rows:
        # A duty stands on its evidence, or on its own subject when that is another kind of row.
        keys = (row["person"],) if by_person else (row["evidence"], row["subject"])
        if fact := next((known[UUID(key)] for key in keys if key and UUID(key) in known), None):
            opening.remember(fact["about"], question.model.part, question.model.document, fact["pk"])
            yield _line(said, row, fact, values(fact), opening.actor.on)


def _line(said: Wording, row: Row, fact: Row, values: Mapping[str, object], on: date) -> Due:
    criterion, done = _in_force(on)[row["criterion"]], row["done"]
    told: dict[str, object] = {"by": row["by"], "done": done, **values}
    if done:
        told["months"] = (on.year - done.year) * 12 + on.month - done.month
    if of := _OF.get(criterion.id):
        told["of"] = OFFER_NAMES[of]
    why = said.again if done and said.again else said.why
    return Due(fact["about"], said.what, row["by"], why, rule_of(criterion), said.kind, fact["pk"], told)


@lru_cache
def _in_force(on: date) -> dict[str, Criterion]:
    """The duties as they are on a day, by id."""
    return {one.id: one for one in OF_PERSONS if one.in_force(on)}


def _day(at: datetime | None) -> date | None:
    return at.astimezone(OSLO).date() if at else None


def _offer(row: Row) -> Mapping[str, object]:
    answer = ANSWER_NAMES[Answer(row["answer"])] if row["answer"] else ""
    return {"offered": row["offered_on"], "answer": answer, "answered": row["answered_on"]}


def _notice(row: Row) -> Mapping[str, object]:
    return {"told": row["on"], "party": row["party"]}


# What is known of a row: the room's question, whether it is found by the person (the last row is hers) or by its own key, and its values.
FACTS: dict[str, tuple[Question, bool, Values]] = {
    "enquiry": (cases.enquiries, False, lambda row: {"received": _day(row["received_at"])}),
    "need": (cases.coordinated_needs, True, lambda row: {"since": row["since"]}),
    "offer": (cases.newest_offers, False, _offer),
    "case": (cases.helped, True, lambda row: {"opened": row["opened_on"]}),
    "decision": (cases.decisions, False, lambda row: {"decided": row["decided_on"]}),
    "notice": (cases.notices, False, _notice),
    "protected": (cases.protected_notices, False, _notice),
    "complaint": (cases.complaints, False, lambda row: {"received": row["received_on"], "forwarded": row["forwarded_on"]}),
    "emergency": (access.unreviewed_emergencies, False, lambda row: {"name": row["name"], "opened": _day(row["since"])}),
    "child": (people.children, False, lambda row: {"first_name": row["first_name"]}),
    "kin": (people.nearest_kin, False, lambda row: {"kin": row["name"]}),
    "goal": (plans.goals, False, lambda row: {"goal": row["words"], "since": row["since"]}),
    "plan": (plans.plans, False, lambda row: {"since": row["since"]}),
    "her_plan": (plans.plans, True, lambda row: {"since": row["since"]}),
    "stay": (
        handover.stays, False,
        lambda row: {"hospital": row["hospital"], "ready": _day(row["ready_at"]), "home": _day(row["discharged_at"])},
    ),
    "draft": (journal.drafts, False, lambda row: {"heading": row["heading"], "written": _day(row["at"])}),
}  # fmt: skip


def make_ready(on: date) -> None:
    """What every page asks, made when the server starts rather than when the first page waits for it."""
    for said in SAID.values():
        live.question(tuple(one for one in said if one.in_force(on)), past=False, with_day=True).ready()
