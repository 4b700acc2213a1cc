"""The copy of before an update goes with the first erasing: no file keeps what is erased."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kit.gate.publication import close_round
from kit.session.session import Phase
from kit.store import Store, open_store
from kit.store.migrations import STEPS
from kit.store.step_copies import build_step_path, erase_step_copies, find_step_copies
from tests.store.old_files import play, write_old
from tests.store.sample import MARKER, find_bytes

LAST = len(STEPS) - 1


@pytest.fixture
def updated(path: Path) -> Store:
    """A store that was just brought up to date, with its copy beside it."""
    write_old(path, play(path.parent / "played" / "kit.db", opened=False), LAST)
    store = open_store(path)
    assert find_step_copies(path) == [build_step_path(path, LAST)]
    return store


@pytest.fixture(autouse=True)
def _folder(path: Path) -> None:
    (path.parent / "played").mkdir()


def get_running(store: Store) -> str:
    return next(each.code for each in store.list_sessions() if not each.ended)


def get_ended(store: Store) -> str:
    return next(each.code for each in store.list_sessions() if each.ended)


def close_a_round(store: Store) -> None:
    done = store.get_round(get_running(store))
    store.set_phase(done.id, Phase.DONE, expected=Phase.REVEALED)
    current = store.add_round(done.code, done.notebook)
    assert done.exercise is not None
    store.set_definition(current.id, done.exercise)
    store.set_phase(current.id, Phase.OPEN, expected=Phase.PREPARE)
    close_round(store, current.id)


def take_a_card_away(store: Store) -> None:
    code = get_running(store)
    store.take_away_commitment(code, next(iter(store.list_commitments(code))))


@pytest.mark.parametrize(
    "erase",
    [
        close_a_round,
        take_a_card_away,
        lambda store: store.end_session(get_running(store)),
        lambda store: store.purge_session(get_ended(store)),
    ],
    ids=["a close", "a card", "the end", "a purge"],
)
def test_whatever_erases_takes_the_copy_with_it(
    updated: Store, path: Path, erase: Callable[[Store], object]
) -> None:
    erase(updated)
    assert find_step_copies(path) == []
    updated.close()


def test_after_the_purge_no_file_beside_the_database_has_a_word(updated: Store, path: Path) -> None:
    assert f"kit.db.step-{LAST}" in find_bytes(path, [MARKER.encode()])
    while sessions := updated.list_sessions():  # one may take another with it
        updated.purge_session(sessions[0].code)
    updated.close()
    assert find_bytes(path, [MARKER.encode()]) == []


def test_opening_it_again_keeps_the_copy(updated: Store, path: Path) -> None:
    updated.close()
    open_store(path).close()
    assert find_step_copies(path) == [build_step_path(path, LAST)]


def test_what_is_erased_is_overwritten_first(path: Path, tmp_path: Path) -> None:
    copy = build_step_path(path, 3)
    copy.write_bytes(b"answers" * 300_000)
    other_name = tmp_path / "seen-by-another-name"
    other_name.hardlink_to(copy)
    assert erase_step_copies(path) == 1
    assert not copy.exists()
    assert set(other_name.read_bytes()) == {0}
    assert other_name.stat().st_size == 7 * 300_000


def test_files_of_other_names_and_links_are_left(path: Path) -> None:
    others = [path.with_name(name) for name in ("kit.db.step-", "kit.db.step-3.old", "x.db.step-3")]
    for other in others:
        other.write_text("mine")
    build_step_path(path, 4).symlink_to(others[0])
    assert erase_step_copies(path) == 0
    assert [other.read_text() for other in others] == ["mine"] * 3
