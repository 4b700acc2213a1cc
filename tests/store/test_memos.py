"""A note between dashboards: one stands, no other role sees it, and no file keeps it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kit.errors import NotFoundError, PhaseError
from kit.lifecycle import advance_round
from kit.session.memo import Memo
from kit.session.session import Phase, Role
from kit.store import Store, open_store
from kit.views.round import get_view
from tests.store.sample import NOTEBOOK, find_bytes, make_exercise, open_sample, prepare_round

WORDS, OTHER = "slower-at-the-blue-door", "the-green-window"


def test_one_stands_and_another_takes_its_place(path: Path, store: Store) -> None:
    code, heard = prepare_round(store, make_exercise()).code, []
    store.notices.listen(lambda _code, what: heard.append(what))
    assert store.get_memo(code) == Memo()
    first = store.write_memo(code, WORDS)
    again = open_store(path)  # as after a restart
    assert again.get_memo(code) == Memo(WORDS, first)
    again.close()
    second = store.write_memo(code, OTHER)
    assert first != second
    assert len(first) == len(second) == 16  # long enough that no two are alike by chance
    assert store.get_memo(code) == Memo(OTHER, second)
    store.clear_memo(code, first)  # pressed before the second was seen
    assert store.get_memo(code) == Memo(OTHER, second)
    store.clear_memo(code, second)
    assert store.get_memo(code) == Memo()
    assert heard == ["memo"] * 4


def test_no_other_role_is_given_it(store: Store) -> None:
    current = open_sample(store, 6)
    store.write_memo(current.code, WORDS)
    seen = {role: get_view(store, current.id, role).memo.words for role in Role}
    assert seen == {Role.FACILITATOR: WORDS, Role.SCREEN: "", Role.PARTICIPANT: ""}


def test_another_sessions_note_is_left_alone(store: Store) -> None:
    mine, theirs = (prepare_round(store, make_exercise()).code for _each in range(2))
    kept = store.write_memo(theirs, OTHER)
    store.clear_memo(mine, store.write_memo(mine, WORDS))
    store.clear_memo(mine, kept)
    store.write_memo(mine, WORDS)
    store.end_session(mine)
    assert store.get_memo(theirs) == Memo(OTHER, kept)
    assert store.get_memo(mine) == Memo()


@pytest.mark.parametrize("way", ["cleared", "written over", "ended", "purged"])
def test_what_is_gone_is_in_no_file(path: Path, store: Store, way: str) -> None:
    """As on a server, another process has the file open: its log is not emptied by itself."""
    code = prepare_round(store, make_exercise()).code
    other = open_store(path)
    other.get_session(code)
    mark = store.write_memo(code, WORDS)
    assert find_bytes(path, [WORDS.encode()])
    if way == "cleared":
        store.clear_memo(code, mark)
    elif way == "written over":
        store.write_memo(code, OTHER)
    elif way == "ended":
        store.end_session(code)
    else:
        store.purge_session(code)
    assert find_bytes(path, [WORDS.encode()]) == []
    other.close()


def test_it_stays_over_the_end_of_an_exercise(store: Store) -> None:
    current = prepare_round(store, make_exercise())
    store.write_memo(current.code, WORDS)
    while current.phase is not Phase.REVEALED:
        current = advance_round(store, current.id, current.phase, sure=True)
    store.finish_round(current.id, NOTEBOOK)
    assert store.get_memo(current.code).words == WORDS


def test_nothing_is_written_in_a_session_that_has_ended(store: Store) -> None:
    code = prepare_round(store, make_exercise()).code
    store.end_session(code)
    with pytest.raises(PhaseError, match="has ended"):
        store.write_memo(code, WORDS)
    with pytest.raises(NotFoundError):
        store.write_memo("BCDFGHJK", WORDS)
    assert store.get_memo("BCDFGHJK") == Memo()


@pytest.mark.parametrize("ends", [True, False])
def test_the_note_of_a_rehearsal_goes_with_it_and_no_other_does(
    path: Path, store: Store, ends: bool
) -> None:
    session = store.add_session("Rehearsal", [NOTEBOOK], rehearsal=True)
    team = prepare_round(store, make_exercise()).code
    kept = store.write_memo(team, OTHER)
    mark = store.write_memo(session.code, WORDS)
    store.end_session(session.code) if ends else store.purge_session(session.code)
    assert find_bytes(path, [WORDS.encode()]) == []
    store.clear_memo(session.code, mark)  # a page that has not heard of it
    assert store.get_memo(team) == Memo(OTHER, kept)
