"""A word: a text on one line, whose spaces are single ones."""

from __future__ import annotations

import pytest

import kit
from kit.errors import DefinitionError, ResponseError
from kit.exercise.responses import TextResponse
from kit.exercise.word import Word
from kit.forms.inputs import build_input
from kit.widgets.text_input import TextInput

WORD = Word("word", "One word for today?")


@pytest.mark.parametrize(
    ("raw", "response"),
    [
        ("calm", TextResponse("calm")),
        (" in\n  a hurry ", TextResponse("in a hurry")),
        ({"text": " calm ", "share": True}, TextResponse("calm", share=True)),
        ({"text": " \n", "share": True}, None),
        ({"text": None}, None),
        (None, None),
    ],
)
def test_a_word_is_taken_and_spaces_are_single_ones(
    raw: object, response: TextResponse | None
) -> None:
    assert WORD.clean(raw) == response


def test_what_is_too_long_is_answered_and_what_is_no_word_too() -> None:
    with pytest.raises(ResponseError, match="shorten this by 2 to 20 characters"):
        WORD.clean("a word and some more of it"[:22])
    for raw in (3, {"text": 3}, {"word": "calm"}):
        with pytest.raises(ResponseError, match="Write a word, or leave this empty"):
            WORD.clean(raw)


def test_it_is_asked_for_on_one_line_however_long_it_may_be() -> None:
    for most in (20, 60):
        control = build_input(Word("word", "One word?", max_length=most))
        assert isinstance(control, TextInput)
        assert (control.one_line, control.max_length) == (True, most)
        control.close()
    with pytest.raises(DefinitionError, match="max_length=61 is not a whole number from 1 to 60"):
        Word("word", "One word?", max_length=61)


def test_it_stands_wherever_a_text_may() -> None:
    leader = kit.Leader([kit.Word("mine", "My word")])
    exercise = kit.Exercise("arrive", prompts=[WORD], leader=leader)
    assert exercise.sentences == (WORD,)
    with pytest.raises(
        DefinitionError, match="'word' is a Word, and what people write is not counted"
    ):
        kit.Exercise("arrive", prompts=[WORD, kit.Scale("s", "S")], crosses=[("word", "s")])
