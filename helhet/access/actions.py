"""Opening and ending access: relations, consent, objection, emergency access; accounts; drafts."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from helhet.organisation.models import Partner, PartnerMember, Staff, Unit
from helhet.organisation.rules import N_, Fault, refuse_if_any

from . import log
from .models import Account, CareRelation, Consent, ConsentPart, Draft, Objection
from .policy import Actor, NotVisible, require_write, visible
from .rules import COORDINATING_ROLES, EMERGENCY_HOURS, READS, SHORTEST_REASON, ConsentKind, Part, Purpose, Role

_ONE_HOLDER = ("staff", "unit", "partner_member", "next_of_kin")


def begin_relation(person_id: UUID, *, role: Role, ground: str, by: Actor, **given: Any) -> CareRelation:
    """Open a care relation without asking whether `by` may: for the action that makes the person known, and for its helpers here."""
    relation = CareRelation.objects.create(
        person_id=person_id, role=role, ground=ground, since=given.pop("since", by.at), opened_by=by.name, **given
    )
    log.did("åpnet tilgang", relation, by=by, note=f"{role}: {_holder_name(relation)}")
    return relation


def _holder_name(relation: CareRelation) -> str:
    holder = next((getattr(relation, name) for name in _ONE_HOLDER if getattr(relation, f"{name}_id")), None)
    return str(getattr(holder, "name", None) or "personen selv")


@transaction.atomic
def open_relation(person_id: UUID, *, role: Role, ground: str, by: Actor, **given: Any) -> CareRelation:
    """Let somebody into the team: `given` holds one of staff, unit, partner_member, next_of_kin, and function, consent, until."""
    require_write(by, person_id, Part.PERSON)
    return begin_relation(person_id, role=role, ground=ground, by=by, **given)


@transaction.atomic
def end_relation(relation: CareRelation, *, reason: str, by: Actor) -> None:
    """End a care relation now; what it gave access to is closed on the next request."""
    require_write(by, relation.person_id, Part.PERSON)
    was = {"until": relation.until}
    relation.until, relation.end_reason = by.at, reason
    relation.save(update_fields=["until", "end_reason"])
    log.did("avsluttet tilgang", relation, by=by, was=was, note=reason)


@transaction.atomic
def consent(
    person_id: UUID, *, kind: ConsentKind, how: str, by: Actor, given_by: str, parts: Iterable[Part] = (), purpose: str = "",
    until: date | None = None, to: Partner | PartnerMember | None = None, to_next_of_kin_id: UUID | None = None, capacity_basis: str = "",
) -> Consent:  # fmt: skip
    """Note what she has said yes to. Sharing opens a partner relation for the members it names."""
    require_write(by, person_id, Part.PERSON if by.kind == "staff" else Part.PLAN)
    parts = list(parts)
    refuse_if_any(_consent_faults(kind, parts, until, to or to_next_of_kin_id, by))
    partner = to if isinstance(to, Partner) else None
    member = to if isinstance(to, PartnerMember) else None
    made = Consent.objects.create(
        person_id=person_id, kind=kind, given_at=by.at, given_by=given_by, how=how, capacity_basis=capacity_basis, to_partner=partner,
        to_partner_member=member, to_next_of_kin_id=to_next_of_kin_id, purpose=purpose, until=until, noted_by=by.name,
    )  # fmt: skip
    ConsentPart.objects.bulk_create(ConsentPart(consent=made, part=part) for part in parts)
    log.did("noterte samtykke", made, by=by, note=str(kind))
    if kind == ConsentKind.SHARING:
        for one in [member] if member else partner.members.filter(until=None) if partner else []:
            begin_relation(
                person_id,
                role=Role.PARTNER,
                ground="samtykke",
                by=by,
                partner_member=one,
                function=one.title,
                consent=made,
            )
    return made


def _consent_faults(kind: ConsentKind, parts: list[Part], until: date | None, to: object, by: Actor) -> Iterable[Fault]:
    if kind == ConsentKind.SHARING and not to:
        yield Fault("to", N_("Velg hvem hun deler med."))
    if kind == ConsentKind.SHARING and not parts:
        yield Fault("parts", N_("Velg minst én del som deles."))
    if unshareable := [part for part in parts if part not in READS[Role.PARTNER]]:
        yield Fault("parts", N_("{part} kan ikke deles på denne måten."), {"part": ", ".join(unshareable)})
    if until and until < by.on:
        yield Fault("until", N_("Sluttdatoen er før i dag."))


@transaction.atomic
def withdraw(given: Consent, *, by: Actor) -> None:
    """She takes it back: effective on the next request, for everybody it let in."""
    require_write(by, given.person_id, Part.PERSON if by.kind == "staff" else Part.PLAN)
    if given.withdrawn_at:
        return
    given.withdrawn_at = by.at
    given.save(update_fields=["withdrawn_at"])
    log.did("trakk samtykke", given, by=by)
    for relation in CareRelation.objects.filter(consent=given, until=None):
        relation.until, relation.end_reason = by.at, "samtykket er trukket"
        relation.save(update_fields=["until", "end_reason"])
        log.did("avsluttet tilgang", relation, by=by, note=relation.end_reason)


@transaction.atomic
def object_to(
    person_id: UUID, *, by: Actor, staff: Staff | None = None, unit: Unit | None = None, partner: Partner | None = None,
    of_part: Part | None = None, words: str = "", until: Any = None,
) -> Objection:  # fmt: skip
    """Note that she closes her record, or a part, to somebody (helsepersonelloven § 29; pasientjournalloven § 17)."""
    require_write(by, person_id, Part.PERSON if by.kind == "staff" else Part.PLAN)
    made = Objection.objects.create(
        person_id=person_id,
        staff=staff,
        unit=unit,
        partner=partner,
        of_part=of_part or "",
        since=by.at,
        until=until,
        words=words,
        noted_by=by.name,
    )
    log.did("sperret", made, by=by)
    return made


@transaction.atomic
def lift(objection: Objection, *, by: Actor) -> None:
    """She opens again."""
    require_write(by, objection.person_id, Part.PERSON if by.kind == "staff" else Part.PLAN)
    objection.until = by.at
    objection.save(update_fields=["until"])
    log.did("opphevet sperring", objection, by=by)


@transaction.atomic
def open_emergency(person_id: UUID, *, reason: str, by: Actor) -> CareRelation:
    """Emergency access for a day, with a weighty reason she will read. Only for staff of a municipality the person belongs to.

    The policy knows no exception: this writes a short care relation. Every one is reviewed (LO-1).
    """
    reason = reason.strip()
    refuse_if_any(
        [Fault("reason", N_("Skriv hvorfor det ikke kan vente, med minst {count} tegn."), {"count": SHORTEST_REASON})]
        if len(reason) < SHORTEST_REASON else []
    )  # fmt: skip
    if not by.staff_id:
        raise NotVisible
    relation = CareRelation.objects.create(
        person_id=person_id, role=Role.EMERGENCY, staff_id=by.staff_id, ground="helsepersonelloven § 29: tungtveiende grunner",
        reason=reason, since=by.at, until=by.at + timedelta(hours=EMERGENCY_HOURS), opened_by=by.name,
    )  # fmt: skip
    log.did("nødtilgang", relation, by=by, note=reason, purpose=Purpose.EMERGENCY)
    return relation


@transaction.atomic
def keep_draft(form: str, fields: dict[str, object], *, by: Actor) -> None:
    """Keep what somebody is typing."""
    Draft.objects.update_or_create(account_id=by.key, form=form, defaults={"fields": fields, "at": by.at})


def drop_draft(form: str, *, by: Actor) -> None:
    """The form was sent: the draft goes."""
    Draft.objects.filter(account_id=by.key, form=form).delete()


def relations_for(by: Actor, person_id: UUID) -> Any:
    """The person's relations that `by` may write, for actions in the rooms above."""
    return visible(CareRelation.objects.filter(person_id=person_id), by, to_write=True)


def caseload_of(staff: Staff, *, by: Actor) -> Any:
    """The running coordinator relations of this worker that `by` may write for."""
    return visible(CareRelation.objects.filter(staff=staff, role__in=COORDINATING_ROLES, until=None), by, to_write=True)


def choose_language(language: str, *, by: Actor) -> None:
    """Remember the language somebody reads in."""
    Account.objects.filter(pk=by.key).update(language=language)


def new_account(username: str, *, password: str | None, **who: Any) -> Account:
    """An account for one of staff, a partner's member, a person or her representative; without a password only a demo lets it in."""
    account = Account(username=username, **who)
    account.set_password(password)
    account.save()
    return account


def note_failure(account: Account, *, at: Any) -> None:
    """A wrong password: after five, the account is shut for a quarter of an hour."""
    account.failures += 1
    if account.failures >= 5:
        account.failures, account.shut_until = 0, at + timedelta(minutes=15)
    account.save(update_fields=["failures", "shut_until"])


def note_success(account: Account) -> None:
    """A right password and code: the count starts anew."""
    Account.objects.filter(pk=account.pk).filter(~Q(failures=0) | Q(shut_until__isnull=False)).update(failures=0, shut_until=None)
