"""Starting a server: from a folder of notebooks to links on a terminal."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import sys
import webbrowser
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from kit.errors import KitError, ServerError
from kit.notebooks.agenda import Agenda
from kit.server.app import KitServer
from kit.server.connections import raise_file_limit, warn_of_few_files
from kit.server.handlers.templates import read_manifest
from kit.server.kernels.settings import RoomSettings
from kit.server.links import draw_qr_text, find_host
from kit.server.occupancy import Occupancy
from kit.server.signing import load_cookie_secret, new_key
from kit.server.state import ServerState
from kit.session.session import Session, split_code
from kit.store import open_store
from kit.store.notices import NoticeHub, sweep_leftovers
from kit.store.seats import MAX_SEATS

log = logging.getLogger("kit.server")

LAST_PORT = 65535


def run_server(
    folder: Path,
    agenda: Agenda,
    path: Path,
    *,
    host: str,
    port: int,
    as_json: bool,
    browser: bool,
    rooms: RoomSettings,
    warm_kernels: int,
    max_seats: int = MAX_SEATS,
    allowed_hosts: Sequence[str] = (),
    follows: str | None = None,
    key: str = "",
    also: Callable[[ServerState, Session], None] | None = None,
) -> None:
    """Serve a folder until told to stop.

    Args:
        folder: Exercise notebooks.
        agenda: What is played of them.
        path: The database.
        host: Address to listen on.
        port: Port to listen on, 0 for a free one.
        as_json: Print the links as one line of JSON.
        browser: Open the facilitator's page in a browser.
        rooms: How room kernels are kept.
        warm_kernels: Kernels that wait for the next dashboards and screens.
        max_seats: Most seats of a session.
        allowed_hosts: Names under which browsers reach this server, besides the machine's own.
        follows: Code of the team's earlier session; None when there is none.
        key: The facilitator's key; "" for a new one.
        also: Called with the session when it can be joined.

    Raises:
        KitError: A notebook, the database or the port is not as it should be.
    """
    if port > LAST_PORT:  # the system would take another one without a word
        msg = f"There is no port {port}. Choose one up to {LAST_PORT} with --port, or 0."
        raise ServerError(msg)
    read_manifest()
    files = raise_file_limit()
    warn_of_few_files(files, max_seats)
    os.umask(0o077)  # answers, secrets and kernels are this account's alone
    with contextlib.ExitStack() as stack:
        if path.parent.is_dir() and not path.is_dir():  # else the store says what is wrong
            stack.callback(Occupancy(path).release)
        sweep_leftovers()
        store = open_store(str(path))
        stack.callback(store.close)
        store.max_seats = max_seats
        secret = load_cookie_secret(path.with_name(path.name + ".secret"))
        hub = NoticeHub()
        stack.callback(hub.close)
        house = ServerState(
            store=store,
            data=str(path.resolve()),
            folder=folder,
            agenda=agenda,
            key=key or new_key(),
            hub=hub,
            room_settings=rooms,
            follows=follows,
        )
        store.notices.connect(hub.address)

        async def ready(house: ServerState) -> None:
            house.origin = f"http://{find_host(host)}:{server.port}"
            session = house.get_session()
            try:
                await house.get_room(session.code)
            except KitError:
                if store.get_round(session.code).number == 1:
                    raise
                log.warning("The exercise cannot be played; the facilitator's page says why")
            links = build_links(house, session, server.port)
            if also is not None:
                also(house, session)
            print_links(links, as_json=as_json)
            if browser:
                webbrowser.open(links["facilitator_url"])

        server = KitServer(
            house,
            host=host,
            port=port,
            cookie_secret=secret,
            ready=ready,
            warm_kernels=warm_kernels,
            files=files,
            hosts=allowed_hosts,
        )
        server.initialize([])
        server.start()


def build_links(house: ServerState, session: Session, port: int) -> dict[str, Any]:
    """The addresses of a session; the facilitator's carries the key."""
    origin, code = house.origin, session.code
    return {
        "port": port,
        "code": code,
        "join_url": f"{origin}/join/{code}",
        "screen_url": f"{origin}/screen/{code}",
        "facilitator_url": f"{origin}/facilitate/{code}?key={house.key}",
    }


def print_links(links: dict[str, Any], *, as_json: bool) -> None:
    """Print the links once: one line of JSON on standard output, or words on standard error."""
    if as_json:
        print(json.dumps(links), flush=True)
        return
    print(
        f"\n{draw_qr_text(links['join_url'])}\n"
        f"  Participants  {links['join_url']}   (code {' '.join(split_code(links['code']))})\n"
        f"  Screen        {links['screen_url']}\n"
        f"  Facilitator   {links['facilitator_url']}\n\n"
        "The facilitator's link carries a key: keep it to yourself. Stop with Ctrl+C.\n",
        file=sys.stderr,
        flush=True,
    )
