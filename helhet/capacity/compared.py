"""Choices held against one another: the same people in each, what they would wait, and how much of the difference is sure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from . import changes as making
from .changes import Change
from .draws import Floats
from .outcomes import Outcome, Stretch, Told, run
from .service import HOSPITAL, RECEIVED, Service


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

    @property
    def whole(self) -> Stretch:
        """All of the period."""
        return Stretch(0.0, self.service.days)


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
        """Of one kind of step: days waited, share over the deadline, waiting at last, how many at a time, who gave up, by replication."""
        found, years = self.outcomes[choice].of(kind, stretch), self.years(stretch)
        told = {
            "waited": found.waited, "late": found.late, "in_it": found.in_it, "waiting_at_last": found.waiting_at_last,
            "asked_a_year": found.asked / years, "gave_up_a_year": found.gave_up / years,
        }  # fmt: skip
        if kind == RECEIVED:
            told["hospital_days_a_year"] = found.days_waited / years
            told["hospital_kroner_a_year"] = found.days_waited / years * self.asked.service.money.hospital_day
        return told

    def years(self, stretch: int) -> float:
        """How many years a stretch of the period is."""
        one = self.stretches[stretch]
        return (one.until - one.since) / 365.25

    @property
    def stretches(self) -> list[Stretch]:
        """All of the period, then each year of it."""
        return stretches_of(self.asked.service)

    @property
    def kinds(self) -> list[str]:
        """The kinds of steps that are told of: not the hospital's own."""
        return [kind for kind, stretch in self.outcomes[0].figures if stretch == 0 and kind != HOSPITAL]

    def wages(self, choice: int) -> float:
        """What the work years cost a year in this choice."""
        return making.wages(self.asked.service, self.asked.choices[choice].changes)

    def lines(self, stretch: int = 0) -> list[Line]:
        """Every figure of every choice."""
        found = []
        for number, choice in enumerate(self.asked.choices):
            for kind in self.kinds:
                first = self.figures(0, kind, stretch)
                for name, values in self.figures(number, kind, stretch).items():
                    told = Told.of(values)
                    if told and (name != "gave_up_a_year" or told.high):
                        found.append(Line(choice.name, kind, name, told, Told.of(values - first[name]) if number else None))
        return found


def stretches_of(service: Service) -> list[Stretch]:
    """All of the period, then each whole year of it."""
    years = [Stretch(365.25 * year, 365.25 * (year + 1)) for year in range(int(service.years + 1e-9))]
    return [Stretch(0.0, service.days), *years]


def answer(asked: Asked, *, workers: int = 1) -> Answer:
    """Every choice, on common random numbers."""
    models = [making.changed(asked.service, choice.changes) for choice in asked.choices]
    wanted = stretches_of(asked.service)
    return Answer(asked, [run(model, wanted, replications=asked.replications, seed=asked.seed, workers=workers) for model in models])
