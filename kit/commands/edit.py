"""`kit edit`: JupyterLab, and beside it a rehearsal in which every saved change shows itself."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from kit.commands.allocator import BEGUN, SETTINGS
from kit.commands.options import add_server_options, count, number, read_server_options

if TYPE_CHECKING:
    from kit.server.state import ServerState
    from kit.session.session import Session

LAB_PORT = 8888


def add_options(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="folder with *.ipynb files")
    parser.add_argument(
        "--agenda",
        default="",
        metavar="NAME",
        help="which agenda of the folder's agenda.toml is rehearsed (default: the first)",
    )
    parser.add_argument(
        "--participants",
        type=number,
        default=12,
        metavar="N",
        help="simulated people in the rehearsal (default 12)",
    )
    parser.add_argument(
        "--lab-port",
        type=count,
        default=LAB_PORT,
        metavar="PORT",
        help=f"JupyterLab's port; the next free one where it is taken (default {LAB_PORT})",
    )
    add_server_options(parser)


def run(given: argparse.Namespace) -> int:
    """Run both until Ctrl+C; the rehearsal's data are gone afterwards.

    Returns:
        The exit status, 0.

    Raises:
        KitError: The folder, its agenda or a port is not as it should be, or JupyterLab cannot
            start.
    """
    from kit.server.kernels.fork_server import start_early

    start_early()
    import contextlib
    import json
    from functools import partial
    from urllib.parse import urlsplit

    from kit.notebooks.agenda import get_agenda
    from kit.room.preview import LINKS
    from kit.server.lab import Lab
    from kit.server.links import EVERYWHERE
    from kit.server.look_ahead import find_refusals, list_playable, tell_left_out
    from kit.server.run import build_links, run_server
    from kit.store.folders import open_folder

    playable = list_playable(given.folder)
    tell_left_out(given.folder, playable)
    agenda = get_agenda(given.folder, playable, given.agenda)
    settings = read_server_options(given)
    with open_folder("edit-") as place, contextlib.ExitStack() as stack:
        left_out = frozenset({*SETTINGS, BEGUN})
        links = place / "links.json"
        told = {LINKS: str(links)}
        lab = Lab(given.folder, place / "lab.log", given.lab_port, told, left_out)
        stack.callback(lab.close)

        async def keep(house: ServerState, session: Session) -> None:
            port = urlsplit(house.origin).port or 0
            there = {"data": house.data, "notices": house.hub.address}
            text = json.dumps(build_links(house, session, port) | there)
            if (
                settings["host"] in EVERYWHERE
            ):  # a page of another name would get no cookies in a frame
                text = text.replace(house.origin, f"http://127.0.0.1:{port}")
            links.write_text(text, "utf-8")

        run_server(
            given.folder,
            agenda,
            place / "edit.db",
            watch=True,
            rehearse=given.participants,
            lab=lab.wait,
            look=partial(find_refusals, given.folder, agenda, fast=True, edited=True),
            also=keep,
            **settings,
        )
    return 0
