"""An export: what a session's screen has shown, as a report, for a spreadsheet and as JSON.

A round is exported as the screen may see it once it is revealed, and not a number more: the only
source is the view of the screen's role. Commitments carry names and stand apart from rounds. The
same session always gives the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from kit.charts.history import draw_cards, draw_measures
from kit.charts.since import describe_since
from kit.errors import KitError, NotFoundError
from kit.exercise.exercise import Leader
from kit.exercise.grid import Grid
from kit.exercise.guesses import find_guess, find_row_guess, guess_key, quote_row_guess
from kit.export.rows import list_grids
from kit.export.tables import (
    COMMITMENTS,
    CROSSES,
    NOTES,
    RESULTS,
    WORDS,
    list_commitments,
    list_crosses,
    list_notes,
    list_results,
    list_words,
    render_csv,
)
from kit.gate.promise import describe_promise
from kit.gate.since import UNSEEN_BEFORE, LastTime
from kit.gate.snapshot import Snapshot
from kit.language import _
from kit.notebooks.theme import Theme
from kit.session.debrief import split_lines
from kit.session.progress import name_exercise
from kit.session.session import Role, Round, Session
from kit.store import Store
from kit.views.cards import read_board
from kit.views.history import read_history
from kit.views.round import View, get_view

NOT_YET, WITHHELD, REVEALED = "not revealed yet", "withheld", "revealed"
NOT_SHOWN = "not shown"
UNKNOWN = (
    "There is no session with this code in {name}. Check the code, "
    "or name another database with --data."
)

REHEARSED = (
    "This session is a rehearsal with simulated people. There is nothing to keep of it; export a "
    "session with a team."
)


def find_language(store: Store, code: str) -> str:
    """The tag of the language that a session speaks; "" where it has none, or there is none."""
    try:
        return store.get_session(code).language
    except NotFoundError:
        return ""


def build_export(store: Store, code: str, team: Collection[str] | None = None) -> dict[str, Any]:
    """Read what the screen of a session has shown, as plain values.

    Args:
        store: The store.
        code: The session's code.
        team: Codes of the team's sessions that may be told of beside it; None for all.

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
    after = store.find_scheduled(code)
    told = [_describe_round(store, each) for each in played]
    if after is not None and after.ended:
        told += [
            {**_describe_round(store, each), "round": len(told) + number, "alone": after.closes_on}
            for number, each in enumerate(store.list_rounds(after.code), start=1)
        ]
    return {
        "code": session.code,
        "title": session.title,
        "held_on": session.held_on,
        **({"next_on": session.next_on} if session.next_on else {}),
        "minutes": session.minutes or None,
        "agenda": [
            {
                "notebook": row.notebook,
                "exercise": name_exercise(row.notebook, session.rows),
                "played": place in places,
            }
            for place, row in enumerate(session.rows)
            if row.kind == "exercise"
        ],
        "rounds": told,
        **({"after": _describe_after(after)} if after is not None and not after.ended else {}),
        "commitments": read_board(store, code).to_json(),
        "notes": [told for each in played for told in _list_notes(store, each)],
        **_list_over_time(store, code, team),
    }


def render_json(exported: dict[str, Any]) -> bytes:
    """Give an export as JSON in UTF-8."""
    return (json.dumps(exported, ensure_ascii=False, indent=2) + "\n").encode()


def list_files(
    exported: dict[str, Any], theme: Theme | None = None, *, drawn: bool = True
) -> dict[str, bytes]:
    """Give the files of an export by their names.

    Args:
        exported: As `build_export` gives it.
        theme: An organisation's look, for the report.
        drawn: The report, with its pictures, is among them.
    """
    from kit.export.mail import render_mail
    from kit.export.next_time import render_next_time

    code, rounds = exported["code"], exported["rounds"]
    tables = {
        "results": (RESULTS, [row for each in rounds for row in list_results(each)]),
        "crosses": (CROSSES, [row for each in rounds for row in list_crosses(each)]),
        "words": (WORDS, [row for each in rounds for row in list_words(each)]),
        "commitments": (COMMITMENTS, list(list_commitments(exported["commitments"]))),
        "notes": (NOTES, list(list_notes(exported.get("notes", ())))),
    }
    files = {f"{code}-{name}.csv": render_csv(*table) for name, table in tables.items()}
    if exported.get("next_on"):
        files[f"{code}-next.ics"] = render_next_time(exported)
    report = {}
    if drawn:
        from kit.export.report import render_report  # Altair takes a second

        report[f"{code}-report.html"] = render_report(exported, theme)
    return {
        **report,
        f"{code}-mail.txt": render_mail(exported),
        f"{code}.json": render_json(exported),
        **files,
    }


def write_files(
    exported: dict[str, Any], folder: Path, theme: Theme | None = None, *, drawn: bool = True
) -> list[Path]:
    """Write an export; files that are there already are left alone, and then none is written.

    What is given is told in `list_files`.

    Raises:
        KitError: One of the files is there, or the folder cannot be written.
    """
    return write_all(list_files(exported, theme, drawn=drawn), folder)


