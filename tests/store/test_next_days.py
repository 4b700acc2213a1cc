"""The day on which a team meets again: named, changed, taken back, and gone with its session."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kit.errors import NotFoundError
from kit.store import Store
from tests.store.sample import NOTEBOOK, find_bytes

DAY = date(2099, 1, 31)


def test_a_day_is_kept_with_its_session_and_can_be_taken_back(store: Store) -> None:
    code, other = (store.add_session("Team", [NOTEBOOK]).code for _ in range(2))
    heard: list[tuple[str, str]] = []
    store.notices.listen(lambda code, what: heard.append((code, what)))
    assert store.get_session(code).next_on == ""
    store.set_next(code, DAY)
    assert store.get_session(code).next_on == "2099-01-31"
    assert store.get_session(other).next_on == ""
    store.set_next(code, None)
    assert store.get_session(code).next_on == ""
    assert heard == [(code, "session")] * 2


def test_it_stays_after_the_end_and_goes_with_the_session(path: Path, store: Store) -> None:
    code = store.add_session("Team", [NOTEBOOK]).code
    store.end_session(code)
    store.set_next(code, DAY)
    assert find_bytes(path, [b"2099-01-31"])
    store.purge_session(code)
    assert find_bytes(path, [b"2099-01-31"]) == []
    with pytest.raises(NotFoundError):
        store.set_next(code, DAY)
