"""The derivations a form file may name, with their parameters: how a cell is worked out of what the record and the posts hold.

`persons` and `sum` count by the variables of `frame`; `place` answers yes or no of what the municipality has; `work_years` sums shares
of posts; `split` divides a sum of work years as the persons helped are divided, and is an estimate with a range. A file that names
anything else is refused (`form`), so that a new year is a new file and no code.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from helhet.organisation.rules.posts import AgeGroup, Area, Education, Problem
from helhet.record.columns import COUNT, YES

from .frame import VARIABLES
from .rules import Answer

# What is known of a municipality as a whole, and where it is written down.
PLACE: Mapping[str, str] = {
    "coordinating_unit": "a coordinating unit serves it",
    "unit_answers": "that unit has a telephone somebody answers",
    "routine": "it has a routine for plans and coordinators, gone through on some day",
    "agreement_hospital": "an agreement with the hospital runs on the day",
    "agreement_municipalities": "an agreement with other municipalities runs on the day",
    "agreement_nav": "an agreement with NAV runs on the day",
    "agreement_gp": "an agreement with the general practitioners runs on the day",
    "users_in_agreement": "user organisations took part in an agreement that runs on the day",
    "evening": "a telephone of its own service, the round-the-clock lines left out, is answered after 16 on a weekday",
    "weekend": "the same on a Saturday or Sunday",
    "user_council": "a user council serves it",
    "police": "the police, or coordination of local crime prevention (SLT), is a partner of it",
    "volunteers": "a voluntary organisation is a partner of it",
    "meeting_place": "a self-help offer or meeting place serves it",
    "low_threshold": "a low-threshold service serves it",
    "housing_with_staff": "dwellings with staff serve it",
}
_POST_WORDS: Mapping[str, frozenset[str]] = {
    "area": frozenset(Area), "education": frozenset(Education), "age_group": frozenset(AgeGroup), "problem": frozenset(Problem),
}  # fmt: skip
_POST_YES = ("lived_experience", "shared")
_SPLITS = ("pathway",)


@dataclass(frozen=True)
class Derivation:
    """One way of working out a cell: what it gives, what it may be told, and what is wrong with what it is told."""

    name: str
    gives: frozenset[Answer]
    meaning: str
    parameters: Mapping[str, str]
    faults: Callable[[Mapping[str, Any]], Iterable[str]]

    def check(self, given: Mapping[str, Any], answer: Answer) -> Iterator[str]:
        """Every fault of these parameters for a question that is answered so."""
        if answer not in self.gives:
            yield f"the derivation «{self.name}» does not give an answer of the form «{answer}»"
        for name in sorted(given.keys() - self.parameters.keys()):
            yield f"the derivation «{self.name}» has no parameter «{name}»"
        yield from self.faults({name: value for name, value in given.items() if name in self.parameters})


def where_faults(where: Any) -> Iterator[str]:
    """What is wrong with a condition: a variable nobody has declared, or a value it cannot have."""
    if not isinstance(where, Mapping):
        yield "«where» is no table of variables"
        return
    for name, value in where.items():
        variable = VARIABLES.get(name)
        if variable is None:
            yield f"there is no variable «{name}»"
        elif variable.type == YES and not isinstance(value, bool):
            yield f"«{name}» is yes or no, not {value!r}"
        elif variable.type == COUNT and not _is_range(value):
            yield f"«{name}» is a number, or {{ from = …, to = … }}, not {value!r}"


def _is_range(value: Any) -> bool:
    if isinstance(value, Mapping):
        return (
            bool(value) and value.keys() <= {"from", "to"} and all(_is_range(one) and not isinstance(one, dict) for one in value.values())
        )
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _of_persons(given: Mapping[str, Any]) -> Iterator[str]:
    if "where" not in given:
        yield "«where» must say who is counted"
    yield from where_faults(given.get("where", {}))


def _of_sum(given: Mapping[str, Any]) -> Iterator[str]:
    variable = VARIABLES.get(str(given.get("of")))
    if variable is None:
        yield f"there is no variable «{given.get('of')}»"
    elif variable.type != COUNT or variable.name == "pathway":
        yield f"«{variable.name}» is nothing that can be summed"
    yield from where_faults(given.get("where", {}))


def _of_place(given: Mapping[str, Any]) -> Iterator[str]:
    if given.get("that") not in PLACE:
        yield f"nothing is known of a municipality by the name «{given.get('that')}»"


def _of_work_years(given: Mapping[str, Any]) -> Iterator[str]:
    if "age_group" not in given:
        yield "«age_group» must say whose work years are counted"
    for name, value in given.items():
        if name in _POST_YES:
            if not isinstance(value, bool):
                yield f"«{name}» is yes or no, not {value!r}"
            continue
        for word in value if isinstance(value, list) else [value]:
            if word not in _POST_WORDS[name]:
                yield f"posts have no {name} «{word}»"


def _of_split(given: Mapping[str, Any]) -> Iterator[str]:
    if given.get("by") not in _SPLITS:
        yield f"work years cannot be divided by «{given.get('by')}»"
    if given.get("value") not in (1, 2, 3):
        yield f"there is no main pathway «{given.get('value')}»"
    if given.get("age_group") not in _POST_WORDS["age_group"]:
        yield f"posts have no age_group «{given.get('age_group')}»"


_WHERE = "who is counted: each variable with yes or no, a number, or a range; all must hold"
DERIVATIONS: Mapping[str, Derivation] = {
    one.name: one
    for one in (
        Derivation("persons", frozenset({Answer.COUNT}), "how many persons", {"where": _WHERE}, _of_persons),
        Derivation(
            "sum", frozenset({Answer.COUNT}), "how many of something, summed over persons",
            {"of": "the variable that is summed", "where": f"{_WHERE}; nothing said: everybody"}, _of_sum,
        ),
        Derivation("place", frozenset({Answer.YES_NO}), "whether the municipality has it", {"that": "what it has"}, _of_place),
        Derivation(
            "work_years", frozenset({Answer.WORK_YEARS, Answer.YES_NO}),
            "the shares of posts aimed at this, in the representative week; as yes or no, whether there are any",
            {
                "age_group": "whose: adults or children", "area": "the service, or several", "education": "one education, or several",
                "problem": "mental, substance or both, or several", "lived_experience": "held by somebody with lived experience",
                "shared": "whether several municipalities share the post",
            }, _of_work_years,
        ),
        Derivation(
            "split", frozenset({Answer.WORK_YEARS}), "the group's work years, divided as the help is: by persons, and by minutes",
            {"age_group": "whose work years", "by": "what divides them: pathway", "value": "which of them"}, _of_split,
        ),
    )
}  # fmt: skip
