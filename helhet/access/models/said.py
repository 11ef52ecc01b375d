"""What the person has said yes and no to: consent, the links she gives, and what she has closed."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from helhet.access import rules
from helhet.access.deciding import WITHHELD_NAMES
from helhet.organisation.models import Language, new_key


class Consent(models.Model):
    """What the person has said yes to: to whom, which parts, why, how long; ends the moment she withdraws it."""

    person_path = "person"
    part = rules.Part.CONSENT
    document = "samtykke"

    id = models.UUIDField(primary_key=True, default=new_key)
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=rules.CONSENT_NAMES.items())
    given_at = models.DateTimeField()
    given_by = models.CharField(max_length=120)  # the person, or who decides for her
    how = models.CharField(max_length=60)  # orally, in writing, in the portal
    capacity_basis = models.CharField(max_length=200, blank=True)  # pbrl ch. 4, when somebody else consents
    # A mandate that rests on what was judged of her, by `given_by`: when, why, and by which day it is judged again.
    judged_on = models.DateField(null=True, blank=True)
    reasons = models.TextField(blank=True)
    review_on = models.DateField(null=True, blank=True)
    to_partner = models.ForeignKey("organisation.Partner", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    to_partner_member = models.ForeignKey("organisation.PartnerMember", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    to_next_of_kin = models.ForeignKey("people.NextOfKin", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    to_words = models.CharField(max_length=120, blank=True)  # to whom in words, when it goes by a link
    purpose = models.CharField(max_length=200, blank=True)
    since = models.DateField(null=True, blank=True)  # its first day; empty: from the moment it is given
    until = models.DateField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    # A later yes to the same takes over on its first day; withdrawn before that, this one holds to its own last day after all.
    gives_way_to = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    until_before = models.DateField(null=True, blank=True)
    noted_by = models.CharField(max_length=120)

    class Meta:
        indexes = [models.Index(fields=["person", "kind"])]
        constraints = [
            models.CheckConstraint(condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")), name="consent_begins_before_it_ends")
        ]

    @property
    def opens(self) -> list[str]:
        """The parts it opens, in the order they always stand in."""
        order = list(rules.Part)
        return sorted((one.part for one in self.parts.all()), key=order.index)

    def runs(self, on: date) -> bool:
        """True while it holds on this day: begun, not withdrawn, not past its last day."""
        return not self.is_over(on) and not self.is_coming(on)

    def is_over(self, on: date) -> bool:
        """True when it holds no more on this day: withdrawn, or past its last day."""
        return self.withdrawn_at is not None or (self.until is not None and self.until < on)

    def is_coming(self, on: date) -> bool:
        """True when its first day is still to come, and it has not been withdrawn."""
        return self.withdrawn_at is None and self.since is not None and self.since > on


class ConsentPart(models.Model):
    """One part of the record that a consent opens."""

    consent = models.ForeignKey(Consent, on_delete=models.CASCADE, related_name="parts")
    part = models.CharField(max_length=12)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["consent", "part"], name="consent_names_a_part_once")]


class ShareLink(models.Model):
    """A link she gives to somebody without an account: what it opens is its consent, and its code is tried a few times only.

    Its address and the key of what it opens follow from `salt` and a key outside the database (share_keys.py): neither is kept.
    """

    person_path = "person"
    part = rules.Part.CONSENT
    document = "delt lenke"
    # What the link's address and code follow from: on no paper and in no copy, hers either, since a copy goes astray.
    secrets = frozenset({"salt", "address_hash", "passcode"})

    id = models.UUIDField(primary_key=True, default=new_key)
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=120)
    expires_at = models.DateTimeField()
    language = models.CharField(max_length=2, choices=Language)
    salt = models.CharField(max_length=64)
    address_hash = models.CharField(max_length=64, unique=True)
    passcode = models.CharField(max_length=128, blank=True)  # hashed, as a password; a crisis card has none
    card = models.BooleanField(default=False)  # her crisis card: for whoever helps in an emergency
    tries_left = models.PositiveSmallIntegerField(default=rules.LINK_TRIES)
    closed_at = models.DateTimeField(null=True, blank=True)  # shut by wrong codes

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(card=True, passcode="") | Q(card=False) & ~Q(passcode=""), name="link_has_code")]

    @property
    def name(self) -> str:
        """To whom, in her words."""
        return self.consent.to_words


class Objection(models.Model):
    """The person has said no: to a worker, unit, whole municipality, partner, or all; in one part or the whole (reservasjon, sperring).

    Or something is kept from a child's parent, with the ground (pasient- og brukerrettighetsloven § 3-4).
    """

    person_path = "person"
    part = rules.Part.CONSENT
    document = "sperring"

    id = models.UUIDField(primary_key=True, default=new_key)
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    staff = models.ForeignKey("organisation.Staff", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey("organisation.Unit", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    # Everybody who works for it, whatever unit and whoever else they work for.
    municipality = models.ForeignKey("organisation.Municipality", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    partner = models.ForeignKey("organisation.Partner", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    next_of_kin = models.ForeignKey("people.NextOfKin", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    ground = models.CharField(max_length=8, choices=WITHHELD_NAMES.items(), blank=True)  # why it is kept from a parent
    of_part = models.CharField(max_length=12, blank=True)  # empty: the whole record
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    words = models.TextField(blank=True)
    noted_by = models.CharField(max_length=120)

    class Meta:
        indexes = [models.Index(fields=["person"])]
