"""`kit purge`: erases a session and everything that belongs to it, after asking."""

from __future__ import annotations

import argparse
import sys

from kit.commands.options import add_session_options
from kit.errors import KitError, NotFoundError, StoreError
from kit.session.session import Session, normalise_code
from kit.store import Store, find_data, open_existing_store

UNKNOWN = (
    "There is no session with this code in {name}. Check the code, "
    "or name another database with --data."
)
PLAYED = (
    "This session has not ended, and a server or another program has {name} open. Stop the server "
    "with Ctrl+C, then run this command again."
)
UNASKED = (
    "Nothing was erased: there is no terminal to ask in. Add --yes to erase without being asked."
)
LEFT = (
    "The session is erased, but somebody was using {name} all the time, so traces may be left in "
    "the file. Run the same command again to wipe them out; it then finds no session."
)


def add_options(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("--yes", action="store_true", help="do not ask first")
    add_session_options(parser)


def run(given: argparse.Namespace) -> int:
    """Erase a session for good.

    Returns:
        The exit status: 0 when it is erased, 1 when the answer was no.

    Raises:
        KitError: There is no such session, it is being played, or there is nobody to ask.
    """
    store = open_existing_store(find_data(given.data))
    try:
        session = _get_session(store, normalise_code("".join(given.code)))
        _check_played(store, session)
        if not given.yes and not _ask(store, session):
            print("Nothing was erased.", file=sys.stderr)
            return 1
        _check_played(store, session)  # a server may have been started meanwhile
        if not store.purge_session(session.code):
            raise StoreError(LEFT.format(name=store.database.name))
    finally:
        store.close()
    print("The session is erased.", file=sys.stderr)
    return 0


def _get_session(store: Store, code: str) -> Session:
    """Find what is to be erased; where there is nothing, finish what was cut short before."""
    try:
        return store.get_session(code)
    except NotFoundError as error:
        store.database.sweep()
        raise NotFoundError(UNKNOWN.format(name=store.database.name)) from error


def _check_played(store: Store, session: Session) -> None:
    """Keep a session from being erased under a running server.

    Raises:
        StoreError: It may be played right now.
    """
    if not session.ended and store.database.is_shared():
        raise StoreError(PLAYED.format(name=store.database.name))


def _ask(store: Store, session: Session) -> bool:
    """Ask on the terminal, naming what goes.

    Raises:
        KitError: There is no terminal.
    """
    if not sys.stdin.isatty():
        raise KitError(UNASKED)
    rounds, seats = len(store.list_rounds(session.code)), store.count_seats(session.code)
    print(
        f"This erases session {session.code} ({session.title}) with everything in it: "
        f"{_count(rounds, 'round')}, {_count(seats, 'seat')}, results, sentences, the leader's "
        "words and the signed cards. It cannot be undone.\nErase it? Type yes: ",
        end="",
        file=sys.stderr,
        flush=True,
    )
    return sys.stdin.readline().strip().casefold() in ("y", "yes")


def _count(number: int, noun: str) -> str:
    """A number with its noun."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
