"""Files of earlier versions: the steps of that version, and a row in every table it had."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from kit.exercise.claims import hash_key, make_key
from kit.gate.publication import close_round, submit
from kit.session.commitments import Commitment
from kit.session.session import Phase
from kit.store import open_store
from kit.store.migrations import STEPS
from kit.store.sqlite import SQLite
from kit.store.update import migrate
from tests.store.sample import MARKER, NOTEBOOK, add_seats, make_exercise, prepare_round

Rows = dict[str, list[dict[str, Any]]]

TITLES = ("Before", "Now")
AGENDA_ROWS = 10  # the step from which on an agenda's rows are objects
# What a column holds that a file of before the step has not had; all others hold nothing.
DEFAULTS: dict[tuple[str, str], object] = {
    ("sessions", "locked"): 0,
    ("sessions", "hybrid"): 0,
    ("sessions", "rehearsal"): 0,
    ("rounds", "coin"): 0,
    ("rounds", "picture"): "",
    ("rounds", "part"): 0,
    ("rounds", "known"): 0,
    ("rounds", "unseen"): 0,
    ("rounds", "leaderless"): 0,
    ("rounds", "lost"): 0,
    ("seats", "here"): 1,
    ("seats", "answered"): 0,
}


def read_rows(path: Path) -> Rows:
    """All rows of a file, by table, in one order."""
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {
            name: sorted(
                (dict(row) for row in connection.execute(f"SELECT * FROM {name}")), key=str
            )
            for (name,) in tables.fetchall()
            if name != "migrations"
        }


def play(path: Path, *, opened: bool) -> Rows:
    """Play two sessions of a team, the first to its end, and give every row.

    Args:
        path: A new file.
        opened: The second has a round that takes answers; otherwise it has been closed.
    """
    store = open_store(path)
    exercise = make_exercise(leader=True)
    said = {"text": MARKER, "share": True, "mark": hash_key(make_key())}
    raw = {"kind": ["other"], "story": said}
    codes: list[str] = []
    for title in TITLES:
        current = prepare_round(store, exercise)
        store.set_leader(current.id, {"name": "Ada", "act": "told"})
        store.add_commitment(current.code, Commitment("Ada", "sign", "Friday", "Ben"))
        tokens = add_seats(store, current.code, 9)
        store.set_people(current.code, 9)
        store.leave_seats(current.code, tokens[:1])
        store.set_phase(current.id, Phase.OPEN, expected=Phase.PREPARE)
        store.set_known(current.id, 1, expected=0)
        for token in tokens:
            submit(store, current.id, token, raw)
        if opened and title == TITLES[1]:
            store.set_known(current.id, 2, expected=1)
        else:
            close_round(store, current.id)
            store.set_texts_shown([row.id for row in store.list_texts(current.id)], True)
            store.set_phase(current.id, Phase.REVEALED, expected=Phase.CLOSED)
            store.ask_debrief(current.id, "It was loud.")
            store.keep_debrief(current.id, "It was loud.")
        codes.append(current.code)
    store.end_session(codes[0])
    store.close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE sessions SET follows = ? WHERE code = ?", codes)
        connection.execute("UPDATE sessions SET locked = 1, expected = 12 WHERE ended = 0")
        connection.execute("UPDATE rounds SET coin = 1, picture = 'Jar', part = 1, place = 0")
        connection.execute("UPDATE rounds SET left_out = '[\"quiet\"]', break_place = 1")
        connection.execute("UPDATE sessions SET hybrid = 1 WHERE ended = 0")
        talk = json.dumps({"ends": [4_000_000_180.5, 4_000_000_360.5], "leads": False})
        connection.execute("UPDATE rounds SET talk = ? WHERE id = 2", [talk])
        connection.execute("UPDATE texts SET name = 'Ben' WHERE number = 1")
        connection.execute(
            "INSERT INTO notes VALUES ('a', 1, 'thanks', '{\"to\": \"Ada\"}', 'shown')"
        )
        connection.execute("INSERT INTO names VALUES (1, 'Ada', 1)")
        connection.execute("INSERT INTO text_counts VALUES (1, 'none-released', 3)")
        connection.execute("INSERT INTO facilitator_keys VALUES (?, 1, x'00ff')", codes[:1])
        days = ("2027-01-17", "2027-01-31")
        connection.execute("UPDATE sessions SET opens_on = ?, closes_on = ?", days)
        connection.execute("UPDATE sessions SET owner = 'ada@example.org', invited = '[\"ben\"]'")
        connection.execute("UPDATE sessions SET leader_key = x'00ff', next_on = '2026-12-24'")
        connection.execute(
            "INSERT INTO leader_words VALUES (?, 'welcome.ipynb', '{}', '{\"name\": \"Ada\"}')",
            codes[1:],
        )
        connection.execute("UPDATE sessions SET stopped_at = 4000000000.5 WHERE ended = 1")
        connection.execute(
            "INSERT INTO rounds (code, number, notebook, phase, unseen) VALUES (?, 0, ?, ?, 1)",
            (codes[0], NOTEBOOK, Phase.DONE.value),
        )
        connection.execute("UPDATE sessions SET team = 'North', language = 'de', looks_back = 1")
        connection.execute("INSERT INTO nodes VALUES ('one', x'00ff', 4000000000.5)")
        connection.execute("INSERT INTO node_rooms VALUES ('one', ?, 2)", codes[1:])
        connection.execute("UPDATE seats SET node = 'one'")
        connection.execute("UPDATE sessions SET node = 'one'")
        connection.execute("UPDATE rounds SET leaderless = 1, lost = 1 WHERE number = 0")
        connection.execute('INSERT INTO more_leaders VALUES (1, 1, \'{"name": "Ben"}\')')
        connection.execute("INSERT INTO memos VALUES (?, 'Slower', '00ff')", codes[1:])
    return read_rows(path)


def write_old(path: Path, rows: Rows, version: int) -> None:
    """Write rows into a new file of an earlier version, as far as it had their columns."""
    database = SQLite(path)
    migrate(database, STEPS[:version])
    database.close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        for table, found in rows.items():
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            for row in found if columns else ():
                values = _fit(table, row, version)
                names = [name for name in columns if name in values]
                places = ", ".join(f":{name}" for name in names)
                quoted = ", ".join(f'"{name}"' for name in names)
                connection.execute(f"INSERT INTO {table} ({quoted}) VALUES ({places})", values)


def expect(rows: Rows, old: Rows, version: int) -> Rows:
    """What the newest version has to read of a file of an earlier one."""
    expected: Rows = {}
    for table, found in rows.items():
        had = old.get(table, [])
        names = set(had[0]) if had else set()
        kept = [
            {name: _expect_value(table, row, name, names) for name in row}
            for row in (found if had else ())
        ]
        expected[table] = sorted(kept, key=str)
    if version < 8:  # up to there a close kept how many sentences it had not released
        for row in expected["text_counts"]:
            row["count"] *= row["prompt"] != "none-released"
        expected["text_counts"].sort(key=str)
    return expected


def _expect_value(table: str, row: dict[str, Any], name: str, had: set[str]) -> Any:
    if name in had:
        return row[name]
    if (table, name) == ("sessions", "ended_on") and row["ended"]:
        return row["held_on"] if "held_on" in had else None
    return DEFAULTS.get((table, name))


def _fit(table: str, row: dict[str, Any], version: int) -> dict[str, Any]:
    """A row as an earlier version wrote it."""
    if table != "sessions" or version >= AGENDA_ROWS:
        return row
    agenda = json.loads(row["agenda"])
    names, minutes = ([each[key] for each in agenda] for key in ("notebook", "minutes"))
    return row | {"agenda": json.dumps(names), "minutes": json.dumps(minutes)}
