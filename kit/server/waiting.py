"""Strangers who wait for their turn, an address after the other."""

from __future__ import annotations

import asyncio
from functools import partial

from kit.server.links import find_source

Turn = asyncio.Future[bool]


class WaitingLine:
    """Who waits. The addresses take turns: those who are many at one hold up nobody at another.

    A turn is settled with True when it has come. Whoever waits settles it with False when the
    browser has gone, and is then passed over. Addresses are held in memory while they wait.
    """

    def __init__(self) -> None:
        self._turns: dict[str, dict[Turn, None]] = {}  # in the order of their coming

    def __len__(self) -> int:
        return sum(map(len, self._turns.values()))

    def __repr__(self) -> str:
        return f"<WaitingLine of {len(self)}>"

    def add(self, address: str) -> Turn:
        """Get in line.

        Args:
            address: Where the browser is.
        """
        turn: Turn = asyncio.get_running_loop().create_future()
        source = find_source(address)
        self._turns.setdefault(source, {})[turn] = None
        turn.add_done_callback(partial(self._forget, source))
        return turn

    def take(self) -> Turn | None:
        """Take the next one out; None when nobody is left who has not gone."""
        while self._turns:
            source = next(iter(self._turns))
            turns = self._turns.pop(source)
            turn = next(iter(turns))
            del turns[turn]
            if turns:
                self._turns[source] = turns  # behind the other addresses
            if not turn.done():
                return turn
        return None

    def _forget(self, source: str, turn: Turn) -> None:
        turns = self._turns.get(source, {})
        turns.pop(turn, None)
        if not turns:
            self._turns.pop(source, None)
