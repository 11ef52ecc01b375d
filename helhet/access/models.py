"""The tables of access: accounts, care relations, consent, objection, the log, and drafts. Only this package reads them."""

from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from helhet.organisation.models import Language, new_key

from . import rules
from .deciding import WITHHELD_NAMES


class AccountManager(BaseUserManager):
    """Finds an account by its sign-in name; there are no superusers."""

    def get_by_natural_key(self, username: str) -> "Account":
        return self.get(username__iexact=username)


class Account(AbstractBaseUser):
    """Somebody who can sign in: one of staff, the person herself, her representative or a partner's member."""

    id = models.UUIDField(primary_key=True, default=new_key)
    username = models.CharField(max_length=80, unique=True)
    language = models.CharField(max_length=2, choices=Language, blank=True)
    is_active = models.BooleanField(default=True)
    staff = models.ForeignKey("organisation.Staff", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    partner_member = models.ForeignKey("organisation.PartnerMember", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    next_of_kin = models.ForeignKey("people.NextOfKin", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    # A password for once works until this instant, and only to choose one's own; empty when she has.
    password_until = models.DateTimeField(null=True, blank=True)
    # Failed passwords since the last good one, and until when the account is shut for that.
    failures = models.PositiveSmallIntegerField(default=0)
    shut_until = models.DateTimeField(null=True, blank=True)

    @property
    def who(self) -> str:
        """The name of whom it is."""
        holder = self.staff or self.partner_member or self.person or self.next_of_kin
        return str(holder.name) if holder else self.username

    @property
    def what(self) -> str:
        """Title and place, for the page of the cast."""
        if self.staff:
            return f"{self.staff.title}, {self.staff.municipality.name}"
        return f"{self.partner_member.title}, {self.partner_member.partner.name}" if self.partner_member else ""

    USERNAME_FIELD = "username"
    objects = AccountManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(staff__isnull=False, partner_member=None, person=None, next_of_kin=None)
                    | Q(staff=None, partner_member__isnull=False, person=None, next_of_kin=None)
                    | Q(staff=None, partner_member=None, person__isnull=False, next_of_kin=None)
                    | Q(staff=None, partner_member=None, person=None, next_of_kin__isnull=False)
                ),
                name="an_account_is_one_somebody",
            )
        ]


