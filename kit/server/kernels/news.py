"""What becomes of a room kernel, in words for the facilitator and for phones."""

from __future__ import annotations

import math

from kit.server.kernels.supervisor import KernelState, KernelSupervisor

UNREADY = "The room is not ready. Wait a moment and load the page again."
LATE = "The exercise does not answer. It is started again in {seconds} seconds."
AGAIN = "The exercise is being started again."
GIVEN_UP = (
    "{notebook} stops answering or ends each time it is started. Look at its cells for loops."
)
UNSHOWN = "A participant's page could not be made: {place}."


def describe_fault(supervisor: KernelSupervisor) -> str:
    """Why the exercise cannot be played; "" while it can."""
    if supervisor.state is KernelState.GIVEN_UP:
        return GIVEN_UP.format(notebook=supervisor.notebook)
    if supervisor.state is KernelState.REFUSED:
        return name_notebook(supervisor.notebook, supervisor.reason)
    return ""


def describe_warning(supervisor: KernelSupervisor) -> str:
    """What else is to be known of the kernel; "" for nothing."""
    if supervisor.patience is not None:
        return LATE.format(seconds=math.ceil(supervisor.patience))
    if supervisor.state is KernelState.RESTARTING:
        return AGAIN
    more = len(supervisor.lacks) - 1
    others = f" And {more} more." if more > 0 else ""
    return f"On phones something is missing. {supervisor.lacks[0]}{others}" if more >= 0 else ""


def name_notebook(notebook: str, words: str) -> str:
    """A fault with its notebook's name, once."""
    return words if notebook in words else f"{notebook}, {words}"
