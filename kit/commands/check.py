"""`kit check`: looks for faults in the notebooks and agendas of a folder."""

from __future__ import annotations

import argparse
from pathlib import Path

from kit.notebooks.agenda import describe_times, find_agenda_faults
from kit.notebooks.notebook import find_faults, list_notebooks


def add_options(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="folder with *.ipynb files")


def run(given: argparse.Namespace) -> int:
    """Print what is wrong.

    Returns:
        The exit status: 0 when nothing is.

    Raises:
        KitError: There is no such folder, or nothing to play in it.
    """
    folder: Path = given.folder
    faults = [fault for name in list_notebooks(folder) for fault in find_faults(folder / name)]
    faults += find_agenda_faults(folder)
    for line in faults or ["All notebooks are in good shape.", *describe_times(folder)]:
        print(line)
    return 1 if faults else 0
