"""What the what-if page is worked out from: the record's sums at the end of the month, the posts, and the money that ends."""

from collections.abc import Hashable, Mapping, MutableMapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from typing import Any, Protocol

from helhet.capacity import fitting, observed, ready, steps
from helhet.capacity.changes import Change
from helhet.capacity.compared import Answer, Asked, Choice, answer, sensitivity
from helhet.capacity.outcomes import Told
from helhet.capacity.scenario import Recorded
from helhet.capacity.service import FIRST, HELPED, RECEIVED, WHOLE, Service
from helhet.capacity.writing import written
from helhet.organisation import queries as organisation_queries
from helhet.organisation.queries import posts as organisation
from helhet.organisation.rules import posts as rules
from helhet.oversight import months
from helhet.record import engines

from . import what_if_duties as duties

YEARS = 5.0
# Work with and for people who follow a pathway; those who staff a home, or lead, take nobody from the queue.
AREAS = frozenset({rules.Area.TREATMENT, rules.Area.HOME, rules.Area.OUTREACH, rules.Area.LOW_THRESHOLD})
# What is told of each choice.
FIGURES = (
    (FIRST, "waited"), (FIRST, "late"), (HELPED, "in_it"), (RECEIVED, "hospital_days_a_year"), (WHOLE, "kroner_a_year"),
    *((one.id, "broken_a_year") for one in duties.TOLD),
)  # fmt: skip
# How much more than in another choice, future by future: days of the last choice beyond the one before it, kroner of each beyond the first.
LONGER, DEARER = "longer", "dearer"
_KEPT = "what-if"
# Others of about the same size are asked together: so many at least, and at most.
_LEAST_ALIKE, _MOST_ALIKE = 3, 10
Numbers = tuple[str, ...]


def as_of(today: date) -> date:
    """The figures are of the last month that has ended, as all that is told of it."""
    return months.last_ended(today)


def staffing(numbers: Numbers, on: date, inhabitants: int) -> fitting.Staffing:
    """The work years aimed at those who follow a pathway, and what they cost; of a shared post only these municipalities' part."""
    years, cost = Decimal(0), Decimal(0)
    for one in organisation.posts_on(numbers, on=on):
        part = part_of(one, numbers)
        years += with_people(one) * part
        cost += (one.yearly_cost or Decimal(0)) * with_people(one) / one.percent * 100 * part if one.percent else Decimal(0)
    return fitting.Staffing(float(years), float(cost), inhabitants)


def with_people(post: organisation.PostOn) -> Decimal:
    """How much of a post is work with those who follow a pathway, in work years."""
    return sum((one.percent for one in post.shares if one.area in AREAS), Decimal(0)) / 100


def part_of(post: organisation.PostOn, numbers: Numbers) -> Decimal:
    """How much of a post these municipalities have: all of their own, and their part of what is shared."""
    return sum((percent for number, percent in post.parts.items() if number in numbers), Decimal(0)) / 100


@lru_cache(maxsize=32)
def _question(numbers: Numbers) -> engines.Question:
    return engines.Question(*observed.asked(engines.TABLES, numbers, engines.ON))


def make_ready(numbers: Numbers) -> None:
    """Put the questions to the record into words beforehand, and load what runs the service."""
    _question(numbers).ready_for_many()
    ready.make()


def sums(numbers: Numbers, on: date) -> observed.Sums:
    """What the record tells of these municipalities on a day: sums, and nothing about anybody."""
    return observed.Sums.of(_question(numbers).ask(on=on))


def people(inhabitants: Mapping[str, int], on: date) -> dict[str, float]:
    """How many each municipality helps, and has had come in a year, beside the others; by inhabitants where those are few."""
    rows = _question(tuple(inhabitants)).ask(on=on)
    found = dict.fromkeys(inhabitants, 0.0)
    for row in rows:
        if row["what"] == "present" or (row["what"] == "opened" and row["back"] == 0):
            found[row["municipality"]] += row["many"]
    enough = sum(found.values()) >= steps.nation()["too_few"]["present"] and min(found.values()) > 0
    return found if enough else {number: float(many) for number, many in inhabitants.items()}


@dataclass(frozen=True)
class Known:
    """Everything a forecast is worked out from on a day: the record's sums, work years, similar municipalities, time for duties."""

    on: date
    sums: "Frozen"
    staff: fitting.Staffing
    alike: "Alike"
    times: duties.Times


