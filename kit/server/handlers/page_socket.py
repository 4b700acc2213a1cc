"""The line of an open dashboard or screen."""

from __future__ import annotations

import json
from collections.abc import Callable

from kit.errors import KitError
from kit.gate.results import count_told
from kit.gate.rules import describe_lost
from kit.server.handlers.handler import is_facilitator
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


class PageSocket(LiveSocket):
    """`/facilitate/<code>/live` and `/screen/<code>/live`: a page and its kernel's widgets.

    The dashboard hears on it, too, what is wrong with the participants' side (`news`), and in words
    how many phones are reconnecting (`lines`): its own kernel knows nothing of either.
    """

    _kernel: PageKernel | None = None
    _stops: tuple[Callable[[], None], ...] = ()
    _lost: int | None = None

    def initialize(self, house: ServerState, role: Role = Role.SCREEN) -> None:
        """Tornado's set-up: the house this door belongs to, and what its address is for."""
        super().initialize(house)
        self.role = role
        self._tasks = Tasks()

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
        if not self._may_enter():
            self.tell(RELOAD)
            self.close(POLICY_VIOLATION, OTHER_KEY)
            return
        kernel = self._kernels.get(self.get_query_argument("kernel", ""))
        if kernel is None or kernel.role is not self.role:
            self.tell(RELOAD)
            self.close()
            return
        self._kernel = kernel
        self._kernels.enter(kernel.kernel_id)
        kernel.attach(self, self.seq)
        self._follow(normalise_code(arguments[0]), kernel)

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

    async def _tell_lines(self, code: str) -> None:
        """Tell how many phones are reconnecting: the last number, when many come at once."""
        try:
            people = await self.house.read(count_others, code)
        except KitError:  # the session may just have been erased
            return
        finally:
            lost, self._lost = self._lost or 0, None
        self.tell(json.dumps({"type": "lines", "words": describe_lost(lost, people)}))

    def _may_enter(self) -> bool:
        return self.role is Role.SCREEN or is_facilitator(self, self.house)

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
            waits, self._lost = self._lost is not None, lost
            if not waits:
                self._tasks.begin(self._tell_lines(code))

        self._stops = room.watch(tell_news), room.watch_lines(tell_lines)


def count_others(store: Store, code: str) -> int:
    """Count the seats of a session as pages may tell it, less those whose answer is known."""
    current = store.get_round(code)
    return count_told(store, current) - current.known
