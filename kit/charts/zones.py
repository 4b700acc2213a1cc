"""Results without counts: a strip in three zones with one of them marked.

A strip is drawn from what is published, the zone and the spread. It has no finer place to tell.
"""

from __future__ import annotations

import math
import textwrap
from dataclasses import replace

import altair as alt

from kit.charts.order import get_ends
from kit.charts.phrases import describe_centre, say_closeness
from kit.charts.theme import (
    ACCENT,
    EDGE,
    ON_ACCENT,
    SCREEN,
    Align,
    Size,
    at_x,
    at_y,
    at_y2,
    draw_ends,
    place_x,
)
from kit.gate.marginals import Marginal
from kit.gate.since import LastTime
from kit.language import _
from kit.widgets.palette import INK, QUIET

REACHES = {"mixed": ((0, 3),), "split": ((0, 1), (2, 3))}
"""From which to which zone a bracket reaches; where a group is aligned, over the marked one."""
GAP = 6
"""Between two zones."""
BOLD = 1.07
"""How much wider bold letters are."""
ALIGNS: tuple[Align, ...] = ("left", "center", "right")

Layers = list[alt.Chart]


def draw_zones(
    marginal: Marginal, *, size: Size = SCREEN, last: LastTime | None = None
) -> alt.LayerChart:
    """Draw a strip in three zones, the one that holds the result marked and named in words.

    Above a scale's strip stands how close the answers are: one narrow bracket for aligned, one over
    the whole strip for mixed, two apart for split. Below it a dashed bracket marks the zone that
    held last time's centre, with last time's word.

    Args:
        marginal: A published result with `zones` and `zone`.
        size: The kind of page.
        last: Last time's result; None for none.
    """
    words, top = write_headline(describe_centre(marginal), size)
    lines = max(label.count(": ") + 1 for label in marginal.zones)
    if size.height:
        size = replace(size, type=1.15 * size.type)
    if marginal.spread:
        bracket, top = _draw_brackets(marginal, size, top)
        words += bracket
    height = (lines + 0.7) * size.line
    if size.height:
        below = 0 if last is None else _draw_last(last, size, 0)[1]
        _layers, written = draw_ends(get_ends(marginal), size, below + size.type / 2)
        height = min(max(height, size.height - top - written), 5 * size.line)
    strip = _draw_strip(marginal, size, top, height)
    foot = top + height
    if last is not None:
        before, foot = _draw_last(last, size, foot)
        strip += before
    labels, bottom = draw_ends(get_ends(marginal), size, foot + size.type / 2)
    return alt.LayerChart(layer=[*words, *strip, *labels], width=size.width, height=bottom)


def write_headline(text: str, size: Size) -> tuple[Layers, float]:
    """Write a sentence at the top, if the picture has one; also tell where the rest may begin."""
    if not size.titled:
        return [], 0.0
    lines = textwrap.wrap(text, size.count_letters(size.width / BOLD))
    chart = alt.Chart(alt.InlineData(values=[{"text": "\n".join(lines)}]))
    words = chart.mark_text(
        align="left", fontSize=size.type, fontWeight=600, lineHeight=size.line, color=ACCENT
    ).encode(x=at_x(0), y=at_y(size.line / 2), text=alt.Text("text:N"))
    return [words], len(lines) * size.line + max(size.gap, size.type / 2)


def _draw_brackets(marginal: Marginal, size: Size, top: float) -> tuple[Layers, float]:
    """Draw how far the answers reach, with the word above; also tell where it ends."""
    zone = marginal.zone or 0
    reaches = REACHES.get(marginal.spread, ((zone, zone + 1),))
    align: Align = ALIGNS[zone] if marginal.spread == "aligned" else "center"
    x = {"left": 0.0, "center": size.width / 2, "right": size.width}[align]
    upper = top + size.line + size.type / 6
    lower = upper + size.type * 0.8
    points = [
        {"bracket": number, "order": order, "x": across, "y": down}
        for number, (first, last) in enumerate(reaches)
        for order, (across, down) in enumerate(
            _bend(*_measure(first, last, size), upper, lower, size.type / 2)
        )
    ]
    word = alt.Chart(alt.InlineData(values=[{"text": say_closeness(marginal.spread)}]))
    line = alt.Chart(alt.InlineData(values=points))
    return [
        word.mark_text(align=align, fontSize=size.type, fontWeight=600).encode(
            x=at_x(x), y=at_y(top + size.line / 2), text=alt.Text("text:N")
        ),
        line.mark_line(stroke=INK, strokeWidth=size.type / 6, strokeCap="round", opacity=1)
        .encode(
            x=alt.X("x:Q", axis=None, scale=None),
            y=alt.Y("y:Q", axis=None, scale=None),
            detail=alt.Detail("bracket:N"),
            order=alt.Order("order:O"),
        )
        .properties(name="brackets"),
    ], lower + size.type / 3


