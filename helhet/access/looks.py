"""Who has looked: her own log day by day; the looks that were drawn for control, and the reviews that stand beside her log."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import models

from .log import Opening
from .models import LogEntry, LogReview
from .policy import OSLO, NotVisible, reasons, sees
from .rules import Part, Purpose


@dataclass
class Look:
    """What one actor saw, or did, of one kind and for one purpose, in one day: the log as she reads it."""

    newest: LogEntry
    first: datetime
    kinds: dict[str, None]
    notes: dict[str, None]
    entries: set[UUID] = field(default_factory=set)

    @property
    def day(self) -> date:
        """The day in Norway."""
        return self.newest.at.astimezone(OSLO).date()


def who_has_looked(opening: Opening, person_ids: list[UUID], *, since: datetime | None = None) -> tuple[list[Look], bool]:
    """The person's own log day by day, newest first, and whether there is more before `since`; the reading of it is logged too."""
    actor = opening.actor
    purpose = Purpose.OWN if actor.kind in ("person", "representative") else Purpose.COORDINATION
    allowed = reasons(actor, purpose, Part.LOG).filter(person_id__in=person_ids).values_list("person_id", flat=True)
    if not (keys := set(allowed)):
        raise NotVisible
    rows = LogEntry.objects.filter(person_id__in=person_ids)
    found = _by_day(rows.filter(at__gte=since) if since else rows)
    for key in keys:
        opening.remember(key, Part.LOG, "tilgangslogg", key)
    return found, since is not None and rows.filter(at__lt=since).exists()


def look_at(opening: Opening, person_ids: list[UUID], entry_id: UUID) -> LogEntry:
    """One line of the person's own log, to ask about. Raises `NotVisible` for a line of somebody else's."""
    allowed = [key for key in person_ids if sees(opening.actor, key, Part.LOG)]
    found = LogEntry.objects.filter(person_id__in=allowed, pk=entry_id).first()
    if found is None:
        raise NotVisible
    opening.remember(found.person_id, Part.LOG, "tilgangslogg", found.person_id)
    return found


def _by_day(rows: models.QuerySet[LogEntry]) -> list[Look]:
    looks: dict[tuple[object, ...], Look] = {}
    for one in rows.order_by("-at", "-number").iterator(chunk_size=2000):
        same = (one.at.astimezone(OSLO).date(), one.actor_key, one.verb, one.purpose, one.role, one.organisation)
        look = looks.setdefault(same, Look(one, one.at, {}, {}))
        look.first = one.at
        look.entries.add(one.pk)
        look.kinds |= dict.fromkeys(kind for kind, _ in one.documents)
        look.notes |= dict.fromkeys([one.note] if one.note else [])
    return list(looks.values())


def looks_since(opening: Opening, person_id: UUID, since: datetime) -> tuple[int, int]:
    """How many openings, by how many, since then: a count that names nobody."""
    rows = LogEntry.objects.filter(person_id=person_id, at__gte=since)
    found = rows.aggregate(count=models.Count("id"), people=models.Count("actor_key", distinct=True))
    return found["count"], found["people"]


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
