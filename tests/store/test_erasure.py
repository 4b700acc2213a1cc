"""What is erased is gone from the files too: sentences nobody saw, ended and purged sessions."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update

from kit.errors import NotFoundError, PhaseError
from kit.exercise.choice import Choice
from kit.exercise.exercise import Exercise, Leader
from kit.exercise.policy import AnonymityPolicy
from kit.exercise.text import Text
from kit.gate.publication import close_round, submit
from kit.gate.results import get_result
from kit.gate.sentences import list_texts, set_texts_shown
from kit.lifecycle import advance_round
from kit.session.session import Phase, Role
from kit.store import Store, open_existing_store, open_store, schema
from kit.store.erasure import erase_memo
from kit.store.staging import find_submission
from tests.store.sample import (
    MARKER,
    NOTEBOOK,
    OpenRound,
    add_seats,
    find_bytes,
    make_exercise,
    open_sample,
    prepare_round,
)

LIVE = make_exercise(AnonymityPolicy(reveal="live"))
SHOWN, HIDDEN = "shown-to-the-room", "kept-from-the-room"
GONE = "gone-at-the-end-of-the-round"


def tell(sample: OpenRound, words: list[str]) -> None:
    """Each seat sends a sentence that may be shown."""
    for token, text in zip(sample.tokens, words, strict=False):
        raw = {"kind": ["other"], "story": {"text": text, "share": True}}
        submit(sample.store, sample.id, token, raw)


def show(sample: OpenRound, word: str = SHOWN) -> None:
    """The facilitator shows the sentences with a word in them."""
    released = list_texts(sample.store, sample.store.get_round_by_id(sample.id), Role.FACILITATOR)
    set_texts_shown(sample.store, [each.id for each in released if word in each.text], True)


def reveal(sample: OpenRound) -> None:
    close_round(sample.store, sample.id)
    show(sample)
    sample.store.set_phase(sample.id, Phase.REVEALED, expected=Phase.CLOSED)


def list_words(store: Store, round_id: int) -> list[str]:
    return [row.text for row in store.list_texts(round_id)]


def count_rows(path: Path) -> dict[str, int]:
    """How many rows every table has."""
    with sqlite3.connect(path) as reader:
        names = [table.name for table in schema.metadata.sorted_tables]
        counts = {
            name: reader.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names
        }
    reader.close()
    return counts


def read_hashes(path: Path) -> set[bytes]:
    """Every hash and every key there is."""
    places = (("seats", "seat_hash"), ("staged", "seat_hash"), ("round_keys", "round_key"))
    with sqlite3.connect(path) as reader:
        found = {
            row[0]
            for table, column in (*places, ("sessions", "seat_key"))
            for row in reader.execute(f"SELECT {column} FROM {table}")
            if row[0] is not None
        }
    reader.close()
    return found


def hold_open(path: Path, code: str, line: Connection) -> None:
    """Keep a store open in a process of its own, as a server does, and read it when asked."""
    store = open_store(path)
    store.list_rounds(code)
    line.send("open")
    while line.recv() == "read":
        try:
            line.send(store.get_session(code).title)
        except NotFoundError as error:
            line.send(str(error))
    store.close()


# Sentences nobody saw


def test_the_next_exercise_erases_the_sentences_that_were_not_shown(
    path: Path, store: Store
) -> None:
    sample = open_sample(store, 12)
    tell(sample, [f"{SHOWN if place % 2 else HIDDEN} {place}" for place in range(12)])
    reveal(sample)
    shown = [words for words in list_words(store, sample.id) if SHOWN in words]
    assert find_bytes(path, [HIDDEN.encode()])
    advance_round(store, sample.id, Phase.REVEALED)
    assert list_words(store, sample.id) == shown
    assert find_bytes(path, [HIDDEN.encode()]) == []
    assert find_bytes(path, [SHOWN.encode()])
    assert store.get_text_counts(sample.id) == {"story": 12}


def test_no_page_of_the_file_keeps_a_part_of_them(path: Path, store: Store) -> None:
    chance = random.Random(11)
    policy = AnonymityPolicy(k=4, text_k=4)
    kinds, story = Choice("kind", "Which?", ["other", "none"]), Text("story", "?", max_length=500)
    exercise = Exercise("long", prompts=[kinds, story], policy=policy)
    for attempt in range(12):
        one, two = open_sample(store, 40, exercise), open_sample(store, 25, exercise)
        for sample in (one, two):
            tell(
                sample,
                [
                    f"{chance.choice((SHOWN, HIDDEN))}-{attempt}-{sample.id} "
                    + "x" * chance.randrange(460)
                    for _ in sample.tokens
                ],
            )
            reveal(sample)
        advance_round(store, one.id, Phase.REVEALED)
        assert find_bytes(path, [f"{HIDDEN}-{attempt}-{one.id}".encode()]) == []
        assert find_bytes(path, [f"{HIDDEN}-{attempt}-{two.id}".encode()])
        advance_round(store, two.id, Phase.REVEALED)
        assert find_bytes(path, [HIDDEN.encode()]) == []


def test_a_round_that_cannot_be_finished_keeps_its_sentences(store: Store) -> None:
    sample = open_sample(store, 9)
    tell(sample, [HIDDEN] * 9)
    close_round(store, sample.id)
    with pytest.raises(PhaseError):
        store.finish_round(sample.id)
    assert list_words(store, sample.id) == [HIDDEN] * 9


def write_sentences(store: Store, current: OpenRound) -> None:
    tell(current, [HIDDEN] * 9)
    reveal(current)
    with store.database.write() as connection:
        connection.execute(update(schema.texts).values(shown=False, text=GONE))


def write_marks(store: Store, current: OpenRound) -> None:
    tell(current, [SHOWN] * 9)
    reveal(current)
    with store.database.write() as connection:
        connection.execute(update(schema.texts).values(mark=GONE))


def write_debrief(store: Store, current: OpenRound) -> None:
    reveal(current)
    store.write_debrief(current.id, GONE)


def write_names(store: Store, current: OpenRound) -> None:
    reveal(current)
    with store.database.write() as connection:
        connection.execute(insert(schema.names).values(round_id=current.id, name=GONE, apart=False))


def write_passing(store: Store, current: OpenRound) -> None:
    passing = Leader([Text("act", "One small act")], keep=False)
    store.set_leader(current.id, {"name": "Ada", "act": GONE})
    definition = Exercise("any", prompts=make_exercise().prompts, leader=passing).to_json()
    with store.database.write() as connection:
        connection.execute(update(schema.rounds).values(definition=definition))
    reveal(current)


@pytest.mark.parametrize(
    "write", [write_sentences, write_marks, write_debrief, write_names, write_passing]
)
def test_each_of_what_a_round_leaves_behind_is_wiped_out_at_its_end(
    path: Path, store: Store, write: Callable[[Store, OpenRound], None]
) -> None:
    """Each by itself. As on a server, another process has the file open and reads its log."""
    sample = open_sample(store, 9)
    other = open_store(path)
    other.get_session(sample.code)
    write(store, sample)
    assert find_bytes(path, [GONE.encode()])
    store.finish_round(sample.id)
    assert find_bytes(path, [GONE.encode()]) == []
    other.close()


# Ended sessions


def test_the_end_of_a_session_erases_what_its_room_has_not_seen(path: Path, store: Store) -> None:
    seen, other = open_sample(store, 9), open_sample(store, 9)
    tell(seen, [*[f"{SHOWN} {place}" for place in range(4)], *[HIDDEN] * 5])
    tell(other, ["another session's"] * 9)
    close_round(store, other.id)
    reveal(seen)
    store.end_session(seen.code)
    assert sorted(list_words(store, seen.id)) == [f"{SHOWN} {place}" for place in range(4)]
    assert list_words(store, other.id) == ["another session's"] * 9
    assert find_bytes(path, [HIDDEN.encode()]) == []


def test_a_sentence_chosen_for_a_reveal_that_never_came_is_erased_too(
    path: Path, store: Store
) -> None:
    sample = open_sample(store, 9)
    tell(sample, [SHOWN] * 9)
    close_round(store, sample.id)
    show(sample)
    store.end_session(sample.code)
    assert list_words(store, sample.id) == []
    assert find_bytes(path, [SHOWN.encode()]) == []


@pytest.mark.parametrize("exercise", [make_exercise(), LIVE], ids=["sealed", "live"])
def test_a_session_that_ends_in_an_open_round_leaves_no_answer_no_receipt_and_no_key(
    path: Path, store: Store, exercise: Exercise
) -> None:
    other = open_sample(store, 6)
    tell(other, ["another session's"] * 6)
    kept = read_hashes(path)
    sample = open_sample(store, 14, exercise)
    tell(sample, [f"{MARKER} {place}" for place in range(14)])
    published = store.list_snapshots(sample.id)
    seats = set(read_hashes(path) - kept)
    store.end_session(sample.code)
    assert store.get_session(sample.code).ended
    ended = store.get_round_by_id(sample.id)
    assert (ended.phase, ended.ends_at) == (Phase.CLOSED, None)
    assert store.list_snapshots(sample.id) == published
    assert get_result(store, ended, Role.FACILITATOR).withheld
    gone = seats - read_hashes(path)
    assert len(gone) == 14 + 2  # the receipts, the key of the round and that of the session
    assert find_bytes(path, [MARKER.encode(), *gone]) == []
    with pytest.raises(PhaseError, match="was not taken"):
        submit(store, sample.id, sample.tokens[0], {"kind": ["other"]})
    tell(other, ["still taken"] * 6)


def test_what_a_session_has_open_is_left_alone_by_the_end_of_another(store: Store) -> None:
    """Who has answered, what is written for a leader's turn, and notes that are still held."""
    other, sample = open_sample(store, 6), open_sample(store, 6)
    for each in (other, sample):
        submit(store, each.id, each.tokens[0], {"safe": 3})
        store.leave_seats(each.code, each.tokens)
        store.set_leader_link(
            each.code, each.code.encode(), {"b.ipynb": make_exercise(leader=True)}
        )
        with store.database.write() as connection:
            chosen = schema.leader_words.c.code == each.code
            connection.execute(
                update(schema.leader_words).where(chosen).values(payload={"name": "Ada"})
            )
            note = {"id": each.code, "round_id": each.id, "kind": "thanks", "words": {}}
            connection.execute(insert(schema.notes).values(**note, state="held"))
        assert store.count_present(each.code) == 1
    close_round(store, sample.id)
    assert (store.count_present(sample.code), store.count_present(other.code)) == (0, 1)
    store.end_session(sample.code)
    with store.database.read() as connection:
        for table, column in ((schema.leader_words, "code"), (schema.notes, "id")):
            assert list(connection.scalars(select(table.c[column]))) == [other.code], table.name
    assert find_submission(store, other.id, other.tokens[0]) is not None


