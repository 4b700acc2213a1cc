"""What a person does in a window, whatever draws it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from kit.forms.form import PAUSE
from tests.engines.engines import FAULTS, Engine

PATIENCE = 60  # seconds, for a machine that has other work
GLANCE = 0.1  # seconds between two looks

# The first visible element of a kind whose name, as it is read aloud, is or begins with some words.
FIND = """
const [selector, name, exact] = arguments;
const plain = (text) => (text ?? "").replace(/\\s+/g, " ").trim();
const describe = (element) => {
  const ids = (element.getAttribute("aria-labelledby") ?? "").split(" ").filter(Boolean);
  const named = ids.map((id) => document.getElementById(id)?.textContent).join(" ");
  const labels = [...(element.labels ?? [])].map((label) => label.textContent).join(" ");
  return plain(element.getAttribute("aria-label") ?? (named || labels || element.textContent));
};
const shown = (element) => element.getClientRects().length &&
  getComputedStyle(element).visibility === "visible";
return [...document.querySelectorAll(selector)].find((element) => shown(element) &&
  (exact ? describe(element) === name : describe(element).includes(name))) ?? null;
"""
KINDS = {
    "button": "button, summary, [role=button]",
    "choice": "input[type=radio], input[type=checkbox], [role=radio]",
    "field": "textarea, input:not([type=radio]):not([type=checkbox])",
}


class Window:
    """One window of an engine.

    Args:
        engine: What draws it.
        size: Its inner width and height in CSS pixels, or the least that the engine can do.
    """

    def __init__(self, engine: Engine, size: tuple[int, int]) -> None:
        self._engine = engine
        self._handle = engine.open_window()
        self.resize(*size)

    def resize(self, width: int, height: int) -> None:
        """Make what is inside as large, or as small as may be."""
        scale, frame_width, frame_height = self.run(
            "return [devicePixelRatio, outerWidth - innerWidth, outerHeight - innerHeight];"
        )
        self._engine.resize(
            round((width + frame_width) * scale), round((height + frame_height) * scale)
        )

    def run(self, script: str, *given: object) -> Any:
        """What a script returns."""
        self._engine.switch(self._handle)
        return self._engine.run(script, *given)

    def go(self, address: str) -> None:
        """Load a page."""
        self._engine.switch(self._handle)
        self._engine.go(address)

    def find(self, kind: str, name: str) -> Any:
        """The element, or None. A button has exactly this name, all else has it in its name."""
        return self.run(FIND, KINDS[kind], name, kind == "button")

    def press(self, name: str) -> None:
        """Press a button once it can be pressed."""
        self._retry(lambda: self._click("button", name), f"button {name!r}")

    def press_on(self, name: str) -> None:
        """Press a button that the last press led to, and not as the second tap of two."""
        self._retry(lambda: self.find("button", name), f"button {name!r}")
        time.sleep(PAUSE)
        self.press(name)

    def choose(self, name: str) -> None:
        """Tick a box or choose from several."""

        def choose() -> bool:
            return self._click("choice", name) and bool(self.find("choice", name).is_selected())

        self._retry(choose, f"choice {name!r}")

    def fill(self, name: str, text: str) -> None:
        """Type into an empty field."""

        def type_in() -> bool:
            field = self.find("field", name)
            if field is None or self.run("return arguments[0].matches(':disabled');", field):
                return False
            field.click()
            field.send_keys(text)
            return True

        self._retry(type_in, f"field {name!r}")

    def read(self, name: str) -> str:
        """What stands in a field."""
        script = "return arguments[0].value;"
        read = self._retry(lambda: self.run(script, self.find("field", name)), f"field {name!r}")
        return str(read)

    def see(self, text: str) -> None:
        """Wait until some words can be read."""
        self.wait(f"return document.body.innerText.includes({text!r});", text)

    def wait(self, script: str, wanted: str) -> Any:
        """Wait until a script returns something, and give it."""
        return self._retry(lambda: self.run(script), wanted)

    def touch(self, places: list[tuple[float, float]]) -> None:
        """Put a finger down at the first place of the window, move it along, lift it."""
        self._engine.switch(self._handle)
        self._engine.touch([(round(x), round(y)) for x, y in places])

    def take_picture(self) -> bytes:
        """What is to be seen, as PNG."""
        self._engine.switch(self._handle)
        return self._engine.take_picture()

    def _click(self, kind: str, name: str) -> bool:
        element = self.find(kind, name)
        if element is None or self.run("return arguments[0].matches(':disabled');", element):
            return False
        self.run("arguments[0].scrollIntoView({ block: 'center' });", element)
        element.click()
        return True

    def _retry(self, step: Callable[[], Any], wanted: str) -> Any:
        deadline, fault = time.monotonic() + PATIENCE, ""
        while time.monotonic() < deadline:
            try:
                if found := step():
                    return found
            except FAULTS as error:
                fault = str(error)
            time.sleep(GLANCE)
        told = self.run("return document.body.innerText;")
        msg = f"{wanted}: not here. {fault}\n{told}"
        raise AssertionError(msg)
