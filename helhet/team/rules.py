"""Meetings, tasks, the board and what she writes to us: kinds and states, when a task goes on, and what may stand on a board."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import IntEnum, StrEnum
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


# ── the board ──


class Level(IntEnum):
    """How closely the team follows somebody now. The colours of a board are local, and so are these five."""

    DAILY = 1
    OFTEN = 2
    ADMITTED = 3
    HARD_TO_REACH = 4
    NEW = 5


LEVEL_NAMES = {
    Level.DAILY: N_("Daglig"),
    Level.OFTEN: N_("Flere ganger i uken"),
    Level.ADMITTED: N_("Innlagt"),
    Level.HARD_TO_REACH: N_("Vanskelig å nå"),
    Level.NEW: N_("Ny"),
}


class WhyKind(StrEnum):
    """Why somebody is on the board, sorted as FACT teams sort it; compulsory care stands where few may see it, and never here."""

    CRISIS = "crisis"
    LIFE = "life"
    HOUSING = "housing"
    LASTING = "lasting"
    AWAY = "away"
    HOSPITAL = "hospital"
    HOME = "home"
    FRESH = "fresh"


WHY_NAMES = {
    WhyKind.CRISIS: N_("tidlige tegn eller krise"),
    WhyKind.LIFE: N_("noe har hendt i livet"),
    WhyKind.HOUSING: N_("boligen er i fare"),
    WhyKind.LASTING: N_("trenger mye over tid"),
    WhyKind.AWAY: N_("holder avstand til hjelpen"),
    WhyKind.HOSPITAL: N_("innlagt eller i fengsel"),
    WhyKind.HOME: N_("nettopp hjemme igjen"),
    WhyKind.FRESH: N_("ny hos oss"),
}

LONGEST_WHY = 120
BOARD_MINUTES = 15  # twice a week at most a quarter of an hour, as Swedish and Norwegian FACT teams do it
LONGEST_BOARD = 120
FORGOTTEN_AFTER = timedelta(hours=4)  # a board meeting nobody ended is over by then
NOTHING_HEARD = timedelta(days=14)  # longer without contact than this, somebody on the board should be spoken of
CRISIS_PLAN_OLD = timedelta(days=365)

# What happened stands in the journal, for those who must know; the board says what we do.
_EVENTS = re.compile(
    r"\b(overdos|selvmord|sjølvmord|suicid|selvskad|sjølvskad|intoks|voldtekt|valdtekt|vold(?!som)|valdeleg|overgrep|tvang|nalokson|nesespray|nasespray)",
    re.IGNORECASE,
)


def tells_an_event(words: str) -> bool:
    """True when the words name what must never stand on a board."""
    return _EVENTS.search(words) is not None


def board_faults(level: int, why_kind: str, why: str) -> Iterable[Fault]:
    """What is wrong with a place on the board, all of it at once."""
    if level not in LEVEL_NAMES:
        yield Fault("level", N_("Velg hvor tett dere følger opp."))
    if why_kind not in WHY_NAMES:
        yield Fault("why_kind", N_("Velg hva det handler om."))
    if not why.strip():
        yield Fault("why", N_("Skriv kort hvorfor, slik personen selv kan lese det."))
    elif len(why.strip()) > LONGEST_WHY:
        yield Fault("why", N_("Skriv det kortere, på høyst {most} tegn."), {"most": LONGEST_WHY})
    elif tells_an_event(why):
        yield Fault("why", N_("Det som hendte, hører til i journalen. Skriv hva dere gjør nå."))


def initials(given: str, family: str) -> str:
    """JB for Jonas Bø: as much of a name as a board that others can see may show."""
    words = [*given.split()[:1], *family.split()[-1:]]
    return "".join(word[0] for word in words).upper() or "?"


def without_names(words: str, given: str, family: str, letters: str) -> str:
    """The words with her names as initials: «Ringe JB», whoever wrote «Ringe Jonas»."""
    names = sorted({name for name in (*given.split(), *family.split(), given, family) if len(name) > 1}, key=len, reverse=True)
    return re.sub(rf"\b(?:{'|'.join(map(re.escape, names))})\b", letters, words, flags=re.IGNORECASE) if names else words


def told_apart(shown: Mapping[UUID, tuple[str, int | None]]) -> dict[UUID, int]:
    """The birth year of each who shares her initials with another on the same board, when we know it."""
    count = Counter(letters for letters, _ in shown.values())
    return {key: year for key, (letters, year) in shown.items() if year and count[letters] > 1}


def minutes_faults(words: str, names: Collection[str]) -> Iterable[Fault]:
    """The line of minutes lies open to the whole unit: it names nobody who was on the board."""
    if len(words) > 240:
        yield Fault("words", N_("Skriv det kortere, på høyst {most} tegn."), {"most": 240})
    if words.strip() and not on_open_desks(words, list(names)):
        yield Fault("words", N_("Skriv uten navn. Linjen kan leses av hele enheten."))


def who_does(words: str, first_names: Mapping[str, str]) -> tuple[str, str]:
    """«Hanne ringer i dag» → Hanne's key and «Ringer i dag»; words that begin with nobody's first name are for nobody by name."""
    first, _, rest = words.strip().partition(" ")
    key = first_names.get(first.lower(), "")
    return (key, f"{rest[0].upper()}{rest[1:]}") if key and rest else ("", words.strip())


def time_left(begun_at: datetime, minutes: int, at: datetime) -> int:
    """Seconds left of a board meeting; below nothing when it has run over."""
    return int((begun_at + timedelta(minutes=minutes) - at).total_seconds())


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
