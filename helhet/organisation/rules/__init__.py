"""What every room uses to say no: faults, each with its field and its reason, all of them at once.

Also the working week: who answers the telephone now is a rule over weekdays and hours, with Norwegian holidays.
Sentences are written in bokmål and marked with `N_`; the page translates them.
"""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import IntEnum, StrEnum
from functools import lru_cache
from uuid import UUID

import holidays


def N_(text: str) -> str:
    """Mark a sentence for the catalogues; the domain itself speaks bokmål."""
    return text


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: the field, and a sentence that says what to do (with `{names}` filled from `values`)."""

    field: str
    reason: str
    values: Mapping[str, object] = dataclasses.field(default_factory=dict)

    def __str__(self) -> str:
        return self.reason.format(**self.values)


class InLanguages(dict[str, str]):
    """Words that a file holds in several languages, by language, as a value in a fault: told in the reader's."""

    def __str__(self) -> str:
        return self["nb"]


@dataclass(frozen=True)
class Meanwhile(Fault):
    """Somebody else changed the same while the page lay open; `stands` is what stands now, as a page keeps it."""

    stands: str = ""


def as_seen(value: object) -> str:
    """A value as a page keeps it beside a form: nothing is empty, a day is in ISO, and lines end in one way."""
    return "" if value is None else "\n".join(str(value).splitlines()).strip()


class Refused(Exception):
    """The input was refused whole; nothing was written. Holds every fault found."""

    def __init__(self, *faults: Fault) -> None:
        self.faults = faults
        super().__init__("; ".join(str(fault) for fault in faults))


def refuse_if_any(faults: Iterable[Fault]) -> None:
    """Raise `Refused` with all the faults, if there are any."""
    if found := tuple(faults):
        raise Refused(*found)


def new_key(at_ns: int, random_bits: int) -> UUID:
    """A key (UUID version 7, RFC 9562): opaque in a URL, and in the order they were made, within a millisecond too (method 3)."""
    at_ms, rest = divmod(at_ns, 1_000_000)
    within = rest * (1 << 12) // 1_000_000
    return UUID(int=(at_ms & (1 << 48) - 1) << 80 | 0x7 << 76 | within << 64 | 0b10 << 62 | random_bits & (1 << 62) - 1)


WEEKDAY_NAMES = {
    0: N_("mandag"),
    1: N_("tirsdag"),
    2: N_("onsdag"),
    3: N_("torsdag"),
    4: N_("fredag"),
    5: N_("lørdag"),
    6: N_("søndag"),
}


