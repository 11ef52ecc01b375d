"""Agreements: what they must settle, how far each point has come, and when somebody looks at the whole again. Holds no person data."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from helhet.organisation.rules import N_, Fault


class AgreementKind(StrEnum):
    """Whom an agreement is with."""

    HOSPITAL = "hospital"
    MUNICIPALITIES = "municipalities"
    NAV = "nav"
    GP = "gp"
    OTHER = "other"


AGREEMENT_NAMES = {
    AgreementKind.HOSPITAL: N_("med sykehuset"),
    AgreementKind.MUNICIPALITIES: N_("mellom kommunene"),
    AgreementKind.NAV: N_("med NAV"),
    AgreementKind.GP: N_("med fastlegene"),
    AgreementKind.OTHER: N_("med andre"),
}

# The points the law asks for, in our own short words (helse- og omsorgstjenesteloven § 6-2; kommuneloven § 20-4).
POINTS: Mapping[AgreementKind, Mapping[str, str]] = {
    AgreementKind.HOSPITAL: {
        "1": N_("Hvem som gjør hva, og hva vi mener om tiltakene"),
        "2": N_("Innleggelse, utskriving og rehabilitering, og hvordan brukerne lærer å mestre"),
        "3": N_("Innleggelse i sykehus"),
        "4": N_("Øyeblikkelig hjelp døgnet rundt i kommunen"),
        "5": N_("De som er klare til å skrives ut"),
        "6": N_("Kunnskap begge veier, informasjon, nettverk og hospitering"),
        "7": N_("Forskning, utdanning og praksis"),
        "8": N_("Jordmortjenesten"),
        "9": N_("Digitale løsninger lokalt"),
        "10": N_("Forebygging"),
        "11": N_("Beredskap og planer for akutthjelp"),
        "12": N_("Hvordan vi utvikler og planlegger tjenester sammen"),
        "13": N_("Barn og unge med sammensatte vansker"),
    },
    AgreementKind.MUNICIPALITIES: {
        "a": N_("Hvilke kommuner som er med, og hvem som er vert"),
        "b": N_("Hvilke oppgaver og hvilken myndighet verten får"),
        "c": N_("Fra når det gjelder"),
        "d": N_("Hva verten skal fortelle de andre"),
        "e": N_("Oppgjøret mellom kommunene"),
        "f": N_("Hvordan en kommune går ut"),
        "g": N_("Hvordan samarbeidet avsluttes"),
        "h": N_("Hvilke vedtak de andre skal få vite om"),
        "i": N_("Annet det må finnes en avtale om"),
    },
    AgreementKind.NAV: {},
    AgreementKind.GP: {},
    AgreementKind.OTHER: {},
}


class ClauseState(StrEnum):
    """How far a point has come: from words to something that is done, and looked at."""

    AGREED = "agreed"
    IN_ROUTINE = "in_routine"
    FOLLOWED_UP = "followed_up"


STATE_NAMES = {
    ClauseState.AGREED: N_("avtalt"),
    ClauseState.IN_ROUTINE: N_("i rutine"),
    ClauseState.FOLLOWED_UP: N_("fulgt opp"),
}
NOT_AGREED = N_("ikke avtalt")

FOLLOW_UP_MONTHS = 12  # helse- og omsorgstjenesteloven § 6-5 asks for a yearly look at the agreement


def year_later(day: date) -> date:
    """The same day next year; 29 February becomes the 28th."""
    return date(day.year + 1, day.month, min(day.day, 28 if day.month == 2 else day.day))


@dataclass(frozen=True)
class Standing:
    """How an agreement stands on a day: how many points are agreed, in routine and followed up within the year."""

    points: int
    agreed: int
    routine: int
    followed: int

    @property
    def signed_only(self) -> int:
        """Points that are agreed and nothing more."""
        return self.agreed - self.routine - self.followed

    @property
    def lacking(self) -> int:
        """Points nobody has agreed on."""
        return self.points - self.agreed


def is_followed_up(state: str, since: date, *, on: date) -> bool:
    """A point is followed up when somebody looked at it within the last year."""
    return state == ClauseState.FOLLOWED_UP and year_later(since) >= on


def standing(states: Iterable[tuple[str, date] | None], *, on: date) -> Standing:
    """The standing of all points; each is its last state with its day, or nothing."""
    last = list(states)
    reached = [one for one in last if one]
    followed = sum(is_followed_up(state, since, on=on) for state, since in reached)
    # What was followed up too long ago is in routine still, and must be looked at again.
    routine = sum(state != ClauseState.AGREED for state, _ in reached) - followed
    return Standing(len(last), len(reached), routine, followed)


def agreement_faults(fields: Mapping[str, object], *, on: date) -> Iterable[Fault]:
    """What must hold of an agreement's days."""
    signed, begins, ends = (fields.get(name) for name in ("signed_on", "valid_from", "valid_until"))
    if isinstance(signed, date) and signed > on:
        yield Fault("signed_on", N_("Dagen er ikke kommet ennå."))
    if isinstance(begins, date) and isinstance(ends, date) and ends < begins:
        yield Fault("valid_until", N_("Siste dag er før første dag."))
    if not fields.get("valid_from"):
        yield Fault("valid_from", N_("Skriv fra når avtalen gjelder."))


