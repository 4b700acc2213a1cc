"""A session under a path behind nginx, Caddy and HAProxy: every link, script, form and line."""

from __future__ import annotations

import asyncio
import http.client
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, ViewportSize, expect

from benchmarks.phones import Phone
from tests.browser.chromium import Launcher
from tests.browser.conftest import JUPYTERS_OWN, PHONE, PROJECTOR
from tests.browser.people import close_round, press
from tests.deploy.conftest import BASE, Deployment

ROOM = 50
Open = Callable[..., Page]


@pytest.fixture
def open_page(launcher: Launcher, deployed: Deployment) -> Iterator[Open]:
    """Opens an address; whatever is refused, leaves the base or fails in a script is a fault."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def check(url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in ("data", "blob", "about"):
            return
        secure = parts.scheme in ("https", "wss")
        if not (secure and parts.netloc == f"localhost:{deployed.port}"):
            faults.append(f"elsewhere: {url}")
        if not f"{parts.path}/".startswith(f"{BASE}/"):
            faults.append(f"not below the base: {url}")

    def open_window(address: str, size: ViewportSize = PHONE) -> Page:
        context = launcher.get().new_context(viewport=size, ignore_https_errors=True)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: check(request.url))
        page.on("websocket", lambda socket: check(socket.url))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on(
            "response",
            lambda response: (
                faults.append(f"{response.status} {response.url}")
                if response.status >= http.client.BAD_REQUEST
                else None
            ),
        )
        page.goto(address)
        return page

    yield open_window
    for context in contexts:
        context.close()
    assert [each for each in faults if each not in JUPYTERS_OWN] == []


def test_a_round_is_played_from_the_printed_links(deployed: Deployment, open_page: Open) -> None:
    links = deployed.server.links
    for name in ("join_url", "screen_url", "facilitator_url"):
        assert str(links[name]).startswith(f"{deployed.origin}{BASE}/")
    console = open_page(links["facilitator_url"], PROJECTOR)
    second = open_page(links["facilitator_url"], PROJECTOR)
    opened = console.get_by_role("link", name="Open the screen").get_attribute("href")
    assert str(opened).startswith(f"{deployed.origin}{BASE}/screen/")
    screen = open_page(str(opened), PROJECTOR)
    expect(screen.get_by_text(f"localhost:{deployed.port}{BASE}").first).to_be_visible()
    phone = open_page(links["join_url"])
    press(phone, "Join")
    expect(phone).to_have_url(f"{deployed.origin}{BASE}/s/{deployed.server.code}")
    expect(phone.get_by_label("What happens with your answer")).to_be_visible()
    for page in (console, phone):
        for cookie in page.context.cookies():
            assert cookie["path"].startswith(f"{BASE}/")
            assert cookie["secure"]
            assert cookie["httpOnly"]
    phone.reload()
    expect(phone.get_by_label("What happens with your answer")).to_be_visible()

    press(console, "Open")
    phone.get_by_label("One sentence").fill("By way of a proxy")
    press(phone, "Send")
    expect(phone.get_by_role("status").filter(has_text="Received")).to_be_visible()
    close_round(second)
    press(console, "Reveal")
    expect(screen.get_by_text("Not enough answers").first).to_be_visible()
    press(second, "Next exercise")
    expect(phone.get_by_text("The form opens in a moment")).to_be_visible()


def test_the_sessions_page_leads_everywhere_and_back(deployed: Deployment, open_page: Open) -> None:
    key = str(deployed.server.links["facilitator_url"]).partition("?")[2]
    page = open_page(f"{deployed.origin}{BASE}/facilitate?{key}", PROJECTOR)
    page.get_by_role("link", name="Start").first.click()
    page.get_by_role("link", name="All sessions").click()
    page.get_by_role("link", name="Open the dashboard").first.click()
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Report").click()
    expect(opened.value).to_have_url(re.compile(f"{BASE}/facilitate/[A-Z]+/report$"))
    page.get_by_role("link", name="End the session").click()
    page.get_by_role("link", name="Go back").click()
    page.get_by_role("link", name="All sessions").click()
    expect(page).to_have_url(f"{deployed.origin}{BASE}/facilitate")


def test_fifty_phones_join_and_answer(deployed: Deployment, open_page: Open) -> None:
    key = str(deployed.server.links["facilitator_url"]).partition("?")[2]
    page = open_page(f"{deployed.origin}{BASE}/facilitate?{key}", PROJECTOR)
    page.get_by_role("link", name="Start Form").click()
    page.get_by_label("Title").fill("Fifty phones")
    press(page, "Create session")
    expect(page).to_have_url(re.compile(f"{BASE}/facilitate/[A-Z]+$"))
    code = urlsplit(page.url).path.rpartition("/")[2]
    press(page, "Open")
    phones = [Phone(deployed.port, code, base=BASE, tls=deployed.tls) for _ in range(ROOM)]

    async def play() -> None:
        await asyncio.gather(*[phone.join() for phone in phones])
        await asyncio.gather(*[phone.answer("A sentence", 4) for phone in phones])
        for phone in phones:
            phone.close()

    with ThreadPoolExecutor() as pool:  # Playwright's own loop runs in this thread
        pool.submit(asyncio.run, play()).result()
        close_round(page)
        press(page, "Reveal")
        expect(page.get_by_text(f"{ROOM} answers").first).to_be_visible()


def test_what_a_browser_says_of_its_address_is_dropped(deployed: Deployment) -> None:
    """Wrong codes wait by address: one that lies about it must not be many."""
    asked = http.client.HTTPSConnection("localhost", deployed.port, context=deployed.tls)
    asked.request("GET", f"{BASE}/healthz", headers={"X-Forwarded-Proto": "http"})
    answer = asked.getresponse()
    answer.read()
    assert answer.status == http.client.OK
    assert "wss://" in answer.headers["Content-Security-Policy"]
    asked.request("GET", BASE)
    moved = asked.getresponse()
    moved.read()
    assert moved.status == http.client.MOVED_PERMANENTLY or moved.status == http.client.FOUND
    assert urlsplit(moved.headers["Location"]).path == f"{BASE}/"
    asked.close()
