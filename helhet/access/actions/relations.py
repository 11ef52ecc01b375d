"""Care relations: who comes into a team, who leaves it, and who may know a protected address."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from helhet.access import log, queries
from helhet.access.added import add
from helhet.access.each import Each, each_writable
from helhet.access.models import CareRelation, Objection
from helhet.access.policy import Actor, require_write, visible
from helhet.access.rules import COORDINATING_ROLES, NOT_HERSELF, ROLE_NAMES, Part, Role
from helhet.organisation import queries as organisation
from helhet.organisation.models import Municipality, PartnerMember, Staff, Unit
from helhet.organisation.rules import N_, Fault, refuse_if_any

_OWN_ACCESS = N_("pasient- og brukerrettighetsloven § 5-1")
_ONE_HOLDER = ("staff", "unit", "partner_member", "next_of_kin", "share_link")


def begin_relation(person_id: UUID, *, role: Role, ground: str, by: Actor, **given: Any) -> CareRelation:
    """Open a care relation without asking whether `by` may: for the action that makes the person known, and for its helpers here.

    Who holds the same role already, with no end, keeps that relation: nobody stands twice in a team.
    """
    return begin_relations([{"person_id": person_id, "role": role, "ground": ground, **given}], by=by)[0]


@transaction.atomic
def begin_relations(wanted: Iterable[Mapping[str, Any]], *, by: Actor) -> list[CareRelation]:
    """The same for many persons at once, each in her own log."""
    wanted = list(wanted)
    may_run = {one["person_id"] for one in wanted if not one.keys() & {"until", "consent"}}
    there = CareRelation.objects.filter(person_id__in=may_run, until=None, since__lte=by.at).order_by("pk") if may_run else []
    running: dict[tuple[object, ...], CareRelation] = {}
    for relation in there:
        running.setdefault(_place(relation), relation)
    made, new = [], []
    for one in wanted:
        relation = CareRelation(**{"since": by.at, "opened_by": by.name, **one})
        if one.keys() & {"until", "consent"} or _place(relation) not in running:
            new.append(relation)
        else:
            relation = running[_place(relation)]
        made.append(relation)
    add(new)
    for one in new:
        log.did(N_("åpnet tilgang"), one, by=by, note=f"{ROLE_NAMES[Role(one.role)]}: {_holder_name(one)}")
    return made


def _place(one: CareRelation) -> tuple[object, ...]:
    """What two relations have in common that are one and the same place in a team."""
    return (one.person_id, str(one.role), one.herself, *(getattr(one, f"{name}_id") for name in _ONE_HOLDER))


def _holder_name(relation: CareRelation) -> str:
    holder = next((getattr(relation, name) for name in _ONE_HOLDER if getattr(relation, f"{name}_id")), None)
    return str(getattr(holder, "name", None) or "personen selv")


def colleague_faults(staff: Staff, *, by: Actor, field: str = "staff") -> list[Fault]:
    """Why this worker is nobody `by` works together with: of a municipality outside, or no longer in any unit."""
    return _colleague_faults(staff, organisation.together_with(by.municipality_numbers), _units_of([staff], by), field)


def _colleague_faults(staff: Staff, together: Collection[str], units: Mapping[UUID, set[UUID]], field: str = "staff") -> list[Fault]:
    if staff.municipality_id not in together:
        return [Fault(field, N_("{name} arbeider ikke i en kommune som samarbeider med din."), {"name": staff.name})]
    if staff.pk not in units:
        return [Fault(field, N_("{name} hører ikke til noen enhet nå. Velg en annen."), {"name": staff.name})]
    return []


def _units_of(staff: Iterable[Staff], by: Actor) -> dict[UUID, set[UUID]]:
    return organisation.units_of([one.pk for one in staff], on=by.on)


def holder_faults(person_id: UUID, *, by: Actor, staff: Staff | None = None, member: PartnerMember | None = None) -> list[Fault]:
    """Why this worker or partner cannot come into this person's team: not a colleague, no longer there, or closed out by the person."""
    return holders_faults({person_id: (staff, member)}, by=by)[person_id]


def holders_faults(wanted: Mapping[UUID, tuple[Staff | None, PartnerMember | None]], *, by: Actor) -> dict[UUID, list[Fault]]:
    """The same for many persons at once, one for each."""
    workers = {staff.pk: staff for staff, _ in wanted.values() if staff}
    together = organisation.together_with(by.municipality_numbers) if workers else set()
    units = _units_of(workers.values(), by) if workers else {}
    closed = _closed(wanted, by)
    employers = _employers_of(workers.values(), closed, by)
    faults: dict[UUID, list[Fault]] = {}
    for key, (staff, member) in wanted.items():
        faults[key] = _colleague_faults(staff, together, units) if staff else []
        if member and member.until and member.until < by.on:
            gone = N_("{name} er ikke lenger hos {partner}.")
            faults[key].append(Fault("member", gone, {"name": member.name, "partner": member.partner.name}))
        if staff and any(_is_against(one, staff.pk, units.get(staff.pk, ()), employers.get(staff.pk, ())) for one in closed.get(key, ())):
            faults[key].append(Fault("staff", N_("Personen har sperret for {name}."), {"name": staff.name}))
        if member and any(one.partner_id == member.partner_id for one in closed.get(key, ())):
            faults[key].append(Fault("member", N_("Personen har sperret for {name}."), {"name": member.partner.name}))
    return faults


