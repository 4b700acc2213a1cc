"""Keeping one room kernel with its notebook: played, refused, brought back, or given up."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest
from nbformat import NotebookNode

from kit.room.context import KernelContext
from kit.server.kernels.settings import RoomSettings
from kit.server.kernels.supervisor import TRIES, KernelState, KernelSupervisor
from kit.server.relay.filter import Change
from kit.session.session import Role
from kit.store import Store, open_store
from kit.store.notices import NoticeHub
from tests.exercises import DEFINITION, code, list_cells, write_notebook

SECONDS = 120
DEADLY = "import os\nos._exit(1)"


class Listener:
    """Whoever the kernel is kept for: remembers what became of it, and wakes whoever waits."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.woken = asyncio.Event()

    def hear_message(self, message: dict[str, Any]) -> None: ...

    def hear_change(self, change: Change) -> None: ...

    def hear_state(self) -> None:
        self.woken.set()

    def hear_loading(self) -> None:
        self.told.append("loading")

    def hear_end(self) -> None:
        self.told.append("end")

    def hear_absence(self) -> None: ...

    async def hear_return(self) -> None:
        self.told.append("return")
        self.woken.set()

    async def wait_until(self, true: Callable[[], bool]) -> None:
        while not true():
            await self.woken.wait()
            self.woken.clear()


Scenario = Callable[[KernelSupervisor, Listener], Coroutine[Any, Any, None]]


class House:
    """A real store and hub, and a folder for notebooks."""

    def __init__(self, folder: Path, store: Store, hub: NoticeHub) -> None:
        self.folder, self.store, self.hub = folder, store, hub

    def begin(self, cells: list[NotebookNode], name: str = "jar.ipynb") -> KernelContext:
        """Write a notebook, and begin a round of it."""
        write_notebook(self.folder / name, cells)
        code_ = self.store.add_session("Team", [name]).code
        current = self.store.add_round(code_, name)
        data = str(self.folder / "kit.db")
        return KernelContext(
            code_, Role.PARTICIPANT, data, self.hub.address, name, round_id=current.id
        )

    def play(self, scenario: Scenario) -> None:
        """Run a scenario with a supervisor that is closed in the end."""

        async def run() -> None:
            listener = Listener()
            supervisor = KernelSupervisor(RoomSettings(), self.folder, listener)
            try:
                await scenario(supervisor, listener)
            finally:
                await supervisor.close()

        asyncio.run(asyncio.wait_for(run(), SECONDS))


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    store, hub = open_store(tmp_path / "kit.db"), NoticeHub()
    yield House(tmp_path, store, hub)
    store.close()
    hub.close()


def is_ready(supervisor: KernelSupervisor) -> bool:
    return supervisor.state is KernelState.READY


def kill(supervisor: KernelSupervisor) -> None:
    assert supervisor.kernel is not None
    assert supervisor.kernel.pid is not None
    os.kill(supervisor.kernel.pid, signal.SIGKILL)


def test_a_notebook_is_loaded_once_however_often_it_is_asked_for(house: House) -> None:
    async def scenario(supervisor: KernelSupervisor, listener: Listener) -> None:
        place = house.begin(list_cells())
        assert not await supervisor.wait_until_settled(0.0)
        assert supervisor.settled_kernel is None
        for _ in range(2):
            await supervisor.play(place)
        assert (supervisor.state, supervisor.notebook) == (KernelState.READY, "jar.ipynb")
        assert listener.told == ["loading"]
        assert supervisor.settled_kernel is supervisor.kernel is not None

    house.play(scenario)


def test_what_cannot_be_played_is_refused_in_words_and_its_kernel_plays_the_next(
    house: House,
) -> None:
    async def scenario(supervisor: KernelSupervisor, _listener: Listener) -> None:
        wrong = list_cells(DEFINITION.replace("prompts=", "prompt="))
        await supervisor.play(house.begin(wrong, "wrong.ipynb"))
        assert supervisor.state is KernelState.REFUSED
        assert "prompt" in supervisor.reason
        kernel = supervisor.kernel
        await supervisor.play(house.begin(list_cells()))
        assert is_ready(supervisor)
        assert supervisor.kernel is kernel
        assert supervisor.restarts == 0

    house.play(scenario)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows kills no process by a signal")
def test_a_killed_kernel_is_followed_by_one_that_plays_the_same(house: House) -> None:
    async def scenario(supervisor: KernelSupervisor, listener: Listener) -> None:
        await supervisor.play(house.begin(list_cells()))
        before = supervisor.kernel
        kill(supervisor)
        await listener.wait_until(lambda: "return" in listener.told)
        assert listener.told == ["loading", "end", "loading", "return"]
        assert is_ready(supervisor)
        assert supervisor.kernel is not before
        assert supervisor.restarts == 1

    house.play(scenario)


def test_a_notebook_that_ends_every_kernel_is_given_up_and_the_next_one_is_played(
    house: House,
) -> None:
    async def scenario(supervisor: KernelSupervisor, listener: Listener) -> None:
        await supervisor.play(house.begin([*list_cells(), code(DEADLY)], "deadly.ipynb"))
        assert supervisor.state is KernelState.GIVEN_UP
        assert (supervisor.restarts, listener.told.count("loading")) == (TRIES, TRIES)
        await supervisor.play(house.begin(list_cells()))
        assert is_ready(supervisor)

    house.play(scenario)


def test_once_it_is_closed_nobody_waits_and_no_kernel_is_left(house: House) -> None:
    async def scenario(supervisor: KernelSupervisor, _listener: Listener) -> None:
        await supervisor.play(house.begin(list_cells()))
        kernel = supervisor.kernel
        await supervisor.close()
        assert await supervisor.wait_until_settled(SECONDS)
        assert kernel is not None
        assert kernel.ended
        assert (supervisor.kernel, supervisor.state) == (None, KernelState.CLOSED)

    house.play(scenario)
