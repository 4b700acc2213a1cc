"""How often something happens beside how much it is wanted: what is drawn and told of each row.

Both sides are drawn from what is published of each, and what stands out follows from that alone.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kit.charts.rows import tell_row
from kit.gate.centre import read_centre
from kit.gate.marginals import Marginal, Shape
from kit.language import N_, _
from kit.language.formats import join_list, join_quoted

MOST_MARKS, HIGHEST = 2, 3
NOTHING = N_("Nothing stands out. Choose by what you can change.")
LETTERS, LINE, GAP = 30, 2.16, 1.0
"""On a stage with the smallest letters: letters in a line of a label, height of a line, and what
a row takes beside its lines, in hundredths of the stage's width."""
ROOM = 30.0  # height that a stage has for rows


@dataclass(frozen=True)
class Part:
    """One part of the strip of a row.

    Attributes:
        share: Its length, as a share of the strip, 0 to 1.
        depth: From 0 for the lowest step to 1 for the highest.
        filled: It holds answers; of a strip in thirds only one part does.
    """

    share: float
    depth: float
    filled: bool = True


@dataclass(frozen=True)
class GapRow:
    """What a picture shows of one row.

    Attributes:
        name: Short name of the row and of the choice.
        label: The choice's words.
        told: How often it happens, in words, or why that is not shown.
        parts: The strip of how often, from the lowest step to the highest; empty where nothing
            is shown, or where it is a choice too.
        word: "split", "mixed" or "aligned" for a strip in thirds, else "".
        chosen: How many chose the row for how often; None where it is no choice, or withheld.
        count: How many choices it has; None where they are withheld.
        seldom: How often lies in the low or the middle third, or is split.
        marked: Wanted, and seldom.
    """

    name: str
    label: str
    told: str
    parts: tuple[Part, ...] = ()
    word: str = ""
    chosen: int | None = None
    count: int | None = None
    seldom: bool = False
    marked: bool = False


def read_gap(
    labels: Mapping[str, str], often: Mapping[str, Marginal], matters: Marginal
) -> tuple[GapRow, ...]:
    """Make rows of published results, those with the most choices first.

    Among those with as many choices the order is that of the labels; it is so for all rows where
    the choices are withheld.

    Args:
        labels: What the rows are called, by their short names, in the definition's order.
        often: By short name the result of a grid's row; that of a choice under each.
        matters: The result of the choice of what matters, with the same short names.
    """
    counts = {value: count for value, _label, count in matters.counts}
    rows = [_read_row(name, label, often[name], counts.get(name)) for name, label in labels.items()]
    rows.sort(key=lambda row: -(row.count or 0))
    marked = [row.name for row in _list_standing_out(rows)]
    return tuple(replace(row, marked=row.name in marked) for row in rows)


def describe_gap(rows: Sequence[GapRow]) -> str:
    """What stands out, in a sentence; "" where no row has both sides."""
    if not any(_has_both(row) for row in rows):
        return ""
    marked = [row.label for row in rows if row.marked]
    if not marked:
        return _(NOTHING)
    named = join_quoted(marked) if any("," in each for each in marked) else join_list(marked)
    return _("Wanted, and seldom: {labels}.", labels=named)


def list_spoken(rows: Sequence[GapRow]) -> list[str]:
    """Short names of the rows that one talks about: the first one, and those that stand out."""
    return [row.name for place, row in enumerate(rows) if row.marked or place == 0]


def divide_gap(rows: Sequence[GapRow]) -> list[int]:
    """How many rows stand on each page of a stage: as few pages as they need, evenly filled.

    It goes by letters and not by what a browser measures, so that every page of the session counts
    the same pages.
    """
    lines = sum(math.ceil(len(row.label) / LETTERS) + row.marked for row in rows)
    pages = math.ceil((lines * LINE + len(rows) * GAP) / ROOM)
    return [len(rows[place::pages]) for place in range(pages)]


def _read_row(name: str, label: str, often: Marginal, count: int | None) -> GapRow:
    if often.shape is Shape.WITHHELD:
        return GapRow(name, label, often.summary, count=count)
    if often.shape is Shape.COUNTS:
        chosen = {value: each for value, _label, each in often.counts}
        seldom = 3 * chosen[name] <= 2 * max(chosen.values())
        told = _("chosen by {n}", n=chosen[name])
        return GapRow(name, label, told, chosen=chosen[name], count=count, seldom=seldom)
    zone, word = read_centre(often)
    return GapRow(
        name,
        label,
        tell_row(often),
        _read_parts(often),
        "" if often.counts else word,
        count=count,
        seldom=zone < 2 or word == "split",
    )


def _read_parts(often: Marginal) -> tuple[Part, ...]:
    """The steps as long as they are often; or three equal thirds, of which one is filled."""
    if not often.counts:
        return tuple(Part(1 / 3, place / 2, place == often.zone) for place in range(3))
    last = max(1, len(often.counts) - 1)
    return tuple(
        Part(count / often.n, place / last) for place, (_, _, count) in enumerate(often.counts)
    )


def _list_standing_out(rows: Sequence[GapRow]) -> list[GapRow]:
    """Rows among those with the three highest numbers of choices that happen seldom."""
    counts = sorted((row.count or 0 for row in rows), reverse=True)
    least = max(1, counts[min(HIGHEST, len(counts)) - 1])
    found = [row for row in rows if row.seldom and (row.count or 0) >= least]
    return found[:MOST_MARKS]


def _has_both(row: GapRow) -> bool:
    return row.count is not None and (bool(row.parts) or row.chosen is not None)
