"""Released sentences: hidden at first, shown all or none, and never another round's."""

from __future__ import annotations

import pytest

from kit.errors import NotFoundError
from kit.gate.publication import close_round, submit
from kit.store import Store
from tests.store.sample import OpenRound, open_sample


def tell(store: Store, count: int) -> OpenRound:
    """A round that is closed, in which so many have allowed that their sentence is shown."""
    sample = open_sample(store, 12)
    for place, token in enumerate(sample.tokens):
        words = {"text": f"sentence {place}", "share": place < count}
        submit(store, sample.id, token, {"safe": 3, "story": words})
    close_round(store, sample.id)
    return sample


def list_shown(store: Store, round_id: int) -> list[int]:
    return [row.id for row in store.list_texts(round_id) if row.shown]


def test_what_a_close_releases_is_hidden_and_counted(store: Store) -> None:
    sample = tell(store, 9)
    rows = store.list_texts(sample.id)
    assert sorted(row.text for row in rows) == [f"sentence {place}" for place in range(9)]
    assert {row.prompt for row in rows} == {"story"}
    assert list_shown(store, sample.id) == []
    assert store.get_text_counts(sample.id) == {"story": 9}


def test_too_few_sentences_are_counted_as_none_and_kept_nowhere(store: Store) -> None:
    sample = tell(store, 7)
    assert store.list_texts(sample.id) == []
    assert store.get_text_counts(sample.id) == {"story": 0}


def test_before_the_close_there_is_nothing_to_list_or_to_count(store: Store) -> None:
    sample = open_sample(store, 3)
    for token in sample.tokens:
        submit(store, sample.id, token, {"story": {"text": "early", "share": True}})
    assert store.list_texts(sample.id) == []
    assert store.get_text_counts(sample.id) == {}
    assert store.list_texts(999) == []


def test_sentences_are_shown_and_hidden_together_and_whoever_listens_is_told_each_time(
    store: Store,
) -> None:
    sample = tell(store, 9)
    told: list[tuple[str, str]] = []
    store.notices.listen(lambda code, what: told.append((code, what)))
    told.clear()
    chosen = [row.id for row in store.list_texts(sample.id)][:3]
    store.set_texts_shown(chosen, True)
    assert list_shown(store, sample.id) == chosen
    store.set_texts_shown(chosen[:1], False)
    assert list_shown(store, sample.id) == chosen[1:]
    assert told == [(sample.code, "ledger")] * 2


def test_of_sentences_of_which_one_is_not_there_none_is_shown(store: Store) -> None:
    here, there = tell(store, 9), tell(store, 9)
    mine, others = (store.list_texts(each.id)[0].id for each in (here, there))
    for wanted in ([mine, 10**9], [mine, others], [10**9], [], [-1]):
        with pytest.raises(NotFoundError, match="not there any more"):
            store.set_texts_shown(wanted, True)
    assert list_shown(store, here.id) == list_shown(store, there.id) == []


def test_a_sentence_named_twice_is_one_sentence(store: Store) -> None:
    sample = tell(store, 9)
    first = store.list_texts(sample.id)[0].id
    store.set_texts_shown([first, first], True)
    assert list_shown(store, sample.id) == [first]
