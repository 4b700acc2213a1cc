"""Watching a room kernel: how long it takes to answer, and when to give it up."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from kit.server.kernels.room_process import RoomKernel, RoomKernelDied


async def watch(
    kernel: RoomKernel, interval: float, patience: float, report: Callable[[float | None], None]
) -> None:
    """Ask a kernel now and then whether it is there, and kill it when it is not; until it ends.

    A kernel that works off a long queue is alive: whatever it finishes counts as an answer. Time
    is counted in looks, so that a server that was held up itself blames nobody for it.

    Args:
        kernel: The kernel, started.
        interval: Seconds between two looks.
        patience: Seconds without any answer after which it is killed.
        report: Called with the seconds that are left while it does not answer, and with None when
            it answers again.
    """
    try:
        while True:
            await asyncio.sleep(interval)
            await _look(kernel, interval, patience, report)
    except RoomKernelDied:
        return


async def _look(
    kernel: RoomKernel, interval: float, patience: float, report: Callable[[float | None], None]
) -> None:
    ping = asyncio.ensure_future(kernel.ping())
    silent, finished = 0.0, kernel.finished
    try:
        while not (await asyncio.wait({ping}, timeout=interval))[0]:
            silent = silent + interval if kernel.finished == finished else 0.0
            finished = kernel.finished
            if silent >= patience:
                kernel.kill()
                raise RoomKernelDied
            report(patience - silent if silent else None)
        report(None)
        ping.result()
    finally:
        ping.cancel()
