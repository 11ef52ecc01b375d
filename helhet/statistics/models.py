"""What is kept of a report: how far it came, each answer people gave, and what the municipality has chosen. No person data."""

from django.db import models

from helhet.cooperation.models import Clause
from helhet.organisation.models import Municipality, new_key

from .rules import GROUP_NAMES, REAL_NAMES, STATE_NAMES
from .sharing import KIND_NAMES
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


class SharedFile(Said):
    """A neighbour's signed file of figures, taken in to compare with: bands and figures about posts, and no row about anybody."""

    number = models.CharField(max_length=4)
    year = models.PositiveSmallIntegerField()
    group = models.CharField(max_length=8, choices=GROUP_NAMES.items())
    content = models.JSONField()
    key = models.CharField(max_length=60)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["number", "year", "at", "id"]
        constraints = [models.UniqueConstraint(fields=["number", "year", "group"], name="a_neighbour_tells_once_of_a_year")]


class Practice(Said):
    """How we do something (praksis): our own, or a draft adopted from another municipality, with where it came from."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=KIND_NAMES.items())
    title = models.CharField(max_length=160)
    words = models.TextField()
    # Which figure it may explain.
    indicator = models.CharField(max_length=40, blank=True)
    # The lines of a competence plan we were given: key or name, and how many need it there.
    wanted = models.JSONField(default=list, blank=True)
    # The questions of a form, as the mapping keeps one.
    questionnaire = models.JSONField(default=dict, blank=True)
    in_use_on = models.DateField(null=True, blank=True)
    # The point it became in an agreement of ours.
    clause = models.OneToOneField(Clause, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    origin = models.CharField(max_length=120, blank=True)
    origin_key = models.CharField(max_length=60, blank=True)
    origin_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["title", "id"]


class PracticeVersion(Said):
    """What a practice said before it was changed, and from when it was in use: added to, never changed. Never in use: as it came to us."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="versions")
    title = models.CharField(max_length=160)
    words = models.TextField()
    in_use_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
