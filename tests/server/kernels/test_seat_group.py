"""Room kernels that hang, crash and fill up, with a real store and times made short."""

# Holds kit/server/kernels/seat_pages.py too: a page is judged by the browser that opens it.
# Holds kit/server/kernels/session_kernels.py too: all the groups of a session are tried together.

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import pytest
from nbformat import NotebookNode

from kit.errors import KitError, NotFoundError
from kit.lifecycle import advance_round
from kit.notebooks.agenda import Agenda
from kit.room.context import KernelContext
from kit.server.kernels import seat_channels
from kit.server.kernels.news import AGAIN
from kit.server.kernels.seat_pages import PAGES_AT_ONCE
from kit.server.kernels.session_kernels import SessionKernels
from kit.server.kernels.settings import RoomSettings
from kit.server.kernels.supervisor import TRIES
from kit.server.relay.assets import list_sources, read_sources
from kit.server.state import ServerState
from kit.server.store_threads import StoreThreads
from kit.session.plan import Row
from kit.session.session import Phase, Role, new_seat_token
from kit.store import Store, open_store
from kit.store.notices import NoticeHub
from tests.exercises import code, list_cells, write_notebook

PATIENCE = 90  # seconds until a test gives up
SHORT = 1.5  # seconds until a kernel is given up; a healthy one needs less, even here
LOOP = "while True:\n    pass"
T = TypeVar("T")


class Phone:
    """A browser as the room sees it: what it was told, and why it was sent away."""

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        self.frames: list[dict[str, Any]] = []
        self.reasons: list[tuple[str, bool]] = []

    def tell(self, frame: str) -> None:
        self.frames.append(json.loads(frame))
        self.hall.wake()

    def dismiss(self, reason: str, *, again: bool) -> None:
        self.reasons.append((reason, again))
        self.hall.wake()


@dataclass
class Hall:
    """A session with a room of real kernels, and the loop they are heard in."""

    folder: Path
    store: Store
    hub: NoticeHub
    runner: asyncio.Runner
    rooms: list[SessionKernels] = field(default_factory=list)
    news: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._woken = asyncio.Event()

    def wake(self) -> None:
        self._woken.set()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(asyncio.wait_for(work, PATIENCE))

    def wait_until(self, true: Callable[[], bool]) -> None:
        async def wait() -> None:
            while not true():
                await self._woken.wait()
                self._woken.clear()

        self.run(wait())

    def build(self, *notebooks: list[NotebookNode], **settings: Any) -> SessionKernels:
        """A room for a session with these notebooks on its agenda; not open yet."""
        names = [f"exercise-{number}.ipynb" for number in range(1, len(notebooks) + 1)]
        for name, cells in zip(names, notebooks, strict=True):
            write_notebook(self.folder / name, cells)
        session = self.store.add_session("Team", names)
        current = self.store.add_round(session.code, names[0])
        data = str(self.folder / "kit.db")
        place = KernelContext(
            session.code, Role.PARTICIPANT, data, self.hub.address, names[0], current.id
        )
        room = SessionKernels(
            StoreThreads(self.store), place, self.folder, RoomSettings(**settings)
        )
        self.rooms.append(room)
        self.news.clear()
        self.code = session.code

        def hear(words: str) -> None:
            self.news.append(words)
            self.wake()

        room.watch(hear)
        return room

    def open(self, *notebooks: list[NotebookNode], **settings: Any) -> SessionKernels:
        room = self.build(*notebooks, **settings)
        self.run(room.open())
        return room

    def sit(self, room: SessionKernels) -> tuple[str, dict[str, Any]]:
        """Take a seat; gives its token and its page."""
        token = new_seat_token()
        self.store.add_seat(self.code, token)
        return token, self.run(room.get_page(token))

    def attach(self, room: SessionKernels, token: str, page: dict[str, Any]) -> Phone:
        phone = Phone(self)
        self.run(room.attach(phone, token, page["kernel"], page["seq"]))
        return phone

    def detach(self, room: SessionKernels, phone: Phone, token: str) -> None:
        async def leave() -> None:
            room.detach(phone, token)

        self.run(leave())

    def begin_next(self) -> None:
        """Begin the second round, the way the facilitator does it."""
        current = self.store.get_round(self.code)
        self.store.set_phase(current.id, Phase.REVEALED, expected=current.phase)
        self.store.finish_round(current.id, "exercise-2.ipynb")

    def press(self, room: SessionKernels, phone: Phone, token: str, frame: str) -> None:
        """Send a frame, and wait until it has its turn."""

        async def send() -> None:
            room.receive(phone, token, frame)
            while not room.groups[0].turns._by_message:
                await asyncio.sleep(0)

        self.run(send())

    def count(self, room: SessionKernels) -> dict[str, int]:
        """What the room's only kernel holds."""
        kernel = room.groups[0].kernel
        assert kernel is not None
        return self.run(kernel.call("ping"))


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    store, hub = open_store(tmp_path / "kit.db"), NoticeHub()
    store.notices.connect(hub.address)
    with asyncio.Runner() as runner:
        hall = Hall(tmp_path, store, hub, runner)
        yield hall
        for room in hall.rooms:
            hall.run(room.close())
    store.close()
    hub.close()


