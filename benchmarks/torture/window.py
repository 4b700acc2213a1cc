"""A person with a real page: a window of a Chromium that is open through every kill."""

from __future__ import annotations

import time

from playwright.async_api import Browser, Page, TimeoutError

from benchmarks.torture.record import Record
from kit.forms.form import PAUSE
from kit.forms.states import CHANGE, SEND

MILLISECONDS = 60_000
LOOK = 500  # milliseconds between two looks at a page
TOLD = "did not arrive"


class Window:
    """One window; it speaks for the real page where a `Person` speaks for its protocol.

    Args:
        name: Options carry it.
        browser: Where it is opened.

    Attributes:
        received: The option that the page last said to be received; "" for none in this round.
        doubtful: Options sent since.
        record: What was pressed and read, with times, and the frames of its line.
        sends: How often Send was pressed by the person, not by the page.
        told: How often the page said that something did not arrive.
    """

    def __init__(self, name: str, browser: Browser) -> None:
        self.name = name
        self.record = Record(name)
        self.received = ""
        self.doubtful: list[str] = []
        self.sends = self.told = 0
        self._browser = browser
        self._page: Page

    async def join(self, address: str) -> None:
        """Open the link and take a seat."""
        context = await self._browser.new_context(viewport={"width": 360, "height": 740})
        self._page = page = await context.new_page()
        page.set_default_timeout(MILLISECONDS)
        page.on("websocket", self._follow)
        await page.goto(address)
        await page.get_by_role("button", name="Join").click()
        await page.get_by_text("The form opens in a moment").wait_for()

    def begin(self) -> None:
        """Another round: nothing of this one has been received yet."""
        self.received, self.doubtful = "", []

    async def answer(self, option: str) -> None:
        """Choose and send an option; press again only where the page says so."""
        while not await self._is_received(option):
            try:
                await self._send(option)
            except TimeoutError:  # the form was replaced meanwhile
                continue
            while not await self._has_news(option):
                await self._page.wait_for_timeout(LOOK)
        self.received, self.doubtful = option, []
        self.record.add("receipt", option)

    async def _send(self, option: str) -> None:
        change = self._page.get_by_role("button", name=CHANGE, exact=True)
        if await change.is_visible():
            await self._page.wait_for_timeout(1000 * PAUSE)  # at once, it is a double tap
            await change.click(timeout=MILLISECONDS / 10)
        await self._page.get_by_role("radio", name=option).check(timeout=MILLISECONDS / 10)
        self.doubtful.append(option)
        await self._page.get_by_role("button", name=SEND, exact=True).click(
            timeout=MILLISECONDS / 10
        )
        self.sends += 1
        self.record.add("pressed", option)

    async def _is_received(self, option: str) -> bool:
        said = await self._page.get_by_text("Received").is_visible()
        settled = await self._page.get_by_role("button", name=CHANGE, exact=True).is_visible()
        chosen = self._page.get_by_role("radio", name=option)
        return bool(said and settled and await chosen.is_checked(timeout=MILLISECONDS / 10))

    async def _has_news(self, option: str) -> bool:
        """Whether the page shows a receipt, or says that there is none."""
        if await self._page.get_by_text(TOLD).is_visible():
            self.told += 1
            self.record.add("told", TOLD)
            return True
        return await self._is_received(option)

    def _follow(self, socket: object) -> None:
        began = time.time()
        self.record.add("dial")
        on = socket.on  # type: ignore[attr-defined]
        on("framesent", lambda text: self.record.add("sent", str(text)))
        on("framereceived", lambda text: self.record.add("heard", str(text)))
        on("close", lambda _socket: self.record.add("lost", f"after {time.time() - began:.1f} s"))
