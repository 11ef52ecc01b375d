"""Everybody in synthetic Setesdal without a story of their own: each sketch told by the product's actions, in the order it happened."""

from typing import Any

from helhet.access import log
from helhet.demo.sketch import Sketch
from helhet.demo.telling import Teller

from . import around, asked, beginning, contacts, plan, told
from .board import fills_board
from .history import History
from .homes import builds, live_and_do
from .linked import lends
from .neighbours import neighbours_share
from .oversight import tell_oversight
from .reports import report_nationally
from .services import buys
from .together import looks_back, tell_house

__all__ = [
    "builds", "buys", "fills_board", "lends", "live_and_do", "looks_back", "neighbours_share", "report_nationally", "tell", "tell_house",
    "tell_oversight",
]  # fmt: skip

# Younger than this an enquiry is not yet answered.
_ANSWERED_AFTER_DAYS = 6


def tell(teller: Teller, sketch: Sketch, *, seed: int) -> Any:
    """The whole history of one resident. Returns the person."""
    history = History(teller, sketch, seed)
    with log.together():
        beginning.asks(history)
    if sketch.began >= _ANSWERED_AFTER_DAYS:
        beginning.help_begins(history)
        around.gathers(history)
        contacts.go_on(history)
        asked.says(history)
        if sketch.closed is None:
            told.notices(history)
            told.writes(history)
        if sketch.plan == "yes":
            plan.grows(history)
        if sketch.closed is not None:
            beginning.help_ends(history)
    history.tell()
    return history.person
