"""Waiting for what a store tells, and never for a time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from kit.gate.results import get_result
from kit.session.session import Role
from kit.store import Store

T = TypeVar("T")
PATIENCE = 60  # seconds until a test gives up


def play(scenario: Coroutine[Any, Any, None]) -> None:
    """Run a scenario in a loop of its own."""
    asyncio.run(asyncio.wait_for(scenario, PATIENCE))


def run_apart(work: Coroutine[Any, Any, T]) -> T:
    """Run it in a thread of its own: in this one Playwright may have a loop that stands still."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


async def wait_until(store: Store, true: Callable[[], bool]) -> None:
    """Wait for something that a notice of the store tells."""
    loop, heard = asyncio.get_running_loop(), asyncio.Event()

    def wake(_code: str, _what: str) -> None:
        loop.call_soon_threadsafe(heard.set)

    stop = store.notices.listen(wake)
    while not true():
        await heard.wait()
        heard.clear()
    stop()


def read_progress(store: Store, round_id: int) -> str:
    """How many have finished, as the screen says it."""
    return get_result(store, store.get_round_by_id(round_id), Role.SCREEN).progress


async def wait_for_progress(store: Store, round_id: int, words: str) -> None:
    """Wait until the screen says how many have finished."""
    await wait_until(store, lambda: read_progress(store, round_id) == words)
