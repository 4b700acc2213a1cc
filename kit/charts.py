"""Published results as Altair charts, each with its words and its table.

Nothing imports this module before a picture is asked for: Altair takes a second or more.
"""

from __future__ import annotations

import math
import re
import textwrap
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import altair as alt
import vl_convert

from kit.errors import DefinitionError
from kit.marginals import Marginal
from kit.palette import CATEGORIES, GOLD, INK, QUIET, get_category, get_letter, get_variable
from kit.prompts import Text
from kit.results import ADVICE
from kit.view import View
from kit.widgets.live_chart import WAITING, LiveChart
from kit.widgets.picture import Results

FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif'
ACCENT = "#0f6b6b"
"""The colour of bars whose answers have an order of their own and need no letter."""
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


def bars(results: Results, prompt: str) -> LiveChart:
    """Bars of one prompt's published counts, with their numbers, words and table.

    Args:
        results: The room's published results, `room.results`.
        prompt: Name of a prompt with counts: a Choice, a Scale or a YesNo.

    Raises:
        DefinitionError: The exercise has no such prompt, or it asks for text.
    """
    chart = LiveChart()
    chart.follow(results, lambda view: _read_bars(view, prompt))
    return chart


def _read_bars(view: View, name: str) -> dict[str, Any]:
    prompt = view.exercise.get_prompt(name)
    if isinstance(prompt, Text):
        msg = f"prompt {name!r} asks for text, which bars cannot show. Choose a prompt with counts."
        raise DefinitionError(msg)
    traits = {"title": prompt.text, "svg": "", "svg_narrow": "", "alt": "", "rows": [], "note": ""}
    if view.snapshot is None:
        return traits | {"message": ADVICE if view.withheld else WAITING}
    marginal = view.snapshot.get_marginal(name)
    if not marginal.counts:
        if marginal.shape == "withheld":
            return traits | {"message": ADVICE}
        return traits | {"message": marginal.summary, "note": view.note}
    here = "" if marginal.n == view.snapshot.n else f", {marginal.n} to this question"
    return traits | {
        "svg": render_svg(draw_bars(marginal, bare=True)),
        "svg_narrow": render_svg(draw_bars(marginal, bare=True, narrow=True)),
        "alt": describe_bars(marginal),
        "columns": ["Answer", "Count"],
        "rows": list_rows(marginal),
        "note": f"{view.note}{here}",
    }


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
    layers = _draw_marks(layout, size, lettered=not _is_ordered(marginal))
    if note and not bare:
        text = alt.Chart(alt.InlineData(values=[{}])).mark_text(align="left", color=QUIET)
        below = layout.height + size.type
        layers.append(text.encode(x=alt.value(0), y=alt.value(below), text=alt.value(note)))
    if bare:
        return alt.LayerChart(layer=layers, width=size.width, height=layout.height)
    lines = textwrap.wrap(marginal.text, size.count_letters(size.width / 1.15))
    title = alt.TitleParams(lines, fontSize=size.type * 1.15)
    return alt.LayerChart(layer=layers, title=title, width=size.width, height=layout.height)


@dataclass(frozen=True)
class _Size:
    """Measures of a bar chart for one kind of page, in pixels or a screen's units.

    Attributes:
        width: Of the whole chart.
        type: Height of the letters.
        badge: Radius of the circle with an answer's letter.
        bar: Height of a bar.
        gap: Between two rows.
        stacked: Whether labels stand above their bars.
        label: Most width of a label.
    """

    width: float
    type: float
    badge: float
    bar: float
    gap: float
    stacked: bool
    label: float

    @property
    def line(self) -> float:
        """Height of a line of text."""
        return self.type * 1.2

    def count_letters(self, width: float) -> int:
        """How many letters fit into a line."""
        return int(width / (self.type * LETTER_WIDTH))


SCREEN = _Size(width=760, type=28, badge=17, bar=26, gap=10, stacked=False, label=460)
"""Units that are pixels beside the jar on a screen of 1280x720."""
PHONE = _Size(width=340, type=17, badge=12, bar=14, gap=14, stacked=True, label=300)


@dataclass(frozen=True)
class _Layout:
    """Where the parts of a bar chart stand; `rows` also hold their places down the page."""

    rows: list[dict[str, str | float]]
    label: float
    start: float
    end: float
    height: float


def _lay_out(marginal: Marginal, size: _Size) -> _Layout:
    lettered = not _is_ordered(marginal)
    places = {value: place for place, (value, _, _) in enumerate(marginal.counts)}
    left = 2 * size.badge + size.type / 2 if lettered else 0
    longest, digits, top = 0, 1, 0.0
    rows: list[dict[str, str | float]] = []
    for value, label, count in _sort_counts(marginal):
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


