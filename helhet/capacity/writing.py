"""A question of the record as a scenario file: what `scenario.read` reads back as the same question. It holds nothing about anybody."""

import json
from collections.abc import Iterator, Sequence
from datetime import date

from .changes import KINDS, Change, Closed, LowestFirst, SharedTeam, ShorterStays, StraightOn, WorkEnds
from .compared import Asked, Choice
from .scenario import Recorded

_WORDS = {kind: word for word, kind in reversed(KINDS.items())}


def written(question: str, recorded: Recorded, asked: Asked) -> str:
    """The file. `asked` has the choices, under the names they are to have there, and how carefully it is reckoned."""
    head = {
        "question": question, "since": recorded.since, "years": recorded.years, "replications": asked.replications, "seed": asked.seed,
        "told_since": asked.told_since, "municipalities": recorded.municipalities, "teams": recorded.teams or None,
        "lighter_help": recorded.lighter_help or None,
    }  # fmt: skip
    return "\n".join([*_lines(head), *(line for one in _named_apart(asked.choices) for line in _choice(one)), ""])


def _named_apart(choices: Sequence[Choice]) -> Iterator[Choice]:
    """No two choices of a file have one name."""
    many: dict[str, int] = {}
    for one in choices:
        many[one.name] = many.get(one.name, 0) + 1
        yield one if many[one.name] == 1 else Choice(f"{one.name} ({many[one.name]})", one.changes)


def _choice(one: Choice) -> Iterator[str]:
    yield from ("", "[[choice]]", *_lines({"name": one.name}))
    for change in one.changes:
        yield from ("[[choice.change]]", *_lines({"what": _WORDS[type(change)]} | _change(change)))


def _change(one: Change) -> dict[str, object]:
    match one:
        case WorkEnds():
            return {"pool": one.pool, "work_years": one.work_years, "on": one.on, "cost": one.cost}
        case Closed():
            return {"pool": one.pool, "since": one.since, "until": one.until, "open_share": one.open_share}
        case ShorterStays():
            return {"step": one.step, "share": one.share, "on": one.on, "moved": one.moved}
        case SharedTeam():
            return {"pools": one.pools, "name": one.name}
        case LowestFirst():
            return {"flow": one.flow, "step": one.step, "helped": one.helped, "after": one.after}
        case StraightOn():
            return {"flow": one.flow, "past": one.past}


def _lines(table: dict[str, object]) -> Iterator[str]:
    return (f"{key} = {_value(value)}" for key, value in table.items() if value is not None)


def _value(one: object) -> str:
    # What JSON writes of words, numbers, yes and no, and lists of them is TOML too.
    return one.isoformat() if isinstance(one, date) else json.dumps(one, ensure_ascii=False).replace("\x7f", "\\u007f")