def _draw_last(last: LastTime, size: Size, top: float) -> tuple[Layers, float]:
    """Draw where last time's centre lay, its word below; also tell where that ends."""
    left, right = _measure(last.zone, last.zone + 1, size)
    upper = top + size.type / 3
    lower = upper + size.type * 0.8
    points = [
        {"order": order, "x": across, "y": upper + lower - down}
        for order, (across, down) in enumerate(_bend(left, right, upper, lower, size.type / 2))
    ]
    place = {"left": 0.0, "center": size.width / 2, "right": size.width}[ALIGNS[last.zone]]
    before, close = last.where or _("last time"), say_closeness(last.spread)
    told = _("{when} ({n}): {told}", when=before, n=last.n, told=close)
    word = alt.Chart(alt.InlineData(values=[{"text": told}]))
    line = alt.Chart(alt.InlineData(values=points))
    return [
        line.mark_line(
            stroke=EDGE,
            strokeWidth=size.type / 8,
            strokeDash=[size.type / 4, size.type / 5],
            opacity=1,
        )
        .encode(
            x=alt.X("x:Q", axis=None, scale=None),
            y=alt.Y("y:Q", axis=None, scale=None),
            order=alt.Order("order:O"),
        )
        .properties(name="last"),
        word.mark_text(align=ALIGNS[last.zone], fontSize=size.type, color=QUIET).encode(
            x=at_x(place), y=at_y(lower + size.line * 0.6), text=alt.Text("text:N")
        ),
    ], lower + size.line


def _draw_strip(marginal: Marginal, size: Size, top: float, height: float) -> Layers:
    rows = []
    for place, label in enumerate(marginal.zones):
        left, right = _measure(place, place + 1, size)
        marked = place == marginal.zone
        rows.append(
            {
                "label": label.replace(": ", "\n"),
                "left": left,
                "middle": (left + right) / 2,
                "right": right,
                "marked": marked,
                "fill": ACCENT if marked else "transparent",
                "edge": ACCENT if marked else QUIET,
                "first": top + height / 2 - label.count(": ") * size.line / 2,
            }
        )
    chart = alt.Chart(alt.InlineData(values=rows))
    layers: Layers = [
        chart.mark_rect(cornerRadius=10, strokeWidth=1.5)
        .encode(
            **place_x(),
            y=at_y(top),
            y2=at_y2(top + height),
            fill=alt.Fill("fill:N", scale=None),
            stroke=alt.Stroke("edge:N", scale=None),
        )
        .properties(name="zones")
    ]
    for marked in (False, True):
        # The weight of letters is a setting of the mark, so what is marked has one of its own.
        words = chart.mark_text(
            align="center",
            fontSize=size.type,
            lineHeight=size.line,
            fontWeight=700 if marked else 400,
            color=ON_ACCENT if marked else QUIET,
        )
        layers.append(
            words.encode(
                x=alt.X("middle:Q", axis=None, scale=None),
                y=alt.Y("first:Q", axis=None, scale=None),
                text=alt.Text("label:N"),
            )
            .transform_filter(f"datum.marked === {str(marked).lower()}")
            .properties(name="marked" if marked else "others")
        )
    return layers


def _measure(first: int, last: int, size: Size) -> tuple[float, float]:
    """Where a stretch of zones begins and ends, from one zone to before another."""
    width = (size.width - 2 * GAP) / 3
    return first * (width + GAP), last * (width + GAP) - GAP


def _bend(
    left: float, right: float, upper: float, lower: float, radius: float
) -> list[tuple[float, float]]:
    """Points of a bracket that opens downwards, its two corners round."""
    turn = [math.pi / 2 * step / 8 for step in range(9)]
    rise = [(radius * (1 - math.cos(a)), radius * (1 - math.sin(a))) for a in turn]
    inset = 4.0
    return [
        (left + inset, lower),
        *((left + inset + x, upper + y) for x, y in rise),
        *((right - inset - x, upper + y) for x, y in reversed(rise)),
        (right - inset, lower),
    ]
