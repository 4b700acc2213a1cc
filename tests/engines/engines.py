"""WebKit and Firefox for the tests; run as a script it installs Debian's packages of them.

WebKit is driven by selenium, Firefox by Mozilla's own marionette_driver: neither needs a driver
that no package registry has. Both speak of elements in the same words, and `window.py` asks for
no others.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import psutil
from marionette_driver.errors import MarionetteException
from marionette_driver.marionette import Marionette
from selenium.common.exceptions import WebDriverException
from selenium.webdriver import WebKitGTK
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.actions.action_builder import ActionBuilder
from selenium.webdriver.common.actions.interaction import POINTER_TOUCH
from selenium.webdriver.common.actions.pointer_input import PointerInput
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

MISSING = "Not here. Run: python -m tests.engines.engines"
PACKAGES = ("firefox-esr", "webkit2gtk-driver", "xvfb")

# Bars and buttons of MiniBrowser that take no width, so that a window can be as narrow as a phone.
BARE = """
* { font-size: 1px; -gtk-icon-size: 1px; }
headerbar, toolbar, box, button, entry, image {
  min-width: 0;
  min-height: 0;
  padding: 0;
  margin: 0;
}
"""
SETTINGS = "[Settings]\ngtk-enable-animations={moving}\n"
AWAY = 6000  # pixels: beyond every window

# Keys as WebDriver names them.
TAB, ENTER, ESCAPE, SPACE = "\ue004", "\ue007", "\ue00c", " "
BACK_TAB = "\ue008\ue004"  # with the shift key held
PAGE_UP, PAGE_DOWN, END, HOME = "\ue00e", "\ue00f", "\ue010", "\ue011"
ARROW_LEFT, ARROW_UP, ARROW_RIGHT, ARROW_DOWN = "\ue012", "\ue013", "\ue014", "\ue015"

# What an element raises that is gone, covered, or not to be seen yet.
FAULTS = (MarionetteException, WebDriverException)


@dataclass(frozen=True)
class Taste:
    """What a person has set in their browser.

    Attributes:
        dark: Light letters on dark paper.
        moving: Things may move; otherwise nothing does, as in Chromium's tests of layout.
    """

    dark: bool = False
    moving: bool = False


USUAL = Taste()


class Engine(Protocol):
    """A running browser with one window or more.

    Attributes:
        name: As in `START`.
    """

    name: str

    def open_window(self) -> str:
        """A new window's handle."""

    def switch(self, handle: str) -> None:
        """The window that all else speaks to, with the keyboard in it."""

    def close(self, handle: str) -> None:
        """Close a window."""

    def resize(self, width: int, height: int) -> None:
        """The window's outer size in CSS pixels."""

    def go(self, address: str) -> None:
        """Load a page."""

    def run(self, script: str, *given: object) -> Any:
        """What a script returns; elements come as such."""

    def take_picture(self) -> bytes:
        """The window as PNG."""

    def touch(self, places: list[tuple[int, int]]) -> None:
        """Put a finger down at the first place, move it to all others, lift it."""

    def strike(self, key: str) -> None:
        """Press a key, or several at once, and let go; WebDriver names those without a letter."""

    def go_back(self) -> None:
        """To the page before, as the back button does."""

    def freeze(self) -> AbstractContextManager[None]:
        """Stop what runs the pages, as a phone that is locked does, as long as it lasts."""


class WebKit:
    """MiniBrowser under an X server without a screen."""

    name = "webkit"

    def __init__(self, driver: WebKitGTK) -> None:
        self._driver = driver
        self._process = driver.service.process.pid
        self._first = self._front = driver.current_window_handle

    def open_window(self) -> str:
        self._driver.set_window_position(AWAY, 0)
        self._driver.switch_to.new_window("window")
        self._front = self._driver.current_window_handle
        return self._front

    def switch(self, handle: str) -> None:
        """Bring a window under the pointer: without a window manager that is where the focus is."""
        if handle == self._front:
            return
        self._driver.set_window_position(AWAY, 0)
        self._driver.switch_to.window(handle)
        self._driver.set_window_position(0, 0)
        self._front = handle

    def close(self, handle: str) -> None:
        self._driver.switch_to.window(handle)
        self._driver.close()
        self._driver.switch_to.window(self._first)
        self._front = self._first

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

    def strike(self, key: str) -> None:
        chain = ActionChains(self._driver)
        for each in key:
            chain.key_down(each)
        for each in reversed(key):
            chain.key_up(each)
        chain.perform()

    def go_back(self) -> None:
        self._driver.back()

    def freeze(self) -> AbstractContextManager[None]:
        return stop_processes(self._process, "WebKitWebProcess")


