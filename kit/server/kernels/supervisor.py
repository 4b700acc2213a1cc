"""A room kernel kept alive: started, given its notebook, watched, and started again."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections import deque
from enum import Enum
from pathlib import Path
from typing import Any, Protocol

from kit.errors import KitError
from kit.room.context import KernelContext
from kit.server.kernels.room_process import CallFailed, RoomKernel, RoomKernelDied
from kit.server.kernels.settings import RoomSettings
from kit.server.kernels.watchdog import watch
from kit.server.relay.filter import Change
from kit.server.tasks import Tasks

log = logging.getLogger("kit.server")

TRIES = 3
LATELY = 300.0  # seconds: so many ends within this time, and the exercise is given up


class KernelState(Enum):
    """What has become of the notebook that a room kernel is to play."""

    LOADING = "loading"
    RESTARTING = "restarting"  # a kernel has ended by itself, and the next one loads the notebook
    READY = "ready"
    REFUSED = "refused"  # it cannot be played: the kernel lives and has said why
    GIVEN_UP = "given up"  # one kernel after the other has ended with it
    CLOSED = "closed"  # for good

    @property
    def is_settled(self) -> bool:
        """Whether there is nothing to wait for."""
        return self not in (KernelState.LOADING, KernelState.RESTARTING)

    @property
    def is_fault(self) -> bool:
        """Whether the notebook cannot be played."""
        return self in (KernelState.REFUSED, KernelState.GIVEN_UP)


class KernelListener(Protocol):
    """Whoever a kernel is kept for."""

    def hear_message(self, message: dict[str, Any]) -> None:
        """The kernel says something: a message of a comm, or its status."""

    def hear_change(self, change: Change) -> None:
        """A widget has something to say to its page."""

    def hear_state(self) -> None:
        """The state has changed, or the time for which the kernel may stay silent."""

    def hear_loading(self) -> None:
        """A notebook is loaded now; whatever widgets there were are gone."""

    def hear_end(self) -> None:
        """The kernel has ended by itself while its notebook was played."""

    def hear_absence(self) -> None:
        """There is no kernel now, and nobody works on what it was given."""

    async def hear_return(self) -> None:
        """A kernel plays the notebook again after one had ended."""


class KernelSupervisor:
    """Keeps one room kernel with the notebook that is to be played.

    Args:
        settings: How the kernel is kept.
        folder: The exercise notebooks.
        listener: Whoever it is kept for.

    Attributes:
        kernel: The kernel, None while there is none.
        state: What has become of the notebook.
        reason: Why the kernel refused it, for a person.
        patience: Seconds left until a kernel that does not answer is ended; None while it does. It
            may fall silent whatever the state, when it loads a notebook as well as later.
        restarts: How often a kernel had to be started again.
        lacks: What phones cannot show of the notebook, one sentence each.
    """

    def __init__(self, settings: RoomSettings, folder: Path, listener: KernelListener) -> None:
        self.kernel: RoomKernel | None = None
        self.state = KernelState.LOADING
        self.reason = ""
        self.patience: float | None = None
        self.restarts = 0
        self.lacks: list[str] = []
        self._settings = settings
        self._folder = folder
        self._listener = listener
        self._place: KernelContext | None = None
        self._loaded: KernelContext | None = None
        self._settled = asyncio.Event()
        self._turn = asyncio.Lock()
        self._ends: deque[float] = deque(maxlen=TRIES)
        self._tasks = Tasks()

    def __repr__(self) -> str:
        return f"<KernelSupervisor: {self.state.value}>"

    @property
    def notebook(self) -> str:
        """File name of the notebook that is to be played; "" before the first one."""
        return self._place.notebook if self._place else ""

    @property
    def settled_kernel(self) -> RoomKernel | None:
        """The kernel, None while it is started or changes its notebook."""
        return self.kernel if self.state.is_settled else None

    async def wait_until_settled(self, seconds: float) -> bool:
        """Wait while the kernel is being started or changed.

        Returns:
            Whether that is over.
        """
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._settled.wait(), seconds)
        return self._settled.is_set()

    async def play(self, place: KernelContext, *, anew: bool = False) -> None:
        """Load a round's notebook, in a new kernel where the one before does not answer.

        The state says afterwards whether it can be played.

        Args:
            place: The round's.
            anew: Its file has changed: it is loaded again if it is being played already.
        """
        self._place = place
        self._ends.clear()
        if self.kernel is not None and not self.state.is_settled:
            self.kernel.kill()  # it is busy with the notebook before
        async with self._turn:
            if anew or self._loaded != place:
                await self._bring_up()

    def hear_lacks(self, lacks: list[str]) -> None:
        """A page has been made, and phones cannot show so much of it."""
        if lacks != self.lacks:
            self.lacks = lacks
            self._listener.hear_state()

    async def close(self) -> None:
        """End the kernel, and start none any more."""
        self.state = KernelState.CLOSED
        self._settled.set()
        self._tasks.cancel()
        await self._clear_away()

    async def _bring_up(self) -> None:
        """Have a kernel load the notebook that is to be played, or find that none can."""
        self._loaded = None
        self.lacks = []
        if self.state is not KernelState.RESTARTING:
            self._enter(KernelState.LOADING)
        while not self.state.is_settled:
            await self._try_to_load()

    async def _try_to_load(self) -> None:
        place = self._place
        assert place is not None
        try:
            kernel = await self._get_kernel()
            self._listener.hear_loading()
            folder = str(self._folder.resolve())
            loaded = await kernel.call("load", place=place.to_json(), folder=folder)
            self.lacks = loaded["faults"]
            if not kernel.ended:
                self._loaded = place
                self._tell(KernelState.READY)
        except (KitError, CallFailed) as error:
            if place == self._place:
                self.reason = str(error)
                self._tell(KernelState.REFUSED)
        except (RoomKernelDied, RuntimeError, OSError):
            await self._clear_away()
            # Where another notebook is to be played by now, it was ended for that one.
            given_up = place == self._place and self._count_end()
            self._tell(KernelState.GIVEN_UP if given_up else KernelState.RESTARTING)

    async def _get_kernel(self) -> RoomKernel:
        kernel = self.kernel
        if kernel is None or kernel.ended:
            await self._clear_away()
            listener, settings = self._listener, self._settings
            kernel = RoomKernel(
                listener.hear_message,
                listener.hear_change,
                self._hear_end,
                settings.memory,
                settings.data,
            )
            self.kernel = kernel
            await kernel.start()
            watching = watch(kernel, settings.ping_seconds, settings.patience, self._hear_silence)
            self._tasks.begin(watching)
        return kernel

    async def _clear_away(self) -> None:
        kernel, self.kernel = self.kernel, None
        self._listener.hear_absence()
        if kernel is not None:
            await kernel.stop()

    def _hear_end(self) -> None:
        """The kernel ended by itself. While it is brought up, that is seen there."""
        if self.state.is_settled and self.state is not KernelState.CLOSED:
            if self.state is KernelState.READY:
                self._tell(KernelState.RESTARTING)
            self._tasks.begin(self._come_back())
            self._listener.hear_end()

    async def _come_back(self) -> None:
        async with self._turn:
            if self.kernel is None or not self.kernel.ended:
                return  # the next exercise has come in between, with a kernel of its own
            await self._clear_away()
            if self._count_end():
                self._tell(KernelState.GIVEN_UP)
            if self.state is not KernelState.RESTARTING:
                return
            await self._bring_up()
        await self._listener.hear_return()

    def _count_end(self) -> bool:
        """A kernel has ended.

        Returns:
            Whether it was one too many in a short time.
        """
        log.warning("A room kernel ended; starting it again")
        self.restarts += 1
        now = time.monotonic()
        self._ends.append(now)
        if len(self._ends) < TRIES or now - self._ends[0] >= LATELY:
            return False
        self._ends.clear()
        return True

    def _hear_silence(self, left: float | None) -> None:
        if left != self.patience:
            self.patience = left
            self._listener.hear_state()

    def _tell(self, state: KernelState) -> None:
        """Enter a state, and let it be known."""
        self._enter(state)
        self.patience = None
        self._listener.hear_state()

    def _enter(self, state: KernelState) -> None:
        if self.state is not KernelState.CLOSED:
            self.state = state
            (self._settled.set if state.is_settled else self._settled.clear)()
