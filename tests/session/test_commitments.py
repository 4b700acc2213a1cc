"""Cards with a name: what may stand on one, and how many were kept."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.errors import ResponseError
from kit.session.commitments import (
    LENGTHS,
    Commitment,
    FollowThrough,
    State,
    count_follow_through,
    describe_follow_through,
)

CARD: dict[str, Any] = {"owner": "Ada", "what": "ask early", "by": "Friday", "notice": "Ben"}


@pytest.mark.parametrize("name", LENGTHS)
def test_every_line_is_asked_for_and_has_an_end(name: str) -> None:
    longest = "x" * LENGTHS[name]
    assert getattr(Commitment(**CARD | {name: longest}), name) == longest
    for text, words in (("", "Write|signed"), ("\u200b \n", "Write|signed"), (f"{longest}yy", "2")):
        with pytest.raises(ResponseError, match=words) as refused:
            Commitment(**CARD | {name: text})
        assert refused.value.prompt == name


def test_a_card_is_put_on_single_lines_and_shows_no_words_in_a_log() -> None:
    card = Commitment(**CARD | {"what": "  ask\n early\x00 \ud800"})
    assert card.what == "ask early"
    assert repr(card) == "Commitment(state=<State.OPEN: 'open'>)"


@given(st.lists(st.sampled_from(State), max_size=30))
def test_follow_through_counts_every_card_once(states: list[State]) -> None:
    told = count_follow_through(Commitment(**CARD).mark(state) for state in states)
    assert told.count == len(states)
    assert [told.kept, told.changed, told.dropped, told.open] == [
        states.count(state) for state in (State.KEPT, State.CHANGED, State.DROPPED, State.OPEN)
    ]


def test_follow_through_is_told_without_a_mark() -> None:
    told = FollowThrough(kept=3, changed=1, open=2)
    assert describe_follow_through(told) == "3 of 6 kept, 1 changed, 2 not told yet."
    assert describe_follow_through(FollowThrough()) == "Nothing was signed."
