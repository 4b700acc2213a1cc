"""The words that the room may read, each once with its count."""

from __future__ import annotations

import pytest

from kit.errors import DefinitionError
from kit.exercise.exercise import Exercise
from kit.exercise.text import Text
from kit.gate.publication import submit
from kit.gate.sentences import list_texts, set_texts_shown
from kit.pictures.words import words
from kit.session.session import Phase, Role, new_seat_token
from kit.store import Store
from tests.pictures.play import Play


def test_words_appear_once_they_are_shown_and_the_same_word_is_one_tile(play: Play) -> None:
    tiles = words(play.results, "story")
    play.advance(Phase.PREPARE, Phase.LEADER)
    for text in ("calm", "tired", "Calm", "curious", "calm ", "awake", "glad", "busy", "here"):
        token = new_seat_token()
        play.store.add_seat(play.code, token)
        said = {"text": text, "share": True}
        submit(play.store, play.round_id, token, {"kind": ["other"], "story": said})
    play.advance(Phase.OPEN)
    current = play.store.get_round_by_id(play.round_id)
    released = list_texts(play.store, current, Role.FACILITATOR)
    for each in released:
        if each.text.strip().lower() in ("calm", "glad"):
            set_texts_shown(play.store, [each.id], True)
    assert tiles.words == []
    play.advance(Phase.CLOSED)
    assert (tiles.title, tiles.message) == ("What happened?", "")
    assert sorted((each["text"].lower(), each["count"]) for each in tiles.words) == [
        ("calm", 3),
        ("glad", 1),
    ]
    assert "tired" not in str(tiles.get_state())


def test_words_of_what_is_no_text_are_refused(play: Play) -> None:
    with pytest.raises(DefinitionError, match="This exercise has 'story'"):
        words(play.results, "kind")


def test_words_that_may_be_claimed_are_no_tiles(store: Store) -> None:
    prompts = [Text("word", "One word?", max_length=20, may_be_claimed=True)]
    play = Play(store, Exercise("word", prompts=prompts))
    with pytest.raises(DefinitionError, match="no name can stand below them"):
        words(play.results, "word")
    play.results.close()
