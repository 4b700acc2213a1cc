"""What the widgets of all seats have to say leaves together, in few messages.

A message between two processes costs the same however little it says, and a press of Send changes
half a dozen traits, a result those of every phone. So changes wait until the kernel is done with
what it does, a page's message or a notice, and go to the server as one. What is the same for many
seats is written once.
"""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from jupyter_client.jsonutil import json_clean

from kit.room.protocol import CHANGES
from kit.room.surrogates import mend
from kit.room.traits import RULES

MOST = 64  # changes that wait: the server passes them on while the kernel makes the next ones


@dataclass
class Change:
    """A widget's message to its page.

    Attributes:
        seat: Handle of its seat.
        comm: Its comm.
        data: What it says.
        rule: Name of the widget's rules, where they may have changed; "" otherwise.
    """

    seat: str
    comm: str
    data: dict[str, Any]
    rule: str = ""

    def take_in(self, other: Change) -> bool:
        """Say what another one says as well, if both set traits of the same widget."""
        if (self.seat, self.comm) != (other.seat, other.comm):
            return False
        if not (_is_plain(self.data) and _is_plain(other.data)):
            return False
        state = {**self.data["state"], **other.data["state"]}
        self.data = {**self.data, "state": state}
        self.rule = other.rule or self.rule
        return True


class Outbox:
    """The changes of this process that wait to be sent; closed until it has somewhere to send them.

    It may be used from any thread. Where no event loop runs, nothing waits.
    """

    def __init__(self) -> None:
        self._send: Callable[[dict[str, Any]], None] | None = None
        self._waiting: list[Change] = []
        self._planned: asyncio.Handle | None = None
        self._lock = threading.RLock()

    def __repr__(self) -> str:
        return f"<Outbox with {len(self._waiting)} changes>"

    @property
    def is_open(self) -> bool:
        """Whether changes can be sent through it."""
        return self._send is not None

    def open(self, send: Callable[[dict[str, Any]], None]) -> None:
        """Send changes from now on.

        Args:
            send: Sends {"changes": [[handle, comm, number of its text, name of its rules], ...],
                "texts": what they say, as JSON, "rules": rules that are new}.
        """
        self._send = send

    def close(self) -> None:
        """Send what waits, and nothing after it."""
        self.flush()
        self._send = None

    def add(self, change: Change) -> None:
        """Let a change leave with the others of this moment.

        Raises:
            ValueError: It cannot be written as JSON.
        """
        change.data = json_clean(change.data)
        with self._lock:
            if not (self._waiting and self._waiting[-1].take_in(change)):
                self._waiting.append(change)
            if len(self._waiting) >= MOST or not self._plan():
                self.flush()

    def flush(self) -> None:
        """Send what waits: what is said next must not come before it."""
        with self._lock:
            if self._planned is not None:
                self._planned.cancel()
                self._planned = None
            waiting, self._waiting = self._waiting, []
            if not waiting or self._send is None:
                return
            bundle = pack(waiting)
            try:
                self._send(bundle)
            except UnicodeEncodeError:
                self._send(mend(bundle))

    def _plan(self) -> bool:
        """Have it emptied when the loop of this thread is done with what it does."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return False
        if self._planned is None:
            self._planned = loop.call_soon(self.flush)
        return True


def pack(changes: list[Change]) -> dict[str, Any]:
    """Changes as they are sent: each text once, however many seats it is for."""
    numbers: dict[str, int] = {}
    entries = []
    for each in changes:
        text = json.dumps(each.data, ensure_ascii=False, separators=(",", ":"))
        number = numbers.setdefault(text, len(numbers))
        entries.append([each.seat, each.comm, number, each.rule])
    return {CHANGES: entries, "texts": list(numbers), "rules": RULES.tell()}


def _is_plain(data: dict[str, Any]) -> bool:
    """Whether a message sets traits, none of them binary."""
    return data.get("method") == "update" and not data.get("buffer_paths") and "state" in data


OUTBOX = Outbox()
"""That of this process."""
