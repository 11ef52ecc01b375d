"""Where somebody lives, what she needs, an eviction that is warned of, and what she does with her days: codes, and what may be written.

The codes are our own and neutral; who counts as without a home follows the usual Norwegian definition (NIBR, Husbanken): nothing owned
or rented and somewhere temporary or uncertain, on the way out of prison or institution with nowhere to go, or nowhere to sleep tonight.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

from helhet.organisation.rules import N_, Fault


class Situation(StrEnum):
    """Where somebody lives now."""

    OWNS = "owns"
    RENTS = "rents"
    MUNICIPAL = "municipal"
    MUNICIPAL_FOLLOWED = "followed"
    SHARED = "shared"
    STAFFED = "staffed"
    INSTITUTION = "institution"
    TEMPORARY = "temporary"
    WITH_OTHERS = "with_others"
    RELEASED = "released"
    NONE = "none"
    UNKNOWN = "unknown"


SITUATION_NAMES = {
    Situation.OWNS: N_("eier boligen"),
    Situation.RENTS: N_("leier privat"),
    Situation.MUNICIPAL: N_("leier av kommunen"),
    Situation.MUNICIPAL_FOLLOWED: N_("kommunal bolig med oppfølging"),
    Situation.SHARED: N_("bofellesskap med personale"),
    Situation.STAFFED: N_("bolig med personale hele døgnet"),
    Situation.INSTITUTION: N_("institusjon"),
    Situation.TEMPORARY: N_("midlertidig botilbud"),
    Situation.WITH_OTHERS: N_("midlertidig hos familie eller venner"),
    Situation.RELEASED: N_("skal ut av fengsel eller institusjon uten bolig"),
    Situation.NONE: N_("har ingen bolig"),
    Situation.UNKNOWN: N_("vet ikke"),
}
WITHOUT_HOME = frozenset({Situation.TEMPORARY, Situation.WITH_OTHERS, Situation.RELEASED, Situation.NONE})


class Said(StrEnum):
    """Yes, no, or not asked."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


SAID_NAMES = {Said.YES: N_("Ja"), Said.NO: N_("Nei"), Said.UNKNOWN: N_("Vet ikke")}


class NeedKind(StrEnum):
    """What somebody needs of a home (boligsosialloven § 5 asks for ordinary and adapted dwellings)."""

    ORDINARY = "ordinary"
    ADAPTED = "adapted"
    STAFFED = "staffed"
    FOLLOW_UP = "follow_up"
    KEEP = "keep"


NEED_NAMES = {
    NeedKind.ORDINARY: N_("vanlig bolig"),
    NeedKind.ADAPTED: N_("tilpasset bolig"),
    NeedKind.STAFFED: N_("bolig med personale"),
    NeedKind.FOLLOW_UP: N_("oppfølging i eget hjem"),
    NeedKind.KEEP: N_("hjelp til å beholde boligen"),
}
# Those a dwelling must be found for.
DWELLINGS = (NeedKind.ORDINARY, NeedKind.ADAPTED, NeedKind.STAFFED)


class Outcome(StrEnum):
    """What came of a warning of eviction."""

    STAYED = "stayed"
    MOVED = "moved"
    EVICTED = "evicted"
    WITHDRAWN = "withdrawn"


OUTCOME_NAMES = {
    Outcome.STAYED: N_("fikk bli"),
    Outcome.MOVED: N_("flyttet til en annen bolig"),
    Outcome.EVICTED: N_("måtte ut"),
    Outcome.WITHDRAWN: N_("varselet ble trukket"),
}


class ActivityKind(StrEnum):
    """What somebody does with her days."""

    WORK = "work"
    MEASURE = "measure"
    EDUCATION = "education"
    DAY = "day"
    VOLUNTARY = "voluntary"
    OWN = "own"
    NONE = "none"


ACTIVITY_NAMES = {
    ActivityKind.WORK: N_("arbeid"),
    ActivityKind.MEASURE: N_("tiltak fra NAV"),
    ActivityKind.EDUCATION: N_("utdanning"),
    ActivityKind.DAY: N_("dag- eller aktivitetstilbud"),
    ActivityKind.VOLUNTARY: N_("frivillig eller likeperson"),
    ActivityKind.OWN: N_("egen aktivitet"),
    ActivityKind.NONE: N_("ingen eller nesten ingen"),
}
WORKING = frozenset({ActivityKind.WORK, ActivityKind.MEASURE, ActivityKind.EDUCATION})
MOST_HOURS = 60
SETTLE_WITHIN_DAYS = 3  # a local target: a warning of eviction is talked of with her and the landlord within three days
HOME_FOLLOW_UP = "hol-3-2-6a"  # health services in the home: help to live there is a service of hers, and not written twice
SATISFIED = 7  # from here on of ten, she is satisfied, with her days or with us
OLD = 65  # a segment everywhere in what is counted


def is_without_home(situation: str) -> bool:
    """True for whoever has nothing owned or rented, or nothing to go to."""
    return situation in WITHOUT_HOME


def is_old(born_year: int | None, born_month: int | None, *, on: date) -> bool | None:
    """Sixty-five or over on this day, by year and month; None when her age is not known."""
    if born_year is None:
        return None
    return on.year - born_year - (on.month < (born_month or 0)) >= OLD


def housing_faults(situation: str, since: date, *, on: date, last: date | None) -> Iterable[Fault]:
    """What is wrong with where she is said to live."""
    if situation not in SITUATION_NAMES:
        yield Fault("situation", N_("Velg hvordan personen bor."))
    yield from past_faults(since, on=on)
    if last and since < last:
        yield Fault("since", N_("Dagen er før den forrige boligen, som gjaldt fra {day}."), {"day": last})


def past_faults(since: date, *, on: date, field: str = "since") -> Iterable[Fault]:
    """What has happened, has not happened tomorrow."""
    if since > on:
        yield Fault(field, N_("Dagen er ikke kommet ennå."))


def eviction_faults(warned_on: date, by_day: date | None, from_whom: str, *, on: date) -> Iterable[Fault]:
    """What is wrong with a warning of eviction."""
    yield from past_faults(warned_on, on=on, field="warned_on")
    if by_day and by_day < warned_on:
        yield Fault("by_day", N_("Dagen er før varselet kom."))
    if not from_whom.strip():
        yield Fault("from_whom", N_("Skriv hvem varselet kom fra."))


def eviction_due(warned_on: date, by_day: date | None) -> date:
    """When the warning must have been dealt with: within a few days, and before the day it may happen."""
    soon = warned_on + timedelta(days=SETTLE_WITHIN_DAYS)
    return min(soon, by_day) if by_day else soon


def activity_faults(kind: str, hours: int | None, what: str, since: date, *, on: date) -> Iterable[Fault]:
    """What is wrong with an activity."""
    if kind not in ACTIVITY_NAMES:
        yield Fault("kind", N_("Velg hva slags aktivitet."))
    if kind != ActivityKind.NONE and not what.strip():
        yield Fault("what", N_("Skriv hva det er."))
    if hours is not None and not 0 <= hours <= MOST_HOURS:
        yield Fault("hours", N_("Skriv timer i uken, fra 0 til {most}."), {"most": MOST_HOURS})
    yield from past_faults(since, on=on)


def satisfaction_faults(satisfaction: int) -> Iterable[Fault]:
    """Her own answer, from 0 to 10."""
    if not 0 <= satisfaction <= 10:
        yield Fault("satisfaction", N_("Velg fra 0 til 10."))
