"""The room kernel's seats: what is made for each, kept, and taken down again."""

from __future__ import annotations

import gc
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from ipywidgets import Widget
from ipywidgets.widgets.widget import _instances
from nbformat import NotebookNode

from kit.errors import DefinitionError, PhaseError, RoleError
from kit.lifecycle import advance_round
from kit.room.context import KernelContext
from kit.room.kernel import RoomKernel
from kit.room.ownership import Seat, SeatComm
from kit.session.session import Phase, Role, new_seat_token
from kit.store import Store
from kit.store.notices import NoticeHub
from tests.exercises import DEFINITION, code, list_cells, words, write_notebook
from tests.room.conftest import NearKernel, in_loop

Begin = Callable[..., dict[str, Any]]
Load = Callable[..., RoomKernel]


@pytest.fixture
def hub() -> Iterator[NoticeHub]:
    hub = NoticeHub()
    yield hub
    hub.close()


@pytest.fixture
def rooms(kernel: NearKernel) -> Iterator[list[RoomKernel]]:
    """Room kernels to be closed in the end."""
    rooms: list[RoomKernel] = []
    yield rooms
    for room in rooms:
        room.close()


@pytest.fixture
def begin(tmp_path: Path, store: Store, hub: NoticeHub) -> Begin:
    """Writes a notebook and begins a round of it; gives the place of its kernel."""

    def begin(cells: list[NotebookNode] | None = None) -> dict[str, Any]:
        write_notebook(tmp_path / "jar.ipynb", cells)
        session = store.add_session("Team", ["jar.ipynb"])
        current = store.add_round(session.code, "jar.ipynb")
        place = KernelContext(
            code=session.code,
            role=Role.PARTICIPANT,
            data=str(tmp_path / "kit.db"),
            notices=hub.address,
            notebook="jar.ipynb",
            round_id=current.id,
        )
        return place.to_json()

    return begin


@pytest.fixture
def load(tmp_path: Path, begin: Begin, rooms: list[RoomKernel]) -> Load:
    """Plays a notebook in a room kernel of its own."""

    def load(cells: list[NotebookNode] | None = None) -> RoomKernel:
        room = RoomKernel()
        rooms.append(room)
        in_loop(lambda: room.load(begin(cells), str(tmp_path)))
        return room

    return load


def take_seat(room: RoomKernel, handle: str = "h1") -> dict[str, Any]:
    page: dict[str, Any] = in_loop(lambda: room.seat(handle, new_seat_token()))
    return page


def list_lines() -> set[threading.Thread]:
    """The lines to notice hubs that this process has, those of other tests too."""
    return {thread for thread in threading.enumerate() if thread.name == "kit-notices"}


def test_a_seats_page_has_its_form_then_its_words_then_what_is_for_everybody(load: Load) -> None:
    page = take_seat(load())
    assert page["title"] == "Small acts"
    form, thanks, about = page["cells"]
    assert page["state"][form["view"]]["model_name"] == "VBoxModel"
    assert "Thank you." in thanks["html"]
    assert "<details" in about["html"]
    assert "Small acts" in about["html"]
    assert "Say hello" not in str(page["cells"])


def test_a_page_carries_the_state_of_every_widget_it_mentions(load: Load) -> None:
    page = take_seat(load())
    mentioned = {
        value.removeprefix("IPY_MODEL_")
        for model in page["state"].values()
        for trait in model["state"].values()
        for value in (trait if isinstance(trait, list) else [trait])
        if isinstance(value, str) and value.startswith("IPY_MODEL_")
    }
    views = {cell["view"] for cell in page["cells"] if "view" in cell}
    assert mentioned | views == set(page["state"])
    assert all(model["model_module_version"] for model in page["state"].values())


def test_the_same_seat_has_the_same_widgets_and_another_seat_has_others(load: Load) -> None:
    room = load()
    first, second = take_seat(room, "h1"), take_seat(room, "h2")
    again = take_seat(room, "h1")
    assert (again["cells"], again["state"].keys()) == (first["cells"], first["state"].keys())
    assert not first["state"].keys() & second["state"].keys()
    assert room.ping()["seats"] == 2