def test_what_is_erased_says_whether_there_was_anything(store: Store) -> None:
    code = prepare_round(store).code
    store.write_memo(code, "slower")
    with store.database.write() as connection:
        assert [erase_memo(connection, code) for _ in range(2)] == [True, False]


# Purged sessions


def play_whole(store: Store) -> tuple[OpenRound, list[bytes]]:
    """A session with a round of every kind, and words that must be found nowhere afterwards."""
    marks = [f"purged-{name}" for name in ("title", "agenda", "told", "told-before", "prompt")]
    title, agenda, told, before, prompt = marks
    session = store.add_session(title, [f"{agenda}.ipynb", NOTEBOOK])
    tokens = add_seats(store, session.code, 20)
    rounds = []
    for number in range(3):
        current = store.add_round(session.code, f"{agenda}.ipynb")
        exercise = Exercise(
            "purged",
            title=prompt,
            prompts=[Choice("kind", prompt, ["other", "none"]), Text("story", prompt)],
        )
        store.set_definition(current.id, exercise)
        store.set_phase(current.id, Phase.OPEN, expected=Phase.PREPARE)
        for length in range(0, 2000, 400):
            store.set_leader(current.id, {"name": "Ada", "act": before + "y" * length})
        store.set_leader(current.id, {"name": "Ada", "act": told})
        sample = OpenRound(store, store.get_round_by_id(current.id), tokens)
        rounds.append(sample)
        tell(sample, [f"{(SHOWN, HIDDEN)[place % 2]} {place} {MARKER}" for place in range(20)])
        if number < 2:
            reveal(sample)
            advance_round(store, sample.id, Phase.REVEALED)
            if store.get_round(session.code).id != sample.id:
                store.set_phase(
                    store.get_round(session.code).id, Phase.DONE, expected=Phase.PREPARE
                )
    traces = [*marks, SHOWN, HIDDEN, MARKER, session.code]
    return rounds[-1], [each.encode() for each in traces]


