"""Whose a session is: who has begun it and whom they have invited, and nobody else."""

from __future__ import annotations

from pathlib import Path

import pytest

from kit.errors import NotFoundError
from kit.store import Store
from kit.store.owners import Ownership
from tests.store.sample import NOTEBOOK, find_bytes

ANA, BEN, CAN = "ana@example.org", "ben@example.org", "can@example.org"


@pytest.fixture
def code(store: Store) -> str:
    return store.add_session("Team", [NOTEBOOK], owner=ANA).code


def test_a_session_belongs_to_whoever_has_begun_it(store: Store, code: str) -> None:
    assert store.find_ownership(code) == Ownership(ANA)
    nobodys = store.add_session("Team", [NOTEBOOK]).code
    assert store.find_ownership(nobodys) == Ownership()
    assert store.list_led(ANA) == {code}
    assert store.list_led("") == set()
    assert store.find_ownership("BBBBBBBB") is None


def test_nobody_is_no_account(store: Store) -> None:
    nobodys = store.find_ownership(store.add_session("Team", [NOTEBOOK]).code)
    assert nobodys is not None
    assert "" not in nobodys


def test_the_invited_lead_it_until_they_are_sent_away(store: Store, code: str) -> None:
    for account in (BEN, CAN, BEN, ANA):
        store.add_invited(code, account)
    assert store.find_ownership(code) == Ownership(ANA, (BEN, CAN))
    assert store.list_led(BEN) == {code}
    store.remove_invited(code, BEN)
    store.remove_invited(code, BEN)
    assert store.find_ownership(code) == Ownership(ANA, (CAN,))
    assert store.list_led(BEN) == set()


def test_an_owner_is_not_sent_away(store: Store, code: str) -> None:
    store.remove_invited(code, ANA)
    assert store.list_led(ANA) == {code}


def test_nobody_is_invited_to_what_is_not_there(store: Store) -> None:
    for change in (store.add_invited, store.remove_invited):
        with pytest.raises(NotFoundError):
            change("BBBBBBBB", BEN)


def test_every_change_is_told(store: Store, code: str) -> None:
    heard: list[tuple[str, str]] = []
    store.notices.listen(lambda *notice: heard.append(notice))
    store.add_invited(code, BEN)
    store.add_invited(code, BEN)
    store.remove_invited(code, BEN)
    assert heard == [(code, "keys")] * 2


def test_an_erased_session_leaves_no_account_in_the_file(
    store: Store, code: str, path: Path
) -> None:
    store.add_invited(code, BEN)
    assert find_bytes(path, [BEN.encode()])
    store.purge_session(code)
    assert find_bytes(path, [ANA.encode(), BEN.encode()]) == []


def test_an_ownership_shows_no_account() -> None:
    assert "ana" not in repr(Ownership(ANA, (BEN,)))
