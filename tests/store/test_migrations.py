"""Numbered steps: every one taken once and as a whole; the tables are those of the picture."""

# Holds kit/store/schema.py too: a table by itself says nothing.
# Holds kit/store/update.py too: it takes the steps.
# Holds kit/store/first_migrations.py too: its steps are taken with the others.

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Connection, MetaData, Table, dialects, inspect, text
from sqlalchemy.schema import CreateTable

from kit.errors import NotFoundError, StoreError
from kit.exercise.claims import hash_key, make_key
from kit.exercise.exercise import Exercise
from kit.exercise.text import Text
from kit.gate.claims import claim_sentence
from kit.gate.publication import close_round, find_own_submission, submit
from kit.gate.sentences import list_texts
from kit.gate.snapshot import Snapshot
from kit.lifecycle import skip_round
from kit.session.plan import Row
from kit.session.session import Phase, Role
from kit.store import Store, open_store, schema
from kit.store.database import Database
from kit.store.migrations import STEPS
from kit.store.step_copies import find_step_copies
from kit.store.update import COPIED, NOT_COPIED, migrate
from tests.store.old_files import Rows, expect, play, read_rows, write_old
from tests.store.sample import EXERCISE, NOTEBOOK, add_seats, make_exercise, prepare_round
from tests.store.small_disk import SMALL, run_with_small_files
from tests.waiting import PATIENCE

