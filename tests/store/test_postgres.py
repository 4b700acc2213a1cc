"""Two servers on one PostgreSQL: who waits for whom, what is left, what is said when it fails."""

# Holds kit/session/clock.py too: its clock is the database's.

from __future__ import annotations

import gc
import random
import re
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import URL, Table, func, insert, make_url, select, text

from kit.errors import NotFoundError, PhaseError, StoreError
from kit.gate.publication import close_round, submit
from kit.session import clock
from kit.session.session import Phase, new_seat_token
from kit.store import Store, copy_store, find_url, open_existing_store, open_store
from kit.store.postgres import PostgreSQL, hash_lock
from kit.store.schema import migrations, round_keys, sessions, staged
from kit.store.staging import add_submission, count_submissions, publishing
from tests.postgres import find_server, make_postgres_store
from tests.store.sample import open_sample

SAID = {"kind": ["other"], "safe": 3}
WAIT = 0.3  # seconds after which something that does not happen is taken not to happen


@pytest.fixture
def one() -> Iterator[Store]:
    store = make_postgres_store()
    yield store
    store.close()


@pytest.fixture
def two(one: Store) -> Iterator[Store]:
    store = open_store(find_server())
    yield store
    store.close()


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(16) as pool:
        yield pool


def waits(future: Future[Any]) -> bool:
    with suppress(TimeoutError):
        future.exception(WAIT)
    return not future.done()


def count(store: Store, table: Table) -> int:
    with store.database.read() as connection:
        return int(connection.scalar(select(func.count()).select_from(table)) or 0)


# Locks


def test_answers_of_one_round_wait_for_nobody_but_a_close_waits_for_them(
    one: Store, two: Store, pool: ThreadPoolExecutor
) -> None:
    sample = open_sample(one, 9)
    with one.database.write(round_id=sample.id, seat=sample.tokens[0]):
        add_submission(two, sample.id, sample.tokens[1], SAID)
        closing = pool.submit(close_round, two, sample.id)
        assert waits(closing)
    assert closing.result().phase is Phase.CLOSED


def test_the_same_seat_answers_on_two_servers_one_after_the_other(
    one: Store, two: Store, pool: ThreadPoolExecutor
) -> None:
    sample = open_sample(one, 9)
    with one.database.write(round_id=sample.id, seat=sample.tokens[0]):
        again = pool.submit(add_submission, two, sample.id, sample.tokens[0], SAID)
        assert waits(again)
    again.result()
    assert count_submissions(one, sample.id) == 1


def test_what_says_no_session_waits_for_all_and_all_for_it(
    one: Store, two: Store, pool: ThreadPoolExecutor
) -> None:
    sample = open_sample(one, 9)
    with one.database.write(round_id=sample.id, seat=sample.tokens[0]):
        begun = pool.submit(two.add_session, "Another", [])
        assert waits(begun)
    begun.result()
    with one.database.write():
        sent = pool.submit(add_submission, two, sample.id, sample.tokens[0], SAID)
        assert waits(sent)
    sent.result()


def test_two_sessions_move_on_at_once_but_those_of_a_team_publish_in_turn(
    one: Store, two: Store, pool: ThreadPoolExecutor
) -> None:
    first, other = open_sample(one, 9), open_sample(one, 9)
    with publishing(one, first.id):
        pool.submit(close_round, two, other.id).result()
    later = one.add_session("Team", ["marble_jar.ipynb"], follows=first.code)
    current = one.add_round(later.code, "marble_jar.ipynb")

    def look() -> int:
        with publishing(two, current.id) as publication:
            return publication.round.id

    with publishing(one, first.id):
        beside = pool.submit(look)
        assert waits(beside)
    assert beside.result() == current.id


def test_whoever_waits_reads_what_was_committed_meanwhile(
    one: Store, two: Store, pool: ThreadPoolExecutor
) -> None:
    sample = open_sample(one, 9)
    with publishing(one, sample.id) as publication:
        sent = pool.submit(submit, two, sample.id, sample.tokens[0], SAID)
        assert waits(sent)
        publication.erase()
        publication.set_phase(Phase.CLOSED)
    with pytest.raises(PhaseError):
        sent.result()
    assert count(one, staged) == 0


