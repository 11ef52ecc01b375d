"""Posts: how much work there is, aimed at whom, paid by whom and until when; and how several municipalities divide one.

All shares are percentage points of a whole work year, exact: a post of 80 of which 60 are aimed at adults and 20 at children has 20.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from . import N_, Fault

WHOLE = Decimal(100)
CENT = Decimal("0.01")


class Education(StrEnum):
    """The education a post has or asks for, finer than any year's national form, which gathers them in its own rows."""

    SPECIALIST = "specialist"
    PSYCHOLOGIST = "psychologist"
    DOCTOR = "doctor"
    MASTER = "master"
    HIGHER_FURTHER = "higher_further"
    HIGHER = "higher"
    COLLEGE = "college"
    SECONDARY = "secondary"
    OTHER = "other"


EDUCATION_NAMES = {
    Education.SPECIALIST: N_("psykologspesialist"),
    Education.PSYCHOLOGIST: N_("psykolog"),
    Education.DOCTOR: N_("lege"),
    Education.MASTER: N_("mastergrad i psykisk helse eller rus"),
    Education.HIGHER_FURTHER: N_("høyskole eller universitet, med videreutdanning i psykisk helse eller rus"),
    Education.HIGHER: N_("høyskole eller universitet"),
    Education.COLLEGE: N_("fagskole, helse- og sosialfag"),
    Education.SECONDARY: N_("videregående, helse- og sosialfag"),
    Education.OTHER: N_("annen utdanning"),
}


class AgeGroup(StrEnum):
    """Whom the work is for; the national form asks for each by itself."""

    ADULTS = "adults"
    CHILDREN = "children"


AGE_GROUP_NAMES = {AgeGroup.ADULTS: N_("voksne"), AgeGroup.CHILDREN: N_("barn og unge")}


class Problem(StrEnum):
    """What the work is about."""

    MENTAL = "mental"
    SUBSTANCE = "substance"
    BOTH = "both"


PROBLEM_NAMES = {Problem.MENTAL: N_("psykisk helse"), Problem.SUBSTANCE: N_("rus"), Problem.BOTH: N_("både psykisk helse og rus")}


class Area(StrEnum):
    """The service a share of a post goes to."""

    HOUSING = "housing"
    HOME = "home"
    ACTIVITY = "activity"
    WORK = "work"
    TREATMENT = "treatment"
    LOW_THRESHOLD = "low_threshold"
    OUTREACH = "outreach"
    CLINIC = "clinic"
    FAMILY = "family"
    COORDINATION = "coordination"
    OTHER = "other"


AREA_NAMES = {
    Area.HOUSING: N_("bolig med personale"),
    Area.HOME: N_("oppfølging i hjemmet"),
    Area.ACTIVITY: N_("aktivitet på dagtid"),
    Area.WORK: N_("hjelp til arbeid"),
    Area.TREATMENT: N_("behandling og oppfølging"),
    Area.LOW_THRESHOLD: N_("lavterskel og rask hjelp"),
    Area.OUTREACH: N_("oppsøkende arbeid"),
    Area.CLINIC: N_("helsestasjon og skolehelsetjeneste"),
    Area.FAMILY: N_("familie og forebygging for utsatte barn"),
    Area.COORDINATION: N_("koordinering og ledelse"),
    Area.OTHER: N_("annet"),
}
# What exists for one age group only.
_ONLY_FOR = {
    Area.WORK: AgeGroup.ADULTS, Area.HOUSING: AgeGroup.ADULTS, Area.CLINIC: AgeGroup.CHILDREN, Area.FAMILY: AgeGroup.CHILDREN,
}  # fmt: skip


class Source(StrEnum):
    """Who pays a share of a post."""

    OWN = "own"
    STATE = "state"
    COUNTY = "county"
    HOSPITAL = "hospital"
    NAV = "nav"
    COUNCIL = "council"
    FUND = "fund"


SOURCE_NAMES = {
    Source.OWN: N_("kommunens egne midler"),
    Source.STATE: N_("statlig tilskudd"),
    Source.COUNTY: N_("fylkeskommunen"),
    Source.HOSPITAL: N_("samarbeid med sykehuset"),
    Source.NAV: N_("NAV"),
    Source.COUNCIL: N_("regionrådet"),
    Source.FUND: N_("stiftelse eller fond"),
}


class SharingKey(StrEnum):
    """How a shared post is divided between the municipalities."""

    INHABITANTS = "inhabitants"
    USE = "use"
    EQUAL = "equal"
    AGREED = "agreed"


SHARING_KEY_NAMES = {
    SharingKey.INHABITANTS: N_("etter innbyggere"),
    SharingKey.USE: N_("etter bruk"),
    SharingKey.EQUAL: N_("likt"),
    SharingKey.AGREED: N_("etter avtalt brøk"),
}


# What is done with a post, as its history says it.
VERB_NAMES = {
    "added": N_("opprettet"),
    "changed": N_("endret"),
    "resized": N_("ny størrelse eller kostnad"),
    "ended": N_("avsluttet"),
    "aimed": N_("rettet mot"),
    "held": N_("besatt"),
    "funded": N_("betalt"),
    "shared": N_("delt"),
    "share_ended": N_("rettet mot, siste dag"),
    "holder_ended": N_("besatt, siste dag"),
    "funding_ended": N_("betalt, siste dag"),
    "settled": N_("gjort opp"),
    "taken_back": N_("tatt bort, det var feil"),
}


