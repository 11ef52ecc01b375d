"""Meetings from call to minutes, tasks with deadline and escalation, whom the team follows closely now, and what she writes to us."""

from django.db import models

from helhet.access.policy import Authored, Record
from helhet.access.rules import Part
from helhet.organisation.models import new_key

from .rules import (
    BOARD_MINUTES,
    COMING_NAMES,
    LEVEL_NAMES,
    LONGEST_WHY,
    MEETING_NAMES,
    MEETING_STATE_NAMES,
    THREAD_NAMES,
    WHY_NAMES,
    MeetingState,
)


class Meeting(Record):
    """A meeting about the person, with her as a rule (ansvarsgruppemøte, samarbeidsmøte)."""

    part = Part.MEETINGS
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
    # Grows with each text saved: what an edit was based on, so that two who write at once lose nothing.
    minutes_shared_at = models.DateTimeField(null=True, blank=True)
    moved_from = models.DateTimeField(null=True, blank=True)
    moved_reason = models.CharField(max_length=200, blank=True)
    cancel_reason = models.CharField(max_length=200, blank=True)
    # Calendar clients take a later number as a change of the same event (RFC 5545 SEQUENCE).
    sequence = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["person", "starts_at"]), models.Index(fields=["starts_at"])]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="cancelled") | ~models.Q(cancel_reason=""), name="a_cancelled_meeting_has_its_reason"
            ),
            models.CheckConstraint(
                condition=models.Q(minutes_shared_at=None) | models.Q(state="held"), name="only_what_was_held_has_minutes"
            ),
        ]


class AgendaItem(Authored):
    """What somebody wants to talk about; the person's own come first."""

    person_path = "meeting__person"
    part = Part.MEETINGS
    document = "sakspunkt"

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="+")
    words = models.TextField()
    hers = models.BooleanField(default=False)
    number = models.PositiveSmallIntegerField()