def test_a_server_that_stands_still_in_the_middle_holds_up_the_others_for_some_seconds_only(
    one: Store, two: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "kit.store.postgres.LIMITS", "SET LOCAL idle_in_transaction_session_timeout = 200"
    )
    sample = open_sample(one, 9)
    held = one.database.write()
    held.__enter__()
    monkeypatch.undo()
    add_submission(two, sample.id, sample.tokens[0], SAID)
    with pytest.raises(StoreError, match="is busy"):
        held.__exit__(None, None, None)


def test_no_transaction_waits_or_stands_still_for_long(one: Store) -> None:
    for begin in (one.database.read, one.database.write):
        with begin() as connection:
            for name, most in (
                ("statement_timeout", "8s"),
                ("lock_timeout", "5s"),
                ("idle_in_transaction_session_timeout", "8s"),
            ):
                assert connection.scalar(text(f"SHOW {name}")) == most


def test_what_takes_several_transactions_is_done_by_one_server_at_a_time(
    one: Store, two: Store, pool: ThreadPoolExecutor
) -> None:
    def enter() -> None:
        with two.database.alone("session"):
            two.add_session("Second", [])

    with one.database.alone("session"):
        entered = pool.submit(enter)
        assert waits(entered)
        one.add_session("First", [])
    entered.result()
    assert len(one.list_sessions()) == 2


# Many at once


@pytest.mark.parametrize("end", ["close", "end", "purge"])
@pytest.mark.parametrize("seed", range(3))
def test_whatever_ends_a_round_leaves_no_row_behind_and_loses_nothing_that_was_received(
    one: Store, two: Store, pool: ThreadPoolExecutor, end: str, seed: int
) -> None:
    chance = random.Random(seed)
    stores = [one, two]
    sample = open_sample(one, 24)
    start, received = threading.Barrier(9), list[str]()

    def send(tokens: list[str]) -> None:
        start.wait()
        for token in tokens:
            try:
                submit(chance.choice(stores), sample.id, token, SAID)
            except (PhaseError, NotFoundError):
                return
            received.append(token)

    ends: dict[str, Callable[[Store], object]] = {
        "close": lambda store: close_round(store, sample.id),
        "end": lambda store: store.end_session(sample.code),
        "purge": lambda store: store.purge_session(sample.code),
    }

    def finish() -> None:
        start.wait()
        least = chance.randint(0, 20)
        while len(received) < least:
            time.sleep(0.001)
        ends[end](chance.choice(stores))

    done = [pool.submit(send, sample.tokens[place::8]) for place in range(8)]
    done.append(pool.submit(finish))
    for each in done:
        each.result()
    assert count(one, staged) == count(one, round_keys) == 0
    if end == "close":
        snapshots = two.list_snapshots(sample.id)
        assert [each["n"] for each in snapshots] == ([len(received)] if len(received) >= 5 else [])
    if end == "purge":
        assert count(one, sessions) == 0


def test_a_change_of_one_session_is_not_undone_by_an_erasure_in_another(
    one: Store, two: Store, pool: ThreadPoolExecutor
) -> None:
    going, closing = open_sample(one, 12), open_sample(one, 12)
    for token in (*going.tokens, *closing.tokens):
        submit(one, going.id if token in going.tokens else closing.id, token, SAID)

    def change() -> None:
        for token in going.tokens:
            submit(two, going.id, token, {"kind": ["asked-for-help"], "safe": 1})

    changed = pool.submit(change)
    close_round(one, closing.id)
    changed.result()
    close_round(one, going.id)
    [snapshot] = one.list_snapshots(going.id)
    [kind] = [each for each in snapshot["marginals"] if each["prompt"] == "kind"]
    assert [each[2] for each in kind["counts"]] == [0, 12, 0]


# What is left


