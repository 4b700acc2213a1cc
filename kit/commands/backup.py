"""`kit backup`: copies a database into a file, while a server may go on with it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from kit.store import copy_store, find_data


def add_options(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="the copy, a file that is not there"
    )
    parser.add_argument(
        "--data",
        metavar="PATH",
        help="database file that is served (default: in this account's data folder)",
    )


def run(given: argparse.Namespace) -> int:
    """Copy.

    Returns:
        The exit status, 0.

    Raises:
        KitError: There is no database, a round is open in it, or the copy cannot be written.
    """
    target: Path = given.file
    copy_store(find_data(given.data), target)
    size = target.stat().st_size
    print(f"Copied into {target} ({size / 1_000_000:.1f} MB).", file=sys.stderr)
    return 0
