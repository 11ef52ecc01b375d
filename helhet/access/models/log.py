"""Who has looked and what was changed: the log, its heads, the history of each field, and the looks afterwards."""

from django.db import models

from helhet.access import rules
from helhet.organisation.models import new_key


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
    # Of a look there was no need for: when and how the person was told, and the day the authority was, or why it was not.
    told_on = models.DateField(null=True, blank=True)
    told_how = models.CharField(max_length=200, blank=True)
    authority_on = models.DateField(null=True, blank=True)
    authority_words = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "drawn_at"])]