def test_no_file_of_the_server_ever_holds_an_answer_or_a_key_that_was_closed(one: Store) -> None:
    with psycopg.connect(find_server(), autocommit=True) as connection:
        row = connection.execute("SHOW data_directory").fetchone()
        assert row is not None
        folder = Path(row[0])

        def find(trace: bytes) -> list[str]:
            connection.execute("CHECKPOINT")
            files = [each for each in folder.rglob("*") if each.is_file()]
            return [each.name for each in files if trace in each.read_bytes()]

        sample = open_sample(one, 9)
        other = open_sample(one, 9)
        marker = secrets.token_hex(16)
        words = {"story": {"text": marker, "share": False}}
        for token in sample.tokens:
            add_submission(one, sample.id, token, words)
        with one.database.read() as reader:
            keys = {row.round_id: row.round_key for row in reader.execute(select(round_keys))}
        assert len(keys) == 2
        assert find(marker.encode()) == []
        # An open round's key is in memory; if anywhere, in the file of its unlogged table.
        path = connection.execute("SELECT pg_relation_filepath('round_keys')").fetchone()
        assert path is not None
        assert set(find(keys[sample.id])) <= {Path(path[0]).name}
        close_round(one, sample.id)
        moved = connection.execute("SELECT pg_relation_filepath('round_keys')").fetchone()
        assert moved != path  # whatever had been written of the key went with the file
        assert find(keys[sample.id]) == []
        assert one.get_round(other.code).phase is Phase.OPEN
        assert find(marker.encode()) == []


def test_a_crash_takes_the_keys_and_so_the_table_is_unlogged(one: Store) -> None:
    with one.database.read() as connection:
        tables = connection.execute(text("SELECT relname, relpersistence FROM pg_class"))
        kinds = {row.relname: row.relpersistence for row in tables}
    assert kinds["round_keys"] == "u"
    assert kinds["staged"] == kinds["snapshots"] == "p"


def test_the_keys_of_other_rounds_stay_when_they_are_written_anew(one: Store) -> None:
    open_sample(one, 3)
    open_sample(one, 3)
    assert one.database.scrub()
    assert count(one, round_keys) == 2


def test_a_scrub_gives_up_where_somebody_reads_the_keys(one: Store, two: Store) -> None:
    sample = open_sample(one, 3)
    with two.database.read() as connection:
        connection.execute(select(round_keys)).all()
        assert not one.database.scrub(patient=False)
    assert one.database.scrub()
    add_submission(one, sample.id, sample.tokens[0], SAID)