# Every column there is. One that is added here must not tell who, where from or when somebody
# answered: see the promise.
COLUMNS = {
    "migrations": {"number", "name", "breaks"},
    "sessions": {
        "code",
        "title",
        "agenda",
        "seat_key",
        "people",
        "ended",
        "locked",
        "hybrid",
        "expected",
        "held_on",
        "follows",
        "rehearsal",
        "ended_on",
        # Of facilitators who sign in; nobody else does. They stand beside no answer.
        "owner",
        "invited",
        "leader_key",
        "next_on",
        "stopped_at",
        "opens_on",
        "closes_on",
        # A facilitator's word for the team, whatever it is.
        "team",
        "looks_back",
        "language",
        "node",
    },
    "facilitator_keys": {"code", "generation", "key_hash"},
    "debriefs": {"round_id", "draft", "asked", "kept"},
    # A facilitator's words to another facilitator. The mark is a random number.
    "memos": {"code", "words", "mark"},
    # Of a server, none of a browser.
    "nodes": {"name", "mark", "seen_at"},
    "node_rooms": {"name", "code", "lost"},
    "seats": {"code", "seat_hash", "here", "answered", "node"},
    "rounds": {
        "id",
        "code",
        "number",
        "notebook",
        "phase",
        "definition",
        "policy",
        "ends_at",
        "coin",
        "place",
        "began_at",
        "picture",
        "part",
        "later",
        "break_place",
        "break_began_at",
        "known",
        "left_out",
        "talk",
        "unseen",
        "leaderless",
        "lost",
    },
    "leaders": {"round_id", "payload"},
    "more_leaders": {"round_id", "number", "payload"},
    # A leader's own words, named by design, before their exercise begins.
    "leader_words": {"code", "notebook", "definition", "payload"},
    "round_keys": {"round_id", "round_key"},
    "staged": {"round_id", "seat_hash", "payload", "released"},
    # Named by whoever wrote it and wants it so; the mark is a random number without its key.
    "texts": {"id", "round_id", "prompt", "text", "shown", "number", "mark", "name"},
    "text_counts": {"round_id", "prompt", "count"},
    "snapshots": {"round_id", "number", "payload"},
    # Named by design, and nothing beside the words of a card.
    "commitments": {"id", "code", "owner", "what", "by", "notice", "state"},
    "notes": {"id", "round_id", "kind", "words", "state"},
    "names": {"round_id", "name", "apart"},
}
TAKEN = [
    (1, "add_first_tables"),
    (2, "add_texts"),
    (3, "add_lock"),
    (4, "add_coin"),
    (5, "add_plan"),
    (6, "add_commitments"),
    (7, "add_picture_and_rehearsal"),
    (8, "add_presence"),
    (9, "add_parts"),
    (10, "add_breaks"),
    (11, "add_known_and_left_out"),
    (12, "add_notes"),
    (13, "add_claims"),
    (14, "add_end"),
    (15, "add_facilitators"),
    (16, "add_leader_links"),
    (17, "add_talk_and_hybrid"),
    (18, "add_stop_and_unseen"),
    (19, "add_debriefs"),
    (20, "add_schedule"),
    (21, "add_team"),
    (22, "add_language"),
    (23, "add_memos"),
    (24, "add_leaders_in_turn"),
    (25, "add_looking_back"),
    (26, "add_nodes"),
]
POSTGRESQL = dialects.registry.load("postgresql")()
FACILITATORS = (
    *(
        f"ALTER TABLE sessions DROP COLUMN {name}"
        for name in ("owner", "invited", "team", "language", "looks_back")
    ),
    "DROP TABLE facilitator_keys",
)
LEADER_LINKS = (
    *(f"ALTER TABLE sessions DROP COLUMN {name}" for name in ("leader_key", "next_on")),
    "DROP TABLE leader_words",
)
IN_THE_ROOM = (
    "ALTER TABLE rounds DROP COLUMN talk",
    "ALTER TABLE sessions DROP COLUMN hybrid",
)
STOPS = ("ALTER TABLE sessions DROP COLUMN stopped_at", "ALTER TABLE rounds DROP COLUMN unseen")
AFTERWARDS = (
    "DROP TABLE nodes",
    "DROP TABLE node_rooms",
    "ALTER TABLE seats DROP COLUMN node",
    "ALTER TABLE sessions DROP COLUMN node",
    "DROP TABLE debriefs",
    "DROP TABLE memos",
    "DROP TABLE more_leaders",
    *(f"ALTER TABLE rounds DROP COLUMN {name}" for name in ("leaderless", "lost")),
    *(f"ALTER TABLE sessions DROP COLUMN {name}" for name in ("opens_on", "closes_on")),
)
# Takes away again what all steps but the first have added.
LATER = (
    *LEADER_LINKS,
    "DROP TABLE texts",
    "DROP TABLE text_counts",
    "ALTER TABLE sessions DROP COLUMN locked",
    "ALTER TABLE rounds DROP COLUMN coin",
    *(f"ALTER TABLE sessions DROP COLUMN {name}" for name in ("expected", "held_on")),
    *(f"ALTER TABLE rounds DROP COLUMN {name}" for name in ("place", "began_at")),
    "DROP TABLE commitments",
    "ALTER TABLE sessions DROP COLUMN follows",
    "ALTER TABLE rounds DROP COLUMN picture",
    *(f"ALTER TABLE rounds DROP COLUMN {name}" for name in ("known", "left_out")),
    *(f"ALTER TABLE sessions DROP COLUMN {name}" for name in ("rehearsal", "ended_on")),
    *(f"ALTER TABLE seats DROP COLUMN {name}" for name in ("here", "answered")),
    *(f"ALTER TABLE rounds DROP COLUMN {name}" for name in ("part", "later")),
    *(f"ALTER TABLE rounds DROP COLUMN {name}" for name in ("break_place", "break_began_at")),
    "UPDATE sessions SET agenda = '[\"marble_jar.ipynb\"]'",
    *AFTERWARDS,
    *FACILITATORS,
    *IN_THE_ROOM,
    *STOPS,
    "DROP TABLE notes",
    "DROP TABLE names",
    "DELETE FROM migrations WHERE number > 1",
)
SEATED = ("seats", "staged", "round_keys", "commitments", "notes", "names")


def describe(table: Table) -> object:
    """What a table is made of, without the words of its making."""
    return (
        [(c.name, str(c.type), c.nullable, c.primary_key) for c in table.columns],
        sorted(str(key.target_fullname) for key in table.foreign_keys),
        [column.name for column in table.primary_key],
    )


