"""The kernels behind facilitator and screen pages: who may reach which, and when they end."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from contextvars import ContextVar
from typing import Any

from tornado.web import HTTPError, RequestHandler
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

from kit.server.door import COOKIE_DAYS, FACILITATOR, Door
from kit.session import Role

log = logging.getLogger("kit.server")

serving: ContextVar[Role] = ContextVar("serving", default=Role.SCREEN)
LINGER = 45.0  # seconds a kernel outlives its last page, for a reload or a short loss of network
OPENING = 120.0  # seconds a page may take to come for the kernel it started
MAX_SCREENS = 6  # started without the facilitator's key, so that a stranger cannot fill the machine


class KernelList:
    """The running page kernels by id, each with the role it serves.

    Args:
        manager: Voilà's kernel manager.
    """

    def __init__(self, manager: Any) -> None:
        self._manager = manager
        self._roles: dict[str, Role] = {}
        self._pages: dict[str, int] = {}
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        start = manager.start_kernel

        async def start_kernel(**settings: Any) -> str:
            kernel_id: str = await start(**settings)
            self._roles[kernel_id] = serving.get()
            self._plan_end(kernel_id, OPENING)
            return kernel_id

        manager.start_kernel = start_kernel

    def __repr__(self) -> str:
        return f"<KernelList of {len(self._roles)} kernels>"

    def get_role(self, kernel_id: str) -> Role | None:
        """The role a kernel serves, None if it is not ours or has ended."""
        return self._roles.get(kernel_id)

    def has_room_for_screen(self) -> bool:
        """Whether one more screen may be opened without the facilitator's key."""
        screens = sum(role is Role.SCREEN for role in self._roles.values())
        return screens < MAX_SCREENS

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

    def _plan_end(self, kernel_id: str, seconds: float) -> None:
        loop = asyncio.get_running_loop()
        if timer := self._timers.pop(kernel_id, None):
            timer.cancel()
        self._timers[kernel_id] = loop.call_later(seconds, self._begin_end, kernel_id)

    def _begin_end(self, kernel_id: str) -> None:
        task = asyncio.create_task(self._end(kernel_id))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _end(self, kernel_id: str) -> None:
        self._timers.pop(kernel_id, None)
        self._pages.pop(kernel_id, None)
        self._roles.pop(kernel_id, None)
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


class KernelSocket(VoilaKernelWebsocketHandler):  # type: ignore[misc]
    """Voilà's line to a page kernel, for the role it serves; its message allow-list stays on."""

    async def get(self, kernel_id: str) -> None:
        """Open the line, if this browser's role fits the kernel's."""
        check_kernel(self, kernel_id)
        await super().get(kernel_id)

    async def open(self, kernel_id: str) -> None:
        """Count the page in."""
        self._entered = kernel_id
        self.settings["kit_kernels"].enter(kernel_id)
        await super().open(kernel_id)

    def on_close(self) -> None:
        """Count the page out; its kernel ends a while later."""
        if entered := getattr(self, "_entered", None):
            self.settings["kit_kernels"].leave(entered)
        super().on_close()
