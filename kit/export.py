"""`kit export`: what a session's screen has shown, as a report, for a spreadsheet and as JSON.

A round is exported as the screen may see it once it is revealed, and not a number more: the only
source is the view of the screen's role. Commitments carry names and stand apart from rounds. The
same session always gives the same bytes.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from kit.errors import KitError, NotFoundError
from kit.exercise.guesses import get_guess, guess_key
from kit.gate.crosstabs import describe_step
from kit.gate.promise import describe_promise
from kit.session.session import Phase, Role, Round, normalise_code
from kit.store import Store, find_data, open_existing_store
from kit.views.cards import read_board
from kit.views.round import View, get_view

FROM_REVEAL = (Phase.REVEALED, Phase.DONE)
NOT_YET, WITHHELD, REVEALED = "not revealed yet", "withheld", "revealed"
UNKNOWN = (
    "There is no session with this code in {name}. Check the code, "
    "or name another database with --data."
)

REHEARSED = (
    "This session is a rehearsal with simulated people. There is nothing to keep of it; export a "
    "session with a team."
)

RESULTS = (
    *("round", "exercise", "state", "note", "prompt", "question", "type", "answers", "shape"),
    *("value", "label", "count", "summary"),
)
CROSSES = (
    *("round", "exercise", "first", "second", "answers", "first_value", "first_label"),
    *("second_value", "second_label", "count"),
)
WORDS = ("round", "exercise", "kind", "name", "prompt", "question", "text")
COMMITMENTS = ("session", "owner", "what", "by", "notice", "state")

FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
NUMBER = re.compile(r"-?\d+")
Row = tuple[str | int, ...]


def run_export(code: str, *, data: str | None, to: Path, as_json: bool) -> int:
    """Write a session's export into files, or print it.

    Args:
        code: The session's code, as it was typed.
        data: The database; None for the one in this account's data folder.
        to: Folder for the files; made if its parent is there.
        as_json: Print JSON on standard output in place of files.

    Returns:
        The exit status, 0.

    Raises:
        KitError: There is no such session, or a file is in the way.
    """
    store = open_existing_store(find_data(data))
    try:
        exported = build_export(store, normalise_code(code))
    finally:
        store.close()
    if as_json:
        sys.stdout.buffer.write(render_json(exported))
        sys.stdout.flush()
        return 0
    for path in write_files(exported, to):
        print(path, file=sys.stderr)
    return 0


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
    rounds = [_describe_round(store, each) for each in store.list_rounds(code)]
    return {
        "code": session.code,
        "title": session.title,
        "rounds": rounds,
        "commitments": read_board(store, code).to_json(),
    }


def render_json(exported: dict[str, Any]) -> bytes:
    """Give an export as JSON in UTF-8."""
    return (json.dumps(exported, ensure_ascii=False, indent=2) + "\n").encode()


def render_csv(head: Sequence[str], rows: Sequence[Row]) -> bytes:
    """Give a table as CSV that spreadsheet programs read as letters and numbers, never as formulas.

    UTF-8 with a mark at the beginning, by which they know it; lines end as RFC 4180 says. Line
    breaks within a text stay, in quotation marks.
    """
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([[disarm(value) for value in row] for row in rows])
    return written.getvalue().encode("utf-8-sig")


def disarm(value: str | int) -> str | int:
    """Put an apostrophe before a text that a spreadsheet would take for a formula."""
    if isinstance(value, str) and FORMULA.match(value) and not NUMBER.fullmatch(value):
        return f"'{value}"
    return value


def list_files(exported: dict[str, Any]) -> dict[str, bytes]:
    """Give the files of an export by their names."""
    from kit.report import render_report  # Altair takes a second, and JSON does not need it

    code, rounds = exported["code"], exported["rounds"]
    tables = {
        "results": (RESULTS, [row for each in rounds for row in _list_results(each)]),
        "crosses": (CROSSES, [row for each in rounds for row in _list_crosses(each)]),
        "words": (WORDS, [row for each in rounds for row in _list_words(each)]),
        "commitments": (COMMITMENTS, list(_list_commitments(exported["commitments"]))),
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
    if current.phase not in FROM_REVEAL or current.exercise is None:
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
        if (guess := get_guess(view.leader, name)) is not None
    ]
    return {"name": view.leader.get("name", ""), "told": told}


def _list_results(told: dict[str, Any]) -> Iterator[Row]:
    """A round as rows: one for every count, and one for every prompt that has only words."""
    begin = (told["round"], told["exercise"], told["state"], told.get("note", ""))
    result = told.get("result")
    if result is None:
        yield *begin, *[""] * (len(RESULTS) - len(begin))
        return
    for each in result["marginals"]:
        withheld = each["shape"] == "withheld"
        about = (each["prompt"], each["text"], each["type"], "" if withheld else each["n"])
        for value, label, count in each["counts"]:
            yield *begin, *about, each["shape"], value, label, count, ""
        if not each["counts"]:
            yield *begin, *about, each["shape"], "", "", "", each["summary"]


def _list_crosses(told: dict[str, Any]) -> Iterator[Row]:
    """The cells of a round's cross-tables."""
    for table in (told.get("result") or {}).get("crosses", ()):
        begin = (told["round"], told["exercise"], table["first"], table["second"])
        if not table["counts"]:
            yield *begin, "", "", "", "", "", table["summary"]
        for row, counts in zip(table["rows"], table["counts"], strict=True):
            for column, count in zip(table["columns"], counts, strict=True):
                yield *begin, table["n"], *row, *column, describe_step(count, table["step"])


def _list_words(told: dict[str, Any]) -> Iterator[Row]:
    """What was said in a round: the leader's words, the sentences, and the promise."""
    begin = (told["round"], told["exercise"])
    leader = told.get("leader") or {"name": "", "told": []}
    for each in leader["told"]:
        about = (leader["name"], each["prompt"], each["question"], each["text"])
        yield *begin, "leader", *about
    for each in told.get("sentences", ()):
        yield *begin, "sentence", "", each["prompt"], each["question"], each["text"]
    for line in told.get("promise", ()):
        yield *begin, "promise", "", "", "", line


def _list_commitments(told: dict[str, Any]) -> Iterator[Row]:
    """The signed cards: those of this session, then those of the one before."""
    for name, cards in (("now", told["now"]), ("last time", told["last_time"])):
        for card in cards:
            yield name, card["owner"], card["what"], card["by"], card["notice"], card["state"]
