"""Snapshots: round trip, and questions that move only by whole batches of answers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kit
from kit.errors import DefinitionError
from kit.exercise import Submission
from kit.results import build_snapshot
from kit.snapshot import Snapshot, hold_back

BATCH = 5
EXERCISE = kit.Exercise(
    "two",
    prompts=[
        kit.Choice("often", "Which?", options=["a", "b"]),
        kit.Choice("rarely", "Which then?", options=["c", "d"]),
    ],
)
ANSWERS = st.sampled_from(["a", "b"])
RARE = st.none() | st.sampled_from(["c", "d"])
PEOPLE = st.lists(st.tuples(ANSWERS, RARE), min_size=5, max_size=40)


def build(people: list[tuple[str, str | None]], number: int) -> Snapshot:
    submissions = [
        Submission({"often": (often,)} | ({"rarely": (rare,)} if rare else {}))
        for often, rare in people
    ]
    return build_snapshot(EXERCISE, submissions, number=number)


@given(PEOPLE, PEOPLE)
def test_a_question_differs_by_nothing_or_by_a_whole_batch_of_answers(
    first: list[tuple[str, str | None]], more: list[tuple[str, str | None]]
) -> None:
    before = build(first, 1)
    after = hold_back(build(first + more, 2), before, BATCH)
    for old, new in zip(before.marginals, after.marginals, strict=True):
        assert new == old or new.n - old.n >= BATCH
    assert after.n == len(first) + len(more)


def test_one_answer_to_a_skipped_question_does_not_move_its_bars() -> None:
    before = build([("a", "c")] * 6, 1)
    after = hold_back(build([("a", "c")] * 6 + [("b", None)] * 4 + [("b", "d")], 2), before, BATCH)
    assert after.get_marginal("rarely") == before.get_marginal("rarely")
    assert after.get_marginal("often").n == 11


def test_a_snapshot_comes_back_from_plain_values() -> None:
    snapshot = build([("a", "c")] * 7, 3)
    assert Snapshot.from_json(snapshot.to_json()) == snapshot
    with pytest.raises(DefinitionError, match="Did you mean 'often'"):
        snapshot.get_marginal("oftn")
