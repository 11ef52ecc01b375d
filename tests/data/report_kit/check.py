"""Anybody's answers for Kitvik held against the right ones (README.md). It needs Python alone, and nothing of Helhet."""

import json
import sys
import tomllib
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

RIGHT = Path(__file__).parent / "answers.toml"
YEAR = "2026"
_NOTHING = object()


def right() -> dict[tuple[str, str], Any]:
    """The right answer by form and row."""
    found = tomllib.loads(RIGHT.read_text(encoding="utf-8"))
    return {(f"{YEAR}-{group}", row): value for group, rows in found.items() for row, value in rows.items()}


def given(lines: Iterable[str]) -> dict[tuple[str, str], Any]:
    """The answers of a file with a line of JSON for each; lines that are about no row are left. Raises `ValueError` at what is no JSON."""
    rows = [json.loads(line) for line in lines if line.strip()]
    return {(one["form"], one["row"]): one.get("value") for one in rows if isinstance(one, dict) and {"form", "row"} <= one.keys()}


def is_same(value: Any, answer: Any) -> bool:
    """Yes is not 1; numbers are the same however they are written: 1, 1.0 and «1.00»."""
    if isinstance(value, bool) or isinstance(answer, bool):
        return value is answer
    try:
        return Decimal(str(value)) == Decimal(str(answer))
    except InvalidOperation:
        return False


def differences(told: dict[tuple[str, str], Any]) -> Iterator[str]:
    """A line for each cell that is another than it should be, or lacks."""
    for (form, row), answer in right().items():
        value = told.get((form, row), _NOTHING)
        if value is _NOTHING:
            yield f"{form} {row}: lacks; the answer is {answer}"
        elif not is_same(value, answer):
            yield f"{form} {row}: {value}; the answer is {answer}"


def main(arguments: list[str]) -> int:
    """0 when every cell is right, 1 when one is not, 2 when the file cannot be read."""
    try:
        told = given(Path(arguments[0]).read_text(encoding="utf-8").splitlines() if arguments else sys.stdin)
    except (OSError, ValueError) as wrong:
        print(f"{wrong}", file=sys.stderr)
        return 2
    found = list(differences(told))
    print("\n".join([*found, f"{len(right()) - len(found)} of {len(right())} cells are right."]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
