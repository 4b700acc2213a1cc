"""What simulated people answer: always taken, never all the same."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit.exercise.choice import Choice
from kit.exercise.energy_map import EnergyMap
from kit.exercise.exercise import Exercise
from kit.exercise.text import Text
from kit.rehearsal import answers
from kit.rehearsal.answers import make_answer, make_answers
from tests.exercise.test_exercise import exercises
from tests.store.sample import EXERCISE


@settings(max_examples=200)
@given(exercises(), st.integers(0, 2**32))
def test_a_plausible_answer_is_always_taken(exercise: Exercise, seed: int) -> None:
    raw = make_answers(exercise, random.Random(seed))
    submission = exercise.clean(raw)
    assert submission.responses
    assert exercise.clean(submission.to_json()) == submission


@given(st.integers(0, 200))
def test_whoever_is_only_asked_for_a_sentence_writes_one(seed: int) -> None:
    exercise = Exercise("moment", prompts=[Text("story", "What happened?", max_length=1)])
    assert exercise.clean(make_answers(exercise, random.Random(seed))).responses


def test_the_same_seed_gives_the_same_answers() -> None:
    twice = [make_answers(EXERCISE, random.Random(7)) for _ in range(2)]
    assert twice[0] == twice[1]


def test_people_differ_and_some_skip_the_sentence() -> None:
    chance = random.Random(1)
    raw = [make_answers(EXERCISE, chance) for _ in range(200)]
    assert len({str(each) for each in raw}) > 50
    written = sum("story" in each for each in raw)
    assert 100 < written < 200


def test_every_kind_is_chosen_by_somebody_and_the_first_more_often_than_the_last() -> None:
    kinds = [f"kind {letter}" for letter in "abcdefghi"]
    exercise = Exercise("jar", prompts=[Choice("kind", "Which?", kinds, max_choices=3)])
    chance, chosen = random.Random(3), Counter[str]()
    for _ in range(300):
        ticked = exercise.clean(make_answers(exercise, chance)).responses["kind"]
        assert isinstance(ticked, tuple)
        chosen.update(str(each) for each in ticked)
    assert set(chosen) == {kind.replace(" ", "-") for kind in kinds}
    assert chosen["kind-a"] > chosen["kind-i"]


def test_a_simulated_person_writes_a_word_where_a_word_is_asked_for() -> None:
    word = Text("word", "One word", max_length=20)
    words = [make_answer(word, random.Random(1), place) for place in range(14)]
    written = [each["text"] for each in words if isinstance(each, dict)]
    assert len(written) >= 12
    assert all(" " not in each or each == "between things" for each in written)


def write_answer(prompt: Text, place: int) -> str:
    answer = make_answer(prompt, random.Random(1), place)
    assert isinstance(answer, dict)
    return str(answer["text"])


def test_who_leaves_has_other_words_than_who_arrives() -> None:
    arrive, leave = (
        Text("word", f"One word for how you {verb}", max_length=20)
        for verb in ("arrive today", "leave today")
    )
    said = [{write_answer(word, place) for place in (0, 1, 2, 3)} for word in (arrive, leave)]
    assert not said[0] & said[1]


@pytest.mark.parametrize("name", answers.LINES)
def test_two_dozen_people_write_two_dozen_lines(name: str) -> None:
    for lines in (answers.LINES[name], answers.SENTENCES):
        assert len({*lines}) == len(lines) == 24


def test_simulated_maps_are_taken_and_want_less_of_what_drains() -> None:
    chance = random.Random(1)
    prompt = EnergyMap("energy", "Where does your energy go?")
    answered = [prompt.clean(make_answer(prompt, chance, place)) for place in range(40)]
    maps = [each for each in answered if each is not None]
    assert len(maps) == 40
    assert len({*maps}) > 20
    assert sum(each.draining_next for each in maps) < sum(each.draining_now for each in maps)
