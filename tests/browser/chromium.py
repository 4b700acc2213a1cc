"""Finds a Chromium for the browser tests; run as a script it installs one where there is none.

Debian's headless shell is the same engine without windows, menus and desktop services: what the
tests see is the same, and it costs a quarter less time.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Playwright, sync_playwright

SHELL = "chromium-headless-shell"
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ARGUMENTS = ("--no-sandbox", "--disable-background-networking", "--disable-component-update")


def find_chromium() -> str | None:
    """The path of a Chromium: KIT_CHROMIUM, one on the machine, or Playwright's own."""
    if given := os.environ.get("KIT_CHROMIUM"):
        return given
    for name in NAMES:
        if path := shutil.which(name):
            return path
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


def install_chromium() -> None:
    """Install Debian's package where that is possible, else Playwright's own browser."""
    if shutil.which("apt-get") and (os.geteuid() == 0 or shutil.which("sudo")):
        sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
        install = ["apt-get", "install", "-y", "--no-install-recommends", "fonts-dejavu-core"]
        subprocess.run([*sudo, "apt-get", "update"], stdin=subprocess.DEVNULL)
        for package in (SHELL, "chromium"):  # an older Debian has no shell of its own
            if not subprocess.run([*sudo, *install, package], stdin=subprocess.DEVNULL).returncode:
                return
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)


class Launcher:
    """One browser for many tests; one that has ended is replaced, so that it spoils no other test.

    Raises:
        RuntimeError: There is no Chromium here.
    """

    def __init__(self, playwright: Playwright) -> None:
        found = find_chromium()
        if found is None:
            msg = "No Chromium here. Run: python tests/browser/chromium.py"
            raise RuntimeError(msg)
        self._playwright, self._path = playwright, found
        self._browser: Browser | None = None

    def get(self) -> Browser:
        """The browser, which runs."""
        if self._browser is None or not self._browser.is_connected():
            self._browser = self.launch()
        return self._browser

    def launch(self, *settings: str) -> Browser:
        """A browser of its own, with something set that another has otherwise."""
        launch = self._playwright.chromium.launch
        return launch(executable_path=self._path, args=[*ARGUMENTS, *settings])


@contextmanager
def start_launcher() -> Iterator[Launcher]:
    """A launcher, whose browser ends with it. Meanwhile no other event loop may be started."""
    with sync_playwright() as playwright:
        launcher = Launcher(playwright)
        yield launcher
        launcher.get().close()


if __name__ == "__main__":
    if find_chromium() is None:
        install_chromium()
    print(f"Browser tests use {find_chromium()}")
