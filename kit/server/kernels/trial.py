"""Kernels in which notebooks are tried before people get them, one for each trial."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jupyter_client.manager import AsyncKernelManager

from kit.check.fault import Fault
from kit.check.found import ENDLESS, FOUND, Found, read_found
from kit.errors import ServerError
from kit.server.kernels.kernel_client import KernelClient
from kit.server.kernels.kernel_spec import build_spec
from kit.server.kernels.settings import RoomSettings
from kit.server.tasks import Tasks
from kit.store.folders import remove_folder
from kit.store.notices import make_socket_folder

SECONDS = 20.0  # that the cells of one notebook may take
GRACE = 5.0  # more, for a kernel that does not give up by itself
LOOK = 0.1  # seconds between two looks whether it still lives
AT_ONCE = 2
PREPARE = "import kit.check.trial; await kit.check.trial.prepare({!r}, {!r})"
START = "await kit.check.trial.start({!r}, {!r}, {!r})"
ENDED = "its cells end the kernel in which they run. Look at what they load and call."
NO_KERNEL = "No kernel could be started ({}). kit check --fast runs no cells."


class TrialKernel:
    """A kernel in which one notebook is tried; it is thrown away afterwards.

    Args:
        memory: How much the notebook's cells may take, in MB; 0 for no limit.
    """

    def __init__(self, memory: int) -> None:
        self._memory = memory
        self._folder = make_socket_folder()
        self._done, self._sent = asyncio.Event(), ""
        self._manager: Any = AsyncKernelManager(
            connection_file=str(Path(self._folder, "k.json")),
            transport="tcp" if os.name == "nt" else "ipc",
        )
        self._manager._kernel_spec = build_spec("--HistoryManager.enabled=False")
        self._client: KernelClient | None = None

    def __repr__(self) -> str:
        return f"<TrialKernel, {'asked' if self._sent else 'waiting'}>"

    async def start(self) -> None:
        """Start its process, and have it import what a trial needs.

        Raises:
            ServerError: It cannot be started.
        """
        try:
            await self._manager.start_kernel()
            self._client = KernelClient(self._manager, self._hear, lambda _name: None)
            await self._client.start()
            self._client.execute(PREPARE.format(str(self._folder), self._memory))
        except (OSError, RuntimeError, TimeoutError) as error:
            raise ServerError(NO_KERNEL.format(error)) from error

    async def run(self, path: Path, seconds: float = SECONDS) -> Found:
        """Run the cells of a notebook as a session would.

        Args:
            path: The notebook.
            seconds: How long its cells may take.
        """
        order = START.format(str(path.resolve()), str(self._folder), seconds)
        in_time = await self._order(order, seconds + GRACE)
        found = read_found(Path(self._folder, FOUND))
        if found is None:
            words = ENDED if in_time else ENDLESS.format(f"{seconds:g}")
            return Found((Fault(path.name, 0, 0, words),))
        return found

    async def stop(self) -> None:
        """End the process, and what it has started."""
        if self._client is not None:
            self._client.stop()
        process = getattr(self._manager.provisioner, "process", None)
        if process is not None and hasattr(os, "killpg"):
            with contextlib.suppress(OSError):
                os.killpg(process.pid, signal.SIGKILL)  # it leads a group of its own
        with contextlib.suppress(Exception):
            await self._manager.shutdown_kernel(now=True)
        remove_folder(self._folder)

    async def _order(self, order: str, seconds: float) -> bool:
        """Have the kernel run an order, and wait for its end; whether it came in time."""
        assert self._client is not None  # it has been started
        about = {"silent": True, "store_history": False, "allow_stdin": False}
        self._sent = self._client.send("execute_request", {"code": order, **about})
        try:
            async with asyncio.timeout(seconds):
                while not self._done.is_set() and await self._manager.is_alive():
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(self._done.wait(), LOOK)
        except TimeoutError:
            return False
        return True

    def _hear(self, message: dict[str, Any]) -> None:
        own = self._sent and message["parent_header"].get("msg_id") == self._sent
        if own and message["content"].get("execution_state") == "idle":
            self._done.set()


class Trials:
    """Tries one notebook after the other while somebody waits: the next kernel is started ahead.

    Args:
        memory: How much a notebook's cells may take, in MB; 0 for no limit.
    """

    def __init__(self, memory: int) -> None:
        self._memory = memory
        self._ready: asyncio.Task[TrialKernel] | None = None
        self._ending = Tasks()

    def __repr__(self) -> str:
        return f"<Trials, {'ready' if self._ready and self._ready.done() else 'not ready'}>"

    def prepare(self) -> None:
        """Start the next kernel in the background."""
        if self._ready is None:
            self._ready = asyncio.ensure_future(start_kernel(self._memory))

    async def run(self, path: Path) -> Found:
        """Run the cells of a notebook as a session would.

        Raises:
            ServerError: No kernel can be started.
        """
        self.prepare()
        assert self._ready is not None
        ready, self._ready = self._ready, None
        kernel = await ready
        try:
            return await kernel.run(path)
        finally:
            self._ending.begin(kernel.stop())

    async def close(self) -> None:
        """End the kernel that waits, and those that are ending."""
        ready, self._ready = self._ready, None
        if ready is not None:
            with contextlib.suppress(ServerError):
                await (await ready).stop()
        await self._ending.settle()


async def start_kernel(memory: int) -> TrialKernel:
    """A kernel that waits for its notebook.

    Raises:
        ServerError: It cannot be started.
    """
    kernel = TrialKernel(memory)
    try:
        await kernel.start()
    except BaseException:
        await kernel.stop()
        raise
    return kernel


async def try_notebooks(paths: Sequence[Path], seconds: float = SECONDS) -> list[Fault]:
    """What is met when the cells of notebooks are run as a session would run them.

    Args:
        paths: The notebooks.
        seconds: How long the cells of one may take.

    Raises:
        ServerError: No kernel can be started.
    """
    return [fault for found in await try_each(paths, seconds) for fault in found.faults]


async def try_each(paths: Sequence[Path], seconds: float = SECONDS) -> list[Found]:
    """Run the cells of notebooks as a session would, each in a kernel of its own.

    Args:
        paths: The notebooks.
        seconds: How long the cells of one may take.

    Returns:
        What came of each, in the same order.

    Raises:
        ServerError: No kernel can be started.
    """
    line, memory = asyncio.Semaphore(AT_ONCE), RoomSettings().memory

    async def wait(path: Path) -> Found:
        async with line:
            kernel = await start_kernel(memory)
            try:
                return await kernel.run(path, seconds)
            finally:
                await kernel.stop()

    return list(await asyncio.gather(*map(wait, paths)))