def test_a_purged_session_is_in_no_file_any_more(path: Path, store: Store) -> None:
    empty = count_rows(path)
    sample, traces = play_whole(store)
    traces += read_hashes(path)
    for trace in traces[:8]:
        assert find_bytes(path, [trace]), trace
    assert store.purge_session(sample.code)
    assert find_bytes(path, traces) == []
    assert count_rows(path) == empty
    with pytest.raises(NotFoundError):
        store.get_session(sample.code)


def test_other_sessions_stay_as_they_were(path: Path, store: Store) -> None:
    other = open_sample(store, 15)
    tell(other, [f"other {place}" for place in range(15)])
    before, hashes = count_rows(path), read_hashes(path)
    sample, traces = play_whole(store)
    store.purge_session(sample.code)
    assert find_bytes(path, traces) == []
    assert (count_rows(path), read_hashes(path)) == (before, hashes)
    close_round(store, other.id)
    result = get_result(store, store.get_round_by_id(other.id), Role.FACILITATOR)
    assert result.note == "15 answers"


def test_nothing_stays_between_the_rows_of_other_sessions(path: Path, store: Store) -> None:
    chance = random.Random(5)
    told = "told-and-reworded"
    pairs = [(prepare_round(store), prepare_round(store)) for _ in range(10)]
    for _ in range(6):
        for one, other in pairs:
            for current, words in ((one, told), (other, "kept")):
                text = f"{words} {one.id} " + "x" * chance.randrange(900)
                store.set_leader(current.id, {"name": "Ada", "act": text})
    for one, _ in pairs:
        assert store.purge_session(one.code)
        assert find_bytes(path, [one.code.encode(), f"{told} {one.id} ".encode()]) == []
    for _, other in pairs:
        assert store.get_leader(other.id)["act"].startswith("kept")


