"""`kit demo`: serves the marble jar, or an agenda, with simulated people."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from kit.commands.options import (
    add_language_option,
    add_server_options,
    count,
    number,
    read_server_options,
)

if TYPE_CHECKING:
    from kit.server.state import ServerState
    from kit.session.session import Session

JAR = "marble_jar.ipynb"
PARTICIPANTS = 24  # the jar fills three times before the close
THINKING = 2.0  # seconds that the first of them takes for an answer


def add_options(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "--participants",
        type=count,
        default=PARTICIPANTS,
        metavar="N",
        help=f"simulated people who join and answer (default {PARTICIPANTS}, 0 for none)",
    )
    parser.add_argument(
        "--agenda",
        default="",
        metavar="NAME",
        help="play an agenda, such as 90, 30 or half-day (default: the marble jar alone)",
    )
    parser.add_argument(
        "--pace",
        type=number,
        default=28,
        metavar="SECONDS",
        help="time the simulated people take for their answers (default 28)",
    )
    add_language_option(parser, "language to play in, such as de (default: English)")
    add_server_options(parser)


def run(given: argparse.Namespace) -> int:
    """Play; the data are gone afterwards.

    Returns:
        The exit status, 0.

    Raises:
        KitError: There is no such agenda, or the port is not as it should be.
    """
    from kit.server.kernels.fork_server import start_early

    start_early()
    import asyncio

    from kit.notebooks.agenda import Agenda, get_agenda
    from kit.notebooks.notebook import list_notebooks
    from kit.notebooks.workshops import find_workshops
    from kit.rehearsal.people import SimulatedPeople
    from kit.server.run import run_server
    from kit.session.plan import Row
    from kit.store.folders import open_folder

    folder = find_workshops(given.language)
    jar = Agenda("", "", None, (Row(JAR),))
    agenda = get_agenda(folder, list_notebooks(folder), given.agenda) if given.agenda else jar
    answering = (min(THINKING, given.pace / 2), given.pace)

    async def join(house: ServerState, session: Session) -> None:
        people = SimulatedPeople(
            house.store, session.code, given.participants, answering=answering, folder=folder
        )
        await asyncio.to_thread(people.enter)
        people.start()

    with open_folder("demo-") as place:
        settings = read_server_options(given) | {"language": given.language}
        run_server(folder, agenda, Path(place, "demo.db"), also=join, **settings)
    return 0
