"""The timer for talking: turns that follow one another, lengthened from the one that is now."""

from __future__ import annotations

from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.errors import PhaseError
from kit.session.talk import (
    LONGEST,
    MOST_TURNS,
    SHORTEST,
    Talk,
    begin_talk,
    is_over,
    lengthen_talk,
    read_talk,
)


def test_turns_follow_one_another_and_have_the_same_time() -> None:
    talk = begin_talk(2, 180, 1000.0)
    assert talk.ends == (1180.0, 1360.0)
    assert talk.leads
    assert not is_over(talk, 1359.9)
    assert is_over(talk, 1360.0)


@pytest.mark.parametrize(
    ("turns", "seconds"),
    [(0, 60), (MOST_TURNS + 1, 60), (1, SHORTEST - 1), (1, LONGEST + 1)],
)
def test_turns_that_nobody_talks_in_are_refused(turns: int, seconds: int) -> None:
    with pytest.raises(PhaseError, match="Enter other minutes"):
        begin_talk(turns, seconds, 0.0)


def test_a_minute_more_goes_to_the_turn_that_is_now_and_moves_those_behind_it() -> None:
    talk = begin_talk(3, 60, 0.0)
    assert lengthen_talk(talk, 60, 30.0).ends == (120.0, 180.0, 240.0)
    assert lengthen_talk(talk, 60, 60.0).ends == (60.0, 180.0, 240.0)
    assert lengthen_talk(talk, 60, 150.0).ends == (60.0, 120.0, 240.0)
    # All have spoken: it is the last one's minute, and it begins now.
    assert lengthen_talk(talk, 60, 500.0).ends == (60.0, 120.0, 560.0)


@given(
    turns=st.integers(1, MOST_TURNS),
    seconds=st.integers(SHORTEST, LONGEST),
    presses=st.lists(st.floats(0, 10_000), max_size=8),
)
def test_however_often_it_is_lengthened_no_turn_ends_before_the_one_ahead_of_it(
    turns: int, seconds: int, presses: list[float]
) -> None:
    talk = begin_talk(turns, seconds, 0.0)
    for now in sorted(presses):
        before = talk
        talk = lengthen_talk(talk, 60, now)
        assert list(talk.ends) == sorted(talk.ends)
        assert not is_over(talk, now + 59)
        past = [end for end in before.ends[:-1] if end <= now]
        assert list(talk.ends[: len(past)]) == past


def test_what_is_stored_is_read_again() -> None:
    talk = Talk((1180.0, 1360.0), leads=False)
    assert read_talk(asdict(talk)) == talk
    assert read_talk(None) is None
