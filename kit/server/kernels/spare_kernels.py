"""Kernels that wait for the next pages, started ahead of them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from kit.server.kernels.page_process import PageKernel

log = logging.getLogger("kit.server")

PATIENCE = 8.0  # seconds a page waits for a kernel that is being started ahead
READY_AGAIN = 5.0  # seconds until a kernel handed out is replaced; its page comes first
GIVEN_UP = 120.0  # seconds after which one that is being started ahead is not waited for
# What a kernel in waiting has behind it: the slow imports and a first picture. No name is left.
WARM_UP = "__import__('importlib').import_module('kit.room.warm').warm_up()"


class SpareKernels:
    """Kernels with their imports done. They have run no cell of a notebook.

    Args:
        start: Starts one, with arguments for its command line.
        end: Ends one.
        wanted: How many wait.
    """

    def __init__(
        self,
        start: Callable[[str], Coroutine[Any, Any, PageKernel]],
        end: Callable[[PageKernel], Awaitable[None]],
        wanted: int,
    ) -> None:
        self._start, self._end, self._wanted = start, end, wanted
        self._waiting: list[asyncio.Future[PageKernel]] = []
        self._closed = False

    def __repr__(self) -> str:
        return f"<SpareKernels, {len(self._waiting)} of {self._wanted}>"

    async def prepare(self) -> None:
        """Start as many as are wanted, one after the other."""
        while len(self._waiting) < self._wanted and not self._closed:
            task = asyncio.ensure_future(self._start(f"--IPKernelApp.exec_lines={WARM_UP}"))
            self._waiting.append(task)
            await asyncio.wait([task], timeout=GIVEN_UP)
            if not task.done() or task.exception() is not None:
                if task in self._waiting:
                    self._waiting.remove(task)
                log.error("No kernel could be started ahead; pages start their own.")
                return

    async def take(self) -> PageKernel | None:
        """The first that lives; None where none does in time."""
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
            await self._end(kernel)
        return None

    def give(self, kernel: PageKernel) -> bool:
        """Take in one that has run nothing, for the next page.

        Returns:
            Whether there is room for it: for one more than is wanted.
        """
        if self._closed or len(self._waiting) > self._wanted:
            return False
        ready: asyncio.Future[PageKernel] = asyncio.get_running_loop().create_future()
        ready.set_result(kernel)
        self._waiting.insert(0, ready)
        return True

    async def close(self) -> None:
        """Start no further one, and end those that wait: they have nothing to lose."""
        self._closed = True
        done, _ = await asyncio.wait(self._waiting, timeout=PATIENCE) if self._waiting else ([], ())
        for kernel in [task.result() for task in done if task.exception() is None]:
            await self._end(kernel)
