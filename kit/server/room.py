"""A session's room on the server: its kernel, a line to every seat, and the browsers on them."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import secrets
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from kit.errors import KitError
from kit.room.place import Place
from kit.server.relay import Refusal, build_downward, check_upward, get_owner
from kit.server.room_kernel import RoomKernel, RoomKernelDied
from kit.session import Role
from kit.store import Store

log = logging.getLogger("kit.server")

TRIES = 3
READY_SECONDS = 60.0
SHORT_LIFE = 10.0  # seconds: a kernel that dies sooner counts as a failed try
UNREADY = "The room is not ready. Wait a moment and load the page again."


class Browser(Protocol):
    """One open WebSocket."""

    def tell(self, frame: str) -> None:
        """Send a frame."""

    def dismiss(self, reason: str, *, again: bool) -> None:
        """Close with a reason; `again` tells the page whether to come back."""


HELLO = json.dumps({"type": "hello"})


@dataclass(eq=False)
class Line:
    """The line to one seat.

    Attributes:
        token: The seat's secret.
        handle: The seat's name between this server and the room kernel.
        owned: Ids of the comms the seat owns.
        gone: Ids of comms it owned before.
        passed: Marks of the last frames passed up, so that one sent twice acts once.
        seq: Number of the last message sent down.
        browsers: The open pages of this seat.
    """

    token: str = field(repr=False)
    handle: str = field(default_factory=lambda: secrets.token_hex(8))
    owned: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    passed: deque[tuple[int, int]] = field(default_factory=lambda: deque(maxlen=64))
    seq: int = 0
    browsers: set[Browser] = field(default_factory=set)


class Room:
    """The participants' side of one session."""

    def __init__(self, store: Store, place: Place, folder: Path) -> None:
        self.fault = ""
        self._store = store
        self._place = place
        self._folder = folder
        self._lines: dict[str, Line] = {}
        self._by_handle: dict[str, Line] = {}
        self._waiting: dict[str, tuple[Browser, int]] = {}
        self._kernel: RoomKernel | None = None
        self._ready = asyncio.Event()
        self._turn = asyncio.Lock()
        self._failures = 0
        self._started = 0.0

    def __repr__(self) -> str:
        return f"<Room {self._place.code} with {len(self._lines)} lines>"

    @property
    def pid(self) -> int | None:
        """The room kernel's process id."""
        return self._kernel.pid if self._kernel else None

    async def open(self) -> None:
        """Start the kernel with the session's current round.

        Raises:
            KitError: The notebook's definition is wrong.
        """
        async with self._turn:
            await self._start_kernel()

    async def close(self) -> None:
        """End the kernel and let every browser know."""
        for line in self._lines.values():
            for browser in list(line.browsers):
                browser.dismiss("The server is closing.", again=True)
        if self._kernel is not None:
            await self._kernel.stop()

    async def wait_until_ready(self, seconds: float) -> bool:
        """Wait while the kernel is being started or changed.

        Returns:
            Whether it is ready now.
        """
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._ready.wait(), seconds)
        return self._ready.is_set()

    async def get_page(
        self, token: str, then: Callable[[Line, dict[str, Any]], None] | None = None
    ) -> dict[str, Any]:
        """The page of a seat: what it shows and the state of its widgets.

        Args:
            token: The seat's secret.
            then: Called with the line and the page before any later message is passed down.

        Raises:
            KitError: The exercise cannot be shown; the message is for a person.
        """
        line = self._get_line(token)
        for _ in range(TRIES):
            if not await self.wait_until_ready(READY_SECONDS) or self.fault or self._kernel is None:
                raise KitError(self.fault or UNREADY)
            try:
                return await self._fetch_page(self._kernel, line, then)
            except RoomKernelDied:
                continue  # it is being started again
        raise KitError(UNREADY)

    async def attach(self, browser: Browser, token: str, generation: str, seq: int) -> None:
        """Put a browser on its seat's line; a page that fell behind is sent anew."""
        line = self._get_line(token)
        if (
            self._kernel is not None
            and self._ready.is_set()
            and (generation, seq) == (self._kernel.generation, line.seq)
        ):
            line.browsers.add(browser)
            browser.tell(HELLO)
            return

        def welcome(line: Line, page: dict[str, Any]) -> None:
            line.browsers.add(browser)
            browser.tell(build_page_frame(page))

        await self.get_page(token, welcome)

    def detach(self, browser: Browser, token: str) -> None:
        """Take a browser off its line; the seat stays."""
        line = self._lines.get(token)
        if line is not None:
            line.browsers.discard(browser)

    def receive(self, browser: Browser, token: str, frame: str | bytes) -> None:
        """Pass a browser's frame up, or close the connection with a reason."""
        line = self._get_line(token)
        try:
            upward = check_upward(frame, line.owned, line.gone)
        except Refusal as refusal:
            browser.dismiss(str(refusal), again=True)
            return
        if upward is None:
            return
        mark = (upward.id, hash(frame))
        if mark in line.passed:
            browser.tell(build_idle_frame(upward.id))
        elif self._kernel is not None and self._ready.is_set():
            line.passed.append(mark)
            number = self._kernel.send(upward.comm, upward.data, upward.buffers)
            self._waiting[number] = browser, upward.id

    async def move_on(self) -> None:
        """Load the session's current round, if it is another than the one being played."""
        async with self._turn:
            current = self._store.get_round(self._place.code)
            if current.id == self._place.round_id or self._kernel is None:
                return
            self._place = self._build_place()
            self._ready.clear()
            self._forget_comms()
            await self._load()
        await self._send_pages()

    def _get_line(self, token: str) -> Line:
        line = self._lines.get(token)
        if line is None:
            line = self._lines[token] = Line(token)
            self._by_handle[line.handle] = line
        return line

    def _build_place(self) -> Place:
        current = self._store.get_round(self._place.code)
        return Place(
            **{
                **vars(self._place),
                "role": Role.PARTICIPANT,
                "notebook": current.notebook,
                "round_id": current.id,
            }
        )

    async def _start_kernel(self) -> None:
        self._started = time.monotonic()
        self._place = self._build_place()
        self._kernel = RoomKernel(self._pass_down, self._restart)
        await self._kernel.start()
        await self._load()

    async def _load(self) -> None:
        assert self._kernel is not None
        try:
            await self._kernel.call(
                "load", place=self._place.to_json(), folder=str(self._folder.resolve())
            )
            self.fault = ""
        except KitError as error:
            self.fault = f"{self._place.notebook}, {error}"
            raise KitError(self.fault) from error
        except RuntimeError as error:
            self.fault = f"{self._place.notebook}: {error}"
            raise KitError(self.fault) from error
        finally:
            self._ready.set()

    def _forget_comms(self) -> None:
        for line in self._lines.values():
            line.gone, line.owned = line.owned, set()

    async def _fetch_page(
        self,
        kernel: RoomKernel,
        line: Line,
        then: Callable[[Line, dict[str, Any]], None] | None,
    ) -> dict[str, Any]:
        def read(reply: dict[str, Any]) -> dict[str, Any]:
            line.owned |= reply["state"].keys()
            page = {"kernel": kernel.generation, "seq": line.seq, **reply}
            if then is not None:
                then(line, page)
            return page

        page = await kernel.call("seat", then=read, handle=line.handle, token=line.token)
        assert isinstance(page, dict)
        return page

    async def _send_pages(self) -> None:
        for line in list(self._lines.values()):
            if line.browsers:
                try:
                    await self.get_page(line.token, _swap)
                except KitError:
                    log.exception("A seat's page could not be made")

    def _pass_down(self, message: dict[str, Any]) -> None:
        if message["header"]["msg_type"] == "status":
            self._finish(message)
            return
        owner = get_owner(message)
        line = self._by_handle.get(owner) if owner else None
        if line is None:
            return
        kind, comm_id = message["header"]["msg_type"], message["content"]["comm_id"]
        if kind == "comm_open":
            line.owned.add(comm_id)
        elif kind == "comm_close":
            line.owned.discard(comm_id)
            line.gone.add(comm_id)
        line.seq += 1
        frame = build_downward(message, line.seq)
        for browser in list(line.browsers):
            browser.tell(frame)

    def _finish(self, message: dict[str, Any]) -> None:
        if message["content"].get("execution_state") != "idle":
            return
        number = message["parent_header"].get("msg_id", "")
        browser, own_number = self._waiting.pop(number, (None, 0))
        if browser is not None:
            browser.tell(build_idle_frame(own_number))

    def _restart(self) -> None:
        """The kernel ended by itself: start another and bring every seat back."""
        self._ready.clear()
        self._waiting.clear()
        for line in self._lines.values():
            for browser in list(line.browsers):
                browser.dismiss("The exercise is being started again.", again=True)
        short = time.monotonic() - self._started < SHORT_LIFE
        self._failures = self._failures + 1 if short else 0
        log.warning("A room kernel ended; starting it again")
        self._task = asyncio.create_task(self._come_back())

    async def _come_back(self) -> None:
        async with self._turn:
            if self._kernel is not None:
                await self._kernel.stop()
            if self._failures >= TRIES:
                self.fault = f"{self._place.notebook} ends its kernel each time it is started."
                self._ready.set()
                return
            self._forget_comms()
            try:
                await self._start_kernel()
            except KitError:
                log.exception("The room could not come back")
                return
        await self._send_pages()


def _swap(line: Line, page: dict[str, Any]) -> None:
    frame = build_page_frame(page)
    for browser in list(line.browsers):
        browser.tell(frame)


def build_idle_frame(number: int) -> str:
    """A frame that tells a page that the kernel is done with one of its own."""
    return json.dumps({"type": "idle", "id": number})


def build_page_frame(page: dict[str, Any]) -> str:
    """A frame that swaps what an open page shows."""
    return json.dumps({"type": "page", "page": page}, separators=(",", ":"))
