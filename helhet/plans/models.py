"""The individual plan and the plans under it: goals in her words, actions, evaluations, versions."""

import secrets

from django.db import models
from django.db.models import Q

from helhet.access.policy import Authored, Record
from helhet.access.rules import Part

from .rules import (
    ACTION_STATE_NAMES,
    ANSWER_NAMES,
    CRISIS_LINE_NAMES,
    IMPORTANCE_NAMES,
    KIND_NAMES,
    LOOK_AGAIN_DAYS,
    OUTCOME_NAMES,
    STATE_NAMES,
    ZONE_NAMES,
    Kind,
    State,
)


class Plan(Record):
    """A plan; the individual plan is one a person and the others hang under it (forskrift om individuell plan § 9)."""

    part = Part.PLAN
    document = "plan"

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=KIND_NAMES.items())
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=8, choices=STATE_NAMES.items())
    legal_basis = models.CharField(max_length=20, default="hol-7-1")
    main_responsible = models.CharField(max_length=120, blank=True)  # the service (IPF § 7)
    main_responsible_since = models.DateField(null=True, blank=True)
    owner_name = models.CharField(max_length=120, blank=True)  # who makes a plan under it (the psychologist, NAV)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    consent = models.ForeignKey("access.Consent", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # IPF § 9, third ledd: what has no other row of its own.
    strengths = models.TextField(blank=True)
    relatives_contribute = models.TextField(blank=True)
    relatives_asked = models.CharField(max_length=12, blank=True)  # asked, none, not_wanted
    cooperation_wanted = models.TextField(blank=True)
    child_takes_part = models.TextField(blank=True)
    pupil = models.BooleanField(default=False)  # a grown pupil: the school must take part (forskrift om individuell plan § 7)
    version = models.PositiveIntegerField(default=0)  # 0: not yet settled with her
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=120)
    ended_on = models.DateField(null=True, blank=True)
    ended_reason = models.CharField(max_length=200, blank=True)
    ended_words = models.TextField(blank=True)  # how she sees it

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(kind="individual") & ~Q(state="ended"),
                name="one_individual_plan_a_person",
            ),
        ]

    @property
    def locked(self) -> bool:
        """True while her consent to her individual plan is withdrawn, or when the plan is ended."""
        withdrawn = self.consent is None or self.consent.withdrawn_at is not None
        return self.state == State.ENDED or (self.kind == Kind.INDIVIDUAL and withdrawn)


def new_mark() -> str:
    """What a printed version is known by outside: 128 bits that say nothing."""
    return secrets.token_urlsafe(16)


class Version(Authored):
    """The plan as it stood when it was settled: the text that was printed under this number."""

    person_path = "plan__person"
    part = Part.PLAN
    document = "planversjon"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    together_with = models.CharField(max_length=240, blank=True)
    content = models.JSONField()
    mark = models.CharField(max_length=22, unique=True, default=new_mark)  # printed as a QR code: is this still the one?

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="a_version_number_is_used_once")]


class Goal(Record):
    """What she wants, in her words; the professional's wording stands beside and never replaces it."""

    person_path = "plan__person"
    part = Part.PLAN
    document = "mål"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()
    words = models.TextField()
    professional = models.TextField(blank=True)
    life_area = models.CharField(max_length=10, blank=True)
    strengths = models.TextField(blank=True)
    importance = models.PositiveSmallIntegerField(null=True, blank=True, choices=IMPORTANCE_NAMES.items())
    # Goal attainment scaling −2 … +2 in her own words, for those who use it.
    scale = models.JSONField(default=list, blank=True)
    look_again_days = models.PositiveSmallIntegerField(default=LOOK_AGAIN_DAYS)
    since = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    ended_words = models.TextField(blank=True)
    # Grows with each accepted wording: what an edit was based on.
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="goals_are_numbered")]


class Wording(Authored):
    """A text somebody wrote for a goal. Every one is kept; one is chosen; two on the same base wait for a person to choose."""

    person_path = "goal__plan__person"
    part = Part.PLAN
    document = "formulering"

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="+")
    fields = models.JSONField()  # words, professional, strengths … as this writer left them
    based_on = models.PositiveIntegerField()
    state = models.CharField(max_length=8)  # chosen, waiting, set_aside
    revision = models.PositiveIntegerField(null=True, blank=True)  # of the goal, when this wording was chosen
    settled_by = models.CharField(max_length=120, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)


