"""What a facilitator or a phone waits for now and then: a start, a long form, a report.

`python -m benchmarks.moments` measures these alone and prints them.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.figures import merge_runs
from benchmarks.notebooks import LONG_FORM, write_notebook
from benchmarks.phones import Phone
from benchmarks.servers import serve_kit, wait_until_quiet
from benchmarks.windows import open_chromium, open_page, press, see, touch
from data.make_samples import fill_session
from kit.store import open_store
from tests.processes import Server
from tests.server.visitor import Visitor

REPEATS = 5
AGENDA, PEOPLE = "ninety-minutes", 24
WIDTH, HEIGHT = 360, 740
SLOWER = 6  # times: what browsers call a low-end phone
HOST = ("--host", "127.0.0.1", "--port", "0")


async def measure_moments() -> dict[str, Any]:
    """All of them.

    Returns:
        Medians by moment, and the "runs" behind them.
    """
    runs = {
        "demo": [await measure_demo() for _ in range(REPEATS)],
        "long": await measure_long_form(),
        "report": await asyncio.to_thread(measure_report),
    }
    return {**{name: merge_runs(each) for name, each in runs.items()}, "runs": runs}


async def measure_demo() -> dict[str, float]:
    """`kit demo` is typed: seconds until its links are printed, and until a phone has a form."""
    with tempfile.TemporaryDirectory(prefix="kit-bench-", ignore_cleanup_errors=True) as folder:
        started = time.perf_counter()
        server = Server("demo", *HOST, log=Path(folder, "log"), warm=True)
        try:
            links = time.perf_counter() - started
            await Phone(server.links["port"], server.code).enter()
            return {"links": links, "form": time.perf_counter() - started}
        finally:
            server.stop()


async def measure_long_form() -> list[dict[str, float]]:
    """A long form on a slow phone: bytes of a first visit, and seconds from Join to the form."""
    visits = []
    with serve_kit(form=LONG_FORM) as server:
        async with open_chromium() as browser:
            console, _ = await open_page(browser)
            await console.goto(server.links["facilitator_url"])
            await press(console, "Open")
            await asyncio.to_thread(wait_until_quiet, server.pid)
        for _ in range(REPEATS + 1):
            visits.append(await visit_slowly(server.links["join_url"]))
    return visits[1:]  # the very first visitor brings scripts that nobody has asked for before


async def visit_slowly(address: str) -> dict[str, float]:
    """One visit with a browser that has just been started, on a phone that is slow."""
    async with open_chromium() as browser:
        page, traffic = await open_page(browser)
        await page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
        devices = await page.context.new_cdp_session(page)
        await devices.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        await page.goto(address)
        await see(page, "button", "Join")
        pressed = time.perf_counter()
        await touch(page, "Join")
        await see(page, "button", "Send")
        drawn = time.perf_counter() - pressed
        await page.wait_for_timeout(300)  # what was still on its way belongs to the visit
        return {"drawn": drawn, "kilobytes": traffic.bytes / 1000}


def measure_report() -> list[dict[str, float]]:
    """The report of a long session with many people, asked for again and again."""
    with tempfile.TemporaryDirectory(prefix="kit-bench-", ignore_cleanup_errors=True) as place:
        folder = Path(place)
        store = open_store(folder / "kit.db")
        code = fill_session(store, AGENDA, PEOPLE)
        store.close()
        write_notebook(folder / "exercises" / "form.ipynb", LONG_FORM)
        data = ("--data", str(folder / "kit.db"))
        server = Server(
            "serve", str(folder / "exercises"), *data, *HOST, log=folder / "log", warm=True
        )
        try:
            wait_until_quiet(server.pid)
            visitor = Visitor(server)
            visitor.get(str(server.links["facilitator_url"]).removeprefix(server.origin))
            seconds = []
            for _ in range(REPEATS):
                started = time.perf_counter()
                reply = visitor.get(f"/facilitate/{code}/report")
                seconds.append(time.perf_counter() - started)
                if reply.status != 200:
                    msg = f"the report was answered with {reply.status}"
                    raise RuntimeError(msg)
        finally:
            server.stop()
    return [{"seconds": each} for each in seconds]


def main() -> None:
    """Measure and print."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    print(json.dumps(asyncio.run(measure_moments()), indent=1))


if __name__ == "__main__":
    main()