def test_a_dropped_seat_leaves_nothing_and_its_browser_is_told_nothing(
    kernel: NearKernel, load: Load
) -> None:
    room = load()
    before = len(_instances)
    page = take_seat(room)
    kernel.listen()
    assert len(_instances) > before
    room.drop("h1")
    room.drop("h1")
    assert len(_instances) == before
    assert repr(room._shared["room"].results) == "<Feed of 0 watchers>"
    assert kernel.listen() == []
    assert take_seat(room)["state"].keys().isdisjoint(page["state"])


def list_objects() -> dict[int, object]:
    """Every seat, widget and comm that this process holds; whoever keeps the list keeps them."""
    gc.collect()
    kept = (Seat, SeatComm, Widget)
    return {id(each): each for each in gc.get_objects() if issubclass(type(each), kept)}


def count_new(before: dict[int, object]) -> Counter[str]:
    """How many there are that were not there before, by their kind."""
    now = list_objects()
    return Counter(type(now[new]).__name__ for new in now.keys() - before.keys())


def test_people_who_come_and_go_leave_no_object_behind(kernel: NearKernel, load: Load) -> None:
    room = load()
    before = list_objects()
    for _ in range(2):
        for number in range(3):
            take_seat(room, f"h{number}")
        assert count_new(before)["Seat"] == 3
        for number in range(3):
            room.drop(f"h{number}")
        assert not count_new(before)
    assert repr(room._shared["room"]._pairing) == "<Pairing of 0>"


def test_a_seat_whose_cells_fail_leaves_nothing_behind(load: Load) -> None:
    room = load([*list_cells(), code("room.console()", "participant")])
    before = len(_instances)
    for _ in range(3):
        with pytest.raises(RoleError, match="belongs into a cell tagged 'facilitator'"):
            take_seat(room)
    assert len(_instances) == before
    assert repr(room._shared["room"].results) == "<Feed of 0 watchers>"
    assert room.ping()["seats"] == 0


def test_the_next_exercise_takes_down_everything_of_the_one_before(
    tmp_path: Path, begin: Begin, load: Load
) -> None:
    others = list_lines()
    room, before = load(), len(_instances)
    first = take_seat(room)
    following = begin([words("# Next"), *list_cells()[1:]])
    in_loop(lambda: room.load(following, str(tmp_path)))
    assert len(_instances) == before
    assert len(list_lines() - others) == 1
    assert take_seat(room)["state"].keys().isdisjoint(first["state"])
    room.close()
    assert not list_lines() - others


def test_a_fault_in_a_cell_names_the_cell_as_the_notebook_counts_it(load: Load) -> None:
    with pytest.raises(SyntaxError, match=r"jar\.ipynb, cell 11"):
        load([*list_cells(), words("For you.", "facilitator"), code("x = = 1")])


def test_a_wrong_definition_is_refused_with_its_words(load: Load) -> None:
    wrong = DEFINITION.replace('"other"])', '"other"], max_choise=2)')
    with pytest.raises(DefinitionError, match="Did you mean 'max_choices'"):
        load(list_cells(wrong))


def test_an_exercise_that_has_changed_since_its_round_began_is_refused(
    tmp_path: Path, begin: Begin, store: Store
) -> None:
    place, room = begin(), RoomKernel()
    in_loop(lambda: room.load(place, str(tmp_path)))
    advance_round(store, place["round_id"], Phase.PREPARE)
    room.close()
    lines = list_lines()
    write_notebook(tmp_path / "jar.ipynb", list_cells(DEFINITION.replace("other", "thanked me")))
    with pytest.raises(PhaseError, match=r"jar\.ipynb has changed since this round began"):
        in_loop(lambda: room.load(place, str(tmp_path)))
    assert not list_lines() - lines


def test_what_is_written_about_a_room_kernel_says_only_how_many_sit_in_it(load: Load) -> None:
    room = load()
    take_seat(room)
    assert repr(room) == "<RoomKernel with 1 seats>"
