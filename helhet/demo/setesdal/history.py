"""One resident's history: what happened is gathered with its day, then told in order."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from heapq import heappop, heappush
from random import Random
from typing import Any

from helhet.access import log
from helhet.access.policy import Actor
from helhet.demo.bank import Words
from helhet.demo.sketch import Sketch
from helhet.demo.telling import Teller

Happens = Callable[[datetime], object]

# Who answers the telephone in each municipality.
_RECEIVERS = {"evje": "jan", "bygland": "kari", "valle": "olav", "bykle": "gunnhild"}


class History:
    """A resident, the words she draws, and what is yet to be told about her."""

    def __init__(self, teller: Teller, sketch: Sketch, seed: int) -> None:
        self.teller, self.sketch, self.days = teller, sketch, teller.days
        self.chance = Random(f"helhet:{seed}:{sketch.number}:told")
        self.words = Words(sketch.language, self.chance)
        self.worker, self.receiver = sketch.worker, _RECEIVERS[sketch.municipality]
        self._events: list[tuple[datetime, int, Happens, bool]] = []
        self._gathered = 0
        # What has been made so far, for what comes after.
        self.person: Any = None
        self.enquiry: Any = None
        self.case: Any = None
        self.plan: Any = None
        self.next_of_kin: Any = None
        self.meeting: Any = None
        self.goals: list[Any] = []
        self.children: set[str] = set()

    def on(self, days: int, happens: Happens, *, hour: int | None = None) -> datetime:
        """Something happens so many days ago, on a working day, never before she asked for help. Returns when."""
        days = min(max(days, 0), self.sketch.began)
        at = self.days.worked(days, self.chance.randrange(9, 15) if hour is None else hour, self.chance.choice((0, 15, 30, 45)))
        return self.at(at, happens)

    def at(self, at: datetime, happens: Happens, *, opens: bool = False) -> datetime:
        """The same at a given instant. `opens`: something is shown then, which stands in the log in its place among the rest."""
        at = min(max(at, self.person.known_since + timedelta(minutes=1)), self.days.now)
        self._gathered += 1
        heappush(self._events, (at, self._gathered, happens, opens))
        return at

    def tell(self) -> None:
        """Tell it all, oldest first; what is told may add what follows from it."""
        while self._events:
            if self._events[0][3]:
                self._happens()
                continue
            with log.together():
                while self._events and not self._events[0][3]:
                    self._happens()

    def _happens(self) -> None:
        at, _, happens, _ = heappop(self._events)
        happens(at)

    def by(self, at: datetime, key: str = "") -> Actor:
        """The worker (or another) then."""
        return self.teller.by(key or self.worker, at)

    def ours(self, key: str) -> str:
        """A sentence of ours, in her language."""
        return self.pick(self.words.draw("triage", key))

    def pick(self, pair: Sequence[Any]) -> str:
        """Bokmål or nynorsk, as she reads."""
        return str(pair[self.words.column])

    def is_late(self, thing: str) -> bool:
        """True when this has slipped with her; a closed case owes nothing."""
        return thing in self.sketch.late and self.sketch.closed is None
