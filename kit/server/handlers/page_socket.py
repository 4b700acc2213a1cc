"""The line of an open dashboard or screen."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from typing import Any

from kit.errors import KitError
from kit.gate.results import count_told
from kit.gate.rules import describe_lost
from kit.server.handlers.handler import read_standing
from kit.server.handlers.socket import LiveSocket
from kit.server.kernels.page_process import PageKernel
from kit.server.kernels.pool import KernelPool
from kit.server.relay.channel import RELOAD
from kit.server.state import ServerState
from kit.session.session import Role, normalise_code

POLICY_VIOLATION = 1008  # the code of RFC 6455 for one who may not enter
OTHER_KEY = "This page opens with the facilitator's key of now. Load it again and type the key."


class PageSocket(LiveSocket):
    """`/facilitate/<code>/live` and `/screen/<code>/live`: a page and its kernel's widgets.

    The dashboard hears on it, too, what is wrong with the participants' side (`news`), and in words
    how many phones are reconnecting (`lines`): its own kernel knows nothing of either.
    """

    _account = ""
    _kernel: PageKernel | None = None
    _stops: tuple[Callable[[], None], ...] = ()

    def initialize(self, house: ServerState, role: Role = Role.SCREEN) -> None:
        """Tornado's set-up: the house this door belongs to, and what its address is for."""
        super().initialize(house)
        self.role = role

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
        if not self._may_enter(code):
            self._turn_away()
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

    def on_message(self, message: str | bytes) -> None:
        """Pass a frame up, unless they come faster than a person makes them."""
        if self._kernel is not None and self.is_paced():
            self._kernel.receive(self, message)

    def on_close(self) -> None:
        """The page has gone; its kernel ends a while later."""
        for stop in self._stops:
            stop()
        if self._kernel is not None:
            self._kernel.detach(self)
            self._kernels.leave(self._kernel.kernel_id)

    def on_pong(self, data: bytes) -> None:
        """As above; and look whether this page may still be here, if no notice has told."""
        super().on_pong(data)
        if self._kernel is not None:
            self._look(self._kernel.code)

    def _may_enter(self, code: str) -> bool:
        if self.role is Role.SCREEN:
            return True
        return read_standing(self, self.house, self._account).may_lead(code)

    def _look(self, code: str) -> None:
        """Turn a page away whose key has been changed or taken back, or who is invited no more."""
        if not self._may_enter(code):
            self._turn_away()

    def _turn_away(self) -> None:
        self.tell(RELOAD)
        self.close(POLICY_VIOLATION, OTHER_KEY)

    def _follow(self, code: str, kernel: PageKernel) -> None:
        room = self.house.rooms.get(code)
        if room is None:  # the session has gone meanwhile
            self.tell(RELOAD)
            return
        room.pages.add(kernel.kernel_id)
        if self.role is not Role.FACILITATOR:
            return

        def tell_news(words: str) -> None:
            self.tell(json.dumps({"type": "news", "words": words}))

        def tell_lines(lost: int) -> None:
            with contextlib.suppress(KitError):  # the session may just have been erased
                current = self.house.store.get_round(code)
                told = count_told(self.house.store, current) - current.known
                words = describe_lost(lost, told)
                self.tell(json.dumps({"type": "lines", "words": words}))

        look = self.house.watch_keys(lambda: self._look(code))
        self._stops = look, room.watch(tell_news), room.watch_lines(tell_lines)
