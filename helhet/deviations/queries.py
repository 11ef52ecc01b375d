"""Who sees which deviation: about a person, whoever may see her cases; else those in charge, who handles it and who reported it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from helhet.access import compiled
from helhet.access.log import Opening
from helhet.access.policy import Actor, NotVisible
from helhet.organisation.models import Municipality
from helhet.organisation.queries.keeping import in_charge_of

from . import rules
from .models import Concerned, Deviation, DeviationStep, EventStep, HardCase, SeriousEvent, YearlyReview, YearlyWords


def deviations(opening: Opening) -> list[Deviation]:
    """Those that concern no person, for whoever is in charge, handles one or reported one; what is open first."""
    rows = _whole(Deviation.objects.filter(_hers(opening.actor), is_about_person=False))
    return sorted((_told(one, opening.actor.on) for one in rows), key=lambda one: one.closed_on is not None)


def reported_about_persons(opening: Opening) -> list[Deviation]:
    """Those this one reported that concern a person: that they are there, and no more (she may see her no longer)."""
    rows = Deviation.objects.filter(reported_by=opening.actor.staff_id, is_about_person=True)
    return list(rows.select_related("unit").order_by("-reported_at", "-pk"))


def open_deviation(opening: Opening, key: UUID) -> Deviation:
    """One deviation, with its steps, clocks, and whom it concerned (`concerned`) for those who may see that."""
    if not opening.actor.is_staff:
        raise NotVisible
    found = _whole(Deviation.objects.filter(pk=key)).first()
    if found is None or not (found.is_about_person or Deviation.objects.filter(_hers(opening.actor), pk=key).exists()):
        raise NotVisible
    concerned = opening.one(Concerned.objects.filter(pk=key).select_related("person")) if found.is_about_person else None
    found = _told(found, opening.actor.on)
    found.concerned = concerned
    return found


def of_person(opening: Opening, person_id: UUID) -> list[Concerned]:
    """What has gone wrong for her, newest first; each with its `deviation`."""
    found = opening.all(Concerned.objects.filter(person_id=person_id).order_by("-at", "-pk"))
    known = {one.pk: _told(one, opening.actor.on) for one in _whole(Deviation.objects.filter(pk__in=[row.pk for row in found]))}
    for row in found:
        row.deviation = known[row.pk]
    return found


def hard_cases(opening: Opening, person_id: UUID) -> list[HardCase]:
    """What was learned when her case was looked back on, newest first."""
    return opening.all(HardCase.objects.filter(person_id=person_id).order_by("-on", "-pk"))


def open_hard_case(opening: Opening, key: UUID) -> HardCase:
    """One looking back."""
    found: HardCase = opening.one(HardCase.objects.filter(pk=key).select_related("person"))
    return found


def may_handle(actor: Actor, one: Deviation) -> bool:
    """True for whoever is in charge, and for whoever it was given to (of one about a person she must see it as well)."""
    return actor.staff_id is not None and (
        actor.staff_id == one.owner_id or one.municipality_id in {m.pk for m in in_charge_of(actor)}
    )  # fmt: skip


@dataclass(frozen=True)
class Waits:
    """What somebody is to do with a deviation, by a day (None: when there is time), and the law that sets the day when it does."""

    deviation: Deviation
    what: str
    by: date | None
    rule: str = ""

    def state(self, on: date) -> str:
        """over, soon (within three days) or calm."""
        if self.by is None:
            return "calm"
        return "over" if self.by < on else "soon" if self.by <= on + timedelta(days=3) else "calm"


def waiting(opening: Opening) -> list[Waits]:
    """What waits for this one, the first day first: what was given to her, and what nobody has, for those in charge and who reported it.

    A clock of the law that has run out is for those in charge too, whoever has it. Of one about a person she must see her cases.
    """
    actor = opening.actor
    if actor.staff_id is None:
        return []
    # Most days nothing waits, and a kept statement finds that out. It must be given a key: her own is no unit's.
    units = actor.coordinating_unit_ids | actor.led_unit_ids | {actor.staff_id}
    found = compiled.rows(_open_to, units, staff=actor.staff_id)
    if not found:
        return []
    rows = Deviation.objects.filter(pk__in=[key for (key,) in found])
    seen = Q(is_about_person=False) | Q(pk__in=Concerned.objects.visible_to(actor).values("pk"))
    lines = [line for one in _whole(rows.filter(seen)) for line in _waits(_told(one, actor.on), actor)]
    return sorted(lines, key=lambda one: (one.by is None, one.by or actor.on, one.what))


def _open_to(only: compiled.Only, staff: UUID) -> QuerySet[Deviation]:
    """What is open and this worker's: hers to handle, of these units' municipalities, or reported by her and nobody's yet."""
    of_her_units = Q(municipality__in=Municipality.objects.filter(only("served_by")).values("pk"))
    rows = Deviation.objects.filter(of_her_units | Q(owner=staff) | Q(owner=None, reported_by=staff), closed_on=None)
    return rows.values_list("pk")


