"""The anonymity policy: its numbers, and the floors below which none goes."""

from __future__ import annotations

from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.errors import PolicyError
from kit.exercise.policy import AnonymityPolicy

LIVE = AnonymityPolicy(reveal="live")


@st.composite
def policies(draw: st.DrawFn) -> AnonymityPolicy:
    """Any policy that is allowed, small enough for a small stream to pass the gate."""
    k = draw(st.integers(4, 9))
    reveal: Literal["sealed", "live"] = draw(st.sampled_from(("sealed", "live")))
    return AnonymityPolicy(
        k=k,
        text_k=draw(st.integers(max(k, 9), 12)),
        batch=draw(st.none() | st.integers(k, 12)),
        full_scale_n=draw(st.integers(15, 30)),
        reveal=reveal,
    )


def test_the_policy_starts_with_the_numbers_of_the_promise() -> None:
    policy = AnonymityPolicy()
    assert (policy.k, policy.text_k, policy.full_scale_n, policy.reveal) == (5, 8, 15, "sealed")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("k", 3),
        ("k", 0),
        ("k", True),
        ("k", 5.0),
        ("k", "5"),
        ("text_k", 4),
        ("batch", 4),
        ("batch", 0),
        ("full_scale_n", 14),
        ("reveal", "open"),
    ],
)
def test_a_policy_that_protects_too_little_is_refused_with_a_cure(name: str, value: object) -> None:
    with pytest.raises(PolicyError, match="Write "):
        AnonymityPolicy(**{name: value})  # type: ignore[arg-type]


def test_the_floor_of_k_is_four() -> None:
    assert AnonymityPolicy(k=4).k == 4


def test_text_k_follows_a_higher_k_and_is_never_under_it() -> None:
    assert AnonymityPolicy(k=12).text_k == 12
    with pytest.raises(PolicyError, match="text_k=9"):
        AnonymityPolicy(k=12, text_k=9)


def test_the_batch_is_k_and_ten_from_a_hundred_seats_on() -> None:
    policy = AnonymityPolicy()
    assert [policy.get_batch(seats) for seats in (0, 99, 100, 500)] == [5, 5, 10, 10]
    assert AnonymityPolicy(k=14).get_batch(100) == 14
    assert AnonymityPolicy(batch=7).get_batch(100) == 7


@given(policies())
def test_a_policy_survives_the_store(policy: AnonymityPolicy) -> None:
    assert AnonymityPolicy.from_json(policy.to_json()) == policy


def test_a_stored_policy_with_other_words_is_refused() -> None:
    stored = AnonymityPolicy().to_json()
    with pytest.raises(PolicyError, match="Did you mean 'batch'"):
        AnonymityPolicy.from_json(stored | {"batches": 2})
    del stored["k"]
    with pytest.raises(PolicyError, match="'k' is missing"):
        AnonymityPolicy.from_json(stored)


@pytest.mark.parametrize(
    ("now", "wanted"),
    [
        (AnonymityPolicy(k=6), AnonymityPolicy(k=5)),
        (AnonymityPolicy(text_k=9), AnonymityPolicy()),
        (AnonymityPolicy(batch=6), AnonymityPolicy()),
        (AnonymityPolicy(), AnonymityPolicy(batch=5)),
        (AnonymityPolicy(full_scale_n=20), AnonymityPolicy()),
        (AnonymityPolicy(), LIVE),
    ],
)
def test_a_policy_is_never_loosened(now: AnonymityPolicy, wanted: AnonymityPolicy) -> None:
    with pytest.raises(PolicyError):
        now.tighten(wanted)


def test_a_policy_may_be_tightened() -> None:
    wanted = AnonymityPolicy(k=6, text_k=9, full_scale_n=20)
    assert LIVE.tighten(wanted) == wanted
