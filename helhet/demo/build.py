"""Synthetic Setesdal, whole: the house, the residents with a story, and everybody else. All of it or nothing."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction

from helhet.access import actions as access
from helhet.access.policy import OSLO
from helhet.mapping import actions as mapping

from . import cast, inspection, setesdal, sketch, stories
from .mark import mark
from .telling import Teller

SEED = 4219

Progress = Callable[[str, int, int], None]


@transaction.atomic
def build(now: datetime, *, seed: int = SEED, progress: Progress | None = None) -> cast.House:
    """Everything as it would stand at this instant. The same day and seed give the same people and the same counts."""
    mapping.load_shipped()
    house = cast.build_house()
    # They work in a municipality that writes nynorsk, and read bokmål all the same.
    for key in ("ingunn", "kari", "tone", "torbjorn", "hanne"):
        access.choose_language("nb", by=house.actor(key, now))
    setesdal.tell_house(Teller(house, now))
    told = tell_everybody(house, now, seed=seed, progress=progress)
    setesdal.looks_back(Teller(house, now), told[0])
    setesdal.lends(Teller(house, now), told[0])
    setesdal.buys(Teller(house, now), told[stories.EVERYBODY.index(stories.knut)])
    setesdal.fills_board(Teller(house, now), told, _sketched(told, now, seed))
    setesdal.live_and_do(Teller(house, now), _sketched(told, now, seed), told)
    setesdal.builds(Teller(house, now))
    setesdal.tell_oversight(Teller(house, now))
    setesdal.report_nationally(Teller(house, now))
    setesdal.neighbours_share(Teller(house, now))
    inspection.under_way(house, now)
    mark(now.astimezone(OSLO).date())
    return house


def _sketched(told: list[Any], now: datetime, seed: int) -> list[tuple[sketch.Sketch, Any]]:
    """Those without a story of their own, with the sketch each was told from."""
    return list(zip(sketch.residents(seed, on=now.astimezone(OSLO).date()), told[len(stories.EVERYBODY) :], strict=True))


@transaction.atomic
def tell_everybody(house: cast.House, now: datetime, *, seed: int = SEED, progress: Progress | None = None) -> list[Any]:
    """Everybody's history, in a house that stands. Returns the persons."""
    tell = progress or (lambda what, done, of: None)
    teller, told = Teller(house, now), []
    for story in stories.EVERYBODY:
        told.append(story(teller))
        tell("residents with a story", len(told), len(stories.EVERYBODY))
    others = sketch.residents(seed, on=teller.days.today)
    for done, one in enumerate(others, 1):
        told.append(setesdal.tell(teller, one, seed=seed))
        tell("other residents", done, len(others))
    return told
