"""The person the record is about, and those nearest to her."""

from django.db import models
from django.db.models import Q

from helhet.access.policy import Authored, Record
from helhet.access.rules import Part
from helhet.organisation.models import Language
from helhet.organisation.rules import N_

from .rules import CHILD_OUTCOME_NAMES, CHILDREN_ASKED_NAMES, CLOSENESS_NAMES, MAY_CALL_NAMES, NUMBER_END_NAMES, MayCall

UNNAMED = N_("Uten navn")


class Person(Record):
    """A resident who has asked for help, or for whom somebody has (bruker, innbygger)."""

    person_path = "pk"
    part = Part.PERSON
    document = "person"

    municipality = models.ForeignKey("organisation.Municipality", on_delete=models.PROTECT, related_name="+")
    given = models.CharField(max_length=80, blank=True)
    family = models.CharField(max_length=80, blank=True)
    born = models.DateField(null=True, blank=True)
    telephone = models.CharField(max_length=20, blank=True)
    may_call = models.CharField(max_length=4, choices=MAY_CALL_NAMES.items(), default=MayCall.YES)
    language = models.CharField(max_length=2, choices=Language, default=Language.BOKMAL)
    interpreter = models.CharField(max_length=60, blank=True)  # the language, when she needs one
    adaptation = models.CharField(max_length=200, blank=True)  # culture, sight, hearing (IPF § 9, first ledd)
    grade = models.CharField(max_length=10, blank=True, default="")
    deceased_on = models.DateField(null=True, blank=True)
    known_since = models.DateTimeField()
    # The day she was asked who is nearest and named nobody (pasient- og brukerrettighetsloven § 1-3 b).
    kin_asked_on = models.DateField(null=True, blank=True)
    # After a merge the other record stays as a pointer, so that nothing that referred to it is lost.
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["municipality", "family"]), models.Index(fields=["born"])]

    @property
    def name(self) -> str:
        """Her whole name, or what to call somebody who has given none."""
        return f"{self.given} {self.family}".strip() or UNNAMED

    @property
    def first(self) -> str:
        """The name after first mention: the whole given name, since many are called by two."""
        return self.given or self.name


class Identifier(Record):
    """A number she is known by; the same number may be claimed by a new enquiry until a person has joined the two."""

    part = Part.PERSON
    document = "identifikator"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8)
    value = models.CharField(max_length=40)
    synthetic = models.BooleanField(default=False)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    ended_as = models.CharField(max_length=8, choices=NUMBER_END_NAMES.items(), blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind", "value"], name="a_number_stands_once_on_a_person")]
        indexes = [models.Index(fields=["value"])]


class Address(Record):
    """Where she lives, and lived; a graded address is seen by few and printed nowhere."""

    part = Part.ADDRESS
    document = "adresse"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    street = models.CharField(max_length=120, blank=True)
    postcode = models.CharField(max_length=4, blank=True)
    place = models.CharField(max_length=60, blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person"], condition=Q(until=None), name="one_address_at_a_time")]


class OwnWords(Authored):
    """What matters to her, in her words; never edited, the newest stands on her page."""

    part = Part.PLAN
    document = "egne ord"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    words = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["person", "-at"])]


class NextOfKin(Record):
    """Somebody near to her; «nærmeste pårørende» is whom she names (pasient- og brukerrettighetsloven § 1-3 b)."""

    part = Part.KIN
    document = "pårørende"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    relation = models.CharField(max_length=60)
    telephone = models.CharField(max_length=20, blank=True)
    nearest = models.BooleanField(default=False)
    chosen_by_person = models.BooleanField(default=True)
    may_know = models.CharField(max_length=240, blank=True)
    may_not_know = models.CharField(max_length=240, blank=True)
    # Particularly heavy care, since this day (helse- og omsorgstjenesteloven § 3-6).
    heavy_care_on = models.DateField(null=True, blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person"], condition=Q(nearest=True, until=None), name="one_nearest_of_kin")]


class ChildrenAsked(Authored):
    """That she was asked whether she has children or young siblings, and what she answered (PÅ-1)."""

    part = Part.KIN
    document = "barneavklaring"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    answer = models.CharField(max_length=12, choices=CHILDREN_ASKED_NAMES.items())
    words = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "-at"])]


class Child(Record):
    """A child (or young sibling) as next of kin: as little as is needed to follow up (helsepersonelloven §§ 10 a, 10 b)."""

    part = Part.KIN
    document = "barn"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    first_name = models.CharField(max_length=60)
    born_year = models.PositiveSmallIntegerField(null=True, blank=True)
    kinship = models.CharField(max_length=40)
    lives_with = models.CharField(max_length=60, blank=True)
    need = models.TextField(blank=True)
    # PÅ-2: what may be told to those who help the child; when consent was impractical, why stands here.
    consent = models.ForeignKey("access.Consent", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    no_consent_reason = models.TextField(blank=True)
    informed_on = models.DateField(null=True, blank=True)
    informed_how = models.CharField(max_length=200, blank=True)
    informed_by = models.CharField(max_length=120, blank=True)
    followed_up_by = models.CharField(max_length=120, blank=True)
    outcome = models.CharField(max_length=10, choices=CHILD_OUTCOME_NAMES.items(), blank=True)
    # The day the child was given a record of its own; where that stands, nothing here says.
    own_record_on = models.DateField(null=True, blank=True)
    # PÅ-3: a child who has lost somebody.
    bereaved_on = models.DateField(null=True, blank=True)
    since = models.DateTimeField()


class NetworkTie(Record):
    """One line in the network drawing; a line taken out of it is kept."""

    part = Part.PLAN
    document = "nettverk"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    who = models.CharField(max_length=60, blank=True)
    closeness = models.PositiveSmallIntegerField(choices=CLOSENESS_NAMES.items())
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "until"])]
