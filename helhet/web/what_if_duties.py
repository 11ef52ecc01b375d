"""The duties whose time the steps of the model tell: which steps each is read from, in how many days, and what cannot be told so.

A duty is broken in the model when somebody stands in line, or her step is closed, for longer than the duty's own time.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from helhet.capacity.fitting import PATHWAYS, STAY
from helhet.capacity.model import DAYS_A_YEAR, Duty
from helhet.capacity.observed import HOME
from helhet.capacity.service import FIRST, RECEIVED, Service
from helhet.capacity.steps import BESIDE
from helhet.organisation.rules import N_
from helhet.oversight import criteria, queries
from helhet.oversight.coordinator import CONTACT_WITHIN
from helhet.oversight.intake import MONTH
from helhet.oversight.offers import OFFER_WITHIN
from helhet.oversight.rules import Criterion, Length, Target, Targets
from helhet.plans.rules import LOOK_AGAIN_DAYS


@dataclass(frozen=True)
class Told:
    """A duty as the what-if page tells it: its criterion, its name in a table, and how it is read from the model."""

    id: str
    name: str
    how: str
    within: Length | Target  # the law's own time, or a local target


TOLD = (
    Told(
        "VE-1", N_("Svar på henvendelsen"),
        N_("Den som ikke er møtt i tide, er regnet som ubesvart. Et svar om når hjelpen kommer, holder plikten."), MONTH,
    ),
    Told(
        "KO-1", N_("Tilbud om koordinator"),
        N_("Den som skal følges opp over tid, regnes uten koordinator til oppfølgingen begynner."), OFFER_WITHIN,
    ),
    Told(
        "KO-2", N_("Kontakt med koordinatoren"),
        N_("Den som venter på oppfølging, eller får hjelp når det er stengt, regnes uten kontakt så lenge."), CONTACT_WITHIN,
    ),
    Told(
        "IP-7b", N_("Evaluering av målene i planen"),
        N_("Ingen evaluerer mens den som alt får hjelp, venter på mer, eller mens det er stengt. Fristen er den som er vanlig for et mål."),
        Length(LOOK_AGAIN_DAYS),
    ),
    Told(
        "UT-4", N_("Hjem samme dag som sykehuset er ferdig"),
        N_("Den som venter et døgn eller mer på oss, er ikke tatt imot i tide."), Length(1),
    ),
)  # fmt: skip
Times = tuple[tuple[str, Length], ...]


def times(numbers: Collection[str], on: date) -> Times:
    """How long each duty has: the law's own time, else what these municipalities have set; the longest where they differ.

    So what is told as broken is broken in all of them.
    """
    own = list(queries.targets_by_municipality(numbers, on).values())
    return tuple((one.id, _longest(one.within, own)) for one in TOLD)


def _longest(within: Length | Target, own: Sequence[Targets]) -> Length:
    if isinstance(within, Length):
        return within
    return max((of.get(within.key, within.default) for of in own), key=days_of, default=within.default)


def days_of(one: Length) -> float:
    """How many days it is; a month is a twelfth of a year."""
    return one.days + one.months * DAYS_A_YEAR / 12


def duties(service: Service, given: Times) -> tuple[Duty, ...]:
    """The duties as the model takes them, for this service's own steps."""
    followed = [one.key for one in service.steps if one.kind in (STAY, *BESIDE) or one.key == HOME]
    begins = [one for one in followed if one == HOME or one in {f"{STAY}_{pathway}" for pathway in PATHWAYS}]
    lasting = [one for one in begins if one != f"{STAY}_{PATHWAYS[0]}"]
    again = [one for one in followed if one not in begins]
    waiting = {"VE-1": [FIRST], "KO-1": lasting, "KO-2": followed, "IP-7b": again, "UT-4": [RECEIVED]}
    standing = {"KO-2": followed, "IP-7b": followed}
    spared = {"VE-1": service.lag}
    return tuple(
        Duty(key, max(days_of(length) - spared.get(key, 0.0), 0.0), tuple(waiting[key]), tuple(standing.get(key, ())))
        for key, length in given
    )  # fmt: skip


def not_told(on: date) -> list[Criterion]:
    """The duties in force that the model says nothing of: they do not follow from who stands in line."""
    told = {one.id for one in TOLD}
    return [one for one in criteria.ALL if one.in_force(on) and one.id not in told]
