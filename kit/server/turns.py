"""Whose frame the kernel works on next: one of each seat at a time, at a steady pace.

A seat's frames wait here until its turn comes. What the kernel has to say to it meanwhile waits
too, and goes down at the end of the turn. A turn takes `TURN` seconds or a multiple of it, so that
nobody can read from their own echoes how long the kernel was busy with somebody else. A few frames
have room in one turn: the last word and the press on Send. A seat that has spent its share of the
kernel's time waits longer; the others do not wait for it.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from kit.server.budget import KERNEL_FAULT
from kit.server.line import Browser, Line, build_idle_frame
from kit.server.relay import Upward

TURN = 0.04  # seconds: more than an answer takes, and less than a person notices
MOST_IN_TURN = 4  # frames
MOST_WAITING = 400  # frames of one seat
MOST_WAITING_BYTES = 1_000_000
TOO_MANY = "Too many messages at once."
FAULTY = "This page keeps sending what its form cannot take. Load it again."

Admit = Callable[[Line, Browser, "str | bytes"], Upward | None]


@dataclass(eq=False, repr=False)
class Turn:
    """Where a seat's frames stand.

    Attributes:
        line: The line to the seat.
        waiting: Frames whose turn has not come.
        size: How long they are together.
        message: Id of the frame that the kernel works on; "" for none.
        asked: Whose frame that is, and its number.
        count: How many frames this turn has had.
        began: When the turn began; 0 between two turns.
        held: What goes down at its end, and to whom.
        next: Runs until the turn ends, or until the next one may begin.
        faulty: Whether the kernel has met a fault in this turn.
    """

    line: Line
    waiting: deque[tuple[Browser, str | bytes]] = field(default_factory=deque)
    size: int = 0
    message: str = ""
    asked: tuple[Browser, int] | None = None
    count: int = 0
    began: float = 0.0
    held: list[tuple[str, list[Browser]]] = field(default_factory=list)
    next: asyncio.TimerHandle | None = None
    faulty: bool = False

    def __repr__(self) -> str:
        return f"<Turn with {len(self.waiting)} waiting>"


class Turns:
    """The seats of one kernel that have something to say.

    Args:
        admit: Says whether a frame is passed up; answers it itself where it is not.
        send: Passes it up; gives the id of the kernel's message.
    """

    def __init__(self, admit: Admit, send: Callable[[Upward], str]) -> None:
        self._admit, self._send = admit, send
        self._turns: dict[Line, Turn] = {}
        self._by_message: dict[str, Turn] = {}
        self._busy_since: dict[str, datetime] = {}

    def __len__(self) -> int:
        return len(self._turns)

    def add(self, line: Line, browser: Browser, frame: str | bytes) -> None:
        """Take a frame in; one too many closes its browser's connection with a reason."""
        turn = self._turns.setdefault(line, Turn(line))
        if len(turn.waiting) >= MOST_WAITING or turn.size > MOST_WAITING_BYTES:
            browser.dismiss(TOO_MANY, again=True)
            return
        turn.waiting.append((browser, frame))
        turn.size += len(frame)
        if not turn.began and turn.next is None:
            self._begin(turn)
        elif turn.began and not turn.message and turn.count < MOST_IN_TURN:
            self._go_on(turn)

    def tell(self, line: Line, frame: str) -> None:
        """Send a frame to every page of a seat, at the end of its turn where it has one."""
        turn = self._turns.get(line)
        if turn is None or not turn.began:
            line.tell(frame)
        else:
            turn.held.append((frame, list(line.browsers)))

    def hear(self, status: Mapping[str, Any]) -> None:
        """The kernel begins to work on a message, or is done with it."""
        message = str(status["parent_header"].get("msg_id", ""))
        turn = self._by_message.get(message)
        if turn is None:
            return
        date, state = status["header"]["date"], status["content"].get("execution_state")
        if state == "busy":
            self._busy_since[message] = date
        elif state == "idle":
            began = self._busy_since.pop(message, date)
            turn.line.budget.spend((date - began).total_seconds())
            del self._by_message[message]
            turn.message = ""
            assert turn.asked is not None  # whatever the kernel works on was asked by somebody
            browser, number = turn.asked
            turn.held.append((build_idle_frame(number), [browser]))
            if not turn.faulty:
                turn.line.budget.add_success()
            self._go_on(turn)

    def hear_fault(self, line: Line) -> None:
        """The kernel has met a fault while it worked on a frame of this seat's."""
        turn = self._turns.get(line)
        if turn is not None:
            turn.faulty = True
        self.count_fault(line, KERNEL_FAULT)

    def count_fault(self, line: Line, weight: float = 1.0) -> None:
        """Count a fault; one too many closes the seat's connections with a reason."""
        if line.budget.add_fault(weight):
            line.dismiss(FAULTY, again=True)
            if turn := self._turns.get(line):
                turn.waiting.clear()
                turn.size = 0

    def clear(self) -> None:
        """The kernel has gone, and with it what it was working on."""
        for turn in self._turns.values():
            if turn.next is not None:
                turn.next.cancel()
        self._turns.clear()
        self._by_message.clear()
        self._busy_since.clear()

    def _begin(self, turn: Turn) -> None:
        """Begin the next turn of a seat, now or when others have had their share."""
        turn.next = None
        if not turn.waiting:
            del self._turns[turn.line]
            return
        wait = turn.line.budget.measure_wait()
        if wait:
            turn.next = asyncio.get_running_loop().call_later(wait, self._begin, turn)
            return
        turn.began, turn.count = time.monotonic(), 0
        self._go_on(turn)

    def _go_on(self, turn: Turn) -> None:
        """Pass the next frame of this turn up; without one, or with too many, wait for its end."""
        if turn.next is not None:
            turn.next.cancel()
        while turn.waiting and turn.count < MOST_IN_TURN and not turn.line.budget.measure_wait():
            browser, frame = turn.waiting.popleft()
            turn.size -= len(frame)
            turn.count += 1
            turn.faulty = False
            began = time.monotonic()
            upward = self._admit(turn.line, browser, frame)
            turn.line.budget.spend(time.monotonic() - began)
            if upward is not None:
                turn.message = self._send(upward)
                self._by_message[turn.message] = turn
                turn.asked = browser, upward.id
                return
        self._plan_end(turn)

    def _plan_end(self, turn: Turn) -> None:
        spent = time.monotonic() - turn.began
        left = TURN * max(1, math.ceil(spent / TURN)) - spent
        turn.next = asyncio.get_running_loop().call_later(left, self._end, turn)

    def _end(self, turn: Turn) -> None:
        turn.began = 0.0
        held, turn.held = turn.held, []
        for frame, browsers in held:
            for browser in browsers:
                browser.tell(frame)
        self._begin(turn)