def _draw_marks(layout: _Layout, size: _Size, *, lettered: bool) -> list[alt.Chart]:
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
        bars.encode(x=length, y=middle, fill=fill, stroke=edge, description="value:N")
        .transform_filter("datum.count > 0")
        .properties(name="bars"),
        counts.encode(x=length, y=middle, text="count:Q").properties(name="counts"),
        labels.encode(x=alt.value(layout.label), y=first, text="label:N"),
    ]
    if lettered:
        centre = alt.value(size.badge + 1)
        badges = chart.mark_point(size=math.pi * size.badge**2, opacity=1, strokeWidth=1.5)
        letters = chart.mark_text(align="center", fontSize=size.badge * 1.15, fontWeight=600)
        ink = alt.Color("ink:N", scale=None)
        drawn += [
            badges.encode(x=centre, y=first, fill=fill, stroke=edge),
            letters.encode(x=centre, y=first, text="letter:N", color=ink),
        ]
    return drawn


@lru_cache(maxsize=64)
def _convert(spec: str) -> str:
    version = ".".join(alt.SCHEMA_VERSION.removeprefix("v").split(".")[:2])
    svg: str = vl_convert.vegalite_to_svg(spec, vl_version=version, allowed_base_urls=[])
    return svg


def render_svg(chart: alt.TopLevelMixin) -> str:
    """Turn a chart into SVG text that fills its place and follows the page's light or dark.

    Colours of the palette become CSS variables with the light colour to fall back on; text takes
    the colour around it. Nothing is loaded, and fonts are the reader's own.
    """
    svg = _convert(chart.to_json(indent=None))
    fitted = r'\1 width="100%" preserveAspectRatio="xMinYMid"'
    svg = re.sub(r'(<svg[^>]*?) width="[^"]*" height="[^"]*"', fitted, svg, count=1)
    return _COLOURED.sub(lambda match: f'{match[1]}="{_PAINTS[match[2].lower()]}"', svg)


def _list_paints() -> dict[str, str]:
    paints = {
        getattr(category.light, part): get_variable(category.name, part)
        for category in (*CATEGORIES, GOLD)
        for part in ("fill", "edge", "ink")
    }
    paints |= {QUIET: "--kit-quiet", ACCENT: "--kit-accent"}
    return {INK: "currentColor"} | {
        colour: f"var({name}, {colour})" for colour, name in paints.items()
    }


_PAINTS = _list_paints()
_COLOURED = re.compile(rf'\b(fill|stroke)="({"|".join(_PAINTS)})"', re.IGNORECASE)


def describe_bars(marginal: Marginal) -> str:
    """Say what the bars show, as a person would."""
    rows = _sort_counts(marginal)
    if not any(count for _, _, count in rows):
        return marginal.summary or "There are no answers to show."
    if _is_ordered(marginal):
        steps = ", ".join(f"{label.lower()} {count}" for _, label, count in rows)
        return f"Of {marginal.n} answers: {steps}."
    groups: dict[int, list[str]] = {}
    for _, label, count in rows:
        groups.setdefault(count, []).append(label)
    nobody = groups.pop(0, [])
    (most, first), *others = groups.items()
    each = " each" if len(first) > 1 else ""
    verb = "come" if len(first) > 1 else "comes"
    words = f"{_join(first)} {verb} first with {most} of {marginal.n}{each}"
    words = words[0].upper() + words[1:]
    if others:
        words += f"; then {', '.join(_count(labels, count) for count, labels in others)}"
    return f"{words}." + (f" Nobody chose {_join(nobody, 'or')}." if nobody else "")


def _count(labels: list[str], count: int) -> str:
    return f"{_join(labels)} with {count}{' each' if len(labels) > 1 else ''}"


def _join(labels: list[str], last: str = "and") -> str:
    *others, final = labels
    return f"{', '.join(others)} {last} {final}" if others else final


def list_rows(marginal: Marginal) -> list[list[str]]:
    """The same answers and numbers as the bars, in their order, as texts for a table."""
    return [[label, str(count)] for _, label, count in _sort_counts(marginal)]


def _is_ordered(marginal: Marginal) -> bool:
    return marginal.shape != "counts"


def _sort_counts(marginal: Marginal) -> list[tuple[str, str, int]]:
    counts: list[Any] = list(marginal.counts)
    return counts if _is_ordered(marginal) else sorted(counts, key=lambda row: -row[2])
