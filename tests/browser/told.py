"""Tells the house the browser visits: Setesdal, Siri and two more, in a database with its tables (HELHET_DATA_DIR). Run as a program."""

import django

django.setup()

from helhet.access import actions as access  # noqa: E402
from helhet.demo import cast, setesdal, stories  # noqa: E402
from helhet.demo.telling import Teller  # noqa: E402
from helhet.mapping import actions as mapping  # noqa: E402
from helhet.web import clock  # noqa: E402


def build() -> None:
    """The cast in place, everybody reading bokmål, Siri with a year behind her, and two more."""
    now = clock.now()
    mapping.load_shipped()
    house = cast.build_house()
    for worker in cast.STAFF:
        access.choose_language("nb", by=house.actor(worker.key, now))
    setesdal.tell_house(Teller(house, now))
    told = [story(Teller(house, now)) for story in (stories.siri, stories.odd_arne, stories.gerd)]
    setesdal.looks_back(Teller(house, now), told[0])


build()
