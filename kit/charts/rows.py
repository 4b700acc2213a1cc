"""Rows of a grid, or several scales, under each other: what is drawn and told of each.

A row is drawn from what is published of it and from nothing finer. To the right is better: a row
on which less is better is turned round here, and its words stay as they are.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from kit.charts.order import has_words, name_parts
from kit.charts.phrases import say_closeness, say_number, say_place
from kit.charts.since import describe_last, describe_since, find_last
from kit.gate.centre import read_centre
from kit.gate.marginals import Marginal, Shape
from kit.gate.since import LastTime
from kit.language import N_, NP_, _, ngettext
from kit.language.formats import join_clauses, join_items
from kit.language.numbers import format_number

WORDS = ("split", "mixed", "aligned")
"""In the order in which rows stand: those first that a room may want to talk about."""
BETTER = N_("better")  # what lies on the right, where the exercise says nothing
SIDES = (NP_("third", "left"), NP_("third", "middle"), NP_("third", "right"))
ALIKE = {
    "split": (
        N_("Some answers are low, some are high."),
        N_("On each of these lines some answers are low, some are high."),
    ),
    "mixed": (
        N_("The answers are spread out."),
        N_("The answers to each of these lines are spread out."),
    ),
    "aligned": (
        N_("The answers lie close together."),
        N_("The answers to each of these lines lie close together."),
    ),
}
"""What is said of one line, and of several, where all are alike."""
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
        return ngettext("{n} answer", "{n} answers", self.n) if self.n else ""

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
    better: str = BETTER,
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
        return join_items((say_place(zone), say_closeness(word)))
    counts = [count for _value, _label, count in marginal.counts]
    if marginal.shape is Shape.BUCKETS:
        parts = zip(counts, name_parts(marginal), strict=True)
        told = join_items(f"{format_number(count)} {part}" for count, part in parts)
    elif has_words(marginal):
        told = join_items(
            f"{format_number(count)} {label}" for _value, label, count in marginal.counts
        )
    else:
        half, odd = divmod(len(counts), 2)
        sides = sum(counts[:half]), counts[half] if odd else None, sum(counts[half + odd :])
        told = say_sides(*sides)
    return join_clauses([told, say_closeness(word)])


def say_sides(below: int, middle: int | None, above: int) -> str:
    """How many answers lie below the middle of a scale, in it and above; None where it has none."""
    if middle is None:
        return _("{low} below the middle, {high} above", low=below, high=above)
    return _(
        "{low} below the middle, {middle} in it, {high} above",
        low=below,
        middle=middle,
        high=above,
    )


def say_better(better: str) -> str:
    """What lies on the right: the exercise's own word, or the kit's."""
    return _(better) if better == BETTER else better


def say_turned(better: str) -> str:
    """That a line is turned round: "less is better"."""
    return _("less is {better}", better=say_better(better))


def describe_row(row: Row) -> dict[str, Any]:
    """A row as pictures take it: with its number of answers, and its word for a wall."""
    return asdict(row) | {"note": row.note, "word": say_closeness(row.word)}


def describe_rows(rows: Sequence[Row], *, in_order: bool = True) -> str:
    """Say in a sentence what the answers to some rows are like; "" where none is shown.

    It begins with those that a room may want to talk about.

    Args:
        rows: Those whose words stand first are first.
        in_order: They are drawn in this order, so that the first ones can be named as such.
    """
    words = [row.word for row in rows if row.word]
    if not words:
        return ""
    if len(set(words)) == 1:
        return _(ALIKE[words[0]][len(words) > 1])
    if "split" in words:
        return _describe_split(words.count("split"), in_order=in_order)
    if not in_order:
        return _("On at least one of these lines the answers are spread out.")
    return _describe_both(words.count("mixed"), words.count("aligned"))


def _describe_split(found: int, *, in_order: bool) -> str:
    """Of so many lines, and not of all, the answers are split; in order these stand first."""
    if not in_order:
        return _("On at least one of these lines some answers are low, some are high.")
    if found == 1:
        return _("On the first line some answers are low, some are high.")
    return ngettext(
        "On each of the first {number} line some answers are low, some are high.",
        "On each of the first {number} lines some answers are low, some are high.",
        found,
        number=say_number(found),
    )


def _describe_both(mixed: int, aligned: int) -> str:
    """Of some lines the answers are spread out; they stand first. Of the others they are not."""
    if mixed == 1:
        first = _("The answers to the first line are spread out")
    else:
        first = ngettext(
            "The answers to the first {number} line are spread out",
            "The answers to the first {number} lines are spread out",
            mixed,
            number=say_number(mixed),
        )
    if aligned == 1:
        others = _("to the next they lie close together")
    else:
        others = ngettext(
            "to the next {number} they lie close together",
            "to the next {number} they lie close together",
            aligned,
            number=say_number(aligned),
        )
    # Translators: "The answers to the first two lines are spread out, to the next they lie ..."
    return _("{first}, {others}.", first=first, others=others)


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
    if least == most:
        return ngettext("{n} answer", "{n} answers", most)
    return ngettext("{least} to {n} answers", "{least} to {n} answers", most, least=least)


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
    hint = say_turned(better) if turned else ""
    low, high = marginal.ends
    if explained and (low or high):
        ends = _("from “{low}” to “{high}”", low=low, high=high)
        hint = join_items((hint, ends))
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
    return Row(
        *about, **told, steps=_read_steps([(label, count) for _value, label, count in counts])
    )


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
