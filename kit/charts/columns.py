"""A scale's counts as columns: its steps or its thirds from left to right, in their order."""

from __future__ import annotations

from dataclasses import replace

import altair as alt

from kit.charts.order import has_words
from kit.charts.theme import EDGE, SCREEN, Size, at_y, at_y2, draw_ends, place_x, wrap_evenly
from kit.gate.marginals import Marginal, Shape
from kit.language.numbers import format_number
from kit.widgets.palette import GOLD, get_step

RING = GOLD.light.edge


def draw_columns(
    marginal: Marginal, *, guess: int | None = None, size: Size = SCREEN
) -> alt.LayerChart:
    """Draw a column for each step or third, its count above, its name below, the ends at the ends.

    The columns go from one colour over grey to another, so that the step in the middle of an odd
    scale, which leans to neither side, is grey; the names below say the same. Around the step that
    the leader has guessed lies a gold ring.

    Args:
        marginal: The published counts of a scale.
        guess: The step the leader has guessed; None for none. Thirds have no ring.
        size: The kind of page.
    """
    # Where each step has its word, so have the two ends.
    outer = ("", "") if has_words(marginal) else marginal.ends
    named = [_name(marginal, place, size) for place in range(len(marginal.counts))]
    lines = 1 + max(name.count("\n") for name in named)
    below = size.type / 3 + lines * size.line + size.type / 3
    if size.height:
        _, written = draw_ends(outer, size, 0)
        size = replace(size, tall=size.height - size.line - below - written)
    foot = size.line + size.tall
    columns = _place_columns(marginal, size)
    names = foot + size.type / 3
    ends, height = draw_ends(outer, size, foot + below)
    chart = alt.Chart(alt.InlineData(values=columns))
    ground = alt.Chart(alt.InlineData(values=[{"left": 0, "right": size.width}]))
    middle = alt.X("middle:Q", axis=None, scale=None)
    top = alt.Y("top:Q", axis=None, scale=None)
    fill = alt.Fill("fill:N", scale=None)
    counts = chart.mark_text(align="center", dy=-size.line / 2, fontWeight=600, fontSize=size.type)
    ring = chart.mark_point(
        shape="circle",
        size=(1.55 * size.type) ** 2,
        opacity=1,
        stroke=RING,
        strokeWidth=size.type / 6,
    )
    labels = chart.mark_text(align="center", fontSize=size.type, lineHeight=size.line)
    layers = [
        chart.mark_rect(aria=True)
        .encode(
            **place_x(), y=top, y2=at_y2(foot), fill=fill, description=alt.Description("told:N")
        )
        .transform_filter("datum.count > 0")
        .properties(name="columns"),
        ground.mark_rule(stroke=EDGE, strokeWidth=1.5).encode(**place_x(), y=at_y(foot)),
        counts.encode(x=middle, y=top, text=alt.Text("number:N")).properties(name="counts"),
        labels.encode(x=middle, y=at_y(names + size.line / 2), text=alt.Text("name:N")),
    ]
    if guess is not None and marginal.shape is not Shape.BUCKETS:
        at_name = at_y(names + size.line / 2)
        ring = ring.transform_filter(f"datum.value == '{guess}'").properties(name="guess")
        layers.append(ring.encode(x=middle, y=at_name))
    return alt.LayerChart(layer=[*layers, *ends], width=size.width, height=height)


def _place_columns(marginal: Marginal, size: Size) -> list[dict[str, str | float]]:
    steps = len(marginal.counts)
    slot = size.width / steps
    half = min(0.36 * slot, (4 if size.height else 2) * size.type)
    most = max(1, *(count for _, _, count in marginal.counts))
    columns: list[dict[str, str | float]] = []
    for place, (value, label, count) in enumerate(marginal.counts):
        middle = slot * (place + 0.5)
        columns.append(
            {
                "value": value,
                "told": label,
                "name": _name(marginal, place, size),
                "count": count,
                "number": format_number(count),
                "left": middle - half,
                "middle": middle,
                "right": middle + half,
                "top": size.line + size.tall * (1 - count / most),
                "fill": get_step(place, steps).light,
            }
        )
    return columns


def _name(marginal: Marginal, place: int, size: Size) -> str:
    value, label, _ = marginal.counts[place]
    if has_words(marginal):
        return "\n".join(
            wrap_evenly(label, size.count_letters(0.9 * size.width / len(marginal.counts)))
        )
    if marginal.shape is not Shape.BUCKETS:
        return value
    # A stage is wide and not high.
    wide = size.height and len(label) <= size.count_letters(0.9 * size.width / 3)
    return label if wide else label.replace(": ", "\n")
