"""Counts as horizontal bars: one row an answer, its number at the end."""

from __future__ import annotations

import math
import textwrap
from dataclasses import dataclass

import altair as alt

from kit.charts.order import sort_counts
from kit.charts.theme import ACCENT, LETTER_WIDTH, PHONE, SCREEN, Size, at_x, at_y
from kit.gate.marginals import Marginal, Shape
from kit.widgets.palette import QUIET, get_category, get_letter


def draw_bars(
    marginal: Marginal, note: str = "", *, bare: bool = False, narrow: bool = False
) -> alt.LayerChart:
    """Draw one bar an answer with its number at the end, the most frequent first.

    Answers with an order of their own, as on a scale, keep it and have no letters.

    Args:
        marginal: The published counts of one prompt.
        note: How many answers stand behind it, written under the bars.
        bare: Without question and note, for a page that writes both itself.
        narrow: For a phone: labels above the bars, in pixels instead of a screen's units.
    """
    size = PHONE if narrow else SCREEN
    layout = _lay_out(marginal, size)
    layers = _draw_marks(layout, size, lettered=marginal.shape is Shape.COUNTS)
    if note and not bare:
        text = alt.Chart(alt.InlineData(values=[{}])).mark_text(align="left", color=QUIET)
        below = layout.height + size.type
        layers.append(text.encode(x=at_x(0), y=at_y(below), text=alt.value(note)))
    if bare:
        return alt.LayerChart(layer=layers, width=size.width, height=layout.height)
    lines = textwrap.wrap(marginal.text, size.count_letters(size.width / 1.15))
    title = alt.TitleParams(lines, fontSize=size.type * 1.15)
    return alt.LayerChart(layer=layers, title=title, width=size.width, height=layout.height)


@dataclass(frozen=True)
class _Layout:
    """Where the parts of a bar chart stand; `rows` also hold their places down the page."""

    rows: list[dict[str, str | float]]
    label: float
    start: float
    end: float
    height: float


def _lay_out(marginal: Marginal, size: Size) -> _Layout:
    lettered = marginal.shape is Shape.COUNTS
    places = {value: place for place, (value, _, _) in enumerate(marginal.counts)}
    left = 2 * size.badge + size.type / 2 if lettered else 0
    longest, digits, top = 0, 1, 0.0
    rows: list[dict[str, str | float]] = []
    for value, label, count in sort_counts(marginal):
        category = get_category(places[value]).light
        lines = textwrap.wrap(label, size.count_letters(size.label)) or [""]
        text = len(lines) * size.line
        height = text + 3 + size.bar if size.stacked else max(text, size.bar + 6)
        first = top + size.line / 2 if size.stacked else top + (height - text + size.line) / 2
        rows.append(
            {
                "value": value,
                "label": "\n".join(lines),
                "count": count,
                "letter": get_letter(places[value]),
                "fill": category.fill if lettered else ACCENT,
                "edge": category.edge if lettered else ACCENT,
                "ink": category.ink,
                "first": first,
                "middle": top + height - size.bar / 2 if size.stacked else top + height / 2,
            }
        )
        longest = max(longest, *map(len, lines))
        digits = max(digits, len(str(count)))
        top += height + size.gap
    beside = 0 if size.stacked else longest * size.type * LETTER_WIDTH + 20
    end = size.width - digits * size.type * 0.65 - 12
    return _Layout(rows, label=left, start=left + beside, end=end, height=max(1, top - size.gap))


def _draw_marks(layout: _Layout, size: Size, *, lettered: bool) -> list[alt.Chart]:
    chart = alt.Chart(alt.InlineData(values=layout.rows))
    most = max((row["count"] for row in layout.rows), default=0)
    reach = alt.Scale(domain=[0, most or 1], range=[layout.start, layout.end])
    length = alt.X("count:Q", axis=None, scale=reach)
    first = alt.Y("first:Q", axis=None, scale=None)
    middle = alt.Y("middle:Q", axis=None, scale=None)
    fill, edge = alt.Fill("fill:N", scale=None), alt.Stroke("edge:N", scale=None)
    bars = chart.mark_bar(aria=True, orient="horizontal", size=size.bar, strokeWidth=1.5)
    counts = chart.mark_text(align="left", dx=10, fontWeight=600, fontSize=size.type)
    labels = chart.mark_text(align="left", fontSize=size.type, lineHeight=size.line)
    drawn = [
        bars.encode(
            x=length, y=middle, fill=fill, stroke=edge, description=alt.Description("value:N")
        )
        .transform_filter("datum.count > 0")
        .properties(name="bars"),
        counts.encode(x=length, y=middle, text=alt.Text("count:Q")).properties(name="counts"),
        labels.encode(x=at_x(layout.label), y=first, text=alt.Text("label:N")),
    ]
    if lettered:
        centre = at_x(size.badge + 1)
        badges = chart.mark_point(size=math.pi * size.badge**2, opacity=1, strokeWidth=1.5)
        letters = chart.mark_text(align="center", fontSize=size.badge * 1.15, fontWeight=600)
        ink = alt.Color("ink:N", scale=None)
        drawn += [
            badges.encode(x=centre, y=first, fill=fill, stroke=edge),
            letters.encode(x=centre, y=first, text=alt.Text("letter:N"), color=ink),
        ]
    return drawn