class AccountChange(models.Model):
    """What was done to an account, when and by whom, and never a password: the register of who has been let in. It only grows."""

    id = models.UUIDField(primary_key=True, default=new_key)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    verb = models.CharField(max_length=40)
    note = models.TextField(blank=True)
    by_kind = models.CharField(max_length=16)
    by_key = models.CharField(max_length=40)
    by_name = models.CharField(max_length=120)


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
    to_partner = models.ForeignKey("organisation.Partner", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    to_partner_member = models.ForeignKey("organisation.PartnerMember", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    to_next_of_kin = models.ForeignKey("people.NextOfKin", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    to_words = models.CharField(max_length=120, blank=True)  # to whom in words, when it goes by a link
    purpose = models.CharField(max_length=200, blank=True)
    until = models.DateField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    noted_by = models.CharField(max_length=120)

    class Meta:
        indexes = [models.Index(fields=["person", "kind"])]

    def runs(self, on: date) -> bool:
        """True while it holds on this day: not withdrawn, not past its last day."""
        return self.withdrawn_at is None and (self.until is None or self.until >= on)


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


class CareRelation(models.Model):
    """Why somebody may see a person's record: one row is the appointment, the access, the place on the plan and the caseload."""

    person_path = "person"
    part = rules.Part.PERSON
    document = "relasjon"

    id = models.UUIDField(primary_key=True, default=new_key)
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=20)
    staff = models.ForeignKey("organisation.Staff", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("organisation.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    partner_member = models.ForeignKey("organisation.PartnerMember", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # The person herself, or the representative she has.
    herself = models.BooleanField(default=False)
    next_of_kin = models.ForeignKey("people.NextOfKin", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    share_link = models.ForeignKey(ShareLink, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    function = models.CharField(max_length=120, blank=True)  # what she does in this team, in plain words
    ground = models.CharField(max_length=120)  # the paragraph, or «samtykke»
    consent = models.ForeignKey(Consent, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    sees_protected_address = models.BooleanField(default=False)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=200, blank=True)
    opened_by = models.CharField(max_length=120)
    # Emergency access is looked through afterwards, by another than the one who opened (pasientjournalloven § 22).
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.CharField(max_length=120, blank=True)
    review = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["staff", "person"]),
            models.Index(fields=["unit", "person"]),
            models.Index(fields=["partner_member", "person"]),
            models.Index(fields=["person", "role"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(staff__isnull=False, unit=None, partner_member=None, herself=False, next_of_kin=None, share_link=None)
                    | Q(staff=None, unit__isnull=False, partner_member=None, herself=False, next_of_kin=None, share_link=None)
                    | Q(staff=None, unit=None, partner_member__isnull=False, herself=False, next_of_kin=None, share_link=None)
                    | Q(staff=None, unit=None, partner_member=None, herself=True, next_of_kin=None, share_link=None)
                    | Q(staff=None, unit=None, partner_member=None, herself=False, next_of_kin__isnull=False, share_link=None)
                    | Q(staff=None, unit=None, partner_member=None, herself=False, next_of_kin=None, share_link__isnull=False)
                ),
                name="care_relation_has_one_holder",
            ),
            # Nobody outside is made a coordinator, and no worker a partner, whatever a page sends.
            models.CheckConstraint(
                condition=(
                    Q(role__in=sorted(role.value for role in rules.STAFF_ROLES), staff__isnull=False)
                    | Q(role__in=sorted(role.value for role in rules.UNIT_ROLES), unit__isnull=False)
                    | Q(role__in=["inspector", "partner"], partner_member__isnull=False)
                    | Q(role="person", herself=True)
                    | Q(role="representative", next_of_kin__isnull=False)
                    | Q(role="share_link", share_link__isnull=False)
                ),
                name="care_relation_role_fits_its_holder",
            ),
            models.UniqueConstraint(fields=["person"], condition=Q(role="coordinator", until=None), name="one_coordinator_at_a_time"),
        ]


class Objection(models.Model):
    """The person has said no: to a named worker, a unit, a partner, or all, for one part or the whole (reservasjon, sperring).

    Or something is kept from a child's parent, with the ground (pasient- og brukerrettighetsloven § 3-4).
    """

    person_path = "person"
    part = rules.Part.CONSENT
    document = "sperring"

    id = models.UUIDField(primary_key=True, default=new_key)
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    staff = models.ForeignKey("organisation.Staff", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey("organisation.Unit", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
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


class LogEntry(models.Model):
    """One opening or change of one person's record: append-only, chained (pasientjournalloven § 22 a).

    No foreign keys: the log outlives what it tells of, and never interferes with it.
    """

    id = models.UUIDField(primary_key=True, default=new_key)
    person_id = models.UUIDField()
    number = models.PositiveIntegerField()  # 1, 2, 3 … in this person's chain
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=16)
    actor_key = models.CharField(max_length=40)
    actor_name = models.CharField(max_length=120)
    organisation = models.CharField(max_length=160)
    role = models.CharField(max_length=20)
    ground = models.CharField(max_length=160)
    purpose = models.CharField(max_length=16)
    verb = models.CharField(max_length=40)
    page = models.CharField(max_length=80)
    documents = models.JSONField()  # [[kind, id], …]
    note = models.TextField(blank=True)
    previous = models.CharField(max_length=64)
    seal = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person_id", "number"], name="log_numbers_are_used_once")]

    @property
    def kinds(self) -> dict[str, None]:
        """The kinds of document it tells of."""
        return dict.fromkeys(kind for kind, _ in self.documents)


class LogHead(models.Model):
    """The end of a person's chain, locked while it grows; a chain cut short no longer meets its head."""

    person_id = models.UUIDField(primary_key=True)
    number = models.PositiveIntegerField(default=0)
    seal = models.CharField(max_length=64, default="")


class Change(models.Model):
    """What a field was and became, when, and by whom: nothing is overwritten without it."""

    person_path = "person"
    part = rules.Part.LOG
    document = "endring"

    id = models.UUIDField(primary_key=True, default=new_key)
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    row = models.UUIDField()
    of_part = models.CharField(max_length=12)
    at = models.DateTimeField()
    by = models.CharField(max_length=120)
    was = models.JSONField()
    became = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["row"]), models.Index(fields=["person", "at"])]


class LogReview(models.Model):
    """A line of her log drawn for a look afterwards, and what was found (pasientjournalloven § 22: subsequent control). Drawn once."""

    person_path = "person"
    part = rules.Part.LOG
    document = "loggkontroll"

    id = models.UUIDField(primary_key=True, default=new_key)
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    entry = models.UUIDField(unique=True)  # no foreign key: the log stands on its own
    seed = models.CharField(max_length=120)
    drawn_at = models.DateTimeField()
    drawn_by = models.CharField(max_length=120)
    finding = models.CharField(max_length=10, choices=rules.LOOK_FINDING_NAMES.items(), blank=True)
    words = models.TextField(blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.CharField(max_length=120, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "drawn_at"])]


class EmergencyReading(models.Model):
    """That her record was opened, or her crisis card read, in an emergency: she is told, and it stands when, how and by whom."""

    person_path = "person"
    part = rules.Part.CONSENT
    document = "lesing i nød"

    id = models.UUIDField(primary_key=True, default=new_key)
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    relation = models.ForeignKey(CareRelation, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    link = models.ForeignKey(ShareLink, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    reader = models.CharField(max_length=300)
    told_on = models.DateField(null=True, blank=True)
    told_how = models.CharField(max_length=200, blank=True)
    told_by = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(relation=None) ^ Q(link=None), name="read_by_relation_or_link")]


class EmergencyTry(models.Model):
    """That an account asked for emergency access, never for whom: too many in an hour are refused."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["account", "at"])]


class SignInLink(models.Model):
    """A way in for once: a link and a code that the service gives her by a channel it has verified. Neither is kept, only their seals."""

    id = models.UUIDField(primary_key=True, default=new_key)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    token = models.CharField(max_length=64, unique=True)
    code = models.CharField(max_length=64)
    channel = models.CharField(max_length=10, choices=rules.CHANNEL_NAMES.items())
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=120)
    until = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["account", "made_at"])]


class Draft(models.Model):
    """What somebody is typing, kept at every keystroke and seen by her alone until she sends it."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    form = models.CharField(max_length=120)
    fields = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "form"], name="one_draft_a_form")]
