"""Connections: how many there may be, from one address and in all, and how they are let in."""

from __future__ import annotations

import logging
import socket
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop, PeriodicCallback
from tornado.iostream import IOStream, SSLIOStream
from tornado.netutil import ssl_wrap_socket

from kit.server.hosting import Hosting
from kit.server.links import find_source

log = logging.getLogger("kit.server")

FILES_KEPT = 300  # for kernels, database and pages' files
FILES_OF_A_SEAT = 2  # its line, and what its page has just loaded
ROOM = 2000  # connections of one address that are always let in: 300 phones with six each
MANY_FILES = 1_048_576  # as many as Linux gives one process by itself
MAC_FILES = 10_240  # as many as macOS gives one
ACCEPTED_AT_ONCE = 4  # before those who are inside are heard again
REST = 1.0  # seconds in which nobody is let in, once the system has nothing left for one more
NOT_TAKEN = 60.0  # seconds after which an answer ends of which the browser takes nothing
LOOK = 5.0  # seconds between two looks for such answers
FEW_FILES = (
    "This system lets one process open %s files, and %s seats take about %s. Raise the limit "
    "('ulimit -n %s', or LimitNOFILE= of a systemd service), or start with --max-seats %s."
)


def raise_file_limit() -> int | None:
    """Let this process open as many files as the system allows.

    Returns:
        How many those are; None where the system does not say.
    """
    if sys.platform == "win32":
        return None
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = MANY_FILES if hard == resource.RLIM_INFINITY else min(hard, MANY_FILES)
    for wanted in (most, min(most, MAC_FILES)):
        if soft == resource.RLIM_INFINITY or soft >= wanted:
            break
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        except (ValueError, OSError):
            continue
        soft = wanted
    return MANY_FILES if soft == resource.RLIM_INFINITY else soft


def count_files(seats: int) -> int:
    """How many files a server may have to open for so many seats."""
    return FILES_KEPT + FILES_OF_A_SEAT * seats


def warn_of_few_files(files: int | None, seats: int) -> None:
    """Say so when the system gives fewer files than the seats may need."""
    needed = count_files(seats)
    if files is not None and files < needed:
        fitting = max(1, (files - FILES_KEPT) // FILES_OF_A_SEAT)
        log.warning(FEW_FILES, files, seats, needed, needed, fitting)


class Told(IOStream):
    """A connection that tells when it ends, and when somebody last took something off it.

    Args:
        connection: The socket.
        on_end: Called once.
    """

    def __init__(self, connection: socket.socket, on_end: Callable[[Told], None]) -> None:
        super().__init__(connection)
        self._on_end: Callable[[Told], None] | None = on_end
        self.taken = time.monotonic()

    def write_to_fd(self, data: memoryview) -> int:
        """Tornado's hook for sending."""
        sent = super().write_to_fd(data)
        if sent:
            self.taken = time.monotonic()
        return sent

    def close_fd(self) -> None:
        """Tornado's hook for the end."""
        super().close_fd()
        on_end, self._on_end = self._on_end, None
        if on_end is not None:
            on_end(self)


class Stream(Told):
    """A connection in plain HTTP."""


class TlsStream(Told, SSLIOStream):
    """A connection by TLS; hands are shaken when it is first read."""


class Entrance:
    """Lets connections in, and closes those above the bounds at once.

    When the system has no files left it rests for a second, where Tornado would ask it again and
    again. What waits is served then.

    Args:
        server: What speaks HTTP with them.
        files: How many files this process may open; None where that is not known.
        seats: The most seats of a session.
        hosting: The proxies, behind which everybody has the same address; a certificate.

    Attributes:
        each: How many connections one address may have.
        most: How many there may be in all; None for any number.
    """

    def __init__(
        self, server: HTTPServer, files: int | None, seats: int, hosting: Hosting | None = None
    ) -> None:
        self.each = max(ROOM, FILES_OF_A_SEAT * seats)
        self.most = None if files is None else max(1, files - FILES_KEPT)
        self._server, self._hosting = server, hosting or Hosting()
        self._streams: dict[Told, str] = {}
        self._sources: Counter[str] = Counter()
        self._look = PeriodicCallback(self._end_stuck, LOOK * 1000)

    def __repr__(self) -> str:
        return f"<Entrance with {len(self._streams)} connections>"

    def open(self, listening: Iterable[socket.socket]) -> None:
        """Let in whoever comes."""
        for each in listening:
            self._listen(each)
        self._look.start()

    def _listen(self, listening: socket.socket) -> None:
        IOLoop.current().add_handler(listening, self._accept, IOLoop.READ)

    def _accept(self, listening: Any, _events: int) -> None:
        for _ in range(ACCEPTED_AT_ONCE):
            try:
                connection, address = listening.accept()
            except BlockingIOError:
                return
            except ConnectionAbortedError:
                continue
            except OSError:
                log.error("No more connections can be opened just now. Trying again in a second.")
                loop = IOLoop.current()
                loop.remove_handler(listening)
                loop.call_later(REST, self._listen, listening)
                return
            self._admit(connection, address)

    def _admit(self, connection: socket.socket, address: Any) -> None:
        source = find_source(address[0])
        full = self.most is not None and len(self._streams) >= self.most
        many = self._sources[source] >= self.each and source not in self._hosting.proxies
        if full or many:
            connection.close()
            return
        try:
            stream = self._open(connection)
        except OSError:  # it has gone before hands could be shaken
            connection.close()
            return
        self._streams[stream] = source
        self._sources[source] += 1
        self._server.handle_stream(stream, address)

    def _open(self, connection: socket.socket) -> Told:
        if self._hosting.tls is None:
            return Stream(connection, self._forget)
        wrapped = ssl_wrap_socket(
            connection, self._hosting.tls, server_side=True, do_handshake_on_connect=False
        )
        return TlsStream(wrapped, self._forget)

    def _forget(self, stream: Told) -> None:
        source = self._streams.pop(stream, None)
        if source is not None:
            self._sources[source] -= 1
            if not self._sources[source]:
                del self._sources[source]

    def _end_stuck(self) -> None:
        """End the connections whose browser has long taken nothing of what is to be sent."""
        before = time.monotonic() - NOT_TAKEN
        for stream in [each for each in self._streams if each.writing() and each.taken < before]:
            stream.close()
