"""A seat's card and the room's board, in a real kernel: who may do what, and who learns of it."""

# Holds kit/pictures/commitment_board.py too: it is a board that follows a room's cards.

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ipywidgets import Button

from kit.errors import RoleError
from kit.forms.commitment_card import MOST_CARDS, SIGN, Card
from kit.forms.signed_card import ANOTHER, TAKEN_AWAY
from kit.pictures.commitment_board import EMPTY, commitment_board, last_time
from kit.room.context import KernelContext
from kit.room.ownership import Seat, acting
from kit.room.room import Room
from kit.session.commitments import Commitment, State
from kit.session.session import Role, Round
from kit.store import Store
from tests.pages import fill, find, read_errors, read_markup, read_notes
from tests.room.conftest import NearKernel
from tests.store.sample import EXERCISE, find_bytes

WORDS = {"what": "ask early", "by": "Friday", "notice": "Ben", "owner": "Ada <b>L.</b>"}
TOKEN = "the-secret-of-a-seat"


@pytest.fixture
def enter(store: Store, prepared: Round) -> Iterator[Any]:
    rooms: list[Room] = []

    def build(role: Role) -> Room:
        place = KernelContext(prepared.code, role, "", "", "jar.ipynb", prepared.id)
        rooms.append(Room(store, place, EXERCISE))
        return rooms[-1]

    yield build
    for room in rooms:
        room.results.close()
        room.cards.close()


def write(card: Card, **words: str) -> None:
    for name, text in (WORDS | words).items():
        fill(card, f"commitment-{name}", value=text)


def find_button(card: Card, words: str) -> Button:
    return next(each for each in find(card, Button) if each.description == words)


def test_a_seat_signs_takes_back_and_signs_again(
    enter: Any, kernel: NearKernel, store: Store, prepared: Round, tmp_path: Path
) -> None:
    room = enter(Role.PARTICIPANT)
    seats = [Seat("one", TOKEN, built=True), Seat("two", "another-secret", built=True)]
    cards = []
    for seat in seats:
        with acting(seat):
            cards.append(room.commitments())
    assert "carries your name" in read_markup(cards[0])
    write(cards[0])
    kernel.listen()
    kernel.click(find_button(cards[0], SIGN))
    assert {message.seat for message in kernel.listen()} == {"one"}
    signed = store.list_commitments(prepared.code)
    assert [each.what for each in signed.values()] == ["ask early"]
    assert read_notes(cards[0]) == ["Signed. Everybody can read it on the screen."]
    assert "Ada &lt;b&gt;L.&lt;/b&gt;" in read_markup(cards[0])
    # Nothing leads from the card to the seat, not even a hash of it.
    assert find_bytes(tmp_path / "kit.db", [TOKEN.encode()]) == []

    kernel.click(find_button(cards[0], ANOTHER))
    assert read_notes(cards[0]) == []
    kernel.click(find_button(cards[0], "Take back"))
    assert store.list_commitments(prepared.code) == {}
    assert read_notes(cards[0]) == ["Taken back. The card is erased."]
    write(cards[0], what="x" * 150)
    kernel.click(find_button(cards[0], SIGN))
    assert "shorten this by 10" in read_errors(cards[0])["commitment-what"]
    assert store.list_commitments(prepared.code) == {}


def test_a_card_that_the_facilitator_takes_away_is_told_to_its_own_phone_alone(
    enter: Any, kernel: NearKernel, store: Store, prepared: Round
) -> None:
    room = enter(Role.PARTICIPANT)
    cards = []
    for token in ("one", "two"):
        with acting(Seat(token, token, built=True)):
            cards.append(room.commitments())
    for card, what in zip(cards, ("ask early", "listen"), strict=True):
        write(card, what=what)
        kernel.click(find_button(card, SIGN))
    ids = {each.what: card_id for card_id, each in store.list_commitments(prepared.code).items()}
    kernel.listen()
    enter(Role.FACILITATOR).cards.take_away(ids["ask early"])
    assert {message.seat for message in kernel.listen()} == {"one"}
    assert read_notes(cards[0]) == [TAKEN_AWAY.format(title="ask early")]
    assert read_notes(cards[1]) == ["Signed. Everybody can read it on the screen."]
    assert "ask early" not in read_markup(cards[0])
    kernel.click(find_button(cards[0], ANOTHER))
    assert read_notes(cards[0]) == []
    kernel.click(find_button(cards[1], "Take back"))
    assert read_notes(cards[1]) == ["Taken back. The card is erased."]


