"""Charts for those who look rather than read: declared with Altair, drawn as SVG by vl-convert, readable in grey, each beside its table."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from helhet.statistics.comparison import Funnel, Stands, limits

_INK, _QUIET, _FAINT, _FIELD = "#1c1f1d", "#5b625e", "#dedede", "#c9d3cf"
_FONT = "Inter Variable, Inter, sans-serif"
_ROW, _STEPS = 31, 40
_TALL, _WIDE = 40, 275
_NARROW = 240  # with its labels a chart is no wider than the narrowest screen; where there is room it is drawn larger
# How many it is of, the middle, lowest and highest share in a hundred, whose, and whether it is our own.
Dot = tuple[int, float, float, float, str, bool]


def make_ready() -> None:
    """Load what draws: it takes a second or two, once in each process."""
    _ranges((Row("", 0.0, 0.0, 0.0, ""),), None, "")


def _drawn(declared: Mapping[str, Any]) -> str:
    """The drawing, without what Vega says aloud of each mark: a page reads its title or its table, and would say it twice."""
    import vl_convert  # noqa: PLC0415  (with Altair a second to load, and only leaders' pages draw)

    return re.sub(r' (?:role|aria-[a-z]+)="[^"]*"', "", vl_convert.vegalite_to_svg(dict(declared)))


def _dressed(whole: Any, **axis: Any) -> dict[str, Any]:
    made = whole.configure(font=_FONT, background="transparent").configure_view(stroke=None)
    return dict(made.configure_axis(labelColor=_INK, labelFontSize=11, **axis).to_dict())


# ── from where to where, and the middle ─────────────────────────────────────


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
    drawn = _ranges(tuple(rows), goal, unit)
    return format_html('<svg role="img" aria-label="{}" class="hh-chart" {}', title, mark_safe(drawn))  # noqa: S308


@lru_cache(maxsize=64)
def _ranges(rows: tuple[Row, ...], goal: tuple[float, str] | None, unit: str) -> str:
    """The drawing without its opening words: it is one picture to a screen reader, not a group of marks."""
    opening = r'^<svg xmlns="[^"]*" xmlns:xlink="[^"]*" version="1.1" class="marks" width="\d+(?:\.\d+)?" height="[^"]*" '
    return re.sub(opening, "", _drawn(_as_ranges(rows, goal, unit)))


def _as_ranges(rows: Sequence[Row], goal: tuple[float, str] | None, unit: str) -> dict[str, Any]:
    import altair  # noqa: PLC0415

    values = altair.Data(
        values=[{"name": one.name, "low": one.low, "middle": one.middle, "high": one.high, "said": one.said} for one in rows]
    )
    most = max([one.high for one in rows] + [goal[0] if goal else 0.0, 1.0]) * 1.02
    last = f"datum.index == 1 ? datum.label + ' {unit}' : datum.label"
    axis = altair.Axis(tickCount=4, gridColor=_FAINT, labelExpr=last, format="d")
    x = altair.X("low:Q", title=None, scale=altair.Scale(domain=[0, most]), axis=axis)
    base = altair.Chart(values).encode(y=altair.Y("name:N", sort=None, title=None, axis=None))
    name: dict[str, Any] = {"dy": -15, "fontSize": 11, "align": "left", "fontWeight": 600}
    layers = [
        base.mark_bar(height=12, cornerRadius=6, color=_FIELD).encode(x=x, x2="high:Q"),
        base.mark_point(filled=True, size=95, color=_INK, opacity=1).encode(x="middle:Q"),
        # No line goes through a name: it stands on its own white.
        base.mark_text(stroke="white", strokeWidth=4, **name).encode(x=altair.value(0), text="name:N"),
        base.mark_text(color=_INK, **name).encode(x=altair.value(0), text="name:N"),
        base.mark_text(dy=-15, align="right", fontSize=11, color=_INK).encode(x=altair.value(_WIDE), text="said:N"),
    ]
    if goal:
        at = altair.Chart(altair.Data(values=[{"goal": goal[0], "said": goal[1]}])).encode(x="goal:Q")
        label = at.mark_text(dy=-7, baseline="bottom", color=_INK)
        layers = [at.mark_rule(strokeDash=[3, 3], color=_INK), *layers, label.encode(y=altair.value(0), text="said:N")]
    return _dressed(altair.layer(*layers).properties(width=_WIDE, height=_TALL * len(rows)), domain=False, ticks=False)


# ── one figure over years ───────────────────────────────────────────────────


@lru_cache(maxsize=8)
def over_years(points: tuple[tuple[int, float], ...]) -> SafeString:
    """The line, and each year's dot with its value."""
    import altair  # noqa: PLC0415

    rows = [{"year": str(year), "value": value, "said": f"{value:.1f}".replace(".", ",")} for year, value in points]
    x = altair.X("year:O", title=None, axis=altair.Axis(labelAngle=0, grid=False))
    y = altair.Y("value:Q", title=None, scale=altair.Scale(zero=True), axis=altair.Axis(tickCount=4))
    base = altair.Chart(altair.Data(values=rows)).encode(x=x, y=y)
    layers = (
        base.mark_line(color=_INK, strokeWidth=1.5), base.mark_point(filled=True, size=55, color=_INK, opacity=1),
        base.mark_text(dy=-12, fontSize=11, color=_INK).encode(text="said:N"),
    )  # fmt: skip
    return mark_safe(_drawn(_dressed(altair.layer(*layers).properties(width=_NARROW, height=150))))  # noqa: S308


# ── two ranges of each thing ────────────────────────────────────────────────


