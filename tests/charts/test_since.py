"""Last time beside today in words, in rows and under a strip."""

from __future__ import annotations

from kit.charts.marginal import render_both
from kit.charts.row_layout import find_longest, lay_out
from kit.charts.rows import count_longest, read_rows
from kit.charts.since import COARSE, describe_since, explain_coarse, find_last
from kit.exercise.policy import DEFAULT_POLICY
from kit.exercise.scale import Scale
from kit.gate.counts import build_marginal
from kit.gate.since import LastTime

CALM = Scale("calm", "How calm?", low=1, high=7, since=True)
TODAY = build_marginal(CALM, [7] * 12, DEFAULT_POLICY, in_thirds=True)
FINE = build_marginal(CALM, [2] * 5 + [7] * 15, DEFAULT_POLICY)
LAST = LastTime("calm", 14, 1, "mixed")


def test_both_are_told_in_the_same_words_without_a_verdict() -> None:
    told = describe_since(LAST, TODAY)
    assert told == "Last time (14): middle, spread out. Today (12): high, close together."
    assert describe_since(None, TODAY) == ""
    assert find_last([LAST], "safe") is None


def test_why_so_many_answers_are_told_in_thirds_is_said() -> None:
    assert explain_coarse([TODAY], [LAST]) == COARSE
    assert explain_coarse([TODAY], []) == ""
    assert explain_coarse([FINE], [LAST]) == ""
    small = build_marginal(CALM, [7] * 7, DEFAULT_POLICY)
    assert explain_coarse([small], [LAST]) == ""


def test_a_row_has_last_times_third_where_the_picture_has_it() -> None:
    low = LastTime("calm", 14, 0, "split")
    (row,) = read_rows([TODAY], since=[low]).rows
    assert (row.zone, row.before, row.last) == (2, 0, "Last time (14): left, far apart")
    assert row.since == "Last time (14): left, far apart. Today (12): right, close together."
    (turned,) = read_rows([TODAY], ["calm"], since=[low]).rows
    assert (turned.zone, turned.before) == (0, 2)
    assert turned.last == "Last time (14): right, far apart"
    assert turned.since == "Last time (14): right, far apart. Today (12): left, close together."
    (alone,) = read_rows([TODAY]).rows
    assert (alone.before, alone.last, alone.since, alone.sides) == (-1, "", "", ())


def test_a_row_of_counts_has_last_times_sides_turned_with_it() -> None:
    last = LastTime("calm", 20, 2, "mixed", (0.9, 0.1))
    (row,) = read_rows([FINE], since=[last]).rows
    (turned,) = read_rows([FINE], ["calm"], since=[last]).rows
    assert (row.sides, turned.sides) == ((0.9, 0.1), (0.1, 0.9))


def test_the_longest_side_is_last_times_where_that_was_longer() -> None:
    last = LastTime("calm", 20, 2, "mixed", (0.9, 0.1))
    assert count_longest(read_rows([FINE], since=[last]).rows) == 0.9
    assert find_longest(read_rows([FINE], since=[last]).rows)[0] == 0.9
    assert find_longest(read_rows([FINE]).rows)[:2] == (0.25, 0.75)
    assert count_longest(read_rows([FINE]).rows) == 0.75


def test_more_lines_go_on_a_page_where_nothing_stands_beside_them() -> None:
    many = [build_marginal(Scale(f"a{n}", "How?"), [4] * 12, DEFAULT_POLICY) for n in range(9)]
    since = [LastTime(each.prompt, 12, 1, "mixed") for each in many]
    beside, alone = (lay_out(read_rows(many, since=each).rows) for each in (since, ()))
    assert len(beside.pages) > len(alone.pages)


def test_under_a_strip_stands_a_bracket_with_last_times_word() -> None:
    plain, beside = render_both(TODAY, None), render_both(TODAY, None, LAST)
    assert plain is not None
    assert beside is not None
    assert "last time (14): spread out" in beside[0]
    assert "last time" not in plain[0]
