"""`kit backup`: copies a database into a file, while a server may go on with it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from kit.commands.options import add_data_option
from kit.store import copy_store, find_data

LEFT_OUT = (
    "A team answers questions alone just now. What it has answered so far is in no copy: from this "
    "one the questions would open anew, without an answer."
)


def add_options(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="the copy, a file that is not there"
    )
    add_data_option(parser, "database file that is served (default: in this account's data folder)")


def run(given: argparse.Namespace) -> int:
    """Copy.

    Returns:
        The exit status, 0.

    Raises:
        KitError: There is no database, a round is open in it, or the copy cannot be written.
    """
    target: Path = given.file
    left_out = copy_store(find_data(given.data), target)
    size = target.stat().st_size
    print(f"Copied into {target} ({size / 1_000_000:.1f} MB).", file=sys.stderr)
    if left_out:
        print(LEFT_OUT, file=sys.stderr)
    return 0
