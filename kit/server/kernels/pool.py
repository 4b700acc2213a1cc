"""The kernels behind facilitator and screen pages: how they are started, handed out, ended."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import math
from typing import Any

from jupyter_client.kernelspec import NATIVE_KERNEL_NAME

from kit.server.kernels.kernel_spec import build_environment
from kit.server.kernels.page_process import PageKernel
from kit.server.kernels.screens import MOST, UNOPENED, ScreenLine, Shown, TooManyScreens
from kit.server.kernels.spare_kernels import READY_AGAIN, SpareKernels
from kit.server.tasks import Tasks
from kit.session.session import Role

KERNEL_NAME = NATIVE_KERNEL_NAME  # this very Python, whatever a notebook was last saved with
LINGER = 45.0  # seconds a kernel outlives its last page, for a reload or a short loss of network
OPENING = 120.0  # seconds a page may take to come for the kernel it started


class KernelPool:
    """The running page kernels by id, each with the role it serves.

    Some more wait with their imports done. They have no role, so no page reaches them, and they
    have run no cell of a notebook: the page that gets one tells it its place.

    Args:
        manager: Voilà's kernel manager.
        warm: How many kernels wait for the next pages: the dashboard and the screen are often
            opened together.
        data: The store's address, for the kernels.

    Attributes:
        line: Where browsers wait that ask for a screen and know the code alone.
    """

    def __init__(self, manager: Any, warm: int = 0, data: str = "") -> None:
        self.line = ScreenLine()
        self._manager = manager
        self._data = data
        self._spare = SpareKernels(self._start, self._end, warm)
        self._kernels: dict[str, PageKernel] = {}
        self._pages: dict[str, int] = {}
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._tasks = Tasks()
        self._starting: list[Shown] = []
        self._left: set[str] = set()

    def __repr__(self) -> str:
        return f"<KernelPool of {len(self._kernels)} kernels>"

    def open(self, role: Role, shown: Shown, code: str = "") -> asyncio.Task[PageKernel]:
        """A kernel for the page being opened, as soon as there is one.

        Args:
            role: What it will serve.
            shown: What the browser has shown; with the code alone it is its turn in the line, which
                ends when the kernel has started.
            code: Code of the session that it will serve.

        Raises:
            TooManyScreens: As many of its kind are open as there may be.
        """
        if over := self._find_over(shown):
            self.end(over.kernel_id)
        self._starting.append(shown)
        return asyncio.ensure_future(self._open(role, shown, code))

    def check(self, shown: Shown) -> None:
        """See whether there may be one more screen. One whose page has been closed makes room.

        Raises:
            TooManyScreens: There may not.
        """
        self._find_over(shown)

    def pass_on(self, shown: Shown) -> None:
        """A turn in the line has not been needed: the next one has it."""
        if shown is Shown.CODE:
            self.line.finish()
            self.line.give_back()

    def deliver(self, kernel_id: str) -> None:
        """The page has been sent: a stranger's that opens no line is not waited for much longer."""
        kernel = self._kernels.get(kernel_id)
        if kernel and kernel.shown is not Shown.KEY and kernel_id not in self._pages:
            self._plan_end(kernel_id, UNOPENED)

    def take_back(self, kernel_id: str) -> None:
        """A kernel has run nothing, and its browser has gone: the next page has it."""
        kernel = self._kernels.pop(kernel_id, None)
        if kernel is None:
            return
        if timer := self._timers.pop(kernel_id, None):
            timer.cancel()
        if kernel.shown is Shown.CODE:
            self.line.give_back()
        kernel.role, kernel.code = None, ""
        if not self._spare.give(kernel):
            self._tasks.begin(self._end(kernel))

    def prepare(self) -> None:
        """Start kernels in the background for the next pages, one after the other."""
        self._tasks.begin(self._spare.prepare())

    async def close(self) -> None:
        """Start no further kernel ahead, and end those that wait: they have nothing to lose."""
        await self._spare.close()

    def get(self, kernel_id: str) -> PageKernel | None:
        """A page's kernel; None if there is none with this id, or it has ended."""
        return self._kernels.get(kernel_id)

    def end(self, kernel_id: str, *, now: bool = False) -> None:
        """End a page's kernel, and so the page: it loads itself again, and is told what is now.

        Args:
            kernel_id: The kernel's.
            now: What the page shows has been changed on purpose; it need not wait.
        """
        kernel = self._kernels.pop(kernel_id, None)
        if kernel is not None:
            self._tasks.begin(self._end(kernel, now=now))

    def reload(self, kernel_id: str) -> None:
        """Let a page load itself again and find its kernel as it is: its words alone are others."""
        kernel = self._kernels.get(kernel_id)
        if kernel is None or kernel.played is None:  # a cell of it has failed, perhaps
            self.end(kernel_id, now=True)
            return
        self._left.add(kernel_id)
        kernel.reload()

    async def forget(self, code: str) -> None:
        """Keep nothing of what the pages of a session were told before."""
        pages = [each for each in self._kernels.values() if each.code == code]
        await asyncio.gather(*(each.forget() for each in pages))

    def find_left(self, role: Role, round_id: int) -> PageKernel | None:
        """A kernel that waits for its page to come back, where one has played a round for a role.

        No other page gets it.
        """
        for kernel_id in [*self._left]:
            kernel = self._kernels.get(kernel_id)
            if kernel is None:
                self._left.discard(kernel_id)
            elif kernel.role is role and kernel.played and kernel.played[0] == round_id:
                self._left.discard(kernel_id)
                self._plan_end(kernel_id, OPENING)
                return kernel
        return None

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

    def _find_over(self, shown: Shown) -> PageKernel | None:
        """The kernel that ends when one more comes; None where there is room for it."""
        alike = [each for each in self._kernels.values() if each.shown is shown]
        if len(alike) + self._starting.count(shown) < MOST.get(shown, math.inf):
            return None
        for kernel in alike:
            if self._pages.get(kernel.kernel_id) == 0:
                return kernel
        raise TooManyScreens

    async def _open(self, role: Role, shown: Shown, code: str) -> PageKernel:
        asyncio.get_running_loop().call_later(READY_AGAIN, self.prepare)
        try:
            kernel = await self._spare.take() or await self._start()
        finally:
            self._starting.remove(shown)
            if shown is Shown.CODE:
                self.line.finish()
        kernel.role, kernel.shown, kernel.code = role, shown, code
        self._kernels[kernel.kernel_id] = kernel
        end = functools.partial(self.end, kernel.kernel_id)
        self._manager.add_restart_callback(kernel.kernel_id, end, "dead")
        self._plan_end(kernel.kernel_id, OPENING)
        return kernel

    async def _start(self, *arguments: str) -> PageKernel:
        kernel_id = await self._manager.start_kernel(
            kernel_name=KERNEL_NAME,
            extra_arguments=["--HistoryManager.enabled=False", *arguments],
            env=build_environment(self._data),
        )
        kernel = PageKernel(kernel_id, self._manager.get_kernel(kernel_id))
        try:
            await kernel.listen()
        except BaseException:
            await self._end(kernel)
            raise
        return kernel

    def _plan_end(self, kernel_id: str, seconds: float) -> None:
        loop = asyncio.get_running_loop()
        if timer := self._timers.pop(kernel_id, None):
            timer.cancel()
        self._timers[kernel_id] = loop.call_later(seconds, self.end, kernel_id)

    async def _end(self, kernel: PageKernel, *, now: bool = False) -> None:
        if timer := self._timers.pop(kernel.kernel_id, None):
            timer.cancel()
        self._pages.pop(kernel.kernel_id, None)
        kernel.close(now=now)
        with contextlib.suppress(Exception):
            await self._manager.shutdown_kernel(kernel.kernel_id, now=True)
