"""Professional networks: who meets to learn from each other, how often, and who of ours goes."""

from django.db import models
from django.db.models import F, Q

from helhet.organisation.rules.networks import REACH_NAMES

from .house import Kept, Municipality, Staff, new_key


class Network(Kept):
    """A professional network (fagnettverk): workers who meet across units or municipalities to learn from each other."""

    id = models.UUIDField(primary_key=True, default=new_key)
    name = models.CharField(max_length=120)
    about = models.CharField(max_length=240)
    reach = models.CharField(max_length=10, choices=REACH_NAMES.items())
    # Who calls the meetings, by name: a municipality, a hospital, a competence centre.
    host = models.CharField(max_length=120)
    meets_a_year = models.PositiveSmallIntegerField()
    next_on = models.DateField(null=True, blank=True)
    next_where = models.CharField(max_length=120, blank=True)
    serves = models.ManyToManyField(Municipality, related_name="networks")
    goers = models.ManyToManyField(Staff, blank=True, related_name="networks")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="network_ends_after_it_begins")]

    def __str__(self) -> str:
        return self.name
