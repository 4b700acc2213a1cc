"""The command line: `kit demo`, `serve`, `check`, `export` and `purge`. Parsing only."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from kit.allocator import overwrite_freed_memory
from kit.errors import KitError

PORT = 8866
MOST_DIGITS = 7  # of a number on the command line
MOST_KERNELS = 100


def build_parser() -> argparse.ArgumentParser:
    """The commands and their options."""
    parser = argparse.ArgumentParser(
        prog="kit", description="Live, anonymous workshops on trust, made of notebooks."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    demo = commands.add_parser("demo", help="run an exercise or an agenda with simulated people")
    demo.add_argument(
        "--participants",
        type=_count,
        default=12,
        metavar="N",
        help="simulated people who join and answer (default 12, 0 for none)",
    )
    demo.add_argument(
        "--agenda",
        default="",
        metavar="NAME",
        help="play an agenda, such as 90, 30 or half (default: the marble jar alone)",
    )
    demo.add_argument(
        "--pace",
        type=_number,
        default=28,
        metavar="SECONDS",
        help="time the simulated people take for their answers (default 28)",
    )
    serve = commands.add_parser("serve", help="serve a folder of exercise notebooks")
    serve.add_argument("folder", type=Path, metavar="FOLDER", help="folder with *.ipynb files")
    serve.add_argument(
        "--data",
        metavar="PATH",
        help="database file for sessions and answers (default: this account's data folder)",
    )
    serve.add_argument(
        "--agenda",
        default="",
        metavar="NAME",
        help="which agenda of the folder's agenda.toml is played (default: the first)",
    )
    serve.add_argument(
        "--follows",
        default="",
        metavar="CODE",
        help="the same team's earlier session, whose commitments this one begins with",
    )
    for command in (demo, serve):
        command.add_argument(
            "--host",
            default="0.0.0.0",  # noqa: S104 -- phones on the local network must reach it
            help="address to listen on (default: all, so that phones on the network reach it)",
        )
        command.add_argument(
            "--port", type=_count, default=PORT, help=f"port, 0 for a free one (default {PORT})"
        )
        command.add_argument(
            "--room-kernels",
            type=_some_kernels,
            default=1,
            metavar="N",
            help="spread the participants over N kernels (default 1; one for every 250 people)",
        )
        command.add_argument(
            "--room-patience",
            type=_number,
            default=15,
            metavar="SECONDS",
            help="start an exercise again that has not answered for so long (default 15)",
        )
        command.add_argument(
            "--room-memory",
            type=_count,
            default=4096,
            metavar="MB",
            help="most memory for a kernel of participants, 0 for no limit (default 4096)",
        )
        command.add_argument(
            "--warm-kernels",
            type=_kernels,
            default=2,
            metavar="N",
            help="kernels that wait for the next dashboards and screens (default 2)",
        )
        command.add_argument(
            "--max-seats",
            type=_number,
            default=os.environ.get("KIT_MAX_SEATS", "2000"),
            metavar="N",
            help="most seats of a session (default 2000)",
        )
        command.add_argument(
            "--allowed-host",
            action="append",
            default=_read_list("KIT_ALLOWED_HOST"),
            metavar="NAME",
            help="a name under which browsers reach this server; may be given several times",
        )
        command.add_argument(
            "--json", action="store_true", help="print one line of JSON when ready"
        )
        command.add_argument("--no-browser", action="store_true", help="open no browser")

    check = commands.add_parser("check", help="look for faults in notebooks and agendas")
    check.add_argument("folder", type=Path, metavar="FOLDER", help="folder with *.ipynb files")

    export = commands.add_parser("export", help="write what a session's screen showed into files")
    export.add_argument(
        "--to",
        type=Path,
        default=Path(),
        metavar="FOLDER",
        help="folder for the files (default: this one)",
    )
    export.add_argument(
        "--json", action="store_true", help="print JSON on standard output; write no files"
    )
    purge = commands.add_parser("purge", help="erase a session and everything of it for good")
    purge.add_argument("--yes", action="store_true", help="do not ask first")
    for command in (export, purge):
        command.add_argument(
            "code", nargs="+", metavar="CODE", help="the session's code, in one word or two"
        )
        command.add_argument(
            "--data",
            metavar="PATH",
            help="database file that was served (default: in this account's data folder)",
        )
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command.

    Returns:
        The exit status: 0 when all went well, 1 with a message on standard error otherwise.
    """
    given = build_parser().parse_args(arguments)
    try:
        if given.command == "check":
            return run_check(given.folder)
        if given.command == "export":
            from kit.export import run_export

            return run_export("".join(given.code), data=given.data, to=given.to, as_json=given.json)
        if given.command == "purge":
            from kit.purge import run_purge

            return run_purge("".join(given.code), data=given.data, sure=given.yes)
        if arguments is None:
            overwrite_freed_memory()
        from kit.server.room_settings import RoomSettings
        from kit.server.run import run_demo, run_serve

        settings = {
            "host": given.host,
            "port": given.port,
            "as_json": given.json,
            "browser": not given.no_browser,
            "warm_kernels": given.warm_kernels,
            "max_seats": given.max_seats,
            "allowed_hosts": given.allowed_host,
            "rooms": RoomSettings(
                kernels=given.room_kernels,
                patience=float(given.room_patience),
                memory=given.room_memory,
            ),
        }
        if given.command == "demo":
            run_demo(given.participants, pace=given.pace, agenda=given.agenda, **settings)
        else:
            run_serve(
                given.folder,
                data=given.data,
                agenda=given.agenda,
                follows=given.follows,
                **settings,
            )
    except KitError as error:
        print(f"kit: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def run_check(folder: Path) -> int:
    """Print what is wrong with the notebooks and agendas of a folder."""
    from kit.agenda import describe_times, find_agenda_faults
    from kit.notebook import find_faults, list_notebooks

    faults = [fault for name in list_notebooks(folder) for fault in find_faults(folder / name)]
    faults += find_agenda_faults(folder)
    for line in faults or ["All notebooks are in good shape.", *describe_times(folder)]:
        print(line)
    return 1 if faults else 0


def _read_list(name: str) -> list[str]:
    """What an environment variable lists, with commas between."""
    return [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]


def _count(text: str) -> int:
    typed = text.strip()
    if not typed.isdecimal() or len(typed) > MOST_DIGITS:
        msg = f"must be a whole number, 0 or more, of at most {MOST_DIGITS} digits"
        raise argparse.ArgumentTypeError(msg)
    return int(typed)


def _number(text: str) -> int:
    number = _count(text)
    if number < 1:
        msg = "must be 1 or more"
        raise argparse.ArgumentTypeError(msg)
    return number


def _some_kernels(text: str) -> int:
    return _number(str(_kernels(text)))


def _kernels(text: str) -> int:
    number = _count(text)
    if number > MOST_KERNELS:
        msg = f"must be at most {MOST_KERNELS}"
        raise argparse.ArgumentTypeError(msg)
    return number


if __name__ == "__main__":
    sys.exit(main())
