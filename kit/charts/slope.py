"""Where a group's energy goes, now and next: two stacked columns and the slopes between them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import altair as alt

from kit.charts.shares import PARTS, TIMES, list_shares
from kit.charts.theme import at_x
from kit.gate.marginals import Marginal
from kit.widgets.palette import CATEGORIES, QUIET, Shade

_SHADES = {category.name: category.light for category in CATEGORIES}
SHADES: tuple[Shade, ...] = (_SHADES["green"], _SHADES["stone"], _SHADES["rust"])


@dataclass(frozen=True)
class _Size:
    """Measures of the picture, in a screen's units or pixels."""

    width: float
    height: float
    type: float
    labels: float
    bar: float


SCREEN = _Size(width=760, height=300, type=28, labels=215, bar=165)
PHONE = _Size(width=340, height=220, type=17, labels=118, bar=78)


def draw_slope(marginal: Marginal, *, narrow: bool = False) -> alt.LayerChart:
    """Draw two columns of three parts each, every part with its share, and the slopes between.

    Args:
        marginal: The published means of an EnergyMap.
        narrow: For a phone: in pixels instead of a screen's units.
    """
    size = PHONE if narrow else SCREEN
    head = size.type * 1.5
    lefts = (size.labels, size.width - size.bar)
    shares = list_shares(marginal)
    parts: list[dict[str, Any]] = []
    bands: list[dict[str, Any]] = []
    labels: list[dict[str, Any]] = []
    tops = [0, 0]
    for name, shade, pair in zip(PARTS, SHADES, shares, strict=True):
        for place, left in enumerate(lefts):
            top, share = head + tops[place] * size.height / 100, pair[place]
            bottom = top + share * size.height / 100
            bands.append({"part": name, "x": left + (0 if place else size.bar), "top": top})
            bands[-1] |= {"bottom": bottom, "fill": shade.fill}
            if share == 0:
                continue
            parts.append(
                {
                    "left": left,
                    "right": left + size.bar,
                    "top": top,
                    "bottom": bottom,
                    "middle": (top + bottom) / 2,
                    "centre": left + size.bar / 2,
                    "text": f"{share} %",
                    "size": min(size.type, 0.85 * (bottom - top)),
                    "fill": shade.fill,
                    "edge": shade.edge,
                    "ink": shade.ink,
                }
            )
        middle = head + (tops[0] + pair[0] / 2) * size.height / 100
        labels.append({"text": name, "middle": middle, "ink": shade.edge})
        tops = [tops[0] + pair[0], tops[1] + pair[1]]
    _spread(labels, size.type * 1.2)
    titles = [
        {"text": text, "centre": left + size.bar / 2, "middle": head / 2}
        for text, left in zip(TIMES, lefts, strict=True)
    ]
    return alt.LayerChart(
        layer=_draw_marks(parts, bands, labels, titles, size),
        width=size.width,
        height=head + size.height,
    )


def _spread(labels: list[dict[str, Any]], least: float) -> None:
    """Move labels apart that would touch."""
    for above, below in pairwise(labels):
        below["middle"] = max(below["middle"], above["middle"] + least)


def _draw_marks(
    parts: list[dict[str, Any]],
    bands: list[dict[str, Any]],
    labels: list[dict[str, Any]],
    titles: list[dict[str, Any]],
    size: _Size,
) -> list[alt.Chart]:
    def across(field: str) -> alt.X:
        return alt.X(f"{field}:Q", axis=None, scale=None)

    def down(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", axis=None, scale=None)

    def chart(rows: list[dict[str, Any]]) -> alt.Chart:
        return alt.Chart(alt.InlineData(values=rows))

    fill, ink = alt.Fill("fill:N", scale=None), alt.Color("ink:N", scale=None)
    blocks = chart(parts).mark_rect(strokeWidth=1.5)
    shares = chart(parts).mark_text(align="center", fontWeight=600)
    letters = alt.Size("size:Q", scale=None)
    names = chart(labels).mark_text(align="left", fontSize=size.type)
    heads = chart(titles).mark_text(align="center", fontSize=size.type, color=QUIET)
    return [
        *(
            chart([row for row in bands if row["part"] == name])
            .mark_area(opacity=0.22)
            .encode(x=across("x"), y=down("top"), y2=alt.Y2("bottom:Q"), fill=fill)
            for name in PARTS
        ),
        blocks.encode(
            x=across("left"),
            x2=alt.X2("right:Q"),
            y=down("top"),
            y2=alt.Y2("bottom:Q"),
            fill=fill,
            stroke=alt.Stroke("edge:N", scale=None),
        ),
        shares.encode(
            x=across("centre"), y=down("middle"), text=alt.Text("text:N"), color=ink, size=letters
        ),
        names.encode(x=at_x(0), y=down("middle"), text=alt.Text("text:N")),
        heads.encode(x=across("centre"), y=down("middle"), text=alt.Text("text:N")),
    ]
