"""Months as they were told: judged when they ended, kept as counts, and never told again in another way.

A month cannot be judged again later: contents are known as they stand today only, what is written down late would change what was
told, and two tellings of one month that differ by one person tell about her (docs/adr/0019-small-numbers.md).
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta

from django.db import transaction

from helhet.organisation.queries import everybody_taking_part
from helhet.organisation.rules import N_, Fault, refuse_if_any

from .counts import Count, counted, of_house
from .law import READ_ON
from .models import Month, MonthCount
from .rules import State

NOT_ENDED = N_("{day} er ikke slutten på en måned som er over.")
TOLD = N_("Måneden som endte {day}, er telt opp alt. Den blir stående som den er.")


def month_ends(first: date, last: date) -> Iterator[date]:
    """The last days of months from `first` to `last`."""
    day = first
    while day <= last:
        end = (day.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        if end <= last:
            yield end
        day = end + timedelta(days=1)


def last_ended(today: date) -> date:
    """The last day of the month before this one."""
    return today.replace(day=1) - timedelta(days=1)


@transaction.atomic
def keep_month(day: date, *, at: datetime, today: date, tell: Callable[[str], None] = lambda line: None) -> Month:
    """Judge every municipality on the last day of a month, by the law and the targets of that day, and keep the counts for good."""
    is_end = (day + timedelta(days=1)).day == 1 and day < today
    told = Month.objects.filter(day=day).exists()
    refuse_if_any([*([] if is_end else [Fault("day", NOT_ENDED, {"day": day})]), *([Fault("day", TOLD, {"day": day})] if told else [])])
    # Contents known of today only can be judged for the day before, and for no day further back.
    as_of = day if today <= day + timedelta(days=1) else today
    month = Month.objects.create(day=day, at=at, laws_read_on=READ_ON, backwards=as_of != day)
    municipalities = everybody_taking_part()
    house = of_house(day, [one.number for one in municipalities], today=as_of)
    for municipality in municipalities:
        found = counted(day, municipality.number, today=as_of) + [one for one in house if one.municipality == municipality.number]
        MonthCount.objects.bulk_create(
            MonthCount(
                month=month, municipality=municipality, criterion=one.criterion, state=one.state, reason=one.reason, persons=one.persons,
                longest=one.longest,
            )
            for one in found
        )  # fmt: skip
        tell(f"{day}: {municipality.name}, {len(found)} counts")
    return month


def not_kept(first: date, today: date) -> list[date]:
    """The month ends from `first` on that are over and not kept yet, the oldest first."""
    kept = set(Month.objects.values_list("day", flat=True))
    return [day for day in month_ends(first, last_ended(today)) if day not in kept]


def months_kept() -> list[Month]:
    """The month ends that are kept, the newest first."""
    return list(Month.objects.order_by("-day"))


def counts_of(days: Iterable[date], numbers: Iterable[str], criteria: Iterable[str] | None = None) -> dict[date, list[Count]]:
    """What was counted in these municipalities at these month ends, of these criteria (None: of all)."""
    found: dict[date, list[Count]] = {day: [] for day in days}
    rows = MonthCount.objects.filter(month__in=list(found), municipality__in=list(numbers))
    if criteria is not None:
        rows = rows.filter(criterion__in=list(criteria))
    fields = ("month_id", "criterion", "municipality_id", "state", "reason", "persons", "longest")
    for day, name, number, state, reason, persons, longest in rows.order_by("pk").values_list(*fields):
        found[day].append(Count(name, number, State(state), reason, persons, longest))
    return found
