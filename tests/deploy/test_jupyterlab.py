"""The tile in a real JupyterLab's launcher: it starts the kit, and phones join a round."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from benchmarks.notebooks import FORM, write_notebook
from benchmarks.phones import Phone
from tests.browser.chromium import Launcher
from tests.browser.conftest import PHONE, PROJECTOR
from tests.browser.people import close_round, press
from tests.deploy.jupyters import need_tile, run_lab

ENDING = 60  # seconds
STARTING = 120_000  # milliseconds: JupyterLab's page, and the kit's first


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def window(launcher: Launcher) -> Iterator[BrowserContext]:
    context = launcher.get().new_context(viewport=PROJECTOR)
    yield context
    context.close()


def open_tile(window: BrowserContext, address: str) -> Page:
    """Press the tile in the launcher; gives the page that it opens."""
    page = window.new_page()
    page.goto(address, timeout=STARTING)
    tile = page.locator(".jp-LauncherCard").filter(has_text="Trust workshop")
    expect(tile).to_be_visible(timeout=STARTING)
    drawn = tile.locator("img").evaluate("image => image.decode().then(() => image.naturalWidth)")
    assert drawn > 0
    with page.expect_popup() as opened:
        tile.click()
    kit = opened.value
    expect(kit.get_by_role("heading", name="Sessions", exact=True)).to_be_visible(timeout=STARTING)
    return kit


def test_the_tile_serves_the_folder_and_phones_play_a_round(
    tmp_path: Path, window: BrowserContext, stack: ExitStack, launcher: Launcher
) -> None:
    need_tile()
    folder = tmp_path / "our {folder}"
    write_notebook(folder / "form.ipynb", FORM)
    address = stack.enter_context(run_lab(folder, tmp_path / "home"))
    lab = urlsplit(address)
    kit = open_tile(window, address)
    assert kit.url == f"http://{lab.netloc}/trust-workshop/facilitate"
    expect(kit.get_by_text("Phones cannot join")).to_have_count(0)
    kit.get_by_role("link", name="Open the dashboard").first.click()
    expect(kit.get_by_role("button", name="Open", exact=True)).to_be_visible(timeout=STARTING)
    code = urlsplit(kit.url).path.rpartition("/")[2]
    shown = kit.locator(".join-card strong").inner_text()
    place = urlsplit(f"http://{shown}")
    assert place.path == "/trust-workshop"
    assert place.port not in (None, lab.port)

    phone = stack.enter_context(launcher.get().new_context(viewport=PHONE)).new_page()
    phone.goto(f"http://{shown}")
    phone.get_by_label("Code").fill(code)
    phone.keyboard.press("Enter")
    press(phone, "Join")
    expect(phone.get_by_label("What happens with your answer")).to_be_visible()
    press(kit, "Open")
    others = [Phone(place.port or 0, code, base=place.path) for _ in range(5)]

    async def play() -> None:
        await asyncio.gather(*[other.join() for other in others])
        await asyncio.gather(*[other.answer("A sentence", 4) for other in others])
        for other in others:
            other.close()

    with ThreadPoolExecutor() as pool:  # Playwright's own loop runs in this thread
        pool.submit(asyncio.run, play()).result()
    phone.get_by_label("One sentence").fill("By way of JupyterLab")
    press(phone, "Send")
    expect(phone.get_by_role("status").filter(has_text="Received")).to_be_visible()
    with kit.expect_popup() as opened:
        kit.get_by_role("link", name="Open the screen").click()
    screen = opened.value
    close_round(kit)
    press(kit, "Reveal")
    expect(kit.get_by_text("6 answers").first).to_be_visible()
    expect(screen.get_by_role("figure", name="How much")).to_be_visible()

    stranger = stack.enter_context(launcher.get().new_context()).new_page()
    stranger.goto(f"http://{shown}/facilitate")
    expect(stranger.get_by_label("Key")).to_be_visible()
    stack.close()
    end = time.monotonic() + ENDING
    while is_open(place.port or 0):
        assert time.monotonic() < end, "the kit goes on without its JupyterLab"
        time.sleep(0.1)


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_a_folder_without_exercises_is_given_the_kits_own(
    tmp_path: Path, window: BrowserContext, stack: ExitStack
) -> None:
    need_tile()
    folder = tmp_path / "notes"
    folder.mkdir()
    address = stack.enter_context(run_lab(folder, tmp_path / "home"))
    kit = open_tile(window, address)
    expect(kit.get_by_role("link", name="Start The marble jar")).to_be_visible()
