"""What a person does in a window, whatever draws it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import ViewportSize

from kit.forms.form import PAUSE
from tests.engines.engines import FAULTS, TAB, Engine

PATIENCE = 60  # seconds, for a machine that has other work
TOLD = 600  # letters of a page in a report
LOCKED = ":disabled, [readonly]"
GLANCE = 0.1  # seconds between two looks
MOST = 40  # controls between one that is meant and the next

# The name of an element, as it is read aloud.
DESCRIBE = """
const plain = (text) => (text ?? "").replace(/\\s+/g, " ").trim();
const describe = (element) => {
  const ids = (element.getAttribute("aria-labelledby") ?? "").split(" ").filter(Boolean);
  const named = ids.map((id) => document.getElementById(id)?.textContent).join(" ");
  const labels = [...(element.labels ?? [])].map((label) => label.textContent).join(" ");
  return plain(element.getAttribute("aria-label") ?? (named || labels || element.textContent));
};
"""
# The first visible element of a kind whose name is or has some words.
FIND = f"""
{DESCRIBE}
const [selector, name, exact] = arguments;
const shown = (element) => element.getClientRects().length &&
  getComputedStyle(element).visibility === "visible";
return [...document.querySelectorAll(selector)].find((element) => shown(element) &&
  (exact ? describe(element) === name : describe(element).includes(name))) ?? null;
"""
FOCUSED = f"""
{DESCRIBE}
const here = document.activeElement;
return here === document.body ? "" : describe(here);
"""
# What begins to move from now on.
WATCH = """
const begin = Element.prototype.animate;
window.begun = [];
Element.prototype.animate = function (...given) {
  window.begun.push(String(this.className.baseVal ?? this.className));
  return begin.apply(this, given);
};
for (const name of ["transitionrun", "animationstart"])
  addEventListener(name, ({ target }) => window.begun.push(`${name} ${target.outerHTML}`), true);
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
        size: Its inner width and height in CSS pixels.
    """

    def __init__(self, engine: Engine, size: tuple[int, int]) -> None:
        self._engine = engine
        self._handle = engine.open_window()
        self.set_viewport_size({"width": size[0], "height": size[1]})

    def close(self) -> None:
        """Close it."""
        self._engine.close(self._handle)

    def set_viewport_size(self, viewport_size: ViewportSize) -> None:
        """Make what is inside as large."""
        size = [viewport_size["width"], viewport_size["height"]]
        frame = self.run("return [outerWidth - innerWidth, outerHeight - innerHeight];")
        self._engine.resize(size[0] + frame[0], size[1] + frame[1])
        self._retry(lambda: self.run("return [innerWidth, innerHeight];") == size, f"{size}")

    def evaluate(self, expression: str, arg: Any = None) -> Any:
        """What a script gives, or a function of it for an argument."""
        script = f"const found = ({expression}); "
        return self.run(
            f"{script}return found instanceof Function ? found(arguments[0]) : found;", arg
        )

    def wait_for_function(self, expression: str) -> Any:
        """Wait until a script gives something that is true."""
        return self._retry(lambda: self.evaluate(expression), expression)

    def run(self, script: str, *given: object) -> Any:
        """What a script returns."""
        self._engine.switch(self._handle)
        return self._engine.run(script, *given)

    def go(self, address: str) -> None:
        """Load a page."""
        self._engine.switch(self._handle)
        self._engine.go(address)

    def watch_motion(self) -> None:
        """Note in `window.begun` what begins to move."""
        self.run(WATCH)

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
            if field is None or self.run(f"return arguments[0].matches('{LOCKED}');", field):
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

    def wait(self, script: str, wanted: Any) -> Any:
        """Wait until a script, which is told what is wanted, returns something, and give it."""
        return self._retry(lambda: self.run(script, wanted), f"{wanted}")

    def touch(self, places: list[tuple[float, float]]) -> None:
        """Put a finger down at the first place of the window, move it along, lift it."""
        self._engine.switch(self._handle)
        self._engine.touch([(round(x), round(y)) for x, y in places])

    def strike(self, *keys: str) -> None:
        """Press keys one after the other, wherever the focus is."""
        self._engine.switch(self._handle)
        for key in keys:
            self._engine.strike(key)

    def reach(self, name: str, keys: str = TAB) -> None:
        """Press Tab until a control has the focus whose name has these words.

        Args:
            name: The words.
            keys: What is pressed at once; `BACK_TAB` goes the other way.
        """
        passed: list[str] = []
        while len(passed) < MOST:
            self.strike(keys)
            passed.append(self.run(FOCUSED))
            if name in passed[-1]:
                return
        msg = f"{name!r} is not reached: {passed}"
        raise AssertionError(msg)

    def go_back(self) -> None:
        """Press the browser's back button."""
        self._engine.switch(self._handle)
        self._engine.go_back()

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
        msg = f"{wanted}: not here. {fault}\n{told[:TOLD]}"
        raise AssertionError(msg)
