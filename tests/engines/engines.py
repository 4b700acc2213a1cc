"""WebKit and Firefox for the tests; run as a script it installs Debian's packages of them.

WebKit is driven by selenium, Firefox by Mozilla's own marionette_driver: neither needs a driver
that no package registry has. Both speak of elements in the same words, and `window.py` asks for
no others.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Protocol

from marionette_driver.errors import MarionetteException
from marionette_driver.marionette import Marionette
from selenium.common.exceptions import WebDriverException
from selenium.webdriver import WebKitGTK
from selenium.webdriver.common.actions.action_builder import ActionBuilder
from selenium.webdriver.common.actions.interaction import POINTER_TOUCH
from selenium.webdriver.common.actions.pointer_input import PointerInput
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

NARROW = "1.25"  # a window of Firefox is no narrower than 450 px: so many of them make one of CSS
MISSING = "Not here. Run: python -m tests.engines.engines"
PACKAGES = ("firefox-esr", "webkit2gtk-driver", "xvfb")

# What an element raises that is gone, covered, or not to be seen yet.
FAULTS = (MarionetteException, WebDriverException)


class Engine(Protocol):
    """A running browser with one window or more."""

    def open_window(self) -> str:
        """A new window's handle."""

    def switch(self, handle: str) -> None:
        """The window that all else speaks to."""

    def resize(self, width: int, height: int) -> None:
        """The window's outer size in pixels of the screen, or the least it can have."""

    def go(self, address: str) -> None:
        """Load a page."""

    def run(self, script: str, *given: object) -> Any:
        """What a script returns; elements come as such."""

    def take_picture(self) -> bytes:
        """The window as PNG."""

    def touch(self, places: list[tuple[int, int]]) -> None:
        """Put a finger down at the first place, move it to all others, lift it."""


class WebKit:
    """MiniBrowser under an X server without a screen."""

    name = "webkit"

    def __init__(self, driver: WebKitGTK) -> None:
        self._driver = driver

    def open_window(self) -> str:
        self._driver.switch_to.new_window("window")
        return self._driver.current_window_handle

    def switch(self, handle: str) -> None:
        self._driver.switch_to.window(handle)

    def resize(self, width: int, height: int) -> None:
        self._driver.set_window_size(width, height)

    def go(self, address: str) -> None:
        self._driver.get(address)

    def run(self, script: str, *given: object) -> Any:
        return self._driver.execute_script(script, *given)

    def take_picture(self) -> bytes:
        return self._driver.get_screenshot_as_png()

    def touch(self, places: list[tuple[int, int]]) -> None:
        pointer: Any = PointerInput
        finger: Any = ActionBuilder(self._driver, mouse=pointer(POINTER_TOUCH, "finger"))
        finger.pointer_action.move_to_location(*places[0]).pointer_down()
        for place in places[1:]:
            finger.pointer_action.move_to_location(*place)
        finger.pointer_action.pointer_up()
        finger.perform()


class Firefox:
    """Without a window."""

    name = "firefox"

    def __init__(self, driver: Marionette) -> None:
        self._driver = driver

    def open_window(self) -> str:
        return str(self._driver.open(type="window", focus=True)["handle"])

    def switch(self, handle: str) -> None:
        self._driver.switch_to_window(handle)

    def resize(self, width: int, height: int) -> None:
        self._driver.set_window_rect(width=width, height=height)

    def go(self, address: str) -> None:
        self._driver.navigate(address)

    def run(self, script: str, *given: object) -> Any:
        return self._driver.execute_script(script, script_args=list(given), sandbox=None)

    def take_picture(self) -> bytes:
        return bytes(self._driver.screenshot(format="binary", full=False))

    def touch(self, places: list[tuple[int, int]]) -> None:
        finger = self._driver.actions.sequence("pointer", "finger", {"pointerType": "touch"})
        finger.pointer_move(*places[0]).pointer_down()
        for place in places[1:]:
            finger.pointer_move(*place, duration=50)
        finger.pointer_up().perform()


@contextmanager
def start_webkit() -> Iterator[WebKit]:
    """MiniBrowser, as long as the context lasts.

    Raises:
        LookupError: Debian's package is not here.
    """
    browser = next(Path("/usr/lib").glob("*/webkit2gtk-4*/MiniBrowser"), None)
    driver, server = shutil.which("WebKitWebDriver"), shutil.which("Xvfb")
    if browser is None or driver is None or server is None:
        raise LookupError(MISSING)
    options = Options()
    options.binary_location = str(browser)
    options.add_argument("--automation")
    with _start_display(server) as display:
        service = Service(driver, env={**os.environ, "DISPLAY": display})
        opened = WebKitGTK(options=options, service=service)
        try:
            yield WebKit(opened)
        finally:
            opened.quit()


@contextmanager
def start_firefox() -> Iterator[Firefox]:
    """Firefox without a window, as long as the context lasts.

    Raises:
        LookupError: Debian's package is not here.
    """
    browser = shutil.which("firefox-esr") or shutil.which("firefox")
    if browser is None:
        raise LookupError(MISSING)
    prefs = {"layout.css.devPixelsPerPx": NARROW}
    opened = Marionette(bin=browser, port=0, headless=True, prefs=prefs, gecko_log=os.devnull)
    try:
        opened.start_session()
        yield Firefox(opened)
    finally:
        opened.quit()
        opened.cleanup()
        opened.instance.close(clean=True)


@contextmanager
def _start_display(server: str) -> Iterator[str]:
    """An X server that keeps its picture in memory; its name."""
    reader, writer = os.pipe()
    process = subprocess.Popen(
        [server, "-displayfd", str(writer), "-screen", "0", "2000x1400x24", "-nolisten", "tcp"],
        pass_fds=[writer],
        stdin=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(writer)
    try:
        with os.fdopen(reader) as told:
            yield f":{told.readline().strip()}"
    finally:
        process.terminate()
        process.wait()


def install() -> None:
    """Install what is missing, where that is possible."""
    if not shutil.which("apt-get") or not (os.geteuid() == 0 or shutil.which("sudo")):
        return
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    for command in (["update"], ["install", "-y", "--no-install-recommends", *PACKAGES]):
        subprocess.run([*sudo, "apt-get", *command], stdin=subprocess.DEVNULL, check=False)


START: dict[str, Callable[[], AbstractContextManager[Engine]]] = {
    "webkit": start_webkit,
    "firefox": start_firefox,
}

if __name__ == "__main__":
    if not all(map(shutil.which, ("firefox-esr", "WebKitWebDriver", "Xvfb"))):
        install()
