"""Pathway, needs, offers, decisions, complaints, and closing with a reason."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import transaction

from helhet.access import log
from helhet.access.policy import Actor, authorship, require_write
from helhet.access.rules import Part
from helhet.cases import rules
from helhet.cases.models import Case, Complaint, Decision, Need, Offer, Pathway
from helhet.organisation.models import CoOperation, Municipality
from helhet.organisation.rules import N_, Fault, refuse_if_any


@transaction.atomic
def change_pathway(case: Case, *, number: int, reason: str, by: Actor) -> Pathway:
    """Another main pathway from today; the earlier one stays in the history."""
    require_write(by, case.person_id, Part.CASE)
    refuse_if_any([] if reason.strip() else [Fault("reason", N_("Skriv hvorfor forløpet endres."))])
    made = Pathway.objects.create(case=case, number=number, since=by.on, reason=reason.strip(), **authorship(by))
    log.did("hovedforløp", made, by=by)
    return made


@transaction.atomic
def note_need(person_id: UUID, *, life_area: str, words: str, long_term: bool, coordinated: bool, by: Actor) -> Need:
    """Note a need. Long-term and coordinated together give a right to plan and coordinator, and that becomes due by itself."""
    require_write(by, person_id, Part.CASE)
    refuse_if_any([] if words.strip() else [Fault("words", N_("Skriv hva behovet er."))])
    need = Need.objects.create(
        person_id=person_id,
        life_area=life_area,
        words=words.strip(),
        long_term=long_term,
        coordinated=coordinated,
        since=by.on,
        **authorship(by),
    )
    log.did("noterte behov", need, by=by)
    return need


@transaction.atomic
def meet_need(need: Need, *, by: Actor) -> None:
    """The need is met, or no longer there."""
    require_write(by, need.person_id, Part.CASE)
    need.met_on = by.on
    need.save(update_fields=["met_on"])
    log.did("behovet er møtt", need, by=by, was={"met_on": None})


@transaction.atomic
def offer(person_id: UUID, *, of: str, how: str, by: Actor) -> Offer:
    """Offer plan, coordinator or another thing, and note how it was said so that she understood."""
    require_write(by, person_id, Part.CASE)
    refuse_if_any([] if how.strip() else [Fault("how", N_("Skriv hvordan tilbudet ble gitt."))])
    made = Offer.objects.create(person_id=person_id, of=of, how=how.strip(), offered_on=by.on, **authorship(by))
    log.did("tilbød", made, by=by)
    return made


@transaction.atomic
def answer_offer(made: Offer, *, answer: str, by: Actor, words: str = "", again_on: date | None = None) -> None:
    """Her answer, in her words; a no or «ikke nå» sets the day for asking again, the one she names if she names one."""
    require_write(by, made.person_id, Part.CASE)
    refuse_if_any([Fault("again_on", N_("Dagen for å spørre igjen er passert."))] if again_on and again_on <= by.on else [])
    was = {"answer": made.answer, "again_on": made.again_on}
    made.answer, made.answered_on, made.words = answer, by.on, words.strip()
    made.again_on = None if answer == rules.Answer.YES else again_on or rules.offer_again(rules.Answer(answer), answered_on=by.on)
    made.save(update_fields=["answer", "answered_on", "words", "again_on"])
    log.did("svar på tilbud", made, by=by, was=was)


@transaction.atomic
def decide(case: Case, *, legal_basis: str, decider: Municipality, content: str, reasons: str, her_view: str, by: Actor,
           valid_until: date | None = None) -> Decision:  # fmt: skip
    """A written decision with reasons and her view (forvaltningsloven §§ 23 to 25; pasient- og brukerrettighetsloven § 3-1)."""
    require_write(by, case.person_id, Part.CASE)
    refuse_if_any(_decision_faults(case, legal_basis, decider, {"content": content, "reasons": reasons, "her_view": her_view}, by.on))
    made = Decision.objects.create(
        person_id=case.person_id, case=case, legal_basis=legal_basis, decider=decider, content=content.strip(), reasons=reasons.strip(),
        her_view=her_view.strip(), decided_on=by.on, valid_until=valid_until, **authorship(by),
    )  # fmt: skip
    log.did("vedtok", made, by=by)
    return made


_DECISION_TEXTS = {
    "content": N_("Skriv hva som er innvilget eller avslått."),
    "reasons": N_("Skriv begrunnelsen."),
    "her_view": N_("Skriv hva hun selv mener om det."),
}


def _decision_faults(case: Case, basis: str, decider: Municipality, texts: dict[str, str], on: date) -> Iterable[Fault]:
    if basis not in rules.LEGAL_BASES:
        yield Fault("legal_basis", N_("Velg hvilken lov vedtaket bygger på."))
    yield from (Fault(name, _DECISION_TEXTS[name]) for name, text in texts.items() if not text.strip())
    own = decider.pk == case.person.municipality_id
    host = CoOperation.objects.filter(legal_form="host", host=decider, members=case.person.municipality_id, since__lte=on)
    if not own and not host.exists():
        yield Fault(
            "decider",
            N_("{name} kan ikke gjøre vedtak for hennes kommune: bare en vertskommune kan det."),
            {"name": decider.name},
        )


@transaction.atomic
def notify_decision(made: Decision, *, by: Actor) -> None:
    """She has been told: the complaint limit runs from today, four weeks or three by the legal basis."""
    require_write(by, made.person_id, Part.CASE)
    made.notified_on = by.on
    made.complaint_until = rules.complaint_limit(rules.LEGAL_BASES[made.legal_basis], notified_on=by.on)
    made.save(update_fields=["notified_on", "complaint_until"])
    log.did("underrettet", made, by=by, was={"notified_on": None})


@transaction.atomic
def complain(made: Decision, *, words: str, received_on: date, by: Actor) -> Complaint:
    """Take in a complaint; a late one is taken in too, and marked."""
    require_write(by, made.person_id, Part.CASE)
    refuse_if_any([] if words.strip() else [Fault("words", N_("Skriv hva klagen gjelder."))])
    in_time = made.complaint_until is None or received_on <= made.complaint_until
    complaint = Complaint.objects.create(decision=made, words=words.strip(), received_on=received_on, in_time=in_time, **authorship(by))
    log.did("tok imot klage", complaint, by=by)
    return complaint


@transaction.atomic
def forward_complaint(complaint: Complaint, *, outcome: str, by: Actor) -> None:
    """What the municipality decided itself, and the day the rest went on to statsforvalteren."""
    require_write(by, complaint.decision.person_id, Part.CASE)
    complaint.outcome, complaint.forwarded_on = outcome, by.on
    complaint.save(update_fields=["outcome", "forwarded_on"])
    log.did("sendte klagen videre", complaint, by=by, was={"forwarded_on": None})


@transaction.atomic
def close(case: Case, *, reason: str, words: str, by: Actor) -> None:
    """Close a case with its reason; relations that rest on the service end when no other case needs them."""
    require_write(by, case.person_id, Part.CASE)
    refuse_if_any(
        ([] if reason in rules.CLOSE_REASON_NAMES else [Fault("reason", N_("Velg hvorfor saken avsluttes."))])
        + ([Fault("reason", N_("Saken er alt avsluttet."))] if case.closed_on else [])
    )
    case.closed_on, case.close_reason, case.close_words = by.on, reason, words.strip()
    case.save(update_fields=["closed_on", "close_reason", "close_words"])
    log.did("avsluttet sak", case, by=by, was={"closed_on": None})
