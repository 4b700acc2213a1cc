"""Change notices: which session has changed and in what respect, never what it is now.

Whoever hears a notice reads the store anew. Notices stay in the process until `connect` joins a
hub, which passes them between processes over ZeroMQ. One that is lost does no harm: the hub greets
everybody who comes, or comes back after a break, with a welcome, and a welcome means "read
everything anew".
"""

from __future__ import annotations

import logging
import os
import secrets
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import zmq

from kit.errors import ServerError
from kit.store.folders import make_folder, remove_folder, sweep_folders

log = logging.getLogger("kit.store")

Listener = Callable[[str, str], None]

KINDS = frozenset(
    {
        *("round", "phase", "seats", "progress", "ledger", "leader", "session", "pairs", "apart"),
        *("commitments", "picture", "known", "notes", "names", "deal", "keys", "talk", "hybrid"),
        *("debrief", "memo"),
    }
)
WELCOME = "welcome"
ECHO = "echo"  # of a process to itself
EVERY_SESSION = "*"
EVERYBODY = "all"  # the topic of notices; a welcome goes to one line, on a topic of its own
HUB = "*"

LARGEST_FRAME = 256  # bytes
QUEUE = 10_000  # notices a slow process may lag behind
LINGER = 1000  # milliseconds in which the last notices may still leave
RECONNECT = (100, 2000)  # milliseconds until the first try after a break, and between later ones
LONGEST_FOLDER = 80  # bytes: the address of a local socket has room for about 100


def find_socket_root(longest: int = LONGEST_FOLDER) -> str:
    """The folder for temporary files, or a shorter one where local sockets would not fit."""
    root = tempfile.gettempdir()
    return root if len(os.fsencode(root)) <= longest else "/tmp"  # noqa: S108 -- mkdtemp is private


def make_socket_folder(longest: int = LONGEST_FOLDER) -> Path:
    """A new folder that this account alone can open, with a name short enough for local sockets."""
    return make_folder(root=find_socket_root(longest))


def sweep_leftovers() -> int:
    """Remove the temporary folders that killed servers of this account have left behind."""
    return sweep_folders(tempfile.gettempdir(), find_socket_root(0))