class Attendance(Record):
    """Somebody invited: what she answered, whether she came, and if not, why."""

    person_path = "meeting__person"
    part = Part.MEETINGS
    document = "deltakelse"

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField(default=0)  # in the order they were invited; she is 0
    name = models.CharField(max_length=120)
    function = models.CharField(max_length=120, blank=True)
    herself = models.BooleanField(default=False)
    staff = models.ForeignKey("organisation.Staff", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    partner_member = models.ForeignKey("organisation.PartnerMember", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    next_of_kin = models.ForeignKey("people.NextOfKin", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=8, choices=COMING_NAMES.items(), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    present = models.BooleanField(null=True)
    absent_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting"], condition=models.Q(herself=True), name="she_is_invited_once"),
            models.UniqueConstraint(fields=["meeting", "staff"], name="a_colleague_is_invited_once"),
            models.UniqueConstraint(fields=["meeting", "partner_member"], name="a_partner_is_invited_once"),
            models.UniqueConstraint(fields=["meeting", "next_of_kin"], name="kin_is_invited_once"),
        ]


class MeetingDecision(Authored):
    """What the meeting decided. It *is* an action in the plan or a task: exactly one of the two."""

    person_path = "meeting__person"
    part = Part.MEETINGS
    document = "beslutning"

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="+")
    action = models.OneToOneField("plans.Action", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    task = models.OneToOneField("team.Task", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(action__isnull=False, task=None) | models.Q(action=None, task__isnull=False),
                name="a_decision_is_an_action_or_a_task",
            )
        ]


class Task(Authored):
    """Something one of us shall do by a day; past it, the one it escalates to sees it too (oppgave)."""

    part = Part.TASKS
    document = "oppgave"

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    what = models.TextField()
    staff = models.ForeignKey("organisation.Staff", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    partner_member = models.ForeignKey("organisation.PartnerMember", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    responsible_name = models.CharField(max_length=120)
    due = models.DateField()
    # Nobody chosen: the one who coordinates that day, and the coordinating unit when nobody else does.
    escalates_to = models.ForeignKey("organisation.Staff", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    escalates_on = models.DateField()
    from_meeting = models.ForeignKey(Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    moved_reason = models.CharField(max_length=200, blank=True)
    done_on = models.DateField(null=True, blank=True)
    done_words = models.TextField(blank=True)
    dropped_on = models.DateField(null=True, blank=True)
    dropped_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["person", "done_on"]),
            models.Index(fields=["staff", "due"], condition=models.Q(done_on=None, dropped_on=None), name="open_tasks_of_a_colleague"),
            models.Index(fields=["escalates_on"], condition=models.Q(done_on=None, dropped_on=None), name="open_tasks_that_go_on"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(staff__isnull=False, partner_member=None) | models.Q(staff=None, partner_member__isnull=False),
                name="a_task_has_one_who_does_it",
            ),
            models.CheckConstraint(condition=models.Q(done_on=None) | models.Q(dropped_on=None), name="a_task_ends_once"),
            models.CheckConstraint(condition=models.Q(escalates_on__gte=models.F("due")), name="a_task_goes_on_after_its_day"),
        ]


class OnBoard(Authored):
    """The team follows her more closely for a time: how closely, why, since when. The board shows the rest from the record itself."""

    part = Part.CASE
    document = "plass på tavlen"

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    level = models.PositiveSmallIntegerField(choices=LEVEL_NAMES.items())
    level_since = models.DateField()
    why_kind = models.CharField(max_length=10, choices=WHY_NAMES.items())
    why = models.CharField(max_length=LONGEST_WHY)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    until_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=models.Q(until=None), name="she_is_on_the_board_once"),
            models.CheckConstraint(
                condition=models.Q(until=None, until_reason="") | models.Q(until__gte=models.F("since")) & ~models.Q(until_reason=""),
                name="who_is_off_the_board_is_so_for_a_reason",
            ),
        ]


class BoardMeeting(models.Model):
    """A short meeting at the board: who was there, how long, and one line of minutes that names nobody."""

    id = models.UUIDField(primary_key=True, default=new_key)
    unit = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, related_name="+")
    municipality = models.ForeignKey("organisation.Municipality", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    minutes_long = models.PositiveSmallIntegerField(default=BOARD_MINUTES)
    present = models.ManyToManyField("organisation.Staff", related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    words = models.CharField(max_length=240, blank=True)
    gone_through = models.PositiveSmallIntegerField(default=0)
    agreed = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["unit", "-begun_at"])]
        constraints = [
            models.UniqueConstraint(fields=["begun_by"], condition=models.Q(ended_at=None), name="one_board_meeting_at_a_time"),
            models.CheckConstraint(
                condition=models.Q(ended_at=None) | models.Q(ended_at__gte=models.F("begun_at")),
                name="a_board_meeting_ends_after_it_begins",
            ),
        ]


class BoardTurn(Authored):
    """She was spoken of in a board meeting."""

    part = Part.CASE
    document = "tavlemøte"

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    meeting = models.ForeignKey(BoardMeeting, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "person"], name="spoken_of_once_a_meeting")]


class Thread(Authored):
    """What she has written to us about one thing, with our answers (meldingstråd). While we owe her an answer, `answer_by` says by when."""

    part = Part.CASE  # as her enquiries: nothing of it is shared with a partner by sharing meetings
    document = "meldingstråd"

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=THREAD_NAMES.items())
    # The line in her log that she asks about, and what it said: no foreign key, for the log stands on its own.
    entry = models.UUIDField(null=True, blank=True)
    regarding = models.TextField(blank=True)
    answer_by = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["person", "at"]),
            models.Index(fields=["answer_by"], condition=models.Q(answer_by__isnull=False), name="threads_that_wait"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind="look") | models.Q(entry=None), name="only_a_question_of_a_look_names_one"),
        ]


class Message(Authored):
    """One message in a thread: her words, or ours. What a worker wrote for her is hers, and says by whom it was written."""

    person_path = "thread__person"
    part = Part.CASE
    document = "beskjed"

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="+")
    words = models.TextField()
    hers = models.BooleanField()

    class Meta:
        indexes = [models.Index(fields=["thread", "at"])]
