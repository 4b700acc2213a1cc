"""The room kernel: one kernel for all participants of a session, one set of widgets per seat.

The server talks to it over one comm of its own. A browser never does: the relay passes on only the
messages of a seat's widgets.
"""

from __future__ import annotations

import asyncio
import logging
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import zmq
from ipywidgets import Widget
from ipywidgets.widgets.widget import _instances
from markupsafe import Markup

from kit.errors import DefinitionError, KitError
from kit.notebooks.jars import list_jars
from kit.notebooks.notebook import is_for, is_shared, load_notebook, render_words
from kit.room.alike import describe_place
from kit.room.assets import SOURCES
from kit.room.bundles import Part, render_bundles
from kit.room.cells import Cell, compile_cell, make_namespace, play_cell
from kit.room.context import KernelContext, enter_place
from kit.room.faults import report_faults
from kit.room.folder import coming_back, enter_folder, find_origin
from kit.room.limits import end_with_server, limit_memory, measure_memory
from kit.room.outbox import OUTBOX
from kit.room.outputs import draw_charts, own_outputs
from kit.room.ownership import Seat, acting, own_comms
from kit.room.patches import print_without_waiting
from kit.room.protocol import TARGET
from kit.room.room import Room
from kit.room.surrogates import mend
from kit.room.traces import forget_traces
from kit.room.traits import RULES
from kit.room.written import find_unwritable
from kit.session.session import Role
from kit.widgets.markup import render_part

log = logging.getLogger("kit.room")

CELL_SECONDS = 30.0  # for which a cell may wait for something
ENDLESS = (
    "{cell} waits for more than {seconds:.0f} seconds. Take out what it waits for, or put a limit "
    "on it."
)
HIDDEN = (
    "{cell} shows something that phones cannot show. Tag it 'facilitator' too, and the dashboard "
    "says what and why."
)
"""What a participant's cell shows may depend on the seat, so no more is told than the cell."""


