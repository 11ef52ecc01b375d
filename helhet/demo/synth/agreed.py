"""What a municipality answers for as a whole: its agreements, its yearly review, and the serious events in its service."""

from datetime import date, timedelta
from typing import Any

import numpy as np

from helhet.cooperation.rules import POINTS, AgreementKind
from helhet.deviations.rules import CLOCKS_SINCE, clocks

from .columns import NONE, Numbers, Words
from .world import YEAR, World, assumed

_EPOCH = date(1970, 1, 1)
_SAID = ("yes", "no", "")


def house(world: World) -> None:
    """The municipality's own row, when it is known what its users have said."""
    hosted = world.yes(assumed("house", "hosted"), 1)
    heard = NONE if world.heard == NONE else _number(_day(world.heard).replace(month=1, day=1))
    reviewed, letters = _last(world, "reviewed"), np.where(world.some("whole_review", 1), 7, world.chance.integers(3, 7, 1))
    world.put("house", 1, {
        **world.house, "hosts_since": np.where(hosted, world.on - world.chance.integers(200, 3000, 1), NONE), "reviewed_on": reviewed,
        "review_letters": np.where(reviewed == NONE, NONE, letters), "experience_on": _last(world, "experience"),
        "heard_since": np.array([heard]), "housing_on": _last(world, "housing"),
    })  # fmt: skip
    _agreements(world, hosted=bool(hosted[0]))
    _events(world)


def _last(world: World, what: str) -> Numbers:
    """The day it was last done: within a year in most, a little late in some, never in a few."""
    share, longest = assumed("house", what)
    return np.where(world.yes(share, 1), world.on - world.chance.integers(5, longest, 1), NONE)


def _agreements(world: World, *, hosted: bool) -> None:
    shares = dict(assumed("agreements", "kinds"))
    shares["municipalities"] *= hosted
    kinds = [kind for kind in AgreementKind if world.yes(shares[kind.value], 1)[0]]
    if kinds:
        _tell(world, kinds)


def _tell(world: World, kinds: list[AgreementKind]) -> None:
    size = len(kinds)
    since = world.on - world.chance.integers(120, 1600, size)
    points = np.array([len(POINTS[kind]) for kind in kinds])
    whole = world.yes(assumed("agreements", "whole"), size)
    agreed = np.where(whole, points, world.chance.binomial(points, 0.8))
    has = agreed > 0
    looked = np.where(has, np.maximum(world.on - world.chance.integers(10, assumed("agreements", "looked"), size), since), NONE)
    reviewed = np.where(
        world.some("agreement_gone_through", size),
        np.maximum(world.on - world.chance.integers(10, assumed("agreements", "gone_through"), size), since),
        NONE,
    )
    users = world.place_in(assumed("agreements", "users"), size)
    keys = world.keys("agreement", size)
    world.put("agreement", size, {
        "id": keys, "municipality": world.number, "kind": Words(tuple(kinds), np.arange(size)),
        "signed_on": np.where(world.some("agreement_signed", size), since - 10, NONE),
        "adopted_on": np.where(world.yes(assumed("agreements", "adopted"), size), since - 3, NONE),
        "since": since, "until": since + 4 * 365,
        "users_took_part": Words(_SAID, np.where(users < 0, 2, users)), "points": points, "points_agreed": agreed,
        "agreed_on": np.where(has, since, NONE), "looked_on": looked, "reviewed_on": reviewed,
    })  # fmt: skip
    world.beside("agreement", key=keys)


def _events(world: World) -> None:
    """Deaths and very serious injuries that nobody expected, with what followed; the clocks run from 1 July 2026 on."""
    span = world.on - max(world.first, _number(CLOCKS_SINCE) - 400)
    size = int(world.chance.poisson(assumed("house", "events") * len(world.persons.numbers) / 1000 * max(span, 0) / YEAR))
    if not size:
        return
    known = world.on - world.chance.integers(0, max(span, 1), size)
    by: dict[str, list[int]] = {"notice": [], "meeting": [], "report": []}
    for one in known.tolist():
        found = clocks(_day(one))
        for name, days in by.items():
            days.append(_number(getattr(found, name)))
    limits = {name: np.array(days) for name, days in by.items()}
    done: dict[str, Any] = {
        name: world.done(known + np.floor((limits[name] - known) * world.chance.random(size)).astype(np.int64), late_by=8) for name in by
    }
    keys = world.keys("serious_event", size)
    world.put("serious_event", size, {
        "id": keys, "municipality": world.number, "known_on": known, "notice_by": limits["notice"],
        "noticed_on": done["notice"], "meeting_by": limits["meeting"], "offered_on": done["meeting"], "report_by": limits["report"],
        "reported_on": done["report"],
    })  # fmt: skip
    world.beside("serious_event", key=keys)


def _day(number: int) -> date:
    return _EPOCH + timedelta(days=int(number))


def _number(day: date) -> int:
    return (day - _EPOCH).days
