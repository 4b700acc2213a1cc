"""The server under torture: its folder, its exercises, its processes, and what they hold."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks.machine import MEGABYTE
from benchmarks.notebooks import Cell, write_notebook
from benchmarks.torture.clock import build_environment, set_clock
from kit.gate.snapshot import Snapshot
from kit.store import Store, open_store
from tests.processes import Server

EXERCISE = """import kit

exercise = kit.Exercise("round-{number:03}", title="Round {number}", prompts=[
    kit.Choice("kind", "Which one", options={options!r}),
    kit.Text("why", "Why", may_be_shown=False),
])
room = kit.join(exercise)"""
ROOM = "k.json"  # in the command of a room kernel and of no other


@dataclass(frozen=True)
class Held:
    """What a server's own process holds.

    Attributes:
        memory: In MB, what is its own alone.
        files: Open files and connections.
    """

    memory: float
    files: int


class Site:
    """A folder of exercises with a database, and the server that is started on it again and again.

    Args:
        folder: An empty one, for everything but the database.
        data: The database file; None: in that folder.
        rounds: How many exercises can be played one after the other.
        options: What can be chosen in each.
        settings: More options of `kit serve`.

    Attributes:
        server: The server that runs, or ran last.
        log: Where it writes.
    """

    server: Server

    def __init__(
        self,
        folder: Path,
        *,
        rounds: int,
        options: Sequence[str],
        data: Path | None = None,
        settings: Sequence[str] = (),
    ) -> None:
        self.data = data or folder / "kit.db"
        self.log = folder / "server.log"
        self._exercises = folder / "exercises"
        self._settings = settings
        self._port = 0
        self._clock = folder / "clock"
        self._environment = build_environment(self._clock)
        for number in range(1, rounds + 2):
            definition = EXERCISE.format(number=number, options=list(options))
            write_notebook(self._exercises / f"{number:03}.ipynb", build_cells(definition))

    async def start(self) -> None:
        """Start the server, on the same port and database as before."""
        arguments = ["serve", str(self._exercises), "--data", str(self.data)]
        arguments += ["--host", "127.0.0.1", "--port", str(self._port), *self._settings]
        with change_environment(self._environment):
            self.server = await asyncio.to_thread(Server, *arguments, log=self.log)
        self._port = int(self.server.links["port"])

    async def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End the server and wait until it has gone."""
        await asyncio.to_thread(self.server.stop, how)

    def shift_clock(self, seconds: int) -> None:
        """Let the server's time of day, and its kernels', be wrong by so many seconds."""
        set_clock(self._clock, seconds)

    @property
    def port(self) -> int:
        """The port, which stays the same."""
        return self._port

    @property
    def code(self) -> str:
        """The session's code."""
        return self.server.code

    @property
    def link(self) -> str:
        """The facilitator's link, with the key."""
        return str(self.server.links["facilitator_url"])

    def find_room_kernel(self) -> psutil.Process | None:
        """The process in which everybody's widgets are; None while there is none."""
        for child in psutil.Process(self.server.pid).children(recursive=True):
            if any(part.endswith(ROOM) for part in child.cmdline()):
                return child
        return None

    def read_held(self) -> Held:
        """What the server holds now."""
        process = psutil.Process(self.server.pid)
        return Held(process.memory_full_info().uss / MEGABYTE, process.num_fds())

    def read_phase(self) -> tuple[int, str]:
        """The id of the current round and its phase."""
        with closing(self._open_store()) as store:
            current = store.get_round(self.server.code)
            return current.id, current.phase.value

    def read_result(self, round_id: int) -> Snapshot | None:
        """What a round has published at its end; None: nothing."""
        with closing(self._open_store()) as store:
            snapshots = [Snapshot.from_json(each) for each in store.list_snapshots(round_id)]
        final = [each for each in snapshots if each.final]
        if len(final) > 1:
            msg = f"round {round_id} has {len(final)} results"
            raise RuntimeError(msg)
        return final[0] if final else None

    def _open_store(self) -> Store:
        return open_store(self.data)


def build_cells(definition: str) -> list[Cell]:
    """The cells of an exercise, each with its tags."""
    return [
        ("", definition),
        ("participant", "room.form()"),
        ("facilitator", "room.console()"),
        ("facilitator screen", 'kit.Bars(room.results, "kind")'),
    ]


@contextmanager
def change_environment(values: Mapping[str, str]) -> Iterator[None]:
    """Let processes be started with other variables."""
    before = dict(os.environ)
    os.environ.update(values)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
