"""`kit serve`: serves a folder of exercise notebooks until it is told to stop."""

from __future__ import annotations

import argparse
import os
from dataclasses import replace
from functools import partial
from pathlib import Path

from kit.commands.hosting import (
    add_hosting_options,
    read_cluster,
    read_hosting_options,
    read_hub_options,
)
from kit.commands.options import (
    add_data_option,
    add_language_option,
    add_server_options,
    read_server_options,
)
from kit.room.log_lines import FORM, JSON


def add_options(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="folder with *.ipynb files")
    add_data_option(
        parser, "database file for sessions and answers (default: this account's data folder)"
    )
    parser.add_argument(
        "--agenda",
        default="",
        metavar="NAME",
        help="which agenda of the folder's agenda.toml is played (default: the first)",
    )
    parser.add_argument(
        "--follows",
        default="",
        metavar="CODE",
        help="the same team's earlier session, whose commitments this one begins with",
    )
    parser.add_argument(
        "--team",
        default=None,
        metavar="NAME",
        help="your name for the team; its sessions follow one another by their days",
    )
    add_language_option(
        parser,
        "language of sessions and pages, such as de (default: the agenda's, else English)",
    )
    parser.add_argument(
        "--watch",
        action="store_true",
        help="show on open pages what is saved in the folder, until a round with a team begins",
    )
    parser.add_argument(
        "--fast",
        action="store_true",
        help="look for faults before the start without running the notebooks' cells",
    )
    add_server_options(parser)
    add_hosting_options(parser)


def run(given: argparse.Namespace) -> int:
    """Serve.

    Returns:
        The exit status, 0.

    Raises:
        KitError: The folder, a notebook, the database or the port is not as it should be.
    """
    hub = read_hub_options(given)  # before any other process is begun, which would see its token
    from kit.server.kernels.fork_server import start_early

    os.environ[FORM] = given.log_format  # kernels inherit it
    start_early()
    from kit.server.calm_log import begin_log

    begin_log(given.log_format)
    from kit.notebooks.agenda import get_agenda
    from kit.notebooks.languages import find_language_folder
    from kit.server.look_ahead import find_refusals, list_playable, tell_left_out
    from kit.server.run import run_server
    from kit.session.session import normalise_code
    from kit.session.teams import clean_team
    from kit.store import find_data

    hosting = replace(read_hosting_options(given, hub), cluster=read_cluster(given))
    if hub is not None:
        given.host, given.port = hub.find_place(given.host, given.port)
    folder: Path = given.folder
    played = find_language_folder(folder, given.language)
    playable = list_playable(played)
    tell_left_out(played, playable)
    agenda = get_agenda(played, playable, given.agenda)
    path = Path(find_data(None if hosting.cluster else given.data))
    if not given.data:
        path.parent.mkdir(parents=True, exist_ok=True)
    follows = normalise_code(given.follows) or None
    look = partial(find_refusals, played, agenda, fast=given.fast, edited=given.watch)
    settings = read_server_options(given) | {"hosting": hosting}
    settings["as_json"] |= given.log_format == JSON  # links are no part of a log
    team = None if given.team is None else clean_team(given.team)
    settings |= {"follows": follows, "team": team, "language": given.language}
    run_server(folder, agenda, path, watch=given.watch, look=look, **settings)
    return 0
