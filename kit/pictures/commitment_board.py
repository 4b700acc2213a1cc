"""The cards a notebook puts on the page: those of now, and those of last time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any, Protocol

from kit.errors import KitError
from kit.language import N_, NP_, _, pgettext
from kit.session.commitments import Commitment, State, describe_follow_through, name_sessions
from kit.views.cards import Board
from kit.widgets.callbacks import guard
from kit.widgets.commitment_board import CommitmentBoard

NOW, LAST = N_("What we sign today"), N_("Last time we signed")
EMPTY = N_("The cards appear here as they are signed.")
MARKS = {
    State.KEPT.value: NP_("button", "Kept"),
    State.CHANGED.value: NP_("button", "Changed"),
    State.DROPPED.value: NP_("button", "Dropped"),
}
TAKE_AWAY = NP_("button", "Take away")


class Cards(Protocol):
    """Signed cards that can be followed and, by the facilitator, handled, as `room.cards`."""

    @property
    def steers(self) -> bool:
        """Whether this page may mark cards and take them away."""

    def watch(self, watcher: Callable[[Any], None]) -> Callable[[], None]:
        """Call `watcher` at once and after every change, until the returned function is called."""

    def mark(self, card_id: str, state: State) -> None:
        """Keep what became of a card of last time."""

    def take_away(self, card_id: str) -> None:
        """Erase a card of this session."""


def commitment_board(cards: Cards) -> CommitmentBoard:
    """The cards that are signed now, as they come. The facilitator can take each away.

    Args:
        cards: The room's signed cards, `room.cards`.
    """
    return _build_board(
        cards,
        _label({"take-away": TAKE_AWAY}),
        _read_now,
        lambda card_id, _act: cards.take_away(card_id),
    )


def last_time(cards: Cards, *, without: str = "") -> CommitmentBoard:
    """The cards of the session before, and what became of all earlier ones.

    The facilitator marks each as kept, changed or dropped. It takes no space where this session
    follows none, or nothing was signed then, unless there is something to say then.

    Args:
        cards: The room's signed cards, `room.cards`.
        without: What stands on the screen where there are no cards of last time; "" for nothing.
    """
    return _build_board(
        cards,
        _label(MARKS),
        lambda board: _read_last(board, without),
        lambda card_id, act: cards.mark(card_id, State(act)),
    )


def _label(acts: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"act": act, "label": pgettext("button", label)} for act, label in acts.items()]


def _build_board(
    cards: Cards,
    acts: list[dict[str, str]],
    read: Callable[[Board], Mapping[str, Any]],
    act: Callable[[str, str], None],
) -> CommitmentBoard:
    board = CommitmentBoard(acts=acts if cards.steers else [])

    def press(_board: Any, wish: Mapping[str, Any], _buffers: Any) -> None:
        board.warning = ""
        act(str(wish["id"]), str(wish["act"]))

    def warn(error: KitError) -> None:
        board.warning = str(error)

    board.on_msg(guard(press, warn))
    board.follow(cards, read)
    return board


def _read_now(board: Board) -> dict[str, Any]:
    return {
        "title": _(NOW),
        "cards": [list_card(card_id, card) | {"state": ""} for card_id, card in board.now.items()],
        "note": "",
        "message": _(EMPTY),
        "warning": "",
    }


def _read_last(board: Board, without: str) -> dict[str, Any]:
    if not board.last:
        nothing = {"title": _(LAST) if without else "", "cards": [], "note": "", "sessions": []}
        return {**nothing, "message": without, "speaks": bool(without)}
    return {
        "title": _(LAST),
        "cards": [list_card(card_id, card) for card_id, card in board.last.items()],
        "note": describe_follow_through(board.told[0]),
        "message": "",
        "speaks": False,
        "warning": "",
        "sessions": [
            {"label": name, **asdict(told)}
            for name, told in zip(name_sessions(len(board.told)), board.told, strict=True)
            if told.count
        ],
    }


def list_card(card_id: str, card: Commitment) -> dict[str, str]:
    """A card as plain values, for a page."""
    return {"id": card_id, **card.to_json()}
