"""What an engagement may be, how its sample is drawn, and what a finding may conclude."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from helhet.organisation.rules import N_, Fault
from helhet.oversight.rules import State

LONGEST_DAYS = 366  # an inspection that takes more than a year is opened anew
MOST_CASES = 30  # national inspections read ten to twenty records in a municipality
METHOD = "1"  # how a sample is drawn: `drawn` below; another way gets another number


class Conclusion(StrEnum):
    """What the inspector concludes about one criterion."""

    KEPT = "kept"
    NOT_KEPT = "not_kept"
    CANNOT = "cannot"


CONCLUSION_NAMES = {
    Conclusion.KEPT: N_("Kravet er holdt"),
    Conclusion.NOT_KEPT: N_("Kravet er ikke holdt"),
    Conclusion.CANNOT: N_("Det kan ikke fastslås"),
}


@dataclass(frozen=True)
class Scope:
    """What an engagement is about, as it is asked for."""

    title: str
    ground: str
    period_from: date
    period_until: date
    access_from: date
    access_until: date
    most_cases: int


def scope_faults(scope: Scope, *, on: date) -> Iterable[Fault]:
    """What is wrong with a scope on the day it is opened."""
    if not scope.title.strip():
        yield Fault("title", N_("Skriv hva tilsynet gjelder."))
    if not scope.ground.strip():
        yield Fault("ground", N_("Skriv hvilken lov som gir innsyn, med paragraf."))
    if scope.period_until < scope.period_from:
        yield Fault("period_until", N_("Perioden slutter før den begynner."))
    if scope.access_from < on:
        yield Fault("access_from", N_("Innsynet kan ikke begynne før i dag."))
    if scope.access_until < scope.access_from:
        yield Fault("access_until", N_("Innsynet slutter før det begynner."))
    elif (scope.access_until - scope.access_from).days > LONGEST_DAYS:
        yield Fault("access_until", N_("Innsynet kan vare høyst et år. Åpne et nytt tilsyn når det trengs lenger."))
    if scope.period_from > scope.access_until:
        yield Fault("period_from", N_("Perioden begynner etter at innsynet er over."))
    if not 1 <= scope.most_cases <= MOST_CASES:
        yield Fault("most_cases", N_("Velg fra 1 til {most} saker."), {"most": MOST_CASES})


@dataclass(frozen=True)
class Inspector:
    """Who inspects, as the leader writes her down."""

    name: str
    title: str
    organisation: str


def inspector_faults(inspector: Inspector) -> Iterable[Fault]:
    """What is missing of who inspects."""
    if not inspector.name.strip():
        yield Fault("name", N_("Skriv hvem som fører tilsynet."))
    if not inspector.organisation.strip():
        yield Fault("organisation", N_("Skriv hvem tilsynet er fra."))


@dataclass(frozen=True)
class Framed:
    """One of those a sample is drawn from: a key that names nobody, and the state she is grouped by (empty when nobody is grouped)."""

    pseudonym: str
    state: str = ""


def rank(seed: str, pseudonym: str) -> str:
    """Where one stands in the line: anybody with the seed and the list can work it out by SHA-256."""
    return hashlib.sha256(f"{seed}:{pseudonym}".encode()).hexdigest()


GROUPS = [State.BREACHED.value, State.LATE.value, State.DUE.value, State.CANNOT.value, State.MET.value, State.NOT_APPLICABLE.value]


def drawn(frame: Sequence[Framed], *, seed: str, size: int) -> list[Framed]:
    """The sample: the first by rank; when grouped by state, one of each state in turn, so that the rare ones are read too."""
    line = sorted(frame, key=lambda one: (rank(seed, one.pseudonym), one.pseudonym))
    groups = [[one for one in line if one.state == state] for state in ["", *GROUPS]]
    taken: list[Framed] = []
    for place in range(max((len(group) for group in groups), default=0)):
        taken += [group[place] for group in groups if place < len(group)]
    return sorted(taken[:size], key=line.index)


def worst(states: Iterable[str]) -> str:
    """Of several verdicts on one person, the one she is grouped by."""
    found = set(states)
    return next((state for state in GROUPS if state in found), State.NOT_APPLICABLE.value)


def sample_faults(seed: str, size: int, *, most: int, frame: int) -> Iterable[Fault]:
    """What is wrong with a wish for a sample."""
    if not seed.strip():
        yield Fault("seed", N_("Skriv et frø: et tall eller noen ord. Samme frø gir samme utvalg."))
    if not 1 <= size <= most:
        yield Fault("size", N_("Velg fra 1 til {most} saker. Det er det kommunen har åpnet for."), {"most": most})
    if not frame:
        yield Fault("size", N_("Ingen hadde en tjeneste her i perioden. Da er det ingenting å trekke fra."))
