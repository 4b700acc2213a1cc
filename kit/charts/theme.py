"""What all charts share: one Altair theme, two sizes, places and text.

Nothing imports this module before a picture is asked for: Altair takes a second or more.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

import altair as alt

from kit.widgets.palette import INK, QUIET

FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif'
ACCENT, ON_ACCENT = "#0f6b6b", "#fefefe"
"""Marks whose answers have an order of their own and need no letter; and the words on them."""
EDGE = "#8b8676"
"""Lines of a scale, and answers that lean to neither side."""
Align = Literal["left", "center", "right"]
LETTER_WIDTH = 0.58
"""Width of an average letter in units of its height, for the widest of the system's fonts."""


@alt.theme.register("kit", enable=True)
def _describe_theme() -> alt.theme.ThemeConfig:
    return {
        "config": {
            "aria": False,
            "background": "transparent",
            "font": FONT,
            "padding": 2,
            "view": {"stroke": None},
            "axis": {"grid": False, "domain": False, "ticks": False, "title": None},
            "legend": {"disable": True},
            "text": {
                "color": INK,
                "fontSize": 28,
                "font": FONT,
                "lineBreak": "\n",
                "baseline": "middle",
            },
            "title": {
                "anchor": "start",
                "color": INK,
                "font": FONT,
                "fontSize": 32,
                "fontWeight": 600,
                "frame": "bounds",
                "offset": 20,
            },
        }
    }


@dataclass(frozen=True)
class Size:
    """Measures of a chart for one kind of page, in pixels or a screen's units.

    Attributes:
        width: Of the whole chart.
        type: Height of the letters.
        badge: Radius of the circle with an answer's letter.
        bar: Height of a bar.
        gap: Between two rows.
        tall: Height of the longest column.
        stacked: Whether labels stand above their bars.
        label: Most width of a label.
        height: Of the whole chart; 0 where it is as high as it needs.
        blocks: How many blocks of rows stand beside each other.
        titled: Whether a strip says its result itself, as the page around it does not.
    """

    width: float
    type: float
    badge: float
    bar: float
    gap: float
    tall: float
    stacked: bool
    label: float
    height: float = 0
    blocks: int = 1
    titled: bool = True

    @property
    def line(self) -> float:
        """Height of a line of text."""
        return self.type * 1.2

    def count_letters(self, width: float) -> int:
        """How many letters fit into a line."""
        return int(width / (self.type * LETTER_WIDTH))


SCREEN = Size(width=760, type=28, badge=17, bar=26, gap=10, tall=165, stacked=False, label=460)
"""Units that are pixels beside the jar on a screen of 1280x720."""
STAGE = Size(
    width=1260,
    type=34,
    badge=21,
    bar=44,
    gap=14,
    tall=200,
    stacked=False,
    label=560,
    height=300,
    titled=False,
)
"""The whole of a projected stage: 14 units are a hundredth of its width."""
BESIDE = replace(STAGE, width=756, type=30, badge=19, bar=30, gap=10, label=340, height=310)
"""What a jar leaves of a stage."""
SQUARE = replace(BESIDE, height=440)
"""A stage that is nearly as high as it is wide."""
SMALLEST = 27
"""Letters on a stage, in its units; a picture that has to shrink a little can still be read."""
PHONE = Size(width=340, type=17, badge=12, bar=14, gap=14, tall=130, stacked=True, label=300)


def place_x(left: str = "left", right: str = "right") -> dict[str, alt.X | alt.X2]:
    """Encode two fields as places across the picture, in its own units."""
    return {"x": alt.X(f"{left}:Q", axis=None, scale=None), "x2": alt.X2(f"{right}:Q")}


def at_x(value: float) -> alt.XValue:
    """A place across the picture, the same for every row.

    `alt.value` says the same, and makes Altair look for its meaning in the whole schema.
    """
    return alt.XValue(value)  # type: ignore[no-untyped-call]


def at_y(value: float) -> alt.YValue:
    """A place down the picture, the same for every row."""
    return alt.YValue(value)  # type: ignore[no-untyped-call]


def at_y2(value: float) -> alt.Y2Value:
    """Where a mark ends down the picture, the same for every row."""
    return alt.Y2Value(value)  # type: ignore[no-untyped-call]


@lru_cache(maxsize=4096)
def wrap_evenly(text: str, letters: int) -> Sequence[str]:
    """Break a text into as few lines as fit, none of them much longer than another.

    A chart tries its labels in many sizes, and each new result tries the same ones again.
    """
    lines = textwrap.wrap(text, letters)
    while letters > 1 and len(textwrap.wrap(text, letters - 1)) == len(lines):
        letters -= 1
    return tuple(textwrap.wrap(text, letters))


def draw_ends(ends: tuple[str, str], size: Size, top: float) -> tuple[list[alt.Chart], float]:
    """Write what the two ends of a scale mean below its ends.

    Args:
        ends: The two texts; "" for nothing.
        size: The kind of page.
        top: Where the text begins.

    Returns:
        The layers, and where the text ends.
    """
    sides: tuple[tuple[str, Align, float], ...]
    sides = (ends[0], "left", 0.0), (ends[1], "right", size.width)
    layers, lines = [], 0
    for text, align, x in sides:
        wrapped = wrap_evenly(text, size.count_letters(size.width * 0.46))
        if not wrapped:
            continue
        lines = max(lines, len(wrapped))
        chart = alt.Chart(alt.InlineData(values=[{"text": "\n".join(wrapped)}]))
        words = chart.mark_text(align=align, color=QUIET, fontSize=size.type, lineHeight=size.line)
        middle = at_y(top + size.line / 2)
        layers.append(words.encode(x=at_x(x), y=middle, text=alt.Text("text:N")))
    return layers, top + lines * size.line
