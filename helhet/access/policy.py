"""Is this **actor** allowed to see this **part** of this **person's** record, for this **purpose**, now?

One expression answers it, `grants`: the care relations that give this actor that part today. A list is filtered by it, a
single row is looked up through it, the log names the relation that gave access, and turned around it is the person's own
«who can see my record, and why». Empty means nobody. There is no superuser, no default, and a refusal looks like absence.

`docs/explanation/access.md` draws it. Rules for roles, parts and purposes: `access/rules.py`.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any, ClassVar, Self
from uuid import UUID
from zoneinfo import ZoneInfo

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q, Value

from helhet.organisation.models import new_key

from . import compiled
from .models import CareRelation, ConsentPart, Objection
from .rules import BY_CONSENT, NEVER_CLOSED_OUT, Part, Purpose, roles_that_see, roles_that_write, usual_purpose

OSLO = ZoneInfo("Europe/Oslo")


class NotVisible(Exception):
    """There is nothing here for this actor. Whether it exists is not said: a page turns this into 404."""


@dataclass(frozen=True)
class Actor:
    """Who is asking, at which instant. `units` are those she belongs to today; nothing here is a right in itself."""

    kind: str  # staff, partner, person, representative, machine, inspector, link
    key: str
    name: str
    organisation: str
    at: datetime
    staff_id: UUID | None = None
    partner_member_id: UUID | None = None
    partner_id: UUID | None = None
    person_id: UUID | None = None
    next_of_kin_id: UUID | None = None
    share_link_id: UUID | None = None
    unit_ids: frozenset[UUID] = field(default_factory=frozenset)
    coordinating_unit_ids: frozenset[UUID] = field(default_factory=frozenset)
    led_unit_ids: frozenset[UUID] = field(default_factory=frozenset)  # figures of the municipalities they serve, and no record
    municipality_numbers: frozenset[str] = field(default_factory=frozenset)
    language: str = "nb"

    @property
    def on(self) -> date:
        """The date in Norway at this instant."""
        return self.at.astimezone(OSLO).date()

    @cached_property
    def shape(self) -> object:
        """What of her decides the text of a statement (access/compiled.py)."""
        return compiled.shape(self)

    @cached_property
    def known(self) -> dict[str, Any]:
        """Her values in it."""
        return compiled.known(self)

    @property
    def initials(self) -> str:
        """IA for Ingunn Austad."""
        return "".join(word[0] for word in self.name.split()[:1] + self.name.split()[-1:]).upper()[:2]

    @property
    def is_staff(self) -> bool:
        """True for those who work here (and for the machine that works on a unit's behalf)."""
        return self.kind in ("staff", "machine")


def purpose_of(actor: Actor, part: Part) -> Purpose:
    """Why this actor opens this part when the page does not say otherwise."""
    if actor.kind in ("person", "representative"):
        return Purpose.OWN
    if actor.kind == "inspector":
        return Purpose.INSPECTION
    # A partner, or whoever reads by a link, coordinates with us, whatever part she has been given.
    return Purpose.COORDINATION if actor.kind in ("partner", "link") else usual_purpose(part)


def in_force(at: datetime) -> Q:
    """Relations and objections that run at this instant."""
    return Q(since__lte=at) & (Q(until=None) | Q(until__gt=at))


def consent_runs(on: date, path: str = "") -> Q:
    """Consents that hold on this day, and are not withdrawn."""
    begun = Q(**{f"{path}since": None}) | Q(**{f"{path}since__lte": on})
    lasts = Q(**{f"{path}until": None}) | Q(**{f"{path}until__gte": on})
    return begun & lasts & Q(**{f"{path}withdrawn_at": None})


def grants(actor: Actor, purpose: Purpose, part: Part, *, to_write: bool = False) -> models.QuerySet[CareRelation]:
    """Every reason this actor has, now, to see (or write in) this part of some person's record for this purpose."""
    roles = (roles_that_write if to_write else roles_that_see)(part, purpose)
    relations = CareRelation.objects.filter(_held_by(actor), in_force(actor.at), role__in=roles).filter(
        _consented(actor, part), Q(role__in=sorted(NEVER_CLOSED_OUT)) | ~Exists(_objections(actor, part))
    )
    if part == Part.ADDRESS:
        relations = relations.filter(Q(person__grade="") | Q(sees_protected_address=True) | Q(herself=True))
    return relations


def _held_by(actor: Actor) -> Q:
    """The relation's holder is this actor: by name, through a unit, or because it is her own record."""
    held = Q(pk__in=[])
    if actor.staff_id:
        held |= Q(staff_id=actor.staff_id)
    if actor.unit_ids:
        held |= Q(unit_id__in=actor.unit_ids)
    if actor.partner_member_id:
        held |= Q(partner_member_id=actor.partner_member_id)
    if actor.person_id:
        held |= Q(person_id=actor.person_id, herself=True)
    if actor.next_of_kin_id:
        held |= Q(next_of_kin_id=actor.next_of_kin_id)
    if actor.share_link_id:
        held |= Q(share_link_id=actor.share_link_id)
    return held


def _consented(actor: Actor, part: Part) -> Q:
    """A partner's or a link's relation is worth exactly the consent behind it, part by part, from day to day."""
    consent = ConsentPart.objects.filter(consent_runs(actor.on, "consent__"), consent=OuterRef("consent"))
    # Knowing who she is follows from having been given anything at all.
    if part != Part.PERSON:
        consent = consent.filter(part=part)
    return ~Q(role__in=sorted(BY_CONSENT)) | Exists(consent)


def _objections(actor: Actor, part: Part) -> models.QuerySet[Objection]:
    """What is closed to this actor, by this person or for her; one that names nobody closes the part to all but herself."""
    against = Q(staff=None, unit=None, municipality=None, partner=None, next_of_kin=None)
    if actor.staff_id:
        against |= Q(staff_id=actor.staff_id)
    if actor.unit_ids:
        against |= Q(unit_id__in=actor.unit_ids)
    if actor.municipality_numbers:
        against |= Q(municipality_id__in=actor.municipality_numbers)
    if actor.partner_id:
        against |= Q(partner_id=actor.partner_id)
    if actor.next_of_kin_id:
        against |= Q(next_of_kin_id=actor.next_of_kin_id)
    return Objection.objects.filter(
        against, in_force(actor.at), Q(of_part="") | Q(of_part=part), person=OuterRef("person")
    )  # fmt: skip


def visible(rows: models.QuerySet, actor: Actor, purpose: Purpose | None = None, *, to_write: bool = False) -> models.QuerySet:
    """Only those of the rows that this actor may see (or write) now, for this purpose (by default the usual one for the part)."""
    model = rows.model
    question = (purpose or purpose_of(actor, model.part), model.part, to_write)
    return rows.filter(**{f"{model.person_path}__in": compiled.keys(_grants, actor, question, "person_id")})


def reasons(actor: Actor, purpose: Purpose, part: Part, *, to_write: bool = False) -> models.QuerySet[CareRelation]:
    """What `grants` finds, by the compiled statement: for the check before every action and the line in the log after it."""
    return CareRelation.objects.filter(pk__in=compiled.keys(_grants, actor, (purpose, part, to_write), "id"))


def _grants(actor: Actor, purpose: Purpose, part: Part, to_write: bool) -> models.QuerySet[CareRelation]:
    return grants(actor, purpose, part, to_write=to_write)


def about_path(model: Any) -> str:
    """The lookup that gives the key of the person a row of this table is about."""
    path: str = model.person_path
    return path if path == "pk" else f"{path}_id"


def about_id(row: Any) -> UUID:
    """The key of the person this row is about."""
    for step in about_path(type(row)).split("__"):
        row = getattr(row, step)
    assert isinstance(row, UUID)
    return row


class RecordQuerySet(models.QuerySet):
    """Rows about persons; `visible_to` is the only door."""

    def visible_to(self, actor: Actor, purpose: Purpose | None = None, *, to_write: bool = False) -> Self:
        """Only the rows this actor may see (or write) now."""
        return visible(self, actor, purpose, to_write=to_write)

    def about(self, person_id: UUID) -> Self:
        """Only the rows about this person."""
        return self.filter(**{about_path(self.model): person_id})


class Record(models.Model):
    """A row about a person: it knows the path to her, the part it belongs to, and what such a document is called."""

    person_path: ClassVar[str] = "person"
    part: ClassVar[Part]
    document: ClassVar[str]

    id = models.UUIDField(primary_key=True, default=new_key)
    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True


class Authored(Record):
    """A row that says who wrote it, as whom, and when."""

    at = models.DateTimeField()
    by_kind = models.CharField(max_length=16)
    by_key = models.CharField(max_length=40)
    by_name = models.CharField(max_length=120)

    class Meta:
        abstract = True


def authorship(by: Actor) -> dict[str, object]:
    """The four columns of `Authored` for this actor."""
    return {"at": by.at, "by_kind": by.kind, "by_key": by.key, "by_name": by.name}


def sees(actor: Actor, person_id: UUID, part: Part, purpose: Purpose | None = None) -> bool:
    """True when this actor may see this part of this person's record."""
    return _has_reason(actor, person_id, purpose or purpose_of(actor, part), part, to_write=False)


def _has_reason(actor: Actor, person_id: UUID, purpose: Purpose, part: Part, *, to_write: bool) -> bool:
    return bool(compiled.answers(_granted, actor, [person_id], (purpose, part, to_write)))


def _granted(actor: Actor, only: compiled.Only, purpose: Purpose, part: Part, to_write: bool) -> models.QuerySet:
    return grants(actor, purpose, part, to_write=to_write).filter(only("person")).values_list("person_id")


def write_granted(actor: Actor, only: compiled.Only, purpose: Purpose, part: Part) -> models.QuerySet:
    """The question behind `require_write`, for many persons in one statement."""
    return _granted(actor, only, purpose, part, to_write=True)


def parts_seen(actor: Actor, person_id: UUID) -> frozenset[Part]:
    """The parts of this person's record that this actor may see, in one statement: which pages a person's menu offers."""
    return frozenset(Part(part) for (part,) in compiled.answers(_parts, actor, [person_id]))


def _parts(actor: Actor, only: compiled.Only) -> models.QuerySet:
    asked = [grants(actor, purpose_of(actor, part), part).filter(only("person")).values_list(Value(part.value)) for part in Part]
    return asked[0].union(*asked[1:])


def require_see(actor: Actor, person_id: UUID, part: Part) -> None:
    """For a page that is there only for those who may see the part. Raises `NotVisible`."""
    if not sees(actor, person_id, part):
        raise NotVisible


def may_write(actor: Actor, person_id: UUID, part: Part, purpose: Purpose | None = None) -> bool:
    """True when this actor may write in this part of this person's record."""
    return _has_reason(actor, person_id, purpose or purpose_of(actor, part), part, to_write=True)


def require_write(actor: Actor, person_id: UUID, part: Part, purpose: Purpose | None = None) -> None:
    """Every action's first step. Raises `NotVisible`: to those who may not, there is nothing here."""
    if not may_write(actor, person_id, part, purpose):
        raise NotVisible


def own_record(actor: Actor) -> UUID:
    """The person's own record, for what she does herself. Raises `NotVisible` for everybody else."""
    if actor.kind != "person" or actor.person_id is None or not sees(actor, actor.person_id, Part.PERSON):
        raise NotVisible
    return actor.person_id


def record_models() -> list[Any]:
    """Every table of rows about persons (the guards and the merge walk them)."""
    return [model for model in apps.get_models() if hasattr(model, "person_path")]
