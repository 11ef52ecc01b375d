"""Tells the house the browser visits: Setesdal, Siri and two more, in a database with its tables (HELHET_DATA_DIR). Run as a program."""

import django

django.setup()

from helhet.access import actions as access  # noqa: E402
from helhet.access.rules import Role  # noqa: E402
from helhet.demo import cast, inspection, setesdal, sketch, stories  # noqa: E402
from helhet.demo.telling import Teller  # noqa: E402
from helhet.mapping import actions as mapping  # noqa: E402
from helhet.people import actions as people  # noqa: E402
from helhet.team import actions as team  # noqa: E402
from helhet.web import clock  # noqa: E402


def build() -> None:
    """The cast in place, everybody reading bokmål, Siri with a year behind her, two more, and an inspection where Mona lives."""
    now = clock.now()
    mapping.load_shipped()
    house = cast.build_house()
    for worker in cast.STAFF:
        access.choose_language("nb", by=house.actor(worker.key, now))
    setesdal.tell_house(Teller(house, now))
    told = [story(Teller(house, now)) for story in (stories.siri, stories.odd_arne, stories.gerd)]
    setesdal.looks_back(Teller(house, now), told[0])
    _fill_board(house, Teller(house, now), told)
    stories.mona(Teller(house, now))
    inspection.under_way(house, now)


def _fill_board(house: cast.House, teller: Teller, told: list) -> None:
    """Thirty in Evje og Hornnes whom Torbjørn follows, and Ingunn's own two."""
    now = teller.days.now
    marit, ingunn = house.actor("marit", now), house.actor("ingunn", now)
    for one in sketch.residents(4219, on=teller.days.today)[:30]:
        new = people.NewPerson(house.municipalities["evje"], one.given, one.family, born=one.born)
        person = people.make_known(new, unit=house.units["evje"], by=marit)
        access.open_relation(
            person.pk, role=Role.TEAM_MEMBER, ground="helsepersonelloven § 25", staff=house.staff["torbjorn"], by=marit
        )  # fmt: skip
        team.put_on_board(person.pk, level=one.number % 5 + 1, why_kind="lasting", why="Trenger mye nå", by=marit)
    for person in told[:2]:
        team.put_on_board(person.pk, level=2, why_kind="lasting", why="Sover lite, isolerer seg", by=ingunn)


build()
