"""Rows of a grid, or several scales, under each other: what is drawn and told of each.

A row is drawn from what is published of it and from nothing finer. To the right is better: a row
on which less is better is turned round here, and its words stay as they are.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from kit.charts.order import has_words, name_parts
from kit.charts.phrases import CLOSENESS, NUMBERS, SPREADS
from kit.charts.since import describe_last, describe_since, find_last
from kit.gate.centre import read_centre
from kit.gate.marginals import Marginal, Shape
from kit.gate.since import LastTime
from kit.gate.thirds import PLACES

WORDS = ("split", "mixed", "aligned")
"""In the order in which rows stand: those first that a room may want to talk about."""
SIDES = ("left", "middle", "right")
APART = 5  # from this difference between numbers of answers on, each row tells its own


@dataclass(frozen=True)
class Step:
    """One step or third of a row.

    Attributes:
        label: What people read of it.
        count: How many chose it.
        side: -1 left of the middle, 0 neither, 1 right of it.
        deep: It is the outermost of its side.
    """

    label: str
    count: int
    side: int
    deep: bool


@dataclass(frozen=True)
class Row:
    """What a picture shows of one row.

    Attributes:
        name: Name of its result.
        label: Its words.
        hint: Small words below: that it is turned round, or what its ends mean.
        word: "split", "mixed" or "aligned"; "" where nothing is shown.
        told: The result in words, as it was answered.
        n: Answers behind it; 0 where nothing is shown.
        steps: From left to right, where there are counts.
        zones: Steps of the three thirds from left to right, where only one of them is told.
        zone: Which of them, 0 for the left one; -1 where there are counts or nothing.
        last: Last time's result in words, by its place in the picture; "" for none.
        since: Last time's and today's, a sentence each, by their places in the picture.
        before: Which third held last time's centre, 0 for the left one; -1 for none.
        sides: Which shares of last time's answers lay left and right of the middle, 0 to 1; empty
            where they cannot be drawn like today's.
    """

    name: str
    label: str
    hint: str
    word: str
    told: str
    n: int
    steps: tuple[Step, ...] = ()
    zones: tuple[str, ...] = ()
    zone: int = -1
    last: str = ""
    since: str = ""
    before: int = -1
    sides: tuple[float, ...] = ()

    @property
    def note(self) -> str:
        """How many answers stand behind it, in words; "" where nothing is shown."""
        return f"{self.n} answers" if self.n else ""

    def count_side(self, side: int) -> int:
        """How many answers lie on one side: -1 left of the middle, 0 in it, 1 right of it."""
        return sum(step.count for step in self.steps if step.side == side)


@dataclass(frozen=True)
class Rows:
    """Rows in the order in which they are shown.

    Attributes:
        rows: All of them.
        note: How many answers stand behind them, in one line.
        own: Each row tells its own number of answers, because they differ too much.
    """

    rows: tuple[Row, ...]
    note: str
    own: bool


def read_rows(
    marginals: Sequence[Marginal],
    reverse: Collection[str] = (),
    better: str = "better",
    since: Sequence[LastTime] = (),
) -> Rows:
    """Make rows of published results: split ones first, then mixed, then aligned ones.

    Among those of one word the order is that of the definition.

    Args:
        marginals: Results of scales or of the rows of a grid, in the order of the definition.
        reverse: Names of those on which less is better.
        better: What lies on the right, as in "safer".
        since: What stands beside them of last time.
    """
    ends = {marginal.ends for marginal in marginals if marginal.n}
    rows = [
        _read_row(
            each,
            each.prompt in reverse,
            better,
            find_last(since, each.prompt),
            explained=len(ends) > 1,
        )
        for each in marginals
    ]
    ordered = sorted(rows, key=lambda row: WORDS.index(row.word) if row.word else len(WORDS))
    numbers = [row.n for row in rows if row.n]
    own = bool(numbers) and max(numbers) - min(numbers) >= APART
    return Rows(tuple(ordered), describe_numbers(numbers), own)


def tell_row(marginal: Marginal) -> str:
    """The result of a row in a few words, as it was answered and not turned round."""
    if marginal.shape is Shape.WITHHELD:
        return marginal.summary
    zone, word = read_centre(marginal)
    if not marginal.counts:
        return f"{PLACES[zone]}, {CLOSENESS[word]}"
    counts = [count for _, _, count in marginal.counts]
    if marginal.shape is Shape.BUCKETS:
        parts = zip(counts, name_parts(marginal), strict=True)
        told = ", ".join(f"{count} {part}" for count, part in parts)
    elif has_words(marginal):
        told = ", ".join(f"{count} {label}" for _, label, count in marginal.counts)
    else:
        half, odd = divmod(len(counts), 2)
        middle = f"{counts[half]} in it, " if odd else ""
        told = f"{sum(counts[:half])} below the middle, {middle}{sum(counts[half + odd :])} above"
    return f"{told}; {CLOSENESS[word]}"


def describe_row(row: Row) -> dict[str, Any]:
    """A row as pictures take it: with its number of answers, and its word for a wall."""
    return asdict(row) | {"note": row.note, "word": CLOSENESS.get(row.word, "")}


def describe_rows(rows: Sequence[Row]) -> str:
    """Say in a sentence what the answers to some rows are like; "" where none is shown.

    It begins with those that a room may want to talk about, which stand first.
    """
    words = [row.word for row in rows if row.word]
    if not words:
        return ""
    if "split" in words:
        found = words.count("split")
        each = "on each, " if found > 1 else ""
        which = "the line" if len(words) == 1 else _name_first(found, len(words))
        return f"Talk about {which}: {each}{SPREADS['split']}."
    if len(set(words)) == 1:
        answers = "The answers" if len(words) == 1 else "The answers to each of these lines"
        return SPREADS[words[0]].replace("the answers", answers) + "."
    mixed, aligned = words.count("mixed"), words.count("aligned")
    next_one = "the next" if aligned == 1 else f"the next {NUMBERS.get(aligned, aligned)}"
    return (
        f"The answers to {_name_first(mixed, len(words))} are spread out, "
        f"to {next_one} they lie close together."
    )


def _name_first(found: int, lines: int) -> str:
    if found == lines:
        return "these lines"
    return "the first line" if found == 1 else f"the first {NUMBERS.get(found, found)} lines"


def count_longest(rows: Sequence[Row]) -> float:
    """The longest side of all rows, or what leans to neither, as a share of the row's answers."""
    counted = [row for row in rows if row.steps]
    sides = [row.count_side(side) / row.n for row in counted for side in (-1, 0, 1)]
    return max([*sides, *(side for row in rows for side in row.sides)], default=1.0)