def get_pid(room: SessionKernels, group: int = 0) -> int | None:
    kernel = room.groups[group].kernel
    return kernel.pid if kernel else None


def find_button(page: dict[str, Any], words: str) -> str:
    buttons = (
        key for key, model in page["state"].items() if model["state"].get("description") == words
    )
    return str(next(buttons))


def click(comm: str, number: int = 1) -> str:
    data = {"method": "custom", "content": {"event": "click"}}
    return json.dumps({"id": number, "comm": comm, "data": data})


def make_trap(action: str) -> list[NotebookNode]:
    """An exercise with a button that does something terrible."""
    trap = f"""\
import os, sys
from ipywidgets import Button
trap = Button(description="Trap")
def spring(_button):
    {action}
trap.on_click(spring)
trap"""
    return [*list_cells(), code(trap, "participant")]


# Code that never comes back


@pytest.mark.parametrize("fault", [LOOP, "import os; os._exit(3)", "import sys; sys.exit()"])
def test_a_shared_cell_that_ends_the_kernel_costs_that_exercise_and_no_other(
    hall: Hall, fault: str
) -> None:
    room = hall.build([*list_cells(), code(fault)], list_cells(), patience=SHORT)
    with pytest.raises(KitError, match=r"exercise-1\.ipynb"):
        hall.run(room.open())
    assert room.news == room.fault
    assert room.fault.count("exercise-1.ipynb") == 1
    if "sys.exit" not in fault:  # that one is caught like any error of a notebook
        assert room.groups[0].restarts == TRIES
        assert AGAIN in hall.news
    hall.begin_next()
    hall.run(room.move_on())
    assert room.news == ""
    _, page = hall.sit(room)
    assert page["title"] == "Small acts"


def test_a_kernel_that_ends_after_it_has_refused_an_exercise_is_not_started_again(
    hall: Hall,
) -> None:
    room = hall.build([*list_cells(), code("1 / 0")], list_cells())
    with pytest.raises(KitError, match="ZeroDivisionError"):
        hall.run(room.open())
    fault, group = room.fault, room.groups[0]
    assert group.kernel is not None
    group.kernel.kill()

    async def wait_for_the_end() -> None:
        while group.kernel is not None or not group.restarts:
            await asyncio.sleep(0.01)

    hall.run(wait_for_the_end())
    assert (room.news, room.fault, group.restarts) == (fault, fault, 1)
    hall.begin_next()
    hall.run(room.move_on())
    assert room.news == ""
    assert hall.sit(room)[1]["title"] == "Small acts"


def test_an_endless_loop_in_a_participants_cell_is_given_up_and_the_next_exercise_plays(
    hall: Hall,
) -> None:
    room = hall.open([*list_cells(), code(LOOP, "participant")], list_cells(), patience=SHORT)
    with pytest.raises(KitError, match=r"exercise-1\.ipynb stops answering"):
        hall.sit(room)
    assert any(words.startswith("The exercise does not answer. It is star") for words in hall.news)
    assert room.news.startswith("exercise-1.ipynb stops answering")
    hall.begin_next()
    hall.run(room.move_on())
    assert hall.sit(room)[1]["title"] == "Small acts"
    assert room.news == ""


