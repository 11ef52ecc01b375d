"""What the what-if page is worked out from: the record's sums at the end of the month, the posts, and the money that ends."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from helhet.capacity import fitting, observed
from helhet.capacity.changes import WorkEnds
from helhet.capacity.compared import Answer, Asked, Choice, answer, sensitivity
from helhet.organisation.queries import posts as organisation
from helhet.organisation.rules import posts as rules
from helhet.oversight import months
from helhet.record import engines

YEARS = 5.0
# Work with and for people who follow a pathway; those who staff a home, or lead, take nobody from the queue.
AREAS = frozenset({rules.Area.TREATMENT, rules.Area.HOME, rules.Area.OUTREACH, rules.Area.LOW_THRESHOLD})
KEEP, HALF, ENDS = range(3)
Numbers = tuple[str, ...]


@dataclass(frozen=True)
class Ending:
    """What the leader asks about: so much of a post, gone from a day."""

    post: organisation.PostOn
    percent: Decimal
    from_day: date

    @property
    def work_years(self) -> float:
        """How much of that is work with those who follow a pathway."""
        return float(self.percent / self.post.percent * with_people(self.post)) if self.post.percent else 0.0

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
        part = sum((percent for number, percent in one.parts.items() if number in numbers), Decimal(0)) / 100
        years += with_people(one) * part
        cost += (one.yearly_cost or Decimal(0)) * with_people(one) / one.percent * 100 * part if one.percent else Decimal(0)
    return fitting.Staffing(float(years), float(cost), inhabitants)


def with_people(post: organisation.PostOn) -> Decimal:
    """How much of a post is work with those who follow a pathway, in work years."""
    return sum((one.percent for one in post.shares if one.area in AREAS), Decimal(0)) / 100


@lru_cache(maxsize=32)
def _question(numbers: Numbers) -> engines.Question:
    return engines.Question(*observed.asked(engines.TABLES, numbers, engines.ON))


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
    """Fitting takes a second: the same sums and staff are fitted once."""
    return fitting.fitted(_thawed(frozen), staff, on + timedelta(days=1), YEARS)


def tried(numbers: Numbers, on: date, inhabitants: int) -> list[fitting.Tried]:
    """The forecast that would have been made a year ago, beside what came. Raises `CannotSay`."""
    before = on - timedelta(days=observed.YEAR)
    return fitting.tried(fitted(numbers, before, inhabitants), sums(numbers, on))


Key = tuple[float, float, date]


def asked(found: fitting.Fitted, ending: Key, *, replications: int = 1000) -> Asked:
    """The question of the page: it goes on, half of it does, or it ends. The choices' names are their places."""
    work_years, cost, from_day = ending
    halves = [
        (WorkEnds(fitting.TEAM, work_years * part, from_day, cost * part),) if work_years and part else () for part in (0.0, 0.5, 1.0)
    ]  # fmt: skip
    choices = tuple(Choice(str(place), changes) for place, changes in enumerate(halves))
    return Asked("", found.service, choices, replications, seed=1, told_since=from_day)


def answered(numbers: Numbers, on: date, inhabitants: int, ending: Ending) -> tuple[fitting.Fitted, Answer]:
    """The answer, kept while somebody looks at it, changes the language and prints it. Raises `CannotSay`."""
    key = (ending.work_years, float(ending.cost), ending.from_day)
    return _answered(on, _frozen(sums(numbers, on)), staffing(numbers, on, inhabitants), key)


@lru_cache(maxsize=16)
def _answered(on: date, frozen: Frozen, staff: fitting.Staffing, ending: Key) -> tuple[fitting.Fitted, Answer]:
    found = _fitted(on, frozen, staff)
    return found, answer(asked(found, ending))


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
    staff = [one.staff_id.hex for one in post.holders if one.staff_id]
    if not staff:
        return 0
    return int(engines.Question(observed.followed(engines.TABLES, staff, engines.ON)).ask(on=on)[0]["many"] or 0)
