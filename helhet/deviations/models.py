"""Deviations (avvik), serious events, what was learned from hard cases, and the yearly review.

A deviation is about the service. Whom it concerned, and what happened to her, is a restricted row of its own (docs/adr/0018).
"""

from django.db import models

from helhet.access.policy import Authored
from helhet.access.rules import Part
from helhet.organisation.models import Kept, Municipality, Staff, Unit, new_key

from .rules import AREA_NAMES, CLOCK_NAMES, DEED_NAMES, LETTER_NAMES, SERIOUSNESS_NAMES


class Said(models.Model):
    """A line that is added and never changed: when, and by whom."""

    id = models.UUIDField(primary_key=True, default=new_key)
    on = models.DateField()
    at = models.DateTimeField()
    by_name = models.CharField(max_length=120)

    class Meta:
        abstract = True


class Deviation(Kept):
    """Something that should not have happened, or nearly did (avvik)."""

    id = models.UUIDField(primary_key=True, default=new_key)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    happened_on = models.DateField()
    # Empty when it concerns a person: then it stands in `Concerned`.
    what = models.TextField(blank=True)
    area = models.CharField(max_length=12, choices=AREA_NAMES.items())
    seriousness = models.CharField(max_length=8, choices=SERIOUSNESS_NAMES.items())
    is_about_person = models.BooleanField(default=False)
    reported_at = models.DateTimeField()
    reported_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    due = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-reported_at", "-id"]
        indexes = [models.Index(fields=["municipality", "-reported_at"])]


class Concerned(Authored):
    """Whom a deviation concerned and what happened, for those who may see her cases only. Its key is the deviation's."""

    part = Part.CASE
    document = "avvik"

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    what = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["person", "-at"])]


class DeviationStep(Said):
    """What was done with a deviation."""

    deviation = models.ForeignKey(Deviation, on_delete=models.PROTECT, related_name="steps")
    deed = models.CharField(max_length=8, choices=DEED_NAMES.items())
    words = models.TextField()
    owner_name = models.CharField(max_length=120, blank=True)
    due = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["at", "id"]


class SeriousEvent(models.Model):
    """The law's three clocks after a death or very serious injury (helse- og omsorgstjenesteloven § 12-3 a)."""

    deviation = models.OneToOneField(Deviation, primary_key=True, on_delete=models.PROTECT, related_name="event")
    known_on = models.DateField()
    notice_by = models.DateField()
    meeting_by = models.DateField()
    report_by = models.DateField()


class EventStep(Said):
    """A clock met, by a dated line."""

    event = models.ForeignKey(SeriousEvent, on_delete=models.PROTECT, related_name="steps")
    clock = models.CharField(max_length=8, choices=CLOCK_NAMES.items())
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["on", "at", "id"]
        constraints = [models.UniqueConstraint(fields=["event", "clock"], name="a_clock_is_met_once")]


class HardCase(Authored):
    """Looking back on a hard case with the partners: what we learned, what we do, and whether it worked."""

    part = Part.CASE
    document = "læring"

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    on = models.DateField()
    partners = models.CharField(max_length=240)
    learned = models.TextField()
    measure = models.TextField()
    effect = models.TextField(blank=True)
    effect_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "-on"])]


class YearlyWords(Said):
    """The leader's own words under one letter of the yearly review; the newest counts, the older stand."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    letter = models.CharField(max_length=1, choices=LETTER_NAMES.items())
    words = models.TextField()

    class Meta:
        ordering = ["at", "id"]


class YearlyReview(Said):
    """The whole was gone through and dated (forskrift om ledelse og kvalitetsforbedring § 8 f); how many letters had words then."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    who = models.CharField(max_length=240)
    letters = models.CharField(max_length=7)

    class Meta:
        ordering = ["on", "at", "id"]
