"""Competence held and needed, and the learning it comes from: courses, guidance, visits, and who took part."""

from django.db import models
from django.db.models import F, Q

from helhet.organisation.rules.competence import CENTRE_NAMES, COMPETENCE_NAMES, KNOWN_NAMES, LEARNING_NAMES

from .house import Kept, Municipality, Staff, new_key

_ONE_NAME = Q(key="") & ~Q(name="") | ~Q(key="") & Q(name="")


class Learning(models.Model):
    """Something workers learned together or alone, on a day: what, where, from which centre, and what it taught."""

    id = models.UUIDField(primary_key=True, default=new_key)
    on = models.DateField()
    kind = models.CharField(max_length=12, choices=LEARNING_NAMES.items())
    what = models.CharField(max_length=160)
    place = models.CharField(max_length=120, blank=True)
    centre = models.CharField(max_length=8, choices=CENTRE_NAMES.items(), blank=True)
    # A competence we know, or the municipality's own by name; empty when it taught none of them in particular.
    key = models.CharField(max_length=16, choices=COMPETENCE_NAMES.items(), blank=True)
    name = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=120)

    class Meta:
        ordering = ["-on", "-at"]
        constraints = [models.CheckConstraint(condition=Q(key="") | Q(name=""), name="learning_taught_one_thing")]


class LearningPart(models.Model):
    """Who took part."""

    learning = models.ForeignKey(Learning, on_delete=models.CASCADE, related_name="parts")
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="learned")

    class Meta:
        ordering = ["staff__name"]
        constraints = [models.UniqueConstraint(fields=["learning", "staff"], name="once_in_a_learning")]


class CompetenceHeld(Kept):
    """A worker has a competence from a day on, until a day when it lapses."""

    id = models.UUIDField(primary_key=True, default=new_key)
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="competence")
    key = models.CharField(max_length=16, choices=COMPETENCE_NAMES.items(), blank=True)
    name = models.CharField(max_length=120, blank=True)
    how = models.CharField(max_length=160, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["key", "name", "since"]
        constraints = [
            models.CheckConstraint(condition=_ONE_NAME, name="held_competence_has_one_name"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="competence_ends_after_it_begins"),
            models.UniqueConstraint(fields=["staff", "key", "name"], condition=Q(until=None), name="held_once"),
        ]


class CompetenceNeeded(Kept):
    """How many workers a municipality needs with a competence; of those we know, one, until it says otherwise."""

    id = models.UUIDField(primary_key=True, default=new_key)
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=16, choices=COMPETENCE_NAMES.items(), blank=True)
    name = models.CharField(max_length=120, blank=True)
    how_many = models.PositiveSmallIntegerField(default=1)
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["municipality_id", "key", "name"]
        constraints = [
            models.CheckConstraint(condition=_ONE_NAME, name="needed_competence_has_one_name"),
            models.UniqueConstraint(fields=["municipality", "key", "name"], name="needed_once"),
        ]


class CentreKnown(Kept):
    """How well a municipality knows a competence centre, and whether it was content."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    centre = models.CharField(max_length=8, choices=CENTRE_NAMES.items())
    known = models.CharField(max_length=8, choices=KNOWN_NAMES.items())
    # yes, no, or not asked: only who has used it can say.
    content = models.CharField(max_length=3, blank=True)

    class Meta:
        ordering = ["municipality_id", "centre"]
        constraints = [models.UniqueConstraint(fields=["municipality", "centre"], name="one_word_on_a_centre")]
