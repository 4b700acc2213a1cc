"""Counts as horizontal bars: one row an answer, its number at the end."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, replace

import altair as alt

from kit.charts.order import sort_counts
from kit.charts.theme import (
    ACCENT,
    LETTER_WIDTH,
    SCREEN,
    SMALLEST,
    Size,
    at_x,
    at_y,
    place_x,
    wrap_evenly,
)
from kit.gate.marginals import Marginal, Shape
from kit.language.numbers import format_number
from kit.widgets.palette import QUIET, get_category, get_letter

DIGIT = 0.7  # width of a digit in heavy type, by the letters' size
MANY, WIDE = 8, 1000
"""More rows than these may stand in two blocks, on a stage that is wider than this in its units."""


def draw_bars(
    marginal: Marginal, note: str = "", *, bare: bool = False, size: Size = SCREEN
) -> alt.LayerChart:
    """Draw one bar an answer with its number at the end, the most frequent first.

    Answers with an order of their own, as on a scale, keep it and have no letters. On a stage the
    bars share its height among them, and their letters are as large as that allows.

    Args:
        marginal: The published counts of one prompt.
        note: How many answers stand behind it, written under the bars.
        bare: Without question and note, for a page that writes both itself.
        size: The kind of page. On a phone labels stand above the bars.
    """
    size = _fit(marginal, size)
    layout = _lay_out(marginal, size)
    layers = _draw_marks(size, lettered=marginal.shape is Shape.COUNTS)
    if note and not bare:
        text = alt.Chart(alt.InlineData(values=[{}])).mark_text(align="left", color=QUIET)
        below = layout.height + size.type
        layers.append(text.encode(x=at_x(0), y=at_y(below), text=alt.value(note)))
    rows = alt.InlineData(values=layout.rows)
    chart = alt.LayerChart(data=rows, layer=layers, width=size.width, height=layout.height)
    if bare:
        return chart
    lines = textwrap.wrap(marginal.text, size.count_letters(size.width / 1.15))
    title = alt.TitleParams(lines, fontSize=size.type * 1.15)
    return chart.properties(title=title)


@dataclass(frozen=True)
class _Layout:
    """Where the parts of a bar chart stand: a row an answer, its places in the chart's units."""

    rows: list[dict[str, str | float]]
    height: float


def _lay_out(marginal: Marginal, size: Size) -> _Layout:
    lettered = marginal.shape is Shape.COUNTS
    places = {value: place for place, (value, _, _) in enumerate(marginal.counts)}
    counts = sort_counts(marginal)
    labels = [_wrap(label, size) for _, label, _ in counts]
    most = max(1, *(count for _, _, count in counts))
    width, block = _split(size, len(counts))
    badge = 2 * size.badge + size.type / 2 if lettered else 0
    longest = max(len(line) for lines in labels for line in lines)
    start = badge + (0 if size.stacked else longest * size.type * LETTER_WIDTH + 20)
    end = width - len(format_number(most)) * size.type * DIGIT - 14
    rows: list[dict[str, str | float]] = []
    top = height = 0.0
    for place, ((value, label, count), lines) in enumerate(zip(counts, labels, strict=True)):
        if place % block == 0:
            top = 0.0
        left = place // block * (size.width - width)
        category = get_category(places[value]).light
        text = len(lines) * size.line
        tall = text + 3 + size.bar if size.stacked else max(text, size.bar + 6)
        middle = top + tall - size.bar / 2 if size.stacked else top + tall / 2
        rows.append(
            {
                "told": label,
                "label": "\n".join(lines),
                "count": count,
                "number": format_number(count),
                "letter": get_letter(places[value]),
                "bar": category.edge if lettered else ACCENT,
                "fill": category.fill,
                "edge": category.edge,
                "ink": category.ink,
                "badge": left + size.badge + 1,
                "text": left + badge,
                "left": left + start,
                "right": left + start + (end - start) * count / most,
                "first": top + (size.line if size.stacked else tall - text + size.line) / 2,
                "middle": middle,
                "top": middle - size.bar / 2,
                "bottom": middle + size.bar / 2,
            }
        )
        top += tall + size.gap
        height = max(height, top - size.gap)
    return _Layout(rows, height=max(1, height))


def _split(size: Size, rows: int) -> tuple[float, int]:
    """How wide a block of rows is, and how many rows it holds."""
    if size.blocks == 1:
        return size.width, rows
    return size.width / size.blocks - size.type, math.ceil(rows / size.blocks)


