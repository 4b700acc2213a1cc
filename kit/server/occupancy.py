"""One server for one database: a lock beside the file, which says who has it."""

from __future__ import annotations

import json
import os
import socket
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import psutil

from kit.errors import ServerError, StoreError
from kit.store.locks import FileLock, HeldError

BOOT = Path("/proc/sys/kernel/random/boot_id")
SAME_TIME = 2.0  # seconds by which two readings of a process's start may differ
HERE = (
    "{data} is being served already, by process {process} on this machine ({host}), since {since}. "
    "Two servers on one file would work against each other. Go on with that one, or stop it with "
    "Ctrl+C and start again; or name another file with --data."
)
AWAY = (
    "{data} is being served already, by process {process} on the machine {host}, since {since}. "
    "Two servers on one file would work against each other. Stop that one; if its machine is off, "
    "delete {lock} and start again."
)
UNKNOWN = (
    "{data} is being served already. Two servers on one file would work against each other. Stop "
    "the other one with Ctrl+C, or name another file with --data."
)


@dataclass(frozen=True)
class Occupant:
    """A server, as it writes itself into the lock.

    Attributes:
        host: Name of its machine.
        process: Its process id there.
        began: When the process was started, in seconds since the epoch.
        boot: What tells one start of the machine from another; "" where nothing does.
        origin: Where browsers find it, without a slash at the end; "" until it listens.
        notices: The address of its hub, on this machine; "" until it listens.
        key_kept: Its facilitator's key is in a file.
    """

    host: str
    process: int
    began: float
    boot: str = ""
    origin: str = ""
    notices: str = ""
    key_kept: bool = False

    @property
    def is_here(self) -> bool:
        """Whether its machine is this one. Containers of one machine have names of their own."""
        return self.host == socket.gethostname() or (self.boot != "" and self.boot == read_boot())

    @property
    def is_alive(self) -> bool:
        """Whether its process, on this machine, has not ended; another may have its number now."""
        try:
            began: float = psutil.Process(self.process).create_time()
        except psutil.Error:
            return False
        return abs(began - self.began) < SAME_TIME


class Occupancy:
    """The lock of a database, held while it is served.

    Args:
        data: The database file; the lock lies beside it.

    Raises:
        ServerError: Another server has it; the message says which, and what to do.
        StoreError: No file can be made there.
    """

    def __init__(self, data: Path) -> None:
        self._data, path = data, data.resolve()
        self.path = path.with_name(path.name + ".lock")
        try:
            self._lock = open_lock(self.path)
        except HeldError as error:
            raise ServerError(self._describe(self._find_occupant())) from error
        except OSError as error:
            msg = f"{str(self.path)!r} cannot be written. Name another place with --data."
            raise StoreError(msg) from error
        occupant = read_occupant(self._lock.read())
        if occupant is not None and self._is_taken(occupant):
            self._lock.release()
            raise ServerError(self._describe(occupant))
        self._lock.write(json.dumps(asdict(describe_self())))

    def __repr__(self) -> str:
        return f"<Occupancy of {self._data.name}>"

    def tell(self, origin: str, notices: str, *, key_kept: bool) -> None:
        """Write down how commands find the server, once it listens."""
        found = replace(describe_self(), origin=origin, notices=notices, key_kept=key_kept)
        self._lock.write(json.dumps(asdict(found)))

    def release(self) -> None:
        """The server ends."""
        self._lock.remove()

    def _is_taken(self, occupant: Occupant) -> bool:
        """Whether somebody serves it although the file could be locked."""
        if not occupant.is_here:
            return True  # its machine may not see the locks of this one
        return not self._lock.sure and occupant.is_alive

    def _find_occupant(self) -> Occupant | None:
        try:
            return read_occupant(self.path.read_text("utf-8", "replace"))
        except OSError:
            return None

    def _describe(self, occupant: Occupant | None) -> str:
        data, lock = self._data.name, str(self.path)
        if occupant is None:
            return UNKNOWN.format(data=data)
        since = time.strftime("%Y-%m-%d %H:%M", time.localtime(occupant.began))
        words = HERE if occupant.is_here else AWAY
        return words.format(
            data=data, lock=lock, since=since, host=occupant.host, process=occupant.process
        )


def find_server(data: Path) -> Occupant | None:
    """Read which server on this machine has a database; None where none has."""
    path = data.resolve()
    try:
        found = read_occupant(path.with_name(f"{path.name}.lock").read_text("utf-8", "replace"))
    except OSError:
        return None
    return found if found is not None and found.is_here and found.is_alive else None


def open_lock(path: Path) -> FileLock:
    """Lock the file that lies there, and not one that a server has just deleted.

    Raises:
        HeldError: Somebody else holds it.
        OSError: It cannot be opened.
    """
    while True:
        lock = FileLock(path)
        if lock.is_there:
            return lock
        lock.release()


def describe_self() -> Occupant:
    """This very process."""
    began: float = psutil.Process().create_time()
    return Occupant(socket.gethostname(), os.getpid(), began, read_boot())


def read_boot() -> str:
    """What tells this start of the machine from another; "" where the system does not say."""
    try:
        return BOOT.read_text("ascii").strip()
    except OSError:
        return ""


def read_occupant(words: str) -> Occupant | None:
    """Read who has written itself into a lock; None for nobody, or where it cannot be read."""
    try:
        told = json.loads(words)
        return Occupant(
            str(told["host"]),
            int(told["process"]),
            float(told["began"]),
            str(told.get("boot", "")),
            str(told.get("origin", "")),
            str(told.get("notices", "")),
            told.get("key_kept") is True,
        )
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
        return None
