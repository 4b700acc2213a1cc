"""The control of each kind of prompt: filled, read and cleared."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit.errors import KitError
from kit.exercise.choice import Choice
from kit.exercise.exercise import Exercise
from kit.exercise.prompt import Prompt
from kit.exercise.scale import Scale
from kit.exercise.text import Text
from kit.exercise.yes_no import YesNo
from kit.forms.inputs import build_input, fill_input, read_input
from kit.rehearsal.answers import make_answers
from tests.exercise.test_exercise import exercises


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
    prompts = [Choice("a", "A?", ["x", "y"]), Scale("b", "B?"), YesNo("c", "C?"), Text("d", "D?")]
    for prompt in prompts:
        assert prompt.clean(read_input(prompt, build_input(prompt))) is None


def test_a_prompt_without_a_control_is_named() -> None:
    class Drawing(Prompt):
        def clean(self, raw: object) -> None:
            return None

    with pytest.raises(KitError, match="prompt 'sketch': the kind Drawing has no input"):
        build_input(Drawing("sketch", "Draw it"))
