"""One moment of a database: a transaction that begins with the first that is read in it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, Protocol, TypeVar

from sqlalchemy import Connection

if TYPE_CHECKING:
    from kit.store.database import Database

P = ParamSpec("P")
T = TypeVar("T")


class Reads(Protocol):
    """What has a database: the store, and every part of it."""

    @property
    def database(self) -> Database:
        """Where everything is kept."""


S = TypeVar("S", bound=Reads)


class Moment:
    """What one thread reads that belongs together.

    Args:
        stack: Ends the transaction.

    Attributes:
        known: What has been read by `once_a_moment`, by what was asked.
    """

    def __init__(self, stack: ExitStack) -> None:
        self.known: dict[Hashable, Any] = {}
        self._stack = stack
        self._connection: Connection | None = None

    def open(self, begin: Callable[[], AbstractContextManager[Connection]]) -> Connection:
        """The transaction, which begins now at the latest."""
        if self._connection is None:
            self._connection = self._stack.enter_context(begin())
        return self._connection


class Moments(threading.local):
    """The moment in which each thread reads now.

    Attributes:
        present: That of this thread; None while it reads each thing for itself.
    """

    present: Moment | None = None

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Let all that this thread reads belong together; a moment within another is the same."""
        if self.present is not None:
            yield
            return
        with ExitStack() as stack:
            self.present = Moment(stack)
            try:
                yield
            finally:
                self.present = None


def once_a_moment(read: Callable[Concatenate[S, P], T]) -> Callable[Concatenate[S, P], T]:
    """Let a call of the store ask the database once in a moment, however often it is made.

    What it gives is given again: nobody may change it.
    """

    @wraps(read)
    def ask(store: S, /, *given: P.args, **named: P.kwargs) -> T:
        moment = store.database.moments.present
        if moment is None:
            return read(store, *given, **named)
        asked = (read, given, tuple(named.items()))
        if asked not in moment.known:
            moment.known[asked] = read(store, *given, **named)
        return moment.known[asked]  # type: ignore[no-any-return]

    return ask
