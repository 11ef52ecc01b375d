"""Choices held against one another: the same people in each, what they would wait, and how much of the difference is sure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from . import changes as making
from .changes import Change
from .draws import Floats
from .model import DAYS_A_YEAR, Stretch
from .outcomes import Outcome, Told, run_all
from .service import FIRST, HELPED, HOSPITAL, RECEIVED, WHOLE, Service


@dataclass(frozen=True)
class Choice:
    """Something that may be decided: a name, and what changes then."""

    name: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Asked:
    """A question: a service, what may be decided, and how carefully it is reckoned. The others are held against the first."""

    question: str
    service: Service
    choices: tuple[Choice, ...]
    replications: int = 1000
    seed: int = 1
    told_since: date | None = None  # what is before this day is run and not told
    by_year: bool = False

    @property
    def stretches(self) -> list[Stretch]:
        """What is told of, then each whole year of the period when that is asked for."""
        whole = int(self.service.years + 1e-9) if self.by_year else 0
        years = [Stretch(DAYS_A_YEAR * year, DAYS_A_YEAR * (year + 1)) for year in range(whole)]
        since = self.service.day(self.told_since) if self.told_since else 0.0
        return [Stretch(max(since, 0.0), self.service.days), *years]


@dataclass(frozen=True)
class Line:
    """One figure of one choice, and how much it differs from the first choice's."""

    choice: str
    step: str
    figure: str
    told: Told
    differs: Told | None


@dataclass(frozen=True)
class Answer:
    """Every choice run on the same people."""

    asked: Asked
    outcomes: Sequence[Outcome]

    def figures(self, choice: int, kind: str, stretch: int = 0) -> Mapping[str, Floats]:
        """Of one kind of step: days waited, share over the deadline, waiting at last, how many at a time, who gave up, by replication.

        Of a duty how often it is broken a year, and of the whole what it costs a year: wages, and days in hospital.
        """
        if kind == WHOLE:
            paid = self.figures(choice, RECEIVED, stretch)["hospital_kroner_a_year"] if RECEIVED in self.kinds else np.zeros(1)
            return {"kroner_a_year": self.wages(choice) + paid}
        if kind in self.duties:
            return {"broken_a_year": self.outcomes[choice].broken[kind, stretch] / self.years(stretch)}
        if kind == HELPED:
            helped = [one for one in self.kinds if one not in (FIRST, RECEIVED)]
            return {"in_it": np.sum([self.outcomes[choice].of(one, stretch).in_it for one in helped], axis=0)}
        found, years = self.outcomes[choice].of(kind, stretch), self.years(stretch)
        told = {
            "waited": found.waited, "late": found.late, "in_it": found.in_it, "waiting_at_last": found.waiting_at_last,
            "asked_a_year": found.asked / years, "gave_up_a_year": found.gave_up / years,
        }  # fmt: skip
        if kind == FIRST:
            told["waited"] = found.waited + self.asked.service.lag
        if kind == RECEIVED:
            told["hospital_days_a_year"] = found.days_waited / years
            told["hospital_kroner_a_year"] = found.days_waited / years * self.asked.service.money.hospital_day
        return told

    def years(self, stretch: int) -> float:
        """How many years a stretch of the period is."""
        one = self.asked.stretches[stretch]
        return (one.until - one.since) / DAYS_A_YEAR

    @property
    def kinds(self) -> list[str]:
        """The kinds of steps that are told of: not the hospital's own."""
        return [kind for kind, stretch in self.outcomes[0].figures if stretch == 0 and kind != HOSPITAL]

    @property
    def duties(self) -> list[str]:
        """The duties the model can tell of."""
        return [one.key for one in self.asked.service.duties]

    def wages(self, choice: int) -> float:
        """What the work years cost a year in this choice."""
        return making.wages(self.asked.service, self.asked.choices[choice].changes)

    def lines(self, stretch: int = 0) -> list[Line]:
        """Every figure of every choice."""
        found = []
        for number, choice in enumerate(self.asked.choices):
            for kind in (*self.kinds, *self.duties, WHOLE):
                first = self.figures(0, kind, stretch)
                for name, values in self.figures(number, kind, stretch).items():
                    told = Told.of(values)
                    if told and (name != "gave_up_a_year" or told.high):
                        found.append(Line(choice.name, kind, name, told, Told.of(values - first[name]) if number else None))
        return found


def answer(asked: Asked, *, workers: int = 1) -> Answer:
    """Every choice, on common random numbers."""
    models = [making.changed(asked.service, choice.changes) for choice in asked.choices]
    return Answer(asked, run_all(models, asked.stretches, replications=asked.replications, seed=asked.seed, workers=workers))


def leant(service: Service, *, newcomers: float = 1.0, length: float = 1.0, hours: float = 1.0) -> Service:
    """The service if one of the things it stands on were so many times as much."""
    flows = tuple(replace(one, a_year=one.a_year * newcomers) for one in service.flows)
    steps = tuple(replace(one, length=replace(one.length, mean=one.length.mean * length)) for one in service.steps)
    return replace(service, flows=flows, steps=steps, hours_each={key: each * hours for key, each in service.hours_each.items()})


def sensitivity(asked: Asked, kind: str = FIRST) -> dict[str, list[tuple[Told | None, ...]]]:
    """The wait in each choice if newcomers, lengths or hours were a tenth fewer or more: (fewer, as reckoned, more) by choice."""
    as_reckoned = answer(asked)
    found: dict[str, list[tuple[Told | None, ...]]] = {}
    for what in ("newcomers", "length", "hours"):
        less, more = (answer(replace(asked, service=leant(asked.service, **{what: times}))) for times in (0.9, 1.1))
        three = (less, as_reckoned, more)
        found[what] = [tuple(Told.of(one.figures(choice, kind)["waited"]) for one in three) for choice in range(len(asked.choices))]
    return found
