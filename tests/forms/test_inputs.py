"""The control of each kind of prompt: filled, read and cleared."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit.errors import KitError
from kit.exercise.choice import Choice
from kit.exercise.energy_map import EnergyMap
from kit.exercise.exercise import Exercise
from kit.exercise.prompt import Prompt
from kit.exercise.scale import Scale
from kit.exercise.text import Text
from kit.exercise.yes_no import YesNo
from kit.forms.inputs import build_input, clear_input, colour_options, fill_input, read_input
from kit.rehearsal.answers import make_answer, make_answers
from kit.widgets.palette import get_category
from tests.exercise.test_exercise import exercises

PROMPTS: list[Prompt] = [
    Choice("a", "A?", ["x", "y"]),
    Scale("b", "B?"),
    YesNo("c", "C?"),
    Text("d", "D?", help="In one sentence."),
    EnergyMap("e", "E?"),
]


@settings(max_examples=60)
@given(exercises(), st.integers(0, 9))
def test_what_was_sent_comes_back_from_its_control_as_it_was(exercise: Exercise, seed: int) -> None:
    submission = exercise.clean(make_answers(exercise, random.Random(seed)))
    raw = {}
    for prompt in exercise.prompts:
        control = build_input(prompt)
        if prompt.name in submission.responses:
            fill_input(control, submission.responses[prompt.name])
        raw[prompt.name] = read_input(prompt, control)
        control.close()
    assert exercise.clean(raw) == submission


def test_an_untouched_control_is_a_skipped_prompt() -> None:
    for prompt in PROMPTS:
        assert prompt.clean(read_input(prompt, build_input(prompt))) is None


def test_words_and_names_are_asked_for_on_one_line_and_sentences_on_several() -> None:
    word, sentence = Text("word", "One word?", max_length=20), Text("why", "Why?", max_length=140)
    assert [build_input(each).one_line for each in (word, sentence)] == [True, False]


def test_the_kinds_of_a_jar_have_the_letters_and_colours_of_its_marbles() -> None:
    control = build_input(Choice("kind", "Which?", ["a", "b", "c"]))
    assert not any("colour" in option for option in control.options)
    colour_options(control)
    marbles = [get_category(place) for place in range(3)]
    assert [(each["letter"], each["colour"]) for each in control.options] == [
        (marble.letter, marble.name) for marble in marbles
    ]


def test_a_prompt_without_a_control_is_named() -> None:
    class Drawing(Prompt):
        def clean(self, raw: object) -> None:
            return None

    with pytest.raises(KitError, match="prompt 'sketch': the kind Drawing has no input"):
        build_input(Drawing("sketch", "Draw it"))


@pytest.mark.parametrize("prompt", PROMPTS, ids=lambda prompt: prompt.type)
def test_a_control_begins_locked_and_carries_the_question(prompt: Prompt) -> None:
    control = build_input(prompt)
    assert control.disabled
    assert (control.prompt, control.text, control.help) == (prompt.name, prompt.text, prompt.help)


@pytest.mark.parametrize("prompt", PROMPTS, ids=lambda prompt: prompt.type)
def test_a_cleared_control_holds_nothing_of_what_was_in_it(prompt: Prompt) -> None:
    control = build_input(prompt)
    empty = {name: value for name, value in control.get_state().items() if name[0] != "_"}
    fill_input(control, prompt.clean(make_answer(prompt, random.Random(1), 0)))
    clear_input(control)
    kept = {name: value for name, value in control.get_state().items() if name[0] != "_"}
    assert kept == empty


def test_options_have_letters_and_yes_and_no_have_none() -> None:
    many = Choice("a", "A?", [f"option {number}" for number in range(28)])
    letters = [option["letter"] for option in build_input(many).options]
    assert (letters[0], letters[25], letters[26]) == ("A", "Z", "A")
    assert [each["letter"] for each in build_input(YesNo("c", "C?")).options] == ["", ""]


def test_no_is_an_answer_and_nothing_chosen_is_none() -> None:
    prompt = YesNo("c", "C?")
    control = build_input(prompt)
    assert read_input(prompt, control) is None
    fill_input(control, False)
    assert control.value == ["no"]
    assert read_input(prompt, control) is False
