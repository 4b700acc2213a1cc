"""Simulated people: they come in and answer the way a form would, and never wrongly."""

from __future__ import annotations

import asyncio
import logging

import pytest

import kit
from kit.gate.sentences import list_texts, set_texts_shown
from kit.lifecycle import advance_round
from kit.rehearsal.people import OWN, SimulatedPeople
from kit.session.session import Phase, Role
from kit.store import Store
from tests.store.sample import EXERCISE, NOTEBOOK, prepare_round
from tests.waiting import play, read_progress, wait_for_progress, wait_until

MARKET = kit.Exercise(
    "fair",
    prompts=[kit.Text("ask", "What do you need?")],
    notes=[
        kit.SignedNote(
            "help",
            "Help",
            [
                kit.SentenceNumber("number", "Number", "ask"),
                kit.Text("what", "I can", max_length=100),
            ],
        )
    ],
)


def test_people_come_in_and_answer_once_the_round_is_open(store: Store) -> None:
    current = prepare_round(store)

    async def scenario() -> None:
        people = SimulatedPeople(store, current.code, 12, answering=(0, 0), joining=0)
        people.enter()
        people.start()
        assert store.find_people(current.code) == 12 + OWN  # a live exercise needs the number
        await wait_until(store, lambda: store.count_seats(current.code) == 12)
        assert read_progress(store, current.id) == "0 of 12 finished"
        advance_round(store, current.id, Phase.PREPARE)
        await wait_for_progress(store, current.id, "12 of 12 finished")
        people.stop()

    play(scenario())


def test_people_who_met_a_stop_answer_once_it_goes_on(store: Store) -> None:
    current = prepare_round(store)

    async def scenario() -> None:
        people = SimulatedPeople(store, current.code, 12, answering=(0, 0), joining=0)
        people.start()
        await wait_until(store, lambda: store.count_seats(current.code) == 12)
        advance_round(store, current.id, Phase.PREPARE)
        store.stop_session(current.code)  # before the loop has had a turn
        while len(people._held) < 12:
            await asyncio.sleep(0.01)
        assert read_progress(store, current.id) == "0 of 12 finished"
        store.let_go_on(current.code, store.get_session(current.code).stopped_at)
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


def test_people_offer_their_help_once_sentences_are_shown(store: Store) -> None:
    current = prepare_round(store, MARKET)

    async def scenario() -> None:
        people = SimulatedPeople(store, current.code, 24, answering=(0, 0), joining=0)
        people.start()
        advance_round(store, current.id, Phase.PREPARE)
        # Asked for sentences alone, those who write none send nothing.
        await wait_for_progress(store, current.id, "21 of 24 finished")
        closed = advance_round(store, current.id, Phase.OPEN)
        texts = list_texts(store, closed, Role.FACILITATOR)
        set_texts_shown(store, [each.id for each in texts], True)
        assert not store.list_notes(current.id)
        advance_round(store, current.id, Phase.CLOSED)
        await wait_until(store, lambda: len(store.list_notes(current.id)) == 5)
        people.stop()
        named = [each.words["number"] for each in store.list_notes(current.id).values()]
        assert sorted(named) == ["1", "3", "5", "7", "9"]

    play(scenario())


def test_people_answer_at_once_where_somebody_waits_for_the_result(store: Store) -> None:
    current = prepare_round(store)

    async def scenario() -> None:
        people = SimulatedPeople(store, current.code, 9, answering=(600, 600), joining=600)
        people.start()
        advance_round(store, current.id, Phase.PREPARE)
        await people.answer_at_once(current.id)
        assert read_progress(store, current.id) == "9 of 9 finished"
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
        while current.id not in people._answered:
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
