"""Relations and consents for many persons in one statement each: for generated persons only, since nothing of it is logged."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from helhet.organisation.models import Staff, Unit

from .models import CareRelation, Consent
from .rules import ConsentKind, Role


def relations_in_bulk(person_ids: Iterable[UUID], *, at: datetime, unit: Unit, coordinator: Staff) -> None:
    """A service unit and a coordinator for each of these generated persons."""
    rows = []
    for person_id in person_ids:
        rows.append(CareRelation(person_id=person_id, role=Role.SERVICE_UNIT, unit=unit, ground="helsepersonelloven § 25", since=at))
        rows.append(
            CareRelation(
                person_id=person_id, role=Role.COORDINATOR, staff=coordinator, ground="helse- og omsorgstjenesteloven § 7-2", since=at
            )
        )
    CareRelation.objects.bulk_create(rows)


def consents_in_bulk(person_ids: Iterable[UUID], *, at: datetime) -> list[Consent]:
    """A consent to the plan for each of these generated persons, in order."""
    return Consent.objects.bulk_create(
        Consent(person_id=key, kind=ConsentKind.PLAN, given_at=at, given_by="Person", how="Muntlig", noted_by="Generert")
        for key in person_ids
    )
