"""Who coordinates: appointed, away with a deputy, replaced; never a day without (helse- og omsorgstjenesteloven § 7-2)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from helhet.access import actions as access
from helhet.access.each import Each, each_writable
from helhet.access.policy import OSLO, Actor, require_write
from helhet.access.rules import COORDINATING_ROLES, NOT_HERSELF, Part, Role
from helhet.organisation.models import Absence, Staff
from helhet.organisation.rules import N_, Fault, refuse_if_any

_GROUNDS = {
    Role.COORDINATOR: N_("helse- og omsorgstjenesteloven § 7-2"),
    Role.CHILD_COORDINATOR: N_("helse- og omsorgstjenesteloven § 7-2 a"),
}


@transaction.atomic
def appoint(person_id: UUID, *, staff: Staff, by: Actor, role: Role = Role.COORDINATOR, address_how: str = "") -> Any:
    """Appoint a coordinator (or the children's): her access, her place on the plan and one of her caseload are this one row.

    `address_how`: how the person said that this one may know a protected address; empty when she has not.
    """
    return appoint_each({person_id: staff}, by=by, role=role, address_how=address_how).only()


@transaction.atomic
def appoint_each(chosen: Mapping[UUID, Staff], *, by: Actor, role: Role = Role.COORDINATOR, address_how: str = "") -> Each:
    """The same for many persons at once, a coordinator for each."""
    each = each_writable(by, chosen.keys(), Part.PERSON)
    held = {one.person_id for one in _holding(chosen.keys(), role, by)}
    faults = access.holders_faults({key: (staff, None) for key, staff in chosen.items()}, by=by)
    for key, staff in chosen.items():
        if key not in each.refused:
            there = [Fault("staff", N_("Det er alt en koordinator. Bruk «Bytt koordinator»."))] if key in held else []
            each.refuse(key, [*there, *faults[key], *_alone_faults(staff, address_how, by)])
    each.made = _begin({key: staff for key, staff in chosen.items() if key not in each.refused}, role, address_how, by)
    return each


@transaction.atomic
def replace(person_id: UUID, *, staff: Staff, reason: str, by: Actor, role: Role = Role.COORDINATOR, address_how: str = "") -> Any:
    """Another coordinator from this instant: the old relation ends as the new one begins, so that there is no gap."""
    require_write(by, person_id, Part.PERSON)
    old = list(_holding([person_id], role, by))
    refuse_if_any(
        ([] if reason.strip() else [Fault("reason", N_("Skriv hvorfor koordinatoren byttes."))])
        + [Fault("staff", N_("{name} er alt koordinator."), {"name": staff.name}) for one in old if one.staff_id == staff.pk]
        + _holder_faults(person_id, staff, address_how, by)
    )  # fmt: skip
    access.end_now([*old, *(_deputies(person_id, by) if role == Role.COORDINATOR else [])], reason=reason.strip(), by=by)
    return _begin({person_id: staff}, role, address_how, by)[person_id]


@transaction.atomic
def step_down(person_id: UUID, *, reason: str, by: Actor, role: Role = Role.COORDINATOR) -> None:
    """End the appointment with nobody after: only when she no longer wants or needs one."""
    require_write(by, person_id, Part.PERSON)
    refuse_if_any([] if reason.strip() else [Fault("reason", N_("Skriv hvorfor personen ikke lenger skal ha koordinator."))])
    ending = [*_holding([person_id], role, by), *(_deputies(person_id, by) if role == Role.COORDINATOR else [])]
    access.end_now(ending, reason=reason.strip(), by=by)


def _holding(person_ids: Iterable[UUID], role: Role, by: Actor) -> Any:
    assert role in COORDINATING_ROLES
    return access.relations_for(by, *person_ids).filter(role=role, until=None)


def _deputies(person_id: UUID, by: Actor) -> Iterable[Any]:
    return [one for one in access.relations_for(by, person_id).filter(role=Role.DEPUTY) if one.until is None or one.until > by.at]


def _holder_faults(person_id: UUID, staff: Staff, address_how: str, by: Actor) -> list[Fault]:
    return access.holder_faults(person_id, by=by, staff=staff) + _alone_faults(staff, address_how, by)


def _alone_faults(staff: Staff, address_how: str, by: Actor) -> list[Fault]:
    return [Fault("address_how", NOT_HERSELF)] if address_how.strip() and staff.pk == by.staff_id else []


def _begin(chosen: Mapping[UUID, Staff], role: Role, address_how: str, by: Actor) -> dict[UUID, Any]:
    how = address_how.strip()
    given = {"role": role, "ground": _GROUNDS[role], "sees_protected_address": bool(how), "reason": how}
    made = access.begin_relations([{"person_id": key, "staff": staff, **given} for key, staff in chosen.items()], by=by)
    if role == Role.COORDINATOR:
        for absence in Absence.objects.filter(staff__in={staff.pk for staff in chosen.values()}, until__gte=by.on):
            for key in (key for key, staff in chosen.items() if staff.pk == absence.staff_id):
                for deputy, since, until in _standing_in(absence, absence.since, absence.until):
                    _deputise(key, deputy, since, until, by)
    return {one.person_id: one for one in made}


def _midnight(on: date) -> datetime:
    return datetime.combine(on, time.min, OSLO)


def _deputise(person_id: UUID, deputy: Staff, since: date, until: date, by: Actor) -> None:
    begins = by.at if since <= by.on else _midnight(since)
    access.begin_relation(
        person_id, role=Role.DEPUTY, ground=_GROUNDS[Role.COORDINATOR], by=by, staff=deputy, since=begins,
        until=_midnight(until + timedelta(days=1)), function=N_("stedfortreder"),
    )  # fmt: skip


# Somebody for some days, from and to and including.
Days = tuple[Staff, date, date]


def _overlapping(since: date, until: date, **whose: Staff) -> Iterator[tuple[Absence, date, date]]:
    """Absences of (or with a deputy who is) somebody in these days, each with the days that are shared."""
    for one in Absence.objects.filter(since__lte=until, until__gte=since, **whose).select_related("staff", "deputy"):
        yield one, max(since, one.since), min(until, one.until)


def _stood_in_for(staff: Staff, since: date, until: date, seen: frozenset[UUID] = frozenset()) -> Iterator[Days]:
    """Herself, and everybody whose place she has in these days, through as many deputies as there are."""
    yield staff, since, until
    for absence, first, last in _overlapping(since, until, deputy=staff):
        if absence.pk not in seen:
            yield from _stood_in_for(absence.staff, first, last, seen | {absence.pk})


def _standing_in(absence: Absence, since: date, until: date, seen: frozenset[UUID] = frozenset()) -> Iterator[Days]:
    """The deputy, and while she is away herself hers, through as many as there are."""
    yield absence.deputy, since, until
    for later, first, last in _overlapping(since, until, staff=absence.deputy):
        if later.pk not in seen:
            yield from _standing_in(later, first, last, seen | {later.pk})


@transaction.atomic
def away(staff: Staff, *, since: date, until: date, deputy: Staff, by: Actor) -> int:
    """Somebody is away: her deputy coordinates meanwhile for each of hers, and of those she is deputy for. Returns for how many.

    All of them or none: an absence that leaves somebody without is refused.
    """
    places = list(_stood_in_for(staff, since, until))
    theirs = {place: _persons_of(place[0], by) for place in places}
    refuse_if_any(_away_faults(staff, since, until, deputy, theirs, by))
    Absence.objects.create(staff=staff, since=since, until=until, deputy=deputy, changed_at=by.at, changed_by=by.name)
    for (_, first, last), person_ids in theirs.items():
        for person_id in person_ids:
            _deputise(person_id, deputy, first, last, by)
    return len({key for person_ids in theirs.values() for key in person_ids})


def _persons_of(staff: Staff, by: Actor) -> list[UUID]:
    return list(dict.fromkeys(one.person_id for one in access.caseload_of(staff, by=by)))


@transaction.atomic
def back(absence: Absence, *, by: Actor) -> int:
    """She is back before the day that was written, or stays after all: the deputy's place ends now. Returns for how many."""
    deputies = []
    for staff, since, until in _stood_in_for(absence.staff, absence.since, absence.until):
        mine = _persons_of(staff, by)
        refuse_if_any(_too_few_faults(staff, len(mine)))
        places = {(one.pk, _midnight(last + timedelta(days=1))) for one, _, last in _standing_in(absence, since, until)}
        deputies += [one for key in mine for one in _deputies(key, by) if (one.staff_id, one.until) in places]
    access.end_now(deputies, reason=N_("fraværet er over"), by=by)
    if absence.since >= by.on:
        absence.delete()
    else:
        absence.until, absence.changed_at, absence.changed_by = by.on - timedelta(days=1), by.at, by.name
        absence.save()
    return len(deputies)


def _away_faults(
    staff: Staff, since: date, until: date, deputy: Staff, theirs: Mapping[Days, list[UUID]], by: Actor
) -> Iterable[Fault]:  # fmt: skip
    yield from access.colleague_faults(staff, by=by)
    yield from access.colleague_faults(deputy, by=by, field="deputy")
    if until < since:
        yield Fault("until", N_("Siste dag er før første dag."))
    if until < by.on:
        yield Fault("until", N_("Fraværet er alt over."))
    if deputy.pk == staff.pk:
        yield Fault("deputy", N_("Velg en annen enn den som er borte."))
    elif any(True for _ in _overlapping(since, until, staff=deputy)):
        yield Fault("deputy", N_("{name} er også borte da. Velg en annen stedfortreder."), {"name": deputy.name})
    for (coordinator, _, _), person_ids in theirs.items():
        yield from _too_few_faults(coordinator, len(person_ids))
    if closed := access.closed_out({key for person_ids in theirs.values() for key in person_ids}, by=by, staff=deputy):
        reason = N_("{count} av personene har sperret for {name}. Velg en annen stedfortreder.")
        yield Fault("deputy", reason, {"count": len(closed), "name": deputy.name})


def _too_few_faults(staff: Staff, mine: int) -> Iterable[Fault]:
    if mine < access.coordinates_for(staff):
        reason = N_("{name} er koordinator for flere enn dem du arbeider med. Be koordinerende enhet legge inn fraværet.")
        yield Fault("staff", reason, {"name": staff.name})
