"""The facilitator's dashboard as far as HTTP and WebSocket go: its own buttons, pressed."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
from typing import Any, Protocol

from tornado.httpclient import AsyncHTTPClient, HTTPError, HTTPRequest
from tornado.websocket import WebSocketClientConnection, WebSocketClosedError, websocket_connect

from benchmarks.torture.connection import Frame

PAGE = re.compile(r'id="kit-page">(.*?)</script>', re.DOTALL)
LOOK_AGAIN = 0.3  # seconds until a page that did not come is asked for again
HIDDEN = "kit-away"
STEPS = ("Open", "Close", "Reveal", "Next exercise")
LATE = 20.0  # seconds after which a dashboard that says nothing is loaded again


class Led(Protocol):
    """A session that is led: its code, where browsers come, and the link with the key."""

    @property
    def code(self) -> str:
        """Its code."""

    @property
    def port(self) -> int:
        """The port on this machine."""

    @property
    def link(self) -> str:
        """The facilitator's link, with the key."""


class Facilitator:
    """Somebody with the key, who loads the page again whenever its line ends.

    Args:
        site: The session.
    """

    def __init__(self, site: Led) -> None:
        self._site = site
        self._cookie = ""
        self._state: dict[str, dict[str, Any]] = {}
        self._line: WebSocketClientConnection | None = None
        self._number = 0
        self._news = asyncio.Event()

    async def press(self, words: str) -> None:
        """Press the button of the round's next step, and wait until it is another one.

        A step that was taken though the page did not hear of it is not taken twice: the button
        tells where the round stands.
        """
        if await self._find_next() != words:
            return
        while True:
            self.press_only(words)
            try:
                async with asyncio.timeout(LATE):
                    while self._next == words and self._line is not None:
                        self._news.clear()
                        await self._news.wait()
            except TimeoutError:
                self.leave()
            if await self._find_next() != words:
                return

    def press_only(self, words: str) -> None:
        """Press a button, if it is there, and wait for nothing."""
        for comm, state in self._state.items():
            if state.get("description") == words and self._line is not None:
                self._number += 1
                click = {"method": "custom", "content": {"event": "click"}}
                frame = {"id": self._number, "comm": comm, "data": click, "buffers": []}
                with contextlib.suppress(WebSocketClosedError):
                    self._line.write_message(json.dumps(frame))

    async def look(self) -> None:
        """Have the page open."""
        await self._find_next()

    def leave(self) -> None:
        """Close the page."""
        if self._line is not None:
            self._line.close()
        self._line = None

    @property
    def _next(self) -> str:
        """The words of the round's next step, as its button shows them; "" for none."""
        shown = [
            state.get("description", "")
            for state in self._state.values()
            if HIDDEN not in state.get("_dom_classes", ())
        ]
        return next((each for each in STEPS if each in shown), "")

    async def _find_next(self) -> str:
        while self._line is None or not self._next:
            self.leave()
            try:
                await self._load()
            except (OSError, HTTPError, LookupError):
                await asyncio.sleep(LOOK_AGAIN)
        return self._next

    async def _load(self) -> None:
        """Show the key, load the page and open its line."""
        path = f"/facilitate/{self._site.code}"
        key = self._site.link.partition("?")[2]
        entered = await self._get(f"{path}?{key}")
        self._cookie = entered.headers["Set-Cookie"].partition(";")[0]
        found = PAGE.search((await self._get(path)).body.decode())
        if found is None:
            msg = "the dashboard did not come to its end"
            raise LookupError(msg)
        page = json.loads(found[1])
        self._state = {comm: dict(model["state"]) for comm, model in page["state"].items()}
        address = f"ws://127.0.0.1:{self._site.port}{path}/live"
        request = HTTPRequest(
            f"{address}?kernel={page['kernel']}&seq={page['seq']}", headers={"Cookie": self._cookie}
        )
        self._line = await websocket_connect(request, on_message_callback=self._hear)

    async def _get(self, path: str) -> Any:
        request = HTTPRequest(
            f"http://127.0.0.1:{self._site.port}{path}",
            headers={"Cookie": self._cookie},
            follow_redirects=False,
            request_timeout=60,
        )
        answer = await AsyncHTTPClient().fetch(request, raise_error=False)
        if answer.code not in (200, 303):
            raise HTTPError(answer.code)
        return answer

    def _hear(self, message: str | bytes | None) -> None:
        frame: Frame = json.loads(message) if isinstance(message, str) else {"type": "closed"}
        data = frame.get("data", {})
        if frame["type"] in ("closed", "reload", "bye"):
            self._line = None
        elif frame["type"] == "open":
            self._state[frame["comm"]] = dict(data["state"])
        elif data.get("method") == "update":
            self._state.setdefault(frame["comm"], {}).update(data["state"])
        self._news.set()
