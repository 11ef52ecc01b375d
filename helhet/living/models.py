"""Where she lives, what she needs of a home, warnings of eviction, and what she does with her days. In her words, where she has said it."""

from django.db import models
from django.db.models import F, Q

from helhet.access.policy import Authored
from helhet.access.rules import Part

from .rules import ACTIVITY_NAMES, NEED_NAMES, OUTCOME_NAMES, SAID_NAMES, SITUATION_NAMES, Said


class Housing(Authored):
    """Where she lives from a day (bolig); the one before ends where the next begins."""

    part = Part.CASE
    document = "bolig"

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    situation = models.CharField(max_length=12, choices=SITUATION_NAMES.items())
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    suited = models.CharField(max_length=7, choices=SAID_NAMES.items(), default=Said.UNKNOWN)
    secure = models.CharField(max_length=7, choices=SAID_NAMES.items(), default=Said.UNKNOWN)
    words = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(until=None), name="she_lives_in_one_place"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="a_home_ends_after_it_begins"),
        ]


class HousingNeed(Authored):
    """What she needs of a home, since when, and since when she stands in the queue for it (boligsosialloven §§ 5 and 6)."""

    part = Part.CASE
    document = "boligbehov"

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=NEED_NAMES.items())
    words = models.TextField(blank=True)
    since = models.DateField()
    queued_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    # Met when she got it; otherwise why it is a need no longer.
    met = models.BooleanField(default=False)
    ended_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], condition=Q(ended_on=None), name="a_housing_need_stands_once"),
            models.CheckConstraint(condition=Q(ended_on=None) | Q(ended_on__gte=F("since")), name="a_housing_need_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(met=False) | Q(ended_on__isnull=False), name="a_housing_need_met_has_its_day"),
        ]


class EvictionWarning(Authored):
    """She was warned that she may lose her home: by whom, to which day, and what came of it."""

    part = Part.CASE
    document = "varsel om utkastelse"

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    warned_on = models.DateField()
    by_day = models.DateField(null=True, blank=True)
    from_whom = models.CharField(max_length=120)
    words = models.TextField(blank=True)
    outcome = models.CharField(max_length=10, choices=OUTCOME_NAMES.items(), blank=True)
    settled_on = models.DateField(null=True, blank=True)
    settled_words = models.CharField(max_length=240, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_on=None, outcome="") | Q(settled_on__isnull=False) & ~Q(outcome=""),
                name="a_settled_warning_has_its_outcome",
            )
        ]


class Activity(Authored):
    """What she does with her days: of what kind, hours a week, and how satisfied she is with it herself."""

    part = Part.PLAN
    document = "aktivitet"

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=ACTIVITY_NAMES.items())
    what = models.CharField(max_length=160, blank=True)
    hours = models.PositiveSmallIntegerField(null=True, blank=True)
    ips = models.BooleanField(default=False)  # individual placement and support: a job specialist helps her into ordinary work
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    until_reason = models.CharField(max_length=200, blank=True)
    satisfaction = models.PositiveSmallIntegerField(null=True, blank=True)
    satisfied_on = models.DateField(null=True, blank=True)
    words = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "until"])]
        constraints = [
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="an_activity_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(satisfaction=None) | Q(satisfaction__lte=10), name="satisfaction_is_0_to_10"),
        ]
