"""What a criterion is, what a verdict may be, and what makes a set of criteria fit to be used."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from helhet.access.rules import Part
from helhet.organisation.rules import N_, Fault

from .law import PARAGRAPHS


class State(StrEnum):
    """A verdict: met, done after its day, due by a day, breached since a day, not applicable, or cannot be judged."""

    MET = "met"
    LATE = "late"
    DUE = "due"
    BREACHED = "breached"
    NOT_APPLICABLE = "not_applicable"
    CANNOT = "cannot"


STATE_NAMES = {
    State.MET: N_("oppfylt"),
    State.LATE: N_("gjort for sent"),
    State.DUE: N_("skal gjøres"),
    State.BREACHED: N_("brutt"),
    State.NOT_APPLICABLE: N_("gjelder ikke"),
    State.CANNOT: N_("kan ikke bedømmes"),
}


class Holder(StrEnum):
    """Who has the duty."""

    MUNICIPALITY = "municipality"
    HEALTH_PERSONNEL = "health_personnel"
    COORDINATOR = "coordinator"
    HOSPITAL = "hospital"
    CHILD_WELFARE = "child_welfare"
    CONTROLLER = "controller"


HOLDER_NAMES = {
    Holder.MUNICIPALITY: N_("kommunen"),
    Holder.HEALTH_PERSONNEL: N_("den som gir helsehjelp"),
    Holder.COORDINATOR: N_("koordinatoren"),
    Holder.HOSPITAL: N_("sykehuset"),
    Holder.CHILD_WELFARE: N_("barnevernet"),
    Holder.CONTROLLER: N_("den dataansvarlige"),
}


class Missing(StrEnum):
    """Why something cannot be judged."""

    BEFORE_DATA = "before_data"
    TODAY_ONLY = "today_only"
    NO_DAY = "no_day"
    PLAN_ENDED = "plan_ended"
    ADMITTED = "admitted"
    ADMITTED_HOUR = "admitted_hour"
    TOLD_POINTS = "told_points"
    POINTS = "points"
    DECIDED_BEFORE = "decided_before"
    NO_SERVICE = "no_service"
    NOT_ENTERED = "not_entered"
    USERS_SAID = "users_said"
    DONE_SINCE = "done_since"


MISSING_NAMES = {
    Missing.BEFORE_DATA: N_("dagen er før opplysningene begynner"),
    Missing.TODAY_ONLY: N_("innholdet er kjent slik det er i dag, ikke slik det var den dagen"),
    Missing.NO_DAY: N_("det er ikke skrevet ned noen dag å regne fra"),
    Missing.DECIDED_BEFORE: N_("tjenesten begynte før opplysningene her, og vedtaket kan være fra før"),
    Missing.PLAN_ENDED: N_("planen er avsluttet, og det er ikke skrevet ned når"),
    Missing.ADMITTED: N_("sykehuset sa ikke når personen ble innlagt"),
    Missing.ADMITTED_HOUR: N_("sykehuset sa dagen for innleggelsen, men ikke timen"),
    Missing.TOLD_POINTS: N_("det er ikke skrevet ned hva personen fikk vite om å klage"),
    Missing.POINTS: N_("det er ikke skrevet ned hvilke av punktene sykehuset har vurdert"),
    Missing.NO_SERVICE: N_("det var ingen tjeneste med kjent hjemmel åpen den dagen notatet gjelder"),
    Missing.NOT_ENTERED: N_("det er ikke skrevet inn i Helhet"),
    Missing.DONE_SINCE: N_("det er gjort igjen etter den dagen, og når det ble gjort før det, er ikke kjent her"),
    Missing.USERS_SAID: N_("det er ikke skrevet ned om brukerorganisasjonene var med"),
}


@dataclass(frozen=True)
class Length:
    """How long: days, or calendar months (a shorter month ends on its last day)."""

    days: int = 0
    months: int = 0


@dataclass(frozen=True)
class Target:
    """A local target, where the law gives no day: a municipality dates its own under this key."""

    key: str
    name: str
    default: Length


Targets = Mapping[str, Length]
# Days and states by table name; (Tables, on, targets) -> one row for each subject. `on` is the day as an Ibis expression, so that a
# frame is compiled once for every day on which the same law is in force.
Tables = Mapping[str, Any]
Day = Any
Frame = Callable[[Tables, Day, Targets], Any]


@dataclass(frozen=True)
class Criterion:
    """One duty: where it stands, who has it, for whom, by when, what shows it, and the frame that tells it of every subject.

    The frame's columns are person, municipality, subject (the row it is about), applies, due_by, met_on, again_by (when what was done
    must be done again), missing, step (what is to be done next, by its code) and evidence (the row that shows it).
    """

    id: str
    title: str
    basis: tuple[str, ...]  # keys of law.PARAGRAPHS
    holder: Holder
    applies_to: str
    by_when: str
    evidence: str
    needs: tuple[str, ...]  # the tables that must be there
    frame: Frame
    statutory: bool = False  # the day is the law's own; else it is a local target
    targets: tuple[Target, ...] = ()
    since: date | None = None
    until: date | None = None
    today_only: str = ""  # why a day that is over cannot be judged: what is known as it stands today only
    after_death: bool = False  # the duty does not end when she dies
    part: Part | None = None  # the part of the record it tells of, when a page may show it to few only
    about: str = "person"  # or «municipality»: such a verdict names no person
    silent: str = ""  # why no line on a worker's day asks for it; else its words stand in oversight/wording.py

    def in_force(self, on: date) -> bool:
        """True on the days this version is the law."""
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything a reader sees, in bokmål: each must be in the catalogues."""
        said = (self.title, self.applies_to, self.by_when, self.evidence, self.today_only, *(target.name for target in self.targets))
        return tuple(text for text in said if text)


def targets_for(criteria: Iterable[Criterion], own: Targets) -> dict[str, Length]:
    """The targets criteria ask for: the municipality's own where it has dated one, else the default."""
    return {target.key: own.get(target.key, target.default) for one in criteria for target in one.targets}


def faults_in(criteria: Iterable[Criterion], *, translated: Callable[[str], bool]) -> list[Fault]:
    """What is wrong with a set of criteria: versions that overlap, paragraphs nobody knows, texts without translation."""
    every = list(criteria)
    return [*_overlaps(every), *(fault for one in every for fault in _of_one(one, translated))]


def _of_one(one: Criterion, translated: Callable[[str], bool]) -> Iterable[Fault]:
    values = {"id": one.id}
    if one.since and one.until and one.until < one.since:
        yield Fault("until", "{id} ends before it begins.", values)
    for key in one.basis:
        paragraph = PARAGRAPHS.get(key)
        if paragraph is None:
            yield Fault("basis", "{id} stands on {key}, which oversight/law.py does not know.", values | {"key": key})
        elif paragraph.since and (one.since is None or one.since < paragraph.since):
            yield Fault("since", "{id} is older than {key}: it cannot begin before {day}.", values | {"key": key, "day": paragraph.since})
    for text in one.texts:
        if not translated(text):
            yield Fault("title", "{id} says «{text}», which is not in every catalogue.", values | {"text": text})


def _overlaps(criteria: list[Criterion]) -> Iterable[Fault]:
    versions: dict[str, list[Criterion]] = {}
    for one in criteria:
        versions.setdefault(one.id, []).append(one)
    for key, same in versions.items():
        same.sort(key=lambda one: one.since or date.min)
        for before, after in zip(same, same[1:], strict=False):
            if before.until is None or after.since is None or after.since <= before.until:
                yield Fault("since", "{id} has two versions for the same days: end one the day before the other begins.", {"id": key})
