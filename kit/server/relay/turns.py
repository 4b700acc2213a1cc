"""Whose frame the kernel works on next: one of each seat at a time, at a steady pace.

A seat's frames wait here until its turn comes. What the kernel has to say to it meanwhile waits
too, and goes down at the end of the turn. A turn takes `TURN` seconds or a multiple of it, so that
nobody can read from their own echoes how long the kernel was busy with somebody else. A few frames
have room in one turn: the last word and the press on Send. A seat that has spent its share of the
kernel's time waits longer, and of those that do not wait the one that has spent least comes first.
While much of a seat's waits here, nothing more is read off its connections.
"""

from __future__ import annotations

import asyncio
import functools
import math
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from kit.language import N_
from kit.server.relay.budget import KERNEL_FAULT
from kit.server.relay.channel import Browser, Channel, build_idle_frame
from kit.server.relay.filter import Upward
from kit.server.relay.schedule import Schedule

TURN = 0.04  # seconds: more than an answer takes, and less than a person notices
MOST_IN_TURN = 4  # frames
MOST_WAITING = 100  # frames of one seat that are read before their turn
MOST_WAITING_BYTES = 64_000  # of them
FAULTY = N_("This page keeps sending what its form cannot take. Load it again.")

Admit = Callable[[Channel, Browser, "str | bytes"], Upward | None]


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
        asking: Whether it is in line for the kernel.
        room: Settled when more may be read; None while it may.
        faulty: Whether the kernel has met a fault in this turn.
    """

    line: Channel
    waiting: deque[tuple[Browser, str | bytes]] = field(default_factory=deque)
    size: int = 0
    message: str = ""
    asked: tuple[Browser, int] | None = None
    count: int = 0
    began: float = 0.0
    held: list[tuple[str, list[Browser]]] = field(default_factory=list)
    next: asyncio.TimerHandle | None = None
    asking: bool = False
    room: asyncio.Future[None] | None = None
    faulty: bool = False

    def __repr__(self) -> str:
        return f"<Turn with {len(self.waiting)} waiting>"

    @property
    def is_full(self) -> bool:
        """Whether enough waits here."""
        return len(self.waiting) >= MOST_WAITING or self.size >= MOST_WAITING_BYTES

    def pop(self) -> tuple[Browser, str | bytes]:
        """Take out the frame that came first."""
        browser, frame = self.waiting.popleft()
        self.size -= len(frame)
        if not self.is_full:
            self.let_in()
        return browser, frame

    def drop(self) -> None:
        """Leave what has come for its page to repeat."""
        self.waiting.clear()
        self.size = 0
        self.let_in()

    def let_in(self) -> None:
        """There is room again."""
        if self.room is not None and not self.room.done():
            self.room.set_result(None)
        self.room = None


class Turns:
    """The seats of one kernel that have something to say.

    Args:
        admit: Says whether a frame is passed up; answers it itself where it is not.
        send: Passes it up; gives the id of the kernel's message.
        schedule: Gives out the kernel's time.
    """

    def __init__(self, admit: Admit, send: Callable[[Upward], str], schedule: Schedule) -> None:
        self._admit, self._send, self._schedule = admit, send, schedule
        self._turns: dict[Channel, Turn] = {}
        self._by_message: dict[str, Turn] = {}
        self._busy_since: dict[str, datetime] = {}

    def __len__(self) -> int:
        return len(self._turns)

    def add(
        self, line: Channel, browser: Browser, frame: str | bytes
    ) -> asyncio.Future[None] | None:
        """Take a frame in.

        Returns:
            Settled when there is room for the next; None where there is.
        """
        turn = self._turns.setdefault(line, Turn(line))
        turn.waiting.append((browser, frame))
        turn.size += len(frame)
        if not turn.began and turn.next is None:
            self._begin(turn)
        elif turn.began and not turn.message and turn.count < MOST_IN_TURN:
            self._go_on(turn)
        if turn.is_full and turn.room is None:
            turn.room = asyncio.get_running_loop().create_future()
        return turn.room

    def tell(self, line: Channel, frame: str) -> None:
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
            self._schedule.finish()
            turn.message = ""
            assert turn.asked is not None  # whatever the kernel works on was asked by somebody
            browser, number = turn.asked
            turn.held.append((build_idle_frame(number), [browser]))
            if not turn.faulty:
                turn.line.budget.add_success()
            self._go_on(turn)

    def hear_fault(self, line: Channel) -> None:
        """The kernel has met a fault while it worked on a frame of this seat's."""
        turn = self._turns.get(line)
        if turn is not None:
            turn.faulty = True
        self.count_fault(line, KERNEL_FAULT)

    def count_fault(self, line: Channel, weight: float = 1.0) -> None:
        """Count a fault; one too many closes the seat's connections with a reason."""
        if line.budget.add_fault(weight):
            line.dismiss(FAULTY, again=True)
            if turn := self._turns.get(line):
                turn.drop()

    def is_idle(self, line: Channel) -> bool:
        """Whether nothing of a seat's waits or is worked on, and all answers have gone down."""
        return line not in self._turns

    def clear(self) -> None:
        """The kernel has gone, and with it what it was working on."""
        for turn in self._turns.values():
            if turn.next is not None:
                turn.next.cancel()
            turn.drop()
        self._turns.clear()
        for _ in self._by_message:
            self._schedule.finish()
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
        """Get in line with the next frame of this turn; without one, or with too many, end it."""
        if turn.asking:
            return
        if turn.next is not None:
            turn.next.cancel()
            turn.next = None
        if self._may_go_on(turn):
            turn.asking = True
            budget = turn.line.budget
            self._schedule.ask(budget, functools.partial(self._pass_next, turn))
        else:
            self._plan_end(turn)

    def _may_go_on(self, turn: Turn) -> bool:
        fits = bool(turn.waiting) and turn.count < MOST_IN_TURN
        return fits and not turn.line.budget.measure_wait()

    def _pass_next(self, turn: Turn) -> None:
        """Pass the next frame of this turn up, if there still is one that the kernel gets."""
        turn.asking = False
        if self._turns.get(turn.line) is not turn or not turn.waiting:
            self._schedule.finish()
            if self._turns.get(turn.line) is turn:
                self._plan_end(turn)
            return
        browser, frame = turn.pop()
        turn.count += 1
        turn.faulty = False
        began = time.monotonic()
        upward = self._admit(turn.line, browser, frame)
        turn.line.budget.spend(time.monotonic() - began)
        if upward is None:
            self._schedule.finish()
            self._go_on(turn)
        else:
            turn.message = self._send(upward)
            self._by_message[turn.message] = turn
            turn.asked = browser, upward.id

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
