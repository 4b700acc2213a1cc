"""What becomes of a room kernel, in words for the facilitator and for phones."""

from __future__ import annotations

import math

from kit.language import N_, _, ngettext
from kit.server.kernels.supervisor import KernelState, KernelSupervisor

UNREADY = N_("The room is not ready. Wait a moment and load the page again.")
AGAIN = N_("The exercise is being started again.")
GIVEN_UP = N_(
    "{notebook} stops answering or ends each time it is started. Look at its cells for loops."
)
UNSHOWN = N_("A participant's page could not be made: {place}.")
LACKING = N_("On phones something is missing.")


def describe_fault(supervisor: KernelSupervisor) -> str:
    """Why the exercise cannot be played; "" while it can."""
    if supervisor.state is KernelState.GIVEN_UP:
        return _(GIVEN_UP, notebook=supervisor.notebook)
    if supervisor.state is KernelState.REFUSED:
        return name_notebook(supervisor.notebook, supervisor.reason)
    return ""


def describe_warning(supervisor: KernelSupervisor) -> str:
    """What else is to be known of the kernel; "" for nothing."""
    if supervisor.patience is not None:
        return ngettext(
            "The exercise does not answer. It is started again in {n} second.",
            "The exercise does not answer. It is started again in {n} seconds.",
            math.ceil(supervisor.patience),
        )
    if supervisor.state is KernelState.RESTARTING:
        return _(AGAIN)
    if not supervisor.lacks:
        return ""
    first, more = supervisor.lacks[0], len(supervisor.lacks) - 1
    others = ngettext("And {n} more.", "And {n} more.", more) if more else ""
    return " ".join(filter(None, (_(LACKING), first, others)))


def name_notebook(notebook: str, words: str) -> str:
    """A fault with its notebook's name, once."""
    return words if notebook in words else f"{notebook}, {words}"
