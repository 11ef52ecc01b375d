"""What users said in a year, summed by service: counted when the year is over, kept, and told through small-number protection.

A person counts once for each service that helped her when she answered, by the mean of her answers that year. Never by worker:
where one worker is the whole service, no sum is made. Who has a strictly protected address is in no sum. What is answered without a name is
summed beside, never with: it may be the same persons.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from helhet.organisation.models import Unit
from helhet.organisation.queries import everybody_taking_part, members_of
from helhet.organisation.rules import N_, Fault, refuse_if_any
from helhet.record import live, schema
from helhet.record.disclosure import Told, tell
from helhet.voice.models import UnnamedAnswer
from helhet.voice.rules import FEWEST_WORKERS, MIDDLE

from .models import ExperienceYear, UnnamedYear

QUESTIONS = ("life", "alliance")
NOT_OVER = N_("Året {year} er ikke over.")
TOLD = N_("Året {year} er telt opp alt. Det blir stående som det er.")

# (person, unit) → her answers that year
Answers = Mapping[tuple[str, str], list[int]]


@transaction.atomic
def keep_year(year: int, *, at: datetime, today: date) -> list[ExperienceYear]:
    """Count every unit's year for good."""
    told = ExperienceYear.objects.filter(year=year).exists()
    faults = [] if year < today.year else [Fault("year", NOT_OVER, {"year": year})]
    refuse_if_any([*faults, *([Fault("year", TOLD, {"year": year})] if told else [])])
    found = {name: answers_of(name, year) for name in QUESTIONS}
    # A desk that gives no service has no users to hear.
    places = [one.number for one in everybody_taking_part()]
    units = list(Unit.objects.filter(municipality__in=places, services__isnull=False).distinct())
    workers = members_of([one.pk for one in units], on=date(year, 12, 31))
    rows = []
    for unit in units:
        alone = len(workers.get(unit.pk, ())) < FEWEST_WORKERS
        counts = {} if alone else {name: _counted(found[name], unit.pk.hex) for name in QUESTIONS}
        fields = {f"{name}_{what}": count for name, pair in counts.items() for what, count in zip(("of", "low"), pair, strict=True)}
        rows.append(ExperienceYear(year=year, unit=unit, at=at, one_worker=alone, **fields))
    UnnamedYear.objects.bulk_create(_unnamed(one, year, at) for one in units if len(workers.get(one.pk, ())) >= FEWEST_WORKERS)
    return ExperienceYear.objects.bulk_create(rows)


def _unnamed(unit: Unit, year: int, at: datetime) -> UnnamedYear:
    """What was answered without a name: answers are counted, for nobody knows how many persons they are."""
    counts: dict[str, int] = {}
    for name in QUESTIONS:
        given = UnnamedAnswer.objects.filter(unit=unit, year=year, **{f"{name}__isnull": False})
        counts |= {f"{name}_of": given.count(), f"{name}_low": given.filter(**{f"{name}__lt": MIDDLE}).count()}
    return UnnamedYear(year=year, unit=unit, at=at, **counts)


def answers_of(question: str, year: int) -> Answers:
    """What each person answered that year, under every unit that helped her the day she did."""
    helped: dict[str, list[dict[str, Any]]] = {}
    for case in _rows("case"):
        helped.setdefault(case["person"], []).append(case)
    found: dict[tuple[str, str], list[int]] = {}
    for one in _rows("feedback"):
        if one["on"].year != year or one[question] is None:
            continue
        units = {case["unit"] for case in helped.get(one["person"], ()) if case["unit"] and _runs(case, one["on"])}
        for unit in units:
            found.setdefault((one["person"], unit), []).append(one[question])
    return found


def _rows(table: str) -> Iterable[dict[str, Any]]:
    names = schema.TABLES[table].names
    return [dict(zip(names, row, strict=True)) for row in live.rows(table)]


def _runs(case: Mapping[str, Any], on: date) -> bool:
    return bool(case["opened_on"] <= on and (case["closed_on"] is None or case["closed_on"] >= on))


def _counted(answers: Answers, unit: str) -> tuple[int, int]:
    """How many persons answered, and how many said less than the middle on average."""
    hers = [given for (_, where), given in answers.items() if where == unit]
    return len(hers), sum(sum(given) < MIDDLE * len(given) for given in hers)


def not_kept(today: date) -> list[int]:
    """The years that are over, in which somebody answered, and that are not counted yet."""
    kept = set(ExperienceYear.objects.values_list("year", flat=True))
    said = {one["on"].year for one in _rows("feedback")} | set(UnnamedAnswer.objects.values_list("year", flat=True))
    return sorted(year for year in said - kept if year < today.year)


@dataclass(frozen=True)
class Line:
    """A service's year as it may be told to anybody: who answered low, of how many, by question; nothing of a service with one worker."""

    year: int
    unit: Unit
    one_worker: bool
    life: Told
    alliance: Told
    # The same of those who gave no name: other answers, and perhaps the same persons.
    unnamed_life: Told | None = None
    unnamed_alliance: Told | None = None


def told(numbers: Collection[str]) -> list[Line]:
    """The kept years of these municipalities' services, the newest first, all of it through small-number protection."""
    rows = ExperienceYear.objects.filter(unit__municipality__in=list(numbers)).select_related("unit")
    unnamed = {(one.year, one.unit_id): one for one in UnnamedYear.objects.filter(unit__municipality__in=list(numbers))}
    return [_line(one, unnamed.get((one.year, one.unit_id))) for one in rows]


def _line(named: ExperienceYear, unnamed: UnnamedYear | None) -> Line:
    said = unnamed if unnamed and (unnamed.life_of or unnamed.alliance_of) else None
    return Line(
        named.year, named.unit, named.one_worker, tell(named.life_low, named.life_of), tell(named.alliance_low, named.alliance_of),
        tell(said.life_low, said.life_of) if said else None, tell(said.alliance_low, said.alliance_of) if said else None,
    )  # fmt: skip
