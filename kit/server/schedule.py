"""Opens and closes by the day what a team answers alone, and publishes it at the close.

A server that was not running does at its next start what has become due meanwhile. What is closed
stays closed, and a machine that has just been started may have a wrong clock and get the time from
the network a little later. So a last day must be over at two looks before its questions are closed.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import date

from kit.errors import KitError
from kit.lifecycle import finish_alone, open_round
from kit.server.state import ServerState
from kit.server.tasks import Tasks
from kit.session.schedule import Stage, find_stage
from kit.session.session import Phase, Session
from kit.store import Store

log = logging.getLogger("kit.server")

EVERY = 20.0  # seconds between two looks
LATER = "Questions that a team answers alone could not be opened or closed; it is tried again: %s"


class Schedule:
    """Looks at the day, again and again.

    Args:
        house: Whose sessions it opens and closes.
        read_day: Tells which day it is.
    """

    def __init__(self, house: ServerState, read_day: Callable[[], date] = date.today) -> None:
        self._house = house
        self.read_day = read_day
        self._over: set[str] = set()
        self._tasks = Tasks()

    def __repr__(self) -> str:
        return f"<Schedule with {len(self._over)} to close>"

    def start(self) -> None:
        """Look from now on."""
        self._tasks.begin(self._follow())

    def close(self) -> None:
        """Look no more."""
        self._tasks.cancel()

    async def look(self) -> None:
        """Open and close what is due. What fails is tried again at the next look.

        Raises:
            StoreError: The database cannot be read.
        """
        today, over = self.read_day(), set[str]()
        for session in await self._house.read(Store.list_scheduled):
            stage = find_stage(session, today)
            if stage is Stage.OVER:
                over.add(session.code)
            try:
                await self._keep(session, stage)
            except KitError as error:
                log.warning(LATER, error)
        self._over = over

    async def _keep(self, session: Session, stage: Stage) -> None:
        code = session.code
        if stage is Stage.OVER and code in self._over:
            await self._house.write(finish_alone, code)
        elif stage is Stage.OPEN:
            current = await self._house.read(Store.get_round, code)
            if current.phase is Phase.PREPARE:
                await self._house.get_room(code)  # it reads the notebook as it is now
                await self._house.write(open_round, current.id, expected=Phase.PREPARE)

    async def _follow(self) -> None:
        while True:
            try:
                await self.look()
            except KitError as error:
                log.warning(LATER, error)
            await asyncio.sleep(EVERY)
