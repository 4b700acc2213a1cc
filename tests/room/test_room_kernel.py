"""A real room kernel in a process of its own, with a real store and a real notice hub."""

# Holds kit/server/kernels/kernel_client.py too: it is tried with the kernel that it hears.
# Holds kit/room/protocol.py too: names that the kernel and the server say alike.
# Holds kit/server/kernels/room_process.py too: the process is tried with the room that runs in it.

from __future__ import annotations

import asyncio
import json
import os
import signal
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import pytest
from nbformat import NotebookNode

from kit.errors import KitError
from kit.gate.publication import find_own_submission
from kit.lifecycle import advance_round
from kit.room.context import KernelContext
from kit.server.kernels.room_process import CallFailed, RoomKernel, RoomKernelDied
from kit.server.relay.filter import Change
from kit.session.session import Phase, Role, new_seat_token
from kit.store import Store, open_store
from kit.store.notices import NoticeHub
from tests.exercises import DEFINITION, code, list_cells, words, write_notebook

PATIENCE = 60  # seconds until a test gives up
T = TypeVar("T")


@dataclass
class ServerState:
    """A server's side of one room kernel: what it sends, and what comes back."""

    folder: Path
    store: Store
    hub: NoticeHub
    runner: asyncio.Runner
    messages: list[dict[str, Any]] = field(default_factory=list)
    deaths: int = 0

    def __post_init__(self) -> None:
        self._news = asyncio.Event()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(asyncio.wait_for(work, PATIENCE))

    def start(self) -> RoomKernel:
        kernel = RoomKernel(self._hear, self._hear_change, self._die)
        self.run(kernel.start())
        return kernel

    def begin(self, cells: list[NotebookNode] | None = None) -> dict[str, Any]:
        """Write a notebook and begin a round of it; gives the kernel's place."""
        write_notebook(self.folder / "jar.ipynb", cells)
        session = self.store.add_session("Team", ["jar.ipynb"])
        current = self.store.add_round(session.code, "jar.ipynb")
        data, address = str(self.folder / "kit.db"), self.hub.address
        place = KernelContext(
            session.code, Role.PARTICIPANT, data, address, "jar.ipynb", current.id
        )
        return place.to_json()

    def wait_until(self, true: Callable[[], bool]) -> None:
        """Wait for something that a message of the kernel brings."""

        async def wait() -> None:
            while not true():
                await self._news.wait()
                self._news.clear()

        self.run(wait())

    def _hear(self, message: dict[str, Any]) -> None:
        self.messages.append(message)
        self._news.set()

    def _hear_change(self, change: Change) -> None:
        """As a message of its own."""
        content = {"comm_id": change.comm, "data": json.loads(change.text)}
        header, metadata = {"msg_type": "comm_msg"}, {"seat": change.seat, "rule": change.rule}
        message = {"header": header, "parent_header": {}, "content": content}
        self._hear({**message, "metadata": metadata})

    def _die(self) -> None:
        self.deaths += 1
        self._news.set()


@dataclass
class Play:
    """One round in the shared room kernel."""

    house: ServerState
    kernel: RoomKernel
    place: dict[str, Any]
    tokens: dict[str, str] = field(default_factory=dict)

    @property
    def store(self) -> Store:
        return self.house.store

    def call(self, what: str, **arguments: Any) -> dict[str, Any]:
        return self.house.run(self.kernel.call(what, **arguments))

    def load(self) -> None:
        self.call("load", place=self.place, folder=str(self.house.folder))

    def sit(self, *handles: str) -> list[dict[str, Any]]:
        """Take seats; gives their pages."""
        for handle in handles:
            self.tokens[handle] = new_seat_token()
            self.store.add_seat(self.place["code"], self.tokens[handle])
        return [self.call("seat", handle=each, token=self.tokens[each]) for each in handles]

    def advance(self, phase: Phase) -> None:
        advance_round(self.store, self.place["round_id"], phase)

    def listen(self) -> list[dict[str, Any]]:
        """Comm messages since the last call, once the kernel has done all it was told."""
        self.call("ping")
        heard, self.house.messages[:] = list(self.house.messages), []
        return [each for each in heard if each["header"]["msg_type"].startswith("comm_")]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerState]:
    folder = tmp_path_factory.mktemp("room")
    store, hub = open_store(folder / "kit.db"), NoticeHub()
    store.notices.connect(hub.address)
    with asyncio.Runner() as runner:
        yield ServerState(folder, store, hub, runner)
    store.close()
    hub.close()


