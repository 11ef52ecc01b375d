"""Opening and ending access: relations, consent, objection, emergency access; accounts; drafts."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from helhet.organisation import queries as organisation
from helhet.organisation.models import Partner, PartnerMember, Staff, Unit
from helhet.organisation.rules import N_, Fault, Refused, refuse_if_any

from . import log, queries, sights
from .models import Account, CareRelation, Consent, ConsentPart, Draft, EmergencyTry, Objection
from .policy import Actor, NotVisible, require_write, visible
from .rules import (
    CONSENT_NAMES,
    COORDINATING_ROLES,
    EMERGENCY_HOURS,
    EMERGENCY_TRIES,
    NOT_HERSELF,
    PART_NAMES,
    ROLE_NAMES,
    SHAREABLE,
    SHORTEST_REASON,
    ConsentKind,
    Part,
    Purpose,
    Role,
)

_ONE_HOLDER = ("staff", "unit", "partner_member", "next_of_kin")


def begin_relation(person_id: UUID, *, role: Role, ground: str, by: Actor, **given: Any) -> CareRelation:
    """Open a care relation without asking whether `by` may: for the action that makes the person known, and for its helpers here.

    Who holds the same role already, with no end, keeps that relation: nobody stands twice in a team.
    """
    holder = {name: value for name, value in given.items() if name.removesuffix("_id") in (*_ONE_HOLDER, "herself")}
    if not given.keys() & {"until", "consent"}:
        running = CareRelation.objects.filter(person_id=person_id, role=role, until=None, since__lte=by.at, **holder).first()
        if running:
            return running
    relation = CareRelation.objects.create(
        person_id=person_id, role=role, ground=ground, since=given.pop("since", by.at), opened_by=by.name, **given
    )
    log.did("åpnet tilgang", relation, by=by, note=f"{ROLE_NAMES[role]}: {_holder_name(relation)}")
    return relation


def _holder_name(relation: CareRelation) -> str:
    holder = next((getattr(relation, name) for name in _ONE_HOLDER if getattr(relation, f"{name}_id")), None)
    return str(getattr(holder, "name", None) or "personen selv")


def colleague_faults(staff: Staff, *, by: Actor, field: str = "staff") -> list[Fault]:
    """Why this worker is nobody `by` works together with: of a municipality outside, or no longer in any unit."""
    if staff.municipality_id not in organisation.together_with(by.municipality_numbers):
        return [Fault(field, N_("{name} arbeider ikke i en kommune som samarbeider med din."), {"name": staff.name})]
    if staff.pk not in organisation.units_of([staff.pk], on=by.on):
        return [Fault(field, N_("{name} hører ikke til noen enhet nå. Velg en annen."), {"name": staff.name})]
    return []


def holder_faults(person_id: UUID, *, by: Actor, staff: Staff | None = None, member: PartnerMember | None = None) -> list[Fault]:
    """Why this worker or partner cannot come into this person's team: not a colleague, no longer there, or closed out by the person."""
    faults = colleague_faults(staff, by=by) if staff else []
    if member and member.until and member.until < by.on:
        faults.append(Fault("member", N_("{name} er ikke lenger hos {partner}."), {"name": member.name, "partner": member.partner.name}))
    if staff and closed_out([person_id], by=by, staff=staff):
        faults.append(Fault("staff", N_("Personen har sperret for {name}."), {"name": staff.name}))
    if member and closed_out([person_id], by=by, partner_id=member.partner_id):
        faults.append(Fault("member", N_("Personen har sperret for {name}."), {"name": member.partner.name}))
    return faults


def closed_out(person_ids: Iterable[UUID], *, by: Actor, staff: Staff | None = None, partner_id: UUID | None = None) -> set[UUID]:
    """Those of the persons who have closed the whole record, or who they are, to this worker (by name or unit) or partner."""
    against = Q(partner_id=partner_id) if partner_id else Q(pk__in=[])
    if staff:
        against |= Q(staff=staff) | Q(unit_id__in=organisation.units_of([staff.pk], on=by.on).get(staff.pk, ()))
    found = Objection.objects.filter(against, queries.in_force(by.at), person_id__in=list(person_ids), of_part__in=["", Part.PERSON])
    return set(found.values_list("person_id", flat=True))


