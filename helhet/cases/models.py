"""Enquiry, triage, case, need, offer, decision and complaint."""

from django.db import models
from django.db.models import Q

from helhet.access.policy import Authored, Record
from helhet.access.rules import Part

from .rules import (
    ANSWER_NAMES,
    CHANNEL_NAMES,
    CHILDREN_NAMES,
    CLOSE_REASON_NAMES,
    FROM_NAMES,
    LEGAL_BASES,
    LIFE_AREA_NAMES,
    OFFER_NAMES,
    PATHWAY_NAMES,
    REPLY_HOW_NAMES,
    REPLY_NAMES,
    RESULT_NAMES,
    URGENCY_NAMES,
    ChildrenAnswer,
    LegalBasis,
    Urgency,
)
from .rules.bought import BOUGHT_NAMES, HELPS_NAMES, PAID_NAMES
from .rules.notices import NOTICE_ANSWER_NAMES, NOTICE_NAMES, NOTICES, NoticeKind, NoticeRule


class Enquiry(Record):
    """Somebody asks for help, for herself or another (henvendelse)."""

    part = Part.CASE
    document = "henvendelse"

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10, choices=CHANNEL_NAMES.items())
    from_whom = models.CharField(max_length=10, choices=FROM_NAMES.items())
    caller = models.CharField(max_length=160, blank=True)  # who asked on her behalf, and how they are reached
    received_at = models.DateTimeField()
    registered_by = models.CharField(max_length=120)
    words = models.TextField()
    urgency = models.CharField(max_length=6, choices=URGENCY_NAMES.items(), default=Urgency.DAYS)
    children = models.CharField(max_length=8, choices=CHILDREN_NAMES.items(), default=ChildrenAnswer.UNKNOWN)
    person_knows = models.BooleanField(default=True)
    taken_by = models.ForeignKey("organisation.Staff", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)  # triaged to a service, or helped on

    class Meta:
        indexes = [models.Index(fields=["person", "received_at"]), models.Index(fields=["unit", "settled_at"])]


class EnquiryReply(Authored):
    """What was answered to an enquiry, and how it reached whoever asked; a preliminary reply stands when the answer comes."""

    person_path = "enquiry__person"
    part = Part.CASE
    document = "svar på henvendelse"

    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=REPLY_NAMES.items())
    how = models.CharField(max_length=8, choices=REPLY_HOW_NAMES.items())
    text = models.TextField()
    expected_on = models.DateField(null=True, blank=True)  # preliminary: when the answer comes
    delay_reason = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["enquiry", "at"])]


class Case(Record):
    """A service for this person, from when it was opened until it is closed with a reason (sak, forløp)."""

    part = Part.CASE
    document = "sak"

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    enquiry = models.ForeignKey(Enquiry, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey("organisation.ServiceOffered", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, related_name="+")
    opened_on = models.DateField()
    # Why this service at this level of care, and not a lower one (BEON).
    reason = models.TextField()
    closed_on = models.DateField(null=True, blank=True)
    close_reason = models.CharField(max_length=16, choices=CLOSE_REASON_NAMES.items(), blank=True)
    close_words = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "closed_on"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on=None, close_reason="") | Q(closed_on__isnull=False) & ~Q(close_reason=""),
                name="a_closed_case_has_its_reason",
            )
        ]

    @property
    def basis(self) -> LegalBasis:
        """The paragraph the service stands on."""
        return LEGAL_BASES[self.service.legal_basis]


class Pathway(Authored):
    """Which main pathway from which day: dated history, set with her, never a label shown to others."""

    person_path = "case__person"
    part = Part.CASE
    document = "hovedforløp"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField(choices=PATHWAY_NAMES.items())
    since = models.DateField()
    reason = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["case", "since"])]


class Need(Authored):
    """A need in one life area: long-term or not, coordinated or not (the two that give a right to plan and coordinator)."""

    part = Part.CASE
    document = "behov"

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    life_area = models.CharField(max_length=10, choices=LIFE_AREA_NAMES.items())
    words = models.TextField()
    long_term = models.BooleanField(default=False)
    coordinated = models.BooleanField(default=False)
    # A child in the family, born or expected, with serious illness, injury or reduced functioning (helse- og omsorgstjenesteloven § 7-2 a).
    concerns_child = models.BooleanField(default=False)
    since = models.DateField()
    met_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "met_on"])]


class Offer(Authored):
    """Plan, coordinator or another thing offered, her answer, and when to ask again."""

    part = Part.CASE
    document = "tilbud"

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    of = models.CharField(max_length=20, choices=OFFER_NAMES.items())
    offered_on = models.DateField()
    how = models.CharField(max_length=120)
    answer = models.CharField(max_length=6, choices=ANSWER_NAMES.items(), blank=True)
    answered_on = models.DateField(null=True, blank=True)
    words = models.TextField(blank=True)
    again_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "of", "offered_on"])]


