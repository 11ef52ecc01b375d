"""Who has which competence where, until when, and what was learned. No person data."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, Q

from helhet.organisation.models import (
    CentreKnown,
    CompetenceHeld,
    CompetenceNeeded,
    Learning,
    LearningPart,
    Membership,
    PostHolder,
    Staff,
)
from helhet.organisation.rules import competence as rules
from helhet.organisation.rules.posts import Span

from . import _running


@dataclass(frozen=True)
class Need:
    """One competence (a key we know, or a name of the municipality's own) and how it stands in each municipality."""

    key: str
    name: str
    standing: dict[str, rules.Standing]


def here_until(numbers: Collection[str], *, on: date) -> dict[str, dict[UUID, tuple[Staff, date | None]]]:
    """For each municipality: who serves it today through a unit, and the last day we know of, by unit and by post."""
    rows = (
        Membership.objects.filter(_running(on), unit__serves__in=list(numbers))
        .select_related("staff", "unit")
        .prefetch_related("unit__serves")
    )
    held: dict[UUID, list[Span]] = {}
    for one in PostHolder.objects.filter(staff__isnull=False).exclude(until__lt=on):
        held.setdefault(one.staff_id, []).append(one.span())
    found: dict[str, dict[UUID, tuple[Staff, date | None]]] = {number: {} for number in numbers}
    for row in rows.distinct():
        last = _later([row.until])
        posts = held.get(row.staff_id)
        if posts:
            ends = _later([span.until for span in posts])
            last = min(day for day in (last, ends) if day) if last and ends else last or ends
        for place in row.unit.serves.all():
            if place.pk in found:
                known = found[place.pk].get(row.staff_id)
                found[place.pk][row.staff_id] = (row.staff, _later([last, known[1]]) if known else last)
    return found


def _later(days: Iterable[date | None]) -> date | None:
    """The last of these days; open when one is."""
    days = list(days)
    return None if None in days or not days else max(day for day in days if day)


def wanted_in(number: str) -> list[tuple[str, str, int]]:
    """The competence plan of a municipality: each competence it needs, by key or its own name, and how many workers need it."""
    said = {(one.key, one.name): one.how_many for one in CompetenceNeeded.objects.filter(municipality=number)}
    lines = {(str(key), ""): 1 for key in rules.Competence} | said
    return [(key, name, many) for (key, name), many in lines.items() if many]


def needs(numbers: Collection[str], *, on: date) -> list[Need]:
    """Every competence somebody there needs, and how it stands: who has it, and from which day there are too few."""
    here = here_until(numbers, on=on)
    wanted = {(one.municipality_id, one.key, one.name): one.how_many for one in CompetenceNeeded.objects.filter(municipality__in=numbers)}
    names = [(key, "") for key in rules.Competence] + sorted({(key, name) for _, key, name in wanted if name})
    held: dict[tuple[str, str], list[CompetenceHeld]] = {}
    for one in CompetenceHeld.objects.filter(_running(on)):
        held.setdefault((one.key, one.name), []).append(one)
    found = []
    for key, name in names:
        standing = {}
        for number in numbers:
            has = [
                rules.Has(here[number][one.staff_id][0].name, _earlier(one.until, here[number][one.staff_id][1]))
                for one in held.get((key, name), ())
                if one.staff_id in here[number]
            ]
            standing[number] = rules.standing(wanted.get((number, key, name), 1 if key else 0), has, on=on)
        found.append(Need(key, name, standing))
    return found


def _earlier(one: date | None, other: date | None) -> date | None:
    return min(one, other) if one and other else one or other


def learned(numbers: Collection[str], *, since: date, until: date) -> list[Learning]:
    """What those who work for these municipalities learned in a period, newest first, with who took part."""
    theirs = Q(parts__staff__municipality__in=list(numbers)) | Q(parts__staff__memberships__unit__serves__in=list(numbers))
    parts = Prefetch("parts", LearningPart.objects.select_related("staff"))
    return list(Learning.objects.filter(theirs, on__range=(since, until)).distinct().prefetch_related(parts))


def learned_by(staff: Staff) -> list[Learning]:
    """What this worker has learned, newest first."""
    return list(Learning.objects.filter(parts__staff=staff))


def trained_in_coordinating(staff_ids: Iterable[UUID], *, since: date, until: date) -> set[UUID]:
    """Which of these workers were trained or guided in coordinating in a period (helse- og omsorgstjenesteloven § 7-3)."""
    rows = LearningPart.objects.filter(
        staff__in=list(staff_ids), learning__key=rules.Competence.COORDINATING, learning__on__gt=since, learning__on__lte=until
    )
    return set(rows.values_list("staff_id", flat=True))


def held_by(staff: Staff, *, on: date) -> list[CompetenceHeld]:
    """What this worker can, today."""
    return list(CompetenceHeld.objects.filter(_running(on), staff=staff))


def held_in(numbers: Collection[str], *, on: date) -> list[CompetenceHeld]:
    """What each of those who serve these municipalities can today, by worker."""
    here = here_until(numbers, on=on)
    staff = {key for place in here.values() for key in place}
    rows = CompetenceHeld.objects.filter(_running(on), staff__in=staff).select_related("staff")
    return sorted(rows, key=lambda one: (one.staff.name, one.key, one.name))


def centres(numbers: Collection[str]) -> dict[str, dict[str, CentreKnown]]:
    """What each municipality has said of each centre."""
    found: dict[str, dict[str, CentreKnown]] = {centre: {} for centre in rules.Centre}
    for one in CentreKnown.objects.filter(municipality__in=list(numbers)):
        found[one.centre][one.municipality_id] = one
    return found


def can_where(number: str, *, on: date) -> set[str]:
    """Which of the competences we know somebody who serves this municipality has today."""
    staff = here_until([number], on=on)[number]
    return set(CompetenceHeld.objects.filter(_running(on), staff__in=list(staff)).exclude(key="").values_list("key", flat=True))


def own_names(numbers: Collection[str]) -> list[str]:
    """The names of competences these municipalities have added themselves."""
    return sorted(set(CompetenceNeeded.objects.filter(municipality__in=list(numbers)).exclude(name="").values_list("name", flat=True)))
