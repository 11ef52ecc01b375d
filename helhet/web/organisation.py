"""The municipality's own house: who takes part, units and what they offer, staff, partners, telephones. For the coordinating unit."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from helhet.access.policy import NotVisible
from helhet.cases.rules import LEGAL_BASES
from helhet.organisation.queries import keeping
from helhet.organisation.rules import LEGAL_FORM_NAMES, LEVEL_NAMES, PARTNER_NAMES, PartnerKind
from helhet.organisation.rules.keeping import LEGAL_FORM_MAY


@dataclass(frozen=True)
class House:
    """What one coordinating unit keeps right: the municipalities it serves."""

    municipalities: list[Any]

    @property
    def numbers(self) -> list[str]:
        """The numbers of the municipalities."""
        return [one.pk for one in self.municipalities]

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The municipalities to choose among."""
        return [(one.pk, one.name) for one in self.municipalities]


def house_of(request: HttpRequest) -> House:
    """The house this actor keeps. To everybody outside a coordinating unit there is no such page."""
    found = keeping.kept_by(request.actor) if request.actor.is_staff else []
    if not found:
        raise NotVisible
    return House(found)


def overview(request: HttpRequest) -> HttpResponse:
    """Municipalities that take part, how they co-operate, units and what they offer."""
    house, on = house_of(request), request.actor.on
    return render(
        request, "organisation/house.html",
        {
            "tab": "house", "municipalities": house.municipalities, "cooperations": keeping.cooperations(house.numbers, on=on),
            "units": keeping.units(house.numbers, on=on), "legal_forms": LEGAL_FORM_NAMES, "legal_form_may": LEGAL_FORM_MAY,
            "levels": LEVEL_NAMES, "bases": {key: basis.paragraph for key, basis in LEGAL_BASES.items()},
        },
    )  # fmt: skip


def staff(request: HttpRequest) -> HttpResponse:
    """Who works here, in which units, and who is away."""
    house, on = house_of(request), request.actor.on
    found = keeping.staff(house.numbers, on=on)
    for one in found:
        one.is_away = any(absence.since <= on for absence in one.absences.all())
    away = [one for one in found if one.is_away]
    return render(request, "organisation/staff.html", {"tab": "staff", "staff": found, "away": away})


def partners(request: HttpRequest) -> HttpResponse:
    """Partners outside: telephone, hours, message address, visiting days, and their people."""
    house, on = house_of(request), request.actor.on
    found = keeping.partners(house.numbers, on=on)
    for one in found:
        # «Ambulant akutteam, ambulant akutteam» says nothing twice.
        one.is_plain_name = PARTNER_NAMES[PartnerKind(one.kind)].lower() in one.name.lower()
    return render(request, "organisation/partners.html", {"tab": "partners", "partners": found, "kinds": PARTNER_NAMES})


def telephones(request: HttpRequest) -> HttpResponse:
    """Every telephone somebody answers, the first to ring first."""
    house = house_of(request)
    return render(request, "organisation/telephones.html", {"tab": "telephones", "points": keeping.points(house.numbers)})