def list_names(database: Database) -> list[tuple[int, str]]:
    with database.read() as connection:
        rows = connection.execute(text("SELECT number, name FROM migrations ORDER BY number"))
        return [(number, name) for number, name in rows]


def test_every_column_is_on_the_list(store: Store) -> None:
    with store.database.read() as connection:
        found = inspect(connection)
        names = {name: found.get_columns(name) for name in found.get_table_names()}
    assert {name: {column["name"] for column in names[name]} for name in names} == COLUMNS


def test_the_steps_lead_to_the_tables_of_the_picture(store: Store) -> None:
    built = MetaData()
    with store.database.read() as connection:
        built.reflect(connection)
    assert built.tables.keys() == schema.metadata.tables.keys()
    for name, table in schema.metadata.tables.items():
        assert describe(built.tables[name]) == describe(table), name


@pytest.mark.parametrize("name", SEATED)
def test_rows_of_seats_have_no_number_that_tells_who_came_first(store: Store, name: str) -> None:
    with store.database.read() as connection:
        made = connection.scalar(
            text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": name}
        )
    assert "WITHOUT ROWID" in made


def test_the_tables_can_be_made_in_postgresql_too() -> None:
    for table in schema.metadata.sorted_tables:
        made = str(CreateTable(table).compile(dialect=POSTGRESQL))
        assert "WITHOUT ROWID" not in made


def test_every_step_leaves_its_record(store: Store) -> None:
    assert list_names(store.database) == TAKEN


def test_a_step_is_taken_once(path: Path, store: Store) -> None:
    code = store.add_session("Team", []).code
    for _ in range(2):
        open_store(path).close()
    assert list_names(store.database) == TAKEN
    assert store.get_session(code).title == "Team"


def test_a_step_that_is_appended_is_taken_by_an_older_database(store: Store) -> None:
    code = store.add_session("Team", []).code

    def add_place(connection: Connection) -> None:
        connection.execute(text("ALTER TABLE sessions ADD COLUMN place TEXT"))

    migrate(store.database, (*STEPS, add_place))
    assert list_names(store.database) == [*TAKEN, (len(TAKEN) + 1, "add_place")]
    assert store.get_session(code).title == "Team"
    with pytest.raises(StoreError, match="newer version"):
        migrate(store.database)


def test_a_database_of_the_first_step_keeps_its_data_and_can_release_sentences(path: Path) -> None:
    before = open_store(path)
    current = prepare_round(before)
    tokens = add_seats(before, current.code, 9)
    before.set_phase(current.id, Phase.OPEN, expected=Phase.PREPARE)
    raw = {"kind": ["other"], "story": {"text": "She noticed.", "share": True}}
    for token in tokens:
        submit(before, current.id, token, raw)
    with before.database.write() as connection:
        for step in LATER:
            connection.execute(text(step))
    assert list_names(before.database) == TAKEN[:1]
    before.close()
    store = open_store(path)
    assert list_names(store.database) == TAKEN
    assert store.get_round(current.code).phase is Phase.OPEN
    assert find_own_submission(store, current.id, tokens[0]) == EXERCISE.clean(raw)
    closed = close_round(store, current.id)
    assert Snapshot.from_json(store.list_snapshots(current.id)[0]).n == 9
    released = list_texts(store, closed, Role.FACILITATOR)
    assert [each.text for each in released] == ["She noticed."] * 9
    assert not any(each.shown for each in released)
    store.close()


