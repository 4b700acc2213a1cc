"""The end of a server while people are inside: phones leave in small groups, and lose nothing.

A phone is told to come again once the kernel is done with all that it has sent. It waits with what
is typed, and tries again by itself: at this address, where the next server will be, or wherever a
proxy leads it meanwhile.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from random import SystemRandom

from kit.server.kernels.seat_group import SeatGroup
from kit.server.kernels.session_kernels import CLOSING
from kit.server.relay.channel import Channel
from kit.server.state import ServerState
from kit.server.tasks import Tasks

log = logging.getLogger("kit.server")

LONGEST_GAP = 0.5  # seconds between two phones: few are not kept for as long as many
LOOK = 0.05  # seconds between two looks for those that are done
LEAVING = "The server ends, and phones are told to come again. A second signal ends it at once."


Line = tuple[SeatGroup, Channel]


def find_gap(seconds: float, lines: int) -> float:
    """Seconds between two phones that are told to come again: all of the time for many."""
    return min(LONGEST_GAP, seconds / lines)


class Drain:
    """Ends a server that is told to stop; told once more, at once.

    Args:
        house: Whose phones are told.
        seconds: The longest it may take; 0 to wait for nobody.
        end: Ends the server.
    """

    def __init__(self, house: ServerState, seconds: float, end: Callable[[], None]) -> None:
        self._house, self._seconds, self._end = house, seconds, end
        self._tasks = Tasks()

    def __repr__(self) -> str:
        return f"<Drain, {'begun' if self._house.is_draining else 'not begun'}>"

    def begin(self) -> None:
        """Let nobody else in, tell those who are inside, and end. Without any, end at once."""
        lines = [] if self._house.is_draining else self._list_lines()
        self._house.is_draining = True
        if not lines or not self._seconds:
            self._end()
            return
        log.warning(LEAVING)
        SystemRandom().shuffle(lines)  # nothing is told by who goes first
        self._tasks.begin(self._part(lines))

    async def _part(self, lines: list[Line]) -> None:
        try:
            async with asyncio.timeout(self._seconds):
                await self._dismiss(deque(lines))
                while not all(_has_left(*line) for line in lines):
                    await asyncio.sleep(LOOK)
        except TimeoutError:
            log.warning("Some phones were still sending, and come again by themselves")
        finally:
            self._end()

    async def _dismiss(self, lines: deque[Line]) -> None:
        """Tell one after the other, those first that wait for nothing."""
        loop = asyncio.get_running_loop()
        gap, began, told = find_gap(self._seconds, len(lines)), loop.time(), 0
        while lines:
            for _ in range(len(lines)):
                if told > (loop.time() - began) / gap:
                    break
                group, channel = lines.popleft()
                if group.turns.is_idle(channel):
                    channel.dismiss(CLOSING, again=True)
                    told += 1
                else:
                    lines.append((group, channel))
            await asyncio.sleep(LOOK)

    def _list_lines(self) -> list[Line]:
        """The seats that have a page open."""
        groups = [group for room in self._house.rooms.values() for group in room.groups]
        return [(group, each) for group in groups for each in group.channels if each.browsers]


def _has_left(group: SeatGroup, channel: Channel) -> bool:
    """Whether a phone is gone, and what it sent just before has been worked off.

    What was on its way when it was told to go still comes, until it closes its end of the line.
    """
    return not channel.browsers and group.turns.is_idle(channel)
