"""The line of an open dashboard or screen."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

from kit.errors import KitError
from kit.gate.results import count_told
from kit.gate.rules import describe_lost
from kit.language import use_language
from kit.server.handlers.handler import read_standing
from kit.server.handlers.socket import LiveSocket
from kit.server.kernels.page_process import PageKernel
from kit.server.kernels.pool import KernelPool
from kit.server.relay.channel import RELOAD
from kit.server.state import ServerState
from kit.server.tasks import Tasks
from kit.session.session import Role, normalise_code
from kit.store import Store

POLICY_VIOLATION = 1008  # the code of RFC 6455 for one who may not enter
OTHER_KEY = "This page opens with the facilitator's key of now. Load it again and type the key."
"""What the close of the line says; no page shows it, for the page that is loaded again asks."""


class PageSocket(LiveSocket):
    """`/facilitate/<code>/live` and `/screen/<code>/live`: a page and its kernel's widgets.

    The dashboard hears on it, too, what is wrong with the participants' side (`news`), and in words
    how many phones are reconnecting (`lines`): its own kernel knows nothing of either.
    """

    _account = ""
    _kernel: PageKernel | None = None
    _stops: tuple[Callable[[], None], ...] = ()
    _lost: int | None = None
    _is_over = False
    _asked = 0
    """How often it had to be asked whether this page may be here."""
    _looking: asyncio.Future[None] | None = None
    """Asks the store so; nothing that the page says is passed on meanwhile."""

    def initialize(self, house: ServerState, role: Role = Role.SCREEN) -> None:
        """Tornado's set-up: the house this door belongs to, and what its address is for."""
        super().initialize(house)
        self.role = role
        self._tasks = Tasks()

    async def get(self, *arguments: Any, **names: Any) -> None:
        """Find out who is signed in, then open the line."""
        if self.role is Role.FACILITATOR and self.house.accounts is not None:
            self._account = await self.house.accounts.find_account(self)
        await super().get(*arguments, **names)

    @property
    def _kernels(self) -> KernelPool:
        kernels: KernelPool = self.settings["kit_kernels"]
        return kernels

    async def open(self, *arguments: str) -> None:
        """Put the page on its kernel's line.

        Where there is no such kernel, or this browser may not have the role it serves, the page is
        told to load itself again: it learns there what it may see.
        """
        self.begin()
        code = normalise_code(arguments[0])
        if self.role is Role.FACILITATOR:
            # What changes from now on is heard, even while the store is asked.
            self._stops = (self.house.watch_keys(lambda: self._look_again(code)),)
            self._look_again(code)
            while self._looking is not None:
                await asyncio.wait({self._looking})
        if self._is_over:
            return
        kernel = self._kernels.get(self.get_query_argument("kernel", ""))
        if kernel is None or (kernel.role, kernel.code) != (self.role, code):
            self.tell(RELOAD)
            self.close()
            return
        self._kernel = kernel
        self._kernels.enter(kernel.kernel_id)
        kernel.attach(self, self.seq)
        self._follow(code, kernel)

    def on_message(self, message: str | bytes) -> Awaitable[None] | None:
        """Pass a frame up, unless they come faster than a person makes them.

        Tornado reads the next one when this one has been passed on.
        """
        if self._looking is not None:
            return self._receive_later(message)
        self._receive(message)
        return None

    def on_close(self) -> None:
        """The page has gone; its kernel ends a while later."""
        self._is_over = True
        for stop in self._stops:
            stop()
        if self._kernel is not None:
            self._kernel.detach(self)
            self._kernels.leave(self._kernel.kernel_id)

    def _receive(self, message: str | bytes) -> None:
        if self._kernel is not None and not self._is_over and self.is_paced():
            self._kernel.receive(self, message)

    async def _receive_later(self, message: str | bytes) -> None:
        while self._looking is not None:
            await asyncio.wait({self._looking})
        self._receive(message)

    async def _tell_lines(self, code: str) -> None:
        """Tell how many phones are reconnecting: the last number, when many come at once."""
        try:
            people = await self.house.read(count_others, code)
        except KitError:  # the session may just have been erased
            return
        finally:
            lost, self._lost = self._lost or 0, None
        with use_language(self.speaks):
            words = describe_lost(lost, people)
        self.tell(json.dumps({"type": "lines", "words": words}))

    def on_pong(self, data: bytes) -> None:
        """As above; and look whether this page may still be here, if no notice has told."""
        super().on_pong(data)
        if self._kernel is not None and self.role is Role.FACILITATOR:
            self._look_again(self._kernel.code)

    def _look_again(self, code: str) -> None:
        """A key or an owner has changed, perhaps: nothing of this page counts until it is known."""
        self._asked += 1
        if self._looking is None:
            self._looking = asyncio.ensure_future(self._look(code))

    async def _look(self, code: str) -> None:
        """Turn a page away whose key has been changed or taken back, or who is invited no more.

        Whatever changes while the store is asked has it asked once more.
        """
        answered, may = -1, True
        try:
            while may and not self._is_over and answered != self._asked:
                answered, may = self._asked, False
                may = await self._may_enter(code)
        finally:
            self._looking = None
            if not may:
                self._turn_away()

    async def _may_enter(self, code: str) -> bool:
        standing = read_standing(self, self.house, self._account)
        try:
            return await self.house.read(standing.may_lead, code)
        except KitError:  # nobody can tell, so nobody may
            return False

    def _turn_away(self) -> None:
        self._is_over = True
        self.tell(RELOAD)
        self.close(POLICY_VIOLATION, OTHER_KEY)

    def _follow(self, code: str, kernel: PageKernel) -> None:
        room = self.house.rooms.get(code)
        if room is None:  # the session has gone meanwhile
            self.tell(RELOAD)
            return
        self.speaks = room.language
        room.pages.add(kernel.kernel_id)
        if self.role is not Role.FACILITATOR:
            return

        def tell_news(words: str) -> None:
            self.tell(json.dumps({"type": "news", "words": words}))

        def tell_lines(lost: int) -> None:
            waits, self._lost = self._lost is not None, lost
            if not waits:
                self._tasks.begin(self._tell_lines(code))

        self._stops = *self._stops, room.watch(tell_news), room.watch_lines(tell_lines)


def count_others(store: Store, code: str) -> int:
    """Count the seats of a session as pages may tell it, less those whose answer is known."""
    current = store.get_round(code)
    return count_told(store, current) - current.known
