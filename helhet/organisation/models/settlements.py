"""Settlements of shared posts: what was asked of each municipality, with the weights it was worked out by. Added, never changed."""

from django.db import models
from django.db.models import F, Q

from helhet.organisation.rules.posts import SHARING_KEY_NAMES

from .house import Municipality, new_key
from .posts import Post


class Settlement(models.Model):
    """The settlement (oppgjør) of a shared post for a period: what it cost, what others paid, and by which key the rest was divided."""

    id = models.UUIDField(primary_key=True, default=new_key)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="settlements")
    since = models.DateField()
    until = models.DateField()
    key = models.CharField(max_length=12, choices=SHARING_KEY_NAMES.items())
    agreed_in = models.CharField(max_length=160, blank=True)
    cost = models.DecimalField(max_digits=12, decimal_places=2)
    income = models.DecimalField(max_digits=12, decimal_places=2)
    note = models.CharField(max_length=240, blank=True)
    # An earlier one that was wrong; both stand.
    replaces = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by")
    at = models.DateTimeField()
    by_name = models.CharField(max_length=120)

    class Meta:
        ordering = ["-until", "-at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="settlement_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(income__gte=0, cost__gte=F("income")), name="settlement_divides_what_is_left"),
        ]


class SettlementPart(models.Model):
    """One municipality's part: what it weighed, how that is told, and what it owes to the øre."""

    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="parts")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    weight = models.DecimalField(max_digits=12, decimal_places=2)
    said = models.CharField(max_length=40)
    amount = models.DecimalField(max_digits=12, decimal_places=2)

    class Meta:
        ordering = ["municipality_id"]
        constraints = [
            models.UniqueConstraint(fields=["settlement", "municipality"], name="once_in_a_settlement"),
            models.CheckConstraint(condition=Q(weight__gte=0, amount__gte=0), name="nobody_owes_less_than_nothing"),
        ]
