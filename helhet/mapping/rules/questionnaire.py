"""What an instrument is, once read: questions, conditions, scoring. Values only; `reading.py` makes them from a file."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property


class Kind(StrEnum):
    """The kinds of item we can show, check and keep (a part of FHIR's)."""

    CHOICE = "choice"
    INTEGER = "integer"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"
    TEXT = "text"
    GROUP = "group"
    DISPLAY = "display"


ANSWERED = frozenset({Kind.CHOICE, Kind.INTEGER, Kind.DECIMAL, Kind.BOOLEAN, Kind.TEXT})
SCORED = ANSWERED - {Kind.TEXT}


class Operator(StrEnum):
    """How a condition compares (FHIR's)."""

    EXISTS = "exists"
    EQUAL = "="
    NOT_EQUAL = "!="
    MORE = ">"
    LESS = "<"
    AT_LEAST = ">="
    AT_MOST = "<="


@dataclass(frozen=True)
class Option:
    """One answer to choose: its code, what it says, and the number it counts for, if it counts."""

    code: str
    display: str
    ordinal: Decimal | None


@dataclass(frozen=True)
class Condition:
    """The question applies only when another one is answered so (enableWhen)."""

    question: str
    operator: Operator
    answer: object


@dataclass(frozen=True)
class Item:
    """A question, a group of them, or a line to read."""

    link: str
    text: str
    kind: Kind
    prefix: str = ""
    required: bool = False
    options: tuple[Option, ...] = ()
    conditions: tuple[Condition, ...] = ()
    any_condition: bool = False
    low: Decimal | None = None
    high: Decimal | None = None
    longest: int = 4000
    items: tuple["Item", ...] = ()

    @property
    def is_question(self) -> bool:
        """True when it takes an answer."""
        return self.kind in ANSWERED

    @property
    def is_scale(self) -> bool:
        """True when neighbouring steps share their words, so that the number must be said too."""
        return len({one.display for one in self.options}) < len(self.options)

    def option(self, code: object) -> Option | None:
        """The option with this code."""
        return next((one for one in self.options if one.code == code), None)

    def bounds(self) -> tuple[Decimal, Decimal] | None:
        """The lowest and highest number an answer can count for, or nothing when that is not declared."""
        if self.kind == Kind.BOOLEAN:
            return Decimal(0), Decimal(1)
        if self.kind == Kind.CHOICE:
            numbers = [one.ordinal for one in self.options if one.ordinal is not None]
            return (min(numbers), max(numbers)) if numbers and len(numbers) == len(self.options) else None
        return (self.low, self.high) if self.low is not None and self.high is not None else None


class ScoringKind(StrEnum):
    """How a score is made from answers."""

    SUM = "sum"
    MEAN = "mean"
    TIMES = "times"  # the sum times a number (WHO-5: × 4)
    MAP = "map"  # the sum looked up in a table


class MissingAs(StrEnum):
    """What an unanswered question counts for, where a few may be unanswered."""

    MEAN = "mean"  # of those answered
    ZERO = "zero"


@dataclass(frozen=True)
class CutOff:
    """From this value (until the next cut-off) the number is said with these words. Never a colour, never a diagnosis."""

    start: Decimal
    text: str


@dataclass(frozen=True)
class Scoring:
    """A declared score."""

    name: str
    title: str
    kind: ScoringKind
    items: tuple[str, ...]
    low: Decimal
    high: Decimal
    multiplier: Decimal = Decimal(1)
    table: tuple[tuple[Decimal, Decimal], ...] = ()
    may_miss: int = 0
    missing_as: MissingAs = MissingAs.MEAN
    cut_offs: tuple[CutOff, ...] = ()
    note: str = ""

    def words(self, value: Decimal) -> str:
        """What the declared cut-offs say about this value."""
        return next((cut.text for cut in reversed(self.cut_offs) if cut.start <= value), "")


@dataclass(frozen=True)
class Prompt:
    """An answer above this calls for a conversation now (PHQ-9, question 9 above 0)."""

    question: str
    above: Decimal


@dataclass(frozen=True)
class Questionnaire:
    """One version of an instrument in one language."""

    name: str
    version: str
    language: str
    title: str
    url: str
    description: str
    licence: str
    items: tuple[Item, ...]
    scorings: tuple[Scoring, ...] = ()
    prompts: tuple[Prompt, ...] = ()
    # Scoring and question count without the wording, which is licensed: cannot be answered.
    is_structure: bool = False
    # Each top-level group may be saved by itself (life areas, one at a time).
    by_part: bool = False
    # Asked after a contact in place of a question of ours: (the question, the score that stands for it).
    after: tuple[tuple[str, str], ...] = ()

    def walk(self) -> Iterator[tuple[Item, tuple[Item, ...]]]:
        """Every item in order, with the groups it stands in, outermost first."""
        yield from _walk(self.items, ())

    @property
    def questions(self) -> list[Item]:
        """The items that take an answer, in order."""
        return [item for item, _ in self.walk() if item.is_question]

    def question(self, link: str) -> Item | None:
        """The question with this linkId."""
        return self._by_link.get(link)

    @cached_property
    def _by_link(self) -> dict[str, Item]:
        return {item.link: item for item in reversed(self.questions)}

    def scoring(self, name: str) -> Scoring | None:
        """The declared score of this name."""
        return next((one for one in self.scorings if one.name == name), None)


def _walk(items: tuple[Item, ...], around: tuple[Item, ...]) -> Iterator[tuple[Item, tuple[Item, ...]]]:
    for item in items:
        yield item, around
        yield from _walk(item.items, (*around, item))
