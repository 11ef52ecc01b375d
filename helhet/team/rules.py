"""Meetings, tasks and what she writes to us: kinds and states, where a video meeting may be, and when a task goes on to somebody else."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit
from uuid import UUID

from helhet.organisation.rules import N_, Fault, add_working_days


class MeetingKind(StrEnum):
    """The kinds of meeting about a person."""

    GROUP = "group"
    COOPERATION = "cooperation"
    DISCHARGE = "discharge"
    NETWORK = "network"


MEETING_NAMES = {
    MeetingKind.GROUP: N_("Ansvarsgruppe"),
    MeetingKind.COOPERATION: N_("Samarbeidsmøte"),
    MeetingKind.DISCHARGE: N_("Møte før utskriving"),
    MeetingKind.NETWORK: N_("Nettverksmøte"),
}


class MeetingState(StrEnum):
    """Called, held or cancelled."""

    CALLED = "called"
    HELD = "held"
    CANCELLED = "cancelled"


MEETING_STATE_NAMES = {
    MeetingState.CALLED: N_("innkalt"),
    MeetingState.HELD: N_("holdt"),
    MeetingState.CANCELLED: N_("avlyst"),
}


class Coming(StrEnum):
    """The answer of somebody invited."""

    YES = "coming"
    NO = "not"


COMING_NAMES = {Coming.YES: N_("Kommer"), Coming.NO: N_("Kommer ikke")}

# Local targets (a municipality may set its own in issue 3); the law asks for neither.
MINUTES_WITHIN_DAYS = 7
ESCALATE_AFTER_DAYS = 3
LONGEST_MINUTES = 480


@dataclass(frozen=True)
class Who:
    """Somebody invited to a meeting or given a task: one of staff, a partner's member, next of kin, or a name she gave."""

    name: str
    function: str = ""
    staff_id: UUID | None = None
    partner_member_id: UUID | None = None
    next_of_kin_id: UUID | None = None


def minutes_due(held_on: date) -> date:
    """When the minutes should be with those who were there."""
    return held_on + timedelta(days=MINUTES_WITHIN_DAYS)


def escalates_on(due: date, *, after_days: int) -> date:
    """From this day an undone task also stands on the day of the one it goes on to."""
    return due + timedelta(days=after_days)


def read_video(text: str) -> str | Fault:
    """The link to a video meeting: https to a named host, with no user name in it that could hide where it leads."""
    text = text.strip()
    if not text:
        return ""
    wrong = Fault("video", N_("Lim inn hele lenken fra kommunens videotjeneste. Den begynner med https://."))
    if re.search(r"[\s\\<>\"]", text) or len(text) > 200:
        return wrong
    try:
        parts = urlsplit(text)
        known_port = parts.port in (None, 443)
    except ValueError:
        return wrong
    host = parts.hostname or ""
    if parts.scheme != "https" or not known_port or "@" in parts.netloc or not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", host):
        return wrong
    return text


def video_host(link: str) -> str:
    """Where the link leads, for the eye: people press a name they know."""
    return urlsplit(link).hostname or ""


def on_open_desks(text: str, names: list[str]) -> str:
    """The text as it may stand in a calendar, which lies open on many desks: nothing, when it says who it is about."""
    words = {word for name in names for word in re.findall(r"\w+", name.lower()) if len(word) > 1}
    return "" if words & set(re.findall(r"\w+", text.lower())) else text


@dataclass(frozen=True)
class Appointment:
    """A meeting as a calendar may know it: when, where, and nothing of whom or why."""

    key: UUID
    starts_at: datetime
    minutes_long: int
    place: str
    video: str
    sequence: int
    cancelled: bool
    made_at: datetime


class ThreadKind(StrEnum):
    """What she writes to us about."""

    MESSAGE = "message"
    COORDINATOR = "coordinator"
    LOOK = "look"


THREAD_NAMES = {
    ThreadKind.MESSAGE: N_("Melding til koordinatoren"),
    ThreadKind.COORDINATOR: N_("Ønske om en annen koordinator"),
    ThreadKind.LOOK: N_("Spørsmål om hvem som har sett"),
}
# These the coordinating unit answers: about the coordinator, or what a colleague read. Praise and complaint go to the leader.
TO_COORDINATING_UNIT = frozenset({ThreadKind.COORDINATOR, ThreadKind.LOOK})
# Local targets, in working days: no law gives a day for these.
THREAD_ANSWER_DAYS = {ThreadKind.MESSAGE: 2, ThreadKind.COORDINATOR: 5, ThreadKind.LOOK: 5}
LONGEST_MESSAGE = 5000


def thread_answer_by(kind: str, on: date) -> date:
    """The day by which she has an answer: a local target."""
    return add_working_days(on, THREAD_ANSWER_DAYS[ThreadKind(kind)])


def message_faults(words: str, *, kind: str = ThreadKind.MESSAGE) -> Iterable[Fault]:
    """What is wrong with a message, whoever writes it."""
    if kind not in THREAD_NAMES:
        yield Fault("kind", N_("Velg hva det gjelder."))
    if not words.strip():
        yield Fault("words", N_("Skriv det du vil si."))
    if len(words) > LONGEST_MESSAGE:
        yield Fault("words", N_("Det er for langt. Del det i to, med høyst {count} tegn i hver."), {"count": LONGEST_MESSAGE})
