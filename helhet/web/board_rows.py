"""The board's rows: a place on the board, and beside it what the other rooms know of her today. No second list is kept."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from helhet.access import queries as access
from helhet.access.log import Opening
from helhet.access.rules import Part
from helhet.cases import queries as cases
from helhet.cases.rules import Due
from helhet.handover import queries as handover
from helhet.journal import queries as journal
from helhet.organisation.rules import N_
from helhet.people import queries as people
from helhet.people.rules import Grade
from helhet.plans import queries as plans
from helhet.team import queries as team
from helhet.team import rules

from . import due

_SOON = timedelta(days=7)
_NEW = timedelta(days=14)
_AT_ONCE = 2  # tasks and clocks a row has room for; the person's page has them all
_SUGGESTED = 6
# What others in the room may not read off a screen, what stands in the row already, and desk work that can wait for a desk.
_NOT_HERE = frozenset({"protected", "emergency", "reading", "event", "task", "note", "notice-new", "mapping", "kin", "letter"})


@dataclass(frozen=True)
class Task:
    """Who does what, from a task of hers."""

    key: dict[str, UUID]
    who: str
    what: str
    due: Any


@dataclass(frozen=True)
class Row:
    """One row of the board: how closely and why from her place on it, the rest from the record."""

    place: dict[str, Any]
    letters: str
    born: int | None
    sees_journal: bool
    last: dict[str, Any] | None
    silent: int  # days without contact, when they are many
    next: dict[str, Any] | None
    stay: dict[str, Any] | None
    crisis: str
    crisis_plan: dict[str, Any] | None
    child: dict[str, Any] | None
    tasks: list[Task]
    more_tasks: int
    clocks: list[due.Line]
    gone: bool

    @property
    def person(self) -> dict[str, UUID]:
        """Whom it is about, as a document that is shown."""
        return {"pk": self.place["about"]}

    @property
    def level(self) -> str:
        """How closely, in words."""
        return rules.LEVEL_NAMES[rules.Level(self.place["level"])]

    @property
    def where(self) -> str:
        """Her municipality, when it may be said."""
        return "" if self.place["grade"] == Grade.STRICT else self.place["place"]

    @property
    def home_soon(self) -> bool:
        """The hospital says she is ready to come home."""
        return bool(self.stay and self.stay["ready_at"] and not self.stay["ready_withdrawn_at"])


def rows(
    opening: Opening, persons: Collection[UUID] | None = None, *, municipality: str = "", gone: Collection[UUID] = ()
) -> list[Row]:  # fmt: skip
    """The rows of the board (of these persons, of this municipality), the closest followed first."""
    with opening.weighing():
        return _rows(opening, persons, municipality, gone)


def _rows(opening: Opening, persons: Collection[UUID] | None, municipality: str, gone: Collection[UUID]) -> list[Row]:
    places = team.on_board(opening, persons, municipality=municipality)
    keys = [place["about"] for place in places]
    letters = {place["about"]: rules.initials(place["given"], place["family"]) for place in places}
    years = rules.told_apart({place["about"]: (letters[place["about"]], place["born"].year if place["born"] else None) for place in places})
    known = _Known(opening, keys)
    return [known.row(place, letters[place["about"]], years.get(place["about"]), gone) for place in places]


class _Known:
    """What every other room knows of these persons, each asked once for all of them."""

    def __init__(self, opening: Opening, keys: list[UUID]) -> None:
        self.actor = opening.actor
        self.last, self.next = journal.last_contacts(opening, keys), team.next_meetings(opening, keys)
        self.stays, self.crisis = handover.in_hospital(opening, keys), plans.crisis_plans(opening, keys)
        self.children = {row["about"]: row for row in opening.ask(people.children, keys)}
        self.reads_journal = access.whose_part_is_open(opening.actor, Part.JOURNAL, keys)
        self.reads_plan = access.whose_part_is_open(opening.actor, Part.PLAN, keys)
        self.due: dict[UUID, list[Due]] = {}
        for one in due.everything(opening, keys, quiet=False) if keys else []:
            self.due.setdefault(one.person_id, []).append(one)

    def row(self, place: dict[str, Any], letters: str, born: int | None, gone: Collection[UUID]) -> Row:
        """One of them, put together."""
        key, on = place["about"], self.actor.on
        last, found = self.last.get(key), self.due.get(key, [])
        tasks = [_task(one, place, letters) for one in due.near((one for one in found if one.kind == "task"), until=on + _SOON, on=on)]
        clocks = due.near((one for one in found if one.kind not in _NOT_HERE and not one.gentle), until=on + _SOON, on=on)
        days = (self.actor.at - last["started_at"]).days if last else 0
        silent = days if days >= rules.NOTHING_HEARD.days and key not in self.stays else 0
        return Row(
            place | {"why": rules.without_names(place["why"], place["given"], place["family"], letters)}, letters, born,
            key in self.reads_journal, last, silent, self.next.get(key), self.stays.get(key), self._crisis(key, place),
            self.crisis.get(key), self.children.get(key), tasks[:_AT_ONCE], len(tasks[_AT_ONCE:]),
            due.lines(clocks[:_AT_ONCE], {}, on=on), key in gone,
        )  # fmt: skip

    def _crisis(self, key: UUID, place: dict[str, Any]) -> str:
        if found := self.crisis.get(key):
            return "old" if self.actor.at - found["changed_at"] > rules.CRISIS_PLAN_OLD else "there"
        closely = place["level"] in (rules.Level.DAILY, rules.Level.OFTEN)
        return "none" if closely and key in self.reads_plan else ""


def _task(one: Due, place: dict[str, Any], letters: str) -> Task:
    told = str(one.values["task"])
    # A screen others see names nobody and tells no event; the task itself does.
    what = N_("har en oppgave") if rules.tells_an_event(told) else rules.without_names(told, place["given"], place["family"], letters)
    what = what if what[1:2].isupper() else f"{what[:1].lower()}{what[1:]}"
    return Task({"pk": one.row}, str(one.values["who"]).split(" ")[0], what, one.by)


@dataclass(frozen=True)
class Suggestion:
    """Somebody the record says the team should speak of, who is not on the board."""

    person: Any
    letters: str
    why: str
    values: dict[str, object]
    row: UUID  # what tells it

    @property
    def where(self) -> str:
        """Her municipality, when it may be said."""
        return "" if self.person.grade == Grade.STRICT else self.person.municipality.name


def suggestions(opening: Opening, shown: Iterable[UUID]) -> list[Suggestion]:
    """Who is in hospital, said that it is hard, or is new, and is not on the board: from the record, asked anew each time."""
    with opening.weighing():
        return _suggestions(opening, set(shown))


def _suggestions(opening: Opening, there: set[UUID]) -> list[Suggestion]:
    actor = opening.actor
    new = [row for row in opening.ask(cases.helped, None) if timedelta(0) <= actor.on - row["opened_on"] <= _NEW]
    why = {row["about"]: (N_("Ny siden {on}"), {"on": row["opened_on"]}, row["pk"]) for row in new}
    for one in plans.said_lately(opening, None):
        if one.outcome == -2:
            why[one.goal.plan.person_id] = (N_("Har sagt at det er vanskelig nå"), {}, one.pk)
    for key, stay in handover.in_hospital(opening).items():
        why[key] = (N_("Innlagt, {hospital}"), {"hospital": stay["hospital"]}, stay["pk"])
    keys = [key for key in why if key not in there][:_SUGGESTED]
    found = people.with_places(opening, keys)
    return [Suggestion(one, rules.initials(one.given, one.family), *why[one.pk]) for one in found]
