"""The facilitator's look at the sentences before the room sees them."""

from __future__ import annotations

import pytest

from kit.console.console import Console
from kit.exercise.exercise import Exercise
from kit.exercise.scale import Scale
from kit.exercise.text import Text
from kit.gate.publication import submit
from kit.session.session import Phase
from kit.store import Store
from kit.widgets.text_desk import TextDesk
from tests.console.desk import Desk
from tests.pages import (
    find,
    read_notes,
)
from tests.store.sample import add_seats


def let_write(desk: Desk, count: int, ticked: int) -> None:
    """Open the round; people write, and some of them allow that it is shown."""
    while desk.phase is not Phase.OPEN:
        desk.press()
    for place, token in enumerate(add_seats(desk.store, desk.round.code, count)):
        words = {"text": f"words {place}", "share": place < ticked}
        submit(desk.store, desk.round.id, token, {"safe": 3, "story": words})


def find_desk(console: Console) -> list[TextDesk]:
    """The list of sentences, where it is on the page."""
    return find(console, TextDesk)


def send(console: Console, **wish: object) -> None:
    """Press a button of the list, as a browser sends it."""
    find_desk(console)[0]._handle_custom_msg(wish, [])


def test_sentences_are_folded_away_until_the_close(desk: Desk) -> None:
    assert find_desk(desk.console) == []
    let_write(desk, 9, ticked=9)
    assert find_desk(desk.console) == []
    desk.press()
    (listed,) = find_desk(desk.console)
    assert listed.title == "What happened?"
    assert len(listed.items) == 9
    assert not any(item["shown"] for item in listed.items)
    assert "appears with the reveal" in listed.note


def test_a_sentence_is_shown_and_hidden_with_a_press(desk: Desk) -> None:
    let_write(desk, 9, ticked=8)
    desk.press()
    ids = [item["id"] for item in find_desk(desk.console)[0].items]
    for wish, shown in (({"ids": ids, "shown": True}, 8), ({"ids": ids[:3], "shown": False}, 5)):
        send(desk.console, **wish)
        desk.console.follow(desk.view)
        assert sum(item["shown"] for item in find_desk(desk.console)[0].items) == shown
    send(desk.console, ids=[999], shown=True)
    assert read_notes(desk.console) == ["9 answers"]


@pytest.mark.parametrize(
    "ticked",
    [7, 1, 0],
)
def test_why_there_is_no_sentence_is_told_after_the_close_and_never_how_many_there_were(
    desk: Desk, ticked: int
) -> None:
    let_write(desk, 9, ticked)
    assert find_desk(desk.console) == []
    desk.press()
    (listed,) = find_desk(desk.console)
    assert listed.note.startswith(
        "Fewer than 8 of the written answers may be shown, and it takes 8"
    )
    assert listed.items == []


def test_where_nothing_is_shown_the_number_of_sentences_is_not_told_either(desk: Desk) -> None:
    let_write(desk, 4, ticked=4)
    desk.press()
    (listed,) = find_desk(desk.console)
    assert listed.note.startswith("Too few answered")
    assert "4" not in listed.note


def test_without_a_sentence_to_show_there_is_no_list(store: Store) -> None:
    exercise = Exercise("any", prompts=[Text("own", "For yourself?", may_be_shown=False)])
    desk = Desk(store, exercise)
    desk.press()
    desk.press()
    assert desk.phase is Phase.CLOSED
    assert find_desk(desk.console) == []


@pytest.mark.parametrize("count", [4, 6])
def test_of_a_question_that_is_left_out_no_sentence_is_spoken_of(store: Store, count: int) -> None:
    """Nobody was asked for one, so none is erased for having too few beside it."""
    asked = [Scale("safe", "How safe?"), Text("story", "What happened?", least=8)]
    desk = Desk(store, Exercise("small", prompts=asked))
    tokens = add_seats(store, desk.round.code, count)
    desk.press()
    for token in tokens:
        submit(store, desk.round.id, token, {"safe": 3})
    desk.press()
    assert desk.view.withheld is (count < 5)
    assert find_desk(desk.console) == []
