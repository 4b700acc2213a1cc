"""Servers that share a database: who lives, and what belongs to one that does not any more."""

# Holds kit/store/node_rooms.py too: what servers tell each other beside that they live.

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kit.errors import StoreError
from kit.session import clock
from kit.session.session import new_seat_token
from kit.store import Store, open_store
from kit.store.facilitator_keys import SERVER
from kit.store.nodes import SECRET_BYTES, SILENT_SECONDS
from tests.postgres import find_server, make_postgres_store

MARK = b"the same secrets"


@pytest.fixture
def one() -> Iterator[Store]:
    store = make_postgres_store()
    store.enter_node("one", MARK)
    yield store
    store.close()


@pytest.fixture
def two(one: Store) -> Iterator[Store]:
    store = open_store(find_server())
    store.enter_node("two", MARK)
    yield store
    store.close()


def fall_silent(store: Store, name: str) -> None:
    """As if a server had not been heard for a while."""
    with store.database.write() as connection:
        connection.exec_driver_sql(
            f"UPDATE nodes SET seen_at = seen_at - {SILENT_SECONDS + 1} WHERE name = '{name}'"
        )


def test_a_server_knows_who_else_lives(one: Store, two: Store) -> None:
    assert one.beat(MARK) == two.list_living() == {"one", "two"}
    fall_silent(one, "two")
    assert one.beat(MARK) == {"one"}
    assert two.beat(MARK) == {"one", "two"}
    two.leave_node()
    assert one.list_living() == {"one"}


def test_other_secrets_and_a_name_that_is_taken_are_refused_with_the_cure(one: Store) -> None:
    other = open_store(find_server())
    with pytest.raises(StoreError, match=r"another --cookie-secret-file or --key-file\. Give all"):
        other.enter_node("two", b"other secrets")
    with pytest.raises(StoreError, match=r"has the name 'one'\. Give each its own with --node"):
        other.enter_node("one", MARK)
    assert other.node == ""
    fall_silent(one, "one")
    other.enter_node("one", b"other secrets")  # all servers were stopped, and have new secrets
    with pytest.raises(StoreError, match="--cookie-secret-file"):
        one.beat(MARK)  # it stood still for long and goes on
    other.close()


def test_after_the_key_was_changed_servers_come_back_one_by_one_with_the_new_one(
    one: Store,
) -> None:
    secret, old, new = bytes(SECRET_BYTES), b"old key", b"new key"
    one.leave_node()
    one.enter_node("one", secret + old)
    two, three = open_store(find_server()), open_store(find_server())
    with pytest.raises(StoreError, match="--key-file"):
        two.enter_node("two", secret + new)
    one.set_key(SERVER, b"hash")
    with pytest.raises(StoreError, match="--cookie-secret-file"):
        two.enter_node("two", secret[1:] + b"x" + new)
    two.enter_node("two", secret + new)
    with pytest.raises(StoreError, match="--key-file"):
        three.enter_node("three", secret + old)
    assert one.beat(secret + old) == two.beat(secret + new) == {"one", "two"}
    one.leave_node()
    three.enter_node("one", secret + new)
    two.close()
    three.close()


def test_a_seat_belongs_to_the_server_that_holds_its_page(one: Store, two: Store) -> None:
    code, token = one.add_session("Team", []).code, new_seat_token()
    one.add_seat(code, token)
    two.add_seat(code, token)  # it has moved
    one.leave_seats(code, [token])
    assert two.count_present(code) == 1
    assert one.list_here(code) == frozenset()
    [held] = two.list_here(code)
    one.leave_others(code, [held], [])
    assert two.count_present(code) == 1
    two.leave_seats(code, [token])
    assert one.count_present(code) == 0


def test_the_seats_of_a_server_that_is_gone_are_left_unless_they_come(
    one: Store, two: Store
) -> None:
    code = one.add_session("Team", []).code
    gone, comes = new_seat_token(), new_seat_token()
    for token in (gone, comes):
        one.add_seat(code, token)
    assert two.list_here(code) == frozenset()
    fall_silent(two, "one")
    before = two.list_here(code)
    assert len(before) == 2
    two.add_seat(code, comes)
    two.leave_others(code, before, [comes])
    assert two.count_present(code) == 1


def test_a_rehearsal_is_its_own_servers_to_throw_away(one: Store, two: Store) -> None:
    code = one.add_session("Rehearsal", [], rehearsal=True).code
    assert [each.code for each in one.list_rehearsals()] == [code]
    assert two.list_rehearsals() == []
    assert two.list_all_rehearsals() == {code}
    fall_silent(two, "one")
    assert [each.code for each in two.list_rehearsals()] == [code]


def test_what_other_servers_have_lost_is_added_up_while_they_live(one: Store, two: Store) -> None:
    assert one.tell_lost({"BCDF": 2, "GHJK": 0}) == {}
    assert two.tell_lost({"BCDF": 1}) == {"BCDF": 2}
    assert one.tell_lost({"BCDF": 0}) == {"BCDF": 1}
    assert two.tell_lost({}) == {}
    one.tell_lost({"BCDF": 5})
    fall_silent(two, "one")
    assert two.tell_lost({}) == {}


def test_what_each_of_several_servers_has_lost_is_added_up_by_session(
    one: Store, two: Store
) -> None:
    three = open_store(find_server())
    three.enter_node("three", MARK)
    one.tell_lost({"BCDF": 2, "GHJK": 4})
    two.tell_lost({"BCDF": 3})
    assert three.tell_lost({}) == {"BCDF": 5, "GHJK": 4}
    three.close()


def test_what_was_begun_by_a_server_without_a_name_is_everybodys(one: Store, two: Store) -> None:
    alone = open_store(find_server())
    code = alone.add_session("Rehearsal", [], rehearsal=True).code
    for store in (alone, one, two):
        assert [each.code for each in store.list_rehearsals()] == [code]
    alone.close()


def test_whether_a_server_lives_goes_by_the_databases_clock(
    one: Store, two: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "_ahead", 600.0)  # this machine's own is wrong
    assert one.beat(MARK) == {"one", "two"}


def test_a_store_in_a_file_has_one_server(store: Store) -> None:
    code, token = store.add_session("Team", []).code, new_seat_token()
    store.add_seat(code, token)
    assert store.node == ""
    assert len(store.list_here(code)) == 1
    assert store.list_living() == frozenset()
