"""Screens without the key start one at a time and at a pace; those who hang up cost nothing.

The clock is the test's own, so it counts turns and measures nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from kit.server.kernels.pool import KernelPool
from kit.server.kernels.screens import (
    AT_ONCE,
    EVERY,
    MAX_SCREENS,
    MAX_TICKETS,
    ScreenLine,
    Shown,
    TooManyScreens,
    give_up,
)
from kit.server.waiting import WaitingLine
from kit.session.session import Role
from tests.server.clock import Clock

HERE, THERE = "192.0.2.1", "192.0.2.2"
HOUR = 3600


class Line:
    """The line and its clock."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.screens = ScreenLine(self.clock)

    def wait(self, seconds: float) -> None:
        self.clock.now += seconds
        self.screens.serve()

    def use_up(self) -> None:
        """Start as many at once as there may be."""
        for _ in range(int(AT_ONCE)):
            assert self.screens.ask(HERE).done()
            self.screens.finish()


def run(play: Callable[[], None]) -> None:
    async def inside() -> None:
        play()

    asyncio.run(inside())


def test_a_few_screens_wait_for_nothing_but_one_another() -> None:
    def play() -> None:
        screens = Line().screens
        turns = [screens.ask(HERE) for _ in range(int(AT_ONCE))]
        for place in range(len(turns)):
            assert [turn.done() for turn in turns].count(True) == place + 1
            screens.finish()

    run(play)


def test_many_start_at_one_pace_from_however_many_addresses() -> None:
    def play() -> None:
        line, started = Line(), 0
        turns = [line.screens.ask(f"192.0.2.{place % 250}") for place in range(2000)]
        for _ in range(HOUR):
            line.wait(1)
            before, started = started, sum(turn.done() for turn in turns)
            if started > before:
                assert started == before + 1
                line.screens.finish()
        assert started <= AT_ONCE + HOUR / EVERY + 1

    run(play)


def test_who_hangs_up_costs_nobody_a_turn_and_is_forgotten() -> None:
    async def play() -> None:
        line = Line()
        line.use_up()
        waiting = line.screens.ask(THERE)
        for _ in range(5000):
            give_up(line.screens.ask(HERE))
            give_up(line.screens.ask(THERE))
        await asyncio.sleep(0)
        assert repr(line.screens) == "<ScreenLine of 1 browsers>"
        line.wait(EVERY)
        assert waiting.result()

    asyncio.run(play())


def test_another_address_does_not_stand_behind_the_many() -> None:
    def play() -> None:
        line = Line()
        line.use_up()
        for _ in range(1000):
            line.screens.ask(HERE)
        other = line.screens.ask(THERE)
        for _ in range(2):
            line.wait(EVERY)
            line.screens.finish()
        assert other.done()

    run(play)


def test_a_turn_that_was_not_needed_is_the_next_ones() -> None:
    def play() -> None:
        line = Line()
        line.use_up()
        first, second = line.screens.ask(HERE), line.screens.ask(HERE)
        line.wait(EVERY)
        assert (first.done(), second.done()) == (True, False)
        line.screens.finish()
        line.screens.give_back()
        assert second.done()

    run(play)


def test_the_line_is_left_by_those_who_waited_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kit.server.kernels.screens.LONGEST_WAIT", 0.0)

    async def play() -> None:
        screens = Line().screens
        assert await screens.ask(HERE)
        assert not await screens.ask(HERE)

    asyncio.run(play())


def test_a_line_of_nobody_gives_no_turn() -> None:
    assert WaitingLine().take() is None
    assert repr(WaitingLine()) == "<WaitingLine of 0>"


class Idle:
    """A manager whose kernels never come."""

    async def start_kernel(self, **_: Any) -> str:
        await asyncio.Event().wait()
        return ""


@pytest.mark.parametrize(
    ("shown", "most"), [(Shown.TICKET, MAX_TICKETS), (Shown.CODE, MAX_SCREENS)]
)
def test_screens_are_counted_by_what_was_shown_for_them(shown: Shown, most: int) -> None:
    async def play() -> None:
        kernels = KernelPool(Idle())
        coming = [kernels.open(Role.SCREEN, Shown.KEY) for _ in range(20)]
        coming += [kernels.open(Role.SCREEN, shown) for _ in range(most)]
        with pytest.raises(TooManyScreens):
            kernels.open(Role.SCREEN, shown)
        for other in set(Shown) - {shown}:
            coming.append(kernels.open(Role.SCREEN, other))
        for each in coming:
            each.cancel()

    asyncio.run(play())
