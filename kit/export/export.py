"""An export: what a session's screen has shown, as a report, for a spreadsheet and as JSON.

A round is exported as the screen may see it once it is revealed, and not a number more: the only
source is the view of the screen's role. Commitments carry names and stand apart from rounds. The
same session always gives the same bytes.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from kit.errors import KitError, NotFoundError
from kit.exercise.guesses import find_guess, guess_key
from kit.export.tables import (
    COMMITMENTS,
    CROSSES,
    RESULTS,
    WORDS,
    list_commitments,
    list_crosses,
    list_results,
    list_words,
    render_csv,
)
from kit.gate.promise import describe_promise
from kit.session.progress import name_exercise
from kit.session.session import Role, Round
from kit.store import Store
from kit.views.cards import read_board
from kit.views.round import View, get_view

NOT_YET, WITHHELD, REVEALED = "not revealed yet", "withheld", "revealed"
UNKNOWN = (
    "There is no session with this code in {name}. Check the code, "
    "or name another database with --data."
)

REHEARSED = (
    "This session is a rehearsal with simulated people. There is nothing to keep of it; export a "
    "session with a team."
)


def build_export(store: Store, code: str) -> dict[str, Any]:
    """Read what the screen of a session has shown, as plain values.

    Raises:
        NotFoundError: No session has this code.
        KitError: It is a rehearsal.
    """
    try:
        session = store.get_session(code)
    except NotFoundError as error:
        raise NotFoundError(UNKNOWN.format(name=store.database.name)) from error
    if session.rehearsal:
        raise KitError(REHEARSED)
    played = store.list_rounds(code)
    places = {each.agenda_place for each in played}
    return {
        "code": session.code,
        "title": session.title,
        "held_on": session.held_on,
        "minutes": sum(session.minutes) or None,
        "agenda": [
            {"notebook": each, "exercise": name_exercise(each), "played": place in places}
            for place, each in enumerate(session.agenda)
        ],
        "rounds": [_describe_round(store, each) for each in played],
        "commitments": read_board(store, code).to_json(),
    }


def render_json(exported: dict[str, Any]) -> bytes:
    """Give an export as JSON in UTF-8."""
    return (json.dumps(exported, ensure_ascii=False, indent=2) + "\n").encode()


def list_files(exported: dict[str, Any]) -> dict[str, bytes]:
    """Give the files of an export by their names."""
    from kit.export.report import render_report  # Altair takes a second, and JSON does not need it

    code, rounds = exported["code"], exported["rounds"]
    tables = {
        "results": (RESULTS, [row for each in rounds for row in list_results(each)]),
        "crosses": (CROSSES, [row for each in rounds for row in list_crosses(each)]),
        "words": (WORDS, [row for each in rounds for row in list_words(each)]),
        "commitments": (COMMITMENTS, list(list_commitments(exported["commitments"]))),
    }
    files = {f"{code}-{name}.csv": render_csv(*table) for name, table in tables.items()}
    return {
        f"{code}-report.html": render_report(exported),
        f"{code}.json": render_json(exported),
        **files,
    }


def write_files(exported: dict[str, Any], folder: Path) -> list[Path]:
    """Write an export; files that are there already are left alone, and then none is written.

    Raises:
        KitError: One of the files is there, or the folder cannot be written.
    """
    files = {folder / name: content for name, content in list_files(exported).items()}
    for path in files:
        if path.exists():
            msg = (
                f"{str(path)!r} is there already and was left as it is. Move it away, or name "
                "another folder with --to."
            )
            raise KitError(msg)
    try:
        folder.mkdir(exist_ok=True)
        for path, content in files.items():
            with path.open("xb") as file:
                file.write(content)
    except OSError as error:
        msg = (
            f"{str(folder)!r} cannot be written ({error.strerror}). Name another folder with --to."
        )
        raise KitError(msg) from error
    return list(files)


def _describe_round(store: Store, current: Round) -> dict[str, Any]:
    """What the screen has shown of a round."""
    about: dict[str, Any] = {
        "round": current.number,
        "notebook": current.notebook,
        "exercise": current.exercise.title if current.exercise else current.notebook,
        "state": NOT_YET,
    }
    if not current.phase.is_shown or current.exercise is None:
        return about
    view = get_view(store, current.id, Role.SCREEN)
    snapshot = view.snapshot if view.snapshot and view.snapshot.final else None
    promise = describe_promise(view.exercise)
    return {
        **about,
        "state": REVEALED if snapshot else WITHHELD,
        "note": view.note,
        "result": snapshot.to_json() if snapshot else None,
        "sentences": _list_sentences(view) if snapshot else [],
        "leader": _describe_leader(view),
        "promise": [*promise.short, *promise.more],
    }


def _list_sentences(view: View) -> list[dict[str, str]]:
    """The sentences that were shown, in the order in which the room saw them."""
    return [
        {
            "prompt": each.prompt,
            "question": view.exercise.get_prompt(each.prompt).text,
            "text": each.text,
        }
        for each in view.texts
        if each.shown
    ]


def _describe_leader(view: View) -> dict[str, Any] | None:
    """The leader's named words; None where nothing was told."""
    track = view.exercise.leader
    if track is None or not any(view.leader.values()):
        return None
    told = [
        {"prompt": prompt.name, "question": prompt.text, "text": view.leader[prompt.name]}
        for prompt in track.prompts
        if view.leader.get(prompt.name)
    ]
    told += [
        {
            "prompt": guess_key(name),
            "question": f"Guess: {view.exercise.get_prompt(name).text}",
            "text": str(guess),
        }
        for name in track.guesses
        if (guess := find_guess(view.leader, name)) is not None
    ]
    return {"name": view.leader.get("name", ""), "told": told}
