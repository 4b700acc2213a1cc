"""Starting a server: from a folder of notebooks to links on a terminal."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import sys
import webbrowser
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from kit.check.fault import Fault, move_fault
from kit.errors import KitError, ServerError
from kit.language import set_usual
from kit.language.current import ENGLISH
from kit.notebooks.agenda import Agenda
from kit.notebooks.agenda_file import NAME
from kit.notebooks.languages import split_name
from kit.notebooks.theme import find_theme
from kit.room.patches import read_times_with
from kit.server.app import KitServer
from kit.server.cluster import enter_cluster
from kit.server.connections import raise_file_limit, warn_of_few_files
from kit.server.handlers.templates import read_manifest
from kit.server.hosting import Hosting
from kit.server.kernels.kernel_client import read_times
from kit.server.kernels.settings import RoomSettings
from kit.server.links import draw_qr_text, find_host
from kit.server.look_ahead import tell_refusals
from kit.server.occupancy import Occupancy
from kit.server.signing import hash_key, load_cookie_secret, new_key
from kit.server.state import ServerState
from kit.server.working_copy import WorkingCopy
from kit.session.session import Session, split_code
from kit.store import Store, open_store
from kit.store.folders import open_folder
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
    follows: str | None = None,
    team: str | None = None,
    language: str = "",
    hosting: Hosting | None = None,
    watch: bool = False,
    rehearse: int = 0,
    lab: Callable[[], str] | None = None,
    look: Callable[[], Awaitable[list[Fault]]] | None = None,
    also: Callable[[ServerState, Session], Awaitable[None]] | None = None,
) -> None:
    """Serve a folder until told to stop.

    Args:
        folder: Exercise notebooks.
        agenda: What is played of them.
        path: The database file; where there is a cluster, it says where the database is.
        host: Address to listen on.
        port: Port to listen on, 0 for a free one.
        as_json: Print the links as one line of JSON.
        browser: Open the facilitator's page in a browser.
        rooms: How room kernels are kept.
        warm_kernels: Kernels that wait for the next dashboards and screens.
        max_seats: Most seats of a session.
        follows: Code of the team's earlier session; None when there is none.
        team: The facilitator's name for the team; None where none was given.
        language: Tag of the language of new sessions and of the pages; "" for none.
        hosting: How browsers reach it; None for the machine's own address.
        watch: Follow what is saved in the folder.
        rehearse: Begin a rehearsal with so many simulated people; 0 for a session with a team.
        lab: Waits for a JupyterLab beside the server and gives its address.
        look: Finds what is wrong with the notebooks; it is told before the links are.
        also: Called with the session when it can be joined.

    Raises:
        KitError: A notebook, the database or the port is not as it should be.
    """
    if port > LAST_PORT:  # the system would take another one without a word
        msg = f"There is no port {port}. Choose one up to {LAST_PORT} with --port, or 0."
        raise ServerError(msg)
    read_times_with(read_times)
    read_manifest()
    theme = find_theme(folder)
    hosting = hosting or Hosting()
    files = raise_file_limit()
    warn_of_few_files(files, max_seats)
    os.umask(0o077)  # answers, secrets and kernels are this account's alone
    with contextlib.ExitStack() as stack:
        cluster = hosting.cluster
        occupancy = occupy(path) if cluster is None else None
        if occupancy is not None:
            stack.callback(occupancy.release)
        sweep_leftovers()
        data = str(path.resolve()) if cluster is None else cluster.data
        store = open_store(data)
        stack.callback(store.close)
        store.max_seats = max_seats
        copy = WorkingCopy(folder, stack.enter_context(open_folder("watch-"))) if watch else None
        folder = copy.folder if copy is not None else folder
        hub = NoticeHub()
        stack.callback(hub.close)
        member = enter_cluster(stack, store, hosting, port, hub.address)
        kept = path.with_name(path.name + ".secret")
        secret = hosting.cookie_secret or load_cookie_secret(kept)
        key = hosting.key or new_key()
        store.keep_server_key(hash_key(key))
        house = ServerState(
            store=store,
            data=data,
            folder=folder,
            agenda=agenda,
            key=key,
            hub=hub,
            room_settings=rooms,
            follows=follows,
            team=team,
            language=language,
            watched=watch,
            theme=theme,
            closed=hosting.closed,
            secret=secret,
            key_kept=bool(hosting.key),
            accounts=hosting.accounts,
            shards=cluster.shards if cluster else 1,
        )
        set_usual(language or ENGLISH)
        house.threads.guard()
        store.notices.connect(hub.address)

        async def ready(house: ServerState) -> None:
            own = f"{hosting.scheme}://{find_host(host)}:{server.port}"
            house.origin = hosting.build_origin(own)
            if member is not None:
                member.start(house)
            if occupancy is not None:
                occupancy.tell(house.origin, hub.address, key_kept=house.key_kept)
            start = server.rehearsals.start
            session = await (start(rehearse) if rehearse else house.get_session())
            looking = asyncio.ensure_future(look()) if look is not None else None
            fault: KitError | None = None
            try:
                await house.get_room(session.code)
            except KitError as error:
                fault = error
            told = await looking if looking is not None else []
            inside = split_name(house.name_file(NAME))[0]
            house.tell_faults([move_fault(each, inside) for each in told])
            current = await house.read(Store.get_round, session.code)
            if fault is not None and current.number == 1 and not watch:
                refuse_start(told, fault, current.notebook, folder)
            tell_refusals(told, folder)
            if fault is not None:
                log.warning("The exercise cannot be played; the facilitator's page says why")
            links = build_links(house, session, server.port)
            links |= await find_lab(lab)
            links |= {"metrics_url": server.metrics_url} if server.metrics_url else {}
            server.let_frame(links.get("lab_url", ""))
            if also is not None:
                await also(house, session)
            house.is_loaded = True
            tell_links(links, hosting, as_json=as_json, browser=browser)

        server = KitServer(
            house,
            host=host,
            port=port,
            cookie_secret=secret,
            ready=ready,
            warm_kernels=2 * warm_kernels
            if watch
            else warm_kernels,  # all pages load themselves again
            files=files,
            hosting=hosting,
            copy=copy,
        )
        server.initialize([])
        server.start()


def occupy(path: Path) -> Occupancy | None:
    """Take a database, if one could be there; else the store says what is wrong.

    Raises:
        ServerError: Another server has it.
    """
    return Occupancy(path) if path.parent.is_dir() and not path.is_dir() else None


def refuse_start(told: Sequence[Fault], fault: KitError, notebook: str, folder: Path) -> NoReturn:
    """End, because the first exercise cannot be played, and tell what was found in the others.

    Args:
        told: What was found in the notebooks.
        fault: Why it cannot be played.
        notebook: Its file name.
        folder: The folder of notebooks.

    Raises:
        KitError: Always; in the words of what was found, where that says more.
    """
    own = [each for each in told if each.file == notebook][:1]
    tell_refusals([each for each in told if each not in own], folder)
    if own:
        raise ServerError(str(own[0])) from fault
    raise fault


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


async def find_lab(lab: Callable[[], str] | None) -> dict[str, str]:
    """The address of a JupyterLab, waited for; none where there is no such thing."""
    return {} if lab is None else {"lab_url": await asyncio.to_thread(lab)}


def tell_links(links: dict[str, Any], hosting: Hosting, *, as_json: bool, browser: bool) -> None:
    """Tell whoever has started the server; one whom a JupyterLab leads there needs no links.

    In Jupyter's log they would be read by others.
    """
    if hosting.launcher is None:
        print_links(links, as_json=as_json)
    if browser:
        open_browser(links)


def open_browser(links: dict[str, Any]) -> None:
    """Open the pages of whoever has started the server."""
    for name in ("lab_url", "facilitator_url"):
        if name in links:
            webbrowser.open(links[name])


def print_links(links: dict[str, Any], *, as_json: bool) -> None:
    """Print the links once: one line of JSON on standard output, or words on standard error."""
    if as_json:
        print(json.dumps(links), flush=True)
        return
    lab = f"  JupyterLab    {links['lab_url']}\n" if "lab_url" in links else ""
    print(
        f"\n{draw_qr_text(links['join_url'])}\n"
        f"  Participants  {links['join_url']}   (code {' '.join(split_code(links['code']))})\n"
        f"  Screen        {links['screen_url']}\n"
        f"  Facilitator   {links['facilitator_url']}\n{lab}\n"
        "The facilitator's link carries a key: keep it to yourself. Stop with Ctrl+C.\n",
        file=sys.stderr,
        flush=True,
    )
