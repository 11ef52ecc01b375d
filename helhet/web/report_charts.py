"""Charts of the report, declared with Altair and drawn as SVG by vl-convert: a funnel, and a line over years, each beside its table."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from helhet.statistics.comparison import Funnel, limits

_INK, _QUIET, _FIELD = "#1c1f1d", "#5b625e", "#c9d3cf"
_STEPS = 40
# How many it is of, the middle, lowest and highest share in a hundred, whose, and whether it is our own.
Dot = tuple[int, float, float, float, str, bool]


def _drawn(declared: Mapping[str, Any]) -> SafeString:
    import vl_convert  # noqa: PLC0415  (with Altair a second to load, and only leaders' pages draw)

    # The page hides it from those who listen, and reads the table to them: what Vega says of each mark would be said twice.
    svg = re.sub(r' (?:role|aria-[a-z]+)="[^"]*"', "", vl_convert.vegalite_to_svg(dict(declared)))
    return mark_safe(svg)  # noqa: S308  (Vega escapes the names in it)


def funnel(one: Funnel, own: set[str]) -> SafeString:
    """Each municipality by how many it helps and how large a share, between the lines that chance draws."""
    dots = tuple(
        (dot.of, round(dot.middle * 100, 1), round(dot.low * 100, 1), round(dot.high * 100, 1), dot.shared.name, dot.shared.number in own)
        for dot in one.dots
    )
    return _funnel(round(one.mean, 6), dots)


@lru_cache(maxsize=256)
def _funnel(mean: float, dots: tuple[Dot, ...]) -> SafeString:
    return _drawn(declared(mean, dots))


@lru_cache(maxsize=8)
def over_years(points: tuple[tuple[int, float], ...]) -> SafeString:
    """One figure over years: the line, and each year's dot with its value."""
    import altair  # noqa: PLC0415

    rows = [{"year": str(year), "value": value, "said": f"{value:.1f}".replace(".", ",")} for year, value in points]
    x = altair.X("year:O", title=None, axis=altair.Axis(labelAngle=0, grid=False))
    y = altair.Y("value:Q", title=None, scale=altair.Scale(zero=True), axis=altair.Axis(tickCount=4))
    base = altair.Chart(altair.Data(values=rows)).encode(x=x, y=y)
    layers = (
        base.mark_line(color=_INK, strokeWidth=1.5), base.mark_point(filled=True, size=55, color=_INK, opacity=1),
        base.mark_text(dy=-12, fontSize=11, color=_INK).encode(text="said:N"),
    )  # fmt: skip
    return _drawn(_dressed(altair.layer(*layers).properties(width=520, height=180)))


def _dressed(whole: Any) -> dict[str, Any]:
    made = whole.configure(font="Inter Variable, Inter, sans-serif", background="transparent").configure_view(stroke=None)
    return dict(made.configure_axis(labelColor=_INK, labelFontSize=11).to_dict())


def declared(mean: float, dots: Sequence[Dot]) -> dict[str, Any]:
    """The funnel as a Vega-Lite specification."""
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
    names = points.mark_text(align="left", dx=8, fontSize=11, color=_INK).encode(y=y, text="name:N")
    middle = altair.Chart(altair.Data(values=[{"share": mean * 100}])).mark_rule(color=_INK, strokeWidth=1).encode(y=y)
    return _dressed(altair.layer(chance, middle, reach, marks, names).properties(width=520, height=240))
