"""Forms and consoles as the people in front of them see and use them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ipywidgets import Button, Widget

from kit.forms.form import Form


def walk(widget: Any, hidden: bool = False) -> Iterator[Any]:
    """A widget and everything in it, top to bottom; only what is on the page unless told."""
    if not hidden and "kit-away" in getattr(widget, "_dom_classes", ()):
        return
    yield widget
    for child in getattr(widget, "children", ()):
        yield from walk(child, hidden)


def find(page: Widget, kind: type) -> list[Any]:
    """The widgets of a kind that are on the page."""
    return [each for each in walk(page) if isinstance(each, kind)]


def find_input(page: Widget, prompt: str) -> Any:
    """The control of a prompt, on the page or not."""
    return next(each for each in walk(page, hidden=True) if getattr(each, "prompt", "") == prompt)


def is_shown(page: Widget, prompt: str) -> bool:
    """Whether the control of a prompt is on the page."""
    return find_input(page, prompt) in walk(page)


def find_button(page: Widget) -> str:
    """What the one button says that goes on; "" where there is none to press."""
    buttons = [each for each in find(page, Button) if not each.disabled and is_main(each)]
    return "".join(each.description for each in buttons)


def is_main(button: Button) -> bool:
    """Whether a button is the one that sends a form, or brings the round on."""
    return bool({"kit-send", "kit-next"} & set(button._dom_classes))


def press(page: Widget) -> None:
    """Press the button that goes on, whatever it says."""
    buttons = [each for each in walk(page, hidden=True) if isinstance(each, Button)]
    next(each for each in buttons if is_main(each) and each.description).click()


def fill(page: Widget, prompt: str, **state: Any) -> None:
    """Answer a prompt, as a browser sends it."""
    find_input(page, prompt).set_state(state)


def read_notes(page: Widget) -> list[str]:
    """Every sentence in a live region."""
    return [each.text for each in walk(page) if hasattr(each, "tone") and each.text]


def read_errors(page: Widget) -> dict[str, str]:
    """What stands in red beside a control, by prompt."""
    controls = [each for each in walk(page, hidden=True) if getattr(each, "prompt", "")]
    return {each.prompt: each.error for each in controls if each.error}


def read_markup(page: Widget) -> str:
    """All markup on the page."""
    return "".join(each.value for each in walk(page) if type(each).__name__ == "HTML")


def read_answers(form: Form) -> dict[str, object]:
    """What the controls hold."""
    controls = [each for each in walk(form, hidden=True) if getattr(each, "prompt", "")]
    return {each.prompt: each.value for each in controls}
