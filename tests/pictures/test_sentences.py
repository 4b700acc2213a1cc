"""The wall of sentences that the room may read."""

from __future__ import annotations

import pytest

from kit.errors import DefinitionError
from kit.gate.publication import submit
from kit.gate.sentences import list_texts, set_texts_shown
from kit.pictures.sentences import sentences
from kit.session.session import Phase, Role, new_seat_token
from tests.pictures.play import Play


def test_a_wall_holds_the_sentences_that_are_shown_and_no_others(play: Play) -> None:
    wall = sentences(play.results, "story")
    play.advance(Phase.PREPARE, Phase.LEADER)
    for place in range(9):
        token = new_seat_token()
        play.store.add_seat(play.code, token)
        words = {"text": f"sentence {place}", "share": True}
        submit(play.store, play.round_id, token, {"kind": ["other"], "story": words})
    play.advance(Phase.OPEN)
    current = play.store.get_round_by_id(play.round_id)
    first, second, *_ = list_texts(play.store, current, Role.FACILITATOR)
    set_texts_shown(play.store, [second.id], True)
    assert wall.sentences == []
    play.advance(Phase.CLOSED)
    assert (wall.title, wall.message) == ("What happened?", "")
    assert wall.sentences == [{"id": second.id, "text": second.text}]
    assert first.text not in str(wall.get_state())


def test_a_wall_of_what_is_no_sentence_is_refused_with_what_there_is(play: Play) -> None:
    with pytest.raises(DefinitionError, match="This exercise has 'story'"):
        sentences(play.results, "kind")
    with pytest.raises(DefinitionError, match="Did you mean 'story'"):
        sentences(play.results, "stories")
