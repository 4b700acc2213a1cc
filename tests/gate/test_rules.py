"""The gate's arithmetic, one rule after the other, and then whole streams of what people do."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit.exercise.policy import AnonymityPolicy
from kit.gate.rules import (
    Coarseness,
    Verdict,
    coarsen,
    count_counted,
    count_silent,
    decide_close,
    decide_live,
    decide_texts,
    describe_lost,
    describe_progress,
)
from tests.exercise.test_policy import LIVE, policies

# Rule 1: how far the room is


@given(seats=st.integers(1, 7), data=st.data())
def test_up_to_seven_seats_progress_is_some_most_or_everyone(
    seats: int, data: st.DataObject
) -> None:
    finished = data.draw(st.integers(0, seats))
    said = describe_progress(finished, seats)
    assert said in (
        "Some have not finished",
        f"Most of {seats} finished",
        "Everyone finished",
    )
    assert (said == "Everyone finished") == (finished == seats)
    assert said.startswith("Most") == (seats / 2 < finished < seats)


def test_from_eight_seats_on_progress_is_the_count() -> None:
    assert describe_progress(7, 12) == "7 of 12 finished"
    assert describe_progress(0, 8) == "0 of 8 finished"
    assert describe_progress(8, 8) == "8 of 8 finished"
    assert describe_progress(0, 0) == "Nobody has joined yet"


def test_where_few_of_many_seats_are_surely_sat_in_progress_is_told_in_words() -> None:
    assert describe_progress(3, 12, room=7) == "Some have not finished"
    assert describe_progress(7, 12, room=7) == "Most of 12 finished"
    assert describe_progress(3, 12, room=8) == "3 of 12 finished"


def test_how_many_phones_are_reconnecting_is_said_where_that_singles_nobody_out() -> None:
    assert describe_lost(2, 8) == "2 reconnecting"
    assert {describe_lost(lost, 7) for lost in range(1, 8)} == {"One or more reconnecting"}
    assert describe_lost(0, 7) == describe_lost(0, 8) == ""


# Rule 2: live


def test_a_sealed_round_shows_nothing_while_open() -> None:
    for n, seats in product(range(40), range(40)):
        assert decide_live(AnonymityPolicy(), n=n, published=0, seats=seats) == Verdict.WAIT


def test_a_live_round_publishes_full_batches_that_leave_a_full_batch_or_nobody() -> None:
    for policy in (LIVE, AnonymityPolicy(k=4, batch=6, reveal="live")):
        for seats, n, published in product((12, 30, 99, 100, 140), range(31), range(31)):
            batch = policy.get_batch(seats)
            rule = n - published >= batch and n >= policy.k
            rule = rule and (seats - n == 0 or seats - n - max(2, math.ceil(seats / 8)) >= batch)
            verdict = decide_live(policy, n=n, published=published, seats=seats)
            assert verdict == (Verdict.PUBLISH if rule else Verdict.WAIT)


def test_a_live_round_waits_while_few_are_missing() -> None:
    assert decide_live(LIVE, n=5, published=0, seats=12) == Verdict.PUBLISH
    assert decide_live(LIVE, n=6, published=0, seats=12) == Verdict.WAIT
    assert decide_live(LIVE, n=11, published=0, seats=12) == Verdict.WAIT
    assert decide_live(LIVE, n=12, published=0, seats=12) == Verdict.PUBLISH
    assert decide_live(LIVE, n=12, published=8, seats=12) == Verdict.WAIT


@pytest.mark.parametrize(
    ("seats", "steps"),
    [
        (6, [6]),
        (12, [5, 12]),
        (25, [5, 10, 15, 25]),
        (60, [5, 10, 15, 20, 25, 30, 35, 40, 45, 60]),
        (200, [*range(10, 170, 10), 200]),
    ],
)
def test_a_live_room_sees_the_first_batch_early_and_nobody_is_left_out_by_a_few_who_never_send(
    seats: int, steps: list[int]
) -> None:
    for silent in range(count_silent(seats) + 1):
        shown: list[int] = []
        for n in range(1, seats - silent + 1):
            published = shown[-1] if shown else 0
            if decide_live(LIVE, n=n, published=published, seats=seats) == Verdict.PUBLISH:
                shown.append(n)
        assert shown == [each for each in steps if each < seats or not silent]
        if silent and seats - silent >= LIVE.k:
            published = shown[-1] if shown else 0
            close = decide_close(LIVE, n=seats - silent, published=published, seats=seats)
            assert close == Verdict.PUBLISH


# Rule 3: the close


def test_the_close_follows_the_rule_for_every_small_room() -> None:
    for policy in (AnonymityPolicy(), LIVE, AnonymityPolicy(k=4, batch=6)):
        for seats, n, published in product((12, 99, 100), range(31), range(31)):
            batch = policy.get_batch(seats)
            verdict = decide_close(policy, n=n, published=published, seats=seats)
            if n >= policy.k and n - published >= batch:
                assert verdict == Verdict.PUBLISH
            else:
                assert verdict == (Verdict.KEEP if published else Verdict.WITHHOLD)


def test_a_few_left_over_at_the_close_leave_the_last_snapshot_as_it_is() -> None:
    assert decide_close(LIVE, n=12, published=10, seats=12) == Verdict.KEEP
    assert decide_close(LIVE, n=10, published=10, seats=12) == Verdict.KEEP
    assert decide_close(LIVE, n=15, published=10, seats=16) == Verdict.PUBLISH


def test_under_k_there_is_never_a_result() -> None:
    assert decide_close(AnonymityPolicy(), n=4, published=0, seats=12) == Verdict.WITHHOLD
    assert decide_close(AnonymityPolicy(), n=5, published=0, seats=12) == Verdict.PUBLISH


@given(policies(), st.data())
def test_a_tighter_policy_never_publishes_more(loose: AnonymityPolicy, data: st.DataObject) -> None:
    k = loose.k + data.draw(st.integers(0, 4))
    batch = max(k, loose.get_batch(100)) + data.draw(st.integers(0, 4))
    tight = loose.tighten(
        AnonymityPolicy(k=k, text_k=k + 8, batch=batch, full_scale_n=30, reveal=loose.reveal)
    )
    for seats, n in product((20, 99, 100, 120), range(60)):
        for decide in (decide_live, decide_close):
            if decide(tight, n=n, published=0, seats=seats) == Verdict.PUBLISH:
                assert decide(loose, n=n, published=0, seats=seats) == Verdict.PUBLISH


# Rule 4: coarseness


def test_coarseness_follows_the_number_of_submissions_alone() -> None:
    steps = [coarsen(n, AnonymityPolicy()) for n in range(5, 17)]
    assert steps == [Coarseness.BAND] * 3 + [Coarseness.BUCKETS] * 7 + [Coarseness.FULL] * 2
    assert coarsen(15, AnonymityPolicy(full_scale_n=20)) == Coarseness.BUCKETS


# Rule 11: many browsers


def test_seats_beyond_the_people_are_subtracted() -> None:
    assert count_counted(12, 14, 12) == 10
    assert count_counted(12, 14, None) == 12
    assert count_counted(12, 12, 14) == 12
    assert count_counted(3, 20, 2) == 0


def test_one_person_with_many_browsers_does_not_unlock_the_answer_of_another() -> None:
    counted = count_counted(10, 10, people=2)
    assert decide_close(AnonymityPolicy(), n=counted, published=0, seats=10) == Verdict.WITHHOLD
    assert decide_live(LIVE, n=counted, published=0, seats=10) == Verdict.WAIT


def test_extra_browsers_do_not_fill_a_batch_after_a_snapshot() -> None:
    counted = count_counted(15, 15, people=11)
    assert decide_close(LIVE, n=counted, published=10, seats=15) == Verdict.KEEP
    # Counted like the snapshot, although five submissions are left over.
    counted = count_counted(15, 15, people=10)
    assert decide_close(LIVE, n=counted, published=10, seats=15) == Verdict.KEEP


def test_browsers_that_join_later_do_not_take_back_what_the_room_has_seen() -> None:
    counted = count_counted(5, 14, people=10)
    assert counted < LIVE.k
    assert decide_close(LIVE, n=counted, published=5, seats=14) == Verdict.KEEP


# Rule 12: known answers


def test_known_answers_are_subtracted_beside_seats_beyond_the_people() -> None:
    assert count_counted(12, 12, None, known=1) == 11
    assert count_counted(12, 14, 12, known=3) == 7
    assert count_counted(2, 2, None, known=3) == 0


def test_those_still_missing_are_none_or_a_full_batch_without_the_known_ones() -> None:
    def decide(n: int, known: int) -> Verdict:
        return decide_live(LIVE, n=n - known, published=0, seats=14, known=known)

    assert decide(7, known=0) == Verdict.PUBLISH  # seven are missing: a batch, and two for silence
    assert decide(7, known=1) == Verdict.WAIT  # of the seven who are missing one may be known
    assert decide(6, known=1) == Verdict.PUBLISH
    assert decide(14, known=1) == Verdict.PUBLISH  # nobody is missing
    assert decide(13, known=1) == Verdict.WAIT


# Whole streams


@dataclass
class Gate:
    """A round in memory: it holds answers and does with them only what the rules allow.

    Each seat belongs to a person; its answer is a number that no other answer has.
    """

    policy: AnonymityPolicy
    knows_people: bool
    owners: list[int] = field(default_factory=list)
    staged: dict[int, int] = field(default_factory=dict)
    released: set[int] = field(default_factory=set)
    snapshots: list[dict[int, int]] = field(default_factory=list)
    batches: list[int] = field(default_factory=list)
    result: dict[int, int] | None = None
    answers: int = 0

    @property
    def counts(self) -> dict[str, int]:
        people = len(set(self.owners)) if self.knows_people else None
        return {
            "n": count_counted(len(self.staged), len(self.owners), people),
            "published": len(self.snapshots[-1]) if self.snapshots else 0,
            "seats": len(self.owners),
        }

    def join(self, person: int) -> None:
        self.owners.append(person)

    def submit(self, number: int) -> None:
        """Answer, or change the answer unless it is part of a snapshot (rule 5)."""
        if self.owners and (seat := number % len(self.owners)) not in self.released:
            self.answers += 1
            self.staged[seat] = self.answers
            if decide_live(self.policy, **self.counts) == Verdict.PUBLISH:
                self.publish()

    def publish(self) -> None:
        self.snapshots.append(dict(self.staged))
        self.batches.append(self.policy.get_batch(len(self.owners)))
        self.released |= set(self.staged)

    def close(self) -> Verdict:
        verdict = decide_close(self.policy, **self.counts)
        if verdict == Verdict.PUBLISH:
            self.publish()
        self.result = None if verdict == Verdict.WITHHOLD else self.snapshots[-1]
        return verdict


@st.composite
def played_rounds(draw: st.DrawFn) -> Gate:
    """A round after a stream of seats, submissions and changes, before its close.

    People come and answer one by one and in waves; some have several browsers.
    """
    gate = Gate(draw(policies()), knows_people=draw(st.booleans()))
    people = draw(st.sampled_from((3, 20, 60, 200)))
    for _ in range(draw(st.sampled_from((0, 12, 30, 95)))):
        gate.join(len(gate.owners) % people)
    wave = st.sampled_from((1, 1, 2, 5, 10, 20))
    steps = st.tuples(st.sampled_from(("join", "submit", "submit")), wave, st.integers(0, 120))
    for step, count, start in draw(st.lists(steps, max_size=25)):
        for number in range(start, start + count):
            if step == "join":
                gate.join(number % people)
            else:
                gate.submit(number)
    return gate


@given(text_k=st.integers(5, 50), n=st.integers(0, 100))
def test_sentences_are_released_from_their_own_number_on(text_k: int, n: int) -> None:
    verdict = decide_texts(AnonymityPolicy(text_k=text_k), n=n)
    assert verdict is (Verdict.PUBLISH if n >= text_k else Verdict.WITHHOLD)


@settings(max_examples=400)
@given(played_rounds())
def test_no_stream_makes_two_snapshots_differ_by_less_than_a_batch(gate: Gate) -> None:
    gate.close()
    for (_, early), (place, late) in combinations(enumerate(gate.snapshots), 2):
        differing = [seat for seat in late if early.get(seat) != late[seat]]
        assert all(late.get(seat) == answer for seat, answer in early.items())
        assert len(differing) >= gate.batches[place] >= gate.policy.k
        if gate.knows_people:
            assert len({gate.owners[seat] for seat in differing}) >= gate.batches[place]


@settings(max_examples=400)
@given(played_rounds())
def test_no_stream_publishes_fewer_than_k(gate: Gate) -> None:
    gate.close()
    for snapshot in gate.snapshots:
        assert len(snapshot) >= gate.policy.k
        if gate.knows_people:
            assert len({gate.owners[seat] for seat in snapshot}) >= gate.policy.k


@given(played_rounds())
def test_a_sealed_round_publishes_once_at_most_and_only_at_the_close(gate: Gate) -> None:
    before = len(gate.snapshots)
    verdict = gate.close()
    if gate.policy.reveal == "sealed":
        assert before == 0
        assert (verdict == Verdict.PUBLISH) == (len(gate.snapshots) == 1)
        assert verdict != Verdict.KEEP


@given(played_rounds())
def test_the_result_is_the_last_snapshot_or_nothing(gate: Gate) -> None:
    verdict = gate.close()
    assert (gate.result is None) == (verdict == Verdict.WITHHOLD)
    assert gate.result is None or gate.result == gate.snapshots[-1]


@given(played_rounds())
def test_a_round_that_has_enough_answers_and_no_extra_seats_has_a_result(gate: Gate) -> None:
    gate.knows_people = False
    enough = len(gate.staged) >= gate.policy.get_batch(len(gate.owners))
    gate.close()
    assert gate.result is not None or not enough
