"""Rows under each other: their order, what is turned round, and what each tells."""

from __future__ import annotations

import pytest

from kit.charts.rows import Row, describe_rows, read_rows, tell_row
from kit.exercise.choice import Option
from kit.exercise.grid import Grid
from kit.exercise.policy import AnonymityPolicy
from kit.exercise.steps import Steps
from kit.gate.counts import build_marginals
from kit.gate.marginals import Marginal

POLICY = AnonymityPolicy()
GRID = Grid(
    "safety",
    "How true?",
    rows=[Option("calm", "We are calm."), Option("hide", "We hide."), Option("ask", "We ask.")],
    steps=Steps(1, 7, low_label="untrue", high_label="true"),
    reverse=["hide"],
    better="safer",
)
TURNED = ["safety.hide"]


def count(**answers: list[int]) -> tuple[Marginal, ...]:
    most = max(len(each) for each in answers.values())
    responses = [
        {name: each[place] for name, each in answers.items() if place < len(each)}
        for place in range(most)
    ]
    return build_marginals(GRID, responses, POLICY)


def test_split_rows_come_first_then_mixed_then_aligned_and_last_what_is_not_shown() -> None:
    shown = count(calm=[6, 6, 6, 6, 7, 6], hide=[1, 1, 1, 7, 7, 7], ask=[2, 3, 5, 6, 4, 4])
    rows = read_rows(shown, TURNED).rows
    assert [(row.name, row.word) for row in rows] == [
        ("safety.hide", "split"),
        ("safety.ask", "mixed"),
        ("safety.calm", "aligned"),
    ]
    rows = read_rows(count(calm=[1, 1], hide=[4] * 5, ask=[4] * 5), TURNED).rows
    assert [(row.name, row.word, row.n) for row in rows] == [
        ("safety.hide", "aligned", 5),
        ("safety.ask", "aligned", 5),
        ("safety.calm", "", 0),
    ]


def test_a_row_on_which_less_is_better_is_turned_round_and_its_words_stay() -> None:
    plain, turned = (
        {row.name: row for row in read_rows(count(calm=said, hide=said), TURNED, "safer").rows}
        for said in ([1, 1, 1, 2, 1], [1] * 4 + [7] * 11)
    )
    assert plain["safety.calm"].zone == 0
    assert plain["safety.hide"].zone == 2
    assert plain["safety.hide"].zones == plain["safety.calm"].zones[::-1]
    assert plain["safety.hide"].told == plain["safety.calm"].told == "low, close together"
    assert plain["safety.hide"].hint == "less is safer"
    assert plain["safety.calm"].hint == ""
    calm, hide = turned["safety.calm"].steps, turned["safety.hide"].steps
    assert [(each.label, each.count) for each in hide] == [
        (each.label, each.count) for each in calm
    ][::-1]
    assert [each.side for each in hide] == [-1, -1, -1, 0, 1, 1, 1]
    assert [each.deep for each in hide] == [True, False, False, False, False, False, True]
    assert sum(each.count for each in hide if each.side == 1) == 4
    assert turned["safety.hide"].told == "4 below the middle, 0 in it, 11 above; far apart"


@pytest.mark.parametrize(
    ("steps", "said", "told"),
    [
        (["no", "yes"], [1] * 5 + [2] * 3, "low, far apart"),
        (["no", "yes"], [1] * 5 + [2] * 10, "5 no, 10 yes; far apart"),
        (
            ["poor", "fair", "good"],
            [1, 2, 3, 3, 3, 3, 3, 3],
            "1 poor, 1 fair, 6 good; spread out",
        ),
        (Steps(1, 4), [1] * 3 + [3] * 12, "3 below the middle, 12 above; close together"),
    ],
)
def test_a_row_is_told_as_coarsely_as_it_is_shown(
    steps: Steps | list[str], said: list[int], told: str
) -> None:
    grid = Grid("soil", "How?", rows=["time", "tools"], steps=steps)
    assert tell_row(build_marginals(grid, [{"time": each} for each in said], POLICY)[0]) == told


def test_numbers_of_answers_stand_in_one_line_until_they_differ_by_five() -> None:
    near = read_rows(count(calm=[4] * 12, hide=[4] * 8, ask=[4] * 9))
    assert (near.note, near.own) == ("8 to 12 answers", False)
    far = read_rows(count(calm=[4] * 13, hide=[4] * 8, ask=[4] * 9))
    assert (far.note, far.own) == ("8 to 13 answers", True)
    assert [row.note for row in far.rows] == ["13 answers", "8 answers", "9 answers"]
    alone = read_rows(count(calm=[4] * 6, hide=[4], ask=[]))
    assert (alone.note, alone.own) == ("6 answers", False)
    assert read_rows(count(calm=[4])).note == ""


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("", ""),
        ("-", ""),
        ("s", "Some answers are low, some are high."),
        ("m", "The answers are spread out."),
        ("a", "The answers lie close together."),
        ("sma-", "On the first line some answers are low, some are high."),
        (
            "ssa",
            "On each of the first two lines some answers are low, some are high.",
        ),
        ("ss-", "On each of these lines some answers are low, some are high."),
        ("mm", "The answers to each of these lines are spread out."),
        ("aaa-", "The answers to each of these lines lie close together."),
        (
            "ma-",
            "The answers to the first line are spread out, to the next they lie close together.",
        ),
        (
            "mmaa",
            "The answers to the first two lines are spread out, to the next two they lie close "
            "together.",
        ),
    ],
)
def test_the_sentence_begins_with_what_a_room_may_talk_about(words: str, told: str) -> None:
    names = {"s": "split", "m": "mixed", "a": "aligned", "-": ""}
    rows = [Row(str(n), "x", "", names[word], "", 9) for n, word in enumerate(words)]
    assert describe_rows(rows) == told


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("", ""),
        ("s", "Some answers are low, some are high."),
        ("sma-", "On at least one of these lines some answers are low, some are high."),
        ("ma", "On at least one of these lines the answers are spread out."),
        ("aa", "The answers to each of these lines lie close together."),
    ],
)
def test_where_rows_are_drawn_in_another_order_none_is_called_the_first(
    words: str, told: str
) -> None:
    names = {"s": "split", "m": "mixed", "a": "aligned", "-": ""}
    rows = [Row(str(n), "x", "", names[word], "", 9) for n, word in enumerate(words)]
    assert describe_rows(rows, in_order=False) == told
