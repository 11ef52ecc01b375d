"""The permanent cast: the same people in the demo, the tests and the tutorial. All invented; municipalities real.

Setesdal's four municipalities work together; the nurse in Åseral is their neighbour and must see nothing.
Histories are told by the product's own actions, each at its own instant, so that a cast member's record looks as a real
one would: logged, versioned, and by somebody.
"""

from dataclasses import dataclass
from datetime import date, datetime

from helhet.access import actions as access
from helhet.access import queries as access_queries
from helhet.access.policy import Actor
from helhet.demo import telephones
from helhet.handover.models import MessageAddress
from helhet.organisation import actions as organisation
from helhet.organisation.models import (
    CoOperation,
    Membership,
    Municipality,
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
    leads: bool = False


UNITS = {
    # key: (name, municipality, serves, coordinating unit, HER-id)
    "ke": ("Koordinerende enhet Setesdal", "bygland", tuple(SETESDAL), True, "8094101"),
    "evje": ("Psykisk helse og rus, Evje og Hornnes", "evje", ("evje",), False, "8094110"),
    "bygland": ("Psykisk helse og rus, Bygland", "bygland", ("bygland",), False, "8094120"),
    "valle": ("Psykisk helse og rus, Valle", "valle", ("valle",), False, "8094130"),
    "bykle": ("Psykisk helse og rus, Bykle", "bykle", ("bykle",), False, "8094140"),
    "felles": ("Felles psykolog og ruskonsulent, Setesdal", "bygland", tuple(SETESDAL), False, "8094150"),
    "ledelse": ("Psykisk helse og rus i Setesdal, ledelsen", "bygland", tuple(SETESDAL), False, "8094160"),
    "aaseral": ("Helse og omsorg, Åseral", "aaseral", ("aaseral",), False, "8094190"),
}

STAFF = (
    Worker("tone", "Tone Rysstad", "leder for koordinerende enhet", "40000100", "bygland", ("ke",), leads=True),
    Worker("ingunn", "Ingunn Austad", "psykiatrisk sykepleier", "40000101", "bygland", ("bygland",)),
    Worker("kari", "Kari Byglandsfjord", "vernepleier", "40000102", "bygland", ("bygland",)),
    Worker("gunnhild", "Gunnhild Hovden", "sosionom", "40000103", "bykle", ("bykle",)),
    Worker("olav", "Olav Rygnestad", "psykiatrisk sykepleier", "40000104", "valle", ("valle", "ke")),
    Worker("marit", "Marit Hornnes", "leder psykisk helse og rus", "40000105", "evje", ("evje",), leads=True),
    Worker("jan", "Jan Erik Moi", "miljøterapeut", "40000106", "evje", ("evje",)),
    Worker("torbjorn", "Torbjørn Frøysnes", "ruskonsulent", "40000151", "bygland", ("felles",)),
    Worker("hanne", "Hanne Lie Mosdal", "psykolog", "40000152", "bygland", ("felles",)),
    Worker("wenche", "Wenche Dale", "erfaringskonsulent", "40000155", "evje", ("felles",)),
    # Leads for all four, and opens nobody's record.
    Worker("kjersti", "Kjersti Li", "leder for psykisk helse og rus i Setesdal", "40000156", "bygland", ("ledelse",), leads=True),
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
    "politi": ("police", "Politiet", "112", "", tuple(SETESDAL), ()),
    "barnevern": ("child_welfare", "Barneverntjenesten i Setesdal", "40000186", "", tuple(SETESDAL), ()),
    "krisesenter": ("other", "Krisesenteret", "40000188", "", tuple(SETESDAL), ()),
}

SERVICES = (
    # name, description, unit, serves, level of care, pathways, legal basis, capacity
    ("Møteplassen", "Åpent hus tirsdag og torsdag", "bygland", tuple(SETESDAL), 1, "123", "none", None),
    ("Korte samtaler", "Inntil seks samtaler, ingen henvisning", "{own}", (), 2, "12", "hol-3-2-4", 12),
    ("Samtaler hos psykolog", "Utredning og behandling", "felles", tuple(SETESDAL), 3, "23", "hol-3-2-4", 20),
    ("Oppfølging rus", "Ruskonsulenten, alle fire kommunene", "felles", tuple(SETESDAL), 3, "123", "hol-3-2-5", 30),
    ("Oppfølging i hjemmet", "Faste besøk hjemme", "{own}", (), 4, "23", "hol-3-2-6a", 15),
    ("Støtte til pårørende", "Samtaler, kurs og avlastning for den som står nær", "felles", tuple(SETESDAL), 3, "123", "hol-3-6", None),
    ("Bolig med personale", "Fem leiligheter på Evje", "evje", tuple(SETESDAL), 5, "3", "hol-3-2-6c", 5),
)


# Receivers named in the authorities' official test messages: the demo answers to them, so that they can be tried here.
TEST_ADDRESSES = {
    # HER-id: (name, the whole organisation)
    "99387": ("Alvdal kommune", True),
    "5078": ("Sykepleietjeneste, pleie og omsorg", False),
    "56704": ("Kattskinnet legesenter", True),
    "369.767": ("August September", False),
    "148.985": ("Magnar Koman", False),
    "91096": ("Legesenter", True),
    "91100": ("Fastlege", False),
    "91101": ("Fastlege", False),
}


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
        """This cast member at this instant: one of staff, a partner's member or a resident, by the name she signs in with."""
        account = access_queries.account_named(key)
        found = access_queries.account_of(account.pk) if account else None
        assert found is not None, key
        return access_queries.actor_for(found, at=at)


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
    MessageAddress.objects.bulk_create(
        MessageAddress(her_id=her_id, name=name, unit=units["ke"], is_whole=whole) for her_id, (name, whole) in TEST_ADDRESSES.items()
    )
    staff = {worker.key: _worker(worker, municipalities, units) for worker in STAFF}
    partners, members = _partners(municipalities)
    services = _services(municipalities, units)
    telephones.put_in_place(municipalities, units, staff, partners)
    return House(municipalities, units, staff, partners, members, services)


def _unit(places: dict[str, Municipality], name: str, own: str, serves: tuple[str, ...], coordinating: bool, her_id: str) -> Unit:
    unit = Unit.objects.create(name=name, municipality=places[own], is_coordinating_unit=coordinating, her_id=her_id)
    unit.serves.set(places[key] for key in serves)
    return unit


def _worker(worker: Worker, places: dict[str, Municipality], units: dict[str, Unit]) -> Staff:
    staff = Staff.objects.create(name=worker.name, title=worker.title, telephone=worker.telephone, municipality=places[worker.municipality])
    Membership.objects.bulk_create(Membership(staff=staff, unit=units[key], since=_BEGAN, leads=worker.leads) for key in worker.units)
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
    # She serves no municipality: an engagement lets her in, and nothing else does.
    revision = Partner.objects.create(kind="inspector", name="Fylkesrevisjonen i Agder")
    members["hilde"] = PartnerMember.objects.create(partner=revision, name="Hilde Skisland", title="forvaltningsrevisor")
    access.new_account("hilde", password=None, partner_member=members["hilde"])
    # Those who have been users themselves, and speak for users: the sums of all four, and nobody's record.
    council = Partner.objects.create(kind="council", name="Brukerrådet i Setesdal", telephone="40000190")
    council.serves.set(places[key] for key in SETESDAL)
    members["aslaug"] = PartnerMember.objects.create(partner=council, name="Aslaug Haugland", title="leder av brukerrådet")
    access.new_account("aslaug", password=None, partner_member=members["aslaug"])
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
