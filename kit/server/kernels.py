"""The kernels behind facilitator and screen pages: who may reach which, and when they end."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import logging
from collections.abc import Callable, Coroutine
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from tornado.web import HTTPError, RequestHandler
from tornado.websocket import WebSocketClosedError
from voila.tornado.kernel_websocket_handler import (
    VoilaKernelWebsocketHandler,
    read_header_from_binary_message,
)

from kit.server.door import COOKIE_DAYS, FACILITATOR, CalmSocket, Door
from kit.session import Role

log = logging.getLogger("kit.server")

Kind = tuple[str, str]  # a kernel's name, and the folder of its notebook

LINGER = 45.0  # seconds a kernel outlives its last page, for a reload or a short loss of network
PATIENCE = 8.0  # seconds a page waits for a kernel that is being started ahead
READY_AGAIN = 5.0  # seconds until a kernel handed out is replaced; its page comes first
OPENING = 120.0  # seconds a page may take to come for the kernel it started
# What a kernel in waiting has behind it: the slow imports and a first picture. No name is left.
WARM_UP = "__import__('importlib').import_module('kit.room.warm').warm_up()"
MAX_SCREENS = 6  # started without the facilitator's key, so that a stranger cannot fill the machine
# What a page may say to its kernel: nothing that runs code or ends the kernel.
SAID = ["comm_open", "comm_msg", "comm_close", "comm_info_request", "kernel_info_request"]
# What a page is told: what its widgets show. No source of a cell, no log, no traceback.
TOLD = {
    "comm_open",
    "comm_msg",
    "comm_close",
    "comm_info_reply",
    "kernel_info_reply",
    "status",
    "display_data",
    "update_display_data",
    "execute_result",
    "clear_output",
}


class TooManyScreens(Exception):
    """No kernel is started for one more screen without the facilitator's key."""


@dataclass(frozen=True)
class Opening:
    """The page for which a kernel is about to start.

    Attributes:
        role: What the kernel will serve.
        limited: Whether the browser has not shown the facilitator's key.
    """

    role: Role
    limited: bool


opening: ContextVar[Opening] = ContextVar("opening")


