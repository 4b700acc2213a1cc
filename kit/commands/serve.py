"""`kit serve`: serves a folder of exercise notebooks until it is told to stop."""

from __future__ import annotations

import argparse
from pathlib import Path

from kit.commands.options import add_server_options, read_server_options


def add_options(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="folder with *.ipynb files")
    parser.add_argument(
        "--data",
        metavar="PATH",
        help="database file for sessions and answers (default: this account's data folder)",
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
    add_server_options(parser)


def run(given: argparse.Namespace) -> int:
    """Serve.

    Returns:
        The exit status, 0.

    Raises:
        KitError: The folder, a notebook, the database or the port is not as it should be.
    """
    from kit.server.kernels.fork_server import start_early

    start_early()
    from kit.notebooks.agenda import get_agenda
    from kit.notebooks.notebook import list_notebooks
    from kit.server.run import run_server
    from kit.session.session import normalise_code
    from kit.store import find_data

    agenda = get_agenda(given.folder, list_notebooks(given.folder), given.agenda)
    path = Path(find_data(given.data))
    if not given.data:
        path.parent.mkdir(parents=True, exist_ok=True)
    follows = normalise_code(given.follows) or None
    run_server(given.folder, agenda, path, follows=follows, **read_server_options(given))
    return 0
