"""A team's cards: those of now, of last time, and what became of all."""

from __future__ import annotations

import pytest

from kit.errors import NotFoundError
from kit.session.commitments import Commitment, State
from kit.store import Store
from kit.views.cards import MOST_SESSIONS, Board, read_board

CARD = Commitment("Ada", "ask before I assume", "Friday", "Ben")


def begin(store: Store, follows: str | None = None) -> str:
    return store.add_session("Team", [], follows=follows).code


def test_a_board_has_the_cards_of_now_and_of_last_time_and_no_others(store: Store) -> None:
    first = begin(store)
    second = begin(store, first)
    third = begin(store, second)
    store.add_commitment(first, CARD)
    last, now = store.add_commitment(second, CARD), store.add_commitment(third, CARD)
    board = read_board(store, third)
    assert (list(board.now), list(board.last)) == ([now], [last])
    assert [told.count for told in board.told] == [1, 1]


def test_a_team_looks_back_on_so_many_sessions_and_no_further(store: Store) -> None:
    code = begin(store)
    for _ in range(MOST_SESSIONS + 2):
        store.add_commitment(code, CARD)
        code = begin(store, code)
    assert len(read_board(store, code).told) == MOST_SESSIONS


def test_without_an_earlier_session_there_is_nothing_to_look_back_on(store: Store) -> None:
    assert read_board(store, begin(store)) == Board()


def test_an_unknown_code_is_told(store: Store) -> None:
    with pytest.raises(NotFoundError, match="no session with this code"):
        read_board(store, "BCDFGH")


def test_told_as_plain_values_a_board_names_no_id_and_every_session(store: Store) -> None:
    first = begin(store)
    second = begin(store, first)
    third = begin(store, second)
    old = store.add_commitment(first, CARD)
    store.mark_commitment(second, old, State.KEPT)
    card = store.add_commitment(third, CARD)
    told = read_board(store, third).to_json()
    assert card not in str(told)
    assert told["now"] == [CARD.to_json()]
    assert told["last_time"] == []
    assert [each["session"] for each in told["follow_through"]] == ["Last time", "2 sessions ago"]
    assert [each["kept"] for each in told["follow_through"]] == [0, 1]


def test_where_a_board_is_logged_it_shows_no_word_of_a_card(store: Store) -> None:
    code = begin(store)
    store.add_commitment(code, CARD)
    assert "Ada" not in repr(read_board(store, code))