@pytest.fixture(scope="module")
def kernel(house: ServerState) -> Iterator[RoomKernel]:
    kernel = house.start()
    yield kernel
    house.run(kernel.stop())


@pytest.fixture
def play(house: ServerState, kernel: RoomKernel) -> Callable[..., Play]:
    """Begins a round of a notebook in the shared kernel, and loads it."""

    def play(cells: list[NotebookNode] | None = None) -> Play:
        played = Play(house, kernel, house.begin(cells))
        played.load()
        return played

    return play


def find_models(page: dict[str, Any], name: str) -> list[str]:
    """Ids of a page's widgets of a kind."""
    return [key for key, model in page["state"].items() if model["state"].get("prompt") == name]


def find_button(page: dict[str, Any]) -> str:
    names = ("Send", "Change my answer")
    (button,) = [
        key for key, model in page["state"].items() if model["state"].get("description") in names
    ]
    return str(button)


def find_owner(message: dict[str, Any]) -> str:
    """The seat that a message is for, empty if it is for none."""
    return str(message["metadata"].get("seat") or "")


# Pages


def test_a_seats_page_carries_everything_its_form_is_drawn_from(
    play: Callable[..., Play],
) -> None:
    (page,) = play().sit("h1")
    assert page["title"] == "Small acts"
    view = page["cells"][0]["view"]
    (kind,), (story,) = find_models(page, "kind"), find_models(page, "story")
    assert page["state"][kind]["state"]["options"][0]["label"] == "kept their word"
    assert page["state"][story]["state"]["disabled"] is True
    children = page["state"][view]["state"]["children"]
    assert all(child.removeprefix("IPY_MODEL_") in page["state"] for child in children)


def test_the_same_seat_asked_for_twice_has_the_same_widgets(play: Callable[..., Play]) -> None:
    played = play()
    first, other = played.sit("h1", "h2")
    again = played.call("seat", handle="h1", token=played.tokens["h1"])
    assert again | {"spent": 0} == first | {"spent": 0}
    assert again["rules"].keys() == again["state"].keys()
    assert not first["state"].keys() & other["state"].keys()
    assert played.call("ping")["seats"] == 2


def test_a_dropped_seat_is_given_new_widgets_and_no_message_tells_of_the_old(
    play: Callable[..., Play],
) -> None:
    played = play()
    (first,) = played.sit("h1")
    played.listen()
    played.call("drop", handle="h1")
    assert played.call("ping")["seats"] == 0
    assert played.listen() == []
    again = played.call("seat", handle="h1", token=played.tokens["h1"])
    assert not first["state"].keys() & again["state"].keys()


def test_what_a_participants_cell_prints_and_displays_is_on_the_page_in_its_place(
    play: Callable[..., Play],
) -> None:
    cells = list_cells()
    said = code("print('<said>')\ndisplay('shown')\n'last'", "participant")
    (page,) = play([*cells[:4], said, *cells[4:]]).sit("h1")
    assert [cell.get("html", "form")[:40] for cell in page["cells"][:4]] == [
        "<pre>&lt;said&gt;\n</pre>",
        "<pre>&#39;shown&#39;</pre>",
        "<pre>&#39;last&#39;</pre>",
        "form",
    ]


