"""A service in the municipality's own words: work years and money, days of the calendar, and the network of queues it becomes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from .model import DAYS_A_YEAR, Duty, Flow, Model, Pool, Present, Step

# The kinds of steps that are told of by name; a service may have others.
FIRST, HOSPITAL, RECEIVED = "first", "hospital", "received"
# All who are in a step of help at a time, whichever it is.
HELPED = "helped"
# The service as a whole: what it costs.
WHOLE = "whole"


@dataclass(frozen=True)
class Money:
    """What a work year costs in each pool, and a day in hospital for somebody who is ready to come home; kroner."""

    work_year: Mapping[str, float] = field(default_factory=dict)
    hospital_day: float = 0.0


@dataclass(frozen=True)
class Service:
    """A service from a day on: its pools in work years, with the hours a week each gives, and everything else of the model."""

    since: date
    years: float
    work_years: Mapping[str, float]
    hours_each: Mapping[str, float]  # hours a week with and for people, of a whole work year
    steps: tuple[Step, ...]
    flows: tuple[Flow, ...]
    present: tuple[Present, ...] = ()
    money: Money = Money()
    # Days to the first meeting when nobody is before one: finding a day, sending a letter.
    lag: float = 0.0
    duties: tuple[Duty, ...] = ()

    @property
    def days(self) -> float:
        """How long the period is."""
        return self.years * DAYS_A_YEAR

    def day(self, on: date) -> float:
        """A day of the calendar as the model counts it."""
        return float((on - self.since).days)

    def model(self) -> Model:
        """The network, as it is when nothing changes."""
        pools = tuple(Pool(key, years * self.hours_each[key]) for key, years in self.work_years.items())
        return Model(self.days, self.steps, pools, self.flows, self.present, duties=self.duties)

    @property
    def wages(self) -> float:
        """What the work years cost a year."""
        return sum(years * self.money.work_year.get(key, 0.0) for key, years in self.work_years.items())