class Notices:
    """Tells listeners what has changed, in this process and, once connected, in all others."""

    def __init__(self) -> None:
        self._listeners: dict[object, Listener] = {}
        self._lock = threading.Lock()
        self._line: _Line | None = None

    def __repr__(self) -> str:
        where = "connected" if self._line else "in this process"
        return f"<Notices {where}, {len(self._listeners)} listeners>"

    def publish(self, code: str, what: str) -> None:
        """Tell that a session has changed. Listeners here are called before this returns.

        Args:
            code: Code of the session.
            what: One of `KINDS`.
        """
        if what not in KINDS:
            msg = f"{what!r} is not a kind of notice. Publish one of {', '.join(sorted(KINDS))}."
            raise ValueError(msg)
        self._tell(code, what)
        with self._lock:
            if self._line is not None:
                self._line.send(code, what)

    def pass_on(self, code: str, what: str) -> None:
        """Tell the others on the hub what was heard elsewhere, and no listener here."""
        with self._lock:
            if self._line is not None:
                self._line.send(code, what)

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call a listener with `(code, what)` for every notice; `("*", "welcome")` means all.

        It is called in whatever thread a notice arrives, and not with anything in it: it reads
        the store itself, and quickly hands on what takes long.

        Returns:
            A function that ends it.
        """
        key = object()
        with self._lock:
            self._listeners[key] = listener

        def stop() -> None:
            with self._lock:
                self._listeners.pop(key, None)

        return stop

    def connect(self, address: str) -> None:
        """Join the hub at an address; a hub that was joined before is left.

        Raises:
            ServerError: It is not the address of a hub.
        """
        line = _Line(address, self._tell)
        with self._lock:
            before, self._line = self._line, line
        if before is not None:
            before.close()

    def measure_lag(self) -> float:
        """How long a notice takes now, in seconds; asks for the next time.

        A word goes to the hub and comes back to this process alone. While it has not come back, it
        is that late at least. Without a hub nothing is late.
        """
        with self._lock:
            return 0.0 if self._line is None else self._line.measure_lag()

    def close(self) -> None:
        """Leave the hub and forget every listener."""
        with self._lock:
            line, self._line = self._line, None
            self._listeners.clear()
        if line is not None:
            line.close()

    def _tell(self, code: str, what: str) -> None:
        """Call every listener; one that fails does not keep the others from hearing."""
        with self._lock:
            listeners = list(self._listeners.values())
        for listener in listeners:
            try:
                listener(code, what)
            except Exception:
                log.exception("A listener could not follow a notice")


class _Line:
    """The connection of one process to a hub.

    A ZeroMQ socket belongs to one thread at a time: the owner of the line locks around `send`,
    and only the line's own thread, which sleeps until something arrives, touches the other one.
    """

    def __init__(self, address: str, tell: Listener) -> None:
        push_address, sub_address = _split(address)
        self._tell = tell
        self._own = secrets.token_hex(8)
        self._left = False
        self._asked: float | None = None  # when an echo was asked for that has not come
        self._lag = 0.0
        self._context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
        self._push = self._context.socket(zmq.PUSH)
        self._sub = self._context.socket(zmq.SUB)
        self._push.setsockopt(zmq.SNDHWM, QUEUE)
        self._sub.setsockopt(zmq.RCVHWM, QUEUE)
        for socket in (self._push, self._sub):
            socket.setsockopt(zmq.RECONNECT_IVL, RECONNECT[0])
            socket.setsockopt(zmq.RECONNECT_IVL_MAX, RECONNECT[1])
        self._sub.subscribe(_pack_topic(EVERYBODY))
        self._sub.subscribe(_pack_topic(self._own))  # last: the hub answers it with the welcome
        try:
            self._push.connect(push_address)
            self._sub.connect(sub_address)
        except zmq.ZMQError as error:
            self._context.destroy(linger=0)
            msg = f"{address!r} is not the address of a notice hub. Give the one the hub has."
            raise ServerError(msg) from error
        self._thread = threading.Thread(target=self._follow, name="kit-notices", daemon=True)
        self._thread.start()

    def send(self, code: str, what: str) -> None:
        """Hand a notice to the hub, without waiting for it."""
        try:
            self._push.send(_pack(EVERYBODY, self._own, code, what), zmq.DONTWAIT)
        except zmq.Again:
            # The hub has been gone for long. Its welcome will make everybody read anew.
            log.warning("The notice hub does not answer")

    def measure_lag(self) -> float:
        """How late the last echo was, or how late the one is that has not come; sends another."""
        asked, lag, now = self._asked, self._lag, time.monotonic()
        if asked is not None:
            return max(lag, now - asked)
        self._asked = now
        with suppress(zmq.Again):
            self._push.send(_pack(self._own, self._own, EVERY_SESSION, ECHO), zmq.DONTWAIT)
        return lag

    def close(self) -> None:
        """End the thread and let go of both sockets."""
        self._push.close(LINGER)
        if threading.current_thread() is self._thread:
            self._left = True  # a listener has closed the line it is called from
            return
        self._context.term()
        self._thread.join()

    def _follow(self) -> None:
        """Pass on what others publish, until the line is closed."""
        try:
            while not self._left:
                sender, code, what = _unpack(self._sub.recv())
                if what == ECHO:
                    self._hear_echo()
                elif what and sender != self._own:
                    self._tell(code, what)
        except zmq.ContextTerminated:
            self._sub.close(0)
            return
        self._sub.close(0)
        self._context.term()

    def _hear_echo(self) -> None:
        if (asked := self._asked) is not None:
            self._lag, self._asked = time.monotonic() - asked, None


class NoticeHub:
    """Passes notices between processes.

    Args:
        address: Where another hub has been before, to take its place; a fresh one otherwise.

    Raises:
        ServerError: The address is in use, or is none.
    """

    def __init__(self, address: str | None = None) -> None:
        self._folder: Path | None = None
        self._context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
        self._pull = self._context.socket(zmq.PULL)
        self._pub = self._context.socket(zmq.XPUB)
        self._pull.setsockopt(zmq.RCVHWM, QUEUE)
        self._pull.setsockopt(zmq.MAXMSGSIZE, LARGEST_FRAME)
        self._pub.setsockopt(zmq.SNDHWM, QUEUE)
        self._pub.setsockopt(zmq.XPUB_VERBOSE, 1)  # somebody who comes back is greeted anew
        try:
            wanted = _split(address) if address else self._make_addresses()
            self.address = ";".join(
                _bind(socket, place)
                for socket, place in zip((self._pull, self._pub), wanted, strict=True)
            )
        except (OSError, zmq.ZMQError, ServerError) as error:
            self._context.destroy(linger=0)
            self._remove_folder()
            msg = f"The notice hub cannot start: {error}. Stop the other server, or try again."
            raise ServerError(msg) from error
        self._thread = threading.Thread(target=self._pass_on, name="kit-notice-hub", daemon=True)
        self._thread.start()

    def __repr__(self) -> str:
        return "<NoticeHub>"

    def close(self) -> None:
        """End the thread, let go of the address and remove its folder."""
        self._context.term()
        self._thread.join()
        self._remove_folder()

    def _make_addresses(self) -> tuple[str, str]:
        """Think of two addresses only this account can reach, where the system has such."""
        if not zmq.has("ipc"):
            return "tcp://127.0.0.1:*", "tcp://127.0.0.1:*"
        self._folder = make_socket_folder()
        return f"ipc://{self._folder}/pull", f"ipc://{self._folder}/pub"

    def _remove_folder(self) -> None:
        if self._folder is not None:
            remove_folder(self._folder)

    def _pass_on(self) -> None:
        """Sleep until a notice or a newcomer comes; pass the one on, greet the other.

        ZeroMQ's own welcome leaves before the newcomer's subscription has arrived, and a notice
        between the two would be lost: the hub greets who has subscribed.
        """
        poller = zmq.Poller()
        poller.register(self._pull, zmq.POLLIN)
        poller.register(self._pub, zmq.POLLIN)
        try:
            while True:
                ready = dict(poller.poll())
                if self._pub in ready:
                    self._greet(self._pub.recv())
                if self._pull in ready:
                    self._pub.send(self._pull.recv())
        except zmq.ContextTerminated:
            self._pull.close(0)
            self._pub.close(LINGER)

    def _greet(self, subscription: bytes) -> None:
        """Welcome a line that has just subscribed to its own topic, the last one it asks for."""
        topic = subscription[1:].decode(errors="replace").strip()
        if subscription[:1] == b"\x01" and topic != EVERYBODY:
            self._pub.send(_pack(topic, HUB, EVERY_SESSION, WELCOME))


def _pack_topic(topic: str) -> bytes:
    """Write how the frames of a topic begin."""
    return f"{topic} ".encode()


def _pack(topic: str, sender: str, code: str, what: str) -> bytes:
    """Write a notice as a frame."""
    return f"{topic} {sender} {code} {what}".encode()


def _unpack(frame: bytes) -> tuple[str, str, str]:
    """Read a frame; empty words where it is not a notice."""
    words = frame.decode(errors="replace").split(" ")
    if len(words) != 4 or words[3] not in KINDS | {WELCOME, ECHO}:
        return "", "", ""
    return words[1], words[2], words[3]


def _split(address: str) -> tuple[str, str]:
    """Read the two ends of a hub's address."""
    ends = address.split(";")
    if len(ends) != 2:
        msg = f"{address!r} is not the address of a notice hub. Give the one the hub has."
        raise ServerError(msg)
    return ends[0], ends[1]


def _bind(socket: zmq.Socket[bytes], address: str) -> str:
    """Take an address, and say which one it became."""
    if address.startswith("ipc://"):
        Path(address.removeprefix("ipc://")).parent.mkdir(mode=0o700, exist_ok=True)
    socket.bind(address)
    endpoint: bytes = socket.get(zmq.LAST_ENDPOINT)  # type: ignore[assignment]
    return endpoint.decode().rstrip("\0")