# Opening


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("postgresql://kit@127.0.0.1:1/kit", "kit does not answer"),
        ("postgres://kit@127.0.0.1:1/kit", "kit does not answer"),
    ],
)
def test_a_database_that_cannot_be_reached_is_told_without_its_address(
    address: str, told: str, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(StoreError, match=told) as error:
        open_store(address)
    assert "127.0.0.1" not in str(error.value)


def test_a_database_that_is_not_there_or_lets_nobody_in_is_told_with_the_cure() -> None:
    missing = make_url(find_server()).set(database="nowhere").render_as_string(False)
    with pytest.raises(StoreError, match=r"nowhere is not there\. Make the database"):
        open_store(missing)
    with psycopg.connect(find_server(), autocommit=True) as connection:
        connection.execute("DROP ROLE IF EXISTS stranger")
        connection.execute("CREATE ROLE stranger NOLOGIN")
        stranger = make_url(find_server()).set(username="stranger").render_as_string(False)
        with pytest.raises(StoreError, match="does not let this account in"):
            open_store(stranger)
        connection.execute("ALTER ROLE stranger LOGIN")
        with pytest.raises(StoreError, match="cannot be written to"):
            open_store(stranger).add_session("Team", [])
        connection.execute("DROP ROLE stranger")


def test_a_database_that_can_only_be_read_is_told(one: Store) -> None:
    with psycopg.connect(find_server(), autocommit=True) as connection:
        connection.execute("ALTER DATABASE postgres SET default_transaction_read_only = on")
        try:
            one.database.forget()
            with pytest.raises(StoreError, match="can only be read now"):
                one.add_session("Team", [])
            assert one.list_sessions() == []
        finally:
            connection.execute("SET default_transaction_read_only = off")
            connection.execute("ALTER DATABASE postgres RESET default_transaction_read_only")
            one.database.forget()


def test_a_database_of_a_newer_kit_is_refused_unless_it_only_has_more(one: Store) -> None:
    last = count(one, migrations)
    with one.database.write() as connection:
        newer = {"number": last + 1, "name": "add_tomorrow", "breaks": False}
        connection.execute(insert(migrations).values(newer))
    try:
        open_store(find_server()).close()
        with one.database.write() as connection:
            connection.execute(text("UPDATE migrations SET breaks = true"))
        with pytest.raises(StoreError, match="written by a newer version"):
            open_store(find_server())
    finally:
        with one.database.write() as connection:
            connection.execute(migrations.delete().where(migrations.c.number > last))


def test_servers_that_start_at_once_on_an_empty_database_make_its_tables_once() -> None:
    with psycopg.connect(find_server(), autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS fresh")
        connection.execute("CREATE DATABASE fresh")
    address = make_url(find_server()).set(database="fresh").render_as_string(False)
    with pytest.raises(StoreError, match="fresh is empty"):
        open_existing_store(address)
    with ThreadPoolExecutor(4) as pool:
        stores = list(pool.map(open_store, [address] * 4))
    for store in stores:
        assert store.list_sessions() == []
        store.close()


def test_a_copy_is_what_postgresql_makes(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="pg_dump"):
        copy_store(find_server(), tmp_path / "copy.db")


@pytest.mark.parametrize("place", ["kit.db", "sqlite:///kit.db", "mysql://here/kit", "what://is"])
def test_only_addresses_of_postgresql_are_taken_for_such(place: str) -> None:
    assert find_url(place) is None


def test_of_several_hosts_the_one_that_takes_changes_is_taken(tmp_path: Path) -> None:
    url = make_url(find_server())
    [folder] = url.normalized_query["host"]
    several = URL.create(
        "postgresql",
        url.username,
        database=url.database,
        query={"host": ["127.0.0.1:1", f"{folder}:5432"], "target_session_attrs": "read-write"},
    )
    store = open_store(several.render_as_string(False))
    assert isinstance(store.database, PostgreSQL)
    with psycopg.connect(store.database.address) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    store.close()


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ("53100", "its disk, its memory or its connections are used up"),
        ("53300", "its disk, its memory or its connections are used up"),
        ("57P01", "does not answer"),
        ("08006", "does not answer"),
        ("28P01", "does not let this account in"),
        ("40P01", "is busy"),
        ("40001", "is busy"),
        ("55P03", "is busy"),
        ("57014", "is busy"),
        ("XX001", "is damaged"),
        ("22003", "could not be used. Look into the log"),
    ],
)
def test_what_fails_is_told_in_words_with_the_cure(one: Store, state: str, told: str) -> None:
    with pytest.raises(StoreError, match=re.escape(told)), one.database.write():
        raise psycopg.errors.lookup(state)


def test_another_process_is_noticed(one: Store, two: Store) -> None:
    gc.collect()  # connections that earlier tests had out while their store was closed
    two.list_sessions()
    assert one.database.is_shared()
    two.close()
    for _ in range(100):  # it goes a moment after its end was asked for
        if not one.database.is_shared():
            return
        time.sleep(0.1)
    pytest.fail("nobody else is there any more")


# The clock


def test_the_clock_of_all_servers_is_the_databases(
    one: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + 600)  # a machine's own is ten minutes fast
    sample = open_sample(one, 3)
    assert abs(clock.get_now() - real()) < 60
    monkeypatch.setattr(clock, "_ahead", 0.0)
    open_store(find_server()).close()  # one that only reads
    assert abs(clock.get_now() - real()) < 60
    monkeypatch.undo()
    one.add_seat(sample.code, new_seat_token())
    assert abs(clock.get_now() - real()) < 60


def test_numbers_of_locks_fit_into_32_bits_with_a_sign() -> None:
    numbers = [hash_lock(f"BCDF{place}\ud800") for place in range(500)]
    assert all(-(2**31) <= each < 2**31 for each in numbers)
    assert len(set(numbers)) == 500


def test_it_shows_the_databases_name_and_nothing_of_its_address(one: Store) -> None:
    assert repr(one.database) == "<Database postgres>"
    assert isinstance(one.database, PostgreSQL)
