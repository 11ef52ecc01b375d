"""The words of the demo: goals, actions, notes and what people say, in bokmål and nynorsk (`words/*.toml`). All invented."""

import tomllib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any

_WORDS = Path(__file__).parent / "words"
_LANGUAGES = ("nb", "nn")


@lru_cache
def bank(name: str) -> dict[str, Any]:
    """One file of words."""
    with (_WORDS / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


class Words:
    """One person's draw from the bank, in her language; nothing is drawn twice as long as there is something left."""

    def __init__(self, language: str, chance: Random) -> None:
        self.chance = chance
        self.column = _LANGUAGES.index(language)
        self._used: set[tuple[str, str, int]] = set()

    def draw(self, name: str, key: str) -> Sequence[Any]:
        """A row from this list."""
        rows = bank(name)[key]
        left = [place for place in range(len(rows)) if (name, key, place) not in self._used] or list(range(len(rows)))
        place = self.chance.choice(left)
        self._used.add((name, key, place))
        row: Sequence[Any] = rows[place]
        return row

    def said(self, key: str) -> str:
        """Something she says."""
        return str(self.draw("said", key)[self.column])

    def need(self, area: str) -> str:
        """A need in this life area."""
        return str(self.draw("needs", area)[self.column])

    def goal(self, area: str) -> tuple[str, str]:
        """A goal in her words, and the professional's wording."""
        row = self.draw("goals", area)
        return row[self.column], row[2 + self.column]

    def note(self, kind: str, first: str) -> tuple[str, str]:
        """Heading and text of a note about somebody of this first name."""
        heading, text = self.draw("notes", kind)[2 * self.column : 2 * self.column + 2]
        return heading, text.format(first=first)

    def life(self, area: str, level: int) -> str:
        """A few words on how a life area is, from 0 to 10."""
        how = "low" if level < 4 else "middle" if level < 7 else "high"
        return str(self.chance.choice(bank("life")[how][area])[self.column])

    def steps(self, area: str, who: Sequence[str], count: int) -> list[tuple[str, str, str, str]]:
        """Actions in this area by those who can do them: (who, what, how, extent), her own first."""
        rows = [row for row in bank("actions")[area] if row[0] in who]
        drawn = self.chance.sample(rows, min(count, len(rows)))
        start = 1 + 3 * self.column
        return [(row[0], *row[start : start + 3]) for row in sorted(drawn, key=lambda row: row[0] != "person")]
