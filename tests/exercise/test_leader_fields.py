"""What a leader is asked, and how it is read, on the dashboard and on the leader's page alike."""

from __future__ import annotations

import pytest

import kit
from kit.errors import ResponseError
from kit.exercise.exercise import Exercise, Leader
from kit.exercise.leader_fields import has_words, list_leader_fields, read_leader

EXERCISE = Exercise(
    "pulse",
    prompts=[
        kit.Scale("safe", "How safe is it?", low=1, high=7),
        kit.Grid("soil", "How is the ground?", rows=["time", "tools"], steps=["poor", "good"]),
    ],
    leader=Leader([kit.Text("act", "One act", max_length=20)], guesses=["safe", "soil"]),
)
TOLD = {
    "name": "Ada",
    "guess:safe": "7",
    "guess:soil": "tools",
    "guess:soil:third": "low",
    "act": "Ben stayed.",
}


def test_the_name_the_guesses_and_the_questions_are_asked_in_this_order() -> None:
    fields = list_leader_fields(EXERCISE)
    assert [each.key for each in fields] == list(TOLD)
    assert [each.guesses for each in fields] == [False, True, True, True, False]
    assert fields[0].own == "Your name"
    assert fields[1].own == "Your guess: How safe is it?"
    assert fields[1].text == "The leader's guess: How safe is it?"
    assert fields[2].options == (("time", "time"), ("tools", "tools"))
    assert [value for value, _ in fields[3].options] == ["low", "middle", "high"]
    assert fields[4].max_length == 20


def test_where_nobody_goes_first_nothing_is_asked() -> None:
    assert list_leader_fields(Exercise("a", prompts=[kit.YesNo("b", "C?")])) == []


def test_what_is_written_is_read_and_what_is_empty_is_left_out() -> None:
    assert read_leader(EXERCISE, TOLD) == TOLD
    assert read_leader(EXERCISE, {"act": "  ", "name": "", "unknown": "x"}) == {}


def test_words_are_tidied_and_keep_their_lines() -> None:
    written = {"act": " One\u202e \x00two\r\n\r\n  three\t "}
    assert read_leader(EXERCISE, written) == {"act": "One two\nthree"}


@pytest.mark.parametrize(
    ("key", "words", "told"),
    [
        ("act", "x" * 21, "shorten this by 1 to 20 characters."),
        ("name", "x" * 41, "shorten this by 1 to 40 characters."),
        ("guess:safe", "8", "Guess a number from 1 to 7"),
        ("guess:safe", "four", "Guess a number from 1 to 7"),
        ("guess:safe", "12345", "shorten this by 1 to 4 characters."),
        ("guess:soil", "elsewhere", "Choose one of the list"),
        ("guess:soil:third", "top", "Choose one of the list"),
    ],
)
def test_what_cannot_be_kept_is_told_beside_its_field(key: str, words: str, told: str) -> None:
    with pytest.raises(ResponseError, match=told) as caught:
        read_leader(EXERCISE, TOLD | {key: words})
    assert caught.value.prompt == key


def test_a_name_alone_says_nothing_and_a_guess_says_something() -> None:
    assert not has_words({})
    assert not has_words({"name": "Ada", "act": ""})
    assert has_words({"guess:safe": "3"})
    assert has_words({"act": "Ben stayed."})