def _fit(marginal: Marginal, size: Size) -> Size:
    """The largest letters and bars with which all rows stand within the height there is.

    Long labels get more of the width, or stand above their bars; many rows stand in two blocks.
    Where not even the smallest letters fit, the chart becomes higher than the stage.
    """
    if not size.height or not marginal.counts:
        return size
    many = size.width > WIDE and len(marginal.counts) > MANY
    found = [_fit_blocks(marginal, replace(size, blocks=n)) for n in ((1, 2) if many else (1,))]
    fitting = [each for each in found if each is not None]
    if fitting:
        return max(fitting, key=lambda each: each.type)
    badge, label = 0.62 * SMALLEST, 0.62 * size.width
    return replace(size, label=label, type=SMALLEST, badge=badge, gap=8, bar=20)


def _fit_blocks(marginal: Marginal, size: Size) -> Size | None:
    width, rows = _split(size, len(marginal.counts))
    slot = size.height / rows
    labels = [label for _, label, _ in sort_counts(marginal)]
    largest = max(SMALLEST, min(round(1.2 * size.type), int(0.6 * slot)))
    # Labels that take more of the width have smaller letters, so that the bars keep theirs.
    narrow, wide = (replace(size, label=share * width) for share in (0.44, 0.62))
    stacked = replace(size, stacked=True, label=width - 3 * size.badge)
    for shape, most in ((narrow, largest), (wide, SMALLEST + 1), (stacked, largest)):
        for letters in range(most, SMALLEST - 1, -1):
            fitted = replace(shape, type=letters, badge=0.62 * letters)
            text = max(len(_wrap(label, fitted)) for label in labels) * fitted.line
            # The number beside a bar is as high as the letters.
            room = slot - text - 3 if shape.stacked else 0.8 * slot - 6
            if room >= (letters if shape.stacked else 8) and (shape.stacked or text <= slot):
                bar = min(0.7 * room if shape.stacked else room, 2.6 * letters)
                height = text + 3 + bar if shape.stacked else max(text, bar + 6)
                # Few rows stay together rather than far apart.
                return replace(fitted, bar=bar, gap=min(slot - height, letters))
    return None


def _wrap(label: str, size: Size) -> Sequence[str]:
    wrap = wrap_evenly if size.height else textwrap.wrap
    return wrap(label, size.count_letters(size.label)) or [""]


def _draw_marks(size: Size, *, lettered: bool) -> list[alt.Chart]:
    chart = alt.Chart()  # the rows stand once, in the whole of it
    right = alt.X("right:Q", axis=None, scale=None)
    first = alt.Y("first:Q", axis=None, scale=None)
    middle = alt.Y("middle:Q", axis=None, scale=None)
    # The deeper of a kind's two shades: it stands out from the paper where a marble's may be pale.
    deep = alt.Fill("bar:N", scale=None)
    counts = chart.mark_text(align="left", dx=10, fontWeight=600, fontSize=size.type)
    labels = chart.mark_text(align="left", fontSize=size.type, lineHeight=size.line)
    drawn = [
        chart.mark_rect(aria=True)
        .encode(
            **place_x(),
            y=alt.Y("top:Q", axis=None, scale=None),
            y2=alt.Y2("bottom:Q"),
            fill=deep,
            description=alt.Description("told:N"),
        )
        .transform_filter("datum.count > 0")
        .properties(name="bars"),
        counts.encode(x=right, y=middle, text=alt.Text("number:N")).properties(name="counts"),
        labels.encode(x=alt.X("text:Q", axis=None, scale=None), y=first, text=alt.Text("label:N")),
    ]
    if lettered:
        centre = alt.X("badge:Q", axis=None, scale=None)
        fill, edge = alt.Fill("fill:N", scale=None), alt.Stroke("edge:N", scale=None)
        badges = chart.mark_point(size=math.pi * size.badge**2, opacity=1, strokeWidth=1.5)
        letters = chart.mark_text(align="center", fontSize=size.badge * 1.15, fontWeight=600)
        ink = alt.Color("ink:N", scale=None)
        drawn += [
            badges.encode(x=centre, y=first, fill=fill, stroke=edge),
            letters.encode(x=centre, y=first, text=alt.Text("letter:N"), color=ink),
        ]
    return drawn
