"""Work in the background: held until it is done, or cancelled with its owner."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any


class Tasks:
    """The tasks of one owner. The loop itself holds a task only weakly."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()

    def __repr__(self) -> str:
        return f"<Tasks: {len(self._tasks)} running>"

    def __len__(self) -> int:
        return len(self._tasks)

    def begin(self, work: Coroutine[Any, Any, Any]) -> None:
        """Do something in the background."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def cancel(self) -> None:
        """Stop whatever is still running."""
        for task in self._tasks:
            task.cancel()

    async def settle(self) -> None:
        """Wait until whatever is running now has come to its end, a good one or not."""
        await asyncio.gather(*self._tasks, return_exceptions=True)
