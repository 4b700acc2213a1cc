"""An estimated share, and the interval in which it lies."""

from __future__ import annotations

import altair as alt

from kit.charts.phrases import describe_estimate
from kit.charts.theme import (
    ACCENT,
    EDGE,
    SCREEN,
    Align,
    Size,
    at_y,
    at_y2,
    place_x,
)
from kit.charts.zones import Layers, write_headline
from kit.gate.marginals import Marginal
from kit.language.numbers import format_percent
from kit.widgets.palette import INK, QUIET

PERCENT = (0, 50, 100)


def draw_estimate(marginal: Marginal, *, size: Size = SCREEN) -> alt.LayerChart:
    """Draw an estimated share on a line from 0 to 100 %: its band soft and thick, a tick for it.

    Args:
        marginal: A published result with an `estimate`.
        size: The kind of page.
    """
    low, middle, high = marginal.estimate or PERCENT
    words, top = write_headline(describe_estimate(marginal), size)
    start, end = 3.8 * size.type, size.width - 3.8 * size.type
    reach = alt.Scale(domain=[0, 100], range=[start, end])
    half = (2.4 if size.height else 1.2) * size.type
    line = top + size.gap / 2 + half
    percent = alt.X("percent:Q", axis=None, scale=reach)
    row = {"percent": low, "high": high, "left": start, "right": end}
    band = alt.Chart(alt.InlineData(values=[row]))
    tick = alt.Chart(alt.InlineData(values=[{"percent": middle}]))
    above, below = line - size.line / 2, line + half + size.line / 2
    labels: list[tuple[int, Align, int, str, float]] = [
        (low, "right", -10, INK, above),
        (high, "left", 10, INK, above),
        *((each, "center", 0, QUIET, below) for each in PERCENT),
    ]
    numbers: Layers = [
        alt.Chart(alt.InlineData(values=[{"percent": share, "text": format_percent(share)}]))
        .mark_text(align=align, dx=aside, fontSize=size.type, color=colour)
        .encode(x=percent, y=at_y(height), text=alt.Text("text:N"))
        for share, align, aside, colour, height in labels
    ]
    layers: Layers = [
        band.mark_rule(stroke=EDGE, strokeWidth=3).encode(**place_x(), y=at_y(line)),
        band.mark_rect(fill=ACCENT, fillOpacity=0.35, stroke=ACCENT, strokeWidth=2, cornerRadius=8)
        .encode(x=percent, x2=alt.X2("high:Q"), y=at_y(line - half), y2=at_y2(line + half))
        .properties(name="band"),
        tick.mark_rule(stroke=ACCENT, strokeWidth=6, strokeCap="round")
        .encode(x=percent, y=at_y(line - half), y2=at_y2(line + half))
        .properties(name="middle"),
    ]
    parts = [*words, *layers, *numbers]
    return alt.LayerChart(layer=parts, width=size.width, height=below + size.line / 2)
