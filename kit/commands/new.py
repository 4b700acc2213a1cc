"""`kit new`: a folder of a trainer's own, ready to be changed, tried out and served."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Iterator
from pathlib import Path

from kit.commands.options import add_language_option
from kit.errors import ServerError


def add_options(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "folder", type=Path, nargs="?", metavar="FOLDER", help="the folder to be made"
    )
    parser.add_argument(
        "--exercises",
        nargs="+",
        default=[],
        metavar="NAME",
        help="exercises of the kit to begin with, in this order, such as marble_jar welcome",
    )
    parser.add_argument(
        "--agenda",
        default="",
        metavar="NAME",
        help="an agenda of the kit to begin with (default, if nothing is named: the first time's)",
    )
    parser.add_argument(
        "--blank", default="", metavar="NAME", help="an empty exercise, such as my-topic"
    )
    add_language_option(parser, "language of the notebooks, such as de (default: English)")
    parser.add_argument(
        "--list", action="store_true", help="list the kit's exercises and agendas; write nothing"
    )


def run(given: argparse.Namespace) -> int:
    """Write the folder, or list what it may hold.

    Returns:
        The exit status, 0.

    Raises:
        KitError: There is no such exercise or agenda, or a file is in the way.
    """
    from kit.notebooks.new_folder import plan_folder, write_files

    if given.list:
        print("\n".join(describe_offers(given.language)))
        return 0
    if given.folder is None:
        msg = "Name the folder, as in: kit new our-workshop. --list shows what it may hold."
        raise ServerError(msg)
    texts = plan_folder(given.folder, given.exercises, given.agenda, given.blank, given.language)
    write_files(texts)
    for path in texts:
        print(path)
    folder = shlex.quote(str(given.folder))
    print(f"\nChange it: kit edit {folder}\nPlay it:   kit serve {folder}")
    return 0


def describe_offers(language: str = "") -> Iterator[str]:
    """What comes with the kit in a language, a line for each exercise and each agenda."""
    from kit.notebooks.agenda import list_agendas, sum_minutes
    from kit.notebooks.workshops import find_workshops, list_exercises

    folder = find_workshops(language)
    exercises = list_exercises(folder)
    agendas = list_agendas(folder)
    wide = max(map(len, [*(each.name for each in exercises), *(each.name for each in agendas)]))
    yield "Exercises (--exercises NAME ...)"
    for each in exercises:
        yield f"  {each.name:{wide}}  {each.minutes or '?':>3} min  {each.title}. {each.about}"
    yield ""
    yield "Agendas (--agenda NAME)"
    for agenda in agendas:
        minutes = sum_minutes(folder, agenda)
        yield f"  {agenda.name:{wide}}  {minutes:>3} min  {agenda.title}. {agenda.when}"
