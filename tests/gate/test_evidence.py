"""What a round has for the gate to rely on, counted over real rows."""

from __future__ import annotations

from kit.gate.evidence import (
    count_published,
    count_room,
    count_spare,
    count_sure,
    find_last,
    get_batch,
    is_cut,
)
from kit.gate.publication import submit
from kit.store import Store
from kit.store.staging import publishing
from tests.store.sample import EXERCISE, open_sample


def test_answers_count_by_the_people_who_are_there_and_without_the_known_ones(
    store: Store,
) -> None:
    sample = open_sample(store, 12)
    for token in sample.tokens[:10]:
        submit(store, sample.id, token, {"kind": ["asked-for-help"]})
    with publishing(store, sample.id) as publication:
        assert (count_sure(publication), count_spare(publication)) == (10, 0)
        assert count_room(publication) == 12
        assert get_batch(publication, EXERCISE) == EXERCISE.policy.get_batch(12)
        assert (find_last(publication), count_published(publication)) == (None, 0)
        assert not is_cut(publication)
    store.set_people(sample.code, 8)
    store.set_known(sample.id, 1, expected=0)
    with publishing(store, sample.id) as publication:
        # Twelve seats and eight people: four answers may be second ones.
        assert (count_sure(publication), count_spare(publication)) == (5, 4)


def test_after_lost_answers_nothing_new_stands_beside_what_was_published(store: Store) -> None:
    sample = open_sample(store, 6)
    with publishing(store, sample.id) as publication:
        publication.release({"n": 5, "number": 1, "of": 5, "marginals": [], "final": False})
        assert count_published(publication) == 5
        assert not is_cut(publication)
    with publishing(store, sample.id) as publication:
        object.__setattr__(publication.round, "lost", 1)
        assert is_cut(publication)
