"""What one seat may cost, with a clock that stands until it is moved."""

from __future__ import annotations

from kit.server.relay.budget import FAULTS, LONGEST_DEBT, SAVED, SHARE, YOUNG, Bucket, Budget
from tests.server.clock import Clock


def test_a_bucket_fills_with_time_and_no_further_than_it_is_large() -> None:
    clock = Clock()
    bucket = Bucket(0.5, 2.0, clock)
    bucket.spend(3.0)
    assert bucket.level == -1.0
    assert bucket.measure_wait() == 2.0
    clock.now += 2.0
    assert bucket.measure_wait() == 0.0
    clock.now += 98.0
    assert bucket.level == 2.0


def test_a_seat_that_types_all_day_never_waits() -> None:
    clock = Clock()
    budget = Budget(clock)
    for _ in range(10_000):
        clock.now += 0.25
        budget.spend(0.02)
        assert budget.measure_wait() == 0.0


def test_a_seat_that_has_spent_its_share_waits_until_it_has_it_back() -> None:
    clock = Clock()
    budget = Budget(clock)
    clock.now += SAVED / SHARE
    budget.spend(SAVED + 0.25)
    assert budget.measure_wait() == 0.25 / SHARE
    clock.now += 0.25 / SHARE
    assert budget.measure_wait() == 0.0


def test_a_new_seat_has_less_than_one_that_has_been_quiet() -> None:
    clock = Clock()
    new, old = Budget(clock), Budget(clock)
    assert new.level == YOUNG
    clock.now += 60
    old.spend(0.1)
    assert Budget(clock).level < old.level


def test_one_frame_that_took_very_long_counts_for_a_while_and_not_for_ever() -> None:
    budget = Budget(Clock())
    budget.spend(3600)
    assert budget.measure_wait() == LONGEST_DEBT / SHARE


def test_faults_are_forgotten_with_time_and_paid_back_by_what_is_right() -> None:
    clock = Clock()
    budget = Budget(clock)
    assert not any(budget.add_fault() for _ in range(int(FAULTS)))
    assert budget.add_fault()
    assert budget.add_fault()
    budget.add_success()
    budget.add_success()
    assert not budget.add_fault()
    clock.now += 3600
    assert not any(budget.add_fault() for _ in range(int(FAULTS)))
