"""What a press in the run-sheet's row does, and what it is told of the round."""

from __future__ import annotations

from typing import Any

import pytest

from kit.gate.publication import submit
from kit.gate.unseen import leave_unseen
from kit.session.session import Phase
from kit.widgets.next_row import NextRow
from tests.console.desk import Desk
from tests.pages import find
from tests.store.sample import add_seats


def get_row(desk: Desk) -> Any:
    (row,) = find(desk.console, NextRow)
    return row


def test_a_press_starts_the_talk_that_the_row_names(desk: Desk) -> None:
    row = get_row(desk)
    row._handle_custom_msg({"do": "talk", "turns": 3, "seconds": 90}, [])
    talk = desk.view.round.talk
    assert talk is not None
    assert [round(end - talk.ends[0]) for end in talk.ends] == [0, 90, 180]
    desk.console.follow(desk.view)
    assert row.ends_at == talk.ends[-1]


def test_a_press_draws_pairs(desk: Desk) -> None:
    heard: list[str] = []
    desk.store.notices.listen(lambda _code, what: heard.append(what))
    get_row(desk)._handle_custom_msg({"do": "pairs"}, [])
    assert heard == ["pairs"]


@pytest.mark.parametrize(
    "content",
    [
        "pairs",
        {},
        {"do": "deal"},  # no names are dealt here
        {"do": "talk"},
        {"do": "talk", "turns": "2", "seconds": 60},
        {"do": "talk", "turns": True, "seconds": 60},
        {"do": "talk", "turns": 99, "seconds": 60},
    ],
)
def test_what_no_page_of_ours_sends_does_nothing(desk: Desk, content: Any) -> None:
    get_row(desk)._handle_custom_msg(content, [])
    assert desk.view.round.talk is None


def test_it_goes_by_the_phase_and_leaves_with_the_exercise(desk: Desk) -> None:
    row = get_row(desk)
    assert (row.phase, row.shown) == ("prepare", True)
    while desk.phase is not Phase.DONE:
        desk.press()
    assert not row.shown


def get_phase(desk: Desk) -> Phase:
    return desk.phase


def go_to(desk: Desk, phase: Phase) -> None:
    while get_phase(desk) is not phase:
        desk.press()


@pytest.mark.parametrize("unseen", [False, True])
def test_to_pictures_of_a_result_that_was_left_unseen_nobody_turns(
    desk: Desk, unseen: bool
) -> None:
    row = get_row(desk)
    go_to(desk, Phase.OPEN)
    for token in add_seats(desk.store, desk.round.code, 12):
        submit(desk.store, desk.round.id, token, {"safe": 4})
    go_to(desk, Phase.CLOSED)
    assert not row.turns
    if unseen:
        leave_unseen(desk.store, desk.view.round.id)
        desk.console.follow(desk.view)
    else:
        desk.press()
    assert get_phase(desk) is Phase.REVEALED
    assert row.turns is not unseen