def test_one_seats_endless_loop_is_ended_and_everybodys_pages_are_sent_back(hall: Hall) -> None:
    room = hall.open(make_trap("while True: pass"), patience=SHORT)
    token, page = hall.sit(room)
    other, other_page = hall.sit(room)
    phone, beside = hall.attach(room, token, page), hall.attach(room, other, other_page)
    before = get_pid(room)
    hall.press(room, phone, token, click(find_button(page, "Trap")))
    hall.wait_until(lambda: bool(beside.reasons))
    assert phone.reasons == beside.reasons == [(AGAIN, True)]
    for each in (phone, beside):
        hall.detach(room, each, token if each is phone else other)
    back = Phone(hall)
    hall.run(room.attach(back, other, other_page["kernel"], other_page["seq"]))
    assert back.frames[0]["type"] == "page"
    assert back.frames[0]["page"]["kernel"] != other_page["kernel"]
    assert get_pid(room) != before
    assert room.groups[0].restarts == 1
    assert room.news == ""


def test_the_next_exercise_does_not_wait_for_one_that_hangs(hall: Hall) -> None:
    room = hall.open(make_trap("while True: pass"), list_cells(), patience=10 * PATIENCE)
    token, page = hall.sit(room)
    phone = hall.attach(room, token, page)
    hall.press(room, phone, token, click(find_button(page, "Trap")))
    hall.begin_next()

    async def go_on() -> None:
        moving = asyncio.create_task(room.move_on())
        await asyncio.sleep(0)
        assert room.groups[0].kernel is not None
        room.groups[0].kernel.kill()  # what the watchdog does in the end
        await moving

    hall.run(go_on())
    assert hall.sit(room)[1]["title"] == "Small acts"
    assert room.fault == ""


@pytest.mark.parametrize("action", ["sys.exit()", "1 / 0", "x = [0] * (1 << 40)"])
def test_what_a_callback_raises_ends_no_kernel(hall: Hall, action: str) -> None:
    room = hall.open(make_trap(action))
    token, page = hall.sit(room)
    phone, before = hall.attach(room, token, page), get_pid(room)
    hall.press(room, phone, token, click(find_button(page, "Trap")))
    hall.wait_until(lambda: {"type": "idle", "id": 1} in phone.frames)
    assert hall.count(room)["seats"] == 1
    assert (get_pid(room), phone.reasons) == (before, [])


def test_a_participants_cell_that_fails_is_told_to_the_facilitator_by_its_place_alone(
    hall: Hall,
) -> None:
    room = hall.open([*list_cells(), code("raise ValueError('MARKER')", "participant")])
    with pytest.raises(KitError, match="not ready"):
        hall.sit(room)
    assert "ValueError in exercise-1.ipynb, cell 10, line 1" in room.news
    assert "MARKER" not in room.news
    assert room.fault == ""


def test_what_a_widget_says_comes_to_its_own_seat_alone(hall: Hall) -> None:
    room = hall.open(list_cells())
    seats = [hall.sit(room) for _ in range(3)]
    phones = [hall.attach(room, token, page) for token, page in seats]
    current = hall.store.get_round(hall.code)
    while current.phase is not Phase.OPEN:
        current = advance_round(hall.store, current.id, current.phase)

    def is_open(phone: Phone) -> bool:
        texts = [json.dumps(frame) for frame in phone.frames]
        return any('"disabled": false' in text for text in texts)

    hall.wait_until(lambda: all(is_open(phone) for phone in phones))
    told = [len(phone.frames) for phone in phones]
    token, page = seats[0]
    hall.press(room, phones[0], token, click(find_button(page, "Send")))
    hall.wait_until(lambda: {"type": "idle", "id": 1} in phones[0].frames)
    hall.count(room)  # whatever else the kernel had to say has come
    assert len(phones[0].frames) > told[0] + 1
    assert phones[0].frames[-1] == {"type": "idle", "id": 1}  # done, once all has been said
    assert [len(phone.frames) for phone in phones[1:]] == told[1:]
    for phone, (_, page) in zip(phones, seats, strict=True):
        comms = {frame["comm"] for frame in phone.frames if frame["type"] == "msg"}
        assert comms <= page["state"].keys()


