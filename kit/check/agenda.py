"""The agendas of a folder: whether they can be read, and fit the minutes they have."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from kit.errors import DefinitionError
from kit.files.toml_places import Places
from kit.notebooks.agenda import Agenda, name_agenda, name_entry, read_agenda, sum_minutes
from kit.notebooks.agenda_file import NAME, load_file
from kit.notebooks.notebook import list_notebooks
from kit.notebooks.notebook import read_minutes as read_own_minutes

LONGEST = 1.5  # of a notebook's own minutes; half of them are the least if it plans nothing shorter


def find_agenda_faults(folder: Path) -> Iterator[str]:
    """What is wrong with the agendas of a folder, one sentence each, with the cure."""
    if not (folder / NAME).is_file():
        return
    try:
        file = load_file(folder)
    except DefinitionError as error:
        yield str(error)
        return
    notebooks = list_notebooks(folder)
    for name in file.table:
        try:
            agenda = read_agenda(file, name, notebooks)
        except DefinitionError as error:
            yield str(error)
            continue
        yield from _find_time_faults(folder, agenda, file.places)
        yield from _find_break_faults(agenda, file.places)


def _find_time_faults(folder: Path, agenda: Agenda, places: Places) -> Iterator[str]:
    for place, entry in enumerate(agenda.entries, start=1):
        if not entry.notebook or entry.minutes is None:
            continue
        own = read_own_minutes(folder / entry.notebook)
        if own.planned is None:
            continue
        least = own.shortest or -(-own.planned // 2)
        most = int(own.planned * LONGEST)
        if not least <= entry.minutes <= most:
            few = "few" if entry.minutes < least else "many"
            shorter = f", its shorter plan {own.shortest}" if own.shortest else ""
            yield (
                f"{name_entry(places, agenda.name, place)}: minutes = {entry.minutes} is too {few} "
                f"for {entry.notebook}. Its own plan takes {own.planned}{shorter}. "
                f"Give it {least} to {most}."
            )
    taken = sum_minutes(folder, agenda)
    if agenda.length is not None and taken > agenda.length:
        yield (
            f"{name_agenda(places, agenda.name, 'length')}: its entries take {taken} minutes, "
            f"and length promises {agenda.length}. "
            f"Take {taken - agenda.length} off, or write length = {taken}."
        )


def _find_break_faults(agenda: Agenda, places: Places) -> Iterator[str]:
    """Breaks that nobody would notice, or that nobody would come back from."""
    steps = [(n, row.kind) for n, row in enumerate(agenda.entries, start=1) if row.kind != "slack"]
    for (_place, before), (place, kind) in pairwise(steps):
        if before == kind == "break":
            yield (
                f"{name_entry(places, agenda.name, place)}: a break right after another one. "
                "Write one break with the minutes of both."
            )
    ends: tuple[tuple[int, str], ...] = ((0, "before"), (-1, "after"))
    for end, side in ends:
        place, kind = steps[end]
        if kind == "break":
            yield (
                f"{name_entry(places, agenda.name, place)}: no exercise comes {side} this break. "
                "Move it between two exercises, or take it out."
            )
