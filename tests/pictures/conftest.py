"""A round of the marble jar for every test of this folder that asks for one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kit.store import Store
from tests.pictures.play import Play


@pytest.fixture
def play(store: Store) -> Iterator[Play]:
    play = Play(store)
    yield play
    play.results.close()
