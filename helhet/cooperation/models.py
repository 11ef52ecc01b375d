"""Agreements with partners and between municipalities, the overview of dwellings that are needed, and what is built. No person data."""

from django.db import models
from django.db.models import Q

from helhet.organisation.models import CoOperation, Kept, Municipality, Partner, Staff, new_key

from .rules import AGREEMENT_NAMES, GROUND_NAMES, MEASURE_STATE_NAMES, PROJECT_EVENT_NAMES, STATE_NAMES


class Agreement(Kept):
    """A written agreement (samarbeidsavtale) with a partner or between municipalities (helse- og omsorgstjenesteloven § 6-1)."""

    id = models.UUIDField(primary_key=True, default=new_key)
    kind = models.CharField(max_length=16, choices=AGREEMENT_NAMES.items())
    name = models.CharField(max_length=120)
    partner = models.ForeignKey(Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # What the other party is called when it is none of our partners (a hospital trust).
    other_party = models.CharField(max_length=120, blank=True)
    cooperation = models.ForeignKey(CoOperation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    signed_on = models.DateField(null=True, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    # yes, no, or not yet said (helse- og omsorgstjenesteloven § 6-1 asks that user organisations take part).
    users_took_part = models.CharField(max_length=3, blank=True)
    notice_months = models.PositiveSmallIntegerField(default=12)
    owner = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    review_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["kind", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=models.F("valid_from")), name="agreement_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return self.name


class AgreementParty(models.Model):
    """A municipality that is party to an agreement, and the day its council adopted it."""

    id = models.UUIDField(primary_key=True, default=new_key)
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="parties")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    adopted_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["municipality_id"]
        constraints = [models.UniqueConstraint(fields=["agreement", "municipality"], name="once_a_party")]


class Clause(Kept):
    """One point of an agreement: one the law asks for (`point`), or one of the parties' own."""

    id = models.UUIDField(primary_key=True, default=new_key)
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="clauses")
    point = models.CharField(max_length=2, blank=True)
    order = models.PositiveSmallIntegerField(default=50)
    words = models.CharField(max_length=240)
    owner = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["order", "id"]


class ClauseStep(models.Model):
    """How far a point had come on a day, and what was found: added to, never changed."""

    id = models.UUIDField(primary_key=True, default=new_key)
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="steps")
    state = models.CharField(max_length=12, choices=STATE_NAMES.items())
    on = models.DateField()
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=120)

    class Meta:
        ordering = ["on", "at", "id"]


class AgreementReview(models.Model):
    """The parties looked at the whole agreement (helse- og omsorgstjenesteloven § 6-5): when, who, and what they found."""

    id = models.UUIDField(primary_key=True, default=new_key)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="reviews")
    on = models.DateField()
    who = models.CharField(max_length=240)
    found = models.TextField()
    at = models.DateTimeField()
    by_name = models.CharField(max_length=120)

    class Meta:
        ordering = ["-on", "-at", "-id"]


class HousingOverview(models.Model):
    """What dwellings a municipality needs, counted on a day, naming nobody (boligsosialloven § 5)."""

    id = models.UUIDField(primary_key=True, default=new_key)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    ordinary = models.PositiveSmallIntegerField()
    adapted = models.PositiveSmallIntegerField()
    words = models.TextField(blank=True)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=120)

    class Meta:
        ordering = ["-on", "-at", "-id"]


class HousingProject(Kept):
    """Dwellings the municipality builds, buys or makes fit, for whom, and who answers for it. No person data."""

    id = models.UUIDField(primary_key=True, default=new_key)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    dwellings = models.PositiveSmallIntegerField()
    words = models.TextField(blank=True)
    owner = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["municipality_id", "name"]

    def __str__(self) -> str:
        return self.name


