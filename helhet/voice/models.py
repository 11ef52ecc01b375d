"""What she says of the help, in figures and in her own words; nothing here is ever changed."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from helhet.access.policy import Authored
from helhet.access.rules import Part
from helhet.organisation.models import Municipality, Unit, new_key

from .rules import ABOUT_NAMES, HIGHEST, KIND_NAMES, LOWEST


def _on_the_ladder(name: str) -> Q:
    return Q(**{name: None}) | Q(**{f"{name}__gte": LOWEST, f"{name}__lte": HIGHEST})


class Feedback(Authored):
    """After a contact or meeting: how is life, did we work on what matters to you, and what she wants to say (tilbakemelding).

    Written by herself, or by a worker in her words; which of the two stands in who wrote it.
    """

    part = Part.VOICE
    document = "tilbakemelding"

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    on = models.DateField()
    # A meeting is a room above this one, so that what she answers after is known by kind and key.
    about = models.CharField(max_length=8, choices=ABOUT_NAMES.items(), blank=True)
    about_key = models.UUIDField(null=True, blank=True)
    met_on = models.DateField(null=True, blank=True)
    life = models.PositiveSmallIntegerField(null=True, blank=True)
    alliance = models.PositiveSmallIntegerField(null=True, blank=True)
    words = models.TextField(blank=True)
    # What she answered in the municipality's own instruments, each with what it was asked by; the two answers above follow from it.
    by_instrument = models.JSONField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "-at"])]
        constraints = [
            models.CheckConstraint(condition=_on_the_ladder("life"), name="life_is_on_the_ladder"),
            models.CheckConstraint(condition=_on_the_ladder("alliance"), name="alliance_is_on_the_ladder"),
            models.CheckConstraint(
                condition=Q(life__isnull=False) | Q(alliance__isnull=False) | ~Q(words=""), name="feedback_says_something"
            ),
        ]

    @property
    def is_hers(self) -> bool:
        """She wrote it herself."""
        return self.by_kind == "person"


class UnnamedAnswer(models.Model):
    """What somebody who will not be named says of a service: two steps on the ladder and the year. No person, no worker, no day."""

    # Drawn, and not made of the hour as other keys are.
    id = models.UUIDField(primary_key=True, default=uuid4)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    life = models.PositiveSmallIntegerField(null=True, blank=True)
    alliance = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["year", "unit"])]
        constraints = [
            models.CheckConstraint(condition=_on_the_ladder("life"), name="unnamed_life_is_on_the_ladder"),
            models.CheckConstraint(condition=_on_the_ladder("alliance"), name="unnamed_alliance_is_on_the_ladder"),
            models.CheckConstraint(condition=Q(life__isnull=False) | Q(alliance__isnull=False), name="unnamed_says_something"),
        ]


class Saying(models.Model):
    """Praise or complaint about the service, addressed to its leader. Who said it is a restricted row of its own (docs/adr/0018)."""

    id = models.UUIDField(primary_key=True, default=new_key)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=9, choices=KIND_NAMES.items())
    words = models.TextField()
    on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["municipality", "-on"])]


class SaidBy(Authored):
    """Whose praise or complaint it is, for herself alone. Its key is the saying's."""

    part = Part.VOICE
    document = "ros eller klage"

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["person", "-at"])]


class Reply(models.Model):
    """What the leader answered."""

    id = models.UUIDField(primary_key=True, default=new_key)
    saying = models.OneToOneField(Saying, on_delete=models.PROTECT, related_name="reply")
    words = models.TextField()
    at = models.DateTimeField()
    by_name = models.CharField(max_length=120)
