"""The dashboard's small buttons: each does one thing, and what went wrong is shown."""

from __future__ import annotations

from collections.abc import Callable

from ipywidgets import Button

from kit.errors import KitError
from kit.widgets.callbacks import guard


def make_button(
    words: str, act: Callable[[], object], warn: Callable[[KitError], None], tip: str = ""
) -> Button:
    """A small button.

    Args:
        words: What stands on it; "" where that is written later.
        act: Called when it is pressed.
        warn: Called with what went wrong then.
        tip: What it is for.
    """
    button = Button(description=words, tooltip=tip or None)
    button.add_class("kit-quiet-button")
    button.on_click(guard(lambda _button: act(), warn))
    return button
