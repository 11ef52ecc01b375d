"""What the agreement with the hospital and the doctors comes to, seen from the record on both sides: counts for the dialogue meeting.

The stays and meetings of half a year that is over are counted by municipality and together. The duties are judged by their own criteria;
nobody is named, and every count is told in fives (record.disclosure). A year is not added up while it goes: whoever read the sum of nine
months beside the sum of ten would know what happened to somebody in the tenth.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from helhet.access.policy import Actor
from helhet.organisation.queries.keeping import in_charge_of
from helhet.organisation.rules import N_
from helhet.record.disclosure import Told, added, tell_in_fives, tell_of_kept
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
    count: Callable[["_Counted"], Iterable[tuple[str, bool]]]
    of_kept: str = ""  # the fact it is counted among: only those for whom that was kept


@dataclass(frozen=True)
class Measured:
    """A fact told: municipality by municipality, and together."""

    fact: Fact
    told: list[Told]
    together: Told


@dataclass(frozen=True, order=True)
class Half:
    """Half a calendar year."""

    year: int
    number: int  # 1 or 2

    @property
    def since(self) -> date:
        """Its first day."""
        return date(self.year, 1 if self.number == 1 else 7, 1)

    @property
    def until(self) -> date:
        """Its last day."""
        return date(self.year, 6, 30) if self.number == 1 else date(self.year, 12, 31)

    @property
    def before(self) -> "Half":
        """The one before it."""
        return Half(self.year, 1) if self.number == 2 else Half(self.year - 1, 2)


class _Counted:
    """The stays and meetings of some time, with the verdicts on them."""

    def __init__(self, since: date, until: date) -> None:
        self.since, self.until = since, until
        self.stays, self.meetings = list(_rows("stay")), list(_rows("meeting"))
        told = question(_OF_STAYS, past=False).ask(on=until)
        self._verdicts = {(row["criterion"], row["subject"]): row for row in told}

    def within(self, rows: Iterable[Row], column: str) -> list[Row]:
        """The rows with this day in it."""
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


def _not_too_early(counted: _Counted) -> Iterable[tuple[str, bool]]:
    return ((row["municipality"], not row["too_early"]) for row in counted.within(counted.stays, "told_ready_on"))


def _gp_invited(counted: _Counted) -> Iterable[tuple[str, bool]]:
    return ((row["municipality"], row["gp_invited"]) for row in counted.within(counted.meetings, "on") if row["held"])


def _gp_answered(counted: _Counted) -> Iterable[tuple[str, bool]]:
    return (
        (row["municipality"], bool(row["gp_answered"]))
        for row in counted.within(counted.meetings, "on")
        if row["held"] and row["gp_invited"]
    )


HOSPITAL, OURS, DOCTOR = N_("Sykehuset"), N_("Kommunen"), N_("Fastlegen")
FACTS = (
    Fact("notice", HOSPITAL, N_("varslet om innleggelsen innen et døgn"), "3", lambda found: found.judged("UT-1", "notified_on")),
    Fact("ready", HOSPITAL, N_("meldte utskrivningsklar uten at vi mente det var for tidlig"), "5", _not_too_early),
    Fact("letter", HOSPITAL, N_("sendte epikrisen innen en uke"), "5", lambda found: found.judged("UT-5", "discharged_on")),
    Fact("answer", OURS, N_("svarte sykehuset samme dag"), "5", lambda found: found.judged("UT-3", "told_ready_on")),
    Fact("invited", OURS, N_("inviterte fastlegen til møtet"), "", _gp_invited),
    Fact("doctor", DOCTOR, N_("svarte på invitasjonen"), "", _gp_answered, of_kept="invited"),
)


FIRST = Half(2019, 1)


def last_half(on: date) -> Half:
    """The newest half year that is over."""
    return Half(on.year, 1) if on.month > 6 else Half(on.year - 1, 2)


def facts(actor: Actor, half: Half) -> tuple[list[Any], list[Measured]]:
    """The municipalities this actor is in charge of, and every fact told for each and together. Raises `ValueError` before it is over."""
    if half.until >= actor.on:
        raise ValueError(f"{half.until} has not been")
    places, counted = in_charge_of(actor), _Counted(half.since, half.until)
    found: dict[str, Measured] = {}
    for fact in FACTS:
        found[fact.key] = _measured(fact, counted, [one.pk for one in places], found.get(fact.of_kept))
    return places, list(found.values())


def _measured(fact: Fact, counted: _Counted, numbers: list[str], of: Measured | None) -> Measured:
    by_place: dict[str, list[bool]] = {number: [] for number in numbers}
    for place, kept in fact.count(counted):
        if place in by_place:
            by_place[place].append(kept)
    told = [
        tell_of_kept(some.count(False), of.told[at]) if of else tell_in_fives(some.count(False), len(some))
        for at, some in enumerate(by_place.values())
    ]  # fmt: skip
    return Measured(fact, told, added(told))
