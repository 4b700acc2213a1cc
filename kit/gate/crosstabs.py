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
from kit.gate.marginals import TOO_CLOSE, TOO_FEW, Marginal
from kit.gate.rules import may_stand_beside
from kit.language import _


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
    if count:
        return _("{first} to {last}", first=count, last=count + step - 1)
    return _("fewer than {step}", step=step)


def build_crosses(
    exercise: Exercise,
    submissions: Sequence[Submission],
    marginals: Sequence[Marginal],
    taken_off: int,
    earlier: Sequence[tuple[CrossTable, int]] = (),
    batch: int = 0,
) -> tuple[CrossTable, ...]:
    """Count the declared pairs of an exercise, for the final result alone.

    Two tables of one round would have a difference, and that is a table of few people. So there
    is never more than one. A table would also tell what a question that was held back does not;
    so both questions must show all their answers. And as many may have answered each question as
    in another round, or a batch more, while a few more or fewer have answered both; so a table is
    held against those of other rounds by itself.

    Args:
        exercise: What was asked, with its pairs and its policy.
        submissions: Those behind the final snapshot.
        marginals: What the snapshot shows of every prompt.
        taken_off: Submissions that may come from second browsers of somebody, or are known (see
            `count_counted`).
        earlier: Tables of other rounds of the exercise, each with how many of its submissions no
            number may rest on.
        batch: Fewest people by whom two tables of the same questions may differ.
    """
    shown = {marginal.prompt: marginal.n for marginal in marginals}
    answered = Counter(name for each in submissions for name in each.responses)
    tables = []
    for names in exercise.crosses:
        first, second = (exercise.get_prompt(name) for name in names)
        places = [
            (_find_place(first, each), _find_place(second, each))
            for each in submissions
            if not each.responses.keys().isdisjoint(names)
        ]
        table = build_cross(first, second, places, exercise.policy, taken_off=taken_off)
        complete = all(shown.get(name) == answered[name] for name in names)
        apart = all(
            may_stand_beside(table.n, other.n, batch=batch, taken_off=max(taken_off, off))
            for other, off in earlier
            if {other.first, other.second} == {*names} and table.n and other.n
        )
        if not complete:
            table = withhold(table)
        tables.append(table if apart else withhold(table, TOO_CLOSE))
    return tuple(tables)


def build_cross(
    first: Prompt,
    second: Prompt,
    places: Sequence[Cell],
    policy: AnonymityPolicy,
    *,
    taken_off: int,
) -> CrossTable:
    """Count two prompts together in steps, or withhold the whole table.

    Who left one of the two out is in no cell that is shown, and still among the answers to the
    other. So the table may not tell what they have answered there either.

    Args:
        first: The prompt of the rows.
        second: The prompt of the columns.
        places: Row and column, from 0, of everybody who answered one of them at least; one more
            than the last stands for a question that was left out.
        policy: How many it takes.
        taken_off: Submissions that may come from second browsers of somebody, or are known. They
            widen the steps. The lowest one must not hold anybody then: somebody could take several
            answers off the sums.
    """
    rows, columns = list_places(first), list_places(second)
    found, step = Counter(places), STEP + taken_off
    counts = tuple(
        tuple(found[row, column] // step * step for column in range(len(columns)))
        for row in range(len(rows))
    )
    cells = {
        (row, column): found[row, column]
        for row in range(len(rows) + 1)
        for column in range(len(columns) + 1)
        if row < len(rows) or column < len(columns)
    }
    both = sum(found[row, column] for row in range(len(rows)) for column in range(len(columns)))
    texts = (first.text, second.text)
    table = CrossTable(first.name, second.name, texts, both, rows, columns, counts, step)
    if both - taken_off < get_fewest(policy, first, second):
        return withhold(table)
    alone = any(0 < count < step for count in cells.values())
    safe = not alone if taken_off else is_open(cells)
    return table if safe else withhold(table)


def _find_place(prompt: Prompt, submission: Submission) -> int:
    """The row or column of a submission, from 0; one more than the last where it has none."""
    if prompt.name not in submission.responses:
        return len(list_places(prompt))
    return find_place(prompt, submission.responses[prompt.name])


def withhold(table: CrossTable, why: str = TOO_FEW) -> CrossTable:
    """Take everything out of a table but what it is about, and say why."""
    empty: dict[str, Any] = dict.fromkeys(NESTED, ())
    return replace(table, n=0, step=STEP, summary=why, **empty)