def test_what_a_shared_cell_makes_is_told_to_nobody(play: Callable[..., Play]) -> None:
    shared = code("from ipywidgets import HTML\nnobodys = HTML('for nobody')\nnobodys")
    played = play([*list_cells(), shared])
    (page,) = played.sit("h1")
    assert "for nobody" not in str(page)
    assert all(find_owner(message) for message in played.listen())


def test_the_token_of_a_seat_is_in_no_page_and_no_message(play: Callable[..., Play]) -> None:
    played = play()
    (page,) = played.sit("h1")
    played.advance(Phase.PREPARE)
    played.house.wait_until(lambda: any(find_owner(each) for each in played.house.messages))
    assert played.tokens["h1"] not in str([page, *played.listen()])


# Refusals


def test_a_wrong_definition_is_refused_with_its_words(play: Callable[..., Play]) -> None:
    wrong = DEFINITION.replace('"other"])', '"other"], max_choise=2)')
    with pytest.raises(
        KitError,
        match=r"^prompt 'kind': 'max_choise' is not a setting of Choice. Did you mean 'max_choic",
    ):
        play(list_cells(wrong))
    (page,) = play().sit("h1")  # the kernel goes on with the next one
    assert page["title"] == "Small acts"


def test_a_cell_that_is_not_python_names_its_place_in_the_notebook(
    play: Callable[..., Play],
) -> None:
    with pytest.raises(CallFailed, match=r"SyntaxError: .*jar\.ipynb, cell 10, line 2"):
        play([*list_cells(), code("x = 1\nx = = 1")])


def test_the_facilitators_controls_are_refused_in_a_participants_cell(
    play: Callable[..., Play],
) -> None:
    played = play([*list_cells(), code("room.console()", "participant")])
    with pytest.raises(KitError, match="belongs into a cell tagged 'facilitator'"):
        played.sit("h1")
    assert played.call("ping")["seats"] == 0


def test_no_cell_of_another_role_is_run(play: Callable[..., Play]) -> None:
    others = [code(f"1 / 0  # {tag}", tag) for tag in ("facilitator", "screen")]
    (page,) = play([*others, *list_cells(), words("For the screen.", "screen")]).sit("h1")
    assert "For the screen." not in str(page["cells"])


def test_a_call_that_is_none_fails_and_the_kernel_goes_on(play: Callable[..., Play]) -> None:
    played = play()
    with pytest.raises(CallFailed, match="KeyError"):
        played.call("evaluate", source="1 / 0")
    assert played.call("ping")["seats"] == 0


# Notices and answers


def test_a_change_of_phase_reaches_every_seat_under_its_own_handle(
    play: Callable[..., Play],
) -> None:
    played = play()
    handles = [f"h{number}" for number in range(8)]
    pages = dict(zip(handles, played.sit(*handles), strict=True))
    played.listen()
    played.advance(Phase.PREPARE)
    unlocked: dict[str, set[str]] = {handle: set() for handle in handles}

    def everybody() -> bool:
        for message in played.house.messages:
            data = message["content"].get("data", {})
            if data.get("state", {}).get("disabled") is False:
                unlocked[find_owner(message)].add(message["content"]["comm_id"])
        return all(len(comms) == 3 for comms in unlocked.values())

    played.house.wait_until(everybody)
    for message in played.listen():
        assert message["content"]["comm_id"] in pages[find_owner(message)]["state"]
    for handle, page in pages.items():
        mine = {*find_models(page, "kind"), *find_models(page, "story"), find_button(page)}
        assert unlocked[handle] == mine


