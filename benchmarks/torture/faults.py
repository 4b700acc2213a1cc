"""The kinds of fault: each does its harm to a server while people answer, and takes it back."""

from __future__ import annotations

import asyncio
import random
import signal
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import psutil

from benchmarks.torture.disk import fill, limit_files, make_unwritable
from benchmarks.torture.person import Person
from benchmarks.torture.site import Site

Harm = Callable[[Site, list[Person], random.Random], Awaitable[None]]
PATIENCE = 4  # seconds for which a room kernel may not answer here
CUTS = 6  # of each phone's line, within
CUTTING = 4.0  # seconds
HELD = 6.0  # seconds for which a disk is full or a database is held
OPENED = 18.0  # seconds for which it may only be read: a new kernel tries meanwhile
JUMPS = (3600, -3600, 7 * 3600, 0)  # seconds by which the clock is wrong, one after the other
HOLD = """\
import sqlite3, sys
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute("BEGIN " + sys.argv[2])
print("held", flush=True)
sys.stdin.read()"""


@dataclass(frozen=True)
class Fault:
    """A kind of fault.

    Attributes:
        name: What it is called on the command line and in the table.
        harm: Does it, and returns when the server is back as it was.
        mount: Whether it takes a disk of its own for the database.
        settings: Options of `kit serve`.
    """

    name: str
    harm: Harm
    mount: bool = False
    settings: tuple[str, ...] = ()


async def kill(site: Site, _people: list[Person], _chance: random.Random) -> None:
    """The server is killed, and started again."""
    await site.stop(signal.SIGKILL)
    await site.start()


async def end(site: Site, _people: list[Person], _chance: random.Random) -> None:
    """The server is told to end, and started again."""
    await site.stop(signal.SIGTERM)
    await site.start()


async def freeze(site: Site, _people: list[Person], chance: random.Random) -> None:
    """The server stands still for a while, sometimes for longer than phones wait for a line."""
    process = psutil.Process(site.server.pid)
    process.suspend()
    await asyncio.sleep(chance.uniform(1, 12))
    process.resume()


async def kill_room(site: Site, _people: list[Person], _chance: random.Random) -> None:
    """The room kernel is killed."""
    if kernel := site.find_room_kernel():
        kernel.kill()


async def stop_room(site: Site, _people: list[Person], chance: random.Random) -> None:
    """The room kernel stands still: for a moment, or for so long that it is given up."""
    kernel = site.find_room_kernel()
    if kernel is None:
        return
    kernel.suspend()
    await asyncio.sleep(chance.choice((1.5, 3 * PATIENCE)))
    if kernel.is_running():
        kernel.resume()


async def cut(_site: Site, people: list[Person], chance: random.Random) -> None:
    """Every phone loses its network again and again: within a frame, between two, unheard."""

    async def lose(person: Person) -> None:
        for _ in range(CUTS):
            await asyncio.sleep(chance.uniform(0, 2 * CUTTING / CUTS))
            how = chance.randrange(3)
            if how == 2:
                person.connection.abandon()
            else:
                person.connection.cut(within=how == 1)

    await asyncio.gather(*[lose(person) for person in people])


async def fill_disk(site: Site, _people: list[Person], _chance: random.Random) -> None:
    """The disk is full for a while."""
    with fill(site.data.parent):
        await asyncio.sleep(HELD)


async def bound_files(site: Site, _people: list[Person], _chance: random.Random) -> None:
    """No file may grow for a while, neither the server's nor its kernels'."""
    server = psutil.Process(site.server.pid)
    with limit_files([server.pid, *[child.pid for child in server.children()]]):
        await asyncio.sleep(HELD)


async def hold_database(site: Site, _people: list[Person], chance: random.Random) -> None:
    """Another process holds the database for a while, sometimes longer than is waited for it."""
    how = chance.choice(("IMMEDIATE", "EXCLUSIVE"))
    holder = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", HOLD, str(site.data), how),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert holder.stdout is not None
    await holder.stdout.readline()
    await asyncio.sleep(chance.choice((2.0, 2 * HELD)))
    await holder.communicate(b"")


async def forbid_writing(site: Site, _people: list[Person], _chance: random.Random) -> None:
    """Database and folder may only be read, and the room kernel has to open them anew."""
    with make_unwritable(site.data):
        if kernel := site.find_room_kernel():
            kernel.kill()
        await asyncio.sleep(OPENED)


async def shift_clock(site: Site, _people: list[Person], _chance: random.Random) -> None:
    """The clock of the server and its kernels jumps forward, back, and right again."""
    for seconds in JUMPS:
        site.shift_clock(seconds)
        await asyncio.sleep(HELD / len(JUMPS))


FAULTS = {
    fault.name: fault
    for fault in (
        Fault("server killed", kill),
        Fault("server ended", end),
        Fault("server stands still", freeze),
        Fault("room kernel killed", kill_room),
        Fault("room kernel stands still", stop_room, settings=("--room-patience", str(PATIENCE))),
        Fault("lines cut", cut),
        Fault("disk full", fill_disk, mount=True),
        Fault("files may not grow", bound_files),
        Fault("database locked", hold_database),
        Fault("database read-only", forbid_writing),
        Fault("clock jumps", shift_clock),
    )
}
