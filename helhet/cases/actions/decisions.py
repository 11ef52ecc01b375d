"""Formal decisions, and the complaints on them."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db import transaction

from helhet.access import log
from helhet.access.policy import Actor, NotVisible, authorship, require_write, sees
from helhet.access.queries import acts_for
from helhet.access.rules import Part
from helhet.cases import rules
from helhet.cases.models import Case, Complaint, Decision
from helhet.organisation import queries as organisation
from helhet.organisation.models import Municipality
from helhet.organisation.rules import N_, Fault, refuse_if_any


@transaction.atomic
def decide(case: Case, *, legal_basis: str, decider: Municipality, content: str, reasons: str, her_view: str, by: Actor,
           valid_until: date | None = None) -> Decision:  # fmt: skip
    """A written decision with reasons and her view (forvaltningsloven §§ 23 to 25; pasient- og brukerrettighetsloven § 3-1).

    Decided by the municipality she lives in, or by the host it has handed such decisions to, and by somebody who works there.
    """
    require_write(by, case.person_id, Part.CASE)
    texts = {"content": content, "reasons": reasons, "her_view": her_view}
    refuse_if_any([*_decision_faults(case, legal_basis, texts, valid_until, by.on), *_decider_faults(case, decider, by)])
    made = Decision.objects.create(
        person_id=case.person_id, case=case, legal_basis=legal_basis, decider=decider, content=content.strip(), reasons=reasons.strip(),
        her_view=her_view.strip(), decided_on=by.on, valid_until=valid_until, **authorship(by),
    )  # fmt: skip
    log.did(N_("vedtok"), made, by=by)
    return made


_DECISION_TEXTS = {
    "content": N_("Skriv hva som er innvilget eller avslått."),
    "reasons": N_("Skriv begrunnelsen."),
    "her_view": N_("Skriv hva personen selv mener om det."),
}


def _decision_faults(case: Case, basis: str, texts: dict[str, str], valid_until: date | None, on: date) -> Iterable[Fault]:
    if case.closed_on:
        yield Fault("case", N_("Saken er avsluttet."))
    if basis not in rules.LEGAL_BASES or basis == rules.NO_BASIS:
        yield Fault("legal_basis", N_("Velg hvilken lov vedtaket bygger på."))
    yield from (Fault(name, _DECISION_TEXTS[name]) for name, text in texts.items() if not text.strip())
    if valid_until and valid_until < on:
        yield Fault("valid_until", N_("Vedtaket kan ikke slutte før i dag."))


def _decider_faults(case: Case, decider: Municipality, by: Actor) -> Iterable[Fault]:
    if decider not in organisation.may_decide_for(case.person.municipality, on=by.on):
        reason = N_("{name} kan ikke gjøre vedtak for kommunen personen bor i. Bare den selv eller vertskommunen kan det.")
        yield Fault("decider", reason, {"name": decider.name})
    elif decider.pk not in by.municipality_numbers:
        reason = N_("Du arbeider ikke i {name}, og kan ikke gjøre vedtak på deres vegne.")
        yield Fault("decider", reason, {"name": decider.name})


@transaction.atomic
def notify_decision(made: Decision, *, by: Actor, told: Collection[str] = (), on: date | None = None) -> None:
    """She has been told: the complaint limit runs from that day, four weeks or three by the legal basis; and what she was told of it."""
    require_write(by, made.person_id, Part.CASE)
    day = on or by.on
    already = [Fault("notified_on", N_("Personen har alt fått beskjed, og klagefristen løper."))] if made.notified_on else []
    refuse_if_any([*already, *rules.day_faults(day, "on", since=made.decided_on, today=by.on)])
    made.notified_on = day
    made.complaint_until = rules.complaint_limit(rules.LEGAL_BASES[made.legal_basis], notified_on=day)
    made.told_points = "".join(letter for letter in rules.TOLD_POINTS if letter in told)
    made.save(update_fields=["notified_on", "complaint_until", "told_points"])
    log.did(N_("underrettet"), made, by=by, was={"notified_on": None, "complaint_until": None})


@transaction.atomic
def say_how_to_complain(made: Decision, *, told: Collection[str], by: Actor) -> None:
    """What she has been told of how to complain, with what she is told now."""
    require_write(by, made.person_id, Part.CASE)
    refuse_if_any([] if made.notified_on else [Fault("told", N_("Personen har ikke fått beskjed om vedtaket ennå."))])
    was = {"told_points": made.told_points}
    made.told_points = "".join(letter for letter in rules.TOLD_POINTS if letter in told or letter in made.told_points)
    made.save(update_fields=["told_points"])
    log.did(N_("sa hvordan en klager"), made, by=by, was=was)


@transaction.atomic
def send_digitally(made: Decision, *, by: Actor) -> None:
    """The decision lies in her digital mailbox from today; unopened in a week, she is told again (eForvaltningsforskriften § 8)."""
    _note_day(made, "digital_on", N_("sendte digitalt"), by, bool(made.digital_on))


@transaction.atomic
def note_opened(made: Decision, *, by: Actor) -> None:
    """She has opened what was sent."""
    _note_day(made, "opened_on", N_("så at vedtaket er åpnet"), by, bool(made.opened_on) or not made.digital_on)


@transaction.atomic
def tell_again(made: Decision, *, by: Actor) -> None:
    """Told again of what she has not opened."""
    _note_day(made, "told_again_on", N_("varslet på nytt"), by, bool(made.opened_on) or not made.digital_on)


def _note_day(made: Decision, field: str, verb: str, by: Actor, done: bool) -> None:
    require_write(by, made.person_id, Part.CASE)
    refuse_if_any([Fault(field, N_("Det er alt gjort, eller vedtaket er ikke sendt digitalt."))] if done else [])
    was = {field: getattr(made, field)}
    setattr(made, field, by.on)
    made.save(update_fields=[field])
    log.did(verb, made, by=by, was=was)


@transaction.atomic
def complain(made: Decision, *, words: str, received_on: date, by: Actor) -> Complaint:
    """Take in a complaint; a late one is taken in too, and marked. She sends it herself, or who acts for her in this part."""
    if by.kind not in ("person", "representative"):
        require_write(by, made.person_id, Part.CASE)
    elif not (sees if by.kind == "person" else acts_for)(by, made.person_id, Part.CASE):
        raise NotVisible
    refuse_if_any(
        ([] if words.strip() else [Fault("words", N_("Skriv hva klagen gjelder."))])
        + ([Fault("received_on", N_("Dagen er ikke kommet ennå."))] if received_on > by.on else [])
        + ([Fault("received_on", N_("Klagen kan ikke være eldre enn vedtaket."))] if received_on < made.decided_on else [])
    )
    in_time = made.complaint_until is None or received_on <= made.complaint_until
    complaint = Complaint.objects.create(decision=made, words=words.strip(), received_on=received_on, in_time=in_time, **authorship(by))
    log.did(N_("tok imot klage") if by.is_staff else N_("klaget"), complaint, by=by)
    return complaint


@transaction.atomic
def forward_complaint(complaint: Complaint, *, outcome: str, by: Actor) -> None:
    """What the municipality found when it looked again, and the day the rest went on to statsforvalteren (forvaltningsloven § 33)."""
    _settle(complaint, outcome, by)
    complaint.forwarded_on = by.on
    complaint.save(update_fields=["outcome", "forwarded_on"])
    log.did(N_("sendte klagen videre"), complaint, by=by, was={"outcome": "", "forwarded_on": None})


@transaction.atomic
def uphold_complaint(complaint: Complaint, *, outcome: str, by: Actor) -> None:
    """The municipality changes its decision as she asked; nothing is left for statsforvalteren (forvaltningsloven § 33, second ledd)."""
    _settle(complaint, outcome, by)
    complaint.save(update_fields=["outcome"])
    log.did(N_("ga medhold i klagen"), complaint, by=by, was={"outcome": ""})


def _settle(complaint: Complaint, outcome: str, by: Actor) -> None:
    require_write(by, complaint.decision.person_id, Part.CASE)
    refuse_if_any(
        ([] if outcome.strip() else [Fault("outcome", N_("Skriv hva kommunen kom til."))])
        + ([Fault("outcome", N_("Klagen er alt behandlet."))] if complaint.outcome or complaint.forwarded_on else [])
    )
    complaint.outcome = outcome.strip()[:200]


@transaction.atomic
def note_result(complaint: Complaint, *, kind: str, result: str, by: Actor) -> None:
    """What statsforvalteren decided, and in her words."""
    require_write(by, complaint.decision.person_id, Part.CASE)
    refuse_if_any(
        ([] if kind in rules.RESULT_NAMES else [Fault("kind", N_("Velg hva statsforvalteren kom til."))])
        + ([] if result.strip() else [Fault("result", N_("Skriv hva statsforvalteren kom til."))])
        + ([] if complaint.forwarded_on else [Fault("result", N_("Klagen er ikke sendt til statsforvalteren."))])
    )
    was = {"result": complaint.result, "result_kind": complaint.result_kind}
    complaint.result, complaint.result_kind = result.strip()[:200], kind
    complaint.save(update_fields=["result", "result_kind"])
    log.did(N_("svar på klagen"), complaint, by=by, was=was)
