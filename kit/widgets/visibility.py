"""Widgets on and off the page."""

from __future__ import annotations

from typing import Any


def show(widget: Any, visible: bool) -> None:
    """Show a widget or take it off the page, without unmaking it."""
    (widget.remove_class if visible else widget.add_class)("kit-away")
