"""Who an account is today, and who is around a person and why."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from helhet.organisation.models import Absence, Membership, PartnerMember, Staff, Unit
from helhet.organisation.rules import PartnerKind

from . import compiled
from .log import Opening
from .mandates import JUDGED, MANDATE_NAMES
from .models import Account, CareRelation, Change, Consent, Draft, Objection, SignInLink
from .policy import OSLO, Actor, NotVisible, consent_runs, grants, in_force, may_write, purpose_of, reasons, sees, visible
from .questions import Only, asks
from .rules import COORDINATING_ROLES, NEAR_ROLES, NOT_IN_TEAM, ROLE_NAMES, ConsentKind, Part, Purpose, Role
from .sights import who_can_see as who_can_see


def actor_for(account: Account, *, at: datetime) -> Actor:
    """The actor an account is at this instant: units by membership that day, nothing kept from before."""
    if account.staff:
        return _staff_actor(account, at)
    if account.partner_member:
        member = account.partner_member
        if member.partner.kind == PartnerKind.COUNCIL:
            return _council_actor(account, member, at)
        kind = "inspector" if member.partner.kind == PartnerKind.INSPECTOR else "partner"
        actor = Actor(kind, str(account.pk), member.name, member.partner.name, at, language=account.language or "nb")
        left = member.until is not None and member.until < actor.on
        return actor if left else replace(actor, partner_member_id=member.pk, partner_id=member.partner_id)
    if account.person:
        person = account.person
        return Actor(
            "person",
            str(account.pk),
            person.name,
            "",
            at,
            person_id=person.pk,
            language=account.language or person.language,
        )
    kin = account.next_of_kin
    assert kin is not None
    return Actor("representative", str(account.pk), kin.name, "", at, next_of_kin_id=kin.pk, language=account.language or "nb")


def _council_actor(account: Account, member: PartnerMember, at: datetime) -> Actor:
    """Somebody in a user council: the municipalities whose sums she reads. She holds nothing that a care relation could be held by."""
    actor = Actor("council", str(account.pk), member.name, member.partner.name, at, language=account.language or "nb")
    left = member.until is not None and member.until < actor.on
    served = member.partner.serves.values_list("pk", flat=True)
    return actor if left else replace(actor, municipality_numbers=frozenset(served))


def _staff_actor(account: Account, at: datetime) -> Actor:
    staff = account.staff
    assert staff is not None
    actor = Actor("staff", str(account.pk), staff.name, "", at)
    units = compiled.rows(_memberships, staff=staff.pk, on=actor.on)
    municipality = staff.municipality
    return Actor(
        "staff", str(account.pk), staff.name, _place(units[0][3] if units else "", municipality.name), at,
        # Who belongs to no unit any more has left: what she held in her own name is closed with it (pasientjournalforskriften § 13).
        staff_id=staff.pk if units else None, unit_ids=frozenset(u[0] for u in units),
        coordinating_unit_ids=frozenset(u[0] for u in units if u[1]), led_unit_ids=frozenset(u[0] for u in units if u[4]),
        municipality_numbers=frozenset({staff.municipality_id, *(u[2] for u in units)}),
        language=account.language or municipality.language,
    )  # fmt: skip


def _memberships(only: Only, staff: UUID, on: date) -> models.QuerySet:
    rows = Membership.objects.filter(Q(until=None) | Q(until__gte=on), staff=staff, since__lte=on)
    return rows.values_list("unit_id", "unit__is_coordinating_unit", "unit__municipality_id", "unit__name", "leads")


def _place(unit: str, municipality: str) -> str:
    """Unit and municipality, the municipality once."""
    return unit if municipality in unit else f"{unit}, {municipality}".strip(", ")


def machine_for(unit: Unit, *, at: datetime, name: str) -> Actor:
    """A command or message receiver that works on behalf of a unit and sees what the unit sees, no more."""
    return Actor(
        "machine", f"machine:{unit.pk.hex}", name, _place(unit.name, unit.municipality.name), at, unit_ids=frozenset({unit.pk}),
        coordinating_unit_ids=frozenset({unit.pk} if unit.is_coordinating_unit else ()),
        municipality_numbers=frozenset({unit.municipality_id}), language=unit.municipality.language,
    )  # fmt: skip


def account_of(pk: object) -> Account | None:
    """The account by key (what is no key is nobody's), with the row that says who it is."""
    try:
        key = UUID(str(pk))
    except ValueError:
        return None
    return next(iter(compiled.rows(_accounts, [key])), None)


def _accounts(only: Only) -> models.QuerySet:
    rows = Account.objects.select_related("staff__municipality", "partner_member__partner", "person", "next_of_kin")
    return rows.filter(only("pk"), is_active=True)


def cast_accounts() -> Iterable[Account]:
    """Every account, for the demo's page of the cast (the page exists in a demo only)."""
    return Account.objects.filter(is_active=True).select_related("staff__municipality", "partner_member__partner", "person", "next_of_kin")


def team_of(opening: Opening, person_id: UUID) -> list[CareRelation]:
    """The people around the person now: named staff and partners, each once, the coordinator first.

    Who holds several relations stands there by the first of them; the others are in `also`.
    """
    first: dict[UUID, CareRelation] = {}
    for relation in sorted(opening.ask(_around, [person_id]), key=lambda r: (_TEAM_ORDER.index(Role(r.role)), r.since, r.pk)):
        relation.also = []
        holder = first.setdefault(relation.staff_id or relation.partner_member_id, relation)
        if holder is not relation:
            holder.also.append(relation)
    return list(first.values())


@asks(CareRelation)
def _around(actor: Actor, only: Only) -> models.QuerySet:
    named = Q(staff__isnull=False) | Q(partner_member__isnull=False)
    rows = CareRelation.objects.filter(in_force(actor.at), named, only("person")).exclude(role__in=NOT_IN_TEAM)
    return rows.select_related("staff", "staff__municipality", "partner_member__partner", "consent")


_TEAM_ORDER = [
    Role.COORDINATOR, Role.CHILD_COORDINATOR, Role.DEPUTY, Role.THERAPIST, Role.CONTACT, Role.TEAM_MEMBER, Role.PARTNER,
]  # fmt: skip


def coordinating(opening: Opening, person_id: UUID) -> list[CareRelation]:
    """Every period of coordinator and deputy, past and present, oldest first."""
    roles = [*COORDINATING_ROLES, Role.DEPUTY]
    rows = CareRelation.objects.filter(person_id=person_id, role__in=roles).select_related("staff").order_by("since")
    return opening.all(rows)


def coordinator_now(person_id: UUID, *, by: Actor) -> CareRelation | None:
    """Today's coordinator, for actions that must know whom to tell; the deputy while she is away, of several the one who came last."""
    rows = CareRelation.objects.filter(in_force(by.at), person_id=person_id, role__in=[Role.COORDINATOR, Role.DEPUTY])
    deputies_first = models.Case(models.When(role=Role.DEPUTY, then=0), default=1)
    return visible(rows, by).select_related("staff").order_by(deputies_first, "-since", "-pk").first()


def persons_of(actor: Actor, *, roles: Iterable[Role] | None = None, purpose: Purpose = Purpose.COORDINATION) -> models.QuerySet:
    """The keys of the persons this actor has a relation with (by name or through a unit)."""
    relations = grants(actor, Purpose.OWN if actor.kind in ("person", "representative") else purpose, Part.PERSON)
    return (relations.filter(role__in=list(roles)) if roles else relations).values("person_id")


def answers_for(actor: Actor) -> list[UUID]:
    """Whom this worker answers for today: those she holds a relation with in her own name, and those of her units nobody does."""
    return [key for (key,) in compiled.answers(_answered_for, actor, None)]


def _answered_for(actor: Actor, only: Only) -> models.QuerySet:
    held = grants(actor, Purpose.COORDINATION, Part.PERSON)
    named = models.Exists(CareRelation.objects.filter(in_force(actor.at), person=models.OuterRef("person"), staff__isnull=False))
    return held.filter(Q(staff_id=actor.staff_id) | ~named).values_list("person_id").distinct()


def everybody(actor: Actor) -> list[UUID]:
    """Everybody this worker may see who is, today."""
    return [key for (key,) in compiled.answers(_everybody, actor, None)]


def _everybody(actor: Actor, only: Only) -> models.QuerySet:
    return grants(actor, Purpose.COORDINATION, Part.PERSON).values_list("person_id").distinct()


def whose_part_is_open(actor: Actor, part: Part, persons: Iterable[UUID]) -> set[UUID]:
    """Those of the persons whose record is open to this actor in this part."""
    return {key for (key,) in compiled.answers(_open_part, actor, list(persons), (part,))}


def _open_part(actor: Actor, only: Only, part: Part) -> models.QuerySet:
    return grants(actor, purpose_of(actor, part), part).filter(only("person")).values_list("person_id")


def why(actor: Actor, person_id: UUID, part: Part = Part.PERSON, purpose: Purpose = Purpose.COORDINATION) -> list[CareRelation]:
    """The relations that let this actor see this part: what the log will say."""
    return list(reasons(actor, purpose, part).filter(person_id=person_id))


def has_running(path: str, roles: Iterable[Role], *, at: datetime) -> models.Exists:
    """An expression: the person at this path has such a relation running at this instant, held by somebody who can do what it asks."""
    rows = CareRelation.objects.filter(in_force(at), person=models.OuterRef(path), role__in=list(roles))
    return models.Exists(rows.filter(Q(staff=None) | ~_cannot(at)))


def is_left_alone(path: str, *, at: datetime) -> models.Q:
    """The person at this path has somebody who stands as her coordinator and cannot be it now, and nobody who is it instead."""
    rows = CareRelation.objects.filter(in_force(at), person=models.OuterRef(path), role=Role.COORDINATOR)
    return models.Exists(rows.filter(_cannot(at))) & ~has_running(path, [Role.COORDINATOR, Role.DEPUTY], at=at)


def _cannot(at: datetime) -> models.Q:
    """About a worker's relation: she has left, is away today, or the person has closed the record to her (or to a unit of hers, or all)."""
    on = at.astimezone(OSLO).date()
    here = Membership.objects.filter(Q(until=None) | Q(until__gte=on), since__lte=on)
    away = Absence.objects.filter(staff=models.OuterRef("staff"), since__lte=on, until__gte=on)
    hers = here.filter(staff=models.OuterRef(models.OuterRef("staff")))
    against = (
        Q(staff=models.OuterRef("staff")) | Q(unit__in=hers.values("unit"))
        | Q(municipality=models.OuterRef("staff__municipality")) | Q(municipality__in=hers.values("unit__municipality"))
        | Q(staff=None, unit=None, municipality=None, partner=None, next_of_kin=None)
    )  # fmt: skip
    closed = Objection.objects.filter(against, in_force(at), of_part__in=["", Part.PERSON], person=models.OuterRef("person"))
    return ~models.Exists(here.filter(staff=models.OuterRef("staff"))) | models.Exists(away) | models.Exists(closed)


def around_now(path: str, staff: str, *, at: datetime, roles: Iterable[Role] = tuple(Role)) -> models.Exists:
    """An expression: the colleague at `staff` holds such a relation, in her own name, with the person at this path."""
    held = CareRelation.objects.filter(in_force(at), person=models.OuterRef(path), staff=models.OuterRef(staff), role__in=list(roles))
    return models.Exists(held)


def staff_around(actor: Actor, person_id: UUID, part: Part) -> models.QuerySet[Staff]:
    """Colleagues who may open this part of the record now, by name or through a unit."""
    relations = visible(CareRelation.objects.filter(in_force(actor.at), person_id=person_id), actor).exclude(role=Role.EMERGENCY)
    closed = Objection.objects.filter(in_force(actor.at), Q(of_part="") | Q(of_part=part), person_id=person_id)
    members = Membership.objects.filter(Q(until=None) | Q(until__gte=actor.on), since__lte=actor.on)
    by_name = Q(pk__in=relations.filter(staff__isnull=False).values("staff"))
    by_unit = Q(pk__in=members.filter(unit__in=relations.filter(unit__isnull=False).values("unit")).values("staff"))
    closed_unit = Q(unit__in=closed.filter(unit__isnull=False).values("unit"))
    towns = closed.filter(municipality__isnull=False).values("municipality")
    closed_out = (
        Q(pk__in=closed.filter(staff__isnull=False).values("staff")) | Q(municipality__in=towns)
        | Q(pk__in=members.filter(closed_unit | Q(unit__municipality__in=towns)).values("staff"))
    )  # fmt: skip
    return Staff.objects.filter(by_name | by_unit).exclude(closed_out).select_related("municipality").order_by("name")


def consents_of(opening: Opening, person_id: UUID) -> list[Consent]:
    """What she has said yes to, and what she has withdrawn."""
    found = opening.ask(_consents, [person_id])
    models.prefetch_related_objects(found, "parts")
    return found


@asks(Consent)
def _consents(actor: Actor, only: Only) -> models.QuerySet:
    rows = Consent.objects.filter(only("person")).select_related("to_partner", "to_partner_member__partner", "to_next_of_kin")
    return rows.order_by("-given_at")


def objections_of(opening: Opening, person_id: UUID) -> list[Objection]:
    """What she has closed, and to whom."""
    return opening.ask(_objections, [person_id])


@asks(Objection)
def _objections(actor: Actor, only: Only) -> models.QuerySet:
    rows = Objection.objects.filter(in_force(actor.at), only("person"), next_of_kin=None)
    return rows.select_related("staff", "unit", "municipality", "partner")


def kept_from_parents(opening: Opening, person_id: UUID) -> list[Objection]:
    """What is kept from her parents, and from which of them."""
    return opening.ask(_kept, [person_id])


@asks(Objection)
def _kept(actor: Actor, only: Only) -> models.QuerySet:
    rows = Objection.objects.filter(in_force(actor.at), only("person"), next_of_kin__isnull=False)
    return rows.select_related("next_of_kin").order_by("since", "pk")


@asks(CareRelation, "since", name=models.F("staff__name"))
def unreviewed_emergencies(actor: Actor, only: Only) -> models.QuerySet:
    """Emergency accesses nobody has looked through yet, opened by others than this actor."""
    return CareRelation.objects.filter(only("person"), role=Role.EMERGENCY, reviewed_at=None).exclude(staff_id=actor.staff_id)


def emergencies_of(opening: Opening, person_id: UUID) -> list[CareRelation]:
    """Every emergency access to this record, newest first: by whom, why, and what was found when it was looked through."""
    return opening.all(CareRelation.objects.filter(person_id=person_id, role=Role.EMERGENCY).select_related("staff").order_by("-since"))


def history_of(opening: Opening, person_id: UUID, row: UUID) -> list[Change]:
    """What a row was before each change, newest first: for those who may see the log, and the part the row belongs to."""
    rows = Change.objects.filter(person_id=person_id, row=row).order_by("-at")
    parts = {Part(part) for part in rows.values_list("of_part", flat=True)}
    return opening.all(rows.filter(of_part__in=[part for part in parts if sees(opening.actor, person_id, part)]))


def draft_of(actor: Actor, form: str) -> dict[str, object]:
    """What this actor was typing in this form."""
    found = Draft.objects.filter(account_id=actor.key, form=form).values_list("fields", flat=True).first()
    return found or {}


def links_of(opening: Opening, person_id: UUID) -> list[SignInLink]:
    """The ways in she has been given, newest first: when, by whom, and what became of them. Nothing of what they hold."""
    if not sees(opening.actor, person_id, Part.PERSON):
        raise NotVisible
    rows = SignInLink.objects.filter(Q(account__person_id=person_id) | Q(account__next_of_kin__person_id=person_id)).order_by("-made_at")
    return list(rows.select_related("account__person", "account__next_of_kin").defer("token", "code")[:10])


def account_named(username: str) -> Account | None:
    """The account by its sign-in name."""
    return Account.objects.filter(username__iexact=username).first()


def spend_a_password_check(password: str) -> None:
    """Take as long for a name that does not exist as for one that does, so that time tells nothing."""
    Account().set_password(password)


def roles_of(person_id: UUID, *, at: datetime) -> dict[Role, int]:
    """How many hold each role around the person now, units not counted: a count that names nobody."""
    rows = CareRelation.objects.filter(in_force(at), person_id=person_id, herself=False, unit=None).exclude(role__in=NOT_IN_TEAM)
    return {Role(role): count for role, count in rows.values_list("role").annotate(count=models.Count("id"))}


def team_names(person_id: UUID, *, by: Actor) -> list[dict[str, str]]:
    """The team as it stands on paper: name, what each does, telephone."""
    found = []
    for one in team_of(Opening(by), person_id):
        who = one.staff or one.partner_member
        function = ROLE_NAMES[Role(one.role)] if one.role in (*COORDINATING_ROLES, Role.DEPUTY) else one.function or who.title
        found.append({"name": who.name, "function": function, "telephone": who.telephone})
    return found


def shared_with(opening: Opening, person_id: UUID) -> list[Consent]:
    """The consents that share something with somebody now."""
    with opening.weighing():
        found = opening.ask(_consents, [person_id])
    return [one for one in found if one.kind == ConsentKind.SHARING and one.runs(opening.actor.on)]


def mandates_of(opening: Opening) -> list[CareRelation]:
    """Whom this representative acts for (or is told of) now, with the mandate behind each: which parts, until when, and who decided it."""
    rows = CareRelation.objects.filter(in_force(opening.actor.at), role__in=NEAR_ROLES, next_of_kin_id=opening.actor.next_of_kin_id)
    return opening.all(rows.select_related("person", "consent").prefetch_related("consent__parts").order_by("since"))


def acts_for(actor: Actor, person_id: UUID, part: Part) -> bool:
    """True when this actor may act for her in this part: a mandate by which she is only told does not."""
    return any(one.role == Role.REPRESENTATIVE for one in why(actor, person_id, part, Purpose.OWN))


@asks(Consent, "judged_on", "review_on", "given_at", "given_by", holder=models.F("to_next_of_kin__name"))
def judged_again(actor: Actor, only: Only) -> models.QuerySet:
    """Mandates that rest on what was judged of her, and run now."""
    names = [MANDATE_NAMES[ground] for ground in JUDGED]
    return Consent.objects.filter(only("person"), consent_runs(actor.on), kind=ConsentKind.MANDATE, purpose__in=names)


def representatives_of(opening: Opening, person_id: UUID, *, coming: bool = False) -> list[CareRelation]:
    """Who acts for her, or is told of her, by a mandate now; or, `coming`, from a later day."""
    at = opening.actor.at
    when = Q(since__gt=at) & (Q(until=None) | Q(until__gt=F("since"))) if coming else in_force(at)
    rows = CareRelation.objects.filter(when, person_id=person_id, role__in=NEAR_ROLES, consent__withdrawn_at=None)
    return opening.all(rows.select_related("next_of_kin", "consent").order_by("since"))


def may_write_plan(actor: Actor, person_id: UUID) -> bool:
    """True when the plan's page should offer its buttons to this actor."""
    return may_write(actor, person_id, Part.PLAN)


def shared_names(person_id: UUID, *, by: Actor) -> list[dict[str, str]] | None:
    """Whom she shares something with, and until when, as it stands on paper; none when the actor may not know."""
    if not sees(by, person_id, Part.CONSENT):
        return None
    found = []
    for one in shared_with(Opening(by), person_id):
        holder = one.to_partner or one.to_partner_member or one.to_next_of_kin
        found.append({"name": holder.name if holder else one.to_words, "until": str(one.until or "")})
    return found


def accounts_of_staff(staff: Iterable[Staff]) -> list[UUID]:
    """The keys of the accounts these workers sign in with (for measuring; no person is touched)."""
    return list(Account.objects.filter(staff__in=list(staff), is_active=True).values_list("pk", flat=True))


def written_as(actor: Actor, staff_ids: Iterable[UUID]) -> list[str]:
    """Under which keys these workers have signed what they wrote, those who have left among them; to whoever leads, and nobody else."""
    rows = Account.objects.filter(staff__in=list(staff_ids)) if actor.led_unit_ids else Account.objects.none()
    return [str(key) for key in rows.values_list("pk", flat=True)]


# What the person's page asks about her, for a page that asks everything at once (`Opening.ask_ahead`).
OF_PERSON = (_around, _consents, _objections)
