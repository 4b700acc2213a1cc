"""Pictures of the pages: `python -m tests.browser.pictures [FOLDER [EXERCISE ...]]`.

With a folder: every page in every phase of every shipped exercise, or of those that are named, in
windows of all sizes. Without one: the four pictures of the documentation.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize

from kit.store import open_store
from tests.browser.chromium import start_launcher
from tests.browser.conftest import PHONE, PROJECTOR, begin_session
from tests.browser.dashboard import TABLET
from tests.browser.projection import SIZES
from tests.browser.scenes import Scene, write_workshop
from tests.browser.unseen import play_last_time
from tests.browser.walk import Stop, Walk
from tests.browser.windows import resize
from tests.places import ROOT, WORKSHOPS
from tests.processes import Server

MOVING = 2500  # milliseconds until marbles and bars have come to rest
QUALITY = 84  # of 100: no picture of the documentation is larger than 150 kB
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


def take_exercises(browser: Browser, folder: Path, names: Sequence[str]) -> None:
    """Every window at every stop of some exercises."""
    with tempfile.TemporaryDirectory() as place:
        data = Path(place, "kit.db")
        server, store = serve(WORKSHOPS, data), open_store(str(data))
        try:
            for name in names:
                follows = play_last_time(store, WORKSHOPS / f"{name}.ipynb")
                session = begin_session(server, f"only:{name}.ipynb", follows)
                walk = Walk(session, store, lambda *window: open_window(browser, *window), name)
                for number, stop in enumerate(walk.play()):
                    take_stop(walk, folder, number, stop)
                for page in (walk.console, walk.screen, *walk.phones.values()):
                    page.context.close()
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


def take_stop(walk: Walk, folder: Path, number: int, stop: Stop) -> None:
    """Every window as it stands: screen and dashboard in all their sizes, phones whole."""
    parts = (stop.exercise, f"{number:02}", stop.phase, stop.step.replace(" ", "-"))
    name = "-".join(each for each in parts if each)
    consoles = (PROJECTOR, TABLET, PHONE)
    for window, page, sizes in (
        ("screen", walk.screen, SIZES),
        ("console", walk.console, consoles),
    ):
        for size in sizes:
            resize(page, size)
            page.screenshot(path=folder / f"{name}-{window}-{size['width']}x{size['height']}.png")
        resize(page, PROJECTOR)
    take(walk.console, folder / f"{name}-console")
    take(walk.screen, folder / f"{name}-screen")
    for who, phone in walk.phones.items():
        take(phone, folder / f"{name}-phone-{who}")


def take(page: Page, path: Path) -> None:
    """One window, light and dark; a phone's whole page."""
    whole = (page.viewport_size or PROJECTOR)["width"] <= PHONE["width"]
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.screenshot(path=f"{path}-{scheme}.png", full_page=whole)
    page.emulate_media(color_scheme="light")


if __name__ == "__main__":
    with start_launcher() as launcher:
        if len(sys.argv) > 1:
            given = Path(sys.argv[1])
            given.mkdir(parents=True, exist_ok=True)
            every = sorted(path.stem for path in WORKSHOPS.glob("*.ipynb"))
            take_exercises(launcher.get(), given, sys.argv[2:] or every)
        else:
            take_tour(launcher.get(), TOUR)
