"""In which order answers stand, and what the ends of a scale mean."""

from __future__ import annotations

from dataclasses import replace

from kit.charts.order import find_neutral, get_ends, list_ends, sort_counts
from tests.drawings import KINDS, SAFE, answer, answer_yes

QUESTION_ENDS = (SAFE.low_label, SAFE.high_label)


def test_only_the_step_in_the_middle_of_a_full_odd_scale_leans_to_neither_side() -> None:
    assert find_neutral(answer(*[3] * 15)) == 2
    assert find_neutral(answer(*[3] * 14)) is None
    assert find_neutral(answer_yes(3, 15)) is None
    even = replace(answer(*[3] * 15), counts=answer(*[3] * 15).counts[:4])
    assert find_neutral(even) is None


def test_kinds_stand_by_their_counts_and_steps_in_their_order() -> None:
    assert [count for _, _, count in sort_counts(KINDS)] == [7, 5, 1, 0]
    full = answer(*[5] * 9, *[1] * 6)
    assert sort_counts(full) == list(full.counts)


def test_of_thirds_the_first_and_the_last_say_what_they_mean() -> None:
    labels = [label for _, label, _ in sort_counts(answer(*[1, 3, 5, 4] * 3))]
    assert labels[0].endswith(f"({QUESTION_ENDS[0]})")
    assert "(" not in labels[1]
    assert labels[2].endswith(f"({QUESTION_ENDS[1]})")


def test_the_ends_of_a_share_are_nobody_and_everybody() -> None:
    assert get_ends(answer_yes(2, 6)) == ("nobody", "everybody")
    assert get_ends(answer(4, 4, 4, 4, 5)) == QUESTION_ENDS


def test_a_step_in_the_middle_means_nothing_of_its_own() -> None:
    low, *middle, high = list_ends(answer(*[3] * 15))
    assert (low, high) == QUESTION_ENDS
    assert not any(middle)
