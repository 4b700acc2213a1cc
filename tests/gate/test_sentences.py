"""Sentences leave the gate together or not at all, and nobody sees one that was not shown."""

from __future__ import annotations

import random
import sqlite3
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kit.errors import NotFoundError, PhaseError
from kit.exercise.choice import Choice
from kit.exercise.exercise import Exercise
from kit.exercise.policy import AnonymityPolicy
from kit.exercise.responses import TextResponse
from kit.exercise.text import Text
from kit.gate.publication import close_round, submit
from kit.gate.results import get_result
from kit.gate.sentences import ReleasedText, build_batch, count_texts, list_texts, set_texts_shown
from kit.session.session import Phase, Role
from kit.store import Store
from kit.views.round import get_view
from tests.store.sample import (
    MARKER,
    OpenRound,
    add_seats,
    find_bytes,
    fresh_store,
    make_exercise,
    open_sample,
)
from tests.stores import get_sqlite

POLICY = AnonymityPolicy()
ROOM = (Role.SCREEN, Role.PARTICIPANT)


def tell(sample: OpenRound, words: list[tuple[str, bool]], start: int = 0) -> None:
    """Seats write a sentence each and tick the box or not."""
    for token, (text, share) in zip(sample.tokens[start:], words, strict=False):
        raw = {"kind": ["other"], "story": {"text": text, "share": share}}
        submit(sample.store, sample.id, token, raw)


def look(sample: OpenRound, role: Role = Role.FACILITATOR) -> tuple[ReleasedText, ...]:
    return list_texts(sample.store, sample.store.get_round_by_id(sample.id), role)


def count(sample: OpenRound, role: Role = Role.FACILITATOR) -> dict[str, int]:
    return dict(count_texts(sample.store, sample.store.get_round_by_id(sample.id), role))


def reveal(sample: OpenRound) -> None:
    sample.store.set_phase(sample.id, Phase.REVEALED, expected=Phase.CLOSED)


def ticked(number: int) -> list[tuple[str, bool]]:
    return [(f"{MARKER} {place}", True) for place in range(number)]


def list_words(sample: OpenRound, role: Role = Role.FACILITATOR) -> list[str]:
    return [each.text for each in look(sample, role)]


# Who sees what, and when


def test_a_released_sentence_is_hidden_until_it_is_shown_and_the_room_waits_for_the_reveal(
    store: Store,
) -> None:
    sample = open_sample(store, 10)
    tell(sample, ticked(10))
    close_round(store, sample.id)
    assert len(look(sample)) == 10
    first, second = look(sample)[:2]
    assert not first.shown
    set_texts_shown(store, [first.id], True)
    assert [each.shown for each in look(sample)[:2]] == [True, False]
    assert [look(sample, role) for role in ROOM] == [(), ()]
    reveal(sample)
    assert [list_words(sample, role) for role in ROOM] == [[first.text]] * 2
    set_texts_shown(store, [second.id], True)
    set_texts_shown(store, [first.id], False)
    assert [list_words(sample, role) for role in ROOM] == [[second.text]] * 2
    assert len(look(sample)) == 10


def test_several_are_shown_at_once_or_none_of_them(store: Store) -> None:
    sample = open_sample(store, 8)
    tell(sample, ticked(8))
    close_round(store, sample.id)
    ids = [each.id for each in look(sample)]
    with pytest.raises(NotFoundError, match="not there any more"):
        set_texts_shown(store, [*ids, 99], True)
    assert not any(each.shown for each in look(sample))
    set_texts_shown(store, ids, True)
    assert all(each.shown for each in look(sample))
    set_texts_shown(store, [], False)
    assert all(each.shown for each in look(sample))


def test_everybody_is_told_that_something_was_shown(store: Store) -> None:
    sample = open_sample(store, 8)
    tell(sample, ticked(8))
    close_round(store, sample.id)
    heard: list[tuple[str, str]] = []
    store.notices.listen(lambda code, what: heard.append((code, what)))
    set_texts_shown(store, [look(sample)[0].id], True)
    assert heard == [(sample.code, "ledger")]


