"""Visitors of stock Voilà as far as HTTP and WebSocket go, each with an interpreter."""

from __future__ import annotations

import asyncio
import json
import re
import time
import uuid
from typing import Any
from urllib.parse import urlsplit

from tornado.httpclient import HTTPRequest
from tornado.simple_httpclient import SimpleAsyncHTTPClient
from tornado.websocket import WebSocketClientConnection, websocket_connect

from benchmarks.figures import find_spread, merge_runs
from benchmarks.machine import read_cost
from benchmarks.servers import serve_voila

SECONDS = 300
REPEATS = 3
KERNEL = re.compile(r'"kernelId":\s*"([\w-]+)"')
CONTROL = "jupyter.widget.control"
Message = dict[str, Any]


class Visitor:
    """One visitor of a plain Voilà page.

    Args:
        address: The page.
        client: Who fetches it.
    """

    def __init__(self, address: str, client: SimpleAsyncHTTPClient) -> None:
        self._address, self._client = address, client
        self._session = uuid.uuid4().hex
        self._states: dict[str, Any] = {}
        self._line: WebSocketClientConnection | None = None

    async def join(self) -> float:
        """Load the page, open its line and ask for its widgets, as Voilà's front end does.

        Returns:
            Seconds until the form could be drawn. Its 98 files are not fetched.
        """
        started = time.time()
        answer = await self._client.fetch(
            self._address, request_timeout=SECONDS, connect_timeout=SECONDS
        )
        found = KERNEL.search(answer.body.decode())
        if not found:
            msg = "Voilà answered with a page that names no kernel"
            raise RuntimeError(msg)
        line = f"ws://{urlsplit(self._address).netloc}/api/kernels/{found[1]}/channels"
        self._line = await websocket_connect(
            HTTPRequest(f"{line}?session_id={self._session}", connect_timeout=SECONDS)
        )
        comm = uuid.uuid4().hex
        opened = {"comm_id": comm, "target_name": CONTROL, "data": {}}
        await self._tell("comm_open", opened, {"version": "1.0.0"})
        await self._tell("comm_msg", {"comm_id": comm, "data": {"method": "request_states"}})
        told = await self._hear_update(lambda data: data.get("method") == "update_states")
        self._states = told["states"]
        return time.time() - started

    async def answer(self, text: str, number: int) -> float:
        """Type, move the slider, press Send.

        Returns:
            Seconds until the label answered.
        """
        started = time.time()
        for model, value in (("TextModel", text), ("IntSliderModel", number)):
            await self._tell("comm_msg", self._build(model, {"value": value}))
        click = {"comm_id": self._find("ButtonModel")}
        await self._tell(
            "comm_msg", {**click, "data": {"method": "custom", "content": {"event": "click"}}}
        )
        await self._hear_update(lambda data: "Received" in str(data.get("state", {}).get("value")))
        return time.time() - started

    def close(self) -> None:
        """Leave."""
        if self._line is not None:
            self._line.close()

    def _find(self, model: str) -> str:
        return next(comm for comm, each in self._states.items() if each["model_name"] == model)

    def _build(self, model: str, state: Message) -> Message:
        data = {"method": "update", "state": state, "buffer_paths": []}
        return {"comm_id": self._find(model), "data": data}

    async def _tell(self, kind: str, content: Message, metadata: Message | None = None) -> None:
        header = {"msg_id": uuid.uuid4().hex, "msg_type": kind, "session": self._session}
        header |= {"username": "", "version": "5.3", "date": "2026-01-01T00:00:00Z"}
        message: Message = {"header": header, "parent_header": {}, "metadata": metadata or {}}
        message |= {"content": content, "buffers": [], "channel": "shell"}
        assert self._line is not None
        await self._line.write_message(json.dumps(message))

    async def _hear_update(self, fits: Any) -> Message:
        assert self._line is not None
        while True:
            heard = await asyncio.wait_for(self._line.read_message(), SECONDS)
            if heard is None:
                msg = "Voilà closed the line"
                raise RuntimeError(msg)
            message = json.loads(heard)
            data = message["content"].get("data", {})
            if message["header"]["msg_type"] == "comm_msg" and fits(data):
                return dict(data)


async def measure_stock(people: int) -> dict[str, Any]:
    """Let people join and answer all at once, several times, each on a server just started."""
    played = [await measure_run(people) for _ in range(REPEATS)]
    runs = {part: [each[part] for each in played] for part in ("join", "answer")}
    merged = {part: merge_runs(each) for part, each in runs.items()}
    return {"people": people, **merged, "runs": runs}


async def measure_run(people: int) -> dict[str, Any]:
    """Let people join and answer all at once."""
    with serve_voila() as server:
        client = SimpleAsyncHTTPClient(force_instance=True, max_clients=people, max_body_size=2**28)
        visitors = [Visitor(server.form, client) for _ in range(people)]
        before = read_cost(server.pid)
        started = time.time()
        joined = await asyncio.gather(*[each.join() for each in visitors])
        took = time.time() - started
        after = read_cost(server.pid)
        started = time.time()
        answered = await asyncio.gather(*[each.answer("a sentence", 5) for each in visitors])
        answering = time.time() - started
        for each in visitors:
            each.close()
        client.close()
    return {
        "join": {
            "seconds": took,
            "ready": find_spread(joined),
            "cpu": (after.seconds - before.seconds) / people,
            "memory": (after.memory - before.memory) / people,
        },
        "answer": {"seconds": answering, "receipt": find_spread(answered)},
    }
