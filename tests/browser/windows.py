"""A window takes another size, and scripts look at it, whatever drives it."""

from __future__ import annotations

from typing import Any, Final, Protocol

from playwright.sync_api import ViewportSize

TWO_FRAMES: Final = """() => new Promise((done) =>
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"""


class View(Protocol):
    """What is measured: a page of Playwright's, or a window of another engine."""

    def evaluate(self, expression: str, arg: Any = None) -> Any:
        """What a script gives, or a function of it for an argument, once it is there."""

    def set_viewport_size(self, viewport_size: ViewportSize) -> None:
        """Another inner size, in CSS pixels."""

    def wait_for_function(self, expression: str) -> object:
        """Wait until a script gives something that is true."""


def resize(page: View, size: ViewportSize) -> None:
    """Give a page's window another size, and wait until its pictures have been drawn for it.

    What is measured sooner are letters of the size before in a place of the new one.
    """
    page.set_viewport_size(size)
    draw(page)


def draw(page: View) -> None:
    """Wait until a page has drawn what its observers of sizes were told."""
    page.evaluate(TWO_FRAMES)
