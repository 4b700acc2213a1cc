"""`kit launch`: what the tile in JupyterLab's launcher starts; see `kit.server.tile`."""

from __future__ import annotations

import argparse
import hashlib
import os
from pathlib import Path

from kit.commands.options import add_server_options, read_server_options

LOOPBACK = "127.0.0.1"
HUB = "JUPYTERHUB_SERVICE_PREFIX"  # a Hub sets it for the servers of its people
PUBLIC = "JUPYTERHUB_PUBLIC_URL"  # and this, where it has been told its own address


def add_options(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="the folder of JupyterLab")
    parser.add_argument(
        "--base", required=True, metavar="PATH", help="path under which JupyterLab shows it"
    )
    parser.add_argument(
        "--data",
        metavar="PATH",
        help="database file (default: one for this folder in this account's data folder)",
    )
    add_server_options(parser)


def run(given: argparse.Namespace) -> int:
    """Serve the folder's exercises, or the kit's own where it has none.

    Returns:
        The exit status, 0.

    Raises:
        KitError: No JupyterLab has started it, or what is to be served is not as it should be.
    """
    from kit.errors import ServerError
    from kit.room.limits import end_with_server
    from kit.server.tile import VARIABLE

    secret = os.environ.pop(VARIABLE, "")  # no kernel is given it
    if not secret:
        msg = "JupyterLab starts this command, with its tile. By yourself: kit serve FOLDER"
        raise ServerError(msg)
    end_with_server()
    from kit.server.kernels.fork_server import start_early

    start_early()
    from functools import partial

    from kit.notebooks.agenda import get_agenda
    from kit.server.forwarded import TrustedProxies
    from kit.server.hosting import Hosting
    from kit.server.launcher import Launcher
    from kit.server.look_ahead import find_refusals, list_playable
    from kit.server.public_url import PublicUrl, read_public_url
    from kit.server.run import run_server

    folder = find_exercises(given.folder)
    agenda = get_agenda(folder, list_playable(folder), "")
    path = Path(given.data) if given.data else find_place(given.folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    on_hub = HUB in os.environ
    settings = read_server_options(given)
    named = os.environ.get(PUBLIC, "") if on_hub else ""
    origin = read_public_url(named).origin if named else ""
    settings["hosting"] = Hosting(
        public=PublicUrl(origin, given.base.rstrip("/")),
        proxies=TrustedProxies([LOOPBACK]),
        names=settings["hosting"].names,
        launcher=Launcher(secret, on_hub=on_hub, learns=on_hub and not origin),
    )
    if on_hub:  # only the Hub's proxy and JupyterLab's can reach it there
        settings["host"] = LOOPBACK
    settings["browser"] = False
    look = partial(find_refusals, folder, agenda, fast=True)
    run_server(folder, agenda, path, look=look, **settings)
    return 0


def find_exercises(folder: Path) -> Path:
    """The folder, if it holds an exercise or an agenda; else the kit's own."""
    from kit.errors import ServerError
    from kit.notebooks.workshops import find_workshops
    from kit.server.look_ahead import list_playable

    try:
        list_playable(folder)
    except ServerError:
        return find_workshops()
    return folder


def find_place(folder: Path) -> Path:
    """Where the database of a folder lies: each has one of its own."""
    from kit.store import find_data

    mark = hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()[:8]
    return Path(find_data(None)).with_name(f"lab-{mark}.db")
