"""The permanent residents: the people of the mock-ups, the tests and the tutorial, each told by the product's own actions.

A test that needs one of them calls her: `stories.siri(Teller(house, now))`.
"""

from collections.abc import Callable
from typing import Any

from helhet.demo.telling import Teller

from .bygland import jonas, odd_arne
from .due import amina, even, gerd, kristine, terje
from .evje import anne_lise, hodan, mona
from .siri import siri
from .tuva import tuva
from .upriver import birgit, knut, randi, tomasz

EVERYBODY: tuple[Callable[[Teller], Any], ...] = (
    siri, jonas, odd_arne, gerd, terje, kristine, amina, even, knut, birgit, randi, tomasz, mona, anne_lise, hodan, tuva,
)  # fmt: skip

__all__ = [
    "EVERYBODY", "amina", "anne_lise", "birgit", "even", "gerd", "hodan", "jonas", "kristine", "knut", "mona", "odd_arne",
    "randi", "siri", "terje", "tomasz", "tuva",
]  # fmt: skip
