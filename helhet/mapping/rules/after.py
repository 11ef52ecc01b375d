"""An instrument that takes the place of one of our two questions after a contact: which, and where its score stands on the ladder."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from helhet.organisation.rules import N_, Fault

from .answers import check
from .place import Place
from .questionnaire import Questionnaire, Scoring
from .scoring import scores

# How life is, and whether we worked on what matters (helhet.voice asks them, from 0 to 10).
QUESTIONS = ("life", "alliance")
_TOP = 10


def read_after(ours: Place, scorings: tuple[Scoring, ...]) -> tuple[tuple[str, str], ...]:
    """Which question it is asked instead of, and by which declared score: {"alliance": "total"}."""
    if "after" not in ours.held:
        return ()
    told = ours.inner("after", frozenset(QUESTIONS))
    names = {one.name for one in scorings}
    found = []
    for question in QUESTIONS:
        name = told.text(question, longest=40, required=False)
        if name and name not in names:
            told.fault(question, N_("Skåren «{name}» finnes ikke under «scoring»."), name=name)
        elif name:
            found.append((question, name))
    return tuple(found)


def on_the_ladder(scoring: Scoring, value: Decimal) -> int:
    """The score put on the ladder from 0 to 10, from its declared lowest to its highest; half a step goes up."""
    share = (value - scoring.low) / (scoring.high - scoring.low)
    return int((share * _TOP).quantize(Decimal(1), ROUND_HALF_UP))


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


@dataclass
class Answered:
    """What was answered: as it is kept with what it was asked by, where it stands on the ladder by question, and what was wrong."""

    kept: dict[str, object] = field(default_factory=dict)
    steps: dict[str, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def answered(form: Questionnaire, typed: Mapping[str, object]) -> Answered:
    """Read what was typed; nothing typed is nothing answered, for any of it may be left open."""
    if not any(str(value).strip() for value in typed.values()):
        return Answered()
    answers, faults = check(form, typed)
    if faults:
        return Answered(faults=faults)
    made, values = Answered(), scores(form, answers)
    told = []
    for question, name in form.after:
        scoring = form.scoring(name)
        if scoring is None or name not in values:
            continue
        made.steps[question] = on_the_ladder(scoring, values[name])
        told.append({"title": scoring.title, "value": _plain(values[name]), "of": _plain(scoring.high)})
    made.kept = {
        "name": form.name, "version": form.version, "language": form.language, "title": form.title, "answers": answers, "scores": told,
    }  # fmt: skip
    return made
