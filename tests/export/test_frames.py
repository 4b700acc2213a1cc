"""A result as a table of pandas: as coarse as it is published."""

from __future__ import annotations

import pytest

from kit.errors import DefinitionError
from kit.exercise.choice import Choice
from kit.exercise.exercise import Exercise
from kit.exercise.policy import AnonymityPolicy
from kit.exercise.scale import Scale
from kit.exercise.yes_no import YesNo
from kit.export.frames import build_frame
from kit.gate.counts import build_marginal
from kit.room.room import find_joined, join
from kit.session.session import Phase

POLICY = AnonymityPolicy()
KIND = Choice("kind", "Which act?", ["kept their word", "asked for help"])
SAFE = Scale("safe", "How safe?", low=1, high=5, low_label="not at all", high_label="very")
QUIET = YesNo("quiet", "Did you keep quiet?", randomised=True)


def test_counts_have_a_row_for_each_answer() -> None:
    frame = build_frame(build_marginal(KIND, [("kept-their-word",)] * 6, POLICY))
    assert frame.columns.tolist() == ["value", "label", "count"]
    assert frame["count"].tolist() == [6, 0]
    assert frame.attrs == {"question": "Which act?", "n": 6, "shape": "counts"}


@pytest.mark.parametrize(("n", "rows", "shape"), [(8, 3, "buckets"), (15, 5, "full")])
def test_a_scale_has_as_many_rows_as_it_shows_columns(n: int, rows: int, shape: str) -> None:
    frame = build_frame(build_marginal(SAFE, [1 + place % 5 for place in range(n)], POLICY))
    assert len(frame) == rows
    assert frame["count"].sum() == frame.attrs["n"] == n
    assert frame.attrs["shape"] == shape


def test_of_few_answers_only_the_zone_of_the_centre_is_told() -> None:
    frame = build_frame(build_marginal(SAFE, [5, 5, 5, 4, 4], POLICY))
    assert frame["marked"].tolist() == [False, False, True]
    assert "count" not in frame


def test_an_estimate_has_its_ends() -> None:
    frame = build_frame(build_marginal(QUIET, [True, False] * 20, POLICY, coin=True))
    low, middle, high = frame["share"]
    assert low < middle < high


@pytest.mark.parametrize("n", [0, 4])
def test_what_is_withheld_has_no_rows_and_no_number(n: int) -> None:
    frame = build_frame(build_marginal(SAFE, [3] * n, POLICY))
    assert frame.empty
    assert frame.attrs["n"] == 0


def test_a_room_gives_no_row_before_the_reveal_and_says_what_it_does_not_have() -> None:
    room = join(Exercise("frames", prompts=[KIND, SAFE]))
    assert room.results.view.phase is Phase.PREPARE
    assert room.results.to_frame("kind").empty
    with pytest.raises(DefinitionError, match="kind"):
        room.results.to_frame("knd")
    assert find_joined()
