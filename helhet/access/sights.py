"""The policy turned round: not «what may she see», but «who can see this, and why».

Computed in plain Python from the same tables (`rules.READS`, relations, consents, objections) and held against the policy's own
query in a test, for every actor and every part.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from helhet.organisation import queries as organisation
from helhet.organisation.models import Staff

from .log import Opening
from .models import Account, CareRelation, ConsentPart, Objection
from .policy import OSLO, in_force, visible
from .rules import WRITES, Part, Role, parts_given


@dataclass(frozen=True)
class Reason:
    """One relation through which somebody can see: the role it makes her, the unit it came by, its ground and since when."""

    role: Role
    through: str
    ground: str
    since: datetime
    relation: CareRelation


@dataclass
class Sight:
    """Somebody who can see something of a record now: who, why, and which parts; and the parts that are closed to her."""

    key: UUID
    name: str
    title: str
    place: str
    reasons: list[Reason]
    parts: tuple[Part, ...] = ()
    closed: tuple[Part, ...] = ()
    has_account: bool = True

    @property
    def hidden(self) -> tuple[Part, ...]:
        """The parts she does not see, whatever the reason."""
        return tuple(part for part in Part if part not in self.parts)


def who_can_see(opening: Opening, person_id: UUID) -> list[Sight]:
    """The policy turned round: everybody who can see something of this record now, and why; the members of a unit by name."""
    running = opening.all(_running_relations(person_id, opening.actor.at))
    opening.all(Objection.objects.filter(in_force(opening.actor.at), person_id=person_id))
    found = [sight for sight in _sights(running, person_id, opening.actor.at) if sight.parts]
    return sorted(found, key=lambda s: (_ROLE_ORDER[s.reasons[0].role], s.name))


def closed_from_later(opening: Opening, person_id: UUID) -> list[Objection]:
    """What she has closed from a day to come, and to whom: it changes who can see on that day."""
    stands = Q(until=None) | Q(until__gt=F("since"))
    rows = Objection.objects.filter(stands, since__gt=opening.actor.at, person_id=person_id, next_of_kin=None)
    return opening.all(visible(rows, opening.actor).select_related("staff", "unit", "municipality", "partner").order_by("since", "pk"))


def somebody_can_open(person_id: UUID, *, at: datetime) -> bool:
    """True when somebody (herself included) sees who she is and may open what is closed."""
    running = list(_running_relations(person_id, at))
    return any(
        Part.PERSON in sight.parts and any(Part.CONSENT in WRITES[reason.role] for reason in sight.reasons)
        for sight in _sights(running, person_id, at) if sight.has_account and Part.CONSENT in sight.parts
    )  # fmt: skip


_ROLE_ORDER = {role: place for place, role in enumerate(Role)}


def _running_relations(person_id: UUID, at: datetime) -> models.QuerySet[CareRelation]:
    return (
        CareRelation.objects.filter(in_force(at), person_id=person_id)
        .select_related(
            "staff__municipality",
            "unit__municipality",
            "partner_member__partner",
            "next_of_kin",
            "person",
            "consent",
            "share_link__consent",
        )
        .order_by("since")
    )


def _sights(running: list[CareRelation], person_id: UUID, at: datetime) -> list[Sight]:
    on = at.astimezone(OSLO).date()
    members = organisation.members_of([r.unit_id for r in running if r.unit_id], on=on)
    workers = {r.staff_id for r in running if r.staff_id} | {staff.pk for group in members.values() for staff in group}
    units = organisation.units_of(workers, on=on)
    closing = list(Objection.objects.filter(in_force(at), person_id=person_id))
    employers = organisation.works_for(workers, on=on) if any(one.municipality_id for one in closing) else {}
    found: dict[UUID, Sight] = {}
    for relation in running:
        for who in _holders(relation, members, units, on):
            sight = found.setdefault(who.key, who)
            sight.reasons.append(
                Reason(Role(relation.role), relation.unit.name if relation.unit else "", relation.ground, relation.since, relation)
            )
    with_account = _with_account(found)
    consented = _consented_parts(running, on)
    for key, sight in found.items():
        closed = _closed_to(sight.reasons[0].relation, key, closing, units, employers)
        for reason in sight.reasons:
            _add_parts(sight, reason.relation, closed, consented)
        # A link needs no account.
        sight.has_account = key in with_account or sight.reasons[0].role == Role.SHARE_LINK
    return list(found.values())


def _holders(relation: CareRelation, members: dict[UUID, list[Staff]], units: dict[UUID, set[UUID]], on: date) -> Iterable[Sight]:
    """The people behind one relation: a unit's members one by one, nobody who has left."""
    if relation.unit_id:
        yield from (Sight(s.pk, s.name, s.title, s.municipality.name, []) for s in members.get(relation.unit_id, []))
    elif relation.staff and relation.staff_id in units:
        yield Sight(relation.staff.pk, relation.staff.name, relation.staff.title, relation.staff.municipality.name, [])
    elif (member := relation.partner_member) and (member.until is None or member.until >= on):
        yield Sight(member.pk, member.name, member.title, member.partner.name, [])
    elif relation.herself:
        yield Sight(relation.person_id, relation.person.name, "", "", [])
    elif relation.next_of_kin:
        yield Sight(relation.next_of_kin.pk, relation.next_of_kin.name, relation.next_of_kin.relation, "", [])
    elif relation.share_link:
        yield Sight(relation.share_link.pk, relation.share_link.name, "", "", [])


