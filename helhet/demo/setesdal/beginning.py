"""She asks for help, is answered, gets a service; and, for some, the day it is no longer needed."""

from datetime import datetime
from functools import partial

from helhet.access.rules import Role
from helhet.cases import actions as cases
from helhet.cases.rules import CloseReason, FromWhom
from helhet.demo.telling import Asked, answered, joins, offered
from helhet.demo.telling import asks as asks_for_help

from .history import History

# Decided by somebody who works in the municipality she lives in.
_DECIDERS = {"evje": "marit", "bygland": "ingunn", "valle": "olav", "bykle": "gunnhild"}


def asks(history: History) -> None:
    """The first call. It makes her known, so that it is told at once."""
    sketch, chance, draw = history.sketch, history.chance, history.chance.choices
    asked = Asked(
        name=f"{sketch.given} {sketch.family}", words=history.words.said("enquiry"), municipality=sketch.municipality,
        at=history.days.worked(sketch.began, chance.randrange(8, 14)), by=history.receiver,
        born=sketch.identifier or f"{sketch.born:%d.%m.%Y}", telephone=sketch.telephone,
        from_whom=draw(tuple(FromWhom), weights=(5, 1, 4, 1, 2, 1))[0],
        channel=draw(("telephone", "visit", "letter", "message"), weights=(6, 2, 1, 1))[0],
        children="yes" if sketch.children else chance.choice(("no", "unknown")), language=sketch.language, interpreter=sketch.interpreter,
        may_call=draw(("yes", "sms"), weights=(9, 1))[0],
    )  # fmt: skip
    history.enquiry = asks_for_help(history.teller, asked, taken_by=history.receiver if sketch.began > 3 else "")
    history.person = history.enquiry.person


def help_begins(history: History) -> None:
    """Answered and given a service within days; needs noted, and what they give a right to offered."""
    sketch = history.sketch
    begun, service = sketch.began - min(4, sketch.began // 2), _service(history)
    history.on(begun, lambda at: _triaged(history, service, at), hour=14)
    if service in ("Oppfølging i hjemmet", "Bolig med personale"):
        history.on(begun, lambda at: _decided(history, at), hour=15)
    for area in sketch.areas:
        history.on(begun - 2, partial(_need, history, area))
    if sketch.plan:
        history.on(begun - 6, lambda at: _offered(history, at), hour=11)
    if sketch.worker != history.receiver and sketch.coordinator != "yes":
        history.on(begun - 1, lambda at: _gets_contact(history, at))


def _service(history: History) -> str:
    sketch = history.sketch
    if sketch.pathway == 3:
        return "Bolig med personale" if sketch.group == "severe" and sketch.municipality == "evje" else "Oppfølging i hjemmet"
    if "torbjorn" in (*sketch.team, sketch.worker):
        return "Oppfølging rus"
    return "Samtaler hos psykolog" if sketch.pathway == 2 and "hanne" in sketch.team else "Korte samtaler"


def _triaged(history: History, service: str, at: datetime) -> None:
    history.case = answered(
        history.teller, history.enquiry, service=service, pathway=history.sketch.pathway, reason=history.ours(service),
        reply=history.ours("reply"), at=at, by=history.receiver,
    )  # fmt: skip


def _decided(history: History, at: datetime) -> None:
    place = history.sketch.municipality
    by = history.by(at, _DECIDERS[place])
    made = cases.decide(
        history.case, legal_basis=history.case.service.legal_basis, decider=history.teller.house.municipalities[place],
        content=history.ours("granted"), reasons=history.ours("Oppfølging i hjemmet"), her_view=history.ours("view"), by=by,
    )  # fmt: skip
    cases.notify_decision(made, by=by)


def _need(history: History, area: str, at: datetime) -> None:
    long_term = history.sketch.long_term and area != "children"
    cases.note_need(
        history.person.pk, life_area=area, words=history.words.need(area), long_term=long_term, coordinated=long_term,
        by=history.by(at, history.receiver),
    )  # fmt: skip


def _offered(history: History, at: datetime) -> None:
    """Plan and coordinator, each with its answer; a no is asked again by its day."""
    sketch = history.sketch
    answers = {"plan": sketch.plan, "coordinator": "yes" if sketch.coordinator == "yes" else "later"}
    for of, answer in answers.items():
        _offer(history, of, answer, at)
        again_after = {"no": 365, "later": 90}.get(answer)
        if again_after and (history.days.now - at).days > again_after:
            history.on(history.chance.randrange(6, again_after - 15), partial(_offer, history, of, answer))
    if sketch.coordinator == "yes":
        cases.appoint(history.person.pk, staff=history.teller.house.staff[sketch.worker], by=history.by(at, history.receiver))


def _offer(history: History, of: str, answer: str, at: datetime) -> None:
    words = "" if answer == "yes" else history.words.said("no_plan")
    offered(history.teller, history.person.pk, of=of, how=history.ours("offered"), answer=answer, words=words, at=at, by=history.receiver)


def _gets_contact(history: History, at: datetime) -> None:
    joins(history.teller, history.person.pk, history.worker, role=Role.CONTACT, at=at, by=history.receiver)


def help_ends(history: History) -> None:
    """The case is closed, as she wishes or because it is enough."""
    assert history.sketch.closed is not None
    history.on(history.sketch.closed, lambda at: _closed(history, at))


def _closed(history: History, at: datetime) -> None:
    reason = history.chance.choice((CloseReason.GOALS_MET, CloseReason.GOALS_MET, CloseReason.OWN_WISH))
    cases.close(history.case, reason=reason, words=history.ours("closed"), by=history.by(at, history.receiver))
