"""The permanent cast: the same people in the demo, the tests and the tutorial. All invented; municipalities real.

Setesdal's four municipalities work together; the nurse in Åseral is their neighbour and must see nothing.
Histories are told by the product's own actions, each at its own instant, so that a cast member's record looks as a real
one would: logged, versioned, and by somebody.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from helhet.access import actions as access
from helhet.access import queries as access_queries
from helhet.access.policy import OSLO, Actor
from helhet.organisation import actions as organisation
from helhet.organisation.models import (
    AnswerPoint,
    CoOperation,
    Membership,
    Municipality,
    OpeningHours,
    Partner,
    PartnerMember,
    ServiceOffered,
    Staff,
    Unit,
)

SETESDAL = {"evje": "4219", "bygland": "4220", "valle": "4221", "bykle": "4222"}
NEIGHBOUR = "4224"  # Åseral
_BEGAN = date(2019, 1, 1)


@dataclass(frozen=True)
class Worker:
    """One of staff: key, name, title, telephone, municipality, units."""

    key: str
    name: str
    title: str
    telephone: str
    municipality: str
    units: tuple[str, ...]


UNITS = {
    # key: (name, municipality, serves, coordinating unit, HER-id)
    "ke": ("Koordinerende enhet Setesdal", "bygland", tuple(SETESDAL), True, "8094101"),
    "evje": ("Psykisk helse og rus, Evje og Hornnes", "evje", ("evje",), False, "8094110"),
    "bygland": ("Psykisk helse og rus, Bygland", "bygland", ("bygland",), False, "8094120"),
    "valle": ("Psykisk helse og rus, Valle", "valle", ("valle",), False, "8094130"),
    "bykle": ("Psykisk helse og rus, Bykle", "bykle", ("bykle",), False, "8094140"),
    "felles": ("Felles psykolog og ruskonsulent, Setesdal", "bygland", tuple(SETESDAL), False, "8094150"),
    "aaseral": ("Helse og omsorg, Åseral", "aaseral", ("aaseral",), False, "8094190"),
}

STAFF = (
    Worker("tone", "Tone Rysstad", "leder for koordinerende enhet", "40000100", "bygland", ("ke",)),
    Worker("ingunn", "Ingunn Austad", "psykiatrisk sykepleier", "40000101", "bygland", ("bygland",)),
    Worker("kari", "Kari Byglandsfjord", "vernepleier", "40000102", "bygland", ("bygland",)),
    Worker("gunnhild", "Gunnhild Hovden", "sosionom", "40000103", "bykle", ("bykle",)),
    Worker("olav", "Olav Rygnestad", "psykiatrisk sykepleier", "40000104", "valle", ("valle", "ke")),
    Worker("marit", "Marit Hornnes", "leder psykisk helse og rus", "40000105", "evje", ("evje",)),
    Worker("jan", "Jan Erik Moi", "miljøterapeut", "40000106", "evje", ("evje",)),
    Worker("torbjorn", "Torbjørn Frøysnes", "ruskonsulent", "40000151", "bygland", ("felles",)),
    Worker("hanne", "Hanne Lie Mosdal", "psykolog", "40000152", "bygland", ("felles",)),
    Worker("wenche", "Wenche Dale", "erfaringskonsulent", "40000155", "evje", ("felles",)),
    Worker("liv", "Liv Åsland", "sykepleier", "40000199", "aaseral", ("aaseral",)),
)

PARTNERS = {
    # key: (kind, name, telephone, HER-id, serves, members (key, name, title, telephone))
    "legesenter": ("gp", "Bygland legesenter", "40000180", "8095101", ("bygland",), (("anders", "Anders Kile", "fastlege", "40000181"),)),
    "valle-lege": (
        "gp",
        "Valle legekontor",
        "40000182",
        "8095102",
        ("valle", "bykle"),
        (("signe", "Signe Homme", "fastlege", "40000183"),),
    ),
    "evje-lege": ("gp", "Evje legesenter", "40000184", "8095103", ("evje",), (("per", "Per Gauslå", "fastlege", "40000185"),)),
    "nav": ("nav", "NAV Setesdal", "40000160", "", tuple(SETESDAL), (("sissel", "Sissel Heistad", "veileder", "40000161"),)),
    "dps": (
        "dps",
        "DPS, poliklinikken",
        "40000170",
        "8095201",
        tuple(SETESDAL),
        (("rune", "Rune Tveit", "psykologspesialist", "40000171"),),
    ),
    "lar": ("lar", "LAR, Byglandsfjord", "40000172", "", tuple(SETESDAL), (("bente", "Bente Lund", "LAR-konsulent", "40000173"),)),
    "akutt": ("acute", "Ambulant akutteam", "40000175", "", tuple(SETESDAL), ()),
    "legevakt": ("emergency", "Legevakten", "116117", "", tuple(SETESDAL), ()),
    "113": ("emergency", "Fare for liv", "113", "", tuple(SETESDAL), ()),
}

SERVICES = (
    # name, description, unit, serves, level of care, pathways, legal basis, capacity
    ("Møteplassen", "Åpent hus tirsdag og torsdag", "bygland", tuple(SETESDAL), 1, "123", "none", None),
    ("Korte samtaler", "Inntil seks samtaler, ingen henvisning", "{own}", (), 2, "12", "hol-3-2-4", 12),
    ("Samtaler hos psykolog", "Utredning og behandling", "felles", tuple(SETESDAL), 3, "23", "hol-3-2-4", 20),
    ("Oppfølging rus", "Ruskonsulenten, alle fire kommunene", "felles", tuple(SETESDAL), 3, "123", "hol-3-2-5", 30),
    ("Oppfølging i hjemmet", "Faste besøk hjemme", "{own}", (), 4, "23", "hol-3-2-6a", 15),
    ("Bolig med personale", "Fem leiligheter på Evje", "evje", tuple(SETESDAL), 5, "3", "hol-3-2-6c", 5),
)


@dataclass(frozen=True)
class House:
    """Setesdal in place: everybody by key."""

    municipalities: dict[str, Municipality]
    units: dict[str, Unit]
    staff: dict[str, Staff]
    partners: dict[str, Partner]
    members: dict[str, PartnerMember]
    services: dict[tuple[str, str], ServiceOffered]

    def actor(self, key: str, at: datetime) -> Actor:
        """This cast member at this instant."""
        who = {"staff": self.staff[key]} if key in self.staff else {"partner_member": self.members[key]}
        account = access_queries.account_named(key)
        assert account is not None, who
        found = access_queries.account_of(account.pk)
        assert found is not None
        return access_queries.actor_for(found, at=at)


def at(on: date, hour: int = 9, minute: int = 0) -> datetime:
    """An instant in Setesdal."""
    return datetime.combine(on, time(hour, minute), OSLO)


def build_house() -> House:
    """Municipalities, co-operation, units, staff with accounts, partners, services and telephones."""
    organisation.load_municipalities()
    numbers = {**SETESDAL, "aaseral": NEIGHBOUR}
    Municipality.objects.filter(number__in=numbers.values()).update(takes_part=True)
    municipalities = {key: Municipality.objects.get(number=number) for key, number in numbers.items()}
    together = CoOperation.objects.create(
        name="Setesdal, psykisk helse og rus", legal_form="host", host=municipalities["bygland"], since=_BEGAN
    )
    together.members.set(municipalities[key] for key in SETESDAL)
    units = {key: _unit(municipalities, *given) for key, given in UNITS.items()}
    staff = {worker.key: _worker(worker, municipalities, units) for worker in STAFF}
    partners, members = _partners(municipalities)
    services = _services(municipalities, units)
    _telephones(municipalities, units, staff, partners)
    return House(municipalities, units, staff, partners, members, services)


def _unit(places: dict[str, Municipality], name: str, own: str, serves: tuple[str, ...], coordinating: bool, her_id: str) -> Unit:
    unit = Unit.objects.create(name=name, municipality=places[own], is_coordinating_unit=coordinating, her_id=her_id)
    unit.serves.set(places[key] for key in serves)
    return unit


def _worker(worker: Worker, places: dict[str, Municipality], units: dict[str, Unit]) -> Staff:
    staff = Staff.objects.create(name=worker.name, title=worker.title, telephone=worker.telephone, municipality=places[worker.municipality])
    Membership.objects.bulk_create(Membership(staff=staff, unit=units[key], since=_BEGAN) for key in worker.units)
    access.new_account(worker.key, password=None, staff=staff)
    return staff


def _partners(places: dict[str, Municipality]) -> tuple[dict[str, Partner], dict[str, PartnerMember]]:
    partners, members = {}, {}
    for key, (kind, name, telephone, her_id, serves, people) in PARTNERS.items():
        partners[key] = Partner.objects.create(kind=kind, name=name, telephone=telephone, her_id=her_id)
        partners[key].serves.set(places[place] for place in serves)
        for member, who, title, number in people:
            members[member] = PartnerMember.objects.create(partner=partners[key], name=who, title=title, telephone=number)
    access.new_account("sissel", password=None, partner_member=members["sissel"])
    return partners, members


def _services(places: dict[str, Municipality], units: dict[str, Unit]) -> dict[tuple[str, str], ServiceOffered]:
    """Every service by (name, municipality key); those marked `{own}` exist once in each municipality."""
    made: dict[tuple[str, str], ServiceOffered] = {}
    for name, description, unit, serves, level, pathways, basis, capacity in SERVICES:
        for group in [(key,) for key in SETESDAL] if unit == "{own}" else [serves]:
            service = ServiceOffered.objects.create(
                name=name, description=description, unit=units[group[0] if unit == "{own}" else unit], level_of_care=level,
                pathways=pathways, legal_basis=basis, capacity=capacity,
            )  # fmt: skip
            service.serves.set(places[key] for key in group)
            made.update({(name, key): service for key in group})
    return made


def _telephones(places: dict[str, Municipality], units: dict[str, Unit], staff: dict[str, Staff], partners: dict[str, Partner]) -> None:
    """The telephones somebody answers, with hours."""
    all_four = tuple(SETESDAL)
    office, always = ("01234", time(8), time(15, 30)), ("0123456", time(0), time(0))
    torbjorn = _point(
        places,
        "Torbjørn Frøysnes",
        "Ruskonsulent for alle fire kommunene",
        "rus alkohol avhengighet ruskonsulent LAR overdose",
        "40000151",
        all_four,
        office,
        10,
        staff=staff["torbjorn"],
    )  # noqa: E501
    _point(
        places,
        "Gunnhild Hovden",
        "Psykisk helse og rus i Bykle",
        "psykisk helse rus bolig angst depresjon",
        "40000103",
        ("bykle",),
        office,
        15,
        staff=staff["gunnhild"],
        stands_in_for=torbjorn,
    )  # noqa: E501
    _point(
        places,
        "Ingunn Austad",
        "Psykisk helse og rus i Bygland",
        "psykisk helse rus angst depresjon samtale",
        "40000101",
        ("bygland",),
        office,
        15,
        staff=staff["ingunn"],
    )  # noqa: E501
    _point(
        places,
        "Olav Rygnestad",
        "Psykisk helse og rus i Valle",
        "psykisk helse rus angst depresjon samtale",
        "40000104",
        ("valle",),
        office,
        15,
        staff=staff["olav"],
    )  # noqa: E501
    _point(
        places,
        "Marit Hornnes",
        "Psykisk helse og rus i Evje og Hornnes",
        "psykisk helse rus angst depresjon samtale bolig",
        "40000105",
        ("evje",),
        office,
        15,
        staff=staff["marit"],
    )  # noqa: E501
    _point(
        places,
        "Koordinerende enhet",
        "Én telefon for hele Setesdal. Finner rett person for deg.",
        "koordinator individuell plan henvendelse hvem alt",
        "40000100",
        all_four,
        office,
        30,
        unit=units["ke"],
    )  # noqa: E501
    _point(
        places,
        "Ambulant akutteam",
        "Akutt psykisk krise, også rus. Kan komme hjem.",
        "akutt krise selvmord psykose rus psykisk",
        "40000175",
        all_four,
        ("0123456", time(8), time(22)),
        40,
        partner=partners["akutt"],
        on_holidays=True,
    )  # noqa: E501
    _point(
        places,
        "Legevakten",
        "Når det ikke kan vente. Fare for liv: 113.",
        "akutt krise lege natt helg selvmord rus psykisk",
        "116117",
        all_four,
        always,
        60,
        partner=partners["legevakt"],
        on_holidays=True,
    )  # noqa: E501
    _point(
        places,
        "Fare for liv",
        "Ambulanse",
        "akutt liv overdose selvmord",
        "113",
        all_four,
        always,
        70,
        partner=partners["113"],
        on_holidays=True,
    )  # noqa: E501
    lar = _point(
        places,
        "LAR, Byglandsfjord",
        "Annenhver tirsdag på Byglandsfjord",
        "rus LAR medisin substitusjon",
        "40000172",
        all_four,
        None,
        50,
        partner=partners["lar"],
    )  # noqa: E501
    OpeningHours.objects.create(
        point=lar, weekdays="1", opens=time(13), closes=time(15), weeks=2, first=date(2026, 1, 6), place="Byglandsfjord"
    )
    _point(
        places,
        "Sissel Heistad, NAV Setesdal",
        "Økonomi, arbeid, midlertidig bolig",
        "nav penger økonomi gjeld arbeid bolig sosialhjelp rus",
        "40000161",
        all_four,
        ("01234", time(9), time(11)),
        50,
        partner=partners["nav"],
    )  # noqa: E501


def _point(
    places: dict[str, Municipality], name: str, helps: str, topics: str, number: str, serves: tuple[str, ...], hours: Any, order: int, *,
    on_holidays: bool = False, **belongs: Any,
) -> AnswerPoint:  # fmt: skip
    point = AnswerPoint.objects.create(name=name, helps_with=helps, topics=topics, telephone=number, order=order, **belongs)
    point.serves.set(places[key] for key in serves)
    if hours:
        OpeningHours.objects.create(point=point, weekdays=hours[0], opens=hours[1], closes=hours[2], on_holidays=on_holidays)
    return point


def days_ago(on: date, days: int, hour: int = 10) -> datetime:
    """An instant that many days before, on a working day at that hour."""
    return at(on - timedelta(days=days), hour)
