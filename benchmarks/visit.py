"""A first visit in a real browser: how long until the form is there, and until it has answered.

`python -m benchmarks.visit` visits the kit, stock Voilà and whatever else is installed, and prints.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from playwright.async_api import Browser, Page

from benchmarks.figures import merge_runs
from benchmarks.machine import read_cost
from benchmarks.phones import Phone
from benchmarks.servers import (
    Running,
    list_peers,
    serve_kit,
    serve_peer,
    serve_voila,
    wait_until_quiet,
)
from benchmarks.windows import open_chromium, open_page, press, read, see, touch, watch_page
from tests.processes import Server

VISITS = 5  # of each kind, every one with a browser that has just been started
FEW = 3  # where one takes long
LONG = 10.0  # seconds
HELD = 5  # windows kept open to see what one more costs
ENOUGH = 25  # people who answer before there is a chart
SETTLING = 1.0  # seconds

AGAIN = "Change my answer"  # the kit's button for somebody who has sent

Figures = dict[str, float]


async def visit_form(page: Page, address: str) -> Figures:
    """Open the form, type, send, and wait for the answer.

    The kit's first page is its promise, with a button Join: it is pressed at once, and everything
    it takes is counted.

    Returns:
        Seconds until the form could be seen, until it had answered, and from the click on.
    """
    started = time.perf_counter()
    await page.goto(address, wait_until="commit")
    await see(page, "button", "Join", "Send")
    if await page.get_by_role("button", name="Join", exact=True).count():
        await touch(page, "Join")
        await see(page, "button", "Send")
    visible = time.perf_counter() - started
    await page.get_by_role("textbox").first.fill("a sentence")
    clicked = time.perf_counter()
    await touch(page, "Send")
    await read(page, "Received")
    ended = time.perf_counter()
    return {"visible": visible, "answered": ended - started, "click": ended - clicked}


async def visit_chart(page: Page, address: str) -> Figures:
    """Open a page for the room and wait for the first chart."""
    started = time.perf_counter()
    await page.goto(address, wait_until="commit")
    await see(page, ".kit-picture svg, img[src^='data:image/svg']")
    return {"chart": time.perf_counter() - started}


async def visit_once(
    address: str, visit: Callable[[Page, str], Awaitable[Figures]], *, slow: bool = False
) -> Figures:
    """One visit with a browser that has just been started."""
    async with open_chromium() as browser:
        page, traffic = await open_page(browser, slow=slow)
        figures = await visit(page, address)
        await page.wait_for_timeout(300)  # what was still on its way belongs to the visit
        return {**figures, "kilobytes": traffic.bytes / 1000, "requests": traffic.requests}


async def visit_again(address: str) -> Figures:
    """A second visit with the same browser, as after a reload in another window."""
    async with open_chromium() as browser:
        context = await browser.new_context()
        first = await context.new_page()
        await visit_form(first, address)
        await first.close()
        page = await context.new_page()
        traffic = await watch_page(page)
        started = time.perf_counter()
        await page.goto(address, wait_until="commit")
        await see(page, "button", "Send", AGAIN)
        visible = time.perf_counter() - started
        await page.wait_for_timeout(300)
        return {
            "visible": visible,
            "kilobytes": traffic.bytes / 1000,
            "requests": traffic.requests,
        }


async def measure_form(server: Running) -> dict[str, Any]:
    """Visits to one server's form: cold, warm, on a slow line, and several held open."""
    await visit_once(server.form, visit_form)  # what only the very first visitor pays

    async def visit_cold() -> Figures:
        before = read_cost(server.pid).seconds
        figures = await visit_once(server.form, visit_form)
        return {**figures, "cpu": read_cost(server.pid).seconds - before}

    runs = {
        "cold": await repeat(visit_cold),
        "warm": await repeat(lambda: visit_again(server.form)),
        "slow": await repeat(lambda: visit_once(server.form, visit_form, slow=True)),
    }
    merged = {name: merge_runs(each) for name, each in runs.items()}
    return {**merged, "memory": await measure_memory(server), "runs": runs}


