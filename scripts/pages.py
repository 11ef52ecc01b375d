"""What the reference pages are made of: a page, a table, a sentence."""

import inspect
from collections.abc import Iterable


def page(title: str, source: str, *parts: str) -> str:
    """A page: its heading, where it comes from, and its parts with a blank line between."""
    return "\n\n".join([f"# {title}", f"<!-- Made by scripts/reference.py from {source}. Change it there. -->", *parts]) + "\n"


def table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A Markdown table."""
    heads = list(heads)
    lines = [heads, ["---"] * len(heads), *([str(cell).replace("|", "\\|").replace("\n", " ") for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def first_line(text: str | None) -> str:
    """The sentence a docstring opens with."""
    return inspect.cleandoc(text or "").split("\n\n")[0].replace("\n", " ")
