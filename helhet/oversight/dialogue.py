"""What the agreement with the hospital and the doctors comes to, seen from the record on both sides: counts for the dialogue meeting.

The stays and meetings of a year are counted by municipality and together. The duties are judged by their own criteria; nobody is
named, and no count gives anybody away (record.disclosure). What is counted ends with the last whole month.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from helhet.access.policy import Actor
from helhet.organisation.queries.keeping import in_charge_of
from helhet.organisation.rules import N_
from helhet.record.disclosure import Told, tell, tell_sum
from helhet.record.engines import rows_of
from helhet.record.schema import TABLES as SCHEMA

from . import discharge
from .live import question
from .rules import State

Row = dict[str, Any]


@dataclass(frozen=True)
class Fact:
    """One clause as the record tells it: whose part it is, the sentence, and each thing counted with whether it was kept."""

    key: str
    whose: str
    says: str
    point: str  # the clause of the agreement with the hospital it belongs to, when it is one
    count: Callable[["_Year"], Iterable[tuple[str, bool]]]


@dataclass(frozen=True)
class Measured:
    """A fact told: municipality by municipality, and together."""

    fact: Fact
    told: list[Told]
    together: Told


class _Year:
    """The stays and meetings of a year, with the verdicts on them."""

    def __init__(self, since: date, until: date) -> None:
        self.since, self.until = since, until
        self.stays, self.meetings = list(_rows("stay")), list(_rows("meeting"))
        told = question(_OF_STAYS, past=False).ask(on=until) if until > since else []
        self._verdicts = {(row["criterion"], row["subject"]): row for row in told}

    def within(self, rows: Iterable[Row], column: str) -> list[Row]:
        """The rows with this day in the year."""
        return [row for row in rows if row[column] is not None and self.since <= row[column] <= self.until]

    def judged(self, criterion: str, column: str) -> Iterable[tuple[str, bool]]:
        """The municipality of each stay, and whether the duty was kept in time; what cannot be judged, or is still due, is not there."""
        for row in self.within(self.stays, column):
            verdict = self._verdicts.get((criterion, row["id"]))
            if verdict and verdict["state"] in (State.MET, State.LATE, State.BREACHED):
                yield row["municipality"], verdict["state"] == State.MET


def _rows(table: str) -> Iterable[Row]:
    names = SCHEMA[table].names
    return (dict(zip(names, row, strict=True)) for row in rows_of(table, None))


_OF_STAYS = tuple(one for one in discharge.CRITERIA if one.id in ("UT-1", "UT-3", "UT-5"))


def _not_too_early(year: _Year) -> Iterable[tuple[str, bool]]:
    return ((row["municipality"], not row["too_early"]) for row in year.within(year.stays, "told_ready_on"))


def _gp_invited(year: _Year) -> Iterable[tuple[str, bool]]:
    return ((row["municipality"], row["gp_invited"]) for row in year.within(year.meetings, "on") if row["held"])


def _gp_answered(year: _Year) -> Iterable[tuple[str, bool]]:
    return ((row["municipality"], bool(row["gp_answered"])) for row in year.within(year.meetings, "on") if row["gp_invited"])


HOSPITAL, OURS, DOCTOR = N_("Sykehuset"), N_("Kommunen"), N_("Fastlegen")
FACTS = (
    Fact("notice", HOSPITAL, N_("varslet om innleggelsen innen et døgn"), "3", lambda year: year.judged("UT-1", "notified_on")),
    Fact("ready", HOSPITAL, N_("meldte utskrivningsklar uten at vi mente det var for tidlig"), "5", _not_too_early),
    Fact("letter", HOSPITAL, N_("sendte epikrisen innen en uke"), "5", lambda year: year.judged("UT-5", "discharged_on")),
    Fact("answer", OURS, N_("svarte sykehuset samme dag"), "5", lambda year: year.judged("UT-3", "told_ready_on")),
    Fact("invited", OURS, N_("inviterte fastlegen til møtet"), "", _gp_invited),
    Fact("doctor", DOCTOR, N_("svarte på invitasjonen"), "", _gp_answered),
)


def last_whole_month(on: date) -> date:
    """The last day of the month before: counts that grow by the day could be told apart."""
    return on.replace(day=1) - timedelta(days=1)


def facts(actor: Actor, year: int) -> tuple[list[Any], list[Measured], date]:
    """The municipalities this actor is in charge of, every fact told for each and together, and the last day counted."""
    places = in_charge_of(actor)
    until = min(date(year, 12, 31), last_whole_month(actor.on))
    counted = _Year(date(year, 1, 1), until)
    return places, [_measured(fact, counted, [one.pk for one in places]) for fact in FACTS], until


def _measured(fact: Fact, year: _Year, numbers: list[str]) -> Measured:
    found = [(place, kept) for place, kept in fact.count(year) if place in numbers]
    told = [tell(sum(not kept for p, kept in found if p == number), sum(p == number for p, _ in found)) for number in numbers]
    return Measured(fact, told, tell_sum(sum(not kept for _, kept in found), told))
