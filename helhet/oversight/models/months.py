"""What was judged when a month ended: counts, kept as they were told (docs/adr/0019-small-numbers.md says why they are kept)."""

from django.db import models

from helhet.organisation.models import Municipality
from helhet.oversight.rules import STATE_NAMES


class Month(models.Model):
    """The last day of a month, judged once."""

    day = models.DateField(primary_key=True)
    at = models.DateTimeField()
    laws_read_on = models.DateField()
    # The record itself was judged backwards: what is known of today only could not be judged.
    backwards = models.BooleanField(default=False)

    class Meta:
        ordering = ["-day"]


class MonthCount(models.Model):
    """Of how many persons in a municipality a criterion said this, for this reason, that day; a person is counted once, by her worst."""

    month = models.ForeignKey(Month, on_delete=models.PROTECT, related_name="counts")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    criterion = models.CharField(max_length=16)
    state = models.CharField(max_length=16, choices=STATE_NAMES.items())
    # The next step of what is due or breached, what is missing of what cannot be judged.
    reason = models.CharField(max_length=40, blank=True)
    persons = models.PositiveIntegerField()
    longest = models.PositiveIntegerField(default=0)  # days over time

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["month", "municipality", "criterion", "state", "reason"], name="a_month_is_counted_once"),
        ]
