"""The database is away for a while, or silent: what newcomers read, and when everything goes on."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from typing import Any

import psycopg

from benchmarks.cluster.crowd import BOUND, Crowd, wait_for_all
from benchmarks.cluster.database import PostgreSQL
from benchmarks.cluster.proxy import HOST, NODE
from benchmarks.figures import find_spread
from benchmarks.torture.truth import name_option

AWAY_SECONDS = 5.0
LOOK_SECONDS = 0.25
PATIENCE = 30.0  # seconds for which a newcomer waits for one page
OK, BUSY = 200, 503
FIRST, SECOND = 0, 1  # versions of an answer


@dataclass(frozen=True)
class Visit:
    """One try to open the page at the door.

    Attributes:
        began: When, in seconds since the epoch.
        ended: When it was answered.
        status: What was answered; 0 for nothing.
        calm: It was a page of the kit that says so in words.
    """

    began: float
    ended: float
    status: int
    calm: bool


class Newcomer:
    """Somebody who opens the page at the door again and again.

    Args:
        port: Where browsers come.
        code: A session's code.

    Attributes:
        visits: All tries so far.
    """

    def __init__(self, port: int, code: str) -> None:
        self.visits: list[Visit] = []
        self._port, self._code = port, code

    def __repr__(self) -> str:
        return f"<Newcomer, {len(self.visits)} visits>"

    async def come(self) -> None:
        """Open it until this is cancelled."""
        while True:
            self.visits.append(await asyncio.to_thread(self._visit))
            await asyncio.sleep(LOOK_SECONDS)

    async def wait_until_in(self, since: float) -> float:
        """When the page was first there after a moment."""
        async with asyncio.timeout(BOUND):
            while True:
                for each in self.visits:
                    if each.status == OK and each.ended > since:
                        return each.ended
                await asyncio.sleep(LOOK_SECONDS / 5)

    def _visit(self) -> Visit:
        began = time.time()
        connection = HTTPConnection(HOST, self._port, timeout=PATIENCE)
        try:
            connection.request("GET", f"/join/{self._code}")
            answer = connection.getresponse()
            text = answer.read().decode()
        except (OSError, HTTPException):
            return Visit(began, time.time(), 0, calm=False)
        finally:
            connection.close()
        calm = answer.headers[NODE] is not None and "<h1" in text and "Traceback" not in text
        return Visit(began, time.time(), answer.status, calm)


async def measure_stop(crowd: Crowd) -> dict[str, Any]:
    """Stop the database for a while: it refuses every connection."""
    return await _measure_outage(crowd, stopping(crowd.cluster.database))


async def measure_halt(crowd: Crowd) -> dict[str, Any]:
    """Halt it for a while: it refuses nothing, and answers nothing."""
    return await _measure_outage(crowd, crowd.cluster.database.halted())


async def _measure_outage(crowd: Crowd, away: AbstractContextManager[None]) -> dict[str, Any]:
    """Take the database away, while half of the people change their answer."""
    await crowd.answer(FIRST)
    database = crowd.cluster.database
    newcomer = Newcomer(crowd.cluster.port, crowd.rooms[0].played.code)
    coming = asyncio.create_task(newcomer.come())
    senders = crowd.people[::2]
    await asyncio.to_thread(away.__enter__)
    gone = time.time()
    await asyncio.sleep(AWAY_SECONDS / 2)
    pressed = time.time()
    sending = asyncio.create_task(
        wait_for_all(senders, lambda each: each.answer(name_option(each.name, SECOND)))
    )
    await asyncio.sleep(AWAY_SECONDS / 2)
    answering = asyncio.create_task(asyncio.to_thread(wait_until_it_answers, database.address))
    await asyncio.to_thread(away.__exit__, None, None, None)
    back = await answering
    receipts = [pressed + took - back for took in await sending]
    first = await newcomer.wait_until_in(back)
    coming.cancel()
    return {
        "people": len(crowd.people),
        "away": back - gone,
        **sum_visits([each for each in newcomer.visits if gone < each.began < back]),
        "first": first - back,
        "receipt": find_spread(receipts),
        "disturbed": sum(each.record.find_last("lost") > gone for each in crowd.people),
    }


def sum_visits(visits: Sequence[Visit]) -> dict[str, Any]:
    """How many were answered with what, and how long it took."""
    refused = [each for each in visits if each.status != OK]
    figures: dict[str, Any] = {
        "asked": len(visits),
        "refused": len(refused),
        "calm": sum(each.calm and each.status == BUSY for each in refused),
    }
    if refused:
        figures["refusal"] = find_spread([each.ended - each.began for each in refused])
    return figures


@contextmanager
def stopping(database: PostgreSQL) -> Iterator[None]:
    """End a database server for a while."""
    database.stop()
    try:
        yield
    finally:
        database.start()


def wait_until_it_answers(address: str) -> float:
    """Wait until a database takes connections.

    Returns:
        When it did, in seconds since the epoch.
    """
    while True:
        with contextlib.suppress(psycopg.Error), psycopg.connect(address, connect_timeout=30):
            return time.time()
        time.sleep(0.01)