def test_every_table_belongs_to_a_session_so_that_a_purge_finds_it() -> None:
    for table in schema.metadata.sorted_tables:
        apart = table.name in ("migrations", "nodes")
        assert apart or {"code", "round_id"} & set(table.c.keys()), table.name


def test_a_second_process_that_has_the_store_open_sees_the_session_go_and_goes_on(
    path: Path, store: Store
) -> None:
    sample, traces = play_whole(store)
    context = get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=hold_open, args=(path, sample.code, there))
    process.start()
    assert here.recv() == "open"
    assert store.database.is_shared()
    here.send("read")
    assert here.recv() == "purged-title"
    assert store.purge_session(sample.code)
    assert find_bytes(path, traces) == []
    here.send("read")
    assert "There is no session with this code" in here.recv()
    assert find_bytes(path, traces) == []
    here.send("end")
    process.join()
    assert process.exitcode == 0
    assert find_bytes(path, traces) == []


@pytest.mark.one_file
def test_one_who_is_alone_with_the_file_is_told_so_and_keeps_its_log(store: Store) -> None:
    assert not store.database.is_shared()
    with store.database.read() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"


def test_a_purge_that_a_reader_held_up_is_finished_by_the_next_one(
    path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kit.store.sqlite.BUSY_SECONDS", 0)
    sample, traces = play_whole(store)
    reader = sqlite3.connect(path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM texts").fetchone()
    assert not store.purge_session(sample.code)
    reader.close()
    with pytest.raises(NotFoundError):
        store.purge_session(sample.code)
    assert find_bytes(path, traces) == []


def test_a_store_that_is_not_there_is_not_made_by_looking_for_it(tmp_path: Path) -> None:
    with pytest.raises(Exception, match=r"There is no database .* --data"):
        open_existing_store(tmp_path / "missing.db")
    assert list(tmp_path.iterdir()) == []
