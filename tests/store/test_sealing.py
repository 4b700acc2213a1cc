"""Sealed submissions: who has the round's key reads them, and nobody else, of that seat alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.store.sealing import STEP, seal, unseal
from kit.store.sessions import new_key

KEY, SEAT = new_key(), b"s" * 32
SAID = st.dictionaries(st.text(max_size=8), st.text(max_size=STEP) | st.integers() | st.none())


@given(payload=SAID)
def test_what_is_sealed_is_read_again_under_its_key(payload: dict[str, object]) -> None:
    assert unseal(KEY, 7, SEAT, seal(KEY, 7, SEAT, payload)) == payload


def test_two_answers_that_are_the_same_look_different() -> None:
    assert seal(KEY, 7, SEAT, {"safe": 3}) != seal(KEY, 7, SEAT, {"safe": 3})


@pytest.mark.parametrize("length", [0, 1, 500, 900])
def test_its_length_says_little(length: int) -> None:
    assert len(seal(KEY, 7, SEAT, {"story": "x" * length})) == 12 + STEP + 16
    assert len(seal(KEY, 7, SEAT, {"story": "x" * (length + STEP)})) == 12 + 2 * STEP + 16


def test_under_another_key_or_for_another_seat_or_round_nothing_is_read() -> None:
    sealed = seal(KEY, 7, SEAT, {"safe": 3})
    for key, round_id, seat, changed in (
        (new_key(), 7, SEAT, sealed),
        (KEY, 8, SEAT, sealed),
        (KEY, 7, b"t" * 32, sealed),
        (KEY, 7, SEAT, sealed[:-1] + bytes([sealed[-1] ^ 1])),
        (KEY, 7, SEAT, sealed[:20]),
    ):
        with pytest.raises(ValueError, match="not sealed under this key"):
            unseal(key, round_id, seat, changed)
