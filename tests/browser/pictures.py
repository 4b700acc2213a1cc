"""Pictures of the pages: `python -m tests.browser.pictures [FOLDER]`.

With a folder: every page in every phase, and every shipped exercise on a screen of every size.
Without one: the four pictures of the documentation.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize

from kit.store import open_store
from tests.browser.chromium import start_launcher
from tests.browser.conftest import PHONE, PROJECTOR
from tests.browser.projection import SIZES
from tests.browser.projector import Projection, write_exercises
from tests.browser.scenes import Scene, write_workshop
from tests.places import ROOT
from tests.processes import Server

TABLET = ViewportSize(width=820, height=1180)
MOVING = 2500  # milliseconds until marbles and bars have come to rest
QUALITY = 88  # of 100: no picture of the documentation is larger than 150 kB
TOUR = ROOT / "docs" / "pictures"
# What the documentation shows: the name of a picture, where the session stands, and whose window.
STOPS = (
    ("lobby", "1-prepare", "screen"),
    ("phone", "3-open", "phone"),
    ("dashboard", "5-closed", "console"),
    ("reveal", "6-revealed", "screen"),
)


@contextmanager
def play_scene(browser: Browser) -> Iterator[Scene]:
    """A session in four windows, on a server of its own."""
    with tempfile.TemporaryDirectory() as place:
        workshop, data = write_workshop(Path(place, "workshop")), Path(place, "kit.db")
        server = serve(workshop, data)
        try:
            scene = Scene(server, data, lambda address, size: open_window(browser, address, size))
            yield scene
            scene.close()
        finally:
            server.stop()


def serve(workshop: Path, data: Path) -> Server:
    """A server that plays a folder."""
    given = ["--data", str(data), "--host", "127.0.0.1", "--port", "0"]
    return Server("serve", str(workshop), *given, log=data.with_name("server.log"))


def take_phases(browser: Browser, folder: Path) -> None:
    """Every window in every phase of one session, light and dark."""
    with play_scene(browser) as scene:
        take(scene.phones[0], folder / "0-join-phone")
        for name in scene.play():
            scene.screen.wait_for_timeout(MOVING)
            take_phase(scene, folder, name)


def take_exercises(browser: Browser, folder: Path) -> None:
    """The screen of every shipped exercise in every phase, at every size."""
    with tempfile.TemporaryDirectory() as place:
        data = Path(place, "kit.db")
        server, store = serve(write_exercises(Path(place)), data), open_store(str(data))
        try:
            page = browser.new_context(viewport=PROJECTOR, reduced_motion="reduce").new_page()
            for number, where in enumerate(Projection(server, store, page).play()):
                for size in SIZES:
                    page.set_viewport_size(size)
                    name = f"{number:02} {where} {size['width']}x{size['height']}.png"
                    page.screenshot(path=folder / name.replace(", ", "-").replace(" ", "-"))
                page.set_viewport_size(PROJECTOR)
        finally:
            store.close()
            server.stop()


def take_tour(browser: Browser, folder: Path) -> None:
    """The pictures of the documentation: a few windows as they stand, in light colours."""
    with play_scene(browser) as scene:
        for reached in scene.play():
            scene.screen.wait_for_timeout(MOVING)
            for name, stop, window in STOPS:
                if stop == reached:
                    path = folder / f"{name}.jpg"
                    scene.windows[window].screenshot(path=path, type="jpeg", quality=QUALITY)


def open_window(browser: Browser, address: str, size: ViewportSize) -> Page:
    """A window of its own."""
    page = browser.new_context(viewport=size).new_page()
    page.goto(address)
    return page


def take_phase(scene: Scene, folder: Path, name: str) -> None:
    """Every window as it stands, the facilitator's also as large as a tablet and as a phone."""
    for window, page in scene.windows.items():
        take(page, folder / f"{name}-{window}")
    for other, size in (("tablet", TABLET), ("phone", PHONE)):
        scene.console.set_viewport_size(size)
        take(scene.console, folder / f"{name}-console-{other}")
    scene.console.set_viewport_size(PROJECTOR)


def take(page: Page, path: Path) -> None:
    """One window, light and dark; a phone's whole page."""
    whole = page.viewport_size == PHONE
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.screenshot(path=f"{path}-{scheme}.png", full_page=whole)
    page.emulate_media(color_scheme="light")


if __name__ == "__main__":
    with start_launcher() as launcher:
        if len(sys.argv) > 1:
            given = Path(sys.argv[1])
            given.mkdir(parents=True, exist_ok=True)
            take_phases(launcher.get(), given)
            take_exercises(launcher.get(), given)
        else:
            take_tour(launcher.get(), TOUR)
