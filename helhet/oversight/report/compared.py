"""A package held against the same report made again: which files differ, and which verdicts became another."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .package import MANIFEST, Package

_SAME_PLACE = ("criterion", "person", "subject")
_TOLD = ("state", "by", "since", "late", "missing", "step", "evidence")


@dataclass(frozen=True)
class Turned:
    """One verdict that is not what it was; `was` or `became` is empty when there was none."""

    criterion: str
    person: str | None
    subject: str | None
    was: str
    became: str

    def as_line(self) -> dict[str, Any]:
        """For one line of JSON."""
        return {"criterion": self.criterion, "person": self.person, "subject": self.subject, "was": self.was, "is": self.became}


def other_files(kept: Package, again: Mapping[str, bytes]) -> list[str]:
    """The files that are other bytes now, the manifest aside."""
    return [name for name, content in kept.files.items() if again.get(name) != content]


def other_grounds(kept: Package, again: Mapping[str, bytes]) -> list[tuple[str, str, str]]:
    """What the two stand on that is not the same: (what, was, is) for product, law, rules, tables, targets and keys."""
    now = json.loads(again[MANIFEST])
    asked = {"helhet": ("helhet",), "law": ("law",), "rules": ("rules",), "targets": ("targets",), "keys": ("keys",)}
    found = []
    for what, path in asked.items():
        was, became = (_short(one[path[0]]) for one in (kept.said, now))
        if was != became:
            found.append((what, was, became))
    return found


def _short(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, sort_keys=True, ensure_ascii=False)


def turned(kept: Package, rows: tuple[dict[str, Any], ...]) -> Iterator[Turned]:
    """The verdicts that are gone, new or another, in order."""
    was, became = _by_place(kept.rows()), _by_place(list(rows))
    for place in sorted(was.keys() | became.keys(), key=lambda one: tuple(str(part or "") for part in one)):
        before, after = was.get(place, []), became.get(place, [])
        if before != after:
            yield Turned(**dict(zip(_SAME_PLACE, place, strict=True)), was=_said(before, after), became=_said(after, before))


def _by_place(rows: list[dict[str, Any]]) -> dict[tuple[Any, ...], list[dict[str, Any]]]:
    found: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(tuple(row[name] for name in _SAME_PLACE), []).append({name: row[name] for name in _TOLD})
    return found


def _said(these: list[dict[str, Any]], others: list[dict[str, Any]]) -> str:
    """The state, with what else is another when the state is the same: «breached since 2026-10-01»."""
    if not these:
        return ""
    one, other = these[0], others[0] if others else {}
    more = [f"{name} {one[name]}" for name in _TOLD[1:] if other and one[name] != other.get(name) and one[name] is not None]
    return " ".join([one["state"], *more]) if other.get("state") == one["state"] else " ".join([one["state"], *_day(one)])


def _day(one: dict[str, Any]) -> list[str]:
    day = one["since"] and f"since {one['since']}" or one["by"] and f"by {one['by']}" or ""
    return [day] if day else [str(one["missing"])] if one["missing"] else []
