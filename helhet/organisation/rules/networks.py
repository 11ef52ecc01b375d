"""Professional networks: how far they reach, and what must be said of one."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from . import N_, Fault


class Reach(StrEnum):
    """How far a network reaches."""

    LOCAL = "local"
    REGION = "region"
    COUNTY = "county"
    COUNTRY = "country"


REACH_NAMES = {
    Reach.LOCAL: N_("i kommunen"), Reach.REGION: N_("i regionen"), Reach.COUNTY: N_("i fylket"), Reach.COUNTRY: N_("i hele landet"),
}  # fmt: skip


def network_faults(*, reach: str, meets_a_year: int, next_on: date | None, on: date) -> Iterator[Fault]:
    """What is wrong with what is said of a network."""
    if reach not in REACH_NAMES:
        yield Fault("reach", N_("Velg hvor nettverket er."))
    if not 1 <= meets_a_year <= 52:
        yield Fault("meets_a_year", N_("Skriv hvor mange ganger i året det møtes, fra 1 til 52."))
    if next_on and next_on < on:
        yield Fault("next_on", N_("Neste møte kan ikke være en dag som er over."))