def known(numbers: Numbers, on: date, inhabitants: int) -> Known:
    """What is known of these municipalities on a day."""
    alike = similar_to(numbers, on, inhabitants)
    return Known(on, _frozen(sums(numbers, on)), staffing(numbers, on, inhabitants), alike, duties.times(numbers, on))


def fitted(numbers: Numbers, on: date, inhabitants: int) -> fitting.Fitted:
    """The service of these municipalities from the day after. Raises `CannotSay`."""
    return _fitted(known(numbers, on, inhabitants))


def tried(numbers: Numbers, on: date, inhabitants: int) -> list[fitting.Tried] | None:
    """What last year's forecast would have been, beside what came; None when there was too little to say."""
    return _tried(known(numbers, on - timedelta(days=observed.YEAR), inhabitants), _frozen(sums(numbers, on)))


def similar_to(numbers: Numbers, on: date, inhabitants: int) -> "Alike":
    """What others of about the same size tell, all together; nothing when they are fewer than three: then one could be told apart."""
    each = inhabitants / max(len(numbers), 1)
    known = [(one.pk, one.population or 0) for one in organisation_queries.everybody_taking_part() if one.pk not in numbers]
    near = sorted(one for one in known if each / 2 <= one[1] <= each * 2)
    near = sorted(near, key=lambda one: abs(one[1] - each))[:_MOST_ALIKE]
    if len(near) < _LEAST_ALIKE:
        return (), 0
    return _frozen(sums(tuple(sorted(number for number, _ in near)), on)), sum(many for _, many in near)


Frozen = tuple[tuple[tuple[str, str, int, int], int, int], ...]


def _frozen(found: observed.Sums) -> Frozen:
    return tuple((key, many, found.total[key]) for key, many in sorted(found.many.items()))


def _thawed(frozen: Frozen) -> observed.Sums:
    return observed.Sums({key: many for key, many, _ in frozen}, {key: total for key, _, total in frozen})


# The sums of similar municipalities, and how many live there.
Alike = tuple[Frozen, int]


@lru_cache(maxsize=16)
def _fitted(now: Known) -> fitting.Fitted:
    """The same sums and staff are fitted once."""
    similar = fitting.Similar(_thawed(now.alike[0]), now.alike[1])
    found = fitting.fitted(_thawed(now.sums), now.staff, now.on + timedelta(days=1), YEARS, similar)
    return replace(found, service=replace(found.service, duties=duties.duties(found.service, now.times)))


class Asking(Protocol):
    """A question of the page: from which day it is told, and what may be decided."""

    @property
    def of(self) -> Hashable:
        """What it is asked of, when that is not the service as it is."""

    @property
    def from_day(self) -> date:
        """The day it begins."""

    @property
    def teams(self) -> Numbers:
        """The municipalities that have a team each, when they are not one."""

    @property
    def lighter_help(self) -> bool:
        """It is asked of the service with a lighter help that nobody is in yet."""

    @property
    def title(self) -> str:
        """The question, as a heading."""

    @property
    def names(self) -> tuple[str, ...]:
        """The choices."""

    def service(self, found: fitting.Fitted) -> Service:
        """The service it is asked of."""

    def changes(self) -> Sequence[tuple[Change, ...]]:
        """What changes in each choice; the first is as it is."""


def asked(found: fitting.Fitted, asking: Asking, *, replications: int = 1000) -> Asked:
    """The question as the model takes it. The choices' names are their places."""
    choices = tuple(Choice(str(place), changes) for place, changes in enumerate(asking.changes()))
    return Asked("", asking.service(found), choices, replications, seed=1, told_since=asking.from_day)


def in_a_file(numbers: Numbers, on: date, inhabitants: int, asking: Asking) -> str:
    """The question as a scenario file for `helhet capacity run`, which answers the same of the same record. Raises `CannotSay`."""
    whole = asked(fitted(numbers, on, inhabitants), asking)
    choices = tuple(replace(one, name=name) for one, name in zip(whole.choices, asking.names, strict=True))
    recorded = Recorded(numbers, on + timedelta(days=1), YEARS, asking.teams, asking.lighter_help)
    return written(asking.title, recorded, replace(whole, choices=choices))