class ProjectEvent(models.Model):
    """Something that happened with a housing project: a step, money applied for or granted, a talk with the neighbours. Only added to."""

    id = models.UUIDField(primary_key=True, default=new_key)
    project = models.ForeignKey(HousingProject, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=10, choices=PROJECT_EVENT_NAMES.items())
    on = models.DateField()
    words = models.TextField()
    amount = models.DecimalField(max_digits=12, decimal_places=0, null=True, blank=True)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=120)

    class Meta:
        ordering = ["on", "at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount=None) | Q(kind__in=["applied", "granted", "refused"]), name="only_money_has_an_amount"
            )
        ]


class ActionPlan(Kept):
    """What municipalities, or one of them, have decided to do in a period (handlingsplan): goals, measures, money, and who answers."""

    id = models.UUIDField(primary_key=True, default=new_key)
    name = models.CharField(max_length=120)
    cooperation = models.ForeignKey(CoOperation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    municipality = models.ForeignKey(Municipality, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField()
    adopted_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-until", "name"]
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=models.F("since")), name="action_plan_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(cooperation=None, municipality__isnull=False) | Q(cooperation__isnull=False, municipality=None),
                name="action_plan_is_somebodys",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PlanGoal(models.Model):
    """A goal in an action plan."""

    id = models.UUIDField(primary_key=True, default=new_key)
    plan = models.ForeignKey(ActionPlan, on_delete=models.CASCADE, related_name="goals")
    order = models.PositiveSmallIntegerField(default=50)
    words = models.CharField(max_length=240)

    class Meta:
        ordering = ["order", "id"]


class PlanMeasure(Kept):
    """A measure in an action plan: what, who answers for it, by when, what it costs and who pays."""

    id = models.UUIDField(primary_key=True, default=new_key)
    goal = models.ForeignKey(PlanGoal, on_delete=models.CASCADE, related_name="measures")
    words = models.CharField(max_length=240)
    owner = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    due = models.DateField(null=True, blank=True)
    money = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    paid_by = models.CharField(max_length=120, blank=True)
    # The duty that was not kept, when that is where the measure came from.
    criterion = models.CharField(max_length=12, blank=True)

    class Meta:
        ordering = ["due", "id"]
        constraints = [models.CheckConstraint(condition=Q(money=None) | Q(money__gte=0), name="measure_costs_nothing_or_more")]


class PlanStep(models.Model):
    """How far a measure had come on a day: added to, never changed."""

    id = models.UUIDField(primary_key=True, default=new_key)
    measure = models.ForeignKey(PlanMeasure, on_delete=models.PROTECT, related_name="steps")
    state = models.CharField(max_length=8, choices=MEASURE_STATE_NAMES.items())
    on = models.DateField()
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=120)

    class Meta:
        ordering = ["on", "at", "id"]


class OutreachRound(Kept):
    """A round out among people (oppsøkende arbeid, utekontakt): where, how long, and how many were talked with. Nobody is named."""

    id = models.UUIDField(primary_key=True, default=new_key)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    place = models.CharField(max_length=120)
    hours = models.DecimalField(max_digits=4, decimal_places=1)
    met = models.PositiveSmallIntegerField()
    new = models.PositiveSmallIntegerField(default=0)
    young = models.PositiveSmallIntegerField(default=0)
    helped_on = models.PositiveSmallIntegerField(default=0)
    words = models.CharField(max_length=240, blank=True)

    class Meta:
        ordering = ["-on", "place"]
        constraints = [
            models.CheckConstraint(
                condition=Q(new__lte=models.F("met"), young__lte=models.F("met"), helped_on__lte=models.F("met")),
                name="some_of_those_met",
            )
        ]


class SltMeeting(Kept):
    """A meeting of the police and the municipality on crime and safety (SLT): about places and times, not about persons."""

    id = models.UUIDField(primary_key=True, default=new_key)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    who = models.CharField(max_length=200)
    about = models.CharField(max_length=600)
    agreed = models.CharField(max_length=600, blank=True)
    # Why somebody was talked of by name; empty when nobody was. What was said of her stands in her own record.
    ground = models.CharField(max_length=8, choices=GROUND_NAMES.items(), blank=True)

    class Meta:
        ordering = ["-on"]