def test_half_a_character_is_shown_as_a_sign_and_holds_up_nobody(hall: Hall) -> None:
    cell = """
import anywidget, ipywidgets
class Own(anywidget.AnyWidget):
    _esm = "export default {} // \\ud83d"
label, button = ipywidgets.Label("cut \\ud83d"), ipywidgets.Button(description="Cut")
button.on_click(lambda _: setattr(label, "value", "again \\ud83d"))
ipywidgets.VBox([Own(), label, button])
"""
    room = hall.open([*list_cells(), code(cell, "participant")])
    token, page = hall.sit(room)
    values = [model["state"].get("value") for model in page["state"].values()]
    assert "cut \ufffd" in values
    assert "export default {} // \ufffd" in read_sources(list_sources(page)).values()
    phone = hall.attach(room, token, page)
    hall.press(room, phone, token, click(find_button(page, "Cut")))
    hall.wait_until(lambda: {"type": "idle", "id": 1} in phone.frames)
    assert "again \ufffd" in [
        frame["data"]["state"].get("value") for frame in phone.frames if frame["type"] == "msg"
    ]


def test_a_kernel_takes_no_more_memory_than_it_was_given(hall: Hall) -> None:
    hog = "hog = []\nwhile True:\n    hog.append(bytearray(1 << 24))"
    room = hall.build([*list_cells(), code(hog)], list_cells(), memory=700)
    with pytest.raises(KitError, match=r"exercise-1\.ipynb, cell 10, line 3: MemoryError"):
        hall.run(room.open())
    hall.begin_next()
    hall.run(room.move_on())
    assert hall.sit(room)[1]["title"] == "Small acts"


# Seats


def test_widgets_go_when_nobody_looks_at_them_and_come_back_with_the_seat(hall: Hall) -> None:
    room = hall.open(list_cells(), linger=0.01, untaken=0.01)
    empty = hall.count(room)["widgets"]
    token, page = hall.sit(room)
    for _ in range(20):
        hall.sit(room)  # they look once and never open a line

    async def all_gone() -> None:
        kernel = room.groups[0].kernel
        assert kernel is not None
        while (await kernel.call("ping"))["widgets"] > empty:
            await asyncio.sleep(0)

    hall.run(all_gone())
    assert hall.count(room)["seats"] == 0
    group = room.groups[0]
    assert not any(line.owned or line.browsers or line.leaving for line in group.channels)
    assert not group.turns
    assert not group.presence._timers
    back = hall.attach(room, token, page)  # the same kernel, but other widgets
    assert back.frames[0]["type"] == "page"
    assert not back.frames[0]["page"]["state"].keys() & page["state"].keys()
    assert hall.count(room)["seats"] == 1  # and it stays while its page is open


def test_only_a_seat_whose_last_line_broke_counts_as_reconnecting(hall: Hall) -> None:
    room = hall.open(list_cells(), soon=0.0)
    told: list[int] = []
    token, page = hall.sit(room)
    phone, window = (hall.attach(room, token, page) for _ in range(2))

    def tell(lost: int) -> None:
        told.append(lost)
        hall.wake()

    room.watch_lines(tell)
    hall.detach(room, window, token)  # the other line is there
    hall.detach(room, phone, token)
    hall.wait_until(lambda: told == [0, 1])
    again = hall.attach(room, token, page)
    assert told == [0, 1, 0]

    async def close_page() -> None:
        room.detach(again, token, left=True)

    hall.run(close_page())
    assert not room.groups[0].presence._timers


def test_a_browser_that_goes_leaves_nothing_waiting(hall: Hall) -> None:
    room = hall.open(list_cells())
    token, page = hall.sit(room)
    phone = hall.attach(room, token, page)
    hall.press(room, phone, token, click(find_button(page, "Send")))
    group = room.groups[0]
    assert group.turns
    hall.detach(room, phone, token)

    async def all_done() -> None:
        while group.turns:
            await asyncio.sleep(0)

    hall.run(all_done())


