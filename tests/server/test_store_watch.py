"""Asking whether the store answers: in time, late, with a fault, and never twice at a time."""

from __future__ import annotations

import asyncio
import threading

from kit.errors import StoreError
from kit.server.store_watch import StoreWatch
from tests.waiting import play


def test_a_store_that_answers_is_well() -> None:
    async def scenario() -> None:
        watch = StoreWatch(lambda: None)
        seconds = await watch.ask()
        assert seconds is not None
        assert seconds >= 0
        assert await watch.is_well()
        watch.close()

    play(scenario())


def test_a_store_with_a_fault_is_not() -> None:
    def fail() -> None:
        raise StoreError

    async def scenario() -> None:
        watch = StoreWatch(fail)
        assert await watch.ask() is None
        assert not await watch.is_well()
        watch.close()

    play(scenario())


def test_one_that_hangs_is_asked_once_however_many_want_to_know() -> None:
    going, asked = threading.Event(), []

    def hang() -> None:
        asked.append(1)
        going.wait()

    async def scenario() -> None:
        watch = StoreWatch(hang)
        assert await asyncio.gather(*(watch.ask(0.01) for _ in range(50))) == [None] * 50
        assert await watch.ask(0.01) is None
        assert len(asked) == 1
        going.set()
        assert await watch.ask(60) is not None
        await watch.ask(60)
        assert len(asked) == 2
        watch.close()

    play(scenario())