class RoomKernel:
    """The seats of a session and the notebook they are playing."""

    def __init__(self) -> None:
        self._shared: dict[str, Any] = {}
        self._parts: list[Cell | str] = []
        self._path: Path | None = None
        self._title = ""
        self._faults: list[str] = []
        self._word_faults: list[str] = []
        self._seats: dict[str, Seat] = {}
        self._turn = asyncio.Lock()  # a cell may wait; no other cell is run meanwhile

    def __repr__(self) -> str:
        return f"<RoomKernel with {len(self._seats)} seats>"

    async def load(self, place: dict[str, Any], folder: str) -> dict[str, Any]:
        """Run a notebook's shared cells; every seat's widgets of the one before are taken down.

        Args:
            place: Where the kernel stands from now on.
            folder: The notebook's, as an absolute path.

        Returns:
            {"faults": what phones cannot show, for the facilitator}.

        Raises:
            KitError: The notebook's definition is wrong, or the session plays another one.
            SyntaxError: A cell is not Python; the message names the cell.
        """
        async with self._turn:
            self.close()
            enter_place(place)
            enter_folder(folder)
            await self._load(Path(folder, KernelContext.from_json(place).notebook))
        return {"faults": self._list_faults()}

    async def reword(self) -> dict[str, Any]:
        """Read the notebook's words anew: what is run has not changed, and widgets stay.

        Returns:
            As `load` does.

        Raises:
            KitError: The notebook cannot be read.
        """
        async with self._turn:
            if self._path is not None:
                words = self._render_words(load_notebook(self._path))
                self._parts = [
                    next(words, "") if isinstance(part, str) else part for part in self._parts
                ]
        return {"faults": self._list_faults()}

    async def _load(self, path: Path) -> None:
        notebook = load_notebook(path)
        self._path = path
        self._shared = make_namespace()
        words = self._render_words(notebook)
        for number, cell in enumerate(notebook.cells, start=1):
            if not is_for(cell, Role.PARTICIPANT):
                continue
            if cell.cell_type == "markdown" and not is_shared(cell):
                self._parts.append(next(words))
            elif cell.cell_type == "code":
                code = compile_cell(cell.source, f"{path.name}, cell {number}")
                if is_shared(cell):
                    await self._play(code, self._shared, [])  # nobody sees what it shows
                else:
                    self._parts.append(code)
        self._parts += words
        rooms = [value for value in self._shared.values() if isinstance(value, Room)]
        if not rooms:
            msg = (
                f"{path.name} is no exercise: no shared cell calls kit.join(exercise). Add "
                "room = kit.join(exercise) to an untagged code cell, or take it off the agenda."
            )
            raise DefinitionError(msg)
        self._title = rooms[-1].exercise.title
        for room in rooms:
            room.jars = list_jars(notebook, room.exercise)

    def _render_words(self, notebook: Any) -> Iterator[Markup]:
        """The notebook's words as markup; what is for everybody comes last, behind the form."""
        self._word_faults = []
        own, about = [], []
        for number, cell in enumerate(notebook.cells, start=1):
            if cell.cell_type == "markdown" and is_for(cell, Role.PARTICIPANT):
                name = f"{self._path and self._path.name}, cell {number}"
                words = render_words(cell, find_origin(name, self._word_faults))
                if is_shared(cell):
                    about.append(fold(words))
                else:
                    own.append(words)
        return iter([*own, *about])

    def _list_faults(self) -> list[str]:
        """What phones cannot show, for the facilitator."""
        return [*self._word_faults, *self._faults]

    async def seat(self, handle: str, token: str, language: str = "") -> dict[str, Any]:
        """A seat's page: its widgets are made on the first call and kept from then on.

        Args:
            handle: The seat's name between server and kernel.
            token: Its secret.
            language: Tag of the language its page speaks; "" for the session's. In another than
                before, its widgets are made anew.

        Returns:
            {"title": the exercise's, "cells": [{"view": model id} or {"html": markup}],
            "state": model id -> state, "rules": model id -> the name of the widget's rules,
            "faults": as `load` gives them, "spent": seconds}.
        """
        async with self._turn:
            return await self._seat(handle, token, language)

    async def _seat(self, handle: str, token: str, language: str) -> dict[str, Any]:
        began = time.perf_counter()
        seat = self._seats.get(handle)
        if seat is not None and seat.language != language:
            self.drop(handle)
            seat = None
        if seat is None:
            seat = Seat(handle, token, language=language)
            try:
                with acting(seat):
                    seat.cells = await self._run_parts()
            except BaseException:
                _take_down(seat)
                raise
            self._seats[handle] = seat
            seat.built = True
        widgets = [_instances[comm_id] for comm_id in seat.comms if comm_id in _instances]
        state = {each.model_id: get_state(each) for each in widgets}
        rules = {each.model_id: RULES.name(each) for each in widgets}
        cells = [
            {"html": str(self._parts[each])} if isinstance(each, int) else each
            for each in seat.cells
        ]
        page = {"title": self._title, "cells": cells, "state": state}
        about = {"rules": rules, "faults": self._list_faults()}
        return page | about | {"spent": time.perf_counter() - began}

    def drop(self, handle: str) -> dict[str, Any]:
        """Take down a seat's widgets."""
        seat = self._seats.pop(handle, None)
        if seat is not None:
            _take_down(seat)
        return {}

    def forget(self) -> dict[str, Any]:
        """Keep nothing of a round that has closed but its result."""
        for value in self._shared.values():
            if isinstance(value, Room):
                value.forget()
        forget_traces()
        return {}

    def ping(self, filler: str = "") -> dict[str, Any]:
        """Answer, to show that the kernel is not held up.

        Args:
            filler: Takes the place of the answers that came last in the buffers of every socket on
                the way, and goes back to do the same there.

        Returns:
            {"seats": number of seats with widgets, "widgets": all widgets, "memory": MB, "filler"}.
        """
        return {
            "filler": filler,
            "seats": len(self._seats),
            "widgets": len(_instances),
            "memory": measure_memory(),
        }

    def close(self) -> None:
        """Take down every seat and forget the notebook."""
        for seat in self._seats.values():
            _take_down(seat)
        for value in self._shared.values():
            if isinstance(value, Room):
                value.close()
        self._seats, self._parts, self._shared, self._path = {}, [], {}, None
        self._faults, self._word_faults = [], []
        forget_traces()

    async def _run_parts(self) -> list[Part | int]:
        """What a seat's page shows; words are the place at which they stand, as they may change."""
        namespace = dict(self._shared)
        shown: list[Part | int] = []
        with coming_back():
            for place, part in enumerate(self._parts):
                if isinstance(part, str):
                    shown.append(place)
                    continue
                hidden: list[str] = []
                shown += await self._play(part, namespace, hidden)
                words = HIDDEN.format(cell=part.name)
                if hidden and words not in self._faults:
                    self._faults.append(words)
        return shown

    async def _play(self, cell: Cell, namespace: dict[str, Any], faults: list[str]) -> list[Part]:
        """Run a cell; one that waits has its time.

        Args:
            cell: The cell.
            namespace: The notebook's names.
            faults: Gets what the cell shows and the page cannot.

        Raises:
            DefinitionError: It takes longer.
        """
        render = partial(render_bundles, origin=find_origin(cell.name, faults))
        try:
            async with asyncio.timeout(CELL_SECONDS) as limit:
                return await play_cell(cell, namespace, render)
        except TimeoutError as error:
            if not limit.expired():
                raise
            msg = ENDLESS.format(cell=cell.name, seconds=CELL_SECONDS)
            raise DefinitionError(msg) from error


