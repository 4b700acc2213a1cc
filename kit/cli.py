"""The command line. Each command is a module of `kit.commands`, loaded when it is run."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from typing import Any

from kit import __version__
from kit.commands.allocator import overwrite_freed_memory
from kit.errors import KitError
from kit.room.log_lines import FORM, tell
from kit.room.patches import do_without_grammar

COMMANDS = {
    "demo": "run an exercise or an agenda with simulated people",
    "serve": "serve a folder of exercise notebooks",
    "edit": "open JupyterLab, and beside it a rehearsal that shows every saved change",
    "launch": "serve from JupyterLab's launcher, which runs this by itself",
    "new": "make a folder of your own out of the kit's exercises",
    "check": "look for faults in notebooks and agendas",
    "export": "write what a session's screen showed into files",
    "key": "change the key of the facilitators' links while a server goes on",
    "purge": "erase a session and everything of it for good",
    "backup": "copy a database while no round is open",
}
LOGGED = ("serve", "launch")  # their log may go to a machine; what others say is for a person
SERVERS = ("demo", "serve", "edit", "launch")  # they hold answers in memory


def build_parser(chosen: str = "") -> argparse.ArgumentParser:
    """The commands, and the options of one.

    Args:
        chosen: The command whose options are needed; "" for none.
    """
    parser = argparse.ArgumentParser(
        prog="kit", description="Live, anonymous workshops on trust, made of notebooks."
    )
    parser.add_argument("--version", action="version", version=f"kit {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, words in COMMANDS.items():
        command = commands.add_parser(name, help=words)
        if name == chosen:
            load_command(name).add_options(command)
    return parser


def load_command(name: str) -> Any:
    """The module of a command: `add_options` for its parser, and `run`."""
    return importlib.import_module(f"kit.commands.{name}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command.

    Returns:
        The exit status: 0 when all went well, 1 with a message on standard error otherwise.
    """
    words = sys.argv[1:] if arguments is None else arguments
    chosen = next((word for word in words if word in COMMANDS), "")
    do_without_grammar()
    given = build_parser(chosen).parse_args(words)
    if chosen not in LOGGED:
        os.environ.pop(FORM, None)
    if arguments is None and chosen in SERVERS:
        overwrite_freed_memory()
    try:
        return int(load_command(chosen).run(given))
    except KitError as error:
        tell(str(error))
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
