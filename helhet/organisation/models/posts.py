"""Posts: what work there is, aimed at whom, who holds it, who pays and until when, and which municipalities share it.

Every figure has its days, and no row is written over: a change ends one and begins another, and `PostChange` tells who did it.
"""

from django.db import models
from django.db.models import F, Q

from helhet.organisation.rules.posts import (
    AGE_GROUP_NAMES,
    AREA_NAMES,
    EDUCATION_NAMES,
    PROBLEM_NAMES,
    SHARING_KEY_NAMES,
    SOURCE_NAMES,
    VERB_NAMES,
    Span,
)

from .house import Kept, Municipality, Staff, Unit, new_key


def _share() -> models.DecimalField:
    """Percentage points of a whole work year."""
    return models.DecimalField(max_digits=5, decimal_places=2)


def _holds(name: str) -> list[models.CheckConstraint]:
    """A share of a whole post, for a time that does not end before it begins."""
    return [
        models.CheckConstraint(condition=Q(percent__gt=0, percent__lte=100), name=f"{name}_is_a_share"),
        models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name=f"{name}_ends_after_it_begins"),
    ]


class Post(Kept):
    """A post (stilling): employed by one municipality, held by somebody or nobody, perhaps shared with others."""

    id = models.UUIDField(primary_key=True, default=new_key)
    employer = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    education = models.CharField(max_length=16, choices=EDUCATION_NAMES.items())
    # Whoever holds it knows the service from the other side (erfaringskonsulent).
    lived_experience = models.BooleanField(default=False)
    # Where KOSTRA counts it, so that its figure and ours can stand side by side.
    kostra = models.CharField(max_length=3, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["employer_id", "title", "id"]
        constraints = [models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="post_ends_after_it_begins")]

    def __str__(self) -> str:
        return self.title


class Dated(models.Model):
    """A share of a post with its days."""

    id = models.UUIDField(primary_key=True, default=new_key)
    percent = _share()
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True

    def span(self) -> Span:
        """The same as a plain value."""
        return Span(self.percent, self.since, self.until)


class PostSize(Dated):
    """How large a post is from a day on, and what it costs a year."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="sizes")
    yearly_cost = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)

    class Meta:
        ordering = ["since", "id"]
        constraints = [
            *_holds("post_size"),
            models.UniqueConstraint(fields=["post"], condition=Q(until=None), name="one_size_that_runs_on"),
            models.CheckConstraint(condition=Q(yearly_cost=None) | Q(yearly_cost__gte=0), name="post_costs_nothing_or_more"),
        ]


class PostShare(Dated):
    """What a share of a post is aimed at, and how it was judged: the form counts only what is aimed at this group."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="shares")
    age_group = models.CharField(max_length=8, choices=AGE_GROUP_NAMES.items())
    problem = models.CharField(max_length=9, choices=PROBLEM_NAMES.items())
    area = models.CharField(max_length=16, choices=AREA_NAMES.items())
    why = models.CharField(max_length=240, blank=True)
    judged_by = models.CharField(max_length=120)
    judged_on = models.DateField()

    class Meta:
        ordering = ["since", "age_group", "area", "id"]
        constraints = _holds("post_share")


class PostHolder(Dated):
    """Who holds a share of a post from when until when; a stand-in holds it beside somebody who is away."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="holders")
    staff = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # Somebody who works there and does not use Helhet.
    name = models.CharField(max_length=120, blank=True)
    stands_in = models.BooleanField(default=False)

    class Meta:
        ordering = ["since", "id"]
        constraints = [
            *_holds("post_holder"),
            models.CheckConstraint(
                condition=Q(staff__isnull=False, name="") | Q(staff__isnull=True) & ~Q(name=""), name="somebody_holds_a_post"
            ),
        ]

    @property
    def who(self) -> str:
        """Her name."""
        return self.staff.name if self.staff else self.name


class Funding(Dated):
    """Who pays for a share of a post (finansiering), from when until when."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="funding")
    source = models.CharField(max_length=8, choices=SOURCE_NAMES.items())
    # Which grant it is, by the name it is applied for under.
    name = models.CharField(max_length=120, blank=True)
    note = models.CharField(max_length=240, blank=True)

    class Meta:
        ordering = ["since", "id"]
        indexes = [models.Index(fields=["until"], name="funding_by_its_end")]
        constraints = [
            *_holds("funding"),
            models.CheckConstraint(condition=~Q(source="state") | ~Q(name=""), name="a_state_grant_has_its_name"),
        ]


class Sharing(models.Model):
    """Several municipalities share a post by an agreed key, from when until when."""

    id = models.UUIDField(primary_key=True, default=new_key)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="sharings")
    key = models.CharField(max_length=12, choices=SHARING_KEY_NAMES.items())
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    # Where it is agreed: a council's decision, or a clause of the agreement between them.
    agreed_in = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["since", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="sharing_ends_after_it_begins"),
            models.UniqueConstraint(fields=["post"], condition=Q(until=None), name="one_sharing_that_runs_on"),
        ]


class SharingPart(models.Model):
    """One municipality's part in a shared post; the percent stands only where the key is an agreed fraction."""

    sharing = models.ForeignKey(Sharing, on_delete=models.CASCADE, related_name="parts")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    percent = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)

    class Meta:
        ordering = ["municipality_id"]
        constraints = [
            models.UniqueConstraint(fields=["sharing", "municipality"], name="once_in_a_sharing"),
            models.CheckConstraint(condition=Q(percent=None) | Q(percent__gte=0, percent__lte=100), name="part_is_a_share"),
        ]


class PostChange(models.Model):
    """What was done with a post, by whom and when, and what stood before: added to, never changed."""

    id = models.UUIDField(primary_key=True, default=new_key)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="changes")
    at = models.DateTimeField()
    by_name = models.CharField(max_length=120)
    verb = models.CharField(max_length=16, choices=VERB_NAMES.items())
    was = models.JSONField(default=dict)
    became = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-id"]