class KernelList:
    """The running page kernels by id, each with the role it serves.

    Some more wait with their imports done. They have no role, so no page reaches them, and they
    have run no cell of a notebook: the page that gets one tells it its place.

    Args:
        manager: Voilà's kernel manager.
        warm: How many kernels wait for the next pages: the dashboard and the screen are often
            opened together.
    """

    def __init__(self, manager: Any, warm: int = 0) -> None:
        self._manager = manager
        self._warm = warm
        self._roles: dict[str, Role] = {}
        self._pages: dict[str, int] = {}
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._watchers: dict[str, dict[object, Callable[[], None]]] = {}
        self._starting: list[Role] = []
        self._waiting: dict[Kind, list[asyncio.Task[str]]] = {}
        self._closed = False
        self._start = manager.start_kernel
        manager.start_kernel = self.start_kernel
        manager.allowed_message_types = SAID

    def __repr__(self) -> str:
        return f"<KernelList of {len(self._roles)} kernels>"

    async def start_kernel(self, **settings: Any) -> str:
        """Start a kernel for the page being opened.

        Raises:
            TooManyScreens: It is for a screen, and enough of them are open.
        """
        page = opening.get()
        if page.limited and self.count_screens() >= MAX_SCREENS:
            raise TooManyScreens
        self._starting.append(page.role)
        try:
            kernel_id = await self._take(settings) or await self._start(**settings)
        finally:
            self._starting.remove(page.role)
        self._roles[kernel_id] = page.role
        # A kernel that is started again by itself has run no cell: the page begins anew instead.
        for event in ("restart", "dead"):
            self._manager.add_restart_callback(
                kernel_id, functools.partial(self._begin_end, kernel_id), event
            )
        self._plan_end(kernel_id, OPENING)
        return kernel_id

    def prepare(self, kernel_name: str, path: str) -> None:
        """Start kernels in the background for the next pages, one after the other.

        Args:
            kernel_name: The kernel's kind, as a notebook names it.
            path: The notebook's folder, "" for the served one.
        """
        self._begin(self._prepare((kernel_name, path)))

    async def close(self) -> None:
        """Start no further kernel ahead, and end those that wait: they have nothing to lose."""
        self._closed = True
        started = [task for tasks in self._waiting.values() for task in tasks]
        done, _ = await asyncio.wait(started, timeout=PATIENCE) if started else (set(), set())
        for kernel_id in [task.result() for task in done if task.exception() is None]:
            if kernel_id in self._manager:
                await self._manager.shutdown_kernel(kernel_id, now=True)

    async def _prepare(self, kind: Kind) -> None:
        for other in [other for other in self._waiting if other != kind]:
            for task in self._waiting.pop(other):  # of a folder that is not served any more
                if task.done() and task.exception() is None:
                    self._begin_end(task.result())
        waiting = self._waiting.setdefault(kind, [])
        while len(waiting) < self._warm and not self._closed:
            kernel_name, path = kind
            warm = [f"--IPKernelApp.exec_lines={WARM_UP}"]
            task = asyncio.ensure_future(
                self._start(kernel_name=kernel_name, path=path, extra_arguments=warm)
            )
            waiting.append(task)
            await asyncio.wait([task], timeout=OPENING)
            if not task.done() or task.exception() is not None:
                if task in waiting:
                    waiting.remove(task)
                log.error("No kernel could be started ahead; pages start their own.")
                return

    async def _take(self, settings: dict[str, Any]) -> str | None:
        """A kernel in waiting if one fits and lives; others follow in either case."""
        kind = settings.get("kernel_name", ""), settings.get("path", "")
        asyncio.get_running_loop().call_later(READY_AGAIN, self.prepare, *kind)
        while waiting := self._waiting.get(kind):
            task = waiting.pop(0)
            # One that is just starting is ahead of a new one, unless it never gets ready.
            await asyncio.wait([task], timeout=PATIENCE)
            if not task.done() or task.exception() is not None:
                continue
            kernel_id = task.result()
            if kernel_id in self._manager and await self._answers(kernel_id):
                return kernel_id
            self._begin_end(kernel_id)
        return None

    async def _answers(self, kernel_id: str) -> bool:
        """Whether a kernel is alive and can be talked to, also after its process was replaced."""
        kernel = self._manager.get_kernel(kernel_id)
        if not await kernel.is_alive():
            return False
        client = kernel.client()
        client.start_channels()
        try:
            await client.wait_for_ready(timeout=PATIENCE)
        except RuntimeError:
            return False
        finally:
            client.stop_channels()
        return True

    def get_role(self, kernel_id: str) -> Role | None:
        """The role a kernel serves, None if it is not ours or has ended."""
        return self._roles.get(kernel_id)

    def count_screens(self) -> int:
        """How many screens have a kernel, or are about to get one."""
        return [*self._roles.values(), *self._starting].count(Role.SCREEN)

    def end(self, kernel_id: str) -> None:
        """End a page's kernel, and so the page: it loads itself again, and is told what is now."""
        if kernel_id in self._roles:
            self._begin_end(kernel_id)

    def enter(self, kernel_id: str) -> None:
        """A page has opened its line to a kernel."""
        self._pages[kernel_id] = self._pages.get(kernel_id, 0) + 1
        if timer := self._timers.pop(kernel_id, None):
            timer.cancel()

    def leave(self, kernel_id: str) -> None:
        """A page has closed its line."""
        self._pages[kernel_id] = self._pages.get(kernel_id, 1) - 1
        if self._pages[kernel_id] <= 0:
            self._plan_end(kernel_id, LINGER)

    def follow(self, kernel_id: str, on_end: Callable[[], None]) -> Callable[[], None]:
        """Call `on_end` when a kernel ends, by itself or because nobody needs it.

        Returns:
            A function that takes it back.
        """
        watchers = self._watchers.setdefault(kernel_id, {})
        key = object()
        watchers[key] = on_end

        def stop() -> None:
            watchers.pop(key, None)

        return stop

    def _plan_end(self, kernel_id: str, seconds: float) -> None:
        loop = asyncio.get_running_loop()
        if timer := self._timers.pop(kernel_id, None):
            timer.cancel()
        self._timers[kernel_id] = loop.call_later(seconds, self._begin_end, kernel_id)

    def _begin_end(self, kernel_id: str) -> None:
        self._begin(self._end(kernel_id))

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _end(self, kernel_id: str) -> None:
        self._timers.pop(kernel_id, None)
        self._pages.pop(kernel_id, None)
        self._roles.pop(kernel_id, None)
        for tell in list(self._watchers.pop(kernel_id, {}).values()):
            tell()
        with contextlib.suppress(Exception):
            await self._manager.shutdown_kernel(kernel_id, now=True)


def check_kernel(handler: RequestHandler, kernel_id: str) -> None:
    """Let a browser at a kernel only if it may have the role the kernel serves.

    Raises:
        HTTPError: 404, which tells nothing about whether there is such a kernel.
    """
    role = handler.settings["kit_kernels"].get_role(kernel_id)
    facilitator = handler.get_signed_cookie(FACILITATOR, max_age_days=COOKIE_DAYS) == b"1"
    if role is None or (role is Role.FACILITATOR and not facilitator):
        raise HTTPError(404)


class KernelState(Door):
    """What Voilà's front end asks of its kernel before it opens the line. It changes nothing."""

    async def get(self, kernel_id: str) -> None:
        """Answer with the kernel's state."""
        check_kernel(self, kernel_id)
        self.write(self.settings["kernel_manager"].kernel_model(kernel_id))


class KernelSocket(CalmSocket, VoilaKernelWebsocketHandler):  # type: ignore[misc]
    """Voilà's line to a page kernel, for the role it serves, with both directions filtered."""

    async def get(self, kernel_id: str) -> None:
        """Open the line, if this browser's role fits the kernel's."""
        check_kernel(self, kernel_id)
        await super().get(kernel_id)

    async def open(self, kernel_id: str) -> None:
        """Count the page in."""
        self._entered = kernel_id
        self.settings["kit_kernels"].enter(kernel_id)
        await super().open(kernel_id)

    def write_message(self, message: Any, binary: bool = False) -> Any:
        """Tell the page what its widgets show.

        Today's wire format is read here; who asks for an older one is told nothing.
        """
        header = read_header_from_binary_message(message) if isinstance(message, bytes) else None
        if header is None or header.get("msg_type") not in TOLD:
            return None
        with contextlib.suppress(WebSocketClosedError):
            return super().write_message(message, binary)

    def on_close(self) -> None:
        """Count the page out; its kernel ends a while later."""
        if entered := getattr(self, "_entered", None):
            self.settings["kit_kernels"].leave(entered)
        super().on_close()
