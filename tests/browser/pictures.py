"""Pictures of every page in every phase: `python -m tests.browser.pictures FOLDER`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize

from tests.browser.chromium import start_launcher
from tests.browser.conftest import PHONE, PROJECTOR
from tests.browser.scenes import Scene, write_workshop
from tests.processes import Server

TABLET = ViewportSize(width=820, height=1180)
MOVING = 2500  # milliseconds until marbles and bars have come to rest


def take_all(folder: Path) -> None:
    """Play a session and write what every window shows into a folder, as PNG files."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place, start_launcher() as launcher:
        workshop, data = write_workshop(Path(place, "workshop")), Path(place, "kit.db")
        server = Server(
            *("serve", str(workshop), "--data", str(data), "--host", "127.0.0.1", "--port", "0"),
            log=Path(place, "server.log"),
        )
        browser = launcher.get()
        try:
            scene = Scene(server, data, lambda address, size: open_window(browser, address, size))
            take(scene.phones[0], folder / "0-join-phone")
            for name in scene.play():
                scene.screen.wait_for_timeout(MOVING)
                take_phase(scene, folder, name)
            scene.close()
        finally:
            server.stop()


def open_window(browser: Browser, address: str, size: ViewportSize) -> Page:
    """A window of its own."""
    page = browser.new_context(viewport=size).new_page()
    page.goto(address)
    return page


def take_phase(scene: Scene, folder: Path, name: str) -> None:
    """Every window as it stands, the facilitator's also as large as a tablet."""
    for window, page in scene.windows.items():
        take(page, folder / f"{name}-{window}")
    scene.console.set_viewport_size(TABLET)
    take(scene.console, folder / f"{name}-console-tablet")
    scene.console.set_viewport_size(PROJECTOR)


def take(page: Page, path: Path) -> None:
    """One window, light and dark; a phone's whole page."""
    whole = page.viewport_size == PHONE
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.screenshot(path=f"{path}-{scheme}.png", full_page=whole)
    page.emulate_media(color_scheme="light")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Name a folder for the pictures: python -m tests.browser.pictures FOLDER")
    take_all(Path(sys.argv[1]))
