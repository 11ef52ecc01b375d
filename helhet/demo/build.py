"""Synthetic Setesdal, whole: the house, the residents with a story, and everybody else. All of it or nothing."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from helhet.access import actions as access
from helhet.access import queries as access_queries
from helhet.mapping import actions as mapping

from . import cast, setesdal, sketch, stories
from .telling import Teller

SEED = 4219

Progress = Callable[[str, int, int], None]


def is_demo() -> bool | None:
    """True for a database that holds the demo, False for one that holds something else, None for one that holds nobody."""
    if not any(True for _ in access_queries.cast_accounts()):
        return None
    cast_of_house = [access_queries.account_named(worker.key) for worker in cast.STAFF]
    return all(account is not None and not account.has_usable_password() for account in cast_of_house)


@transaction.atomic
def build(now: datetime, *, seed: int = SEED, progress: Progress | None = None) -> cast.House:
    """Tell everything as it would stand at this instant. The same instant and seed give the same people and the same counts."""
    tell = progress or (lambda what, done, of: None)
    mapping.load_shipped()
    house = cast.build_house()
    # Ingunn, Kari and Tone work in a municipality that writes nynorsk, and read bokmål all the same.
    for key in ("ingunn", "kari", "tone", "torbjorn", "hanne"):
        access.choose_language("nb", by=house.actor(key, now))
    teller = Teller(house, now)
    for done, story in enumerate(stories.EVERYBODY, 1):
        story(teller)
        tell("residents with a story", done, len(stories.EVERYBODY))
    others = sketch.residents(seed, on=teller.days.today)
    for done, one in enumerate(others, 1):
        setesdal.tell(teller, one, seed=seed)
        tell("other residents", done, len(others))
    return house
