"""What one seat may cost the room: a share of its kernel's time, and a number of faults."""

from __future__ import annotations

import time
from collections.abc import Callable

SHARE = 0.1  # of a kernel's time, for one seat in the long run
SAVED = 2.0  # seconds of it that a seat which has been quiet may use at once
YOUNG = 0.3  # seconds of it that a new seat has: seats that are many and new come behind others
LONGEST_DEBT = 0.3  # seconds that may be owed, so that a slow disk holds nobody up for long
FAULTS = 20.0  # in a row
FAULTS_PER_SECOND = 0.1  # that are forgotten
KERNEL_FAULT = 0.1  # of a fault: a value that fitted, and a notebook that failed on it


class Bucket:
    """Something that is used up by and by and comes back with time.

    Args:
        rate: How much comes back in a second.
        most: How much there is at most.
        clock: Tells the seconds.
        first: How much there is at first; None for as much as there may be.
    """

    def __init__(
        self,
        rate: float,
        most: float,
        clock: Callable[[], float] = time.monotonic,
        *,
        first: float | None = None,
    ) -> None:
        self._rate, self._most, self._clock = rate, most, clock
        self._level, self._seen = most if first is None else first, clock()

    def __repr__(self) -> str:
        return f"<Bucket with {self.level:.1f} of {self._most:.1f}>"

    @property
    def level(self) -> float:
        """How much there is now; less than nothing, where more was spent than there was."""
        now = self._clock()
        self._level = min(self._most, self._level + (now - self._seen) * self._rate)
        self._seen = now
        return self._level

    def spend(self, amount: float, least: float = float("-inf")) -> None:
        """Take something out; it never falls below `least`."""
        self._level = max(least, self.level - amount)

    def give(self, amount: float) -> None:
        """Put something back."""
        self._level = min(self._most, self.level + amount)

    def measure_wait(self) -> float:
        """Seconds until nothing is owed any more."""
        return max(0.0, -self.level / self._rate)


class Budget:
    """What one seat has left. It belongs to the seat: a new connection brings no new one."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._time = Bucket(SHARE, SAVED, clock, first=YOUNG)
        self._faults = Bucket(FAULTS_PER_SECOND, FAULTS, clock)

    def __repr__(self) -> str:
        return f"<Budget: {self._time.level:.2f} s, {self._faults.level:.0f} faults>"

    @property
    def level(self) -> float:
        """Seconds that are left; less than nothing, where more was spent than there was."""
        return self._time.level

    def spend(self, seconds: float) -> None:
        """The kernel, or the server, was busy with this seat for so long."""
        self._time.spend(seconds, least=-LONGEST_DEBT)

    def measure_wait(self) -> float:
        """Seconds for which this seat has to wait until others have had their share."""
        return self._time.measure_wait()

    def add_fault(self, weight: float = 1.0) -> bool:
        """Count a fault.

        Returns:
            Whether that was one too many.
        """
        self._faults.spend(weight, least=-1.0)
        return self._faults.level < 0

    def add_success(self) -> None:
        """A frame that went well makes up for a fault."""
        self._faults.give(1.0)
