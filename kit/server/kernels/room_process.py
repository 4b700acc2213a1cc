"""The room kernel's process, seen from the server: started, called, heard, watched."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import logging
import os
import secrets
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jupyter_client.manager import AsyncKernelManager

from kit.errors import KitError
from kit.room.alike import describe_place
from kit.room.protocol import CHANGES, TARGET
from kit.server.kernels.kernel_client import READY_SECONDS, KernelClient
from kit.server.kernels.kernel_spec import build_environment, build_spec
from kit.server.relay.assets import add_sources
from kit.server.relay.filter import Change, read_changes
from kit.server.relay.traits import add_rules
from kit.store.folders import remove_folder
from kit.store.notices import make_socket_folder

log = logging.getLogger("kit.server")

START = "import kit.room.kernel; kit.room.kernel.start(memory={memory})"
FILLER = " " * 12_000  # more than the 8 KiB that a socket of ZeroMQ gathers before it writes
FLUSHES = 3


class RoomKernelDied(Exception):
    """The kernel ended before it answered; it is started anew by its room."""


class CallFailed(Exception):
    """Code of a notebook failed; the message says where, or what Python said."""


class RoomKernel:
    """One kernel process with one client for everybody.

    Args:
        on_message: Called with every iopub message of a comm or a status, in order.
        on_change: Called with everything else that a widget has to say to its page, in that order.
        on_death: Called once when the process ends by itself.
        memory: How much it may take, in MB; 0 for no limit.
        data: The store's address; "" where it is told later.

    Attributes:
        generation: A random name for this process, which pages know.
        finished: How many messages it has worked off.
        answer_ms: How long the last ping took.
        memory: How much memory it held at the last ping, in MB.
        ended: Whether the process has ended, or was told to.
    """

    def __init__(
        self,
        on_message: Callable[[dict[str, Any]], None],
        on_change: Callable[[Change], None],
        on_death: Callable[[], None],
        memory: int = 0,
        data: str = "",
    ) -> None:
        self.generation = secrets.token_hex(8)
        self.finished = self.answer_ms = self.memory = 0
        self.ended = False
        self._limit = memory
        self._environment = build_environment(data)
        self._on_message, self._on_change = on_message, on_change
        self._on_death = on_death
        self._calls: dict[int, tuple[asyncio.Future[Any], Callable[[Any], Any] | None]] = {}
        self._numbers = itertools.count(1)
        self._link = secrets.token_hex(16)
        self._folder = make_socket_folder()

    async def start(self) -> None:
        """Start the process and open the server's comm.

        Raises:
            RuntimeError: It ended at once, or did not get ready in time.
            RoomKernelDied: It ended while it got ready.
            TimeoutError: It did not get ready in time.
        """
        self._manager = manager = AsyncKernelManager(
            connection_file=str(Path(self._folder, "k.json")),
            transport="tcp" if os.name == "nt" else "ipc",
        )
        manager._kernel_spec = build_spec("--HistoryManager.enabled=False")
        await manager.start_kernel(env=self._environment)
        self._watch_process(asyncio.get_running_loop())
        self._client = KernelClient(manager, self._hear, self._fail)
        await self._client.start()
        self._client.execute(START.format(memory=self._limit))
        self._client.send("comm_open", {"comm_id": self._link, "target_name": TARGET, "data": {}})
        await asyncio.wait_for(self.ping(), READY_SECONDS)

    async def call(
        self, call: str, *, then: Callable[[Any], Any] | None = None, **arguments: Any
    ) -> Any:
        """Call the kernel's side and wait for its reply.

        Args:
            call: What to do: "load", "reword", "seat", "drop", "forget" or "ping".
            then: Turns the reply into the result at the very moment it is read, before any later
                message of the kernel is passed on.
            **arguments: What the call takes.

        Raises:
            KitError: The kernel refused, with a message for a person.
            CallFailed: Code of the notebook failed.
            RoomKernelDied: The kernel ended meanwhile, perhaps because it did not answer.
        """
        if self.ended:
            raise RoomKernelDied
        number = next(self._numbers)
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._calls[number] = future, then
        data = {"id": number, "call": call, "with": arguments}
        self._client.send("comm_msg", {"comm_id": self._link, "data": data})
        try:
            return await future
        finally:
            self._calls.pop(number, None)

    async def forget(self) -> None:
        """Have the kernel forget a round that has closed, and flush the sockets on the way to it.

        Raises:
            CallFailed: It could not.
            RoomKernelDied: It ended meanwhile.
        """
        await self.call("forget")
        for _ in range(FLUSHES):
            await self.ping()

    async def ping(self) -> None:
        """Measure how long the kernel takes to answer.

        Raises:
            RoomKernelDied: It ended meanwhile.
        """
        asked = time.perf_counter()
        told = await self.call("ping", filler=FILLER)
        self.answer_ms = round(1000 * (time.perf_counter() - asked))
        self.memory = told["memory"]

    def kill(self) -> None:
        """End the process at once, and what it has started; it counts as its own end."""
        process = self._get_process() if hasattr(self, "_manager") else None
        if process is None or process.poll() is not None:
            return
        with contextlib.suppress(OSError):
            if hasattr(os, "killpg"):
                os.killpg(process.pid, signal.SIGKILL)  # it leads a group of its own
            else:
                process.kill()

    def send(self, comm_id: str, data: dict[str, Any], buffers: list[bytes]) -> str:
        """Send a widget message.

        Returns:
            Its message id; the status messages that follow carry it as their parent's.
        """
        return self._client.send("comm_msg", {"comm_id": comm_id, "data": data}, buffers)

    async def stop(self) -> None:
        """End the process and clean up behind it."""
        self._end(RoomKernelDied())
        if hasattr(self, "_client"):
            self._client.stop()
        if hasattr(self, "_manager"):
            with contextlib.suppress(Exception):
                await self._manager.shutdown_kernel(now=True)
        remove_folder(self._folder)

    @property
    def pid(self) -> int | None:
        """The process id, for operators and tests."""
        process = self._get_process() if hasattr(self, "_manager") else None
        return process.pid if process else None

    def _hear(self, message: dict[str, Any]) -> None:
        if message["content"].get("execution_state") == "idle":
            self.finished += 1
        add_sources(message["metadata"].get("sources", {}))
        add_rules(message["metadata"].get("rules", {}))
        if message["content"].get("comm_id") == self._link:
            self._settle(message["content"].get("data", {}))
        else:
            self._on_message(message)

    def _fail(self, error: str) -> None:
        log.error("The room could not be set up: %s", error)

    def _settle(self, data: dict[str, Any]) -> None:
        add_sources(data.get("sources", {}))
        add_rules(data.get("rules", {}))
        if CHANGES in data:
            for change in read_changes(data):
                try:
                    self._on_change(change)
                except Exception as error:  # of one seat; the others have theirs
                    place = describe_place(error)
                    log.error("A change of a widget could not be passed on: %s", place)
            return
        future, then = self._calls.get(data.get("id", 0), (None, None))
        if future is None or future.done():
            return
        if "refused" in data:
            future.set_exception(KitError(data["refused"]))
        elif "failed" in data:
            future.set_exception(CallFailed(data["failed"]))
        else:
            reply = data.get("reply")
            try:
                future.set_result(then(reply) if then else reply)
            except Exception as error:
                future.set_exception(error)
                raise

    def _watch_process(self, loop: asyncio.AbstractEventLoop) -> None:
        process = self._get_process()

        def wait() -> None:
            process.wait()
            if not loop.is_closed():
                with contextlib.suppress(RuntimeError):
                    loop.call_soon_threadsafe(self._died)

        threading.Thread(target=wait, daemon=True, name="room-kernel-watch").start()

    def _get_process(self) -> Any:
        return getattr(self._manager.provisioner, "process", None)

    def _died(self) -> None:
        if not self.ended:
            self._end(RoomKernelDied())
            self._on_death()

    def _end(self, reason: Exception) -> None:
        self.ended = True
        for future, _then in self._calls.values():
            if not future.done():
                future.set_exception(reason)
