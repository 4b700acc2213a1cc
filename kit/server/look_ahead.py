"""What the facilitator is told of the notebooks before anybody joins."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

from kit.check.fault import Fault
from kit.check.folder import can_be_tried, drop_known
from kit.check.notebook import OUTPUTS, find_faults
from kit.errors import ServerError
from kit.notebooks.agenda import Agenda
from kit.notebooks.agenda_file import NAME
from kit.notebooks.code import is_exercise
from kit.notebooks.notebook import list_notebooks
from kit.notebooks.theme import find_theme_faults
from kit.notebooks.theme_file import NAME as THEME
from kit.rehearsal.scripts import find_script_faults
from kit.room.log_lines import tell
from kit.server.kernels.trial import try_notebooks

LEFT_OUT = "{}\n     It is not played."


def list_playable(folder: Path) -> list[str]:
    """File names of the notebooks that may be played; of a folder without agendas, exercises alone.

    Raises:
        ServerError: The folder is missing, or no notebook in it can be played; says why.
    """
    names = list_notebooks(folder)
    if (folder / NAME).is_file():
        return names
    playable = [name for name in names if is_exercise(folder / name)]
    if not playable:
        more = f" No other notebook in {str(folder)!r} is an exercise." if len(names) > 1 else ""
        msg = f"{_get_reason(folder, names[0])}{more}"
        raise ServerError(msg)
    return playable


def tell_left_out(folder: Path, playable: Sequence[str]) -> None:
    """Tell on the terminal which notebooks of a folder are not played, and why."""
    for name in list_notebooks(folder):
        if name not in playable:
            tell(LEFT_OUT.format(_get_reason(folder, name)), logging.WARNING)


async def find_refusals(
    folder: Path, agenda: Agenda, *, fast: bool = False, edited: bool = False
) -> list[Fault]:
    """What `kit check` would refuse of the notebooks that an agenda plays, in its order.

    What simulated people say in a rehearsal and how pages look comes last.

    Args:
        folder: The folder of notebooks.
        agenda: What is played of them.
        fast: Read them and run none of their cells.
        edited: Somebody works on them meanwhile.

    Raises:
        ServerError: No kernel can be started.
    """
    names = list(dict.fromkeys(agenda.notebooks))
    paths = [folder / name for name in names if not fast and can_be_tried(folder / name)]
    tried = await try_notebooks(paths)
    found = [
        fault
        for name in names
        for fault in list_refusals(
            folder / name, [each for each in tried if each.file == name], edited=edited
        )
    ]
    said = [Fault(file, 0, 0, words) for file, words in find_script_faults(folder)]
    said += [each for each in tried if each.file not in names]
    look = [Fault(THEME, 0, 0, words) for words in find_theme_faults(folder)]
    return list(dict.fromkeys([*found, *said, *look]))


def list_refusals(path: Path, tried: Sequence[Fault], *, edited: bool = False) -> list[Fault]:
    """What keeps a notebook from being played as it is meant.

    Args:
        path: The notebook's.
        tried: What was met when its cells were run.
        edited: Somebody works on it: that it holds outputs is no news.
    """
    known = [each for each in find_faults(path) if not (edited and each.words == OUTPUTS)]
    faults = [*known, *drop_known(list(tried), known)]
    return [each for each in faults if each.grave]


def tell_refusals(faults: Sequence[Fault], folder: Path) -> None:
    """Tell them on the terminal."""
    for fault in faults:
        tell(str(fault), logging.WARNING)
    if faults:
        tell(f"kit check {folder} looks again.", logging.WARNING)


def _get_reason(folder: Path, name: str) -> Fault:
    """Why a notebook is no exercise."""
    return next(fault for fault in find_faults(folder / name) if fault.grave)
