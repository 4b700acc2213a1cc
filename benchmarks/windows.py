"""Windows of a real Chromium: fresh for each visit, watched for traffic, slowed down on demand."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from playwright.async_api import Browser, Page, async_playwright

from tests.browser.chromium import find_chromium

ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-proxy-server",
    # Who asks for something outside is told at once that it is not there.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
MILLISECONDS = 60_000
SLOW_4G = {
    "offline": False,
    "latency": 150,  # milliseconds
    "downloadThroughput": 1.6e6 / 8,  # bytes a second
    "uploadThroughput": 0.75e6 / 8,
}
# Keeps when the page first showed each number of answers, and when a button was last pressed.
WATCH = """
(() => {
  const now = () => (performance.timeOrigin + performance.now()) / 1000;
  window.kitShown = {};
  window.kitPressed = 0;
  addEventListener("click", () => { window.kitPressed = now(); }, true);
  const look = () => {
    const note = document.querySelector(".kit-live-chart .kit-note")?.textContent ?? "";
    const text = note.replace(/(\\d),(?=\\d{3})/g, "$1");  // 1,000 answers
    const found = text.match(/shown (\\d+) of|(\\d+) answers/);
    const number = found && (found[1] ?? found[2]);
    if (number && !(number in window.kitShown)) window.kitShown[number] = now();
  };
  const watch = () => new MutationObserver(look).observe(
    document.documentElement, { subtree: true, childList: true, characterData: true });
  if (document.documentElement) watch(); else addEventListener("DOMContentLoaded", watch);
})();
"""


# Whether one of the elements can be seen, with one of the words where there are any.
SEEN = """
([selector, words]) => [...document.querySelectorAll(selector)].some((each) =>
  each.checkVisibility() && (!words.length || words.includes(each.textContent.trim())))
"""
READ = "(words) => words.some((word) => document.body?.innerText.includes(word))"

TOUCH = """(name) => {
  const all = [...document.querySelectorAll("button")];
  const named = all.filter((each) => each.textContent.trim() === name);
  const button = named.find((each) => !each.disabled && each.checkVisibility());
  button?.click();
  return Boolean(button);
}"""


class Traffic:
    """What a page has asked its server for and got, its WebSocket included.

    What the browser takes from a cache of its own is not counted; what it asks the server to
    confirm is.

    Attributes:
        bytes: What has come down.
    """

    def __init__(self) -> None:
        self.bytes = 0.0
        self._asked: Counter[str] = Counter()
        self._kept: set[str] = set()

    @property
    def requests(self) -> int:
        """How many requests went to the server; each step of a redirect is one."""
        return self._asked.total() - len(self._kept & self._asked.keys())

    def follow(self, network: Any) -> None:
        """Count from now on."""
        network.on("Network.requestWillBeSent", self._ask)
        network.on("Network.requestServedFromCache", self._keep)
        network.on("Network.responseReceived", self._answer)
        network.on("Network.loadingFinished", self._finish)
        network.on("Network.webSocketCreated", self._open)
        network.on("Network.webSocketFrameReceived", self._hear)

    def _ask(self, told: dict[str, Any]) -> None:
        if told["request"]["url"].startswith(("http:", "https:")):
            self._asked[told["requestId"]] += 1

    def _answer(self, told: dict[str, Any]) -> None:
        answer = told["response"]
        if answer.get("fromDiskCache") or answer.get("fromPrefetchCache"):
            self._keep(told)

    def _keep(self, told: dict[str, Any]) -> None:
        self._kept.add(told["requestId"])

    def _open(self, told: dict[str, Any]) -> None:
        self._asked[told["requestId"]] += 1

    def _finish(self, told: dict[str, Any]) -> None:
        self.bytes += max(0, told.get("encodedDataLength", 0))

    def _hear(self, told: dict[str, Any]) -> None:
        self.bytes += len(told["response"]["payloadData"])


@asynccontextmanager
async def open_chromium() -> AsyncIterator[Browser]:
    """A Chromium of its own, with nothing kept from another."""
    path = find_chromium()
    if path is None:
        msg = "No Chromium here. Run: python tests/browser/chromium.py"
        raise RuntimeError(msg)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        try:
            yield browser
        finally:
            await browser.close()


async def open_page(browser: Browser, *, slow: bool = False) -> tuple[Page, Traffic]:
    """An empty page in a window of its own, and what will have come to it."""
    context = await browser.new_context()
    page = await context.new_page()
    return page, await watch_page(page, slow=slow)


async def watch_page(page: Page, *, slow: bool = False) -> Traffic:
    """Follow a page's traffic, on a slow line if that is wanted."""
    page.set_default_timeout(MILLISECONDS)
    await page.add_init_script(WATCH)
    network = await page.context.new_cdp_session(page)
    await network.send("Network.enable")
    if slow:
        await network.send("Network.emulateNetworkConditions", SLOW_4G)
    traffic = Traffic()
    traffic.follow(network)
    return traffic


async def see(page: Page, selector: str, *words: str) -> None:
    """Wait for an element that can be seen, and for one of these words on it if there are any.

    The page is looked at with every frame it draws. Playwright's own waiting looks twice a second
    after a while, which is coarser than what is measured here.
    """
    await page.wait_for_function(SEEN, arg=[selector, words], polling="raf")


async def read(page: Page, *words: str) -> None:
    """Wait until the page says one of these, looking with every frame as above."""
    await page.wait_for_function(READ, arg=words, polling="raf")


async def touch(page: Page, name: str) -> None:
    """Press a button in the very frame in which it can be pressed.

    Playwright's own click waits for a button to lie still and moves a pointer there, which takes it
    up to a fifth of a second on a busy machine.
    """
    await page.wait_for_function(TOUCH, arg=name, polling="raf")


async def press(page: Page, name: str) -> float:
    """Press a button.

    Returns:
        When the page took the click, in seconds since the epoch.
    """
    await page.get_by_role("button", name=name, exact=True).click()
    return float(await page.evaluate("window.kitPressed"))
