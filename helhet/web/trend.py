"""A small line chart as numbers for an SVG template part: where the points stand and which have room for words.

Days keep their distance. Whole numbers only, since a template would write a decimal comma into the drawing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

WIDTH, HEIGHT = 340, 152
_LEFT, _RIGHT, _TOP, _BOTTOM = 34, 322, 24, 118
_ROOM = 62  # for a day under a point
_MOST = 12  # points drawn, the newest; the table beside has them all


@dataclass(frozen=True)
class Dot:
    """One point: where it stands, its value, its day, and whether the day has room under it."""

    x: int
    y: int
    on: date
    value: Decimal
    row: object
    says_value: bool
    says_day: bool
    is_judgement: bool


@dataclass(frozen=True)
class Trend:
    """A drawing: title, the ends of the scale, the line and its dots."""

    title: str
    low: Decimal
    high: Decimal
    line: str
    dots: tuple[Dot, ...]
    note: str
    left: int = _LEFT
    right: int = _RIGHT
    top: int = _TOP
    bottom: int = _BOTTOM
    width: int = WIDTH
    height: int = HEIGHT


def draw(title: str, note: str, low: Decimal, high: Decimal, points: Sequence[tuple[date, Decimal, object, bool]]) -> Trend:
    """The drawing of (day, value, row, is a worker's judgement), oldest first, on the whole scale from `low` to `high`."""
    drawn = list(points)[-_MOST:]
    first, days = drawn[0][0], max((drawn[-1][0] - drawn[0][0]).days, 1)
    xs = [_LEFT + 8 + round((on - first).days * (_RIGHT - _LEFT - 16) / days) for on, *_ in drawn]
    ys = [_BOTTOM - round((value - low) * (_BOTTOM - _TOP) / (high - low)) for _, value, *_ in drawn]
    with_day, with_value = _with_room(xs, _ROOM), _with_room(xs, _ROOM // 2)
    dots = tuple(
        Dot(x, y, on, value, row, place in with_value, place in with_day, judged)
        for place, (x, y, (on, value, row, judged)) in enumerate(zip(xs, ys, drawn, strict=True))
    )
    return Trend(title, low, high, " ".join(f"{x},{y}" for x, y in zip(xs, ys, strict=True)), dots, note)


def _with_room(xs: Sequence[int], room: int) -> set[int]:
    """The places that can carry words without standing in each other, the newest first."""
    found: list[int] = []
    for place in range(len(xs) - 1, -1, -1):
        if not found or xs[found[-1]] - xs[place] >= room:
            found.append(place)
    return set(found)
