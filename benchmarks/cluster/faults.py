"""A server of several is killed, or told to end: its seats go on on another one."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

from benchmarks.cluster.crowd import BOUND, Crowd, wait_for_all
from benchmarks.figures import find_spread
from benchmarks.torture.person import Person
from benchmarks.torture.truth import name_option

FIRST = 0  # version of an answer


async def measure_kill(crowd: Crowd) -> dict[str, Any]:
    """Kill the server with the most people on it: who is back elsewhere, when, and with what."""
    await crowd.answer(FIRST)
    return await _leave(crowd, lambda number: crowd.cluster.nodes[number].kill())


async def measure_drain(crowd: Crowd) -> dict[str, Any]:
    """Tell the server with the most people to end, while everybody changes their answers."""
    await crowd.answer(FIRST)
    stop = asyncio.Event()
    sending = [asyncio.create_task(_keep_sending(each, stop)) for each in crowd.people]

    def end(number: int) -> None:
        crowd.cluster.nodes[number].drain()

    try:
        figures = await _leave(crowd, end, sent_before=False)
    finally:
        stop.set()
        async with asyncio.timeout(BOUND):
            await asyncio.gather(*sending)
    return figures


async def _leave(
    crowd: Crowd, end: Callable[[int], None], *, sent_before: bool = True
) -> dict[str, Any]:
    number = crowd.find_fullest()
    moved = crowd.list_people(number)
    stay = [each for each in crowd.people if each not in moved]
    kernels = {id(each): each.kernel for each in moved}
    if sent_before:
        for each in moved:
            each.begin()
    began = time.time()
    ended = asyncio.create_task(_time(end, number))
    back = await wait_for_all(moved, lambda each: each.come_back(kernels[id(each)]))
    lost = [each.record.find_last("lost") - began for each in moved]
    figures = {
        "people": len(crowd.people),
        "moved": len(moved),
        "back": find_spread(back),
        "without": find_spread([there - gone for there, gone in zip(back, lost, strict=True)]),
        "ended": await ended,
        "disturbed": sum(each.record.find_last("lost") > began for each in stay),
    }
    if sent_before:
        figures["kept"] = sum(each.received == name_option(each.name, FIRST) for each in moved)
    return figures


async def _keep_sending(person: Person, stop: asyncio.Event) -> None:
    version = FIRST + 1
    while not stop.is_set():
        await person.answer(name_option(person.name, version))
        version += 1


async def _time(work: Callable[[int], None], number: int) -> float:
    began = time.time()
    await asyncio.to_thread(work, number)
    return time.time() - began
