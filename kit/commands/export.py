"""`kit export`: writes what a session's screen, or a team's sessions over time, have shown."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from kit.commands.options import add_session_options
from kit.errors import KitError
from kit.export.export import build_export, find_language, render_json, write_all, write_files
from kit.export.history import FIELDS, list_history, render_history
from kit.language import set_usual
from kit.language.current import ENGLISH
from kit.notebooks.theme import find_theme
from kit.session.session import normalise_code
from kit.session.teams import clean_team
from kit.store import Store, find_data, open_existing_store
from kit.views.history import read_history

ONE_OF = "Give the code of a session, or --team NAME for a team's sessions over time."
NO_TEAM = "No session in {name} is with a team {team!r}. Check the name on the page of a session."
SEVERAL = (
    "{count} facilitators have a team {team!r}. Give the code of one of its sessions too: {codes}."
)


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
    parser.add_argument(
        "--team",
        metavar="NAME",
        help="write one table of a team's sessions over time, and no session's files",
    )
    # What the server asks for.
    parser.add_argument("--of-team", nargs="*", metavar="CODE", help=argparse.SUPPRESS)
    parser.add_argument("--without-report", action="store_true", help=argparse.SUPPRESS)
    add_session_options(parser, some=False)


def run(given: argparse.Namespace) -> int:
    """Write a session's export, or a team's table, into files, or print it.

    Returns:
        The exit status, 0.

    Raises:
        KitError: There is no such session or team, or a file is in the way.
    """
    code = normalise_code("".join(given.code))
    if not code and given.team is None:
        raise KitError(ONE_OF)
    store = open_existing_store(find_data(given.data))
    try:
        if given.team is not None:
            return export_team(store, given, code)
        set_usual(find_language(store, code) or ENGLISH)
        allowed = None if given.of_team is None else frozenset(given.of_team)
        exported = build_export(store, code, allowed)
    finally:
        store.close()
    if given.json:
        sys.stdout.buffer.write(render_json(exported))
        sys.stdout.flush()
        return 0
    theme = find_theme(given.theme) if given.theme else None
    for path in write_files(exported, given.to, theme, drawn=not given.without_report):
        print(path, file=sys.stderr)
    return 0


def export_team(store: Store, given: argparse.Namespace, code: str) -> int:
    """Write what a team's sessions have shown as one table, or print it as JSON.

    Args:
        store: The store.
        given: What was typed.
        code: Code of one of the team's sessions; "" where its name is enough.

    Returns:
        The exit status, 0.

    Raises:
        KitError: There is no such team, or more than one.
    """
    team, name = clean_team(given.team), store.database.name
    codes = store.list_codes_of_team(team) if team else []
    if code:
        own = {each.code for each in store.list_team(code)}
        codes = [each for each in codes if each in own]
    if not codes:
        raise KitError(NO_TEAM.format(name=name, team=team))
    if len(codes) > 1:
        raise KitError(SEVERAL.format(count=len(codes), team=team, codes=", ".join(codes)))
    last = store.list_team(codes[0])[-1]
    set_usual(last.language or ENGLISH)
    history = read_history(store, codes[0])
    rows = list(list_history(history))
    if given.json:
        told = [dict(zip(FIELDS, row, strict=True)) for row in rows]
        sys.stdout.buffer.write(render_json({"team_over_time": told}))
        sys.stdout.flush()
        return 0
    for path in write_all({f"{last.code}-team.csv": render_history(rows)}, given.to):
        print(path, file=sys.stderr)
    return 0