@dataclass(frozen=True)
class Hours:
    """Open on these weekdays (0 = Monday) from one time to another; `weeks` is 2 for every other week, counted from `first`.

    With a place it is a visiting day.
    """

    weekdays: frozenset[int]
    opens: time
    closes: time
    weeks: int = 1
    first: date | None = None
    on_holidays: bool = False
    place: str = ""

    def includes(self, at: datetime) -> bool:
        """True when somebody answers at this (local) instant; hours may pass midnight, and last a day when they end as they begin."""
        if self.opens < self.closes:
            return self._day_counts(at.date()) and self.opens <= at.time() < self.closes
        late = self._day_counts(at.date()) and at.time() >= self.opens
        early = self._day_counts(at.date() - timedelta(days=1)) and at.time() < self.closes
        return late or early

    def _day_counts(self, on: date) -> bool:
        if on.weekday() not in self.weekdays or (is_holiday(on) and not self.on_holidays):
            return False
        return self.weeks == 1 or self.first is None or (on - self.first).days // 7 % self.weeks == 0

    def next_day(self, on: date) -> date | None:
        """The first day from `on` when it is open, within ten weeks."""
        days = (on + timedelta(days=n) for n in range(70))
        return next((day for day in days if self._day_counts(day)), None)

    def openings(self, at: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The opening that runs at this (local) instant, and those after it, within ten weeks: from when until when."""
        for day in (at.date() + timedelta(days=n) for n in range(-1, 70)):
            if self._day_counts(day):
                until = day if self.opens < self.closes else day + timedelta(days=1)
                opening = datetime.combine(day, self.opens, at.tzinfo), datetime.combine(until, self.closes, at.tzinfo)
                if opening[1] > at:
                    yield opening


@lru_cache(maxsize=64)
def _holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("NO", years=year))


def is_holiday(on: date) -> bool:
    """True on Norwegian public holidays (Sundays as such are not counted here)."""
    return on in _holidays(on.year)


def is_working_day(on: date) -> bool:
    """True Monday to Friday outside public holidays."""
    return on.weekday() < 5 and not is_holiday(on)


def add_working_days(on: date, days: int) -> date:
    """The day that is this many working days after `on`; negative counts back."""
    step = timedelta(days=1 if days >= 0 else -1)
    for _ in range(abs(days)):
        on += step
        while not is_working_day(on):
            on += step
    return on


class LegalForm(StrEnum):
    """How municipalities co-operate (kommuneloven chapters 17 to 20): decides who may decide cases."""

    HOST = "host"
    COUNCIL = "council"
    TASKS = "tasks"
    AGREEMENT = "agreement"


LEGAL_FORM_NAMES = {
    LegalForm.HOST: N_("vertskommune"),
    LegalForm.COUNCIL: N_("interkommunalt politisk råd"),
    LegalForm.TASKS: N_("kommunalt oppgavefellesskap"),
    LegalForm.AGREEMENT: N_("samarbeid uten egen rettslig form"),
}


class PartnerKind(StrEnum):
    """The partners outside the service (samarbeidspartnere)."""

    GP = "gp"
    NAV = "nav"
    DPS = "dps"
    TSB = "tsb"
    LAR = "lar"
    ACUTE = "acute"
    HOSPITAL = "hospital"
    CHILD_WELFARE = "child_welfare"
    POLICE = "police"
    LANDLORD = "landlord"
    SCHOOL = "school"
    VOLUNTARY = "voluntary"
    EMERGENCY = "emergency"
    INSPECTOR = "inspector"  # comes by an engagement, serves nobody, and stands in no list of partners
    COUNCIL = "council"  # users who have a say in the service: the sums, and no person
    OTHER = "other"


PARTNER_NAMES = {
    PartnerKind.GP: N_("fastlege"),
    PartnerKind.NAV: N_("NAV"),
    PartnerKind.DPS: N_("DPS"),
    PartnerKind.TSB: N_("rusbehandling i spesialisthelsetjenesten"),
    PartnerKind.LAR: N_("LAR"),
    PartnerKind.ACUTE: N_("ambulant akutteam"),
    PartnerKind.HOSPITAL: N_("sykehus"),
    PartnerKind.CHILD_WELFARE: N_("barnevern"),
    PartnerKind.POLICE: N_("politi og SLT"),
    PartnerKind.LANDLORD: N_("utleier"),
    PartnerKind.SCHOOL: N_("skole og barnehage"),
    PartnerKind.VOLUNTARY: N_("frivillig organisasjon"),
    PartnerKind.EMERGENCY: N_("nødnummer og legevakt"),
    PartnerKind.INSPECTOR: N_("tilsyn og revisjon"),
    PartnerKind.COUNCIL: N_("brukerråd"),
    PartnerKind.OTHER: N_("annen samarbeidspartner"),
}


class Provided(StrEnum):
    """Who gives a service: the municipality itself, several together, somebody it buys from, or people who give of their time."""

    OWN = "own"
    SHARED = "shared"
    BOUGHT = "bought"
    SELF_HELP = "self_help"
    VOLUNTARY = "voluntary"


PROVIDED_NAMES = {
    Provided.OWN: N_("kommunen selv"),
    Provided.SHARED: N_("flere kommuner sammen"),
    Provided.BOUGHT: N_("kjøpt av andre"),
    Provided.SELF_HELP: N_("selvhjelpsgruppe"),
    Provided.VOLUNTARY: N_("frivillige"),
}


class LevelOfCare(IntEnum):
    """Levels for BEON, lowest first (beste effektive omsorgsnivå)."""

    SELF_HELP = 1
    LOW_THRESHOLD = 2
    FOLLOW_UP = 3
    HOME = 4
    HOUSING = 5
    SPECIALIST = 6


LEVEL_NAMES = {
    LevelOfCare.SELF_HELP: N_("selvhjelp og møteplass"),
    LevelOfCare.LOW_THRESHOLD: N_("lavterskel og korte samtaler"),
    LevelOfCare.FOLLOW_UP: N_("oppfølging over tid"),
    LevelOfCare.HOME: N_("oppfølging i hjemmet"),
    LevelOfCare.HOUSING: N_("bolig med personale"),
    LevelOfCare.SPECIALIST: N_("sammen med spesialisthelsetjenesten"),
}
