"""Charts of the report, declared with Altair and drawn as SVG by vl-convert: a funnel, and a line over years, each beside its table."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from helhet.statistics.comparison import Funnel

_INK, _QUIET, _FIELD = "#1c1f1d", "#5b625e", "#c9d3cf"
_STEPS = 40


def _drawn(declared: Mapping[str, Any]) -> SafeString:
    import vl_convert  # noqa: PLC0415  (with Altair a second to load, and only leaders' pages draw)

    # The page hides it from those who listen, and reads the table to them: what Vega says of each mark would be said twice.
    svg = re.sub(r' (?:role|aria-[a-z]+)="[^"]*"', "", vl_convert.vegalite_to_svg(dict(declared)))
    return mark_safe(svg)  # noqa: S308  (Vega escapes the names in it)


def funnel(one: Funnel, own: set[str]) -> SafeString:
    """Each municipality by how many it helps and how large a share, between the lines that chance draws."""
    return _drawn(declared(one, own))


def over_years(points: Sequence[tuple[int, float]]) -> SafeString:
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


def declared(one: Funnel, own: set[str]) -> dict[str, Any]:
    """The funnel as a Vega-Lite specification."""
    import altair  # noqa: PLC0415

    most = max(dot.of for dot in one.dots) * 1.1
    lines = []
    for step in range(1, _STEPS + 1):
        of = most * step / _STEPS
        for name, value in zip(("outer low", "inner low", "inner high", "outer high"), one.lines(of), strict=True):
            lines.append({"of": of, "share": value * 100, "line": name, "dash": name.split()[0]})
    dots = [
        {
            "of": dot.of, "share": dot.middle * 100, "low": dot.low * 100, "high": dot.high * 100, "name": dot.shared.name,
            "own": dot.shared.number in own,
        }
        for dot in one.dots
    ]  # fmt: skip
    x = altair.X("of:Q", title=None, axis=altair.Axis(tickCount=4, grid=False))
    y = altair.Y("share:Q", title=None, scale=altair.Scale(domain=[0, 100]), axis=altair.Axis(tickCount=5, labelExpr="datum.label + ' %'"))
    drawn = altair.Chart(altair.Data(values=lines)).mark_line(color=_QUIET, strokeWidth=1).encode(
        x=x, y=y, detail="line:N",
        strokeDash=altair.StrokeDash("dash:N", legend=None, scale=altair.Scale(domain=["inner", "outer"], range=[[2, 3], [1, 0]])),
    )  # fmt: skip
    points = altair.Chart(altair.Data(values=dots)).encode(x=x)
    reach = points.mark_rule(color=_FIELD, strokeWidth=5).encode(y=altair.Y("low:Q", title=None), y2="high:Q")
    marks = points.mark_point(size=70, opacity=1, color=_INK).encode(
        y=y, fill=altair.condition("datum.own", altair.value(_INK), altair.value("white")),
    )  # fmt: skip
    names = points.mark_text(align="left", dx=8, fontSize=11, color=_INK).encode(y=y, text="name:N")
    mean = altair.Chart(altair.Data(values=[{"share": one.mean * 100}])).mark_rule(color=_INK, strokeWidth=1).encode(y=y)
    return _dressed(altair.layer(drawn, mean, reach, marks, names).properties(width=520, height=240))
