"""Seats that share one room kernel: their pages go out, their frames come in."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kit.errors import KitError
from kit.language import _
from kit.room.alike import describe_place
from kit.room.context import KernelContext
from kit.server.kernels.news import AGAIN, UNSHOWN, describe_fault, describe_warning
from kit.server.kernels.room_process import CallFailed, RoomKernel, RoomKernelDied
from kit.server.kernels.seat_channels import SeatChannels
from kit.server.kernels.seat_pages import Page, SeatPages
from kit.server.kernels.settings import RoomSettings
from kit.server.kernels.supervisor import KernelSupervisor
from kit.server.relay.attendance import Attendance
from kit.server.relay.channel import HELLO, Browser, Channel, build_page_frame
from kit.server.relay.filter import (
    SHAPE,
    Change,
    Upward,
    build_change,
    build_downward,
    find_owner,
)
from kit.server.relay.presence import Presence
from kit.server.relay.schedule import Schedule
from kit.server.relay.traits import Unfit
from kit.server.relay.turns import Turns
from kit.server.tasks import Tasks

log = logging.getLogger("kit.server")


class SeatGroup:
    """Some of a session's seats, and the kernel that holds their widgets.

    Args:
        settings: How the kernel is kept.
        folder: The exercise notebooks.
        attendance: Told which seats have a page open.
        on_change: Called when what the facilitator should know has changed.
        on_lines: Called when the number of seats that are reconnecting has changed.

    Attributes:
        presence: How many seats are reconnecting.
        channels: The channels to the seats.
        turns: The seats' frames that wait for the kernel.
    """

    def __init__(
        self,
        settings: RoomSettings,
        folder: Path,
        attendance: Attendance,
        on_change: Callable[[], None],
        on_lines: Callable[[], None],
    ) -> None:
        self.presence = Presence(settings.soon, settings.late, on_lines)
        self.channels = SeatChannels(settings, attendance, self.presence, self._take_down)
        self._supervisor = KernelSupervisor(settings, folder, self)
        schedule = Schedule()
        self.turns = Turns(self._admit, self._pass_up, schedule)
        self._pages = SeatPages(self._supervisor, self.channels, schedule, self._hear_failure)
        self._unshown = ""
        self._on_change = on_change
        self._tasks = Tasks()

    def __repr__(self) -> str:
        return f"<SeatGroup with {len(self.channels)} channels>"

    @property
    def kernel(self) -> RoomKernel | None:
        """The kernel, None while there is none."""
        return self._supervisor.kernel

    @property
    def restarts(self) -> int:
        """How often a kernel had to be started again."""
        return self._supervisor.restarts

    @property
    def fault(self) -> str:
        """Why the exercise cannot be played, for a person; "" while it can."""
        return describe_fault(self._supervisor)

    @property
    def warning(self) -> str:
        """What else the facilitator should know now; "" for nothing."""
        if self._unshown:
            return _(UNSHOWN, place=self._unshown)
        return describe_warning(self._supervisor)

    async def close(self, reason: str, *, again: bool) -> None:
        """End the kernel and let every browser know why."""
        self.presence.close()
        self.channels.close(reason, again=again)
        self._pages.close()
        self._tasks.cancel()
        await self._supervisor.close()

    async def wait_until_ready(self, seconds: float) -> bool:
        """Wait while the kernel is being started or changed.

        Returns:
            Whether it is ready now.
        """
        return await self._supervisor.wait_until_settled(seconds)

    async def play(self, place: KernelContext, *, anew: bool = False) -> None:
        """Load a round's notebook, in a new kernel where the one before does not answer.

        Args:
            place: The round's.
            anew: Its file has changed: it is loaded again if it is being played already.

        Raises:
            KitError: It cannot be played; the message is for a person.
        """
        await self._supervisor.play(place, anew=anew)
        if self.fault:
            raise KitError(self.fault)
        await self._pages.send_all(self._swap)

    async def reword(self, place: KernelContext) -> None:
        """Take the words of a round's notebook anew; its widgets stay as they are.

        Raises:
            KitError: It cannot be played; the message is for a person.
        """
        kernel = self._supervisor.settled_kernel
        if kernel is None or self.fault:
            await self.play(place, anew=True)
            return
        with contextlib.suppress(RoomKernelDied):  # the next one reads them as well
            told = await kernel.call("reword")
            self._supervisor.hear_lacks(told["faults"])
            await self._pages.send_all(self._swap)

    async def forget(self) -> None:
        """The round has closed: neither the kernel nor a line keeps anything of what was sent."""
        self.channels.forget_frames()
        if kernel := self._supervisor.settled_kernel:
            with contextlib.suppress(RoomKernelDied, CallFailed):
                await kernel.forget()

    async def get_page(self, token: str, language: str = "") -> Page:
        """The page of a seat: what it shows and the state of its widgets.

        Raises:
            KitError: The exercise cannot be shown; the message is for a person.
        """
        channel = self.channels.get(token)
        speaks_another, channel.language = channel.language != language, language
        # The widgets are made anew, for every window of the seat that is open.
        return await self._pages.get(token, self._swap if speaks_another else None)

    async def attach(
        self, browser: Browser, token: str, generation: str, seq: int, language: str = ""
    ) -> None:
        """Put a browser on its seat's line; a page that fell behind is sent anew."""
        channel, kernel = self.channels.get(token), self._supervisor.settled_kernel
        channel.language = language
        if kernel is not None and (generation, seq) == (kernel.generation, channel.seq):
            self.channels.enter(channel, browser)
            browser.tell(HELLO)
            return

        def welcome(channel: Channel, page: Page) -> None:
            self.channels.enter(channel, browser)
            browser.tell(build_page_frame(page))

        await self._pages.get(token, welcome)

    def detach(self, browser: Browser, token: str, *, left: bool = False) -> None:
        """Take a browser off its line; the seat stays. `left`: its page was closed."""
        self.channels.leave(browser, token, left=left)

    def receive(
        self, browser: Browser, token: str, frame: str | bytes
    ) -> asyncio.Future[None] | None:
        """Pass a browser's frame up when its turn comes, or close the connection with a reason.

        Returns:
            Settled when there is room for the next; None where there is.
        """
        return self.turns.add(self.channels.get(token), browser, frame)

    def hear_message(self, message: dict[str, Any]) -> None:
        """The kernel says something: it goes down to the seat whose widget it is about."""
        if message["header"]["msg_type"] == "status":
            self.turns.hear(message)
            return
        owner = find_owner(message)
        channel = self.channels.find_owner(owner) if owner else None
        if channel is None:
            return
        if message["metadata"].get("fault"):
            self.turns.hear_fault(channel)
            return
        channel.count(message)
        if channel.browsers:
            self.turns.tell(channel, build_downward(message, channel.seq))

    def hear_change(self, change: Change) -> None:
        """A widget says something: it goes down to its seat, and to nobody else."""
        channel = self.channels.find_owner(change.seat)
        if channel is None:
            return
        channel.count_change(change.comm, change.rule)
        if channel.browsers:
            self.turns.tell(channel, build_change(change, channel.seq))

    def hear_state(self) -> None:
        """What was to be said of a page is no news any more."""
        self._unshown = ""
        self._on_change()

    def hear_loading(self) -> None:
        """The widgets of before are gone."""
        self.channels.forget_comms()

    def hear_end(self) -> None:
        """The kernel has ended: phones come back by themselves, and wait for the next one."""
        self.channels.dismiss(AGAIN, again=True)

    def hear_absence(self) -> None:
        """What a kernel was given went with it."""
        self.turns.clear()

    async def hear_return(self) -> None:
        """Everybody who is there gets the widgets that the new kernel has made."""
        await self._pages.send_all(self._swap)

    def _hear_failure(self, place: str) -> None:
        self._unshown = place
        self._on_change()

    def _swap(self, channel: Channel, page: Page) -> None:
        self.turns.tell(channel, build_page_frame(page))

    def _admit(self, channel: Channel, browser: Browser, frame: str | bytes) -> Upward | None:
        try:
            ready = self._supervisor.settled_kernel is not None
            return channel.admit(browser, frame, ready=ready)
        except Unfit:
            self.turns.count_fault(channel)
        except Exception as error:  # a frame that we have not thought of ends its own line alone
            log.error("A frame could not be read: %s", describe_place(error))
            browser.dismiss(SHAPE, again=True)
        return None

    def _pass_up(self, upward: Upward) -> str:
        assert self.kernel is not None  # or it would not have been admitted
        return self.kernel.send(upward.comm, upward.data, upward.buffers)

    def _take_down(self, channel: Channel) -> bool:
        if self.kernel is None:
            return False
        self._tasks.begin(self._drop(self.kernel, channel))
        return True

    async def _drop(self, kernel: RoomKernel, channel: Channel) -> None:
        with contextlib.suppress(RoomKernelDied, CallFailed):
            await kernel.call("drop", handle=channel.handle)