def describe_numbers(numbers: Sequence[int]) -> str:
    """Say how many answers stand behind several results: "12 answers", "11 to 13 answers"."""
    if not numbers:
        return ""
    least, most = min(numbers), max(numbers)
    return f"{most} answers" if least == most else f"{least} to {most} answers"


def _read_row(
    marginal: Marginal, turned: bool, better: str, last: LastTime | None, *, explained: bool
) -> Row:
    """One row, turned round where less is better.

    Args:
        marginal: Its result.
        turned: Whether less is better.
        better: What lies on the right.
        last: What stands beside it of last time; None for nothing.
        explained: The rows' ends differ, so each row tells its own.
    """
    hint = f"less is {better}" if turned else ""
    low, high = marginal.ends
    if explained and (low or high):
        hint = ", ".join(each for each in (hint, f"from “{low}” to “{high}”") if each)
    about = (marginal.prompt, marginal.text, hint)
    if marginal.shape is Shape.WITHHELD:
        return Row(*about, "", tell_row(marginal), 0)
    zone, word = read_centre(marginal)
    told: dict[str, Any] = {"word": word, "told": tell_row(marginal), "n": marginal.n}
    if last is not None:
        places = SIDES[::-1] if turned else SIDES
        told["last"] = describe_last(last, places)
        told["since"] = describe_since(last, marginal, places)
        told["before"] = 2 - last.zone if turned else last.zone
        told["sides"] = last.sides[::-1] if turned else last.sides
    if not marginal.counts:
        steps = [name.partition(": ")[2] or name for name in marginal.zones]
        zones = tuple(steps[::-1] if turned else steps)
        return Row(*about, **told, zones=zones, zone=2 - zone if turned else zone)
    counts = marginal.counts[::-1] if turned else marginal.counts
    return Row(*about, **told, steps=_read_steps([(label, count) for _, label, count in counts]))


def _read_steps(counts: Sequence[tuple[str, int]]) -> tuple[Step, ...]:
    half, odd = divmod(len(counts), 2)
    last = len(counts) - 1
    return tuple(
        Step(
            label,
            count,
            side=-1 if place < half else 0 if odd and place == half else 1,
            deep=place in (0, last),
        )
        for place, (label, count) in enumerate(counts)
    )
