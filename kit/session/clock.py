"""The clock of a session: all servers of one database go by the database's."""

from __future__ import annotations

import time

ON_THE_WAY = 0.25  # seconds that an answer of the other clock may have taken

_ahead = 0.0


def get_now() -> float:
    """The present time in seconds since the epoch."""
    return time.time() + _ahead


def set_now(now: float) -> None:
    """Go by another clock from now on.

    Args:
        now: What it shows at this moment, in seconds since the epoch.
    """
    global _ahead
    ahead = now - time.time()
    _ahead = ahead if abs(ahead) > ON_THE_WAY else 0.0
