"""Every phone learns its own numbers, from a draw that is kept nowhere."""

from __future__ import annotations

import re

from kit.room.pairing import LATE, Pairing
from kit.store import Store

CODE = "BCDFGH"


def test_every_phone_gets_a_number_and_loses_it_again(store: Store) -> None:
    pairing = Pairing(store, CODE)
    notes = [pairing.add()[0] for _ in range(7)]
    store.notices.publish("XXXXXX", "pairs")
    assert {note.text for note in notes} == {""}
    store.notices.publish(CODE, "pairs")
    pairs = [re.fullmatch(r"Your pair: (\d)\. Your four: \d\.", note.text) for note in notes]
    assert sorted(found[1] for found in pairs if found) == ["1", "1", "2", "2", "3", "3", "3"]
    assert pairing.add()[0].text == LATE
    store.notices.publish(CODE, "apart")
    assert {note.text for note in notes} == {""}
    pairing.close()


def test_who_has_gone_is_not_drawn(store: Store) -> None:
    pairing = Pairing(store, CODE)
    seats = [pairing.add() for _ in range(3)]
    seats[0][1]()
    store.notices.publish(CODE, "pairs")
    assert [bool(note.text) for note, _leave in seats] == [False, True, True]
    pairing.close()
