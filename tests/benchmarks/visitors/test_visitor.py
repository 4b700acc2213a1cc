"""How a phone waits for what the server says."""

from __future__ import annotations

import asyncio

import pytest
from tornado.simple_httpclient import SimpleAsyncHTTPClient

from benchmarks.visitors.visitor import ANSWER, Visitor

TYPED = "typed"


class Echo(Visitor):
    """A page whose server says what it is told, first something else and then the answer."""

    told: list[str]

    async def _enter(self) -> None:
        self.told = []

    async def _send(self, text: str, number: int) -> None:
        for message in (TYPED, f"{ANSWER}: {len(text)} letters, {number}"):
            asyncio.get_running_loop().call_soon(self._hear, message)

    def _take(self, message: str) -> None:
        self.told.append(message)


async def play(*, broken: bool = False) -> list[str]:
    client = SimpleAsyncHTTPClient(force_instance=True)
    visitor = Echo("http://127.0.0.1:1/", client)
    assert await visitor.join() >= 0
    if broken:
        waiting = visitor._wait_for(lambda message: ANSWER in message)
        visitor._hear(None)
        await waiting
    assert await visitor.answer("abc", 4) >= 0
    visitor.close()
    client.close()
    return visitor.told


def test_an_answer_is_there_when_the_label_says_so_and_not_before() -> None:
    assert asyncio.run(play()) == [TYPED, f"{ANSWER}: 3 letters, 4"]


def test_a_line_that_the_server_closes_ends_the_waiting() -> None:
    with pytest.raises(TimeoutError, match="closed the line"):
        asyncio.run(play(broken=True))
