"""The rows of an agenda: what comes next, and which rows are one break."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kit.session.plan import (
    Break,
    Row,
    end_break,
    find_break,
    find_exercise,
    find_first_row,
    make_rows,
)

A, B = Row("a.ipynb", 5), Row("b.ipynb", 5)
SHORT, LUNCH = Row("", 5, "", "break"), Row("", 40, "Lunch", "break")
SLACK = Row("", 4, "Slack", "slack")


def test_a_file_name_alone_is_an_exercise() -> None:
    assert make_rows(["a.ipynb", SHORT]) == (Row("a.ipynb"), SHORT)


def test_breaks_and_slack_are_passed_over_on_the_way_to_an_exercise() -> None:
    rows = (SHORT, A, SLACK, SHORT, B, SLACK)
    assert [find_exercise(rows, place) for place in (-1, 0, 1, 3, 4)] == [1, 1, 4, 4, None]


def test_a_break_comes_before_the_next_exercise_or_not_at_all() -> None:
    rows = (A, SHORT, B, A, LUNCH)
    assert find_break(rows, 0) == Break(1, 5, "Break")
    assert find_break(rows, 2) is None
    assert find_break(rows, 3) is None  # nobody would come back
    assert find_break((A, SLACK, LUNCH, SLACK, B), 0) == Break(2, 40, "Lunch")


def test_two_breaks_in_a_row_are_one_with_the_minutes_of_both() -> None:
    rows = (A, LUNCH, SLACK, SHORT, B)
    assert find_break(rows, 0) == Break(1, 45, "Lunch")
    assert [find_first_row(rows, place) for place in (1, 3)] == [1, 1]


@given(st.floats(0, 2e9), st.integers(1, 480))
def test_a_break_ends_with_a_full_minute_and_is_never_shorter_than_it_is_called(
    now: float, minutes: int
) -> None:
    ends_at = end_break(now, minutes)
    assert ends_at % 60 == 0
    assert 60 * minutes <= ends_at - now + 1e-6
    assert ends_at - now < 60 * (minutes + 1) + 1e-6
