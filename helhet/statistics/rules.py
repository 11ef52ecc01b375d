"""What a report is made of: kinds of cells and answers, whom to ask, the states of a submission, and how last year is held beside."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from helhet.organisation.rules import N_


class Group(StrEnum):
    """The forms there are of a year, from 2025: by whom the services are for."""

    ADULTS = "adults"
    CHILDREN = "children"


GROUP_NAMES = {Group.ADULTS: N_("voksne"), Group.CHILDREN: N_("barn og unge")}


class Answer(StrEnum):
    """How a question is answered."""

    WORK_YEARS = "work_years"
    COUNT = "count"
    YES_NO = "yes_no"
    CHOICE = "choice"
    MANY = "many"
    TEXT = "text"


class MeasuredIn(StrEnum):
    """What a number is a number of."""

    WORK_YEARS = "work_years"
    PERSONS = "persons"
    TIMES = "times"


# What each answer form may be a number of; the others are no numbers.
UNITS = {Answer.WORK_YEARS: (MeasuredIn.WORK_YEARS,), Answer.COUNT: (MeasuredIn.PERSONS, MeasuredIn.TIMES)}


class Kind(StrEnum):
    """Where a cell's answer comes from."""

    COUNTED = "counted"
    ESTIMATED = "estimated"
    ASKED = "asked"  # of a role, and answered or not
    EDITED = "edited"  # counted or estimated here, and set otherwise by somebody who says why


KIND_NAMES = {
    Kind.COUNTED: N_("talt"), Kind.ESTIMATED: N_("anslått"), Kind.ASKED: N_("spørres om"), Kind.EDITED: N_("endret for hånd"),
}  # fmt: skip


class Asked(StrEnum):
    """Whom a question is put to when the record does not answer it."""

    LEADER = "leader"
    COORDINATING_UNIT = "coordinating_unit"
    PSYCHOLOGIST = "psychologist"
    HEALTH_CENTRE = "health_centre"
    HOUSING = "housing"
    NAV = "nav"
    FINANCE = "finance"


ASKED_NAMES = {
    Asked.LEADER: N_("leder for tjenesten"), Asked.COORDINATING_UNIT: N_("koordinerende enhet"), Asked.PSYCHOLOGIST: N_("psykologen"),
    Asked.HEALTH_CENTRE: N_("helsestasjon og skolehelsetjeneste"), Asked.HOUSING: N_("boligtjenesten"), Asked.NAV: N_("NAV-kontoret"),
    Asked.FINANCE: N_("økonomi og regnskap"),
}  # fmt: skip


class State(StrEnum):
    """How far a submission has come, as it is seen in practice."""

    NOT_STARTED = "not_started"
    STARTED = "started"
    WORK_YEARS_GIVEN = "work_years_given"
    FILLED = "filled"
    CONFIRMED = "confirmed"
    DELIVERED = "delivered"
    QUERIED = "queried"
    CHANGE_CONFIRMED = "change_confirmed"
    CHANGE_NOT_REAL = "change_not_real"
    CARRIED_FORWARD = "carried_forward"
    CORRECTING = "correcting"
    CORRECTED = "corrected"


STATE_NAMES = {
    State.NOT_STARTED: N_("ikke påbegynt"), State.STARTED: N_("påbegynt"), State.WORK_YEARS_GIVEN: N_("årsverk gitt, resten gjenstår"),
    State.FILLED: N_("ferdig utfylt, ikke sendt"), State.CONFIRMED: N_("fjorårets årsverk bekreftet"), State.DELIVERED: N_("levert"),
    State.QUERIED: N_("spørsmål om en endring"), State.CHANGE_CONFIRMED: N_("levert, endringen er bekreftet"),
    State.CHANGE_NOT_REAL: N_("levert, endringen er ikke reell"), State.CARRIED_FORWARD: N_("ikke levert, fjorårets tall ført videre"),
    State.CORRECTING: N_("åpnet for retting"), State.CORRECTED: N_("levert på nytt, rettet"),
}  # fmt: skip

# What may follow what; who has sent something does not unsend it.
NEXT: dict[State, tuple[State, ...]] = {
    State.NOT_STARTED: (State.STARTED, State.CONFIRMED, State.CARRIED_FORWARD),
    State.STARTED: (State.WORK_YEARS_GIVEN, State.FILLED, State.CONFIRMED, State.CARRIED_FORWARD),
    State.WORK_YEARS_GIVEN: (State.FILLED, State.DELIVERED, State.CARRIED_FORWARD),
    State.FILLED: (State.DELIVERED, State.STARTED),
    State.CONFIRMED: (State.QUERIED,),
    State.DELIVERED: (State.QUERIED,),
    State.QUERIED: (State.CHANGE_CONFIRMED, State.CHANGE_NOT_REAL, State.CORRECTING),
    State.CORRECTING: (State.CORRECTED, State.CHANGE_CONFIRMED, State.CHANGE_NOT_REAL),
    State.CORRECTED: (State.QUERIED,),
    State.CHANGE_CONFIRMED: (State.QUERIED,),
    State.CHANGE_NOT_REAL: (State.QUERIED,),
    State.CARRIED_FORWARD: (),
}
# From these on, the figures are sent: they stand, and no answer is changed.
SENT = frozenset({
    State.CONFIRMED, State.DELIVERED, State.QUERIED, State.CHANGE_CONFIRMED, State.CHANGE_NOT_REAL, State.CARRIED_FORWARD, State.CORRECTED,
})  # fmt: skip


class Real(StrEnum):
    """The answer to «is the change real, or a new way of estimating?»."""

    REAL = "real"
    METHOD = "method"
    BOTH = "both"


REAL_NAMES = {Real.REAL: N_("Endringen er reell"), Real.METHOD: N_("Ny måte å anslå på"), Real.BOTH: N_("Litt av hvert")}

Value = Decimal | int | bool | str | tuple[str, ...] | None

_CENT = Decimal("0.01")


def rounded(work_years: Decimal) -> Decimal:
    """Work years with two decimals, a half upwards, as they are written in the form."""
    return work_years.quantize(_CENT, ROUND_HALF_UP)


@dataclass(frozen=True)
class Jump:
    """How much a figure must change before it is asked about: by so many in a hundred, and by at least so many work years, or persons."""

    percent: int
    least: Decimal
    least_count: int

    def is_one(self, now: Value, before: Value) -> bool:
        """True when this year's figure is a jump from last year's; where one of them is missing there is nothing to compare."""
        if isinstance(now, bool) or isinstance(before, bool) or not isinstance(now, Decimal | int) or not isinstance(before, Decimal | int):
            return False
        change = abs(Decimal(now) - Decimal(before))
        least = self.least if isinstance(now, Decimal) else self.least_count
        return change >= least and change * 100 >= abs(Decimal(before)) * self.percent


def same_sum(values: Iterable[Decimal], others: Iterable[Decimal]) -> bool:
    """The two ways of counting agree: exactly, since nothing is rounded before it is summed."""
    return sum(values, Decimal(0)) == sum(others, Decimal(0))
