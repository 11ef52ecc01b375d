"""What is kept of a report: how far it came, each answer people gave, and what the municipality has chosen. No person data."""

from django.db import models

from helhet.organisation.models import Municipality, new_key

from .rules import GROUP_NAMES, REAL_NAMES, STATE_NAMES
from .work import CHOICES


class Submission(models.Model):
    """A municipality's answer to the form of a year for a group (rapport IS-24/8)."""

    id = models.UUIDField(primary_key=True, default=new_key)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    group = models.CharField(max_length=8, choices=GROUP_NAMES.items())

    class Meta:
        ordering = ["-year", "municipality_id", "group"]
        constraints = [models.UniqueConstraint(fields=["municipality", "year", "group"], name="one_submission_of_a_form")]


class Said(models.Model):
    """Who said it and when: added to, never changed; the newest holds."""

    id = models.UUIDField(primary_key=True, default=new_key)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=120)

    class Meta:
        abstract = True


class SubmissionStep(Said):
    """How far a submission had come on a day. The step that sends it holds every figure as it was sent."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="steps")
    state = models.CharField(max_length=16, choices=STATE_NAMES.items())
    note = models.CharField(max_length=400, blank=True)
    # By the row's id: [value, kind, low, high]; empty until it is sent.
    figures = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["at", "id"]


class CellAnswer(Said):
    """Somebody answered a question, or set a figure otherwise than the record says, and why."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="answers")
    row = models.CharField(max_length=60)
    value = models.JSONField(null=True)
    why = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ["at", "id"]


class JumpAnswer(Said):
    """Is the change real, or a new way of estimating? What was answered, of which two figures."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="jumps")
    row = models.CharField(max_length=60)
    now = models.CharField(max_length=40)
    before = models.CharField(max_length=40)
    real = models.CharField(max_length=8, choices=REAL_NAMES.items())
    why = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ["at", "id"]


class WeekChosen(Said):
    """Another week than the form's is representative here, and why."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="weeks")
    week = models.PositiveSmallIntegerField()
    why = models.CharField(max_length=400)

    class Meta:
        ordering = ["at", "id"]


class CountingChoice(Said):
    """What the form leaves open and the municipality has settled: how it counts, from which year, and why."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=16, choices=[(one.key, one.says) for one in CHOICES.values()])
    way = models.CharField(max_length=16)
    since_year = models.PositiveSmallIntegerField()
    why = models.CharField(max_length=400)

    class Meta:
        ordering = ["since_year", "at", "id"]
