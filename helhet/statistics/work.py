"""Work years as the national form counts them: shares of posts in the representative week, each once, by the municipality's own rules."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from helhet.organisation.rules import N_

HUNDRED = Decimal(100)
_FINE = Decimal("0.0001")


@dataclass(frozen=True)
class Work:
    """One share of one post: so many percentage points of a whole work year, aimed at this."""

    percent: Decimal
    age_group: str
    problem: str
    area: str
    education: str
    lived_experience: bool = False
    shared: bool = False
    municipality: str = ""  # whose part it is; empty is the one that is asked about
    employer: str = ""
    vacant: Decimal = Decimal(0)  # of percent, how much nobody holds
    post: str = ""
    title: str = ""
    unit: str = ""
    why: str = ""
    judged_by: str = ""


@dataclass(frozen=True)
class Choice:
    """What the form leaves to the municipality: it chooses once, says why, and keeps it from year to year."""

    key: str
    says: str
    ways: Mapping[str, str]
    usual: str


CHOICES: Mapping[str, Choice] = {
    one.key: one
    for one in (
        Choice(
            "vacant", N_("Stillinger som står ledige i uken"),
            {"counted": N_("telles med"), "left_out": N_("telles ikke")}, "counted",
        ),
        Choice(
            "shared", N_("Stillinger som deles med andre kommuner"),
            {"own_part": N_("hver kommune teller sin del"), "employer": N_("arbeidsgiveren teller alt")}, "own_part",
        ),
        Choice(
            "management", N_("Ledelse og koordinering"),
            {"counted": N_("telles med"), "left_out": N_("telles ikke")}, "counted",
        ),
    )
}  # fmt: skip
USUAL: Mapping[str, str] = {key: one.usual for key, one in CHOICES.items()}


def by_choices(rows: Iterable[Work], number: str, chosen: Mapping[str, str]) -> list[Work]:
    """The shares this municipality counts by its own choices, of every municipality's part in the posts that concern it."""
    whose = "employer" if chosen.get("shared") == "employer" else "municipality"
    found = []
    for one in rows:
        if getattr(one, whose) not in ("", number):
            continue
        if chosen.get("management") == "left_out" and one.area == "coordination":
            continue
        percent = one.percent - one.vacant if chosen.get("vacant") == "left_out" else one.percent
        if percent > 0:
            found.append(replace(one, percent=percent))
    return found


def matching(rows: Iterable[Work], asked: Mapping[str, Any]) -> list[Work]:
    """The shares that are of every kind asked for; of several words one is enough."""
    return [one for one in rows if all(_is(getattr(one, name), wanted) for name, wanted in asked.items())]


def _is(value: Any, wanted: Any) -> bool:
    return value in wanted if isinstance(wanted, list) else bool(value == wanted)


def years(rows: Iterable[Work]) -> Decimal:
    """Work years: forty percentage points are 0.4, exactly."""
    return sum((one.percent for one in rows), Decimal(0)) / HUNDRED


@dataclass(frozen=True)
class Estimate:
    """A figure that is not counted: the middle, and the lowest and highest the ways of estimating give."""

    value: Decimal
    low: Decimal
    high: Decimal


def divided(whole: Decimal, ways: Sequence[Mapping[int, int]], value: int) -> Estimate | None:
    """A part of the whole, as each way divides it (persons, minutes of contact); None where nobody is there to divide by."""
    parts = [whole * way.get(value, 0) / sum(way.values()) for way in ways if sum(way.values())]
    if not parts:
        return None
    low, high = (end.quantize(_FINE) for end in (min(parts), max(parts)))
    return Estimate((low + high) / 2, low, high)
