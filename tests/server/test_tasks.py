"""Work in the background ends with its owner, and is not lost before."""

from __future__ import annotations

import asyncio
import gc

from kit.server.tasks import Tasks


def test_work_is_held_until_it_is_done_and_forgotten_then() -> None:
    async def scenario() -> None:
        tasks, may_end, ended = Tasks(), asyncio.Event(), asyncio.Event()

        async def work() -> None:
            await may_end.wait()
            ended.set()

        tasks.begin(work())
        await asyncio.sleep(0)
        gc.collect()  # a task that nobody holds would be gone now
        assert repr(tasks) == "<Tasks: 1 running>"
        may_end.set()
        await ended.wait()
        await asyncio.sleep(0)
        assert repr(tasks) == "<Tasks: 0 running>"

    asyncio.run(scenario())


def test_whoever_owns_it_may_stop_it_and_once_is_enough() -> None:
    async def scenario() -> None:
        tasks, stopped = Tasks(), asyncio.Event()

        async def work() -> None:
            try:
                await asyncio.Event().wait()
            finally:
                stopped.set()

        tasks.begin(work())
        await asyncio.sleep(0)
        tasks.cancel()
        await stopped.wait()
        await asyncio.sleep(0)
        tasks.cancel()
        assert repr(tasks) == "<Tasks: 0 running>"

    asyncio.run(scenario())


def test_work_that_fails_is_forgotten_like_any_other() -> None:
    async def scenario() -> None:
        heard: list[str] = []
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _loop, about: heard.append(str(about["exception"])))
        tasks = Tasks()

        async def fail() -> None:
            msg = "of the work"
            raise ZeroDivisionError(msg)

        tasks.begin(fail())
        for _ in range(3):
            await asyncio.sleep(0)
        assert repr(tasks) == "<Tasks: 0 running>"
        gc.collect()
        await asyncio.sleep(0)
        assert heard == ["of the work"]  # it is not passed over in silence

    asyncio.run(scenario())


def test_its_owner_can_wait_until_all_of_it_is_done() -> None:
    async def scenario() -> None:
        tasks, may_end, ended = Tasks(), asyncio.Event(), []

        async def work(fails: bool) -> None:
            await may_end.wait()
            ended.append(fails)
            if fails:
                raise ZeroDivisionError

        tasks.begin(work(False))
        tasks.begin(work(True))
        asyncio.get_running_loop().call_soon(may_end.set)
        await tasks.settle()
        assert sorted(ended) == [False, True]

    asyncio.run(scenario())
