"""They meet: weekly or now and then, at home, in the car, on the telephone; some of it noted, nearly all of it signed."""

from datetime import datetime, timedelta
from functools import partial
from random import Random

from helhet.demo.telling import looked, meets

from .history import History

_KINDS = ("talk", "talk", "home_visit", "home_visit", "telephone", "along", "video", "not_met")
_LIGHT_KINDS = ("talk", "talk", "telephone", "video")
_EVERY_DAYS = {1: 24, 2: 20, 3: 11}
_MINUTES = {"telephone": 10, "not_met": 5, "along": 90}


def go_on(history: History) -> None:
    """Every other week or so the last three months, more sparsely told before that."""
    sketch, chance = history.sketch, history.chance
    until, often = sketch.closed or 0, _EVERY_DAYS[sketch.pathway]
    days = sketch.began - 8 if until else min(sketch.began - 8, 95)
    if days < sketch.began - 8:
        # The first meeting is known of everybody, however long ago: how long people wait is counted from it.
        at = history.days.worked(sketch.began - Random(f"helhet:first:{sketch.number}").randrange(6, 15), 10, 0)
        history.at(at, lambda at: meets(history.teller, history.person, "talk", at=at, by=history.receiver, minutes=45))
    while days > until + 1:
        newest = days - often - 5 <= until + 1
        history.on(days, partial(_meets, history, newest=newest))
        days -= chance.randrange(often - 3, often + 5)
    for days in () if until else range(130, min(sketch.began - 20, 330), 90):
        history.on(days + chance.randrange(0, 30), partial(_meets, history, newest=False))


def _meets(history: History, at: datetime, *, newest: bool) -> None:
    chance, sketch = history.chance, history.sketch
    kind = chance.choice(_KINDS if sketch.pathway > 1 else _LIGHT_KINDS)
    # Colleagues join after the first weeks; before that it is whoever took the call.
    early = at < history.person.known_since + timedelta(days=20)
    key = history.receiver if early else chance.choice((history.worker, history.worker, history.worker, *sketch.team))
    note = history.words.note(kind, sketch.first) if chance.random() < 0.4 or newest else None
    if chance.random() < 0.2:
        history.at(at, lambda then: looked(history.teller, history.person, key, at=then), opens=True)
    meets(
        history.teller, history.person, kind, at=at, by=key, minutes=_MINUTES.get(kind) or chance.choice((30, 45, 60)), note=note,
        signed=not (newest and history.is_late("note")),
    )  # fmt: skip