def state_faults(state: str, since: date, note: str, *, last: tuple[str, date] | None, on: date) -> Iterable[Fault]:
    """A state is added after the one before it; only what is in routine is followed up, and to follow up is to say what was found."""
    if state not in STATE_NAMES:
        yield Fault("state", N_("Velg hvor langt dere er kommet."))
    if since > on:
        yield Fault("on", N_("Dagen er ikke kommet ennå."))
    if last and since < last[1]:
        yield Fault("on", N_("Dagen er før den forrige, som var {day}. Det som er skrevet, står."), {"day": last[1]})
    if state == ClauseState.FOLLOWED_UP and (last is None or last[0] == ClauseState.AGREED):
        yield Fault("state", N_("Punktet er ikke tatt i bruk ennå. Skriv først at det er i rutine, og fra når."))
    if state == ClauseState.FOLLOWED_UP and not note.strip():
        yield Fault("note", N_("Skriv kort hva dere fant ut da dere så på det."))


class ProjectEventKind(StrEnum):
    """What may happen with a housing project: its steps in order, the money, and the neighbours."""

    IDEA = "idea"
    DECIDED = "decided"
    SITE = "site"
    ZONED = "zoned"
    BUILT = "built"
    MOVED_IN = "moved_in"
    STOPPED = "stopped"
    APPLIED = "applied"
    GRANTED = "granted"
    REFUSED = "refused"
    NEIGHBOURS = "neighbours"


PROJECT_EVENT_NAMES = {
    ProjectEventKind.IDEA: N_("ideen er meldt inn"),
    ProjectEventKind.DECIDED: N_("vedtatt av kommunestyret"),
    ProjectEventKind.SITE: N_("tomt eller hus er funnet"),
    ProjectEventKind.ZONED: N_("regulert og godkjent"),
    ProjectEventKind.BUILT: N_("bygget eller kjøpt"),
    ProjectEventKind.MOVED_IN: N_("de første har flyttet inn"),
    ProjectEventKind.STOPPED: N_("stanset"),
    ProjectEventKind.APPLIED: N_("søkt Husbanken om penger"),
    ProjectEventKind.GRANTED: N_("penger innvilget"),
    ProjectEventKind.REFUSED: N_("søknaden avslått"),
    ProjectEventKind.NEIGHBOURS: N_("snakket med naboene"),
}
PROJECT_STEPS = tuple(ProjectEventKind)[:7]
PROJECT_MONEY = (ProjectEventKind.APPLIED, ProjectEventKind.GRANTED, ProjectEventKind.REFUSED)


def project_event_faults(kind: str, on_day: date, words: str, amount: int | None, *, on: date) -> Iterable[Fault]:
    """What is wrong with what is told of a housing project."""
    if kind not in PROJECT_EVENT_NAMES:
        yield Fault("kind", N_("Velg hva det gjelder."))
    if on_day > on:
        yield Fault("on", N_("Dagen er ikke kommet ennå."))
    if not words.strip():
        yield Fault("words", N_("Skriv kort hva som skjedde."))
    if amount is not None and kind not in PROJECT_MONEY:
        yield Fault("amount", N_("Bare søknader og svar om penger har beløp."))
    if amount is None and kind == ProjectEventKind.GRANTED:
        yield Fault("amount", N_("Skriv hvor mye som er innvilget."))


class MeasureState(StrEnum):
    """How far a measure of the action plan has come."""

    PLANNED = "planned"
    BEGUN = "begun"
    DONE = "done"
    DROPPED = "dropped"


MEASURE_STATE_NAMES = {
    MeasureState.PLANNED: N_("planlagt"),
    MeasureState.BEGUN: N_("i gang"),
    MeasureState.DONE: N_("gjort"),
    MeasureState.DROPPED: N_("tatt ut"),
}


@dataclass(frozen=True)
class PlanStanding:
    """How an action plan stands on a day."""

    measures: int
    done: int
    begun: int
    late: int
    money: Decimal


