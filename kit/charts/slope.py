"""Where a group's energy goes, now and next: two stacked columns and the slopes between them."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import altair as alt

from kit.charts.shares import PARTS, TIMES, list_shares
from kit.charts.theme import LETTER_WIDTH, ON_ACCENT, SCREEN, Align, Size, at_x, wrap_evenly
from kit.gate.marginals import Marginal
from kit.language import _
from kit.language.numbers import format_percent
from kit.widgets.palette import CATEGORIES, QUIET, Shade

_SHADES = {category.name: category.light for category in CATEGORIES}
SHADES: tuple[Shade, ...] = (_SHADES["green"], _SHADES["stone"], _SHADES["rust"])
NAME = 14  # letters of a part's name that stand in one line
SIDES: tuple[Align, Align] = ("left", "right")


def draw_slope(marginal: Marginal, *, size: Size = SCREEN) -> alt.LayerChart:
    """Draw two columns of three parts each, every part with its share, and the slopes between.

    Args:
        marginal: The published means of an EnergyMap.
        size: The kind of page.
    """
    head, bar = size.type * 1.5, 0.22 * size.width
    height = size.height - head if size.height else 1.75 * size.tall
    named = [wrap_evenly(_(part), NAME) for part in PARTS]
    longest = max(len(line) for lines in named for line in lines)
    lefts = (max(7.4, longest * LETTER_WIDTH) * size.type, size.width - bar)
    shares = list_shares(marginal)
    parts: list[dict[str, Any]] = []
    bands: list[dict[str, Any]] = []
    labels: list[dict[str, Any]] = []
    tops = [0, 0]
    for lines, name, shade, pair in zip(named, map(_, PARTS), SHADES, shares, strict=True):
        for place, left in enumerate(lefts):
            top, share = head + tops[place] * height / 100, pair[place]
            bottom = top + share * height / 100
            bands.append({"part": name, "x": left + (0 if place else bar), "top": top})
            bands[-1] |= {"bottom": bottom, "fill": shade.edge}
            if share == 0:
                continue
            parts.append(
                {
                    "left": left,
                    "right": left + bar,
                    "top": top,
                    "bottom": bottom,
                    "middle": (top + bottom) / 2,
                    "centre": left + bar / 2,
                    "beside": left - size.type / 3 if place else left + bar + size.type / 3,
                    "text": format_percent(share),
                    "told": f"{name}, {_(TIMES[place])}",
                    "column": place,
                    "lines": 1,
                    "inside": bottom - top >= size.line,
                    "fill": shade.edge,
                }
            )
        middle = head + (tops[0] + pair[0] / 2) * height / 100
        labels.append({"text": "\n".join(lines), "middle": middle, "lines": len(lines)})
        tops = [tops[0] + pair[0], tops[1] + pair[1]]
    for each in (
        labels,
        *([p for p in parts if p["column"] == n and not p["inside"]] for n in (0, 1)),
    ):
        _spread(each, size.line, head + height)
    titles = [
        {"text": text, "centre": left + bar / 2, "middle": head / 2}
        for text, left in zip(map(_, TIMES), lefts, strict=True)
    ]
    return alt.LayerChart(
        layer=_draw_marks(parts, bands, labels, titles, size),
        width=size.width,
        height=head + height,
    )


def _spread(labels: list[dict[str, Any]], line: float, end: float) -> None:
    """Move labels apart that would touch, the last of them no lower than the end.

    Args:
        labels: From above to below, each with its middle and how many lines it has.
        line: Height of a line.
        end: Where the columns end.
    """
    for above, below in pairwise(labels):
        least = line * (above["lines"] + below["lines"]) / 2
        below["middle"] = max(below["middle"], above["middle"] + least)
    lowest = end
    for label in reversed(labels):
        half = line * label["lines"] / 2
        label["middle"] = min(label["middle"], lowest - half)
        label["first"] = label["middle"] - half + line / 2
        lowest = label["middle"] - half


def _draw_marks(
    parts: list[dict[str, Any]],
    bands: list[dict[str, Any]],
    labels: list[dict[str, Any]],
    titles: list[dict[str, Any]],
    size: Size,
) -> list[alt.Chart]:
    def across(field: str) -> alt.X:
        return alt.X(f"{field}:Q", axis=None, scale=None)

    def down(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", axis=None, scale=None)

    def chart(rows: list[dict[str, Any]]) -> alt.Chart:
        return alt.Chart(alt.InlineData(values=rows))

    fill = alt.Fill("fill:N", scale=None)
    # A share that its part has no room for stands beside it.
    beside = [
        chart([each for each in parts if each["column"] == column and not each["inside"]])
        .mark_text(align=align, fontWeight=600, fontSize=size.type)
        .encode(x=across("beside"), y=down("middle"), text=alt.Text("text:N"))
        for column, align in enumerate(SIDES)
    ]
    shares = chart([each for each in parts if each["inside"]]).mark_text(
        align="center", fontWeight=600, fontSize=size.type, color=ON_ACCENT
    )
    names = chart(labels).mark_text(align="left", fontSize=size.type, lineHeight=size.line)
    heads = chart(titles).mark_text(align="center", fontSize=size.type, color=QUIET)
    return [
        *(
            chart([row for row in bands if row["part"] == name])
            .mark_area(opacity=0.22)
            .encode(x=across("x"), y=down("top"), y2=alt.Y2("bottom:Q"), fill=fill)
            for name in map(_, PARTS)
        ),
        chart(parts)
        .mark_rect(aria=True)
        .encode(
            x=across("left"),
            x2=alt.X2("right:Q"),
            y=down("top"),
            y2=alt.Y2("bottom:Q"),
            fill=fill,
            description=alt.Description("told:N"),
        )
        .properties(name="parts"),
        shares.encode(x=across("centre"), y=down("middle"), text=alt.Text("text:N")),
        *beside,
        names.encode(x=at_x(0), y=down("first"), text=alt.Text("text:N")),
        heads.encode(x=across("centre"), y=down("middle"), text=alt.Text("text:N")),
    ]
