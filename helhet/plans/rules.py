"""The plan's own rules: kinds and states, the scale, when to look at a goal again, and the ten points of IPF § 9."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from math import cos, radians, sin
from typing import Any
from uuid import UUID

from helhet.organisation.rules import N_, Fault, Meanwhile, as_seen, refuse_if_any
from helhet.people.rules import Grade


class Kind(StrEnum):
    """The individual plan, and the plans that hang under it."""

    INDIVIDUAL = "individual"
    TREATMENT = "treatment"
    CRISIS = "crisis"
    ACTIVITY = "activity"
    DISCHARGE = "discharge"
    HOUSING = "housing"


KIND_NAMES = {
    Kind.INDIVIDUAL: N_("Individuell plan"),
    Kind.TREATMENT: N_("Behandlingsplan"),
    Kind.CRISIS: N_("Krise- og mestringsplan"),
    Kind.ACTIVITY: N_("Aktivitetsplan hos NAV"),
    Kind.DISCHARGE: N_("Plan for utskriving"),
    Kind.HOUSING: N_("Plan for bolig"),
}


_FRAME = frozenset({"since", "until", "review_on"})
_FRAME_INDIVIDUAL = _FRAME | {
    "main_responsible", "strengths", "relatives_contribute", "relatives_asked", "cooperation_wanted", "child_takes_part", "pupil",
}  # fmt: skip


def frame_of(kind: str) -> frozenset[str]:
    """What a plan of this kind says as a whole: the ten points are the individual plan's; what helps in a crisis stands on its lines."""
    if kind == Kind.INDIVIDUAL:
        return _FRAME_INDIVIDUAL
    return _FRAME | ({"owner_name"} if kind == Kind.CRISIS else {"owner_name", "title", "strengths"})


class State(StrEnum):
    """Draft until she has consented, active, paused, ended."""

    DRAFT = "draft"
    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"


STATE_NAMES = {
    State.DRAFT: N_("utkast"),
    State.ACTIVE: N_("i bruk"),
    State.PAUSED: N_("pause"),
    State.ENDED: N_("avsluttet"),
}


class ActionState(StrEnum):
    """How it goes with an action."""

    NOT_ASKED = "not_asked"
    AGREED = "agreed"
    ONGOING = "ongoing"
    WAITING = "waiting"
    DONE = "done"
    STOPPED = "stopped"


ACTION_STATE_NAMES = {
    ActionState.NOT_ASKED: N_("Ikke spurt"),
    ActionState.AGREED: N_("Avtalt"),
    ActionState.ONGOING: N_("I gang"),
    ActionState.WAITING: N_("Venter"),
    ActionState.DONE: N_("Gjort"),
    ActionState.STOPPED: N_("Stoppet"),
}

OUTCOME_NAMES = {
    -2: N_("Mye dårligere enn ventet"),
    -1: N_("Litt dårligere enn ventet"),
    0: N_("Som ventet"),
    1: N_("Litt bedre enn ventet"),
    2: N_("Mye bedre enn ventet"),
}

ZONE_NAMES = {"green": N_("Grønt: bra"), "yellow": N_("Gult: det begynner å bli vanskelig"), "red": N_("Rødt: krise")}


# Every eighth week, until something else is agreed.
LOOK_AGAIN_DAYS = 56


def agreed_last(told: Iterable[tuple[date, date | None]]) -> date | None:
    """The day agreed with her when a goal was last looked at and one was agreed, of (day of the look, day agreed)."""
    return max(((looked, agreed) for looked, agreed in told if agreed), default=(None, None))[1]


def look_again(*, since: date, last: date | None, every_days: int, agreed: date | None) -> date:
    """When to look at a goal again: the day agreed with her if it is still ahead of the last look, else the agreed interval."""
    if agreed and last and agreed > last:
        return agreed
    return (last or since) + timedelta(days=every_days)


def attainment(outcomes: list[tuple[int, int]]) -> float | None:
    """Goal attainment T score (Kiresuk and Sherman 1968) over (weight, outcome −2…+2), rho .3; 50 is as expected."""
    if not outcomes:
        return None
    total = sum(weight * outcome for weight, outcome in outcomes)
    squares = sum(weight**2 for weight, _ in outcomes)
    spread = (0.7 * squares + 0.3 * sum(weight for weight, _ in outcomes) ** 2) ** 0.5
    return float(50 + 10 * total / spread)


class Granted(StrEnum):
    """A wish is not a decision (forskrift om individuell plan § 4): what stands behind an action."""

    NOTHING = "none"
    APPLIED = "applied"
    GRANTED = "granted"


GRANTED_NAMES = {
    Granted.NOTHING: N_("Trenger ikke vedtak"),
    Granted.APPLIED: N_("Søkt, ikke vedtatt"),
    Granted.GRANTED: N_("Vedtatt"),
}


