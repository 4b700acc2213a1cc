"""Seats of a room that is open: what they send, and what they wait for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.processes import Server
from tests.server.visitor import Line, Visitor

Page = dict[str, Any]
Frame = dict[str, Any]
CLICK = {"method": "custom", "content": {"event": "click"}}


def open_round(server: Server) -> None:
    """Press "Open" on the facilitator's dashboard."""
    facilitator = Visitor(server)
    key = str(server.links["facilitator_url"]).removeprefix(server.origin)
    assert facilitator.get(key).status == 303
    path = f"/facilitate/{server.code}"
    page = facilitator.get(path).page
    with facilitator.open_page_line(path, page) as line:
        line.tell({"id": 1, "comm": find_button(page, "Open"), "data": CLICK})
        wait_for_idle(line, 1)


def find_comm(page: Page, fits: Callable[[Frame], bool]) -> str:
    """The comm of the first widget whose state fits."""
    return str(next(comm for comm, model in page["state"].items() if fits(model["state"])))


def find_text(page: Page) -> str:
    """The comm of the first text to write."""
    return find_comm(page, lambda state: "max_length" in state)


def find_button(page: Page, words: str = "Send") -> str:
    """The comm of a button."""
    return find_comm(page, lambda state: state.get("description") == words)


def make_update(comm: str, number: int, **state: Any) -> Frame:
    """A frame that sets traits."""
    return {"id": number, "comm": comm, "data": {"method": "update", "state": state}}


def make_click(page: Page, number: int, words: str = "Send") -> Frame:
    """A frame that presses a button."""
    return {"id": number, "comm": find_button(page, words), "data": CLICK}


def wait_for_idle(line: Line, number: int) -> None:
    """Wait until the kernel is done with a frame."""
    line.hear_until(lambda frame: frame == {"type": "idle", "id": number})


def says(frame: Any, words: str) -> bool:
    """Whether a frame shows something, words or markup."""
    if not isinstance(frame, dict) or frame.get("type") != "msg":
        return False
    state = frame["data"].get("state", {})
    return any(isinstance(value, str) and words in value for value in state.values())
