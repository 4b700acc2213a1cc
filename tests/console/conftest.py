"""A facilitator's page for every test of this folder."""

from __future__ import annotations

import pytest

from kit.store import Store
from tests.console.desk import Desk
from tests.store.sample import make_exercise


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store, make_exercise(leader=True))
