"""What is asked of the store before a room is opened."""

from __future__ import annotations

import pytest

from kit.errors import EndedError, NotFoundError, PhaseError
from kit.server.opening import get_first, get_going
from kit.store import Store

NOTEBOOK = "marble_jar.ipynb"


def test_only_a_session_that_goes_on_has_a_room(store: Store) -> None:
    code = store.add_session("Team", [NOTEBOOK]).code
    assert get_going(store, code).code == code
    store.end_session(code)
    with pytest.raises(EndedError, match="This session has ended"):
        get_going(store, code)
    with pytest.raises(NotFoundError, match="There is no session with this code"):
        get_going(store, "BBBBBBBB")


def test_a_session_without_a_round_has_not_begun(store: Store) -> None:
    code = store.add_session("Team", [NOTEBOOK]).code
    with pytest.raises(PhaseError, match="has not begun yet"):
        get_first(store, code)
    current = store.add_round(code, NOTEBOOK)
    assert get_first(store, code) == current