def _waits(one: Deviation, actor: Actor) -> Iterable[Waits]:
    hers = one.owner_id in (None, actor.staff_id)
    for line in one.open_clocks:
        if hers or line.by < actor.on:
            yield Waits(one, rules.CLOCK_NAMES[line.clock], line.by, rules.CLOCK_LAW[line.clock])
    if hers and not one.measure:
        yield Waits(one, rules.FIND_MEASURE, None)
    elif hers and not one.effect:
        yield Waits(one, rules.SEE_EFFECT, one.due)
    elif hers and not one.open_clocks:
        yield Waits(one, rules.CLOSE, None)


@dataclass(frozen=True)
class AreaCount:
    """How many deviations in one risk area of one municipality: those that concern nobody and those about persons, and of each the open."""

    municipality: str
    area: str
    of_nobody: int
    about_persons: int
    of_nobody_open: int
    about_persons_open: int


def summed(actor: Actor, numbers: Iterable[str], *, since: date, until: date) -> list[AreaCount]:
    """Deviations reported from the day after `since` to `until`, and what was open then; to be told through small-number protection."""
    if not actor.is_staff:
        raise NotVisible
    rows = Deviation.objects.filter(municipality__in=list(numbers), reported_at__date__gt=since, reported_at__date__lte=until)
    found: dict[tuple[str, str], list[tuple[bool, bool]]] = {}
    for number, area, about, closed in rows.values_list("municipality", "area", "is_about_person", "closed_on"):
        found.setdefault((number, area), []).append((about, closed is None or closed > until))
    return [
        AreaCount(
            number, area, sum(not about for about, _ in some), sum(about for about, _ in some),
            sum(still and not about for about, still in some), sum(still and about for about, still in some),
        )
        for (number, area), some in sorted(found.items())
    ]  # fmt: skip


def words_of_year(actor: Actor, number: str, year: int) -> dict[str, YearlyWords]:
    """The newest words under each letter, for those in charge of this municipality."""
    _require_charge(actor, number)
    return {one.letter: one for one in YearlyWords.objects.filter(municipality=number, year=year).order_by("at", "pk")}


def reviews_of(actor: Actor, number: str) -> list[YearlyReview]:
    """The dated yearly reviews of this municipality, newest first."""
    _require_charge(actor, number)
    return list(YearlyReview.objects.filter(municipality=number).order_by("-on", "-at", "-pk"))


def what_was_done(actor: Actor, numbers: Iterable[str]) -> list[YearlyWords]:
    """The newest words on what users' experience led to, by municipality and year: for those who work there, and their user council."""
    if actor.kind not in ("staff", "council"):
        raise NotVisible
    rows = YearlyWords.objects.filter(municipality__in=list(numbers), letter=rules.Letter.G).select_related("municipality")
    newest = {(one.municipality_id, one.year): one for one in rows.order_by("at", "pk")}
    return sorted((one for one in newest.values() if one.words), key=lambda one: (-one.year, one.municipality_id))


def _require_charge(actor: Actor, number: str) -> None:
    if number not in {m.pk for m in in_charge_of(actor)}:
        raise NotVisible


def _hers(actor: Actor) -> Q:
    hers = Q(municipality__in=[m.pk for m in in_charge_of(actor)])
    return hers | Q(reported_by=actor.staff_id) | Q(owner=actor.staff_id) if actor.staff_id else hers


def _whole(rows: QuerySet[Deviation]) -> QuerySet[Deviation]:
    steps = Prefetch("steps", DeviationStep.objects.order_by("at", "pk"))
    events = Prefetch("event__steps", EventStep.objects.order_by("on", "at", "pk"))
    return rows.select_related("unit", "municipality", "owner", "reported_by", "event").prefetch_related(steps, events)


@dataclass(frozen=True)
class ClockLine:
    """One clock: by when, and when it was met."""

    clock: str
    by: date
    met: EventStep | None

    def is_late(self, on: date) -> bool:
        """True when it was not met by its day."""
        return (self.met.on if self.met else on) > self.by


def _told(one: Deviation, on: date) -> Deviation:
    """The deviation with what its pages ask: its last step of each kind, its clocks, and whether it waits."""
    last = {step.deed: step for step in one.steps.all()}
    one.measure, one.effect = last.get(rules.Deed.MEASURE), last.get(rules.Deed.EFFECT)
    one.clocks = clocks_of(one)
    one.open_clocks = [line for line in one.clocks if line.met is None]
    one.is_late = one.closed_on is None and (
        (one.due is not None and one.due < on and one.effect is None) or any(line.by < on for line in one.open_clocks)
    )
    return one


def clocks_of(rows: Any) -> list[ClockLine]:
    """The clocks of a deviation, when it is a serious event."""
    event: SeriousEvent | None = getattr(rows, "event", None)
    if event is None:
        return []
    met = {step.clock: step for step in event.steps.all()}
    days = {rules.Clock.NOTICE: event.notice_by, rules.Clock.MEETING: event.meeting_by, rules.Clock.REPORT: event.report_by}
    return [ClockLine(clock, by, met.get(clock)) for clock, by in days.items()]


def lately(on: date) -> date:
    """A year back: what the counts tell of when nothing else is asked."""
    return on - timedelta(days=365)