def test_a_session_of_before_goes_on_with_the_minutes_it_had(path: Path) -> None:
    before = open_store(path)
    planned = before.add_session("Planned", [NOTEBOOK, "b.ipynb"]).code
    bare = before.add_session("Bare", [NOTEBOOK, "b.ipynb"]).code
    current = before.add_round(planned, NOTEBOOK)
    old = (
        "ALTER TABLE sessions ADD COLUMN minutes JSON",
        'UPDATE sessions SET agenda = \'["marble_jar.ipynb", "b.ipynb"]\'',
        "UPDATE sessions SET minutes = '[35, 8]' WHERE title = 'Planned'",
        *(f"ALTER TABLE rounds DROP COLUMN {name}" for name in ("break_place", "break_began_at")),
        *(f"ALTER TABLE rounds DROP COLUMN {name}" for name in ("known", "left_out")),
        *(*AFTERWARDS, *STOPS, *LEADER_LINKS, *FACILITATORS, *IN_THE_ROOM),
        *("DROP TABLE notes", "DROP TABLE names"),
        *(f"ALTER TABLE texts DROP COLUMN {name}" for name in ("number", "mark", "name")),
        "ALTER TABLE sessions DROP COLUMN ended_on",
        "DELETE FROM migrations WHERE number > 9",
    )
    with before.database.write() as connection:
        for step in old:
            connection.execute(text(step))
    before.close()
    store = open_store(path)
    assert store.get_session(planned).rows == (Row(NOTEBOOK, 35), Row("b.ipynb", 8))
    assert store.get_session(bare).rows == (Row(NOTEBOOK), Row("b.ipynb"))
    skip_round(store, current.id)
    assert store.get_round(planned).agenda_place == 1
    store.close()


def test_sentences_that_were_released_before_they_could_be_claimed_are_nobodys_to_claim(
    path: Path,
) -> None:
    before = open_store(path)
    exercise = Exercise("claim", prompts=[Text("story", "What?", may_be_claimed=True)])
    current = prepare_round(before, exercise)
    tokens = add_seats(before, current.code, 9)
    before.set_phase(current.id, Phase.OPEN, expected=Phase.PREPARE)
    keys = [make_key() for _ in tokens]
    for token, key in zip(tokens, keys, strict=True):
        said = {"text": "She noticed.", "share": True, "mark": hash_key(key)}
        submit(before, current.id, token, {"story": said})
    close_round(before, current.id)
    before.set_texts_shown([row.id for row in before.list_texts(current.id)], True)
    before.set_phase(current.id, Phase.REVEALED, expected=Phase.CLOSED)
    with before.database.write() as connection:
        for name in ("mark", "name"):
            connection.execute(text(f"ALTER TABLE texts DROP COLUMN {name}"))
        for step in (*AFTERWARDS, *STOPS, *LEADER_LINKS, *FACILITATORS, *IN_THE_ROOM):
            connection.execute(text(step))
        connection.execute(text("ALTER TABLE sessions DROP COLUMN ended_on"))
        connection.execute(text("DELETE FROM migrations WHERE number > 12"))
    before.close()
    store = open_store(path)
    assert list_names(store.database) == TAKEN
    assert [row.text for row in store.list_texts(current.id)] == ["She noticed."] * 9
    with pytest.raises(NotFoundError):
        claim_sentence(store, current.code, keys[0], "Ada")
    assert not any(each.mark or each.name for each in list_texts(store, current, Role.PARTICIPANT))
    store.close()


def test_a_step_that_fails_leaves_nothing_behind(store: Store) -> None:
    def add_half(connection: Connection) -> None:
        connection.execute(text("CREATE TABLE half (name TEXT)"))
        connection.execute(text("CREATE TABLE sessions (name TEXT)"))

    with pytest.raises(StoreError):
        migrate(store.database, (*STEPS, add_half))
    with store.database.read() as connection:
        assert "half" not in inspect(connection).get_table_names()
    assert list_names(store.database) == TAKEN


