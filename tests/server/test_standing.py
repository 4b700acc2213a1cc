"""What a key, a link or an account opens, by the store as it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kit.server.badge import add_stamp
from kit.server.signing import hash_key
from kit.server.standing import Standing
from kit.store import Store, open_store
from kit.store.facilitator_keys import SERVER
from tests.store.sample import NOTEBOOK

ANA, BEN = "ana", "ben"
OWN = ("may_begin", "may_look", "may_lead")
ONE, TWO = hash_key("one"), hash_key("two")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(open_store(tmp_path / "kit.db")) as store:
        yield store


@pytest.fixture
def code(store: Store) -> str:
    store.keep_server_key(ONE)
    code = store.add_session("Team", [NOTEBOOK], owner=ANA).code
    store.set_key(code, TWO)
    return code


@pytest.fixture
def other(store: Store) -> str:
    return store.add_session("Others", [NOTEBOOK], owner=BEN).code


def list_rights(store: Store, standing: Standing, code: str) -> set[str]:
    """The names of all that a browser may do, with a session and without."""
    own = ("is_operator", "may_begin", "may_look")
    about = ("may_lead", "may_invite", "is_invited")
    return {name for name in own if getattr(standing, name)(store)} | {
        name for name in about if getattr(standing, name)(store, code)
    }


def show(store: Store, code: str, account: str = "", *, signs_in: bool = False) -> str:
    """The badge of a browser that has shown a key."""
    key = store.find_key(code)
    assert key is not None
    return add_stamp("", code, Standing("", signs_in, account).build_stamp(key))


def test_a_browser_that_has_shown_nothing_may_do_nothing(store: Store, code: str) -> None:
    for standing in (Standing(), Standing(signs_in=True)):
        assert list_rights(store, standing, code) == set()
        assert standing.choose(store, store.list_sessions()) == []


@pytest.mark.parametrize("signs_in", [False, True])
def test_the_servers_key_opens_everything(
    store: Store, code: str, other: str, signs_in: bool
) -> None:
    operator = Standing(show(store, SERVER, signs_in=signs_in), signs_in)
    for each in (code, other):
        assert list_rights(store, operator, each) == {*OWN, "is_operator", "may_invite"}
    assert len(operator.choose(store, store.list_sessions())) == 2
    assert not operator.may_invite(store, "BBBBBBBB")


def test_a_sessions_link_opens_this_one(store: Store, code: str, other: str) -> None:
    holder = Standing(show(store, code))
    assert list_rights(store, holder, code) == {"may_lead", "may_look"}
    assert list_rights(store, holder, other) == {"may_look"}
    assert [each.code for each in holder.choose(store, store.list_sessions())] == [code]


def test_a_stamp_counts_for_the_key_it_was_made_with(store: Store, code: str, other: str) -> None:
    stamp = show(store, code).partition(":")[2]
    store.set_key(other, TWO)  # by chance the same key
    assert not Standing(f"{other}:{stamp}").may_lead(store, other)
    assert not Standing(f"{SERVER}:{stamp}").is_operator(store)


@pytest.mark.parametrize("change", ["change", "withdraw", "renew", "erase"])
def test_an_older_generation_opens_nothing(store: Store, code: str, change: str) -> None:
    holder = Standing(show(store, code))
    assert holder.may_lead(store, code)
    if change == "renew":
        store.renew_keys()
    elif change == "erase":
        store.purge_session(code)
    else:
        store.set_key(code, ONE if change == "change" else None)
    assert not holder.may_lead(store, code)
    assert not holder.may_look(store)


def test_the_servers_cookie_ends_with_its_key(store: Store, code: str) -> None:
    operator = Standing(show(store, SERVER))
    store.keep_server_key(TWO)
    assert not operator.is_operator(store)
    assert not operator.may_lead(store, code)


def test_an_account_leads_what_is_its_own(store: Store, code: str, other: str) -> None:
    ana = Standing(signs_in=True, account=ANA)
    assert list_rights(store, ana, code) == {*OWN, "may_invite"}
    assert list_rights(store, ana, other) == {"may_begin", "may_look"}
    assert [each.code for each in ana.choose(store, store.list_sessions())] == [code]


def test_a_link_invites_and_does_not_open_where_there_are_accounts(store: Store, code: str) -> None:
    badge = show(store, code, signs_in=True)
    ben = Standing(badge, signs_in=True, account=BEN)
    assert ben.is_invited(store, code)
    assert not ben.may_lead(store, code)
    assert not Standing(badge, signs_in=True).may_lead(store, code)
    store.add_invited(code, BEN)
    assert ben.may_lead(store, code)
    assert not ben.may_invite(store, code)


def test_the_operators_cookie_is_of_no_use_to_another_account(store: Store, code: str) -> None:
    badge = show(store, SERVER, ANA, signs_in=True)
    assert Standing(badge, signs_in=True, account=ANA).is_operator(store)
    for account in (BEN, ""):
        assert not Standing(badge, signs_in=True, account=account).is_operator(store)


def test_a_session_of_nobody_is_the_operators_alone(store: Store, code: str) -> None:
    nobodys = store.add_session("Begun at the start", [NOTEBOOK]).code
    for account in (ANA, ""):
        assert not Standing(signs_in=True, account=account).may_lead(store, nobodys)
        assert not Standing(signs_in=True, account=account).may_invite(store, nobodys)