@transaction.atomic
def open_relation(person_id: UUID, *, role: Role, ground: str, by: Actor, **given: Any) -> CareRelation:
    """Let somebody into the team: `given` holds one of staff, partner_member, next_of_kin, and function, consent, until."""
    require_write(by, person_id, Part.PERSON)
    staff, member = given.get("staff"), given.get("partner_member")
    there = CareRelation.objects.filter(person_id=person_id, role=role, until=None, staff=staff, partner_member=member)
    who = staff or member
    refuse_if_any(
        holder_faults(person_id, by=by, staff=staff, member=member)
        + ([Fault("staff" if staff else "member", N_("{name} er alt i teamet."), {"name": who.name})] if who and there.exists() else [])
    )  # fmt: skip
    return begin_relation(person_id, role=role, ground=ground, by=by, **given)


@transaction.atomic
def end_relation(relation: CareRelation, *, reason: str, by: Actor) -> None:
    """End somebody's place in the team now; what it gave access to is closed on the next request.

    A coordinator is replaced instead, so that there is no gap, and a unit leaves when its last case is closed.
    """
    require_write(by, relation.person_id, Part.PERSON)
    refuse_if_any(_end_faults(relation, reason))
    end_now([relation], reason=reason.strip(), by=by)


def _end_faults(relation: CareRelation, reason: str) -> Iterable[Fault]:
    if not reason.strip():
        yield Fault("reason", N_("Skriv hvorfor."))
    if relation.role == Role.COORDINATOR:
        yield Fault("reason", N_("Koordinator byttes, ellers blir det et opphold. Bruk «Bytt koordinator»."))
    if relation.unit_id or relation.herself:
        yield Fault("reason", N_("En enhet går ut når den siste saken er avsluttet."))


def end_now(relations: Iterable[CareRelation], *, reason: str, by: Actor) -> None:
    """End these relations at this instant without asking: for actions that have asked, and may end their own right to ask."""
    for relation in relations:
        if relation.until and relation.until <= by.at:
            continue
        was = {"until": relation.until}
        # One that has not begun yet never will: it ends as it begins.
        relation.until, relation.end_reason = max(by.at, relation.since), reason[:200]
        relation.save(update_fields=["until", "end_reason"])
        log.did("avsluttet tilgang", relation, by=by, was=was, note=f"{_holder_name(relation)}. {reason}")


@transaction.atomic
def let_see_address(relation: CareRelation, *, by: Actor, how: str) -> None:
    """The person says that this one may know where she lives, though the address is protected (folkeregisterloven § 10-4).

    Named workers only, never a whole unit; and nobody lets herself in.
    """
    require_write(by, relation.person_id, Part.PERSON)
    refuse_if_any(_address_faults(relation, how, by))
    _set_sees_address(relation, True, note=how.strip(), by=by)


def _address_faults(relation: CareRelation, how: str, by: Actor) -> Iterable[Fault]:
    if not how.strip():
        yield Fault("how", N_("Skriv hvordan personen sa ja til det."))
    if relation.staff_id is None or relation.role == Role.EMERGENCY:
        yield Fault("how", N_("Bare en navngitt ansatt i teamet kan få vite adressen."))
    elif relation.staff_id == by.staff_id:
        yield Fault("how", NOT_HERSELF)


@transaction.atomic
def stop_seeing_address(relation: CareRelation, *, by: Actor) -> None:
    """This one may no longer know the protected address."""
    require_write(by, relation.person_id, Part.PERSON)
    _set_sees_address(relation, False, note="", by=by)


def _set_sees_address(relation: CareRelation, sees: bool, *, note: str, by: Actor) -> None:
    was = {"sees_protected_address": relation.sees_protected_address}
    relation.sees_protected_address = sees
    relation.save(update_fields=["sees_protected_address"])
    log.did("adresse åpnet" if sees else "adresse lukket", relation, by=by, was=was, note=f"{_holder_name(relation)}. {note}".strip())


