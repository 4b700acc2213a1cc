"""Strangers who wait for their turn: the addresses take turns, and who has gone is passed over."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from kit.server.waiting import WaitingLine

HERE, THERE = "192.0.2.1", "192.0.2.2"


def play(scenario: Callable[[WaitingLine], None]) -> None:
    async def inside() -> None:
        scenario(WaitingLine())

    asyncio.run(inside())


def test_those_of_one_address_come_in_the_order_in_which_they_came() -> None:
    def scenario(line: WaitingLine) -> None:
        turns = [line.add(HERE) for _ in range(3)]
        assert len(line) == 3
        assert [line.take() for _ in range(4)] == [*turns, None]
        assert len(line) == 0

    play(scenario)


def test_many_at_one_address_hold_up_nobody_at_another() -> None:
    def scenario(line: WaitingLine) -> None:
        first, second, *_ = [line.add(HERE) for _ in range(100)]
        other = line.add(THERE)
        assert [line.take() for _ in range(3)] == [first, other, second]

    play(scenario)


def test_addresses_of_one_network_of_the_newer_kind_are_one_address() -> None:
    def scenario(line: WaitingLine) -> None:
        mine = [line.add(f"2001:db8::{number}") for number in range(1, 4)]
        other = line.add("2001:db8:1::1")
        assert [line.take() for _ in range(3)] == [mine[0], other, mine[1]]

    play(scenario)


def test_whoever_has_gone_is_passed_over_and_leaves_nothing_behind() -> None:
    async def inside() -> None:
        line = WaitingLine()
        gone, here = line.add(HERE), line.add(HERE)
        gone.set_result(False)
        assert line.take() is here
        left = line.add(THERE)
        left.cancel()
        await asyncio.sleep(0)
        assert (len(line), repr(line), line.take()) == (0, "<WaitingLine of 0>", None)
        assert not line._turns

    asyncio.run(inside())


def test_what_is_no_address_waits_like_any_other() -> None:
    def scenario(line: WaitingLine) -> None:
        turn = line.add("")
        assert line.take() is turn

    play(scenario)
