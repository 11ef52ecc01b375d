"""A stay in hospital told from its messages, with its clocks, our answer, and what a day costs.

A stay is told by messages, and messages come late, twice, in the wrong order, and are taken back. So the stay is not
changed message by message: it is *told anew* (`tell`) from all the messages that still hold, in the order they were sent.
Paragraphs are of utskrivningsklarforskriften (forskrift 2011-11-18-1115), which since 2019 holds for mental-health and
substance-use care too.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from helhet.organisation.rules import N_, Fault, add_working_days

from .messages import OSLO, Kind, Moment

NOTICE_WITHIN = timedelta(hours=24)  # § 8
CONTACT_NAMED_WORKING_DAYS = 1  # spesialisthelsetjenesteloven § 2-5 c: the hospital's contact doctor
OWNER_WITHIN_WORKING_DAYS = 1  # local target
CONTACT_WITHIN_DAYS = 2  # local target: the days after discharge carry the greatest danger
READ_WITHIN_WORKING_DAYS = 1  # local target


@dataclass(frozen=True)
class Said:
    """One message's part in the telling of a stay."""

    kind: Kind
    sent: datetime
    moments: Mapping[str, Moment]
    discharged_to: str = ""


@dataclass(frozen=True)
class Stay:
    """A stay as its messages tell it. `ready_at` is when we were told (our answer's clock); `ready_on` the day that may cost."""

    notified_at: datetime
    admitted_at: datetime | None = None
    admitted_exact: bool = True
    contact_by: date | None = None
    expected_discharge: date | None = None
    ready_at: datetime | None = None
    ready_on: date | None = None
    ready_withdrawn_at: datetime | None = None
    discharged_at: datetime | None = None
    discharged_to: str = ""
    died_at: datetime | None = None


def tell(messages: Iterable[Said]) -> Stay | None:
    """The stay told anew from the messages that still hold; None when nothing is left of it."""
    told = sorted(messages, key=lambda one: (one.sent, _ORDER.index(one.kind)))
    if not told:
        return None
    notices = [one.sent for one in told if one.kind in (Kind.ADMITTED, Kind.NOTICE)]
    facts: dict[str, Any] = {"notified_at": (notices or [told[0].sent])[0]}
    for one in told:
        if admitted := one.moments.get("admitted"):
            named = add_working_days(admitted.on, CONTACT_NAMED_WORKING_DAYS)
            facts |= {"admitted_at": admitted.at, "admitted_exact": admitted.exact, "contact_by": named}
        facts |= _step(one, facts)
    return Stay(**facts)


_ORDER = (Kind.ADMITTED, Kind.NOTICE, Kind.READY, Kind.WITHDRAWN, Kind.DISCHARGED, Kind.DEATH)


def _step(one: Said, facts: Mapping[str, Any]) -> dict[str, Any]:
    """What this message adds. Ready said twice is ready once: the answer's clock runs from the first."""
    ready, happened = one.moments.get("ready"), one.moments.get("happened")
    if one.kind in (Kind.ADMITTED, Kind.NOTICE):
        return {"expected_discharge": ready.on} if ready else {}
    if one.kind == Kind.READY:
        running = facts.get("ready_at") if not facts.get("ready_withdrawn_at") else None
        return {"ready_at": running or one.sent, "ready_on": ready.on if ready else _day(one.sent), "ready_withdrawn_at": None}
    if one.kind == Kind.WITHDRAWN:
        return {"ready_withdrawn_at": one.sent} if facts.get("ready_at") else {}
    if one.kind == Kind.DISCHARGED:
        dead = {"died_at": one.moments["died"].at} if "died" in one.moments else {}
        return {"discharged_at": happened.at if happened else one.sent, "discharged_to": one.discharged_to, **dead}
    return {"died_at": happened.at if happened else one.sent}


def _day(at: datetime) -> date:
    return at.astimezone(OSLO).date()


class Notice(StrEnum):
    """Whether the hospital's notice came within its 24 hours (§ 8)."""

    IN_TIME = "in_time"
    LATE = "late"
    CANNOT_TELL = "cannot_tell"


def notice(stay_admitted: datetime | None, *, exact: bool, notified: datetime) -> Notice:
    """In time, late, or (when the message gives only the day) not to be told from what we have."""
    if stay_admitted is None:
        return Notice.CANNOT_TELL
    if exact:
        return Notice.IN_TIME if notified - stay_admitted <= NOTICE_WITHIN else Notice.LATE
    days = (_day(notified) - _day(stay_admitted)).days
    return Notice.IN_TIME if days <= 0 else Notice.LATE if days > 1 else Notice.CANNOT_TELL


class Answer(StrEnum):
    """Our answer to the hospital: can the municipality receive (§ 11)?"""

    TODAY = "today"
    FROM_DAY = "from_day"
    NOT_YET = "not_yet"


ANSWER_NAMES = {Answer.TODAY: N_("Ja, i dag"), Answer.FROM_DAY: N_("Ja, fra en bestemt dag"), Answer.NOT_YET: N_("Nei, ikke ennå")}


