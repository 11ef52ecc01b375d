"""Every criterion that is the law on a day, judged for one municipality over the live database, under keys that lead nowhere else."""

import hmac
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from helhet.organisation.models import Municipality
from helhet.oversight import live as duties
from helhet.oversight import queries
from helhet.oversight.criteria import ALL, OF_MUNICIPALITIES, OF_PERSONS
from helhet.oversight.rules import Criterion, Length, Missing, State, targets_for
from helhet.oversight.verdicts import COLUMNS, unreached
from helhet.record import engines, live, schema

_KEYS = ("person", "subject", "evidence")

Progress = Callable[[str], None]
Row = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """What one criterion came to: how many verdicts of each kind, why some cannot be judged, and how late the latest is."""

    criterion: Criterion
    states: Mapping[State, int]
    reasons: Mapping[Missing, int]
    latest: int
    unreached: Missing | None

    @property
    def concerned(self) -> int:
        """How many it applies to and could be judged for."""
        return sum(self.states.get(state, 0) for state in (State.MET, State.LATE, State.DUE, State.BREACHED))

    def count(self, state: str) -> int:
        """How many verdicts of this kind."""
        return self.states.get(State(state), 0)


@dataclass(frozen=True)
class Judged:
    """A municipality on a day: who was asked about, every verdict, and what was not the law then."""

    municipality: Municipality
    on: date
    as_of: date
    data_from: date | None
    persons: int
    targets: Mapping[str, Length]
    rows: tuple[Row, ...]
    answers: tuple[Answer, ...]
    not_law: tuple[Criterion, ...]
    fingerprint: str

    @property
    def states(self) -> Counter[str]:
        """How many verdicts of each kind."""
        return Counter(row["state"] for row in self.rows)


def judged(
    municipality: Municipality, on: date, *, as_of: date, secret: str, progress: Progress
) -> Judged:  # fmt: skip
    """Judge everything for this municipality on this day; `as_of` is the day the database tells of. Nothing is written."""
    with live.at_one_moment():
        own = queries.targets_of(municipality.number, on)
        known = list(live.rows(schema.PERSON.name, live.within(schema.PERSON.name, municipality.number)))
        place = schema.PERSON.names.index
        data_from = min((one[place("known_since")] for one in known), default=None)
        asked = _Asked(municipality.number, on, on < as_of, tuple(sorted(own.items())))
        rows = list(asked.of_persons([UUID(one[place("person")]) for one in known], progress))
        rows += asked.of_place(reached=data_from is None or on >= data_from)
    in_force = [one for one in ALL if one.in_force(on)]
    key = pseudonym_key(secret, municipality.number, on)
    told = sorted((_pseudonymous(row, key, municipality.number) for row in rows), key=_order)
    answers = tuple(
        _answer(one, [row for row in told if row["criterion"] == one.id], unreached(one, on, data_from, as_of)) for one in in_force
    )
    return Judged(
        municipality, on, as_of, data_from, len(known), targets_for(in_force, own), tuple(told), answers,
        tuple(one for one in ALL if one not in in_force), hmac.digest(key, b"fingerprint", "sha256").hex()[:16],
    )  # fmt: skip


@dataclass(frozen=True)
class _Asked:
    """What is asked of the live record about a municipality on a day: the same questions as the pages ask."""

    number: str
    on: date
    past: bool
    own: tuple[tuple[str, Length], ...]

    def of_persons(self, persons: list[UUID], progress: Progress) -> Iterable[Row]:
        """The verdicts on persons, some at a time."""
        question = self._question(OF_PERSONS)
        for start in range(0, len(persons) if question else 0, engines.FEW):
            some = persons[start : start + engines.FEW]
            yield from self._here(question, some)
            progress(f"judged {start + len(some)} of {len(persons)} persons")

    def of_place(self, *, reached: bool) -> Iterable[Row]:
        """The verdicts on the municipality itself; before the data begin nothing can be said of it."""
        for row in self._here(self._question(OF_MUNICIPALITIES), None):
            yield row if reached else row | _BEFORE_DATA

    def _question(self, criteria: Iterable[Criterion]) -> engines.Question | None:
        law = tuple(one for one in criteria if one.in_force(self.on))
        return duties.question(law, past=self.past, own=self.own) if law else None

    def _here(self, question: engines.Question | None, persons: list[UUID] | None) -> Iterable[Row]:
        found = question.ask(on=self.on, persons=persons) if question else []
        return (row for row in found if row["municipality"] == self.number)


_BEFORE_DATA = {
    "state": State.CANNOT.value, "missing": Missing.BEFORE_DATA.value, "by": None, "since": None, "late": 0, "step": None, "done": None,
}  # fmt: skip


# ── keys that lead nowhere else ─────────────────────────────────────────────


def pseudonym_key(secret: str, *about: object) -> bytes:
    """A key for this installation and this alone: the same every time, and of no use to whoever lacks the secret."""
    return hmac.digest(secret.encode(), "|".join(["oversight", *map(str, about)]).encode(), "sha256")


def pseudonym(key: bytes, value: str) -> str:
    """What stands in a report instead of a key of the database."""
    return hmac.digest(key, value.encode(), "sha256").hex()[:24]


def _pseudonymous(row: Row, key: bytes, number: str) -> Row:
    made = {name: row[name] for name in COLUMNS}
    for name in _KEYS:
        made[name] = pseudonym(key, row[name]) if row[name] and row[name] != number else row[name]
    return made


def _order(row: Row) -> tuple[str, ...]:
    return tuple(str(row[name] or "") for name in ("criterion", "person", "subject", "state", "evidence"))


# ── what each criterion came to ─────────────────────────────────────────────


def _answer(criterion: Criterion, rows: list[Row], why: Missing | None) -> Answer:
    states = Counter(State(row["state"]) for row in rows)
    reasons = Counter(Missing(row["missing"]) for row in rows if row["state"] == State.CANNOT)
    latest = max((row["late"] for row in rows if row["state"] == State.BREACHED), default=0)
    return Answer(criterion, dict(sorted(states.items())), dict(sorted(reasons.items())), latest, why)
