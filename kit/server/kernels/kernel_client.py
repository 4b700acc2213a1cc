"""A client of one kernel: what is sent to it, and what it says, in order."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from datetime import datetime
from queue import Empty
from typing import Any

import zmq
import zmq.asyncio
from jupyter_client.session import Session

from kit.room.alike import describe_place
from kit.server.tasks import Tasks

log = logging.getLogger("kit.server")

READY_SECONDS = 60.0
ASK_SECONDS = 1.0  # until a kernel that has not answered is asked once more
HEAR_SECONDS = 0.2  # in which what it says after an answer has come, if it is heard at all
KNOCK_MS = 10  # between two tries to reach a kernel whose sockets are not there yet
AT_A_TIME = 50  # messages; then others have their turn
WAKE_SECONDS = 2.0  # under load a wake-up may be lost: look again, so that nobody waits for ever


def read_times(header: dict[str, Any]) -> dict[str, Any]:
    """A message's header, or its parent's, with its date as a time; no other entry is one.

    What is no date stays as it is: a notebook's code may send messages of its own.
    """
    try:
        return {**header, "date": datetime.fromisoformat(header["date"])}
    except (KeyError, TypeError, ValueError):
        return header


class KernelClient:
    """One connection to one kernel, for everything the server says to it and hears of it.

    Args:
        manager: Jupyter's manager of the kernel, whose process is running.
        on_message: Called with every iopub message, in order; what it raises is logged by its
            place and stops nothing.
        on_error: Called with the name of the error where code that was executed raised one.
        session: A name of its own, where others connect to the same kernel under the manager's.
    """

    def __init__(
        self,
        manager: Any,
        on_message: Callable[[dict[str, Any]], None],
        on_error: Callable[[str], None],
        session: Session | None = None,
    ) -> None:
        self._on_message = on_message
        self._on_error = on_error
        self._tasks = Tasks()
        # At its marks ZeroMQ drops what a subscriber is slow to take, and with it an answer that
        # somebody waits for; a full queue towards a kernel that hangs would hold up the server.
        self._context = zmq.asyncio.Context()
        self._context.setsockopt(zmq.RCVHWM, 0)
        self._context.setsockopt(zmq.SNDHWM, 0)
        self._context.setsockopt(zmq.RECONNECT_IVL, KNOCK_MS)
        self._manager = manager
        own = {} if session is None else {"session": session}
        self._client = manager.client(context=self._context, **own)

    async def start(self) -> None:
        """Connect, wait until the kernel is ready, and hear it from then on.

        Raises:
            RuntimeError: It ended at once, or did not get ready in `READY_SECONDS`.
        """
        self._client.start_channels(hb=False, stdin=False)
        try:
            await asyncio.wait_for(self._wait_until_heard(), READY_SECONDS)
        except TimeoutError as error:
            msg = f"The kernel did not get ready in {READY_SECONDS:.0f} seconds"
            raise RuntimeError(msg) from error
        self._tasks.begin(self._read(self._client.iopub_channel))
        self._tasks.begin(self._drain(self._client.shell_channel))

    def send(self, kind: str, content: dict[str, Any], buffers: list[bytes] | None = None) -> str:
        """Send a message on the shell channel.

        Returns:
            Its id; the status messages that follow carry it as their parent's.
        """
        session, channel = self._client.session, self._client.shell_channel
        message = session.msg(kind, content)
        session.send(channel.socket, message, buffers=buffers or None)
        return str(message["header"]["msg_id"])

    def execute(self, code: str) -> None:
        """Have the kernel run code, silently; what waits behind it is run even if it fails."""
        self._client.execute(code, silent=True, store_history=False, stop_on_error=False)

    def ask_info(self) -> str:
        """Ask for a sign of life; its status messages carry the id that is returned."""
        return str(self._client.kernel_info())

    def stop(self) -> None:
        """Disconnect."""
        self._tasks.cancel()
        self._client.stop_channels()
        self._context.destroy(linger=0)

    async def _wait_until_heard(self) -> None:
        """Wait for an answer on both channels: a subscription may come after the first words.

        Unlike jupyter_client's own way, this hears no silence out afterwards.
        """
        while True:
            self.ask_info()
            with contextlib.suppress(Empty):
                await self._client.shell_channel.get_msg(timeout=ASK_SECONDS)
                await self._client.iopub_channel.get_msg(timeout=HEAR_SECONDS)
                return
            if not await self._manager.is_alive():
                msg = "The kernel ended before it was ready"
                raise RuntimeError(msg)

    async def _read(self, channel: Any) -> None:
        """Pass on what the kernel says: wait for the first, and take what has come with it.

        Waiting for each message alone took the loop longer than reading it.
        """
        plain: zmq.Socket[bytes] = zmq.Socket.shadow(channel.socket)
        while True:
            await channel.socket.poll(1000 * WAKE_SECONDS)
            for _ in range(AT_A_TIME):
                try:
                    parts = plain.recv_multipart(zmq.NOBLOCK)
                except zmq.Again:
                    break
                self._pass_on(parts)
            await asyncio.sleep(0)  # a wait for what is there already lets nobody else go on

    def _pass_on(self, parts: list[bytes]) -> None:
        session = self._client.session
        try:
            _, parts = session.feed_identities(parts)
            self._on_message(session.deserialize(parts))
        except Exception as error:
            place = describe_place(error)
            log.error("A message of a kernel could not be passed on: %s", place)

    async def _drain(self, channel: Any) -> None:
        while True:
            message = await channel.get_msg()
            if message["content"].get("status") == "error":
                self._on_error(str(message["content"].get("ename")))