class SaidBy(StrEnum):
    """Who says how it goes."""

    PERSON = "person"
    RELATIVE = "relative"
    WORKER = "worker"


SAID_BY_NAMES = {SaidBy.PERSON: N_("Personen selv"), SaidBy.RELATIVE: N_("Pårørende"), SaidBy.WORKER: N_("Ansatt")}


@dataclass(frozen=True)
class Responsible:
    """Who does an action: the person herself, kin, one of staff or a partner's member; the name stands on paper."""

    kind: str  # person, kin, staff, partner
    name: str
    staff_id: UUID | None = None
    partner_member_id: UUID | None = None


RELATIVES = {"asked": N_("Spurt, og de bidrar"), "none": N_("Har ingen pårørende"), "not_wanted": N_("Ønsker ikke at pårørende er med")}

GOAL_TEXTS = ("words", "professional", "strengths", "scale")


IMPORTANCE_NAMES = {5: N_("Det viktigste nå"), 4: N_("Svært viktig"), 3: N_("Viktig"), 2: N_("Litt viktig"), 1: N_("Kan vente")}


def contested(base: Mapping[str, Any], theirs: Mapping[str, Any], mine: Mapping[str, Any]) -> list[str]:
    """The texts that `mine` changed from `base` and that stand otherwise now: what a person is asked to choose between."""
    return [name for name in GOAL_TEXTS if mine.get(name) not in (base.get(name), theirs.get(name))]


def join_texts(base: Mapping[str, Any], theirs: Mapping[str, Any], mine: Mapping[str, Any]) -> dict[str, Any] | None:
    """Two edits of one base as one, when they changed different fields (or the same way); None when a person must choose."""
    joined = dict(theirs)
    for name, text in mine.items():
        if text == base.get(name) or text == theirs.get(name):
            continue
        if theirs.get(name) != base.get(name):
            return None
        joined[name] = text
    return joined


_CHANGED = N_("Noen andre skrev her imens. Nå står det: «{text}». Det du skrev, er ikke borte. Lagre igjen hvis det skal stå i stedet.")
_EMPTIED = N_("Noen andre tok bort det som sto her. Det du skrev, er ikke borte. Lagre igjen hvis det skal stå.")


def changed_by_me(
    seen: Mapping[str, str] | None, now: Mapping[str, Any], mine: Mapping[str, Any], named: Mapping[str, Mapping[Any, str]] | None = None
) -> dict[str, Any]:
    """Of what a form holds, what its writer has changed since the page was opened: what others wrote in other fields stands.

    `seen` is what stood then (None: all is written, unasked), `now` what stands, `named` the words of a choice. Raises `Refused`
    with what stands now when somebody else changed the same field meanwhile: the writer reads both, and chooses (ADR 0008).
    """
    if seen is None:
        return dict(mine)
    was = {name: seen.get(name, as_seen(now[name])) for name in mine}
    changed = {name: value for name, value in mine.items() if as_seen(value) != was[name]}
    refuse_if_any(
        _meanwhile(name, now[name], (named or {}).get(name, {}))
        for name, value in changed.items() if as_seen(now[name]) not in (was[name], as_seen(value))
    )  # fmt: skip
    return changed


def _meanwhile(name: str, stands: Any, words: Mapping[Any, str]) -> Meanwhile:
    text = Fault(name, words[stands]) if stands in words else as_seen(stands)
    return Meanwhile(name, _CHANGED if as_seen(stands) else _EMPTIED, {"text": text}, stands=as_seen(stands))


@dataclass(frozen=True)
class Facts:
    """What the ten points are judged from."""

    goals: int
    needs: bool
    strengths: bool
    participants: int
    main_responsible: bool
    coordinator: bool
    coordinator_offered: bool
    own_actions: int
    relatives_settled: bool
    actions: int
    actions_without_responsible_or_extent: int
    actions_without_how: int
    period_until: date | None
    review_on: date | None
    consent: bool
    cooperation: bool
    is_child: bool
    child_takes_part: bool


@dataclass(frozen=True)
class Point:
    """One of the ten (or the child's eleventh): its letter in IPF § 9 third ledd, whether it is there, and what is missing."""

    letter: str
    name: str
    met: bool
    missing: str
    mend: str  # which part of the plan page mends it


