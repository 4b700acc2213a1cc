"""A notebook played for nobody, inside a kernel of its own: what serve would meet is met here.

The shared cells run as in a room, then one seat's, then those of the dashboard and of the screen,
so every form is built and every picture asks for its prompt.
"""

from __future__ import annotations

import gc
import os
import sys
import tempfile
import threading
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from kit.check.fault import Fault
from kit.check.found import ENDLESS, FOUND, Found, write_found
from kit.check.raised import describe, find_place
from kit.errors import DefinitionError
from kit.exercise.exercise import Exercise
from kit.notebooks.new_folder import BLANK
from kit.notebooks.notebook import is_for, is_shared, load_notebook
from kit.rehearsal.answers import fit_script
from kit.rehearsal.cards import SIGNING, list_cards
from kit.rehearsal.scripts import FOLDER
from kit.room.bundles import render_bundles
from kit.room.cells import compile_cell, make_namespace, play_cell, transform
from kit.room.context import KernelContext, enter_place
from kit.room.folder import enter_folder, find_origin
from kit.room.kernel import RoomKernel
from kit.room.limits import end_with_server, limit_memory
from kit.room.outputs import draw_charts, own_outputs
from kit.room.ownership import own_comms
from kit.room.room import Room
from kit.session.session import Role, Round, new_seat_token
from kit.store import Store, open_store
from kit.store.notices import NoticeHub


@dataclass(frozen=True)
class Stage:
    """What a trial is played with.

    Attributes:
        store: A store of its own.
        data: Its address.
        hub: Its notice hub.
    """

    store: Store
    data: str
    hub: NoticeHub


_stages: list[Stage] = []


async def prepare(folder: str, memory: int) -> None:
    """Make this kernel one in which a notebook is tried; which one is not known yet.

    An exercise of the kit's is played first: what that has made ready, others need as well.

    Args:
        folder: Where the trial keeps what it needs.
        memory: How much its cells may take, in MB; 0 for no limit.
    """
    end_with_server()
    limit_memory(memory)
    own_comms()
    own_outputs()
    draw_charts()
    data = str(Path(folder, "trial.db"))
    stage = Stage(open_store(data), data, NoticeHub())
    tempfile.tempdir = folder  # what cells leave behind goes with it
    async for _fault in try_notebook(BLANK, begin(stage, BLANK), stage):
        pass
    _stages.append(stage)
    gc.collect()
    gc.freeze()  # a room looks for what is unreachable as it closes: not in all of this


async def start(path: str, folder: str, seconds: float) -> None:
    """Try a notebook and write down what was found.

    Args:
        path: The notebook.
        folder: Where `FOUND` is written.
        seconds: How long the cells may take.
    """
    [stage] = _stages
    notebook, found = Path(path), Path(folder, FOUND)
    watch = threading.Timer(seconds, _give_up, (notebook.name, found, seconds))
    watch.daemon = True
    watch.start()
    current = begin(stage, notebook)
    try:
        faults = [each async for each in try_notebook(notebook, current, stage)]
    finally:
        watch.cancel()
    played = stage.store.get_round(current.code)
    parts = [each for each in (played.exercise, *played.later) if each is not None]
    faults += [fault for part in parts for fault in find_unfit(part, notebook.parent)]
    asks = tuple(part.to_json() for part in parts)
    write_found(found, Found(tuple(dict.fromkeys(faults)), asks))
    stage.store.close()
    stage.hub.close()


def begin(stage: Stage, notebook: Path) -> Round:
    """Begin a session with one notebook."""
    session = stage.store.add_session("Trial", [notebook.name])
    return stage.store.add_round(session.code, notebook.name)


def find_unfit(exercise: Exercise, folder: Path) -> Iterator[Fault]:
    """What simulated people are to say that does not fit the exercise."""
    try:
        fit_script(exercise, folder)
        if exercise.slug == SIGNING:
            list_cards(folder)
    except DefinitionError as error:
        yield Fault(f"{FOLDER}/{exercise.slug}.toml", 0, 0, str(error))


async def try_notebook(path: Path, current: Round, stage: Stage) -> AsyncIterator[Fault]:
    """Play a notebook's cells once for each role.

    Args:
        path: The notebook.
        current: The round that is played.
        stage: With what.
    """

    def stand(role: Role) -> dict[str, Any]:
        where = current.code, role, stage.data, stage.hub.address, path.name, current.id
        return KernelContext(*where).to_json()

    token = new_seat_token()
    stage.store.add_seat(current.code, token)
    room = RoomKernel()
    try:
        await room.load(stand(Role.PARTICIPANT), str(path.parent))
        page = await room.seat("trial", token)
        for words in page.get("faults", ()):  # what phones cannot show
            yield Fault(path.name, 0, 0, words)
    except BaseException as error:
        yield describe(path.name, error)
        if not _is_own(path, error):  # the other pages would meet it in the same cell
            return
    finally:
        room.close()
    for role in (Role.FACILITATOR, Role.SCREEN):
        enter_place(stand(role))
        async for fault in _try_page(path, role):
            yield fault


def _is_own(path: Path, error: BaseException) -> bool:
    """Whether an error came from a cell of the participants' alone."""
    number, _line, _names = find_place(path.name, error)
    return bool(number) and not is_shared(load_notebook(path).cells[number - 1])


async def _try_page(path: Path, role: Role) -> AsyncIterator[Fault]:
    """Run a page's cells; each of its own is tried, whatever the one before has raised."""
    enter_folder(str(path.resolve().parent))
    names = make_namespace()
    for number, cell in enumerate(load_notebook(path).cells, start=1):
        if cell.cell_type != "code" or not is_for(cell, role):
            continue
        name, unshown = f"{path.name}, cell {number}", list[str]()
        render = partial(render_bundles, origin=find_origin(name, unshown))
        try:
            await play_cell(compile_cell(cell.source, name), names, render)
        except BaseException as error:
            yield describe(path.name, error, transform(cell.source))
            if is_shared(cell):
                break
        for words in dict.fromkeys(unshown):
            yield Fault(path.name, 0, 0, words)
    for value in names.values():
        if isinstance(value, Room):
            value.close()


def _give_up(file: str, found: Path, seconds: float) -> None:
    """Tell which cell runs on and on, and end this process."""
    frame = sys._current_frames()[threading.main_thread().ident or 0]
    cell = line = 0
    while frame is not None and not cell:
        name = frame.f_code.co_filename
        if name.startswith(f"{file}, cell "):
            cell, line = int(name.rpartition(" ")[2]), frame.f_lineno
        frame = frame.f_back  # type: ignore[assignment]
    endless = Fault(file, cell, line, ENDLESS.format(f"{seconds:g}"))
    write_found(found, Found((endless,)))
    os._exit(0)
