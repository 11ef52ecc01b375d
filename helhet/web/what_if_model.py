"""What the what-if page is worked out from: the record's sums at the end of the month, the posts, and the money that ends."""

from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from typing import Any

from helhet.capacity import fitting, observed, ready
from helhet.capacity.changes import WorkEnds
from helhet.capacity.compared import Answer, Asked, Choice, answer, sensitivity
from helhet.capacity.outcomes import Told
from helhet.capacity.service import FIRST, RECEIVED
from helhet.organisation.queries import posts as organisation
from helhet.organisation.rules import posts as rules
from helhet.oversight import months
from helhet.record import engines

YEARS = 5.0
# Work with and for people who follow a pathway; those who staff a home, or lead, take nobody from the queue.
AREAS = frozenset({rules.Area.TREATMENT, rules.Area.HOME, rules.Area.OUTREACH, rules.Area.LOW_THRESHOLD})
KEEP, HALF, ENDS = range(3)
# What is told of each choice.
FIGURES = ((FIRST, "waited"), (FIRST, "late"), (fitting.STAY, "in_it"), (RECEIVED, "hospital_days_a_year"))
_KEPT = "what-if"
Numbers = tuple[str, ...]


@dataclass(frozen=True)
class Ending:
    """What the leader asks about: so much of a post, gone from a day."""

    post: organisation.PostOn
    percent: Decimal
    from_day: date
    numbers: Numbers

    @property
    def work_years(self) -> float:
        """How much of that is work with those who follow a pathway in these municipalities."""
        whole = with_people(self.post) * part_of(self.post, self.numbers)
        return float(self.percent / self.post.percent * whole) if self.post.percent else 0.0

    @property
    def cost(self) -> Decimal:
        """What so much of it costs a year."""
        whole = self.post.yearly_cost or Decimal(0)
        return (whole * self.percent / self.post.percent).quantize(Decimal(1)) if self.post.percent else Decimal(0)

    @property
    def parts(self) -> Mapping[str, Decimal]:
        """The cost divided between the municipalities that share the post, to the krone."""
        return rules.divide(self.cost, self.post.weights, Decimal(1))


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


def fitted(numbers: Numbers, on: date, inhabitants: int) -> fitting.Fitted:
    """The service of these municipalities from the day after. Raises `CannotSay`."""
    return _fitted(on, _frozen(sums(numbers, on)), staffing(numbers, on, inhabitants))


Frozen = tuple[tuple[tuple[str, str, int, int], int, int], ...]


def _frozen(found: observed.Sums) -> Frozen:
    return tuple((key, many, found.total[key]) for key, many in sorted(found.many.items()))


def _thawed(frozen: Frozen) -> observed.Sums:
    return observed.Sums({key: many for key, many, _ in frozen}, {key: total for key, _, total in frozen})


@lru_cache(maxsize=16)
def _fitted(on: date, frozen: Frozen, staff: fitting.Staffing) -> fitting.Fitted:
    """The same sums and staff are fitted once."""
    return fitting.fitted(_thawed(frozen), staff, on + timedelta(days=1), YEARS)


Key = tuple[float, float, date]


def asked(found: fitting.Fitted, ending: Key, *, replications: int = 1000) -> Asked:
    """The question of the page: it goes on, half of it does, or it ends. The choices' names are their places."""
    work_years, cost, from_day = ending
    halves = [
        (WorkEnds(fitting.TEAM, work_years * part, from_day, cost * part),) if work_years and part else () for part in (0.0, 0.5, 1.0)
    ]  # fmt: skip
    choices = tuple(Choice(str(place), changes) for place, changes in enumerate(halves))
    return Asked("", found.service, choices, replications, seed=1, told_since=from_day)


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
        thin = tuple(fitting.Thin(one) for one in kept["grounds"]["thin"])
        figures = {(choice, kind, figure): Told(**one) for choice, kind, figure, one in kept["figures"]}
        tried = kept["tried"] and [fitting.Tried(one["what"], Told(**one["forecast"]), one["came"]) for one in kept["tried"]]
        return cls(fitting.Grounds(**kept["grounds"] | {"thin": thin}), figures, tried)


def answered(numbers: Numbers, on: date, inhabitants: int, ending: Ending, session: MutableMapping[str, Any]) -> Reckoned:
    """The answer. Raises `CannotSay`.

    It is kept in the leader's session for as long as she is signed in, by everything it is worked out from: the sums of the record as
    they are now, the posts, the question and the version. So the paper is not run again by whichever process prints it.
    """
    before = on - timedelta(days=observed.YEAR)
    now, then = _frozen(sums(numbers, on)), _frozen(sums(numbers, before))
    staff, staff_then = staffing(numbers, on, inhabitants), staffing(numbers, before, inhabitants)
    key = (ending.work_years, float(ending.cost), ending.from_day)
    worked_out_from = sha256(repr((version("helhet"), on, now, then, staff, staff_then, key)).encode()).hexdigest()
    kept = session.get(_KEPT)
    if kept and kept["of"] == worked_out_from:
        return Reckoned.of(kept)
    found = _fitted(on, now, staff)
    made = Reckoned(found.grounds, _figures(answer(asked(found, key))), _tried(before, then, staff_then, now))
    session[_KEPT] = made.kept() | {"of": worked_out_from}
    return made


def _figures(found: Answer) -> dict[tuple[int, str, str], Told]:
    told = {
        (choice, kind, figure): Told.of(found.figures(choice, kind)[figure])
        for choice in range(len(found.asked.choices)) for kind, figure in FIGURES
    }  # fmt: skip
    return {key: one for key, one in told.items() if one}


def _tried(before: date, then: "Frozen", staff: fitting.Staffing, now: "Frozen") -> list[fitting.Tried] | None:
    """What last year's forecast would have been, beside what came."""
    try:
        return fitting.tried(_fitted(before, then, staff), _thawed(now))
    except fitting.CannotSay:
        return None


Lean = dict[str, list[tuple[Any, ...]]]


@lru_cache(maxsize=4)
def _leaning(on: date, frozen: Frozen, staff: fitting.Staffing, ending: Key) -> tuple[Lean, Answer]:
    whole = asked(_fitted(on, frozen, staff), ending, replications=250)
    two = replace(whole, choices=(whole.choices[KEEP], whole.choices[ENDS]), replications=125)
    return sensitivity(two), answer(replace(whole, by_year=True))


def deeper(numbers: Numbers, on: date, inhabitants: int, ending: Ending) -> tuple[Lean, Answer]:
    """The wait when it goes on and when it ends, if what it stands on were a tenth less or more; and every choice year by year."""
    key = (ending.work_years, float(ending.cost), ending.from_day)
    return _leaning(on, _frozen(sums(numbers, on)), staffing(numbers, on, inhabitants), key)


def touched(post: organisation.PostOn, on: date) -> int:
    """How many persons whoever holds the post follows."""
    staff = tuple(one.staff_id.hex for one in post.holders if one.staff_id)
    return int(_followed(staff).ask(on=on)[0]["many"] or 0) if staff else 0


@lru_cache(maxsize=32)
def _followed(staff: tuple[str, ...]) -> engines.Question:
    return engines.Question(observed.followed(engines.TABLES, staff, engines.ON))
