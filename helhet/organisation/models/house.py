"""Municipalities, co-operation between them, units, staff, services offered and partners. No person data here."""

import secrets
import time
import uuid

from django.db import models
from django.db.models import Q

from helhet.organisation import rules
from helhet.organisation.rules import LEGAL_FORM_NAMES, LEVEL_NAMES, PARTNER_NAMES, PROVIDED_NAMES, Provided


def new_key() -> uuid.UUID:
    """A fresh opaque key; the clock here only sorts, it is never read as a date."""
    return rules.new_key(time.time_ns(), secrets.randbits(62))


class Language(models.TextChoices):
    """The languages the product speaks."""

    BOKMAL = "nb", "bokmål"
    NYNORSK = "nn", "nynorsk"
    ENGLISH = "en", "English"


class Municipality(models.Model):
    """A municipality (kommune): the data controller of its own records."""

    number = models.CharField(primary_key=True, max_length=4)
    name = models.CharField(max_length=80)
    language_form = models.CharField(max_length=10, blank=True)  # nb, nn, nøytral, or unknown
    county = models.CharField(max_length=40)
    population = models.PositiveIntegerField(null=True)
    # Only those that take part have units, staff and records here.
    takes_part = models.BooleanField(default=False)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return self.name

    @property
    def language(self) -> str:
        """The language of its letters and new accounts: nynorsk where that is chosen, else bokmål."""
        return str(Language.NYNORSK if self.language_form == "nn" else Language.BOKMAL)


class CoOperation(models.Model):
    """Municipalities that do a thing together. Only a host municipality may decide cases (kommuneloven §§ 18-1, 19-1, 20-2)."""

    id = models.UUIDField(primary_key=True, default=new_key)
    name = models.CharField(max_length=120)
    legal_form = models.CharField(max_length=10, choices=LEGAL_FORM_NAMES.items())
    host = models.ForeignKey(Municipality, null=True, on_delete=models.PROTECT, related_name="+")
    members = models.ManyToManyField(Municipality, related_name="cooperations")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(legal_form="host", host__isnull=False) | ~Q(legal_form="host"), name="host_form_has_a_host")
        ]

    def __str__(self) -> str:
        return self.name


class Kept(models.Model):
    """A row that a coordinating unit keeps right: who changed it last, and when.

    A wrong number to the acute team is found by asking whoever wrote it; more history than that is not kept of what is no person's.
    """

    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.CharField(max_length=120, blank=True)

    class Meta:
        abstract = True


class Unit(Kept):
    """A unit that staff belong to; one of them is the coordinating unit (koordinerende enhet, helse- og omsorgstjenesteloven § 7-3)."""

    id = models.UUIDField(primary_key=True, default=new_key)
    name = models.CharField(max_length=120)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="units")
    # A shared unit (Setesdal's ruskonsulent) serves others than the municipality it sits in.
    serves = models.ManyToManyField(Municipality, related_name="served_by")
    is_coordinating_unit = models.BooleanField(default=False)
    her_id = models.CharField(max_length=12, blank=True)
    telephone = models.CharField(max_length=20, blank=True)
    # A coordinating unit's written routine for plans and coordinators, and the day it was last gone through.
    routine = models.CharField(max_length=160, blank=True)
    routine_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["municipality_id", "name"]

    def __str__(self) -> str:
        return self.name


