"""Care relations: who comes into a team, who leaves it, and who may know a protected address."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from helhet.access import log, queries
from helhet.access.models import CareRelation, Objection
from helhet.access.policy import Actor, require_write, visible
from helhet.access.rules import COORDINATING_ROLES, NOT_HERSELF, ROLE_NAMES, Part, Role
from helhet.organisation import queries as organisation
from helhet.organisation.models import PartnerMember, Staff
from helhet.organisation.rules import N_, Fault, refuse_if_any

_OWN_ACCESS = N_("pasient- og brukerrettighetsloven § 5-1")
_ONE_HOLDER = ("staff", "unit", "partner_member", "next_of_kin", "share_link")


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
    log.did(N_("åpnet tilgang"), relation, by=by, note=f"{ROLE_NAMES[role]}: {_holder_name(relation)}")
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
def let_in(person_id: UUID, *, by: Actor) -> CareRelation:
    """The person may open her own record herself from now on (pasient- og brukerrettighetsloven § 5-1)."""
    require_write(by, person_id, Part.PERSON)
    return begin_relation(person_id, role=Role.PERSON, ground=_OWN_ACCESS, by=by, herself=True)


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
        log.did(N_("avsluttet tilgang"), relation, by=by, was=was, note=f"{_holder_name(relation)}. {reason}")


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
    verb = N_("adresse åpnet") if sees else N_("adresse lukket")
    log.did(verb, relation, by=by, was=was, note=f"{_holder_name(relation)}. {note}".strip())


def relations_for(by: Actor, person_id: UUID) -> Any:
    """The person's relations that `by` may write, for actions in the rooms above."""
    return visible(CareRelation.objects.filter(person_id=person_id), by, to_write=True)


def caseload_of(staff: Staff, *, by: Actor) -> Any:
    """The running coordinator relations of this worker that `by` may write for."""
    return visible(CareRelation.objects.filter(staff=staff, role__in=COORDINATING_ROLES, until=None), by, to_write=True)


def coordinates_for(staff: Staff) -> int:
    """For how many this worker is coordinator now: a count that names nobody."""
    return CareRelation.objects.filter(staff=staff, role__in=COORDINATING_ROLES, until=None).count()
