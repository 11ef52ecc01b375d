"""Instruments as versioned definitions, her answers, and the scores they give."""

from django.db import models

from helhet.access.policy import Authored, Record
from helhet.access.rules import Part
from helhet.organisation.models import new_key


class Instrument(models.Model):
    """One version of a questionnaire: a FHIR R4 Questionnaire with declared scoring. Holds no person data."""

    id = models.UUIDField(primary_key=True, default=new_key)
    name = models.SlugField(max_length=40)
    version = models.CharField(max_length=20)
    language = models.CharField(max_length=2)
    title = models.CharField(max_length=160)
    licence = models.CharField(max_length=200)
    definition = models.JSONField()
    in_use = models.BooleanField(default=True)

    class Meta:
        ordering = ["name", "version"]
        constraints = [models.UniqueConstraint(fields=["name", "version", "language"], name="an_instrument_version_is_added_once")]


class Response(Authored):
    """One filled-in mapping, kept exactly as answered (kartlegging)."""

    part = Part.MAPPING
    document = "kartlegging"

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    answers = models.JSONField()  # {linkId: value}
    words = models.TextField(blank=True)
    # Whose answers these are: hers, or a worker's judgement.
    answered_by = models.CharField(max_length=12)

    class Meta:
        indexes = [models.Index(fields=["person", "instrument", "on"])]


class Score(Record):
    """A number a response gives by the instrument's declared scoring."""

    person_path = "response__person"
    part = Part.MAPPING
    document = "skår"

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=40)
    value = models.DecimalField(max_digits=8, decimal_places=3)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["response", "name"], name="a_score_stands_once")]
