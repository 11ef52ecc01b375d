"""Joining two records that are one person's, so that nothing is lost.

Every row of the one moves to the other, and the one stays as a pointer, so that its address still opens. Where there can be
only one and the rule is plain, it is followed: the coordinator and the nearest of kin of the record that lives on continue, its
address is the present one and the other's an earlier one, and the stricter of two protections holds. Anything else there can
be only one of (two individual plans) is refused, with nothing moved: which of them is hers is not for us to choose.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from helhet.access import actions as access
from helhet.access import log
from helhet.access.policy import Actor, record_models, require_write
from helhet.access.rules import Part, Role
from helhet.organisation.rules import N_, Fault, Refused, refuse_if_any
from helhet.people.models import Address, Identifier, NextOfKin, Person

from .person import JOINED, join_facts


@transaction.atomic
def merge(kept: Person, other: Person, *, by: Actor, reason: str) -> int:
    """Join two records of one person: every row of `other` moves to `kept`, and `other` stays as a pointer. Returns rows moved.

    Both must be the actor's to write, in one municipality. Both logs stay whole, each in its own chain; every moved row is
    kept in the history. Refused, with nothing moved, when the two hold something there can be only one of.
    """
    for person in (kept, other):
        require_write(by, person.pk, Part.PERSON)
    refuse_if_any(_faults(kept, other, reason))
    _make_room(kept, other, by)
    moved: list[Any] = []
    for model in record_models():
        if model is not Person and model.person_path == "person":
            moved += _move_rows(model, kept.pk, other.pk)
    log.did_move(moved, was=other.pk, to=kept.pk, by=by)
    access.move_account(other.pk, to=kept.pk)
    Person.objects.filter(merged_into=other).update(merged_into=kept)
    other.merged_into = kept
    other.save(update_fields=["merged_into"])
    log.did(N_("slått sammen"), other, by=by, note=reason.strip(), was={"merged_into": None})
    _join_facts(kept, other, reason.strip(), by)
    return len(moved)


def _faults(kept: Person, other: Person, reason: str) -> Iterable[Fault]:
    if not reason.strip():
        yield Fault("reason", N_("Skriv hvordan du vet at de to er samme person."))
    if kept.pk == other.pk:
        yield Fault("other", N_("Det er samme person."))
    if kept.municipality_id != other.municipality_id:
        yield Fault("other", N_("De to hører til hver sin kommune, og hver kommune har sitt eget ansvar for opplysningene."))
    if kept.merged_into_id or other.merged_into_id:
        yield Fault("other", N_("En av de to er alt slått sammen med en annen."))


def _make_room(kept: Person, other: Person, by: Actor) -> None:
    """Where there can be only one and the rule is plain: end the other's, which then moves as history."""
    going_on = list(access.relations_for(by, kept.pk).filter(until=None))
    has_coordinator = any(relation.role == Role.COORDINATOR for relation in going_on)
    there = {_place(relation) for relation in going_on}
    for relation in access.relations_for(by, other.pk).filter(until=None):
        if (relation.role == Role.COORDINATOR and has_coordinator) or (relation.consent_id is None and _place(relation) in there):
            access.end_now([relation], reason=N_("to registreringer ble slått sammen"), by=by)
    if Address.objects.filter(person=kept, until=None).exists():
        Address.objects.filter(person=other, until=None).update(until=by.at)
    if NextOfKin.objects.filter(person=kept, nearest=True, until=None).exists():
        NextOfKin.objects.filter(person=other, nearest=True).update(nearest=False)


def _place(relation: Any) -> tuple[object, ...]:
    holders = (relation.staff_id, relation.unit_id, relation.partner_member_id, relation.next_of_kin_id, relation.herself)
    return relation.role, *holders


def _move_rows(model: Any, kept: UUID, other: UUID) -> list[Any]:
    rows = model._base_manager.filter(person_id=other)
    if model is Identifier:
        # The same number on both: one is enough, and the other stays where it stood.
        rows = rows.exclude(value__in=Identifier.objects.filter(person_id=kept).values("value"))
    found = list(rows)
    try:
        with transaction.atomic():
            model._base_manager.filter(pk__in=[row.pk for row in found]).update(person_id=kept)
    except IntegrityError:
        reason = N_("Begge har «{what}», og det kan bare være én av dem. Avslutt den ene først.")
        raise Refused(Fault("other", reason, {"what": model.document})) from None
    return found


def _join_facts(kept: Person, other: Person, reason: str, by: Actor) -> None:
    kept.known_since = min(kept.known_since, other.known_since)
    join_facts(kept, {name: getattr(other, name) for name in JOINED}, verb=N_("slo sammen"), note=reason, by=by)