@dataclass(frozen=True)
class Span:
    """So many percentage points from a day until a day (inclusive; open when nothing is said)."""

    percent: Decimal
    since: date
    until: date | None = None

    def runs(self, on: date) -> bool:
        """True when it is in force on this day."""
        return self.since <= on and (self.until is None or on <= self.until)


def total(spans: Iterable[Span], on: date) -> Decimal:
    """How many percentage points are in force on a day."""
    return sum((one.percent for one in spans if one.runs(on)), Decimal(0))


def first_over(spans: Iterable[Span], ceilings: Iterable[Span]) -> date | None:
    """The first day these add up to more than there is: the same work year counted twice. None when it never happens."""
    spans, ceilings = list(spans), list(ceilings)
    begins = {one.since for one in spans}
    drops = {one.until + timedelta(days=1) for one in ceilings if one.until}
    return next((on for on in sorted(begins | drops) if total(spans, on) > total(ceilings, on)), None)


def divide(whole: Decimal, weights: Mapping[str, Decimal], unit: Decimal = CENT) -> dict[str, Decimal]:
    """The whole divided by weights into whole units whose sum is exactly the whole (largest remainder; alike, the lower key first).

    The order of the weights changes nothing; nobody gets less than nothing. The whole is itself so many units, and some weight above 0.
    """
    units, heavy = int(whole / unit), sum(weights.values(), Decimal(0))
    scale = 10 ** max(-int(one.as_tuple().exponent) for one in (*weights.values(), Decimal(1)))
    exact = {key: units * int(weight * scale) for key, weight in weights.items()}
    every = int(heavy * scale)
    given = {key: value // every for key, value in exact.items()}
    left = units - sum(given.values())
    for key in sorted(exact, key=lambda one: (-(exact[one] % every), one))[:left]:
        given[key] += 1
    return {key: count * unit for key, count in given.items()}


@dataclass(frozen=True)
class Ending:
    """Money that ends: how much of the post has nobody to pay for it the day after, and from which day."""

    percent: Decimal
    from_day: date


def unpaid_from(ends: date, funding: Iterable[Span], sizes: Iterable[Span]) -> Ending:
    """What stands without money the day after this one, that had it this day."""
    funding, sizes, after = list(funding), list(sizes), ends + timedelta(days=1)
    short = min(total(sizes, after) - total(funding, after), total(funding, ends) - total(funding, after))
    return Ending(max(short, Decimal(0)), after)


def percent_faults(field: str, percent: object) -> Iterable[Fault]:
    """A share of a whole work year: more than nothing, at most all of it, at most two decimals."""
    if not isinstance(percent, Decimal) or not percent.is_finite() or not 0 < percent <= WHOLE:
        yield Fault(field, N_("Skriv prosent av en hel stilling, over 0 og høyst 100."))
    elif percent != percent.quantize(CENT):
        yield Fault(field, N_("Skriv prosenten med høyst to desimaler."))


def period_faults(since: object, until: object) -> Iterable[Fault]:
    """A first day there must be; a last day may not come before it."""
    if not isinstance(since, date):
        yield Fault("since", N_("Skriv fra hvilken dag."))
    elif isinstance(until, date) and until < since:
        yield Fault("until", N_("Siste dag er før første dag."))


def aim_faults(age_group: str, problem: str, area: str) -> Iterable[Fault]:
    """What a share is aimed at must be a thing we know, for an age group it exists for."""
    if age_group not in AGE_GROUP_NAMES:
        yield Fault("age_group", N_("Velg voksne eller barn og unge."))
    if problem not in PROBLEM_NAMES:
        yield Fault("problem", N_("Velg psykisk helse, rus eller begge."))
    if area not in AREA_NAMES:
        yield Fault("area", N_("Velg hva slags tjeneste det er."))
    elif (only := _ONLY_FOR.get(Area(area))) and age_group in AGE_GROUP_NAMES and age_group != only:
        yield Fault("area", N_("Denne tjenesten finnes bare for {group}."), {"group": AGE_GROUP_NAMES[only]})


def weight_faults(key: str, weights: Mapping[str, Decimal | None], employer: str) -> Iterable[Fault]:
    """Who shares a post: at least two, the employer among them; an agreed fraction says everybody's part."""
    if key not in SHARING_KEY_NAMES:
        yield Fault("key", N_("Velg hvordan stillingen deles."))
    if len(weights) < 2 or employer not in weights:
        yield Fault("members", N_("En delt stilling har minst to kommuner, og arbeidsgiveren er en av dem."))
    if key == SharingKey.AGREED:
        parts = [weight for weight in weights.values() if weight is not None]
        if len(parts) < len(weights) or any(one < 0 for one in parts) or sum(parts, Decimal(0)) != WHOLE:
            yield Fault("members", N_("Skriv hver kommunes del. Til sammen skal det bli 100 prosent."))
