"""What residents say after a contact: most are asked now and then, and somebody writes it down; a few praise or complain to the leader."""

from datetime import datetime
from random import Random

from helhet.voice import actions as voice

from .history import History

# Days ago; those of last year are what the year's sums are made of.
_ASKED = (400, 355, 330, 240, 150, 75, 34, 9)
_WORDS = (
    ("Det hjelper at det er samme person hver gang.", "Det hjelper at det er same person kvar gong."),
    ("Jeg vil heller møtes ute enn på kontoret.", "Eg vil heller møtast ute enn på kontoret."),
    ("Vi snakket mest om papirene denne gangen.", "Vi snakka mest om papira denne gongen."),
    ("Jeg følte meg hørt.", "Eg kjende meg høyrd."),
)
_SAID = {
    4: ("praise", ("De ringte tilbake samme dag. Det betydde mye.", "Dei ringde tilbake same dagen. Det betydde mykje.")),
    9: (
        "complaint",
        ("Timen ble flyttet tre ganger uten at noen sa hvorfor.", "Timen vart flytta tre gonger utan at nokon sa kvifor."),
    ),
    13: (
        "complaint",
        ("Jeg må fortelle alt på nytt når det kommer en vikar.", "Eg må fortelje alt på nytt når det kjem ein vikar."),
    ),
}


def says(history: History) -> None:
    """She is asked every other month or so, and answers what she will."""
    sketch = history.sketch
    # Chance of its own: what else happens to her is as it was.
    chance = Random(f"helhet:{sketch.number}:asked")
    for days in _ASKED:
        if (sketch.closed or 0) < days < sketch.began - 15 and chance.random() < 0.6:
            history.at(history.days.worked(days, 14), lambda at: _tells(history, chance, at))
    if sketch.number in _SAID and sketch.closed is None:
        history.at(history.days.worked(min(20, sketch.began), 15), lambda at: _says_to_the_leader(history, at))


def _tells(history: History, chance: Random, at: datetime) -> None:
    usual = 4 if history.sketch.number % 4 == 0 else 8
    alliance = usual + chance.choice((-1, 0, 0, 1))
    life = alliance - chance.choice((0, 1, 2, 3))
    words = history.pick(chance.choice(_WORDS)) if chance.random() < 0.3 else ""
    voice.tell(history.person.pk, life=life, alliance=alliance if chance.random() < 0.9 else None, words=words, by=history.by(at))


def _says_to_the_leader(history: History, at: datetime) -> None:
    kind, words = _SAID[history.sketch.number]
    voice.say(history.person.pk, kind=kind, words=history.pick(words), unit_id=history.case.unit_id, by=history.by(at))
