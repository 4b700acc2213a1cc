"""`kit key rotate`: gives a session or a server a new key; the old one opens nothing any more."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kit.commands.hosting import read_variable
from kit.commands.options import add_data_option
from kit.errors import ServerError, StoreError
from kit.session.session import normalise_code
from kit.store import Store, find_data, open_existing_store, tell_servers
from kit.store.facilitator_keys import SERVER
from kit.store.sqlite import SQLite

if TYPE_CHECKING:
    from kit.server.occupancy import Occupant

IDLE = (
    "No server has {name} open, and each start makes a new key: there is nothing to change. Name "
    "the session whose link is to be changed, or the file with the key with --key-file."
)
KEPT = (
    "The key of this server is in a file. Name it with --key-file, so that the new one is there at "
    "the next start."
)
TOLD = (
    "The key is changed. Whoever came by the old one is signed out. The new link is printed this "
    "once:"
)


def add_options(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("action", choices=["rotate"], help="change the key")
    parser.add_argument(
        "code",
        nargs="*",
        metavar="CODE",
        help="the session whose link is changed, in one word or two (default: the server's key, "
        "which opens all)",
    )
    add_data_option(parser, "database file that is served (default: in this account's data folder)")
    parser.add_argument(
        "--key-file",
        default=read_variable("key-file"),
        metavar="FILE",
        help="file with the server's key; the new one is written there too",
    )


def run(given: argparse.Namespace) -> int:
    """Change a key, beside a running server or without one, and print the new link.

    Returns:
        The exit status, 0.

    Raises:
        KitError: There is no such session, or no key that could be changed.
    """
    from kit.server.occupancy import find_server
    from kit.server.signing import new_key

    store = open_existing_store(find_data(given.data))
    try:
        database = store.database
        server = find_server(database.path) if isinstance(database, SQLite) else None
        if server is not None and server.notices:
            store.notices.connect(server.notices)
        tell_servers(store)
        code, key = normalise_code("".join(given.code)), new_key()
        if code:
            _change(store, code, key)
        else:
            _change_servers(store, server, key, given.key_file)
    finally:
        store.close()
    print(TOLD, file=sys.stderr)
    origin = server.origin if server is not None else ""
    print(f"{origin}/facilitate{f'/{code}' if code else ''}?key={key}", flush=True)
    return 0


def _change_servers(store: Store, server: Occupant | None, key: str, file: str) -> None:
    """Change the key that opens every session; where it is in a file, there too.

    Raises:
        StoreError: No server is running whose key it could be.
        ServerError: The key is in a file that was not named or cannot be written.
    """
    from kit.server.secret_files import read_key, replace_key

    if server is None and not file:
        raise StoreError(IDLE.format(name=store.database.name))
    if server is not None and server.key_kept and not file:
        raise ServerError(KEPT)
    if file:
        read_key(Path(file))
        replace_key(Path(file), key)
    _change(store, SERVER, key)


def _change(store: Store, code: str, key: str) -> None:
    from kit.server.signing import hash_key

    store.set_key(code, hash_key(key))
    if code != SERVER:
        store.set_leader_link(code, None)
