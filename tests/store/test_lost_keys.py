"""Keys of open rounds that a crash of the database has taken: told honestly, never half counted."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, select

from kit.errors import KeyLostError
from kit.gate.publication import close_round, submit
from kit.gate.results import foresee_close, get_result
from kit.session.session import Phase, Role
from kit.store import Store
from kit.store.lost_keys import find_key, renew_key, renew_keys
from kit.store.schema import round_keys, seats, staged
from kit.store.staging import count_submissions, find_submission
from tests.store.sample import OpenRound, make_exercise, open_sample

SAID = {"kind": ["other"], "safe": 3}


def lose_keys(store: Store) -> None:
    """What a crash of PostgreSQL does: it empties the unlogged table."""
    with store.database.write() as connection:
        connection.execute(delete(round_keys))


def play(store: Store, people: int = 9, answers: int = 6) -> OpenRound:
    sample = open_sample(store, people)
    for token in sample.tokens[:answers]:
        submit(store, sample.id, token, SAID)
    return sample


def test_whoever_sends_next_is_counted_and_the_others_are_asked_once_more(store: Store) -> None:
    sample, heard = play(store), list[tuple[str, str]]()
    lose_keys(store)
    store.notices.listen(lambda code, what: heard.append((code, what)))
    submit(store, sample.id, sample.tokens[0], SAID)
    assert (sample.code, "phase") in heard
    assert count_submissions(store, sample.id) == 1
    assert find_submission(store, sample.id, sample.tokens[0]) is not None
    assert find_submission(store, sample.id, sample.tokens[1]) is None
    current = store.get_round_by_id(sample.id)
    assert current.lost == 1
    assert foresee_close(store, current)[0].startswith("Answers were lost.")


@pytest.mark.parametrize("answers", [3, 6])
def test_a_close_publishes_nothing_of_what_is_left(store: Store, answers: int) -> None:
    sample = play(store, answers=answers)
    lose_keys(store)
    with pytest.raises(KeyLostError, match="Everybody is asked to send once more"):
        close_round(store, sample.id)
    current = store.get_round_by_id(sample.id)
    assert (current.phase, current.lost) == (Phase.OPEN, 1)
    assert store.list_snapshots(sample.id) == []
    for token in sample.tokens:
        submit(store, sample.id, token, SAID)
    close_round(store, sample.id)
    assert store.list_snapshots(sample.id)[0]["n"] == 9


def test_nothing_is_left_of_what_was_sent_before(store: Store) -> None:
    sample = play(store)
    lose_keys(store)
    assert renew_key(store, sample.id)
    with store.database.read() as connection:
        assert connection.execute(select(staged)).all() == []
        assert not any(connection.scalars(select(seats.c.answered)))
        assert find_key(connection, sample.id) is not None
    assert not renew_key(store, sample.id)
    assert store.get_round_by_id(sample.id).lost == 1
    lose_keys(store)
    assert renew_key(store, sample.id)
    assert store.get_round_by_id(sample.id).lost == 2  # every phone asks once more, again


def test_all_open_rounds_get_a_key_and_the_others_none(store: Store) -> None:
    first, second = play(store), play(store)
    closed = play(store)
    close_round(store, closed.id)
    lose_keys(store)
    assert renew_keys(store) == 2
    assert renew_keys(store) == 0
    assert not renew_key(store, closed.id)
    assert [store.get_round_by_id(each.id).lost for each in (first, second, closed)] == [1, 1, 0]


def test_what_the_room_has_seen_stays_and_nothing_new_stands_beside_it(store: Store) -> None:
    policy = make_exercise().policy.__class__(reveal="live")
    sample = open_sample(store, 12, make_exercise(policy))
    for token in sample.tokens[:6]:
        submit(store, sample.id, token, SAID)
    [shown] = store.list_snapshots(sample.id)
    lose_keys(store)
    for token in sample.tokens:
        submit(store, sample.id, token, {"kind": ["asked-for-help"], "safe": 5})
    assert store.list_snapshots(sample.id) == [shown]
    close_round(store, sample.id)
    *_, last = store.list_snapshots(sample.id)
    assert (last["n"], last["marginals"]) == (shown["n"], shown["marginals"])
    assert last["final"]
    store.set_phase(sample.id, Phase.REVEALED, expected=Phase.CLOSED)
    result = get_result(store, store.get_round_by_id(sample.id), Role.SCREEN)
    assert result.snapshot is not None
    assert result.snapshot.crosses == ()