class Action(Record):
    """What somebody will do towards a goal: who, what, how, how much, by when (tiltak)."""

    person_path = "plan__person"
    part = Part.PLAN
    document = "tiltak"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="+")
    goal = models.ForeignKey(Goal, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    what = models.TextField()
    how = models.TextField(blank=True)
    extent = models.CharField(max_length=120, blank=True)
    # Responsible: the person herself, her kin, or somebody in the team; the name stands on paper.
    responsible_kind = models.CharField(max_length=8)  # person, kin, staff, partner
    responsible_staff = models.ForeignKey("organisation.Staff", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    responsible_partner = models.ForeignKey("organisation.PartnerMember", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    responsible_name = models.CharField(max_length=120)
    when = models.CharField(max_length=120, blank=True)  # «hver dag», «fra 17. november»
    due = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=ACTION_STATE_NAMES.items())
    # A wish is not a decision (IPF § 4): granted, applied for, or nothing to grant.
    granted = models.CharField(max_length=8, default="none")
    legal_basis = models.CharField(max_length=20, blank=True)
    decision = models.ForeignKey("cases.Decision", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    from_meeting = models.UUIDField(null=True, blank=True)
    since = models.DateField()
    done_on = models.DateField(null=True, blank=True)


class Evaluation(Authored):
    """How it goes with a goal, said by her, a relative or a worker; only ever added to (tiltak og mål evalueres)."""

    person_path = "goal__plan__person"
    part = Part.PLAN
    document = "evaluering"

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="+")
    on = models.DateField()
    said_by = models.CharField(max_length=8)  # person, relative, worker
    said_by_name = models.CharField(max_length=120)
    with_whom = models.CharField(max_length=160, blank=True)
    outcome = models.SmallIntegerField(choices=OUTCOME_NAMES.items())  # −2 … +2
    words = models.TextField(blank=True)
    what_helped = models.TextField(blank=True)
    next_step = models.TextField(blank=True)
    look_again_on = models.DateField(null=True, blank=True)  # a day agreed with her, instead of the goal's usual days

    class Meta:
        indexes = [models.Index(fields=["goal", "-on"])]


class Disagreement(Authored):
    """Where the person and a worker see it differently: both texts stand until both say it is settled."""

    person_path = "plan__person"
    part = Part.PLAN
    document = "uenighet"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="+")
    about = models.CharField(max_length=160)
    her_words = models.TextField()
    our_words = models.TextField(blank=True)
    our_name = models.CharField(max_length=120, blank=True)
    look_again_on = models.DateField(null=True, blank=True)
    settled_by_her_on = models.DateField(null=True, blank=True)
    settled_by_us_on = models.DateField(null=True, blank=True)


class CrisisStep(Authored):
    """One line of the crisis and mastery plan: a sign, what helps, or who rings whom, in one zone."""

    person_path = "plan__person"
    part = Part.CRISIS
    document = "kriseplan"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="+")
    zone = models.CharField(max_length=6, choices=ZONE_NAMES.items())
    kind = models.CharField(max_length=6, choices=CRISIS_LINE_NAMES.items())
    words = models.TextField()
    telephone = models.CharField(max_length=20, blank=True)
    number = models.PositiveSmallIntegerField(default=1)
    until = models.DateTimeField(null=True, blank=True)  # taken away, or replaced by a newer line; kept here
    replaces = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    def stands_now(self) -> "CrisisStep | None":
        """The line that stands in the place of this one, which may have been replaced; None when it was taken away."""
        newest: CrisisStep | None = self
        while newest is not None and newest.until:
            newest = CrisisStep.objects.filter(replaces=newest).first()
        return newest


class CrisisNotes(Authored):
    """The rest of the crisis plan: medicines, children and pets, what emergency helpers should know. The newest counts."""

    person_path = "plan__person"
    part = Part.CRISIS
    document = "kriseplannotat"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="+")
    medicines = models.TextField(blank=True)
    children_and_pets = models.TextField(blank=True)
    helpers_should_know = models.TextField(blank=True)


class ReaderAnswer(Authored):
    """What somebody without an account answered after reading by a share link: not confirmed before one of us has asked her."""

    part = Part.PLAN
    document = "svar fra leser"

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    link = models.ForeignKey("access.ShareLink", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=5, choices=ANSWER_NAMES.items())
    called = models.CharField(max_length=120)  # the name she gave
    called_as = models.CharField(max_length=120)  # as whom, in her words
    action = models.ForeignKey(Action, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    will_by = models.DateField(null=True, blank=True)
    words = models.TextField(blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.CharField(max_length=120, blank=True)
    confirmed = models.BooleanField(null=True)  # None: nobody has asked her yet
    settled_words = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "settled_at"])]
