"""The wall of sentences that the room may read."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kit.errors import DefinitionError
from kit.exercise.exercise import Exercise
from kit.exercise.scale import Scale
from kit.exercise.text import Text
from kit.gate.publication import submit
from kit.gate.sentences import list_texts, set_texts_shown
from kit.pictures.sentences import sentences
from kit.pictures.words import words
from kit.room.feed import Feed
from kit.session.session import Phase, Role, new_seat_token
from kit.store import Store
from kit.views.notes import number_sentences
from kit.views.round import View, get_view
from kit.widgets.text_wall import TextWall
from kit.widgets.word_tiles import WordTiles
from tests.gate.test_claims import make_room
from tests.pictures.play import Play
from tests.store.sample import prepare_round


def test_a_wall_holds_the_sentences_that_are_shown_and_no_others(play: Play) -> None:
    wall = sentences(play.results, "story")
    play.advance(Phase.PREPARE, Phase.LEADER)
    for place in range(9):
        token = new_seat_token()
        play.store.add_seat(play.code, token)
        told = {"text": f"sentence {place}", "share": True}
        submit(play.store, play.round_id, token, {"kind": ["other"], "story": told})
    play.advance(Phase.OPEN)
    current = play.store.get_round_by_id(play.round_id)
    first, second, *_ = list_texts(play.store, current, Role.FACILITATOR)
    set_texts_shown(play.store, [second.id], True)
    assert wall.sentences == []
    play.advance(Phase.CLOSED)
    assert (wall.title, wall.message) == ("What happened?", "")
    assert wall.sentences == [{"id": second.id, "text": second.text, "by": ""}]
    assert first.text not in str(wall.get_state())


def test_a_wall_of_what_is_no_sentence_is_refused_with_what_there_is(play: Play) -> None:
    with pytest.raises(DefinitionError, match="This exercise has 'story'"):
        sentences(play.results, "kind")
    with pytest.raises(DefinitionError, match="Did you mean 'story'"):
        sentences(play.results, "stories")


@pytest.mark.parametrize("picture", [sentences, words])
def test_a_question_that_is_switched_off_is_not_asked_and_its_picture_is_empty(
    store: Store, picture: Callable[..., TextWall | WordTiles]
) -> None:
    off = Text("lesson", "What did you learn?", asked=False)
    current = prepare_round(store, Exercise("out", prompts=[Scale("safe", "How safe?"), off]))

    def look() -> View:
        return get_view(store, current.id, Role.SCREEN)

    assert [each.name for each in look().exercise.prompts] == ["safe"]
    assert look().exercise.sentences == ()
    shown = picture(Feed(store, current.code, look), "lesson").get_state()
    assert [shown["title"], shown["message"]] == ["", ""]
    with pytest.raises(DefinitionError, match="is not a prompt"):
        picture(Feed(store, current.code, look), "lessons")


def test_wall_and_market_show_the_name_below_a_sentence(store: Store) -> None:
    room = make_room(store, shown=[0, 1])
    room.claim(1, "Ada")
    view = get_view(store, room.sample.id, Role.SCREEN)
    results = Feed(store, room.sample.code, lambda: view)
    told = sentences(results, "ask").sentences
    results.close()
    assert {each["text"]: each["by"] for each in told} == {"sentence 0": "", "sentence 1": "Ada"}
    numbered = {each.text: each.by for each in number_sentences(view, "ask")}
    assert numbered == {"sentence 0": "", "sentence 1": "Ada"}
