"""A saved notebook on its way to the sessions that play it.

In a session with a team only a round that has not begun is touched; in a rehearsal one that has
begun is played again from its beginning up to where it stood.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kit.errors import KitError
from kit.lifecycle import advance_round, play_again
from kit.server.handlers.rehearsals import Rehearsals
from kit.server.kernels.pool import KernelPool
from kit.server.kernels.session_kernels import SessionKernels
from kit.server.state import ServerState
from kit.session.session import Phase, Role, Round, get_next_phase
from kit.store import Store

ORDER = list(Phase)

Asks = Sequence[dict[str, Any]]


@dataclass(frozen=True)
class Edition:
    """A notebook that has been saved and can be played.

    Attributes:
        name: Its file as it is seen from the folder, as in "de/marble_jar.ipynb".
        asks: The definitions of its parts; None where words alone have changed, and so no question.
    """

    name: str
    asks: Asks | None

    def asks_as(self, current: Round) -> bool:
        """Whether a round asks just what the notebook does now."""
        if self.asks is None:
            return True
        parts = [part.to_json() for part in (current.exercise, *current.later) if part is not None]
        asks = [*self.asks[current.part :]]  # a tuple came as a list
        if current.leaderless and asks:
            asks[0] = {**asks[0], "leader": None}
        now = json.dumps(asks)
        return json.dumps(parts) == now


class Editions:
    """Brings new editions of notebooks to the sessions of a server.

    Args:
        house: The server's.
        rehearsals: Whose simulated people answer again where a round is played again.
        pages: The kernels behind dashboards and screens.
    """

    def __init__(self, house: ServerState, rehearsals: Rehearsals, pages: KernelPool) -> None:
        self._house, self._rehearsals, self._pages = house, rehearsals, pages

    def __repr__(self) -> str:
        return f"<Editions for {len(self._house.rooms)} rooms>"

    async def is_bound(self, edition: Edition) -> bool:
        """Whether a room plays a round of the notebook that may not change any more."""
        for room in self._rooms:
            now = await self._find_round(room, edition.name)
            if now is None:
                continue
            over = now.phase is Phase.DONE and not edition.asks_as(now)
            if over or await self.has_begun(room, now):
                return True
        return False

    async def has_begun(self, room: SessionKernels, current: Round) -> bool:
        """Whether a team has begun with a round."""
        session = await self._house.read(Store.get_session, room.code)
        return current.phase is not Phase.PREPARE and not session.rehearsal

    async def show(self, edition: Edition) -> None:
        """Bring it to all rooms that play the notebook, each for itself.

        Raises:
            KitError: It cannot be played after all.
        """
        work = (self._show(room, edition) for room in self._rooms)
        for ending in await asyncio.gather(*work, return_exceptions=True):
            if isinstance(ending, BaseException):
                raise ending

    def load_pages_again(self, room: SessionKernels) -> None:
        """Let the dashboards and screens of a session load themselves again."""
        pages, room.pages = room.pages, set()  # those that come back meanwhile need not go again
        for kernel_id in pages:
            self._pages.end(kernel_id, now=True)

    @property
    def _rooms(self) -> list[SessionKernels]:
        return list(self._house.rooms.values())

    async def _find_round(self, room: SessionKernels, name: str) -> Round | None:
        """The round that a room plays now, if it plays this notebook."""
        with contextlib.suppress(KitError):
            current = await self._house.read(Store.get_round, room.code)
            played = self._house.name_file(current.notebook, room.language)
            return current if played == name else None
        return None

    async def _show(self, room: SessionKernels, edition: Edition) -> None:
        current = await self._find_round(room, edition.name)
        if current is None or await self.has_begun(room, current):  # a team was faster
            return
        if edition.asks is None:
            self._reword_dashboards(room)
            await room.reword()
            return
        if current.phase is not Phase.PREPARE and not edition.asks_as(current):
            told = await self._house.read(Store.get_leader, current.id)
            again = await self._house.write(play_again, current.id)
            loading = asyncio.ensure_future(self._play_up_to(room, again, current, told))
        else:
            loading = asyncio.ensure_future(room.load_again())
        await asyncio.sleep(0)  # it has begun, so a page that comes now waits for it
        self.load_pages_again(room)
        await loading

    def _reword_dashboards(self, room: SessionKernels) -> None:
        """Let the dashboards load again, each with its kernel; a screen shows no words."""
        for kernel_id in [*room.pages]:
            kernel = self._pages.get(kernel_id)
            if kernel is not None and kernel.role is Role.FACILITATOR:
                self._pages.reload(kernel_id)

    async def _play_up_to(
        self, room: SessionKernels, again: Round, before: Round, told: dict[str, str]
    ) -> None:
        """Play a rehearsal's round that was begun again, up to the phase in which it stood.

        Args:
            room: Of the rehearsal.
            again: The round.
            before: The same as it was.
            told: What its leader had said by then.

        Raises:
            KitError: Somebody has moved it on meanwhile, or it cannot be played.
        """
        house = self._house
        await room.move_on()
        await room.finish()  # the news of it may have come before, and had it loaded
        with contextlib.suppress(KitError):  # the leader may be asked something else now
            if told:
                await house.write(Store.set_leader, again.id, told)
        while not before.part:
            current = await house.read(Store.get_round_by_id, again.id)
            leads = current.exercise is not None and current.exercise.leader is not None
            following = get_next_phase(current.phase, leads)
            if ORDER.index(following) > ORDER.index(before.phase):
                return
            if following is Phase.CLOSED:
                await self._rehearsals.answer_at_once(current)
            await house.write(advance_round, current.id, current.phase)
