"""The nine colours of kinds and categories, each with a letter, and the leader's gold.

Started from Okabe and Ito's set for colour-blind eyes (https://jfly.uni-koeln.de/color/), warmed to
the look of stationery and kept apart for four kinds of sight. Fills may be pale, so every mark is
drawn with its edge, which keeps 4.5:1 to the paper, and a bar has the edge's colour all over; the
ink is for a letter on the fill, at 4.5:1.
The light colours all differ, so that a drawn chart can be told which CSS variable each one is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from string import ascii_uppercase

INK = "#1f2430"
QUIET = "#5b6270"


@dataclass(frozen=True)
class Shade:
    """One colour on one paper, as `#rrggbb`.

    Attributes:
        fill: The area of a mark.
        edge: The line around it, and the whole of a bar.
        ink: A letter upon it.
    """

    fill: str
    edge: str
    ink: str


@dataclass(frozen=True)
class Category:
    """What tells one kind from another.

    Attributes:
        letter: Stands on or beside every mark, so that colour is never the only sign.
        name: The colour's name, part of its CSS variables (`--kit-category-blue`).
        light: On light paper.
        dark: On dark paper.
    """

    letter: str
    name: str
    light: Shade
    dark: Shade


CATEGORIES = (
    Category(
        "A",
        "blue",
        light=Shade("#26549a", "#173a70", "#ffffff"),
        dark=Shade("#4b84e8", "#8db4f5", "#14161b"),
    ),
    Category(
        "B",
        "amber",
        light=Shade("#f0a21e", "#9c6000", "#1b1406"),
        dark=Shade("#ef9f45", "#f9cb95", "#14161b"),
    ),
    Category(
        "C",
        "green",
        light=Shade("#14806c", "#0a5a4b", "#f7fffd"),
        dark=Shade("#2b7464", "#5fb5a0", "#ffffff"),
    ),
    Category(
        "D",
        "mauve",
        light=Shade("#b477b8", "#85498b", "#1a0f1b"),
        dark=Shade("#c08ec4", "#e0bfe2", "#14161b"),
    ),
    Category(
        "E",
        "sky",
        light=Shade("#6fc9f2", "#1a769f", "#07151c"),
        dark=Shade("#8fd4f2", "#c6eafa", "#14161b"),
    ),
    Category(
        "F",
        "rust",
        light=Shade("#c04a12", "#8a310a", "#fffaf7"),
        dark=Shade("#c24a10", "#ea8a5a", "#ffffff"),
    ),
    Category(
        "G",
        "lemon",
        light=Shade("#f5ea84", "#7d6f12", "#1a1805"),
        dark=Shade("#f3d86c", "#fbecb0", "#14161b"),
    ),
    Category(
        "H",
        "charcoal",
        light=Shade("#2f3136", "#14161b", "#fdfdfd"),
        dark=Shade("#faf7ee", "#ffffff", "#14161b"),
    ),
    Category(
        "I",
        "stone",
        light=Shade("#b6aea3", "#756d62", "#191713"),
        dark=Shade("#8a867a", "#b7b3a8", "#14161b"),
    ),
)

GOLD = Category(
    "\N{BLACK STAR}",
    "gold",
    light=Shade("#e3b341", "#8a6410", "#1a1304"),
    dark=Shade("#e0b03c", "#f6dc97", "#14161b"),
)


@dataclass(frozen=True)
class Step:
    """The colour of one step of a scale on light and on dark paper, as `#rrggbb`."""

    light: str
    dark: str


STEPS = (
    Step("#8f4a00", "#eeb04f"),
    Step("#885014", "#e0ae5f"),
    Step("#815628", "#d2ac6e"),
    Step("#795d3b", "#c5aa7e"),
    Step("#72634f", "#b7a88d"),
    Step("#6b6963", "#a9a69d"),
    Step("#586964", "#9aada4"),
    Step("#456966", "#8bb4ab"),
    Step("#316a67", "#7cbbb2"),
    Step("#1e6a69", "#6dc2b9"),
    Step("#0b6a6a", "#5ec9c0"),
)
"""From the low end of a scale to the high one: earth, grey in the middle, sea. Neither end is good
or bad, each keeps 4.5:1 to the paper, and the steps' names stand below them."""


def get_step(place: int, steps: int) -> Step:
    """The colour of a step of a scale, counted from 0, where there are so many steps."""
    return STEPS[round(place * (len(STEPS) - 1) / max(1, steps - 1))]


def get_step_variable(place: int) -> str:
    """The CSS variable of one of `STEPS`."""
    return f"--kit-step-{place}"


def get_letter(place: int) -> str:
    """The letter at a place in the definition's order, counted from 0: A to Z, then A again."""
    return ascii_uppercase[place % len(ascii_uppercase)]


def get_category(place: int) -> Category:
    """The category at a place in the definition's order, counted from 0.

    After nine the colours begin again; the letters go on.
    """
    return replace(CATEGORIES[place % len(CATEGORIES)], letter=get_letter(place))


def get_variable(name: str, part: str = "fill") -> str:
    """The CSS variable of a colour's part: `fill`, `edge` or `ink`."""
    return f"--kit-category-{name}" if part == "fill" else f"--kit-category-{name}-{part}"


def _write_variables(paper: str) -> str:
    lines = []
    for category in (*CATEGORIES, GOLD):
        shade: Shade = getattr(category, paper)
        lines += [
            f"  {get_variable(category.name, part)}: {getattr(shade, part)};"
            for part in ("fill", "edge", "ink")
        ]
    lines += [
        f"  {get_step_variable(place)}: {getattr(step, paper)};" for place, step in enumerate(STEPS)
    ]
    return "\n".join(lines)


def _write_style() -> str:
    light, dark = _write_variables("light"), _write_variables("dark")
    return (
        f':root,\n.kit,\n[data-jp-theme-light="true"] .kit {{\n{light}\n}}\n'
        f"@media (prefers-color-scheme: dark) {{\n:root,\n.kit {{\n{dark}\n}}\n}}\n"
        f'[data-jp-theme-light="false"] .kit {{\n{dark}\n}}\n'
    )


STYLE = _write_style()
"""The colours as CSS variables, light and dark in the same way as the widgets' theme."""
