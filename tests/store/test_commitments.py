"""Signed cards in the store: apart, in no order, gone when they are taken away."""

from __future__ import annotations

from pathlib import Path

import pytest

from kit.errors import NotFoundError, PhaseError, ResponseError
from kit.session.commitments import Commitment, FollowThrough, State
from kit.store import Store
from kit.store import commitments as cards
from kit.views.cards import read_board
from tests.store.sample import find_bytes

CARD = Commitment("Ada", "ask-before-i-assume", "Friday", "Ben")


def begin(store: Store, follows: str | None = None) -> str:
    return store.add_session("Team", [], follows=follows).code


def test_a_signed_card_is_kept_and_told(store: Store) -> None:
    code, heard = begin(store), []
    stop = store.notices.listen(lambda *notice: heard.append(notice))
    card_id = store.add_commitment(code, CARD)
    assert store.list_commitments(code) == {card_id: CARD}
    assert heard == [(code, "commitments")]
    stop()


def test_cards_lie_in_an_order_left_to_chance(store: Store) -> None:
    code = begin(store)
    signed = [store.add_commitment(code, CARD) for _ in range(12)]
    assert list(store.list_commitments(code)) == sorted(signed) != signed


def test_nothing_is_signed_once_a_session_has_ended(store: Store) -> None:
    code = begin(store)
    store.end_session(code)
    with pytest.raises(PhaseError, match="has ended"):
        store.add_commitment(code, CARD)


def test_a_session_holds_so_many_cards_and_no_more(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cards, "MAX_CARDS", 2)
    code, other = begin(store), begin(store)
    for _ in range(2):
        store.add_commitment(code, CARD)
    with pytest.raises(ResponseError, match="no more fit"):
        store.add_commitment(code, CARD)
    store.add_commitment(other, CARD)


def test_the_session_that_follows_marks_what_became_of_the_cards(store: Store) -> None:
    first = begin(store)
    second = begin(store, follows=first)
    third = begin(store, follows=second)
    old, last = store.add_commitment(first, CARD), store.add_commitment(second, CARD)
    store.mark_commitment(second, old, State.KEPT)
    store.mark_commitment(third, last, State.DROPPED)
    with pytest.raises(NotFoundError, match="not there any more"):
        store.mark_commitment(third, old, State.DROPPED)  # not of last time
    board = read_board(store, third)
    assert (board.now, board.last) == ({}, {last: CARD.mark(State.DROPPED)})
    assert board.told == (FollowThrough(dropped=1), FollowThrough(kept=1))
    store.mark_commitment(third, last, State.OPEN)
    assert read_board(store, third).last == {last: CARD}


def test_a_card_that_is_taken_away_is_in_no_file_any_more(path: Path, store: Store) -> None:
    code, other = begin(store), begin(store)
    card_id = store.add_commitment(code, CARD)
    kept = store.add_commitment(code, Commitment("Ben", "stay", "May", "Ada"))
    assert find_bytes(path, [b"ask-before-i-assume"])
    with pytest.raises(NotFoundError):
        store.take_away_commitment(other, card_id)
    store.take_away_commitment(code, card_id)
    assert list(store.list_commitments(code)) == [kept]
    assert find_bytes(path, [b"ask-before-i-assume"]) == []
    with pytest.raises(NotFoundError, match="not there any more"):
        store.take_away_commitment(code, card_id)


def test_a_session_follows_only_one_that_is_there(store: Store) -> None:
    with pytest.raises(NotFoundError, match="no earlier session with this code in"):
        begin(store, follows="BCDFGH")
    assert store.list_sessions() == []
    first = begin(store)
    assert store.get_session(begin(store, follows=first)).follows == first


def test_a_later_session_goes_on_when_the_earlier_one_is_purged(path: Path, store: Store) -> None:
    first = begin(store)
    second = begin(store, follows=first)
    store.add_commitment(first, CARD)
    own = store.add_commitment(second, Commitment("Ben", "stay", "May", "Ada"))
    assert store.purge_session(first)
    assert find_bytes(path, [b"ask-before-i-assume", first.encode()]) == []
    assert store.get_session(second).follows is None
    board = read_board(store, second)
    assert (list(board.now), dict(board.last), board.told) == ([own], {}, ())
    store.add_commitment(second, CARD)
