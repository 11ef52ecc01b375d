"""Notes, signed and never changed after, contacts, and events that she is followed up after."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from helhet.access.policy import Authored
from helhet.access.rules import Part

from .rules import CONTACT_NAMES, EVENT_NAMES, NOTE_NAMES, NoteKind, Signed, seal_of


class Note(Authored):
    """A note: a draft until signed, then immutable; a correction is a new note (helsepersonelloven §§ 39 to 44)."""

    part = Part.JOURNAL
    document = "notat"

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=NOTE_NAMES.items(), default=NoteKind.HEALTH)
    on = models.DateField()
    heading = models.CharField(max_length=120)
    text = models.TextField()
    signed_at = models.DateTimeField(null=True, blank=True)
    corrects = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # Of the signed text, so that a change made outside the product is seen.
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["person", "-on"]),
            # Whoever asks for her own drafts has few of them, and may see thousands of notes.
            models.Index(fields=["by_key"], condition=Q(signed_at=None), name="drafts_of_a_writer"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_at=None, digest="") | Q(signed_at__isnull=False) & ~Q(digest=""),
                name="signed_has_digest",
            )
        ]

    def seal(self) -> str:
        """The seal that this note, as it stands, should carry."""
        assert self.signed_at is not None
        signed = Signed(
            kind=self.kind, on=self.on, heading=self.heading, text=self.text, corrects=self.corrects_id, by_key=self.by_key,
            by_name=self.by_name, signed_at=self.signed_at,
        )  # fmt: skip
        return seal_of(signed, key=settings.LOG_KEY)

    @property
    def holds(self) -> bool:
        """True while a signed note still says what was signed."""
        return self.signed_at is None or self.digest == self.seal()


class Contact(Authored):
    """A contact with or about the person: what kind, where, how long, with whom (kontakt)."""

    part = Part.JOURNAL
    document = "kontakt"

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=CONTACT_NAMES.items())
    started_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    place = models.CharField(max_length=80, blank=True)
    with_whom = models.CharField(max_length=160, blank=True)
    words = models.TextField(blank=True)
    note = models.ForeignKey(Note, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["person", "-started_at"])]


class Event(Authored):
    """Something that happened to her and is followed up: an overdose, naloxone given or handed out (hendelse). Added, never changed."""

    part = Part.JOURNAL
    document = "hendelse"

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=16, choices=EVENT_NAMES.items())
    happened_at = models.DateTimeField()
    words = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "-happened_at"])]