@pytest.mark.parametrize("role", list(Role))
def test_before_the_close_no_role_finds_a_word_of_a_sentence(store: Store, role: Role) -> None:
    live = make_exercise(AnonymityPolicy(reveal="live"))
    for exercise in (make_exercise(), live):
        sample = open_sample(store, 20, exercise)
        tell(sample, ticked(20))
        view = get_view(store, sample.id, role)
        assert (view.texts, view.text_counts) == ((), {})
        assert MARKER not in repr(view) + repr(view.texts) + repr(view.snapshot)
        assert MARKER not in str(store.list_snapshots(sample.id))
        assert view.phase is Phase.OPEN


def test_a_repr_says_nothing_of_what_was_written(store: Store) -> None:
    sample = open_sample(store, 8)
    tell(sample, ticked(8))
    close_round(store, sample.id)
    assert MARKER not in repr(get_view(store, sample.id, Role.FACILITATOR))


# How many it takes


@pytest.mark.parametrize(("allowed", "released"), [(0, 0), (7, 0), (8, 8), (9, 9)])
def test_below_the_number_no_sentence_is_released_and_nobody_learns_how_many_there_were(
    store: Store, allowed: int, released: int
) -> None:
    sample = open_sample(store, 12)
    tell(sample, [*ticked(allowed), *[("not for others", False)] * (12 - allowed)])
    close_round(store, sample.id)
    reveal(sample)
    assert len(look(sample)) == released
    assert count(sample) == {"story": released}
    assert [count(sample, role) for role in ROOM] == [{}, {}]
    assert "not for others" not in list_words(sample)


def test_sentences_from_second_browsers_do_not_help_to_reach_the_number(store: Store) -> None:
    sample = open_sample(store, 10)
    store.set_people(sample.code, 7)
    tell(sample, ticked(10))
    close_round(store, sample.id)
    assert get_result(store, store.get_round_by_id(sample.id), Role.FACILITATOR).snapshot
    assert look(sample) == ()
    assert count(sample) == {"story": 0}


def test_a_round_without_a_result_releases_nothing_and_counts_nothing(store: Store) -> None:
    policy = AnonymityPolicy(k=8, text_k=8)
    sample = open_sample(store, 10, make_exercise(policy))
    store.set_people(sample.code, 7)
    tell(sample, ticked(10))
    close_round(store, sample.id)
    assert get_result(store, store.get_round_by_id(sample.id), Role.FACILITATOR).withheld
    assert (look(sample), count(sample)) == ((), {})


def test_prompts_are_released_each_on_its_own(store: Store) -> None:
    prompts = [Text("one", "One?"), Text("two", "Two?"), Text("three", "?", may_be_shown=False)]
    sample = open_sample(store, 10, Exercise("any", prompts=prompts))
    for place, token in enumerate(sample.tokens):
        said = {"text": f"words {place}", "share": True}
        raw = {"one": said, "two": said | {"share": place < 7}, "three": said}
        submit(store, sample.id, token, raw)
    close_round(store, sample.id)
    assert {each.prompt for each in look(sample)} == {"one"}
    assert count(sample) == {"one": 10, "two": 0}


@pytest.mark.one_file
def test_what_is_not_released_is_erased_from_the_files(tmp_path: Path, store: Store) -> None:
    sample = open_sample(store, 12)
    tell(sample, [*[(f"released {place}", True) for place in range(8)], *[(MARKER, False)] * 4])
    assert find_bytes(tmp_path / "kit.db", [MARKER.encode()])
    close_round(store, sample.id)
    assert find_bytes(tmp_path / "kit.db", [MARKER.encode()]) == []
    assert find_bytes(tmp_path / "kit.db", [b"released 7"])


def test_sentences_of_another_round_are_not_mixed_in(store: Store) -> None:
    one, other = open_sample(store, 8), open_sample(store, 8)
    for sample, word in ((one, "first"), (other, "second")):
        tell(sample, [(word, True)] * 8)
        close_round(store, sample.id)
    assert set(list_words(one)) == {"first"}
    assert list_words(other) == ["second"] * 8
    with pytest.raises(NotFoundError):
        set_texts_shown(store, [look(one)[0].id, look(other)[0].id], True)


# Whatever people write

RESPONSES = st.lists(
    st.builds(TextResponse, st.sampled_from(["a", "b", "c", "d e", "ä"]), st.booleans()),
    max_size=30,
)