@dataclass(frozen=True)
class Reckoned:
    """An answer as far as it is told: what it stands on, last year's forecast beside what came, and a range for each figure."""

    grounds: fitting.Grounds
    figures: Mapping[tuple[int, str, str], Told]
    tried: Sequence[fitting.Tried] | None  # None when there was too little to say a year ago

    def told(self, choice: int, kind: str, figure: str) -> Told | None:
        """One figure of one choice; None when no replication has it."""
        return self.figures.get((choice, kind, figure))

    def kept(self) -> dict[str, Any]:
        """As a session keeps it."""
        tried = None if self.tried is None else [asdict(one) for one in self.tried]
        return {"grounds": asdict(self.grounds), "figures": [[*key, asdict(one)] for key, one in self.figures.items()], "tried": tried}

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Reckoned":
        """What was kept."""
        thin, too_few = tuple(fitting.Thin(one) for one in kept["grounds"]["thin"]), tuple(kept["grounds"]["too_few"])
        figures = {(choice, kind, figure): Told(**one) for choice, kind, figure, one in kept["figures"]}
        tried = kept["tried"] and [fitting.Tried(one["what"], Told(**one["forecast"]), one["came"]) for one in kept["tried"]]
        return cls(fitting.Grounds(**kept["grounds"] | {"thin": thin, "too_few": too_few}), figures, tried)


def answered(numbers: Numbers, on: date, inhabitants: int, asking: Asking, session: MutableMapping[str, Any]) -> Reckoned:
    """The answer. Raises `CannotSay`.

    It is kept in the leader's session for as long as she is signed in, by everything it is worked out from: the sums of the record as
    they are now, the posts, the question and the version. So the paper is not run again by whichever process prints it.
    """
    now, then = known(numbers, on, inhabitants), known(numbers, on - timedelta(days=observed.YEAR), inhabitants)
    worked_out_from = sha256(repr((version("helhet"), now, then, asking.of, asking.changes(), asking.from_day)).encode()).hexdigest()
    kept = session.get(_KEPT)
    if kept and kept["of"] == worked_out_from:
        return Reckoned.of(kept)
    found = _fitted(now)
    made = Reckoned(found.grounds, _figures(answer(asked(found, asking))), _tried(then, now.sums))
    session[_KEPT] = made.kept() | {"of": worked_out_from}
    return made


def _figures(found: Answer) -> dict[tuple[int, str, str], Told]:
    last = len(found.asked.choices) - 1
    told = {(choice, kind, figure): Told.of(found.figures(choice, kind)[figure]) for choice in range(last + 1) for kind, figure in FIGURES}
    # How much longer the last choice's wait is than that of the one before it, future by future.
    two = [found.figures(choice, FIRST)["waited"] for choice in (last, last - 1)]
    told[last, FIRST, LONGER] = Told.of(two[0] - two[1])
    kroner = [found.figures(choice, WHOLE)["kroner_a_year"] for choice in range(last + 1)]
    told |= {(choice, WHOLE, DEARER): Told.of(kroner[choice] - kroner[0]) for choice in range(1, last + 1)}
    return {key: one for key, one in told.items() if one}


def _tried(before: Known, now: "Frozen") -> list[fitting.Tried] | None:
    try:
        return fitting.tried(_fitted(before), _thawed(now))
    except fitting.CannotSay:
        return None


Lean = dict[str, list[tuple[Any, ...]]]


def deeper(numbers: Numbers, on: date, inhabitants: int, asking: Asking) -> tuple[Lean, Answer]:
    """The wait in the first choice and the last, if what it stands on were a tenth less or more; and every choice year by year."""
    whole = asked(_fitted(known(numbers, on, inhabitants)), asking, replications=250)
    two = replace(whole, choices=(whole.choices[0], whole.choices[-1]), replications=125)
    return sensitivity(two), answer(replace(whole, by_year=True))


def touched(post: organisation.PostOn, on: date) -> int:
    """How many persons whoever holds the post follows."""
    staff = tuple(one.staff_id.hex for one in post.holders if one.staff_id)
    return int(_followed(staff).ask(on=on)[0]["many"] or 0) if staff else 0


@lru_cache(maxsize=32)
def _followed(staff: tuple[str, ...]) -> engines.Question:
    return engines.Question(observed.followed(engines.TABLES, staff, engines.ON))
