"""Solara: the page gives a cookie, and a kernel's line carries widgets as in Jupyter."""

from __future__ import annotations

import json
import uuid
from http.cookies import SimpleCookie
from typing import Any

from tornado.httpclient import HTTPResponse

from benchmarks.visitors.visitor import Visitor

CONTROL = "solara.control"
RUN = {"path": "/", "dark": False, "themes": {}, "appName": None}
OPEN, IDLE = "comm_open", "idle"
THEME = "dark_effective"  # the page tells at once what it has found out
Message = dict[str, Any]


class SolaraVisitor(Visitor):
    """A browser tab with a kernel of its own, which is a thread of the server."""

    async def _enter(self) -> None:
        cookie = read_cookie(await self._load())
        self._session = str(uuid.uuid4())
        self._states: dict[str, Message] = {}
        kernel = f"/jupyter/api/kernels/{uuid.uuid4()}/channels?session_id={self._session}"
        self._line = await self._open(kernel, cookie)
        known = self._wait_for(lambda message: is_of(message, "kernel_info_reply"))
        await self._tell("kernel_info_request", {})
        await known
        control = str(uuid.uuid4())
        opened = {"comm_id": control, "target_name": CONTROL, "data": {}}
        await self._tell(OPEN, opened)
        data = {"method": "run", "args": RUN}
        # Nothing waits between two widgets: the last message that belongs to the run is "idle".
        run = str(uuid.uuid4())
        drawn = self._wait_for(lambda message: is_idle(message, run))
        await self._tell("comm_msg", {"comm_id": control, "data": data}, run)
        await drawn
        if theme := [comm for comm, state in self._states.items() if THEME in state]:
            await self._update(theme[0], {THEME: False})

    async def _send(self, text: str, number: int) -> None:
        await self._update(self._find("TextModel"), {"value": text})
        await self._update(self._find("IntSliderModel"), {"value": number})
        click = {"method": "custom", "content": {"event": "click"}}
        await self._tell("comm_msg", {"comm_id": self._find("ButtonModel"), "data": click})

    def _take(self, message: str) -> None:
        comm, state = read_widget(message)
        if comm:
            self._states[comm] = state

    def _find(self, model: str) -> str:
        states = self._states.items()
        return next(comm for comm, state in states if state.get("_model_name") == model)

    async def _update(self, comm: str, state: Message) -> None:
        data = {"method": "update", "state": state, "buffer_paths": []}
        await self._tell("comm_msg", {"comm_id": comm, "data": data})

    async def _tell(self, kind: str, content: Message, name: str = "") -> None:
        message = build_message(kind, content, self._session, name or str(uuid.uuid4()))
        await self._line.write_message(json.dumps(message))


def read_cookie(answer: HTTPResponse) -> str:
    """The cookies of an answer, as they are sent back."""
    told = SimpleCookie()
    for line in answer.headers.get_list("Set-Cookie"):
        told.load(line)
    return "; ".join(f"{name}={morsel.coded_value}" for name, morsel in told.items())


def build_message(kind: str, content: Message, session: str, name: str) -> Message:
    """A message of the Jupyter protocol, as the page sends it."""
    header = {"msg_id": name, "msg_type": kind, "session": session}
    header |= {"username": "", "version": "5.2", "date": "2026-01-01T00:00:00Z"}
    message: Message = {"buffers": [], "channel": "shell", "content": content}
    return message | {"header": header, "metadata": {}, "parent_header": {}}


def is_of(message: str, kind: str) -> bool:
    """Whether a message is of a kind."""
    return kind in message and json.loads(message)["header"]["msg_type"] == kind


def is_idle(message: str, name: str) -> bool:
    """Whether a message says that the kernel is done with the message of that name."""
    if IDLE not in message:
        return False
    told = json.loads(message)
    state = told["content"].get("execution_state")
    return bool(state == IDLE and told["parent_header"].get("msg_id") == name)


def read_widget(message: str) -> tuple[str, Message]:
    """The id and the state of a widget that begins to be; "" for any other message."""
    if not is_of(message, OPEN):
        return "", {}
    content = json.loads(message)["content"]
    return str(content["comm_id"]), dict(content["data"].get("state", {}))
