"""Seats that are asked for in the same instant, to be taken in one transaction."""

from __future__ import annotations

import asyncio
import threading

from kit.store import Store
from kit.store.seats import Refusal


class SeatBatch:
    """Seats of one session that wait for their turn to be written.

    Whoever comes before the writer begins with it is one of them.

    Args:
        code: Code of the session.
    """

    def __init__(self, code: str) -> None:
        self.code = code
        self._lock = threading.Lock()
        self._waiting: list[tuple[str, asyncio.Future[Refusal | bool]]] = []
        self._is_begun = False

    def __repr__(self) -> str:
        return f"<SeatBatch of {len(self._waiting)}>"

    def add(self, token: str) -> asyncio.Future[Refusal | bool] | None:
        """Wait with the others; None where it is too late for that.

        Args:
            token: The seat's secret.
        """
        future: asyncio.Future[Refusal | bool] = asyncio.get_running_loop().create_future()
        with self._lock:
            if self._is_begun:
                return None
            self._waiting.append((token, future))
        return future

    def take(self, store: Store) -> None:
        """Take the seats, and tell everybody who waits once they are kept."""
        with self._lock:
            self._is_begun = True
        try:
            outcomes = store.add_seats(self.code, [token for token, _ in self._waiting])
        except Exception as error:
            for _, future in self._waiting:
                _settle(future, error)
        else:
            for (_, future), outcome in zip(self._waiting, outcomes, strict=True):
                _settle(future, outcome)

    def hear_end(self, taking: asyncio.Future[None]) -> None:
        """Where the seats are not taken, as the server ends, nobody waits for them any more."""
        if taking.cancelled():
            for _, future in self._waiting:
                future.cancel()


def _settle(future: asyncio.Future[Refusal | bool], outcome: Refusal | bool | Exception) -> None:
    """Tell somebody, in the thread of their loop, unless they have gone."""
    loop = future.get_loop()
    if not loop.is_closed():
        loop.call_soon_threadsafe(_tell, future, outcome)


def _tell(future: asyncio.Future[Refusal | bool], outcome: Refusal | bool | Exception) -> None:
    if future.done():
        return
    if isinstance(outcome, Exception):
        future.set_exception(outcome)
    else:
        future.set_result(outcome)
