"""Charts for those who look rather than read: declared with Altair, drawn as SVG by vl-convert, readable in grey, beside their table."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

_INK, _FAINT, _FIELD = "#1c1f1d", "#dedede", "#c9d3cf"
_FONT = "Inter Variable, Inter, sans-serif"
_ROW = 31


@dataclass(frozen=True)
class Row:
    """One line of the chart: what is in the middle, and from where to where eight of ten are."""

    name: str
    low: float
    middle: float
    high: float
    said: str


def ranges(title: str, rows: Sequence[Row], *, goal: tuple[float, str] | None = None, unit: str = "") -> SafeString:
    """A dot and a field for each row; `title` is what is read aloud instead of it."""
    svg = _drawn(tuple(rows), goal, unit)
    return format_html('<svg role="img" aria-label="{}" class="hh-chart" {}', title, mark_safe(svg))  # noqa: S308


@lru_cache(maxsize=64)
def _drawn(rows: tuple[Row, ...], goal: tuple[float, str] | None, unit: str) -> str:
    """The drawing without its opening words: it is one picture to a screen reader, not a group of marks."""
    import vl_convert  # noqa: PLC0415  (with Altair a second to load, and only leaders' pages draw)

    svg = vl_convert.vegalite_to_svg(declared(rows, goal, unit))
    svg = re.sub(r' (?:role|aria-[a-z]+)="[^"]*"', "", svg)
    return str(
        re.sub(r'^<svg xmlns="[^"]*" xmlns:xlink="[^"]*" version="1.1" class="marks" width="\d+(?:\.\d+)?" height="[^"]*" ', "", svg)
    )


def declared(rows: Sequence[Row], goal: tuple[float, str] | None, unit: str) -> dict[str, object]:
    """The chart as a Vega-Lite specification."""
    import altair  # noqa: PLC0415

    values = altair.Data(
        values=[{"name": one.name, "low": one.low, "middle": one.middle, "high": one.high, "said": one.said} for one in rows]
    )
    most = max([one.high for one in rows] + [goal[0] if goal else 0.0, 1.0]) * 1.02
    last = f"datum.index == 1 ? datum.label + ' {unit}' : datum.label"
    axis = altair.Axis(tickCount=4, gridColor=_FAINT, labelExpr=last, format="d")
    x = altair.X("low:Q", title=None, scale=altair.Scale(domain=[0, most]), axis=axis)
    y = altair.Y("name:N", sort=None, title=None, axis=altair.Axis(labelFontWeight=600, labelLimit=190, labelPadding=8, grid=False))
    base = altair.Chart(values).encode(y=y)
    layers = [
        base.mark_bar(height=12, cornerRadius=6, color=_FIELD).encode(x=x, x2="high:Q"),
        base.mark_point(filled=True, size=95, color=_INK, opacity=1).encode(x="middle:Q"),
        base.mark_text(align="right", fontSize=11, color=_INK).encode(x=altair.value(430), text="said:N"),
    ]
    if goal:
        at = altair.Chart(altair.Data(values=[{"goal": goal[0], "said": goal[1]}])).encode(x="goal:Q")
        above = at.mark_text(dy=-7, baseline="bottom", color=_INK)
        layers += [at.mark_rule(strokeDash=[3, 3], color=_INK), above.encode(y=altair.value(0), text="said:N")]
    whole = altair.layer(*layers).properties(width=330, height=_ROW * len(rows))
    made = whole.configure(font=_FONT, background="transparent").configure_view(stroke=None)
    return dict(made.configure_axis(domain=False, ticks=False, labelColor=_INK, labelFontSize=11).to_dict())
