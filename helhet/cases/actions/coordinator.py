"""Who coordinates: appointed, away with a deputy, replaced; never a day without (helse- og omsorgstjenesteloven § 7-2)."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction

from helhet.access import actions as access
from helhet.access.policy import OSLO, Actor, require_write
from helhet.access.rules import Part, Role
from helhet.organisation.models import Absence, Staff
from helhet.organisation.rules import N_, Fault, Refused, refuse_if_any

_GROUND = "helse- og omsorgstjenesteloven § 7-2"


@transaction.atomic
def appoint(person_id: UUID, *, staff: Staff, by: Actor) -> object:
    """Appoint a coordinator. The appointment is her access, her place on the plan and one of her caseload: the same row."""
    require_write(by, person_id, Part.PERSON)
    if access.relations_for(by, person_id).filter(role=Role.COORDINATOR, until=None).exists():
        raise Refused(Fault("staff", N_("Det er alt en koordinator. Bruk «Bytt koordinator».")))
    return access.begin_relation(person_id, role=Role.COORDINATOR, ground=_GROUND, by=by, staff=staff)


@transaction.atomic
def replace(person_id: UUID, *, staff: Staff, reason: str, by: Actor) -> object:
    """Another coordinator from this instant: the old relation ends as the new one begins, so that there is no gap."""
    require_write(by, person_id, Part.PERSON)
    refuse_if_any([] if reason.strip() else [Fault("reason", N_("Skriv hvorfor koordinatoren byttes."))])
    for old in access.relations_for(by, person_id).filter(role=Role.COORDINATOR, until=None):
        if old.staff_id == staff.pk:
            raise Refused(Fault("staff", N_("{name} er alt koordinator."), {"name": staff.name}))
        access.end_relation(old, reason=reason, by=by)
    return access.begin_relation(person_id, role=Role.COORDINATOR, ground=_GROUND, by=by, staff=staff)


@transaction.atomic
def step_down(person_id: UUID, *, reason: str, by: Actor) -> None:
    """End the appointment with nobody after: only when she no longer wants or needs one."""
    require_write(by, person_id, Part.PERSON)
    refuse_if_any([] if reason.strip() else [Fault("reason", N_("Skriv hvorfor hun ikke lenger skal ha koordinator."))])
    for old in access.relations_for(by, person_id).filter(role=Role.COORDINATOR, until=None):
        access.end_relation(old, reason=reason, by=by)


def _midnight(on: date) -> datetime:
    return datetime.combine(on, time.min, OSLO)


@transaction.atomic
def away(staff: Staff, *, since: date, until: date, deputy: Staff, by: Actor) -> int:
    """Somebody is away: her deputy coordinates meanwhile for each of her persons. Returns for how many.

    Only the actor's own absence, or that of somebody whose persons the actor may write for.
    """
    refuse_if_any(
        ([Fault("until", N_("Siste dag er før første dag."))] if until < since else [])
        + ([Fault("deputy", N_("Velg en annen enn den som er borte."))] if deputy.pk == staff.pk else [])
    )
    Absence.objects.create(staff=staff, since=since, until=until, deputy=deputy)
    begins = max(_midnight(since), by.at) if since <= by.on else _midnight(since)
    count = 0
    for relation in access.caseload_of(staff, by=by):
        access.begin_relation(
            relation.person_id, role=Role.DEPUTY, ground=_GROUND, by=by, staff=deputy, since=begins,
            until=_midnight(until + timedelta(days=1)), function=N_("stedfortreder"),
        )  # fmt: skip
        count += 1
    return count