@transaction.atomic
def consent(
    person_id: UUID, *, kind: ConsentKind, how: str, by: Actor, given_by: str, parts: Iterable[Part] = (), purpose: str = "",
    until: date | None = None, to: Partner | PartnerMember | None = None, to_next_of_kin_id: UUID | None = None, capacity_basis: str = "",
) -> Consent:  # fmt: skip
    """Note what she has said yes to. Sharing opens a partner relation for the members it names, and replaces an earlier yes to the same."""
    require_write(by, person_id, Part.CONSENT)
    parts = list(dict.fromkeys(parts))
    partner = to if isinstance(to, Partner) else None
    member = to if isinstance(to, PartnerMember) else None
    refuse_if_any(
        [
            *_consent_faults(kind, parts, until, to or to_next_of_kin_id, by),
            *([] if how.strip() else [Fault("how", N_("Skriv hvordan samtykket ble gitt."))]),
            *holder_faults(person_id, by=by, member=member),
            *_partner_faults(person_id, partner, by),
        ]
    )
    made = Consent.objects.create(
        person_id=person_id, kind=kind, given_at=by.at, given_by=given_by, how=how.strip(), capacity_basis=capacity_basis,
        to_partner=partner, to_partner_member=member, to_next_of_kin_id=to_next_of_kin_id, purpose=purpose, until=until, noted_by=by.name,
    )  # fmt: skip
    ConsentPart.objects.bulk_create(ConsentPart(consent=made, part=part) for part in parts)
    log.did("noterte samtykke", made, by=by, note=_consent_note(made, parts))
    if kind == ConsentKind.SHARING:
        _share(made, partner, member, by)
    return made


def _partner_faults(person_id: UUID, partner: Partner | None, by: Actor) -> Iterable[Fault]:
    if partner and closed_out([person_id], by=by, partner_id=partner.pk):
        yield Fault("to", N_("Personen har sperret for {name}."), {"name": partner.name})


def _consent_note(made: Consent, parts: list[Part]) -> str:
    to = made.to_partner_member or made.to_partner or made.to_next_of_kin
    return CONSENT_NAMES[ConsentKind(made.kind)] + (f" {', '.join(PART_NAMES[part] for part in parts)} med {to.name}" if to else "")


def _share(made: Consent, partner: Partner | None, member: PartnerMember | None, by: Actor) -> None:
    earlier = Consent.objects.filter(
        person_id=made.person_id, kind=ConsentKind.SHARING, withdrawn_at=None, to_partner=partner, to_partner_member=member
    ).exclude(pk=made.pk)
    for old in earlier if partner or member else ():
        _take_back(old, reason="nytt samtykke til den samme", by=by)
    still_there = Q(until=None) | Q(until__gte=by.on)
    for one in [member] if member else partner.members.filter(still_there) if partner else ():
        begin_relation(
            made.person_id, role=Role.PARTNER, ground="samtykke", by=by, partner_member=one, function=one.title, consent=made
        )  # fmt: skip


def _consent_faults(kind: ConsentKind, parts: list[Part], until: date | None, to: object, by: Actor) -> Iterable[Fault]:
    if kind == ConsentKind.SHARING and not to:
        yield Fault("to", N_("Velg hvem det deles med."))
    if kind == ConsentKind.SHARING and not parts:
        yield Fault("parts", N_("Velg minst én del som deles."))
    if unshareable := [PART_NAMES.get(part, part) for part in parts if part not in SHAREABLE]:
        yield Fault("parts", N_("Dette kan ikke deles på denne måten: {part}."), {"part": ", ".join(unshareable)})
    if until and until < by.on:
        yield Fault("until", N_("Sluttdatoen er før i dag."))


@transaction.atomic
def withdraw(given: Consent, *, by: Actor) -> None:
    """She takes it back: effective on the next request, for everybody it let in."""
    require_write(by, given.person_id, Part.CONSENT)
    _take_back(given, reason="samtykket er trukket", by=by)


def _take_back(given: Consent, *, reason: str, by: Actor) -> None:
    if given.withdrawn_at:
        return
    given.withdrawn_at = by.at
    given.save(update_fields=["withdrawn_at"])
    log.did("trakk samtykke", given, by=by, was={"withdrawn_at": None}, note=reason)
    end_now(CareRelation.objects.filter(Q(until=None) | Q(until__gt=by.at), consent=given), reason=reason, by=by)


@transaction.atomic
def object_to(
    person_id: UUID, *, by: Actor, staff: Staff | None = None, unit: Unit | None = None, partner: Partner | None = None,
    of_part: Part | None = None, words: str = "", until: Any = None,
) -> Objection:  # fmt: skip
    """Note that she closes her record, or a part, to somebody (helsepersonelloven § 29; pasientjournalloven § 17).

    Refused when nobody would be left who can open it again: then nobody could help her either.
    """
    require_write(by, person_id, Part.CONSENT)
    refuse_if_any(
        ([Fault("against", N_("Velg én å sperre for."))] if sum(1 for one in (staff, unit, partner) if one) > 1 else [])
        + ([Fault("until", N_("Sluttdatoen er passert."))] if until and until <= by.at else [])
    )  # fmt: skip
    made = Objection.objects.create(
        person_id=person_id, staff=staff, unit=unit, partner=partner, of_part=of_part or "", since=by.at, until=until, words=words.strip(),
        noted_by=by.name,
    )  # fmt: skip
    who = staff or unit or partner
    closed = PART_NAMES[Part(of_part)] if of_part else N_("alt")
    log.did("sperret", made, by=by, note=f"{closed}: {who.name if who else N_('alle')}")
    if not sights.somebody_can_open(person_id, at=by.at):
        raise Refused(
            Fault("against", N_("Da er det ingen igjen som kan hjelpe, eller åpne igjen. Velg hvem det gjelder, eller bare en del."))
        )
    return made


