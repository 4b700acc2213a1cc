"""In which order answers stand, and what the ends of a scale mean."""

from __future__ import annotations

from dataclasses import replace

from kit.charts.order import find_neutral
from tests.drawings import answer, answer_yes


def test_only_the_step_in_the_middle_of_a_full_odd_scale_leans_to_neither_side() -> None:
    assert find_neutral(answer(*[3] * 15)) == 2
    assert find_neutral(answer(*[3] * 14)) is None
    assert find_neutral(answer_yes(3, 15)) is None
    even = replace(answer(*[3] * 15), counts=answer(*[3] * 15).counts[:4])
    assert find_neutral(even) is None
