"""An inspector's access: to exactly the persons drawn, while the engagement runs, with the ground its opener wrote."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from helhet.access.models import CareRelation, Objection
from helhet.access.policy import Actor, NotVisible, in_force
from helhet.access.rules import READS, Role
from helhet.organisation.models import PartnerMember

from .relations import begin_relation, end_now


@transaction.atomic
def begin_inspection(
    person_ids: Iterable[UUID], *, member: PartnerMember, ground: str, until: datetime, by: Actor
) -> dict[UUID, CareRelation]:
    """Open what an inspector may read of these persons. Only for herself, by an engagement that names her: the caller has asked."""
    if by.kind != "inspector" or by.partner_member_id != member.pk:
        raise NotVisible
    return {
        key: begin_relation(key, role=Role.INSPECTOR, ground=ground, by=by, partner_member=member, function=member.title, until=until)
        for key in person_ids
    }


@transaction.atomic
def end_inspection(relation_ids: Collection[UUID], *, reason: str, by: Actor) -> None:
    """The engagement is over: what it gave access to is closed on the next request."""
    end_now(CareRelation.objects.filter(pk__in=relation_ids, role=Role.INSPECTOR), reason=reason, by=by)


def closed_to_inspection(person_ids: Collection[UUID], *, member: PartnerMember, at: datetime) -> set[UUID]:
    """Those who have closed what an inspector reads, to her or to everybody: they are not drawn."""
    against = Q(staff=None, unit=None, municipality=None, partner=None, next_of_kin=None) | Q(partner_id=member.partner_id)
    parts = ["", *READS[Role.INSPECTOR]]
    found = Objection.objects.filter(against, in_force(at), of_part__in=parts, person_id__in=list(person_ids))
    return set(found.values_list("person_id", flat=True))
