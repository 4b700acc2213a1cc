"""What an operator may set about room kernels."""

from __future__ import annotations

import logging
import math
import os
from dataclasses import dataclass, field, replace

log = logging.getLogger("kit.server")

SPREAD = "A session that expects %s people is spread over %s kernels. Choose with --room-kernels."
PING_SECONDS = 5.0
PEOPLE = 250  # for whom one kernel is right


def choose_kernels(expected: int | None, cores: int) -> int:
    """Over how many kernels the seats of a session are spread, where nobody has said.

    Args:
        expected: How many people are awaited; None where that is not known.
        cores: Of this machine. More kernels than that would only take memory.
    """
    return max(1, min(math.ceil((expected or 0) / PEOPLE), cores))


@dataclass(frozen=True)
class RoomSettings:
    """How a session's room kernels are kept.

    Attributes:
        kernels: Over how many kernels the seats of a session are spread; 0 for as many as
            `choose_kernels` gives.
        patience: Seconds for which a kernel may not answer before it is started again.
        memory: How much one kernel may take, in MB, where the system has such limits; 0 for all.
        linger: Seconds for which a seat's widgets outlive its last browser.
        untaken: Seconds for which a form is kept that was asked for and not taken.
        forms: How many such forms there may be at once; the oldest makes room for a new one.
        gone: Seconds after which nobody sits in a seat whose page was closed.
        away: Seconds after which nobody sits in a seat whose line broke, as a phone's that sleeps.
        soon: Seconds after which a seat that has lost its line counts as reconnecting.
        late: Seconds after which nobody waits for it any more.
        data: The store's address.
    """

    kernels: int = 0
    patience: float = 15.0
    memory: int = 4096
    linger: float = 300.0
    untaken: float = 15.0
    forms: int = 400
    gone: float = 10.0
    away: float = 45.0
    soon: float = 5.0
    late: float = 120.0
    data: str = field(default="", repr=False)

    def choose_for(self, expected: int | None) -> RoomSettings:
        """The same, with as many kernels as a session needs where nobody has said.

        Args:
            expected: How many people are awaited; None where that is not known.
        """
        if self.kernels:
            return self
        kernels = choose_kernels(expected, os.cpu_count() or 1)
        if kernels > 1:
            log.warning(SPREAD, expected, kernels)
        return replace(self, kernels=kernels)

    @property
    def ping_seconds(self) -> float:
        """Seconds between two looks at a kernel."""
        return min(PING_SECONDS, self.patience / 3)
