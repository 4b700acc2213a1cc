"""The kernels behind facilitator and screen pages: how they are started, handed out, ended."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import logging
from collections.abc import Coroutine
from typing import Any

from jupyter_client.kernelspec import NATIVE_KERNEL_NAME

from kit.server.page_kernel import PageKernel
from kit.session import Role

log = logging.getLogger("kit.server")

KERNEL_NAME = NATIVE_KERNEL_NAME  # this very Python, whatever a notebook was last saved with
LINGER = 45.0  # seconds a kernel outlives its last page, for a reload or a short loss of network
PATIENCE = 8.0  # seconds a page waits for a kernel that is being started ahead
READY_AGAIN = 5.0  # seconds until a kernel handed out is replaced; its page comes first
OPENING = 120.0  # seconds a page may take to come for the kernel it started
# What a kernel in waiting has behind it: the slow imports and a first picture. No name is left.
WARM_UP = "__import__('importlib').import_module('kit.room.warm').warm_up()"
MAX_SCREENS = 6  # started without the facilitator's key, so that a stranger cannot fill the machine


class TooManyScreens(Exception):
    """No kernel is started for one more screen without the facilitator's key."""


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
        self._kernels: dict[str, PageKernel] = {}
        self._pages: dict[str, int] = {}
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._starting: list[Role] = []
        self._waiting: list[asyncio.Task[PageKernel]] = []
        self._closed = False

    def __repr__(self) -> str:
        return f"<KernelList of {len(self._kernels)} kernels>"

    def open(self, role: Role, *, limited: bool) -> asyncio.Task[PageKernel]:
        """A kernel for the page being opened, as soon as there is one.

        Args:
            role: What it will serve.
            limited: Whether the browser has not shown the facilitator's key.

        Raises:
            TooManyScreens: It is for a screen, and enough of them are open.
        """
        if limited and self.count_screens() >= MAX_SCREENS:
            raise TooManyScreens
        self._starting.append(role)
        return asyncio.ensure_future(self._open(role))

    def prepare(self) -> None:
        """Start kernels in the background for the next pages, one after the other."""
        self._begin(self._prepare())

    async def close(self) -> None:
        """Start no further kernel ahead, and end those that wait: they have nothing to lose."""
        self._closed = True
        done, _ = await asyncio.wait(self._waiting, timeout=PATIENCE) if self._waiting else ([], ())
        for kernel in [task.result() for task in done if task.exception() is None]:
            await self._end(kernel)

    def get(self, kernel_id: str) -> PageKernel | None:
        """A page's kernel; None if there is none with this id, or it has ended."""
        return self._kernels.get(kernel_id)

    def count_screens(self) -> int:
        """How many screens have a kernel, or are about to get one."""
        return [*(each.role for each in self._kernels.values()), *self._starting].count(Role.SCREEN)

    def end(self, kernel_id: str) -> None:
        """End a page's kernel, and so the page: it loads itself again, and is told what is now."""
        kernel = self._kernels.pop(kernel_id, None)
        if kernel is not None:
            self._begin(self._end(kernel))

    def enter(self, kernel_id: str) -> None:
        """A page has opened its line to a kernel."""
        self._pages[kernel_id] = self._pages.get(kernel_id, 0) + 1
        if timer := self._timers.pop(kernel_id, None):
            timer.cancel()

    def leave(self, kernel_id: str) -> None:
        """A page has closed its line."""
        if kernel_id not in self._kernels:
            return
        self._pages[kernel_id] = self._pages.get(kernel_id, 1) - 1
        if self._pages[kernel_id] <= 0:
            self._plan_end(kernel_id, LINGER)

    async def _open(self, role: Role) -> PageKernel:
        try:
            kernel = await self._take() or await self._start()
        finally:
            self._starting.remove(role)
        kernel.role = role
        self._kernels[kernel.kernel_id] = kernel
        end = functools.partial(self.end, kernel.kernel_id)
        self._manager.add_restart_callback(kernel.kernel_id, end, "dead")
        self._plan_end(kernel.kernel_id, OPENING)
        return kernel

    async def _start(self, *arguments: str) -> PageKernel:
        kernel_id = await self._manager.start_kernel(
            kernel_name=KERNEL_NAME, extra_arguments=["--HistoryManager.enabled=False", *arguments]
        )
        kernel = PageKernel(kernel_id, self._manager.get_kernel(kernel_id))
        try:
            await kernel.listen()
        except BaseException:
            await self._end(kernel)
            raise
        return kernel

    async def _prepare(self) -> None:
        while len(self._waiting) < self._warm and not self._closed:
            warm = f"--IPKernelApp.exec_lines={WARM_UP}"
            task = asyncio.ensure_future(self._start(warm))
            self._waiting.append(task)
            await asyncio.wait([task], timeout=OPENING)
            if not task.done() or task.exception() is not None:
                if task in self._waiting:
                    self._waiting.remove(task)
                log.error("No kernel could be started ahead; pages start their own.")
                return

    async def _take(self) -> PageKernel | None:
        """A kernel in waiting if one lives; others follow in either case."""
        asyncio.get_running_loop().call_later(READY_AGAIN, self.prepare)
        while self._waiting:
            task = self._waiting.pop(0)
            # One that is just starting is ahead of a new one, unless it never gets ready.
            await asyncio.wait([task], timeout=PATIENCE)
            if not task.done():
                self._waiting.append(task)  # for somebody who comes later
                return None
            if task.exception() is not None:
                continue
            kernel = task.result()
            if await kernel.is_alive(PATIENCE):
                return kernel
            self._begin(self._end(kernel))
        return None

    def _plan_end(self, kernel_id: str, seconds: float) -> None:
        loop = asyncio.get_running_loop()
        if timer := self._timers.pop(kernel_id, None):
            timer.cancel()
        self._timers[kernel_id] = loop.call_later(seconds, self.end, kernel_id)

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _end(self, kernel: PageKernel) -> None:
        if timer := self._timers.pop(kernel.kernel_id, None):
            timer.cancel()
        self._pages.pop(kernel.kernel_id, None)
        kernel.close()
        with contextlib.suppress(Exception):
            await self._manager.shutdown_kernel(kernel.kernel_id, now=True)
