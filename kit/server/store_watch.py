"""Whether the store answers, asked so that nothing else waits for it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from kit.errors import StoreError

PATIENCE = 1.0  # seconds in which a store that is well answers


class StoreWatch:
    """Asks a store a question in a thread of its own, one at a time.

    Whoever asks while an answer is awaited waits for the same one: a store that hangs costs one
    thread, however often it is asked about.

    Args:
        look: The question.
    """

    def __init__(self, look: Callable[[], object]) -> None:
        self._look = look
        self._thread = ThreadPoolExecutor(1, "kit-store-watch")
        self._asked: asyncio.Future[float | None] | None = None

    def __repr__(self) -> str:
        waiting = self._asked is not None and not self._asked.done()
        return f"<StoreWatch, {'waiting' if waiting else 'idle'}>"

    async def ask(self, patience: float = PATIENCE) -> float | None:
        """Ask, and wait for a while.

        Returns:
            How many seconds the answer took; None where it has not come, or was a fault.
        """
        if self._asked is None or self._asked.done():
            loop = asyncio.get_running_loop()
            self._asked = loop.run_in_executor(self._thread, self._measure)
        done, _ = await asyncio.wait({self._asked}, timeout=patience)
        return self._asked.result() if done else None

    async def is_well(self) -> bool:
        """Whether the store answers in time."""
        seconds = await self.ask()
        return seconds is not None and seconds <= PATIENCE

    def close(self) -> None:
        """Ask nothing any more."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _measure(self) -> float | None:
        began = time.perf_counter()
        try:
            self._look()
        except StoreError:
            return None
        return time.perf_counter() - began
