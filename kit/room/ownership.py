"""Who owns a comm: every widget made for a seat belongs to that seat alone.

A context variable holds the seat for which code runs at the moment: while its cells run, while one
of its messages is handled, while a notice is applied to its form. A comm made meanwhile carries
that seat on every message, and the relay passes on nothing else.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from ipykernel.comm.comm import BaseComm
from ipykernel.kernelbase import Kernel
from ipywidgets import Widget
from ipywidgets.widgets.widget import _instances

from kit.language import use_language
from kit.room.assets import SOURCES
from kit.room.outbox import OUTBOX, describe_change
from kit.room.patches import open_comms_with
from kit.room.surrogates import mend
from kit.room.traits import LIMITING, RULES

log = logging.getLogger("kit.room")


@dataclass(eq=False)
class Seat:
    """One browser's place in this room kernel.

    Attributes:
        handle: A random name for the seat between server and kernel; says nothing about it.
        token: The seat's secret, from its cookie; never stored, sent or logged.
        comms: Ids of the comms the seat owns.
        cells: What the seat's page shows, in order; words by their place in the notebook's parts.
        built: Whether the browser has been given the seat's page.
        leaving: Called when the seat's widgets are taken down.
        faults: How many faults its messages have caused.
        language: Tag of the language its page speaks; "" for the session's.
    """

    handle: str
    token: str = field(repr=False)
    comms: set[str] = field(default_factory=set)
    cells: list[dict[str, str] | int] = field(default_factory=list, repr=False)
    built: bool = False
    leaving: list[Callable[[], None]] = field(default_factory=list, repr=False)
    faults: int = 0
    language: str = ""


_seat: ContextVar[Seat | None] = ContextVar("seat", default=None)


def find_acting_seat() -> Seat | None:
    """The seat for which code runs at the moment, if any."""
    return _seat.get()


@contextmanager
def acting(seat: Seat) -> Iterator[None]:
    """Run code for a seat: what it makes belongs to that seat, and speaks its language."""
    mark = _seat.set(seat)
    try:
        with use_language(seat.language):
            yield
    finally:
        _seat.reset(mark)


class SeatComm(BaseComm):
    """A comm that belongs to the seat it was made for.

    A comm made for no seat stays in the kernel: nobody is told of it.
    """

    def __init__(self, *args: Any, **settings: Any) -> None:
        self.seat = find_acting_seat()
        # ipywidgets takes a comm without a kernel for one that nobody listens to.
        self.kernel = Kernel.instance() if Kernel.initialized() else None
        self._made_for = _new.pop() if _new else None
        super().__init__(*args, **settings)  # type: ignore[no-untyped-call]
        self._made_for = None

    def publish_msg(
        self,
        msg_type: str,
        data: dict[str, Any] | None = None,
        metadata: dict[str, Any] | None = None,
        buffers: list[bytes] | None = None,
        **keys: Any,
    ) -> None:
        """Publish with the owner's handle, or not at all."""
        if self.seat is None:
            return
        if msg_type == "comm_open":
            self.seat.comms.add(self.comm_id)
            SOURCES.keep((data or {}).get("state", {}))
        elif msg_type == "comm_close":
            self.seat.comms.discard(self.comm_id)
        if not self.seat.built:
            return  # the page about to be sent carries the whole state
        if msg_type == "comm_msg" and OUTBOX.is_open and not buffers:
            rule = self._describe(msg_type, data).get("rule", "")
            OUTBOX.add(describe_change(self.seat.handle, self.comm_id, data or {}, rule))
            return
        OUTBOX.flush()
        about = self._describe(msg_type, data)
        metadata = {**(metadata or {}), "seat": self.seat.handle, **about, "rules": RULES.tell()}
        if msg_type == "comm_open" and data:
            data = {**data, "state": SOURCES.shorten(data.get("state", {}))}
            metadata["sources"] = SOURCES.tell()
        publish = partial(super().publish_msg, msg_type, buffers=buffers, **keys)
        try:
            publish(data=data, metadata=metadata)
        except UnicodeEncodeError:
            publish(data=mend(data), metadata=mend(metadata))

    def _describe(self, msg_type: str, data: dict[str, Any] | None) -> dict[str, Any]:
        """What the server has to know of a widget that is new, or whose rules may have changed."""
        widget = self._made_for
        if msg_type == "comm_msg" and LIMITING & (data or {}).get("state", {}).keys():
            widget = _instances.get(self.comm_id)
        return {"rule": RULES.name(widget)} if widget else {}

    def _tell_fault(self) -> None:
        """Let the server count a fault of this seat's; its pages hear nothing of it."""
        if self.seat is not None:
            metadata = {"seat": self.seat.handle, "fault": True}
            super().publish_msg("comm_msg", data={}, metadata=metadata)  # type: ignore[no-untyped-call]

    def handle_msg(self, msg: dict[str, Any]) -> None:
        """Handle a message of the owner's browser as its seat; `sys.exit` ends nothing here.

        Whatever it raises is told by its kind and place, and counted.
        """
        if self.seat is None:
            return
        before = self.seat.faults
        with acting(self.seat):
            try:
                super().handle_msg(msg)
            except SystemExit:
                log.exception("A notebook tried to end the kernel")
            except BaseException:  # a wait that was given up is one, too: the page waits for `idle`
                log.exception("A fault in a notebook")
        OUTBOX.flush()  # before the kernel says that it is done
        if self.seat.faults > before:
            self._tell_fault()


class FaultCounter(logging.Handler):
    """Counts what is logged as a fault while code runs for a seat."""

    def emit(self, record: logging.LogRecord) -> None:
        """Count it."""
        seat = find_acting_seat()
        if seat is not None and record.exc_info:
            seat.faults += 1


def own_comms() -> None:
    """From now on every new comm in this kernel belongs to the acting seat."""
    open_comms_with(SeatComm)
    Widget.on_widget_constructed(_keep_new)
    counted = logging.getLogger("kit")
    if not any(isinstance(handler, FaultCounter) for handler in counted.handlers):
        counted.addHandler(FaultCounter())


_new: list[Widget] = []
"""The widget that has been made and is about to open its comm."""


def _keep_new(widget: Widget) -> None:
    _new[:] = [widget]
