"""Cross-tables: two questions counted together, where an exercise declares it.

A small cell would link two answers of one person to each other. So cells are shown in steps of
three, "fewer than 3", "3 to 5" and so on, and a table is published only if it leaves open, for
every cell of the lowest step, whether anybody is in it at all. Whoever tries to find out is taken
to know how many gave each answer to either question, how this file decides, and their own answers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kit.exercise.exercise import Exercise, Submission
from kit.exercise.policy import AnonymityPolicy
from kit.exercise.prompt import Prompt
from kit.gate.cross_places import Labels, find_place, get_fewest, list_places
from kit.gate.disclosure import STEP, Cell, is_open
from kit.gate.marginals import TOO_FEW, Marginal


@dataclass(frozen=True)
class CrossTable:
    """Two prompts counted together.

    Attributes:
        first: Name of the prompt whose answers are the rows.
        second: Name of the prompt whose answers are the columns.
        texts: The two questions.
        n: Submissions that answered both; 0 where the table is withheld.
        rows: (value, label) of each row.
        columns: (value, label) of each column.
        counts: One tuple of counts for each row, rounded down to a step; 0 stands for fewer than
            a step. Empty where the table is withheld.
        step: How many counts a step has.
        summary: Words in place of a withheld table, else "".
    """

    first: str
    second: str
    texts: tuple[str, str]
    n: int
    rows: Labels
    columns: Labels
    counts: tuple[tuple[int, ...], ...]
    step: int
    summary: str = ""

    def __repr__(self) -> str:
        return f"<CrossTable of {self.first!r} and {self.second!r}, {self.n} answers>"

    def describe_cell(self, row: int, column: int) -> str:
        """What is shown in a cell: "fewer than 3", "3 to 5"."""
        return describe_step(self.counts[row][column], self.step)

    def to_json(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "first": self.first,
            "second": self.second,
            "texts": list(self.texts),
            "n": self.n,
            "rows": [list(each) for each in self.rows],
            "columns": [list(each) for each in self.columns],
            "counts": [list(each) for each in self.counts],
            "step": self.step,
            "summary": self.summary,
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> CrossTable:
        """The table that `to_json` wrote."""
        nested = {name: tuple(tuple(each) for each in values[name]) for name in NESTED}
        return cls(**{**values, **nested, "texts": tuple(values["texts"])})


NESTED = ("rows", "columns", "counts")


def describe_step(count: int, step: int) -> str:
    """Say what a count that was rounded down to a step stands for."""
    return f"{count} to {count + step - 1}" if count else f"fewer than {step}"


def build_crosses(
    exercise: Exercise,
    submissions: Sequence[Submission],
    marginals: Sequence[Marginal],
    extra: int,
) -> tuple[CrossTable, ...]:
    """Count the declared pairs of an exercise, for the final result alone.

    Two tables of one round would have a difference, and that is a table of few people. So there
    is never more than one. A table would also tell what a question that was held back does not;
    so both questions must show all their answers.

    Args:
        exercise: What was asked, with its pairs and its policy.
        submissions: Those behind the final snapshot.
        marginals: What the snapshot shows of every prompt.
        extra: Submissions that may come from second browsers of somebody (see `count_counted`).
    """
    shown = {marginal.prompt: marginal.n for marginal in marginals}
    answered = Counter(name for each in submissions for name in each.responses)
    tables = []
    for names in exercise.crosses:
        first, second = (exercise.get_prompt(name) for name in names)
        pairs = [
            (find_place(first, each.responses[first.name]),
             find_place(second, each.responses[second.name]))
            for each in submissions
            if first.name in each.responses and second.name in each.responses
        ]  # fmt: skip
        table = build_cross(first, second, pairs, exercise.policy, extra=extra)
        complete = all(shown.get(name) == answered[name] for name in names)
        tables.append(table if complete else withhold(table))
    return tuple(tables)


def build_cross(
    first: Prompt,
    second: Prompt,
    pairs: Sequence[Cell],
    policy: AnonymityPolicy,
    *,
    extra: int,
) -> CrossTable:
    """Count two prompts together in steps, or withhold the whole table.

    Args:
        first: The prompt of the rows.
        second: The prompt of the columns.
        pairs: Row and column of everybody who answered both, from 0.
        policy: How many it takes.
        extra: Submissions that may come from second browsers of somebody. They widen the steps.
            The lowest one must not hold anybody then: somebody with several browsers could take
            several answers off the sums.
    """
    rows, columns = list_places(first), list_places(second)
    found, step = Counter(pairs), STEP + extra
    cells = {
        (row, column): found[row, column]
        for row in range(len(rows))
        for column in range(len(columns))
    }
    counts = tuple(
        tuple(cells[row, column] // step * step for column in range(len(columns)))
        for row in range(len(rows))
    )
    texts = (first.text, second.text)
    table = CrossTable(first.name, second.name, texts, len(pairs), rows, columns, counts, step)
    if len(pairs) - extra < get_fewest(policy, first, second):
        return withhold(table)
    alone = any(0 < count < step for count in cells.values())
    safe = not alone if extra else is_open(cells)
    return table if safe else withhold(table)


def withhold(table: CrossTable) -> CrossTable:
    """Take everything out of a table but what it is about."""
    empty: dict[str, Any] = dict.fromkeys(NESTED, ())
    return replace(table, n=0, step=STEP, summary=TOO_FEW, **empty)
