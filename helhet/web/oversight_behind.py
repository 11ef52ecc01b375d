"""A municipality's own figure opened: each row it is counted from, how it stands, and the page where that is kept."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from helhet.access.policy import Actor
from helhet.organisation.queries import keeping
from helhet.oversight import behind
from helhet.oversight.behind import Kind, Row
from helhet.oversight.rules import Criterion

from .oversight_place import Place


@dataclass(frozen=True)
class Counted:
    """The rows behind a figure with their addresses, and the day they are judged for when it is another than the figure's."""

    rows: list[dict[str, Any]]
    today: bool


def counted(request: HttpRequest, criterion: Criterion, place: Place, number: str, day: date) -> Counted | None:
    """What this figure is counted from where she leads; None for a duty to persons, and where she leads nobody."""
    numbers = [one for one in place.led_numbers if number in ("", one)]
    if criterion.about == "person" or not numbers:
        return None
    # What is known as it is today only is shown as it is today.
    on = request.actor.on if criterion.today_only else day
    kept = {one.pk for one in keeping.kept_by(request.actor)}
    names = {one.pk: one.name for one in place.led}
    rows = behind.rows(request.opening, criterion, numbers, on=on)
    return Counted([{"row": row, "place": names[row.municipality], "url": _url(row, request.actor, kept)} for row in rows], on != day)


def _url(row: Row, actor: Actor, kept: set[str]) -> str:
    """The page where it is kept, when she keeps it; an agreement that is not written in is looked for among the others."""
    if row.kind == Kind.AGREEMENT:
        return reverse("agreement", args=[row.key]) if row.key else reverse("agreements")
    if row.kind == Kind.EVENT:
        return reverse("deviation", args=[row.key])
    if row.kind in (Kind.YEAR, Kind.EXPERIENCE, Kind.HOUSING):
        return reverse("year", args=[row.municipality, actor.on.year])
    if row.municipality not in kept:
        return ""
    if row.kind == Kind.LOG:
        return reverse("log-review")
    if row.key is None:
        return reverse("organisation")
    return reverse(row.kind.value, args=[row.key])