def name_place(error: BaseException, words: str) -> str:
    """What Python says of a fault in a shared cell, behind the cell and the line."""
    place = describe_place(error).partition(" in ")[2]
    named = ".ipynb, cell " not in place or ".ipynb, cell " in words
    return words if named else f"{place}: {words}"


def get_state(widget: Widget) -> dict[str, Any]:
    """A widget's state for a page, with names in the place of its script and style.

    Only a layout's defaults may be left out: those of ipywidgets' controls differ in places
    between Python and JavaScript.
    """
    known = widget._model_module == "@jupyter-widgets/base"
    described: dict[str, Any] = widget._get_embed_state(drop_defaults=known)
    return described | {"state": SOURCES.shorten(described["state"])}


def fold(words: Markup) -> Markup:
    """Words that are meant for everybody, folded away on a phone."""
    return render_part("room/cell.html", "about", words)


def _take_down(seat: Seat) -> None:
    seat.built = False  # its browser is told by the next page, not widget by widget
    for leave in seat.leaving:
        leave()
    for comm_id in list(seat.comms):
        widget = _instances.get(comm_id)
        if widget is not None:
            widget.close()


def start(memory: int = 0) -> None:
    """Make this kernel a room kernel: bound it, and listen to the server's comm.

    Args:
        memory: How much it may take, in MB; 0 for no limit.
    """
    end_with_server()
    limit_memory(memory)
    report_faults()
    own_comms()
    own_outputs()
    draw_charts()
    print_without_waiting(sys.stdout, sys.stderr)
    room = RoomKernel()
    calls: dict[str, Callable[..., dict[str, Any] | Awaitable[dict[str, Any]]]] = {
        "load": room.load,
        "reword": room.reword,
        "seat": room.seat,
        "drop": room.drop,
        "forget": room.forget,
        "ping": room.ping,
    }

    under_way: set[asyncio.Future[None]] = set()

    def opened(link: Any, _message: dict[str, Any]) -> None:
        def begin(message: dict[str, Any]) -> None:
            answering = asyncio.ensure_future(answer(message["content"]["data"]))
            under_way.add(answering)
            answering.add_done_callback(under_way.discard)

        async def answer(call: dict[str, Any]) -> None:
            reply: dict[str, Any]
            try:
                made = calls[call["call"]](**call["with"])
                reply = {"reply": made if isinstance(made, dict) else await made}
            except KitError as error:
                reply = {"refused": str(error)}
            except BaseException as error:  # also an exit, and a wait that was given up
                words = f"{type(error).__name__}: {error}".removesuffix(": ")
                if call["call"] == "seat":
                    # A seat's cells know its answers, so of their errors only the place is told.
                    log.exception("A participant's page could not be made")
                    words = describe_place(error)
                else:
                    words = name_place(error, words)
                reply = {"failed": words}
            about = {"id": call["id"], "sources": SOURCES.tell(), "rules": RULES.tell()}
            OUTBOX.flush()
            try:
                link.send(about | reply)
            except UnicodeEncodeError:
                link.send(mend(about | reply))
            except Exception as error:  # who waits for an answer gets one
                log.exception("A reply could not be written")
                words = find_unwritable(reply.get("reply", {}).get("state", {}))
                link.send(mend(about | {"failed": words or describe_place(error)}))
                if call["call"] == "seat":
                    room.drop(call["with"]["handle"])

        link.on_msg(begin)
        OUTBOX.open(link.send)

    from ipykernel.kernelapp import IPKernelApp

    # A change told to a roomful at once is more than ZeroMQ holds back before it drops messages.
    iopub = IPKernelApp.instance().iopub_thread
    iopub.schedule(lambda: iopub.socket.setsockopt(zmq.SNDHWM, 0))
    IPKernelApp.instance().kernel.comm_manager.register_target(TARGET, opened)
