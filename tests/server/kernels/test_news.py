"""What becomes of a room kernel, in words; no kernel is started."""

from __future__ import annotations

from pathlib import Path

import pytest

from kit.language import use_language
from kit.language.pseudo import PSEUDO, stretch
from kit.room.context import KernelContext
from kit.server.kernels.news import AGAIN, describe_fault, describe_warning, name_notebook
from kit.server.kernels.session_kernels import SessionKernels
from kit.server.kernels.settings import RoomSettings
from kit.server.kernels.supervisor import KernelState, KernelSupervisor
from kit.server.store_threads import StoreThreads
from kit.session.session import Role
from kit.store import Store


class Listener:
    """Nobody: nothing is started here."""

    def hear_message(self, message: object) -> None: ...
    def hear_change(self, change: object) -> None: ...
    def hear_state(self) -> None: ...
    def hear_loading(self) -> None: ...
    def hear_end(self) -> None: ...
    def hear_absence(self) -> None: ...
    async def hear_return(self) -> None: ...


def make_supervisor(state: KernelState) -> KernelSupervisor:
    supervisor = KernelSupervisor(RoomSettings(), Path(), Listener())
    supervisor._place = KernelContext("BCDFGHJK", Role.PARTICIPANT, "", "", "jar.ipynb", 1)
    supervisor.state = state
    supervisor.reason = "cell 3 failed."
    return supervisor


def test_only_what_cannot_be_played_is_a_fault() -> None:
    for state in KernelState:
        supervisor = make_supervisor(state)
        assert bool(describe_fault(supervisor)) is state.is_fault
        assert ("jar.ipynb" in describe_fault(supervisor)) is state.is_fault
    assert describe_fault(make_supervisor(KernelState.REFUSED)) == "jar.ipynb, cell 3 failed."


@pytest.mark.parametrize("state", KernelState)
def test_a_kernel_that_does_not_answer_is_told_of_with_the_seconds_that_are_left(
    state: KernelState,
) -> None:
    supervisor = make_supervisor(state)
    assert describe_warning(supervisor) == (AGAIN if state is KernelState.RESTARTING else "")
    supervisor.patience = 2.4
    assert "again in 3 seconds" in describe_warning(supervisor)
    supervisor.patience = 0.4
    assert "again in 1 second." in describe_warning(supervisor)


def test_a_fault_names_its_notebook_once() -> None:
    assert name_notebook("a.ipynb", "prompt 'x' is wrong.") == "a.ipynb, prompt 'x' is wrong."
    assert name_notebook("a.ipynb", "a.ipynb is not readable.") == "a.ipynb is not readable."


def test_what_phones_cannot_show_is_told_while_nothing_is_more_urgent() -> None:
    supervisor = make_supervisor(KernelState.READY)
    assert describe_warning(supervisor) == ""
    supervisor.hear_lacks(["jar.ipynb, cell 4: no picture."])
    told = "On phones something is missing. jar.ipynb, cell 4: no picture."
    assert describe_warning(supervisor) == told
    supervisor.hear_lacks(["jar.ipynb, cell 4: no picture.", "another", "a third"])
    assert describe_warning(supervisor) == f"{told} And 2 more."
    supervisor.state = KernelState.RESTARTING
    assert describe_warning(supervisor) == AGAIN


def test_news_of_a_room_are_told_in_its_language_whoever_begins_them(store: Store) -> None:
    place = KernelContext("BCDFGHJK", Role.PARTICIPANT, "", "", "jar.ipynb", 1, language=PSEUDO)
    room = SessionKernels(StoreThreads(store), place, Path())
    room.groups[0]._supervisor.state = KernelState.RESTARTING
    with use_language("en"):
        assert room.news == stretch(AGAIN)


def test_a_dashboard_tells_the_phones_that_other_servers_have_lost_too(store: Store) -> None:
    place = KernelContext("BCDFGHJK", Role.PARTICIPANT, "", "", "jar.ipynb", 1)
    room, told = SessionKernels(StoreThreads(store), place, Path()), list[int]()
    stop = room.watch_lines(told.append)
    for lost in (2, 2, 5, 0):
        room.hear_of_others(lost)
    assert told == [0, 2, 5, 0]
    assert room.lost_here == 0
    stop()
