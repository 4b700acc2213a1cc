"""Words that several people said: each once, with how many said so."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kit.views.words import Said, count_sentences, count_words


def test_words_are_counted_whatever_their_capitals_and_keep_their_first_spelling() -> None:
    assert count_words(["Calm ", "here", "calm", "CALM  down", "Straße", "STRASSE"]) == [
        Said("Calm", 2),
        Said("here", 1),
        Said("CALM  down", 1),
        Said("Straße", 2),
    ]


def test_an_umlaut_in_two_signs_is_the_same_word_as_in_one() -> None:
    assert count_words(["m\u00fcde", "mu\u0308de"]) == [Said("m\u00fcde", 2)]


@given(st.lists(st.text()))
def test_nothing_that_was_said_is_lost(texts: list[str]) -> None:
    assert sum(each.count for each in count_words(texts)) == len(texts)


def test_what_carries_a_name_stands_by_itself_where_it_was() -> None:
    said = [("An hour", ""), ("an hour ", "Ada"), ("Tea", ""), ("AN HOUR", ""), ("an hour", "Ben")]
    assert count_sentences(said) == [
        Said("An hour", 2),
        Said("an hour", 1, "Ada"),
        Said("Tea", 1),
        Said("an hour", 1, "Ben"),
    ]
    assert "Ada" not in repr(count_sentences(said))
