"""`kit check`: looks for faults in the notebooks and agendas of a folder."""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path

from kit.check.fault import Fault
from kit.check.folder import can_be_tried, drop_known, find_folder_faults
from kit.check.mending import UnmendedError, mend_notebook
from kit.check.translation import find_source, write_stamps
from kit.commands.options import number
from kit.errors import DefinitionError, ServerError
from kit.notebooks.agenda import describe_times
from kit.notebooks.notebook import list_notebooks

GOOD = "All notebooks are in good shape."
PLAYABLE = "This is advice: all notebooks can be played."
RUNS = "Runs the cells of {}. To read notebooks that you do not know yet: kit check --fast"
STATUS = (
    "Exit status: 0 where nothing is wrong, or only advice is given; 1 where something is wrong, "
    "or the folder cannot be read; 2 where the command is not understood."
)
SECONDS = 20
NO_SOURCE = (
    "{!r} is no folder of translations. Such a folder lies inside the folder it is made from and "
    "is called by the tag of its language, as in workshops/de."
)


def add_options(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.epilog = STATUS
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="folder with *.ipynb files")
    parser.add_argument(
        "--fast",
        action="store_true",
        help="read the notebooks and run none of their cells, as for those you do not know yet",
    )
    parser.add_argument(
        "--fix",
        action="store_true",
        help="clear outputs, and mend in the files what needs no judgement",
    )
    parser.add_argument(
        "--translated",
        action="store_true",
        help="a folder of translations, such as workshops/de, is up to date with its source",
    )
    parser.add_argument(
        "--seconds",
        type=number,
        default=SECONDS,
        metavar="N",
        help=f"most seconds for the cells of one notebook (default {SECONDS})",
    )


def run(given: argparse.Namespace) -> int:
    """Print what is wrong.

    Returns:
        The exit status: 0 when nothing is but what is only advised.

    Raises:
        KitError: There is no such folder, or nothing to play in it.
    """
    folder: Path = given.folder
    names = list_notebooks(folder)
    if given.fix:
        _mend([folder / name for name in names])
    if given.translated:
        _keep_stamps(folder, names)
    faults = find_folder_faults(folder)
    if not given.fast:
        faults += drop_known(_try([folder / name for name in names], given.seconds), faults)
    grave = [fault for fault in faults if fault.grave]
    for fault in [*grave, *(fault for fault in faults if not fault.grave)]:
        print(fault)
    if not grave:
        for line in [PLAYABLE if faults else GOOD, *describe_times(folder)]:
            print(line)
    return 1 if grave else 0


def _keep_stamps(folder: Path, names: list[str]) -> None:
    """Let translations remember what they were made from.

    Raises:
        ServerError: It is no folder of translations.
    """
    source = find_source(folder)
    if source is None:
        raise ServerError(NO_SOURCE.format(folder.name))
    for name in names:
        if (source / name).is_file():
            write_stamps(folder / name, source / name)
            print(f"{name} is up to date with {source.name}/{name}.")


def _mend(paths: list[Path]) -> None:
    for path in paths:
        try:
            for mended in mend_notebook(path):
                print(mended)
        except UnmendedError as error:
            print(error, file=sys.stderr)
        except DefinitionError:
            continue  # what cannot be read is told with the other faults


def _try(paths: list[Path], seconds: int) -> list[Fault]:
    """Run the cells of the notebooks that can be run."""
    from kit.server.kernels.fork_server import start_early
    from kit.server.kernels.trial import try_notebooks

    tried = [path for path in paths if can_be_tried(path)]
    if not tried:
        return []
    start_early()
    count = "1 notebook" if len(tried) == 1 else f"{len(tried)} notebooks"
    print(RUNS.format(count), file=sys.stderr, flush=True)
    return asyncio.run(try_notebooks(tried, float(seconds)))
