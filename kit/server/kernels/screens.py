"""Screens without the facilitator's key: how many there may be, and the pace at which they start.

A projector has no key. So whoever knows a session's code can have kernels started, each of which
costs the machine more than a phone does all day.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from enum import Enum

from kit.server.relay.budget import Bucket
from kit.server.waiting import Turn, WaitingLine

MAX_SCREENS = 6  # open at once for browsers that know the code and nothing else
MAX_TICKETS = 12  # of those that came with the link on a facilitator's page
EVERY = 5.0  # seconds between two kernels that start for the former, in the long run
AT_ONCE = 6.0  # that may start one after the other: all of them load again at the next exercise
LONGEST_WAIT = 20.0  # seconds until somebody in the line is told how to come in
UNOPENED = 30.0  # seconds a page without the key may take, once it is sent, to open its line


class Shown(Enum):
    """What a browser has shown that asks for a dashboard or a screen."""

    KEY = "the facilitator's key"
    TICKET = "a ticket"
    CODE = "the code"


MOST = {Shown.TICKET: MAX_TICKETS, Shown.CODE: MAX_SCREENS}


class TooManyScreens(Exception):
    """No kernel is started for one more screen without the facilitator's key."""


class ScreenLine:
    """The line in which browsers wait that know the code alone: one kernel starts at a time.

    Whoever hangs up leaves it and has cost nothing. A turn is over when its kernel has started, not
    when its page has been taken: a slow browser holds up nobody.

    Args:
        clock: Gives the time in seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._starts = Bucket(1 / EVERY, AT_ONCE, clock)
        self._waiting = WaitingLine()
        self._busy = False
        self._timer: asyncio.TimerHandle | None = None

    def __repr__(self) -> str:
        return f"<ScreenLine of {len(self._waiting)} browsers>"

    def ask(self, address: str) -> Turn:
        """Get in line.

        Args:
            address: Where the browser is.

        Returns:
            Settled with True when its turn has come, which `finish` ends; with False when it has
            waited too long. Whoever asks settles it with False when the browser has gone.
        """
        turn = self._waiting.add(address)
        lapse = asyncio.get_running_loop().call_later(LONGEST_WAIT, give_up, turn)
        turn.add_done_callback(lambda _turn: lapse.cancel())
        self.serve()
        return turn

    def finish(self) -> None:
        """The turn is over."""
        self._busy = False
        self.serve()

    def give_back(self) -> None:
        """Nothing was started, or what was started is there for the next."""
        self._starts.give(1)
        self.serve()

    def serve(self) -> None:
        """Let the next one in if it is time."""
        if self._busy or not self._waiting:
            return
        missing = 1 - self._starts.level
        if missing > 0:
            if self._timer is None:
                loop = asyncio.get_running_loop()
                self._timer = loop.call_later(missing * EVERY, self._wake)
            return
        if turn := self._waiting.take():
            self._busy = True
            self._starts.spend(1)
            turn.set_result(True)

    def _wake(self) -> None:
        self._timer = None
        self.serve()


def give_up(turn: Turn) -> None:
    """Settle a turn that nobody waits for any more."""
    if not turn.done():
        turn.set_result(False)
