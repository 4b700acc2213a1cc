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

import kit
from kit.agenda import Agenda, Entry, get_agenda
from kit.errors import KitError, ServerError
from kit.notebook import list_notebooks
from kit.rehearsal import SimulatedPeople
from kit.server.address import draw_qr_text, find_host
from kit.server.app import KitServer
from kit.server.connections import raise_file_limit, warn_of_few_files
from kit.server.house import House
from kit.server.keys import load_cookie_secret, new_key
from kit.server.occupancy import Occupancy
from kit.server.pages import read_manifest
from kit.server.room_settings import RoomSettings
from kit.session.session import Session, normalise_code, split_code
from kit.store import find_data, open_store
from kit.store.folders import open_folder
from kit.store.notices import NoticeHub, sweep_leftovers
from kit.store.seats import MAX_SEATS

log = logging.getLogger("kit.server")

DEMO = Agenda("", "", None, (Entry("marble_jar.ipynb"),))
LAST_PORT = 65535


def run_serve(
    folder: Path, *, data: str | None, agenda: str, follows: str = "", **settings: Any
) -> None:
    """Serve a folder until told to stop.

    Args:
        folder: Exercise notebooks.
        data: The database; None for the one in this account's data folder.
        agenda: Which agenda of the folder is played; "" for the first.
        follows: Code of the team's earlier session, as it was typed; "" when there is none.
        settings: How the server runs.

    Raises:
        KitError: The folder, a notebook, the database or the port is not as it should be.
    """
    chosen = get_agenda(folder, list_notebooks(folder), agenda)
    path = Path(find_data(data))
    if not data:
        path.parent.mkdir(parents=True, exist_ok=True)
    _run(folder, chosen, path, follows=normalise_code(follows) or None, **settings)


def run_demo(participants: int, *, pace: int, agenda: str = "", **settings: Any) -> None:
    """Serve the marble jar, or an agenda, with simulated people; its data are gone afterwards.

    Raises:
        KitError: There is no such agenda, or the port is not as it should be.
    """
    folder = find_workshops()
    there = list_notebooks(folder)
    chosen = get_agenda(folder, there, agenda) if agenda else DEMO
    with open_folder("demo-") as place:

        def join(house: House, session: Session) -> None:
            SimulatedPeople(
                house.store, session.code, participants, answering=(min(2.0, pace / 2), pace)
            ).start()

        _run(folder, chosen, Path(place, "demo.db"), also=join, **settings)


def find_workshops() -> Path:
    """The folder of notebooks that came with this package, or stands beside it in a checkout."""
    package = Path(kit.__file__).parent
    inside = package / "workshops"
    return inside if inside.is_dir() else package.parent / "workshops"


def _run(
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
    also: Callable[[House, Session], None] | None = None,
) -> None:
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
        house = House(
            store=store,
            data=str(path.resolve()),
            folder=folder,
            agenda=agenda,
            key=new_key(),
            hub=hub,
            room_settings=rooms,
            follows=follows,
        )
        store.notices.connect(hub.address)

        async def ready(house: House) -> None:
            house.origin = f"http://{find_host(host)}:{server.port}"
            session = house.find_session()
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


def build_links(house: House, session: Session, port: int) -> dict[str, Any]:
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