def test_many_may_open_a_new_store_at_once(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kit.store.sqlite.BUSY_SECONDS", PATIENCE)  # on a machine that is busy too
    faults: list[Exception] = []
    start = threading.Barrier(8)

    def begin() -> None:
        start.wait()
        try:
            open_store(path).close()
        except StoreError as error:
            faults.append(error)

    threads = [threading.Thread(target=begin) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
    store = open_store(path)
    assert list_names(store.database) == TAKEN
    store.close()


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Rows:
    """Rows of this version, at least one in every table."""
    rows = play(tmp_path_factory.mktemp("played") / "kit.db", opened=True)
    assert rows.keys() == COLUMNS.keys() - {"migrations"}
    assert [name for name, found in rows.items() if not found] == []
    return rows


@pytest.mark.parametrize("version", range(1, len(STEPS) + 1))
def test_what_an_earlier_version_has_kept_is_read(path: Path, played: Rows, version: int) -> None:
    write_old(path, played, version)
    old = read_rows(path)
    store = open_store(path)
    assert list_names(store.database) == TAKEN
    store.database.close()
    assert read_rows(path) == expect(played, old, version)
    now, before = sorted(store.list_sessions(), key=lambda each: each.ended)
    assert (before.ended, now.ended) == (True, False)
    assert now.agenda == before.agenda == (NOTEBOOK,)
    current, earlier = store.get_round(now.code), store.get_round(before.code)
    assert (earlier.phase, current.phase) == (Phase.REVEALED, Phase.OPEN)
    assert current.exercise == earlier.exercise == make_exercise(leader=True)
    assert Snapshot.from_json(store.list_snapshots(earlier.id)[0]).n == 9
    assert store.get_leader(current.id) == {"name": "Ada", "act": "told"}
    assert len(store.list_texts(earlier.id)) == (9 if "texts" in old else 0)
    assert len(store.list_commitments(now.code)) == (1 if "commitments" in old else 0)
    assert Snapshot.from_json(close_and_read(store, current.id)).n == 9
    store.end_session(now.code)
    store.close()


def close_and_read(store: Store, round_id: int) -> dict[str, object]:
    close_round(store, round_id)
    return store.list_snapshots(round_id)[0]


@pytest.mark.parametrize("version", range(1, len(STEPS)))
def test_a_copy_is_kept_before_the_next_steps(
    path: Path, version: int, caplog: pytest.LogCaptureFixture
) -> None:
    rows = play(path.with_name("played.db"), opened=False)
    write_old(path, rows, version)
    old = read_rows(path)
    open_store(path).close()
    copy = path.with_name(f"kit.db.step-{version}")
    assert read_rows(copy) == old
    assert copy.stat().st_mode & 0o777 == 0o600
    assert caplog.messages == [COPIED % ("kit.db", copy.name)]
    caplog.clear()
    open_store(path).close()
    assert caplog.messages == []


def test_of_a_round_that_is_open_no_copy_is_made(
    path: Path, played: Rows, caplog: pytest.LogCaptureFixture
) -> None:
    write_old(path, played, len(STEPS) - 1)
    store = open_store(path)
    assert list_names(store.database) == TAKEN
    assert caplog.messages == [NOT_COPIED % ("kit.db", f"kit.db.step-{len(STEPS) - 1}")]
    assert find_step_copies(path) == []
    store.close()


def test_without_room_for_the_copy_nothing_is_changed(path: Path) -> None:
    rows = play(path.with_name("played.db"), opened=False)
    write_old(path, rows, 3)
    old = read_rows(path)
    told = run_with_small_files(SMALL, "open_store(path)", path)
    assert "kit.db is of an earlier version, and is copied before its update." in told
    assert "kit.db.step-3 could not be written to its end; the disk may be full" in told
    assert read_rows(path) == old
    assert sorted(each.name for each in path.parent.iterdir()) == ["kit.db", "played.db"]
    open_store(path).close()
    assert find_step_copies(path) == [path.with_name("kit.db.step-3")]


def test_of_several_that_open_an_older_file_at_once_the_copy_is_of_before(path: Path) -> None:
    rows = play(path.with_name("played.db"), opened=False)
    write_old(path, rows, 5)
    old = read_rows(path)
    with ThreadPoolExecutor(6) as pool:
        for store in list(pool.map(lambda _: open_store(path), range(6))):
            store.close()
    assert read_rows(path.with_name("kit.db.step-5")) == old
