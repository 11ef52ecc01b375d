"""What a leader has decided to do about it."""

from django.db import models

from helhet.organisation.models import Municipality, new_key


class NextStep(models.Model):
    """What is to be done, by whom and by which day, for which municipalities. It holds no person data."""

    id = models.UUIDField(primary_key=True, default=new_key)
    municipalities = models.ManyToManyField(Municipality, related_name="+")
    criterion = models.CharField(max_length=16, blank=True)
    words = models.CharField(max_length=200)
    who = models.CharField(max_length=120)
    by_day = models.DateField()
    asks = models.BooleanField(default=False)  # the coordinators there are asked to do it: it stands on their day until it is done
    done_on = models.DateField(null=True, blank=True)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=120)
    done_by = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["by_day", "at"]
