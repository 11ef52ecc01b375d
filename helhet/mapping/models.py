"""Instruments as versioned definitions, her answers, and the scores they give."""

from uuid import UUID

from django.db import models

from helhet.access.policy import Authored, Record
from helhet.access.rules import Part
from helhet.organisation.models import new_key

from .rules import ANSWERED_BY_NAMES
from .rules.questionnaire import Questionnaire
from .rules.reading import read

# A version is never changed, so what was read once stands.
_READ: dict[UUID, Questionnaire] = {}


class Instrument(models.Model):
    """One version of a questionnaire: a FHIR R4 Questionnaire with declared scoring. Holds no person data."""

    id = models.UUIDField(primary_key=True, default=new_key)
    name = models.SlugField(max_length=40)
    version = models.CharField(max_length=20)
    language = models.CharField(max_length=2)
    title = models.CharField(max_length=160)
    licence = models.CharField(max_length=600)
    definition = models.JSONField()
    # False for an earlier version, and for a structure whose wording the municipality has not added.
    in_use = models.BooleanField(default=True)

    class Meta:
        ordering = ["name", "version"]
        constraints = [models.UniqueConstraint(fields=["name", "version", "language"], name="an_instrument_version_is_added_once")]

    @property
    def questionnaire(self) -> Questionnaire:
        """What it asks and how it counts."""
        if self.pk not in _READ:
            found, faults = read(self.definition)
            assert not faults, faults
            _READ[self.pk] = found
        return _READ[self.pk]


class Response(Authored):
    """One filled-in mapping, kept exactly as answered (kartlegging)."""

    part = Part.MAPPING
    document = "kartlegging"

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    answers = models.JSONField()  # {linkId: value}
    words = models.TextField(blank=True)
    answered_by = models.CharField(max_length=12, choices=ANSWERED_BY_NAMES.items())
    # Nothing is overwritten: a correction is a new response that names the one it stands instead of.
    corrects = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

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
