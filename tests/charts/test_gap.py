from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.charts.gap import NOTHING, describe_gap, divide_gap, read_gap
from kit.exercise.choice import Choice, Option
from kit.exercise.grid import Grid
from kit.exercise.policy import AnonymityPolicy
from kit.gate.counts import build_marginal, build_marginals
from kit.gate.marginals import Marginal

POLICY = AnonymityPolicy()
LABELS = {"notice": "noticing", "tasks": "hard tasks", "ways": "own ways", "ask": "asking"}
OFTEN = Grid(
    "often",
    "How often?",
    rows=[Option(name, f"We see {label}.") for name, label in LABELS.items()],
    steps=["never", "seldom", "sometimes", "often", "always"],
)
MATTERS = Choice("matters", "Which?", [Option(*each) for each in LABELS.items()], max_choices=4)


def count_often(**said: list[int]) -> dict[str, Marginal]:
    most = max(len(each) for each in said.values())
    responses = [
        {name: each[place] for name, each in said.items() if place < len(each)}
        for place in range(most)
    ]
    found = build_marginals(OFTEN, responses, POLICY)
    return {marginal.prompt.partition(".")[2]: marginal for marginal in found}


def count_matters(prompt: Choice = MATTERS, n: int = 10, **counts: int) -> Marginal:
    responses = [
        tuple(name for name, count in counts.items() if place < count) for place in range(n)
    ]
    return build_marginal(prompt, responses, POLICY)


LOW, MIDDLE, HIGH = [1, 1, 2, 1, 2, 1], [3] * 6, [5, 5, 4, 5, 5, 5]
SPLIT = [1, 1, 5, 5, 1, 5]


def mark(often: dict[str, Marginal], matters: Marginal) -> list[str]:
    return [row.name for row in read_gap(LABELS, often, matters) if row.marked]


def test_rows_stand_by_their_choices_and_those_with_as_many_by_the_definition() -> None:
    often = count_often(notice=LOW, tasks=LOW, ways=LOW, ask=LOW)
    rows = read_gap(LABELS, often, count_matters(notice=2, tasks=7, ways=7, ask=9))
    assert [(row.name, row.count) for row in rows] == [
        ("ask", 9),
        ("tasks", 7),
        ("ways", 7),
        ("notice", 2),
    ]
    assert [row.label for row in rows][:2] == ["asking", "hard tasks"]


@pytest.mark.parametrize(
    ("said", "marked"),
    [(LOW, ["ask"]), (MIDDLE, ["ask"]), (SPLIT, ["ask"]), (HIGH, []), (LOW[:4], [])],
    ids=["low", "middle", "split", "high", "too few"],
)
def test_a_wanted_row_is_marked_where_it_is_seldom(said: list[int], marked: list[str]) -> None:
    often = count_often(notice=HIGH, tasks=HIGH, ways=HIGH, ask=said)
    matters = count_matters(notice=2, tasks=3, ways=4, ask=5)
    assert mark(often, matters) == marked
    told = describe_gap(read_gap(LABELS, often, matters))
    assert told == ("Wanted, and seldom: asking." if marked else NOTHING)


def test_what_is_seldom_and_not_among_the_three_highest_is_not_marked() -> None:
    often = count_often(notice=LOW, tasks=HIGH, ways=HIGH, ask=HIGH)
    assert mark(often, count_matters(notice=1, tasks=2, ways=3, ask=4)) == []
    # As many as the third has is among the three highest.
    assert mark(often, count_matters(notice=2, tasks=2, ways=3, ask=4)) == ["notice"]
    # What nobody wants does not stand out, however few rows there are.
    assert mark(often, count_matters(notice=0, tasks=1, ways=0, ask=0)) == []


def test_at_most_two_rows_are_marked_those_with_the_most_choices() -> None:
    often = count_often(notice=LOW, tasks=LOW, ways=LOW, ask=LOW)
    matters = count_matters(notice=2, tasks=7, ways=8, ask=9)
    assert mark(often, matters) == ["ask", "ways"]
    told = describe_gap(read_gap(LABELS, often, matters))
    assert told == "Wanted, and seldom: asking and own ways."


