"""Sessions under their codes, seats as hashes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from kit.errors import NotFoundError, PhaseError
from kit.session.session import Phase, new_seat_token
from kit.store import Store, open_store
from tests.store.sample import NOTEBOOK, add_seats, find_bytes, prepare_round

UNKNOWN = "BCDFGH"


def take_seats(path: Path, code: str, tokens: list[str]) -> list[bool]:
    """Take seats in a process of its own."""
    store = open_store(path)
    taken = [store.add_seat(code, token) for token in tokens]
    store.close()
    return taken


def test_a_session_is_found_by_its_code(store: Store) -> None:
    session = store.add_session("Team", [NOTEBOOK, "welcome.ipynb"])
    assert session.agenda == (NOTEBOOK, "welcome.ipynb")
    assert not session.ended
    assert store.get_session(session.code) == session


def test_an_unknown_code_is_told_with_the_cure_and_not_repeated(store: Store) -> None:
    for look in (store.get_session, store.find_people, store.count_seats, store.end_session):
        with pytest.raises(NotFoundError, match="Check the code on the screen") as error:
            look(UNKNOWN)
        assert UNKNOWN not in str(error.value)
    with pytest.raises(NotFoundError):
        store.has_seat(UNKNOWN, new_seat_token())
    with pytest.raises(NotFoundError):
        store.add_seat(UNKNOWN, new_seat_token())
    with pytest.raises(NotFoundError):
        store.set_people(UNKNOWN, 5)


def test_the_session_that_was_played_last_is_listed_first(store: Store) -> None:
    first, second, third = (store.add_session(title, [NOTEBOOK]) for title in "abc")
    store.add_round(second.code, NOTEBOOK)
    store.add_round(first.code, NOTEBOOK)
    assert store.list_sessions() == [third, first, second]


def test_a_seat_is_taken_once(store: Store) -> None:
    code = store.add_session("Team", []).code
    token = new_seat_token()
    assert not store.has_seat(code, token)
    assert store.add_seat(code, token)
    assert not store.add_seat(code, token)
    assert store.has_seat(code, token)
    assert store.count_seats(code) == 1


def test_a_seat_is_good_in_its_own_session_only(store: Store) -> None:
    here, there = (store.add_session(title, []).code for title in "ab")
    (token,) = add_seats(store, here, 1)
    assert not store.has_seat(there, token)
    assert (store.count_seats(here), store.count_seats(there)) == (1, 0)


def test_two_processes_that_seat_the_same_browsers_seat_each_once(path: Path, store: Store) -> None:
    code = store.add_session("Team", []).code
    tokens = [new_seat_token() for _ in range(40)]
    with get_context("spawn").Pool(2) as pool:
        both = pool.starmap(take_seats, [(path, code, tokens)] * 2)
    assert [sorted(pair) for pair in zip(*both, strict=True)] == [[False, True]] * len(tokens)
    assert store.count_seats(code) == len(tokens)


def test_a_store_may_be_used_from_many_threads(store: Store) -> None:
    code = store.add_session("Team", []).code
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda _: store.add_seat(code, new_seat_token()), range(40)))
    assert all(taken)
    assert store.count_seats(code) == 40


def test_the_token_of_a_seat_never_reaches_the_files(path: Path, store: Store) -> None:
    code = store.add_session("Team", []).code
    (token,) = add_seats(store, code, 1)
    assert find_bytes(path, [token.encode()]) == []


def test_an_ended_session_takes_no_seats_and_no_rounds(store: Store) -> None:
    prepared = prepare_round(store)
    code = prepared.code
    (token,) = add_seats(store, code, 1)
    store.end_session(code)
    assert store.get_session(code).ended
    for act in (
        lambda: store.add_seat(code, new_seat_token()),
        lambda: store.add_round(code, NOTEBOOK),
        lambda: store.set_phase(prepared.id, Phase.OPEN, expected=Phase.PREPARE),
    ):
        with pytest.raises(PhaseError, match="session has ended"):
            act()
    assert not store.has_seat(code, token)
    assert store.count_seats(code) == 1
    assert store.get_round_by_id(prepared.id).phase is Phase.PREPARE


def test_that_some_are_in_a_call_is_kept_and_told_without_who(store: Store) -> None:
    code = store.add_session("Team", [NOTEBOOK]).code
    heard: list[tuple[str, str]] = []
    store.notices.listen(lambda *notice: heard.append(notice))
    assert not store.get_session(code).hybrid
    for hybrid in (True, False):
        store.set_hybrid(code, hybrid)
        assert store.get_session(code).hybrid is hybrid
    assert heard == [(code, "hybrid")] * 2


def test_a_code_that_is_taken_is_drawn_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    first = store.add_session("Team", [])
    drawn = iter([first.code, first.code, "ZZZZZZ"])
    monkeypatch.setattr("kit.store.sessions.new_code", lambda: next(drawn))
    assert store.add_session("Other", []).code == "ZZZZZZ"
    assert store.get_session(first.code).title == "Team"


def test_sessions_that_go_on_are_counted_without_rehearsals(store: Store) -> None:
    codes = [store.add_session("Team", []).code for _ in range(3)]
    store.add_session("Rehearsal", [], rehearsal=True)
    store.end_session(codes[0])
    assert store.count_open_sessions() == 2


def test_an_agenda_that_was_changed_meanwhile_stays_as_it_is(store: Store) -> None:
    session = store.add_session("Team", [NOTEBOOK, "welcome.ipynb"])
    store.set_agenda(session.code, ["welcome.ipynb"], expected=session.rows)
    with pytest.raises(PhaseError, match="just been changed on another page"):
        store.set_agenda(session.code, [NOTEBOOK], expected=session.rows)
    assert store.get_session(session.code).agenda == ("welcome.ipynb",)