def test_seats_are_spread_over_several_kernels_and_one_ends_without_the_other(hall: Hall) -> None:
    room = hall.open(list_cells(), list_cells(), kernels=2)
    seats = [hall.sit(room) for _ in range(12)]
    kernels = {page["kernel"] for _, page in seats}
    assert len(kernels) == 2
    for token, page in seats:  # a seat stays where it is
        assert hall.run(room.get_page(token))["kernel"] == page["kernel"]
    phones = [(page["kernel"], hall.attach(room, token, page)) for token, page in seats]
    ended = room.groups[0].kernel
    assert ended is not None
    ended.kill()
    hall.wait_until(
        lambda: all(each.reasons for kernel, each in phones if kernel == ended.generation)
    )
    assert not any(each.reasons for kernel, each in phones if kernel != ended.generation)
    for token, page in seats:
        same = hall.run(room.get_page(token))["kernel"] == page["kernel"]
        assert same is (page["kernel"] != ended.generation)
    hall.begin_next()
    hall.run(room.move_on())
    beside = [each for kernel, each in phones if kernel != ended.generation]
    assert all(each.frames[-1]["type"] == "page" for each in beside)


def test_an_ended_session_thanks_its_phones_and_ends_its_kernel(hall: Hall) -> None:
    write_notebook(hall.folder / "jar.ipynb")
    data = str(hall.folder / "kit.db")
    agenda = Agenda("", "", None, (Row("jar.ipynb"),))
    house = ServerState(hall.store, data, hall.folder, agenda, key="key", hub=hall.hub)
    session = hall.run(house.get_session())
    token, phone = new_seat_token(), Phone(hall)
    hall.store.add_seat(session.code, token)

    async def play() -> SessionKernels:
        house.listen()
        room = await house.get_room(session.code)
        await room.attach(phone, token, "", 0)
        hall.store.end_session(session.code)
        return room

    room = hall.run(play())
    hall.wait_until(lambda: bool(phone.reasons) and room.groups[0].kernel is None)
    assert phone.reasons == [("This session is over. Thank you.", False)]
    assert house.rooms == {}
    with pytest.raises(NotFoundError, match="has ended"):
        hall.run(house.get_room(session.code))
    hall.run(house.close())


def test_forms_that_nobody_takes_make_room_for_the_next_and_leave_nothing(hall: Hall) -> None:
    room = hall.open(list_cells(), untaken=3600.0, forms=3)
    token, page = hall.sit(room)
    hall.attach(room, token, page)
    for _ in range(9):
        hall.sit(room)
    kept = [line for line in room.groups[0].channels if line.owned]
    assert len(kept) == 4  # the one that was taken, and the three newest
    assert hall.count(room)["seats"] == 4


def test_lines_without_widgets_are_not_remembered_for_ever(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seat_channels, "MAX_EMPTY", 5)
    room = hall.open(list_cells(), untaken=3600.0, forms=1)
    pages = [hall.sit(room) for _ in range(12)]
    channels = room.groups[0].channels
    assert len(channels) == len(channels._by_handle) == 6
    first = hall.attach(room, *pages[0])  # it was forgotten, and is a page of another line
    assert first.frames[0]["type"] == "page"


def test_the_next_exercise_comes_to_others_before_a_seat_that_has_spent_its_share(
    hall: Hall,
) -> None:
    room = hall.open(list_cells(), list_cells())
    seats = [hall.sit(room) for _ in range(PAGES_AT_ONCE + 1)]
    phones = [hall.attach(room, token, page) for token, page in seats]
    *greedy, patient = phones
    channels = room.groups[0].channels
    for token, _ in seats[:-1]:
        channels.get(token).budget.spend(3600)
    hall.begin_next()
    hall.run(room.move_on())
    hall.wait_until(lambda: any(frame["type"] == "page" for frame in patient.frames))
    assert not any(frame["type"] == "page" for phone in greedy for frame in phone.frames)
    hall.wait_until(
        lambda: all(any(each["type"] == "page" for each in phone.frames) for phone in greedy)
    )


def test_whoever_comes_while_a_round_is_loaded_can_wait_for_it(hall: Hall) -> None:
    room = hall.open(list_cells(), list_cells())
    hall.begin_next()

    async def come_second() -> None:
        loading = asyncio.create_task(room.move_on())
        await asyncio.sleep(0)  # it is the first to look
        await room.move_on()
        await room.finish()
        assert hall.store.get_round(hall.code).exercise is not None
        await loading

    hall.run(come_second())