@dataclass(frozen=True)
class Two:
    """So many at least and at most, and so many of them."""

    name: str
    low: int
    high: int
    of_low: int
    of_high: int


@lru_cache(maxsize=32)
def profile(rows: tuple[Two, ...]) -> SafeString:
    """Two strokes for each: as long as it is at least, and with an open end as far as it may be."""
    return mark_safe(_drawn(_as_profile(rows)))  # noqa: S308  (Vega escapes the names in it)


def _as_profile(rows: Sequence[Two]) -> dict[str, Any]:
    import altair  # noqa: PLC0415

    values = [
        {"name": one.name, "which": which, "low": low, "high": high, "said": f"{low}–{high}" if low != high else str(low)}
        for one in rows for which, low, high in (("all", one.low, one.high), ("some", one.of_low, one.of_high))
    ]  # fmt: skip
    x = altair.X("low:Q", title=None, scale=altair.Scale(domainMin=0), axis=altair.Axis(tickCount=5, gridColor=_FAINT, format="d"))
    labels = altair.Axis(labelFontWeight=600, labelLimit=90, labelPadding=6, grid=False)
    y, offset = altair.Y("name:N", sort=None, title=None, axis=labels), altair.YOffset("which:N", scale=altair.Scale(paddingInner=0.25))
    fill = altair.Scale(domain=["all", "some"], range=[_FIELD, _INK])
    base = altair.Chart(altair.Data(values=values)).encode(y=y, yOffset=offset)
    layers = (
        base.mark_bar(filled=False, stroke=_QUIET, strokeWidth=1).encode(x=x, x2="high:Q"),
        base.mark_bar().encode(x=altair.X("nought:Q"), x2="low:Q", color=altair.Color("which:N", scale=fill, legend=None)),
        base.mark_text(align="left", dx=5, fontSize=10, color=_INK).encode(x="high:Q", text="said:N"),
    )
    whole = altair.layer(*layers).transform_calculate(nought="0").properties(width=170, height=_ROW * len(rows))
    return _dressed(whole, domain=False, ticks=False)


# ── a funnel ────────────────────────────────────────────────────────────────


def funnel(one: Funnel, own: set[str]) -> SafeString:
    """Each municipality by how many it helps and how large a share, between the lines that chance draws."""
    places: dict[tuple[Any, ...], list[tuple[bool, bool, str]]] = {}
    for dot in one.dots:
        at = (dot.of, *(round(share * 100, 1) for share in (dot.middle, dot.low, dot.high)))
        places.setdefault(at, []).append((dot.shared.number in own, dot.stands != Stands.INSIDE, dot.shared.name))
    return _funnel(round(one.mean, 6), tuple((*at, *_named(found)) for at, found in places.items()))


def _named(found: Sequence[tuple[bool, bool, str]]) -> tuple[str, bool]:
    """Those in the same bands lie on each other: one dot, ours if one of them is, named where it is ours or stands outside."""
    ours, outside = any(own for own, _, _ in found), any(out for _, out, _ in found)
    return ", ".join(name for _, _, name in found) if ours or outside else "", ours


@lru_cache(maxsize=256)
def _funnel(mean: float, dots: tuple[Dot, ...]) -> SafeString:
    return mark_safe(_drawn(_as_funnel(mean, dots)))  # noqa: S308  (Vega escapes the names in it)


def _as_funnel(mean: float, dots: Sequence[Dot]) -> dict[str, Any]:
    import altair  # noqa: PLC0415

    most, lines = max(dot[0] for dot in dots) * 1.1, []
    for step in range(1, _STEPS + 1):
        of = most * step / _STEPS
        for name, value in zip(("outer low", "inner low", "inner high", "outer high"), limits(mean, of), strict=True):
            lines.append({"of": of, "share": value * 100, "line": name, "dash": name.split()[0]})
    rows = [dict(zip(("of", "share", "low", "high", "name", "own"), dot, strict=True)) for dot in dots]
    x = altair.X("of:Q", title=None, axis=altair.Axis(tickCount=4, grid=False))
    y = altair.Y("share:Q", title=None, scale=altair.Scale(domain=[0, 100]), axis=altair.Axis(tickCount=5, labelExpr="datum.label + ' %'"))
    dashes = altair.Scale(domain=["inner", "outer"], range=[[2, 3], [1, 0]])
    chance = altair.Chart(altair.Data(values=lines)).mark_line(color=_QUIET, strokeWidth=1)
    chance = chance.encode(x=x, y=y, detail="line:N", strokeDash=altair.StrokeDash("dash:N", legend=None, scale=dashes))
    points = altair.Chart(altair.Data(values=rows)).encode(x=x)
    reach = points.mark_rule(color=_FIELD, strokeWidth=5).encode(y=altair.Y("low:Q", title=None), y2="high:Q")
    fill = altair.condition("datum.own", altair.value(_INK), altair.value("white"))
    marks = points.mark_point(size=70, opacity=1, color=_INK).encode(y=y, fill=fill)
    to_right = points.transform_filter(f"datum.of <= {most / 2}").mark_text(align="left", dx=8, fontSize=11, color=_INK)
    to_left = points.transform_filter(f"datum.of > {most / 2}").mark_text(align="right", dx=-8, fontSize=11, color=_INK)
    middle = altair.Chart(altair.Data(values=[{"share": mean * 100}])).mark_rule(color=_INK, strokeWidth=1).encode(y=y)
    whole = altair.layer(chance, middle, reach, marks, *(one.encode(y=y, text="name:N") for one in (to_right, to_left)))
    return _dressed(whole.properties(width=_NARROW, height=200))
