"""Days that stand in what is kept of every change: when a column was first changed, when last, and what it was."""

from typing import Any

from django.db import models
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, Greatest, TruncDate

from helhet.access.models import Change
from helhet.access.policy import OSLO
from helhet.plans.models import Action


def day_of(path: Any) -> TruncDate:
    """The day in Norway of a moment."""
    return TruncDate(path, tzinfo=OSLO)


def first(rows: QuerySet, day: Any) -> Subquery:
    """The day of the first of these rows."""
    return Subquery(rows.values_list(day)[:1])


def changed(column: str) -> Subquery:
    """The day this column of the row was first changed, from what is kept of every change."""
    return first(Change.objects.filter(row=OuterRef("pk"), was__has_key=column).order_by("at"), day_of("at"))


def last_change(*columns: str) -> Subquery:
    """The day any of these columns of the row was last changed."""
    return first(Change.objects.filter(row=OuterRef("pk"), was__has_any_keys=columns).order_by("-at"), day_of("at"))


# A child is told more than once: the first day stands in what is kept of the changes.
FIRST_INFORMED = Subquery(
    Change.objects.filter(row=OuterRef("pk"))
    .annotate(informed=Cast(KeyTextTransform("informed_on", "was"), models.DateField()))
    .filter(informed__isnull=False)
    .order_by("at")
    .values_list("informed")[:1]
)
_FRAME = ("strengths", "relatives_contribute", "relatives_asked", "cooperation_wanted", "child_takes_part", "until", "pupil")
_FRAME_CHANGED = last_change(*_FRAME)
_ACTIONS = Action.objects.filter(plan=OuterRef(OuterRef("pk"))).values("pk")
_ACTION_CHANGED = first(
    Change.objects.filter(row__in=_ACTIONS, was__has_any_keys=("extent", "when", "how", "responsible_kind")).order_by("-at"), day_of("at")
)
# The greatest of two is nothing on SQLite when one of them is.
CONTENTS_CHANGED = Coalesce(Greatest(_FRAME_CHANGED, _ACTION_CHANGED), _FRAME_CHANGED, _ACTION_CHANGED)
# What is signed is changed when any of this is.
NOTE_CHANGED = Change.objects.filter(
    row=OuterRef("pk"), at__gt=OuterRef("signed_at"), was__has_any_keys=["text", "heading", "kind", "on", "signed_at", "digest"]
)  # fmt: skip