class Firefox:
    """Without a screen."""

    name = "firefox"

    def __init__(self, driver: Marionette) -> None:
        self._driver = driver
        self._process = driver.process_id
        self._first = driver.current_window_handle

    def open_window(self) -> str:
        """Without bars: no other is narrower than 500 pixels."""
        self._driver.switch_to_window(self._first)
        before = set(self._driver.window_handles)
        self.run("open('about:blank', '_blank', 'popup,noopener');")
        while not (opened := set(self._driver.window_handles) - before):
            pass
        return str(opened.pop())

    def switch(self, handle: str) -> None:
        self._driver.switch_to_window(handle)

    def close(self, handle: str) -> None:
        self._driver.switch_to_window(handle)
        self._driver.close()
        self._driver.switch_to_window(self._first)

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

    def strike(self, key: str) -> None:
        keyboard = self._driver.actions.sequence("key", "keyboard")
        for each in key:
            keyboard.key_down(each)
        for each in reversed(key):
            keyboard.key_up(each)
        keyboard.perform()

    def go_back(self) -> None:
        self._driver.go_back()

    def freeze(self) -> AbstractContextManager[None]:
        return stop_processes(self._process, "-contentproc")


@contextmanager
def stop_processes(parent: int, mark: str) -> Iterator[None]:
    """Stop the processes of a browser whose command has a mark, as long as the context lasts."""
    every = psutil.Process(parent).children(recursive=True)
    found = [each for each in every if mark in " ".join(each.cmdline())]
    assert found
    for each in found:
        each.suspend()
    try:
        yield
    finally:
        for each in found:
            each.resume()


@contextmanager
def start_webkit(taste: Taste = USUAL) -> Iterator[WebKit]:
    """MiniBrowser, as long as the context lasts.

    Args:
        taste: What is set in it.

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
    if taste.dark:
        options.add_argument("--dark-mode")
    with _start_display(server) as display, tempfile.TemporaryDirectory() as settings:
        gtk = Path(settings, "gtk-3.0")
        gtk.mkdir()
        gtk.joinpath("gtk.css").write_text(BARE, "utf-8")
        settings_ini = SETTINGS.format(moving=int(taste.moving))
        gtk.joinpath("settings.ini").write_text(settings_ini, "utf-8")
        given = {"DISPLAY": display, "XDG_CONFIG_HOME": settings}
        service = Service(driver, env={**os.environ, **given})
        opened = WebKitGTK(options=options, service=service)
        try:
            yield WebKit(opened)
        finally:
            opened.quit()


@contextmanager
def start_firefox(taste: Taste = USUAL) -> Iterator[Firefox]:
    """Firefox without a window, as long as the context lasts.

    Args:
        taste: What is set in it.

    Raises:
        LookupError: Debian's package is not here.
    """
    browser = shutil.which("firefox-esr") or shutil.which("firefox")
    if browser is None:
        raise LookupError(MISSING)
    prefs = {
        "ui.prefersReducedMotion": int(not taste.moving),
        "ui.systemUsesDarkTheme": int(taste.dark),
    }
    # A folder of its own: a log that is there already is removed first, and /dev/null would be too.
    with tempfile.TemporaryDirectory() as folder:
        options = {"headless": True, "prefs": prefs, "gecko_log": folder}
        opened = Marionette(bin=browser, port=0, **options)
        try:
            opened.start_session()
            yield Firefox(opened)
        finally:
            opened.quit()
            opened.cleanup()
            opened.instance.close(clean=True)


@contextmanager
def _start_display(server: str) -> Iterator[str]:
    """An X server that keeps its picture in memory; its name.

    Its pointer stands in the middle, and within every window: a screen is as small as that.
    """
    reader, writer = os.pipe()
    process = subprocess.Popen(
        [server, "-displayfd", str(writer), "-screen", "0", "200x200x24", "-nolisten", "tcp"],
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


START: dict[str, Callable[..., AbstractContextManager[Engine]]] = {
    "webkit": start_webkit,
    "firefox": start_firefox,
}

if __name__ == "__main__":
    if not all(map(shutil.which, ("firefox-esr", "WebKitWebDriver", "Xvfb"))):
        install()
