"""The board: whom the team follows closely now, and the short meetings held at it. What else a board shows, the other rooms know."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet, Subquery
from django.db.models.expressions import OuterRef

from helhet.access.log import Opening
from helhet.access.policy import Actor
from helhet.access.questions import Only, asks
from helhet.people.models import Person
from helhet.team import rules
from helhet.team.models import BoardMeeting, BoardTurn, Meeting, OnBoard


def on_board(opening: Opening, persons: Collection[UUID] | None = None, *, municipality: str = "") -> list[dict[str, Any]]:
    """Whom the team follows closely (of these persons, of this municipality), the closest first; each with who she is, in short."""
    found = [row for row in opening.ask(_on_board, persons) if not municipality or row["municipality"] == municipality]
    for row in found:
        opening.remember(row["about"], Person.part, Person.document, row["about"])
    return found


@asks(
    OnBoard, "level", "level_since", "why_kind", "why", "since", given=F("person__given"), family=F("person__family"),
    born=F("person__born"), grade=F("person__grade"), municipality=F("person__municipality_id"), place=F("person__municipality__name"),
)  # fmt: skip
def _on_board(actor: Actor, only: Only) -> QuerySet:
    rows = OnBoard.objects.filter(only("person"), until=None, person__deceased_on=None)
    return rows.order_by("level", "-level_since", "person__family", "person__given", "pk")


@asks(Meeting, "starts_at", "kind")
def _next_meetings(actor: Actor, only: Only) -> QuerySet:
    coming = Meeting.objects.filter(person=OuterRef("person"), state=rules.MeetingState.CALLED, starts_at__gte=actor.at)
    return Meeting.objects.filter(only("person"), pk=Subquery(coming.order_by("starts_at", "pk").values("pk")[:1]))


def next_meetings(opening: Opening, persons: Collection[UUID]) -> dict[UUID, dict[str, Any]]:
    """The next meeting called about each of these persons."""
    return {row["about"]: row for row in opening.ask(_next_meetings, persons)}


def place_of(opening: Opening, person_id: UUID) -> OnBoard | None:
    """Her place on the board now."""
    return next(iter(opening.all(OnBoard.objects.filter(person_id=person_id, until=None))), None)


def places_of(opening: Opening, person_id: UUID) -> list[OnBoard]:
    """The times she has been on the board, the newest first."""
    return opening.all(OnBoard.objects.filter(person_id=person_id).order_by("-since", "-at"))


def running_meeting(actor: Actor) -> BoardMeeting | None:
    """The board meeting this worker has begun and not ended."""
    since = actor.at - rules.FORGOTTEN_AFTER
    rows = BoardMeeting.objects.filter(begun_by_id=actor.staff_id, ended_at=None, begun_at__gt=since)
    return rows.select_related("municipality").prefetch_related("present").first() if actor.staff_id else None


def gone_through(opening: Opening, meeting: BoardMeeting) -> set[UUID]:
    """Whom of those this actor may see the meeting has spoken of."""
    return {row["about"] for row in opening.plain(BoardTurn.objects.filter(meeting=meeting))}


def held_meetings(actor: Actor, *, limit: int = 3) -> list[BoardMeeting]:
    """The last board meetings of the actor's own units: how long, how many, and the line of minutes, which names nobody."""
    rows = BoardMeeting.objects.filter(unit__in=actor.unit_ids, ended_at__isnull=False).select_related("unit", "municipality", "begun_by")
    return list(rows.order_by("-begun_at")[:limit])
