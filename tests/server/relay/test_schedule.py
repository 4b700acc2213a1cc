"""Whose work comes next: that of whoever has used least, and never more than the kernel takes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from kit.server.relay.budget import SAVED, YOUNG, Budget
from kit.server.relay.schedule import AGE, AT_ONCE, BEHIND, Schedule

PATIENCE = 30
MANY = 2000  # more than Python lets functions call one another


def run(work: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(work, PATIENCE))


def make_budget(spent: float = 0.0) -> Budget:
    budget = Budget(lambda: 0.0)
    budget.spend(spent)
    return budget


async def settle() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


class Work:
    """What has been started, in order."""

    def __init__(self) -> None:
        self.begun: list[str] = []

    def add(self, name: str) -> Callable[[], None]:
        return lambda: self.begun.append(name)


def test_the_kernel_has_a_few_pieces_at_a_time() -> None:
    async def play() -> None:
        schedule, work = Schedule(), Work()
        names = [str(place) for place in range(2 * AT_ONCE)]
        for name in names:
            schedule.ask(make_budget(), work.add(name))
        await settle()
        assert work.begun == names[:AT_ONCE]
        schedule.finish()
        await settle()
        assert work.begun == names[: AT_ONCE + 1]

    run(play())


def test_who_has_used_least_comes_first_and_alike_ones_in_their_order() -> None:
    async def play() -> None:
        schedule, work = Schedule(at_once=1, clock=lambda: 0.0), Work()
        for name, spent in (("much", 0.25), ("none", 0.0), ("same", 0.0), ("some", 0.15)):
            schedule.ask(make_budget(spent), work.add(name))
        for _ in range(4):
            await settle()
            schedule.finish()
        assert work.begun == ["none", "same", "some", "much"]

    run(play())


def test_whoever_waits_gets_ahead_of_those_who_come_later() -> None:
    """Seats that were quiet for long would otherwise keep newcomers out as long as they like."""

    async def play() -> None:
        now = 0.0
        schedule, work = Schedule(at_once=1, clock=lambda: now), Work()
        rested = Budget(lambda: now)
        now = 60.0
        assert rested.level == SAVED
        schedule.ask(rested, work.add("under way"))
        await settle()
        schedule.ask(make_budget(), work.add("newcomer"))
        now += 0.9 * AGE * (SAVED - YOUNG)
        schedule.ask(rested, work.add("soon after"))
        now += 0.2 * AGE * (SAVED - YOUNG)
        schedule.ask(rested, work.add("late"))
        for _ in range(4):
            await settle()
            schedule.finish()
        assert work.begun == ["under way", "soon after", "newcomer", "late"]

    run(play())


@pytest.mark.parametrize(("waited", "first"), [(0.5, "fresh"), (1.5, "spent")])
def test_a_seat_that_has_used_up_all_comes_behind_for_a_while_and_not_for_ever(
    waited: float, first: str
) -> None:
    async def play() -> None:
        now = 0.0
        schedule, work = Schedule(at_once=1, clock=lambda: now), Work()
        schedule.ask(make_budget(), work.add("under way"))
        await settle()
        schedule.ask(make_budget(YOUNG), work.add("spent"))
        now += waited * BEHIND
        schedule.ask(make_budget(), work.add("fresh"))
        schedule.finish()
        await settle()
        assert work.begun == ["under way", first]

    run(play())


def test_work_that_is_done_at_once_lets_others_in_between() -> None:
    """Refused frames are: were they worked off in one go, nobody else would be heard meanwhile."""

    async def play() -> None:
        schedule, work = Schedule(at_once=1), Work()
        spent = make_budget(YOUNG)

        def refuse() -> None:
            work.begun.append("refused")
            schedule.finish()

        for _ in range(MANY):
            schedule.ask(spent, refuse)
        while len(work.begun) < 3:
            await asyncio.sleep(0)
        schedule.ask(make_budget(), work.add("honest"))
        while "honest" not in work.begun:
            await asyncio.sleep(0)
        assert len(work.begun) < MANY / 2
        schedule.finish()
        while len(work.begun) <= MANY:
            await asyncio.sleep(0)

    run(play())


def test_work_that_fails_holds_up_nobody(caplog: pytest.LogCaptureFixture) -> None:
    async def play() -> None:
        schedule, work = Schedule(at_once=1), Work()

        def fail() -> None:
            msg = "words of somebody"
            raise ZeroDivisionError(msg)

        for each in (fail, work.add("a"), fail, fail):
            schedule.ask(make_budget(), each)
        await settle()
        schedule.finish()
        schedule.ask(make_budget(), work.add("b"))
        while len(work.begun) < 2:
            await asyncio.sleep(0)

    run(play())
    assert "ZeroDivisionError" in caplog.text
    assert "words of somebody" not in caplog.text


def test_a_turn_that_is_held_ends_with_its_block_whatever_happens() -> None:
    async def play() -> None:
        schedule = Schedule(at_once=1)
        with pytest.raises(ZeroDivisionError):
            async with schedule.hold(make_budget()):
                raise ZeroDivisionError
        async with schedule.hold(make_budget()):
            waiting = asyncio.create_task(hold_once(schedule))
            await settle()
            waiting.cancel()
            given_up = asyncio.create_task(hold_once(schedule))
        given_up.cancel()  # its turn may have come in this very moment
        await asyncio.gather(waiting, given_up, return_exceptions=True)
        await hold_once(schedule)

    run(play())


async def hold_once(schedule: Schedule) -> None:
    async with schedule.hold(make_budget()):
        pass