async def repeat(visit: Callable[[], Awaitable[Figures]]) -> list[Figures]:
    """The same visit several times; fewer where one takes long."""
    visits: list[Figures] = []
    started = time.monotonic()
    while len(visits) < FEW or (
        len(visits) < VISITS and time.monotonic() - started < LONG * len(visits)
    ):
        visits.append(await visit())
    return visits


async def measure_memory(server: Running) -> float:
    """MB of the server for each window that is open."""
    async with open_chromium() as browser:
        await visit_window(browser, server.form)
        await asyncio.sleep(SETTLING)
        before = read_cost(server.pid).memory
        for _ in range(HELD):
            await visit_window(browser, server.form)
        await asyncio.sleep(SETTLING)
        return (read_cost(server.pid).memory - before) / HELD


async def visit_window(browser: Browser, address: str) -> None:
    """Visit the form in a window of its own, which stays open."""
    page, _ = await open_page(browser)
    await visit_form(page, address)


async def measure_chart(pid: int, address: str) -> list[Figures]:
    """A page with a chart, each time with a fresh browser and a server that has come to rest."""
    visits = []
    for _ in range(FEW):
        await asyncio.to_thread(wait_until_quiet, pid)
        visits.append(await visit_once(address, visit_chart))
    return visits


def add_charts(figures: dict[str, Any], charts: dict[str, list[Figures]]) -> None:
    """Put the visits to pages with a chart beside those to the form."""
    figures["runs"] |= charts
    figures |= {name: merge_runs(each) for name, each in charts.items()}


@asynccontextmanager
async def prepare_kit() -> AsyncIterator[tuple[Running, Server, Page, list[Phone]]]:
    """The kit with an open round, a facilitator's page, and enough phones for a chart."""
    with serve_kit() as server:
        phones = [Phone(server.links["port"], server.code) for _ in range(ENOUGH)]
        async with open_chromium() as browser:
            console, _ = await open_page(browser)
            await console.goto(server.links["facilitator_url"])
            await press(console, "Open")
            await asyncio.to_thread(wait_until_quiet, server.pid)
            yield Running("kit", server.pid, server.links["join_url"]), server, console, phones
        for phone in phones:
            phone.close()


async def measure_kit() -> dict[str, Any]:
    """The kit's form, then its two pages with a chart once the round is revealed."""
    async with prepare_kit() as (running, server, console, phones):
        figures = await measure_form(running)
        await asyncio.gather(*[phone.join() for phone in phones])
        await asyncio.gather(*[phone.answer("a sentence", 4) for phone in phones])
        for button in ("Close", "Reveal"):
            await press(console, button)
        await console.get_by_role("button", name="Next exercise").wait_for()
        pages = {"facilitator": "facilitator_url", "screen": "screen_url"}
        charts = {
            name: await measure_chart(server.pid, server.links[link])
            for name, link in pages.items()
        }
        add_charts(figures, charts)
    return {"name": "kit", **figures}


async def measure_voila() -> dict[str, Any]:
    """Stock Voilà's form and dashboard."""
    with serve_voila() as server:
        figures = await measure_form(server)
        chart = await measure_chart(server.pid, server.chart)
        add_charts(figures, {"facilitator": chart, "screen": chart})
    return {"name": server.name, **figures}


async def measure_peer(name: str) -> dict[str, Any]:
    """The form of one of the others."""
    with serve_peer(name) as server:
        return {"name": server.name, **await measure_form(server)}


def main() -> None:
    """Visit everybody once through."""
    measures = [measure_kit(), measure_voila(), *[measure_peer(name) for name in list_peers()]]
    for measure in measures:
        with contextlib.suppress(BrokenPipeError):
            print(json.dumps(asyncio.run(measure), indent=1), flush=True)


if __name__ == "__main__":
    main()
