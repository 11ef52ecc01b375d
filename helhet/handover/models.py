"""Admissions with their clocks, the messages they came by, and the addresses messages reach us at."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from helhet.access.policy import Record
from helhet.access.rules import Part
from helhet.organisation.models import new_key

from .rules import ANSWER_NAMES, KIND_NAMES, OUTCOME_NAMES, SETTLED_NAMES


class Admission(Record):
    """A stay in hospital seen from the municipality: notice, ready, our answer, home again (utskrivningsklarforskriften §§ 8 to 13).

    What the hospital has said is told anew from its messages (`rules.tell`); owner and answer are ours.
    """

    part = Part.HANDOVER
    document = "innleggelse"

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    hospital = models.CharField(max_length=160)
    # The hospital's number in the address register or the register of enterprises: what its next message is known by.
    hospital_key = models.CharField(max_length=40, blank=True)
    ward = models.CharField(max_length=160, blank=True)
    telephone = models.CharField(max_length=20, blank=True)
    admitted_at = models.DateTimeField(null=True, blank=True)
    admitted_exact = models.BooleanField(default=True)  # False: the message gave the day only
    notified_at = models.DateTimeField()  # when the hospital's notice was sent
    expected_discharge = models.DateField(null=True, blank=True)
    ready_at = models.DateTimeField(null=True, blank=True)  # when we were told: our answer's clock
    ready_on = models.DateField(null=True, blank=True)  # the day declared ready: what payment counts from
    ready_withdrawn_at = models.DateTimeField(null=True, blank=True)
    owner = models.ForeignKey("organisation.Staff", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=8, choices=ANSWER_NAMES.items(), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)  # counts when not before ready_at
    answered_by = models.CharField(max_length=120, blank=True)
    receive_on = models.DateField(null=True, blank=True)
    met_by = models.CharField(max_length=120, blank=True)
    obstacle = models.TextField(blank=True)
    too_early = models.BooleanField(default=False)
    # Who answers for her in the hospital (sphl §§ 2-5 a, 2-5 c), named by the first working day, and the day we were told.
    contact_name = models.CharField(max_length=120, blank=True)
    contact_on = models.DateField(null=True, blank=True)
    contact_by = models.DateField(null=True, blank=True)
    # Which of the points of § 9 the hospital has said are assessed: their letters, «-» for none; empty when nobody has written it down.
    ready_points = models.CharField(max_length=8, blank=True)
    discharged_at = models.DateTimeField(null=True, blank=True)
    discharged_to = models.CharField(max_length=120, blank=True)
    died_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "discharged_at"])]

    @property
    def is_ready(self) -> bool:
        """Declared ready, not taken back, still there."""
        return bool(self.ready_at) and not (self.ready_withdrawn_at or self.ended_at)

    @property
    def is_answered(self) -> bool:
        """We have answered since the hospital last said ready."""
        return bool(self.answered_at and self.ready_at and self.answered_at >= self.ready_at)

    @property
    def ended_at(self) -> datetime | None:
        """When the stay ended, one way or another."""
        return self.discharged_at or self.died_at or self.cancelled_at


class IncomingMessage(models.Model):
    """A message from outside, its original bytes kept, with what became of it. Tied to a person only when that is certain."""

    person_path = "person"
    part = Part.HANDOVER
    document = "melding"

    id = models.UUIDField(primary_key=True, default=new_key)
    # Whose desk it lies on until it is tied to a person: nobody else sees it.
    unit = models.ForeignKey("organisation.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    admission = models.ForeignKey(Admission, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    file = models.CharField(max_length=255)
    # Of everything but the sender's own number for the sending: the same message by two ways is one message.
    digest = models.CharField(max_length=64, unique=True)
    original = models.BinaryField()
    msg_id = models.CharField(max_length=80, blank=True)
    refers_to = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=20, choices=KIND_NAMES.items(), blank=True)
    type_code = models.CharField(max_length=60, blank=True)
    status = models.CharField(max_length=1, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField()
    sender = models.CharField(max_length=200, blank=True)
    sender_key = models.CharField(max_length=40, blank=True)
    is_copy = models.BooleanField(default=False)
    outcome = models.CharField(max_length=16, choices=OUTCOME_NAMES.items())
    reasons = models.JSONField(default=list)
    receipt = models.BinaryField(null=True, blank=True)
    # What the message says, read once: shown field by field, coded values by their text.
    content = models.JSONField(default=dict)
    cancels = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    settled = models.CharField(max_length=10, choices=SETTLED_NAMES.items(), blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.CharField(max_length=120, blank=True)
    settled_why = models.CharField(max_length=200, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    read_by = models.CharField(max_length=120, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["msg_id"]),
            models.Index(fields=["refers_to"]),
            models.Index(fields=["unit", "settled_at"]),
            models.Index(fields=["person", "received_at"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(settled="", settled_at=None) | ~Q(settled="") & Q(settled_at__isnull=False), name="settled_has_its_instant"
            )
        ]


class Attachment(Record):
    """A file sent inside a message: downloaded, never opened by us."""

    person_path = "message__person"
    part = Part.HANDOVER
    document = "vedlegg"

    message = models.ForeignKey(IncomingMessage, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=80, blank=True)
    content = models.BinaryField()


class Arrival(models.Model):
    """The same message once more, in another file or under another number, with its receipt: every arrival is findable."""

    message = models.ForeignKey(IncomingMessage, on_delete=models.CASCADE, related_name="+")
    file = models.CharField(max_length=255)
    msg_id = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()
    receipt = models.BinaryField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "file", "msg_id"], name="an_arrival_is_noted_once")]
        indexes = [models.Index(fields=["msg_id"])]


class MessageAddress(models.Model):
    """An address in the national address register (HER-id) where messages reach us, and the unit whose desk they land on.

    A unit's own HER-id needs no row here. `is_whole` marks an organisation's own address: a message that names it and a
    service we do not know is ours all the same, and somebody must see whose it is.
    """

    her_id = models.CharField(primary_key=True, max_length=20)
    name = models.CharField(max_length=120, blank=True)
    unit = models.ForeignKey("organisation.Unit", on_delete=models.CASCADE, related_name="+")
    is_whole = models.BooleanField(default=False)