class Staff(Kept):
    """An employee, by the title residents know."""

    id = models.UUIDField(primary_key=True, default=new_key)
    name = models.CharField(max_length=120)
    title = models.CharField(max_length=80)
    telephone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    hpr_number = models.CharField(max_length=9, blank=True)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    units = models.ManyToManyField(Unit, through="Membership", related_name="staff")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """Who belongs to which unit from when until when; access through a unit ends with it."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="memberships")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="memberships")
    # She leads it: sees figures for the municipalities it serves and sets its targets. It opens no record.
    leads = models.BooleanField(default=False)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)


class Absence(Kept):
    """A period when somebody is away, with the deputy who answers meanwhile."""

    id = models.UUIDField(primary_key=True, default=new_key)
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="absences")
    since = models.DateField()
    until = models.DateField()
    deputy = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=models.F("since")), name="absence_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(staff=models.F("deputy")), name="nobody_is_her_own_deputy"),
        ]


class Partner(Kept):
    """An organisation outside that the team works with."""

    id = models.UUIDField(primary_key=True, default=new_key)
    kind = models.CharField(max_length=16, choices=PARTNER_NAMES.items())
    name = models.CharField(max_length=120)
    serves = models.ManyToManyField(Municipality, related_name="partners")
    her_id = models.CharField(max_length=12, blank=True)
    organisation_number = models.CharField(max_length=9, blank=True)
    telephone = models.CharField(max_length=20, blank=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class PartnerMember(Kept):
    """A named person at a partner: may be in a resident's team, with or without an account here."""

    id = models.UUIDField(primary_key=True, default=new_key)
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="members")
    name = models.CharField(max_length=120)
    title = models.CharField(max_length=80)
    telephone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class AnswerPoint(Kept):
    """One telephone somebody answers, about what, for which municipalities: the data behind «Hvem ringer jeg?»."""

    id = models.UUIDField(primary_key=True, default=new_key)
    name = models.CharField(max_length=120)
    belongs_to = models.CharField(max_length=120, blank=True)
    helps_with = models.CharField(max_length=240)
    # Words people search by, in bokmål and nynorsk, separated by spaces.
    topics = models.TextField(blank=True)
    telephone = models.CharField(max_length=20)
    serves = models.ManyToManyField(Municipality, related_name="answer_points")
    staff = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.CASCADE, related_name="answer_points")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.CASCADE, related_name="answer_points")
    partner = models.ForeignKey(Partner, null=True, blank=True, on_delete=models.CASCADE, related_name="answer_points")
    stands_in_for = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="stand_ins")
    # Lower first when two fit equally: the named person before the switchboard before 113.
    order = models.PositiveSmallIntegerField(default=50)

    class Meta:
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class OpeningHours(models.Model):
    """When an answer point answers; a visiting day (LAR every other Tuesday at Byglandsfjord) is one with a place."""

    point = models.ForeignKey(AnswerPoint, on_delete=models.CASCADE, related_name="hours")
    weekdays = models.CharField(max_length=7)  # digits 0–6, Monday is 0
    opens = models.TimeField()
    closes = models.TimeField()
    weeks = models.PositiveSmallIntegerField(default=1)
    first = models.DateField(null=True, blank=True)
    on_holidays = models.BooleanField(default=False)
    place = models.CharField(max_length=80, blank=True)

    def as_rule(self) -> rules.Hours:
        """The same hours as a plain value."""
        return rules.Hours(
            frozenset(int(day) for day in self.weekdays),
            self.opens,
            self.closes,
            self.weeks,
            self.first,
            self.on_holidays,
            self.place,
        )


class ServiceOffered(Kept):
    """A service that exists, with its legal basis, level of care and pathways: triage may only choose one of these."""

    id = models.UUIDField(primary_key=True, default=new_key)
    name = models.CharField(max_length=120)
    description = models.CharField(max_length=240, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="services")
    serves = models.ManyToManyField(Municipality, related_name="services")
    level_of_care = models.PositiveSmallIntegerField(choices=LEVEL_NAMES.items())
    pathways = models.CharField(max_length=3, default="123")
    # The key of a legal basis in cases.rules; decides whether a formal decision is needed, and the complaint limit.
    legal_basis = models.CharField(max_length=20)
    capacity = models.PositiveSmallIntegerField(null=True, blank=True)
    provided = models.CharField(max_length=10, choices=PROVIDED_NAMES.items(), default=Provided.OWN)
    supplier = models.ForeignKey(Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # For residents, in plain words: what happens, and how one gets in.
    plain_nb = models.TextField(blank=True)
    plain_nn = models.TextField(blank=True)
    plain_en = models.TextField(blank=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["level_of_care", "name"]

    def __str__(self) -> str:
        return self.name