def write_all(contents: dict[str, bytes], folder: Path) -> list[Path]:
    """Write files by their names; where one is there already, none is written.

    Raises:
        KitError: One of the files is there, or the folder cannot be written.
    """
    files = {folder / name: content for name, content in contents.items()}
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


def _describe_after(session: Session) -> dict[str, str]:
    """On which days the team answers alone; nothing of what it answers."""
    return {"opens_on": session.opens_on, "closes_on": session.closes_on}


def _list_over_time(store: Store, code: str, team: Collection[str] | None) -> dict[str, Any]:
    """What the team's sessions have shown up to this one; nothing where it is the only one."""
    days = [each.code for each in store.list_team(code)]
    before = days[: days.index(code) + 1]
    history = read_history(
        store, code, lambda each: each in before and (team is None or each in {code, *team})
    )
    if len(history.sessions) < 2:
        return {}
    return {
        "over_time": {
            "questions": [asdict(each) for each in draw_measures(history)],
            "cards": [asdict(each) for each in draw_cards(history)],
        }
    }


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
    promise = describe_promise(
        view.exercise,
        known=current.known,
        left_out=current.left_out,
        closes_on=view.closes_on,
    )
    grids = list_grids(view.exercise)
    return {
        **about,
        "state": REVEALED if snapshot else NOT_SHOWN if view.unseen else WITHHELD,
        "note": view.note,
        "result": snapshot.to_json() if snapshot else None,
        "sentences": _list_sentences(view) if snapshot else [],
        "leader": _describe_leader(view),
        **({"said": said} if (said := split_lines(store.get_debrief(current.id).kept)) else {}),
        "promise": [*promise.short, *promise.notes, *promise.more],
        **({"grids": grids} if grids else {}),
        **(
            {"since": list_since(snapshot, view.result.since)}
            if snapshot and view.result.since
            else {}
        ),
        **({"last_time": _(UNSEEN_BEFORE)} if view.result.unseen_before else {}),
    }


def list_since(snapshot: Snapshot, since: Sequence[LastTime]) -> list[dict[str, Any]]:
    """What was told beside today's result of last time's, each with both in words."""
    return [
        {name: value for name, value in asdict(last).items() if value or name != "where"}
        | {"told": describe_since(last, snapshot.get_marginal(last.prompt))}
        for last in since
    ]


def _list_notes(store: Store, current: Round) -> list[dict[str, Any]]:
    """The signed notes that the room has seen, or that were given to whom they are for."""
    kinds = current.exercise.notes if current.exercise else ()
    notes = store.list_notes(current.id).values() if kinds else ()
    return [
        {
            "round": current.number,
            "exercise": current.exercise.title if current.exercise else "",
            "kind": kind.name,
            "title": kind.title,
            "fields": [{"field": field.name, "question": field.text} for field in kind.fields],
            "cards": [
                {name: kind.describe(name, text) for name, text in note.words.items()}
                for note in notes
                if note.kind == kind.name and note.is_seen
            ],
        }
        for kind in kinds
    ]


def _list_sentences(view: View) -> list[dict[str, str]]:
    """The sentences that were shown, in the order in which the room saw them, with their names."""
    return [
        {
            "prompt": each.prompt,
            "question": view.exercise.get_prompt(each.prompt).text,
            "text": each.text,
            **({"name": each.name} if each.name else {}),
        }
        for each in view.texts
        if each.shown
    ]


def _describe_leader(view: View) -> dict[str, Any] | None:
    """The leader's named words, or that they were told aloud; None where nothing was told."""
    track = view.exercise.leader
    if track is not None and not track.keep:
        return {"name": "", "told": [], "aloud": True}
    if track is None or not any(view.leader.values()):
        return None
    told = _list_told(track, view.leader)
    told += [
        {
            "prompt": guess_key(name),
            "question": _("Guess: {question}", question=view.exercise.get_prompt(name).text),
            "text": guess,
        }
        for name in track.guesses
        if (guess := _read_guess(view, name))
    ]
    more = [
        {"name": each.get("name", ""), "told": _list_told(track, each)}
        for each in view.more_leaders
        if any(each.values())
    ]
    return {
        "name": view.leader.get("name", ""),
        "told": told,
        **({"more": more} if more else {}),
    }


def _list_told(track: Leader, words: Mapping[str, str]) -> list[dict[str, str]]:
    """What a leader has told to each question, without the guesses."""
    return [
        {"prompt": prompt.name, "question": prompt.text, "text": words[prompt.name]}
        for prompt in track.prompts
        if words.get(prompt.name)
    ]


def _read_guess(view: View, name: str) -> str:
    """The leader's guess for a prompt; "" where there is none."""
    prompt = view.exercise.get_prompt(name)
    if isinstance(prompt, Grid):
        row = find_row_guess(view.leader, prompt)
        return "" if row is None else quote_row_guess(prompt, row)
    step = find_guess(view.leader, name)
    return "" if step is None else str(step)
