"""A room's published results as a table: the numbers of the screen, and nothing before them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kit.errors import DefinitionError
from kit.gate.publication import submit
from kit.lifecycle import advance_round
from kit.room.results import Results
from kit.session.session import Phase, Role
from kit.store import Store
from kit.views.round import get_view
from tests.store.sample import OpenRound, open_sample


@pytest.fixture
def sample(store: Store) -> OpenRound:
    return open_sample(store, 12)


@pytest.fixture
def results(store: Store, sample: OpenRound) -> Iterator[Results]:
    results = Results(store, sample.code, lambda: get_view(store, sample.id, Role.SCREEN))
    yield results
    results.close()


def test_the_table_is_empty_until_the_reveal_and_has_the_published_numbers_then(
    store: Store, sample: OpenRound, results: Results
) -> None:
    for token in sample.tokens:
        submit(store, sample.id, token, {"kind": ["other"]})
    assert results.to_frame("kind").empty
    advance_round(store, sample.id, Phase.OPEN)
    assert results.to_frame("kind").empty
    advance_round(store, sample.id, Phase.CLOSED)
    assert list(results.to_frame("kind")["count"]) == [0, 0, 12]


def test_a_question_that_is_not_there_is_told_with_what_was_meant(results: Results) -> None:
    with pytest.raises(DefinitionError, match="Did you mean 'kind'"):
        results.to_frame("kinds")


def test_sentences_are_in_no_table(store: Store, sample: OpenRound, results: Results) -> None:
    for token in sample.tokens:
        submit(store, sample.id, token, {"story": {"text": "a sentence", "share": True}})
    for phase in (Phase.OPEN, Phase.CLOSED):
        advance_round(store, sample.id, phase)
    assert results.to_frame("story").empty
