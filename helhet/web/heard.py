"""What is told of her voice on other pages: that her answer has fallen, to those who meet her next; what she may answer after, to her."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from helhet.access.log import Opening
from helhet.access.policy import OSLO
from helhet.journal import queries as journal
from helhet.people import queries as people
from helhet.team import queries as team
from helhet.voice import queries, rules

_AT_ONCE = 6


def lately_met(opening: Opening, person_id: UUID) -> list[tuple[str, Any, date]]:
    """The contacts and meetings of the last two weeks she has not answered after, the newest first: (what it is, the row, its day)."""
    since = opening.actor.at - timedelta(days=rules.ASK_WITHIN_DAYS)
    with opening.weighing():
        found = [(str(rules.About.CONTACT), one, one.started_at) for one in journal.met_since(opening, person_id, since)]
        found += [(str(rules.About.MEETING), one, one.starts_at) for one in team.held_since(opening, person_id, since)]
    done = queries.answered(opening.actor, person_id, [one.pk for _, one, _ in found])
    left = sorted((one for one in found if one[1].pk not in done), key=lambda one: one[2], reverse=True)
    return [(what, row, at.astimezone(OSLO).date()) for what, row, at in left]


def fallen(request: HttpRequest, person: Any) -> list[dict[str, Any]]:
    """That her answer has fallen, for those of us who meet her next: a sentence, and the answer it stands on."""
    if not request.actor.is_staff:
        return []
    return [_gently(one, person.first) for one in queries.fallen(request.opening, [person.pk])]


def fallen_of_day(opening: Opening, persons: list[UUID] | None) -> list[dict[str, Any]]:
    """The same for somebody's day, with the names."""
    found = queries.fallen(opening, persons, limit=_AT_ONCE)
    names = people.names_of(opening, {one.person_id for one in found})
    return [_gently(one, names[one.person_id].first) | {"person": names[one.person_id]} for one in found if one.person_id in names]


def _gently(one: queries.Fallen, first: str) -> dict[str, Any]:
    words, values = rules.drop_words(one.drop)
    return {"row": one.row, "rows": one.before, "says": words, "values": {"first": first, **values}}