def test_a_label_with_a_comma_stands_in_quotation_marks() -> None:
    often = count_often(notice=LOW, tasks=LOW, ways=LOW, ask=LOW)
    matters = count_matters(notice=2, tasks=7, ways=8, ask=9)
    labels = {**LABELS, "ask": "leaders, when they ask"}
    told = describe_gap(read_gap(labels, often, matters))
    assert told == (
        "Wanted, and seldom: \N{LEFT DOUBLE QUOTATION MARK}leaders, when they ask"
        "\N{RIGHT DOUBLE QUOTATION MARK} and \N{LEFT DOUBLE QUOTATION MARK}own ways"
        "\N{RIGHT DOUBLE QUOTATION MARK}."
    )


def test_the_strip_is_as_fine_as_the_number_of_answers_allows() -> None:
    few = read_gap(LABELS, count_often(notice=LOW), count_matters(notice=2))[0]
    assert [(part.share, part.filled) for part in few.parts] == [
        (1 / 3, True),
        (1 / 3, False),
        (1 / 3, False),
    ]
    assert (few.word, few.told) == ("aligned", "low, close together")
    some = read_gap(LABELS, count_often(notice=[1, 1, 1, 3, 3, 5, 5, 5]), count_matters(notice=2))
    assert [part.share for part in some[0].parts] == [3 / 8, 2 / 8, 3 / 8]
    many = read_gap(LABELS, count_often(notice=[1, 2, 3, 4, 5] * 3), count_matters(notice=2))
    assert [(part.share, part.depth) for part in many[0].parts] == [
        (0.2, place / 4) for place in range(5)
    ]


def test_where_one_side_is_withheld_nothing_is_compared() -> None:
    often = count_often(notice=LOW, tasks=LOW, ways=LOW, ask=LOW)
    rows = read_gap(LABELS, often, count_matters(n=4, ask=4))
    assert [(row.name, row.count, row.marked) for row in rows] == [
        (name, None, False) for name in LABELS
    ]
    assert describe_gap(rows) == ""
    rows = read_gap(LABELS, count_often(notice=LOW[:4]), count_matters(ask=4))
    assert rows[0].told == "Not enough answers to protect you"
    assert (rows[0].parts, rows[0].count, describe_gap(rows)) == ((), 4, "")


def test_a_choice_on_the_left_is_seldom_up_to_two_thirds_of_the_highest() -> None:
    often = Choice("here", "Which happen?", MATTERS.options, max_choices=4)
    said = count_matters(often, notice=9, tasks=7, ways=6, ask=0)
    rows = read_gap(
        LABELS, dict.fromkeys(LABELS, said), count_matters(notice=4, tasks=3, ways=2, ask=2)
    )
    assert [(row.name, row.chosen, row.seldom, row.marked) for row in rows] == [
        ("notice", 9, False, False),
        ("tasks", 7, False, False),
        ("ways", 6, True, True),
        ("ask", 0, True, True),
    ]


@given(
    st.lists(st.lists(st.integers(1, 5), max_size=20), min_size=4, max_size=4),
    st.lists(st.integers(0, 12), min_size=4, max_size=4),
    st.integers(1, 12),
)
def test_the_picture_follows_from_what_is_published_and_from_nothing_finer(
    said: list[list[int]], chosen: list[int], n: int
) -> None:
    often = count_often(**dict(zip(LABELS, said, strict=True)))
    wanted = {k: min(c, n) for k, c in zip(LABELS, chosen, strict=True)}
    matters = count_matters(MATTERS, n, **wanted)
    rows = read_gap(LABELS, often, matters)
    again = {name: Marginal.from_json(each.to_json()) for name, each in often.items()}
    assert read_gap(LABELS, again, Marginal.from_json(matters.to_json())) == rows
    assert sum(row.marked for row in rows) <= 2
    for row in rows:
        answers = len(said[list(LABELS).index(row.name)])
        assert bool(row.parts) is (answers >= POLICY.k)
        assert answers >= 8 or all(part.share == 1 / 3 for part in row.parts)
        assert (row.count is None) is (n < POLICY.k)
        assert not row.marked or (row.seldom and row.count and row.parts)


@pytest.mark.parametrize(("rows", "pages"), [(1, [1]), (9, [9]), (10, [5, 5]), (24, [8, 8, 8])])
def test_pages_are_evenly_filled(rows: int, pages: list[int]) -> None:
    some = read_gap(LABELS, count_often(notice=LOW[:4]), count_matters(notice=2))
    assert divide_gap((some * 6)[:rows]) == pages
    long = replace(some[0], label="a label that takes a line more than others")
    assert len(divide_gap([long] * rows)) >= len(pages)
    assert len(divide_gap([long] * 6)) == 2
