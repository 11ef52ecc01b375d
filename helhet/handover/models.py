"""Admissions with their clocks, and the messages they came by."""

from django.db import models

from helhet.access.policy import Record
from helhet.access.rules import Part
from helhet.organisation.models import new_key


class Admission(Record):
    """A stay in hospital seen from the municipality: notice, ready, our answer, home again (utskrivningsklarforskriften §§ 8 to 13)."""

    part = Part.HANDOVER
    document = "innleggelse"

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    hospital = models.CharField(max_length=160)
    ward = models.CharField(max_length=160, blank=True)
    telephone = models.CharField(max_length=20, blank=True)
    # The hospital's own key for the stay, when a message carries one: what later messages are tied by.
    reference = models.CharField(max_length=80, blank=True)
    admitted_at = models.DateTimeField(null=True, blank=True)
    notified_at = models.DateTimeField()  # when the hospital's notice was sent
    expected_discharge = models.DateField(null=True, blank=True)
    ready_at = models.DateTimeField(null=True, blank=True)
    ready_withdrawn_at = models.DateTimeField(null=True, blank=True)
    owner = models.ForeignKey("organisation.Staff", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=8, blank=True)  # today, from_day, not_yet
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=120, blank=True)
    receive_on = models.DateField(null=True, blank=True)
    met_by = models.CharField(max_length=120, blank=True)
    obstacle = models.TextField(blank=True)
    too_early = models.BooleanField(default=False)
    discharged_at = models.DateTimeField(null=True, blank=True)
    died_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "discharged_at"])]


class IncomingMessage(models.Model):
    """A message from outside, its original bytes kept, with what became of it. Tied to a person only when that is certain."""

    person_path = "person"
    part = Part.HANDOVER
    document = "melding"

    id = models.UUIDField(primary_key=True, default=new_key)
    # For the coordinating unit that the message was addressed to; an unknown person's entry is seen by nobody else.
    unit = models.ForeignKey("organisation.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    admission = models.ForeignKey(Admission, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    file = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, unique=True)
    original = models.BinaryField()
    message_id = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=60, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField()
    sender = models.CharField(max_length=200, blank=True)
    is_copy = models.BooleanField(default=False)
    outcome = models.CharField(max_length=16)
    reasons = models.JSONField(default=list)
    receipt = models.BinaryField(null=True, blank=True)
    # What the message says, read once: shown field by field, coded values by their text.
    content = models.JSONField(default=dict)
    cancels = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # People the numbers in it may belong to; a person decides (never a guess).
    suggested = models.JSONField(default=list)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.CharField(max_length=120, blank=True)

    class Meta:
        indexes = [models.Index(fields=["message_id"]), models.Index(fields=["unit", "resolved_at"])]
