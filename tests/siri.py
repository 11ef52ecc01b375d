"""Siri Haugen, as most tests of people and cases meet her: rung in to Bygland, taken by Ingunn, with a case and a coordinator."""

from dataclasses import dataclass
from typing import Any

from helhet.access import actions as access
from helhet.access.policy import Actor
from helhet.access.rules import ConsentKind, Part, Role
from helhet.cases import actions as cases
from helhet.demo.cast import House
from helhet.people import actions as people


@dataclass
class Known:
    """A person with what came with her."""

    person: Any
    enquiry: Any
    case: Any


def known(house: House, by: Actor, *, name: str = "Siri Haugen", born: str = "02.04.1988", place: str = "bygland") -> Known:
    """Rung in, taken, and a case opened at the place's own service."""
    new = cases.NewEnquiry(
        name=name, words="Jeg får ikke sove.", unit=house.units[place], municipality_number=house.municipalities[place].number, born=born,
        telephone="40000114",
    )  # fmt: skip
    enquiry = cases.register(new, by=by)
    cases.take(enquiry, by=by)
    service = house.services["Korte samtaler", place]
    case = cases.triage(enquiry, service=service, pathway=2, reason="Samtaler er nok nå.", by=by)
    return Known(enquiry.person, enquiry, case)


def coordinated(house: House, by: Actor, **given: Any) -> Known:
    """The same, with Ingunn as her coordinator."""
    found = known(house, by, **given)
    cases.appoint(found.person.pk, staff=house.staff["ingunn"], by=by)
    return found


def shares(person: Any, house: House, by: Actor, *parts: Part, to: Any = None) -> Any:
    """She lets Sissel at NAV see these parts."""
    return access.consent(
        person.pk, kind=ConsentKind.SHARING, how="muntlig", given_by=person.name, to=to or house.members["sissel"],
        parts=parts or (Part.PLAN,), purpose="samarbeid", by=by,
    )  # fmt: skip


def with_address(person: Any, by: Actor, *, grade: str = "fortrolig") -> None:
    """She lives somewhere that few may know."""
    people.set_address(person, street="Gamle Setesdalsveg 114", postcode="4745", place="Byglandsfjorden", by=by)
    people.change(person, grade=grade, by=by)


def account_for(person: Any, by: Actor) -> Any:
    """She can sign in herself."""
    access.begin_relation(person.pk, role=Role.PERSON, ground="egen journal", herself=True, by=by)
    return access.new_account("siri", password=None, person=person)
