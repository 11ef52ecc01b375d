"""Who acts for her or is told of her, and on which ground: proxy, parents, guardian, and the nearest. Plain Python."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from helhet.organisation.rules import N_, Fault

from .deciding import CHILDREN, Band
from .rules import SHORTEST_REASON, Role


class MandateGround(StrEnum):
    """Why somebody acts for her, or is told."""

    PROXY = "proxy"
    PARENTS = "parents"
    PARENTS_OF_YOUTH = "youth"
    GUARDIAN = "guardian"
    NEAREST = "nearest"
    DANGER = "danger"
    HER_CHILD = "her_child"


MANDATE_NAMES = {
    MandateGround.PROXY: N_("fullmakt"),
    MandateGround.PARENTS: N_("forelder til barn under 16 år"),
    MandateGround.PARENTS_OF_YOUTH: N_("forelder til ungdom mellom 16 og 18 år, når beslutningskompetanse mangler"),
    MandateGround.GUARDIAN: N_("verge"),
    MandateGround.NEAREST: N_("nærmeste pårørende, når beslutningskompetanse mangler"),
    MandateGround.DANGER: N_("nærmeste pårørende, ved alvorlig psykisk lidelse og nær og alvorlig fare for andre"),
    MandateGround.HER_CHILD: N_("nærmeste pårørende, av hensyn til barn som personen har omsorg for"),
}
_TOLD = N_("pasient- og brukerrettighetsloven §§ 3-1 og 3-3")
MANDATE_RULES = {
    MandateGround.PROXY: N_("forvaltningsloven § 12"),
    MandateGround.PARENTS: N_("pasient- og brukerrettighetsloven §§ 3-4 og 4-4"),
    MandateGround.PARENTS_OF_YOUTH: N_("pasient- og brukerrettighetsloven § 4-5"),
    MandateGround.GUARDIAN: N_("vergemålsloven § 25"),
    # The nearest takes part and is told with her, and consents to what is shared; whether help is given, the helper decides (§ 4-6).
    MandateGround.NEAREST: N_("pasient- og brukerrettighetsloven §§ 3-1 og 3-3, helsepersonelloven § 22"),
    MandateGround.DANGER: _TOLD,
    MandateGround.HER_CHILD: _TOLD,
}
# Parents act until this age is over; these grounds rest on a decision that she cannot decide.
PARENTS_ACT = {MandateGround.PARENTS: Band.UNDER_16, MandateGround.PARENTS_OF_YOUTH: Band.UNDER_18}
CANNOT_DECIDE = (MandateGround.PARENTS_OF_YOUTH, MandateGround.NEAREST)
# On these the nearest is told, and does nothing in her name.
IS_TOLD = (MandateGround.DANGER, MandateGround.HER_CHILD)
FOR_NEAREST = (MandateGround.NEAREST, *IS_TOLD)
# These rest on what somebody has judged of her: when, why, and until it is judged again.
JUDGED = (*CANNOT_DECIDE, *IS_TOLD)
JUDGED_AGAIN_DAYS = 365  # a local target: no judgement stands longer without being looked at


def role_of(ground: str) -> Role:
    """What a mandate on this ground makes its holder."""
    return Role.INFORMED if ground in IS_TOLD else Role.REPRESENTATIVE


def mandate_fits(ground: str, age: Band, *, born_known: bool) -> bool:
    """Whether this ground is there at her age (pasient- og brukerrettighetsloven §§ 3-3, 4-4 and 4-5)."""
    if ground in PARENTS_ACT:
        return born_known and (age in CHILDREN if ground == MandateGround.PARENTS else age == Band.UNDER_18)
    return ground not in FOR_NEAREST or age not in CHILDREN


@dataclass(frozen=True)
class Judged:
    """What was judged of her: on which day, why, and by which day it is judged again. By whom, the consent says."""

    on: date | None
    reasons: str
    review_on: date | None

    def faults(self, *, on: date) -> Iterable[Fault]:
        """What is missing, or cannot be."""
        if self.on is None or self.on > on:
            yield Fault("judged_on", N_("Skriv hvilken dag det ble vurdert."))
        if len(self.reasons.strip()) < SHORTEST_REASON:
            yield Fault("reasons", N_("Skriv grunnen, så den kan prøves senere."))
        if self.review_on is None or not on < self.review_on <= on + timedelta(days=JUDGED_AGAIN_DAYS):
            yield Fault("review_on", N_("Velg en dag det skal vurderes på nytt, høyst et år fram."))
