"""Widgets on and off the page, and other classes of their elements."""

from __future__ import annotations

from typing import Any


def show(widget: Any, visible: bool) -> None:
    """Show a widget or take it off the page, without unmaking it."""
    set_class(widget, "kit-away", not visible)


def set_class(widget: Any, name: str, there: bool) -> None:
    """Give a widget's element a class, or take it away."""
    (widget.add_class if there else widget.remove_class)(name)
