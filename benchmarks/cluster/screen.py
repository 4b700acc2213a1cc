"""The projected page as far as HTTP and WebSocket go: when it shows that one more has finished."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from benchmarks.cluster.proxy import HOST
from benchmarks.cluster.site import Played
from benchmarks.torture.facilitator import PAGE

SECONDS = 60
HEARD = ("hello", "page")


class Screen:
    """A session's screen, open on one server.

    Args:
        played: The session.
        port: Of the server, without the proxy before it.
    """

    def __init__(self, played: Played, port: int) -> None:
        self._played, self._port = played, port
        self._line: WebSocketClientConnection | None = None
        self._shown: dict[int, float] = {}
        self._ready, self._news = asyncio.Event(), asyncio.Event()

    async def open(self) -> None:
        """Show the key, load the page, and open its line.

        Raises:
            LookupError: The page did not come to its end.
        """
        key = self._played.link.partition("?")[2]
        entered = await self._get(f"/facilitate/{self._played.code}?{key}", "")
        cookie = entered.headers["Set-Cookie"].partition(";")[0]
        path = f"/screen/{self._played.code}"
        found = PAGE.search((await self._get(path, cookie)).body.decode())
        if found is None:
            msg = "the screen did not come to its end"
            raise LookupError(msg)
        page = json.loads(found[1])
        address = f"ws://{HOST}:{self._port}{path}/live?kernel={page['kernel']}&seq={page['seq']}"
        request = HTTPRequest(address, headers={"Cookie": cookie}, connect_timeout=SECONDS)
        self._line = await websocket_connect(request, on_message_callback=self._hear)
        await asyncio.wait_for(self._ready.wait(), SECONDS)

    async def wait_for(self, finished: int) -> float:
        """When the page showed that so many have finished, in seconds since the epoch."""
        async with asyncio.timeout(SECONDS):
            while finished not in self._shown:
                self._news.clear()
                await self._news.wait()
        return self._shown[finished]

    def close(self) -> None:
        """Close it."""
        if self._line is not None:
            self._line.close()

    async def _get(self, path: str, cookie: str) -> Any:
        request = HTTPRequest(
            f"http://{HOST}:{self._port}{path}",
            headers={"Cookie": cookie},
            follow_redirects=False,
            request_timeout=SECONDS,
        )
        return await AsyncHTTPClient().fetch(request, raise_error=False)

    def _hear(self, message: str | bytes | None) -> None:
        if not isinstance(message, str):
            return
        frame = json.loads(message)
        if frame["type"] in HEARD:
            self._ready.set()
        state = frame.get("data", {}).get("state", {})
        if "finished" in state:
            self._shown.setdefault(int(state["finished"]), time.time())
            self._news.set()
