"""The line to one seat, or to one page: its browsers, and what the relay has to know of it."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from kit.server.relay.budget import Budget
from kit.server.relay.filter import Refusal, Upward, check_upward
from kit.server.relay.traits import Unfit

PASSED = 1024  # more than wait at a time


class Browser(Protocol):
    """One open WebSocket."""

    def tell(self, frame: str) -> None:
        """Send a frame."""

    def dismiss(self, reason: str, *, again: bool) -> None:
        """Close with a reason; `again` tells the page whether to come back."""


@dataclass(eq=False)
class Channel:
    """The line to one seat.

    Attributes:
        token: The seat's secret; "" where there is no seat.
        handle: The seat's name between this server and the room kernel.
        language: Tag of the language that its reader has chosen; "" for the session's.
        owned: Ids of the comms the seat owns.
        gone: Ids of comms it owned before.
        passed: Marks of the last frames passed up, so that one sent twice acts once.
        seq: Number of the last message sent down; it begins anywhere, so that a page of another
            line is never taken for one of this.
        browsers: The open pages of this seat.
        taken: A browser has opened the line, at least once.
        rules: Names of the rules for what a page may write, by comm.
        budget: What this seat may cost.
        loading: Held while a page is made for it: one at a time.
        leaving: Runs while no page is open, until the seat's widgets are taken down.
    """

    token: str = field(default="", repr=False)
    handle: str = field(default_factory=lambda: secrets.token_hex(8))
    language: str = ""
    owned: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    seq: int = field(default_factory=lambda: secrets.randbelow(2**31))
    passed: deque[tuple[int, int | None]] = field(default_factory=lambda: deque(maxlen=PASSED))
    browsers: set[Browser] = field(default_factory=set)
    taken: bool = False
    leaving: asyncio.TimerHandle | None = field(default=None, repr=False)
    rules: dict[str, str] = field(default_factory=dict, repr=False)
    budget: Budget = field(default_factory=Budget, repr=False)
    loading: asyncio.Lock = field(default_factory=asyncio.Lock, repr=False)

    @property
    def is_untaken(self) -> bool:
        """Whether a form was made that nobody has taken, and waits to be taken down."""
        return not self.taken and self.leaving is not None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is kept for the seat: no widget, no page, nothing on its way."""
        return not (self.owned or self.browsers or self.leaving)

    def admit(self, browser: Browser, frame: str | bytes, *, ready: bool = True) -> Upward | None:
        """A browser's frame, if it is to be passed up now.

        One that no page of ours sends closes the browser's connection. One that was passed up
        before is answered here; while the kernel is not ready, it is left for the page to repeat.

        Raises:
            Unfit: A widget would not take what it says.
        """
        try:
            upward = check_upward(frame, self.owned, self.gone, self.rules)
        except Unfit as unfit:
            browser.tell(build_idle_frame(unfit.number))
            raise
        except Refusal as refusal:
            browser.dismiss(str(refusal), again=True)
            return None
        if upward is None:
            return None
        mark = (upward.id, hash(frame))
        if mark in self.passed or (upward.id, None) in self.passed:
            browser.tell(build_idle_frame(upward.id))
            return None
        if not ready:
            return None
        self.passed.append(mark)
        return upward

    def count(self, message: Mapping[str, Any]) -> None:
        """Count a kernel's comm message that belongs to this line."""
        kind, comm_id = message["header"]["msg_type"], message["content"]["comm_id"]
        if kind == "comm_open":
            self.owned.add(comm_id)
        elif kind == "comm_close":
            self.owned.discard(comm_id)
            self.gone.add(comm_id)
            self.rules.pop(comm_id, None)
        self.count_change(comm_id, message["metadata"].get("rule", ""))

    def count_change(self, comm_id: str, rule: str) -> None:
        """Count something that a widget says to its page, with the name of its rules, if any."""
        if rule:
            self.rules[comm_id] = rule
        self.seq += 1

    def forget_comms(self) -> None:
        """The seat's widgets have gone; a page made with them is out of date."""
        self.gone, self.owned = self.owned, set()
        self.rules.clear()
        self.seq += 1

    def forget_frames(self) -> None:
        """Keep the numbers of frames that were passed up, and no mark made of their content."""
        self.passed = deque(((number, None) for number, _ in self.passed), self.passed.maxlen)

    def tell(self, frame: str) -> None:
        """Send a frame to every page of the seat."""
        for browser in list(self.browsers):
            browser.tell(frame)

    def dismiss(self, reason: str, *, again: bool) -> None:
        """Close every page's connection with a reason."""
        for browser in list(self.browsers):
            browser.dismiss(reason, again=again)

    def stay(self) -> None:
        """Somebody has come: the widgets stay."""
        if self.leaving is not None:
            self.leaving.cancel()
            self.leaving = None


class UnderWay:
    """Frames that were passed up to a kernel and are not worked off yet."""

    def __init__(self) -> None:
        self._frames: dict[str, tuple[Browser, int]] = {}

    def __len__(self) -> int:
        return len(self._frames)

    def add(self, message_id: str, browser: Browser, number: int) -> None:
        """A frame was passed up under this id; `number` is its browser's own."""
        self._frames[message_id] = browser, number

    def finish(self, status: Mapping[str, Any]) -> str:
        """Tell the browser if a kernel's status message ends one of its frames.

        Returns:
            The id of what the kernel is done with; "" where it is not done.
        """
        if status["content"].get("execution_state") != "idle":
            return ""
        message_id = str(status["parent_header"].get("msg_id", ""))
        browser, number = self._frames.pop(message_id, (None, 0))
        if browser is not None:
            browser.tell(build_idle_frame(number))
        return message_id

    def drop(self, browser: Browser) -> None:
        """A browser has gone: nobody waits for its frames."""
        self._frames = {
            key: (each, number) for key, (each, number) in self._frames.items() if each != browser
        }

    def clear(self) -> None:
        """The kernel has gone, and with it what was under way."""
        self._frames.clear()


HELLO = json.dumps({"type": "hello"})
RELOAD = json.dumps({"type": "reload"})
RELOAD_NOW = json.dumps({"type": "reload", "now": True})
"""For a page behind which all is well: nothing has to come back first."""


def build_idle_frame(number: int) -> str:
    """A frame that tells a page that the kernel is done with one of its own."""
    return json.dumps({"type": "idle", "id": number})


def build_page_frame(page: dict[str, Any]) -> str:
    """A frame that swaps what an open page shows."""
    return json.dumps({"type": "page", "page": page}, separators=(",", ":"))
