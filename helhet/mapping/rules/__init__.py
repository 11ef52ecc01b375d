"""Mapping (kartlegging): who answered, what an instrument may be, what an answer may be, and the number it gives.

An instrument is a FHIR R4 Questionnaire with our own declared scoring beside it (`questionnaire.py`). A file becomes one, or
is refused with every fault (`reading.py`); answers are checked against it (`answers.py`); scores are sums and means the file
declares (`scoring.py`). Nothing here says how ill somebody is: a number, plain words, a date, and then people talk.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from helhet.organisation.rules import N_


class AnsweredBy(StrEnum):
    """Whose answers they are."""

    PERSON = "person"
    TOGETHER = "together"
    WORKER = "worker"


ANSWERED_BY_NAMES = {
    AnsweredBy.PERSON: N_("Personen selv"),
    AnsweredBy.TOGETHER: N_("Sammen"),
    AnsweredBy.WORKER: N_("Fagpersonens vurdering"),
}

# The names of the instruments that pages know by heart; all others are found by what is in use.
LIFE_AREAS = "livsomrader"
SAFETY = "trygghet"
# What she is good at and who she has: asked before anything that is hard.
RESOURCES = ("good-at", "likes", "helped", "who-matters")

# A text question «housing-words» holds the words that go with the answer to «housing».
WORDS = "-words"

# From this value of a life area and down the page offers to note a need; it says nothing else.
LOW = 3

# Local targets, not law: the national guide asks that needs are mapped, not by when.
MAPPED_WITHIN_DAYS = 30
LOOK_AGAIN_DAYS = 180


def low(answers: Mapping[str, object], areas: Iterable[str]) -> list[str]:
    """The life areas answered so low that a need may be noted; whether it is one, she says."""
    return [area for area in areas if area in answers and int(str(answers[area])) <= LOW]


def mapping_due(opened_on: date) -> date:
    """The day by which life areas should have been looked at with her, counted from when help began (a local target)."""
    return opened_on + timedelta(days=MAPPED_WITHIN_DAYS)


def look_again(last: date) -> date:
    """The day from which to ask whether it is time to look at the life areas again (a local target)."""
    return last + timedelta(days=LOOK_AGAIN_DAYS)


@dataclass(frozen=True)
class Given:
    """One question answered once: value, what the chosen step says, the words beside it, when and by whom."""

    pk: UUID  # of the response it stands in
    value: object
    text: str
    words: str
    language: str
    on: date
    answered_by: str
    by_name: str
    is_scale: bool = False  # neighbouring steps share their words, so the number is said too
    document: ClassVar[str] = "kartlegging"


def now_and_before(given: Sequence[Given]) -> tuple[Given | None, Given | None]:
    """The answer that stands now and the one on an earlier day before it; `given` is newest first.

    Her own answers come before a worker's judgement, however new that is: nobody overwrites her.
    """
    hers = [one for one in given if one.answered_by != AnsweredBy.WORKER]
    chosen = hers or list(given)
    if not chosen:
        return None, None
    now = chosen[0]
    return now, next((one for one in chosen if one.on < now.on), None)
