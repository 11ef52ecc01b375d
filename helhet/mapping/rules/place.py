"""A place in a file that is being read: its values asked for one by one, each fault noted with the path to it."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from helhet.organisation.rules import N_, Fault


class Story:
    """Everything found wrong so far."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def fault(self, path: str, reason: str, **values: object) -> None:
        """Note one thing that is wrong, and go on reading."""
        self.faults.append(Fault(path, reason, values))


class Place:
    """One JSON object in the file, with the path to it; keys it does not know are faults (`_key` is FHIR's own shadow of a key)."""

    def __init__(self, story: Story, path: str, held: Any, known: frozenset[str]) -> None:
        self.story, self.path = story, path
        self.held: dict[str, Any] = held if isinstance(held, dict) else {}
        if not isinstance(held, dict):
            story.fault(path, N_("Skal være et objekt: {{ … }}."))
        for key in self.held:
            if key.removeprefix("_") not in known:
                story.fault(self.to(key), N_("Ukjent eller ikke støttet felt. Rett skrivemåten, eller ta det bort."))

    def to(self, key: str) -> str:
        """The path to one of its values."""
        return f"{self.path}.{key}" if self.path else key

    def fault(self, key: str, reason: str, **values: object) -> None:
        """Note that one of its values is wrong."""
        self.story.fault(self.to(key), reason, **values)

    def text(
        self, key: str, *, longest: int, required: bool = True, form: re.Pattern[str] | None = None, told: str = ""
    ) -> str:  # fmt: skip
        """A text that is there (if it must be), not too long, and of the right form."""
        value = self.held.get(key)
        if value is None and not required:
            return ""
        if not isinstance(value, str) or not value.strip():
            self.fault(key, N_("Mangler, eller er ikke en tekst. Skriv den inn."))
            return ""
        value = value.strip()
        if len(value) > longest:
            self.fault(key, N_("Teksten er på {count} tegn. Det er plass til {most}."), count=len(value), most=longest)
        if form and not form.fullmatch(value):
            self.fault(key, told)
        return value

    def one_of(self, key: str, allowed: Sequence[str], *, default: str = "") -> str:
        """One of a few words."""
        value = self.held.get(key, default)
        if not isinstance(value, str) or value not in allowed:
            self.fault(key, N_("Skal være en av: {allowed}."), allowed=", ".join(allowed))
            return ""
        return value

    def truth(self, key: str) -> bool:
        """True or false; false when it is not there."""
        value = self.held.get(key, False)
        if not isinstance(value, bool):
            self.fault(key, N_("Skal være true eller false, uten hermetegn."))
        return value is True

    def whole(self, key: str, *, default: int, low: int, high: int) -> int:
        """A whole number within bounds."""
        value = self.held.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            self.fault(key, N_("Skal være et helt tall fra {low} til {high}."), low=low, high=high)
            return default
        return value

    def number(self, key: str) -> Decimal | None:
        """An exact number that a score can hold."""
        found = exact(self.held.get(key))
        if found is None:
            self.fault(key, N_("Skal være et tall, høyst fem sifre foran og tre bak punktumet, uten hermetegn."))
        return found

    def inner(self, key: str, known: frozenset[str]) -> "Place":
        """The object under a key; an empty one when it is not there."""
        return Place(self.story, self.to(key), self.held.get(key, {}), known)

    def each(self, key: str, known: frozenset[str], *, most: int) -> Iterator["Place"]:
        """The objects of the list under a key, each with its place (counted from 0, as FHIR paths are)."""
        for index, one in enumerate(self.list(key, most=most)):
            yield Place(self.story, f"{self.to(key)}[{index}]", one, known)

    def list(self, key: str, *, most: int) -> list[Any]:
        """The list under a key; empty when it is not there."""
        value = self.held.get(key, [])
        if not isinstance(value, list):
            self.fault(key, N_("Skal være en liste: [ … ]."))
            return []
        if len(value) > most:
            self.fault(key, N_("Listen har {count} ledd. Den kan ha {most}."), count=len(value), most=most)
        return value[:most]


def exact(value: object) -> Decimal | None:
    """A JSON number as an exact one, when a score can hold it (±99999.999)."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    number = Decimal(str(value))
    exponent = number.normalize().as_tuple().exponent
    return number if abs(number) < 100_000 and isinstance(exponent, int) and exponent >= -3 else None
