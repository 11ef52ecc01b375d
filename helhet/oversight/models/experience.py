"""What users said of a service in a year: counts, kept as they were told (docs/adr/0019-small-numbers.md)."""

from django.db import models

from helhet.organisation.models import Unit


class ExperienceYear(models.Model):
    """Of those who answered while this unit helped them, how many said less than five on average, by question; counted once."""

    year = models.PositiveSmallIntegerField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    # One worker alone: the sum would be about her, and is not made.
    one_worker = models.BooleanField(default=False)
    life_of = models.PositiveIntegerField(default=0)
    life_low = models.PositiveIntegerField(default=0)
    alliance_of = models.PositiveIntegerField(default=0)
    alliance_low = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-year", "unit__name"]
        constraints = [models.UniqueConstraint(fields=["year", "unit"], name="a_year_of_a_unit_is_counted_once")]


class UnnamedYear(models.Model):
    """Of the answers given without a name, how many were under five, by service and question; counted once."""

    year = models.PositiveSmallIntegerField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    life_of = models.PositiveIntegerField(default=0)
    life_low = models.PositiveIntegerField(default=0)
    alliance_of = models.PositiveIntegerField(default=0)
    alliance_low = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["year", "unit"], name="an_unnamed_year_is_counted_once")]
