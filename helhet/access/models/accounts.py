"""Who can sign in: accounts, what was done to them, ways in, and what somebody is typing."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from helhet.access import rules
from helhet.organisation.models import Language, new_key


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


class SentForm(models.Model):
    """A form that somebody sent, by the mark of the page it stood on: the same page sends it once."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    mark = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "mark"], name="a_form_is_sent_once")]
