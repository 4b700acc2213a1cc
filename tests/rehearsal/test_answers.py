"""What simulated people answer: always taken, never all the same."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit.errors import DefinitionError
from kit.exercise.choice import Choice
from kit.exercise.energy_map import EnergyMap
from kit.exercise.exercise import Exercise
from kit.exercise.grid import Grid
from kit.exercise.instruments import read_instrument
from kit.exercise.steps import Steps
from kit.exercise.text import Text
from kit.rehearsal.answers import make_answer, make_answers
from kit.rehearsal.scripts import find_script
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


def test_simulated_people_keep_a_key_to_what_may_be_claimed_and_no_two_the_same() -> None:
    prompt = Text("ask", "What?", may_be_claimed=True)
    raw = [make_answer(prompt, random.Random(1), place) for place in range(30)]
    given = [prompt.clean(each) for each in raw if each is not None]
    shared = [each for each in given if each and each.share]
    assert len({each.mark for each in shared}) == len(shared) > 20
    assert not any(each.mark for each in given if each and not each.share)


def test_people_differ_and_some_skip_the_sentence() -> None:
    chance = random.Random(1)
    raw = [make_answers(EXERCISE, chance, place) for place in range(25)]
    assert len({str(each) for each in raw}) > 20
    written = sum("story" in each for each in raw)
    assert 20 < written < 25


@pytest.mark.parametrize("people", [12, 25, 200])
@pytest.mark.parametrize("lines", [24, 60])
def test_a_room_of_any_size_has_sentences_to_show_and_none_of_them_twice(
    people: int, lines: int
) -> None:
    prompt = Text("story", "What happened?")
    told = [f"This happened to me on day {number}." for number in range(lines)]
    raw = [make_answer(prompt, random.Random(1), place, told) for place in range(people)]
    shown = [each["text"] for each in raw if isinstance(each, dict) and each["share"]]
    written = [each["text"] for each in raw if isinstance(each, dict)]
    assert len(shown) >= min(people - 3, 20)  # so many more than ten, which a hall needs
    assert len({*written}) == len(written) == min(lines, people - (people + 4) // 9)


def test_where_a_file_has_few_sentences_a_room_still_has_enough_to_show_some() -> None:
    prompt = Text("story", "What happened?")
    raw = [make_answer(prompt, random.Random(1), place, ["One.", "Two."]) for place in range(200)]
    assert 12 < sum(isinstance(each, dict) and each["share"] for each in raw) < 25


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


def test_who_leaves_has_other_words_than_who_arrives() -> None:
    arrive, leave = (find_script(slug).told["word"][:4] for slug in ("welcome", "check-out"))
    assert not {*arrive} & {*leave}


def test_simulated_maps_are_taken_and_want_less_of_what_drains() -> None:
    chance = random.Random(1)
    prompt = EnergyMap("energy", "Where does your energy go?")
    answered = [prompt.clean(make_answer(prompt, chance, place)) for place in range(40)]
    maps = [each for each in answered if each is not None]
    assert len(maps) == 40
    assert len({*maps}) > 20
    assert sum(each.draining_next for each in maps) < sum(each.draining_now for each in maps)


GRID = Grid("pulse", "How true?", rows=["ask", "hide", "wait"], steps=Steps(1, 3))


def test_the_steps_of_a_grid_go_by_the_weights_of_its_rows_and_some_rows_are_left_out() -> None:
    told = {"ask": [1, 0, 3], "hide": [0, 1, 0]}
    chance, found = random.Random(5), Counter[tuple[str, int]]()
    for place in range(400):
        answer = make_answer(GRID, chance, place, told)
        assert isinstance(answer, dict)
        assert answer
        found.update(answer.items())
    assert not found["ask", 2]
    assert 2 < found["ask", 3] / found["ask", 1] < 4.5
    assert 340 < found["hide", 2] < 400
    assert min(found["wait", step] for step in (1, 2, 3)) > 40


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ({"asc": [1, 1, 1]}, "'asc' is no row. Did you mean 'ask'"),
        ({"ask": [1, 1]}, "'ask' takes a list of 3 weights"),
        ({"ask": [0, 0, 0]}, "not all of them 0"),
        ({"ask": [1, -1, 1]}, "none below 0"),
        ({"ask": 3}, "takes a list"),
        (["a line"], "a table is needed"),
    ],
)
def test_weights_that_do_not_fit_the_rows_are_refused(told: object, message: str) -> None:
    with pytest.raises(DefinitionError, match=message):
        make_answer(GRID, random.Random(1), 0, told)


def test_the_safety_pulse_has_weights_of_its_own() -> None:
    pulse = Exercise("safety-pulse", prompts=[read_instrument("edmondson_1999").ask("safety")])
    chance = random.Random(7)
    said = [pulse.clean(make_answers(pulse, chance)).responses["safety"] for _ in range(300)]
    steps = Counter(each.get("no-undermining") for each in said if isinstance(each, dict))
    assert not steps[1] + steps[2]
    assert steps[6] > steps[4]
