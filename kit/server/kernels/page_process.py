"""The kernel behind a facilitator's or screen page, seen from the server, and the line to its page.

The line speaks the relay's protocol. Such a kernel has one page, so every widget in it is the
page's; what the page may say and what it is told are the same as for a phone.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import deque
from typing import Any

from jupyter_client.session import Session

from kit.language import N_
from kit.room.protocol import STATE
from kit.server.kernels.kernel_client import KernelClient
from kit.server.kernels.screens import Shown
from kit.server.relay.assets import add_sources
from kit.server.relay.channel import HELLO, RELOAD, RELOAD_NOW, Browser, Channel, UnderWay
from kit.server.relay.filter import DOWNWARD, build_downward
from kit.server.relay.traits import Unfit
from kit.session.clock import get_now
from kit.session.session import Role

log = logging.getLogger("kit.server")

STATE_SECONDS = 15.0  # for the widgets' state, once the cells have run
KEPT = 300  # messages kept for a page that comes, or comes back after a short loss of its network
KEPT_CHARACTERS = 2_000_000  # in all of them
TELL_STATE = "__import__('kit.room.page').room.page.tell_state()"
ELSEWHERE = N_("This page is open in a newer window. Go on there, or load it again here.")


class KernelEnded(Exception):
    """The page's kernel has ended or does not answer."""


class PageKernel:
    """One running kernel, and the line to the page that it serves.

    Args:
        kernel_id: Its id with Voilà's kernel manager.
        manager: Jupyter's manager of this one kernel.

    Attributes:
        kernel_id: As given; the page knows it, and nothing is reached with it alone.
        role: What the kernel serves; None while it waits for a page.
        shown: What the page's browser has shown for it.
        code: Code of the session whose page it is.
        played: The round's id and the cells that have been run, with their outputs; None while they
            have not, or where nobody edits the folder.
    """

    def __init__(self, kernel_id: str, manager: Any) -> None:
        self.kernel_id = kernel_id
        self.role: Role | None = None
        self.shown = Shown.KEY
        self.code = ""
        self.played: tuple[int, list[Any]] | None = None
        self._manager = manager
        self._line = Channel()
        self._kept: deque[tuple[int, str]] = deque(maxlen=KEPT)
        self._under_way = UnderWay()
        self._asked: dict[str, asyncio.Future[None]] = {}
        self._page: asyncio.Future[dict[str, Any]] | None = None
        self._closed = False

    def __repr__(self) -> str:
        return f"<PageKernel for {self.role.value if self.role else 'nobody yet'}>"

    @property
    def manager(self) -> Any:
        """Jupyter's manager of this kernel."""
        return self._manager

    async def listen(self) -> None:
        """Hear everything the kernel says from now on.

        Raises:
            RuntimeError: It does not get ready.
        """
        # A name of its own: Voilà's client connects to the same sockets under the manager's.
        own = Session(key=self._manager.session.key)
        self._client = KernelClient(self._manager, self._hear, self._fail, own)
        await self._client.start()

    async def is_alive(self, seconds: float) -> bool:
        """Whether the kernel answers within a time, also after its process was replaced."""
        if not await self._manager.is_alive():
            return False
        number = self._client.ask_info()
        self._asked[number] = asyncio.get_running_loop().create_future()
        try:
            await asyncio.wait_for(self._asked[number], seconds)
        except TimeoutError:
            return False
        finally:
            self._asked.pop(number, None)
        return True

    async def ask_page(self) -> dict[str, Any]:
        """The state of the kernel's widgets, for the page that is about to be sent.

        Returns:
            {"kernel": its id, "seq": number of the last message that the state includes,
            "now": the server's time, "state": model id -> state}.

        Raises:
            KernelEnded: It does not say.
        """
        if self._closed:
            raise KernelEnded
        self._page = asyncio.get_running_loop().create_future()
        self._client.execute(TELL_STATE)
        try:
            return await asyncio.wait_for(self._page, STATE_SECONDS)
        except TimeoutError as error:
            raise KernelEnded from error

    def attach(self, browser: Browser, seq: int) -> None:
        """Put the page's browser on the line; one that is too far behind loads its page again."""
        first = self._kept[0][0] if self._kept else self._line.seq + 1
        if not first - 1 <= seq <= self._line.seq:
            browser.tell(RELOAD)
            return
        self._line.dismiss(ELSEWHERE, again=False)
        self._line.browsers = {browser}
        browser.tell(HELLO)
        for number, frame in self._kept:
            if number > seq:
                browser.tell(frame)

    def detach(self, browser: Browser) -> None:
        """Take the browser off the line."""
        self._line.browsers.discard(browser)
        self._under_way.drop(browser)

    def receive(self, browser: Browser, frame: str | bytes) -> None:
        """Pass a browser's frame up, or close the connection with a reason."""
        upward = None
        with contextlib.suppress(Unfit):
            upward = self._line.admit(browser, frame)
        if upward is not None:
            content = {"comm_id": upward.comm, "data": upward.data}
            sent = self._client.send("comm_msg", content, upward.buffers)
            self._under_way.add(sent, browser, upward.id)

    async def forget(self) -> None:
        """Keep nothing that its page was told before; one that comes back then loads itself anew.

        The kernel is asked first: what it tells of an older state is here when it has answered.
        """
        await self.is_alive(STATE_SECONDS)
        self._kept.clear()

    def reload(self) -> None:
        """Let the page load itself again; the kernel stays for it as it is."""
        self._line.tell(RELOAD_NOW)

    def close(self, *, now: bool = False) -> None:
        """The kernel ends: its page loads itself again.

        Args:
            now: All is well, and the page need not wait until something has come back.
        """
        self._closed = True
        self._line.tell(RELOAD_NOW if now else RELOAD)
        if self._page is not None and not self._page.done():
            self._page.set_exception(KernelEnded())
        if hasattr(self, "_client"):
            self._client.stop()

    def _fail(self, error: str) -> None:
        if self._page is not None and not self._page.done():
            self._page.set_exception(KernelEnded())
        log.error("A page's widgets could not be told: %s", error)

    def _hear(self, message: dict[str, Any]) -> None:
        kind = message["header"]["msg_type"]
        if kind in DOWNWARD:
            self._line.count(message)
            if self._page is not None:  # what was before is in the state
                frame = build_downward(message, self._line.seq)
                self._kept.append((self._line.seq, frame))
                while sum(len(each) for _, each in self._kept) > KEPT_CHARACTERS:
                    self._kept.popleft()
                self._line.tell(frame)
        elif kind == "status":
            asked = self._asked.get(self._under_way.finish(message))
            if asked is not None and not asked.done():
                asked.set_result(None)
        elif kind == "display_data" and STATE in message["content"]["data"]:
            self._hear_state(message["content"])

    def _hear_state(self, shown: dict[str, Any]) -> None:
        add_sources(shown["metadata"].get("sources", {}))
        self._line.owned.update(shown["data"][STATE])
        self._kept.clear()
        if self._page is not None and not self._page.done():
            state = shown["data"][STATE]
            place = {"kernel": self.kernel_id, "seq": self._line.seq, "now": get_now()}
            page = place | {"state": state}
            self._page.set_result(page)
