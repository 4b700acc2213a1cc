"""How rows share a stage: where their words stand, how many a page holds, how long their bars are.

It goes by letters and not by what a browser measures, so that every page of the session counts the
same pages.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from kit.charts.rows import Row

ROOM = 25.0  # height that a stage has for rows
LINE, GAP, BAR = 2.3, 1.1, 2.6
"""With the smallest letters: height of a line of words, space between two rows, and height of a
row's bars, in hundredths of the stage's width."""
ABOVE, BESIDE = 80, 27  # letters in a line of words above a row's bars, and beside them
LAST = 5.0  # of a bracket above bars and last time's words below, with its lines in a small window
LEAST = (0.1, 0.3, 0.15)  # of a row: room that each side has for the words above it


@dataclass(frozen=True)
class Layout:
    """How rows stand on a stage.

    Attributes:
        pages: How many rows each page holds, one after the other.
        above: Words stand above their row's bars, which then have the whole width.
    """

    pages: tuple[int, ...]
    above: bool


def lay_out(rows: Sequence[Row]) -> Layout:
    """Choose where words stand: above the bars, or beside them where that takes fewer pages."""
    layouts = [
        Layout(divide([measure(row, above) for row in rows]), above) for above in (True, False)
    ]
    return min(layouts, key=lambda each: len(each.pages))


def measure(row: Row, above: bool) -> float:
    """How high a row is with the smallest letters, in hundredths of the stage's width."""
    if above:
        words = " ".join(each for each in (row.label, row.hint) if each)
        return math.ceil(len(words) / ABOVE) * LINE + BAR + GAP + (LAST if row.last else 0)
    lines = sum(math.ceil(len(words) / BESIDE) for words in (row.label, row.hint))
    return max(lines * LINE, BAR + LAST if row.last else 0) + GAP


def divide(heights: Sequence[float]) -> tuple[int, ...]:
    """How many rows stand on each page: as few pages as they need, evenly filled.

    Args:
        heights: Of the rows, in the order in which they stand.
    """
    pages = max(1, len(_fill(heights, ROOM)))
    room = max([*heights, sum(heights) / pages])
    while len(_fill(heights, room)) > pages:
        room += 0.1
    return tuple(_fill(heights, room))


def find_longest(rows: Sequence[Row]) -> tuple[float, float, float]:
    """The longest left side, right side and part that leans to neither, as shares of a row.

    Each is at least as long as the words above it need; the last is 0 where no row has a middle.
    """
    counted = [row for row in rows if row.steps]
    found = [
        max([least, *(row.count_side(side) / row.n for row in counted)])
        for side, least in zip((-1, 1, 0), LEAST, strict=True)
    ]
    for row in counted:
        found[:2] = map(max, found, row.sides or (0.0, 0.0))
    if not any(step.side == 0 for row in counted for step in row.steps):
        found[2] = 0.0
    return found[0], found[1], found[2]


def _fill(heights: Sequence[float], room: float) -> list[int]:
    """How many rows each page holds, where a page has some room."""
    pages: list[int] = []
    used = math.inf
    for height in heights:
        if used + height > room + 1e-9:
            pages.append(0)
            used = 0.0
        pages[-1] += 1
        used += height
    return pages
