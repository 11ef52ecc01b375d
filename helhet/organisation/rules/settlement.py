"""The settlement of a shared post: what it cost in a period, what others paid, and what each municipality owes, to the øre."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from . import N_, Fault
from .posts import CENT, SharingKey, Span, divide


@dataclass(frozen=True)
class Cost:
    """What a post costs a year (or what others pay of it), from a day until a day."""

    yearly: Decimal
    since: date
    until: date | None = None


def days_in_year(year: int) -> int:
    """365, or 366."""
    return (date(year + 1, 1, 1) - date(year, 1, 1)).days


def cost_of(costs: Iterable[Cost], *, since: date, until: date) -> Decimal:
    """What these come to in a period, day by day, to the øre: a suggestion, since the accounts decide."""
    whole = Decimal(0)
    for one in costs:
        first, last = max(one.since, since), min(one.until or until, until)
        for year in range(first.year, last.year + 1):
            days = (min(last, date(year, 12, 31)) - max(first, date(year, 1, 1))).days + 1
            whole += one.yearly * max(days, 0) / days_in_year(year)
    return whole.quantize(CENT, ROUND_HALF_UP)


def paid_by_others(percents: Iterable[Span], size: Decimal, yearly: Decimal) -> list[Cost]:
    """What those who pay a share of a post pay a year: the same share of what it costs."""
    return [Cost(yearly * one.percent / size, one.since, one.until) for one in percents]


def begun_fives(low: int) -> int:
    """How many begun fives a protected count stands for, as its lowest value tells: nothing is none, 1–4 one, 5–9 two."""
    return 0 if low == 0 else low // 5 + 1


def settle(cost: Decimal, income: Decimal, weights: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """What each owes of what is left when others have paid theirs; adds up to exactly that."""
    return divide(cost - income, weights)


def money_faults(cost: object, income: object) -> Iterable[Fault]:
    """Kroner and øre, not below nothing, and no more paid by others than it cost."""
    fine = True
    for field, value in (("cost", cost), ("income", income)):
        if not isinstance(value, Decimal) or not value.is_finite() or value < 0 or value != value.quantize(CENT):
            fine = False
            yield Fault(field, N_("Skriv kroner og øre, 0 eller mer."))
    if fine and isinstance(cost, Decimal) and isinstance(income, Decimal) and income > cost:
        yield Fault("income", N_("Andre har betalt mer enn stillingen kostet. Se over tallene."))


def period_faults(since: object, until: object, *, on: date) -> Iterable[Fault]:
    """A period that is over, of at most a year."""
    if not isinstance(since, date):
        yield Fault("since", N_("Skriv fra hvilken dag."))
    if not isinstance(until, date):
        yield Fault("until", N_("Skriv til og med hvilken dag."))
    if isinstance(since, date) and isinstance(until, date):
        if until < since:
            yield Fault("until", N_("Siste dag er før første dag."))
        elif until - since > timedelta(days=366):
            yield Fault("until", N_("Et oppgjør er for høyst ett år."))
        if until >= on:
            yield Fault("until", N_("Perioden er ikke over ennå."))


def weight_faults(key: str, weights: Mapping[str, Decimal]) -> Iterable[Fault]:
    """Somebody must weigh something."""
    if not any(weights.values()):
        said = {
            SharingKey.USE: N_("Ingen kontakter er skrevet ned i perioden, så bruk kan ikke dele noe. Avtal en annen nøkkel."),
            SharingKey.INHABITANTS: N_("Innbyggertallet mangler for kommunene."),
        }
        yield Fault("key", said.get(SharingKey(key), N_("Skriv hver kommunes del. Til sammen skal det bli 100 prosent.")))
