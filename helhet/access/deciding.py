"""Who says yes for somebody who is a child, or who cannot decide: by her age, and by what has been decided and told. Plain Python.

Pasient- og brukerrettighetsloven §§ 3-4 and 4-3 to 4-6 (as amended 1 June 2026), helsepersonelloven § 22,
forskrift om individuell plan § 5.
"""

from datetime import date, timedelta
from enum import StrEnum

from helhet.organisation.rules import N_


class Band(StrEnum):
    """The ages the law draws its lines at."""

    UNDER_12 = "under_12"
    UNDER_16 = "under_16"
    UNDER_18 = "under_18"
    GROWN = "grown"


LIMITS = {Band.UNDER_12: 12, Band.UNDER_16: 16, Band.UNDER_18: 18}
CHILDREN = (Band.UNDER_12, Band.UNDER_16)  # parents are told, and say yes


class Matter(StrEnum):
    """What there is to say yes to."""

    CARE = "care"
    PLAN = "plan"
    SHARING = "sharing"


MATTER_NAMES = {
    Matter.CARE: N_("til helsehjelp"), Matter.PLAN: N_("til at planen lages"), Matter.SHARING: N_("til at noe deles med andre"),
}  # fmt: skip


class Decider(StrEnum):
    """Who says yes or no."""

    HERSELF = "herself"
    PARENTS = "parents"
    NEAREST = "nearest"
    HELPER = "helper"
    APPOINTED = "appointed"


DECIDER_NAMES = {
    Decider.HERSELF: N_("personen selv"),
    Decider.PARENTS: N_("foreldrene, eller andre med foreldreansvaret"),
    Decider.NEAREST: N_("nærmeste pårørende"),
    Decider.HELPER: N_("den som gir helsehjelpen"),
    Decider.APPOINTED: N_("den som har rett til å samtykke for personen"),
}

_BY_PARENTS, _BY_HERSELF = N_("pasient- og brukerrettighetsloven § 4-4"), N_("pasient- og brukerrettighetsloven § 4-3")
_NOT_TOLD = N_("pasient- og brukerrettighetsloven §§ 3-4 og 4-3")
_SECRECY, _PLAN = N_("helsepersonelloven § 22"), N_("forskrift om individuell plan § 5")


def birthday(born: date, years: int) -> date:
    """The day she is so old; who was born on 29 February is so on 1 March."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


def band(born: date | None, *, on: date) -> Band:
    """Her age as the law counts it on this day; whose birth date nobody knows is taken for grown."""
    return next((one for one, years in LIMITS.items() if born and on < birthday(born, years)), Band.GROWN)


def last_day(born: date, years: int) -> date:
    """The day before she is so old."""
    return birthday(born, years) - timedelta(days=1)


# Somebody tells her and her parents what changes, so long before that it comes up at a meeting. That is our own target: the law draws
# the line, and names nobody who tells.
TOLD_DAYS = 120
COMES_OF_AGE = (LIMITS[Band.UNDER_16], LIMITS[Band.UNDER_18])


def comes_of_age(born: date | None, *, on: date, late: int = 0) -> int | None:
    """Sixteen or eighteen, when she is so within the days we tell of it; or was so at most `late` days ago."""
    return next((age for age in COMES_OF_AGE if born and -late < (birthday(born, age) - on).days <= TOLD_DAYS), None)


def decides(matter: Matter, age: Band, *, lacking: bool = False, parents_told: bool = True) -> tuple[Decider, str]:
    """Who says yes, and by which rule. `lacking`: it is decided that she cannot decide this. `parents_told`: nothing is kept from them."""
    if age in CHILDREN:
        return _child_decides(matter, age, parents_told)
    if not lacking:
        return Decider.HERSELF, {Matter.CARE: _BY_HERSELF, Matter.PLAN: _PLAN, Matter.SHARING: _SECRECY}[matter]
    if matter == Matter.SHARING:
        return Decider.NEAREST, _SECRECY
    if matter == Matter.PLAN:
        return Decider.APPOINTED, _PLAN  # the regulation names nobody
    if age == Band.UNDER_18:
        return Decider.PARENTS, N_("pasient- og brukerrettighetsloven § 4-5")
    return Decider.HELPER, N_("pasient- og brukerrettighetsloven § 4-6")


def _child_decides(matter: Matter, age: Band, parents_told: bool) -> tuple[Decider, str]:
    if parents_told:
        return Decider.PARENTS, {Matter.SHARING: N_("helsepersonelloven § 22 og pasient- og brukerrettighetsloven § 4-4")}.get(
            matter, _BY_PARENTS
        )
    # What parents are not told of, who is twelve decides herself; for a younger one only what is strictly needed, for a while.
    return (Decider.HELPER if age == Band.UNDER_12 else Decider.HERSELF), _NOT_TOLD


class Withheld(StrEnum):
    """Why something is kept from a parent."""

    HERS = "hers"
    WEIGHTY = "weighty"


WITHHELD_NAMES = {
    Withheld.HERS: N_("Barnet er fylt 12 år og vil ikke at det fortelles, av grunner som bør respekteres"),
    Withheld.WEIGHTY: N_("Tungtveiende hensyn til barnet taler mot at det fortelles"),
}


def may_withhold(ground: str, age: Band) -> bool:
    """Whether something may be kept from parents on this ground at this age (pasient- og brukerrettighetsloven § 3-4)."""
    return age != Band.GROWN and (ground == Withheld.WEIGHTY or (ground == Withheld.HERS and age == Band.UNDER_16))
