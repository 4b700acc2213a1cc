"""What the widgets of all seats have to say leaves together, in few messages.

A message between two processes costs the same however little it says, and a press of Send changes
half a dozen traits, a result those of every phone. So changes wait until the kernel is done with
what it does, a page's message or a notice, and go to the server as one. What is the same for many
seats is written once.

How a seat's changes leave depends on that seat alone: neither their number nor the messages they
travel in say how much others had to say before.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kit.room.protocol import CHANGES
from kit.room.surrogates import mend
from kit.room.traits import RULES
from kit.room.written import write

MOST = 64  # changes that wait: the server passes them on while the kernel makes the next ones
MOST_SIGNS = 1_000_000  # in what they say
MOST_OF_ALL = 16 * MOST  # where the same few seats go on and on
MEMBERS = {"method", "state", "buffer_paths"}


@dataclass
class Change:
    """A widget's message to its page, written as it is said: what changes later is another one.

    Attributes:
        seat: Handle of its seat.
        comm: Its comm.
        state: The traits it sets, each as JSON; None where it does something else.
        other: All of it as JSON, where it does.
        rule: Name of the widget's rules, where they may have changed; "" otherwise.
    """

    seat: str
    comm: str
    state: dict[str, str] | None
    other: str = ""
    rule: str = ""

    @property
    def text(self) -> str:
        """What it says, as JSON."""
        if self.state is None:
            return self.other
        state = ",".join(f"{write(name)}:{value}" for name, value in self.state.items())
        return f'{{"method":"update","state":{{{state}}},"buffer_paths":[]}}'

    @property
    def values(self) -> set[str]:
        """The parts of what it says."""
        return {self.other, *(self.state or {}).values()}

    def take_in(self, other: Change) -> bool:
        """Say what another one says as well, if both set traits of the same widget."""
        if (self.seat, self.comm) != (other.seat, other.comm):
            return False
        if self.state is None or other.state is None:
            return False
        self.state = {**self.state, **other.state}
        self.rule = other.rule or self.rule
        return True


class Outbox:
    """The changes of this process that wait to be sent; closed until it has somewhere to send them.

    It may be used from any thread. Only in the one that has opened it something waits, and only
    while its event loop runs.
    """

    def __init__(self) -> None:
        self._send: Callable[[dict[str, Any]], None] | None = None
        self._waiting: list[Change] = []
        self._last: dict[str, Change] = {}  # of each seat
        self._said: set[str] = set()  # by those that wait
        self._planned = False
        self._thread = 0
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
        self._thread = threading.get_ident()

    def close(self) -> None:
        """Send what waits, and nothing after it."""
        self.flush()
        self._send = None

    def add(self, change: Change) -> None:
        """Let a change leave with the others of this moment."""
        with self._lock:
            last = self._last.get(change.seat)
            if last is None and self._is_full(change):
                self.flush()  # between two seats: what one has to say stays together
            self._said |= change.values
            if last is None or not last.take_in(change):
                self._waiting.append(change)
                self._last[change.seat] = change
            if len(self._waiting) >= MOST_OF_ALL or not self._plan():
                self.flush()

    def flush(self) -> None:
        """Send what waits: what is said next must not come before it."""
        with self._lock:
            waiting, self._waiting, self._last = self._waiting, [], {}
            self._said = set()
            if not waiting or self._send is None:
                return
            bundle = pack(waiting)
            try:
                self._send(bundle)
            except UnicodeEncodeError:
                self._send(mend(bundle))

    def _is_full(self, change: Change) -> bool:
        """Whether a change has no room beside those that wait; what they say has it."""
        if len(self._waiting) >= MOST:
            return True
        return not change.values <= self._said and sum(map(len, self._said)) >= MOST_SIGNS

    def _plan(self) -> bool:
        """Have it emptied when the kernel's loop is done with what it does.

        A notebook's thread may have a loop of its own, which may sleep or end: nobody else's
        changes wait for that one.
        """
        if threading.get_ident() != self._thread:
            return False
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return False
        if not self._planned:
            self._planned = True
            loop.call_soon(self._empty)
        return True

    def _empty(self) -> None:
        self._planned = False
        self.flush()


def describe_change(seat: str, comm: str, data: dict[str, Any], rule: str = "") -> Change:
    """A widget's message as a change.

    Raises:
        ValueError: It cannot be written as JSON.
    """
    if data.get("method") == "update" and data.keys() == MEMBERS and not data["buffer_paths"]:
        state = {str(name): write(value) for name, value in data["state"].items()}
        return Change(seat, comm, state, rule=rule)
    return Change(seat, comm, None, write(data), rule)


def pack(changes: list[Change]) -> dict[str, Any]:
    """Changes as they are sent: each text once, however many seats it is for."""
    numbers: dict[str, int] = {}
    entries = []
    for each in changes:
        number = numbers.setdefault(each.text, len(numbers))
        entries.append([each.seat, each.comm, number, each.rule])
    return {CHANGES: entries, "texts": list(numbers), "rules": RULES.tell()}


OUTBOX = Outbox()
"""That of this process."""