def answer_faults(answer: str, *, receive_on: date | None, met_by: str, obstacle: str, on: date) -> Iterable[Fault]:
    """What is missing in an answer, all of it at once."""
    if answer not in ANSWER_NAMES:
        yield Fault("answer", N_("Velg ett av de tre svarene."))
    if answer == Answer.FROM_DAY:
        if receive_on is None:
            yield Fault("receive_on", N_("Skriv hvilken dag vi kan ta imot."))
        elif receive_on < on:
            yield Fault("receive_on", N_("Dagen er før i dag."))
    if answer in (Answer.TODAY, Answer.FROM_DAY) and not met_by.strip():
        yield Fault("met_by", N_("Skriv hvem som møter personen hjemme."))
    if answer == Answer.NOT_YET and not obstacle.strip():
        yield Fault("obstacle", N_("Skriv hva som mangler, så sykehuset og vi kan gjøre noe med det."))


# § 9: what must be assessed and written before somebody is discharge-ready, in our words; the last three for mental health and addiction.
READY_POINTS = {
    "a": N_("Det personen ble lagt inn for, er avklart"),
    "b": N_("Andre vansker som kom fram, er avklart"),
    "c": N_("Det er gjort rede for det som ikke er avklart"),
    "d": N_("Diagnosen og planen videre er klar"),
    "e": N_("Hva personen klarer, er vurdert: nå, før og framover"),
    "f": N_("Tvang som ikke kan fortsette, er avsluttet, eller det var ingen"),
    "g": N_("Sykehuset har kalt inn til å begynne på en felles plan"),
    "h": N_("Det er tatt kontakt med poliklinikken som følger opp videre"),
}
NO_POINTS = "-"


def days_to_pay(ready_on: date | None, *, answer: str, receive_on: date | None, ended_on: date | None, on: date) -> int:
    """Days the municipality pays for so far, or will by its own answer (§ 13): from the day declared ready until received.

    A yes from today costs nothing from the answer on; no, and no answer, cost until the stay ends. The rate is set each year
    in the state budget and is not kept here.
    """
    if ready_on is None:
        return 0
    if answer == Answer.TODAY:
        until = min(receive_on or on, ended_on or date.max)
    elif answer == Answer.FROM_DAY and receive_on:
        until = min(receive_on, ended_on or date.max)
    else:
        until = ended_on or on
    return max((until - ready_on).days, 0)


def owner_due(notified: datetime) -> date:
    """When somebody must have taken it on."""
    return add_working_days(_day(notified), OWNER_WITHIN_WORKING_DAYS)


def contact_due(discharged: datetime) -> date:
    """When the first contact at home must have been."""
    return _day(discharged) + timedelta(days=CONTACT_WITHIN_DAYS)


def read_due(received: datetime) -> date:
    """When a message that tells of no stay must have been read."""
    return add_working_days(_day(received), READ_WITHIN_WORKING_DAYS)


@dataclass(frozen=True)
class Hospital:
    """A sender by number and name: the same when either agrees, since a hospital gives one number today and another tomorrow."""

    key: str
    name: str

    def is_same(self, other: "Hospital") -> bool:
        """True when the number or the name agrees."""
        same_key, same_name = self.key == other.key, self.name.casefold() == other.name.casefold()
        return bool(self.key and same_key) or bool(self.name and same_name)


@dataclass(frozen=True)
class KnownStay:
    """A stay we know of, as far as it decides whether a new message belongs to it."""

    key: UUID
    hospital: Hospital
    admitted_at: datetime | None
    notified_at: datetime
    ended_at: datetime | None


def which_stay(
    kind: Kind, moments: Mapping[str, Moment], *, hospital: Hospital, sent: datetime, known: Iterable[KnownStay]
) -> UUID | None:  # fmt: skip
    """The stay a message belongs to when it does not say so itself; None: it opens a new one (a death notice opens none).

    The same hospital and the same day of admission settle it. Else it is the newest that ran when the message was sent, and,
    for a notice of admission, one whose day of admission we do not know yet. Told of discharge twice, it is the same stay.
    """
    admitted = moments.get("admitted")
    running = [one for one in known if _ran(one, sent)]
    here = [one for one in running if one.hospital.is_same(hospital)]
    if admitted:
        if same := [one for one in known if one.hospital.is_same(hospital) and _same_day(one, admitted)]:
            return _newest(same)
        here = [one for one in here if one.admitted_at is None]
    if here:
        return _newest(here)
    happened = moments.get("happened")
    if kind == Kind.DISCHARGED and happened and (told := [one for one in known if _ended_that_day(one, hospital, happened)]):
        return _newest(told)
    return _newest(running) if kind == Kind.DEATH and running else None


def _ran(one: KnownStay, sent: datetime) -> bool:
    began = one.admitted_at or one.notified_at
    return (one.ended_at is None or one.ended_at >= sent - timedelta(days=1)) and began <= sent + timedelta(days=1)


def _same_day(one: KnownStay, admitted: Moment) -> bool:
    return one.admitted_at is not None and one.admitted_at.astimezone(OSLO).date() == admitted.on


def _ended_that_day(one: KnownStay, hospital: Hospital, happened: Moment) -> bool:
    return one.hospital.is_same(hospital) and one.ended_at is not None and one.ended_at.astimezone(OSLO).date() == happened.on


def _newest(stays: list[KnownStay]) -> UUID:
    return max(stays, key=lambda one: one.notified_at).key
