"""Pathway, needs, offers, and closing with a reason."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from helhet.access import actions as access
from helhet.access import log
from helhet.access.policy import Actor, authorship, require_write
from helhet.access.rules import Part, Role
from helhet.cases import rules
from helhet.cases.models import Case, Enquiry, Need, Offer, Pathway
from helhet.organisation import queries as organisation
from helhet.organisation.rules import N_, Fault, refuse_if_any


@transaction.atomic
def change_pathway(case: Case, *, number: int, reason: str, by: Actor) -> Pathway:
    """Another main pathway from today; the earlier one stays in the history."""
    require_write(by, case.person_id, Part.CASE)
    refuse_if_any(
        ([] if reason.strip() else [Fault("reason", N_("Skriv hvorfor forløpet endres."))])
        + ([] if number in rules.PATHWAY_NAMES else [Fault("number", N_("Velg hovedforløp."))])
        + ([Fault("number", N_("Saken er avsluttet."))] if case.closed_on else [])
    )
    made = Pathway.objects.create(case=case, number=number, since=by.on, reason=reason.strip(), **authorship(by))
    log.did(N_("hovedforløp"), made, by=by)
    return made


@transaction.atomic
def note_need(person_id: UUID, *, life_area: str, words: str, long_term: bool, coordinated: bool, by: Actor, concerns_child: bool = False
) -> Need:  # fmt: skip
    """Note a need. Long-term and coordinated together give a right to plan and coordinator, and that becomes due by itself."""
    require_write(by, person_id, Part.CASE)
    refuse_if_any(
        ([] if words.strip() else [Fault("words", N_("Skriv hva behovet er."))])
        + ([] if life_area in rules.LIFE_AREA_NAMES else [Fault("life_area", N_("Velg hvilket livsområde det gjelder."))])
    )
    need = Need.objects.create(
        person_id=person_id,
        life_area=life_area,
        words=words.strip(),
        long_term=long_term,
        coordinated=coordinated,
        concerns_child=concerns_child,
        since=by.on,
        **authorship(by),
    )
    log.did(N_("noterte behov"), need, by=by)
    return need


@transaction.atomic
def meet_need(need: Need, *, by: Actor) -> None:
    """The need is met, or no longer there."""
    require_write(by, need.person_id, Part.CASE)
    if need.met_on:
        return
    need.met_on = by.on
    need.save(update_fields=["met_on"])
    log.did(N_("behovet er møtt"), need, by=by, was={"met_on": None})


@transaction.atomic
def offer(person_id: UUID, *, of: str, how: str, by: Actor, on: date | None = None) -> Offer:
    """Offer plan, coordinator or another thing, today or on the day it was done, and note how it was said so that she understood."""
    require_write(by, person_id, Part.CASE)
    offered = on or by.on
    refuse_if_any(
        list(rules.day_faults(offered, "on", since=by.on - rules.NOTED_AFTER, today=by.on))
        + ([] if how.strip() else [Fault("how", N_("Skriv hvordan tilbudet ble gitt."))])
        + ([] if of in rules.OFFER_NAMES else [Fault("of", N_("Velg hva som tilbys."))])
    )
    made = Offer.objects.create(person_id=person_id, of=of, how=how.strip(), offered_on=offered, **authorship(by))
    log.did(N_("tilbød"), made, by=by)
    return made


@transaction.atomic
def answer_offer(
    made: Offer, *, answer: str, by: Actor, words: str = "", again_on: date | None = None, on: date | None = None
) -> None:  # fmt: skip
    """Her answer, in her words; a no or «ikke nå» sets the day for asking again, the one she names if she names one."""
    require_write(by, made.person_id, Part.CASE)
    answered = on or by.on
    refuse_if_any(
        list(rules.day_faults(answered, "on", since=made.offered_on, today=by.on))
        + ([Fault("again_on", N_("Dagen for å spørre igjen er passert."))] if again_on and again_on <= by.on else [])
        + ([] if answer in rules.ANSWER_NAMES else [Fault("answer", N_("Velg hva svaret var."))])
    )
    was = {name: getattr(made, name) for name in ("answer", "answered_on", "words", "again_on")}
    made.answer, made.answered_on, made.words = answer, answered, words.strip()
    made.again_on = None if answer == rules.Answer.YES else again_on or rules.offer_again(rules.Answer(answer), answered_on=answered)
    made.save(update_fields=["answer", "answered_on", "words", "again_on"])
    log.did(N_("svar på tilbud"), made, by=by, was=was)


@transaction.atomic
def close(case: Case, *, reason: str, words: str, by: Actor, on: date | None = None) -> None:
    """Close a case with its reason, as of today or the day `on` that the help ended.

    Whoever was there for it and no other case leaves now, whatever the day: the access is there for the help.
    """
    require_write(by, case.person_id, Part.CASE)
    refuse_if_any(
        ([] if reason in rules.CLOSE_REASON_NAMES else [Fault("reason", N_("Velg hvorfor saken avsluttes."))])
        + ([Fault("reason", N_("Saken er alt avsluttet."))] if case.closed_on else [])
        + ([Fault("on", N_("Dagen saken ble avsluttet, kan ikke ligge fram i tid."))] if on and on > by.on else [])
        + ([Fault("on", N_("Saken kan ikke være avsluttet før den ble åpnet. Sjekk dagen."))] if on and on < case.opened_on else [])
    )
    going = leaving(case.person_id, closing=case, by=by)
    close_now(case, reason=reason, words=words, by=by, on=on)
    access.end_now(going, reason=rules.CLOSE_REASON_NAMES[rules.CloseReason(reason)], by=by)


def close_now(case: Case, *, reason: str, words: str, by: Actor, on: date | None = None) -> None:
    """The closing itself, without asking and with nobody leaving: for actions that have asked, and say who leaves."""
    case.closed_on, case.close_reason, case.close_words = on or by.on, reason, words.strip()
    case.save(update_fields=["closed_on", "close_reason", "close_words"])
    log.did(N_("avsluttet sak"), case, by=by, was={"closed_on": None})


# Who stays when the last case is closed: the coordinating unit, so that somebody can open the record when she comes back, asks
# or complains; herself and who represents her; and an emergency access or an inspection that runs out by itself.
_STAYS = frozenset({Role.COORDINATING_UNIT, Role.PERSON, Role.REPRESENTATIVE, Role.INFORMED, Role.EMERGENCY, Role.INSPECTOR})


def leaving(person_id: UUID, *, by: Actor, closing: Case | None = None) -> list[Any]:
    """The relations that nothing rests on once `closing` is closed: after her last case, all but those who stay.

    Otherwise a unit with no open case or unsettled enquiry, and the contacts who are there for that unit only.
    """
    cases = Case.objects.filter(person_id=person_id, closed_on=None).exclude(pk=closing.pk if closing else None)
    units = {*cases.values_list("unit_id", flat=True)}
    units |= {*Enquiry.objects.filter(person_id=person_id, settled_at=None).values_list("unit_id", flat=True)}
    running = [r for r in access.relations_for(by, person_id).exclude(role__in=_STAYS) if r.until is None or r.until > by.at]
    if closing and not units:
        return running
    belongs = organisation.units_of([r.staff_id for r in running if r.staff_id], on=by.on)
    gone = [r for r in running if r.role == Role.SERVICE_UNIT and r.unit_id not in units]
    return gone + [r for r in running if r.role == Role.CONTACT and not belongs.get(r.staff_id, set()) & units]
