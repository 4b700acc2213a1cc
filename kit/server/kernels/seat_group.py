"""Seats that share one room kernel: their lines, and the kernel kept alive for them."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import math
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kit.errors import KitError
from kit.room.alike import describe_place
from kit.room.context import KernelContext
from kit.server.kernels.room_process import CallFailed, RoomKernel, RoomKernelDied
from kit.server.kernels.settings import RoomSettings
from kit.server.kernels.watchdog import watch
from kit.server.relay.attendance import Attendance
from kit.server.relay.channel import HELLO, Browser, Channel, build_page_frame
from kit.server.relay.filter import SHAPE, Upward, build_downward, get_owner
from kit.server.relay.presence import Presence
from kit.server.relay.schedule import Schedule
from kit.server.relay.traits import Unfit
from kit.server.relay.turns import Turns

log = logging.getLogger("kit.server")

TRIES = 3
LATELY = 300.0  # seconds: so many ends within this time, and the exercise is given up
READY_SECONDS = 60.0
PAGES_AT_ONCE = 6
MAX_EMPTY = 4000  # lines without widgets that are remembered, in case their pages come back
UNREADY = "The room is not ready. Wait a moment and load the page again."
LATE = "The exercise does not answer. It is started again in {seconds} seconds."
AGAIN = "The exercise is being started again."
GIVEN_UP = (
    "{notebook} stops answering or ends each time it is started. Look at its cells for loops."
)
UNSHOWN = "A participant's page could not be made: {place}."


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
        fault: Why the exercise cannot be played, for a person; "" while it can.
        warning: What else the facilitator should know now.
        restarts: How often a kernel had to be started again.
    """

    def __init__(
        self,
        settings: RoomSettings,
        folder: Path,
        attendance: Attendance,
        on_change: Callable[[], None],
        on_lines: Callable[[], None],
    ) -> None:
        self.fault = self.warning = ""
        self.restarts = 0
        self.presence = Presence(settings.soon, settings.late, on_lines)
        self._settings = settings
        self._folder = folder
        self._attendance = attendance
        self._on_change = on_change
        self._lines: dict[str, Channel] = {}
        self._by_handle: dict[str, Channel] = {}
        self._schedule = Schedule()
        self._turns = Turns(self._admit, self._pass_up, self._schedule)
        self._kernel: RoomKernel | None = None
        self._place: KernelContext | None = None
        self._loaded: KernelContext | None = None
        self._ready = asyncio.Event()
        self._turn = asyncio.Lock()
        self._ends: deque[float] = deque(maxlen=TRIES)
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False

    def __repr__(self) -> str:
        return f"<SeatGroup with {len(self._lines)} lines>"

    @property
    def kernel(self) -> RoomKernel | None:
        """The kernel, None while there is none."""
        return self._kernel

    async def close(self, reason: str, *, again: bool) -> None:
        """End the kernel and let every browser know why."""
        self._closed = True
        self.presence.close()
        for line in self._lines.values():
            line.stay()
            line.dismiss(reason, again=again)
        for task in self._tasks:
            task.cancel()
        await self._clear_away()

    async def wait_until_ready(self, seconds: float) -> bool:
        """Wait while the kernel is being started or changed.

        Returns:
            Whether it is ready now.
        """
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._ready.wait(), seconds)
        return self._ready.is_set()

    async def play(self, place: KernelContext) -> None:
        """Load a round's notebook, in a new kernel where the one before does not answer.

        Raises:
            KitError: It cannot be played; the message is for a person.
        """
        self._place = place
        self._ends.clear()
        if self._kernel is not None and not self._ready.is_set():
            self._kernel.kill()  # it is busy with the notebook before
        async with self._turn:
            if self._loaded != place:
                await self._bring_up()
            if self.fault:
                raise KitError(self.fault)
        await self._send_pages()

    async def forget(self) -> None:
        """The round has closed: neither the kernel nor a line keeps anything of what was sent."""
        for line in self._lines.values():
            line.forget_frames()
        if self._kernel is not None and self._ready.is_set():
            with contextlib.suppress(RoomKernelDied, CallFailed):
                await self._kernel.forget()

    async def get_page(
        self, token: str, then: Callable[[Channel, dict[str, Any]], None] | None = None
    ) -> dict[str, Any]:
        """The page of a seat: what it shows and the state of its widgets.

        Args:
            token: The seat's secret.
            then: Called with the line and the page before any later message is passed down.

        Raises:
            KitError: The exercise cannot be shown; the message is for a person.
        """
        line = self._get_line(token)
        line.stay()  # until the page is made; what is waited for must not be taken down meanwhile
        for _ in range(TRIES):
            if not await self.wait_until_ready(READY_SECONDS) or self.fault or self._kernel is None:
                raise KitError(self.fault or UNREADY)
            try:
                return await self._fetch_page(self._kernel, line, then)
            except CallFailed as error:
                self._warn(UNSHOWN.format(place=error))
                raise KitError(UNREADY) from error
            except RoomKernelDied:
                continue  # it is being started again
            finally:
                if not line.browsers:
                    self._plan_leave(line)
        await self.wait_until_ready(READY_SECONDS)
        raise KitError(self.fault or UNREADY)

    async def attach(self, browser: Browser, token: str, generation: str, seq: int) -> None:
        """Put a browser on its seat's line; a page that fell behind is sent anew."""
        line = self._get_line(token)
        if (
            self._kernel is not None
            and self._ready.is_set()
            and (generation, seq) == (self._kernel.generation, line.seq)
        ):
            self._enter(line, browser)
            browser.tell(HELLO)
            return

        def welcome(line: Channel, page: dict[str, Any]) -> None:
            self._enter(line, browser)
            browser.tell(build_page_frame(page))

        await self.get_page(token, welcome)

    def detach(self, browser: Browser, token: str, *, left: bool = False) -> None:
        """Take a browser off its line; the seat stays, its widgets for a while.

        Args:
            browser: The browser.
            token: The seat's secret.
            left: Its page was closed; otherwise the line broke, and it is expected back.
        """
        line = self._lines.get(token)
        if line is not None and not self._closed and not line.browsers:
            self._attendance.go(token, closed=left)  # it went before it had come in
        if line is not None and browser in line.browsers:
            line.browsers.discard(browser)
            if not line.browsers:
                self._plan_leave(line)
                if not self._closed:
                    self._attendance.go(token, closed=left)
                    if not left:
                        self.presence.lose(line)

    def receive(
        self, browser: Browser, token: str, frame: str | bytes
    ) -> asyncio.Future[None] | None:
        """Pass a browser's frame up when its turn comes, or close the connection with a reason.

        Returns:
            Settled when there is room for the next; None where there is.
        """
        return self._turns.add(self._get_line(token), browser, frame)

    def _admit(self, line: Channel, browser: Browser, frame: str | bytes) -> Upward | None:
        try:
            return line.admit(browser, frame, ready=self._ready.is_set() and bool(self._kernel))
        except Unfit:
            self._turns.count_fault(line)
        except Exception as error:  # a frame that we have not thought of ends its own line alone
            log.error("A frame could not be read: %s", describe_place(error))
            browser.dismiss(SHAPE, again=True)
        return None

    def _pass_up(self, upward: Upward) -> str:
        assert self._kernel is not None  # or it would not have been admitted
        return self._kernel.send(upward.comm, upward.data, upward.buffers)

    # Seats

    def _get_line(self, token: str) -> Channel:
        line = self._lines.get(token)
        if line is None:
            line = self._lines[token] = Channel(token)
            self._by_handle[line.handle] = line
        return line

    def _enter(self, line: Channel, browser: Browser) -> None:
        line.stay()
        line.taken = True
        line.browsers.add(browser)
        self._attendance.come(line.token)
        self.presence.forget(line)

    def _plan_leave(self, line: Channel) -> None:
        line.stay()
        if self._closed:
            return
        loop = asyncio.get_running_loop()
        seconds = self._settings.linger if line.taken else self._settings.untaken
        line.leaving = loop.call_later(seconds, self._leave, line)
        untaken = [each for each in self._lines.values() if each.is_untaken]
        for oldest in untaken[: -self._settings.forms]:
            oldest.stay()
            self._leave(oldest)

    def _leave(self, line: Channel) -> None:
        """Take the widgets of a seat down that nobody has looked at for long."""
        line.leaving = None
        if line.browsers or not line.owned or self._kernel is None or self._closed:
            return
        line.forget_comms()
        self._begin(self._drop(self._kernel, line))
        empty = [each for each in self._lines.values() if each.is_empty]
        for oldest in empty[:-MAX_EMPTY]:
            del self._lines[oldest.token], self._by_handle[oldest.handle]

    async def _drop(self, kernel: RoomKernel, line: Channel) -> None:
        with contextlib.suppress(RoomKernelDied, CallFailed):
            await kernel.call("drop", handle=line.handle)

    async def _fetch_page(
        self,
        kernel: RoomKernel,
        line: Channel,
        then: Callable[[Channel, dict[str, Any]], None] | None,
    ) -> dict[str, Any]:
        def read(reply: dict[str, Any]) -> dict[str, Any]:
            line.budget.spend(reply.pop("spent"))
            line.owned |= reply["state"].keys()
            line.rules.update(reply.pop("rules"))
            page = {"kernel": kernel.generation, "seq": line.seq, **reply}
            if then is not None:
                then(line, page)
            return page

        async with line.loading:  # whoever loads a page again and again waits for it
            await asyncio.sleep(line.budget.measure_wait())
            async with self._schedule.hold(line.budget):
                page = await kernel.call("seat", then=read, handle=line.handle, token=line.token)
        assert isinstance(page, dict)
        return page

    async def _send_pages(self) -> None:
        """Send everybody the new page, a few at a time: the kernel makes some, others are sent."""
        lines = iter([line for line in self._lines.values() if line.browsers])

        async def send() -> None:
            for line in lines:
                if line.budget.measure_wait() or line.loading.locked():
                    self._begin(self._send_page(line))  # it waits, and nobody behind it
                else:
                    await self._send_page(line)

        await asyncio.gather(*(send() for _ in range(PAGES_AT_ONCE)))

    async def _send_page(self, line: Channel) -> None:
        if line.browsers:
            try:
                await self.get_page(line.token, self._swap)
            except KitError:
                log.warning("A seat's page could not be made")

    # What the kernel says

    def _pass_down(self, message: dict[str, Any]) -> None:
        if message["header"]["msg_type"] == "status":
            self._turns.hear(message)
            return
        owner = get_owner(message)
        line = self._by_handle.get(owner) if owner else None
        if line is None:
            return
        if message["metadata"].get("fault"):
            self._turns.hear_fault(line)
            return
        line.count(message)
        if line.browsers:
            self._turns.tell(line, build_downward(message, line.seq))

    # The kernel's life

    async def _bring_up(self) -> None:
        """Have a kernel load the notebook that is to be played, or say why it cannot."""
        self._ready.clear()
        self._loaded, self.fault = None, ""
        while self._loaded is None and not self.fault and not self._closed:
            place = self._place
            assert place is not None
            try:
                kernel = await self._get_kernel()
                await self._load(kernel, place)
                if not kernel.ended:
                    self._loaded = place
            except (KitError, CallFailed) as error:
                if place == self._place:
                    self.fault = name_notebook(place.notebook, str(error))
            except (RoomKernelDied, RuntimeError, TimeoutError):
                await self._clear_away()
                self._count_end(place)
                self._warn(AGAIN)
        self._ready.set()
        self._warn("")

    async def _get_kernel(self) -> RoomKernel:
        kernel = self._kernel
        if kernel is None or kernel.ended:
            await self._clear_away()
            kernel = RoomKernel(self._pass_down, self._hear_end, self._settings.memory)
            self._kernel = kernel
            await kernel.start()
            settings = self._settings
            self._begin(watch(kernel, settings.ping_seconds, settings.patience, self._be_late))
        return kernel

    async def _load(self, kernel: RoomKernel, place: KernelContext) -> None:
        for line in self._lines.values():
            line.forget_comms()
        await kernel.call("load", place=place.to_json(), folder=str(self._folder.resolve()))

    async def _clear_away(self) -> None:
        kernel, self._kernel = self._kernel, None
        self._turns.clear()
        if kernel is not None:
            await kernel.stop()

    def _hear_end(self) -> None:
        """The kernel ended by itself. While it is brought up, that is seen there."""
        if self._ready.is_set() and not self._closed:
            self._ready.clear()
            self._warn(AGAIN)
            for line in self._lines.values():
                line.dismiss(AGAIN, again=True)
            self._begin(self._come_back())

    async def _come_back(self) -> None:
        async with self._turn:
            if self._place is None:
                return
            await self._clear_away()
            self._count_end(self._place)
            if self.fault:
                self._ready.set()
                self._warn("")
                return
            await self._bring_up()
        await self._send_pages()

    def _count_end(self, place: KernelContext) -> None:
        """A kernel has ended; too many in a short time, and the exercise is given up."""
        if place != self._place:
            return  # it was ended for the exercise that comes now
        log.warning("A room kernel ended; starting it again")
        self.restarts += 1
        now = time.monotonic()
        self._ends.append(now)
        if len(self._ends) == TRIES and now - self._ends[0] < LATELY:
            self.fault = GIVEN_UP.format(notebook=place.notebook)
            self._ends.clear()

    def _be_late(self, left: float | None) -> None:
        self._warn("" if left is None else LATE.format(seconds=math.ceil(left)), late=True)

    def _warn(self, words: str, *, late: bool = False) -> None:
        """Change the warning; the watchdog takes back its own only."""
        if late and not words and not self.warning.startswith(LATE[:20]):
            return
        if words != self.warning or not late:
            self.warning = words
            self._on_change()

    def _swap(self, line: Channel, page: dict[str, Any]) -> None:
        self._turns.tell(line, build_page_frame(page))

    def _begin(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def name_notebook(notebook: str, words: str) -> str:
    """A fault with its notebook's name, once."""
    return words if notebook in words else f"{notebook}, {words}"
