"""A municipality's own lengths, where the law gives no day."""

from django.db import models

from helhet.organisation.models import Municipality, new_key


class TargetSet(models.Model):
    """From a day on, this municipality holds itself to this length. Rows are only added; the newest that has begun holds."""

    id = models.UUIDField(primary_key=True, default=new_key)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=40)  # rules.Target.key
    days = models.PositiveSmallIntegerField(default=0)
    months = models.PositiveSmallIntegerField(default=0)
    since = models.DateField()
    why = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=120)

    class Meta:
        ordering = ["municipality_id", "key", "since", "at"]
        constraints = [
            models.CheckConstraint(condition=models.Q(days__gt=0) | models.Q(months__gt=0), name="a_target_has_a_length"),
        ]
