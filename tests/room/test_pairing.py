"""Every phone learns its own numbers, from a draw that is kept nowhere."""

from __future__ import annotations

import asyncio
import gc
import re
import weakref

import pytest

from kit.language import use_language
from kit.language.pseudo import PSEUDO, stretch
from kit.room.pairing import ALL, LATE, MIXED, Pairing, Place
from kit.store import Store

CODE = "BCDFGH"


def test_every_phone_gets_a_number_and_loses_it_again(store: Store) -> None:
    pairing = Pairing(store, CODE)
    notes = [pairing.add()[0].note for _ in range(7)]
    store.notices.publish("XXXXXX", "pairs")
    assert {note.text for note in notes} == {""}
    store.notices.publish(CODE, "pairs")
    pairs = [re.fullmatch(r"Your pair: (\d)\. Your four: \d\.", note.text) for note in notes]
    assert sorted(found[1] for found in pairs if found) == ["1", "1", "2", "2", "3", "3", "3"]
    assert pairing.add()[0].note.text == LATE
    store.notices.publish(CODE, "apart")
    assert {note.text for note in notes} == {""}
    pairing.close()


def test_who_has_gone_is_not_drawn(store: Store) -> None:
    pairing = Pairing(store, CODE)
    seats = [pairing.add() for _ in range(3)]
    seats[0][1]()
    store.notices.publish(CODE, "pairs")
    assert [bool(place.note.text) for place, _leave in seats] == [False, True, True]
    pairing.close()


def seat(pairing: Pairing, *sides: str, asked: bool = True) -> list[Place]:
    """Phones that have said where they are; "" for one that has not."""
    places = [pairing.add()[0] for _ in sides]
    for place, side in zip(places, sides, strict=True):
        place.side.asked = asked
        place.side.set_state({"side": side})
    return places


def read(places: list[Place]) -> list[tuple[str, str]]:
    """Each phone's pair, and where that is."""
    found = [
        re.match(r"Your pair: (\d+)\. Your four: \d+\.(.*)", each.note.text) for each in places
    ]
    return [(each[1], each[2].strip()) for each in found if each]


def test_pairs_stay_within_the_room_and_within_the_call(store: Store) -> None:
    pairing = Pairing(store, CODE)
    places = seat(pairing, "here", "call", "here", "call", "", "here", "call")
    store.notices.publish(CODE, "pairs")
    told = read(places)
    for place, (_pair, words) in zip(places, told, strict=True):
        assert words == f"All of you are in the {'call' if place.side.side == 'call' else 'room'}."
    by_pair = {pair: {words for other, words in told if other == pair} for pair, _words in told}
    assert all(len(words) == 1 for words in by_pair.values())
    pairing.close()


def test_who_is_alone_in_the_call_joins_a_pair_and_that_pair_alone_is_told(store: Store) -> None:
    pairing = Pairing(store, CODE)
    places = seat(pairing, "call", *["here"] * 6)
    store.notices.publish(CODE, "pairs")
    told = read(places)
    mixed = told[0][0]
    assert {words for pair, words in told if pair == mixed} == {MIXED}
    assert {words for pair, words in told if pair != mixed} == {"All of you are in the room."}
    pairing.close()


def test_where_nobody_is_in_a_call_the_draw_is_as_ever(store: Store) -> None:
    pairing = Pairing(store, CODE)
    # The switch was on, and a page has not heard yet that it is off.
    places = seat(pairing, "call", "call", "here", "here", asked=False)
    store.notices.publish(CODE, "pairs")
    assert {words for _pair, words in read(places)} == {""}
    pairing.close()


def test_where_a_phone_is_goes_with_its_page(store: Store) -> None:
    pairing = Pairing(store, CODE)
    place, leave = pairing.add()
    place.side.set_state({"side": "call"})
    found = weakref.ref(place)
    leave()
    del place, leave
    gc.collect()
    assert found() is None
    pairing.close()


def test_where_all_are_in_the_room_nothing_is_said_of_it(store: Store) -> None:
    """Each was asked, and nobody is in the call."""
    pairing = Pairing(store, CODE)
    places = seat(pairing, "here", "here", "")
    store.notices.publish(CODE, "pairs")
    assert [words for _pair, words in read(places)] == [""] * 3
    pairing.close()


def test_each_phone_is_told_in_its_own_language(store: Store) -> None:
    pairing = Pairing(store, CODE)
    english = seat(pairing, "call", "here")
    with use_language(PSEUDO):
        other = seat(pairing, "call", "here")
    store.notices.publish(CODE, "pairs")
    assert len(read(english)) == 2
    beginning = stretch("Your pair: {pair}. Your four: {four}.").partition("{")[0]
    assert all(place.note.text.startswith(beginning) for place in other)
    for place in other:
        assert place.note.text.endswith((stretch(MIXED), *map(stretch, ALL.values())))
    pairing.close()


def test_every_draw_is_another_one(store: Store) -> None:
    pairing = Pairing(store, CODE)
    places = seat(pairing, *["here"] * 12)
    drawn = set()
    for _ in range(8):
        store.notices.publish(CODE, "pairs")
        drawn.add(tuple(place.note.text for place in places))
    assert len(drawn) > 1
    again = Pairing(store, CODE)
    others = seat(again, *["here"] * 12)
    store.notices.publish(CODE, "pairs")
    first = tuple(place.note.text for place in others)
    assert first != tuple(place.note.text for place in places)
    for each in (pairing, again):
        each.close()


def test_who_comes_after_the_numbers_were_taken_away_is_told_of_none(store: Store) -> None:
    pairing = Pairing(store, CODE)
    pairing.add()
    store.notices.publish(CODE, "pairs")
    store.notices.publish(CODE, "apart")
    assert pairing.add()[0].note.text == ""
    pairing.close()


def test_another_notice_draws_nothing_and_one_that_is_closed_hears_none(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    pairing = Pairing(store, CODE)
    places = seat(pairing, "here", "here")
    store.notices.publish(CODE, "phase")
    assert read(places) == []
    pairing.close()
    store.notices.publish(CODE, "pairs")
    assert read(places) == []
    assert caplog.records == []


def test_it_is_drawn_by_the_loop_of_the_room_and_not_once_that_is_over(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    """A notice comes in a thread of its own; widgets belong to the loop."""

    async def play() -> Pairing:
        pairing = Pairing(store, CODE)
        places = seat(pairing, "here", "here")
        store.notices.publish(CODE, "pairs")
        assert read(places) == []
        await asyncio.sleep(0)
        assert len(read(places)) == 2
        return pairing

    pairing = asyncio.run(play())
    store.notices.publish(CODE, "apart")
    assert caplog.records == []
    pairing.close()
