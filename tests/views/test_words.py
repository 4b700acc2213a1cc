"""Words that several people said: each once, with how many said so."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kit.views.words import Said, count_words


def test_words_are_counted_whatever_their_capitals_and_keep_their_first_spelling() -> None:
    assert count_words(["Calm ", "here", "calm", "CALM  down", "Straße", "STRASSE"]) == [
        Said("Calm", 2),
        Said("here", 1),
        Said("CALM  down", 1),
        Said("Straße", 2),
    ]


@given(st.lists(st.text()))
def test_nothing_that_was_said_is_lost(texts: list[str]) -> None:
    assert sum(each.count for each in count_words(texts)) == len(texts)