class Decision(Authored):
    """A formal written decision (vedtak): basis, what is granted, her view, and the complaint limit."""

    part = Part.CASE
    document = "vedtak"

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    decider = models.ForeignKey("organisation.Municipality", on_delete=models.PROTECT, related_name="+")
    legal_basis = models.CharField(max_length=20)
    content = models.TextField()
    reasons = models.TextField()
    her_view = models.TextField()
    decided_on = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    notified_on = models.DateField(null=True, blank=True)
    complaint_until = models.DateField(null=True, blank=True)
    # What she was told of how to complain (forvaltningsloven § 27): letters of rules.TOLD_POINTS; empty when nobody has written it down.
    told_points = models.CharField(max_length=5, blank=True)
    # Sent digitally, and what became of it there (eForvaltningsforskriften § 8).
    digital_on = models.DateField(null=True, blank=True)
    opened_on = models.DateField(null=True, blank=True)
    told_again_on = models.DateField(null=True, blank=True)

    @property
    def basis(self) -> LegalBasis:
        """The paragraph it stands on, with the complaint limit that follows."""
        return LEGAL_BASES[self.legal_basis]


class Complaint(Authored):
    """A complaint on a decision, with its own clock: forwarded as soon as it is prepared (forvaltningsloven § 33)."""

    person_path = "decision__person"
    part = Part.CASE
    document = "klage"

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    received_on = models.DateField()
    in_time = models.BooleanField()
    outcome = models.CharField(max_length=200, blank=True)
    forwarded_on = models.DateField(null=True, blank=True)
    result = models.CharField(max_length=200, blank=True)
    result_kind = models.CharField(max_length=10, choices=RESULT_NAMES.items(), blank=True)


class _Told(Authored):
    """What others tell us or ask of us, or we send, with the day somebody must have answered and what came of it."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=NOTICE_NAMES.items())
    on = models.DateField()  # the day it came, was sent or was decided
    party = models.CharField(max_length=160)  # who the other side is
    words = models.TextField()
    answer_by = models.DateField(null=True, blank=True)  # by the law or the local target, as it was when it was written down
    answer = models.CharField(max_length=12, choices=NOTICE_ANSWER_NAMES.items(), blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answer_words = models.TextField(blank=True)

    class Meta:
        abstract = True

    @property
    def rule(self) -> NoticeRule:
        """What its kind is called, what may come of it, and the paragraph."""
        return NOTICES[NoticeKind(self.kind)]


class Notice(_Told):
    """A notice with a clock: a referral, a need others saw, a request (melding med frist)."""

    part = Part.CASE
    document = "melding med frist"

    class Meta:
        indexes = [models.Index(fields=["person", "on"])]


class ProtectedNotice(_Told):
    """The same, of what few may see: concern for a child, and coercion under helse- og omsorgstjenesteloven chapter 10."""

    part = Part.PROTECTED
    document = "skjermet melding"

    class Meta:
        indexes = [models.Index(fields=["person", "on"])]


class ListedRow(Record):
    """Her row in a list the municipality kept before, as last read: fingerprints of what it said, never the words.

    By them the same list twice changes nothing, and a list changes only what it has itself said, not what was written here since.
    """

    part = Part.PERSON
    document = "rad i liste"

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    # The name's fingerprint, when the row had neither number nor birth date and nothing else can find her again.
    key = models.CharField(max_length=32, blank=True)
    said = models.JSONField()  # field: fingerprint
    read_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person", "read_at"])]


class BoughtCare(Authored):
    """Care bought from a private supplier for her (kjøpt tilbud): by which contract, what for, what it costs, until when."""

    part = Part.CASE
    document = "kjøpt tilbud"

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    supplier = models.ForeignKey("organisation.Partner", on_delete=models.PROTECT, related_name="+")
    contract = models.CharField(max_length=160)
    # What kind, and whose money; empty where nobody has said.
    kind = models.CharField(max_length=12, choices=BOUGHT_NAMES.items(), blank=True)
    paid_by = models.CharField(max_length=8, choices=PAID_NAMES.items(), blank=True)
    purpose = models.TextField()
    per_day = models.DecimalField(max_digits=9, decimal_places=2)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    # The next day somebody looks at whether it helps.
    review_on = models.DateField()
    ended_why = models.CharField(max_length=240, blank=True)

    class Meta:
        ordering = ["-since"]
        constraints = [
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=models.F("since")), name="bought_care_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(per_day__gte=0), name="bought_care_costs_nothing_or_more"),
        ]


class BoughtLook(Authored):
    """Somebody looked at whether what is bought helps her (vurdering): what she said, and what it led to. Added, never changed."""

    person_path = "bought__person"
    part = Part.CASE
    document = "vurdering av kjøpt tilbud"

    bought = models.ForeignKey(BoughtCare, on_delete=models.CASCADE, related_name="+")
    on = models.DateField()
    helps = models.CharField(max_length=8, choices=HELPS_NAMES.items())
    her_view = models.TextField()
    words = models.TextField()

    class Meta:
        ordering = ["-on", "-at"]