def completeness(facts: Facts) -> list[Point]:
    """The ten points of forskrift om individuell plan § 9, and the child's, in the order of the regulation."""
    f = facts
    points = [
        Point("a", N_("Mål, ressurser og behov"), f.goals > 0 and f.strengths and f.needs, _a(f), "goals"),
        Point("b", N_("Hvem som deltar"), f.participants > 0, N_("Ingen andre enn bruker er med ennå."), "team"),
        Point("c", N_("Hvem som lager og følger opp"), f.main_responsible and f.coordinator, _c(f), "frame"),
        Point("d", N_("Hva hver enkelt bidrar med"), f.own_actions > 0 and f.relatives_settled, _d(f), "contributions"),
        Point(
            "e",
            N_("Hva som gjøres, hvor mye, og av hvem"),
            f.actions > 0 and not f.actions_without_responsible_or_extent,
            _e(f),
            "actions",
        ),
        Point("f", N_("Hvordan tiltakene gjøres"), f.actions > 0 and not f.actions_without_how, _f(f), "actions"),
        Point(
            "g",
            N_("Koordinator er tilbudt"),
            f.coordinator_offered or f.coordinator,
            N_("Koordinator er ikke tilbudt."),
            "offer",
        ),
        Point("h", N_("Når planen gjelder, og når vi ser på den igjen"), bool(f.period_until and f.review_on), _h(f), "frame"),
        Point("i", N_("Samtykke"), f.consent, N_("Samtykke til planen mangler."), "consent"),
        Point("j", N_("Samarbeid som ønskes"), f.cooperation, N_("Ikke spurt om samarbeid med andre."), "contributions"),
    ]
    if f.is_child:
        points.append(Point("barn", N_("Hvordan barnet får delta"), f.child_takes_part, N_("Ikke skrevet ned."), "contributions"))
    return points


def _a(f: Facts) -> str:
    if not f.goals:
        return N_("Ingen mål ennå.")
    return N_("Det mangler hva du er god på, og hva som har hjulpet før.") if not f.strengths else N_("Ingen behov er skrevet ned.")


def _c(f: Facts) -> str:
    return N_("Hovedansvarlig tjeneste mangler.") if not f.main_responsible else N_("Koordinator mangler.")


def _d(f: Facts) -> str:
    return N_("Det mangler hva den planen gjelder, skal gjøre selv.") if not f.own_actions else N_("Pårørende er ikke spurt.")


def _e(f: Facts) -> str:
    return N_("Ingen tiltak ennå.") if not f.actions else N_("Ved et tiltak mangler det hvem som gjør det, eller hvor mye.")


def _f(f: Facts) -> str:
    return N_("Ingen tiltak ennå.") if not f.actions else N_("Ved et tiltak mangler det hvordan det gjøres.")


def _h(f: Facts) -> str:
    return N_("Det mangler hvor lenge planen gjelder.") if not f.period_until else N_("Det mangler når vi ser på planen igjen.")


class CrisisLine(StrEnum):
    """The kinds of line in a crisis and mastery plan."""

    SIGN = "sign"
    HELPS = "helps"
    CALL = "call"


CRISIS_LINE_NAMES = {
    CrisisLine.SIGN: N_("Slik merker jeg det"),
    CrisisLine.HELPS: N_("Dette hjelper"),
    CrisisLine.CALL: N_("Hvem ringer hvem"),
}


@dataclass(frozen=True)
class Arc:
    """One arc of the completeness ring, as an SVG path round (80, 80)."""

    path: str
    met: bool


def ring(points: list[Point]) -> list[Arc]:
    """The completeness ring: one arc a point, with a gap between; the open ones are drawn dashed."""
    each = 360 / max(len(points), 1)
    return [Arc(_arc(number * each + 3, (number + 1) * each - 3), point.met) for number, point in enumerate(points)]


def _arc(start: float, stop: float, radius: int = 62) -> str:
    ends = [(80 + radius * sin(radians(a)), 80 - radius * cos(radians(a))) for a in (start, stop)]
    (x1, y1), (x2, y2) = ends
    return f"M{x1:.1f} {y1:.1f}A{radius} {radius} 0 0 1 {x2:.1f} {y2:.1f}"


class Answer(StrEnum):
    """What a reader without an account can answer."""

    READ = "read"
    WILL = "will"
    WRONG = "wrong"


ANSWER_NAMES = {Answer.READ: N_("Jeg har lest"), Answer.WILL: N_("Jeg gjør et tiltak"), Answer.WRONG: N_("Noe er feil")}


class Printed(StrEnum):
    """What a page about a printed version may say, and no more."""

    CURRENT = "current"
    NEWER = "newer"
    UNKNOWN = "unknown"


# What tells where she lives, or which municipality serves her: on no paper of hers while her address is strictly protected.
_TELLS_PLACE: dict[str, Any] = {"municipality": "", "main_responsible": "", "shared": None}


def as_read(content: Mapping[str, Any], grade: str) -> dict[str, Any]:
    """What a settled version says on the screen and on paper, also one from before her address was protected."""
    hidden = _TELLS_PLACE if grade == Grade.STRICT else {}
    return {**content, **{name: value for name, value in hidden.items() if name in content}}
