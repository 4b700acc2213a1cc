"""Signed notes of simulated people: as a phone would write them."""

from __future__ import annotations

import pytest

import kit
from kit.errors import ResponseError
from kit.exercise.notes import SignedNote
from kit.rehearsal.notes import make_card, sign_cards, sign_own
from kit.rehearsal.scripts import Script
from kit.store import Store
from tests.store.sample import prepare_round

THANKS = SignedNote(
    "thanks",
    "Thanks",
    [
        kit.Text("to", "To whom", max_length=40),
        kit.Text("for", "You", max_length=30),
        kit.Choice("sort", "What?", ["helped", "taught"]),
    ],
)
HELP = SignedNote(
    "help",
    "Help",
    [kit.SentenceNumber("number", "Number", "ask"), kit.Text("what", "I can", max_length=100)],
)
EXERCISE = kit.Exercise("wall", prompts=[kit.Text("ask", "Ask?")], notes=[THANKS, HELP])


def test_made_cards_fit_their_kind_and_differ(store: Store) -> None:
    current = prepare_round(store, EXERCISE)
    for place in range(6):
        sign_own(store, current.id, EXERCISE.notes, place, Script())
    signed = store.list_notes(current.id).values()
    assert {each.kind for each in signed} == {"thanks"}
    assert len({each.words["to"] for each in signed}) == 6
    assert make_card(HELP, 0, Script()) is None


def test_a_card_names_a_sentence_that_is_shown_and_leaves_others_without_one() -> None:
    shown = {"ask": {1, 2, 3, 4}, "other": {9}}
    own = Script("wall.toml", cards=({"what": "show you"}, {"what": "call"}, {"what": "read"}))
    for script in (Script(), own):
        cards = [make_card(HELP, place, script, shown) for place in range(3)]
        assert [card and card["number"] for card in cards] == ["1", "3", None]
    assert make_card(HELP, 1, own, shown) == {"number": "3", "what": "call"}
    assert make_card(HELP, 0, own) is None


def test_given_cards_are_signed_as_they_are(store: Store) -> None:
    current = prepare_round(store, EXERCISE)
    (note_id,) = sign_cards(store, current.id, HELP, [{"number": "2", "what": "on Tuesday"}])
    assert store.list_notes(current.id)[note_id].words == {"number": "2", "what": "on Tuesday"}
    with pytest.raises(ResponseError):
        sign_cards(store, current.id, THANKS, [{"to": "Ada", "for": "x" * 31, "sort": "helped"}])


def test_the_cards_of_a_file_are_signed_one_by_each_where_they_fit() -> None:
    told = {"to": "Ada", "for": "You stayed.", "sort": "helped"}
    script = Script("wall.toml", cards=(told, {"to": "Ben", "somewhere": "else"}))
    assert make_card(THANKS, 0, script) == told
    assert make_card(THANKS, 1, script) is None
    other = make_card(THANKS, 1, Script("wall.toml", cards=({"somewhere": "else"},)))
    assert other is not None
    assert other["to"] == "Ben"
