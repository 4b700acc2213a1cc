"""Every phone learns its own numbers, from a draw that is kept nowhere."""

from __future__ import annotations

import gc
import re
import weakref

from kit.room.pairing import LATE, MIXED, Pairing, Place
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