def closed_out(person_ids: Iterable[UUID], *, by: Actor, staff: Staff | None = None, partner_id: UUID | None = None) -> set[UUID]:
    """Those of the persons who have closed the whole record, or who they are, to this worker (by name, unit or municipality) or partner."""
    units = _units_of([staff], by).get(staff.pk, set()) if staff else set()
    found = _closed(person_ids, by)
    employers = _employers_of([staff], found, by).get(staff.pk, set()) if staff else set()
    return {
        key
        for key, closed in found.items()
        for one in closed
        if (staff and _is_against(one, staff.pk, units, employers)) or (partner_id and one.partner_id == partner_id)
    }


def is_closed_to_place(person_id: UUID, unit: Unit, to: Municipality, *, by: Actor) -> bool:
    """She has closed her record, who she is or her case to this unit, or to the municipality it serves or belongs to."""
    there = Q(unit=unit) | Q(municipality__in=[to.pk, unit.municipality_id])
    rows = Objection.objects.filter(there, queries.in_force(by.at), person_id=person_id, of_part__in=["", Part.PERSON, Part.CASE])
    return rows.exists()


def _closed(person_ids: Iterable[UUID], by: Actor) -> dict[UUID, list[Objection]]:
    """Where these persons have closed the whole record, or who they are, to somebody."""
    rows = Objection.objects.filter(queries.in_force(by.at), person_id__in=list(person_ids), of_part__in=["", Part.PERSON])
    found: dict[UUID, list[Objection]] = {}
    for one in rows:
        found.setdefault(one.person_id, []).append(one)
    return found


def _employers_of(staff: Iterable[Staff], closed: Mapping[UUID, list[Objection]], by: Actor) -> dict[UUID, set[str]]:
    """Whom each of these works for, when somebody has closed to a whole municipality."""
    is_asked = any(one.municipality_id for rows in closed.values() for one in rows)
    return organisation.works_for([one.pk for one in staff], on=by.on) if is_asked else {}


def _is_against(one: Objection, staff_id: UUID, units: Collection[UUID], employers: Collection[str]) -> bool:
    return one.staff_id == staff_id or one.unit_id in units or one.municipality_id in employers


@transaction.atomic
def open_relation(person_id: UUID, *, role: Role, ground: str, by: Actor, **given: Any) -> CareRelation:
    """Let somebody into the team: `given` holds one of staff, partner_member, next_of_kin, and function, consent, until."""
    relation: CareRelation = open_relations({person_id: {"role": role, "ground": ground, **given}}, by=by).only()
    return relation


@transaction.atomic
def open_relations(wanted: Mapping[UUID, Mapping[str, Any]], *, by: Actor) -> Each:
    """The same for many persons at once, one new place in each one's team."""
    each = each_writable(by, wanted.keys(), Part.PERSON)
    there = CareRelation.objects.filter(person_id__in=list(wanted), until=None)
    standing = {(one.person_id, one.role, one.staff_id, one.partner_member_id) for one in there}
    faults = holders_faults({key: (given.get("staff"), given.get("partner_member")) for key, given in wanted.items()}, by=by)
    for key, given in wanted.items():
        staff, member = given.get("staff"), given.get("partner_member")
        who = staff or member
        if who and (key, given["role"], staff and staff.pk, member and member.pk) in standing:
            faults[key].append(Fault("staff" if staff else "member", N_("{name} er alt i teamet."), {"name": who.name}))
        if key not in each.refused:
            each.refuse(key, faults[key])
    made = begin_relations([{"person_id": key, **given} for key, given in wanted.items() if key not in each.refused], by=by)
    each.made = {one.person_id: one for one in made}
    return each


@transaction.atomic
def let_in(person_id: UUID, *, by: Actor) -> CareRelation:
    """The person may open her own record herself from now on (pasient- og brukerrettighetsloven § 5-1)."""
    require_write(by, person_id, Part.PERSON)
    return begin_relation(person_id, role=Role.PERSON, ground=_OWN_ACCESS, by=by, herself=True)


def reads_herself(person_id: UUID, *, by: Actor) -> bool:
    """True when the person has a sign-in of her own now: what is written for her to read, she can read."""
    return bool(relations_for(by, person_id).filter(queries.in_force(by.at), herself=True).exists())


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


def end_now(relations: Iterable[CareRelation], *, reason: str, by: Actor, at: datetime | None = None) -> None:
    """End these relations at this instant (or a later one) without asking: for actions that have asked, and may end their own right to."""
    at = at or by.at
    for relation in relations:
        if relation.until and relation.until <= at:
            continue
        was = {"until": relation.until}
        # One that has not begun yet never will: it ends as it begins.
        relation.until, relation.end_reason = max(at, relation.since), reason[:200]
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


def relations_for(by: Actor, *person_ids: UUID) -> Any:
    """The person's (or persons') relations that `by` may write, for actions in the rooms above."""
    return visible(CareRelation.objects.filter(person_id__in=person_ids), by, to_write=True)


def caseload_of(staff: Staff, *, by: Actor) -> Any:
    """The running coordinator relations of this worker that `by` may write for."""
    return visible(CareRelation.objects.filter(staff=staff, role__in=COORDINATING_ROLES, until=None), by, to_write=True)


def coordinates_for(staff: Staff) -> int:
    """For how many this worker is coordinator now: a count that names nobody."""
    return CareRelation.objects.filter(staff=staff, role__in=COORDINATING_ROLES, until=None).values("person").distinct().count()
