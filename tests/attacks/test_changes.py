"""What a careless or hostile notebook does in a room's kernel reaches no other seat.

A phone's page waits for the kernel to be done with its frame, and a server for its answer: both
come, whatever a notebook's code raises and whatever its widgets hold.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from kit.server.kernels.room_process import CallFailed, RoomKernel
from kit.server.relay.filter import Change
from tests.exercises import code, list_cells
from tests.room.test_room_kernel import Play, find_owner, house, kernel, play

__all__ = ["house", "kernel", "play"]  # fixtures

WIDGETS = """\
import asyncio, ipywidgets, threading, traitlets
class Odd(ipywidgets.DOMWidget):
    value = traitlets.Any().tag(sync=True)
    mark = traitlets.Unicode().tag(sync=True)
odds.append(odd := Odd())
named = ipywidgets.Text(description="what")
button = ipywidgets.Button(description="press")
def press(_):
    odd.mark = named.value
    exec(named.value)
button.on_click(press)
display(odd, named, button)"""
NOBODYS = code("odds = []")
ODD = code(WIDGETS, "participant")
RAISED = ("asyncio.CancelledError", "GeneratorExit", "KeyboardInterrupt", "SystemExit")


def find(page: dict[str, Any], description: str) -> str:
    """The id of the widget of that description."""
    (found,) = [
        key
        for key, model in page["state"].items()
        if model["state"].get("description") == description
    ]
    return str(found)


def press(played: Play, page: dict[str, Any], words: str) -> list[dict[str, Any]]:
    """Have a page's seat run something; gives all that is said until its page may go on."""
    played.listen()
    state = {"method": "update", "state": {"value": words}, "buffer_paths": []}
    played.kernel.send(find(page, "what"), state, [])
    click = {"method": "custom", "content": {"event": "click"}}
    last = played.kernel.send(find(page, "press"), click, [])
    heard = played.house.messages

    def is_idle() -> bool:
        return any(
            each["parent_header"].get("msg_id") == last
            and each["content"].get("execution_state") == "idle"
            for each in heard
        )

    played.house.wait_until(is_idle)
    said = list(heard)
    assert said[-1]["content"].get("execution_state") == "idle"
    return [each for each in said if each["header"]["msg_type"].startswith("comm_")]


def list_states(said: list[dict[str, Any]]) -> list[tuple[str, dict[str, Any]]]:
    """Whose widgets set what, without the echoes."""
    told = [(find_owner(each), each["content"].get("data", {})) for each in said]
    return [(owner, data["state"]) for owner, data in told if data.get("method") == "update"]


def test_whatever_a_callback_raises_what_it_said_before_comes_and_the_page_goes_on(
    play: Callable[..., Play],
) -> None:
    played = play([*list_cells(), NOBODYS, ODD])
    one, _other = played.sit("h1", "h2")
    for raised in (*RAISED, "ValueError"):
        words = f"raise {raised}"
        said = press(played, one, words)
        assert list_states(said) == [("h1", {"mark": words})]
        assert any(each["metadata"].get("fault") for each in said) or raised == "SystemExit"
    assert played.call("ping")["seats"] == 2


@pytest.mark.parametrize("raised", RAISED)
def test_whatever_a_cell_raises_who_waits_for_its_page_is_told(
    play: Callable[..., Play], raised: str
) -> None:
    played = play([*list_cells(), code(f"import asyncio\nraise {raised}", "participant")])
    kind = raised.rpartition(".")[2]
    with pytest.raises(CallFailed, match=rf"^{kind} in jar\.ipynb, cell 10, line 2$"):
        played.sit("h1")
    with pytest.raises(CallFailed, match=kind):
        play([*list_cells(), code(f"import asyncio\nraise {raised}")])
    assert played.call("ping")["seats"] == 0


@pytest.mark.parametrize("value", ["object()", "10**5000", "{'a': [object()]}"])
def test_a_page_that_cannot_be_written_is_told_by_the_trait_and_not_kept(
    play: Callable[..., Play], value: str
) -> None:
    played = play([*list_cells(), NOBODYS, ODD, code(f"odd.value = {value}", "participant")])
    with pytest.raises(CallFailed, match=r"^ValueError in Odd\.value$"):
        played.sit("h1")
    assert played.call("ping")["seats"] == 0


def test_a_seat_that_changes_and_closes_the_widgets_of_others_tells_each_its_own_in_order(
    play: Callable[..., Play],
) -> None:
    """The names of a shared cell are everybody's, so a notebook can do this."""
    played = play([*list_cells(), NOBODYS, ODD])
    one, two = played.sit("h1", "h2")
    words = (
        "for odd in odds: odd.value = 1\n"
        "other = odds[-1]\n"
        "other.value = b'binary'\n"
        "other.mark = 'last'\n"
        "kept = other.comm; other.close()\n"
        "threading.Thread(target=lambda: setattr(odds[0], 'mark', 'thread')).start()"
    )
    said = press(played, one, words)
    played.call("ping")
    theirs = [each for each in said if find_owner(each) == "h2"]
    kinds = [each["header"]["msg_type"] for each in theirs]
    assert kinds == ["comm_msg", "comm_msg", "comm_msg", "comm_close"]
    data = [each["content"].get("data", {}) for each in theirs]
    assert [each.get("buffer_paths") for each in data] == [[], [["value"]], [], None]
    assert data[0]["state"] == {"value": 1}
    assert data[2]["state"] == {"mark": "last"}
    mine = {each["content"]["comm_id"] for each in said if find_owner(each) == "h1"}
    assert mine <= one["state"].keys()
    assert {each["content"]["comm_id"] for each in theirs} <= two["state"].keys()


def test_a_change_that_cannot_be_passed_on_takes_no_other_with_it() -> None:
    heard: list[Change] = []

    def hear(change: Change) -> None:
        if change.seat == "broken":
            raise RuntimeError
        heard.append(change)

    kernel = RoomKernel(lambda _message: None, hear, lambda: None)
    entries = [["anna", "a", 0, ""], ["broken", "b", 0, ""], ["ben", "c", 0, ""]]
    kernel._settle({"changes": entries, "texts": ["{}"], "rules": {}})
    assert [each.seat for each in heard] == ["anna", "ben"]
    asyncio.run(kernel.stop())
