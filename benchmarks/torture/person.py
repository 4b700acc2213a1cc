"""A simulated person with a phone: joins, types, sends, waits for the receipt, thinks again."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any

from tornado.httpclient import HTTPRequest

from benchmarks.phones import Phone
from benchmarks.torture.connection import Connection, Frame
from benchmarks.torture.record import Record
from kit.forms.form import PAUSE
from kit.forms.states import CHANGE, SEND

AGAIN = 1.0  # seconds until somebody who was told that it did not work presses again
PATIENCE = 4.0  # and somebody who was told nothing
RECEIVED = "Received"


class Person:
    """One person. What the phone has said to be received is the truth that the result must show.

    Args:
        name: A short name, which no two people share; options carry it.
        port: The server's port on this machine.
        code: The session's code.

    Attributes:
        record: Everything that happened, with times.
        received: The option that was last said to be received; "" for none in this round.
        doubtful: Options sent since, of which nothing has been heard.
        sends: How often Send was pressed.
        connection: The phone's line.
    """

    def __init__(self, name: str, port: int, code: str) -> None:
        self.name = name
        self.record = Record(name)
        self.received = ""
        self.doubtful: list[str] = []
        self.sends = 0
        self._phone = Phone(port, code)
        self._address = f"ws://127.0.0.1:{port}/s/{code}/live"
        self._news = asyncio.Event()
        self._state: dict[str, dict[str, Any]] = {}
        self._kernel, self._seq = "", 0
        self.connection = Connection(self._build_request, self._take, self.record)

    def __repr__(self) -> str:
        return f"<Person {self.name}, {self.sends} times sent>"

    async def join(self) -> None:
        """Open the link, press Join, see the form, and have its line opened."""
        await self._phone.enter()
        self._show(self._phone.page)
        self.connection.keep_comms(set(self._state))
        self.connection.open()
        await self._until(lambda: self.connection.ready)

    def begin(self) -> None:
        """Another round: nothing of this one has been received yet."""
        self.received, self.doubtful = "", []

    @property
    def kernel(self) -> str:
        """The kernel whose widgets the page shows."""
        return self._kernel

    async def come_back(self, kernel: str) -> None:
        """Wait until the page shows another kernel's widgets, and its line is open."""
        await self._until(lambda: self._kernel != kernel and self.connection.ready)

    async def answer(self, option: str) -> None:
        """Choose an option and send it until it is received; changes an answer that was sent."""
        while self.received != option:
            await self._until(lambda: self._is_open or self._is_settled)
            if self._is_settled:
                await asyncio.sleep(PAUSE)  # at once, it would be the second tap of two
                if self._is_settled:
                    await self._press_until(lambda: not self._is_settled)
                continue
            self._type(option)
            await self._press_until(lambda: self.received == option)

    async def _press_until(self, true: Callable[[], bool]) -> None:
        """Press the button and wait for what should come of it.

        What can be seen may be gone before it was looked at, and the relay says of a repeated
        press that it is done with when it was passed on. So people who see nothing wait a while.
        """
        kernel, number = self._kernel, self._press()

        def is_over() -> bool:
            return true() or self._kernel != kernel or self.connection.is_done_with(number)

        await self._until(is_over)
        if not true():
            self.record.add("unheard", self._warning)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(AGAIN if self._warning else PATIENCE):
                    await self._until(lambda: true() or self._kernel != kernel)

    @property
    def _is_open(self) -> bool:
        choice = self._find("max_choices")
        return choice is not None and not self._state[choice]["disabled"]

    @property
    def _is_settled(self) -> bool:
        """Whether the form says that an answer of this phone has been received."""
        said = any(str(each.get("text", "")).startswith(RECEIVED) for each in self._state.values())
        return said and self._find("description", CHANGE) is not None

    @property
    def _warning(self) -> str:
        states = self._state.values()
        return next((str(each["text"]) for each in states if each.get("tone") == "warning"), "")

    def _type(self, option: str) -> None:
        """Write and choose as people do: a few letters are under way when Send is pressed."""
        text, choice = self._find("max_length"), self._find("max_choices")
        for written in (option[:2], f"{option} it is"):
            self._change(text, value=written)
        self._change(choice, value=[option])

    def _press(self) -> int:
        """Press Send, or "Change my answer".

        Returns:
            The number of the message.
        """
        button = self._find("description", SEND) or self._find("description", CHANGE)
        choice = self._find("max_choices")
        if button is None or choice is None:
            return 0
        if self._state[button]["description"] == SEND:
            self.sends += 1
            self.doubtful.append(self._state[choice]["value"][0])
        return self.connection.send(button, {"method": "custom", "content": {"event": "click"}})

    def _change(self, comm: str | None, **state: Any) -> None:
        if comm is not None:
            self._state[comm].update(state)
            self.connection.send(comm, {"method": "update", "state": state, "buffer_paths": []})

    def _find(self, trait: str, value: str = "") -> str | None:
        for comm, state in self._state.items():
            if trait in state and (not value or state[trait] == value):
                return comm
        return None

    def _show(self, page: dict[str, Any]) -> None:
        self._kernel, self._seq = page["kernel"], page["seq"]
        self._state = {comm: dict(model["state"]) for comm, model in page["state"].items()}

    def _take(self, frame: Frame) -> None:
        self._seq = frame.get("seq", self._seq)
        data = frame.get("data", {})
        if frame["type"] == "page":
            self._show(frame["page"])
        elif frame["type"] == "open":
            self._state[frame["comm"]] = dict(data["state"])
        elif frame["type"] == "close":
            self._state.pop(frame["comm"], None)
        elif data.get("method") == "update":  # an echo says nothing that the phone does not know
            self._state.setdefault(frame["comm"], {}).update(data["state"])
        self._look()

    def _look(self) -> None:
        """Believe what the form says of what was received."""
        choice = self._find("max_choices")
        if choice is not None and self._is_settled and (value := self._state[choice]["value"]):
            if value[0] != self.received:
                self.record.add("receipt", value[0])
            self.received, self.doubtful = value[0], []
        self._news.set()

    def _build_request(self) -> HTTPRequest:
        address = f"{self._address}?kernel={self._kernel}&seq={self._seq}"
        return HTTPRequest(address, headers={"Cookie": self._phone.cookie}, connect_timeout=60)

    async def _until(self, true: Callable[[], bool]) -> None:
        while not true():
            self._news.clear()
            await self._news.wait()
