"""What was read in an emergency, and whether she has been told: on her own front page, or by one of us when she cannot sign in."""

from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef

from .log import Opening
from .models import Account, EmergencyReading
from .policy import Actor
from .questions import Only, asks

_SIGNS_IN = Exists(Account.objects.filter(person=OuterRef("person"), is_active=True))


def untold(opening: Opening, person_id: UUID) -> list[EmergencyReading]:
    """The readings she has not been told of, newest first, each with the reason it was done for."""
    rows = EmergencyReading.objects.filter(person_id=person_id, told_on=None).select_related("relation")
    return opening.all(rows.order_by("-at"))


def readings_of(opening: Opening, person_id: UUID) -> list[EmergencyReading]:
    """Every reading in an emergency, newest first."""
    return opening.all(EmergencyReading.objects.filter(person_id=person_id).order_by("-at"))


@asks(EmergencyReading, "at", "reader", signs_in=_SIGNS_IN)
def to_tell(actor: Actor, only: Only) -> models.QuerySet:
    """Readings she has not been told of, done by others than this actor."""
    return EmergencyReading.objects.filter(only("person"), told_on=None).exclude(relation__staff_id=actor.staff_id)
