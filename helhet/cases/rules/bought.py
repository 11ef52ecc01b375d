"""Care bought from others for one person: what for, at what price, until when, and whether it helps."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from enum import StrEnum

from helhet.organisation.rules import N_, Fault

_OERE = Decimal("0.01")


class BoughtKind(StrEnum):
    """What kind of help is bought."""

    TREATMENT = "treatment"
    HOME = "home"
    WITHDRAWAL = "withdrawal"
    ACTIVITY = "activity"
    RELIEF = "relief"


BOUGHT_NAMES = {
    BoughtKind.TREATMENT: N_("behandling"),
    BoughtKind.HOME: N_("bolig med hjelp"),
    BoughtKind.WITHDRAWAL: N_("avrusing og opphold etterpå"),
    BoughtKind.ACTIVITY: N_("arbeid og aktivitet"),
    BoughtKind.RELIEF: N_("avlastning"),
}


class PaidBy(StrEnum):
    """Where the money comes from."""

    OWN = "own"
    STATE = "state"
    GRANT = "grant"
    SHARED = "shared"


PAID_NAMES = {
    PaidBy.OWN: N_("kommunens eget budsjett"), PaidBy.STATE: N_("toppfinansiering fra staten (særlig ressurskrevende tjenester)"),
    PaidBy.GRANT: N_("tilskudd"), PaidBy.SHARED: N_("delt med andre"),
}  # fmt: skip


class Helps(StrEnum):
    """What those who looked at it came to."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


HELPS_NAMES = {Helps.YES: N_("det hjelper"), Helps.PARTLY: N_("det hjelper noe"), Helps.NO: N_("det hjelper ikke")}


def cost_of(per_day: Decimal, since: date, until: date | None, *, on: date) -> Decimal:
    """What it has cost to and with this day (or its last), both days counted."""
    last = min(until, on) if until else on
    return per_day * max((last - since).days + 1, 0)


def bought_faults(*, purpose: str, supplier: object, contract: str, per_day: object, since: object, until: object, review_on: object,
                  on: date, kind: str = "", paid_by: str = "") -> Iterable[Fault]:  # fmt: skip
    """Every fault of a purchase: whom, what for, which contract, what it costs, and the day somebody looks at it."""
    if not supplier:
        yield Fault("supplier", N_("Velg hvem det er kjøpt av. Skriv dem først inn som samarbeidspartner."))
    if kind and kind not in BOUGHT_NAMES:
        yield Fault("kind", N_("Velg hva slags hjelp det er."))
    if paid_by and paid_by not in PAID_NAMES:
        yield Fault("paid_by", N_("Velg hvem som betaler."))
    if not purpose.strip():
        yield Fault("purpose", N_("Skriv hva det skal hjelpe med."))
    if not contract.strip():
        yield Fault("contract", N_("Skriv hvilken avtale det er kjøpt etter."))
    if not isinstance(per_day, Decimal) or per_day < 0 or per_day != per_day.quantize(_OERE):
        yield Fault("per_day", N_("Skriv kroner og øre, 0 eller mer."))
    if not isinstance(since, date):
        yield Fault("since", N_("Skriv fra hvilken dag."))
    elif isinstance(until, date) and until < since:
        yield Fault("until", N_("Siste dag er før første dag."))
    if not isinstance(review_on, date) or review_on <= on:
        yield Fault("review_on", N_("Avtal en dag fram i tid for å se på om det hjelper."))