def test_a_message_of_one_seat_is_answered_to_that_seat_alone_and_kept_in_the_store(
    play: Callable[..., Play],
) -> None:
    played = play()
    first, _ = played.sit("h1", "h2")
    played.advance(Phase.PREPARE)
    enabled = [find_button(first), *find_models(first, "story")]

    def is_open() -> bool:
        told = [each["content"] for each in played.house.messages]
        return all(
            any(
                each.get("comm_id") == comm and not each["data"]["state"].get("disabled", True)
                for each in told
            )
            for comm in enabled
        )

    played.house.wait_until(is_open)
    played.listen()
    (story,) = find_models(first, "story")
    change = {"method": "update", "state": {"value": "It rained."}, "buffer_paths": []}
    played.kernel.send(story, change, [])
    click = {"method": "custom", "content": {"event": "click"}}
    last = played.kernel.send(find_button(first), click, [])
    played.house.wait_until(
        lambda: any(
            each["parent_header"].get("msg_id") == last
            and each["content"].get("execution_state") == "idle"
            for each in played.house.messages
        )
    )
    told = played.listen()
    assert {find_owner(message) for message in told} == {"h1"}
    assert "Received. You can change" in str([each["content"] for each in told])
    kept = find_own_submission(played.store, played.place["round_id"], played.tokens["h1"])
    assert kept is not None
    assert kept.to_json() == {"story": {"text": "It rained.", "share": False}}
    assert find_own_submission(played.store, played.place["round_id"], played.tokens["h2"]) is None


def test_a_seat_that_comes_back_to_another_kernel_finds_what_it_has_sent(
    play: Callable[..., Play],
) -> None:
    played = play()
    (page,) = played.sit("h1")
    played.advance(Phase.PREPARE)
    (story,) = find_models(page, "story")
    state = {"value": "It rained."}
    played.kernel.send(story, {"method": "update", "state": state, "buffer_paths": []}, [])
    click = {"method": "custom", "content": {"event": "click"}}
    kept = None
    while kept is None:  # the form may not have heard of the opening when it is first pressed
        played.kernel.send(find_button(page), click, [])
        played.call("ping")
        kept = find_own_submission(played.store, played.place["round_id"], played.tokens["h1"])
    played.load()  # everything is taken down, as when a kernel was started anew
    again = played.call("seat", handle="h9", token=played.tokens["h1"])
    (story,) = find_models(again, "story")
    assert again["state"][story]["state"]["value"] == "It rained."
    assert again["state"][find_button(again)]["state"]["description"] == "Change my answer"


def test_a_reply_that_cannot_be_used_fails_its_own_call_and_no_other(
    play: Callable[..., Play],
) -> None:
    played = play()

    def stumble(_reply: Any) -> None:
        raise LookupError

    with pytest.raises(LookupError):
        played.house.run(played.kernel.call("ping", then=stumble))
    assert played.call("ping")["seats"] == 0


# Processes


def test_a_killed_process_is_noticed_once_and_who_waits_is_told(house: ServerState) -> None:
    kernel = house.start()
    before = house.deaths
    assert house.run(kernel.call("ping"))["seats"] == 0
    pid = kernel.pid
    assert pid is not None

    async def kill() -> None:
        waiting = asyncio.create_task(kernel.call("ping"))
        os.kill(pid, signal.SIGSTOP)  # so that it cannot answer first
        await asyncio.sleep(0)
        os.kill(pid, signal.SIGKILL)
        await waiting

    with pytest.raises(RoomKernelDied):
        house.run(kill())
    house.wait_until(lambda: house.deaths == before + 1)
    with pytest.raises(RoomKernelDied):
        house.run(kernel.call("ping"))
    house.run(kernel.stop())
    assert house.deaths == before + 1


def test_a_stopped_kernel_is_no_death_and_leaves_no_files(house: ServerState) -> None:
    kernel = house.start()
    before, folder, pid = house.deaths, Path(kernel._folder), kernel.pid
    assert folder.is_dir()
    house.run(kernel.stop())
    with pytest.raises(RoomKernelDied):
        house.run(kernel.call("ping"))
    assert house.deaths == before
    assert not folder.exists()
    assert pid is not None
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


# The same world as in JupyterLab