def test_a_page_signs_a_few_cards_and_no_more(
    enter: Any, kernel: NearKernel, store: Store, prepared: Round
) -> None:
    with acting(Seat("one", TOKEN)):
        card = enter(Role.PARTICIPANT).commitments()
    for _ in range(MOST_CARDS):
        write(card)
        kernel.click(find_button(card, SIGN))
        for again in [each for each in find(card, Button) if each.description == ANOTHER]:
            kernel.click(again)
    assert len(store.list_commitments(prepared.code)) == MOST_CARDS
    assert {each.description for each in find(card, Button)} == {"Take back"}


def test_the_board_follows_and_only_the_facilitator_has_buttons(
    enter: Any, store: Store, prepared: Round
) -> None:
    screen = commitment_board(enter(Role.SCREEN).cards)
    console = commitment_board(enter(Role.FACILITATOR).cards)
    assert (screen.cards, screen.message, screen.acts) == ([], EMPTY, [])
    card_id = store.add_commitment(prepared.code, Commitment("Ada", "ask", "Friday", "Ben"))
    assert [each["id"] for each in screen.cards] == [card_id]
    assert [each["label"] for each in console.acts] == ["Take away"]
    screen._handle_custom_msg({"id": card_id, "act": "take-away"}, [])
    assert "Only the facilitator" in screen.warning
    assert screen.cards
    console._handle_custom_msg({"id": card_id, "act": "take-away"}, [])
    assert (screen.cards, console.cards) == ([], [])


def test_last_time_takes_no_space_without_a_session_before(enter: Any) -> None:
    board = last_time(enter(Role.FACILITATOR).cards)
    assert (board.cards, board.message, board.sessions) == ([], "", [])


def test_without_cards_of_last_time_the_stage_has_the_words_that_were_given(
    enter: Any, store: Store
) -> None:
    words = "Nothing was signed last time."
    board = last_time(enter(Role.SCREEN).cards, without=words)
    assert (board.cards, board.message, board.speaks) == ([], words, True)
    assert board.title  # by it the facilitator turns to the words
    silent = last_time(enter(Role.SCREEN).cards)
    assert (silent.speaks, silent.title) == (False, "")
    earlier = store.add_session("Team", []).code
    store.add_commitment(earlier, Commitment("Ada", "ask", "Friday", "Ben"))
    code = store.add_session("Team", ["jar.ipynb"], follows=earlier).code
    current = store.add_round(code, "jar.ipynb")
    store.set_definition(current.id, EXERCISE)
    room = Room(store, KernelContext(code, Role.SCREEN, "", "", "", current.id), EXERCISE)
    there = last_time(room.cards, without=words)
    assert (there.message, there.speaks, len(there.cards)) == ("", False, 1)
    room.results.close()
    room.cards.close()


def test_the_facilitator_marks_what_became_of_last_times_cards(store: Store) -> None:
    earlier = store.add_session("Team", []).code
    card_id = store.add_commitment(earlier, Commitment("Ada", "ask", "Friday", "Ben"))
    code = store.add_session("Team", ["jar.ipynb"], follows=earlier).code
    current = store.add_round(code, "jar.ipynb")
    store.set_definition(current.id, EXERCISE)
    room = Room(store, KernelContext(code, Role.FACILITATOR, "", "", "", current.id), EXERCISE)
    board = last_time(room.cards)
    assert (board.note, board.cards[0]["state"]) == ("0 of 1 kept, 1 not told yet.", "open")
    board._handle_custom_msg({"id": card_id, "act": "kept"}, [])
    assert store.list_commitments(earlier)[card_id].state is State.KEPT
    assert (board.note, board.cards[0]["state"]) == ("1 of 1 kept.", "kept")
    assert [(each["label"], each["kept"]) for each in board.sessions] == [("Last time", 1)]
    room.results.close()
    room.cards.close()


def test_a_page_without_a_seat_has_no_card(enter: Any) -> None:
    with pytest.raises(RoleError, match=r"room.commitments\(\) belongs into a cell tagged"):
        enter(Role.SCREEN).commitments()
