"""The municipality in place before its people: units with telephones, services, workers, partners, and one account."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np

from helhet.access import actions as access
from helhet.access.in_bulk import rows_in_bulk
from helhet.demo.synth.columns import NONE, Numbers
from helhet.demo.synth.people import BASES
from helhet.organisation import actions as organisation
from helhet.organisation.models import (
    Learning,
    LearningPart,
    Membership,
    Municipality,
    Partner,
    PartnerMember,
    ServiceOffered,
    Staff,
    Unit,
)
from helhet.organisation.queries import coordinating_unit
from helhet.organisation.rules.competence import Competence, LearningKind

from .drawn import Drawn, key_of, objects, said_days

_SERVICES, _PARTNERS = 0x100, 0x200
_NAMES = {
    "hol-3-2-4": ("Samtaler", 2), "hol-3-2-6a": ("Oppfølging i hjemmet", 4), "hol-3-2-6b": ("Støttekontakt", 3),
    "sotjl-17": ("Økonomisk råd og veiledning", 2),
}  # fmt: skip
_TITLES = ("psykiatrisk sykepleier", "vernepleier", "sosionom", "ruskonsulent", "ergoterapeut", "miljøterapeut")
_SINCE = date(2010, 1, 1)


@dataclass(frozen=True)
class _Keeper:
    """Who puts the house in place: nobody who signs in."""

    at: datetime
    name: str = "helhet synth"

    @property
    def on(self) -> date:
        return self.at.date()


class Home:
    """The keys of a municipality's units, services and partners: they follow from its place, so that they need not be read back."""

    def __init__(self, seed: int, place: int, number: str, units: list[str]) -> None:
        self.number, self.units = number, objects(units)
        self.services = {
            basis: objects([key_of(seed, place, _SERVICES + kind, unit) for unit in range(len(units))]) for kind, basis in enumerate(BASES)
        }
        keys = (key_of(seed, place, _PARTNERS, number) for number in range(6))
        self.gp, self.school, self.gp_member, self.school_member, self.health, self.health_member = keys

    def of_cases(self, bases: list[str], units: Numbers) -> list[str]:
        """The service each case is in, by the paragraph it stands on and the place of its unit."""
        return [str(self.services[basis][unit]) for basis, unit in zip(bases, units.tolist(), strict=True)]


def put_in_place(home: Home, drawn: Drawn, *, at: datetime) -> list[str]:
    """Units, services, partners and workers of a municipality; returns the workers' names."""
    place = Municipality.objects.get(pk=home.number)
    place.takes_part = True
    place.save(update_fields=["takes_part"])
    organisation.add_national_numbers([place], by=_Keeper(at))
    _units(home, drawn, place)
    _partners(home, place)
    names = employ(home, drawn)
    _trained(drawn, at)
    return names


def _units(home: Home, drawn: Drawn, place: Municipality) -> None:
    # A municipality has one coordinating unit: where the demo has put one already, the drawn one is a unit like the others.
    coordinates = coordinating_unit(place.pk) is None
    answers = drawn.yes("unit", "answers").tolist()
    [routine_on] = drawn.numbers("house", "routine_on").tolist()
    for number, (key, answered) in enumerate(zip(home.units, answers, strict=True)):
        first = number == 0
        unit = Unit(
            pk=key, name=f"Koordinerende enhet, {place.name}" if first else f"Psykisk helse og rus {number}, {place.name}",
            municipality=place, is_coordinating_unit=first and coordinates, telephone="40000100" if answered else "",
        )  # fmt: skip
        if first and routine_on != NONE:
            unit.routine, unit.routine_on = "Rutine for individuell plan og koordinator", date(1970, 1, 1) + timedelta(days=routine_on)
        unit.save(force_insert=True)
        unit.serves.add(place)
        for basis, keys in home.services.items() if not first else ():
            name, level = _NAMES[basis]
            service = ServiceOffered(pk=keys[number], name=name, unit=unit, level_of_care=level, pathways="123", legal_basis=basis)
            service.save(force_insert=True)
            service.serves.add(place)


def _partners(home: Home, place: Municipality) -> None:
    for kind, key, member, name, who, title in (
        ("gp", home.gp, home.gp_member, "legesenter", "Marit Fjellbu", "fastlege"),
        ("school", home.school, home.school_member, "skole", "Tor Lien", "rektor"),
        ("dps", home.health, home.health_member, "DPS", "Eva Dahle", "behandler"),
    ):
        partner = Partner(pk=key, kind=kind, name=f"{place.name} {name}", telephone="40000180")
        partner.save(force_insert=True)
        partner.serves.add(place)
        PartnerMember(pk=member, partner=partner, name=who, title=title, telephone="40000181").save(force_insert=True)


def employ(home: Home, drawn: Drawn) -> list[str]:
    """Everybody who works there, each in a unit that gives services; the first of them leads the coordinating unit too."""
    world = drawn.world
    size = len(world.left)
    names = drawn.names(np.arange(size), male=drawn.chance.random(size) < 0.3)
    full = [f"{given} {family}" for given, family in zip(*names, strict=True)]
    rows_in_bulk(Staff, size, {
        "id": drawn.staff.tolist(), "name": full, "title": drawn.one_of(_TITLES, size), "municipality_id": home.number,
        "telephone": [f"4000{number % 1000:04}" for number in range(size)],
    })  # fmt: skip
    giving = len(home.units) - 1
    units = home.units[1 + np.arange(size) % giving] if giving else home.units[np.zeros(size, dtype=np.int64)]
    rows_in_bulk(Membership, size, {
        "staff_id": drawn.staff.tolist(), "unit_id": units.tolist(), "since": _SINCE, "until": said_days(world.left),
    })  # fmt: skip
    if giving and world.number:
        rows_in_bulk(Membership, 1, {"staff_id": [drawn.staff[0]], "unit_id": [home.units[0]], "since": _SINCE, "leads": True})
    return full


def _trained(drawn: Drawn, at: datetime) -> None:
    """The last time each was trained in coordinating, each on a course of her own day."""
    on = drawn.numbers("worker", "trained_on")
    told = on != NONE
    size = int(told.sum())
    keys = drawn.new_keys(size)
    rows_in_bulk(Learning, size, {
        "id": keys, "on": said_days(on[told]), "kind": LearningKind.COURSE, "what": "Koordinatorskolen, oppdiktet",
        "key": Competence.COORDINATING, "at": at, "by_name": "helhet synth",
    })  # fmt: skip
    rows_in_bulk(LearningPart, size, {"learning_id": keys, "staff_id": drawn.staff[told].tolist()})


def username(number: str, seed: int) -> str:
    """The name a municipality's coordinator signs in by."""
    return f"koordinator-{number}-{seed}"


def let_in(home: Home, drawn: Drawn) -> None:
    """An account for the coordinator who has most to coordinate; without a password only a demo lets it in."""
    runs = drawn.numbers("coordination", "until") == NONE
    has = np.bincount(drawn.workers("coordination")[runs], minlength=len(drawn.staff)) * (drawn.world.left == NONE)
    access.new_account(username(home.number, drawn.world.seed), password=None, staff_id=drawn.staff[int(has.argmax())])
