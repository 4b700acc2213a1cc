"""Keys of facilitators' links: the last generation counts, and only while it is not taken back."""

from __future__ import annotations

import pytest

from kit.errors import NotFoundError, StoreError
from kit.store import Store
from kit.store.facilitator_keys import SERVER
from tests.store.sample import NOTEBOOK

ONE, TWO = b"1" * 32, b"2" * 32


def read(store: Store, code: str) -> tuple[int, bytes] | None:
    key = store.find_key(code)
    return None if key is None else (key.generation, key.key_hash)


def test_a_session_has_no_key_until_one_is_made(store: Store) -> None:
    code = store.add_session("Team", [NOTEBOOK]).code
    assert store.find_key(code) is None
    store.set_key(code, ONE)
    assert read(store, code) == (1, ONE)
    assert store.find_key(SERVER) is None


def test_a_new_key_takes_the_place_of_the_one_before(store: Store) -> None:
    code = store.add_session("Team", [NOTEBOOK]).code
    store.set_key(code, ONE)
    store.set_key(code, TWO)
    assert read(store, code) == (2, TWO)
    store.set_key(code, None)
    assert store.find_key(code) is None
    store.set_key(code, ONE)
    assert read(store, code) == (4, ONE)


def test_no_key_is_made_for_a_session_that_is_not_there(store: Store) -> None:
    with pytest.raises(NotFoundError):
        store.set_key("BBBBBBBB", ONE)
    assert store.find_key("BBBBBBBB") is None


def test_the_servers_key_stays_in_its_generation_while_it_is_the_same(store: Store) -> None:
    store.keep_server_key(ONE)
    store.keep_server_key(ONE)
    assert read(store, SERVER) == (1, ONE)
    store.keep_server_key(TWO)
    assert read(store, SERVER) == (2, TWO)


def test_a_key_that_was_taken_back_is_never_the_servers_again(store: Store) -> None:
    store.keep_server_key(ONE)
    store.set_key(SERVER, TWO)
    with pytest.raises(StoreError, match="Put a new one into the file"):
        store.keep_server_key(ONE)
    assert read(store, SERVER) == (2, TWO)


def test_signing_everybody_out_leaves_the_keys_and_raises_their_generations(store: Store) -> None:
    code, other = (store.add_session(title, [NOTEBOOK]).code for title in "ab")
    store.keep_server_key(ONE)
    store.set_key(code, TWO)
    store.set_key(other, TWO)
    store.set_key(other, None)
    store.renew_keys()
    assert (read(store, SERVER), read(store, code)) == ((2, ONE), (2, TWO))
    assert store.find_key(other) is None


def test_every_change_is_told(store: Store) -> None:
    heard: list[tuple[str, str]] = []
    code = store.add_session("Team", [NOTEBOOK]).code
    store.notices.listen(lambda *notice: heard.append(notice))
    store.keep_server_key(ONE)
    store.set_key(code, ONE)
    store.renew_keys()
    assert heard == [(SERVER, "keys"), (code, "keys"), (SERVER, "keys")]


def test_an_erased_session_leaves_no_key(store: Store) -> None:
    code = store.add_session("Team", [NOTEBOOK]).code
    store.set_key(code, ONE)
    store.purge_session(code)
    assert store.find_key(code) is None


def test_a_key_shows_no_hash_and_no_code(store: Store) -> None:
    store.keep_server_key(b"visible")
    assert "visible" not in repr(store.find_key(SERVER))