HELPER = "WORDS = 'from beside the notebook'\n"
WORLD = """\
import json, random, sys
import asyncio
from pathlib import Path
import helper_beside_it
%config InlineBackend.figure_format = "png"
listed = !echo one two
!echo {helper_beside_it.WORDS} > made.txt
await asyncio.sleep(0.01)
lines = open("options.txt").read().split()
chance = random.random()
"""
ASKED = """\
%%capture caught
print(lines, helper_beside_it.WORDS)"""


def test_a_notebook_has_the_folder_and_the_language_that_it_has_in_jupyterlab(
    play: Callable[..., Play], house: ServerState
) -> None:
    (house.folder / "helper_beside_it.py").write_text(HELPER)
    (house.folder / "random.py").write_text("raise RuntimeError('not the notebook\\'s')")
    (house.folder / "options.txt").write_text("yes no")
    seen = (
        "import os\nos.chdir('/')\nawait asyncio.sleep(0)\n"
        "print(lines, listed, get_ipython() is not None)\n%time None\n"
        "await asyncio.sleep(0, 'waited')"
    )
    cells = [
        *list_cells(),
        code(WORLD),
        code(ASKED),
        code("%%html\n<b>bold</b>", "participant"),
        code("print(caught.stdout)\n!cat made.txt", "participant"),
        code(seen, "participant"),
        code("!echo asked by\nprint(open('/dev/null').read())", "participant"),
    ]
    played = play(cells)
    pages = played.sit("h1", "h2")
    assert (house.folder / "made.txt").read_text() == "from beside the notebook\n"
    for page in pages:
        shown = [cell["html"] for cell in page["cells"] if "html" in cell]
        assert "<b>bold</b>\n" in shown or "<b>bold</b>" in shown
        text = "".join(shown)
        assert "[&#39;yes&#39;, &#39;no&#39;] [&#39;one two&#39;] True" in text
        assert "from beside the notebook" in text
        assert "<pre>&#39;waited&#39;</pre>" in text
        assert "asked by" in text


def test_while_one_cell_waits_what_others_show_is_not_caught_for_it(
    play: Callable[..., Play],
) -> None:
    waiting = (
        "import asyncio\nprint('mine')\n"
        "async def speak():\n    print('of somebody else')\n"
        "other = asyncio.create_task(speak())\nawait asyncio.sleep(0.05)\nprint('mine too')"
    )
    (page,) = play([*list_cells(), code(waiting, "participant")]).sit("h1")
    assert "<pre>mine\nmine too\n</pre>" in [cell.get("html") for cell in page["cells"]]


def test_a_fault_in_a_shared_cell_is_told_with_its_cell_and_line(
    play: Callable[..., Play],
) -> None:
    with pytest.raises(CallFailed, match=r"^jar\.ipynb, cell 10, line 2: NameError: name 'nobody"):
        play([*list_cells(), code("x = 1\nnobody")])


def test_what_phones_cannot_show_is_told_with_its_cell(play: Callable[..., Play]) -> None:
    played = Play(*_unpack(play()))
    cells = [
        *list_cells(),
        words("![a](https://example.org/a.png)", "participant"),
        code("from IPython.display import HTML\nHTML('<img src=\"no.png\">')", "participant"),
    ]
    played.place = played.house.begin(cells)
    told = played.call("load", place=played.place, folder=str(played.house.folder))
    assert [each[:60] for each in told["faults"]] == [
        "jar.ipynb, cell 10: The picture 'https://example.org/a.png' l"[:60]
    ]
    (page,) = played.sit("h1")
    assert page["faults"][1].startswith("jar.ipynb, cell 11 shows something that phones cannot")
    assert "no.png" not in page["faults"][1]
    assert "example.org" not in str(page["cells"])


def _unpack(played: Play) -> tuple[ServerState, RoomKernel, dict[str, Any]]:
    return played.house, played.kernel, played.place
