"""Meetings from call to minutes, and tasks with deadline and escalation."""

from django.db import models

from helhet.access.policy import Authored, Record
from helhet.access.rules import Part

from .rules import MEETING_NAMES, MEETING_STATE_NAMES, MeetingState


class Meeting(Record):
    """A meeting about the person, with her as a rule (ansvarsgruppemøte, samarbeidsmøte)."""

    part = Part.TEAM
    document = "møte"

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=MEETING_NAMES.items())
    starts_at = models.DateTimeField()
    minutes_long = models.PositiveSmallIntegerField(default=60)
    place = models.CharField(max_length=120, blank=True)
    video = models.URLField(blank=True)
    state = models.CharField(max_length=10, choices=MEETING_STATE_NAMES.items(), default=MeetingState.CALLED)
    called_at = models.DateTimeField()
    called_by = models.CharField(max_length=120)
    called_by_staff = models.ForeignKey("organisation.Staff", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    summary = models.TextField(blank=True)  # the minutes' running text
    minutes_shared_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.CharField(max_length=200, blank=True)
    # Calendar clients take a later number as a change of the same event (RFC 5545 SEQUENCE).
    sequence = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["person", "starts_at"]), models.Index(fields=["starts_at"])]


class AgendaItem(Authored):
    """What somebody wants to talk about; the person's own come first."""

    person_path = "meeting__person"
    part = Part.TEAM
    document = "sakspunkt"

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="+")
    words = models.TextField()
    hers = models.BooleanField(default=False)
    number = models.PositiveSmallIntegerField()


class Attendance(Record):
    """Somebody invited: what she answered, whether she came, and if not, why."""

    person_path = "meeting__person"
    part = Part.TEAM
    document = "deltakelse"

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    function = models.CharField(max_length=120, blank=True)
    herself = models.BooleanField(default=False)
    staff = models.ForeignKey("organisation.Staff", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    partner_member = models.ForeignKey("organisation.PartnerMember", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    next_of_kin = models.ForeignKey("people.NextOfKin", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=8, blank=True)  # coming, not
    answered_at = models.DateTimeField(null=True, blank=True)
    present = models.BooleanField(null=True)
    absent_reason = models.CharField(max_length=200, blank=True)


class MeetingDecision(Authored):
    """What the meeting decided. It *is* an action in the plan or a task: exactly one of the two."""

    person_path = "meeting__person"
    part = Part.TEAM
    document = "beslutning"

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="+")
    action = models.ForeignKey("plans.Action", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    task = models.ForeignKey("team.Task", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(action__isnull=False, task=None) | models.Q(action=None, task__isnull=False),
                name="a_decision_is_an_action_or_a_task",
            )
        ]


class Task(Authored):
    """Something one of us shall do by a day; past it, the one it escalates to sees it too (oppgave)."""

    part = Part.TEAM
    document = "oppgave"

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    what = models.TextField()
    staff = models.ForeignKey("organisation.Staff", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    partner_member = models.ForeignKey("organisation.PartnerMember", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    responsible_name = models.CharField(max_length=120)
    due = models.DateField()
    escalates_to = models.ForeignKey("organisation.Staff", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    escalate_after_days = models.PositiveSmallIntegerField(default=3)
    from_meeting = models.ForeignKey(Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    done_on = models.DateField(null=True, blank=True)
    done_words = models.TextField(blank=True)
    dropped_on = models.DateField(null=True, blank=True)
    dropped_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["staff", "done_on", "due"]), models.Index(fields=["person", "done_on"])]
