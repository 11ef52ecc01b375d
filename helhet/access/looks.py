"""The looks that were drawn for control, with what each line of the log said, and the reviews that stand beside her log."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from .log import Opening
from .models import LogEntry, LogReview
from .policy import NotVisible


def drawn(opening: Opening, *, limit: int = 60) -> list[LogReview]:
    """What this coordinating unit has drawn, what waits first, each with its log `line`."""
    if not opening.actor.coordinating_unit_ids:
        raise NotVisible
    rows = LogReview.objects.select_related("person").order_by("reviewed_at", "-drawn_at", "pk")
    waiting = opening.all(rows.filter(reviewed_at=None))
    done = opening.all(rows.exclude(reviewed_at=None).order_by("-reviewed_at", "pk"), limit=limit)
    for row in [*waiting, *done]:
        opening.remember(row.person_id, row.person.part, row.person.document, row.person_id)
    return _with_lines([*waiting, *done])


def _with_lines(rows: list[LogReview]) -> list[LogReview]:
    lines = LogEntry.objects.in_bulk([row.entry for row in rows])
    for row in rows:
        row.line = lines[row.entry]
        row.kinds = dict.fromkeys(kind for kind, _ in row.line.documents)
    return rows


def reviewed(opening: Opening, person_id: UUID, *, lines: set[UUID]) -> dict[UUID, LogReview]:
    """The reviews of these lines of her log, by line."""
    rows = LogReview.objects.filter(person_id=person_id).exclude(reviewed_at=None)
    # A log may be longer than a statement has room for; the reviews of it are few.
    shown = [key for key, entry in rows.values_list("pk", "entry") if entry in lines]
    return {row.entry: row for row in opening.all(rows.filter(pk__in=shown))} if shown else {}


def first_of(found: dict[UUID, Any], keys: Iterable[UUID]) -> Any:
    """The review of any of these lines."""
    return next((found[key] for key in keys if key in found), None)