def is_late(state: str, due: date | None, *, on: date) -> bool:
    """Its day is past, and it is neither done nor taken out."""
    return due is not None and due < on and state not in (MeasureState.DONE, MeasureState.DROPPED)


def plan_standing(measures: Iterable[tuple[str, date | None, Decimal | None]], *, on: date) -> PlanStanding:
    """Counted over (state, due, money); what is taken out is no longer in the plan."""
    kept = [one for one in measures if one[0] != MeasureState.DROPPED]
    return PlanStanding(
        len(kept), sum(state == MeasureState.DONE for state, _, _ in kept), sum(state == MeasureState.BEGUN for state, _, _ in kept),
        sum(is_late(state, due, on=on) for state, due, _ in kept), sum((money or Decimal(0) for _, _, money in kept), Decimal(0)),
    )  # fmt: skip


def plan_faults(fields: Mapping[str, object]) -> Iterable[Fault]:
    """What must hold of an action plan's days."""
    begins, ends = fields.get("since"), fields.get("until")
    if not isinstance(begins, date) or not isinstance(ends, date):
        yield Fault("since", N_("Skriv fra og til hvilken dag planen gjelder."))
    elif ends < begins:
        yield Fault("until", N_("Siste dag er før første dag."))


def measure_faults(money: object, due: date | None, *, plan_since: date) -> Iterable[Fault]:
    """Money is kroner and øre, or not said; what is to be done under a plan is not due before the plan begins."""
    if due and due < plan_since:
        yield Fault("due", N_("Dagen er før planen begynner, {day}."), {"day": plan_since})
    if money is not None and (not isinstance(money, Decimal) or money < 0 or money != money.quantize(Decimal("0.01"))):
        yield Fault("money", N_("Skriv kroner og øre, 0 eller mer."))


def measure_step_faults(state: str, since: date, note: str, *, last: date | None, on: date) -> Iterable[Fault]:
    """A step comes after the one before; to take a measure out is to say why."""
    if state not in MEASURE_STATE_NAMES:
        yield Fault("state", N_("Velg hvor langt dere er kommet."))
    if since > on:
        yield Fault("on", N_("Dagen er ikke kommet ennå."))
    if last and since < last:
        yield Fault("on", N_("Dagen er før den forrige, som var {day}. Det som er skrevet, står."), {"day": last})
    if state == MeasureState.DROPPED and not note.strip():
        yield Fault("note", N_("Skriv hvorfor det tas ut."))


# ── out among people, and with the police ───────────────────────────────────


class Ground(StrEnum):
    """Why somebody was talked of by name in a meeting with the police."""

    CONSENT = "consent"
    AVERT = "avert"
    DANGER = "danger"
    CHILD = "child"


GROUND_NAMES = {
    Ground.CONSENT: N_("personen har sagt ja (helsepersonelloven § 22)"),
    Ground.AVERT: N_("for å avverge et alvorlig lovbrudd (straffeloven § 196)"),
    Ground.DANGER: N_("for å verge liv eller helse (helsepersonelloven § 31)"),
    Ground.CHILD: N_("bekymring for et barn (helsepersonelloven § 33)"),
}
_NUMBER = re.compile(r"(?:\d[ .]?){8,}")


def without_persons(**texts: str) -> Iterator[Fault]:
    """A number of eight digits or more names somebody: a telephone, an identity number."""
    for name, text in texts.items():
        if _NUMBER.search(text):
            yield Fault(name, N_("Her skal ingen kunne kjennes igjen. Det som gjelder én person, hører hjemme hos personen."))


def round_faults(*, on: date, hours: Decimal, met: int, some: Mapping[str, int], today: date) -> Iterator[Fault]:
    """What is wrong with a round: some of those who were met are never more than all of them."""
    if on > today:
        yield Fault("on", N_("Dagen er ikke kommet ennå."))
    if not 0 < hours <= 24:
        yield Fault("hours", N_("Skriv hvor mange timer, fra en halv til 24."))
    for name, count in some.items():
        if count > met:
            yield Fault(name, N_("Det kan ikke være flere enn dem dere snakket med."))


def slt_faults(*, on: date, persons: bool, ground: str, today: date) -> Iterator[Fault]:
    """Somebody is talked of only on a ground, and a ground is stated only when somebody was."""
    if on > today:
        yield Fault("on", N_("Dagen er ikke kommet ennå."))
    if persons and ground not in GROUND_NAMES:
        yield Fault("ground", N_("Velg hvilken lov som gir lov til å snakke om enkeltpersoner."))
    if ground and not persons:
        yield Fault("ground", N_("Grunnen trengs bare når enkeltpersoner ble snakket om."))