def _with_account(keys: Collection[UUID]) -> set[UUID]:
    held = Q(staff_id__in=keys) | Q(partner_member_id__in=keys) | Q(person_id__in=keys) | Q(next_of_kin_id__in=keys)
    rows = Account.objects.filter(held, is_active=True).values_list("staff_id", "partner_member_id", "person_id", "next_of_kin_id")
    return {key for row in rows for key in row if key}


def _consented_parts(running: list[CareRelation], on: date) -> dict[UUID, set[Part]]:
    valid = {r.consent_id for r in running if r.consent and r.consent.runs(on)}
    found: dict[UUID, set[Part]] = {}
    for consent, part in ConsentPart.objects.filter(consent_id__in=valid).values_list("consent_id", "part"):
        found.setdefault(consent, set()).add(Part(part))
    return found


def _closed_to(
    relation: CareRelation, key: UUID, closing: list[Objection], units: dict[UUID, set[UUID]], employers: dict[UUID, set[str]]
) -> set[Part]:
    """The parts closed to this holder: by name, by any of her units or municipalities, by partner, as a parent, or to all."""
    closed: set[Part] = set()
    for one in closing:
        names = [one.staff_id, one.unit_id, one.municipality_id, one.partner_id, one.next_of_kin_id]
        member = relation.partner_member
        to_her = (
            key in (one.staff_id, one.next_of_kin_id)
            or one.unit_id in units.get(key, ())
            or one.municipality_id in employers.get(key, ())
            or (member and one.partner_id == member.partner_id)
        )
        if to_her or not any(names):
            closed |= {Part(one.of_part)} if one.of_part else set(Part)
    return closed


def _add_parts(sight: Sight, relation: CareRelation, closed: set[Part], consented: dict[UUID, set[Part]]) -> None:
    knows = relation.herself or relation.sees_protected_address or not relation.person.grade
    role, consent = Role(relation.role), consented.get(relation.consent_id or relation.pk, set())
    given = parts_given(role, consented=consent, closed=closed, knows_address=knows)
    usual = parts_given(role, consented=consent, closed=(), knows_address=knows)
    seen = {*sight.parts, *given}
    sight.parts = tuple(part for part in Part if part in seen)
    sight.closed = tuple(part for part in Part if part in {*sight.closed, *usual} - seen)
