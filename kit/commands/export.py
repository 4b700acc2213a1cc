"""`kit export`: writes what a session's screen has shown into files, or prints it as JSON."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from kit.commands.options import add_session_options
from kit.export.export import build_export, render_json, write_files
from kit.notebooks.theme import find_theme
from kit.session.session import normalise_code
from kit.store import find_data, open_existing_store


def add_options(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "--to",
        type=Path,
        default=Path(),
        metavar="FOLDER",
        help="folder for the files (default: this one)",
    )
    parser.add_argument(
        "--json", action="store_true", help="print JSON on standard output; write no files"
    )
    parser.add_argument(
        "--theme",
        type=Path,
        metavar="FOLDER",
        help="folder of notebooks whose theme.toml the report follows",
    )
    add_session_options(parser)


def run(given: argparse.Namespace) -> int:
    """Write a session's export into files, or print it.

    Returns:
        The exit status, 0.

    Raises:
        KitError: There is no such session, or a file is in the way.
    """
    store = open_existing_store(find_data(given.data))
    try:
        exported = build_export(store, normalise_code("".join(given.code)))
    finally:
        store.close()
    if given.json:
        sys.stdout.buffer.write(render_json(exported))
        sys.stdout.flush()
        return 0
    theme = find_theme(given.theme) if given.theme else None
    for path in write_files(exported, given.to, theme):
        print(path, file=sys.stderr)
    return 0
