"""Watching a real room kernel: one that is busy is left alone, one that is stopped is ended."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from kit.server.kernels.room_process import RoomKernel
from kit.server.kernels.watchdog import watch

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows stops no process")
SECONDS = 90
LOOK = 0.2
PATIENCE = 1.0
Scenario = Callable[[RoomKernel, asyncio.Event], Coroutine[Any, Any, None]]


def play(scenario: Scenario) -> None:
    """Run a scenario with a kernel, and with an event that its end sets."""

    async def run() -> None:
        ended = asyncio.Event()
        kernel = RoomKernel(lambda _message: None, lambda _change: None, ended.set)
        await kernel.start()
        try:
            await scenario(kernel, ended)
        finally:
            await kernel.stop()

    asyncio.run(asyncio.wait_for(run(), SECONDS))


def test_a_kernel_that_does_not_answer_is_told_of_and_killed() -> None:
    async def scenario(kernel: RoomKernel, ended: asyncio.Event) -> None:
        told: list[float | None] = []
        assert kernel.pid is not None
        os.kill(kernel.pid, signal.SIGSTOP)
        await watch(kernel, LOOK, PATIENCE, told.append)  # it ends with the kernel
        left = [seconds for seconds in told if seconds is not None]
        assert left == sorted(left, reverse=True)
        assert all(0 < seconds < PATIENCE for seconds in left)
        await ended.wait()

    play(scenario)


def test_a_kernel_that_answers_again_is_not_killed() -> None:
    async def scenario(kernel: RoomKernel, _ended: asyncio.Event) -> None:
        silent, answered = asyncio.Event(), asyncio.Event()

        def hear(left: float | None) -> None:
            if left is not None:
                silent.set()
            elif silent.is_set():
                answered.set()

        watching = asyncio.ensure_future(watch(kernel, LOOK, SECONDS, hear))
        assert kernel.pid is not None
        os.kill(kernel.pid, signal.SIGSTOP)
        await silent.wait()
        os.kill(kernel.pid, signal.SIGCONT)
        await answered.wait()
        assert not kernel.ended
        watching.cancel()

    play(scenario)


def test_a_kernel_that_ends_by_itself_is_watched_no_more() -> None:
    async def scenario(kernel: RoomKernel, ended: asyncio.Event) -> None:
        watching = asyncio.ensure_future(watch(kernel, LOOK, SECONDS, lambda _left: None))
        assert kernel.pid is not None
        os.kill(kernel.pid, signal.SIGKILL)
        await ended.wait()
        await watching

    play(scenario)
