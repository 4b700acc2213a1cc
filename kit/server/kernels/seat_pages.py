"""The seats' pages: made in the room kernel, in turn and as each seat's budget allows."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from kit.errors import KitError
from kit.server.kernels.news import UNREADY, describe_fault
from kit.server.kernels.room_process import CallFailed, RoomKernel, RoomKernelDied
from kit.server.kernels.seat_channels import SeatChannels
from kit.server.kernels.supervisor import TRIES, KernelSupervisor
from kit.server.relay.channel import Channel
from kit.server.relay.schedule import Schedule
from kit.server.tasks import Tasks
from kit.session.clock import get_now

log = logging.getLogger("kit.server")

READY_SECONDS = 60.0
PAGES_AT_ONCE = 6

Page = dict[str, Any]
Then = Callable[[Channel, Page], None]


class SeatPages:
    """Makes the pages of the seats that share a room kernel.

    Args:
        supervisor: Keeps the kernel.
        channels: The channels to the seats.
        schedule: Gives out the kernel's time.
        on_failure: Called with the place where a participant's cell has failed.
    """

    def __init__(
        self,
        supervisor: KernelSupervisor,
        channels: SeatChannels,
        schedule: Schedule,
        on_failure: Callable[[str], None],
    ) -> None:
        self._supervisor = supervisor
        self._channels = channels
        self._schedule = schedule
        self._on_failure = on_failure
        self._tasks = Tasks()

    def __repr__(self) -> str:
        return f"<SeatPages of {self._channels!r}>"

    async def get(self, token: str, then: Then | None = None) -> Page:
        """The page of a seat: what it shows and the state of its widgets.

        Args:
            token: The seat's secret.
            then: Called with the channel and the page before any later message is passed down.

        Raises:
            KitError: The exercise cannot be shown; the message is for a person.
        """
        channel, supervisor = self._channels.get(token), self._supervisor
        channel.stay()  # until the page is made; what is waited for must not be taken down
        for _ in range(TRIES):
            ready = await supervisor.wait_until_settled(READY_SECONDS)
            if not ready or supervisor.state.is_fault or supervisor.kernel is None:
                break
            try:
                return await self._fetch(supervisor.kernel, channel, then)
            except CallFailed as error:
                self._on_failure(str(error))
                raise KitError(UNREADY) from error
            except RoomKernelDied:
                continue  # it is being started again
            finally:
                if not channel.browsers:
                    self._channels.plan_leave(channel)
        else:
            await supervisor.wait_until_settled(READY_SECONDS)
        raise KitError(describe_fault(supervisor) or _(UNREADY))

    async def send_all(self, send: Then) -> None:
        """Make the pages of all that have one open.

        It is a few at a time: while the kernel makes some, others are sent.

        Args:
            send: Called with each channel and its page.
        """
        channels = iter([channel for channel in self._channels if channel.browsers])

        async def go_through() -> None:
            for channel in channels:
                work = self._send(channel, send)
                if channel.budget.measure_wait() or channel.loading.locked():
                    self._tasks.begin(work)  # it waits, and nobody behind it
                else:
                    await work

        await asyncio.gather(*(go_through() for _ in range(PAGES_AT_ONCE)))

    def close(self) -> None:
        """Make no more."""
        self._tasks.cancel()

    async def _send(self, channel: Channel, send: Then) -> None:
        if channel.browsers:
            try:
                await self.get(channel.token, send)
            except KitError:
                log.warning("A seat's page could not be made")

    async def _fetch(self, kernel: RoomKernel, channel: Channel, then: Then | None) -> Page:
        def read(reply: dict[str, Any]) -> Page:
            channel.budget.spend(reply.pop("spent"))
            self._supervisor.hear_lacks(reply.pop("faults"))
            channel.owned |= reply["state"].keys()
            channel.rules.update(reply.pop("rules"))
            place = {"kernel": kernel.generation, "seq": channel.seq, "now": get_now()}
            page = place | reply
            if then is not None:
                then(channel, page)
            return page

        seat = {"handle": channel.handle, "token": channel.token, "language": channel.language}
        async with channel.loading:  # whoever loads a page again and again waits for it
            await asyncio.sleep(channel.budget.measure_wait())
            async with self._schedule.hold(channel.budget):
                page = await kernel.call("seat", then=read, **seat)
        assert isinstance(page, dict)
        return page
