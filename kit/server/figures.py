"""What an operator may know of a server in numbers. None is of a session, and none of a person."""

from __future__ import annotations

from dataclasses import dataclass

from kit.server.state import ServerState


@dataclass(frozen=True)
class Figures:
    """The participants' side of a server at one moment.

    Attributes:
        rooms: Sessions with a room here.
        faults: How many of them cannot play their exercise, or do not answer just now.
        kernels: Room kernels that run.
        answer_ms: The slowest kernel's last answer, in milliseconds.
        memory_mb: What all room kernels hold, to the nearest ten: a seat's widgets take far less.
        restarts: How often a kernel of the rooms had to be started again.
        lines: Open lines of phones.
    """

    rooms: int
    faults: int
    kernels: int
    answer_ms: int
    memory_mb: int
    restarts: int
    lines: int

    @property
    def status(self) -> str:
        """In one word."""
        return "fault" if self.faults else "ok"


def count_figures(house: ServerState) -> Figures:
    """Count what is there now."""
    rooms = house.rooms.values()
    groups = [group for room in rooms for group in room.groups]
    kernels = [group.kernel for group in groups if group.kernel is not None]
    return Figures(
        rooms=len(rooms),
        faults=sum(bool(room.news) for room in rooms),
        kernels=len(kernels),
        answer_ms=max((kernel.answer_ms for kernel in kernels), default=0),
        memory_mb=round(sum(kernel.memory for kernel in kernels), -1),
        restarts=sum(group.restarts for group in groups),
        lines=sum(len(channel.browsers) for group in groups for channel in group.channels),
    )
