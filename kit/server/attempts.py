"""Wrong codes: how many one address may type before it has to wait."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

AT_ONCE = 30  # wrong codes: a whole team behind one address may mistype its first ones
SECONDS_EACH = 2.0
MAX_ADDRESSES = 10_000


@dataclass
class Attempts:
    """Keeps strangers from trying codes until one fits.

    Addresses are held in memory alone, for about a minute after a wrong code, and nowhere beside
    a seat. With 20 letters in six places one address finds a given code in about two years.

    Attributes:
        clock: Gives the time in seconds.
    """

    clock: Callable[[], float] = time.monotonic
    _free: dict[str, float] = field(default_factory=dict, repr=False)

    def may_try(self, address: str) -> bool:
        """Say whether an address has tries left."""
        return self._free.get(address, 0.0) - self.clock() < AT_ONCE * SECONDS_EACH

    def add_wrong(self, address: str) -> None:
        """Count a wrong code against an address."""
        now = self.clock()
        if len(self._free) >= MAX_ADDRESSES:
            self._free = {each: free for each, free in self._free.items() if free > now}
        self._free[address] = max(now, self._free.get(address, 0.0)) + SECONDS_EACH
