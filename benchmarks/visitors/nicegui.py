"""NiceGUI: the page carries its elements, and one socket.io line carries events and updates."""

from __future__ import annotations

import html
import json
import re
import uuid
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from benchmarks.visitors.visitor import Visitor

ELEMENTS = re.compile(r"parseElements\(String\.raw`(.*?)`\)", re.DOTALL)
QUERY = re.compile(r"query: (\{.*?\}),\n")
PATH = "/_nicegui_ws/socket.io/"
# Of Engine.IO, one digit, and of socket.io, which follows the 4 of a message.
PING, PONG, CONNECT, EVENT = "2", "3", "40", "42"
FIELD, SLIDER, BUTTON = "nicegui-input", "q-slider", "q-btn"


@dataclass(frozen=True)
class Form:
    """What a page is drawn from.

    Attributes:
        elements: Each element's tag, properties and events, by its number.
        query: What the page tells when it opens its line.
    """

    elements: dict[str, dict[str, Any]]
    query: dict[str, Any]

    @property
    def client(self) -> str:
        """The page's name at the server."""
        return str(self.query["client_id"])


class NiceGUIVisitor(Visitor):
    """A browser tab with the page."""

    async def _enter(self) -> None:
        self._form = read_form((await self._load()).body.decode())
        connected = self._wait_for(lambda message: message.startswith(CONNECT))
        self._line = await self._open(f"{PATH}?{build_query(self._form)}")
        await self._line.write_message(CONNECT)
        await connected

    async def _send(self, text: str, number: int) -> None:
        for event in build_events(self._form, text, number):
            await self._line.write_message(event)

    def _take(self, message: str) -> None:
        if message == PING:
            self._lines[0].write_message(PONG)


def read_form(page: str) -> Form:
    """Read what the page is drawn from.

    Raises:
        RuntimeError: It is another page.
    """
    elements, query = ELEMENTS.search(page), QUERY.search(page)
    if not elements or not query:
        msg = "NiceGUI answered with a page that has no elements"
        raise RuntimeError(msg)
    told = query[1].replace("'", '"').replace("True", "true").replace("False", "false")
    return Form(json.loads(html.unescape(elements[1])), json.loads(told))


def build_query(form: Form) -> str:
    """The query with which a page's line is opened."""
    told = {name: str(value).lower() for name, value in form.query.items()}
    names = {name: str(uuid.uuid4()) for name in ("document_id", "tab_id")}
    return urlencode({**told, **names, "old_tab_id": "null", "EIO": 4, "transport": "websocket"})


def build_events(form: Form, text: str, number: int) -> list[str]:
    """A text, a place on the slider and a press, as the page tells of them."""
    told: list[tuple[str, list[Any]]] = [(FIELD, [text]), (SLIDER, [number]), (BUTTON, [])]
    events = []
    for tag, values in told:
        place, element = next(
            (place, each) for place, each in form.elements.items() if each["tag"] == tag
        )
        event = {
            "id": int(place),
            "client_id": form.client,
            "listener_id": element["events"][0]["listener_id"],
            "args": [json.dumps(value) for value in values],
        }
        events.append(EVENT + json.dumps(["event", event]))
    return events
