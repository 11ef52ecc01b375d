"""The questions of what ends: a post, or the money for it; and what is alike in every question of the model."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext

from helhet.capacity import fitting
from helhet.capacity.changes import Change, WorkEnds
from helhet.capacity.service import Service
from helhet.organisation.queries import posts as organisation
from helhet.organisation.rules import posts as rules

from .templatetags.helhet import day_year, number
from .what_if_model import Numbers, part_of, with_people

_HALVES = (0.0, 0.5, 1.0)
NOTHING = Decimal(0)


@dataclass(frozen=True)
class Question:
    """What is alike in every question: when it begins, and that it is asked of the service as it is."""

    from_day: date

    @property
    def of(self) -> Hashable:
        """What it is asked of, when that is not the service as it is."""
        return ()

    @property
    def work_years(self) -> float:
        """How many work years are gone in the last choice."""
        return 0.0

    @property
    def saves(self) -> Sequence[Decimal]:
        """What each choice saves of wages a year; empty when it is not about wages."""
        return ()

    @property
    def assumed(self) -> Sequence[str]:
        """What this question takes for granted."""
        return ()

    @property
    def one_team(self) -> bool:
        """Those who work together are one team already, in every choice."""
        return True

    @property
    def teams(self) -> Numbers:
        """The municipalities that have a team each, when they are not one."""
        return ()

    @property
    def lighter_help(self) -> bool:
        """It is asked of the service with a lighter help that nobody is in yet."""
        return False

    def service(self, found: fitting.Fitted) -> Service:
        """The service as it was found."""
        return found.service


@dataclass(frozen=True)
class Part:
    """So much of a post, gone from a day; of a shared one, as much of it as these municipalities have."""

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
        whole = self.post.yearly_cost or NOTHING
        return (whole * self.percent / self.post.percent).quantize(Decimal(1)) if self.post.percent else NOTHING

    @property
    def parts(self) -> Mapping[str, Decimal]:
        """The cost divided between the municipalities that share the post, to the krone."""
        return rules.divide(self.cost, self.post.weights, Decimal(1))

    def less(self, share: float) -> WorkEnds:
        """So much of it gone, as the model takes it."""
        return WorkEnds(fitting.TEAM, self.work_years * share, self.from_day, float(self.cost) * share)


def _ends(parts: Sequence[Part]) -> list[tuple[Change, ...]]:
    return [tuple(one.less(share) for one in parts if one.work_years and share) for share in _HALVES]


def _saved(cost: Decimal) -> list[Decimal]:
    return [(cost * Decimal(share)).quantize(Decimal(1)) for share in _HALVES]


@dataclass(frozen=True)
class Ending(Question):
    """A post, or so much of it, ends."""

    part: Part

    @property
    def post(self) -> organisation.PostOn:
        """The post."""
        return self.part.post

    @property
    def whole(self) -> bool:
        """All of the post ends."""
        return self.part.percent == self.post.percent

    @property
    def percent(self) -> Decimal:
        """How much of a whole post ends."""
        return self.part.percent

    @property
    def work_years(self) -> float:
        """How many work years are gone in the last choice."""
        return self.part.work_years

    @property
    def cost(self) -> Decimal:
        """What it costs a year."""
        return self.part.cost

    @property
    def parts(self) -> Mapping[str, Decimal]:
        """The cost, by municipality."""
        return self.part.parts

    @property
    def saves(self) -> Sequence[Decimal]:
        """What each choice saves of wages a year."""
        return _saved(self.cost)

    def changes(self) -> Sequence[tuple[Change, ...]]:
        """It goes on, half of it does, or it ends."""
        return _ends([self.part])

    @property
    def names(self) -> tuple[str, ...]:
        """The choices, by how much of the post it is about."""
        if self.percent == self.post.percent == 100:
            return gettext("Stillingen fortsetter"), gettext("Halv stilling"), gettext("Stillingen slutter")
        percent = {"percent": number(self.percent)}
        return (
            gettext("%(percent)s prosent fortsetter") % percent, gettext("Halvparten fortsetter"),
            gettext("%(percent)s prosent slutter") % percent,
        )  # fmt: skip

    @property
    def title(self) -> str:
        """The question, as a heading."""
        asked = gettext("Hva skjer når stillingen tar slutt? %(post)s") if self.whole else gettext(
            "Hva skjer når pengene tar slutt? %(post)s"
        )  # fmt: skip
        return asked % {"post": self.post.post.title}

    @property
    def opening(self) -> str:
        """What happens, before what follows."""
        said = gettext("Fra %(day)s er det ikke penger til %(percent)s prosent av stillingen.")
        return said % {"day": day_year(self.from_day), "percent": number(self.percent)}

    @property
    def short(self) -> str:
        """The last choice, beside that of another question."""
        return gettext("Uten %(percent)s prosent: %(post)s") % {"percent": number(self.percent), "post": self.post.post.title}


@dataclass(frozen=True)
class MoneyEnds(Question):
    """Earmarked money ends, and with it every post, or part of one, that it pays for."""

    source: str
    ending: tuple[Part, ...]

    @property
    def work_years(self) -> float:
        """How many work years are gone in the last choice."""
        return sum(one.work_years for one in self.ending)

    @property
    def cost(self) -> Decimal:
        """What it costs a year."""
        return sum((one.cost for one in self.ending), NOTHING)

    @property
    def parts(self) -> Mapping[str, Decimal]:
        """The cost, by municipality."""
        found: dict[str, Decimal] = {}
        for one in self.ending:
            for number_, cost in one.parts.items():
                found[number_] = found.get(number_, NOTHING) + cost
        return found

    @property
    def saves(self) -> Sequence[Decimal]:
        """What each choice saves of wages a year."""
        return _saved(self.cost)

    def changes(self) -> Sequence[tuple[Change, ...]]:
        """It goes on, half of it does, or it ends."""
        return _ends(self.ending)

    @property
    def names(self) -> tuple[str, ...]:
        """The choices."""
        return gettext("Pengene fortsetter"), gettext("Halvparten fortsetter"), gettext("Pengene tar slutt")

    @property
    def title(self) -> str:
        """The question, as a heading."""
        return gettext("Hva skjer når pengene tar slutt? %(post)s") % {"post": self.source}

    @property
    def opening(self) -> str:
        """What happens, before what follows."""
        said = gettext("Fra %(day)s er det ikke penger til %(years)s årsverk med brukere.")
        return said % {"day": day_year(self.from_day), "years": number(Decimal(self.work_years).quantize(Decimal("0.1")))}

    @property
    def short(self) -> str:
        """The last choice, beside that of another question."""
        return gettext("Uten pengene fra %(source)s") % {"source": self.source}
