"""The yearly review made ready: under each letter, what the house can show, and what is missing."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from helhet.access.policy import Actor
from helhet.cooperation import queries as cooperation
from helhet.deviations import queries as deviations
from helhet.deviations.rules import AREA_NAMES, LETTER_NAMES, Letter, RiskArea
from helhet.organisation import queries as organisation
from helhet.organisation.queries import competence, keeping
from helhet.organisation.rules import N_

from . import experience, risk

ROUTINE_DAYS, TRAINING_DAYS, HOUSING_DAYS = 730, 730, 365


@dataclass(frozen=True)
class Evidence:
    """One thing there is or is not: a sentence with its values."""

    says: str
    values: dict[str, Any] = field(default_factory=dict)
    missing: bool = False


@dataclass(frozen=True)
class Prepared:
    """A letter with what is found and what is missing."""

    letter: str
    name: str
    found: list[Evidence]
    missing: list[Evidence]


def prepared(actor: Actor, municipality: Any, year: int) -> list[Prepared]:
    """Every letter for one municipality, as the house stood at the end of the year, or stands today; what came later is not told."""
    on = asked_on(actor, year)
    told = {letter: list(say(actor, municipality, on)) for letter, say in _SAYS.items()}
    return [
        Prepared(letter, LETTER_NAMES[letter], [e for e in told[letter] if not e.missing], [e for e in told[letter] if e.missing])
        for letter in Letter
    ]  # fmt: skip


def asked_on(actor: Actor, year: int) -> date:
    """The day a year is told of: its last, or today while it goes."""
    return min(actor.on, date(year, 12, 31))


def _goals(actor: Actor, one: Any, on: date) -> Iterator[Evidence]:
    if on < actor.on:
        yield Evidence(N_("Året er over. Enheter og tilbud står slik de er skrevet nå."))
    units = keeping.units([one.pk], on=on)
    services = sum(len(unit.services.all()) for unit in units)
    yield Evidence(N_("{units} enheter og {services} tilbud er skrevet inn."), {"units": len(units), "services": services})
    unit = organisation.coordinating_unit(one.pk)
    if unit:
        yield Evidence(N_("Koordinerende enhet: {name}."), {"name": unit.name})
    else:
        yield Evidence(N_("Ingen koordinerende enhet er skrevet inn."), missing=True)


def _knowledge(actor: Actor, one: Any, on: date) -> Iterator[Evidence]:
    found = cooperation.housing(one.pk, on=on)
    if found and found.on > on - timedelta(days=HOUSING_DAYS):
        values = {"ordinary": found.ordinary, "adapted": found.adapted, "day": found.on, "year": found.on.year}
        yield Evidence(N_("Behovet for boliger er talt {day} {year}: {ordinary} vanlige og {adapted} tilpassede."), values)
    else:
        yield Evidence(N_("Behovet for boliger er ikke talt det siste året."), missing=True)


def _rules(actor: Actor, one: Any, on: date) -> Iterator[Evidence]:
    unit = organisation.coordinating_unit(one.pk)
    if unit and unit.routine_on and unit.routine_on > on - timedelta(days=ROUTINE_DAYS):
        values = {"name": unit.routine, "day": unit.routine_on, "year": unit.routine_on.year}
        if unit.routine_on <= on:
            yield Evidence(N_("Rutinen «{name}» er gått gjennom {day} {year}."), values)
        else:
            yield Evidence(
                N_("Rutinen «{name}» er sist gått gjennom {day} {year}, etter at året var over. Huset vet bare den siste dagen."),
                values,
                missing=True,
            )
    else:
        yield Evidence(N_("Rutinen for plan og koordinator er ikke gått gjennom de siste to årene."), missing=True)


def _risk(actor: Actor, one: Any, on: date) -> Iterator[Evidence]:
    found = risk.by_area(actor, [one.pk], until=risk.counted_until(actor.on, on.year))
    for area in found:
        yield Evidence(N_("Avvik det siste året, {area}: {count}."), {"area": AREA_NAMES[RiskArea(area.area)], "count": str(area.told)})
    if not found:
        yield Evidence(N_("Ingen avvik er meldt det siste året. Det er sjelden fordi ingenting har skjedd."), missing=True)


def _together(actor: Actor, one: Any, on: date) -> Iterator[Evidence]:
    running = cooperation.covering([one.pk], on=on)
    for agreement in running:
        values = {"name": agreement.name, "followed": agreement.standing.followed, "points": agreement.standing.points}
        yield Evidence(N_("«{name}»: {followed} av {points} punkter er fulgt opp det siste året."), values)
        if agreement.last_review is None or agreement.last_review.on <= on - timedelta(days=365):
            yield Evidence(N_("«{name}» er ikke gått gjennom det siste året."), values, missing=True)
    if not running:
        yield Evidence(N_("Ingen avtale er skrevet inn."), missing=True)


def _competence(actor: Actor, one: Any, on: date) -> Iterator[Evidence]:
    staff = keeping.staff([one.pk], on=on)
    trained = competence.trained_in_coordinating([s.pk for s in staff], since=on - timedelta(days=TRAINING_DAYS), until=on)
    values = {"trained": len(trained), "staff": len(staff)}
    yield Evidence(
        N_("{trained} av {staff} ansatte har fått opplæring eller veiledning i å koordinere de siste to årene."), values,
        missing=not trained,
    )  # fmt: skip


def _experience(actor: Actor, one: Any, on: date) -> Iterator[Evidence]:
    until = risk.counted_until(actor.on, on.year)
    if risk.by_area(actor, [one.pk], until=until):
        still = risk.still_open(actor, [one.pk], until=until)
        yield Evidence(N_("Avvik som ikke er lukket: {count}."), {"count": str(still)}, missing=still.high > 0)
    heard = [line for line in experience.told([one.pk]) if line.year in (on.year, on.year - 1) and line.alliance.of.high]
    if heard:
        values = {"year": heard[0].year, "count": len({line.unit.pk for line in heard if line.year == heard[0].year})}
        yield Evidence(N_("Det brukerne svarte i {year}, er telt opp. Tjenester med svar: {count}."), values)
    if Letter.G not in deviations.words_of_year(actor, one.pk, on.year):
        yield Evidence(N_("Skriv hva brukerne, klagene og tilsynene har fortalt, og hva dere har gjort med det."), missing=True)


_SAYS = {
    Letter.A: _goals, Letter.B: _knowledge, Letter.C: _rules, Letter.D: _risk, Letter.E: _together, Letter.F: _competence,
    Letter.G: _experience,
}  # fmt: skip
