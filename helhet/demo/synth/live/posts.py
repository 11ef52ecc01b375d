"""The work years of a municipality as posts: each with its size, what it is aimed at, who holds it, and who pays."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np

from helhet.access.in_bulk import rows_in_bulk
from helhet.demo.synth.columns import NONE
from helhet.organisation.models import Funding, Post, PostChange, PostHolder, PostShare, PostSize, Sharing, SharingPart
from helhet.organisation.rules.posts import EDUCATION_NAMES, Education, SharingKey, Source

from .drawn import Drawn
from .home import Home

_BY, _SINCE = "helhet synth", "2010-01-01"


def posts(drawn: Drawn, home: Home, shares: Sequence[dict[str, Any]], *, on: date) -> None:
    """All of them: what stands beside a snapshot (`statistics.facts.WORK_YEARS`), with what only the live house knows invented."""
    size = len(shares)
    keys = drawn.new_keys(size)
    education = [one["education"] for one in shares]
    rows_in_bulk(Post, size, {
        "id": keys, "employer_id": home.number, "title": [str(EDUCATION_NAMES[Education(one)]).capitalize()[:120] for one in education],
        "education": education, "lived_experience": [int(one["lived_experience"]) for one in shares], "since": _SINCE,
    })  # fmt: skip
    rows_in_bulk(PostChange, size, {
        "id": drawn.new_keys(size), "post_id": keys, "at": [f"{_SINCE} 10:00:00"] * size, "by_name": _BY, "verb": "added",
    })  # fmt: skip
    whole = {"post_id": keys, "percent": [one["percent"] for one in shares], "since": _SINCE}
    rows_in_bulk(PostSize, size, {"id": drawn.new_keys(size), **whole})
    rows_in_bulk(PostShare, size, {
        "id": drawn.new_keys(size), **whole, **{name: [one[name] for one in shares] for name in ("age_group", "problem", "area")},
        "judged_by": _BY, "judged_on": str(on),
    })  # fmt: skip
    rows_in_bulk(Funding, size, {"id": drawn.new_keys(size), **whole, "source": Source.OWN})
    rows_in_bulk(PostHolder, size, {"id": drawn.new_keys(size), **whole, **_held(drawn, size)})
    _shared(drawn, home, [key for key, one in zip(keys, shares, strict=True) if one["shared"]])


def _held(drawn: Drawn, size: int) -> dict[str, list[Any]]:
    """Nothing is vacant: first those who work here still, then people who do not use Helhet, by name."""
    staff: list[Any] = drawn.staff[drawn.world.left == NONE].tolist()[:size]
    others = size - len(staff)
    names = zip(*drawn.names(np.arange(others), male=drawn.chance.random(others) < 0.3), strict=True)
    return {"staff_id": staff + [None] * others, "name": [""] * len(staff) + [" ".join(name) for name in names]}


def _shared(drawn: Drawn, home: Home, keys: list[str]) -> None:
    """A drawn part of a shared post is this municipality's own: it is divided by a fraction, and the others' parts stand with them."""
    size, sharings = len(keys), drawn.new_keys(len(keys))
    rows_in_bulk(Sharing, size, {
        "id": sharings, "post_id": keys, "key": SharingKey.AGREED, "since": _SINCE, "agreed_in": "Oppdiktet avtale med nabokommunene",
    })  # fmt: skip
    rows_in_bulk(SharingPart, size, {"sharing_id": sharings, "municipality_id": home.number, "percent": "100"})
