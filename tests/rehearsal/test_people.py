"""Simulated people: they come in and answer the way a form would, and never wrongly."""

from __future__ import annotations

import asyncio
import logging
import random
from collections import Counter
from collections.abc import Coroutine, Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit.exercise.choice import Choice
from kit.exercise.energy_map import EnergyMap
from kit.exercise.exercise import Exercise
from kit.exercise.text import Text
from kit.gate.publication import find_own_submission
from kit.lifecycle import advance_round
from kit.rehearsal import answers, rehearsal
from kit.rehearsal.answers import make_answer, make_answers
from kit.rehearsal.people import PEOPLE, SimulatedPeople
from kit.rehearsal.rehearsal import start_rehearsal
from kit.session.session import Phase
from kit.store import Store
from kit.views.cards import read_board
from tests.exercise.test_exercise import exercises
from tests.store.sample import EXERCISE, NOTEBOOK, prepare_round
from tests.waiting import read_progress, wait_for_progress, wait_until

PATIENCE = 60  # seconds until a test gives up


@pytest.fixture(autouse=True)
def end_rehearsals() -> Iterator[None]:
    yield
    rehearsal._running.clear()
    for folder in rehearsal._folders:
        folder.cleanup()
    rehearsal._folders.clear()


def play(scenario: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(scenario, PATIENCE))


# Answers


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


# People


def test_people_come_in_and_answer_once_the_round_is_open(store: Store) -> None:
    current = prepare_round(store)

    async def scenario() -> None:
        people = SimulatedPeople(store, current.code, 12, answering=(0, 0), joining=0)
        people.start()
        await wait_until(store, lambda: store.count_seats(current.code) == 12)
        assert read_progress(store, current.id) == "0 of 12 finished"
        advance_round(store, current.id, Phase.PREPARE)
        await wait_for_progress(store, current.id, "12 of 12 finished")
        people.stop()

    play(scenario())


def test_people_who_come_late_to_an_open_round_answer_all_the_same(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    current = prepare_round(store)
    advance_round(store, current.id, Phase.PREPARE)

    async def scenario() -> None:
        people = SimulatedPeople(store, current.code, 12, answering=(0, 0), joining=0.2, seed=5)
        people.start()
        await wait_for_progress(store, current.id, "12 of 12 finished")
        people.stop()

    with caplog.at_level(logging.INFO, logger="kit"):
        play(scenario())
    assert "turned away" not in caplog.text


def test_people_answer_in_every_round_of_a_session(store: Store) -> None:
    session = store.add_session("Team", [NOTEBOOK, NOTEBOOK])
    first = store.add_round(session.code, NOTEBOOK)
    store.set_definition(first.id, EXERCISE)

    async def scenario() -> None:
        people = SimulatedPeople(store, session.code, 9, answering=(0, 0), joining=0)
        people.start()
        current = first
        for _ in range(2):
            store.set_definition(current.id, EXERCISE)
            advance_round(store, current.id, Phase.PREPARE)
            await wait_for_progress(store, current.id, "9 of 9 finished")
            for phase in (Phase.OPEN, Phase.CLOSED, Phase.REVEALED):
                current = advance_round(store, current.id, phase)
        people.stop()

    play(scenario())


def test_people_who_are_too_late_are_turned_away_quietly(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    current = prepare_round(store)

    async def scenario() -> None:
        people = SimulatedPeople(store, current.code, 1, answering=(0, 0), joining=0)
        people.start()
        await wait_until(store, lambda: store.count_seats(current.code) == 1)
        await asyncio.gather(*people._tasks)
        advance_round(store, current.id, Phase.PREPARE)
        while not people._tasks:
            await asyncio.sleep(0)
        advance_round(store, current.id, Phase.OPEN)  # closed while the answer is on its way
        await asyncio.gather(*people._tasks)

    with caplog.at_level(logging.INFO, logger="kit"):
        play(scenario())
    assert "A simulated person was turned away: This round is closed" in caplog.text


def test_people_who_are_sent_away_do_nothing_more(store: Store) -> None:
    current = prepare_round(store)

    async def scenario() -> None:
        people = SimulatedPeople(store, current.code, 5, answering=(0, 0), joining=3600)
        people.start()
        people.stop()
        advance_round(store, current.id, Phase.PREPARE)
        await asyncio.sleep(0)
        while people._tasks:
            await asyncio.sleep(0)

    play(scenario())
    assert store.count_seats(current.code) == 0


# Rehearsals


def test_a_rehearsal_is_a_session_of_its_own_with_people_in_it() -> None:
    async def scenario() -> None:
        begun = start_rehearsal(EXERCISE)
        store = begun.store
        assert store.get_round(begun.code).id == begun.round_id
        assert store.get_round(begun.code).exercise == EXERCISE
        await wait_until(store, lambda: store.count_seats(begun.code) == PEOPLE + 1)
        assert store.has_seat(begun.code, begun.own_seat)
        board = read_board(store, begun.code)
        assert (len(board.now), len(board.last)) == (2, rehearsal.EARLIER)
        rehearsal._running[0].stop()
        store.close()

    play(scenario())


def test_the_people_of_a_rehearsal_answer_when_it_is_opened(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rehearsal, "REHEARSING", (0.0, 0.0))

    async def scenario() -> None:
        begun = start_rehearsal(EXERCISE)
        store, round_id = begun.store, begun.round_id
        await wait_until(store, lambda: store.count_seats(begun.code) == PEOPLE + 1)
        advance_round(store, round_id, Phase.PREPARE)
        done = f"{PEOPLE} of {PEOPLE + 1} finished"
        await wait_for_progress(store, round_id, done)
        assert find_own_submission(store, round_id, begun.own_seat) is None
        rehearsal._running[0].stop()
        store.close()

    play(scenario())


def test_a_new_rehearsal_sends_the_people_of_the_one_before_away() -> None:
    async def scenario() -> None:
        first = start_rehearsal(EXERCISE)
        second = start_rehearsal(EXERCISE)
        await wait_until(second.store, lambda: second.store.count_seats(second.code) == PEOPLE + 1)
        assert first.store.count_seats(first.code) == 1
        rehearsal._running[0].stop()
        first.store.close()
        second.store.close()

    play(scenario())


def test_without_an_event_loop_a_rehearsal_has_only_oneself() -> None:
    begun = start_rehearsal(EXERCISE)
    assert begun.store.count_seats(begun.code) == 1
    begun.store.close()


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
