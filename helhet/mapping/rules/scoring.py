"""The scores a questionnaire declares, computed exactly; and a person's scores put in order of time.

A question that does not apply (its condition does not hold) counts 0 in a sum and is left out of a mean. An unanswered one is
missing: when more are missing than the score allows, there is no score rather than a guess.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from .answers import Answers, applies, counts_for
from .questionnaire import MissingAs, Prompt, Questionnaire, Scoring, ScoringKind

_STEP = Decimal("0.001")


def scores(form: Questionnaire, answers: Answers) -> dict[str, Decimal]:
    """Every declared score that the answers are enough for."""
    found = {one.name: score(one, form, answers) for one in form.scorings}
    return {name: value for name, value in found.items() if value is not None}


def score(scoring: Scoring, form: Questionnaire, answers: Answers) -> Decimal | None:
    """One declared score, or nothing when too much is unanswered."""
    applying = applies(form, answers)
    asked = [item for item in form.questions if item.link in scoring.items and item.link in applying]
    numbers = [number for item in asked if (number := counts_for(item, answers.get(item.link, ""))) is not None and item.link in answers]
    missing = len(asked) - len(numbers)
    if not numbers or missing > scoring.may_miss:
        return None
    total = sum(numbers, Decimal(0))
    if missing and scoring.missing_as == MissingAs.MEAN:
        total += total / len(numbers) * missing
    return _finish(scoring, total, len(asked))


def _finish(scoring: Scoring, total: Decimal, asked: int) -> Decimal | None:
    value: Decimal | None = total
    if scoring.kind == ScoringKind.MEAN:
        value = total / asked
    elif scoring.kind == ScoringKind.TIMES:
        value = total * scoring.multiplier
    elif scoring.kind == ScoringKind.MAP:
        value = dict(scoring.table).get(total)
    return None if value is None else value.quantize(_STEP, ROUND_HALF_UP)


def conversations(form: Questionnaire, answers: Answers) -> list[Prompt]:
    """The declared prompts that these answers set off: somebody talks with her about this now. Nothing is computed from them."""
    return [
        one for one in form.prompts
        if (question := form.question(one.question)) and one.question in answers
        and (number := counts_for(question, answers[one.question])) is not None and number > one.above
    ]  # fmt: skip


@dataclass(frozen=True)
class Point:
    """A score on a day."""

    on: date
    value: Decimal
    words: str
    answered_by: str
    row: object


@dataclass(frozen=True)
class Series:
    """One score over time, oldest first."""

    scoring: Scoring
    points: tuple[Point, ...]


def over_time(form: Questionnaire, scored: Iterable[tuple[date, str, Mapping[str, tuple[Decimal, object]]]]) -> list[Series]:
    """Each declared score through time; `scored` are (day, answered by, {score: (value, row)}), in any order.

    `form` gives the titles and words, so that older versions are read with the newest one's.
    """
    rows = sorted(scored, key=lambda one: one[0])
    found = []
    for one in form.scorings:
        points = tuple(
            Point(on, held[one.name][0], one.words(held[one.name][0]), by, held[one.name][1]) for on, by, held in rows if one.name in held
        )
        if points:
            found.append(Series(one, points))
    return found
