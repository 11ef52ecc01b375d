"""An inspection: what it is about, which records were drawn, what was found, and what the municipality does about it."""

from typing import ClassVar

from django.db import models

from helhet.access.policy import Record
from helhet.access.rules import Part
from helhet.organisation.models import Municipality, PartnerMember, new_key
from helhet.oversight.engagement.rules import CONCLUSION_NAMES


class Engagement(models.Model):
    """One inspection of one municipality, opened by whoever leads there, for a named inspector and a time. It names no resident."""

    id = models.UUIDField(primary_key=True, default=new_key)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    inspector = models.ForeignKey(PartnerMember, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=160)
    ground = models.CharField(max_length=120)  # the law that gives access, as the log will say it
    period_from = models.DateField()
    period_until = models.DateField()
    access_from = models.DateField()
    access_until = models.DateField()
    most_cases = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    by_name = models.CharField(max_length=120)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=120, blank=True)
    end_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(condition=models.Q(access_until__gte=models.F("access_from")), name="inspection_ends_after_it_begins"),
        ]


class Yardstick(models.Model):
    """What the inspector holds the practice against (revisjonskriterium), with its source: one of the criteria, or her own words."""

    id = models.UUIDField(primary_key=True, default=new_key)
    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="yardsticks")
    number = models.PositiveSmallIntegerField()
    criterion = models.CharField(max_length=16, blank=True)
    text = models.CharField(max_length=300)
    source = models.CharField(max_length=300)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["engagement", "number"], name="yardsticks_are_numbered_once")]


class Sample(models.Model):
    """Which records were drawn, from whom, and by which seed. Drawn once, and never changed."""

    engagement = models.OneToOneField(Engagement, primary_key=True, on_delete=models.CASCADE, related_name="sample")
    seed = models.CharField(max_length=40)
    size = models.PositiveSmallIntegerField()
    by_state_of = models.CharField(max_length=16, blank=True)  # the criterion it was grouped by
    method = models.CharField(max_length=8)
    frame = models.JSONField()  # [[pseudonym, state], …]: those it was drawn from
    left_out = models.PositiveIntegerField()  # who had closed it; those with a strictly protected address are not even counted
    at = models.DateTimeField()
    by_name = models.CharField(max_length=120)


class SampledCase(Record):
    """One drawn record, by its number in the working papers; whoever has no relation to her sees no such row."""

    person_path: ClassVar[str] = "person"
    part = Part.CASE
    document = "tilsynssak"

    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    relation = models.ForeignKey("access.CareRelation", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    pseudonym = models.CharField(max_length=24)
    state = models.CharField(max_length=16, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["engagement", "number"], name="cases_are_numbered_once")]


class Finding(models.Model):
    """What the inspector found about one criterion: described, evidenced by case numbers, concluded."""

    id = models.UUIDField(primary_key=True, default=new_key)
    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="findings")
    yardstick = models.ForeignKey(Yardstick, on_delete=models.PROTECT, related_name="+")
    cases = models.JSONField(default=list)  # numbers in the working papers
    description = models.TextField()
    evidence = models.TextField(blank=True)
    conclusion = models.CharField(max_length=10, choices=CONCLUSION_NAMES.items())
    at = models.DateTimeField()
    by_name = models.CharField(max_length=120)

    class Meta:
        ordering = ["yardstick__number", "at"]


class DirectorsComment(models.Model):
    """What the municipal director (kommunedirektøren) says to a finding."""

    finding = models.OneToOneField(Finding, primary_key=True, on_delete=models.CASCADE, related_name="comment")
    words = models.TextField()
    signed_by = models.CharField(max_length=120)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=120)


class Measure(models.Model):
    """What the municipality will do about a finding, who, and by which day; and what came of it."""

    id = models.UUIDField(primary_key=True, default=new_key)
    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="measures")
    words = models.CharField(max_length=300)
    who = models.CharField(max_length=120)
    by_day = models.DateField()
    at = models.DateTimeField()
    by_name = models.CharField(max_length=120)
    done_on = models.DateField(null=True, blank=True)
    done_words = models.CharField(max_length=300, blank=True)
    done_by = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["by_day", "at"]