@transaction.atomic
def lift(objection: Objection, *, by: Actor) -> None:
    """She opens again."""
    require_write(by, objection.person_id, Part.CONSENT)
    if objection.until and objection.until <= by.at:
        return
    was = {"until": objection.until}
    objection.until = by.at
    objection.save(update_fields=["until"])
    log.did("opphevet sperring", objection, by=by, was=was)


@transaction.atomic
def note_emergency_try(*, by: Actor) -> None:
    """Count a try at emergency access, whatever comes of it; too many in an hour are refused."""
    tried = EmergencyTry.objects.filter(account_id=by.key, at__gt=by.at - timedelta(hours=1)).count()
    if tried >= EMERGENCY_TRIES:
        raise Refused(
            Fault(
                "number",
                N_("Du har prøvd {count} ganger den siste timen. Vent litt, eller ring koordinerende enhet."),
                {"count": tried},
            )
        )
    EmergencyTry.objects.create(account_id=by.key, at=by.at)


def reason_faults(reason: str) -> list[Fault]:
    """What a weighty reason must hold before a record is opened in an emergency."""
    if len(reason.strip()) >= SHORTEST_REASON:
        return []
    return [Fault("reason", N_("Skriv hvorfor det ikke kan vente, med minst {count} tegn."), {"count": SHORTEST_REASON})]


@transaction.atomic
def open_emergency(person_id: UUID, *, reason: str, by: Actor) -> CareRelation:
    """Emergency access for a day, with a weighty reason she will read. Only for staff of a municipality the person belongs to.

    The policy knows no exception: this writes a short care relation. Every one is reviewed (LO-1).
    """
    refuse_if_any(reason_faults(reason))
    if not by.staff_id:
        raise NotVisible
    relation = CareRelation.objects.create(
        person_id=person_id, role=Role.EMERGENCY, staff_id=by.staff_id, ground="helsepersonelloven § 29: tungtveiende grunner",
        reason=reason.strip(), since=by.at, until=by.at + timedelta(hours=EMERGENCY_HOURS), opened_by=by.name,
    )  # fmt: skip
    log.did("nødtilgang", relation, by=by, note=reason.strip(), purpose=Purpose.EMERGENCY)
    return relation


@transaction.atomic
def review_emergency(relation: CareRelation, *, words: str, by: Actor) -> None:
    """Somebody else looks through an emergency access and says what she found (pasientjournalloven § 22)."""
    require_write(by, relation.person_id, Part.CONSENT)
    refuse_if_any(
        ([] if words.strip() else [Fault("words", N_("Skriv hva du fant: var grunnen god nok?"))])
        + ([Fault("words", N_("Du kan ikke gå gjennom din egen nødtilgang."))] if relation.staff_id == by.staff_id else [])
        + ([Fault("words", N_("Den er alt gått gjennom."))] if relation.reviewed_at else [])
    )
    relation.reviewed_at, relation.reviewed_by, relation.review = by.at, by.name, words.strip()
    relation.save(update_fields=["reviewed_at", "reviewed_by", "review"])
    log.did("gikk gjennom nødtilgang", relation, by=by, was={"reviewed_at": None})


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


def move_account(person_id: UUID, *, to: UUID) -> None:
    """Her sign-in follows when two records are joined: for `people.actions.merge`."""
    Account.objects.filter(person_id=person_id).update(person_id=to)


def caseload_of(staff: Staff, *, by: Actor) -> Any:
    """The running coordinator relations of this worker that `by` may write for."""
    return visible(CareRelation.objects.filter(staff=staff, role__in=COORDINATING_ROLES, until=None), by, to_write=True)


def coordinates_for(staff: Staff) -> int:
    """For how many this worker is coordinator now: a count that names nobody."""
    return CareRelation.objects.filter(staff=staff, role__in=COORDINATING_ROLES, until=None).count()


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