@example(responses=[TextResponse("a", True)] * 12, extra=3, text_k=8, seed=0)
@given(responses=RESPONSES, extra=st.integers(0, 5), text_k=st.integers(5, 12), seed=st.integers())
def test_a_batch_is_everything_that_was_allowed_or_nothing(
    responses: list[TextResponse], extra: int, text_k: int, seed: int
) -> None:
    policy = AnonymityPolicy(text_k=text_k)
    batch = build_batch(responses, policy, round_id=3, taken_off=extra)
    allowed = Counter(each.text for each in responses if each.share)
    sure = max(0, allowed.total() - extra)
    assert batch.count == (sure if sure >= text_k else 0)
    assert Counter(batch.texts) == (allowed if sure >= text_k else Counter())
    shuffled = random.Random(seed).sample(responses, len(responses))
    assert build_batch(shuffled, policy, round_id=3, taken_off=extra) == batch


def test_of_the_same_sentences_in_two_rounds_the_order_tells_nothing(store: Store) -> None:
    orders = []
    for _ in range(2):
        sample = open_sample(store, 12)
        tell(sample, ticked(12))
        close_round(store, sample.id)
        orders.append(list_words(sample))
    assert orders[0] != orders[1]
    assert sorted(orders[0]) == sorted(orders[1])


def test_the_order_of_a_batch_is_neither_that_of_the_alphabet_nor_the_same_in_every_round() -> None:
    words = [TextResponse(f"sentence {place}", True) for place in range(20)]
    orders = {build_batch(words, POLICY, round_id=number, taken_off=0).texts for number in range(4)}
    assert len(orders) == 4
    assert tuple(sorted(each.text for each in words)) not in orders


def dump(store: Store) -> list[tuple[object, ...]]:
    """What the file holds of released sentences, row by row."""
    with sqlite3.connect(get_sqlite(store).path) as connection:
        rows = connection.execute("SELECT rowid, * FROM texts").fetchall()
        return rows + connection.execute("SELECT * FROM text_counts").fetchall()


ACTS = st.lists(
    st.tuples(st.integers(0, 15), st.sampled_from("abc"), st.booleans()), min_size=1, max_size=40
)


@pytest.mark.long
@settings(max_examples=40, deadline=None)
@given(acts=ACTS, people=st.none() | st.integers(8, 16), live=st.booleans(), seed=st.integers())
def test_whatever_people_send_the_released_sentences_are_none_or_enough_in_one_order(
    acts: list[tuple[int, str, bool]], people: int | None, live: bool, seed: int
) -> None:
    policy = AnonymityPolicy(reveal="live" if live else "sealed")
    exercise = Exercise("one", prompts=[Choice("kind", "?", ["a", "b"]), Text("story", "?")])
    exercise = Exercise("one", prompts=exercise.prompts, policy=policy)
    last: dict[int, tuple[str, bool]] = {}
    with fresh_store() as store:
        sample = open_sample(store, 16, exercise)
        store.set_people(sample.code, people)
        for place, text, share in acts:
            raw = {"kind": ["a"], "story": {"text": text, "share": share}}
            try:
                submit(store, sample.id, sample.tokens[place], raw)
            except PhaseError:
                continue  # part of what was shown live, so it stays as it was
            last[place] = (text, share)
        close_round(store, sample.id)
        released, rows = look(sample), dump(store)
        allowed = Counter(text for text, share in last.values() if share)
        assert len(released) == 0 or len(released) >= policy.text_k
        assert Counter(each.text for each in released) in (allowed, Counter())
        result = get_result(store, store.get_round_by_id(sample.id), Role.FACILITATOR)
        assert not (result.withheld and rows)
    if live:
        return  # which batch was shown first depends on the order, and so may be what is published
    with fresh_store() as store:
        sample = open_sample(store, 0, exercise)
        places = random.Random(seed).sample(list(last), len(last))
        sample.tokens += add_seats(store, sample.code, 16)
        store.set_people(sample.code, people)
        for token, place in zip(sample.tokens, places, strict=False):
            text, share = last[place]
            raw = {"kind": ["a"], "story": {"text": text, "share": share}}
            submit(store, sample.id, token, raw)
        close_round(store, sample.id)
        assert dump(store) == rows
