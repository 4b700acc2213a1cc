"""A real kernel inside the test's own process, and a store with a round being prepared."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from pathlib import Path
from queue import Empty
from typing import Any, NamedTuple, TypeVar

import comm
import pytest
from ipykernel.inprocess.ipkernel import InProcessKernel
from ipykernel.inprocess.socket import DummySocket
from ipykernel.iostream import IOPubThread
from ipywidgets import Widget
from ipywidgets.widgets.widget import _instances
from jupyter_client.session import Session
from traitlets.config import Config

from kit.room import context as place
from kit.room import folder
from kit.room.ownership import own_comms
from kit.session.session import Round
from kit.store import Store
from tests.store.sample import prepare_round

T = TypeVar("T")


class Message(NamedTuple):
    """A message that a kernel has published.

    Attributes:
        kind: "comm_open", "comm_msg" or "comm_close".
        seat: Handle of the seat it is for; None where it names none.
        comm: Id of the comm.
        data: What it says.
        text: All of it, for what may not be in it.
    """

    kind: str
    seat: str | None
    comm: str
    data: dict[str, Any]
    text: str


class NearKernel:
    """What a kernel publishes, and the messages of browsers to it."""

    def __init__(self, kernel: InProcessKernel, published: DummySocket) -> None:
        self._kernel = kernel
        self._published = published

    def listen(self) -> list[Message]:
        """The comm messages published since the last call, in order."""
        heard: list[Message] = []
        session = self._kernel.session
        assert session is not None
        while True:
            try:
                _, message = session.recv(self._published, copy=False)  # type: ignore[arg-type]
            except Empty:
                return heard
            assert message is not None
            if message["msg_type"].startswith("comm_"):
                content, seat = message["content"], message["metadata"].get("seat")
                message["metadata"].pop("sources", None)  # scripts: the same for everybody
                text = f"{message['metadata']} {content}"
                data = content.get("data", {})
                heard.append(Message(message["msg_type"], seat, content["comm_id"], data, text))

    def tell(self, widget: Widget, data: dict[str, Any]) -> None:
        """Hand in a browser's message, the way the kernel does it."""
        message = {"content": {"comm_id": widget.model_id, "data": data}, "buffers": []}
        self._kernel.comm_manager.comm_msg(None, "", message)  # type: ignore[arg-type]

    def click(self, button: Widget) -> None:
        """Press a button."""
        self.tell(button, {"method": "custom", "content": {"event": "click"}})

    def change(self, widget: Widget, **state: Any) -> None:
        """Change a control."""
        self.tell(widget, {"method": "update", "state": state, "buffer_paths": []})


@pytest.fixture(scope="module")
def running_kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NearKernel]:
    """A kernel whose comms belong to seats; none of it is left for other files."""
    for left in list(_instances.values()):  # by other files, some with comms that are gone
        with suppress(KeyError):
            left.close()
    before = comm.create_comm
    config = Config()
    config.HistoryManager.enabled = False
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IPYTHONDIR", str(tmp_path_factory.mktemp("ipython")))
        published, session = DummySocket(), Session()
        # Not started: it publishes at once.
        thread = IOPubThread(published, session=session)  # type: ignore[no-untyped-call]
        kernel = InProcessKernel.instance(config=config, session=session, iopub_thread=thread)
        own_comms()
        yield NearKernel(kernel, published)
        Widget.close_all()
        comm.create_comm = before
        shell = kernel.shell
        assert shell is not None
        shell.restore_sys_module_state()
        type(shell).clear_instance()
        InProcessKernel.clear_instance()


@pytest.fixture
def kernel(running_kernel: NearKernel) -> Iterator[NearKernel]:
    """The kernel, with nothing left from another test."""
    running_kernel.listen()
    yield running_kernel
    Widget.close_all()


def in_loop(action: Callable[[], Any]) -> Any:
    """Do something where an event loop runs, as in a kernel.

    A room joined without one follows notices in their own thread, beside the test; one joined so
    and looked at afterwards follows nothing that is not told to it.
    """

    async def act() -> Any:
        made = action()
        return await made if isinstance(made, Awaitable) else made

    return asyncio.run(act())


@pytest.fixture
def prepared(store: Store) -> Round:
    """A round with a prompt of every kind, in its first phase."""
    return prepare_round(store)


@pytest.fixture(autouse=True)
def nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test begins in a process that has been told no place."""
    monkeypatch.setattr(place, "_current", None)
    monkeypatch.setattr(folder, "_folder", "")
    monkeypatch.chdir(Path.cwd())  # and ends where it began
